"""Tables that people keep elsewhere, read within bounds: each line is taken whole, or refused with line and reason."""
