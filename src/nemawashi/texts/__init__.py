"""What is negotiated: clauses, positions, brackets, silence, adoption."""
