"""Tools that know nothing of Django, of the database or of any dialogue; each room could stand alone."""
