"""Decisions about commitments: which words promise something, what status follows, who may score.

Pure functions. The definition of a commitment and the score of -1, 0, +1 follow the G7 and G20 Research Groups; a
guideline is frozen before anybody scores, and at least two assessors score without seeing each other.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.commitments.terms import (
    ASSESSORS_NEEDED,
    MOST_PARTS,
    REMIND_AHEAD,
    CommitmentState,
    RecordStatus,
    Refusal,
    Status,
    Strength,
)
from nemawashi.kit import promises
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.speech import strength


@dataclass(frozen=True, slots=True)
class Promise:
    """What a rule found in a clause, counted from 0. A person confirms it, or says that it promises nothing.

    ``owner`` is *all*, the English name of a party, or ``group:`` or ``third:`` with names.
    """

    clause: int
    words: str
    strength: Strength
    verb: str
    owner: str
    due_on: ImpreciseDate | None
    target: str


def reads(language: str) -> bool:
    """Whether promises can be found in a language at all; where they cannot, nothing found means nothing."""
    return strength.is_known(language)


def language_to_read(language: str, others: Iterable[str]) -> str | None:
    """In which version of a text promises are looked for: that of the negotiation, else the first other one with a ladder
    of verbs; None where no version can be read, which the secretariat has to be told.
    """
    known = [code for code in (language, *others) if reads(code)]
    return known[0] if known else None


def promises_in(
    clauses: Sequence[tuple[str, str]], *, language: str = "en", parties: Sequence[Mapping[str, str]] = ()
) -> list[Promise]:
    """What clauses, each with its kind and words, promise: one for each act and each item of a list.

    Preambles, headings, recollections and what is only welcomed promise nothing. Raises ``ValueError`` for a language
    without a ladder of verbs.
    """
    rows = promises.find([promises.SaidClause(kind, words) for kind, words in clauses], language, parties=parties).promises
    return [
        Promise(row.clause, row.words, Strength(row.strength), row.verb, _one_or_all(row.owner), _day(row.due), row.amount)
        for row in rows
    ]


def _one_or_all(owner: str) -> str:
    """Each party for itself is all of them to whoever is reminded and reports."""
    return "all" if owner == "each" else owner


def _day(due: str) -> ImpreciseDate | None:
    """The date, where the words name one; "within five years" names none until a person says of when."""
    return ImpreciseDate.parse(due) if _ISO.fullmatch(due) else None


_ISO = re.compile(r"\d{4}(?:-\d\d){0,2}")


def promisers(owner: str, called: Mapping[str, str]) -> list[str]:
    """Who promised, as the record writes it. ``called``: slugs of parties and keys of groups by what they are called; who
    is none of them keeps the name that the text gives.
    """
    names = owner.removeprefix("group:").removeprefix("third:").split(", ")
    return [called.get(name.casefold(), name) for name in names]


FROM_RECORD = {
    RecordStatus.DONE: Status.DELIVERED,
    RecordStatus.DONE_LATE: Status.DELIVERED,
    RecordStatus.PARTLY: Status.PARTLY,
    RecordStatus.CONTINUING: Status.UNDER_WAY,
    RecordStatus.NOT_SEEN: Status.NOT_ASSESSED,
    RecordStatus.MISSED: Status.NOT_DELIVERED,
    RecordStatus.OPEN: Status.UNDER_WAY,
}
UNCONFIRMED = {
    CommitmentState.FOUND: Status.FOUND,
    CommitmentState.DECLINED: Status.DECLINED,
    CommitmentState.REPLACED: Status.REPLACED,
}
FROM_SCORE = {1: Status.DELIVERED, 0: Status.PARTLY, -1: Status.NOT_DELIVERED}


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
        return UNCONFIRMED[CommitmentState(state)]
    if score is not None:
        return FROM_SCORE[score]
    if is_superseded:
        return Status.SUPERSEDED
    if record_status:
        reading = FROM_RECORD[RecordStatus(record_status)]
        is_late = reading == Status.UNDER_WAY and due_on is not None and due_on.latest < today
        return Status.OVERDUE if is_late else reading
    if due_on is not None and due_on.latest < today:
        return Status.NOT_ASSESSED if is_from_record else Status.OVERDUE
    if has_reports:
        return Status.UNDER_WAY
    if is_from_record:
        return Status.NOT_ASSESSED if due_on is None else Status.NOT_DUE
    return Status.NOT_DUE if due_on is not None else Status.UNDER_WAY


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """What the words of a part say by themselves, or else what the whole said."""

    by: Sequence[str]
    due_on: ImpreciseDate | None
    target: str


def read_again(words: str, *, owner: Sequence[str], due_on: ImpreciseDate | None, called: Mapping[str, str]) -> ReadAgain:
    """Owner, date and target of words that a person took from a clause. A target is never taken over from the whole."""
    language = "ja" if _JAPANESE.search(words) else "ru" if _CYRILLIC.search(words) else "en"
    rows = promises_in([("operative", words)], language=language)
    if len(rows) != 1:
        return ReadAgain(list(owner), due_on, "")
    named = list(owner) if rows[0].owner == "all" else promisers(rows[0].owner, called)
    return ReadAgain(named, rows[0].due_on or due_on, rows[0].target)


_JAPANESE, _CYRILLIC = re.compile(r"[\u3040-\u30ff]"), re.compile(r"[\u0400-\u04ff]")


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


_SIGN = re.compile(r"[\u3040-\u30ff\u3005\u4e00-\u9fff]|[^\W\u3040-\u30ff\u3005\u4e00-\u9fff]+")


def are_taken_from(words: str, source: str) -> bool:
    """Whether all words stand in the source in the same order; what lies between them there may be left out.

    Case and marks do not count; Japanese is read sign by sign.
    """
    return stand_until(words, source) is not None


def stand_until(words: str, source: str) -> int | None:
    """Where the last of the words stands in the source, counted in words; None where they are not taken from it.

    Promises of one clause often begin alike and never end alike, so this is their order.
    """
    said, rest = _SIGN.findall(words.casefold()), _SIGN.findall(source.casefold())
    place = 0
    for sign in said:
        if sign not in rest[place:]:
            return None
        place = rest.index(sign, place) + 1
    return place or None


def may_split(by: Viewer, *, state: str, parts: Sequence[str], sources: Collection[str]) -> Verdict:
    """One target is one commitment: a person divides what the rule found, in words of the clause and none of his own.

    ``sources``: the clause in each language.
    """
    kept = [part for part in parts if part.strip()]
    return first(
        is_secretariat(by),
        GRANTED if state == CommitmentState.FOUND else refuse(Refusal.NOT_FOUND_STATE),
        GRANTED if len({part.casefold() for part in kept}) > 1 else refuse(Refusal.TOO_FEW_PARTS),
        GRANTED if len(kept) <= MOST_PARTS else refuse(Refusal.TOO_MANY_PARTS),
        GRANTED
        if any(all(are_taken_from(part, source) for part in kept) for source in sources)
        else refuse(Refusal.NOT_ITS_WORDS),
    )


def may_merge(by: Viewer, *, states: Sequence[str], is_unbroken: bool, words: str, sources: Collection[str]) -> Verdict:
    """What the rule took apart becomes one again: neighbours of one text, all unconfirmed, in words of their clauses."""
    return first(
        is_secretariat(by),
        GRANTED if all(state == CommitmentState.FOUND for state in states) else refuse(Refusal.NOT_FOUND_STATE),
        GRANTED if len(states) > 1 and is_unbroken else refuse(Refusal.NOT_NEIGHBOURS),
        GRANTED if any(are_taken_from(words, source) for source in sources) else refuse(Refusal.NOT_ITS_WORDS),
    )


def is_due_soon(due_on: ImpreciseDate | None, *, today: dt.date) -> bool:
    """Whether the last day on which it is due lies in the weeks ahead; a year is due on its last day."""
    return due_on is not None and today <= due_on.latest <= today + REMIND_AHEAD


def may_remind(
    by: Viewer,
    *,
    state: str,
    is_awaited: bool,
    due_on: ImpreciseDate | None,
    reminded_for: ImpreciseDate | None,
    today: dt.date,
) -> Verdict:
    """The secretariat, and the clock in its name, reminds once before each due date while something is awaited.

    ``is_awaited``: neither settled, nor reported as delivered in full, nor superseded.
    """
    return first(
        is_secretariat(by),
        _is_confirmed(state),
        GRANTED if is_awaited else refuse(Refusal.NOTHING_AWAITED),
        GRANTED if is_due_soon(due_on, today=today) else refuse(Refusal.NOT_DUE_SOON),
        refuse(Refusal.REMINDED_ALREADY) if reminded_for == due_on else GRANTED,
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


def may_take_in_reports(by: Viewer, *, party: str, fresh: int) -> Verdict:
    """A party that takes part takes in its own sheet of reports; one that says nothing new changes nothing."""
    if not (by.may_act and by.is_participant and by.party == party):
        return refuse(Refusal.NOT_THE_OWNER)
    return GRANTED if fresh else refuse(Refusal.NO_NEW_REPORT)


def may_edit_report(by: Viewer, *, party: str, is_built_on: bool, words: str) -> Verdict:
    """The party that reported sets its words right until the guideline for the score is frozen, or evidence rests on it.

    Whether somebody scored already does not count, as nobody may know of it.
    """
    if not (by.may_act and by.party == party):
        return refuse(Refusal.NOT_THE_REPORTER)
    return first(
        refuse(Refusal.REPORT_BUILT_ON) if is_built_on else GRANTED,
        GRANTED if words.strip() else refuse(Refusal.NO_WORDS),
    )


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
    """The score that a settlement starts from: the lower median of the opened ones; in doubt, not the better one."""
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
