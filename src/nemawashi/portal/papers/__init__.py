"""Adopted texts handed out in every form and language, checked against what was sealed."""
