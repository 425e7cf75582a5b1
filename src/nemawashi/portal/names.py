"""The names behind references, as far as the viewer may know: one statement a noun, whatever the number of rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.analysis import queries as analysis
from nemawashi.analysis.models import Concept, DialogueEvent
from nemawashi.assistance import queries as assistance
from nemawashi.commitments import queries as commitments
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import queries as meetings
from nemawashi.meetings.models import Meeting, Track
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Person
from nemawashi.portal import addresses, pictures, words
from nemawashi.sources import queries as sources
from nemawashi.texts import queries as texts
from nemawashi.texts.models import Text

KINDS = {
    "meeting": pgettext_lazy("kind of row", "meeting"),
    "text": pgettext_lazy("kind of row", "text"),
    "commitment": pgettext_lazy("kind of row", "commitment"),
    "assistance": pgettext_lazy("kind of row", "assistance"),
    "recommendation": pgettext_lazy("kind of row", "recommendation"),
    "concept": pgettext_lazy("kind of row", "concept"),
    "party": pgettext_lazy("kind of row", "party"),
    "person": pgettext_lazy("kind of row", "person"),
    "organisation": pgettext_lazy("kind of row", "organisation"),
    "remit": pgettext_lazy("kind of row", "remit"),
    "track": pgettext_lazy("kind of row", "track"),
    "pillar": pgettext_lazy("kind of row", "pillar"),
    "dialogue": pgettext_lazy("kind of row", "dialogue"),
    "run": pgettext_lazy("kind of row", "result"),
    "event": pgettext_lazy("kind of row", "event"),
    "clause": pgettext_lazy("kind of row", "paragraph"),
    "position": pgettext_lazy("kind of row", "tabled position"),
    "agenda-item": pgettext_lazy("kind of row", "agenda item"),
    "decision": pgettext_lazy("kind of row", "decision"),
    "meeting-paper": pgettext_lazy("kind of row", "paper"),
    "source": pgettext_lazy("kind of row", "source"),
    "conflict": pgettext_lazy("kind of row", "conflict"),
    "claim": pgettext_lazy("kind of row", "claim"),
}


PLURALS = {  # as pages title their lists
    "meeting": gettext_lazy("Meetings"),
    "text": gettext_lazy("Texts"),
    "party": gettext_lazy("Parties"),
    "commitment": gettext_lazy("Commitments"),
    "recommendation": gettext_lazy("Recommendations"),
    "assistance": gettext_lazy("Assistance"),
    "concept": gettext_lazy("Concepts"),
    "dialogue": gettext_lazy("Other dialogues"),
    "run": pgettext_lazy("of counting", "Results"),
    "source": gettext_lazy("Sources"),
    "conflict": gettext_lazy("Conflicting claims"),
    "claim": gettext_lazy("Claims"),
    "person": gettext_lazy("People"),
    "organisation": gettext_lazy("Organisations"),
    "track": gettext_lazy("Tracks"),
    "pillar": gettext_lazy("Pillars"),
    "remit": gettext_lazy("Remits"),
}


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row of the record as a link: empty ``href`` where it has no page of its own. ``on`` is when it came about."""

    ref: str
    label: str
    href: str
    kind: str
    locator: str = ""
    on: ImpreciseDate | None = None
    origin: str = ""


def rows_of(kind: str, viewer: Viewer) -> "QuerySet[Model] | None":
    """The rows of a noun as far as the viewer may see them; None where it is none that is named here."""
    ask: dict[str, Callable[[], QuerySet[Model]]] = {
        "meeting": lambda: meetings.visible_meetings(viewer=viewer),
        "text": lambda: texts.visible_texts(viewer=PUBLIC),
        "commitment": lambda: commitments.visible_commitments(viewer=PUBLIC),
        "assistance": lambda: assistance.undertaking_list(viewer=viewer),
        "recommendation": lambda: meetings.visible_recommendations(viewer=viewer),
        "concept": lambda: analysis.concept_list(viewer=viewer),
        "party": lambda: parties.visible_parties(viewer=viewer),
        "person": lambda: parties.visible_people(viewer=viewer),
        "organisation": lambda: parties.visible_organisations(viewer=viewer),
        "remit": lambda: commitments.visible_remits(viewer=viewer),
        "track": lambda: meetings.visible_tracks(viewer=viewer),
        "pillar": lambda: parties.visible_pillars(viewer=viewer),
        "dialogue": lambda: parties.visible_dialogues(viewer=viewer),
        "event": lambda: analysis.visible_events(viewer=viewer),
        "run": lambda: analysis.visible_runs(viewer=viewer).defer("answer"),
        "source": lambda: sources.source_list(viewer=viewer),
        "conflict": lambda: sources.conflict_list(viewer=viewer),
    }
    return ask[kind]() if kind in ask else None


def title(row: object) -> str:
    """What a row is called in a list of links."""
    if isinstance(row, Meeting):
        return words.meeting_title(row)
    if isinstance(row, Person):
        return words.person(row)
    if isinstance(row, Track):
        return words.track_name(row)
    if isinstance(row, Concept):
        return pictures.concept_name(row)
    if isinstance(row, DialogueEvent):
        return ", ".join(filter(None, [str(row.dialogue), row.city, words.day(row.on)]))
    return str(row)


def named(refs: Iterable[str], *, viewer: Viewer) -> dict[str, NamedRow]:
    """References with their names; a row that the viewer may not see is left out, as if it were not there."""
    slugs: dict[str, set[str]] = {}
    for ref in refs:
        kind, slug = addresses.split(ref)
        slugs.setdefault(kind, set()).add(slug)
    names = {}
    for kind, wanted in slugs.items():
        rows = rows_of(kind, viewer)
        if rows is None:
            continue
        for row in rows.filter(slug__in=wanted).prefetch_related(None):
            ref = f"{kind}/{row.slug}"  # type: ignore[attr-defined]
            name = NamedRow(ref, title(row), _href(kind, row), str(KINDS[kind]), on=_on(row))
            names[ref] = replace(name, origin=getattr(row, "origin", ""))
    return names


def _on(row: Model) -> ImpreciseDate | None:
    """The day of a row of any noun: when it was held, adopted, made or begun."""
    if isinstance(row, Text):
        return row.adopted_on or (row.meeting.on if row.meeting else None)
    days = (getattr(row, name, None) for name in ("on", "made_on", "start_on"))
    return next((day for day in days if isinstance(day, ImpreciseDate)), None)


def _href(kind: str, row: Model) -> str:
    if kind == "event":
        return addresses.href(row.dialogue.ref)  # type: ignore[attr-defined]
    return addresses.href(f"{kind}/{row.slug}")  # type: ignore[attr-defined]


def public_slugs(kind: str, *, viewer: Viewer) -> list[str]:
    """The ids of all rows of a noun that the viewer may see, in their own order."""
    rows = rows_of(kind, viewer)
    return [] if rows is None else list(rows.order_by().order_by("slug").values_list("slug", flat=True))


def in_order(refs: Iterable[str], *, viewer: Viewer) -> list[NamedRow]:
    wanted = list(dict.fromkeys(refs))
    known = named(wanted, viewer=viewer)
    return [known[ref] for ref in wanted if ref in known]
