"""Codebooks, coding by pattern, exchange with programs of qualitative analysis, and how far coders agree."""
