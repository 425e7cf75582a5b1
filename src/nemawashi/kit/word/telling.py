"""The tracked changes of a file as a list: what belongs together told once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nemawashi.kit.word.names import KINDS
from nemawashi.kit.word.places import Place
from nemawashi.kit.word.values import Change, Passage, Tracked

MARK = "¶"


@dataclass
class _Growing:
    change: Change
    place: Place
    words: str = ""
    is_words: bool = False
    note: str = ""

    def tracked(self) -> Tracked:
        kind = KINDS[self.change.kind]
        words = self.words.strip("\n") if self.is_words else "" if self.note else MARK
        if not self.is_words:
            kind = f"{self.note or 'mark'} {kind}"
        return Tracked(self.change.author, self.change.moment, kind, words, place=self.place)


def all_tracked(stories: Iterable[Sequence[Passage]], formats: Iterable[Tracked]) -> list[Tracked]:
    """Changes of words in the order of the file, then those of looks and structure."""
    tracked: list[Tracked] = []
    for passages in stories:
        tracked.extend(words_changed(passages))
    seen: set[Tracked] = set()
    for row in formats:
        if row not in seen:
            seen.add(row)
            tracked.append(row)
    return tracked


def words_changed(passages: Sequence[Passage]) -> list[Tracked]:
    """Insertions, deletions and moves. Neighbours of one kind, author and moment are one, across a mark of theirs, too."""
    grown: list[_Growing] = []
    growing: dict[Change, _Growing] = {}

    def piece(changes: Sequence[Change], words: str, place: Place, *, note: str = "") -> None:
        for gone in [change for change in growing if change not in changes]:
            del growing[gone]
        for change in dict.fromkeys(changes):
            if change not in growing:
                growing[change] = _Growing(change, place)
                grown.append(growing[change])
            growing[change].words += words
            growing[change].is_words = growing[change].is_words or words not in ("", "\n")
            growing[change].note = growing[change].note or note

    boxes: list[Passage] = []
    for passage in passages:
        around = tuple(change for change in passage.around if not change.name)  # rows and cells are told by themselves
        for run in passage.runs:
            if run.words or run.note:
                piece((*around, *run.changes), run.words, passage.place, note=run.note.split(" ")[0])
        piece((*around, *passage.mark_changes), "\n", passage.place)
        boxes.extend(passage.boxes)
    rows = [one.tracked() for one in grown]
    return rows + (words_changed(boxes) if boxes else [])
