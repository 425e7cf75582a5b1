"""What was promised: commitments found in adopted clauses, reports, evidence, scores that wait for their counterpart."""
