"""A verdict: what a rule answers. Rules give the word of a refusal, never a sentence; the desk has the sentences."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Verdict:
    """True when the act may be done; else ``refusal`` says why, ``about`` what it is about (a party, a clause)."""

    refusal: StrEnum | None = None
    about: str = ""

    def __bool__(self) -> bool:
        return self.refusal is None


GRANTED = Verdict()

SAID = "…"  # in the place of words that whoever does the act has still to write


class Possible(NamedTuple):
    """An act that belongs to a person's role and to the state of a row, with what its rule says before a form is filled in.

    ``act`` is its name. What was granted here may still be refused for what is then written or chosen; what was refused
    here is refused whatever is written. A named tuple, because a page makes thousands and a frozen class costs four times
    as much to make.
    """

    act: str
    on: Any
    verdict: Verdict
    needs_form: bool = False  # granted only with something that is chosen on its form


def refuse(refusal: StrEnum, about: str = "") -> Verdict:
    return Verdict(refusal, about)


def first(*verdicts: Verdict) -> Verdict:
    """The first refusal, or a grant when there is none."""
    for verdict in verdicts:
        if verdict.refusal is not None:
            return verdict
    return GRANTED
