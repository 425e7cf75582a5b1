"""Decisions about commitments: which words promise something, what status follows, who may score.

Pure functions. The definition of a commitment and the score of -1, 0, +1 follow the G7 and G20 Research Groups; a
guideline is frozen before anybody scores, and at least two assessors score without seeing each other.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import median_low

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.commitments.terms import ASSESSORS_NEEDED, CommitmentState, RecordStatus, Refusal, Status, Strength
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.speech import dates, strength

_TARGET = {
    "en": re.compile(r"\b\d[\d,.]*\s*(?:%|per cent|percent|persons|trainees|million|billion|people|projects)?", re.I),
    "ru": re.compile(
        r"\b\d[\d ,.]*(?:\s*(?:%|процент\w*|тыс\w*|млн|млрд|трлн|миллион\w*|миллиард\w*|человек|проект\w*))?", re.I
    ),
    "ja": re.compile(r"\d[\d,.]*(?:\s*(?:%|パーセント|[千万億兆]+|人|名|件|か国))*"),
}
_SPEAKERS = re.compile(  # who goes on to speak after an opening that only recalls
    r",\s+(?=(?:we|(?:the|all)\s+(?:two\s+)?(?:parties|ministers|leaders|participants|sides|governments)|"
    r"стороны|министры|участники|мы)\b)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|(?<=。)")
_TAIL = re.compile(r"[\s。.」』）)]+$")
_LIST = ("sub", "annex")
_MODAL = ("shall", "will")


@dataclass(frozen=True, slots=True)
class Promise:
    """What a rule found in a clause. A person confirms it, or says that it promises nothing."""

    strength: Strength
    verb: str
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


def promise_in(words: str, *, kind: str, language: str = "en") -> Promise | None:
    """The strongest promise in an operative clause, or None: preambles, headings and mere recollections promise nothing.

    What another party does and this one only welcomes or notes is none; a hedge decides: "will endeavour to" is an
    endeavour. Raises ``ValueError`` for a language without a ladder of verbs.
    """
    if not reads(language):
        raise ValueError(f"no verbs of promise are known in {language}")
    if kind not in ("operative", "sub", "annex", "chapeau"):
        return None
    spoken = [_spoken(sentence, language) for sentence in _SENTENCE.split(words)]
    verbs = [verb for sentence in spoken for verb in _verbs(sentence, kind, language)]
    if not verbs:
        return None
    order = list(Strength)
    binding, verb = min(verbs, key=lambda pair: order.index(pair[0]))
    whole = " ".join(spoken)
    due = _due(whole, language)
    target = _TARGET[language].search(whole[: due.start] + whole[due.end :] if due else whole)
    return Promise(binding, verb, _imprecise(due) if due else None, target[0].strip() if target else "")


# What makes of a date that is neither a bound nor told of the past the one in which something is to be done.
_IN = re.compile(r"(?:\b(?:in|on|during|at|for)|(?<!\w)(?:в|во|на))\s+(?:the\s+)?$", re.IGNORECASE)
_IN_BEHIND = re.compile(r"\s{0,3}(?:に|中に|には|内に)")


def _due(words: str, language: str) -> dates.DateSpan | None:
    """The date by which, or else the one in which, it is to be done; None where the words name none."""
    spans = dates.spans(words, language)
    by = [span for span in spans if dates.bound(words, span) == "before"]
    within = [span for span in spans if _IN.search(words[: span.start][-20:]) or _IN_BEHIND.match(words, span.end)]
    return next((span for span in (*by, *within) if span.has_year), None)


def _imprecise(span: dates.DateSpan) -> ImpreciseDate:
    """The last of what the words name, never more exact than they are."""
    last = span.last
    if span.grain in ("day", "days"):
        return ImpreciseDate(last.year, last.month, last.day)
    return ImpreciseDate(last.year, last.month) if span.grain == "month" else ImpreciseDate(last.year)


def _spoken(sentence: str, language: str) -> str:
    """A sentence without an opening that recalls; nothing where the parties do not begin to speak after it."""
    opening = strength.pattern("recalls", language).match(sentence, len(sentence) - len(sentence.lstrip(' \t\n"“«(')))
    if not opening:
        return sentence
    speaks = _SPEAKERS.search(sentence, opening.end())
    return sentence[speaks.end() :] if speaks else ""


def _verbs(sentence: str, kind: str, language: str) -> list[tuple[Strength, str]]:
    """The verbs that promise in one sentence, each with its strength."""
    if language == "ja":
        return _verbs_at_the_end(sentence)
    stances = strength.pattern("stances", language)
    verbs = [
        (_hedged(verb.promise, sentence[verb.end :], language), verb.words)
        for verb in strength.promises(sentence, language)
        if not _is_told(sentence[: verb.start], stances) and not _is_noun(sentence[: verb.start], verb.words)
    ]
    if not verbs and (again := strength.anywhere(language).search(sentence)):
        verbs.append((Strength.WELCOME, again[0]))
    if not verbs and kind in _LIST:
        bare = strength.pattern("bare", language).match(sentence.lstrip())
        verbs += [(Strength.WELCOME, bare[0])] if bare else []
    return verbs


def _hedged(promise: str, rest: str, language: str) -> Strength:
    """An endeavour right behind a modal verb is what is promised, and no more."""
    following = next(iter(strength.promises(rest[:60], language)), None)
    is_next = following is not None and len(rest[: following.start].split()) <= 1
    if promise in _MODAL and following is not None and is_next and following.promise == Strength.ENDEAVOUR:
        return Strength.ENDEAVOUR
    return Strength(promise)


_THAT = re.compile(r"\b(?:that|which|who|что|котор\w+)\b", re.IGNORECASE)
_WILL = re.compile(r"\b(?:political|good|free|common|strong|the|our|their|its|of)\s+$", re.IGNORECASE)


def _is_told(before: str, stances: re.Pattern[str]) -> bool:
    """Whether the verb stands in what a stance tells of others: "welcomed that a party will ..."."""
    stance = stances.search(before)
    that = _THAT.search(before, stance.end()) if stance else None
    return that is not None and not re.search(r"\b(?:and|и)\s+(?:we|мы)\b", before[that.end() :], re.IGNORECASE)


def _is_noun(before: str, verb: str) -> bool:
    """Whether the word is a thing and no verb, as in "the political will" and "our pledge"."""
    return verb.casefold() in ("will", "pledge") and _WILL.search(before) is not None


def _verbs_at_the_end(sentence: str) -> list[tuple[Strength, str]]:
    """Japanese says at the end of a sentence what all of it is: a promise, a stance, or what is."""
    sentence = _TAIL.sub("", sentence)
    end = sentence[-24:]
    offset = len(sentence) - len(end)
    verbs = [verb for verb in strength.promises(sentence, "ja") if verb.end > offset]
    if verbs:
        return [(Strength(verb.promise), verb.words) for verb in verbs if verb.end == max(each.end for each in verbs)]
    ends, never = strength.plain_form("ja") or (re.compile("(?!)"), re.compile("(?!)"))
    if strength.pattern("stances", "ja").search(end) or never.search(sentence) or not ends.search(sentence):
        return []
    return [(Strength.WILL, end[-2:])]


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
