"""Word files read: passages of runs with the changes stacked on them, comments, notes, and what was not understood.

Every element is read, known to hold no words, or counted among what was not understood; nothing is passed over in silence.
"""

from collections import Counter
from dataclasses import dataclass, field, replace

from lxml import etree

from nemawashi.kit.corpora.readers.numbering import Counting
from nemawashi.kit.word import discussing, packages, telling
from nemawashi.kit.word.marks import change
from nemawashi.kit.word.names import FORMAT_CHANGES, MC, OPEN, QUIET, SIGNS, TRACKED, W14, M, W
from nemawashi.kit.word.values import Change, Passage, Run, Tracked, Unknown, WordFile

_NAMED = {W: "w", M: "m", MC: "mc", W14: "w14"}
_FRAMES = frozenset({"drawing", "pict", "object", "AlternateContent"})
_SYMBOLS = {
    "F0B7": "•",
    "F0A7": "▪",
    "F0D8": "➢",
    "F0FC": "✓",
    "F02D": "−",
    "F0B0": "°",
    "F0B1": "±",
    "F0A3": "≤",
    "F0B3": "≥",
}
_ROWS = {"ins": "ins", "del": "del", "cellIns": "ins", "cellDel": "del"}


def read(content: bytes) -> WordFile:
    """The file with all its changes. Raises ``WordError`` where it is refused."""
    package = packages.opened(content)
    return _Reader(package).file()


@dataclass
class _Line:
    """A passage while it is read."""

    runs: list[Run] = field(default_factory=list)
    boxes: list[Passage] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)


@dataclass
class _Story:
    """The body, a note, a header: what is counted and opened across passages."""

    name: str
    count: int = 0
    bookmarks: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"{self.name}, paragraph {self.count}" if self.name else f"paragraph {self.count}"


class _Reader:
    def __init__(self, package: packages.Package) -> None:
        self._package = package
        self._unknown: Counter[str] = Counter()
        self._first: dict[str, str] = {}
        self._formats: list[tuple[int, Tracked]] = []
        self._open: dict[str, None] = {}  # comments whose range is open, in order
        self._talk = discussing.Talk(package)
        self._moves: dict[str, str] = {}
        self._counting = Counting(self._related("numbering"), self._related("styles"))

    def _related(self, kind: str) -> etree._Element | None:
        found = self._package.related(kind)
        return self._package.part(found[0][1]) if found else None

    def file(self) -> WordFile:
        root = self._package.part(self._package.main)
        body = None if root is None else root.find(f"{W}body")
        if root is None or body is None:
            raise packages.WordError(packages.Fault.NOT_WORD, "the Word file has no text")
        passages = self._blocks(body, (), _Story(""))
        notes = {}
        for kind in ("footnote", "endnote"):
            part = self._related(f"{kind}s")
            for node in [] if part is None else part.iterfind(f"{W}{kind}"):
                if node.get(f"{W}type") in (None, "normal"):
                    key = f"{kind} {node.get(f'{W}id')}"
                    notes[key] = tuple(self._blocks(node, (), _Story(key)))
        outside: dict[str, tuple[Passage, ...]] = {}
        for kind in ("header", "footer"):
            for number, (_, name) in enumerate(self._package.related(kind), start=1):
                part = self._package.part(name)
                if part is not None:
                    outside[f"{kind} {number}"] = tuple(self._blocks(part, (), _Story(f"{kind} {number}")))
        for template in self._package.templates:
            self._miss("template on a drive", f"not opened: {template}")
        body_passages = self._talk.placed(passages)
        return WordFile(
            tuple(body_passages),
            notes,
            outside,
            tuple(telling.told(body_passages, notes, outside, [row for _, row in self._formats])),
            self._talk.comments(),
            self._package.links,
            tuple(Unknown(name, count, self._first[name]) for name, count in sorted(self._unknown.items())),
            self._title(),
        )

    def _title(self) -> str:
        found = self._package.related("core-properties", of="") or [
            (row.key, row.target) for row in self._package.relations.get("", ()) if row.kind == "core-properties"
        ]
        core = self._package.part(found[0][1]) if found else None
        return "".join((node.text or "") for node in ([] if core is None else core) if _local(node) == "title").strip()

    # Blocks

    def _blocks(self, parent: etree._Element, around: tuple[Change, ...], story: _Story) -> list[Passage]:
        """The passages under a body, cell, box or note. The last one, and one before a table, join with nothing."""
        found: list[Passage] = []
        self._children(parent, around, (), story, found)
        if found:
            found[-1] = replace(found[-1], ends=True)
        return found

    def _children(
        self,
        parent: etree._Element,
        around: tuple[Change, ...],
        ops: tuple[Change, ...],
        story: _Story,
        found: list[Passage],
    ) -> None:
        for node in parent:
            tag, name = node.tag, _local(node)
            if tag == f"{W}p":
                found.append(self._passage(node, around, ops, story))
            elif tag == f"{W}tbl":
                if found:
                    found[-1] = replace(found[-1], ends=True)
                self._table(node, around + ops, story, found)
            elif tag in TRACKED:
                self._children(node, around, (*ops, self._tracked(node)), story, found)
            elif tag == f"{M}oMathPara" or tag == f"{M}oMath":
                line = _Line()
                story.count += 1
                self._inline(node, ops, line, story)
                if found:
                    found[-1] = replace(found[-1], ends=True)
                found.append(Passage(tuple(line.runs), around=around, ends=True, place=story.place))
            elif name == "AlternateContent":
                for chosen in _chosen(node):
                    self._children(chosen, around, ops, story, found)
            elif name in OPEN:
                self._formats_of(node, "", story)
                self._children(node, around, ops, story, found)
            elif not self._mark(node, None, story):
                self._other(node, story)
                if any(True for _ in node.iter(f"{W}p")):
                    self._children(node, around, ops, story, found)

    def _table(self, table: etree._Element, around: tuple[Change, ...], story: _Story, found: list[Passage]) -> None:
        self._formats_of(table, "", story, under=("tblPr", "tblGrid"))
        for row, row_ops in self._held(table, "tr", ()):
            changes = self._structure(row, "trPr", "row", story)
            self._formats_of(row, "", story, under=("trPr", "tblPrEx"))
            for cell, cell_ops in self._held(row, "tc", row_ops):
                cells = self._structure(cell, "tcPr", "cell", story)
                self._formats_of(cell, "", story, under=("tcPr",))
                found.extend(self._blocks(cell, (*around, *cell_ops, *changes, *cells), story))

    def _held(
        self, parent: etree._Element, name: str, ops: tuple[Change, ...]
    ) -> list[tuple[etree._Element, tuple[Change, ...]]]:
        """Rows of a table or cells of a row, also those inside content controls and block-level changes."""
        found = []
        for node in parent:
            if node.tag == f"{W}{name}":
                found.append((node, ops))
            elif node.tag in TRACKED:
                found += self._held(node, name, (*ops, self._tracked(node)))
            elif _local(node) in ("sdt", "sdtContent", "customXml", "smartTag"):
                found += self._held(node, name, ops)
        return found

    def _structure(self, node: etree._Element, under: str, what: str, story: _Story) -> tuple[Change, ...]:
        properties, found = node.find(f"{W}{under}"), []
        for child in [] if properties is None else properties:
            kind = _ROWS.get(_local(child))
            if kind:
                made = change(child, kind, what)
                found.append(made)
                words = " ".join("".join(t.text or "" for t in p.iter(f"{W}t", f"{W}delText")) for p in node.iter(f"{W}p"))
                told = f"{what} {'inserted' if kind == 'ins' else 'deleted'}"
                self._format(Tracked(made.author, made.moment, told, " ".join(words.split()), place=_next(story)), story)
        return tuple(found)

    def _passage(self, node: etree._Element, around: tuple[Change, ...], ops: tuple[Change, ...], story: _Story) -> Passage:
        story.count += 1
        line = _Line(bookmarks=story.bookmarks)
        story.bookmarks = []
        properties = node.find(f"{W}pPr")
        marks: tuple[Change, ...] = ()
        style, rtl = "", False
        if properties is not None:
            style, rtl = _value(properties.find(f"{W}pStyle")), _is_on(properties.find(f"{W}bidi"))
        self._inline(node, ops, line, story)
        if properties is not None:  # after the words, in which the move of the mark has its name
            marks = tuple(self._tracked(child) for child in properties.iterfind(f"{W}rPr/*") if child.tag in TRACKED)
            words = "".join(run.words for run in line.runs)
            self._formats_of(node, words, story, under=("pPr",))
            numbered = properties.find(f"{W}numPr/{W}ins")
            if numbered is not None:
                made = change(numbered, "ins")
                self._format(Tracked(made.author, made.moment, "numbering changed", words, "numPr", story.place), story)
        passage = Passage(
            tuple(_joined_runs(line.runs)),
            style,
            right_to_left=rtl,
            mark_changes=(*ops, *marks),
            bookmark=next((name for name in line.bookmarks if not name.startswith("_")), ""),
            bookmarks=tuple(line.bookmarks),
            around=around,
            boxes=tuple(line.boxes),
            place=story.place,
        )
        self._talk.begin(line.begun, passage.place)
        if passage.words(accepted=True).strip() and passage.stands(accepted=True):
            number, _ = self._counting.number(node)
            passage = replace(passage, number=number)
        return passage

    # Inside a passage

    def _inline(self, parent: etree._Element, ops: tuple[Change, ...], line: _Line, story: _Story) -> None:
        for node in parent:
            tag, name = node.tag, _local(node)
            if tag in TRACKED:
                self._inline(node, (*ops, self._tracked(node)), line, story)
            elif tag == f"{W}r" or tag == f"{M}r":
                self._run(node, ops, line, story)
            elif tag == f"{M}f":
                self._inline(node, ops + self._control(node, "fPr"), line, story)
            elif name in _FRAMES:
                self._frame(node, ops, line, story)
            elif tag == f"{W}p" or tag == f"{W}tbl":
                self._other(node, story)
            elif name in OPEN:
                self._inline(node, ops, line, story)
            elif tag == f"{W}t" or tag == f"{M}t" or tag == f"{W}delText":
                self._word(node, ops, Run(""), line, story)
            elif not self._mark(node, line, story):
                self._other(node, story)
                self._inline(node, ops, line, story)

    def _control(self, node: etree._Element, properties: str) -> tuple[Change, ...]:
        """Changes of the character that makes a fraction: with it goes all of the fraction."""
        found = node.find(f"{M}{properties}/{M}ctrlPr")
        return tuple(self._tracked(child) for child in ([] if found is None else found) if child.tag in TRACKED)

    def _run(self, node: etree._Element, ops: tuple[Change, ...], line: _Line, story: _Story) -> None:
        properties = node.find(f"{W}rPr")
        looks = _looks(properties)
        if properties is not None:
            ops += tuple(self._tracked(child) for child in properties if child.tag in TRACKED)
        before = len(line.runs)
        self._pieces(node, ops, looks, line, story)
        if properties is not None and properties.find(f"{W}rPrChange") is not None:
            words = "".join(run.words for run in line.runs[before:])
            self._formats_of(node, words, story, under=("rPr",))

    def _pieces(self, node: etree._Element, ops: tuple[Change, ...], looks: Run, line: _Line, story: _Story) -> None:
        for child in node:
            tag, name = child.tag, _local(child)
            if tag in TRACKED:  # math: the change stands inside the run
                self._pieces(child, (*ops, self._tracked(child)), looks, line, story)
            elif name in ("footnoteReference", "endnoteReference"):
                key = f"{name.removesuffix('Reference')} {child.get(f'{W}id')}"
                line.runs.append(replace(looks, changes=ops, note=key))
            elif name in _FRAMES:
                self._frame(child, ops, line, story)
            elif name == "ruby":
                self._inline(child, ops, line, story)
            elif name == "commentReference":
                key = child.get(f"{W}id", "")
                if self._talk.is_unplaced(key):
                    line.begun.append(key)
            elif not self._word(child, ops, looks, line, story) and not self._mark(child, line, story):
                if name == "fldChar":
                    self._formats_of(child, "", story)
                else:
                    self._other(child, story)
                    if name not in QUIET:
                        self._inline(child, ops, line, story)

    def _word(self, node: etree._Element, ops: tuple[Change, ...], looks: Run, line: _Line, story: _Story) -> bool:
        name = _local(node)
        if name == "t":
            words = node.text or ""
        elif name == "delText":
            words = node.text or ""
            if not any(op.kind in ("del", "moveFrom") for op in ops):
                ops = (*ops, Change("del", ""))
        elif name in SIGNS:
            words = SIGNS[name]
        elif name == "sym":
            code = (node.get(f"{W}char") or "").upper()
            words = _SYMBOLS.get(code, "")
            if not words and code and not code.startswith("F0"):
                words = chr(int(code, 16)) if all(sign in "0123456789ABCDEF" for sign in code) and len(code) < 6 else ""
            if not words:
                words = "\ufffd"
                self._miss("w:sym", story.place)
        else:
            return False
        line.runs.append(replace(looks, words=words, changes=ops))
        for key in self._open:
            self._talk.say(key, words)
        return True

    def _frame(self, node: etree._Element, ops: tuple[Change, ...], line: _Line, story: _Story) -> None:
        """A drawing or an alternative: the words of its boxes, and the words that stand in it as they are."""
        if _local(node) == "AlternateContent":
            for chosen in _chosen(node):
                if any(_local(child) in _FRAMES for child in chosen):
                    for child in chosen:
                        self._frame(child, ops, line, story)
                else:
                    self._pieces(chosen, ops, Run(""), line, story)
            return
        boxes = [box for box in node.iter(f"{W}txbxContent") if _outermost(box, node)]
        for box in boxes:
            inner = _Story(f"{story.place}, text box")
            line.boxes.extend(self._blocks(box, ops, inner))
        if not boxes:
            self._miss(
                {"object": "w:object (embedded object)"}.get(_local(node), f"w:{_local(node)} (picture)"), story.place
            )

    def _mark(self, node: etree._Element, line: _Line | None, story: _Story) -> bool:
        """Bookmarks and the borders of comments and moves; whether it was one."""
        name = _local(node)
        if name == "bookmarkStart":
            (story.bookmarks if line is None else line.bookmarks).append(node.get(f"{W}name", ""))
        elif name == "commentRangeStart":
            key = node.get(f"{W}id", "")
            self._open[key] = None
            if line is not None:
                line.begun.append(key)
        elif name == "commentRangeEnd":
            self._open.pop(node.get(f"{W}id", ""), None)
        elif name in ("moveFromRangeStart", "moveToRangeStart"):
            self._moves[name.removesuffix("RangeStart")] = node.get(f"{W}name", "")
        elif name.startswith("customXml") and name.endswith("RangeStart"):
            kind = {"Ins": "inserted", "Del": "deleted", "MoveFrom": "moved from", "MoveTo": "moved to"}
            told = kind.get(name.removeprefix("customXml").removesuffix("RangeStart"), "changed")
            made = change(node, "")
            self._format(Tracked(made.author, made.moment, f"content control {told}", "", place=_next(story)), story)
        else:
            return name in QUIET and name != "fldChar"
        return True

    def _tracked(self, node: etree._Element) -> Change:
        kind = TRACKED[str(node.tag)]
        return change(node, kind, self._moves.get(kind, "") if kind.startswith("move") else "")

    # Changes of looks

    def _formats_of(self, node: etree._Element, words: str, story: _Story, under: tuple[str, ...] = ()) -> None:
        """Formatting changes recorded under the properties of an element (or in it, when none are named)."""
        for holder in [node] if not under else [child for child in node if _local(child) in under]:
            for found in holder.iter():
                told = FORMAT_CHANGES.get(_local(found))
                if told and not any(_local(above) in FORMAT_CHANGES for above in found.iterancestors()):
                    made = change(found, "")
                    what = ", ".join(_differences(found))
                    self._format(Tracked(made.author, made.moment, told, words.strip(), what, _next(story)), story)
            if not under:
                return

    def _format(self, row: Tracked, story: _Story) -> None:
        self._formats.append((story.count, row))

    # What was not understood

    def _other(self, node: etree._Element, story: _Story) -> None:
        name = _local(node)
        if not name or (name in QUIET and node.tag != f"{W}p"):
            return
        space = f"{{{etree.QName(node).namespace or ''}}}"
        self._miss(f"{_NAMED.get(space, space.strip('{}').rsplit('/', 1)[-1])}:{name}", _next(story))

    def _miss(self, name: str, place: str) -> None:
        self._unknown[name] += 1
        self._first.setdefault(name, place)


def _next(story: _Story) -> str:
    return story.place if story.count else (story.name or "before the first paragraph")


def _local(node: etree._Element) -> str:
    tag = node.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def _value(node: etree._Element | None) -> str:
    return "" if node is None else node.get(f"{W}val", "")


def _is_on(node: etree._Element | None) -> bool:
    return node is not None and node.get(f"{W}val", "true") not in ("0", "false", "off", "none")


def _looks(properties: etree._Element | None) -> Run:
    if properties is None or not len(properties):
        return Run("")
    held = {_local(child): child for child in properties}
    colour = _value(held.get("color"))
    return Run(
        "",
        bold=_is_on(held.get("b")),
        italic=_is_on(held.get("i")),
        underline=_is_on(held.get("u")),
        strike=_is_on(held.get("strike")) or _is_on(held.get("dstrike")),
        colour="" if colour == "auto" else colour,
        hidden=_is_on(held.get("vanish")),
    )


def _chosen(node: etree._Element) -> list[etree._Element]:
    found = [child for child in node if child.tag == f"{MC}Choice"] or [
        child for child in node if child.tag == f"{MC}Fallback"
    ]
    return found[:1]


def _outermost(box: etree._Element, frame: etree._Element) -> bool:
    for above in box.iterancestors():
        if above is frame:
            return True
        if _local(above) in ("txbxContent", "Fallback"):
            return False
    return True


def _joined_runs(runs: list[Run]) -> list[Run]:
    """Neighbours of one look and with the same changes as one run."""
    joined: list[Run] = []
    for run in runs:
        if joined and not run.note and not joined[-1].note and replace(joined[-1], words=run.words) == run:
            joined[-1] = replace(run, words=joined[-1].words + run.words)
        elif run.words or run.note:
            joined.append(run)
    return joined


def _differences(node: etree._Element) -> list[str]:
    """Names of the properties that differ between what stands and what stood before."""
    above = node.getparent()
    if above is None or not len(node):
        return []
    now = {_local(child): sorted(child.attrib.values()) for child in above if child is not node}
    was = {_local(child): sorted(child.attrib.values()) for child in node[0]}
    structural = ("ins", "del", "moveFrom", "moveTo", "rPr", "cellIns", "cellDel", "cellMerge")
    return sorted(name for name in {*now, *was} if now.get(name) != was.get(name) and name not in structural)
