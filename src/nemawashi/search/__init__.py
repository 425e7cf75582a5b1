"""One index over everything that can be found, answered as far as the viewer may know."""
