"""The first page: all tracks in one picture, what is next, what is overdue."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from nemawashi.access import clock, counting
from nemawashi.access.fields import undated_last
from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.assistance import queries as assistance
from nemawashi.commitments import queries as commitments
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import queries as meetings
from nemawashi.meetings.models import Meeting, Track
from nemawashi.meetings.terms import MeetingState
from nemawashi.parties import queries as parties
from nemawashi.portal import asking, fiction, figures, filters, pictures, states, words
from nemawashi.portal.meetings import UNSHOWN
from nemawashi.portal.once import rendered_once
from nemawashi.sources import queries as sources
from nemawashi.texts import queries as texts

MOST = 6


@dataclass(frozen=True, slots=True)
class TrackRow:
    track: Track
    held: int
    first: ImpreciseDate | None
    latest: ImpreciseDate | None
    gap: str


@dataclass(frozen=True, slots=True)
class Count:
    count: int
    label: str
    href: str


@rendered_once
@filters.page
def home(request: HttpRequest) -> HttpResponse:
    viewer, today, forum = asking.viewer(request), clock.today(), parties.forum()
    rows = list(
        meetings.visible_meetings(viewer=viewer)
        .select_related(None)
        .select_related("track", "host", "country")
        .defer(*UNSHOWN, "track__extra", "track__level", "track__status", "track__numbering_note")
    )
    fiction.note(request, *(row.origin for row in rows))
    tracks = sorted({row.track_id: row.track for row in rows}.values(), key=lambda track: track.order)
    promises = commitments.visible_commitments(viewer=PUBLIC)
    dated = [states.shown(row, today=today) for row in promises.filter(due_on__isnull=False)]
    return render(
        request,
        "portal/home.html",
        {
            "title": forum.headline or gettext("The dialogue, with its sources"),
            "kicker": forum.short_name,
            "lede": _lede(forum.founded),
            "timeline": figures.drawn(
                "timeline",
                (today, [(m.pk, m.version, m.state, m.track_id, m.start_on, m.end_on, m.host_id, m.city) for m in rows]),
                lambda: pictures.timeline(tracks, rows, today=today),
            ),
            "figures": _figures(rows, viewer),
            "coming": list(meetings.meetings_ahead(viewer=viewer)[:MOST]),
            "due": sorted((p for p in dated if p.is_ahead), key=lambda p: str(p.row.due_on))[:MOST],
            "overdue": sorted((p for p in dated if p.is_overdue), key=lambda p: str(p.row.due_on))[:MOST],
            "unknown": sorted((p for p in dated if p.is_unknown), key=lambda p: str(p.row.due_on))[:MOST],
            "latest": texts.visible_texts(viewer=PUBLIC)
            .order_by(undated_last("adopted_on", newest_first=True), "-order")
            .first(),
            "tracks": _tracks(tracks, rows, today),
            "left_out": fiction.left_out(
                lambda: meetings.visible_meetings(viewer=viewer),
                lambda: texts.visible_texts(viewer=PUBLIC),
                lambda: commitments.visible_commitments(viewer=PUBLIC),
                lambda: assistance.undertaking_list(viewer=viewer),
            ),
        },
    )


def _lede(since: int | None) -> str:
    what = gettext("Meetings, texts, commitments and assistance.")
    if since:
        what = gettext("Meetings, texts, commitments and assistance since %(year)s.") % {"year": since}
    how = gettext(
        "From an expert's recommendation to a promise that is kept or overdue, every step names where it is written."
    )
    return f"{what}{how}" if words.language() == "ja" else f"{what} {how}"


def _figures(rows: Sequence[Meeting], viewer: Viewer) -> list[Count]:
    held = sum(row.state == MeetingState.HELD for row in rows)
    published, promised, aided, doubted, cited = counting.counted(
        texts.visible_texts(viewer=PUBLIC),
        commitments.visible_commitments(viewer=PUBLIC),
        assistance.undertaking_list(viewer=viewer),
        sources.conflict_list(viewer=viewer),
        sources.source_list(viewer=viewer),
    )
    return [
        Count(held, ngettext("meeting held", "meetings held", held), reverse("portal:meetings")),
        Count(published, ngettext("text", "texts", published), reverse("portal:texts")),
        Count(promised, ngettext("commitment", "commitments", promised), reverse("portal:commitments")),
        Count(aided, ngettext("pledge or project", "pledges and projects", aided), reverse("portal:assistance")),
        Count(
            doubted,
            ngettext("claim in conflict", "conflicts between claims", doubted),
            reverse("portal:conflicts"),
        ),
        Count(cited, ngettext("source", "sources", cited), reverse("portal:sources")),
    ]


def _tracks(tracks: Sequence[Track], rows: Sequence[Meeting], today: dt.date) -> list[TrackRow]:
    """The picture in words, for those who read it instead of seeing it."""
    out = []
    for track in tracks:
        own = [row for row in rows if row.track_id == track.pk]
        held = [row for row in own if row.state == MeetingState.HELD]
        dates = sorted(row.on for row in held if row.on)
        if not own:
            continue
        longest = max(pictures.gaps(track, own, today=today), key=lambda gap: gap.last - gap.first, default=None)
        out.append(
            TrackRow(
                track,
                len(held),
                dates[0] if dates else None,
                dates[-1] if dates else None,
                f"{longest.label} ({longest.first.year}–{longest.last.year})" if longest else "",
            )
        )
    return out
