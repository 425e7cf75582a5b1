"""From rows of the record to figures: which gaps count, what a mark says, in the reader's language."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from nemawashi.access.terms import RowOrigin
from nemawashi.analysis.models import Concept
from nemawashi.kit.drawing import charts, timelines
from nemawashi.meetings.models import Meeting, Track
from nemawashi.meetings.terms import MeetingState
from nemawashi.portal import words

USUAL_CADENCE_MONTHS = 24


def _safe(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308 - kit.drawing.ink escapes every word it is given


def cadence_days(track: Track) -> int:
    """Half a year more than the expected cadence; where none was ever agreed, than two years."""
    return round(((track.cadence_months or USUAL_CADENCE_MONTHS) + 6) * 30.44)


def gaps(track: Track, meetings: Iterable[Meeting], *, today: date) -> list[timelines.Gap]:
    """Stretches without a meeting that are longer than the track's cadence, the last one open to today."""
    days = sorted((m.on.earliest, (m.end_on or m.on).latest) for m in meetings if m.state == MeetingState.HELD and m.on)
    if not days:
        return []
    ends = [*days, (today, today)] if track.cadence_months else days
    longest = timedelta(days=cadence_days(track))
    gaps_there = []
    for (_, end), (start, _) in pairwise(ends):
        if start - end > longest:
            gaps_there.append(timelines.Gap(end, start, words.length(end, start)))
    return gaps_there


def mark(meeting: Meeting) -> timelines.MeetingMark:
    host = meeting.host.code if meeting.host else ""
    last = meeting.end_on or meeting.on
    said = [words.meeting_title(meeting), words.days(meeting), str(meeting.get_state_display())]
    if meeting.origin != RowOrigin.RECORD:
        said.append(str(meeting.get_origin_display()))
    if meeting.host:
        said.append(gettext("host: %(party)s") % {"party": meeting.host})
    return timelines.MeetingMark(
        label=" · ".join(said),
        first=meeting.on.earliest if meeting.on else None,
        last=last.latest if last else None,
        status=meeting.state,
        href=reverse("portal:meeting", args=[meeting.slug]),
        code=host,
    )


def timeline(tracks: Sequence[Track], meetings: Sequence[Meeting], *, today: date) -> SafeString:
    """All tracks from their first meeting to today, with gaps; meetings without a date stand in the margin."""
    by_track: dict[int, list[Meeting]] = {}
    for meeting in meetings:
        by_track.setdefault(meeting.track_id, []).append(meeting)
    address = reverse("portal:meetings")
    lanes = [
        timelines.Lane(
            words.track_name(track),
            [mark(m) for m in by_track.get(track.pk, [])],
            gaps(track, by_track.get(track.pk, []), today=today),
            f"{address}?track={track.slug}",
        )
        for track in tracks
        if track.pk in by_track
    ]
    last = max([today, *(m.last for lane in lanes for m in lane.marks if m.last)])
    first = min([today, *(m.first for lane in lanes for m in lane.marks if m.first)]).replace(month=1, day=1)
    states = [s for s in MeetingState if any(m.state == s for m in meetings)]
    count = len(meetings)
    said = timelines.TimelineWords(
        title=gettext("Meetings of the Dialogue by track, %(year)s to today") % {"year": first.year},
        description=ngettext(
            "%(count)s meeting on %(lanes)s tracks; every mark is a link to its meeting.",
            "%(count)s meetings on %(lanes)s tracks; every mark is a link to its meeting.",
            count,
        )
        % {"count": count, "lanes": len(lanes)},
        today=gettext("today"),
        undated=gettext("no date"),
        gap=gettext("no meeting for longer than expected"),
        imprecise=gettext("date known roughly"),
        statuses=[(str(s), str(s.label)) for s in states],
    )
    end = date(last.year + 1, 1, 1)
    return _safe(timelines.timeline(lanes, first=first, last=end, today=today, words=said))


def life_spans(concepts: Sequence[Concept]) -> SafeString:
    """First to last use found of every concept, oldest first."""
    seen = [c for c in concepts if c.first_seen_on]
    if not seen:
        return SafeString("")
    spans = []
    for concept in sorted(seen, key=lambda c: str(c.first_seen_on)):
        first = concept.first_seen_on
        last = concept.last_seen_on or first
        assert first is not None  # noqa: S101 - filtered above
        assert last is not None  # noqa: S101
        spans.append(
            charts.LifeSpan(
                concept_name(concept),
                first.earliest,
                last.earliest if last == first else last.latest,
                reverse("portal:concept", args=[concept.slug]),
                words.span(first, last),
                "en" if concept_name(concept) == concept.name else "",
            )
        )
    first_day = min(s.first for s in spans).replace(month=1, day=1)
    last_day = max(s.last for s in spans)
    return _safe(
        charts.life_spans(
            spans,
            first=first_day,
            last=date(last_day.year + 1, 1, 1),
            title=gettext("When each concept was first and last met"),
            description=gettext("Earliest and latest use found in this record's sources, which are not whole corpora."),
        )
    )


def concept_name(concept: Concept) -> str:
    return concept.name_ja if words.language() == "ja" and concept.name_ja else concept.name


def stacked(rows: Sequence[charts.Bar], *, title: str, description: str) -> SafeString:
    return _safe(charts.stacked_bars(rows, title=title, description=description, name="pillars"))
