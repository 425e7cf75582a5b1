"""Whether two language versions of a text say the same numbers, dates and names, with the same brackets and clauses."""

from nemawashi.kit.concordance.aligning import paired
from nemawashi.kit.concordance.checking import checked
from nemawashi.kit.concordance.names import PARTIES
from nemawashi.kit.concordance.values import Kind, Mark, Mismatch, Name, Pair

__all__ = ["PARTIES", "Mismatch", "Kind", "Mark", "Name", "Pair", "checked", "paired"]
