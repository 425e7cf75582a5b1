"""Consent, an act of a party: can join consensus, awaits instructions, cannot join; and what the chair may do over it."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import NamedTuple

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.texts.rules.standing import LONGEST_POSITION, is_open
from nemawashi.texts.terms import ConsentKind, Refusal

__all__ = [
    "Heard",
    "are_named",
    "awaited",
    "may_consent",
    "nobody_stands_out",
    "out_of_consensus",
]


class Heard(NamedTuple):
    """The newest word of a party on one subject. ``holds``: it is of the words as they are now; see ``Consent``."""

    party: str
    kind: str
    at: dt.datetime
    until: dt.date | None = None
    why: str = ""
    holds: bool = True

    @property
    def is_open(self) -> bool:
        """Whether it stands in the way of consensus, whatever became of the words since."""
        return self.kind != ConsentKind.JOINS

    @property
    def has_spoken(self) -> bool:
        """Whether the party need not be asked again: its word is of the words as they are now, or stands anyway."""
        return self.holds or self.is_open


def may_consent(
    by: Viewer,
    *,
    state: str,
    kind: str,
    why: str,
    until: dt.date | None,
    today: dt.date,
    last: Heard | None,
    is_current: bool,
    own_wishes: int,
    is_package: bool = False,
) -> Verdict:
    """A participant says whether it can join consensus on the words as they stand.

    ``today`` is the day in the party's capital; ``until`` may be that day and none before. ``own_wishes`` counts live
    positions of the party that ask for a change of these words: whoever joins withdraws them first. ``is_current``: the
    words are those that the party saw.
    """
    says_why = kind in (ConsentKind.CANNOT, ConsentKind.BUT_FOR)
    return first(
        GRANTED if by.may_act and by.is_participant else refuse(Refusal.NOT_A_PARTICIPANT),
        is_open(state),
        GRANTED if is_current else refuse(Refusal.WORDS_CHANGED_SINCE),
        GRANTED if is_package or kind != ConsentKind.BUT_FOR else refuse(Refusal.ONLY_A_PACKAGE),
        GRANTED if why.strip() or not says_why else refuse(Refusal.NO_REASON),
        refuse(Refusal.TOO_MANY_WORDS) if len(why) > LONGEST_POSITION else GRANTED,
        refuse(Refusal.DAY_PASSED) if until is not None and until < today else GRANTED,
        refuse(Refusal.OWN_WISH_STANDS) if own_wishes and kind == ConsentKind.JOINS else GRANTED,
        refuse(Refusal.HOLDS_ALREADY) if last and _says_the_same(last, kind, why, until) else GRANTED,
    )


def _says_the_same(last: Heard, kind: str, why: str, until: dt.date | None) -> bool:
    return last.holds and (last.kind, last.why, last.until) == (kind, why, until)


def out_of_consensus(spoken: Iterable[Heard]) -> list[str]:
    """Slugs of the parties that cannot join, or can but for something."""
    return [each.party for each in spoken if each.kind in (ConsentKind.CANNOT, ConsentKind.BUT_FOR)]


def nobody_stands_out(codes: Iterable[str]) -> Verdict:
    """The chair gavels what no participant objects to; ``codes`` are of those that said they cannot join."""
    names = ", ".join(codes)
    return refuse(Refusal.CONSENSUS_STANDS_OUT, names) if names else GRANTED


def are_named(codes: Collection[str]) -> Verdict:
    """Silence, and adoption, go over an open word of a party only where the chair named it; ``codes`` are left unnamed."""
    return refuse(Refusal.CONSENT_NOT_NAMED, ", ".join(sorted(set(codes)))) if codes else GRANTED


def awaited(
    spoken: Iterable[Heard], *, agreed_at: dt.datetime | None = None, named: Collection[str] = ()
) -> tuple[str, ...]:
    """Slugs of the parties whose instructions are awaited.

    After an agreement made at ``agreed_at``: those that were ``named`` with it and have not had them since, and those that
    said so later. What a party said before an agreement that did not name it, as by silence kept, is over with that.
    """
    rows = {each.party: each for each in spoken}
    if agreed_at is None:
        return tuple(sorted(slug for slug, each in rows.items() if each.kind == ConsentKind.AWAITS))
    late = {slug for slug, each in rows.items() if each.kind == ConsentKind.AWAITS and each.at > agreed_at}
    left = {slug for slug in named if slug not in rows or rows[slug].kind == ConsentKind.AWAITS}
    return tuple(sorted(late | left))
