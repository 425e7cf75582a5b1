"""What stands inside a passage: runs, fields, links, math, text boxes, with the changes that lie on them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

from nemawashi.kit.word import nodes
from nemawashi.kit.word.discussing import Talk
from nemawashi.kit.word.marks import change
from nemawashi.kit.word.names import OPEN, QUIET, SIGNS, TRACKED, M, W
from nemawashi.kit.word.noting import Noted, Story
from nemawashi.kit.word.packages import Refusal, WordError
from nemawashi.kit.word.styles import Properties, Styles
from nemawashi.kit.word.values import Change, Passage, Run, Tracked

MOST_OPEN = 100  # comments on the same words: each is told of every word, and nobody reads so many beside one
_FRAMES = frozenset({"drawing", "pict", "object", "AlternateContent"})
_PICTURES = {"object": "w:object (embedded object)", "drawing": "w:drawing (picture)", "pict": "w:pict (picture)"}
_CONTROLS = {"Ins": "inserted", "Del": "deleted", "MoveFrom": "moved from", "MoveTo": "moved to"}
_PROPERTIES = ("sdtPr", "sdtEndPr")


@dataclass
class OpenPassage:
    """A passage while it is read."""

    runs: list[Run] = field(default_factory=list)
    boxes: list[Passage] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    around: tuple[Change, ...] = ()
    looks: Properties = field(default_factory=dict)  # that its style gives to all of its words


_Blocks = Callable[[etree._Element, tuple[Change, ...], Story], list[Passage]]


class Inside:
    """Reads the words of passages. ``blocks`` reads the passages of a text box."""

    def __init__(self, noted: Noted, talk: Talk, blocks: _Blocks, styles: Styles) -> None:
        self._noted, self._talk, self._blocks, self._styles = noted, talk, blocks, styles
        self._open: dict[str, None] = {}  # comments whose range is open, in order
        self._moves: dict[str, str] = {}

    def read(self, parent: Iterable[etree._Element], ops: tuple[Change, ...], line: OpenPassage, story: Story) -> None:
        for node in parent:
            tag, name = node.tag, nodes.local(node)
            if tag in TRACKED:
                self.read(node, (*ops, self.tracked(node)), line, story)
            elif tag == f"{W}r" or tag == f"{M}r":
                self._run(node, ops, line, story)
            elif name in _FRAMES:
                self._frame(node, ops, line, story)
            elif tag == f"{W}p" or tag == f"{W}tbl":
                self._noted.other(node, story.near)
                self.read(node, ops, line, story)
            elif name in OPEN:
                self._noted.formats_of(node, "", story.near, _PROPERTIES)
                self.read(node, ops + self._control(node, story), line, story)
            elif tag == f"{W}t" or tag == f"{M}t" or tag == f"{W}delText":
                self._word(node, ops, Run(""), line, story)
            elif not self.mark(node, line, story):
                self._noted.other(node, story.near)
                self.read(node, ops, line, story)

    def mark(self, node: etree._Element, line: OpenPassage | None, story: Story) -> bool:
        """Bookmarks and the borders of comments and moves; whether it was one."""
        name = nodes.local(node)
        if name == "bookmarkStart":
            (story.bookmarks if line is None else line.bookmarks).append(node.get(f"{W}name", ""))
        elif name == "commentRangeStart":
            key = node.get(f"{W}id", "")
            if self._talk.is_known(key):
                self._open[key] = None
                if len(self._open) > MOST_OPEN:
                    raise WordError(Refusal.COMPLICATED, f"more than {MOST_OPEN} comments lie on the same words")
            if line is not None:
                line.begun.append(key)
        elif name == "commentRangeEnd":
            self._open.pop(node.get(f"{W}id", ""), None)
        elif name in ("moveFromRangeStart", "moveToRangeStart"):
            self._moves[name.removesuffix("RangeStart")] = node.get(f"{W}name", "")
        elif name.startswith("customXml") and name.endswith("RangeStart"):
            deed = _CONTROLS.get(name.removeprefix("customXml").removesuffix("RangeStart"), "changed")
            made = change(node, "")
            self._noted.format(Tracked(made.author, made.moment, f"content control {deed}", "", place=story.near))
        elif name == "ctrlPr":
            self._noted.formats_in(node, "", story.near)
        else:
            return name in QUIET and name != "fldChar"
        return True

    def tracked(self, node: etree._Element) -> Change:
        kind = TRACKED[str(node.tag)]
        return change(node, kind, self._moves.get(kind, "") if kind.startswith("move") else "")

    def _control(self, node: etree._Element, story: Story) -> tuple[Change, ...]:
        """Changes of the character that makes a fraction, a root ...: with it goes all that it holds."""
        if not str(node.tag).startswith(M):
            return ()
        properties = node.find(f"{M}{nodes.local(node)}Pr/{M}ctrlPr")
        if properties is None:
            return ()
        self._noted.formats_in(properties, "", story.near)
        return tuple(self.tracked(child) for child in properties.iter() if child.tag in TRACKED)

    # Runs

    def _run(self, node: etree._Element, ops: tuple[Change, ...], line: OpenPassage, story: Story) -> None:
        properties = node.find(f"{W}rPr")
        key = "" if properties is None else nodes.value(properties.find(f"{W}rStyle"))
        looks = nodes.looks(properties, {**line.looks, **self._styles.of_words(key)})
        if properties is not None:
            ops += tuple(self.tracked(child) for child in properties if child.tag in TRACKED)
        before = len(line.runs)
        self._pieces(node, ops, looks, line, story)
        if properties is not None and properties.find(f"{W}rPrChange") is not None:
            self._noted.words_formatted(properties, line.runs, before, story.near)

    def _pieces(self, node: etree._Element, ops: tuple[Change, ...], looks: Run, line: OpenPassage, story: Story) -> None:
        for child in node:
            tag, name = child.tag, nodes.local(child)
            if tag in TRACKED:  # math: the change stands inside the run
                self._pieces(child, (*ops, self.tracked(child)), looks, line, story)
            elif name in ("footnoteReference", "endnoteReference"):
                key = f"{name.removesuffix('Reference')} {child.get(f'{W}id')}"
                line.runs.append(replace(looks, changes=ops, note=key))
            elif name in _FRAMES:
                self._frame(child, ops, line, story)
            elif name == "ruby":
                self.read(child, ops, line, story)
            elif tag == f"{W}r":
                self._run(child, ops, line, story)
            elif name == "commentReference":
                key = child.get(f"{W}id", "")
                if self._talk.is_unplaced(key):
                    line.begun.append(key)
            elif name == "fldChar":
                story.field_sign(child.get(f"{W}fldCharType", ""))
                self._noted.formats_in(child, "", story.near)
            elif name in ("instrText", "delInstrText"):
                self._noted.wordless("field", ops, story.near, child.text or "")
            elif not self._word(child, ops, looks, line, story) and not self.mark(child, line, story):
                self._noted.other(child, story.near)
                self.read(child, ops, line, story)

    def _word(self, node: etree._Element, ops: tuple[Change, ...], looks: Run, line: OpenPassage, story: Story) -> bool:
        name = nodes.local(node)
        if name == "t":
            words = node.text or ""
        elif name == "delText":
            words = node.text or ""
            if not any(op.kind in ("del", "moveFrom") for op in ops):
                ops = (*ops, Change("del", ""))
        elif name in SIGNS:
            words = SIGNS[name]
        elif name == "sym":
            words = nodes.symbol(node)
            if not words:
                words = "\ufffd"
                self._noted.miss("w:sym", story.near)
        else:
            return False
        if not story.is_instruction:
            line.runs.append(replace(looks, words=words, changes=ops))
            for key in self._open:
                self._talk.say(key, words)
        return True

    def _frame(self, node: etree._Element, ops: tuple[Change, ...], line: OpenPassage, story: Story) -> None:
        """A drawing or an alternative: the words of its boxes, and the words that stand in it as they are."""
        if nodes.local(node) == "AlternateContent":
            for chosen in nodes.chosen(node):
                self._alternative(chosen, ops, line, story)
            return
        boxes = [box for box in node.iter(f"{W}txbxContent") if nodes.outermost(box, node)]
        for box in boxes:
            line.boxes.extend(self._blocks(box, (*line.around, *ops), Story(story.near.then("text box"))))
        if not boxes:
            name = nodes.local(node)
            self._noted.miss(_PICTURES[name], story.near)
            self._noted.wordless("object" if name == "object" else "picture", ops, story.near)

    def _alternative(self, chosen: etree._Element, ops: tuple[Change, ...], line: OpenPassage, story: Story) -> None:
        """An alternative stands inside a run or holds whole runs."""
        if any(nodes.local(child) in OPEN for child in chosen):
            self.read(chosen, ops, line, story)
        else:
            self._pieces(chosen, ops, Run(""), line, story)
