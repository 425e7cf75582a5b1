"""Calendars and news that a program follows."""
