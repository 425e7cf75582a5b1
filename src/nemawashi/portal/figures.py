"""The pictures of the record: what each shows, its table, and the drawing, made once for the same content."""

import csv
import datetime as dt
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nemawashi.access import clock
from nemawashi.access.viewers import PUBLIC
from nemawashi.analysis import queries as analysis
from nemawashi.assistance import queries as assistance
from nemawashi.assistance.terms import UndertakingKind
from nemawashi.commitments import queries as commitments
from nemawashi.commitments import statuses
from nemawashi.commitments.terms import Status
from nemawashi.kit.drawing import charts, maps
from nemawashi.kit.formats import tables
from nemawashi.meetings import queries as meetings
from nemawashi.meetings import rules
from nemawashi.meetings.terms import MeetingState, Rank
from nemawashi.parties import queries as parties
from nemawashi.portal import asking, filters, pictures, states, words


@dataclass(frozen=True, slots=True)
class PictureTable:
    """What a picture shows, as rows of cells."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by its name in the address. ``build`` asks the record and gives the drawing with its table."""

    name: str
    title: Promise
    note: Promise
    build: Callable[[], tuple[SafeString, PictureTable]]


def drawn(name: str, content: object, draw: Callable[[], str]) -> SafeString:
    """The drawing of this content in the reader's language: made once, then kept under the digest of the content."""
    digest = hashlib.sha256(f"{name} {words.language()} {content!r}".encode()).hexdigest()
    svg: str | None = cache.get(f"figure-{digest}")
    if svg is None:
        svg = draw()
        cache.set(f"figure-{digest}", svg, 24 * 3600)
    return mark_safe(svg)  # noqa: S308  kit.drawing.ink escapes every word they are given


def safe(svg: str) -> SafeString:
    """A drawing that is not to be kept, such as one of words that somebody looked up."""
    return mark_safe(svg)  # noqa: S308  kit.drawing.ink escapes every word they are given


def _timeline() -> tuple[SafeString, PictureTable]:
    today = clock.today()
    tracks = list(meetings.visible_tracks(viewer=PUBLIC))
    rows = list(meetings.visible_meetings(viewer=PUBLIC))
    table = PictureTable(
        [gettext("Track"), gettext("Meeting"), gettext("When"), gettext("State"), gettext("Host")],
        [
            [
                words.track_name(m.track),
                words.meeting_title(m),
                words.days(m),
                str(m.get_state_display()),
                str(m.host or ""),
            ]
            for m in sorted(rows, key=lambda m: (m.track.order, str(m.on or "9999")))
        ],
    )
    return drawn("timeline", (today, table), lambda: pictures.timeline(tracks, rows, today=today)), table


def _map() -> tuple[SafeString, PictureTable]:
    held_meetings = [m for m in meetings.visible_meetings(viewer=PUBLIC) if m.state == MeetingState.HELD and m.city]
    counts = Counter(m.city for m in held_meetings)
    hosts = {m.city: m.host.slug for m in held_meetings if m.host}
    address = reverse("portal:meetings")
    coordinates = {name: place.at for name, place in parties.forum().places.items() if place.at}
    places = [
        maps.MeetingPlace(
            words.city(city),
            f"{words.city(city)}: {count}",
            *coordinates[city],
            count,
            f"{address}?host={hosts[city]}" if city in hosts else None,
        )
        for city, count in sorted(counts.items())
        if city in coordinates
    ]
    table = PictureTable(
        [gettext("City"), gettext("Meetings")],
        [
            [words.city(city), str(count)]
            for city, count in sorted(counts.items(), key=lambda item: (-item[1], item[0] or ""))
        ],
    )
    title = gettext("Where meetings were held")
    description = gettext("A map; the area of each circle grows with the number of meetings held there.")
    return drawn("map", places, lambda: maps.world(places, title=title, description=description)), table


def _ranks() -> tuple[SafeString, PictureTable]:
    ranked = parties.forum().ranked
    rows = [d for d in meetings.visible_delegations(viewer=PUBLIC) if d.meeting.track.slug in ranked]
    columns = [party for party in parties.visible_parties(viewer=PUBLIC) if any(d.party_id == party.pk for d in rows)]
    by_meeting: dict[int, dict[int, tuple[Rank, str]]] = {}
    meeting_of = {d.meeting_id: d.meeting for d in rows}
    for d in rows:
        by_meeting.setdefault(d.meeting_id, {})[d.party_id] = (rules.rank_of(d.office), d.office or "")
    ordered = sorted(meeting_of.values(), key=lambda m: (ranked.index(m.track.slug), str(m.on or "9999")))
    lines = [
        charts.GridRow(
            f"{words.meeting_title(m)} ({m.on.year if m.on else '—'})",
            [_cell(by_meeting[m.pk].get(party.pk), str(party)) for party in columns],
            reverse("portal:meeting", args=[m.slug]),
        )
        for m in ordered
    ]
    table = PictureTable(
        [gettext("Meeting"), *(str(party) for party in columns)],
        [[words.meeting_title(m), *(_rank_words(by_meeting[m.pk].get(party.pk)) for party in columns)] for m in ordered],
    )
    title = gettext("Who took part at which rank")
    description = gettext(
        "One row a meeting, one column a party; the taller the bar, the higher the rank of the head of delegation."
    )
    levels = [str(rank.label) for rank in Rank]
    names = [party.code for party in columns]
    return drawn("ranks", lines, lambda: charts.grid(lines, names, levels, title=title, description=description)), table


def _cell(rank_and_office: tuple[Rank, str] | None, party: str) -> charts.GridCell:
    if rank_and_office is None:
        return charts.GridCell(None)
    rank, office = rank_and_office
    level = 0 if rank is Rank.UNKNOWN else list(Rank).index(rank) + 1
    spoken = ": ".join(filter(None, [party, office or str(rank.label)]))
    return charts.GridCell(level, spoken, lang="en" if office else "")


def _rank_words(rank_and_office: tuple[Rank, str] | None) -> str:
    return str(rank_and_office[0].label) if rank_and_office else "—"


def _concepts() -> tuple[SafeString, PictureTable]:
    rows = list(analysis.concept_list(viewer=PUBLIC))
    table = PictureTable(
        [gettext("Concept"), gettext("First use found"), gettext("Latest use found")],
        [[pictures.concept_name(row), words.day(row.first_seen_on), words.day(row.last_seen_on)] for row in rows],
    )
    return drawn("concepts", table, lambda: pictures.life_spans(rows)), table


def commitment_bars(
    groups: Mapping[tuple[str | None, str, Status], int], named: Sequence[tuple[str, str]]
) -> list[charts.Bar]:
    """One bar a pillar, its parts the states; ``named`` are the pillars' slugs and names."""
    address = reverse("portal:commitments")
    counts: Counter[tuple[str, Status]] = Counter()
    for (pillar, _kind, status), number in groups.items():
        counts[pillar or "none", status] += number
    return [
        charts.Bar(
            label,
            [
                charts.LabelledShare(
                    str(status.label), counts[slug, status], tone, f"{address}?pillar={slug}&state={status}"
                )
                for status, tone in states.TONES.items()
            ],
            f"{address}?pillar={slug}",
        )
        for slug, label in named
        if any(counts[slug, status] for status in states.TONES)
    ]


def _commitments() -> tuple[SafeString, PictureTable]:
    today: dt.date = clock.today()
    rows = statuses.with_status(commitments.visible_commitments(viewer=PUBLIC), today=today, viewer=PUBLIC)
    named = [(pillar.slug, str(pillar)) for pillar in parties.pillars(viewer=PUBLIC)] + [("none", gettext("no pillar"))]
    bars = commitment_bars(statuses.counted(rows), named)
    title = gettext("Commitments by pillar and state")
    description = gettext("One bar a pillar; each part is a state and leads to its commitments.")
    return drawn("commitments", bars, lambda: pictures.stacked(bars, title=title, description=description)), table_of_bars(
        bars, gettext("Pillar")
    )


def table_of_bars(bars: Sequence[charts.Bar], first: str) -> PictureTable:
    if not bars:
        return PictureTable([first], [])
    used = [i for i, _segment in enumerate(bars[0].segments) if any(bar.segments[i].value for bar in bars)]
    return PictureTable(
        [first, *(bars[0].segments[i].label for i in used), gettext("Total")],
        [[bar.label, *(str(bar.segments[i].value) for i in used), str(sum(s.value for s in bar.segments))] for bar in bars],
    )


def _assistance() -> tuple[SafeString, PictureTable]:
    rows = list(assistance.undertaking_list(viewer=PUBLIC))
    totals = Counter(sphere for row in rows for sphere in row.spheres or [])
    counts = Counter((sphere if totals[sphere] > 1 else "", row.kind) for row in rows for sphere in row.spheres or [])
    address, kinds = reverse("portal:assistance"), list(UndertakingKind)
    often = [sphere for sphere, count in sorted(totals.items(), key=lambda item: (-item[1], item[0])) if count > 1]
    bars = [
        charts.Bar(
            parties.sphere_label(sphere) if sphere else gettext("other spheres"),
            [
                charts.LabelledShare(
                    str(kind.label),
                    counts[sphere, kind],
                    tone,
                    f"{address}?kind={kind}" + (f"&sphere={quote(sphere)}" if sphere else ""),
                )
                for tone, kind in enumerate(kinds)
            ],
            f"{address}?sphere={quote(sphere)}" if sphere else None,
        )
        for sphere in [*often, ""]
        if any(counts[sphere, kind] for kind in kinds)
    ]
    title = gettext("Assistance by sphere")
    description = gettext(
        "How many packages, pledges and projects name a sphere. Amounts are not added: they are in several currencies."
    )
    svg = drawn("assistance", bars, lambda: charts.stacked_bars(bars, title=title, description=description, name="spheres"))
    return svg, table_of_bars(bars, gettext("Sphere"))


FIGURES: dict[str, Picture] = {
    figure.name: figure
    for figure in (
        Picture(
            "timeline",
            _("Meetings of all tracks, with hosts and gaps"),
            _("Hatched: no meeting for longer than the track's expected cadence. Codes name the host."),
            _timeline,
        ),
        Picture(
            "map",
            _("Where meetings were held"),
            _("Outlines are for orientation and say nothing of borders (Natural Earth, public domain)."),
            _map,
        ),
        Picture(
            "ranks",
            _("Who took part at which rank"),
            _("Meetings at the levels that the forum compares; the rank is read from the office that a source states."),
            _ranks,
        ),
        Picture(
            "concepts",
            _("Life spans of concepts"),
            _("Earliest and latest use found in this record's sources, which are not whole corpora."),
            _concepts,
        ),
        Picture(
            "commitments",
            _("Commitments by pillar and state"),
            _("Pillar and state of the historical commitments are this record's reading; no source scores them."),
            _commitments,
        ),
        Picture(
            "assistance",
            _("Assistance by sphere"),
            _("An undertaking that names several spheres counts in each."),
            _assistance,
        ),
    )
}


def register(figure: Picture) -> None:
    """Put a picture that is drawn elsewhere among the others."""
    FIGURES[figure.name] = figure


@filters.page
def figures(request: HttpRequest) -> HttpResponse:
    shown = [{"figure": figure, "svg": figure.build()[0]} for figure in FIGURES.values()]
    title = gettext("The record in pictures")
    lede = gettext("Each leads to its table and to the rows behind it.")
    return render(request, "portal/figures.html", {"title": title, "lede": lede, "shown": shown})


@filters.page
def figure(request: HttpRequest, name: str) -> HttpResponse:
    picture = FIGURES.get(name)
    if picture is None:
        raise Http404
    svg, table = picture.build()
    context = {
        "title": str(picture.title),
        "kicker": gettext("The record in pictures"),
        "crumbs": asking.crumb(gettext("Pictures"), "portal:figures"),
        "figure": picture,
        "svg": svg,
        "table": table,
    }
    return render(request, "portal/figure.html", context)


@filters.page
def as_csv(request: HttpRequest, name: str) -> HttpResponse:
    """The table behind a picture, in UTF-8 with a mark that spreadsheets know."""
    picture = FIGURES.get(name)
    if picture is None:
        raise Http404
    return csv_file(picture.build()[1], name)


def csv_file(table: PictureTable, name: str) -> HttpResponse:
    out = io.StringIO("\ufeff")
    out.seek(0, io.SEEK_END)
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow(table.head)
    sheet.writerows([tables.cell(value) for value in row] for row in table.rows)
    return _file(out.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")


@filters.page
def as_svg(request: HttpRequest, name: str) -> HttpResponse:
    """The picture alone, with colours of its own, to be put into a document."""
    picture = FIGURES.get(name)
    if picture is None:
        raise Http404
    return svg_file(picture.build()[0], name)


def svg_file(svg: str, name: str) -> HttpResponse:
    return _file(svg, "image/svg+xml; charset=utf-8", f"{name}.svg")


def _file(content: str, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
