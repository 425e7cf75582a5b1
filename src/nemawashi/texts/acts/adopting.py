"""Adoption in a meeting, the seal, reservations and issue."""

import datetime as dt
import uuid
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db.models import F

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, in_turn, moved_on, require
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import queries as meetings
from nemawashi.meetings.models import Decision, Meeting
from nemawashi.texts import queries, rules
from nemawashi.texts.acts import uptake
from nemawashi.texts.models import Adoption, Clause, Corrigendum, Reservation, Revision, Silence, Text
from nemawashi.texts.queries import verdicts
from nemawashi.texts.terms import Act, Outcome, Refusal, StatementKind, TextState

__all__ = ["adopt_in_meeting", "announce_adoption", "correct_text", "enter_reservation", "issue_text"]


def seal(
    text: Text,
    *,
    revision: Revision,
    act: Act,
    silence: Silence | None = None,
    meeting: Meeting | None = None,
    present: Sequence[str] = (),
    over: Sequence[str] = (),
    adopted_at: dt.datetime,
    zone: str,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None,
) -> Adoption:
    """Adopt a held text and enter the SHA-256 of every language version in the log. The act of its caller."""
    day = adopted_at.astimezone(ZoneInfo(zone)).date()
    adoption = Adoption.objects.create(
        text=text,
        revision=revision,
        silence=silence,
        meeting=meeting,
        present=list(present),
        over=sorted(over),
        digests=revision.digests,
        at=adopted_at,
    )
    text.state, text.adopted_at, text.adopted_on = TextState.ADOPTED, adopted_at, ImpreciseDate.parse(day)
    moved_on(text, "state", "adopted_at", "adopted_on")
    _end_what_is_left(text, at=at)
    uptake.counts_as_taken_up(text)
    if text.meeting:
        how = "silence" if silence else "consensus"
        Decision.objects.create(meeting=text.meeting, words=text.title, how=how, object_ref=text.ref, at=adopted_at)
    facts = {"revision": revision.symbol, "sha256": revision.digests, "present": list(present)}
    log.enter(act, text, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    log.keep_head(adoption)
    return adoption


def _end_what_is_left(text: Text, *, at: dt.datetime) -> None:
    """Comments, and reserves on clauses that were deleted, end with the negotiation: as not retained, never unsaid."""
    left = queries.live_positions(text)
    left.update(outcome=Outcome.NOT_RETAINED, outcome_at=at, version=F("version") + 1)


@in_turn
def adopt_in_meeting(
    text: Text,
    *,
    over: Sequence[str] = (),
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Adoption:
    """Adopt the current clean revision by consensus in its meeting, while it is open, of those who are present there.

    ``over``: as for ``open_silence``.
    """
    text = hold(text, seen=seen)
    require(rules.is_secretariat(by))
    whole = queries.negotiation(text, viewer=by)
    revision = text.revisions.order_by("-number").first()
    require(verdicts.on_adopting(whole, revision, over=over, by=by))
    assert text.meeting is not None and revision is not None  # noqa: S101, PT018  a text without them was refused
    return seal(
        text,
        revision=revision,
        act=Act.ADOPT_IN_MEETING,
        meeting=text.meeting,
        present=meetings.present_at(text.meeting),
        over=over,
        adopted_at=at,
        zone=text.meeting.zone or "UTC",
        by=by,
        at=at,
        once=once,
    )


@in_turn
def enter_reservation(
    text: Text,
    *,
    words: str,
    clause: Clause | None = None,
    kind: str = StatementKind.RESERVATION,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Reservation:
    """Join the consensus with a stated exception or reading, on the text or on one clause; attached to it for good."""
    text = hold(text)
    words = normal(words)
    if clause is not None and clause.text_id != text.pk:
        raise RefusedError(refuse(Refusal.NOT_OF_THIS_TEXT))
    require(rules.may_enter_reservation(by, state=text.state, words=words))
    row = Reservation.objects.create(text=text, clause=clause, party_id=by.own_party, kind=kind, words=words, at=at)
    moved_on(text)
    is_public = text.state in (TextState.ADOPTED, TextState.ISSUED)
    log.enter(
        Act.ENTER_RESERVATION,
        text,
        by=by,
        at=at,
        visibility=Visibility.PUBLIC if is_public else Visibility.PARTIES,
        facts={"words": words, "clause": clause.ref if clause else "", "kind": str(kind)},
        once=once,
    )
    return row


@in_turn
def issue_text(text: Text, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None) -> Text:
    """Issue the adopted text under its symbol for general distribution."""
    text = hold(text, seen=seen)
    require(rules.may_issue(by, state=text.state))
    text.state, text.issued_at = TextState.ISSUED, at
    moved_on(text, "state", "issued_at")
    facts = {"symbol": text.symbol, "sha256": text.adoption.digests}
    log.enter(Act.ISSUE_TEXT, text, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return text


@in_turn
def correct_text(
    text: Text,
    *,
    clause: Clause,
    before: str,
    after: str,
    why: str,
    language: str = "",
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Corrigendum:
    """Issue a corrigendum: ``before`` of the sealed words should read ``after``. The text itself stays as it was sealed.

    Refused where ``before`` does not stand in the clause exactly once, in the version of ``language``.
    """
    text = hold(text, seen=seen)
    before, after, why = normal(before), normal(after), normal(why)
    require(rules.may_correct(by, state=text.state, before=before, after=after, why=why))
    language = language or text.language
    adoption = Adoption.objects.select_related("revision").filter(text=text).first()
    if adoption is None:  # a text of the record, which holds an outline and no words of it
        raise RefusedError(refuse(Refusal.NOT_ADOPTED))
    sealed = next((row for row in adoption.revision.snapshot if row["clause"] == str(clause.pk)), None)
    if sealed is None:
        raise RefusedError(refuse(Refusal.NOT_OF_THIS_TEXT))
    if sealed["words"].get(language, "").count(before) != 1:
        raise RefusedError(refuse(Refusal.OUT_OF_THE_CLAUSE))
    number = text.corrigenda.count() + 1
    row = Corrigendum.objects.create(
        text=text,
        number=number,
        symbol=f"{text.symbol or text.slug}/Corr.{number}",
        clause=clause,
        language=language,
        before=before,
        after=after,
        why=why,
        at=at,
    )
    moved_on(text)
    facts = {"symbol": row.symbol, "clause": clause.ref, "language": language, "before": before, "after": after}
    log.enter(Act.CORRECT_TEXT, text, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


@in_turn
def announce_adoption(
    text: Text,
    *,
    meeting: Meeting,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Adoption:
    """Announce at the next meeting what silence adopted. The next meeting is the first of the Dialogue since then."""
    text = hold(text, seen=seen)
    adoption = Adoption.objects.filter(text=text).first()
    is_next = adoption is not None and meeting.pk in queries.next_meetings(text, since=adoption.at)
    require(
        rules.may_announce_adoption(
            by,
            state=text.state,
            is_by_silence=adoption is not None and adoption.silence_id is not None,
            is_announced=adoption is not None and adoption.announced_at is not None,
            is_meeting_next=is_next,
        )
    )
    assert adoption is not None  # noqa: S101  the rule refuses a text that was not adopted
    adoption.announced_in, adoption.announced_at = meeting, at
    adoption.save(update_fields=["announced_in", "announced_at"])
    moved_on(text)
    facts = {"meeting": meeting.ref, "symbol": text.symbol}
    log.enter(Act.ANNOUNCE_ADOPTION, text, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return adoption
