"""Acts on who carries out a pledge or project beside its donor, and on its end."""

import datetime as dt
import uuid

from nemawashi.access import log
from nemawashi.access.acts import hold, in_turn, mended, moved_on, require
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.assistance import possible, rules
from nemawashi.assistance.models import Partner, ProjectEnd, Undertaking
from nemawashi.assistance.terms import Act
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.sources.models import Source

__all__ = ["correct_end", "correct_partner", "end_project", "name_partner", "remind_of_project"]


@in_turn
def name_partner(
    undertaking: Undertaking,
    *,
    called: str,
    kind: str,
    role: str,
    source: Source | None = None,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Partner:
    """Name a public body, a private company or an international organisation that pays for it or carries it out."""
    row = hold(undertaking, seen=seen)
    called = normal(called)
    require(possible.naming(row, name=called, role=role, but=None, by=by))
    partner = Partner.objects.create(undertaking=row, name=called, kind=kind, role=role, source=source)
    facts = {"name": called, "kind": kind, "role": role, "source": source.slug if source else ""}
    log.enter(Act.NAME_PARTNER, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return partner


@in_turn
def correct_partner(
    partner: Partner,
    *,
    called: str,
    kind: str,
    role: str,
    is_struck: bool = False,
    why: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Partner:
    """Set right who a partner is or what it does, or strike out one that is none; with a reason."""
    row = hold(partner, seen=seen)
    called = normal(called)
    require(possible.naming(row.undertaking, name=called, role=role, but=row, by=by))
    require(rules.gives_a_reason(why))
    facts = mended(row, {"name": called, "kind": kind, "role": role, "is_struck": is_struck})
    facts["why"] = {"words": why.strip()}
    of = row.undertaking
    log.enter(Act.CORRECT_PARTNER, of, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


@in_turn
def remind_of_project(
    project: Undertaking,
    *,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Undertaking:
    """Remind the donor that the planned end of a project comes; once for each such date. The clock does so by itself."""
    row = hold(project, seen=seen)
    require(possible.reminding(row, today=at.date(), by=by))
    row.reminded_for = row.end_on
    moved_on(row, "reminded_for")
    facts = {"end_on": str(row.end_on)}
    log.enter(Act.REMIND_OF_PROJECT, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


@in_turn
def end_project(
    project: Undertaking,
    *,
    on: ImpreciseDate,
    kind: str,
    words: str,
    source: Source | None = None,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> ProjectEnd:
    """Say that a project ended: when, whether it was completed, and what stands of it. The planned end stays beside it."""
    row = hold(project, seen=seen)
    has_end = row.ends.filter(is_taken_back=False).exists()
    words = normal(words)
    require(possible.ending(row, on=on, words=words, has_end=has_end, today=at.date(), by=by))
    end = ProjectEnd.objects.create(undertaking=row, on=on, kind=kind, words=words, source=source)
    facts = {"on": str(on), "kind": kind, "words": words, "source": source.slug if source else ""}
    log.enter(Act.END_PROJECT, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return end


@in_turn
def correct_end(
    end: ProjectEnd,
    *,
    on: ImpreciseDate,
    kind: str,
    words: str,
    is_taken_back: bool = False,
    why: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> ProjectEnd:
    """Set right when and how a project ended, or take back that it did; with a reason. What was said stays in the log."""
    row = hold(end, seen=seen)
    of = row.undertaking
    words = normal(words)
    require(possible.ending(of, on=on, words=words, has_end=row.is_taken_back, today=at.date(), by=by))
    require(rules.gives_a_reason(why))
    facts = mended(row, {"on": on, "kind": kind, "words": words, "is_taken_back": is_taken_back})
    facts["why"] = {"words": why.strip()}
    log.enter(Act.CORRECT_END, of, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row
