"""Amendments in instruction form, done to a text.

::

    from nemawashi.kit.brackets import amendments

    applied = amendments.apply(base, paper)            # documents with ``paragraphs``, as in lines of JSON
    for instruction in applied.instructions:
        print(instruction.outcome, instruction.reason)
    asked = amendments.proposed(clauses, paper)        # the same on the clauses of a negotiation

An instruction is done as a whole or refused with a reason; the others are done all the same.
"""

from nemawashi.kit.brackets.amendments.applying import apply, proposed
from nemawashi.kit.brackets.amendments.values import APPLIED, REFUSED, Applied, Instruction

__all__ = ["APPLIED", "REFUSED", "Applied", "Instruction", "apply", "proposed"]
