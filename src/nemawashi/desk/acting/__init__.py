"""How an act is offered and done: its row, the base of its form, refusals, notices, what stays on the device."""
