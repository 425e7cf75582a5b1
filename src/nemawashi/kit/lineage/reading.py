"""How lineage reads a clause: words without case, typography, numbering, brackets and footnote marks.

A word is compared by its first six letters: what is inflected (recognizes, recognizing; развитие, развития) stays
one word without a dictionary of any language. Chinese, Japanese and Korean writing falls into characters, whose
pairs the index knows too. Every token is a 32-bit hash, so that an index needs no vocabulary.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint32]

STEM = 6
CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
_NUMBERING = re.compile(
    r"\s*(?:[\[(]?(?:\d{1,3}(?:\.\d{1,3})*[.)]|\d{1,3}(?:\.\d{1,3})+|[A-Za-zА-Яа-я]{1,2}[.)]|[ivxlcIVXLC]{1,6}[.)])"
    r"[\])]?\s+(?:(?:bis|ter)\s+)?|[•●▪◦\-–—*・○]\s+|[（(]\d{1,3}[）)]\s*)+"
)
_MARKS = re.compile(r"\[\^?\d{1,3}\]|[⁰¹²³⁴-⁹]+|[\u200b\u00ad\u2060\ufeff]")
_SIGNS = re.compile(r"[\[\]{}]")
_TOKEN = re.compile(rf"[^\W_{CJK}]+|[{CJK}]+")
_WESTERN = re.compile(r"[^\W_]+")
_ASCII_STEM = re.compile(rb"([^\W_]{1,%d})[^\W_]*" % STEM)
_HAS_CJK = re.compile(rf"[{CJK}]")
_AROUND = " \t\n\r\f\v.,;:!?()[]{}<>\"'“”„‟«»‹›‘’…–—-・、。，；：「」『』（）〈〉《》•*/\\"
# As Uzbek, Ukrainian and others are typed: one letter to the reader, five or six to the keyboard.
_APOSTROPHES = re.compile("[ʻʼʽˈʹ‘’´′＇]")
_CITED = re.compile(r"/\d{1,4}(?![\d/])")  # from the slash on, which few clauses have
_CITED_BEFORE = re.compile(r"(?<!\d)\d{1,3}\Z")
_QUOTES = re.compile("[“”„‟«»‹›'’‘\"]+")


@lru_cache(1 << 16)
def bare(piece: str) -> str:
    """A word as it is compared when two wordings are laid beside each other: no case, no punctuation at its ends."""
    if piece.isascii():
        return piece.lower().replace("`", "'").strip(_AROUND) or piece.strip()
    word = unicodedata.normalize("NFKC", _APOSTROPHES.sub("'", piece)).replace("\u2011", "-").casefold()
    return word.strip(_AROUND) or _QUOTES.sub('"', word.strip())


def numbering(text: str) -> str:
    """The number, letter or bullet in front of a clause, with the blanks around it."""
    start = _NUMBERING.match(text)
    return start.group() if start else ""


def cleaned(text: str) -> str:
    """The text without the numbering before it, footnote marks and brackets."""
    text = text[len(numbering(text)) :]
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKC", _APOSTROPHES.sub("'", text)))
    if "[" in text or "]" in text or "{" in text:
        text = _SIGNS.sub("", _MARKS.sub("", text))
    return text


def words(text: str) -> list[str]:
    """The tokens of a clause in order: words cut to six letters, single characters where there are no blanks.

    No stemmer, unlike in the search of the record (``words.reading``): lineage reads languages that have none, keeps the
    small words, whose order shows a formula, and cuts a million clauses while a corpus is added.
    """
    text = cleaned(text).lower()
    if text.isascii() or not _HAS_CJK.search(text):
        return [word[:STEM] for word in _WESTERN.findall(text)]
    tokens: list[str] = []
    for run in _TOKEN.findall(text):
        if _HAS_CJK.match(run):
            tokens += run
        else:
            tokens.append(run[:STEM])
    return tokens


def placed(clean: str) -> list[tuple[int, str]]:
    """The words of a cleaned text where they stand, whole and as they are written; of Japanese the single characters."""
    if clean.isascii() or not _HAS_CJK.search(clean):
        return [(run.start(), run.group()) for run in _WESTERN.finditer(clean)]
    tokens: list[tuple[int, str]] = []
    for run in _TOKEN.finditer(clean):
        if _HAS_CJK.match(run.group()):
            tokens += [(run.start() + n, sign) for n, sign in enumerate(run.group())]
        else:
            tokens.append((run.start(), run.group()))
    return tokens


def whole(clean: str) -> list[str]:
    """The words of a cleaned text as they are written, one for each token."""
    if clean.isascii() or not _HAS_CJK.search(clean):
        return _WESTERN.findall(clean)
    return [word for _, word in placed(clean)]


def count(clean: str, start: int, end: int) -> int:
    """How many tokens begin between two places of a cleaned text, neither of which lies within one."""
    if clean.isascii() or not _HAS_CJK.search(clean):
        return len(_WESTERN.findall(clean, start, end))
    return sum(start <= at < end for at, _word in placed(clean))


def cited(texts: Iterable[str]) -> frozenset[str]:
    """The symbols of documents that these texts name ("Recalling its resolution 78/298"), without what stands before."""
    return frozenset(
        before.group() + number.group()
        for text in texts
        if "/" in text
        for number in _CITED.finditer(text)
        if (before := _CITED_BEFORE.search(text, max(0, number.start() - 4), number.start()))
    )


def hashed(tokens: Iterable[str]) -> Hashes:
    """One hash a token."""
    return np.array([crc32(token.encode("utf-8", "surrogatepass")) for token in tokens], np.uint32)


def codes(text: str) -> Hashes:
    """The hashes of the tokens of a clause; of plain letters without a string for each."""
    plain = cleaned(text).lower()
    if plain.isascii():
        return np.array(list(map(crc32, _ASCII_STEM.findall(plain.encode()))), np.uint32)
    return hashed(words(text))


class Codes(dict[str, int]):
    """The hash of each word that was met."""

    def __missing__(self, word: str) -> int:
        code = self[word] = crc32(word[:STEM].encode("utf-8", "surrogatepass"))
        return code


def is_unspaced(sign: str) -> bool:
    """Whether a sign is of a writing that has no blanks between words."""
    return bool(_HAS_CJK.match(sign))


def reader(codes: Codes) -> Callable[[str], list[int]]:
    """A reader that remembers the words it met: for building, never for words that somebody looks up."""
    code = codes.__getitem__

    def read(text: str) -> list[int]:
        plain = cleaned(text).lower()
        western = plain.isascii() or not _HAS_CJK.search(plain)
        return list(map(code, _WESTERN.findall(plain) if western else words(text)))

    return read


def pairs(tokens: Hashes) -> Hashes:
    """A hash for each two neighbouring tokens; one shorter than ``tokens``."""
    return paired(tokens[:-1], tokens[1:])


def paired(one: Hashes, next_one: Hashes) -> Hashes:
    """A hash for each token with the one behind it."""
    return mixed(one * np.uint32(0x9E3779B1) + next_one)


def mixed(codes: Hashes) -> Hashes:
    """Spread the bits of hashes, so that their high ones serve as the number of a bucket. What overflows is meant to."""
    codes = codes * np.uint32(0x85EBCA6B)
    codes ^= codes >> np.uint32(15)
    return codes * np.uint32(0xC2B2AE35)
