"""What comes of amendments: every instruction with its outcome and reason, and the words that result."""

from dataclasses import dataclass, field

from nemawashi.kit.clauses.proposals import Proposed
from nemawashi.kit.faults import NotAllowedError

APPLIED, REFUSED = "applied", "refused"


class CannotError(NotAllowedError):
    """An instruction that cannot be done; the message is the reason, a sentence without its full stop."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction as the amendment prints it. ``reason``: why it was refused, or what was allowed in doing it."""

    text: str
    outcome: str
    reason: str = ""
    proposals: tuple[Proposed, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """``paragraphs``: the whole base document with the changes done; its numbers stay as they were."""

    title: str
    paragraphs: tuple[str, ...]
    instructions: tuple[Instruction, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """Which clauses an instruction names, and which part of each.

    ``family``: ``op``, ``pp``, ``annex``, ``any`` (a number alone), ``title``, ``all``; ``number``: as printed, empty for
    every clause of the family, ``last`` and ``last-1`` from the end; ``subs``: the letters under it. ``part``: ``chapeau``,
    ``sentence 2``, ``sentence last``, ``heading``. ``said``: the words of the instruction. ``scope``: the articles, sections
    and annexes in which it stands, as (kind, label); an article itself has the family ``article``, and so on. ``begins``: the
    words with which the clause begins, where it is named by them.
    """

    family: str
    number: str = ""
    subs: tuple[str, ...] = ()
    part: str = ""
    said: str = ""
    scope: tuple[tuple[str, str], ...] = ()
    begins: str = ""


@dataclass(slots=True)
class Statement:
    """One thing to do: the verb, what it is done to, and where. Quotations are given as their words."""

    verb: str
    words: list[str] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    into: list[str] = field(default_factory=list)
    where: list[Target] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    behind: list[Target] = field(default_factory=list)
    ahead: list[Target] = field(default_factory=list)
    edge: str = ""
    which: str = ""
    new: str = ""
    new_number: str = ""
    numbers: list[str] = field(default_factory=list)
    count: int = 0
    follows: bool = False
    is_range: bool = False
    rest: bool = False
    label: list[Target] = field(default_factory=list)
