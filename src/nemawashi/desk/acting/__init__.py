"""How any act is offered and done: its row, the base of its form, the sentences of refusals, notices, what stays on the device."""
