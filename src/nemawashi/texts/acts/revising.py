"""Revisions: how a text is numbered, snapshotted, changed by an accepted position, and reopened."""

import datetime as dt

from nemawashi.access.viewers import Viewer
from nemawashi.kit.texts.spans import Edit, apply, normal, smallest_edit
from nemawashi.meetings.models import Meeting, MeetingDocument
from nemawashi.meetings.terms import Distribution
from nemawashi.texts import queries
from nemawashi.texts.models import Agreement, Clause, Position, Revision, Text, Wording
from nemawashi.texts.terms import ClauseKind, Operation, Outcome, RevisionKind


def next_symbol(meeting: Meeting) -> str:
    """The symbol of the meeting's next text, such as CAJ/FMM/10/2."""
    track = meeting.track
    count = Text.objects.filter(meeting=meeting).exclude(symbol="").count()
    number = meeting.ordinal or (meeting.start_on.year if meeting.start_on else meeting.pk)
    start = f"{track.dialogue.slug}/{track.slug}/{number}".upper()
    # A cancelled meeting keeps its symbols, and its number goes to the next one.
    while Text.objects.filter(symbol=f"{start}/{count + 1}").exists():
        count += 1
    return f"{start}/{count + 1}"


def issue(text: Text, *, kind: RevisionKind, by: Viewer, at: dt.datetime) -> Revision:
    """Take the immutable snapshot of a text as it stands, with the concordance since the last one."""
    last = text.revisions.order_by("-number").first()
    number = last.number + 1 if last else 0
    whole = queries.negotiation(text, viewer=by)
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
            "parties": ", ".join(sorted(party.code for party in row.proposers.all())) or "Chair",
            "words": row.words,
            "outcome": str(row.outcome),
            "why": row.outcome_why,
        }
        for row in rows.prefetch_related("proposers")
    ]


def is_current(revision: Revision | None, whole: queries.Negotiation) -> bool:
    """Whether nothing has changed since the revision was issued."""
    return revision is not None and revision.digests == whole.digests() and bool(revision.digests)


def carry_out(view: queries.ClauseView, position: Position, *, at: dt.datetime) -> None:
    """Do to the clause what an accepted position asks for. Other positions follow by replay."""
    clause, operation = view.clause, position.operation
    if operation == Operation.DELETE_CLAUSE:
        clause.is_deleted = True
        clause.save(update_fields=["is_deleted"])
    elif operation == Operation.NEW_CLAUSE:
        _new_clause_after(clause, position.words, taken_from=position.taken_from, at=at)
    elif operation == Operation.ALTERNATIVE:
        edit = smallest_edit(view.words, normal(position.words))
        if edit:
            _reword(view, edit, taken_from=position.taken_from, at=at)
    else:
        span = view.now(position.start, position.end, position.wording_number, operation)
        if span is None:
            raise ValueError("the words beneath the position changed; the rule refuses that before")
        words = "" if operation == Operation.DELETE else position.words
        _reword(view, Edit(span.start, span.end, words), taken_from=position.taken_from, at=at)


def _reword(view: queries.ClauseView, edit: Edit, *, taken_from: str, at: dt.datetime) -> None:
    Wording.objects.create(
        clause=view.clause,
        language=view.clause.text.language,
        number=view.wording + 1,
        words=apply(view.words, edit),
        start=edit.start,
        end=edit.end,
        put=len(edit.words),
        taken_from=taken_from,
        made_at=at,
    )


def _new_clause_after(clause: Clause, words: str, *, taken_from: str, at: dt.datetime) -> None:
    following = Clause.objects.filter(text=clause.text, rank__gt=clause.rank).order_by("rank").first()
    rank = (clause.rank + following.rank) / 2 if following else clause.rank + 1
    plain = (ClauseKind.PREAMBULAR, ClauseKind.OPERATIVE, ClauseKind.SUB, ClauseKind.ANNEX)
    kind = clause.kind if clause.kind in plain else ClauseKind.OPERATIVE
    row = Clause.objects.create(text=clause.text, kind=kind, rank=rank)
    Wording.objects.create(
        clause=row, language=clause.text.language, words=normal(words), taken_from=taken_from, made_at=at
    )


def reopen(clause: Clause, *, at: dt.datetime) -> None:
    """A new position reopens a clause that was agreed ad referendum; the agreement stays on record."""
    Agreement.objects.filter(clause=clause, reopened_at=None).update(reopened_at=at)
