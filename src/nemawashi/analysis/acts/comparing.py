"""Acts on what the forum is compared with: another format, and a dated event of one, each with its sources."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db.models import Max
from django.utils.text import slugify

from nemawashi.access import log, origins
from nemawashi.access.acts import hold, in_turn, require
from nemawashi.access.terms import RowOrigin, Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.analysis import rules
from nemawashi.analysis.models import DialogueEvent
from nemawashi.analysis.terms import Act
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.parties.models import Dialogue
from nemawashi.parties.queries import forum
from nemawashi.sources.models import Citation, Source

__all__ = ["add_event", "add_format"]


@in_turn
def add_format(
    dialogue: Dialogue,
    *,
    called: str,
    sources: Sequence[Source],
    partner: str = "",
    founded_on: ImpreciseDate | None = None,
    launch_level: str = "",
    note: str = "",
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Dialogue:
    """Put a format on record beside the forum, so that its meetings can be written down and compared."""
    del dialogue
    name = normal(called)
    is_known = Dialogue.objects.filter(name__iexact=name).exists()
    require(rules.may_add_format(by, name=name, is_known=is_known, sources=len(sources)))
    order = (Dialogue.objects.aggregate(top=Max("order"))["top"] or 0) + 1
    row = Dialogue.objects.create(
        slug=f"{slugify(name)[:48] or 'format'}-d{order}",
        name=name,
        partner=normal(partner) or None,
        founded_on=founded_on,
        launch_level=launch_level or None,
        note=normal(note) or None,
        order=order,
    )
    _rest(row.ref, sources)
    facts = {"name": name, "sources": [source.slug for source in sources]}
    log.enter(Act.ADD_FORMAT, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


@in_turn
def add_event(
    dialogue: Dialogue,
    *,
    on: ImpreciseDate,
    sources: Sequence[Source],
    ends_on: ImpreciseDate | None = None,
    level: str = "",
    series: str = "",
    ordinal: int | None = None,
    mode: str = "",
    city: str = "",
    country: str = "",
    outcome: str = "",
    note: str = "",
    is_planned: bool = False,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> DialogueEvent:
    """Write down when a format met, or was to meet, as its sources say it; ``outcome``: the title of what was adopted."""
    row = hold(dialogue)
    series, city = normal(series), normal(city)
    there = DialogueEvent.objects.filter(dialogue=row, on=on, level=level or None, series=series or None, city=city or None)
    require(
        rules.may_add_event(
            by,
            is_forum=row.slug == forum().slug,
            begins=on,
            ends=ends_on,
            is_known=there.exists(),
            sources=len(sources),
        )
    )
    order = _next_of(row)
    event = DialogueEvent.objects.create(
        slug=f"{row.slug}-d{order}",
        dialogue=row,
        on=on,
        ends_on=ends_on,
        level=level or None,
        series=series or None,
        ordinal=ordinal,
        mode=mode or None,
        city=city or None,
        country=normal(country) or None,
        note=normal(note) or None,
        outcomes=[{"title": normal(outcome)}] if normal(outcome) else [],
        is_planned=True if is_planned else None,
        order=order,
    )
    _rest(event.ref, sources)
    facts = {"format": row.slug, "on": str(on), "level": level, "sources": [source.slug for source in sources]}
    log.enter(Act.ADD_EVENT, event, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return event


def _next_of(row: Dialogue) -> int:
    top: int | None = DialogueEvent.objects.filter(dialogue=row).aggregate(top=Max("order"))["top"]
    return (top or 0) + 1


def _rest(ref: str, sources: Sequence[Source]) -> None:
    """Rest a new row on its sources. One that a real source tells of is of a source."""
    for order, source in enumerate(sources):
        Citation.objects.create(subject_ref=ref, source=source, order=order)
    if any(source.origin != RowOrigin.FICTION for source in sources):
        origins.sourced(ref)
