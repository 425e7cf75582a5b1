"""OpenDocument texts (.odt) read into the same values as Word files: words, tracked changes, comments, notes, tables.

The package is checked as that of a Word file is: within bounds, without macros, without document types; nothing that it
links to is fetched, and what is linked is told. What was deleted stands apart in such a file and is put back where it stood.
"""

import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count

from lxml import etree

from nemawashi.kit import limits
from nemawashi.kit.word import nodes, packages, telling
from nemawashi.kit.word.inside import MOST_OPEN
from nemawashi.kit.word.noting import Noted, Story
from nemawashi.kit.word.packages import Refusal, WordError
from nemawashi.kit.word.places import Place
from nemawashi.kit.word.values import OUTSIDE, Cell, Change, Comment, Passage, Run, Tracked, WordFile

KIND = b"application/vnd.oasis.opendocument.text"
_URN = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE, STYLE, FO, DRAW = (
    f"{{{_URN}{name}:1.0}}" for name in ("office", "text", "table", "style", "xsl-fo-compatible", "drawing")
)
DC, XLINK, XML = (
    "{http://purl.org/dc/elements/1.1/}", "{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML/1998/namespace}"
)  # fmt: skip
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_MOST_BLANKS = 10_000  # signs that one element may stand for
_MOST_REPEATED = 50  # rows or cells that one element may stand for; more is the empty end of a sheet
_SCRIPTS = ("basic/", "scripts/", "dialogs/")
# Elements that are read as if what they hold stood there themselves.
_OPEN = frozenset("a span ruby ruby-base meta meta-field bookmark-ref reference-ref sequence-ref note-ref".split())
_QUIET = frozenset(
    """
    soft-page-break bookmark-end reference-mark reference-mark-start reference-mark-end toc-mark-start toc-mark-end toc-mark
    alphabetical-index-mark alphabetical-index-mark-start alphabetical-index-mark-end user-index-mark sequence-decls
    variable-decls user-field-decls dde-connection-decls tracked-changes ruby-text forms shape table-columns table-column
    table-header-columns list-header-style automatic-styles page-sequence
    """.split()
)
_KINDS = {"insertion": "ins", "deletion": "del"}


def is_one(content: bytes) -> bool:
    """Whether these are the bytes of an OpenDocument text, or of one that says so in its first part."""
    return content.startswith(b"PK") and content[30:38] == b"mimetype" and content[38 : 38 + len(KIND)] == KIND


def read(content: bytes, *, most_bytes: int = packages.MOST_BYTES) -> WordFile:
    """The file with all its changes. Raises ``WordError`` where it is refused."""
    return _OpenDocument(_OdtPackage(packages.checked(content, most_bytes=most_bytes))).file()


class _OdtPackage:
    """The parts of a checked package that are read."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = frozenset(member.filename for member in archive.infolist() if not member.is_dir())
        self._left = [packages.MOST_READ]
        if any(name.casefold().startswith(_SCRIPTS) for name in self.names):
            raise WordError(Refusal.MACROS, "the file holds macros; save it without them")
        manifest = self.part("META-INF/manifest.xml")
        if manifest is not None and next(manifest.iter(f"{_MANIFEST}encryption-data"), None) is not None:
            raise WordError(Refusal.ENCRYPTED, "the file is protected by a password; save it without one")

    def part(self, name: str) -> etree._Element | None:
        if name not in self.names:
            return None
        return packages.parsed(packages.unpacked(self._archive, name, self._left), name)


@dataclass(frozen=True, slots=True)
class _OdtLooks:
    """What a style says of words; None where it says nothing and what it rests on is asked."""

    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    strike: bool | None = None
    colour: str | None = None
    hidden: bool | None = None

    def over(self, below: "_OdtLooks") -> "_OdtLooks":
        own = {name: getattr(self, name) for name in ("bold", "italic", "underline", "strike", "colour", "hidden")}
        return _OdtLooks(**{name: getattr(below, name) if value is None else value for name, value in own.items()})

    def run(self) -> Run:
        return Run(
            "", bold=bool(self.bold), italic=bool(self.italic), underline=bool(self.underline), strike=bool(self.strike),
            colour=self.colour or "", hidden=bool(self.hidden),
        )  # fmt: skip


def _said(properties: etree._Element) -> _OdtLooks:
    weight, slant = properties.get(f"{FO}font-weight"), properties.get(f"{FO}font-style")
    colour = properties.get(f"{FO}color")
    line, through = (properties.get(f"{STYLE}text-{name}-style") for name in ("underline", "line-through"))
    kind = properties.get(f"{STYLE}text-line-through-type")
    shade, shown = properties.get(f"{FO}background-color"), properties.get(f"{TEXT}display")
    if colour is not None:
        colour = "" if colour.casefold() in ("#000000", "windowtext") else colour.lstrip("#").upper()
    return _OdtLooks(
        bold=None if weight is None else weight == "bold" or (weight.isdecimal() and int(weight) > 500),
        italic=None if slant is None else slant in ("italic", "oblique"),
        underline=None if line is None else line != "none",
        strike=None if through is None and kind is None else (through or kind) != "none",
        colour=colour or (shade.lstrip("#").upper() if shade and shade != "transparent" else colour),
        hidden=None if shown is None else shown == "none",
    )


class _OdtStyles:
    """The looks of each style, with those that it rests on."""

    def __init__(self, roots: Sequence[etree._Element | None]) -> None:
        self._own: dict[tuple[str, str], tuple[_OdtLooks, str]] = {}
        self._lists: dict[tuple[str, int], tuple[str, str, str]] = {}
        self.shown: dict[str, str] = {}  # the names of styles of paragraphs, automatic ones by what they rest on
        for root in roots:
            for style in [] if root is None else root.iter(f"{STYLE}style"):
                family, name = style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", "")
                properties = style.find(f"{STYLE}text-properties")
                above = style.get(f"{STYLE}parent-style-name", "")
                self._own[family, name] = _OdtLooks() if properties is None else _said(properties), above
                if family == "paragraph":
                    is_own = style.get(f"{STYLE}display-name") or not re.fullmatch(r"P\d+", name)
                    self.shown[name] = name if is_own else above

            for listed in [] if root is None else root.iter(f"{TEXT}list-style"):
                for level in listed:
                    key = (listed.get(f"{STYLE}name", ""), _number(level, f"{TEXT}level", 1) - 1)
                    form = level.get(f"{STYLE}num-format", "")
                    ends = tuple(level.get(f"{STYLE}num-{end}", "") for end in ("prefix", "suffix"))
                    self._lists[key] = form, ends[0], ends[1]

    def number(self, style: str, level: int, count: int) -> str:
        """The number of an item as it is printed; empty where the list has bullets."""
        form, before, behind = self._lists.get((style, level), ("", "", ""))
        return f"{before}{_COUNTED[form](count)}{behind}" if form in _COUNTED and count > 0 else ""

    def looks(self, family: str, name: str) -> _OdtLooks:
        looks, seen = _OdtLooks(), set()
        while name and name not in seen and (family, name) in self._own:
            seen.add(name)
            own, above = self._own[family, name]
            looks, name = looks.over(own), above
        return looks


@dataclass
class _OdtRegion:
    """What was tracked: its changes, the outer first, and what was deleted."""

    changes: tuple[Change, ...]
    gone: list[etree._Element] = field(default_factory=list)


@dataclass
class _OdtPassage:
    """A paragraph while it is read."""

    looks: _OdtLooks
    style: str
    runs: list[Run] = field(default_factory=list)
    boxes: list[Passage] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    number: str = ""


class _OpenDocument:
    def __init__(self, package: _OdtPackage) -> None:
        self._package = package
        content, styles = package.part("content.xml"), package.part("styles.xml")
        body = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
        if body is None:
            raise WordError(Refusal.NOT_WORD, "the file is no text document")
        self._body, self._page = body, styles
        self._styles = _OdtStyles((styles, content))
        self._noted = Noted()
        self._regions = self._tracked(body)
        self._now: dict[str, tuple[Change, ...]] = {}  # changes that are open, by their region
        self._put: set[str] = set()
        self._cells, self._tables, self._notes_at = count(1), count(1), count(1)
        self._notes: dict[str, tuple[Passage, ...]] = {}
        self._talk: dict[str, Comment] = {}
        self._answers: dict[str, str] = {}
        self._on: dict[str, list[str]] = {}
        self._open: dict[str, None] = {}  # comments whose words are being read
        self._counts: dict[tuple[str, int], int] = {}  # of each list style at each depth
        self._headings: dict[str, int] = {}
        self._links: list[str] = []

    def file(self) -> WordFile:
        self._boxes_of_page()
        passages = [self._commented(each) for each in self._blocks(self._body, Story())]
        meta = self._package.part("meta.xml")
        tracked = telling.all_tracked([passages, *self._notes.values()], self._noted.rows)
        return WordFile(
            tuple(passages), dict(self._notes), {}, tuple(tracked),
            tuple(self._whole(key) for key in self._talk if key not in self._answers), tuple(self._links),
            self._noted.unknown(), _of_meta(meta, f"{DC}title"), _of_meta(meta, f"{DC}language"), self._headings,
        )  # fmt: skip

    def _boxes_of_page(self) -> None:
        """What is changed in headers and footers is not read here; that there is something is told."""
        if self._page is not None and next(self._page.iter(f"{TEXT}changed-region"), None) is not None:
            self._noted.miss("text:changed-region (header or footer)", Place(("header", "")))

    # Changes

    def _tracked(self, body: etree._Element) -> dict[str, _OdtRegion]:
        out: dict[str, _OdtRegion] = {}
        for region in body.iterfind(f"{TEXT}tracked-changes/{TEXT}changed-region"):
            key = region.get(f"{XML}id") or region.get(f"{TEXT}id") or ""
            changes: list[Change] = []
            gone: list[etree._Element] = []
            for node in region:
                name = nodes.local(node)
                made = _change(node.find(f"{OFFICE}change-info"), _KINDS.get(name, ""))
                if name == "format-change":
                    row = Tracked(made.author, made.moment, "formatted", "", place=Place())
                    self._noted.format(row)
                elif name in _KINDS:
                    changes.insert(0, made)  # the newest stands first
                    gone += [child for child in node if nodes.local(child) != "change-info"]
            out[key] = _OdtRegion(tuple(changes), gone)
        return out

    @property
    def _changes(self) -> tuple[Change, ...]:
        return tuple(change for changes in self._now.values() for change in changes)

    def _switch(self, node: etree._Element) -> bool:
        """The beginning and the end of what was put in."""
        name, key = nodes.local(node), node.get(f"{TEXT}change-id", "")
        if name == "change-start" and key in self._regions:
            self._now[key] = self._regions[key].changes
        elif name == "change-end":
            self._now.pop(key, None)
        return name in ("change-start", "change-end")

    # Blocks

    def _blocks(self, parent: etree._Element, story: Story, cell: Cell = OUTSIDE) -> list[Passage]:
        passages: list[Passage] = []
        self._children(parent, story, passages, cell)
        if passages:
            passages[-1] = replace(passages[-1], ends=True)
        return passages

    def _children(
        self, parent: etree._Element, story: Story, passages: list[Passage], cell: Cell, style: str = "", level: int = 0
    ) -> None:
        for node in parent:
            name, tag = nodes.local(node), str(node.tag)
            if tag in (f"{TEXT}p", f"{TEXT}h"):
                self._passage(node, story, passages, cell)
            elif name == "list":
                self._list(node, story, passages, cell, style, level)
            elif tag == f"{TABLE}table":
                self._table(node, story, passages)
            elif name == "section" or name.endswith(
                ("-index", "table-of-content", "bibliography", "index-body", "index-title")
            ):
                if node.get(f"{TEXT}display") == "none":
                    hidden = " ".join(_text(node).split())
                    self._noted.format(Tracked("", None, "hidden", hidden, place=story.near))
                    continue
                if node.find(f"{TEXT}section-source") is not None:
                    self._noted.miss("linked part", story.near)
                self._children(node, story, passages, cell, style, level)
            elif name == "change":
                self._gone_between(node, story, passages, cell)
            elif tag == f"{DRAW}frame":
                line = _OdtPassage(_OdtLooks(), "")
                self._frame(node, line, story)
                passages += line.boxes
            elif name in ("numbered-paragraph", "list-item", "list-header"):
                self._children(node, story, passages, cell, style, level)
            elif not self._switch(node) and name not in _QUIET and name != "section-source" and name:
                self._unread(node, story)

    def _list(
        self, node: etree._Element, story: Story, passages: list[Passage], cell: Cell, above: str, level: int
    ) -> None:
        """Items of a list, each with the number that is printed before its first paragraph."""
        style = node.get(f"{TEXT}style-name", "") or above
        key = (style, level)
        goes_on = node.get(f"{TEXT}continue-numbering") == "true" or node.get(f"{TEXT}continue-list") is not None
        if not goes_on:
            self._counts.pop(key, None)
        for item in node:
            begun = len(passages)
            if nodes.local(item) == "list-item":
                start = _number(item, f"{TEXT}start-value", self._counts.get(key, 0) + 1)
                self._counts[key] = start
            self._children(item, story, passages, cell, style, level + 1)
            number = self._styles.number(style, level, self._counts.get(key, 0))
            if number and nodes.local(item) == "list-item" and len(passages) > begun and not passages[begun].number:
                passages[begun] = replace(passages[begun], number=number)

    def _passage(self, node: etree._Element, story: Story, passages: list[Passage], cell: Cell) -> None:
        story.count += 1
        name = node.get(f"{TEXT}style-name", "")
        style = self._styles.shown.get(name, name)
        level = node.get(f"{TEXT}outline-level", "1" if nodes.local(node) == "h" else "")
        if nodes.local(node) == "h" and level.isdecimal():
            self._headings[style] = int(level)
        elif style == "Title":
            self._headings[style] = 0
        line = _OdtPassage(self._styles.looks("paragraph", name), style)
        self._inside(node, line, line.looks, story, passages, cell)
        self._end(line, story, passages, cell, self._changes)

    def _end(self, line: _OdtPassage, story: Story, passages: list[Passage], cell: Cell, mark: tuple[Change, ...]) -> None:
        passages.append(
            Passage(
                tuple(nodes.joined_runs(line.runs)), line.style, bookmarks=tuple(line.bookmarks),
                bookmark=next((name for name in line.bookmarks if not name.startswith("_")), ""), mark_changes=mark,
                cell=cell, boxes=tuple(line.boxes), place=story.place,
                comments=tuple(Comment("", key) for key in line.comments),
            )
        )  # fmt: skip
        line.runs, line.boxes, line.bookmarks, line.comments = [], [], [], []

    def _table(self, table: etree._Element, story: Story, passages: list[Passage]) -> None:
        key = next(self._tables)
        number = 0
        for row in table.iter(f"{TABLE}table-row"):
            if next(row.iterancestors(f"{TABLE}table")) is not table:
                continue
            for _again in range(_repeated(row, "number-rows-repeated")):
                number += 1
                for node in row:
                    if nodes.local(node) not in ("table-cell", "covered-table-cell"):
                        continue
                    for _once in range(_repeated(node, "number-columns-repeated")):
                        passages += self._blocks(node, story, Cell(next(self._cells), number, key))

    # Inside of a paragraph

    def _inside(
        self, node: etree._Element, line: _OdtPassage, looks: _OdtLooks, story: Story, passages: list[Passage], cell: Cell
    ) -> None:
        self._say(_collapsed(node.text, line), line, looks)
        for child in node:
            self._child(child, line, looks, story, passages, cell)
            self._say(_collapsed(child.tail, line), line, looks)

    def _child(
        self, node: etree._Element, line: _OdtPassage, looks: _OdtLooks, story: Story, passages: list[Passage], cell: Cell
    ) -> None:
        name = nodes.local(node)
        if self._switch(node):
            return
        if name == "span":
            own = self._styles.looks("text", node.get(f"{TEXT}style-name", "")).over(looks)
            self._inside(node, line, own, story, passages, cell)
        elif name == "s":
            self._say(" " * min(_number(node, f"{TEXT}c", 1), _MOST_BLANKS), line, looks)
        elif name in ("tab", "line-break"):
            self._say("\t" if name == "tab" else "\n", line, looks)
        elif name == "change":
            self._gone(node, line, story, passages, cell)
        elif name in ("bookmark", "bookmark-start"):
            line.bookmarks.append(node.get(f"{TEXT}name", ""))
        elif name == "annotation":
            self._annotation(node, line)
        elif name == "annotation-end":
            self._open.pop(node.get(f"{OFFICE}name", ""), None)
        elif name == "note":
            self._note(node, line, looks)
        elif name in ("hidden-text", "hidden-paragraph", "conditional-text"):
            hidden = node.get(f"{TEXT}string-value") or _text(node)
            if hidden.strip():
                self._say(hidden, line, replace(looks, hidden=True))
        elif name == "a":
            if address := node.get(f"{XLINK}href", ""):
                self._links.append(address)
            self._inside(node, line, looks, story, passages, cell)
        elif name == "frame" or str(node.tag).startswith(DRAW):
            self._frame(node, line, story)
        elif name in _OPEN or (str(node.tag).startswith(TEXT) and not len(node) and name not in _QUIET):
            self._inside(node, line, looks, story, passages, cell)  # also fields, by what they show
        elif name and name not in _QUIET:
            self._unread(node, story)

    def _say(self, words: str, line: _OdtPassage, looks: _OdtLooks) -> None:
        if not words:
            return
        line.runs.append(replace(looks.run(), words=words, changes=self._changes))
        for key in self._open:
            self._on[key].append(words)

    # What was deleted, put back where it stood

    def _gone(self, node: etree._Element, line: _OdtPassage, story: Story, passages: list[Passage], cell: Cell) -> None:
        key = node.get(f"{TEXT}change-id", "")
        region = self._regions.get(key)
        if region is None or key in self._put:
            return
        self._put.add(key)
        held, self._now[key] = self._now.get(key), region.changes
        paragraphs = [each for each in region.gone if str(each.tag) in (f"{TEXT}p", f"{TEXT}h")]
        for other in region.gone:
            if other not in paragraphs and not self._within(other, paragraphs):
                self._unread(other, story)
        for at, paragraph in enumerate(paragraphs):
            name = paragraph.get(f"{TEXT}style-name", "")
            if at:
                self._end(line, story, passages, cell, self._changes)
                story.count += 1
            self._inside(paragraph, line, self._styles.looks("paragraph", name), story, passages, cell)
        self._now.pop(key, None)
        if held is not None:
            self._now[key] = held

    @staticmethod
    def _within(other: etree._Element, paragraphs: list[etree._Element]) -> bool:
        """Put the paragraphs of a list or a table that was deleted behind the others; whether there are any."""
        inner = list(other.iter(f"{TEXT}p", f"{TEXT}h"))
        paragraphs += inner
        return bool(inner)

    def _gone_between(self, node: etree._Element, story: Story, passages: list[Passage], cell: Cell) -> None:
        """What was deleted between two paragraphs."""
        line = _OdtPassage(_OdtLooks(), "")
        story.count += 1
        region = self._regions.get(node.get(f"{TEXT}change-id", ""))
        self._gone(node, line, story, passages, cell)
        if line.runs and region is not None:
            self._end(line, story, passages, cell, region.changes)

    # Comments, notes, frames

    def _annotation(self, node: etree._Element, line: _OdtPassage) -> None:
        key = node.get(f"{OFFICE}name") or f"comment {len(self._talk) + 1}"
        made = _change(node, "")
        words = "\n".join(_text(each) for each in node.iter(f"{TEXT}p", f"{TEXT}h")).strip()
        is_done = any(node.get(f"{space}resolved") == "true" for space in (_LOEXT, OFFICE))
        self._talk[key] = Comment(made.author, words, made.moment, is_done=is_done)
        parent = node.get(f"{_LOEXT}parent-name") or node.get(f"{OFFICE}parent-name") or ""
        if parent in self._talk and parent != key:
            self._answers[key] = parent
        else:
            line.comments.append(key)
        self._on.setdefault(key, [])
        if node.get(f"{OFFICE}name"):
            self._open[key] = None
            if len(self._open) > MOST_OPEN:
                raise WordError(Refusal.COMPLICATED, f"more than {MOST_OPEN} comments lie on the same words")

    def _whole(self, key: str, depth: int = 0) -> Comment:
        if depth > limits.DEEPEST:
            raise WordError(Refusal.COMPLICATED, f"comments answer one another more than {limits.DEEPEST} deep")
        answers = tuple(self._whole(each, depth + 1) for each, of in self._answers.items() if of == key)
        return replace(self._talk[key], on="" if depth else "".join(self._on[key]), answers=answers)

    def _commented(self, passage: Passage) -> Passage:
        return replace(passage, comments=tuple(self._whole(each.words) for each in passage.comments))

    def _note(self, node: etree._Element, line: _OdtPassage, looks: _OdtLooks) -> None:
        kind = "endnote" if node.get(f"{TEXT}note-class") == "endnote" else "footnote"
        number = str(next(self._notes_at))
        key = f"{kind} {number}"
        line.runs.append(replace(looks.run(), changes=self._changes, note=key))
        held, self._now = self._now, {}
        body = node.find(f"{TEXT}note-body")
        self._notes[key] = () if body is None else tuple(self._blocks(body, Story(Place((kind, number)))))
        self._now = held

    def _frame(self, node: etree._Element, line: _OdtPassage, story: Story) -> None:
        boxes = list(node.iter(f"{DRAW}text-box"))
        for box in boxes:
            if not any(above in boxes for above in box.iterancestors()):
                line.boxes += self._blocks(box, Story(story.near.then("text box")))
        if boxes:
            return
        for image in node.iter(f"{DRAW}image", f"{DRAW}object", f"{DRAW}object-ole"):
            is_linked = re.match(r"[A-Za-z][A-Za-z+.-]*:|//|\\\\|/|\.\./", image.get(f"{XLINK}href", ""))
            what = "object" if "object" in nodes.local(image) else "picture"
            if is_linked:
                self._noted.miss("linked picture", story.near)
            else:
                self._noted.miss("w:object (embedded object)" if what == "object" else "w:drawing (picture)", story.near)
            self._noted.wordless(what, self._changes, story.near)
            return
        if _text(node).strip():
            line.boxes += self._blocks(node, Story(story.near.then("text box")))

    def _unread(self, node: etree._Element, story: Story) -> None:
        self._noted.miss(f"odt:{nodes.local(node)}", story.near)


def _text(node: etree._Element) -> str:
    return "".join(str(words) for words in node.itertext())


def _letters(count: int) -> str:
    return chr(96 + (count - 1) % 26 + 1) * ((count - 1) // 26 + 1)


def _roman(count: int) -> str:
    out = ""
    for value, sign in _ROMAN:
        while count >= value:
            out, count = out + sign, count - value
    return out


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
    (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_COUNTED: dict[str, Callable[[int], str]] = {
    "1": str, "a": _letters, "A": lambda count: _letters(count).upper(), "i": _roman, "I": lambda count: _roman(count).upper(),
}  # fmt: skip


def _collapsed(words: str | None, line: _OdtPassage) -> str:
    """Words as they are shown: blanks and breaks of the file are one blank, and none where a paragraph begins."""
    one = re.sub(r"[ \t\r\n]+", " ", words or "")
    return one.lstrip(" ") if not line.runs else one


def _change(info: etree._Element | None, kind: str) -> Change:
    who = "" if info is None else " ".join((info.findtext(f"{DC}creator") or "").split())
    when: datetime | None = None
    try:
        when = datetime.fromisoformat((info.findtext(f"{DC}date") or "")[:26]) if info is not None else None
    except ValueError:
        when = None
    if when is not None and when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return Change(kind, who, when)


def _number(node: etree._Element, name: str, default: int) -> int:
    said = node.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 9 else default


def _repeated(node: etree._Element, name: str) -> int:
    times = _number(node, f"{TABLE}{name}", 1)
    has_words = bool(_text(node).strip())
    return max(1, min(times, _MOST_REPEATED)) if has_words or times <= _MOST_REPEATED else 1


def _of_meta(meta: etree._Element | None, tag: str) -> str:
    node = None if meta is None else next(meta.iter(tag), None)
    return "" if node is None else (node.text or "").strip()
