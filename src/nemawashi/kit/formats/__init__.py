"""Formats that others read: iCalendar, Atom, tables, Parquet, archives."""
