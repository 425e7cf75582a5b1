"""Delegation lists: what a line says, who nominates and accredits, in which order parties sit, when names are deleted."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.terms import Role
from nemawashi.access.viewers import Viewer
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings.rules.convening import is_ahead, is_secretariat
from nemawashi.meetings.terms import DelegateRole, DelegateState, Refusal

__all__ = [
    "LONGEST_LIST",
    "MOST_DELEGATES",
    "Nominee",
    "is_its_voice",
    "keeps_names_until",
    "may_accredit",
    "may_attach_credentials",
    "may_decline_meeting",
    "may_forget_delegates",
    "may_nominate",
    "may_remove_delegate",
    "may_return_delegate",
    "nominees",
    "precedence",
]

MOST_DELEGATES = 60  # of one party at one meeting
LONGEST_LIST = 20_000  # signs of a pasted list
LONGEST_PART = 300
_BREAKS = ("\t", ";")


@dataclass(frozen=True, slots=True)
class Nominee:
    name: str
    office: str = ""
    own: str = ""
    role: DelegateRole = DelegateRole.MEMBER


def nominees(words: str, labels: Mapping[str, DelegateRole]) -> tuple[list[Nominee], list[int]]:
    """A pasted list: a line a person, *name; office; name in own letters; role*, by semicolons or tabs.

    ``labels``: how roles are written, in small letters; a line without one is a member's. With the people come the numbers
    of the lines that could not be read: no name, more than four parts, an unknown role, or a part that is too long.
    """
    rows, wrong = [], []
    for number, line in enumerate(words.splitlines(), start=1):
        if not line.strip():
            continue
        mark = next((each for each in _BREAKS if each in line), ";")
        parts = [" ".join(part.split()) for part in line.split(mark)]
        role = labels.get(parts[3].lower()) if len(parts) > 3 and parts[3] else DelegateRole.MEMBER
        if not parts[0] or len(parts) > 4 or role is None or max(map(len, parts)) > LONGEST_PART:
            wrong.append(number)
            continue
        office, own = [*parts[1:3], "", ""][:2]
        rows.append(Nominee(parts[0], office, own, role))
    return rows, wrong


def is_its_voice(by: Viewer, owner: str) -> Verdict:
    """The focal point or the head of a delegation speaks for it to the host."""
    may = by.is_delegate and by.role in (Role.HEAD, Role.FOCAL_POINT) and by.party == owner
    return GRANTED if may else refuse(Refusal.NOT_THE_FOCAL_POINT)


def may_nominate(
    by: Viewer, *, is_invited: bool, state: str, known: Collection[Nominee], new: Sequence[Nominee]
) -> Verdict:
    """The focal point, or the head, of an invited party names its delegates until the meeting is over: one head at most,
    nobody twice, and no more than a hall holds."""
    names = [row.name.casefold() for row in [*known, *new]]
    heads = [row for row in [*known, *new] if row.role == DelegateRole.HEAD]
    return first(
        is_its_voice(by, by.party or ""),
        GRANTED if is_invited else refuse(Refusal.NOT_INVITED),
        is_ahead(state),
        GRANTED if new else refuse(Refusal.NO_NAMES),
        refuse(Refusal.NAMED_TWICE) if len(set(names)) < len(names) else GRANTED,
        refuse(Refusal.TWO_HEADS) if len(heads) > 1 else GRANTED,
        refuse(Refusal.TOO_MANY_DELEGATES) if len(names) > MOST_DELEGATES else GRANTED,
    )


def may_remove_delegate(by: Viewer, *, owner: str, state: str) -> Verdict:
    """A name is taken off the own list until the meeting is over."""
    return first(is_its_voice(by, owner), is_ahead(state))


def may_decline_meeting(by: Viewer, *, is_invited: bool, state: str, has_declined: bool) -> Verdict:
    """An invited party says that it does not attend; naming delegates afterwards takes that back."""
    return first(
        is_its_voice(by, by.party or ""),
        GRANTED if is_invited else refuse(Refusal.NOT_INVITED),
        is_ahead(state),
        refuse(Refusal.DECLINED_ALREADY) if has_declined else GRANTED,
    )


def may_attach_credentials(by: Viewer, *, is_invited: bool, state: str) -> Verdict:
    """Who speaks for an invited party sends its letter of credentials, and another in its place, until it is over."""
    return first(
        is_its_voice(by, by.party or ""),
        GRANTED if is_invited else refuse(Refusal.NOT_INVITED),
        is_ahead(state),
    )


def may_accredit(by: Viewer, *, state: str, states: Collection[str]) -> Verdict:
    """The host accredits those who were nominated and not accredited yet; somebody has to be chosen."""
    return first(
        is_secretariat(by),
        is_ahead(state),
        GRANTED if states else refuse(Refusal.NOBODY_CHOSEN),
        refuse(Refusal.ACCREDITED_ALREADY) if DelegateState.ACCREDITED in states else GRANTED,
    )


def may_return_delegate(by: Viewer, *, state: str, delegate_state: str, why: str) -> Verdict:
    """The host refuses a delegate, or asks about one, with its reason; whom it accredited it does not refuse any more."""
    return first(
        is_secretariat(by),
        is_ahead(state),
        refuse(Refusal.ACCREDITED_ALREADY) if delegate_state == DelegateState.ACCREDITED else GRANTED,
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
    )


def keeps_names_until(end: ImpreciseDate | None, *, days: int) -> dt.date | None:
    """The last day on which a list holds names; None where the meeting has no day."""
    return end.latest + dt.timedelta(days=days) if end else None


def may_forget_delegates(by: Viewer, *, until: dt.date | None, today: dt.date, has_names: bool) -> Verdict:
    """Names are deleted when the time that the forum set is over, and not before; offices stay."""
    return first(
        is_secretariat(by),
        refuse(Refusal.NAMES_ARE_KEPT) if until is None or today <= until else GRANTED,
        GRANTED if has_names else refuse(Refusal.NO_NAMES),
    )


def precedence(parties: Mapping[str, str], *, host: str | None, host_is: str = "first") -> list[str]:
    """Slugs in the alphabetical order of the names given, in whatever language; the host stands first, last or in turn."""
    order = sorted(parties, key=lambda slug: (parties[slug].casefold(), slug))
    if host not in parties or host_is not in ("first", "last"):
        return order
    rest = [slug for slug in order if slug != host]
    return [str(host), *rest] if host_is == "first" else [*rest, str(host)]
