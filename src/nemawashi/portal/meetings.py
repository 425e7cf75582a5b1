"""Meetings by track, year and host; one meeting with everything that hangs on it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.commitments import queries as commitment_queries
from nemawashi.kit.dates import on_the_clocks
from nemawashi.meetings import possible, queries, rules
from nemawashi.meetings.models import Meeting, Track
from nemawashi.meetings.terms import Rank
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Party
from nemawashi.portal import asking, fiction, filters, meeting_papers, organisations, schema_org, tables, words
from nemawashi.portal.feeds import links
from nemawashi.portal.once import rendered_once
from nemawashi.sources import queries as sources
from nemawashi.texts import queries as texts

# What a list does not show need not be read.
UNSHOWN = ("note", "extra", "organisers", "venue", "theme", "participants_note")
OF_A_TEXT = ("slug", "type", "title", "origin")
OF_A_COMMITMENT = ("slug", "area", "words", "origin")


@dataclass(frozen=True, slots=True)
class MeetingRow:
    ref: str
    when: str
    title: str
    href: str
    place: str
    host: str
    host_name: str
    state: str
    origin: str


@rendered_once
@filters.page
def meetings(request: HttpRequest) -> HttpResponse:
    viewer = asking.viewer(request)
    rows = list(queries.visible_meetings(viewer=viewer).select_related(None).defer(*UNSHOWN))
    at_table = list(parties.visible_parties(viewer=viewer).prefetch_related(None))
    all_tracks = list(queries.visible_tracks(viewer=viewer))
    _bring_along(rows, at_table, all_tracks)
    tracks = {row.track.slug: words.track_name(row.track) for row in sorted(rows, key=lambda row: row.track.order)}
    names = {row.host.pk: str(row.host) for row in rows if row.host}  # once each: a name is looked for in the language
    hosts = {
        row.host.slug: names[row.host.pk] for row in sorted(rows, key=lambda r: r.host.order if r.host else 0) if row.host
    }
    years = sorted({row.on.year for row in rows if row.on}, reverse=True)
    track = filters.choice(request, "track", [row.slug for row in all_tracks])
    host = filters.choice(request, "host", [row.slug for row in at_table])
    year = filters.year(request)
    named = [(row.slug, str(row)) for row in at_table]
    party = filters.choice(request, "party", [slug for slug, _ in named])
    rank = filters.choice(request, "rank", Rank.values)
    there = _attended(party, rank, viewer) if party or rank else None
    known = [row for row in all_tracks if row.slug == track]
    shown = [
        row
        for row in rows
        if (not track or row.track.slug == track)
        and (not host or (row.host is not None and row.host.slug == host))
        and (not year or (row.on is not None and row.on.year == year))
        and (there is None or row.pk in there)
    ]
    shown.sort(key=lambda row: (str(row.on or ""), -row.order), reverse=True)
    if (answer := tables.asked(request, shown)) is not None:
        return answer
    base, place_of = reverse("portal:meeting", args=["x"])[:-2], _places()
    return render(
        request,
        "portal/meetings.html",
        {
            "title": gettext("Meetings"),
            "lede": gettext("Every meeting that a source tells of, newest first; those without a date come last."),
            "rows": [
                MeetingRow(
                    row.ref,
                    words.days(row),
                    words.meeting_title(row),
                    f"{base}{row.slug}/",
                    place_of(row),
                    row.host.code if row.host else "",
                    names[row.host.pk] if row.host else "",
                    row.state,
                    row.origin,
                )
                for row in shown
            ],
            "track_options": filters.options(list(tracks.items()), track),
            "year_options": filters.options([(str(y), str(y)) for y in years], year),
            "host_options": filters.options(list(hosts.items()), host),
            "party_options": filters.options(named, party),
            "rank_options": filters.options([(str(v), str(v.label)) for v in Rank], rank),
            "track": known[0] if known else None,
            "citations": sources.citations(known[0].ref, viewer=viewer) if known else [],
            "is_filtered": bool(track or host or year or party or rank),
            "feeds": [*map(links.of_track, known), links.of_all()],
            "left_out": fiction.left_out(lambda: queries.visible_meetings(viewer=viewer)),
        },
    )


def _places() -> Callable[[Meeting], str]:
    """Where meetings were, each place looked up once: most of them are in a few capitals."""
    places: dict[tuple[object, ...], str] = {}

    def place_of(row: Meeting) -> str:
        key = (row.city, row.country_id, row.country_name)
        if key not in places:
            places[key] = words.place(row)
        return places[key]

    return place_of


def _bring_along(meetings: list[Meeting], known: list[Party], tracks: list[Track]) -> None:
    """Give each meeting its track, host and country. Few of them are shared by all: a join would make each anew."""
    by_key, track_by_key = {row.pk: row for row in known}, {row.pk: row for row in tracks}
    for row in meetings:
        if row.track_id in track_by_key:
            row.track = track_by_key[row.track_id]
        if row.host_id in by_key:
            row.host = by_key[row.host_id]
        if row.country_id in by_key:
            row.country = by_key[row.country_id]
    if any(key and key not in by_key for row in meetings for key in (row.host_id, row.country_id)):
        prefetch_related_objects(meetings, "host", "country")
    if any(row.track_id not in track_by_key for row in meetings):
        prefetch_related_objects(meetings, "track")


def _attended(party: str | None, rank: str | None, viewer: Viewer) -> set[int]:
    """Meetings at which a party was, at a rank where one is asked for; of any party, where none is named."""
    rows = queries.visible_delegations(viewer=viewer)
    if party:
        rows = rows.filter(party__slug=party)
    return {row.meeting_id for row in rows if not rank or rules.rank_of(row.office) == rank}


def _plan(row: Any, viewer: Viewer) -> list[tuple[queries.PlannedSession, str]]:
    """Sessions, with their beginning on the venue's clock. Asked for only where an agenda was adopted here."""
    if row.agenda_adopted_at is None:
        return []
    zone = possible.zone_of(row)
    plan, _unplaced = queries.time_plan(row, row.shown_items, zone=zone, viewer=viewer)
    return [(each, on_the_clocks(each.begins_at, [zone], words.language()) if each.begins_at else "") for each in plan]


@rendered_once
@filters.page
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = asking.viewer(request)
    row: Any = queries.meeting_in_full(slug, viewer=viewer)
    if row is None:
        raise Http404
    outcomes = list(texts.visible_texts(viewer=PUBLIC).select_related(None).filter(meeting=row).only(*OF_A_TEXT))
    refs = [row.ref, *(text.ref for text in outcomes)]
    promised = commitment_queries.visible_commitments(viewer=PUBLIC).select_related(None).prefetch_related(None)
    return render(
        request,
        "portal/meeting.html",
        {
            "title": words.meeting_title(row),
            "kicker": words.track_name(row.track),
            "crumbs": asking.crumb(gettext("Meetings"), "portal:meetings"),
            "meeting": row,
            "page_row": row,
            "place": words.place(row),
            "delegations": row.shown_delegations,
            "agenda": [(item, queries.annotation_of(item, viewer=viewer)) for item in row.shown_items],
            "plan": _plan(row, viewer),
            "papers": meeting_papers.listed(row),
            "recommendations": row.shown_recommendations,
            "texts": outcomes,
            "commitments": list(promised.filter(made_in_ref__in=refs).only(*OF_A_COMMITMENT)),
            "organisations": organisations.tied_to(row.ref, viewer=viewer),
            "citations": sources.citations(row.ref, viewer=viewer),
            "feeds": [links.of_track(row.track)],
            "structured_data": schema_org.event(request, row),
        },
    )
