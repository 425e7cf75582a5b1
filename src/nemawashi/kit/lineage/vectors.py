"""Vectors of meaning beside an index: they find clauses that say the same in other words.

An encoder turns each wording into a vector of unit length; near vectors mean near meanings. To every segment of the index
belongs one file that, like the segment, never changes: a row for each distinct wording, as whole numbers of eight bits with
a scale, and for each clause of the segment the row of its wording. So the vectors stand for exactly the clauses of an
index's state, and need no state of their own: what has no file yet is not found by meaning, and all else works.

Only wordings that no file knows are encoded; each thousand of them is put aside at once, so that a kill costs little.
Files of segments that are gone are dropped. A text that is looked up is encoded in memory and kept nowhere.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nemawashi.kit.lineage import reading
from nemawashi.kit.lineage.encoders import Encoder, minilm
from nemawashi.kit.lineage.index import Index, locked
from nemawashi.kit.lineage.searching import allowed, standing
from nemawashi.kit.lineage.segment import Segment
from nemawashi.kit.lineage.values import HEADINGS
from nemawashi.kit.lineage.vectorfiles import KnownVectors, VectorFile, pressed, write

if TYPE_CHECKING:
    from nemawashi.kit.lineage.state import State

Array = npt.NDArray[Any]
Tell = Callable[[int, int], None]
FOLDER = "vectors"
NEAREST = 8
_AT_ONCE = 1000
_TEXTS = 64
_SAME_WORDING = 3
_NONE = -1


@dataclass(frozen=True, slots=True)
class Updated:
    """``encoded``: wordings that were new; ``clauses``: those that have a vector now; ``dropped``: files taken away."""

    encoded: int
    clauses: int
    dropped: int


class Vectors:
    """The vectors of an index, in ``folder`` (default: in the index's own). Safe to share between threads."""

    def __init__(self, index: Index, *, encoder: Encoder | None = None, folder: Path | None = None) -> None:
        """Without ``encoder``: the model of the extra ``vectors``. Raises NoEncoderError."""
        self.index = index
        self.encoder: Encoder = encoder or minilm()
        self.folder = folder or index.folder / FOLDER
        self._files: dict[str, VectorFile] = {}

    def update(self, *, tell: Tell | None = None) -> Updated:
        """Encode what the index has and no file knows. ``tell`` is called with how many are done, and of how many."""
        self.index.refresh()
        state = self.index._state
        with locked(self.folder):
            fresh = [segment for segment in state.segments if self._file(segment) is None]
            names = {_name(segment) for segment in state.segments}
            digests = {segment.path.name: _digests(segment, self.encoder.languages) for segment in fresh}
            known = KnownVectors(self._all())
            encoded = self._encode(fresh, digests, known, tell)
            known = KnownVectors(self._all()) if encoded else known
            for segment in fresh:
                self._write_segment(segment, digests[segment.path.name], known)
            dropped = self._sweep(names)
        files = [self._file(segment) for segment in state.segments]
        return Updated(encoded, sum(int((file.rows >= 0).sum()) for file in files if file), dropped)

    def missing(self) -> int:
        """How many clauses of the index, as it is now, stand in segments without vectors."""
        self.index.refresh()
        return sum(segment.count for segment in self.index._state.segments if self._file(segment) is None)

    def near(
        self, text: str, count: int = NEAREST, *, before: str = "", language: str = "", document: str = ""
    ) -> list[str]:
        """The ids of the clauses nearest to a text, nearest first; the other arguments are those of ``Index.find``."""
        state = self.index._state
        nearest = next(self._ranked(state, [text], before=before, language=language, document=document, count=count))
        return [state.clause(number, at).id for _, number, at in nearest][:count]

    def nearest(
        self, state: "State", texts: Sequence[str], *, before: str = "", language: str = "", document: str = ""
    ) -> Iterator[Mapping[int, Array]]:
        """For each text, segment to numbers of the clauses nearest to it."""
        for ranked in self._ranked(state, texts, before=before, language=language, document=document, count=NEAREST):
            by_segment: dict[int, list[int]] = {}
            for _, number, at in ranked:
                by_segment.setdefault(number, []).append(at)
            yield {number: np.array(sorted(numbers), np.int64) for number, numbers in by_segment.items()}

    def _ranked(
        self, state: "State", texts: Sequence[str], *, before: str, language: str, document: str, count: int
    ) -> Iterator[list[tuple[float, int, int]]]:
        """For each text the nearest clauses: likeness, segment, number. Of one wording the newest few."""
        if language and language not in self.encoder.languages:
            yield from ([] for _ in texts)
            return
        stands = []
        for number, segment in enumerate(state.segments):
            file = self._file(segment)
            if file is not None:
                heads = allowed(segment, before=before, language=language, document=document)
                numbers = np.flatnonzero(file.rows >= 0)
                numbers, _ = standing(state, number, numbers, numbers, heads)
                numbers = numbers[np.lexsort((numbers, -segment.days[segment.heads[numbers]], file.rows[numbers]))]
                rows = file.rows[numbers]
                stands.append((number, file, numbers, rows, rows[np.diff(rows, prepend=_NONE) > 0]))
        for start in range(0, len(texts), _TEXTS):
            asked = self._encoded(texts[start : start + _TEXTS])
            by_text: list[list[tuple[float, int, int]]] = [[] for _ in asked]
            for number, file, numbers, rows, distinct in stands:
                for nth, (likeness, best) in enumerate(file.nearest(asked, distinct, count)):
                    for like, row in zip(likeness.tolist(), best.tolist(), strict=True):
                        at = int(np.searchsorted(rows, row))
                        same = numbers[at : min(at + _SAME_WORDING, int(np.searchsorted(rows, row, "right")))]
                        by_text[nth] += [(like, number, int(one)) for one in same]
            for entries in by_text:
                entries.sort(key=lambda entry: -entry[0])
                yield _wordings(entries, count)

    def _encoded(self, texts: Sequence[str]) -> Array:
        return np.asarray(self.encoder.encode([_wording(text) for text in texts]), np.float32)

    def _file(self, segment: Segment) -> VectorFile | None:
        """The vectors of a segment, or None where there are none that can be used."""
        name = _name(segment)
        if name not in self._files:
            file = VectorFile.read(self.folder / name, self.encoder.name)
            if file is None or len(file.rows) != segment.count:
                return None
            self._files[name] = file
        return self._files[name]

    def _all(self) -> list[VectorFile]:
        files = (VectorFile.read(path, self.encoder.name) for path in sorted(self.folder.glob("[vp]-*")))
        return [file for file in files if file is not None]

    def _encode(
        self, fresh: Sequence[Segment], digests: Mapping[str, Array], known: KnownVectors, tell: Tell | None
    ) -> int:
        """Encode the wordings that no file knows, and put each batch of them aside."""
        wanted: list[tuple[Segment, int]] = []
        seen: set[int] = set()
        for segment in fresh:
            of = digests[segment.path.name]
            for at in np.flatnonzero((of != 0) & ~known.has(of)).tolist():
                digest = int(of[at])
                if digest not in seen:
                    seen.add(digest)
                    wanted.append((segment, at))
        for start in range(0, len(wanted), _AT_ONCE):
            batch = wanted[start : start + _AT_ONCE]
            values, scales = pressed(self._encoded([segment.clause(at).text for segment, at in batch]))
            own = np.array([digests[segment.path.name][at] for segment, at in batch], np.uint64)
            write(self.folder, f"p-{secrets.token_hex(8)}", self.encoder.name, own, scales, values, np.zeros(0, np.int32))
            if tell:
                tell(start + len(batch), len(wanted))
        return len(wanted)

    def _write_segment(self, segment: Segment, digests: Array, known: KnownVectors) -> None:
        own = np.unique(digests[digests != 0])
        rows = np.where(digests != 0, np.searchsorted(own, digests), _NONE)
        values, scales = known.vectors(own)
        write(self.folder, _name(segment), self.encoder.name, own, scales, values, rows)

    def _sweep(self, names: set[str]) -> int:
        """Take away vectors of segments that are gone, and what was put aside or left by a kill."""
        dropped = 0
        for path in self.folder.iterdir():
            if path.name.startswith(("v-", "p-", ".v-", ".p-")) and path.name not in names:
                path.unlink(missing_ok=True)
                dropped += path.name.startswith("v-")
        self._files = {name: file for name, file in self._files.items() if name in names}
        return dropped


def _wordings(entries: list[tuple[float, int, int]], count: int) -> list[tuple[float, int, int]]:
    """As many entries as stand for so many likenesses."""
    likenesses = sorted({entry[0] for entry in entries}, reverse=True)[:count]
    return [entry for entry in entries if likenesses and entry[0] >= likenesses[-1]]


def _name(segment: Segment) -> str:
    return f"v-{segment.path.name}"


def _wording(text: str) -> str:
    """What of a clause is encoded: no numbering, brackets and footnote marks, and nothing that is no character."""
    return reading.cleaned(text).encode("utf-8", "replace").decode()


def _digests(segment: Segment, languages: frozenset[str]) -> Array:
    """A number for the wording of each clause; 0 where there is nothing to encode."""
    digests = np.zeros(segment.count, np.uint64)
    for at, clause in segment.clauses():
        text = _wording(clause.text)
        if clause.language in languages and clause.kind not in HEADINGS and any(map(str.isalpha, text)):
            digests[at] = int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) or 1
    return digests
