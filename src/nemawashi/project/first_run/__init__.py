"""The first-run page: the questions of a new forum as a form, for one browser at the machine's own console."""
