"""What is noted while a Word file is read: where one is, changes of looks and structure, and what was not understood."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from nemawashi.kit.word import nodes
from nemawashi.kit.word.marks import change
from nemawashi.kit.word.names import FORMAT_CHANGES, KINDS, MC, QUIET, W14, M, W
from nemawashi.kit.word.places import NOWHERE, Place
from nemawashi.kit.word.values import Change, Run, Tracked, Unknown

_NAMED = {W: "w", M: "m", MC: "mc", W14: "w14"}


@dataclass
class Story:
    """The body, a note, a header: what is counted and opened across passages.

    ``fields``: for each field that is open, whether what follows is its instruction, which is not shown.
    """

    name: Place = NOWHERE
    count: int = 0
    bookmarks: list[str] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return self.name.then("paragraph", str(self.count))

    @property
    def near(self) -> Place:
        """The place of what stands between passages."""
        return self.place if self.count else (self.name or Place(("before the first paragraph", "")))

    @property
    def is_instruction(self) -> bool:
        """Whether what follows is the result of a field inside the instruction of another one."""
        return len(self.fields) > 1 and any(self.fields[:-1]) and not self.fields[-1]

    def field_sign(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(True)
        elif self.fields and kind == "separate":
            self.fields[-1] = False
        elif self.fields and kind == "end":
            self.fields.pop()


class Noted:
    """Rows of changes of looks and structure in the order of the file, and a count of what was not understood."""

    def __init__(self) -> None:
        self.rows: list[Tracked] = []
        self._unknown: Counter[str] = Counter()
        self._first: dict[str, Place] = {}
        self._instruction: Tracked | None = None  # the last row, when it is of an instruction that may go on
        self._last: tuple[str, list[Run], int] | None = None  # words of the last row, with the runs that they end

    def format(self, row: Tracked) -> None:
        self._last = None
        self.rows.append(row)

    def formats_of(self, node: etree._Element, words: str, place: Place, under: Sequence[str]) -> None:
        """Formatting changes recorded under these properties of an element."""
        for holder in (child for child in node if nodes.local(child) in under):
            self.formats_in(holder, words, place)

    def formats_in(self, holder: etree._Element, words: str, place: Place) -> None:
        for record in holder.iter():
            kind = FORMAT_CHANGES.get(nodes.local(record))
            if kind and not any(nodes.local(above) in FORMAT_CHANGES for above in record.iterancestors()):
                made = change(record, "")
                what = ", ".join(nodes.differences(record))
                self.format(Tracked(made.author, made.moment, kind, words.strip(), what, place))

    def words_formatted(self, properties: etree._Element, runs: list[Run], before: int, place: Place) -> None:
        """The change of looks of the runs from ``before`` on; one with the change that it touches and that is the same."""
        last, count = self._last, len(self.rows)
        words = "".join(run.words for run in runs[before:])
        self.formats_in(properties, words, place)
        if len(self.rows) != count + 1:
            return
        row = self.rows[-1]
        touches = last is not None and last[1] is runs and last[2] == before
        if last is not None and touches and replace(self.rows[count - 1], words="") == replace(row, words=""):
            words = last[0] + words
            self.rows[count - 1 :] = [replace(row, words=words.strip())]
        self._last = words, runs, len(runs)

    def wordless(self, what: str, changes: Sequence[Change], place: Place, words: str = "") -> None:
        """A field, a picture or an object that was put in, taken out or moved; the pieces of one instruction are one."""
        for made in dict.fromkeys(changes):
            row = Tracked(made.author, made.moment, f"{what} {KINDS[made.kind]}", words.strip(), place=place)
            last = self.rows[-1] if self.rows else None
            if words and self._instruction is last is not None and replace(last, words="") == replace(row, words=""):
                self.rows[-1] = row = replace(row, words=f"{last.words} {row.words}".strip())
            else:
                self.format(row)
            self._instruction = row if words else None

    # What was not understood

    def other(self, node: etree._Element, place: Place) -> None:
        name = nodes.local(node)
        if not name or (name in QUIET and node.tag != f"{W}p"):
            return
        space = f"{{{etree.QName(node).namespace or ''}}}"
        self.miss(f"{_NAMED.get(space, space.strip('{}').rsplit('/', 1)[-1])}:{name}", place)

    def miss(self, name: str, place: Place) -> None:
        self._unknown[name] += 1
        self._first.setdefault(name, place)

    def unknown(self) -> tuple[Unknown, ...]:
        return tuple(Unknown(name, count, self._first[name]) for name, count in sorted(self._unknown.items()))
