"""What is due, what lapsed, what waits for a next agenda, and days that would do for the next round, with their reasons."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from nemawashi.access import clock
from nemawashi.access.requests import Request
from nemawashi.access.viewers import Viewer
from nemawashi.kit import workdays
from nemawashi.kit.dates import ImpreciseDate, span_in_words
from nemawashi.meetings import possible, queries, rules
from nemawashi.meetings.models import AgendaItem, HostingOffer, Meeting, Track
from nemawashi.meetings.queries import Postponement
from nemawashi.meetings.rules import BusyDays, DueDate, HostTurn, Lapse, ObstacleDay, RoundLeg, RoundProposal
from nemawashi.meetings.terms import Against, MeetingState, OfferState, Phase
from nemawashi.parties import queries as parties

LOOKED_BACK = 2 * 366  # days of the calendar that lie behind
LONGEST_MEETING = 5  # days; a longer one that is on record says nothing of the next
NEAR = 90  # days; a meeting farther away says nothing of a day
MOST_NAMED = 4  # holidays that a proposal names


@dataclass(frozen=True)
class TrackTurn:
    """A track with what its cadence says of it, as of today."""

    track: Track
    due: DueDate | None
    is_late: bool
    lapses: Sequence[Lapse]
    backlog: Sequence[AgendaItem]


@dataclass(frozen=True)
class CalendarLine:
    """A meeting, or a turn at which nothing was held (then there is no ``meeting``), in the calendar."""

    on: ImpreciseDate | None
    track: Track
    phase: Phase
    meeting: Meeting | None = None
    moved: Postponement | None = None


@dataclass(frozen=True)
class ShownLeg:
    track: Track
    days: str
    plan: str  # the address of the form, filled in; empty for those who do not plan


@dataclass(frozen=True)
class ShownProposal:
    legs: Sequence[ShownLeg]
    reasons: Sequence[str]


def _language() -> str:
    return (get_language() or "en")[:2]


def _in_words(start: dt.date, end: dt.date) -> str:
    first, last = ImpreciseDate(start.year, start.month, start.day), ImpreciseDate(end.year, end.month, end.day)
    return span_in_words(first, last if end != start else None, _language())


def track_turns(
    tracks: Sequence[Track], met: Mapping[int, Sequence[Meeting]], backlog: Iterable[AgendaItem], *, today: dt.date
) -> list[TrackTurn]:
    """The tracks that have a cadence or something that waits, in their order."""
    waiting: dict[int, list[AgendaItem]] = {}
    for item in backlog:
        waiting.setdefault(item.meeting.track_id, []).append(item)
    rows = []
    for track in tracks:
        rows_met = met.get(track.pk, [])
        held = [row.on for row in rows_met if row.state == MeetingState.HELD]
        due = rules.due(queries.known_days(rows_met, today=today), cadence=track.cadence_months, today=today)
        lapsed = rules.lapses(held, cadence=track.cadence_months, today=today)
        late = due is not None and due.by.latest < today
        rows.append(TrackTurn(track, due, late, lapsed, waiting.get(track.pk, [])))
    return [row for row in rows if row.due or row.backlog]


def _calendar(turns: Sequence[TrackTurn], met: Sequence[Meeting], *, viewer: Viewer, today: dt.date) -> list[CalendarLine]:
    since = today - dt.timedelta(days=LOOKED_BACK)
    shown = [row for row in met if row.on is None or row.on.latest >= since]
    shown = [row for row in shown if row.on or row.state not in (MeetingState.HELD, MeetingState.LAPSED)]
    moved = queries.postponements([row for row in shown if row.state != MeetingState.HELD], viewer=viewer)
    lines = [
        CalendarLine(row.on, row.track, rules.phase_of(row.state, row.start_on), row, moved.get(row.ref)) for row in shown
    ]
    lines += [
        CalendarLine(lapse.due, turn.track, Phase.LAPSED)
        for turn in turns
        for lapse in turn.lapses
        if lapse.due.latest >= since
    ]
    return sorted(lines, key=lambda line: (line.on is None, str(line.on or ""), line.track.order))


def levels(top: Track, tracks: Sequence[Track]) -> list[Track]:
    """The track with the formal ones of a cadence that prepare it, the lowest first; of two, the one that stands first."""
    chain = [top]
    while True:
        below = [row for row in tracks if row.feeds_into_id == chain[0].pk and row.is_formal and row.cadence_months]
        if not below or below[0] in chain:
            return chain
        chain.insert(0, below[0])


def _length(met: Iterable[Meeting]) -> int:
    """How many days the latest meeting took of which both days are known; one where none is."""
    held = [row for row in met if row.state == MeetingState.HELD and row.start_on and row.end_on and row.end_on.day]
    latest = max(held, key=lambda row: str(row.start_on), default=None)
    if latest is None or latest.start_on is None or latest.end_on is None:
        return 1
    return min(max((latest.end_on.earliest - latest.start_on.earliest).days + 1, 1), LONGEST_MEETING)


def _busy(met: Iterable[Meeting], today: dt.date) -> list[BusyDays]:
    rows = [row for row in met if row.state in rules.NOT_OVER_YET and row.start_on and row.start_on.day]
    days = [(str(row), row.start_on, row.end_on or row.start_on) for row in rows]
    known = [BusyDays(name, start.earliest, end.latest) for name, start, end in days if start and end]
    return [each for each in known if each.end >= today]


def _language_of_holidays() -> str:
    return {"ru": "ru", "ja": "ja"}.get(_language(), "en_US")


def _proposed(
    levels: Sequence[Track], turn: TrackTurn, met: Mapping[int, Sequence[Meeting]], today: dt.date
) -> list[RoundProposal]:
    where, language = parties.capitals(), _language_of_holidays()

    def off(day: dt.date) -> list[tuple[str, str]]:
        named = [(each.code, workdays.day_off(each, day, language=language)) for each in where]
        return [(code, name) for code, name in named if name is not None]

    lead = parties.forum().meeting_rules.lead_days
    not_before = today + dt.timedelta(days=rules.DEFAULT_LEAD if lead is None else lead)
    wanted = max(turn.due.by.earliest, not_before) if turn.due else not_before
    return rules.proposals(
        [(track.slug, _length(met.get(track.pk, []))) for track in levels],
        wanted_from=wanted,
        not_before=not_before,
        off=off,
        busy=_busy([row for rows in met.values() for row in rows], today),
    )


def host_turns(levels: Sequence[Track], *, viewer: Viewer, today: dt.date) -> list[HostTurn]:
    """Whose turn it is to host a round of these levels, by the forum's rule."""
    said = parties.forum().meeting_rules
    named = {each.slug: each.names.get("en", each.slug) for each in parties.forum().table}
    return rules.turns(said.hosting, named, queries.hosted(levels, viewer=viewer), fixed=said.host, today=today)


def _reasons(row: RoundProposal, turn: TrackTurn, host: str, tracks: Mapping[str, Track]) -> list[str]:
    words = []
    if turn.due:
        by, last = turn.due.by.in_words(_language()), turn.due.last.in_words(_language())
        months = {"n": turn.due.months, "by": by, "last": last}
        sentence = ngettext(
            "Due by %(by)s: %(n)s month after %(last)s.", "Due by %(by)s: %(n)s months after %(last)s.", turn.due.months
        )
        words.append(sentence % months)
    for leg, above in zip(row.legs, row.legs[1:], strict=False):
        words.append(_before(leg, tracks[above.track]))
    count = len(parties.capitals())
    words.append(
        ngettext("All days are working days in %(n)s capital.", "All days are working days in %(n)s capitals.", count)
        % {"n": count}
    )
    if row.nearest and row.nearest[1] <= NEAR:
        title, days = row.nearest
        words.append(
            ngettext(
                "%(n)s day from the nearest known meeting: %(title)s.",
                "%(n)s days from the nearest known meeting: %(title)s.",
                days,
            )
            % {"n": days, "title": title}
        )
    if host:
        words.append(host)
    return words + _passed(row.passed)


def _before(leg: RoundLeg, above: Track) -> str:
    sentence = ngettext(
        "Before %(track)s by %(n)s day, so that capitals read what was prepared.",
        "Before %(track)s by %(n)s days, so that capitals read what was prepared.",
        leg.before,
    )
    return sentence % {"track": above, "n": leg.before}


def _confirmed(offer: HostingOffer) -> str:
    return _("Host: %(party)s, whose offer was confirmed.") % {"party": offer.party}


def _why_host(turn: HostTurn) -> str:
    name = next((str(each) for each in parties.forum().table if each.slug == turn.party), turn.party)
    if turn.last is None:
        return _("Host in turn: %(party)s, which has not hosted yet.") % {"party": name}
    last = _in_words(turn.last, turn.last)
    return _("Host in turn: %(party)s, which hosted last on %(last)s.") % {"party": name, "last": last}


def _passed(rows: Sequence[ObstacleDay]) -> list[str]:
    """Holidays and meetings that spoke against earlier days; weekends are not told."""
    days: dict[str, dt.date] = {}
    for row in rows:
        if row.why != Against.REST:
            days.setdefault(f"{row.name} ({row.who})" if row.who else row.name, row.day)
    if not days:
        return []
    named = [f"{_in_words(day, day)}: {name}" for name, day in list(days.items())[:MOST_NAMED]]
    return [_("Passed over before: %(days)s.") % {"days": "; ".join(named)}]


@login_required
def schedule(request: Request) -> HttpResponse:
    """For those who prepare meetings; the public reads what lapsed and what is due on the pages of the tracks."""
    viewer = request.viewer
    if not viewer.sees_dialogue:
        raise Http404
    today = clock.today()
    tracks = list(queries.visible_tracks(viewer=viewer))
    rows = list(queries.visible_meetings(viewer=viewer))
    met: dict[int, list[Meeting]] = {}
    for row in rows:
        met.setdefault(row.track_id, []).append(row)
    turns = track_turns(tracks, met, queries.backlog(viewer=viewer), today=today)
    choices = [turn for turn in turns if turn.due]
    asked = request.GET.get("track")
    chosen = next((turn for turn in choices if turn.track.slug == asked), next(iter(choices), None))
    context = {
        "title": _("Schedule"),
        "turns": turns,
        "choices": choices,
        "chosen": chosen,
        "proposals": _shown(chosen, tracks, met, viewer=viewer, today=today) if chosen else [],
        "calendar": _calendar(turns, rows, viewer=viewer, today=today),
    }
    return render(request, "desk/schedule.html", context)


def _shown(
    turn: TrackTurn, tracks: Sequence[Track], met: Mapping[int, Sequence[Meeting]], *, viewer: Viewer, today: dt.date
) -> list[ShownProposal]:
    chain = levels(turn.track, tracks)
    named = {track.slug: track for track in chain}
    host = next(iter(host_turns(chain, viewer=viewer, today=today)), None)
    confirmed = queries.visible_offers(viewer=viewer).filter(track__in=chain, state=OfferState.CONFIRMED).first()
    slug = confirmed.party.slug if confirmed else host.party if host else ""
    why = _confirmed(confirmed) if confirmed else _why_host(host) if host else ""
    return [
        ShownProposal(
            [
                ShownLeg(named[leg.track], _in_words(leg.start, leg.end), _plan(leg, named[leg.track], slug, viewer))
                for leg in row.legs
            ],
            _reasons(row, turn, why, named),
        )
        for row in _proposed(chain, turn, met, today)
    ]


def _plan(leg: RoundLeg, track: Track, host: str, viewer: Viewer) -> str:
    if not possible.on_track(track, viewer=viewer):
        return ""
    keys = {party.slug: party.pk for party in parties.participants()} if host else {}
    asked = {"start": leg.start.isoformat(), "end": leg.end.isoformat(), "host": keys.get(host, "")}
    return f"{reverse('desk:act', args=['plan_meeting', track.slug])}?{urlencode(asked)}"
