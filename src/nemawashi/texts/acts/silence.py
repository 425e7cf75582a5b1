"""Silence: opened on a clean revision, broken in time, extended, concluded from recorded moments alone."""

import datetime as dt
import uuid

from django.db import transaction

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, moved_on, require
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.texts.spans import normal
from nemawashi.meetings.rules import zone_exists
from nemawashi.texts import queries, rules
from nemawashi.texts.acts import adopting, revising
from nemawashi.texts.models import Adoption, Silence, SilenceBreak, Text
from nemawashi.texts.terms import PUBLIC_STATES, Act, BreakKind, Refusal, SilenceState, TextState


@transaction.atomic
def open_silence(
    text: Text,
    *,
    ends_at: dt.datetime,
    zone: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Silence:
    """Put the current clean revision under silence until ``ends_at`` (aware), a moment named in ``zone``."""
    text = hold(text, seen=seen, once=once)
    require(zone_exists(zone))
    require(rules.is_secretariat(by))
    whole = queries.negotiation(text, viewer=by)
    revision = text.revisions.order_by("-number").first()
    if revision is None:
        raise RefusedError(refuse(Refusal.NOT_A_CLEAN_REVISION))
    require(
        rules.may_open_silence(
            by,
            state=text.state,
            open_clauses=whole.open_clauses,
            ends_at=ends_at,
            at=at,
            is_revision_current=revising.is_current(revision, whole),
        )
    )
    silence = Silence.objects.create(text=text, revision=revision, opened_at=at, ends_at=ends_at, zone=zone)
    text.state = TextState.UNDER_SILENCE
    moved_on(text, "state")
    facts = {"ends_at": ends_at, "zone": zone, "revision": silence.revision.symbol}
    log.enter(Act.OPEN_SILENCE, text, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return silence


@transaction.atomic
def break_silence(
    silence: Silence,
    *,
    words: str,
    kind: str = BreakKind.OBJECTION,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> SilenceBreak:
    """Break silence in writing; the text is back under negotiation and all are told.

    ``at`` is the database's moment at which the request came in. The closing moment itself is still in time. Refused
    as too late after it: the party may then still ``enter_reservation``. Two parties at once both stand.
    """
    held = hold(silence, once=once)
    text = hold(held.text)
    words = normal(words)
    require(
        rules.may_break_silence(
            by,
            ends_at=held.ends_at,
            is_concluded=held.concluded_at is not None,
            has_broken=held.breaks.filter(party__slug=by.party or "").exists(),
            words=words,
            at=at,
            is_over=held.breaks.exists() and _has_gone_on(held, text),
        )
    )
    row = SilenceBreak.objects.create(silence=held, party_id=by.own_party, kind=kind, words=words, at=at)
    text.state = TextState.UNDER_NEGOTIATION
    moved_on(text, "state")
    facts = {"kind": kind, "words": words, "ends_at": held.ends_at}
    log.enter(Act.BREAK_SILENCE, text, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


def _has_gone_on(silence: Silence, text: Text) -> bool:
    """Whether the text was adopted, or put under silence again, since this silence was broken."""
    return text.state in PUBLIC_STATES or text.silences.filter(pk__gt=silence.pk).exists()


def _state(silence: Silence, at: dt.datetime) -> SilenceState:
    moments = list(silence.breaks.values_list("at", flat=True))
    return rules.silence_state(silence.ends_at, breaks=moments, concluded_at=silence.concluded_at, at=at)


@transaction.atomic
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
    held = hold(silence, seen=seen, once=once)
    require(zone_exists(zone))
    require(rules.may_extend_silence(by, state=_state(held, at), ends_at=held.ends_at, until=ends_at, at=at))
    facts = {"from": held.ends_at, "ends_at": ends_at, "zone": zone}
    held.ends_at, held.zone = ends_at, zone
    moved_on(held, "ends_at", "zone")
    log.enter(Act.EXTEND_SILENCE, held.text, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return held


@transaction.atomic
def conclude_silence(
    silence: Silence, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Adoption:
    """Record that silence was kept: the revision is adopted and sealed as of the moment at which silence ended.

    Not within ``rules.POST_ROOM`` of that moment, so that no break in the last second is overtaken by the conclusion.
    """
    held = hold(silence, seen=seen, once=once)
    text = hold(held.text)
    require(rules.may_conclude_silence(by, state=_state(held, at)))
    if at <= held.ends_at + rules.POST_ROOM:
        raise RefusedError(refuse(Refusal.SILENCE_RUNS))
    if text.state != TextState.UNDER_SILENCE:
        raise RefusedError(refuse(Refusal.NOT_UNDER_SILENCE))
    held.concluded_at = at
    moved_on(held, "concluded_at")
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
