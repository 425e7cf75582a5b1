"""What the clauses of a text promise: rules over words, the same in English, Russian and Japanese; nothing is trained."""

from nemawashi.kit.promises.finding import Clause, Finding, Promise, find, is_read

__all__ = ["Clause", "Finding", "Promise", "find", "is_read"]
