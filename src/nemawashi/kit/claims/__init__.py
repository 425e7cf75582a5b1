"""What claims say, how two of them relate, and what kind of disagreement a set of them is. No rule names a subject."""
