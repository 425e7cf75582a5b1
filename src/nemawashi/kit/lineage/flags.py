"""Changes of a clause that a negotiator must see at once: polarity, verb strength, numbers, dates."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nemawashi.kit.lineage.aligning import Step


class FlagKind(StrEnum):
    POLARITY = "polarity"
    STRENGTH = "strength"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Flag:
    """One such change: the words before and after, either empty when they were only added or taken out."""

    kind: FlagKind
    before: str
    after: str


def flags(steps: "Iterable[Step]") -> tuple[Flag, ...]:
    """What the changed words of an alignment turn."""
    return ()
