"""How lineage reads a clause: words without case, typography, numbering, brackets and footnote marks."""

import re
import unicodedata

_NUMBERING = re.compile(
    r"^\s*(?:[\[(]?(?:\d{1,3}(?:\.\d{1,3})*[.)]?|[a-zA-Z]{1,2}[.)]|[ivxlcIVXLC]{1,6}[.)])[\])]?\s+(?:bis|ter)?\s*|[•\-–—*]\s+)+"
)
_MARKS = re.compile(r"\[\^?\d{1,3}\]|[⁰¹²³⁴-⁹]+|[​­﻿]")
_SIGNS = re.compile(r"[\[\]{}]")
_EDGE = re.compile(r"^\W+|\W+$")
_JOINED = re.compile(r"\d,(?=\d{3}\b)")

def bare(piece: str) -> str:
    """A word as it is compared: NFKC, lower case, no punctuation at its ends; punctuation alone stays as it is."""
    word = unicodedata.normalize("NFKC", piece).casefold().strip().replace("’", "'").replace("‑", "-")
    return _EDGE.sub("", word) or word


def cleaned(text: str) -> str:
    """The text without numbering at its start, footnote marks and brackets."""
    return _SIGNS.sub("", _MARKS.sub("", _NUMBERING.sub("", text)))
