"""What the styles of a Word file say of the looks of words, as far as it tells what was struck, set apart or hidden."""

from collections.abc import Mapping

from lxml import etree

from nemawashi.kit.word.names import W
from nemawashi.kit.word.nodes import local, value

_OF_WORDS = frozenset({"strike", "dstrike", "vanish", "u", "color", "highlight", "shd"})
_OF_PASSAGES = frozenset({"strike", "dstrike", "vanish"})  # a heading is no change because it is blue
_ORDINARY = ("hyperlink", "followedhyperlink", "footnote reference", "endnote reference", "annotation reference")
_DEEPEST = 20  # styles that rest on each other: Word has no more than a few

Properties = Mapping[str, etree._Element]


class Styles:
    def __init__(self, root: etree._Element | None) -> None:
        rows = [] if root is None else root.iterfind(f"{W}style")
        self._rows = {row.get(f"{W}styleId", ""): row for row in rows}
        self._known: dict[str, Properties] = {}

    def of_words(self, key: str) -> Properties:
        """By the style of a run."""
        return {name: each for name, each in self._all(key).items() if name in _OF_WORDS} if key else {}

    def of_passage(self, key: str) -> Properties:
        """By the style of a passage: its colour and lines are those of all its words, and set none of them apart."""
        return {name: each for name, each in self._all(key).items() if name in _OF_PASSAGES} if key else {}

    def _all(self, key: str) -> Properties:
        if key not in self._known:
            self._known[key] = self._read(key)
        return self._known[key]

    def _read(self, key: str) -> Properties:
        held: dict[str, etree._Element] = {}
        for _step in range(_DEEPEST):
            row = self._rows.get(key)
            if row is None or value(row.find(f"{W}name")).casefold() in _ORDINARY:
                break
            for child in row.iterfind(f"{W}rPr/*"):
                held.setdefault(local(child), child)
            key = value(row.find(f"{W}basedOn"))
        return held
