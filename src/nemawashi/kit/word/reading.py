"""Word files read: passages of runs with the changes stacked on them, comments, notes, and what was not understood.

Every element is read, known to hold no words, or counted among what was not understood; nothing is passed over in silence.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from lxml import etree

from nemawashi.kit.word import discussing, nodes, opendocument, packages, telling
from nemawashi.kit.word.inside import Inside, OpenPassage
from nemawashi.kit.word.marks import change
from nemawashi.kit.word.names import OPEN, TRACKED, M, W
from nemawashi.kit.word.noting import Noted, Story
from nemawashi.kit.word.numbering import Counting
from nemawashi.kit.word.places import Place
from nemawashi.kit.word.styles import Styles
from nemawashi.kit.word.values import OUTSIDE, Cell, Change, Passage, Tracked, WordFile

_ROWS = {"ins": "ins", "del": "del", "cellIns": "ins", "cellDel": "del"}


def read(content: bytes, *, most_bytes: int = packages.MOST_BYTES, may_refer_outside: bool = False) -> WordFile:
    """The file with all its changes, of Word or of LibreOffice. Raises ``WordError`` where it is refused.

    A linked picture and a template on a share are left out and told: nothing is fetched.

    ``may_refer_outside``: for a file whose words alone are taken, and that is never handed on to anybody who would open it.
    """
    if opendocument.is_one(content):
        return opendocument.read(content, most_bytes=most_bytes)
    package = packages.opened(content, most_bytes=most_bytes, may_refer_outside=may_refer_outside, leaves_out=True)
    return _Reader(package).file()


class _Reader:
    def __init__(self, package: packages.WordPackage) -> None:
        self._package = package
        self._noted = Noted()
        self._talk = discussing.Talk(package)
        self._cells, self._tables = count(1), count(1)
        self._numbering, self._styles = self._related("numbering"), self._related("styles")
        self._counting = Counting(self._numbering, self._styles)
        self._looks = Styles(self._styles)
        self._inside = Inside(self._noted, self._talk, self._blocks, self._looks)

    def _related(self, kind: str) -> etree._Element | None:
        parts = self._package.related(kind)
        return self._package.part(parts[0][1]) if parts else None

    def file(self) -> WordFile:
        root = self._package.part(self._package.main)
        body = None if root is None else root.find(f"{W}body")
        if root is None or body is None:
            raise packages.WordError(packages.Refusal.NOT_WORD, "the Word file has no text")
        passages = self._blocks(body, (), Story())
        notes = {}
        for kind in ("footnote", "endnote"):
            part = self._related(f"{kind}s")
            for node in [] if part is None else part.iterfind(f"{W}{kind}"):
                if node.get(f"{W}type") in (None, "normal"):
                    key = node.get(f"{W}id", "")
                    notes[f"{kind} {key}"] = tuple(self._blocks(node, (), Story(Place((kind, key)))))
        outside: dict[str, tuple[Passage, ...]] = {}
        for kind in ("header", "footer"):
            for number, (_, name) in enumerate(self._package.related(kind), start=1):
                part = self._package.part(name)
                if part is not None:
                    place = Place((kind, str(number)))
                    outside[str(place)] = tuple(self._blocks(part, (), Story(place)))
        talk = self._changed_comments()
        self._beside()
        body_passages = self._talk.placed(passages)
        return WordFile(
            tuple(body_passages),
            notes,
            outside,
            tuple(telling.all_tracked([body_passages, *notes.values(), *outside.values(), talk], self._noted.rows)),
            self._talk.comments(),
            self._package.links,
            self._noted.unknown(),
            self._core("title"),
            self._core("language"),
            self._headings(),
        )

    def _changed_comments(self) -> list[Passage]:
        """Comments in which something was tracked: their changes are told, too."""
        part = self._related("comments")
        passages: list[Passage] = []
        for node in [] if part is None else part.iterfind(f"{W}comment"):
            if next(node.iter(*TRACKED), None) is not None:
                passages += self._blocks(node, (), Story(Place(("comment", node.get(f"{W}id", "")))))
        return passages

    def _beside(self) -> None:
        """What was changed in styles and lists, and what is not opened."""
        for style in [] if self._styles is None else self._styles:
            name = nodes.value(style.find(f"{W}name"))
            self._noted.formats_in(style, "", Place(("style", name)))
        if self._numbering is not None:
            self._noted.formats_in(self._numbering, "", Place(("list definitions", "")))
        for what, where in dict.fromkeys(self._package.left_out):
            self._noted.miss(what, Place(("not opened:", where)))
        blocks = self._related("glossaryDocument")
        if blocks is not None and next(blocks.iter(*TRACKED), None) is not None:
            self._noted.miss("changes in building blocks", Place(("building blocks", "")))

    def _core(self, name: str) -> str:
        """What the file says of itself beside its words."""
        parts = self._package.related("core-properties", of="") or [
            (row.key, row.target) for row in self._package.relations.get("", ()) if row.kind == "core-properties"
        ]
        core = self._package.part(parts[0][1]) if parts else None
        return "".join((node.text or "") for node in ([] if core is None else core) if nodes.local(node) == name).strip()

    def _headings(self) -> dict[str, int]:
        """Styles of headings: by their names, which Word keeps in English in every language, or their outline level."""
        levels = {}
        for style in [] if self._styles is None else self._styles.iterfind(f"{W}style"):
            key, name = style.get(f"{W}styleId", ""), nodes.value(style.find(f"{W}name")).casefold()
            level = nodes.value(style.find(f"{W}pPr/{W}outlineLvl"))
            if name == "title":
                levels[key] = 0
            elif name.startswith("heading ") or level in tuple("012345678"):
                levels[key] = int(level) + 1 if level else 1
        return levels

    # Blocks

    def _blocks(
        self, parent: etree._Element, around: tuple[Change, ...], story: Story, cell: Cell = OUTSIDE
    ) -> list[Passage]:
        """The passages under a body, cell, box or note. The last one joins with nothing."""
        passages: list[Passage] = []
        self._children(parent, around, (), story, passages, cell)
        if passages:
            passages[-1] = replace(passages[-1], ends=True)
        return passages

    def _children(
        self,
        parent: etree._Element,
        around: tuple[Change, ...],
        ops: tuple[Change, ...],
        story: Story,
        passages: list[Passage],
        cell: Cell,
    ) -> None:
        for node in parent:
            tag, name = node.tag, nodes.local(node)
            if tag == f"{W}p":
                passages.append(self._passage(node, around, ops, story, cell))
            elif tag == f"{W}tbl":
                self._table(node, around + ops, story, passages)
            elif tag in TRACKED:
                self._children(node, around, (*ops, self._inside.tracked(node)), story, passages, cell)
            elif tag == f"{M}oMathPara" or tag == f"{M}oMath" or tag == f"{W}r":
                story.count += 1
                line = OpenPassage(around=around)
                self._inside.read([node], ops, line, story)
                if passages and passages[-1].cell == cell:
                    passages[-1] = replace(passages[-1], ends=True)
                passages.append(Passage(tuple(line.runs), around=around, ends=True, place=story.place, cell=cell))
            elif name == "AlternateContent":
                for chosen in nodes.chosen(node):
                    self._children(chosen, around, ops, story, passages, cell)
            elif name in OPEN:
                self._noted.formats_of(node, "", story.near, ("sdtPr", "sdtEndPr"))
                self._children(node, around, ops, story, passages, cell)
            elif name == "sectPr":
                self._noted.formats_in(node, "", story.near)
            elif not self._inside.mark(node, None, story):
                self._noted.other(node, story.near)
                if any(True for _ in node.iter(f"{W}p")):
                    self._children(node, around, ops, story, passages, cell)

    def _table(self, table: etree._Element, around: tuple[Change, ...], story: Story, passages: list[Passage]) -> None:
        self._noted.formats_of(table, "", story.near, ("tblPr", "tblGrid"))
        key = next(self._tables)
        for number, (row, row_ops) in enumerate(self._held(table, "tr", (), story), start=1):
            changes = self._structure(row, "trPr", "row", story)
            self._noted.formats_of(row, "", story.near, ("trPr", "tblPrEx"))
            for node, cell_ops in self._held(row, "tc", row_ops, story):
                cells = self._structure(node, "tcPr", "cell", story)
                self._noted.formats_of(node, "", story.near, ("tcPr",))
                cell = Cell(next(self._cells), number, key)
                passages.extend(self._blocks(node, (*around, *cell_ops, *changes, *cells), story, cell))

    def _held(
        self, parent: etree._Element, name: str, ops: tuple[Change, ...], story: Story
    ) -> Iterator[tuple[etree._Element, tuple[Change, ...]]]:
        """Rows of a table or cells of a row, also those inside content controls and block-level changes."""
        for node in parent:
            if node.tag == f"{W}{name}":
                yield node, ops
            elif node.tag in TRACKED:
                yield from self._held(node, name, (*ops, self._inside.tracked(node)), story)
            elif nodes.local(node) in ("sdt", "sdtContent", "customXml", "smartTag"):
                self._noted.formats_of(node, "", story.near, ("sdtPr", "sdtEndPr"))
                yield from self._held(node, name, ops, story)
            elif nodes.local(node) == "AlternateContent":
                for chosen in nodes.chosen(node):
                    yield from self._held(chosen, name, ops, story)
            elif not self._inside.mark(node, None, story):
                self._noted.other(node, story.near)

    def _structure(self, node: etree._Element, under: str, what: str, story: Story) -> tuple[Change, ...]:
        properties, changes = node.find(f"{W}{under}"), []
        for child in [] if properties is None else properties:
            kind = _ROWS.get(nodes.local(child))
            if kind:
                made = change(child, kind, what)
                changes.append(made)
                words = " ".join("".join(t.text or "" for t in p.iter(f"{W}t", f"{W}delText")) for p in node.iter(f"{W}p"))
                deed = f"{what} {'inserted' if kind == 'ins' else 'deleted'}"
                self._noted.format(Tracked(made.author, made.moment, deed, " ".join(words.split()), place=story.near))
        return tuple(changes)

    def _passage(
        self, node: etree._Element, around: tuple[Change, ...], ops: tuple[Change, ...], story: Story, cell: Cell
    ) -> Passage:
        story.count += 1
        line = OpenPassage(bookmarks=story.bookmarks, around=around)
        story.bookmarks = []
        properties = node.find(f"{W}pPr")
        marks: tuple[Change, ...] = ()
        style, rtl = nodes.value(node.find(f"{W}pPr/{W}pStyle")), False
        line.looks = self._looks.of_passage(style)
        self._inside.read(node, ops, line, story)
        story.fields = [False for _ in story.fields]  # an instruction ends in its passage
        if properties is not None:  # after the words, in which the move of the mark has its name
            rtl = nodes.is_on(properties.find(f"{W}bidi"))
            tracked = [child for child in properties.iterfind(f"{W}rPr/*") if child.tag in TRACKED]
            marks = tuple(self._inside.tracked(child) for child in tracked)
            words = "".join(run.words for run in line.runs)
            self._noted.formats_of(node, words, story.place, ("pPr",))
            numbered = properties.find(f"{W}numPr/{W}ins")
            if numbered is not None:
                made = change(numbered, "ins")
                self._noted.format(Tracked(made.author, made.moment, "numbering changed", words, "numPr", story.place))
        passage = Passage(
            tuple(nodes.joined_runs(line.runs)),
            style,
            right_to_left=rtl,
            mark_changes=(*ops, *marks),
            bookmark=next((name for name in line.bookmarks if not name.startswith("_")), ""),
            bookmarks=tuple(line.bookmarks),
            around=around,
            cell=cell,
            boxes=tuple(line.boxes),
            place=story.place,
        )
        self._talk.begin(line.begun, passage.place)
        # A passage whose mark is gone has no number of its own: the one that it joins is counted.
        is_counted = passage.stands(accepted=True) and not passage.is_joined(accepted=True)
        if is_counted and passage.words(accepted=True).strip():
            number, _ = self._counting.number(node)
            passage = replace(passage, number=number)
        return passage
