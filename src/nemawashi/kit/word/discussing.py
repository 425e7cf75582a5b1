"""Comments with their threads, and the words that they are about."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from nemawashi.kit import limits
from nemawashi.kit.word import packages
from nemawashi.kit.word.marks import author, moment
from nemawashi.kit.word.names import W14, W15, W
from nemawashi.kit.word.places import Place
from nemawashi.kit.word.values import Comment, Passage


class Talk:
    """The comments of one file, gathered while its text is read."""

    def __init__(self, package: packages.WordPackage) -> None:
        self._notes: dict[str, Comment] = {}
        self._on: dict[str, list[str]] = defaultdict(list)
        self._place: dict[str, Place] = {}
        self._thread: dict[str, str] = {}  # a comment's key to the one that it answers
        self._answers: dict[str, list[str]] = defaultdict(list)  # the other way round
        last: dict[str, str] = {}  # the id of a comment's last mark to the comment's key
        for _, name in package.related("comments"):
            root = package.part(name)
            for node in [] if root is None else root.iterfind(f"{W}comment"):
                key = node.get(f"{W}id", "")
                lines = [_words(line) for line in node.iter(f"{W}p")]
                for line in node.iter(f"{W}p"):
                    last[line.get(f"{W14}paraId", "")] = key
                self._notes[key] = Comment(author(node), "\n".join(lines).strip(), moment(node))
        for _, name in package.related("commentsExtended"):
            root = package.part(name)
            for row in [] if root is None else root.iter(f"{W15}commentEx"):
                of, to = last.get(row.get(f"{W15}paraId", "")), last.get(row.get(f"{W15}paraIdParent", "-"))
                if of is not None and to is not None and of != to:
                    self._answer(of, to)
                if of is not None and row.get(f"{W15}done") in ("1", "true"):
                    self._notes[of] = replace(self._notes[of], is_done=True)

    def is_known(self, key: str) -> bool:
        return key in self._notes

    def is_unplaced(self, key: str) -> bool:
        return key in self._notes and key not in self._place

    def _answer(self, of: str, to: str) -> None:
        before = self._thread.get(of)
        if before is not None:
            self._answers[before].remove(of)
        self._thread[of] = to
        self._answers[to].append(of)

    def say(self, key: str, words: str) -> None:
        self._on[key].append(words)

    def begin(self, keys: Sequence[str], place: Place) -> None:
        """Comments that begin in the passage at ``place``."""
        for key in keys:
            self._place.setdefault(key, place)

    def comments(self) -> tuple[Comment, ...]:
        """In order of the file; answers inside what they answer."""
        order = {key: at for at, key in enumerate(self._notes)}
        places = {key: at for at, key in enumerate(self._place)}
        keys = [key for key in self._notes if key not in self._thread]
        keys.sort(key=lambda key: (places.get(key, len(places)), order[key]))
        return tuple(self._whole(key) for key in keys)

    def placed(self, passages: Sequence[Passage]) -> list[Passage]:
        """The passages with the comments that begin in them; a comment without a place goes to none."""
        held: dict[str, list[Comment]] = defaultdict(list)
        for key, place in self._place.items():
            if key in self._notes and key not in self._thread:
                held[place].append(self._whole(key))
        return [replace(one, comments=tuple(held[one.place])) if one.place in held else one for one in passages]

    def _whole(self, key: str, above: tuple[str, ...] = ()) -> Comment:
        if len(above) > limits.DEEPEST:
            raise packages.WordError(
                packages.Refusal.COMPLICATED, f"comments answer one another more than {limits.DEEPEST} deep"
            )
        answers = [of for of in self._answers[key] if of not in (*above, key)]
        replies = tuple(self._whole(of, (*above, key)) for of in answers)
        on = "" if above else "".join(self._on.get(key, ()))
        return replace(self._notes[key], on=on, answers=replies)


def _words(line: etree._Element) -> str:
    return "".join(node.text or "" for node in line.iter(f"{W}t"))
