"""A segment is written: postings and sketches are made part by part, so that a million clauses take less than a gigabyte.

What the parts of the file are is said in ``segment``. Of the clauses nothing stays in the memory but numbers and packed
texts; features, of which there are two a word, are only ever there for a few buckets at once.
"""

import json
import os
import zlib
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nemawashi.kit.lineage import reading
from nemawashi.kit.lineage.segment import (
    APART,
    BLOCK,
    LARGEST,
    PARTS,
    SKETCH,
    TYPES,
    UNPLACED,
    Array,
    Head,
    ceiling,
    from_nought,
    in_rows,
    key,
)
from nemawashi.kit.lineage.values import IndexedClause, UnreadableClauseError

_DICTIONARY = 32_000
_SAMPLED = 20_000
_AGAIN_AND_AGAIN = 4  # times the ceiling: too frequent whatever clauses repeat inside themselves
_ALIGNED = 64
_FEATURES, _WORDS = 1 << 23, 1 << 21  # sorted at once
_TOKENS = 1 << 20  # read at once
_OWNER_BITS = np.uint64(24)


class _Texts:
    """Packs ids and texts; the dictionary is drawn from the first clauses."""

    def __init__(self) -> None:
        self.waiting: list[tuple[str, str]] = []
        self.blocks: list[bytes] = []
        self.dictionary = b""

    def take(self, id: str, text: str) -> None:
        self.waiting.append((id, text))
        if not self.dictionary:
            if len(self.waiting) == _SAMPLED:
                self._learn()
        elif len(self.waiting) == BLOCK:
            self._pack(self.waiting)
            self.waiting = []

    def _learn(self) -> None:
        step = max(1, len(self.waiting) // 150)
        sample = "".join(text for _, text in self.waiting[::step])
        self.dictionary = sample.encode("utf-8", "surrogatepass")[:_DICTIONARY] or b" "
        whole = len(self.waiting) - len(self.waiting) % BLOCK
        for at in range(0, whole, BLOCK):
            self._pack(self.waiting[at : at + BLOCK])
        self.waiting = self.waiting[whole:]

    def _pack(self, block: list[tuple[str, str]]) -> None:
        press = zlib.compressobj(1, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, self.dictionary)
        self.blocks.append(press.compress(_joined(block)) + press.flush())

    def finished(self) -> list[bytes]:
        if not self.dictionary:
            self._learn()
        if self.waiting:
            self._pack(self.waiting)
            self.waiting = []
        return self.blocks


def _joined(block: list[tuple[str, str]]) -> bytes:
    """Ids and texts one after the other, apart by a mark that none of them has; as JSON where one has it."""
    parts = [part for pair in block for part in pair]
    whole = APART.join(parts)
    if whole.count(APART) != len(parts) - 1 or whole.startswith("["):
        whole = json.dumps(parts, ensure_ascii=False)
    return whole.encode("utf-8", "surrogatepass")


class SegmentWriter:
    """Takes clauses in the order of their documents and writes a segment."""

    def __init__(self) -> None:
        self.codes = reading.Codes()
        self.read = reading.reader(self.codes)
        self.tokens = array("I")
        self.lengths = array("I")
        self.head_numbers: dict[Head, int] = {}
        self.kind_numbers: dict[str, int] = {}
        self.heads = array("I")
        self.kinds = array("B")
        self.places = array("H")
        self.keys = array("I")
        self.texts = _Texts()

    def __len__(self) -> int:
        return len(self.lengths)

    def take(self, clause: IndexedClause) -> None:
        """Raises UnreadableClauseError for a clause without an id or with more words than a clause can have."""
        if not clause.id:
            raise UnreadableClauseError("a clause has no id")
        if len(self.lengths) >= LARGEST:
            raise UnreadableClauseError(f"{clause.id}: a segment holds {LARGEST} clauses at most")
        codes = self.read(clause.text)
        self.tokens.fromlist(codes)
        self.lengths.append(len(codes))
        head = (clause.document, clause.date, clause.series, clause.language)
        self.heads.append(self.head_numbers.setdefault(head, len(self.head_numbers)))
        self.kinds.append(min(255, self.kind_numbers.setdefault(clause.kind, len(self.kind_numbers))))
        place = UNPLACED if not 0 <= clause.place <= 1 else round(clause.place * (UNPLACED - 1))
        self.places.append(place)
        self.keys.append(key(clause.id))
        self.texts.take(clause.id, clause.text)

    def write(self, path: Path) -> None:
        """Write the segment and have it on the disk. Afterwards the writer is empty of words."""
        tokens, lengths, heads = (np.frombuffer(each, np.uint32) for each in (self.tokens, self.lengths, self.heads))
        if len(tokens) >= 1 << 32:
            raise UnreadableClauseError("a segment holds 4,294,967,295 words at most")
        table, low, high = _lists(tokens, lengths)
        short = tokens.astype(np.uint16)
        del tokens
        self.tokens = array("I")
        blocks = self.texts.finished()
        stems = "\n".join(sorted({word[: reading.STEM] for word in self.codes})).encode("utf-8", "surrogatepass")
        parts: dict[str, Sequence[Array | bytes]] = {
            "tokens": [short],
            "starts": [from_nought(lengths)],
            "table": [table],
            "low": low,
            "high": high,
            "heads": [heads],
            "kinds": [np.frombuffer(self.kinds, np.uint8)],
            "places": [np.frombuffer(self.places, np.uint16)],
            "keys": [np.frombuffer(self.keys, np.uint32)],
            "blocks": [from_nought(np.array([len(block) for block in blocks], np.int64))],
            "sketches": [_sketches(short, lengths, heads, len(self.head_numbers)).ravel()],
            "texts": blocks,
            "words": [self.texts.dictionary],
            "stems": [stems],
        }
        _write(path, parts, len(lengths), list(self.head_numbers), list(self.kind_numbers))


def _write(
    path: Path, parts: dict[str, Sequence[Array | bytes]], clauses: int, heads: list[Head], kinds: list[str]
) -> None:
    """A part may come in pieces, which are written one after the other."""
    at, places = 0, {}
    for name in PARTS:
        size = sum(map(len, parts[name]))
        places[name] = [at, size]
        at += _whole(size * np.dtype(TYPES[name]).itemsize)
    head = json.dumps({"clauses": clauses, "heads": heads, "kinds": kinds, "parts": places}, ensure_ascii=True).encode()
    head += b" " * (_whole(len(head) + 8) - len(head) - 8)
    with path.open("wb") as file:
        file.write(len(head).to_bytes(8, "little") + head)
        for name in PARTS:
            for piece in parts[name]:
                file.write(piece if isinstance(piece, bytes) else np.ascontiguousarray(piece, TYPES[name]).data)
            written = places[name][1] * np.dtype(TYPES[name]).itemsize
            file.write(b"\0" * (_whole(written) - written))
        file.flush()
        os.fsync(file.fileno())


def _whole(size: int) -> int:
    return size + -size % _ALIGNED


def sync(folder: Path) -> None:
    """Have the names in a folder on the disk, so that they outlive a cut of the power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lists(tokens: reading.Hashes, lengths: Array) -> tuple[Array, list[Array], list[Array]]:
    """Where the lists of the buckets begin, and the lists one after the other: low and high halves , in pieces."""
    features = 2 * len(tokens) - int(np.count_nonzero(lengths))
    bits = max(8, min(26, int(np.log2(max(1, features) / 12))))
    parts = min(8, max(0, int(np.ceil(np.log2(max(1, features) / _FEATURES)))))
    counts, low, high = [], [], []
    for part in range(1 << parts):
        packed = _packed(tokens, lengths, bits, parts, part)
        buckets, packed = _kept(packed, (1 << bits) >> parts, len(lengths))
        counts.append(buckets)
        low.append(packed.astype(np.uint16))
        high.append((packed >> np.uint64(16)).astype(np.uint8))
    return from_nought(np.concatenate(counts)), low, high


def _packed(tokens: reading.Hashes, lengths: Array, bits: int, parts: int, part: int) -> npt.NDArray[np.uint64]:
    """The features of one part of the buckets, the number of the bucket within the part above that of the clause."""
    pieces = []
    inside = np.uint32(bits - parts)
    for first, start, to, end in _stretches(lengths):
        owners = np.repeat(np.arange(first, to, dtype=np.uint64), lengths[first:to])
        words = tokens[start:end]
        for codes, whose in ((words, owners), (*_neighbours(words, owners),)):
            buckets = reading.mixed(codes)
            buckets >>= np.uint32(32 - bits)
            here = buckets >> inside == part
            packed = (buckets[here] & np.uint32((1 << int(inside)) - 1)).astype(np.uint64)
            packed <<= _OWNER_BITS
            packed |= whose[here]
            pieces.append(packed)
    return np.concatenate(pieces) if pieces else np.zeros(0, np.uint64)


def _neighbours(words: reading.Hashes, owners: Array) -> tuple[reading.Hashes, Array]:
    """The pairs of neighbours in one clause, and whose they are."""
    same = owners[:-1] == owners[1:]
    return (reading.pairs(words)[same], owners[:-1][same]) if len(words) else (words, owners)


def _stretches(lengths: Array) -> Iterator[tuple[int, int, int, int]]:
    """Clauses from and to, where their words begin and end: about so many as are read at once."""
    starts = from_nought(lengths)
    first = 0
    while first < len(lengths):
        to = max(first + 1, int(np.searchsorted(starts, starts[first] + _TOKENS, "right")) - 1)
        yield first, int(starts[first]), to, int(starts[to])
        first = to


def _kept(packed: npt.NDArray[np.uint64], buckets: int, clauses: int) -> tuple[Array, npt.NDArray[np.uint64]]:
    """How long the lists of the buckets are, and the clauses in them, each once; the lists of frequent words are empty."""
    of = (packed >> _OWNER_BITS).astype(np.int64)
    packed = packed[np.bincount(of, minlength=buckets)[of] <= _AGAIN_AND_AGAIN * ceiling(clauses)]
    packed.sort()
    new = np.ones(len(packed), bool)
    new[1:] = packed[1:] != packed[:-1]
    packed = packed[new]
    of = (packed >> _OWNER_BITS).astype(np.int64)
    counts = np.bincount(of, minlength=buckets)
    long_ones = counts > ceiling(clauses)
    if long_ones.any():
        packed = packed[~long_ones[of]]
        counts[long_ones] = 0
    return counts, packed & np.uint64((1 << int(_OWNER_BITS)) - 1)


def _sketches(short: Array, lengths: Array, heads: Array, count: int) -> Array:
    """For each head the tokens with the greatest weight: how often there, how rare among documents. 0 pads."""
    spread = np.zeros(65536, np.int64)
    for _, word, _ in _words_of_heads(short, lengths, heads):
        spread += np.bincount(word, minlength=65536)
    sketches = np.zeros((count, SKETCH), np.uint16)
    for head, word, times in _words_of_heads(short, lengths, heads):
        weight = (1 + np.log(times)) * np.log((count + 1) / (spread[word] + 0.5))
        order = np.lexsort((word, -weight, head))
        head, word = head[order], word[order]
        nth = np.arange(len(head)) - np.searchsorted(head, head)
        keep = nth < SKETCH
        sketches[head[keep], nth[keep]] = word[keep]
    return sketches


def _words_of_heads(short: Array, lengths: Array, heads: Array) -> Iterator[tuple[Array, Array, Array]]:
    """Which words stand in which heads and how often, for the heads of about so many words as are sorted at once."""
    order = np.argsort(heads, kind="stable")
    starts = from_nought(lengths)[:-1]
    firsts = np.flatnonzero(np.diff(heads[order], prepend=-1))  # where in the order each head begins
    ends = [*firsts[1:].tolist(), len(order)]
    first = size = 0
    sizes = np.add.reduceat(lengths[order].astype(np.int64), firsts).tolist() if len(order) else []
    for end, words in zip(ends if sizes else [], sizes, strict=True):
        size += words
        if size < _WORDS and end < len(order):
            continue
        numbers = order[first:end]
        tokens = short.take(in_rows(starts[numbers], lengths[numbers].astype(np.int64)))
        packed = np.repeat(heads[numbers].astype(np.uint64), lengths[numbers]) << np.uint64(16)
        packed |= tokens
        packed.sort()
        edges = np.flatnonzero(np.concatenate([[True], packed[1:] != packed[:-1], [True]]) if len(packed) else [True])
        unique = packed[edges[:-1]]
        yield (unique >> np.uint64(16)).astype(np.int64), (unique & np.uint64(0xFFFF)).astype(np.int64), np.diff(edges)
        first, size = end, 0
