"""What delegations do: draft in private, table, withdraw. And the zero draft that starts it all."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.utils.text import slugify

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, in_turn, mended, moved_on, require
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import Proposed
from nemawashi.kit.clauses.spans import normal
from nemawashi.meetings.models import AgendaItem, Meeting
from nemawashi.parties.models import Dialogue
from nemawashi.texts import queries, rules
from nemawashi.texts.acts import putting, revising, siding
from nemawashi.texts.models import Clause, Position, Text, Wording
from nemawashi.texts.positions import DraftPosition
from nemawashi.texts.queries import verdicts
from nemawashi.texts.terms import (
    Act,
    ClauseKind,
    DraftState,
    Outcome,
    Refusal,
    RevisionKind,
    TextState,
)

__all__ = ["circulate_zero_draft", "draft_position", "table_position", "take_back_zero_draft", "withdraw_position"]


@dataclass(frozen=True)
class ZeroClause:
    """A clause of a zero draft: its kind, and its words by language."""

    kind: ClauseKind
    words: dict[str, str]


@in_turn
def circulate_zero_draft(
    meeting: Meeting,
    *,
    title: str,
    type: str,
    clauses: Sequence[ZeroClause],
    agenda_item: AgendaItem | None = None,
    language: str = "en",
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Text:
    """Circulate the host's zero draft under a symbol of the meeting; every clause gets its identity for life."""
    meeting = hold(meeting)
    require(verdicts.on_circulating(meeting, type=type, by=by))
    if not clauses or any(not normal(clause.words.get(language, "")) for clause in clauses):
        raise RefusedError(refuse(Refusal.NO_CLAUSES))
    order = (Text.objects.aggregate(top=Max("order"))["top"] or 0) + 1
    text = Text.objects.create(
        slug=f"{meeting.slug}-{slugify(type)}-{order}",
        dialogue=Dialogue.objects.get(pk=meeting.track.dialogue_id),
        meeting=meeting,
        agenda_item=agenda_item,
        title=normal(title),
        type=type,
        state=TextState.ZERO_DRAFT,
        language=language,
        languages=sorted({lang for clause in clauses for lang in clause.words}),
        symbol=revising.next_symbol(meeting),
        order=order,
    )
    rows = [Clause(text=text, kind=clause.kind, rank=float(n)) for n, clause in enumerate(clauses, start=1)]
    Clause.objects.bulk_create(rows)
    Wording.objects.bulk_create(
        Wording(clause=row, language=lang, words=normal(words), made_at=at)
        for row, clause in zip(rows, clauses, strict=True)
        for lang, words in clause.words.items()
    )
    revision = revising.issue(text, kind=RevisionKind.ZERO, by=by, at=at)
    facts = {"title": text.title, "symbol": text.symbol, "clauses": len(rows), "meeting": meeting.ref}
    facts["digests"] = revision.digests
    log.enter(Act.CIRCULATE_ZERO_DRAFT, text, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    log.keep_head(revision)
    return text


@in_turn
def take_back_zero_draft(
    text: Text,
    *,
    why: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Text:
    """Take a zero draft back on which no party has acted so far. Its words stay to be read, as do drafts by their owners.

    Its symbol is not given again: whoever has the paper finds here that it was taken back.
    """
    text = hold(text, seen=seen)
    require(rules.may_take_back(by, state=text.state, is_acted_on=queries.acted_on(text), why=why))
    facts: dict[str, object] = {**mended(text, {"state": TextState.TAKEN_BACK}), "why": normal(why), "symbol": text.symbol}
    log.enter(Act.TAKE_BACK_ZERO_DRAFT, text, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return text


@in_turn
def draft_position(
    clause: Clause,
    *,
    operation: str,
    words: str = "",
    start: int = 0,
    end: int = 0,
    why: str = "",
    instruction: str = "",
    taken_from: str = "",
    language: str = "",
    target: Clause | None = None,
    draft: DraftPosition | None = None,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> DraftPosition:
    """Write or rewrite a draft of the own delegation. Nobody outside it learns that it exists.

    ``start`` and ``end`` count code points of the clause's wording in force. ``draft`` with ``seen`` rewrites an
    earlier draft, and is refused as stale when a colleague changed it in between. No row that others can read is
    touched: not the text, not the clause, not their versions. ``taken_from`` names the agreed clauses whose words
    these are; it stays sealed with the draft and becomes public with the position. ``language``: of the words that it is
    about, where that is not the one of the negotiation; ``start`` and ``end`` count in these then.
    """
    require(verdicts.on_drafting(clause.text, clause, by=by))
    language = "" if language == clause.text.language else language
    wording = _in_force(clause, language)
    asked = Proposed(
        str(clause.pk),
        Operation(operation),
        wording=wording.number,
        start=start,
        end=end,
        words=words,
        target=str(target.pk) if target else "",
        language=language,
    )
    put = putting.put_on(clause, asked, words=wording.words)
    if draft is None:
        draft = DraftPosition(party_id=by.own_party, version=0)
        draft.drafted_at = at
    else:
        draft = hold(draft, seen=seen)
        if draft.state != DraftState.DRAFT:
            raise RefusedError(refuse(Refusal.NOT_A_DRAFT))
    for column, value in put.columns.items():
        setattr(draft, column, value)
    draft.clause, draft.wording_number = clause, wording.number
    draft.why, draft.instruction = normal(why), normal(instruction)
    draft.taken_from = rules.references(taken_from, operation=put.operation)
    draft.changed_at, draft.changed_by = at, by.name
    draft.version += 1
    draft.save()
    facts = {"operation": put.operation, "words": put.words, "clause": clause.ref}
    if put.language:
        facts["language"] = put.language
    log.enter_sealed(Act.DRAFT_POSITION, draft.ref, by=by, at=at, facts=facts, once=once)
    return draft


@in_turn
def table_position(
    draft: DraftPosition, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Position:
    """Table a draft: from now on all parties of the negotiation see it, and it cannot be made private again.

    The reasons travel along; instructions of the capital stay sealed.
    """
    draft = hold(draft, seen=seen)
    text = hold(Text.objects.get(clauses=draft.clause_id))
    clause, span = queries.standing_at(draft)
    wording = _in_force(clause, draft.language)
    is_silent = str(clause.pk) in queries.silent_clauses(text)
    require(verdicts.on_tabling(text, clause, draft, span=span, is_silent=is_silent, by=by))
    assert span is not None  # noqa: S101  the rule refuses a draft whose words are gone
    put = rules.Put(
        Operation(draft.operation), span.start, span.end, draft.words, str(draft.target_id or ""), draft.language
    )
    position = Position.objects.create(
        clause=clause,
        wording_number=wording.number,
        why=draft.why,
        taken_from=draft.taken_from,
        tabled_at=at,
        **put.columns,
    )
    position.proposers.set([draft.party_id])
    draft.state, draft.tabled_as = DraftState.TABLED, position
    moved_on(draft, "state", "tabled_as")
    revising.reopen(clause, at=at)
    if text.state == TextState.ZERO_DRAFT:
        text.state = TextState.UNDER_NEGOTIATION
    moved_on(text, "state")
    facts = {"operation": position.operation, "words": position.words, "clause": clause.ref, "anchor": position.anchor}
    if position.taken_from:
        facts["taken_from"] = position.taken_from
    if position.language:
        facts["language"] = position.language
    log.enter(Act.TABLE_POSITION, position, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return position


@in_turn
def withdraw_position(
    position: Position | DraftPosition,
    *,
    why: str = "",
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Position | DraftPosition:
    """Withdraw the own draft, unseen by anybody, or step back from a tabled position, seen by all.

    A tabled position with several parties behind it lives on with the others; with the last one it ends. The chair's words
    are withdrawn by the secretariat.
    """
    if isinstance(position, DraftPosition):
        draft = hold(position, seen=seen)
        require(rules.may_withdraw_draft(by, is_draft=draft.state == DraftState.DRAFT))
        draft.state = DraftState.WITHDRAWN
        moved_on(draft, "state")
        log.enter_sealed(Act.WITHDRAW_POSITION, draft.ref, by=by, at=at, facts={"why": why}, once=once)
        return draft
    text, row = siding.hold_both(position, seen)
    proposers = tuple(row.proposers.values_list("slug", flat=True))
    require(rules.may_withdraw(by, state=text.state, outcome=row.outcome, proposers=proposers, is_chair=row.is_chair))
    if row.is_chair:
        row.outcome, row.outcome_at, row.outcome_why = Outcome.WITHDRAWN, at, normal(why)
    else:
        row.proposers.remove(by.own_party)
    if len(proposers) == 1:
        # The row keeps its last party, so that the record shows who withdrew it.
        row.proposers.add(by.own_party)
        row.outcome, row.outcome_at, row.outcome_why = Outcome.WITHDRAWN, at, normal(why)
    moved_on(row, "outcome", "outcome_at", "outcome_why")
    moved_on(text)
    log.enter(Act.WITHDRAW_POSITION, row, by=by, at=at, visibility=Visibility.PARTIES, facts={"why": why}, once=once)
    return row


def _in_force(clause: Clause, language: str) -> Wording:
    wording = clause.wordings.filter(language=language or clause.text.language).order_by("-number").first()
    if wording is None:
        raise RefusedError(refuse(Refusal.NOT_WORDED_IN_IT))
    return wording
