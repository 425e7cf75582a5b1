"""Decisions about commitments: which words promise something, what status follows, who may score.

Pure functions. The definition of a commitment and the score of -1, 0, +1 follow the G7 and G20 Research Groups; a
guideline is frozen before anybody scores, and at least two assessors score without seeing each other.
"""

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import median_low

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.commitments.terms import ASSESSORS_NEEDED, CommitmentState, RecordStatus, Refusal, Status, Strength
from nemawashi.kit.dates import ImpreciseDate

_VERBS: tuple[tuple[Strength, re.Pattern[str]], ...] = (
    (Strength.SHALL, re.compile(r"\b(shall|undertakes?|commits?|committed to|pledges?|must)\b", re.IGNORECASE)),
    (
        Strength.WILL,
        re.compile(r"\b(will|agrees? (?:to|on)|agreed (?:to|on)|decides? to|decided to|resolves? to)\b", re.IGNORECASE),
    ),
    (
        Strength.INTEND,
        re.compile(r"\b(intends? to|plans? to|seeks? to|aims? to|strives? to|endeavours? to|determined to)\b", re.I),
    ),
    (
        Strength.WELCOME,
        re.compile(r"\b(promotes?|supports?|encourages?|strengthens?|continues? to|facilitates?)\b", re.IGNORECASE),
    ),
)
_PAST = re.compile(r"^\W*(recall|reaffirm|welcom|not|emphasi|underlin|express|appreciat|recogni)\w*ing\b", re.IGNORECASE)
_BY_YEAR = re.compile(r"\b(?:by|before|until|no later than)\s+(?:the end of\s+)?(\d{4})\b", re.IGNORECASE)
_TARGET = re.compile(r"\b\d[\d,.]*\s*(?:%|per cent|percent|persons|trainees|million|billion|people|projects)?", re.I)


@dataclass(frozen=True, slots=True)
class Promise:
    """What a rule found in a clause. A person confirms it, or says that it promises nothing."""

    strength: Strength
    verb: str
    due_year: int | None
    target: str


def promise_in(words: str, *, kind: str) -> Promise | None:
    """The promise in an operative clause, or None: preambles, headings and mere recollections promise nothing."""
    if kind not in ("operative", "sub", "annex", "chapeau") or _PAST.search(words):
        return None
    for strength, pattern in _VERBS:
        found = pattern.search(words)
        if found:
            due = _BY_YEAR.search(words)
            rest = words.replace(due[0], "") if due else words
            target = _TARGET.search(rest)
            return Promise(strength, found[0], int(due[1]) if due else None, target[0].strip() if target else "")
    return None


_FROM_RECORD = {
    RecordStatus.DONE: Status.DELIVERED,
    RecordStatus.DONE_LATE: Status.DELIVERED,
    RecordStatus.PARTLY: Status.PARTLY,
    RecordStatus.CONTINUING: Status.UNDER_WAY,
    RecordStatus.NOT_SEEN: Status.NOT_ASSESSED,
    RecordStatus.MISSED: Status.NOT_DELIVERED,
    RecordStatus.OPEN: Status.UNDER_WAY,
}
_FROM_SCORE = {1: Status.DELIVERED, 0: Status.PARTLY, -1: Status.NOT_DELIVERED}


def status(
    *,
    state: str,
    record_status: str | None,
    due_on: ImpreciseDate | None,
    has_reports: bool,
    score: int | None,
    is_superseded: bool,
    is_from_record: bool,
    today: dt.date,
) -> Status:
    """What has come of a commitment, derived every time it is asked. A settled score outweighs everything else.

    A due year or month counts as its last day. A historical commitment that nobody assessed is never called overdue:
    the record does not know, and says so.
    """
    if state != CommitmentState.CONFIRMED:
        return Status.FOUND if state == CommitmentState.FOUND else Status.DECLINED
    if score is not None:
        return _FROM_SCORE[score]
    if is_superseded:
        return Status.SUPERSEDED
    if record_status:
        reading = _FROM_RECORD[RecordStatus(record_status)]
        is_late = reading == Status.UNDER_WAY and due_on is not None and due_on.latest < today
        return Status.OVERDUE if is_late else reading
    if due_on is not None and due_on.latest < today:
        return Status.NOT_ASSESSED if is_from_record else Status.OVERDUE
    if has_reports:
        return Status.UNDER_WAY
    if is_from_record:
        return Status.NOT_ASSESSED if due_on is None else Status.NOT_DUE
    return Status.NOT_DUE if due_on is not None else Status.UNDER_WAY


def is_secretariat(by: Viewer) -> Verdict:
    return GRANTED if by.is_secretariat else refuse(Refusal.NOT_THE_SECRETARIAT)


def may_confirm(by: Viewer, *, state: str, owner: str, has_due_date: bool) -> Verdict:
    """A person confirms what the rule found, with an owner and a date; the secretariat records it for the parties."""
    return first(
        is_secretariat(by),
        GRANTED if state == CommitmentState.FOUND else refuse(Refusal.NOT_FOUND_STATE),
        GRANTED if owner else refuse(Refusal.NO_OWNER),
        GRANTED if has_due_date else refuse(Refusal.NO_DUE_DATE),
    )


def may_decline(by: Viewer, *, state: str, why: str) -> Verdict:
    """To say that words promise nothing needs a reason, as much as to say that they do needs an owner."""
    return first(
        is_secretariat(by),
        GRANTED if state == CommitmentState.FOUND else refuse(Refusal.NOT_FOUND_STATE),
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
    )


def may_report(by: Viewer, *, state: str, owner: str | None, names: Collection[str], words: str) -> Verdict:
    """The owner reports; where all parties promised together, any participant does, each for itself.

    ``names``: the slugs of those who promised, groups taken apart, or *all*.
    """
    shares = owner is None and by.is_participant and by.party is not None and (by.party in names or "all" in names)
    is_owner = by.party is not None and by.party == owner
    if not (by.may_act and (is_owner or shares)):
        return refuse(Refusal.NOT_THE_OWNER)
    return first(_is_confirmed(state), GRANTED if words.strip() else refuse(Refusal.NO_WORDS))


def _is_confirmed(state: str) -> Verdict:
    return GRANTED if state == CommitmentState.CONFIRMED else refuse(Refusal.NOT_CONFIRMED)


def may_attach_evidence(by: Viewer, *, state: str, locator: str) -> Verdict:
    """Delegates, the secretariat and researchers attach a source, each with the place in it."""
    if not (by.may_act or by.is_secretariat or by.is_researcher):
        return refuse(Refusal.NOT_AN_ASSESSOR)
    return first(_is_confirmed(state), GRANTED if locator.strip() else refuse(Refusal.NO_LOCATOR))


def may_freeze_guideline(by: Viewer, *, state: str, has_guideline: bool, words: str) -> Verdict:
    """A researcher or the secretariat writes down, once, what full, partial and no delivery mean."""
    if not (by.is_researcher or by.is_secretariat):
        return refuse(Refusal.NOT_AN_ASSESSOR)
    return first(
        _is_confirmed(state),
        refuse(Refusal.GUIDELINE_FROZEN) if has_guideline else GRANTED,
        GRANTED if words.strip() else refuse(Refusal.NO_WORDS),
    )


def may_assess(
    by: Viewer, *, state: str, score: int, has_guideline: bool, has_scored: bool, is_settled: bool, why: str
) -> Verdict:
    """A researcher scores once, after the guideline was frozen; parties never score themselves."""
    if not by.is_researcher:
        return refuse(Refusal.NOT_AN_ASSESSOR)
    return first(
        _is_confirmed(state),
        GRANTED if has_guideline else refuse(Refusal.NO_GUIDELINE),
        refuse(Refusal.SETTLED_ALREADY) if is_settled else GRANTED,
        refuse(Refusal.SCORED_ALREADY) if has_scored else GRANTED,
        GRANTED if score in (-1, 0, 1) else refuse(Refusal.SCORE_OUT_OF_RANGE),
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
    )


def all_are_in(scores: int) -> bool:
    """Whether waiting scores are opened: two are enough, one never is."""
    return scores >= ASSESSORS_NEEDED


def settled_score(scores: Sequence[int]) -> int:
    """The lower median of the opened scores: in doubt, not the better one."""
    return median_low(scores)


def may_settle(by: Viewer, *, scores: int, is_settled: bool, score: int, why: str) -> Verdict:
    """A score is settled once at least two opinions are open; the opinions stay beside it."""
    if not (by.is_researcher or by.is_secretariat):
        return refuse(Refusal.NOT_AN_ASSESSOR)
    return first(
        refuse(Refusal.SETTLED_ALREADY) if is_settled else GRANTED,
        GRANTED if all_are_in(scores) else refuse(Refusal.TOO_FEW_SCORES),
        GRANTED if score in (-1, 0, 1) else refuse(Refusal.SCORE_OUT_OF_RANGE),
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
    )


def may_carry_over(by: Viewer, *, status: Status, is_carried: bool) -> Verdict:
    """What is overdue, or was found not or only partly delivered, returns on the next agenda, once per meeting."""
    if not (by.is_secretariat or (by.may_act and by.is_participant)):
        return refuse(Refusal.NOT_THE_SECRETARIAT)
    returning = (Status.OVERDUE, Status.NOT_DELIVERED, Status.PARTLY)
    return first(
        GRANTED if status in returning else refuse(Refusal.NOT_OVERDUE),
        refuse(Refusal.CARRIED_ALREADY) if is_carried else GRANTED,
    )
