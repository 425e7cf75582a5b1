"""Words out of texts, fast: NumPy over batches of documents, with the id, place, length and gap of every word.

A word is packed into 64 bits (eight signs of Latin 1, or four others, and a mixture of such packs where it is longer) and
looked up in a table of slots; only what the table does not know is read as a string. Two of a million different words share
64 bits with a chance of one in thirty million.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nemawashi.kit.counting import signs
from nemawashi.kit.counting.gaps import TokenGap

Ints = npt.NDArray[np.int32]
BATCH = 500_000  # signs: what is looked at again and again fits into the cache of a processor
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MIX2 = np.uint64(0xC2B2AE3D27D4EB4F)
_MASKS = {
    wide: np.array([(1 << (8 * wide * n)) - 1 for n in range(8 // wide + 1)], np.uint64) for wide in (1, 2)
}  # by the bytes of a sign: what of 64 bits belongs to a word of n signs


@dataclass
class Cut:
    """The words of one batch: ids, places in their document, lengths, gaps before, and where documents begin."""

    ids: Ints
    places: npt.NDArray[np.uint32]
    lengths: npt.NDArray[np.uint16]
    gaps: npt.NDArray[np.uint8]
    begins: npt.NDArray[np.int64]


class Slots:
    """From packs of 64 bits to numbers, for arrays at once."""

    def __init__(self) -> None:
        self._make(16)
        self.used = 0

    def _make(self, bits: int) -> None:
        self.shift = np.uint64(64 - bits)
        self.mask = np.int64((1 << bits) - 1)
        self.packs = np.zeros(1 << bits, np.uint64)
        self.numbers = np.full(1 << bits, -1, np.int32)

    def _slots(self, packs: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
        return ((packs * _MIX) >> self.shift).astype(np.int64)

    def numbers_of(self, packs: npt.NDArray[np.uint64]) -> Ints:
        """-1 for what is not known."""
        slots = self._slots(packs)
        numbers = self.numbers[slots]
        numbers[self.packs[slots] != packs] = -2
        missed = np.flatnonzero(numbers < 0)
        slots, wanted = slots[missed], packs[missed]
        while len(missed):
            there = self.numbers[slots]
            same = (self.packs[slots] == wanted) & (there >= 0)
            numbers[missed[same]] = there[same]
            numbers[missed[there < 0]] = -1
            on = ~same & (there >= 0)
            missed, wanted, slots = missed[on], wanted[on], (slots[on] + 1) & self.mask
        return numbers

    def put(self, packs: npt.NDArray[np.uint64], numbers: Ints) -> None:
        """Packs that are different and not there yet."""
        self.used += len(packs)
        if self.used * 4 > len(self.packs):
            kept = self.numbers >= 0
            old, known = self.packs[kept], self.numbers[kept]
            self._make(max(18, int(self.used * 8).bit_length()))
            self._insert(old, known)
        self._insert(packs, numbers)

    def _insert(self, packs: npt.NDArray[np.uint64], numbers: Ints) -> None:
        slots = self._slots(packs)
        while len(packs):
            free = self.numbers[slots] < 0
            self.packs[slots[free]] = packs[free]
            self.numbers[slots[free]] = numbers[free]
            on = ~((self.packs[slots] == packs) & (self.numbers[slots] == numbers))
            packs, numbers, slots = packs[on], numbers[on], (slots[on] + 1) & self.mask


class Cutter:
    """Cuts documents and numbers their words from 0 in the order in which they are met."""

    def __init__(self) -> None:
        self.types: list[str] = []
        self.numbers: dict[str, int] = {}
        self.slots = {1: Slots(), 2: Slots()}
        self.beyond = signs.Beyond()

    def cut(self, texts: Iterable[str]) -> Iterator[Cut]:
        """The words of documents, a batch after the other."""
        for batch in _batches(texts):
            yield self._cut(batch)

    def _cut(self, texts: Sequence[str]) -> Cut:
        whole = "".join(f"{signs.DOCUMENT_END}{text}" for text in texts) + signs.DOCUMENT_END
        begins = np.cumsum([0, *(len(text) + 1 for text in texts)], dtype=np.int64)[:-1] + 1
        plane = self._plane(whole)
        forms_of, classes_of, weights_of, alone_of = signs.tables()
        forms = forms_of[plane]
        is_wide = len(forms) > 0 and int(forms.max()) > 255
        starts, ends = _edges(forms, classes_of[plane] if is_wide else None)
        packed = _packs(forms if is_wide else forms.astype(np.uint8), starts, ends)
        ids = self._ids(packed, forms, starts, ends, wide=2 if is_wide else 1)
        gaps = _gaps(plane, forms, starts, ends, weights_of, alone_of)
        first = np.searchsorted(starts, begins)
        counts = np.diff(np.append(first, len(starts)))
        places = starts - np.repeat(begins, counts)
        lengths = np.minimum(ends - starts, 65535).astype(np.uint16)
        return Cut(ids, places.astype(np.uint32), lengths, gaps, first.astype(np.int64))

    def _plane(self, whole: str) -> npt.NDArray[np.uint16]:
        written = whole.encode("utf-16-le", "replace")
        if len(written) == 2 * len(whole):
            return np.frombuffer(written, "<u2")
        return self.beyond.within(np.frombuffer(whole.encode("utf-32-le", "replace"), "<u4"))

    def _ids(
        self,
        packs: npt.NDArray[np.uint64],
        forms: npt.NDArray[np.uint16],
        starts: npt.NDArray[np.int64],
        ends: npt.NDArray[np.int64],
        *,
        wide: int,
    ) -> Ints:
        slots = self.slots[wide]
        ids = slots.numbers_of(packs)
        missed = np.flatnonzero(ids < 0)
        if len(missed):
            new, first = np.unique(packs[missed], return_index=True)
            order = np.argsort(first, kind="stable")
            new, at = new[order], missed[first[order]]
            numbers = np.fromiter(
                (
                    self._number(forms[start:end].tobytes().decode("utf-16-le", "replace"))
                    for start, end in zip(starts[at].tolist(), ends[at].tolist(), strict=True)
                ),
                np.int32,
                len(at),
            )
            slots.put(new, numbers)
            ids[missed] = slots.numbers_of(packs[missed])
        return ids

    def _number(self, form: str) -> int:
        form = self.beyond.written(form)
        number = self.numbers.setdefault(form, len(self.types))
        if number == len(self.types):
            self.types.append(form)
        return number


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text) + 1
        if size > BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _edges(
    forms: npt.NDArray[np.uint16], classes: npt.NDArray[np.uint8] | None
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Where words begin and end. The first and the last sign of ``forms`` are no word."""
    if classes is None:
        words = forms != 0
        edges = np.flatnonzero(words[1:] != words[:-1]) + 1
        return edges[::2], edges[1::2]
    before, after = classes[:-1], classes[1:]
    changes = (before != after) | (after == signs.KANJI) | (after == signs.HIRAGANA)
    starts = np.flatnonzero(changes & (after != 0)) + 1
    ends = np.flatnonzero(changes & (before != 0)) + 1
    return starts, ends


def _packs(
    forms: npt.NDArray[np.uint8] | npt.NDArray[np.uint16], starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]
) -> npt.NDArray[np.uint64]:
    wide = forms.itemsize
    step = 8 // wide
    masks = _MASKS[wide]
    padded = np.concatenate([forms, np.zeros(step, forms.dtype)])
    eights: npt.NDArray[np.uint64] = np.ndarray((len(forms) + 1,), "<u8", padded, strides=(wide,))
    lengths = ends - starts
    packs = eights[starts] & masks[np.minimum(lengths, step)]
    longer = np.flatnonzero(lengths > step)
    done = step
    while len(longer):
        rest = lengths[longer] - done
        more = eights[starts[longer] + done] & masks[np.minimum(rest, step)]
        mixed = packs[longer] * _MIX2
        packs[longer] = (mixed ^ (mixed >> np.uint64(29))) + more * _MIX
        longer = longer[rest > step]
        done += step
    return np.asarray(packs, np.uint64)


def _gaps(
    plane: npt.NDArray[np.uint16],
    forms: npt.NDArray[np.uint16],
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    weights_of: npt.NDArray[np.uint8],
    alone_of: npt.NDArray[np.uint8],
) -> npt.NDArray[np.uint8]:
    """What stands before each word."""
    gaps = np.full(len(starts), TokenGap.DOCUMENT, np.uint8)
    if len(starts) < 2:
        return gaps
    before, after = ends[:-1], starts[1:]
    between = after - before
    inner = alone_of[plane[before]]
    several = np.flatnonzero(between > 1)
    if len(several):
        bounds = np.empty(2 * len(several), np.int64)
        bounds[::2], bounds[1::2] = before[several], after[several]
        inner[several] = np.maximum.reduceat(weights_of[plane], bounds)[::2]
    beside = np.flatnonzero(between == 0)
    if len(beside):
        classes = signs.tables()[1]
        at = before[beside]
        same = classes[plane[at]] == classes[plane[at - 1]]
        inner[beside] = np.where(same, TokenGap.INSIDE, TokenGap.BLANK)
    for mark, other in ((signs.POINT, TokenGap.SENTENCE), (signs.COMMA, TokenGap.PUNCTUATION)):
        at = np.flatnonzero(inner == mark)
        if len(at):
            left, right = signs.digits()[forms[before[at] - 1]], signs.digits()[forms[after[at]]]
            within = (left & right) | (mark == signs.POINT) & ~left & ~right
            inner[at] = np.where(within, TokenGap.INSIDE, other)
    gaps[1:] = inner
    return gaps
