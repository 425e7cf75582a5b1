"""Decisions about the time plan of a meeting and the annotations of its agenda: from values to verdicts."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings.rules.convening import is_ahead, is_secretariat
from nemawashi.meetings.terms import AgendaStage, ItemState, Refusal

__all__ = [
    "MOST_DAYS",
    "SessionSpan",
    "agenda_stage",
    "days_of",
    "may_annotate",
    "may_plan_session",
    "may_remove_session",
    "on_the_venues_clock",
    "session_day",
    "stands_on_the_clock",
]

MOST_DAYS = 14  # of a meeting whose last day is not known


@dataclass(frozen=True, slots=True)
class SessionSpan:
    """When a session begins and ends: the day of the meeting, counted from 1, and two hours of the venue's clock."""

    day: int
    starts: dt.time
    ends: dt.time

    def collides(self, other: "SessionSpan") -> bool:
        """One that begins in the minute in which the other ends does not."""
        return self.day == other.day and self.starts < other.ends and other.starts < self.ends


def days_of(start: ImpreciseDate | None, end: ImpreciseDate | None) -> int | None:
    """How many days a meeting lasts; None while its days are not known."""
    if start is None or not start.day:
        return None
    last = end if end is not None and end.day else start
    return (last.earliest - start.earliest).days + 1


def session_day(start: ImpreciseDate | None, day: int) -> dt.date | None:
    """The date of a day of the meeting; None while the first day is not known."""
    return start.earliest + dt.timedelta(days=day - 1) if start is not None and start.day else None


def on_the_venues_clock(day: dt.date, hour: dt.time, zone: str) -> dt.datetime:
    """The moment at which the clocks of the zone show this hour; the earlier one, where they show it twice."""
    return dt.datetime.combine(day, hour, tzinfo=ZoneInfo(zone))


def stands_on_the_clock(day: dt.date | None, hours: Sequence[dt.time], zone: str) -> Verdict:
    """Whether the clocks of the zone show these hours on the day: they skip some when they are set forward."""
    for hour in hours if day is not None else ():
        moment = on_the_venues_clock(day or dt.date.min, hour, zone)
        if moment.astimezone(dt.UTC).astimezone(ZoneInfo(zone)).time() != hour:
            return refuse(Refusal.CLOCK_SKIPPED, zone)
    return GRANTED


def may_plan_session(
    by: Viewer, *, state: str, span: SessionSpan, days: int | None, others: Collection[SessionSpan]
) -> Verdict:
    """The secretariat plans sessions until the meeting is over: on its days, each ends after it begins, none on another."""
    return first(
        is_secretariat(by),
        is_ahead(state),
        GRANTED if 1 <= span.day <= (days or MOST_DAYS) else refuse(Refusal.SESSION_OUTSIDE),
        GRANTED if span.starts < span.ends else refuse(Refusal.SESSION_ENDS_FIRST),
        refuse(Refusal.SESSIONS_COLLIDE) if any(span.collides(other) for other in others) else GRANTED,
    )


def may_remove_session(by: Viewer, *, state: str) -> Verdict:
    """A session is taken out of the time plan until the meeting is over; its items stay on the agenda."""
    return first(is_secretariat(by), is_ahead(state))


def may_annotate(by: Viewer, *, state: str, item_state: str, is_agenda_adopted: bool, is_reworded: bool) -> Verdict:
    """The secretariat annotates the items of a provisional agenda; when an item is taken and who introduces it is settled
    until the meeting is over."""
    is_ended = item_state in (ItemState.DEFERRED, ItemState.WITHDRAWN)
    return first(
        is_secretariat(by),
        is_ahead(state),
        refuse(Refusal.ITEM_ENDED) if is_ended else GRANTED,
        refuse(Refusal.AGENDA_STANDS) if is_agenda_adopted and is_reworded else GRANTED,
    )


def agenda_stage(*, is_adopted: bool, annotations: Collection[str]) -> AgendaStage:
    """``annotations``: those of the items that stand. One that is missing keeps the agenda from being annotated."""
    if is_adopted:
        return AgendaStage.ADOPTED
    is_annotated = bool(annotations) and all(words.strip() for words in annotations)
    return AgendaStage.ANNOTATED if is_annotated else AgendaStage.PROVISIONAL
