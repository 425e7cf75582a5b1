"""Parties: standing over time, what they hosted, who spoke for them, what they promised and received."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.assistance import queries as assistance
from nemawashi.commitments import queries as commitments
from nemawashi.meetings import queries as meetings
from nemawashi.meetings import rules
from nemawashi.meetings.models import Meeting, Track
from nemawashi.meetings.terms import MeetingState, Rank
from nemawashi.parties import queries
from nemawashi.parties.models import Party
from nemawashi.portal import asking, filters, tables, words
from nemawashi.portal.feeds import links
from nemawashi.portal.once import rendered_once
from nemawashi.sources import queries as sources


@rendered_once
@filters.page
def parties(request: HttpRequest) -> HttpResponse:
    viewer = asking.viewer(request)
    hosted: dict[int, int] = {}
    for pk in (
        meetings.visible_meetings(viewer=viewer)
        .filter(state=MeetingState.HELD, host__isnull=False)
        .values_list("host_id", flat=True)
    ):
        hosted[pk] = hosted.get(pk, 0) + 1
    rows = []
    for party in queries.visible_parties(viewer=viewer):
        standings: list[Any] = party.shown_standings  # type: ignore[attr-defined]
        latest = standings[-1] if standings else None
        since = words.span(latest.from_on, latest.until_on) if latest and latest.until_on else ""
        if latest and latest.from_on and not latest.until_on:
            since = gettext("since %(day)s") % {"day": words.day(latest.from_on)}
        rows.append({"party": party, "standing": latest, "since": since, "hosted": hosted.get(party.pk, 0)})
    if (answer := tables.asked(request, (each["party"] for each in rows))) is not None:
        return answer
    return render(
        request,
        "portal/parties.html",
        {
            "title": gettext("Parties"),
            "lede": gettext("Who takes part, in which standing, since when."),
            "parties": rows,
        },
    )


def _people(party: Party, viewer: Viewer) -> list[dict[str, Any]]:
    """People of a party, each office with the sources that show the person in it."""
    rows = list(queries.visible_people(viewer=viewer).filter(party=party))
    cited = sources.citations_of([row.ref for row in rows], viewer=viewer)
    return [
        {
            "person": row,
            "offices": [
                {
                    "office": office,
                    "citations": [c for c in cited.get(row.ref, []) if c.part == f"office/{office.order}"],
                }
                for office in row.offices.all()
            ],
            "citations": [c for c in cited.get(row.ref, []) if not c.part],
        }
        for row in rows
    ]


def _by_track(hosted: Sequence[Meeting]) -> list[tuple[Track, int]]:
    """How many meetings a party held as host, track by track; those that were not held do not count."""
    counts = Counter(row.track for row in hosted if row.state == MeetingState.HELD)
    return sorted(counts.items(), key=lambda pair: pair[0].order)


def _attended(party: Party, viewer: Viewer) -> list[dict[str, Any]]:
    """Meetings to which a party sent a delegation, newest first, with its head and rank."""
    teams = list(meetings.visible_delegations(viewer=viewer).filter(party=party))
    teams.sort(key=lambda team: (str(team.meeting.on or ""), team.meeting.slug), reverse=True)
    return [{"team": team, "rank": Rank(rules.rank_of(team.office)).label} for team in teams]


@rendered_once
@filters.page
def party(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = asking.viewer(request)
    row: Any = queries.visible_parties(viewer=viewer).filter(slug=slug).first()
    if row is None:
        raise Http404
    cited = sources.citations(row.ref, viewer=viewer)
    standings = [
        {
            "standing": standing,
            "when": words.span(standing.from_on, standing.until_on),
            "citations": [c for c in cited if c.part == f"standing/{standing.order}"],
        }
        for standing in row.shown_standings
    ]
    hosted = sorted(meetings.visible_meetings(viewer=viewer).filter(host=row), key=lambda m: str(m.on or ""), reverse=True)
    alone = [c for c in commitments.visible_commitments(viewer=PUBLIC) if slug in c.by or c.owner_id == row.pk]
    return render(
        request,
        "portal/party.html",
        {
            "title": str(row),
            "kicker": " · ".join((gettext("Party"), row.code)),
            "crumbs": asking.crumb(gettext("Parties"), "portal:parties"),
            "party": row,
            "other_names": [(code, name) for code, name in row.names.items() if name != str(row)],
            "standings": standings,
            "hosted": hosted,
            "hosted_by_track": _by_track(hosted),
            "attended": _attended(row, viewer),
            "people": _people(row, viewer),
            "organisations": list(queries.visible_organisations(viewer=viewer).filter(party=row)),
            "commitments": alone,
            "undertakings": assistance.undertakings_of(row, viewer=viewer),
            "citations": [c for c in cited if not c.part],
            "feeds": [links.of_party(row)],
        },
    )
