"""Keeping an installation: one file that holds all of it but its secrets, and the proof that it comes back whole."""
