"""Who asks, what they may see and what was done: viewers, the guard of sealed tables, the log of acts, the judging clock.

Who reads a negotiation is said once, in ``viewers``.
"""
