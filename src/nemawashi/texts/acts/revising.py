"""Revisions: how a text is numbered, snapshotted, changed by an accepted position, and reopened."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from nemawashi.access.acts import RefusedError
from nemawashi.access.rules import refuse
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.operations import Operation, halves
from nemawashi.kit.clauses.proposals import CHAIR
from nemawashi.kit.clauses.spans import SingleEdit, apply, normal, smallest_edit
from nemawashi.kit.languages import UNSPACED
from nemawashi.meetings.models import Meeting, MeetingDocument
from nemawashi.meetings.terms import Distribution
from nemawashi.parties import queries as parties
from nemawashi.texts import queries
from nemawashi.texts.models import Agreement, Clause, Position, Revision, Text, Wording
from nemawashi.texts.terms import ClauseKind, Outcome, Refusal, RevisionKind

LEAST_GAP = 1e-6  # between the ranks of two clauses; halving it further would run out of a float's digits


def next_symbol(meeting: Meeting) -> str:
    """The symbol of the meeting's next text, after the pattern of the forum."""
    track = meeting.track
    count = Text.objects.filter(meeting=meeting).exclude(symbol="").count()
    number = meeting.ordinal or (meeting.start_on.year if meeting.start_on else meeting.pk)
    # A cancelled meeting keeps its symbols, and its number goes to the next one.
    forum = parties.forum()
    while True:
        count += 1
        symbol = forum.symbol_of(track=track.slug, meeting=number, text=count)
        if not Text.objects.filter(symbol=symbol).exists():
            return symbol


def issue(text: Text, *, kind: RevisionKind, by: Viewer, at: dt.datetime) -> Revision:
    """Take the immutable snapshot of a text as it stands, with the concordance since the last one."""
    last = text.revisions.order_by("-number").first()
    number = last.number + 1 if last else 0
    whole = queries.negotiation(text, viewer=by, issued=())  # a revision numbers anew
    revision = Revision.objects.create(
        text=text,
        number=number,
        label="Zero draft" if number == 0 else f"Rev.{number}",
        kind=kind,
        symbol=text.symbol if number == 0 else f"{text.symbol}/Rev.{number}",
        issued_at=at,
        snapshot=whole.snapshot(),
        digests=whole.digests(),
        concordance=_concordance(text, since=last.issued_at if last else None),
    )
    assert text.meeting is not None  # noqa: S101  a text under negotiation belongs to a meeting
    MeetingDocument.objects.create(
        symbol=revision.symbol,
        meeting=text.meeting,
        agenda_item=text.agenda_item,
        title=text.title,
        text_ref=text.ref,
        distribution=Distribution.LIMITED,
        issued_at=at,
    )
    return revision


def _concordance(text: Text, *, since: dt.datetime | None) -> list[dict[str, str]]:
    """Every position that ended since the last revision: no words vanish without a trace."""
    rows = Position.objects.filter(clause__text=text).exclude(outcome=Outcome.LIVE)
    if since:
        rows = rows.filter(outcome_at__gt=since)
    return [
        {
            "clause": str(row.clause_id),
            "position": str(row.pk),
            "operation": str(row.operation),
            "parties": ", ".join(sorted(party.code for party in row.proposers.all())) or CHAIR,
            "words": row.words,
            "outcome": str(row.outcome),
            "why": row.outcome_why,
        }
        for row in rows.prefetch_related("proposers")
    ]


def carry_out(whole: queries.Negotiation, view: queries.ClauseView, row: queries.PositionView, *, at: dt.datetime) -> None:
    """Do to the clause what an accepted position asks for. Other positions follow by replay.

    Raises ValueError when the words beneath the position changed, or the clause beside it is gone; the rules refuse
    that before.
    """
    clause, position, operation = view.clause, row.position, row.held.operation
    if row.held.language:
        view = view.in_language(row.held.language)
    taken = position.taken_from
    if operation == Operation.DELETE_CLAUSE:
        clause.is_deleted = True
        clause.save(update_fields=["is_deleted"])
    elif operation.is_new_clause:
        before = operation == Operation.NEW_CLAUSE_BEFORE
        _new_clause(clause, position.words, before=before, taken_from=taken, at=at)
    elif operation == Operation.MOVE:
        _move_behind(clause, position.target_id)
    elif operation == Operation.ALTERNATIVE:
        edit = smallest_edit(view.words, normal(position.words))
        if edit:
            _reword(view, edit, taken_from=taken, language=position.language, at=at)
    elif row.held.span is None:
        raise ValueError("the words beneath the position changed")
    elif operation == Operation.SPLIT:
        _split(view, row.held.span.start, put=halves(position.words), taken_from=taken, at=at)
    elif operation == Operation.MERGE:
        following = whole.after(view)
        if following is None or following.clause.pk != position.target_id:
            raise ValueError("the clause that it would be merged with does not follow")
        _merge(view, following, at=at)
    elif operation != Operation.FOOTNOTE:  # an accepted footnote is itself the note: no words of the clause change
        words = position.words if operation.takes_words else ""
        edit = SingleEdit(row.held.span.start, row.held.span.end, words)
        _reword(view, edit, taken_from=taken, language=position.language, at=at)


def _reword(view: queries.ClauseView, edit: SingleEdit, *, taken_from: str, at: dt.datetime, language: str = "") -> None:
    change: dict[str, Any] = {"start": edit.start, "end": edit.end, "put": len(edit.words)}
    if language:
        change["version"] = view.versions_worth[language]
    _next_wording(view, apply(view.words, edit), at=at, language=language, taken_from=taken_from, **change)


def correct(view: queries.ClauseView, edit: SingleEdit, *, at: dt.datetime) -> None:
    """Set words of a clause right to which no party objected; what was agreed of it is agreed of the words set right."""
    _reword(view, edit, taken_from="", at=at)
    standing = Agreement.objects.filter(clause=view.clause, reopened_at=None, wording_number=view.wording)
    for agreement in list(standing):
        Agreement.objects.create(
            clause=view.clause, wording_number=view.wording + 1, awaiting=agreement.awaiting, at=agreement.at
        )
        agreement.reopened_at = at
        agreement.save(update_fields=["reopened_at"])


def _new_clause(clause: Clause, words: str, *, before: bool, taken_from: str, at: dt.datetime) -> Clause:
    rank = _rank_beside(clause, before=before)
    plain = (ClauseKind.PREAMBULAR, ClauseKind.OPERATIVE, ClauseKind.SUB, ClauseKind.ANNEX)
    kind = clause.kind if clause.kind in plain else ClauseKind.OPERATIVE
    row = Clause.objects.create(text=clause.text, kind=kind, rank=rank, pillar=clause.pillar)
    Wording.objects.create(
        clause=row, language=clause.text.language, words=normal(words), taken_from=taken_from, made_at=at
    )
    return row


def _rank_beside(clause: Clause, *, before: bool) -> float:
    """A place between a clause and its neighbour. All ranks are dealt anew where two have come too near."""
    beside = Clause.objects.filter(text=clause.text).exclude(pk=clause.pk)
    if before:
        near = beside.filter(rank__lte=clause.rank).order_by("-rank").first()
        rank = (clause.rank + near.rank) / 2 if near else clause.rank - 1
    else:
        near = beside.filter(rank__gte=clause.rank).order_by("rank").first()
        rank = (clause.rank + near.rank) / 2 if near else clause.rank + 1
    if near is not None and abs(near.rank - clause.rank) < LEAST_GAP:
        for place, row in enumerate(Clause.objects.filter(text=clause.text).order_by("rank", "pk"), start=1):
            row.rank = float(place)
            row.save(update_fields=["rank"])
        clause.refresh_from_db(fields=["rank"])
        return _rank_beside(clause, before=before)
    return rank


def _move_behind(clause: Clause, target: uuid.UUID | None) -> None:
    behind = Clause.objects.select_related("text").get(pk=target or clause.pk, text=clause.text)
    clause.rank = _rank_beside(behind, before=False)
    clause.save(update_fields=["rank"])


def _split(view: queries.ClauseView, place: int, *, put: tuple[str, str] | None, taken_from: str, at: dt.datetime) -> None:
    """Cut a clause in two. Positions on the words behind the cut go with them; blanks at the cut fall away.

    ``put``: the words that the halves get then, each by the smallest edit, so that positions on what stays follow.
    """
    head, tail = view.words[:place].rstrip(), view.words[place:].strip()
    row = _new_clause(view.clause, tail, before=False, taken_from="", at=at)
    row.kind = view.clause.kind
    row.save(update_fields=["kind"])
    change: dict[str, Any] = {"start": len(head), "end": len(view.words), "put": 0}
    cut = _next_wording(view, head, at=at, carried_to=row, carried_into=1, carried_at=0, **change)
    for half, wording, words in zip((view.clause, row), (cut, row.wordings.get()), put or (), strict=False):
        edit = smallest_edit(wording.words, normal(words))
        if edit:
            Wording.objects.create(
                clause=half,
                language=wording.language,
                number=wording.number + 1,
                words=apply(wording.words, edit),
                start=edit.start,
                end=edit.end,
                put=len(edit.words),
                taken_from=taken_from,
                made_at=at,
            )


def _merge(view: queries.ClauseView, following: queries.ClauseView, *, at: dt.datetime) -> None:
    """Put the words of the next clause behind those of this one; its positions come along."""
    end, glue = len(view.words), "" if view.clause.text.language in UNSPACED else " "
    added = glue + following.words
    merged = _next_wording(view, view.words + added, at=at, start=end, end=end, put=len(added))
    gone: dict[str, Any] = {"start": 0, "end": len(following.words), "put": 0}
    target: dict[str, Any] = {"carried_to": view.clause, "carried_into": merged.number, "carried_at": end + len(glue)}
    _next_wording(following, "", at=at, **gone, **target)
    following.clause.is_deleted = True
    following.clause.save(update_fields=["is_deleted"])


def _next_wording(view: queries.ClauseView, words: str, *, at: dt.datetime, language: str = "", **change: Any) -> Wording:
    language, number = language or view.clause.text.language, view.wording + 1
    return Wording.objects.create(clause=view.clause, language=language, number=number, words=words, made_at=at, **change)


def chosen(whole: queries.Negotiation, clauses: Iterable[Clause]) -> list[queries.ClauseView]:
    """These clauses of the text, in its order. Raises RefusedError where one of them is not of it, or none was chosen."""
    keys = {clause.pk for clause in clauses}
    views = [view for view in whole.standing if view.clause.pk in keys]
    if len(views) != len(keys):
        raise RefusedError(refuse(Refusal.NOT_OF_THIS_TEXT))
    if not views:
        raise RefusedError(refuse(Refusal.NONE_CHOSEN))
    return views


def agree(views: Iterable[queries.ClauseView], *, at: dt.datetime, awaited: Iterable[str] | None = None) -> list[Agreement]:
    """Agree clauses in the words in force, with the parties that await instructions on each, or with those ``awaited``."""
    return Agreement.objects.bulk_create(
        Agreement(
            clause=view.clause,
            wording_number=view.wording,
            awaiting=sorted(view.awaiting if awaited is None else awaited),
            at=at,
        )
        for view in views
    )


def reopen(clause: Clause, *, at: dt.datetime) -> None:
    """A new position reopens a clause that was agreed ad referendum; the agreement stays on record."""
    Agreement.objects.filter(clause=clause, reopened_at=None).update(reopened_at=at)
