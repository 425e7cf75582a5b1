"""Who hosted which track how often, and who came to which meeting at which rank: tables whose cells lead to meetings."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from nemawashi.access.terms import Standing
from nemawashi.access.viewers import PUBLIC
from nemawashi.meetings import queries, rules
from nemawashi.meetings.models import Delegation, Meeting, Track
from nemawashi.meetings.terms import MeetingState, Rank
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Party
from nemawashi.portal import asking, fiction, filters, words
from nemawashi.portal.once import rendered_once


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What stands at a crossing, and the list of the meetings behind it; empty where there are none."""

    words: str
    href: str = ""
    title: str = ""
    note: str = ""


@rendered_once
@filters.page
def hosts(request: HttpRequest) -> HttpResponse:
    """Meetings held, by host and track. One of which nobody says who hosted counts in a column of its own."""
    viewer = asking.viewer(request)
    rows = list(queries.visible_meetings(viewer=viewer).filter(state=MeetingState.HELD))
    counts = Counter((row.track_id, row.host_id) for row in rows)
    tracks = [track for track in queries.visible_tracks(viewer=viewer) if any(row.track_id == track.pk for row in rows)]
    columns: list[Party] = sorted({row.host for row in rows if row.host}, key=lambda party: party.order)
    return render(
        request,
        "portal/hosts.html",
        {
            "title": gettext("Hosts"),
            "lede": gettext("Meetings held, by track and host. Each number leads to its meetings."),
            "columns": columns,
            "rows": [_of_track(track, columns, counts) for track in tracks],
            "totals": [
                MatrixCell(str(sum(count for (_, host), count in counts.items() if host == key)))
                for key in [*(party.pk for party in columns), None]
            ],
            "total": len(rows),
            "left_out": fiction.left_out(lambda: queries.visible_meetings(viewer=viewer)),
        },
    )


def _of_track(track: Track, columns: Sequence[Party], counts: "Counter[tuple[int, int | None]]") -> dict[str, object]:
    cells = [_number(counts[track.pk, party.pk], track=track.slug, host=party.slug) for party in columns]
    cells.append(_number(counts[track.pk, None]))
    total = sum(count for (key, _), count in counts.items() if key == track.pk)
    return {"track": track, "cells": cells, "total": total}


def _number(count: int, **choice: str) -> MatrixCell:
    if not count:
        return MatrixCell("")
    return MatrixCell(str(count), f"{reverse('portal:meetings')}?{urlencode(choice)}" if choice else "")


@rendered_once
@filters.page
def ranks(request: HttpRequest) -> HttpResponse:
    """Who headed which delegation at which rank, one row a meeting; the rank is read from the office that is stated."""
    viewer = asking.viewer(request)
    track = filters.choice(request, "track", lambda: {row.slug for row in queries.visible_tracks(viewer=viewer)})
    teams: dict[int, list[Delegation]] = {}
    for team in queries.visible_delegations(viewer=PUBLIC):
        teams.setdefault(team.meeting_id, []).append(team)
    met = sorted(
        {team.meeting for each in teams.values() for team in each},
        key=lambda row: (str(row.on or ""), row.slug),
        reverse=True,
    )
    tracks = {row.track.slug: words.track_name(row.track) for row in sorted(met, key=lambda row: row.track.order)}
    shown = [row for row in met if not track or row.track.slug == track]
    columns = [party for party in parties.visible_parties(viewer=viewer).prefetch_related(None) if _came(party, teams)]
    return render(
        request,
        "portal/ranks.html",
        {
            "title": gettext("Ranks"),
            "lede": gettext(
                "Who came to which meeting, and at which rank. Each party leads to the meetings that it attended."
            ),
            "track_options": filters.options(list(tracks.items()), track),
            "is_filtered": bool(track),
            "left_out": fiction.left_out(lambda: queries.visible_meetings(viewer=viewer)),
            "columns": [{"party": party, "total": _attended(party, shown, teams, track)} for party in columns],
            "rows": [{"meeting": row, "cells": [_rank(party, teams[row.pk]) for party in columns]} for row in shown],
        },
    )


def _came(party: Party, teams: dict[int, list[Delegation]]) -> bool:
    return any(team.party_id == party.pk for each in teams.values() for team in each)


def _attended(party: Party, shown: Sequence[Meeting], teams: dict[int, list[Delegation]], track: str | None) -> MatrixCell:
    count = sum(any(team.party_id == party.pk for team in teams[row.pk]) for row in shown)
    return _number(count, **({"track": track} if track else {}), party=party.slug)


def _rank(party: Party, teams: Sequence[Delegation]) -> MatrixCell:
    team = next((each for each in teams if each.party_id == party.pk), None)
    if team is None:
        return MatrixCell("")
    href = reverse("portal:person", args=[team.head.slug]) if team.head else ""
    note = "" if team.standing == Standing.PARTICIPANT else str(Standing(team.standing).label)
    return MatrixCell(str(Rank(rules.rank_of(team.office)).label), href, team.office or "", note)
