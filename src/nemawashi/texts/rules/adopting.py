"""Adoption by consensus in a meeting, what participants attach to it, issue, corrigenda, announcement."""

from collections.abc import Collection, Mapping

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.texts.rules.consenting import are_named
from nemawashi.texts.rules.standing import is_open, is_secretariat
from nemawashi.texts.terms import (
    Refusal,
    TextState,
)

__all__ = [
    "consensus_stands",
    "may_adopt_in_meeting",
    "may_announce_adoption",
    "may_correct",
    "may_enter_reservation",
    "may_issue",
]


def may_correct(by: Viewer, *, state: str, before: str, after: str, why: str) -> Verdict:
    """A fault in an adopted text is corrected beside it, in a corrigendum; sealed words are never edited."""
    return first(
        is_secretariat(by),
        GRANTED if state in (TextState.ADOPTED, TextState.ISSUED) else refuse(Refusal.NOT_ADOPTED),
        GRANTED if before.strip() and after.strip() else refuse(Refusal.NO_WORDS),
        refuse(Refusal.NO_CHANGE) if before == after else GRANTED,
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
    )


def may_announce_adoption(
    by: Viewer, *, state: str, is_by_silence: bool, is_announced: bool, is_meeting_next: bool
) -> Verdict:
    """What silence adopted is announced at the next meeting, once."""
    return first(
        is_secretariat(by),
        GRANTED if state in (TextState.ADOPTED, TextState.ISSUED) and is_by_silence else refuse(Refusal.NOT_ADOPTED),
        refuse(Refusal.ANNOUNCED_ALREADY) if is_announced else GRANTED,
        GRANTED if is_meeting_next else refuse(Refusal.NOT_THE_NEXT_MEETING),
    )


def consensus_stands(participants: Mapping[str, str], present: Collection[str]) -> Verdict:
    """Consensus is that of all participants (names by slug); observers and guests are not counted, absence is named."""
    absent = [name for slug, name in participants.items() if slug not in present]
    return refuse(Refusal.PARTICIPANT_ABSENT, ", ".join(absent)) if absent else GRANTED


def may_adopt_in_meeting(
    by: Viewer,
    *,
    state: str,
    open_clauses: int,
    is_revision_current: bool,
    is_meeting_open: bool,
    participants: Mapping[str, str],
    present: Collection[str],
    unnamed: Collection[str] = (),
) -> Verdict:
    """A clean revision is adopted in a meeting while it is open, with every participant present.

    ``unnamed``: as for silence.
    """
    return first(
        is_secretariat(by),
        is_open(state),
        GRANTED if is_meeting_open else refuse(Refusal.MEETING_NOT_OPEN),
        refuse(Refusal.NOT_CLEAN, str(open_clauses)) if open_clauses else GRANTED,
        GRANTED if is_revision_current else refuse(Refusal.NOT_A_CLEAN_REVISION),
        consensus_stands(participants, present),
        are_named(unnamed),
    )


def may_enter_reservation(by: Viewer, *, state: str, words: str) -> Verdict:
    """A participant attaches a reservation to the text from its silence on, also after adoption."""
    if not (by.may_act and by.is_participant):
        return refuse(Refusal.NOT_A_PARTICIPANT)
    if state not in (TextState.UNDER_SILENCE, TextState.ADOPTED, TextState.ISSUED):
        return refuse(Refusal.NOT_ADOPTED)
    return GRANTED if words.strip() else refuse(Refusal.NO_WORDS)


def may_issue(by: Viewer, *, state: str) -> Verdict:
    """An adopted text is issued under its symbol, once."""
    return first(is_secretariat(by), GRANTED if state == TextState.ADOPTED else refuse(Refusal.NOT_ADOPTED))
