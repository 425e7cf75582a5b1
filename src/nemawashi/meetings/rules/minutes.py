"""Decisions about the minutes of a meeting: who writes them, who reads them, when corrections are over."""

import datetime as dt

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.meetings.rules.convening import is_secretariat
from nemawashi.meetings.terms import MeetingState, MinutesState, Refusal

__all__ = [
    "BEGUN",
    "LONGEST_MINUTES",
    "may_adopt_minutes",
    "may_answer_correction",
    "may_circulate_minutes",
    "may_correct_minutes",
    "may_write_minutes",
    "reads_minutes",
    "shows_minutes",
]

LONGEST_MINUTES = 200_000  # signs
BEGUN = (MeetingState.OPEN, MeetingState.HELD)


def reads_minutes(by: Viewer, *, state: str) -> bool:
    """The secretariat reads its draft, the dialogue what was circulated; ``queries.visible_minutes`` says it of rows."""
    return by.is_secretariat or (by.sees_dialogue and state != MinutesState.DRAFT)


def shows_minutes(by: Viewer, *, meeting: str, minutes: str) -> bool:
    """Whether a way leads to the minutes (states; ``minutes`` empty before the first word): for those who read them, and
    for the secretariat from the opening on."""
    return reads_minutes(by, state=minutes) if minutes else by.is_secretariat and meeting in BEGUN


def may_write_minutes(by: Viewer, *, state: str, minutes: str, has_words: bool = True, is_long: bool = False) -> Verdict:
    """The secretariat and its note-takers write from the opening on, until they are adopted. Corrections of delegations are
    taken in in the same way. ``minutes``: their state, empty before the first word."""
    return first(
        GRANTED if by.is_secretariat or by.takes_notes else refuse(Refusal.NOT_A_NOTE_TAKER),
        GRANTED if state in BEGUN else refuse(Refusal.NOTHING_TO_TAKE_DOWN),
        refuse(Refusal.MINUTES_ADOPTED) if minutes == MinutesState.ADOPTED else GRANTED,
        GRANTED if has_words else refuse(Refusal.MINUTES_EMPTY),
        refuse(Refusal.MINUTES_TOO_LONG) if is_long else GRANTED,
    )


def may_circulate_minutes(by: Viewer, *, minutes: str, until: dt.datetime | None, at: dt.datetime) -> Verdict:
    """What was written is circulated once, for corrections until a moment to come; None: none is chosen yet."""
    return first(
        is_secretariat(by),
        GRANTED if minutes else refuse(Refusal.NO_MINUTES),
        GRANTED if minutes in ("", MinutesState.DRAFT) else refuse(Refusal.MINUTES_OUT_ALREADY),
        refuse(Refusal.MOMENT_PASSED) if until is not None and until <= at else GRANTED,
    )


def may_correct_minutes(
    by: Viewer, *, is_invited: bool, minutes: str, until: dt.datetime | None, at: dt.datetime, words: str
) -> Verdict:
    """Those who act for an invited party send a correction, up to and including the moment itself."""
    return first(
        GRANTED if by.may_act and by.is_delegate else refuse(Refusal.NOT_A_PARTICIPANT),
        GRANTED if minutes not in ("", MinutesState.DRAFT) else refuse(Refusal.NO_MINUTES),
        GRANTED if is_invited else refuse(Refusal.NOT_INVITED),
        refuse(Refusal.MINUTES_ADOPTED) if minutes == MinutesState.ADOPTED else GRANTED,
        refuse(Refusal.CORRECTIONS_CLOSED) if until is not None and at > until else GRANTED,
        GRANTED if words.strip() else refuse(Refusal.MINUTES_EMPTY),
    )


def may_answer_correction(by: Viewer, *, minutes: str, is_taken_in: bool, why: str) -> Verdict:
    """The secretariat says what became of a correction until the minutes are adopted, and of one that it leaves out, why.
    It may say otherwise later."""
    return first(
        is_secretariat(by),
        refuse(Refusal.MINUTES_ADOPTED) if minutes == MinutesState.ADOPTED else GRANTED,
        GRANTED if is_taken_in or why.strip() else refuse(Refusal.NO_REASON),
    )


def may_adopt_minutes(by: Viewer, *, minutes: str, until: dt.datetime | None, at: dt.datetime) -> Verdict:
    """They are adopted once the moment for corrections has passed."""
    return first(
        is_secretariat(by),
        GRANTED if minutes not in ("", MinutesState.DRAFT) else refuse(Refusal.NO_MINUTES),
        refuse(Refusal.MINUTES_ADOPTED) if minutes == MinutesState.ADOPTED else GRANTED,
        refuse(Refusal.CORRECTIONS_OPEN) if until is not None and at <= until else GRANTED,
    )
