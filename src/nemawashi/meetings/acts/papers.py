"""Acts on papers of a meeting: submitted, issued, answered, released, withdrawn. No entry of the log holds their words."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, in_turn, moved_on, require
from nemawashi.access.rules import GRANTED, refuse
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import normal, one_line
from nemawashi.meetings import possible, rules
from nemawashi.meetings.models import AgendaItem, CircularAnswer, Meeting, MeetingPaper, PaperInLanguage
from nemawashi.meetings.terms import LONGEST_PAPER, Act, Distribution, Refusal
from nemawashi.parties import queries as parties
from nemawashi.sources import archive

__all__ = [
    "SentPaper",
    "add_paper_language",
    "answer_circular",
    "issue_paper",
    "object_to_release",
    "propose_release",
    "release_paper",
    "submit_paper",
    "withdraw_paper",
]


@dataclass(frozen=True, slots=True)
class SentPaper:
    """A paper in one language as it was written or sent. ``content`` are the bytes of a file; empty: ``words`` are it."""

    language: str
    title: str
    words: str = ""
    file_name: str = ""
    content: bytes = b""

    @property
    def has_words(self) -> bool:
        return bool(self.title.strip() and (self.words.strip() or self.content))

    def checked(self) -> "SentPaper":
        """With the words that can be read out of its file, in a process apart; before the act has its turn."""
        if not self.content:
            return self
        kind = archive.media_type(self.content)
        require(refuse(Refusal.PAPER_TOO_LARGE) if len(self.content) > archive.LARGEST else GRANTED)
        require(GRANTED if kind else refuse(Refusal.PAPER_OF_WRONG_TYPE))
        words = archive.text_of(self.content, kind or "")
        return SentPaper(self.language, self.title, words, self.file_name, self.content)


def submit_paper(
    meeting: Meeting,
    *,
    sent: SentPaper,
    kind: str,
    distribution: str,
    agenda_item: AgendaItem | None = None,
    base: MeetingPaper | None = None,
    sequel: str = "",
    embargo_until: dt.datetime | None = None,
    answer_by: dt.datetime | None = None,
    zone: str = "",
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> MeetingPaper:
    """Put a paper before a meeting: issued at once, or under embargo until a moment."""
    words = {"kind": kind, "distribution": distribution, "agenda_item": agenda_item, "base": base, "sequel": sequel}
    moments = {"embargo_until": embargo_until, "answer_by": answer_by, "zone": zone}
    asked = possible.submitting(
        meeting,
        kind=kind,
        distribution=base.distribution if base else distribution,
        base=base,
        embargo_until=embargo_until,
        answer_by=answer_by,
        at=at,
        by=by,
    )
    require(asked)
    return _submit(meeting, sent=sent.checked(), words=words, moments=moments, by=by, at=at, once=once)


@in_turn
def _submit(
    meeting: Meeting,
    *,
    sent: SentPaper,
    words: dict[str, Any],
    moments: dict[str, Any],
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None,
) -> MeetingPaper:
    meeting = hold(meeting)
    item, base = words["agenda_item"], words["base"]
    if any(row is not None and row.meeting_id != meeting.pk for row in (item, base)):
        raise RefusedError(refuse(Refusal.NOT_OF_THIS_MEETING))
    if base is not None:
        base = hold(base)
        words = {**words, "distribution": base.distribution, "agenda_item": item or base.agenda_item, "base": base}
    require(
        possible.submitting(
            meeting,
            kind=words["kind"],
            distribution=words["distribution"],
            base=base,
            has_words=sent.has_words,
            embargo_until=moments["embargo_until"],
            answer_by=moments["answer_by"],
            at=at,
            by=by,
        )
    )
    paper = MeetingPaper(meeting=meeting, party_id=by.party_id, submitted_at=at, **words, **moments)
    if paper.embargo_until is None:
        paper.issued_at, paper.symbol = at, _next_symbol(paper)
    paper.save()
    _keep(paper, sent, at)
    _enter(Act.SUBMIT_PAPER, paper, by, at, once, {})
    return paper


def add_paper_language(
    paper: MeetingPaper, *, sent: SentPaper, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None
) -> MeetingPaper:
    """Put a paper in another language beside those in which it is there."""
    require(possible.adding_language(paper, language=sent.language, by=by))
    return _add_language(paper, sent=sent.checked(), by=by, at=at, once=once)


@in_turn
def _add_language(
    paper: MeetingPaper, *, sent: SentPaper, by: Viewer, at: dt.datetime, once: uuid.UUID | None
) -> MeetingPaper:
    paper = hold(paper)
    require(possible.adding_language(paper, language=sent.language, has_words=sent.has_words, by=by))
    _keep(paper, sent, at)
    moved_on(paper)
    _enter(Act.ADD_PAPER_LANGUAGE, paper, by, at, once, {"language": sent.language})
    return paper


@in_turn
def issue_paper(
    paper: MeetingPaper, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> MeetingPaper:
    """Issue what was under embargo, under the next symbol of its series, once its moment has come."""
    paper = hold(paper, seen=seen)
    require(possible.issuing(paper, at=at, by=by))
    paper.issued_at, paper.symbol = at, _next_symbol(paper)
    moved_on(paper, "issued_at", "symbol")
    _enter(Act.ISSUE_PAPER, paper, by, at, once, {})
    return paper


@in_turn
def withdraw_paper(
    paper: MeetingPaper,
    *,
    why: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> MeetingPaper:
    """Withdraw a paper with a reason. From then on its own side alone reads it; its symbol is given to no other."""
    paper = hold(paper, seen=seen)
    require(possible.withdrawing_paper(paper, why=why, by=by))
    paper.withdrawn_at, paper.why, paper.release_by = at, normal(why), None
    moved_on(paper, "withdrawn_at", "why", "release_by")
    _enter(Act.WITHDRAW_PAPER, paper, by, at, once, {})
    return paper


@in_turn
def answer_circular(
    paper: MeetingPaper, *, words: str, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None
) -> CircularAnswer:
    """Answer a circular for the own party; a new answer takes the place of the one before."""
    paper = hold(paper)
    require(possible.answering_circular(paper, words=words, by=by))
    row, _is_new = CircularAnswer.objects.update_or_create(
        paper=paper, party_id=by.own_party, defaults={"words": normal(words), "at": at}
    )
    _enter(Act.ANSWER_CIRCULAR, paper, by, at, once, {"answering": by.party})
    return row


@in_turn
def propose_release(
    paper: MeetingPaper,
    *,
    until: dt.datetime,
    zone: str = "",
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> MeetingPaper:
    """Propose that everybody may read a limited or restricted paper, unless a party objects until a moment."""
    paper = hold(paper, seen=seen)
    require(possible.proposing_release(paper, until=until, at=at, by=by))
    paper.release_by, paper.zone, paper.objected_by, paper.objection = until, zone or paper.zone, None, ""
    moved_on(paper, "release_by", "zone", "objected_by", "objection")
    _enter(Act.PROPOSE_RELEASE, paper, by, at, once, {"until": until})
    return paper


@in_turn
def object_to_release(
    paper: MeetingPaper,
    *,
    why: str,
    by: Viewer,
    at: dt.datetime,
    came_in_at: dt.datetime | None = None,
    once: uuid.UUID | None = None,
) -> MeetingPaper:
    """Object for the own party: the paper keeps its distribution. Judged by when the objection came in."""
    paper = hold(paper)
    require(possible.objecting_to_release(paper, why=why, at=came_in_at or at, by=by))
    paper.release_by, paper.objected_by_id, paper.objection = None, by.own_party, normal(why)
    moved_on(paper, "release_by", "objected_by", "objection")
    _enter(Act.OBJECT_TO_RELEASE, paper, by, at, once, {"objecting": by.party})
    return paper


@in_turn
def release_paper(
    paper: MeetingPaper, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> MeetingPaper:
    """Release a paper to which nobody objected, with what follows it, each under the next symbol of the general series."""
    paper = hold(paper, seen=seen)
    require(possible.releasing(paper, at=at, by=by))
    for row in [paper, *map(hold, paper.sequels.filter(withdrawn_at=None).order_by("issued_at", "submitted_at"))]:
        row.distribution, row.released_at, row.release_by = Distribution.GENERAL, at, None
        if row.issued_at is not None:
            row.former_symbol, row.symbol = str(row.symbol), None
            row.base = paper if row.base_id else None
            row.symbol = _next_symbol(row)
        moved_on(row, "distribution", "released_at", "release_by", "former_symbol", "symbol")
    _enter(Act.RELEASE_PAPER, paper, by, at, once, {})
    return paper


def _keep(paper: MeetingPaper, sent: SentPaper, at: dt.datetime) -> None:
    shown = normal(sent.words)
    words: dict[str, Any] = {"words": shown if len(shown) <= LONGEST_PAPER else f"{shown[:LONGEST_PAPER]}…"}
    if sent.content:
        kind = archive.media_type(sent.content) or ""
        archive.keep(sent.content)
        words |= {
            "sha256": archive.digest(sent.content),
            "media_type": kind,
            "name": archive.safe_name(sent.file_name, kind),
            "size": len(sent.content),
        }
    PaperInLanguage.objects.create(paper=paper, language=sent.language, title=one_line(sent.title), added_at=at, **words)


def _next_symbol(paper: MeetingPaper) -> str:
    """The next free symbol, after the pattern of the forum; numbers of one series tell nothing of another."""
    rows = MeetingPaper.objects.exclude(symbol=None)
    if paper.base is not None and paper.base.symbol:
        count = rows.filter(sequel=paper.sequel, symbol__startswith=f"{paper.base.symbol}/").count()

        def named(number: int) -> str:
            return rules.sequel_symbol(str(paper.base and paper.base.symbol), paper.sequel, number)
    else:
        meeting = paper.meeting
        whole = meeting.ordinal or (meeting.start_on.year if meeting.start_on else meeting.pk)
        count = rows.filter(meeting=meeting, base=None, distribution=paper.distribution).count()
        forum = parties.forum()

        def named(number: int) -> str:
            text = rules.series_number(paper.distribution, number)
            return forum.symbol_of(track=meeting.track.slug, meeting=whole, text=text)

    while True:
        count += 1
        if not MeetingPaper.objects.filter(Q(symbol=named(count)) | Q(former_symbol=named(count))).exists():
            return named(count)


def _visibility(paper: MeetingPaper) -> Visibility:
    """Whoever reads the paper reads what is done to it."""
    if paper.issued_at is None:
        return Visibility.DELEGATION if paper.party else Visibility.SECRETARIAT
    if paper.distribution == Distribution.RESTRICTED:
        return Visibility.PARTICIPANTS
    is_public = paper.distribution == Distribution.GENERAL and paper.meeting.is_public
    return Visibility.PUBLIC if is_public else Visibility.PARTIES


def _enter(
    act: Act, paper: MeetingPaper, by: Viewer, at: dt.datetime, once: uuid.UUID | None, facts: dict[str, object]
) -> None:
    owner = paper.party.slug if paper.party else ""
    facts = {"party": owner, "symbol": paper.symbol or "", "kind": paper.kind, "meeting": paper.meeting.ref, **facts}
    log.enter(act, paper, by=by, at=at, visibility=_visibility(paper), facts=facts, once=once)
