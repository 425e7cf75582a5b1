"""Whether two language versions of a text say the same numbers, dates and names, with the same brackets and clauses."""

from nemawashi.kit.concordance.aligning import paired
from nemawashi.kit.concordance.checking import checked
from nemawashi.kit.concordance.names import PARTIES
from nemawashi.kit.concordance.values import Mark, Mismatch, MismatchKind, Name, Pair

__all__ = ["PARTIES", "Mismatch", "MismatchKind", "Mark", "Name", "Pair", "checked", "paired"]
