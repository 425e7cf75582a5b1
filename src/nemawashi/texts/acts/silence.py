"""Silence: opened on a clean revision, broken in time, extended, concluded from recorded moments alone."""

import datetime as dt
import uuid
from collections.abc import Sequence

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, in_turn, moved_on, require
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.proposals import Proposed
from nemawashi.kit.clauses.spans import normal
from nemawashi.meetings.rules import zone_exists
from nemawashi.texts import queries, rules
from nemawashi.texts.acts import adopting, putting, revising
from nemawashi.texts.models import Adoption, Clause, Position, Silence, SilenceBreak, Text
from nemawashi.texts.queries import verdicts
from nemawashi.texts.terms import (
    Act,
    BreakKind,
    Refusal,
    SilenceState,
    TextState,
)

__all__ = ["break_silence", "conclude_silence", "extend_silence", "open_silence"]


@in_turn
def open_silence(
    text: Text,
    *,
    ends_at: dt.datetime,
    zone: str,
    clauses: Sequence[Clause] = (),
    by_circular: bool = True,
    over: Sequence[str] = (),
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Silence:
    """Put the current clean revision under silence until ``ends_at`` (aware), a moment named in ``zone``.

    With ``clauses`` only these go under silence, in the words of the last revision: the rest stays under negotiation,
    and what is kept is agreed and not yet adopted. ``by_circular`` is False when the chair proposed it in a meeting.
    ``over``: keys of what parties said of consensus and over which the chair goes ahead, naming it (``OpenConsent``).
    """
    text = hold(text, seen=seen)
    require(zone_exists(zone))
    require(rules.is_secretariat(by))
    whole = queries.negotiation(text, viewer=by)
    revision = text.revisions.order_by("-number").first()
    keys = {clause.pk for clause in clauses}
    views = [view for view in whole.standing if view.clause.pk in keys]
    if len(views) != len(keys):
        raise RefusedError(refuse(Refusal.NOT_OF_THIS_TEXT))
    require(verdicts.on_putting_under_silence(whole, revision, views, ends_at=ends_at, at=at, over=over, by=by))
    assert revision is not None  # noqa: S101  a text that was never issued was refused
    silence = Silence.objects.create(
        text=text,
        revision=revision,
        opened_at=at,
        ends_at=ends_at,
        zone=zone,
        clauses=sorted(str(key) for key in keys),
        by_circular=by_circular,
        over=sorted(over),
    )
    text.state = TextState.UNDER_NEGOTIATION if views else TextState.UNDER_SILENCE
    moved_on(text, "state")
    facts = {"ends_at": ends_at, "zone": zone, "revision": silence.revision.symbol, "by_circular": by_circular}
    if views:
        facts["clauses"] = [view.clause.ref for view in views]
    if over:
        facts["over"] = silence.over
    log.enter(Act.OPEN_SILENCE, text, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return silence


@in_turn
def break_silence(
    silence: Silence,
    *,
    words: str,
    kind: str = BreakKind.OBJECTION,
    clauses: Sequence[Clause] = (),
    amendment: Proposed | None = None,
    by: Viewer,
    at: dt.datetime,
    came_in_at: dt.datetime | None = None,
    once: uuid.UUID | None = None,
) -> SilenceBreak:
    """Break silence in writing; the text is back under negotiation and all are told.

    Whether it is in time is decided by the database's moment at which the request came in, however long it then waited
    for its turn. The closing moment itself is still in time. Refused as too late after it: the party may then still
    ``enter_reservation``. Two parties at once both stand. An ``amendment`` is tabled as the party's position on the
    wording that it names; ``clauses`` names what an objection is about.
    """
    came_in_at = came_in_at or at
    held = hold(silence)
    text = hold(held.text)
    words = normal(words)
    require(verdicts.on_breaking(held, text, words=words, at=came_in_at, by=by))
    about = {str(clause.pk) for clause in clauses} | ({amendment.key} if amendment else set())
    if about - {str(pk) for pk in text.clauses.values_list("pk", flat=True)}:
        raise RefusedError(refuse(Refusal.NOT_OF_THIS_TEXT))
    if held.clauses and about - set(held.clauses):
        raise RefusedError(refuse(Refusal.NOT_UNDER_SILENCE))
    position = _tabled(amendment, text, why=words, by=by, at=at) if amendment else None
    row = SilenceBreak.objects.create(
        silence=held,
        party_id=by.own_party,
        kind=BreakKind.AMENDMENT if amendment else kind,
        words=words,
        clauses=sorted(about),
        position=position,
        at=came_in_at,
    )
    text.state = TextState.UNDER_NEGOTIATION
    moved_on(text, "state")
    facts = {"kind": row.kind, "words": words, "ends_at": held.ends_at, "clauses": row.clauses, "came_in_at": came_in_at}
    if position:
        facts |= {
            "position": position.ref,
            "put": position.words,
            "operation": position.operation,
            "anchor": position.anchor,
        }
    log.enter(Act.BREAK_SILENCE, text, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


def _tabled(amendment: Proposed, text: Text, *, why: str, by: Viewer, at: dt.datetime) -> Position:
    """The words of an amendment as a tabled position. Raises ``RefusedError`` where they do not stand on the clause."""
    clause = Clause.objects.select_related("text").get(pk=amendment.key)
    wording = clause.wordings.filter(language=text.language, number=amendment.wording).first()
    if wording is None:
        raise RefusedError(refuse(Refusal.NOT_OF_THIS_TEXT))
    put = putting.put_on(clause, amendment, words=wording.words)
    row = Position.objects.create(clause=clause, wording_number=wording.number, why=why, tabled_at=at, **put.columns)
    row.proposers.set([by.own_party])
    revising.reopen(clause, at=at)
    return row


def _state(silence: Silence, at: dt.datetime) -> SilenceState:
    moments = list(silence.breaks.values_list("at", flat=True))
    return rules.silence_state(silence.ends_at, breaks=moments, concluded_at=silence.concluded_at, at=at)


@in_turn
def extend_silence(
    silence: Silence,
    *,
    ends_at: dt.datetime,
    zone: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Silence:
    """Extend running silence to a later moment; the earlier one stays in the log."""
    held = hold(silence, seen=seen)
    require(zone_exists(zone))
    require(rules.may_extend_silence(by, state=_state(held, at), ends_at=held.ends_at, until=ends_at, at=at))
    facts = {"from": held.ends_at, "ends_at": ends_at, "zone": zone}
    held.ends_at, held.zone = ends_at, zone
    moved_on(held, "ends_at", "zone")
    moved_on(hold(held.text))
    log.enter(Act.EXTEND_SILENCE, held.text, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return held


@in_turn
def conclude_silence(
    silence: Silence, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Adoption | Silence:
    """Record that silence was kept: the revision is adopted and sealed as of the moment at which silence ended.

    Where silence was on some clauses, they are agreed as of that moment and the text stays under negotiation. Not
    within ``rules.POST_ROOM`` of the moment, so that no break in the last second is overtaken by the conclusion.
    """
    held = hold(silence, seen=seen)
    text = hold(held.text)
    require(verdicts.on_concluding(held, text, state=_state(held, at), at=at, by=by))
    held.concluded_at = at
    moved_on(held, "concluded_at")
    facts: dict[str, object] = {"ends_at": held.ends_at, "zone": held.zone, "revision": held.revision.symbol}
    if not held.clauses:
        return adopting.seal(
            text,
            revision=held.revision,
            act=Act.CONCLUDE_SILENCE,
            silence=held,
            adopted_at=held.ends_at,
            zone=held.zone,
            by=by,
            at=at,
            once=once,
        )
    whole = queries.negotiation(text, viewer=by)
    views = [view for view in whole.standing if str(view.clause.pk) in held.clauses]
    revising.agree(views, at=held.ends_at, awaited=())
    moved_on(text)
    facts["clauses"] = [view.clause.ref for view in views]
    log.enter(Act.CONCLUDE_SILENCE, text, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return held
