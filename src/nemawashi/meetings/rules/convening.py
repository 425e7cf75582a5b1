"""Decisions about meetings, agendas and recommendations: from values to verdicts.

Pure functions: no database, no clock. Whoever asks passes what is true at the moment of asking.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings.terms import ItemState, Link, MeetingState, Rank, Refusal

__all__ = [
    "Cadence",
    "NOT_BEGUN",
    "NOT_OVER_YET",
    "Stretch",
    "agenda_closes",
    "papers_close",
    "cadence",
    "dates_stand",
    "days_until",
    "has_not_begun",
    "is_ahead",
    "is_in_session",
    "is_late",
    "is_secretariat",
    "may_admit_late_item",
    "may_adopt_agenda",
    "may_announce",
    "may_cancel",
    "may_close",
    "may_confirm_presence",
    "may_defer",
    "may_edit_meeting",
    "may_edit_recommendation",
    "may_hold",
    "may_mend_item",
    "may_open",
    "may_postpone",
    "may_put_on_agenda",
    "may_record_recommendation",
    "may_reopen_agenda",
    "may_reorder",
    "may_take_attendance",
    "months_since",
    "rank_of",
    "zone_exists",
]

NOT_BEGUN = (MeetingState.PLANNED, MeetingState.ANNOUNCED, MeetingState.POSTPONED)
NOT_OVER_YET = (*NOT_BEGUN, MeetingState.OPEN)


def is_secretariat(by: Viewer) -> Verdict:
    """The host's secretariat runs meetings; nobody else does."""
    return GRANTED if by.is_secretariat else refuse(Refusal.NOT_THE_SECRETARIAT)


def may_record_recommendation(by: Viewer, *, words: str) -> Verdict:
    """Experts put their recommendations on record themselves; the secretariat may do it for a meeting of theirs."""
    if not (by.is_expert or by.is_secretariat):
        return refuse(Refusal.NOT_AN_EXPERT)
    return GRANTED if words.strip() else refuse(Refusal.NO_REASON)


def may_put_on_agenda(by: Viewer, *, state: str, is_agenda_adopted: bool) -> Verdict:
    """Participants and the secretariat propose items until the agenda is adopted; observers and guests do not."""
    if not (by.is_secretariat or (by.may_act and by.is_participant)):
        return refuse(Refusal.NOT_A_PARTICIPANT)
    return first(is_ahead(state), refuse(Refusal.AGENDA_ADOPTED) if is_agenda_adopted else GRANTED)


def agenda_closes(start: ImpreciseDate | None, *, days: int | None) -> dt.date | None:
    """The last day on which items are proposed without leave; None where no rule or no first day says one."""
    return start.earliest - dt.timedelta(days=days) if days is not None and start and start.day else None


def papers_close(start: ImpreciseDate | None, *, days: int | None) -> dt.date | None:
    """The last day on which papers come in time; None where no rule or no first day says one."""
    return agenda_closes(start, days=days)


def is_late(by: Viewer, *, closes: dt.date | None, today: dt.date) -> bool:
    """Whether an item that is proposed today waits for the chair's leave; the secretariat acts for the chair."""
    return not by.is_secretariat and closes is not None and today > closes


def may_admit_late_item(by: Viewer, *, state: str, item_state: str, is_agenda_adopted: bool, why: str) -> Verdict:
    """The chair gives leave to an item that came after the deadline, with a reason, until the agenda is adopted."""
    return first(
        is_secretariat(by),
        is_ahead(state),
        GRANTED if item_state == ItemState.LATE else refuse(Refusal.NOT_LATE),
        refuse(Refusal.AGENDA_STANDS) if is_agenda_adopted else GRANTED,
        _stated(why),
    )


def is_ahead(state: str) -> Verdict:
    """Whether things can still be brought before the meeting: until it is closed."""
    if state == MeetingState.CANCELLED:
        return refuse(Refusal.CANCELLED)
    return GRANTED if state in NOT_OVER_YET else refuse(Refusal.HELD_ALREADY)


def has_not_begun(state: str) -> Verdict:
    """Whether the meeting can still be moved to other days, or given up."""
    return refuse(Refusal.IN_SESSION) if state == MeetingState.OPEN else is_ahead(state)


def dates_stand(start: ImpreciseDate | None, end: ImpreciseDate | None) -> Verdict:
    """A meeting does not end before it starts, as far as both are known."""
    if start and end and end.certainly_before(start):
        return refuse(Refusal.ENDS_BEFORE_IT_STARTS)
    return GRANTED


def zone_exists(zone: str) -> Verdict:
    """Whether ``zone`` is an IANA name."""
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return refuse(Refusal.ZONE_UNKNOWN, zone)
    return GRANTED


def may_edit_meeting(by: Viewer, *, state: str, moves_days: bool) -> Verdict:
    """What a meeting says of itself is set right until it begins; days that were announced are moved by postponing it."""
    if state == MeetingState.CANCELLED:
        return first(is_secretariat(by), refuse(Refusal.CANCELLED))
    if state not in NOT_BEGUN:
        return first(is_secretariat(by), refuse(Refusal.BEGUN))
    is_moved = moves_days and state != MeetingState.PLANNED
    return first(is_secretariat(by), refuse(Refusal.DAYS_ANNOUNCED) if is_moved else GRANTED)


def may_announce(by: Viewer, *, state: str, start: ImpreciseDate | None) -> Verdict:
    """A meeting is announced with its day; until then it is only planned."""
    if state == MeetingState.CANCELLED:
        return refuse(Refusal.CANCELLED)
    if state == MeetingState.HELD:
        return refuse(Refusal.HELD_ALREADY)
    if state == MeetingState.OPEN:
        return refuse(Refusal.IN_SESSION)
    return first(is_secretariat(by), GRANTED if start and start.day else refuse(Refusal.NO_DATE))


def may_postpone(by: Viewer, *, state: str, why: str) -> Verdict:
    """A meeting that was not held is postponed with a reason; the new date may still be unknown."""
    return first(is_secretariat(by), has_not_begun(state), _stated(why))


may_cancel = may_postpone


def may_open(by: Viewer, *, state: str, start: ImpreciseDate | None, today: dt.date) -> Verdict:
    """A meeting is opened on its first day at the earliest, in the zone of the meeting, once."""
    if state == MeetingState.OPEN:
        return first(is_secretariat(by), refuse(Refusal.IN_SESSION))
    return first(is_secretariat(by), _is_announced(state), _has_come(start, today))


def may_close(by: Viewer, *, state: str) -> Verdict:
    """What was opened is closed; from then on the meeting was held."""
    return first(is_secretariat(by), is_in_session(state))


def is_in_session(state: str) -> Verdict:
    """Whether the meeting is open now: agenda and texts are adopted, and presence taken, in no other."""
    if state == MeetingState.HELD:
        return refuse(Refusal.HELD_ALREADY)
    return GRANTED if state == MeetingState.OPEN else refuse(Refusal.NOT_IN_SESSION)


def may_hold(by: Viewer, *, state: str, end: ImpreciseDate | None, today: dt.date) -> Verdict:
    """A meeting that nobody opened here is recorded as held once its last day is over, in the zone of the meeting."""
    if state == MeetingState.OPEN:
        return first(is_secretariat(by), refuse(Refusal.IN_SESSION))
    is_over = end is not None and end.latest < today
    return first(is_secretariat(by), _is_announced(state), GRANTED if is_over else refuse(Refusal.NOT_OVER))


def _is_announced(state: str) -> Verdict:
    if state == MeetingState.HELD:
        return refuse(Refusal.HELD_ALREADY)
    if state == MeetingState.CANCELLED:
        return refuse(Refusal.CANCELLED)
    return GRANTED if state == MeetingState.ANNOUNCED else refuse(Refusal.NOT_ANNOUNCED)


def _has_come(start: ImpreciseDate | None, today: dt.date) -> Verdict:
    return GRANTED if start and start.earliest <= today else refuse(Refusal.NOT_ITS_DAY)


def may_confirm_presence(by: Viewer, *, state: str, is_invited: bool, names: str) -> Verdict:
    """An invited delegation says itself that it is there, and who speaks for it."""
    return first(
        GRANTED if by.may_act and by.is_delegate and is_invited else refuse(Refusal.NOT_INVITED),
        is_in_session(state),
        GRANTED if names.strip() else refuse(Refusal.NO_NAMES),
    )


def may_take_attendance(by: Viewer, *, state: str, names: Collection[str]) -> Verdict:
    """The secretariat takes down who is present: each of the parties with the names of those who speak for it."""
    return first(
        is_secretariat(by),
        is_in_session(state),
        GRANTED if names and all(each.strip() for each in names) else refuse(Refusal.NO_NAMES),
    )


def may_defer(by: Viewer, *, item_state: str, is_agenda_adopted: bool, why: str) -> Verdict:
    """An item is deferred with a reason, before the agenda is adopted or at the meeting; it returns on the next."""
    if item_state == ItemState.DEFERRED:
        return first(is_secretariat(by), refuse(Refusal.ITEM_NOT_OPEN))
    if item_state == ItemState.WITHDRAWN:
        return first(is_secretariat(by), refuse(Refusal.ITEM_ENDED))
    return first(is_secretariat(by), _stated(why))


def may_mend_item(
    by: Viewer,
    *,
    proposer: str | None,
    state: str,
    item_state: str,
    is_agenda_adopted: bool,
    is_built_on: bool,
    is_promise: bool = False,
    is_reworded: bool = True,
) -> Verdict:
    """An item is reworded or withdrawn by who proposed it, while the agenda is provisional and nothing rests on it.

    ``proposer``: the slug of a party, or None for the secretariat, which may also sort any item under a pillar (then it is
    not ``is_reworded``). ``is_promise``: its words are those of a commitment that returns.
    """
    is_own = by.is_secretariat if proposer is None else by.may_act and by.party == proposer
    if not is_own and (is_reworded or not by.is_secretariat):
        return refuse(Refusal.NOT_ITS_PROPOSER)
    if item_state in (ItemState.DEFERRED, ItemState.WITHDRAWN):
        return refuse(Refusal.ITEM_ENDED)
    return first(
        is_ahead(state),
        refuse(Refusal.AGENDA_STANDS) if is_agenda_adopted else GRANTED,
        refuse(Refusal.ITEM_BUILT_ON) if is_built_on and is_reworded else GRANTED,
        refuse(Refusal.ITEM_IS_A_PROMISE) if is_promise and is_reworded else GRANTED,
    )


def may_reorder(by: Viewer, *, state: str, is_agenda_adopted: bool) -> Verdict:
    """The secretariat orders a provisional agenda."""
    return first(is_secretariat(by), is_ahead(state), refuse(Refusal.AGENDA_STANDS) if is_agenda_adopted else GRANTED)


def may_edit_recommendation(by: Viewer, *, link: str, is_taken_up: bool, words: str) -> Verdict:
    """Experts and the secretariat set right what was recorded here, until it is on an agenda; a source's words stay."""
    if not (by.is_expert or by.is_secretariat):
        return refuse(Refusal.NOT_AN_EXPERT)
    if is_taken_up or link == Link.TAKEN_UP:
        return refuse(Refusal.WORDS_TAKEN_UP)
    if link != Link.OPEN:
        return refuse(Refusal.FROM_A_SOURCE)
    return GRANTED if words.strip() else refuse(Refusal.NO_REASON)


def may_adopt_agenda(by: Viewer, *, state: str, is_agenda_adopted: bool, open_items: int) -> Verdict:
    """The agenda is adopted once, by consensus at or after the opening, and has something on it.

    What was adopted in a meeting that nobody opened here is recorded once that was held.
    """
    if is_agenda_adopted:
        return first(is_secretariat(by), refuse(Refusal.AGENDA_ADOPTED))
    if state == MeetingState.ANNOUNCED:
        return first(is_secretariat(by), refuse(Refusal.NOT_IN_SESSION))
    if state not in (MeetingState.OPEN, MeetingState.HELD):
        return first(is_secretariat(by), refuse(Refusal.NOT_ANNOUNCED))
    return first(is_secretariat(by), GRANTED if open_items else refuse(Refusal.AGENDA_EMPTY))


def may_reopen_agenda(by: Viewer, *, state: str, is_agenda_adopted: bool, why: str) -> Verdict:
    """An agenda that was adopted by mistake is provisional again, with a reason, until the meeting is closed."""
    if not is_agenda_adopted:
        return first(is_secretariat(by), refuse(Refusal.AGENDA_NOT_ADOPTED))
    return first(is_secretariat(by), is_ahead(state), _stated(why))


def _stated(why: str) -> Verdict:
    return GRANTED if why.strip() else refuse(Refusal.NO_REASON)


_RANKS: tuple[tuple[Rank, re.Pattern[str]], ...] = (
    (Rank.ENVOY, re.compile(r"^(special representative|special envoy|ambassador)\b", re.I)),
    (
        Rank.OFFICIAL,
        re.compile(r"^(special adviser|(deputy )?director|head of (a|the|an)\b|vice minister or director)", re.I),
    ),
    (Rank.MINISTER, re.compile(r"^deputy prime minister\b|^secretary of state\b", re.I)),
    (Rank.LEADER, re.compile(r"^(prime minister|president)\b", re.I)),
    (Rank.DEPUTY, re.compile(r"\b(deputy|vice|state secretary)\b", re.I)),
    (Rank.MINISTER, re.compile(r"\bminister\b", re.I)),
)


@dataclass(frozen=True, slots=True)
class Cadence:
    """How far apart the meetings of a track were, in whole months; ``gaps`` is how many stretches that rests on."""

    median: int
    shortest: int
    longest: int
    gaps: int


def cadence(days: Iterable[ImpreciseDate | None]) -> Cadence | None:
    """How often a track met, from meetings that are known to the month at least; None below two of them."""
    known = sorted(day for day in days if day and day.month)
    gaps = sorted(_months(one, other) for one, other in pairwise(known))
    return Cadence(gaps[len(gaps) // 2], gaps[0], gaps[-1], len(gaps)) if gaps else None


def months_since(days: Iterable[ImpreciseDate | None], *, today: dt.date) -> int | None:
    """Whole months since the latest of the meetings that are known to the month."""
    known = [day for day in days if day and day.month]
    return _months(max(known), ImpreciseDate(today.year, today.month)) if known else None


def _months(one: ImpreciseDate, other: ImpreciseDate) -> int:
    return (other.year - one.year) * 12 + (other.month or 1) - (one.month or 1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days between two dates: from ``least`` to ``most``, which are the same where both days are known."""

    least: int
    most: int


def days_until(made: ImpreciseDate | None, taken: ImpreciseDate | None) -> Stretch | None:
    """From a recommendation to what came of it; None where a date is missing or what came of it may lie before it."""
    if made is None or taken is None or taken.latest < made.earliest:
        return None
    return Stretch(max(0, (taken.earliest - made.latest).days), (taken.latest - made.earliest).days)


def rank_of(office: str | None) -> Rank:
    """The rank that an office has, from the words before any parenthesis: ``Deputy foreign minister (chair)``.

    A deputy prime minister counts as a minister. An office that no pattern knows is an official's; none is not stated.
    """
    stated = (office or "").split("(")[0].strip()
    if not stated:
        return Rank.UNKNOWN
    return next((rank for rank, form in _RANKS if form.search(stated)), Rank.OFFICIAL)
