"""Tracks, meetings and recommendations from the record's files and back."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from nemawashi.meetings.models import AgendaItem, Delegation, Meeting, Recommendation, Track
from nemawashi.meetings.terms import ItemState, MeetingState
from nemawashi.parties import queries as party_queries
from nemawashi.parties.models import Dialogue, Party, Person
from nemawashi.sources.record import FileRow, Footing, Load, filled_row, keys, write
from nemawashi.sources.terms import TieKind


def load_tracks(rows: Sequence[FileRow], load: Load) -> None:
    home = keys(Dialogue)[party_queries.forum_as_recorded().slug]
    for row in rows:
        load.cite(f"track/{row.key}", row.data["sources"])
    tracks = write(Track, (_track(row, home) for row in rows))
    for row in rows:
        if upper := row.data.get("feeds_into"):
            Track.objects.filter(slug=row.key).update(feeds_into=tracks[upper])


def _track(row: FileRow, dialogue: int) -> Track:
    return Track(
        slug=row.key,
        dialogue_id=dialogue,
        name=row.data["name"],
        names=row.data["names"],
        level=row.data["level"],
        is_formal=row.data["formal"],
        cadence_months=row.data.get("cadence_months"),
        first_meeting=row.data.get("first_meeting"),
        idea_first_on=row.data.get("idea_first_recorded"),
        numbering_note=row.data.get("numbering_note"),
        status=row.data.get("status"),
        order=row.order,
    )


def track_row(track: Track, footing: Footing) -> dict[str, Any]:
    return filled_row(
        id=track.slug,
        name=track.name,
        names=track.names,
        level=track.level,
        formal=track.is_formal,
        feeds_into=track.feeds_into.slug if track.feeds_into else None,
        cadence_months=track.cadence_months,
        first_meeting=track.first_meeting,
        idea_first_recorded=track.idea_first_on,
        numbering_note=track.numbering_note,
        status=track.status,
        sources=footing.sources(track.ref),
    )


def load_meetings(rows: Sequence[FileRow], load: Load) -> None:
    """Meetings with their delegations and agendas. All are public: a source tells of each, also of planned ones."""
    tracks, parties, people = keys(Track), keys(Party), keys(Person)
    for row in rows:
        load.cite(f"meeting/{row.key}", row.data["sources"])
        load.tie(f"meeting/{row.key}", TieKind.OUTCOME, row.data.get("outcomes") or [])
    meetings = write(Meeting, (_meeting(row, tracks, parties, people) for row in rows))
    slugs = [row.key for row in rows]
    Delegation.objects.filter(meeting__slug__in=slugs).delete()
    Delegation.objects.bulk_create(
        Delegation(
            meeting_id=meetings[row.key],
            party_id=parties[part["party"]],
            head_id=people[part["head"]] if part.get("head") else None,
            office=part.get("office"),
            standing=part["status"],
            order=order,
        )
        for row in rows
        for order, part in enumerate(row.data.get("delegations") or [])
    )
    _load_agendas(rows, meetings)


def _load_agendas(rows: Sequence[FileRow], meetings: Mapping[str, int]) -> None:
    items = [
        AgendaItem(
            slug=f"{row.key}-{number}",
            meeting_id=meetings[row.key],
            number=number,
            title=title,
            state=ItemState.PROPOSED if row.data.get("status") == MeetingState.PLANNED else ItemState.ADOPTED,
        )
        for row in rows
        for number, title in enumerate(row.data.get("agenda") or [], 1)
    ]
    named = [item.slug for item in items]
    AgendaItem.objects.filter(meeting__slug__in=[row.key for row in rows]).exclude(slug__in=named).delete()
    write(AgendaItem, items)


def _meeting(row: FileRow, tracks: Mapping[str, int], parties: Mapping[str, int], people: Mapping[str, int]) -> Meeting:
    data = row.data
    country, host, chair = data.get("country"), data.get("host"), data.get("chair")
    return Meeting(
        slug=row.key,
        track_id=tracks[data["track"]],
        ordinal=data.get("ordinal"),
        state=data.get("status") or MeetingState.HELD,
        start_on=data["dates"].get("start"),
        end_on=data["dates"].get("end"),
        about_on=data.get("month") or data.get("year"),
        opens_at=dt.time.fromisoformat(data["opens"]) if data.get("opens") else None,
        zone=data.get("zone") or "",
        city=data.get("city"),
        country_id=parties.get(country or ""),
        country_name=None if country in parties else country,
        venue=data.get("venue"),
        mode=data.get("mode"),
        host_id=parties[host] if host else None,
        chair_id=people[chair] if chair else None,
        theme=data.get("theme"),
        participants_note=data.get("participants"),
        organisers=data.get("organisers") or [],
        duration_minutes=data.get("duration_minutes"),
        note=data.get("note"),
        is_published=True,
        order=row.order,
    )


def meeting_row(meeting: Meeting, footing: Footing) -> dict[str, Any]:
    """Needs ``track``, ``country``, ``host``, ``chair``, ``delegations`` and ``agenda_items`` fetched with it."""
    about = meeting.about_on
    return filled_row(
        id=meeting.slug,
        track=meeting.track.slug,
        ordinal=meeting.ordinal,
        dates=filled_row(start=meeting.start_on, end=meeting.end_on),
        month=about if about and about.month else None,
        year=about if about and not about.month else None,
        opens=f"{meeting.opens_at:%H:%M}" if meeting.opens_at else None,
        zone=meeting.zone or None,
        city=meeting.city,
        country=meeting.country.slug if meeting.country else meeting.country_name,
        venue=meeting.venue,
        mode=meeting.mode,
        host=meeting.host.slug if meeting.host else None,
        chair=meeting.chair.slug if meeting.chair else None,
        theme=meeting.theme,
        participants=meeting.participants_note,
        organisers=meeting.organisers or None,
        delegations=[
            filled_row(
                party=part.party.slug,
                head=part.head.slug if part.head else None,
                office=part.office,
                status=part.standing,
            )
            for part in sorted(meeting.delegations.all(), key=lambda part: part.order)
        ],
        agenda=[item.title for item in sorted(meeting.agenda_items.all(), key=lambda item: item.number)],
        outcomes=footing.ids(meeting.ref, TieKind.OUTCOME),
        status=None if meeting.state == MeetingState.HELD else meeting.state,
        duration_minutes=meeting.duration_minutes,
        note=meeting.note,
        sources=footing.sources(meeting.ref),
    )


def load_recommendations(rows: Sequence[FileRow], load: Load) -> None:
    meetings = keys(Meeting)
    for row in rows:
        load.cite(f"recommendation/{row.key}", row.data["sources"])
        load.tie(f"recommendation/{row.key}", TieKind.SURFACED_IN, row.data.get("surfaced_in") or [])
    write(
        Recommendation,
        (
            Recommendation(
                slug=row.key,
                made_at_id=meetings[row.data["made_at"]] if row.data.get("made_at") else None,
                document_ref=load.refs[row.data["document"]] if row.data.get("document") else None,
                made_on=row.data.get("date"),
                area=row.data.get("area") or "",
                words=row.data["text"],
                link=row.data["link"],
                evidence=row.data.get("evidence"),
                note=row.data.get("note"),
                order=row.order,
            )
            for row in rows
        ),
    )


def recommendation_row(recommendation: Recommendation, footing: Footing) -> dict[str, Any]:
    """Needs ``made_at`` fetched with it."""
    document = recommendation.document_ref
    return filled_row(
        id=recommendation.slug,
        made_at=recommendation.made_at.slug if recommendation.made_at else None,
        document=document.partition("/")[2] if document else None,
        date=recommendation.made_on,
        area=recommendation.area or None,
        text=recommendation.words,
        surfaced_in=footing.ids(recommendation.ref, TieKind.SURFACED_IN),
        link=recommendation.link,
        evidence=recommendation.evidence,
        note=recommendation.note,
        sources=footing.sources(recommendation.ref),
    )
