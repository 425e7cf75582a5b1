"""A verdict: what a rule answers. Rules give the word of a refusal, never a sentence; the desk has the sentences."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Verdict:
    """True when the act may be done; else ``refusal`` says why, ``about`` what it is about (a party, a clause)."""

    refusal: StrEnum | None = None
    about: str = ""

    def __bool__(self) -> bool:
        return self.refusal is None


GRANTED = Verdict()


def refuse(refusal: StrEnum, about: str = "") -> Verdict:
    return Verdict(refusal, about)


def first(*verdicts: Verdict) -> Verdict:
    """The first refusal, or a grant when there is none."""
    return next((verdict for verdict in verdicts if not verdict), GRANTED)
