"""The next step of each text under negotiation, for the host's secretariat.

A fixed number of statements however many texts there are: only what the acts wrote is counted, and the act itself asks the
whole rule.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, DateTimeField, Exists, F, Func, IntegerField, Max, OuterRef, QuerySet, Subquery

from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.operations import Operation
from nemawashi.texts.models import (
    Package,
    Position,
    Revision,
    Silence,
    SilenceBreak,
    Text,
    Wording,
)
from nemawashi.texts.terms import OPEN_STATES, Outcome, RevisionKind, TextState

__all__ = ["NextStep", "TextStep", "next_steps"]

BLOCKING = [str(each) for each in Operation if each.blocks]


class NextStep(StrEnum):
    """What the host has to do next about a text."""

    DECIDE = "decide"  # silence was broken
    SETTLE = "settle"  # positions stand open
    TRANSLATE = "translate"  # translations are stale
    ISSUE = "issue"  # nothing stands open, and no clean revision has these words
    OPEN_SILENCE = "open_silence"  # the last revision is clean and holds what stands


@dataclass(frozen=True)
class TextStep:
    """A step with what it is about: how many rows, which parties, and since when it waits."""

    text: Text
    step: NextStep
    count: int = 0
    codes: tuple[str, ...] = ()
    since: dt.datetime | None = None


def next_steps(*, viewer: Viewer) -> list[TextStep]:
    """What the host's secretariat is to do next on texts that are open; nothing for anybody else."""
    return _of_the_host() if viewer.is_secretariat else []


def _of_the_host() -> list[TextStep]:
    rows = list(_open_texts())
    stale = _stale(rows)
    broken = _broken(rows)
    waiting: list[TextStep] = []
    for row in rows:
        if row.pk in broken:
            codes, since = broken[row.pk]
            waiting.append(TextStep(row, NextStep.DECIDE, len(codes), codes, since))
        if row.live:
            waiting.append(TextStep(row, NextStep.SETTLE, row.live, since=row.live_since))
        if row.pk in stale:
            count, since = stale[row.pk]
            waiting.append(TextStep(row, NextStep.TRANSLATE, count, since=since))
        if not row.live and not row.is_held and row.state == TextState.UNDER_NEGOTIATION and not row.is_silent:
            is_current = row.revision_kind == RevisionKind.CLEAN and not (
                row.changed_at and row.changed_at > row.revised_at
            )
            step = NextStep.OPEN_SILENCE if is_current else NextStep.ISSUE
            waiting.append(TextStep(row, step, since=row.revised_at if is_current else row.changed_at))
    return waiting


def _open_texts() -> QuerySet[Any]:
    live = Position.objects.filter(clause__text=OuterRef("pk"), outcome=Outcome.LIVE, operation__in=BLOCKING).order_by()
    last = Revision.objects.filter(text=OuterRef("pk")).order_by("-number")
    changed = Wording.objects.filter(clause__text=OuterRef("pk"), language=OuterRef("language")).order_by()
    running = Silence.objects.filter(text=OuterRef("pk"), concluded_at=None, breaks=None)
    return Text.objects.filter(state__in=OPEN_STATES).annotate(
        live=_one(live, Func("pk", function="COUNT", output_field=IntegerField())),
        live_since=_one(live, Func("tabled_at", function="MIN", output_field=DateTimeField())),
        revision_kind=Subquery(last.values("kind")[:1]),
        revised_at=Subquery(last.values("issued_at")[:1]),
        changed_at=_one(changed, Func("made_at", function="MAX", output_field=DateTimeField())),
        is_held=Exists(Package.objects.filter(text=OuterRef("pk"), ended_at=None)),
        is_silent=Exists(running),
    )


def _one(rows: QuerySet[Any], figure: Func) -> Subquery:
    """One figure over all these rows, without the grouping that an aggregate of a subquery brings."""
    return Subquery(rows.annotate(figure=figure).values("figure"))


def _broken(texts: Iterable[Text]) -> dict[int, tuple[tuple[str, ...], dt.datetime]]:
    """By text the parties that broke its last silence, while the host has done nothing since."""
    later = Silence.objects.filter(text=OuterRef("silence__text"), opened_at__gt=OuterRef("at"))
    issued = Revision.objects.filter(text=OuterRef("silence__text"), issued_at__gt=OuterRef("at"))
    rows = SilenceBreak.objects.filter(silence__text__in=list(texts)).exclude(Exists(later)).exclude(Exists(issued))
    broken: dict[int, tuple[tuple[str, ...], dt.datetime]] = {}
    for pk, code, at in rows.order_by("at", "pk").values_list("silence__text", "party__code", "at"):
        codes, since = broken.get(pk, ((), at))
        broken[pk] = ((*codes, code), since)
    return broken


def _stale(texts: Iterable[Text]) -> dict[int, tuple[int, dt.datetime]]:
    """By text how many translations are older than the words in force, and since when the first is."""
    same = Wording.objects.filter(clause=OuterRef("clause"))
    newer = same.filter(language=OuterRef("language"), number__gt=OuterRef("number"))
    changed = same.filter(language=OuterRef("clause__text__language"), number__gt=1, made_at__gt=OuterRef("made_at"))
    rows = (
        Wording.objects.filter(clause__text__in=list(texts), clause__is_deleted=False)
        .exclude(language=F("clause__text__language"))
        .filter(~Exists(newer), Exists(changed))
    )
    counted = rows.values("clause__text").annotate(n=Count("pk"), since=Max("made_at")).order_by()
    return {row["clause__text"]: (row["n"], row["since"]) for row in counted}
