"""Events of the record, derived from its rows whenever somebody asks: nothing is kept twice.

Meetings of every track, in whatever state; dated meetings of the formats that the forum is compared with; adopted texts;
pledges and projects. Everybody gets the same, for all of it is public: what is under negotiation is no event.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from django.db.models import Prefetch, QuerySet

from nemawashi.access import origins
from nemawashi.access.viewers import PUBLIC
from nemawashi.analysis import queries
from nemawashi.analysis.terms import Coverage, EventLevel
from nemawashi.assistance import queries as assistance
from nemawashi.assistance.models import ProjectEnd, Recipient, Transaction, Undertaking
from nemawashi.assistance.terms import UndertakingKind
from nemawashi.commitments import queries as commitments
from nemawashi.commitments.models import Commitment
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.events import DatedEvent, EventKind, EventState, Initiative, taken_day
from nemawashi.meetings import queries as meetings
from nemawashi.meetings import rules as meeting_rules
from nemawashi.meetings.models import Meeting
from nemawashi.meetings.terms import MeetingState
from nemawashi.parties.queries import forum
from nemawashi.sources import queries as sources
from nemawashi.sources.terms import TieKind
from nemawashi.texts import queries as texts
from nemawashi.texts.terms import PUBLIC_STATES as ADOPTED

_STATES = {
    MeetingState.HELD: EventState.HELD,
    MeetingState.POSTPONED: EventState.POSTPONED,
    MeetingState.CANCELLED: EventState.CANCELLED,
    MeetingState.LAPSED: EventState.CANCELLED,
}
_KINDS = {
    UndertakingKind.PACKAGE: EventKind.PLEDGE,
    UndertakingKind.PLEDGE: EventKind.PLEDGE,
    UndertakingKind.PROJECT: EventKind.PROJECT,
    UndertakingKind.EVENT: EventKind.PROJECT,
}
_LEVELS = (  # the first whose word stands in what the record calls the level of a track
    (EventLevel.LEADERS, ("leaders",)),
    (EventLevel.DEPUTIES, ("vice ministers", "deputy ministers")),
    (EventLevel.MINISTERS, ("ministers",)),
    (EventLevel.EXPERTS, ("scholars", "experts", "specialists")),
    (EventLevel.OFFICIALS, ("officials", "secretaries", "diplomats")),
    (EventLevel.BUSINESS, ("companies", "business")),
)


def level_of(words: str) -> str:
    """The level of a track, read from the record's words for it; empty where they name none of the six."""
    return next((str(level) for level, names in _LEVELS if any(name in words.lower() for name in names)), "")


@dataclass(frozen=True, slots=True)
class AdoptedText:
    """What of an adopted text makes it an event."""

    row: str
    title: str
    type: str
    place: str
    forum: str
    meeting: int | None
    on: ImpreciseDate | None


def adopted_texts() -> list[AdoptedText]:
    """Texts that were adopted or issued; one without a day of its own has that of its meeting."""
    rows = texts.visible_texts(viewer=PUBLIC).filter(state__in=ADOPTED).select_related(None)
    columns = ("slug", "title", "type", "place", "dialogue__slug", "meeting_id")
    days = ("adopted_on", "meeting__start_on", "meeting__about_on")
    return [
        AdoptedText(f"text/{slug}", title, kind, place or "", home, meeting, adopted or start or about)
        for slug, title, kind, place, home, meeting, adopted, start, about in rows.values_list(*columns, *days)
    ]


def own_meetings(adopted: Sequence[AdoptedText] | None = None) -> list[DatedEvent]:
    """Meetings of the forum with their delegations and the number of texts adopted there."""
    teams: dict[int, list[tuple[str, str]]] = {}
    came = meetings.visible_delegations(viewer=PUBLIC).select_related(None)
    ranks: dict[str | None, str] = {}
    for meeting, party, office in came.values_list("meeting_id", "party__slug", "office"):
        if office not in ranks:
            ranks[office] = str(meeting_rules.rank_of(office))
        teams.setdefault(meeting, []).append((party, ranks[office]))
    outcomes = Counter(text.meeting for text in (adopted_texts() if adopted is None else adopted))
    rows = (
        meetings.visible_meetings(viewer=PUBLIC)
        .select_related(None)
        .select_related("track", "host", "country")
        .only(*_READ)
    )
    return [_of_meeting(row, teams.get(row.pk, []), outcomes[row.pk]) for row in rows]


_READ = (
    *("slug", "state", "start_on", "end_on", "about_on", "ordinal", "city", "mode", "country_id", "country_name"),
    *("track__slug", "track__names", "track__name", "track__level", "host__slug", "country__slug"),
)


def _of_meeting(row: Meeting, teams: Sequence[tuple[str, str]], outcomes: int) -> DatedEvent:
    host = row.host.slug if row.host else ""
    return DatedEvent(
        row.ref,
        EventKind.MEETING,
        taken_day(row.on),
        taken_day(row.end_on),
        _STATES.get(MeetingState(row.state), EventState.PLANNED),
        str(row),
        forum().slug,
        row.track.slug,
        level_of(row.track.level),
        row.ordinal,
        host,
        row.city or "",
        row.mode or "",
        tuple(dict.fromkeys(party for party, _ in teams)),
        levels=dict(teams),
        outcomes=outcomes,
        is_away=bool(row.country_name) or (row.country_id is not None and row.country_id != row.host_id),
        country=row.country.slug if row.country else row.country_name or "",
    )


def meetings_of_formats() -> list[DatedEvent]:
    """Dated meetings of other formats; the record says where they met, but not who hosted or who came."""
    rows = queries.visible_events(viewer=PUBLIC).select_related(None).order_by("dialogue__order", "order", "pk")
    return _in_lands([_of_format(*values) for values in rows.values_list(*_OF_FORMATS)])


def _in_lands(rows: Sequence[DatedEvent]) -> list[DatedEvent]:
    """A city whose row names no land lies in that which all other rows name for it; where they name two it stays open."""
    lands: dict[str, set[str]] = {}
    for each in rows:
        if each.place and each.country:
            lands.setdefault(each.place, set()).add(each.country)
    one = {city: next(iter(names)) for city, names in lands.items() if len(names) == 1}
    return [each if each.country else replace(each, country=one.get(each.place, "")) for each in rows]


_OF_FORMATS = (
    *("slug", "on", "ends_on", "is_planned", "dialogue__name", "dialogue__slug", "series", "level", "ordinal"),
    *("country", "city", "mode", "outcomes"),
)


def _of_format(
    slug: str,
    on: ImpreciseDate | None,
    end: ImpreciseDate | None,
    is_planned: bool | None,
    name: str,
    dialogue: str,
    series: str | None,
    level: str | None,
    ordinal: int | None,
    country: str | None,
    city: str | None,
    mode: str | None,
    outcomes: Sequence[object],
) -> DatedEvent:
    return DatedEvent(
        f"event/{slug}",
        EventKind.MEETING,
        taken_day(on),
        taken_day(end),
        EventState.PLANNED if is_planned else EventState.HELD,
        name,
        dialogue,
        series or "",
        level or "",
        ordinal,
        "",
        city or "",
        mode or "",
        outcomes=len(outcomes),
        is_away=True,
        country=country or "",
    )


def statements(adopted: Sequence[AdoptedText] | None = None) -> list[DatedEvent]:
    """Texts that were adopted or issued, on the day on which they were."""
    return [
        DatedEvent(
            text.row,
            EventKind.STATEMENT,
            taken_day(text.on),
            title=text.title,
            forum=text.forum,
            series=text.type,
            place=text.place,
        )
        for text in (adopted_texts() if adopted is None else adopted)
    ]


def pledges(*, today: dt.date) -> list[DatedEvent]:
    """Pledges on the day on which they were announced, projects on the day on which they began or were agreed."""
    rows = assistance.undertaking_list(viewer=PUBLIC).prefetch_related(None).select_related(None)
    rows = rows.filter(kind__in=[str(kind) for kind in _KINDS])
    given: dict[int, list[str]] = {}
    for pk, slug in Recipient.objects.order_by("party__order").values_list("undertaking_id", "party__slug"):
        given.setdefault(pk, []).append(slug)
    columns = ("pk", "slug", "kind", "title", "on", "start_on", "donor__slug")
    made = []
    for pk, slug, named, title, on, start, donor in rows.values_list(*columns):
        kind = _KINDS[UndertakingKind(named)]
        on, start = taken_day(on), taken_day(start)
        day = (on or start) if kind == EventKind.PLEDGE else (start or on)
        made.append(
            DatedEvent(
                f"assistance/{slug}",
                kind,
                day,
                state=EventState.PLANNED if day and day.earliest > today else EventState.HELD,
                title=title,
                forum=forum().slug,
                series=named,
                actors=(donor,) if donor else (),
                recipients=tuple(given.get(pk, ())),
            )
        )
    return made


def all_events(*, today: dt.date) -> list[DatedEvent]:
    """Every event of the record, the latest first, those without a date last."""
    adopted = adopted_texts()
    rows = chain(own_meetings(adopted), meetings_of_formats(), statements(adopted), pledges(today=today))
    return sorted(rows, key=lambda each: (str(each.first or ""), each.row), reverse=True)


def complete_forums() -> frozenset[str]:
    """The formats of which a curator said that all meetings were found."""
    return frozenset(
        fact.dialogue.slug for fact in queries.facts(viewer=PUBLIC).filter(kind="coverage", state=str(Coverage.COMPLETE))
    )


@dataclass(frozen=True, slots=True)
class Initiatives:
    """What parties announced, and the dates of all rows that are tied to it."""

    rows: Sequence[Initiative]
    kinds: Mapping[str, str]


def initiatives() -> Initiatives:
    """Pledges of a party, and commitments that one party alone made: each with the rows that are its deeds.

    Deeds are what the record ties to it: parts, payments, ends, projects, evidence. A commitment of all is nobody's own.
    """
    given = [_pledged(row) for row in _pledged_rows()]
    promised = _promised()
    kinds = {each.row: "pledge" for each in given} | {each.row: "commitment" for each in promised}
    rows = sorted(map(_in_years, chain(given, promised)), key=lambda each: (each.party, str(each.word or ""), each.row))
    return Initiatives(rows, kinds)


def _in_years(each: Initiative) -> Initiative:
    return replace(each, word=taken_day(each.word), deeds=[(row, taken_day(on)) for row, on in each.deeds])


def _pledged_rows() -> QuerySet[Undertaking]:
    rows = assistance.undertaking_list(viewer=PUBLIC).prefetch_related(None).exclude(donor=None)
    rows = rows.filter(kind__in=(UndertakingKind.PACKAGE, UndertakingKind.PLEDGE))
    return rows.prefetch_related(
        Prefetch("transactions", queryset=origins.shown(Transaction.objects.all(), viewer=PUBLIC)),
        Prefetch("parts", queryset=origins.shown(Undertaking.objects.all(), viewer=PUBLIC)),
        Prefetch("ends", queryset=origins.shown(ProjectEnd.objects.filter(is_taken_back=False), viewer=PUBLIC)),
    )


def _pledged(row: Undertaking) -> Initiative:
    deeds: list[tuple[str, ImpreciseDate | None]] = [(part.ref, part.start_on or part.on) for part in row.parts.all()]
    deeds += [(row.ref, each.on) for each in row.transactions.all()]
    deeds += [(row.ref, each.on) for each in row.ends.all()]
    if row.start_on and row.start_on != row.on:
        deeds.append((row.ref, row.start_on))
    return Initiative(row.ref, row.donor.slug if row.donor else "", row.title, row.on, deeds)


def _promised() -> list[Initiative]:
    """Commitments of one party, with their evidence and the projects that serve them."""
    rows = [row for row in _commitments() if _alone(row)]
    ties = sources.ties_from([row.ref for row in rows], viewer=PUBLIC)
    proofs = {row.pk: ties.get((row.ref, TieKind.EVIDENCE), []) for row in rows}
    projects: dict[int, list[Undertaking]] = {}
    for project in assistance.undertaking_list(viewer=PUBLIC).prefetch_related(None).exclude(commitment=None):
        projects.setdefault(project.commitment_id or 0, []).append(project)
    days = _days(chain.from_iterable(proofs.values()))
    made = []
    for row in rows:
        deeds = [(ref, days[ref]) for ref in proofs[row.pk] if ref in days]
        deeds += [(each.ref, each.start_on or each.on) for each in projects.get(row.pk, [])]
        made.append(Initiative(row.ref, _alone(row), row.words, row.made_on, deeds))
    return made


def _commitments() -> QuerySet[Commitment]:
    return (
        commitments.visible_commitments(viewer=PUBLIC).prefetch_related(None).select_related(None).select_related("owner")
    )


def _alone(row: Commitment) -> str:
    """The party that made a commitment alone; empty where several or a whole group did."""
    groups = {"all", *(group.key for group in forum().groups)}
    if len(row.by) == 1 and row.by[0] not in groups:
        return str(row.by[0])
    return row.owner.slug if row.owner and not row.by else ""


def _days(refs: Iterable[str]) -> dict[str, ImpreciseDate | None]:
    """The dates of meetings, texts and undertakings that are named as evidence: one statement a noun."""
    wanted: dict[str, set[str]] = {}
    for ref in refs:
        noun, _, slug = ref.partition("/")
        wanted.setdefault(noun, set()).add(slug)
    days: dict[str, ImpreciseDate | None] = {}
    for meeting in meetings.visible_meetings(viewer=PUBLIC).filter(slug__in=wanted.get("meeting", ())):
        days[meeting.ref] = meeting.on
    named = wanted.get("text", ())
    days |= {text.row: text.on for text in (adopted_texts() if named else ()) if text.row.removeprefix("text/") in named}
    given = assistance.undertaking_list(viewer=PUBLIC).prefetch_related(None)
    for row in given.filter(slug__in=wanted.get("assistance", ())):
        days[row.ref] = row.start_on or row.on
    return days
