"""How the chair orders a negotiation: let go with a reason, streamline, close and open clauses, packages, pillars."""

import datetime as dt
import uuid
from collections.abc import Sequence

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, in_turn, moved_on, require
from nemawashi.access.rules import first, refuse
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import normal
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Pillar
from nemawashi.texts import queries, rules
from nemawashi.texts.acts import consenting, revising, siding
from nemawashi.texts.models import Agreement, Clause, Package, Position, PositionStance, Text
from nemawashi.texts.queries import verdicts
from nemawashi.texts.terms import Act, Outcome, Refusal, Stance

__all__ = [
    "agree_package",
    "ask_to_let_go",
    "assign_pillar",
    "close_clause",
    "dissolve_package",
    "keep_position",
    "let_position_go",
    "make_package",
    "mark_not_retained",
    "open_clause",
    "reopen_clause",
    "streamline_positions",
]


@in_turn
def ask_to_let_go(
    position: Position,
    *,
    why: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Position:
    """Ask those behind a position to let it go, with the reason. It stays live until each of them has.

    Where the rules of the forum name a number of days, silence for so long is the answer of a party, too.
    """
    text, row = siding.hold_both(position, seen)
    require(rules.is_secretariat(by))
    require(verdicts.on_asking_to_let_go(text, _placed(row, text, by), why=why, by=by))
    row.asked_at, row.asked_why, row.let_go_by = at, normal(why), []
    row.answer_by = rules.answer_by(at, days=parties.forum_as_recorded().answer_days)
    moved_on(row, "asked_at", "asked_why", "answer_by", "let_go_by")
    moved_on(text)
    facts: dict[str, object] = {"why": row.asked_why, "words": row.words}
    if row.answer_by:
        facts["answer_by"] = row.answer_by
    log.enter(Act.ASK_TO_LET_GO, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


@in_turn
def let_position_go(
    position: Position, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Position:
    """Say for the own party that the position is not retained. With the last party behind it the position ends."""
    text, row = siding.hold_both(position, seen)
    require(rules.may_take_position(by, state=text.state))
    view = _placed(row, text, by)
    require(verdicts.on_answering(text, view, by=by))
    row.let_go_by = sorted({*row.let_go_by, by.party})
    own = parties.forum().codes.get(by.party or "", "")
    if not view.behind - view.let_go - {own}:
        row.outcome, row.outcome_at, row.outcome_why = Outcome.NOT_RETAINED, at, row.asked_why
    moved_on(row, "let_go_by", "outcome", "outcome_at", "outcome_why")
    moved_on(text)
    facts = {"is_ended": row.outcome == Outcome.NOT_RETAINED}
    log.enter(Act.LET_POSITION_GO, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


@in_turn
def keep_position(
    position: Position,
    *,
    why: str = "",
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Position:
    """Say for the own party that the position stays. The question of the chair is answered with that; it may ask again."""
    text, row = siding.hold_both(position, seen)
    require(rules.may_take_position(by, state=text.state))
    require(verdicts.on_answering(text, _placed(row, text, by), by=by))
    row.asked_at, row.asked_why, row.answer_by, row.let_go_by = None, "", None, []
    moved_on(row, "asked_at", "asked_why", "answer_by", "let_go_by")
    moved_on(text)
    facts = {"why": normal(why)}
    log.enter(Act.KEEP_POSITION, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


@in_turn
def mark_not_retained(
    position: Position,
    *,
    why: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Position:
    """Let a position go in the open that no party stands behind any longer, or words of the chair.

    It stays readable with the reason, and its party can revive it.
    """
    text, row = siding.hold_both(position, seen)
    require(rules.is_secretariat(by))
    require(verdicts.on_letting_go(text, _placed(row, text, by), why=why, at=at, by=by))
    row.outcome, row.outcome_at, row.outcome_why = Outcome.NOT_RETAINED, at, normal(why)
    moved_on(row, "outcome", "outcome_at", "outcome_why")
    moved_on(text)
    facts = {"why": row.outcome_why, "words": row.words}
    log.enter(Act.MARK_NOT_RETAINED, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


def _placed(row: Position, text: Text, by: Viewer) -> queries.PositionView:
    """The position as the negotiation shows it, with who stands behind it. Raises RefusedError where it is of no clause."""
    place = queries.negotiation(text, viewer=by).find(row.pk)
    if place is None:
        raise RefusedError(refuse(Refusal.NOT_OF_THIS_TEXT))
    return place[1]


@in_turn
def streamline_positions(
    position: Position,
    *,
    others: Sequence[Position],
    why: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Position:
    """Put near-identical positions together under the words of one: their parties stand behind it from then on.

    Supporters, opponents and those who could accept come along; the others end as superseded by it, each with a link. A
    party whose own words would go has said before that it could accept those that stay.
    No party's stance is lost: it is refused where a party opposes one of them and stands otherwise to another.
    """
    text, row = siding.hold_both(position, seen)
    require(first(rules.is_secretariat(by), rules.is_open(text.state)))
    whole = queries.negotiation(text, viewer=by)
    place = whole.find(row.pk)
    if place is None or not place[1].is_live:
        raise RefusedError(refuse(Refusal.NOT_LIVE))
    view, kept = place
    chosen = {other.pk for other in others} - {row.pk}
    rows = [each for each in view.live if each.position.pk in chosen]
    if len(rows) != len(chosen):
        raise RefusedError(refuse(Refusal.NOT_ALIKE))
    held = [each.held for each in rows]
    willing = {*kept.codes, *kept.supporters, *kept.acceptors}
    losing = {code for each in rows if each.held.words != kept.held.words for code in each.codes}
    require(
        rules.may_streamline(
            by,
            state=text.state,
            kept=kept.held,
            others=held,
            clause=view.words_in(kept.held.language),
            why=why,
            unanswered=losing - willing,
        )
    )
    against = {code for each in (kept, *rows) for code in each.opponents}
    otherwise = {code for each in (kept, *rows) for code in (*each.codes, *each.supporters, *each.acceptors)}
    if against & otherwise:
        raise RefusedError(refuse(Refusal.STANDING_OBJECTION, ", ".join(sorted(against & otherwise))))
    taken: list[PositionStance] = []
    for each in rows:
        other = hold(each.position)
        row.proposers.add(*other.proposers.all())
        for stance in other.stances.select_related("party").order_by("at", "pk"):
            taken.append(PositionStance.objects.create(position=row, party=stance.party, stance=stance.stance, at=at))
        other.outcome, other.outcome_at, other.outcome_why = Outcome.SUPERSEDED, at, normal(why)
        other.superseded_by = row
        moved_on(other, "outcome", "outcome_at", "outcome_why", "superseded_by")
    for party in row.proposers.all():
        if row.stances.filter(party=party).exists():
            taken.append(PositionStance.objects.create(position=row, party=party, stance=Stance.NONE, at=at))
    moved_on(row)
    moved_on(text)
    facts: dict[str, object] = {"why": normal(why), "clause": view.clause.ref}
    facts["supersedes"] = [each.position.ref for each in rows]
    facts["stances"] = [[stance.party.slug, stance.stance] for stance in taken]
    log.enter(Act.STREAMLINE_POSITIONS, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


@in_turn
def close_clause(
    clause: Clause, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Clause:
    """Close a clause: what is tabled stands, nothing more is tabled on it until the chair opens it again."""
    return _set_closed(clause, True, Act.CLOSE_CLAUSE, by, at, seen, once)


@in_turn
def open_clause(
    clause: Clause, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Clause:
    """Open a closed clause again."""
    return _set_closed(clause, False, Act.OPEN_CLAUSE, by, at, seen, once)


def _set_closed(
    clause: Clause, closes: bool, act: Act, by: Viewer, at: dt.datetime, seen: int | None, once: uuid.UUID | None
) -> Clause:
    text, row = _hold_clause(clause, seen, once)
    if closes:
        require(rules.may_close(by, state=text.state, is_deleted=row.is_deleted, is_closed=row.is_closed))
    else:
        require(rules.may_open_again(by, state=text.state, is_closed=row.is_closed))
    row.is_closed = closes
    row.save(update_fields=["is_closed"])
    moved_on(text)
    log.enter(act, row, by=by, at=at, visibility=Visibility.PARTIES, facts={}, once=once)
    return row


def _hold_clause(clause: Clause, seen: int | None, once: uuid.UUID | None) -> tuple[Text, Clause]:
    text = hold(clause.text, seen=seen)
    return text, Clause.objects.select_related("text").get(pk=clause.pk)


@in_turn
def reopen_clause(
    clause: Clause,
    *,
    why: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Clause:
    """Undo the agreement on a clause; who did, and why, is on record. A package that it belonged to stays ended."""
    text, row = _hold_clause(clause, seen, once)
    agreements = Agreement.objects.filter(clause=row, reopened_at=None)
    require(rules.may_reopen(by, state=text.state, is_agreed=agreements.exists(), why=why))
    revising.reopen(row, at=at)
    moved_on(text)
    facts = {"why": normal(why)}
    log.enter(Act.REOPEN_CLAUSE, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


@in_turn
def make_package(
    text: Text,
    *,
    title: str,
    clauses: Sequence[Clause],
    trade: str = "",
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Package:
    """Hold clauses together: none of them is agreed unless all are. Agreements on them are reopened.

    ``trade`` says in words what is given for what.
    """
    text = hold(text, seen=seen)
    keys = {clause.pk for clause in clauses}
    rows = list(Clause.objects.filter(text=text, pk__in=keys, is_deleted=False))
    if len(rows) != len(keys):
        raise RefusedError(refuse(Refusal.NOT_OF_THIS_TEXT))
    is_held = Package.objects.filter(clauses__in=rows, ended_at=None).exists()
    require(rules.may_make_package(by, state=text.state, clauses=len(rows), is_any_held=is_held))
    if queries.silent_clauses(text) & {str(row.pk) for row in rows}:
        raise RefusedError(refuse(Refusal.SILENCE_RUNS))
    package = Package.objects.create(text=text, title=normal(title), trade=normal(trade), made_at=at)
    package.clauses.set(rows)
    for row in rows:
        revising.reopen(row, at=at)
    moved_on(text)
    facts = {"title": package.title, "trade": package.trade, "clauses": [row.ref for row in rows]}
    log.enter(Act.MAKE_PACKAGE, package, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return package


@in_turn
def agree_package(
    package: Package, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Package:
    """Gavel all clauses of a package at once, when all of them are clean and no party stands out.

    Whoever awaits instructions on the package, or on a clause of it, is awaited on each of its clauses.
    """
    text = hold(package.text)
    row = hold(package, seen=seen)
    require(rules.may_end_package(by, state=text.state, is_ended=row.ended_at is not None))
    whole = queries.negotiation(text, viewer=by)
    views = [whole.of(pk) for pk in row.clauses.values_list("pk", flat=True)]
    spoken = whole.on_packages.get(row.pk, ())
    require(verdicts.on_agreeing_package(text, views, is_ended=row.ended_at is not None, by=by, spoken=spoken))
    awaiting = consenting.carry_to_clauses(row, views, spoken, at=at)
    revising.agree(views, at=at, awaited=awaiting)
    row.ended_at, row.is_agreed = at, True
    moved_on(row, "ended_at", "is_agreed")
    moved_on(text)
    facts = {"title": row.title, "awaiting": awaiting, "clauses": [view.clause.ref for view in views]}
    log.enter(Act.AGREE_PACKAGE, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


@in_turn
def dissolve_package(
    package: Package,
    *,
    why: str = "",
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Package:
    """Let the clauses of a package go each its own way again."""
    text = hold(package.text)
    row = hold(package, seen=seen)
    require(rules.may_end_package(by, state=text.state, is_ended=row.ended_at is not None))
    row.ended_at, row.is_agreed, row.why = at, False, normal(why)
    moved_on(row, "ended_at", "is_agreed", "why")
    moved_on(text)
    facts = {"title": row.title, "why": row.why}
    log.enter(Act.DISSOLVE_PACKAGE, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


@in_turn
def assign_pillar(
    clause: Clause,
    *,
    pillar: Pillar | None,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Clause:
    """Say to which pillar of the Dialogue a clause belongs, or, with None, to none; its words do not change."""
    text, row = _hold_clause(clause, seen, once)
    require(first(rules.is_secretariat(by), rules.is_open(text.state)))
    if pillar is not None and pillar.dialogue_id != text.dialogue_id:
        raise RefusedError(refuse(Refusal.NOT_OF_THIS_TEXT))
    row.pillar = pillar
    row.save(update_fields=["pillar"])
    moved_on(text)
    facts = {"pillar": pillar.slug if pillar else ""}
    log.enter(Act.ASSIGN_PILLAR, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row
