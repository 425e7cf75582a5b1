"""The whole record as files, with its description, to take away."""
