"""Tokens of a collection as arrays: an id, a place, a length and a gap for each, and where each document begins.

They are written once for each state of a collection and analyser and never changed; another analyser makes others.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nemawashi.kit.counting import signs
from nemawashi.kit.counting.cutting import Cut, Cutter, Ints
from nemawashi.kit.counting.gaps import TokenGap
from nemawashi.kit.folders import replaced

Places = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_AT_ONCE = 1_000_000
_PARTS = ("ids", "places", "lengths", "gaps", "begins")


@dataclass(frozen=True)
class Matrix:
    """How often each type stands in each document, by rows: the columns and values of document ``d`` lie between
    ``starts[d]`` and ``starts[d + 1]``."""

    starts: Places
    columns: Ints
    values: Ints
    width: int

    @cached_property
    def range(self) -> Counts:
        """In how many documents each type stands."""
        return np.bincount(self.columns, minlength=self.width)

    @cached_property
    def rows(self) -> Ints:
        """The document of each value."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))

    def column(self, type_id: int) -> tuple[Ints, Ints]:
        """The documents that have a type, and how often each has it."""
        at = np.flatnonzero(self.columns == type_id)
        return self.rows[at], self.values[at]


@dataclass(frozen=True)
class Tokens:
    """All tokens of some documents in their order. ``begins``: the number of the first token of each document."""

    types: Sequence[str]
    ids: Ints
    places: npt.NDArray[np.uint32]
    lengths: npt.NDArray[np.uint16]
    gaps: npt.NDArray[np.uint8]
    begins: Places
    dropped: Places | None = None  # of words that were joined: the parts that do not begin one

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The id of each type."""
        return {form: number for number, form in enumerate(self.types)}

    @cached_property
    def counts(self) -> Counts:
        """How often each type occurs."""
        counts = np.zeros(len(self.types), np.int64)
        for start in range(0, len(self.ids), _AT_ONCE):  # what is counted into stays in the cache, and no copy is made
            counts += np.bincount(self.ids[start : start + _AT_ONCE], minlength=len(self.types))
        return counts

    def counts_in(self, documents: Places | Sequence[int]) -> Counts:
        """How often each type occurs in some documents."""
        matrix, wanted = self.matrix, np.zeros(len(self.begins), bool)
        wanted[np.asarray(documents, np.int64)] = True
        at = wanted[matrix.rows]
        return np.bincount(matrix.columns[at], matrix.values[at], minlength=len(self.types)).astype(np.int64)

    @cached_property
    def sizes(self) -> Counts:
        """The number of tokens of each document."""
        return np.diff(np.append(self.begins, len(self.ids)))

    @cached_property
    def alphabet(self) -> tuple[list[str], list[int]]:
        """The types sorted, and their ids in that order."""
        order = sorted(range(len(self.types)), key=self.types.__getitem__)
        return [self.types[number] for number in order], order

    def documents(self, at: Places) -> Places:
        """The documents in which tokens stand."""
        return np.searchsorted(self.begins, at, "right") - 1

    def words_of(self, parts: Places) -> Places:
        """The numbers of the words to which parts belong."""
        return parts if self.dropped is None else parts - np.searchsorted(self.dropped, parts, "right")

    @cached_property
    def matrix(self) -> Matrix:
        """Documents by types."""
        width = max(1, len(self.types))
        at_once = max(1, (1 << 32) // width - 1)
        columns, values, sizes = [], [], np.zeros(len(self.begins), np.int64)
        ends = np.append(self.begins, len(self.ids))
        first = 0
        while first < len(self.begins):
            last = int(np.searchsorted(ends, ends[first] + 2_000_000, "left"))
            last = min(len(self.begins), max(first + 1, min(last, first + at_once)))
            ids = self.ids[ends[first] : ends[last]].astype(np.uint32)
            rows = np.repeat(np.arange(last - first, dtype=np.uint32), self.sizes[first:last])
            keys = np.sort(rows * np.uint32(width) + ids)
            edges = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, np.int64)
            distinct = keys[edges]
            columns.append((distinct % np.uint32(width)).astype(np.int32))
            values.append(np.diff(np.append(edges, len(keys))).astype(np.int32))
            sizes[first:last] = np.bincount((distinct // np.uint32(width)).astype(np.int64), minlength=last - first)
            first = last
        starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        empty = np.zeros(0, np.int32)
        return Matrix(starts, np.concatenate([empty, *columns]), np.concatenate([empty, *values]), len(self.types))

    def save(self, folder: Path) -> None:
        """Write the arrays, as a whole or not at all."""
        with replaced(folder) as new:
            for name in _PARTS:
                np.save(new / f"{name}.npy", getattr(self, name))
            (new / "types.json").write_text(json.dumps(list(self.types), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Tokens | None":
        """What ``save`` wrote; None where nothing lies there that can be read."""
        try:
            arrays: dict[str, Any] = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _PARTS}
            types = json.loads((folder / "types.json").read_bytes())
        except (OSError, ValueError):
            return None
        return cls(types, **{name: np.asarray(array) for name, array in arrays.items()})


class _Grown:
    """Arrays that grow while batches come in, so that no batch is kept beside its copy."""

    def __init__(self, expected: int) -> None:
        self.room, self.size = max(1024, expected), 0
        self.begins: list[Places] = []
        self.arrays: list[Any] = [np.empty(self.room, kind) for kind in (np.int32, np.uint32, np.uint16, np.uint8)]

    def take(self, cut: Cut) -> None:
        end = self.size + len(cut.ids)
        if end > self.room:
            self.room = end + end // 2
            for at, array in enumerate(self.arrays):
                self.arrays[at] = np.empty(self.room, array.dtype)
                self.arrays[at][: self.size] = array[: self.size]
        for array, part in zip(self.arrays, (cut.ids, cut.places, cut.lengths, cut.gaps), strict=True):
            array[self.size : end] = part
        self.begins.append(cut.begins + self.size)
        self.size = end


def tokens(texts: Iterable[str], *, signs: int = 0) -> Tokens:
    """The tokens of texts, each a document: the smallest parts, of which words are made by ``joined``.

    ``signs``: how many signs there are about, so that room is made for their words at once.
    """
    cutter, grown = Cutter(), _Grown(signs // 5)
    for cut in cutter.cut(texts):
        grown.take(cut)
    ids, places, lengths, gaps = (array[: grown.size] for array in grown.arrays)
    begins = np.concatenate([np.zeros(0, np.int64), *grown.begins])
    return Tokens(cutter.types, ids, places, lengths, gaps, begins)


def joined(
    parts: Tokens, texts: Sequence[str], *, hyphens: bool, apostrophes: bool, known: Mapping[int, Places] | None = None
) -> Tokens:
    """Words made of parts: a number with its commas, a run of kanji, and with hyphens or apostrophes in them if asked.

    ``known``: of documents that a dictionary has cut, the places where their words begin.
    """
    is_within = np.zeros(8, bool)
    is_within[[TokenGap.INSIDE, TokenGap.HYPHEN, TokenGap.APOSTROPHE]] = True, hyphens, apostrophes
    inside = is_within[parts.gaps]
    ends = np.append(parts.begins, len(parts))
    for document, places in (known or {}).items():
        here = slice(ends[document], ends[document + 1])
        inside[here] = ~np.isin(parts.places[here], places) & (parts.gaps[here] <= TokenGap.BLANK)
    dropped = np.flatnonzero(inside)
    if not len(dropped):
        return parts
    heads = dropped[np.concatenate([[True], dropped[1:] != dropped[:-1] + 1])] - 1
    begins_at = np.searchsorted(dropped, heads)
    sizes = np.diff(np.append(begins_at, len(dropped))) + 1
    last = heads + sizes - 1
    spans = parts.places[last].astype(np.int64) + parts.lengths[last] - parts.places[heads]
    _, first, inverse = np.unique(_packed(parts, heads, sizes), return_index=True, return_inverse=True)
    types, numbers = list(parts.types), dict(parts.numbers)
    new = np.empty(len(first), np.int32)
    documents = parts.documents(heads[first]).tolist()
    starts, ends = parts.places[heads[first]].tolist(), spans[first].tolist()
    for n, (document, start, length) in enumerate(zip(documents, starts, ends, strict=True)):
        form = spelled(texts[document][start : start + length])
        number = new[n] = numbers.setdefault(form, len(types))
        if number == len(types):
            types.append(form)
    kept = ~inside
    ids, lengths = parts.ids[kept], parts.lengths[kept]
    at = heads - begins_at
    ids[at], lengths[at] = new[inverse], np.minimum(spans, 65535)
    begins = parts.begins - np.searchsorted(dropped, parts.begins)
    return Tokens(types, ids, parts.places[kept], lengths, parts.gaps[kept], begins, dropped)


def _packed(parts: Tokens, heads: Places, sizes: Places) -> npt.NDArray[np.uint64]:
    """One number for each row of parts with the gaps between them."""
    mix = np.uint64(0x9E3779B97F4A7C15)
    packs = parts.ids[heads].astype(np.uint64) + np.uint64(1)
    left = np.arange(len(heads))
    for step in range(1, int(sizes.max(initial=1))):
        left = left[sizes[left] > step]
        at = heads[left] + step
        more = parts.ids[at].astype(np.uint64) * np.uint64(8) + parts.gaps[at] + np.uint64(1)
        mixed = packs[left] * mix
        packs[left] = (mixed ^ (mixed >> np.uint64(31))) + more
    return packs


_HYPHENS, _APOSTROPHES = re.compile("[‐‑－]"), re.compile("[’ʻ`´‘＇]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")


def spelled(word: str) -> str:
    """A word as it is counted: folded, with one form of hyphen and of apostrophe."""
    word = "".join(map(signs.folded, word))
    if word.isascii():
        return word
    return _INVISIBLE.sub("", _APOSTROPHES.sub("'", _HYPHENS.sub("-", word)))


def renamed(words: Tokens, name_of: Callable[[str], str]) -> Tokens:
    """The same tokens under other types: stems or lemmas instead of forms."""
    types: list[str] = []
    numbers: dict[str, int] = {}
    new = np.empty(len(words.types), np.int32)
    for number, form in enumerate(words.types):
        name = name_of(form)
        new[number] = numbers.setdefault(name, len(types))
        if new[number] == len(types):
            types.append(name)
    ids = new[words.ids] if len(new) else words.ids
    return Tokens(types, ids, words.places, words.lengths, words.gaps, words.begins, words.dropped)
