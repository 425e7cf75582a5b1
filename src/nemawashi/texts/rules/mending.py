"""Slips of the pen in words under negotiation: what the chair may set right when no party objects."""

import datetime as dt

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.texts.rules.silence import POST_ROOM, is_in_time
from nemawashi.texts.rules.standing import is_open, is_secretariat
from nemawashi.texts.terms import PUBLIC_STATES, CorrectionState, Refusal, TextState

__all__ = ["may_correct_editorially", "may_object_to_correction", "may_take_back", "may_take_in_correction"]


def may_take_back(by: Viewer, *, state: str, is_acted_on: bool, why: str) -> Verdict:
    """The host takes its zero draft back, with a reason, until a party has acted on it where others see it.

    Drafts of delegations do not count: whether there are any must not show.
    """
    return first(
        is_secretariat(by),
        GRANTED if state == TextState.ZERO_DRAFT else refuse(Refusal.NOT_A_ZERO_DRAFT),
        refuse(Refusal.ACTED_ON) if is_acted_on else GRANTED,
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
    )


def may_correct_editorially(
    by: Viewer,
    *,
    state: str,
    is_deleted: bool,
    is_silent: bool,
    is_pending: bool,
    before: str,
    after: str,
    why: str,
    ends_at: dt.datetime,
    at: dt.datetime,
) -> Verdict:
    """The chair proposes to set a slip right until a moment to come; words that are adopted get a corrigendum."""
    if state in PUBLIC_STATES:
        return first(is_secretariat(by), refuse(Refusal.SEALED_WORDS))
    return first(
        is_secretariat(by),
        is_open(state),
        refuse(Refusal.CLAUSE_DELETED) if is_deleted else GRANTED,
        refuse(Refusal.SILENCE_RUNS) if is_silent else GRANTED,
        refuse(Refusal.CORRECTION_PENDING) if is_pending else GRANTED,
        GRANTED if before.strip() else refuse(Refusal.NO_WORDS),
        refuse(Refusal.NO_CHANGE) if before == after else GRANTED,
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
        GRANTED if ends_at > at else refuse(Refusal.MOMENT_PASSED),
    )


def may_object_to_correction(by: Viewer, *, state: str, ends_at: dt.datetime, at: dt.datetime, words: str) -> Verdict:
    """Any participant stops a correction, in writing, up to and including its moment; observers and guests do not."""
    if not (by.may_act and by.is_participant):
        return refuse(Refusal.NOT_A_PARTICIPANT)
    return first(
        GRANTED if state == CorrectionState.PENDING else refuse(Refusal.CORRECTION_ENDED),
        GRANTED if is_in_time(ends_at, at) else refuse(Refusal.OBJECTION_TOO_LATE),
        GRANTED if words.strip() else refuse(Refusal.NO_WORDS),
    )


def may_take_in_correction(
    by: Viewer, *, state: str, text_state: str, is_silent: bool, ends_at: dt.datetime, at: dt.datetime
) -> Verdict:
    """A correction to which nobody objected is taken in after its moment, as silence is concluded.

    Words under silence rest: it waits until that has ended.
    """
    is_resting = is_silent or text_state == TextState.UNDER_SILENCE
    return first(
        is_secretariat(by),
        GRANTED if state == CorrectionState.PENDING else refuse(Refusal.CORRECTION_ENDED),
        refuse(Refusal.STILL_OPEN_TO_OBJECTION) if at <= ends_at + POST_ROOM else GRANTED,
        refuse(Refusal.SILENCE_RUNS) if is_resting else GRANTED,
    )
