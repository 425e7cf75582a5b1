"""A clause and what is asked of it: spans that follow its changes, brackets computed from positions, sealed bytes."""
