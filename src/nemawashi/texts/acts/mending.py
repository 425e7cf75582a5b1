"""Slips of the pen in words under negotiation: the chair sets one right unless a party objects."""

import datetime as dt
import uuid

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, in_turn, moved_on, require
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import SingleEdit, normal
from nemawashi.meetings.rules import zone_exists
from nemawashi.texts import queries, rules
from nemawashi.texts.acts import revising
from nemawashi.texts.models import Clause, EditorialCorrection, Text
from nemawashi.texts.terms import OPEN_STATES, Act, ClauseStatus, CorrectionState, Refusal

__all__ = ["correct_editorially", "object_to_correction", "take_in_correction"]


def _view(clause: Clause, text: Text, by: Viewer) -> queries.ClauseView:
    whole = queries.negotiation(text, viewer=by, with_drafts=False)
    return next(view for view in whole.clauses if view.clause.pk == clause.pk)


@in_turn
def correct_editorially(
    clause: Clause,
    *,
    before: str,
    after: str,
    why: str,
    ends_at: dt.datetime,
    zone: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> EditorialCorrection:
    """Propose that ``before``, which stands once in the clause, reads ``after`` from a moment on unless a party objects.

    Nothing changes until then. Refused where a live position asks for other words in that place: there it is no slip.
    """
    text = hold(clause.text, seen=seen)
    require(zone_exists(zone))
    view = _view(clause, text, by)
    before, after = before.strip(), after.strip()
    require(
        rules.may_correct_editorially(
            by,
            state=text.state,
            is_deleted=view.clause.is_deleted,
            is_silent=view.status == ClauseStatus.UNDER_SILENCE,
            is_pending=clause.editorial_corrections.filter(state=CorrectionState.PENDING).exists(),
            before=before,
            after=after,
            why=why,
            ends_at=ends_at,
            at=at,
        )
    )
    if view.words.count(before) != 1:
        raise RefusedError(refuse(Refusal.OUT_OF_THE_CLAUSE))
    if queries.faulty_span(view, before) is None:
        raise RefusedError(refuse(Refusal.COLLIDES))
    row = EditorialCorrection.objects.create(
        clause=clause,
        wording_number=view.wording,
        before=before,
        after=after,
        why=normal(why),
        opened_at=at,
        ends_at=ends_at,
        zone=zone,
    )
    moved_on(text)
    facts = {"before": before, "after": after, "why": row.why, "ends_at": ends_at, "zone": zone, "correction": row.ref}
    log.enter(Act.CORRECT_EDITORIALLY, clause, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


@in_turn
def object_to_correction(
    correction: EditorialCorrection,
    *,
    words: str,
    by: Viewer,
    at: dt.datetime,
    came_in_at: dt.datetime | None = None,
    once: uuid.UUID | None = None,
) -> EditorialCorrection:
    """Stop an editorial correction in writing: one participant is enough, and the words stay as they are.

    Whether it is in time is decided by the moment at which it came in, as with silence.
    """
    came_in_at = came_in_at or at
    row = hold(correction)
    text = hold(row.clause.text)
    words = normal(words)
    require(queries.on_objecting(row, words=words, at=came_in_at, by=by))
    row.state, row.ended_at, row.objection, row.came_in_at = CorrectionState.OBJECTED, at, words, came_in_at
    row.objected_by_id = by.own_party
    moved_on(row, "state", "ended_at", "objection", "came_in_at", "objected_by")
    moved_on(text)
    facts = {"words": words, "correction": row.ref, "came_in_at": came_in_at}
    log.enter(Act.OBJECT_TO_CORRECTION, row.clause, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


@in_turn
def take_in_correction(
    correction: EditorialCorrection,
    *,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> EditorialCorrection:
    """Set the words right to which nobody objected. Positions and drafts on the clause follow, agreements stand on.

    Where the words changed meanwhile, a position came to stand on them or the text left negotiation, the correction is
    recorded as overtaken and changes nothing.
    """
    row = hold(correction, seen=seen)
    text = hold(row.clause.text)
    view = _view(row.clause, text, by)
    require(queries.on_taking_in(row, view, at=at, by=by))
    span = None
    if text.state in OPEN_STATES and not view.clause.is_deleted:
        span = queries.faulty_span(view, row.before)
    row.state, row.ended_at = CorrectionState.TAKEN_IN if span else CorrectionState.OVERTAKEN, at
    moved_on(row, "state", "ended_at")
    if span:
        revising.correct(view, SingleEdit(span.start, span.end, row.after), at=at)
    moved_on(text)
    facts = {"before": row.before, "after": row.after, "state": row.state, "correction": row.ref}
    log.enter(Act.TAKE_IN_CORRECTION, row.clause, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row
