"""A segment: clauses written once and never changed, one file read by memory map.

The file: eight bytes with the length of its head, the head as JSON (heads, kinds, and where each part lies), then the
parts. Numbers little-endian; ``n`` clauses, ``t`` tokens, ``p`` postings, ``b`` buckets (a power of two):

==============  ========================================================================================
``tokens``      t x uint16: the low half of each token's hash, clause after clause
``starts``      n + 1 x uint32: where the tokens of a clause begin
``table``       b + 1 x uint32: where the postings of a bucket begin; the top bits of a feature's hash number it
``low, high``   p x uint16 and p x uint8: numbers of clauses, ascending inside a bucket
``heads``       n x uint32: the number of the clause's head (document, date, series, language)
``kinds``       n x uint8: the number of its kind
``places``      n x uint16: its place in the document, 65535 unknown
``keys``        n x uint32: CRC-32 of its id
``texts``       ids and texts, 32 clauses a block, deflated with the dictionary in ``words``
``blocks``      uint32: where each block begins
``stems``       the first letters of all words, sorted, one a line
``sketches``    heads x 64 x uint16: the tokens that set a document apart
==============  ========================================================================================

Features are tokens and pairs of neighbouring tokens. Lists longer than ``ceiling`` are left out: their words are
frequent, and a clause that shares nothing rarer is reached through its document.
"""

import json
import re
import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from isal import isal_zlib

from nemawashi.kit.languages import base
from nemawashi.kit.lineage import reading
from nemawashi.kit.lineage.values import IndexedClause

Array = npt.NDArray[Any]
Head = tuple[str, str, str, str]
BLOCK = 32
SKETCH = 64
UNPLACED = 65535
LARGEST = (1 << 24) - 1
PARTS = "tokens starts table low high heads kinds places keys blocks sketches texts words stems".split()
TYPES = dict(zip(PARTS, "<u2 <u4 <u4 <u2 <u1 <u4 <u1 <u2 <u4 <u4 <u2 <u1 <u1 <u1".split(), strict=True))
_LATER = "stems"  # a part that segments of before do not have; without it a word that is cut is no beginning of others
APART = "\x1f"
_NO_LIST = 1 << 40  # longer than any
_AT_FIRST = 1 << 16  # clauses
_SYMBOL = re.compile(r"(?<!\d)\d{1,3}/\d{1,4}(?=[A-Z]?$)")


def ceiling(clauses: int) -> int:
    """The longest list that is kept in a segment of so many clauses."""
    return max(2048, clauses // 128)


def parted(data: bytes) -> list[bytes]:
    """Ids and texts in turn, not yet decoded, for of most blocks one clause is read."""
    if data.startswith(b"["):
        return [part.encode("utf-8", "surrogatepass") for part in json.loads(data.decode("utf-8", "surrogatepass"))]
    return data.split(APART.encode())


def in_rows(begin: Array, lengths: Array) -> Array:
    """The numbers of several rows, each of which begins somewhere, one row after the other."""
    ends = lengths.cumsum()
    return np.asarray(np.arange(int(ends[-1]) if len(ends) else 0) + (begin - (ends - lengths)).repeat(lengths))


def from_nought(lengths: Array) -> Array:
    """Where each of several rows begins that lie one after the other, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])


def key(id: str) -> int:
    return zlib.crc32(id.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True)
class SomeClauses:
    """Some clauses with their tokens, as a segment has those of all its clauses. ``numbers``: which they are, ascending."""

    numbers: Array
    tokens: Array
    starts: Array
    frequency: Array


@dataclass(frozen=True)
class Beginning:
    """The words that begin as one that is still being typed. ``codes``: their hashes."""

    codes: reading.Hashes

    @cached_property
    def table(self) -> Array:
        """Which of the 65,536 short tokens they may be."""
        begun = np.zeros(65536, bool)
        begun[self.codes & np.uint32(0xFFFF)] = True
        return begun


class Segment:
    """A segment that is read. Arrays lie in the memory map; a removed file stays readable while it is open."""

    def __init__(self, path: Path) -> None:
        """Raises OSError, ValueError or KeyError when the file is not there or not whole."""
        self.path = path
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            head = json.loads(file.read(min(length, path.stat().st_size)))
        self.count: int = head["clauses"]
        self.head_list: list[Head] = [tuple(entry) for entry in head["heads"]]
        self.kind_list: list[str] = head["kinds"]
        whole = np.memmap(path, np.uint8, "r").view(np.ndarray)
        arrays = {}
        for name in PARTS:
            at, size = head["parts"][name] if name != _LATER else head["parts"].get(name, (0, 0))
            kind = np.dtype(TYPES[name])
            start = 8 + length + at
            arrays[name] = whole[start : start + size * kind.itemsize].view(kind)
            if len(arrays[name]) != size:
                raise ValueError("the file of a segment was cut")
        self.tokens, self.starts, self.table = arrays["tokens"], arrays["starts"], arrays["table"]
        self.low, self.high = arrays["low"], arrays["high"]
        self.heads, self.kinds, self.places = arrays["heads"], arrays["kinds"], arrays["places"]
        self.keys, self.blocks, self.texts = arrays["keys"], arrays["blocks"], arrays["texts"]
        self.sketches = arrays["sketches"].reshape(-1, SKETCH)
        self.dictionary = arrays["words"].tobytes()
        self._stems = arrays["stems"]
        self.shift = np.uint32(32 - (len(self.table) - 2).bit_length())

    @cached_property
    def frequency(self) -> Array:
        """In how many clauses each of the 65,536 short tokens stands."""
        whole = np.zeros(65536, np.int64)
        for at in range(0, self.count, 65536):
            to = min(self.count, at + 65536)
            first, last = int(self.starts[at]), int(self.starts[to])
            owners = np.repeat(np.arange(to - at, dtype=np.uint64), np.diff(self.starts[at : to + 1]).astype(np.int64))
            packed = np.sort((owners << np.uint64(16)) | self.tokens[first:last])
            packed = packed[np.concatenate([[True], packed[1:] != packed[:-1]])[: len(packed)]]
            whole += np.bincount((packed & np.uint64(0xFFFF)).astype(np.int64), minlength=65536)
        return whole

    @cached_property
    def stems(self) -> list[bytes]:
        """The first letters of all words, sorted; bytes in UTF-8 sort as their letters do."""
        return self._stems.tobytes().split(b"\n") if len(self._stems) else []

    def beginning(self, cut: str) -> Beginning:
        """The words that begin as the one that was cut, or it alone where a segment of before does not know its words."""
        start = cut.encode("utf-8", "surrogatepass")
        first, last = (bisect_left(self.stems, end) for end in (start, start + b"\xff"))
        stems = self.stems[first:last] if self.stems else [start]
        return Beginning(np.array([zlib.crc32(stem) for stem in stems], np.uint32))

    def posting(self, feature: np.uint32) -> Array:
        """The clauses that have a feature, and some that do not; none where the list is too long to be kept."""
        slot = int(feature >> self.shift)
        start, end = int(self.table[slot]), int(self.table[slot + 1])
        return np.asarray((self.high[start:end].astype(np.int64) << 16) | self.low[start:end])

    def shortest(self, features: Array) -> Array | None:
        """The shortest of the lists of these features that are kept; what has all of them stands in it. None if none is."""
        slots = (features >> self.shift).astype(np.int64)
        lengths = self.table[slots + 1].astype(np.int64) - self.table[slots]
        kept = np.flatnonzero(lengths)
        return self.posting(features[kept[np.argmin(lengths[kept])]]) if len(kept) else None

    def any_of(self, *kinds: Array, most: int) -> Array | None:
        """The clauses that have any of some features, each of which is given in several kinds: of these the rarest counts.

        None where one of them has no list, or where all lists together are longer than ``most``.
        """
        begins = np.array([self.table[(features >> self.shift).astype(np.int64)] for features in kinds], np.int64)
        ends = np.array([self.table[(features >> self.shift).astype(np.int64) + 1] for features in kinds], np.int64)
        lengths = ends - begins
        kind = np.where(lengths > 0, lengths, _NO_LIST).argmin(axis=0)
        chosen = np.arange(lengths.shape[1])
        begin, lengths = begins[kind, chosen], lengths[kind, chosen]
        if not lengths.all() or int(lengths.sum()) > most:
            return None
        at = in_rows(begin, lengths)
        return np.unique((self.high.take(at).astype(np.int64) << 16) | self.low.take(at))

    @cached_property
    def days(self) -> Array:
        """The date of each head as a number yyyymmdd; what is unknown of it is 0."""
        return np.array([day(head[1]) for head in self.head_list], np.int64)

    @cached_property
    def newest(self) -> SomeClauses | None:
        """The newest clauses, in which frequent words are looked for first; None where there are few in all."""
        if self.count <= _AT_FIRST:
            return None
        numbers = np.sort(np.argsort(-self.days[self.heads], kind="stable")[:_AT_FIRST])
        starts = self.starts[numbers].astype(np.int64)
        lengths = self.starts[numbers + 1].astype(np.int64) - starts
        tokens = self.tokens.take(in_rows(starts, lengths))
        return SomeClauses(numbers, tokens, from_nought(lengths).astype(self.starts.dtype), self.frequency)

    @property
    def last_ones(self) -> SomeClauses:
        """The clauses that were added last."""
        first = max(0, self.count - _AT_FIRST)
        starts = self.starts[first:]
        return SomeClauses(np.arange(first, self.count), self.tokens[starts[0] :], starts - starts[0], self.frequency)

    @cached_property
    def documents(self) -> dict[str, list[int]]:
        """The heads of each document."""
        heads: dict[str, list[int]] = {}
        for number, head in enumerate(self.head_list):
            heads.setdefault(head[0], []).append(number)
        return heads

    @cached_property
    def series(self) -> dict[str, list[int]]:
        """The heads of each series."""
        heads: dict[str, list[int]] = {}
        for number, head in enumerate(self.head_list):
            heads.setdefault(head[2], []).append(number)
        return heads

    @cached_property
    def symbols(self) -> dict[str, list[int]]:
        """The heads of each document whose id ends as a symbol does: 78/298 of A/RES/78/298."""
        heads: dict[str, list[int]] = {}
        for number, head in enumerate(self.head_list):
            if symbol := _SYMBOL.search(head[0]):
                heads.setdefault(symbol.group(), []).append(number)
        return heads

    @cached_property
    def _by_sketch(self) -> tuple[Array, Array]:
        tokens = self.sketches.ravel()
        order = np.argsort(tokens, kind="stable")
        return order // SKETCH, np.searchsorted(tokens[order], np.arange(65537))

    def sketched(self, tokens: Array, weights: Array) -> Array:
        """For each head the weight of those of the tokens, none of them twice, that set it apart."""
        heads, edges = self._by_sketch
        lists = [heads[edges[token] : edges[token + 1]] for token in tokens.tolist()]
        whole = np.concatenate(lists) if lists else heads[:0]
        return np.bincount(whole, np.repeat(weights, [len(each) for each in lists]), len(self.head_list))

    @cached_property
    def _by_head(self) -> tuple[Array, Array]:
        order = np.argsort(self.heads, kind="stable")
        return order, np.searchsorted(self.heads[order], np.arange(len(self.head_list) + 1))

    def of_head(self, head: int) -> Array:
        """The numbers of a head's clauses, ascending."""
        order, edges = self._by_head
        return np.asarray(order[edges[head] : edges[head + 1]])

    @cached_property
    def languages(self) -> dict[str, Array]:
        """For each language, whatever its script or country, which heads have it."""
        codes = [base(head[3]) for head in self.head_list]
        return {code: np.array([other == code for other in codes], bool) for code in set(codes)}

    @cached_property
    def block(self) -> Callable[[int], list[bytes]]:
        """Ids and texts of a block of clauses; the last ones read are kept in memory."""
        return lru_cache(256)(self._block)

    def _block(self, number: int) -> list[bytes]:
        unpress = isal_zlib.decompressobj(-15, self.dictionary)  # reads what zlib wrote, in half of the time
        return parted(unpress.decompress(self.texts[int(self.blocks[number]) : int(self.blocks[number + 1])].tobytes()))

    def clause(self, number: int, block: list[bytes] | None = None) -> IndexedClause:
        at = 2 * (number % BLOCK)
        id, text = (part.decode("utf-8", "surrogatepass") for part in (block or self.block(number // BLOCK))[at : at + 2])
        document, date, series, language = self.head_list[int(self.heads[number])]
        place = int(self.places[number])
        return IndexedClause(
            id=id,
            text=text,
            document=document,
            date=date,
            series=series,
            kind=self.kind_list[int(self.kinds[number])],
            language=language,
            place=-1.0 if place == UNPLACED else place / (UNPLACED - 1),
        )

    def clauses(self) -> Iterable[tuple[int, IndexedClause]]:
        for number in range(0, self.count, BLOCK):
            block = self._block(number // BLOCK)
            for at in range(len(block) // 2):
                yield number + at, self.clause(number + at, block)

    @property
    def size(self) -> int:
        return self.path.stat().st_size


def day(date: str) -> int:
    """An ISO date, perhaps cut after year or month, as yyyymmdd; 0 where it tells nothing."""
    digits = "".join(character for character in date[:10] if character.isdigit())
    return int(digits.ljust(8, "0")) if len(digits) in (4, 6, 8) else 0
