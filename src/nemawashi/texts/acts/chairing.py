"""What the secretariat does for the chair: accept, bridge, agree ad referendum, issue a revision."""

import datetime as dt
import uuid
from collections.abc import Sequence

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, in_turn, moved_on, require
from nemawashi.access.rules import first, refuse
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.operations import Operation, of_edit
from nemawashi.kit.clauses.proposals import Proposed
from nemawashi.kit.clauses.spans import normal, smallest_edit
from nemawashi.texts import queries, rules
from nemawashi.texts.acts import putting, revising
from nemawashi.texts.models import Agreement, Clause, Position, Revision, Text
from nemawashi.texts.queries import verdicts
from nemawashi.texts.terms import Act, Outcome, Refusal, RevisionKind, TextState

__all__ = [
    "accept_position",
    "agree_ad_referendum",
    "agree_clean_clauses",
    "issue_revision",
    "offer_bridging_words",
]


def _view_of(clause_id: object, text: Text, by: Viewer) -> queries.ClauseView:
    return queries.negotiation(text, viewer=by).of(clause_id)


@in_turn
def accept_position(
    position: Position,
    *,
    stands_last: bool = False,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Position:
    """Put an unopposed position into the text. The other positions on the clause follow, none becomes stale.

    One about words in another language words the clause anew in that language alone: the words negotiated stay.
    ``stands_last``: where several words are proposed for one place, these come behind all the others.
    """
    text = hold(Text.objects.get(clauses=position.clause_id))
    require(first(rules.is_secretariat(by), rules.is_open(text.state)))
    row = hold(position, seen=seen)
    whole = queries.negotiation(text, viewer=by)
    view, mine = _standing(whole, row)
    require(verdicts.on_accepting(whole, view, mine, by=by, stands_last=stands_last))
    revising.carry_out(whole, view, mine, at=at)
    row.outcome, row.outcome_at = Outcome.ACCEPTED, at
    moved_on(row, "outcome", "outcome_at")
    reconciled = [other.position for other in view.live if other.held.key in mine.held.beside]
    for each in reconciled:
        each.outcome, each.outcome_at, each.superseded_by = Outcome.SUPERSEDED, at, row
        moved_on(each, "outcome", "outcome_at", "superseded_by")
    fulfilled = _fulfilled_with(row, text, by)
    for other in fulfilled:
        other.outcome, other.outcome_at = Outcome.ACCEPTED, at
        moved_on(other, "outcome", "outcome_at")
    revising.reopen(view.clause, at=at)
    text.state = TextState.UNDER_NEGOTIATION
    moved_on(text, "state")
    facts = {"operation": row.operation, "words": row.words, "clause": view.clause.ref}
    facts["fulfilled"] = ", ".join(other.ref for other in fulfilled)
    if row.language:
        facts["language"] = row.language
    if reconciled:
        facts["supersedes"] = ", ".join(each.ref for each in reconciled)
    log.enter(Act.ACCEPT_POSITION, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


def _standing(whole: queries.Negotiation, row: Position) -> tuple[queries.ClauseView, queries.PositionView]:
    """Where a position stands today: splits and merges take positions to other clauses."""
    place = whole.find(row.pk)
    if place is None:
        raise RefusedError(refuse(Refusal.NOT_OF_THIS_TEXT))
    return place


def _fulfilled_with(position: Position, text: Text, by: Viewer) -> list[Position]:
    """Deletions of which nothing is left to delete: two parties that strike the same words agree."""
    place = queries.negotiation(text, viewer=by).find(position.pk)
    live = place[0].live if place else ()
    alike = [row for row in live if row.held.operation == Operation.DELETE and row.held.language == position.language]
    gone = [row for row in alike if row.held.span and row.held.span.is_place]
    return [row.position for row in gone if row.position.pk != position.pk]


@in_turn
def offer_bridging_words(
    clause: Clause,
    *,
    words: str,
    instead_of: Sequence[Position],
    why: str = "",
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Position:
    """Table words of the chair for the whole clause, beside the named positions that they would reconcile.

    Those stay live, with their brackets and stances. They end when the chair's words are accepted, which needs an answer of
    each party behind them; and they simply stand when these are withdrawn, opposed or not retained.
    """
    text = hold(clause.text, seen=seen)
    words = normal(words)
    require(rules.is_secretariat(by))
    view = _view_of(clause.pk, text, by)
    live = {str(row.position.pk): row.position for row in view.live if not row.held.language}
    named = [live[str(row.pk)] for row in instead_of if str(row.pk) in live]
    require(verdicts.on_bridging(text, view, words=words, named=len(named), by=by))
    edit = smallest_edit(view.words, words)
    assert edit is not None  # noqa: S101  the rule refuses words that change nothing
    asked = Proposed(
        str(clause.pk),
        of_edit(edit.start, edit.end, edit.words),
        wording=view.wording,
        start=edit.start,
        end=edit.end,
        words=edit.words,
    )
    put = putting.put_on(view.clause, asked, words=view.words)
    bridge = Position.objects.create(
        clause=clause,
        is_chair=True,
        wording_number=view.wording,
        why=normal(why),
        tabled_at=at,
        instead_of=[str(row.pk) for row in named],
        **put.columns,
    )
    revising.reopen(clause, at=at)
    moved_on(text)
    facts: dict[str, object] = {"words": words, "clause": clause.ref, "instead_of": [row.ref for row in named]}
    facts |= {"put": bridge.words, "operation": bridge.operation, "anchor": bridge.anchor}
    log.enter(Act.OFFER_BRIDGING_WORDS, bridge, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return bridge


@in_turn
def agree_ad_referendum(
    clause: Clause, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Agreement:
    """Gavel a clean clause to which nobody objects: ad referendum while a party awaits instructions, else agreed by all."""
    text = hold(clause.text, seen=seen)
    view = _view_of(clause.pk, text, by)
    require(verdicts.on_agreeing(text, view, by=by))
    revising.reopen(clause, at=at)
    agreement = revising.agree([view], at=at)[0]
    moved_on(text)
    facts = {"awaiting": agreement.awaiting, "wording": view.wording}
    log.enter(Act.AGREE_AD_REFERENDUM, clause, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return agreement


@in_turn
def agree_clean_clauses(
    text: Text,
    *,
    clauses: Sequence[Clause],
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> list[Agreement]:
    """Gavel many clean clauses at once, each as ``agree_ad_referendum`` does; if one cannot be agreed, none is."""
    text = hold(text, seen=seen)
    whole = queries.negotiation(text, viewer=by)
    require(first(rules.is_secretariat(by), rules.is_open(text.state)))
    views = revising.chosen(whole, clauses)
    for view in views:
        require(verdicts.on_agreeing_with_others(text, view, by=by))
    for view in views:
        revising.reopen(view.clause, at=at)
    agreements = revising.agree(views, at=at)
    moved_on(text)
    facts = {"clauses": [[row.clause.ref, row.wording_number, row.awaiting] for row in agreements]}
    log.enter(Act.AGREE_CLEAN_CLAUSES, text, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return agreements


@in_turn
def issue_revision(
    text: Text, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Revision:
    """Issue the text as it stands under the next symbol: a clean text, or a compilation while brackets remain."""
    text = hold(text, seen=seen)
    require(first(rules.is_secretariat(by), rules.is_open(text.state)))
    whole = queries.negotiation(text, viewer=by)
    kind = RevisionKind.COMPILATION if whole.open_clauses else RevisionKind.CLEAN
    revision = revising.issue(text, kind=kind, by=by, at=at)
    text.state = TextState.UNDER_NEGOTIATION
    moved_on(text, "state")
    facts = {"symbol": revision.symbol, "kind": revision.kind, "digests": revision.digests}
    log.enter(Act.ISSUE_REVISION, text, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    log.keep_head(revision)
    return revision
