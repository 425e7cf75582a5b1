"""Formats that are written here and others read: iCalendar, Atom, tables, Parquet, archives. What comes in from others has
a room of its own, as ``exchange`` and ``word`` are, and is read through ``apart``.
"""
