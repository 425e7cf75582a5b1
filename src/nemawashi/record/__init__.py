"""The record as files: what lies in them, how it is checked, loaded into the database and given back."""
