"""A bracket while it is resolved, with those within it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from nemawashi.kit.brackets.reading import Bracketed
from nemawashi.kit.brackets.verbs import OPPOSE, SUPPORT
from nemawashi.kit.clauses.operations import Operation

ASIDE = (Operation.RESERVE, Operation.COMMENT)
AT_PLACE = (Operation.PLACEHOLDER, Operation.FOOTNOTE)
# Whose words are never those of the text.
NEVER_OWN = (*ASIDE, *AT_PLACE)
_WISHES = (Operation.DELETE, OPPOSE, SUPPORT)
_LINK = re.compile(r"#(\d{1,6})")


@dataclass(slots=True)
class Member:
    """A bracket while it is resolved. ``low`` and ``high``: its own words as typed; ``is_own``: whether the base has them."""

    bracket: Bracketed
    low: int
    high: int
    link: int = 0
    is_own: bool = False
    stands: bool = False  # whether what looks like a note is the base's own words
    inside: list["Member"] = field(default_factory=list)

    @property
    def words(self) -> str:
        return self.bracket.words

    @property
    def is_named(self) -> bool:
        return bool(self.bracket.parties or self.bracket.supporters or self.bracket.opponents)

    @property
    def is_wish(self) -> bool:
        """Whether it holds a verb and no words: ``[KAZ: delete]``."""
        return self.bracket.kind in _WISHES and not self.words.strip()

    @property
    def never_own(self) -> bool:
        return (
            (self.bracket.kind in NEVER_OWN and not self.stands)
            or self.is_wish
            or (bool(self.link) and self.bracket.kind != Operation.DELETE)
        )


def members(brackets: Sequence[Bracketed], words: str) -> list[Member]:
    out = []
    for bracket in brackets:
        low = bracket.start + 1 + bracket.head
        linking = _LINK.search(words[bracket.start + 1 : low])
        member = Member(bracket, low, low + len(bracket.words), int(linking[1]) if linking else 0)
        inside = [each for each in bracket.inside if each.start >= low]  # ``[[UZB] six]``: a name, no bracket
        member.inside = members(inside, words)
        out.append(member)
    return out


def each_of(members: Sequence[Member]) -> list[Member]:
    return [one for member in members for one in (member, *each_of(member.inside))]
