"""Editorial corrections: which a viewer may see, which are pending, and where the words stand that they would change."""

import datetime as dt

from django.db.models import QuerySet

from nemawashi.access.prepared import Prepared
from nemawashi.access.rules import Verdict
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import Span
from nemawashi.texts import rules
from nemawashi.texts.models import Clause, EditorialCorrection, Text
from nemawashi.texts.queries.values import ClauseView
from nemawashi.texts.terms import OPEN_STATES, ClauseStatus, CorrectionState

__all__ = [
    "corrections_of",
    "due_corrections",
    "faulty_span",
    "on_objecting",
    "on_taking_in",
    "pending_corrections",
    "visible_corrections",
]


def visible_corrections(*, viewer: Viewer) -> QuerySet[EditorialCorrection]:
    """Corrections of texts under negotiation, for those who read it; none for anybody else."""
    rows = EditorialCorrection.objects.select_related("clause__text__meeting", "objected_by")
    return rows if viewer.sees_negotiation else rows.none()


def corrections_of(clause: Clause, *, viewer: Viewer) -> list[EditorialCorrection]:
    """The corrections of one clause, newest first."""
    return list(visible_corrections(viewer=viewer).filter(clause=clause).order_by("-opened_at", "-pk"))


def pending_corrections(*, viewer: Viewer, text: Text | None = None) -> list[EditorialCorrection]:
    """Corrections to which a party may still object, or whose time has passed, nearest first."""
    if not viewer.sees_negotiation:
        return []
    return _PENDING.instances() if text is None else list(_pending().filter(clause__text=text))


def _pending() -> QuerySet[EditorialCorrection]:
    rows = EditorialCorrection.objects.select_related("clause__text__meeting", "objected_by")
    return rows.filter(state=CorrectionState.PENDING).order_by("ends_at", "pk")


_PENDING = Prepared(lambda: _pending().filter(clause__text__state__in=OPEN_STATES))


def due_corrections(at: dt.datetime) -> QuerySet[EditorialCorrection]:
    """Corrections whose moment has passed and to which nobody objected. For the clock."""
    rows = EditorialCorrection.objects.filter(state=CorrectionState.PENDING, ends_at__lt=at)
    return rows.select_related("clause__text")


def faulty_span(view: ClauseView, before: str) -> Span | None:
    """Where the words stand, if they stand once and no live position asks for other words in their place."""
    if view.words.count(before) != 1:
        return None
    start = view.words.index(before)
    end = start + len(before)
    spanned = [held for held in view.held if held.operation.is_spanned and not held.language]
    asked = [held.span for held in spanned if held.span is not None]
    return None if any(span.start < end and start < max(span.end, span.start + 1) for span in asked) else Span(start, end)


def on_objecting(row: EditorialCorrection, *, words: str, at: dt.datetime, by: Viewer) -> Verdict:
    """Whether a party may object to a correction now."""
    return rules.may_object_to_correction(by, state=row.state, ends_at=row.ends_at, at=at, words=words)


def on_taking_in(row: EditorialCorrection, view: ClauseView | None, *, at: dt.datetime, by: Viewer) -> Verdict:
    """Whether a correction may be taken in now; without ``view`` the silence of its clause is not looked at."""
    return rules.may_take_in_correction(
        by,
        state=row.state,
        text_state=row.clause.text.state,
        is_silent=view is not None and view.status == ClauseStatus.UNDER_SILENCE,
        ends_at=row.ends_at,
        at=at,
    )
