"""What parties hold on what others tabled: support, oppose, could accept, take that back, go behind it, bring it back."""

import datetime as dt
import uuid

from django.db import transaction

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, moved_on, require
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.texts import queries, rules
from nemawashi.texts.acts import revising
from nemawashi.texts.models import Position, PositionStance, Text
from nemawashi.texts.queries import verdicts
from nemawashi.texts.terms import Act, Outcome, Refusal, Stance

__all__ = [
    "could_accept_position",
    "join_position",
    "lift_stance",
    "oppose_position",
    "revive_position",
    "support_position",
]


@transaction.atomic
def support_position(
    position: Position, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> PositionStance:
    """Stand behind another party's tabled position; lifts an earlier opposition of the own party."""
    return _take_stance(position, Stance.SUPPORT, Act.SUPPORT_POSITION, by, at, seen, once)


@transaction.atomic
def oppose_position(
    position: Position, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> PositionStance:
    """Object to a tabled position: while the objection stands, the chair cannot accept it."""
    return _take_stance(position, Stance.OPPOSE, Act.OPPOSE_POSITION, by, at, seen, once)


@transaction.atomic
def could_accept_position(
    position: Position, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> PositionStance:
    """Say that the own party could live with a tabled position without asking for it; lifts an earlier opposition."""
    return _take_stance(position, Stance.COULD_ACCEPT, Act.COULD_ACCEPT_POSITION, by, at, seen, once)


@transaction.atomic
def lift_stance(
    position: Position, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> PositionStance:
    """Take back the own party's stance on a tabled position; the log keeps that it was held."""
    text, row = hold_both(position, seen, once)
    last = row.stances.filter(party=by.party_id).order_by("-at", "-pk").first()
    held = last.stance if last else ""
    require(rules.may_lift_stance(by, state=text.state, outcome=row.outcome, stance=held))
    taken = PositionStance.objects.create(position=row, party_id=by.own_party, stance=Stance.NONE, at=at)
    moved_on(row)
    moved_on(text)
    facts = {"stance": held}
    log.enter(Act.LIFT_STANCE, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return taken


@transaction.atomic
def join_position(
    position: Position, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Position:
    """Go behind another party's position: from now on it is the own party's as well, until it withdraws."""
    text, row = hold_both(position, seen, once)
    proposers = tuple(row.proposers.values_list("slug", flat=True))
    require(rules.may_join(by, state=text.state, outcome=row.outcome, proposers=proposers, is_chair=row.is_chair))
    row.proposers.add(by.own_party)
    if row.stances.filter(party=by.own_party).exists():
        PositionStance.objects.create(position=row, party_id=by.own_party, stance=Stance.NONE, at=at)
    moved_on(row)
    moved_on(text)
    facts = {"beside": ", ".join(proposers)}
    log.enter(Act.JOIN_POSITION, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


@transaction.atomic
def revive_position(
    position: Position, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Position:
    """Bring back an own position that the chair did not retain: nobody's words vanish by another's decision."""
    text, row = hold_both(position, seen, once)
    require(rules.may_take_position(by, state=text.state))
    place = queries.negotiation(text, viewer=by).find(row.pk)
    if place is None:
        raise RefusedError(refuse(Refusal.NOT_OF_THIS_TEXT))
    view, shown = place
    require(verdicts.on_reviving(text, view, shown, by=by))
    row.outcome, row.outcome_at, row.outcome_why = Outcome.LIVE, None, ""
    moved_on(row, "outcome", "outcome_at", "outcome_why")
    revising.reopen(view.clause, at=at)
    moved_on(text)
    facts = {"clause": view.clause.ref}
    log.enter(Act.REVIVE_POSITION, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


def _take_stance(
    position: Position,
    stance: Stance,
    act: Act,
    by: Viewer,
    at: dt.datetime,
    seen: int | None,
    once: uuid.UUID | None,
) -> PositionStance:
    text, row = hold_both(position, seen, once)
    proposers = tuple(row.proposers.values_list("slug", flat=True))
    require(rules.may_take_stance(by, state=text.state, outcome=row.outcome, proposers=proposers))
    taken = PositionStance.objects.create(position=row, party_id=by.own_party, stance=stance, at=at)
    moved_on(text)
    log.enter(act, row, by=by, at=at, visibility=Visibility.PARTIES, facts={"stance": stance}, once=once)
    return taken


def hold_both(position: Position, seen: int | None, once: uuid.UUID | None) -> tuple[Text, Position]:
    """The text of a position and the position, locked in this order."""
    text = hold(Text.objects.get(clauses=position.clause_id), once=once)
    return text, hold(position, seen=seen)
