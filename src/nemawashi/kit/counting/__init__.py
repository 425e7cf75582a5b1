"""Counting words of collections of texts: tokens cut once, concordances, collocates, keyness, sequences, spread, likeness.

    from nemawashi.kit import counting

    speeches = counting.collection(["speeches.jsonl"])
    counting.kwic(speeches, "free and open").lines(["R1"], limit=20)
    counting.collocates(speeches, "corridor*", window=5).rows[:10]
    counting.frequencies(speeches, limit=50)

What counts as a word and as a match is a field of every question, ``Semantics``; docs/howto/analysis.md says more.
"""

from nemawashi.kit.counting.analysers import ANALYSERS, Analyser, Forms, analyser_of
from nemawashi.kit.counting.collections import QUANTEDA, SEARCH, WORDS, Collection, CountedDocument, Semantics, together
from nemawashi.kit.counting.concordances import Concordance, kwic
from nemawashi.kit.counting.contrasts import keyness
from nemawashi.kit.counting.files import collection
from nemawashi.kit.counting.gaps import Cross, TokenGap
from nemawashi.kit.counting.lifespans import PatternLife, lives
from nemawashi.kit.counting.likeness import cooccurrence, groups, network, similarity
from nemawashi.kit.counting.matching import Matches, Overlap, apart, matches, pattern
from nemawashi.kit.counting.neighbours import collocates, collocations
from nemawashi.kit.counting.sequences import ngrams
from nemawashi.kit.counting.tallies import by_group, dispersion, frequencies

__all__ = [
    "Analyser",
    "analyser_of",
    "ANALYSERS",
    "apart",
    "by_group",
    "collection",
    "Collection",
    "collocates",
    "collocations",
    "Concordance",
    "cooccurrence",
    "CountedDocument",
    "Cross",
    "dispersion",
    "Forms",
    "frequencies",
    "groups",
    "keyness",
    "kwic",
    "lives",
    "Matches",
    "matches",
    "network",
    "ngrams",
    "Overlap",
    "pattern",
    "PatternLife",
    "QUANTEDA",
    "SEARCH",
    "Semantics",
    "similarity",
    "together",
    "TokenGap",
    "WORDS",
]
