"""Papers of a meeting: who submits which, who reads them, when an embargo or a release is over, what symbols are called."""

import datetime as dt
import re
from collections.abc import Iterator

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.meetings.rules.convening import is_secretariat
from nemawashi.meetings.terms import Distribution, MeetingState, PaperKind, Refusal, Sequel

__all__ = [
    "KINDS_OF_PARTIES",
    "OBJECTION_ROOM",
    "embargo_is_over",
    "is_answered_in_time",
    "may_add_paper_language",
    "may_answer_circular",
    "may_issue_paper",
    "may_object_to_release",
    "may_propose_release",
    "may_release_paper",
    "may_submit_paper",
    "may_withdraw_paper",
    "reads_paper",
    "sequel_symbol",
    "series_number",
    "symbols_in",
]

# Each distribution numbers its own papers, so that a number left out tells nobody of a paper that is hidden from them.
SERIES = {Distribution.GENERAL: "INF", Distribution.LIMITED: "L", Distribution.RESTRICTED: "R"}
KINDS_OF_PARTIES = (PaperKind.CONCEPT_NOTE, PaperKind.STATEMENT, PaperKind.NATIONAL_PAPER, PaperKind.NOTE_VERBALE)
# An objection that came in during the last second may still be on its way through the server when the date has come.
OBJECTION_ROOM = dt.timedelta(seconds=2)

_PART = r"[^\W_](?:[\w.-]{0,38}[\w-])?"
_SYMBOL = re.compile(rf"(?<![\w/.-]){_PART}(?:/{_PART}){{1,8}}(?![\w/])")


def series_number(distribution: str, number: int) -> str:
    """What stands in a symbol for the number of a paper: ``INF.3``, ``L.3``, ``R.3``."""
    return f"{SERIES[Distribution(distribution)]}.{number}"


def sequel_symbol(base: str, sequel: str, number: int) -> str:
    """The symbol of what follows a paper: ``…/Rev.1``, ``…/Add.1``, ``…/Corr.1``."""
    return f"{base}/{Sequel(sequel).value.capitalize()}.{number}"


def symbols_in(words: str) -> Iterator[tuple[int, int]]:
    """Where something stands in words that may be a symbol: parts between slashes, each of at most forty signs.

    Every paper has its number in its symbol: "and/or" and the names of time zones are none.
    """
    for match in _SYMBOL.finditer(words):
        if any(map(str.isdecimal, match[0])):
            yield match.span()


def is_its_side(by: Viewer, owner: str | None) -> bool:
    """Whose paper it is, and the secretariat, with which all papers lie."""
    return by.is_secretariat or (by.is_delegate and owner is not None and by.party == owner)


def reads_paper(by: Viewer, *, distribution: str, owner: str | None, is_issued: bool, is_withdrawn: bool = False) -> bool:
    """Whether a paper exists for this viewer, of a meeting that does. ``queries.visible_papers`` says the same of rows."""
    if is_its_side(by, owner):
        return True
    if not is_issued or is_withdrawn:
        return False
    if distribution == Distribution.GENERAL:
        return True
    return by.is_participant if distribution == Distribution.RESTRICTED else by.sees_dialogue


def embargo_is_over(until: dt.datetime | None, at: dt.datetime) -> bool:
    """A paper under embargo is issued from the moment itself on."""
    return until is None or at >= until


def is_answered_in_time(answer_by: dt.datetime, at: dt.datetime) -> bool:
    """An answer at the moment itself is in time; a later one is taken, and shown as late."""
    return at <= answer_by


def may_submit_paper(
    by: Viewer,
    *,
    kind: str,
    distribution: str,
    state: str,
    is_invited: bool,
    base_owner: str | None = None,
    has_base: bool = False,
    base_is_open: bool = True,
    has_words: bool = True,
    answer_by: dt.datetime | None = None,
    embargo_until: dt.datetime | None = None,
    at: dt.datetime,
) -> Verdict:
    """The secretariat submits papers of every kind; those who act for an invited party, their own.

    ``base_owner``: whose the paper is that this one follows. A restricted one comes from those who read restricted ones.
    """
    moments = [moment for moment in (answer_by, embargo_until) if moment is not None]
    return first(
        _may_hand_in(by, kind=kind, distribution=distribution, is_invited=is_invited),
        refuse(Refusal.CANCELLED) if state == MeetingState.CANCELLED else GRANTED,
        refuse(Refusal.NOT_ITS_PAPER) if has_base and base_owner != by.party else GRANTED,
        GRANTED if base_is_open else refuse(Refusal.PAPER_NOT_ISSUED),
        GRANTED if has_words else refuse(Refusal.PAPER_EMPTY),
        _names_stay_in(kind, distribution),
        refuse(Refusal.NO_ANSWER_DATE) if kind == PaperKind.CIRCULAR and answer_by is None else GRANTED,
        refuse(Refusal.NOT_A_CIRCULAR) if kind != PaperKind.CIRCULAR and answer_by is not None else GRANTED,
        refuse(Refusal.MOMENT_PASSED) if any(moment <= at for moment in moments) else GRANTED,
    )


def _may_hand_in(by: Viewer, *, kind: str, distribution: str, is_invited: bool) -> Verdict:
    if by.is_secretariat:
        return GRANTED
    if not by.may_act or not is_invited:
        return refuse(Refusal.NOT_INVITED)
    if kind not in KINDS_OF_PARTIES:
        return refuse(Refusal.NOT_OF_THIS_KIND)
    is_closed = distribution == Distribution.RESTRICTED and not by.is_participant
    return refuse(Refusal.NOT_A_PARTICIPANT) if is_closed else GRANTED


def _names_stay_in(kind: str, distribution: str) -> Verdict:
    is_open = kind == PaperKind.PARTICIPANTS and distribution == Distribution.GENERAL
    return refuse(Refusal.NAMES_ARE_NEVER_PUBLIC) if is_open else GRANTED


def _its_own(by: Viewer, owner: str | None) -> Verdict:
    is_own = by.is_secretariat if owner is None else by.may_act and by.party == owner
    return GRANTED if is_own else refuse(Refusal.NOT_ITS_PAPER)


def may_add_paper_language(
    by: Viewer, *, owner: str | None, is_withdrawn: bool, is_there: bool = False, has_words: bool = True
) -> Verdict:
    """Whoever submitted a paper puts its other languages beside it, each once; the secretariat has any translated."""
    return first(
        GRANTED if by.is_secretariat else _its_own(by, owner),
        refuse(Refusal.PAPER_WITHDRAWN) if is_withdrawn else GRANTED,
        refuse(Refusal.LANGUAGE_THERE) if is_there else GRANTED,
        GRANTED if has_words else refuse(Refusal.PAPER_EMPTY),
    )


def may_issue_paper(
    by: Viewer, *, is_issued: bool, is_withdrawn: bool, embargo_until: dt.datetime | None, at: dt.datetime
) -> Verdict:
    """What was under embargo is issued from its moment on, once, by the clock or by hand."""
    return first(
        is_secretariat(by),
        refuse(Refusal.PAPER_WITHDRAWN) if is_withdrawn else GRANTED,
        refuse(Refusal.PAPER_ISSUED) if is_issued else GRANTED,
        GRANTED if embargo_is_over(embargo_until, at) else refuse(Refusal.UNDER_EMBARGO),
    )


def may_withdraw_paper(by: Viewer, *, owner: str | None, is_withdrawn: bool, why: str) -> Verdict:
    """Whoever submitted a paper withdraws it with a reason; its symbol stays taken."""
    return first(
        _its_own(by, owner),
        refuse(Refusal.PAPER_WITHDRAWN) if is_withdrawn else GRANTED,
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
    )


def may_answer_circular(by: Viewer, *, kind: str, reads: bool, words: str) -> Verdict:
    """Those who act for a participant that reads a circular answer it, and may answer anew."""
    return first(
        GRANTED if by.may_act and by.is_participant else refuse(Refusal.NOT_A_PARTICIPANT),
        GRANTED if reads else refuse(Refusal.NO_SUCH_PAPER),
        GRANTED if kind == PaperKind.CIRCULAR else refuse(Refusal.NOT_A_CIRCULAR),
        GRANTED if words.strip() else refuse(Refusal.NO_REASON),
    )


def may_propose_release(
    by: Viewer,
    *,
    owner: str | None,
    kind: str,
    distribution: str,
    has_base: bool,
    is_issued: bool,
    is_withdrawn: bool,
    release_by: dt.datetime | None,
    until: dt.datetime | None,
    at: dt.datetime,
) -> Verdict:
    """Whoever submitted a paper, or the secretariat, proposes that everybody may read it, unless a party objects until a
    moment to come. ``until``: None where none is chosen yet. What follows a paper is released with it."""
    return first(
        GRANTED if by.is_secretariat else _its_own(by, owner),
        refuse(Refusal.PAPER_WITHDRAWN) if is_withdrawn else GRANTED,
        GRANTED if is_issued else refuse(Refusal.PAPER_NOT_ISSUED),
        refuse(Refusal.PAPER_GENERAL) if distribution == Distribution.GENERAL else GRANTED,
        _names_stay_in(kind, Distribution.GENERAL),
        refuse(Refusal.GOES_WITH_ITS_BASE) if has_base else GRANTED,
        refuse(Refusal.RELEASE_RUNS) if release_by is not None else GRANTED,
        refuse(Refusal.MOMENT_PASSED) if until is not None and until <= at else GRANTED,
    )


def may_object_to_release(by: Viewer, *, reads: bool, release_by: dt.datetime | None, at: dt.datetime, why: str) -> Verdict:
    """A participant objects with a reason, up to and including the moment itself; then the paper stays as it is."""
    return first(
        GRANTED if by.may_act and by.is_participant else refuse(Refusal.NOT_A_PARTICIPANT),
        GRANTED if reads else refuse(Refusal.NO_SUCH_PAPER),
        GRANTED if release_by is not None else refuse(Refusal.NO_RELEASE),
        refuse(Refusal.OBJECTION_TOO_LATE) if release_by is not None and at > release_by else GRANTED,
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
    )


def may_release_paper(by: Viewer, *, is_withdrawn: bool, release_by: dt.datetime | None, at: dt.datetime) -> Verdict:
    """What nobody objected to is released once the moment has passed, by the clock or by hand."""
    return first(
        is_secretariat(by),
        refuse(Refusal.PAPER_WITHDRAWN) if is_withdrawn else GRANTED,
        GRANTED if release_by is not None else refuse(Refusal.NO_RELEASE),
        refuse(Refusal.RELEASE_NOT_OVER) if release_by is not None and at <= release_by + OBJECTION_ROOM else GRANTED,
    )
