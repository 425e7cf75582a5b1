"""A fictional next round of the Dialogue, played with real acts: for `nemawashi demo`, `nemawashi story`, tests.

Nothing in it happened. It is never part of the record and never leaves demo mode.
"""
