"""What the clauses of a text promise: rules over words, the same in English, Russian and Japanese; nothing is trained."""

from nemawashi.kit.promises.finding import Promised, Promises, SaidClause, find, is_read

__all__ = ["SaidClause", "Promises", "Promised", "find", "is_read"]
