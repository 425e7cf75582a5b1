"""Note that a talk was held, record what came of it, publish that by both sides."""

import datetime as dt
import uuid
from decimal import Decimal

from nemawashi.access import log
from nemawashi.access.acts import hold, in_turn, moved_on, require
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.business import possible
from nemawashi.business.models import BusinessTalk, TalkOutcome
from nemawashi.business.terms import Act, TalkState
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.sources.models import Source

__all__ = ["hold_talk", "publish_outcome", "record_outcome", "unpublish_outcome"]


@in_turn
def hold_talk(
    talk: BusinessTalk,
    *,
    held_on: ImpreciseDate,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> BusinessTalk:
    """Note that a talk was held, on its day."""
    row = hold(talk, seen=seen)
    require(possible.holding(row, held_on=held_on, today=at.date(), by=by))
    row.state, row.held_on = TalkState.HELD, held_on.earliest
    moved_on(row, "state", "held_on")
    facts = {"party": _other(row.sides, by), "state": row.state}
    log.enter(Act.HOLD_TALK, row, by=by, at=at, visibility=Visibility.OWN, facts=facts, once=once)
    return row


@in_turn
def record_outcome(
    talk: BusinessTalk,
    *,
    result: str,
    on: ImpreciseDate,
    words: str = "",
    language: str = "",
    amount: Decimal | None = None,
    currency: str = "",
    qualifier: str = "",
    source: Source | None = None,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> TalkOutcome:
    """Say what came of a talk; nothing is published by that. The log holds the kind, and neither words nor sum."""
    row = hold(talk)
    require(
        possible.recording(row, on=on, amount=amount, currency=currency, language=language.strip(), today=at.date(), by=by)
    )
    outcome = TalkOutcome.objects.create(
        talk=row,
        result=result,
        on=on,
        words=normal(words),
        language=language.strip(),
        amount=amount,
        currency=currency.strip(),
        qualifier=qualifier,
        source=source,
        said_by_id=by.own_party,
        recorded_at=at,
    )
    facts = {"party": _other(row.sides, by), "result": outcome.result}
    log.enter(Act.RECORD_OUTCOME, outcome, by=by, at=at, visibility=Visibility.OWN, facts=facts, once=once)
    return outcome


@in_turn
def publish_outcome(
    outcome: TalkOutcome, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> TalkOutcome:
    """Agree for the own side that the public reads an outcome; it does once both have agreed."""
    row = hold(outcome, seen=seen)
    require(possible.publishing(row, by=by))
    _set_published(row, at, Act.PUBLISH_OUTCOME, by=by, at=at, once=once)
    return row


@in_turn
def unpublish_outcome(
    outcome: TalkOutcome, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> TalkOutcome:
    """Take the own word back; the public reads the outcome no more."""
    row = hold(outcome, seen=seen)
    require(possible.unpublishing(row, by=by))
    _set_published(row, None, Act.UNPUBLISH_OUTCOME, by=by, at=at, once=once)
    return row


def _set_published(
    row: TalkOutcome, moment: dt.datetime | None, act: Act, *, by: Viewer, at: dt.datetime, once: uuid.UUID | None
) -> None:
    field = "offer_publishes_at" if by.party == row.talk.sides[0] else "need_publishes_at"
    setattr(row, field, moment)
    moved_on(row, field)
    facts = {"party": _other(row.talk.sides, by), "sides": len(row.publishing)}
    log.enter(act, row, by=by, at=at, visibility=Visibility.OWN, facts=facts, once=once)


def _other(sides: tuple[str, str], by: Viewer) -> str:
    """The side that is told."""
    return sides[1] if by.party == sides[0] else sides[0]
