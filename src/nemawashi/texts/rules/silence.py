"""When words go under silence, when silence ends, and who breaks it: after OSCE MC.DOC/1/06, Annex 1(A)."""

import datetime as dt
from collections.abc import Collection, Iterable
from zoneinfo import ZoneInfo

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.texts.rules.consenting import are_named
from nemawashi.texts.rules.standing import is_open, is_secretariat
from nemawashi.texts.terms import (
    Refusal,
    SilenceState,
)

__all__ = [
    "POST_ROOM",
    "is_in_time",
    "may_break_silence",
    "may_conclude_silence",
    "may_extend_silence",
    "may_open_silence",
    "silence_moment",
    "silence_state",
]

# A break that came in during the last second may still be on its way through the server when silence ends.
POST_ROOM = dt.timedelta(seconds=2)


def may_open_silence(
    by: Viewer,
    *,
    state: str,
    open_clauses: int,
    ends_at: dt.datetime,
    at: dt.datetime,
    is_revision_current: bool,
    is_running: bool = False,
    unnamed: Collection[str] = (),
    least_hours: int | None = None,
    least_working_days: int | None = None,
    working_days: int | None = None,
) -> Verdict:
    """Only a clean revision, issued since the last change, goes under silence, and until a moment to come, as far ahead as
    the forum wants it: ``least_hours``, to the second, and with ``least_working_days`` for each capital.

    ``working_days``: what the capital with the fewest has; None where it lasts so long that there are always enough.

    ``unnamed`` are the codes of parties that cannot join, or await instructions, and whom the chair did not name.
    """
    return first(
        is_secretariat(by),
        is_open(state),
        refuse(Refusal.NOT_CLEAN, str(open_clauses)) if open_clauses else GRANTED,
        GRANTED if is_revision_current else refuse(Refusal.NOT_A_CLEAN_REVISION),
        GRANTED if ends_at > at else refuse(Refusal.MOMENT_PASSED),
        refuse(Refusal.SILENCE_TOO_SHORT, str(least_hours)) if _is_short(ends_at - at, least_hours) else GRANTED,
        _has_working_days(working_days, least_working_days),
        refuse(Refusal.SILENCE_RUNS) if is_running else GRANTED,
        are_named(unnamed),
    )


def _has_working_days(working_days: int | None, least: int | None) -> Verdict:
    is_short = least is not None and working_days is not None and working_days < least
    return refuse(Refusal.TOO_FEW_WORKING_DAYS, str(least)) if is_short else GRANTED


def _is_short(lasts: dt.timedelta, least_hours: int | None) -> bool:
    return least_hours is not None and lasts < dt.timedelta(hours=least_hours)


def silence_moment(local: dt.datetime, zone: str) -> dt.datetime:
    """The moment, in UTC, that a wall clock in ``zone`` shows as ``local``; the earlier one where it shows it twice.

    Raises KeyError for an unknown zone and ValueError for a time that the clocks of the zone skip.
    """
    moment = local.replace(tzinfo=ZoneInfo(zone), fold=0)
    if moment.astimezone(dt.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError(f"the clocks of {zone} skip {local:%H:%M} on that day")
    return moment.astimezone(dt.UTC)


def is_in_time(ends_at: dt.datetime, at: dt.datetime) -> bool:
    """Whether a break at ``at`` counts: up to and including the moment itself, whatever zone it was set in."""
    return at <= ends_at


def silence_state(
    ends_at: dt.datetime, *, breaks: Iterable[dt.datetime], concluded_at: dt.datetime | None, at: dt.datetime
) -> SilenceState:
    """What silence came to, from recorded moments alone: a late or doubled job changes nothing."""
    if any(is_in_time(ends_at, moment) for moment in breaks):
        return SilenceState.BROKEN
    if concluded_at is not None:
        return SilenceState.CONCLUDED
    return SilenceState.RUNNING if is_in_time(ends_at, at) else SilenceState.EXPIRED


def may_break_silence(
    by: Viewer,
    *,
    ends_at: dt.datetime,
    is_concluded: bool,
    has_broken: bool,
    words: str,
    at: dt.datetime,
    is_over: bool = False,
) -> Verdict:
    """A participant breaks silence in writing and in time. Observers and guests cannot; a second party still can.

    ``is_over``: the text went under another silence, or was adopted, after this one was broken.
    """
    if not (by.may_act and by.is_participant):
        return refuse(Refusal.NOT_A_PARTICIPANT)
    if is_over:
        return refuse(Refusal.NOT_UNDER_SILENCE)
    if is_concluded or not is_in_time(ends_at, at):
        return refuse(Refusal.TOO_LATE)
    if has_broken:
        return refuse(Refusal.BROKEN_ALREADY)
    return GRANTED if words.strip() else refuse(Refusal.NO_WORDS)


def may_extend_silence(
    by: Viewer, *, state: SilenceState, ends_at: dt.datetime, until: dt.datetime, at: dt.datetime
) -> Verdict:
    """The chair extends silence while it runs, to a later moment; it is never shortened."""
    standing = {
        SilenceState.RUNNING: GRANTED,
        SilenceState.BROKEN: refuse(Refusal.SILENCE_BROKEN),
        SilenceState.EXPIRED: refuse(Refusal.TOO_LATE),
        SilenceState.CONCLUDED: refuse(Refusal.CONCLUDED_ALREADY),
    }[state]
    return first(is_secretariat(by), standing, GRANTED if until > ends_at else refuse(Refusal.NOT_LATER))


def may_conclude_silence(by: Viewer, *, state: SilenceState) -> Verdict:
    """Silence is concluded after its moment, when nobody broke it."""
    standing = {
        SilenceState.EXPIRED: GRANTED,
        SilenceState.RUNNING: refuse(Refusal.SILENCE_RUNS),
        SilenceState.BROKEN: refuse(Refusal.SILENCE_BROKEN),
        SilenceState.CONCLUDED: refuse(Refusal.CONCLUDED_ALREADY),
    }[state]
    return first(is_secretariat(by), standing)
