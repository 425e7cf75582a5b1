"""Tracks, meetings, agendas, recommendations, decisions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.meetings import queries
from nemawashi.meetings.models import AgendaItem, Decision, Delegation, Meeting, MeetingPaper, Recommendation, Track
from nemawashi.meetings.terms import PUBLIC_STATES, Distribution, MeetingState, PaperKind
from nemawashi.parties.models import Person, Pillar
from nemawashi.search.entries import IndexRow, Teller, day, listed, sentence
from nemawashi.search.terms import Audience, Noun

ORDINALS = (
    "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip


def numbered(ordinal: int | None) -> str:
    """9 ninth, so that both ways to say the number of a meeting find it."""
    return f"{ordinal} {ORDINALS[ordinal] if ordinal < len(ORDINALS) else ''}" if ordinal else ""


def place_of(meeting: Meeting | None) -> str:
    """Track, number and place of a meeting on which something else hangs."""
    if meeting is None:
        return ""
    return sentence(*meeting.track.names.values(), meeting.track.name, numbered(meeting.ordinal), meeting.city)


def names_of(pillar: Pillar | None) -> Iterable[str]:
    return pillar.names.values() if pillar else ()


def _tracks(rows: QuerySet[Track]) -> Iterator[IndexRow]:
    for row in rows:
        yield IndexRow(
            row.ref,
            row.name,
            sentence(row.level, row.numbering_note, row.status),
            called=sentence(*row.names.values()),
            track=row.slug,
            shown=row.names,
        )


def _person(row: Person | None) -> str:
    return sentence(row.name, row.name_ja) if row else ""


def _spelt(row: Person | None) -> str:
    """A person's other spellings: they are found and not shown."""
    return sentence(row.name_ru, row.name_own) if row else ""


def _lands(row: Meeting) -> Iterator[str]:
    """Where it was and who hosted it, by name: a meeting in a capital is one in its land, whether or not it says so."""
    for party in dict.fromkeys(party for party in (row.host, row.country) if party):
        yield from party.names.values()


def _teams(rows: Iterable[Meeting]) -> dict[int, list[Delegation]]:
    """Delegations as the public may see them, so that a list that is not public yet finds nobody."""
    teams_of: dict[int, list[Delegation]] = defaultdict(list)
    teams = queries.visible_delegations(viewer=PUBLIC).filter(meeting__in=[row.pk for row in rows])
    for team in teams:
        teams_of[team.meeting_id].append(team)
    return teams_of


def _topics(rows: Iterable[Meeting]) -> dict[int, list[str]]:
    """Adopted items of the agenda; provisional ones have entries of their own, for the parties."""
    topics: dict[int, list[str]] = defaultdict(list)
    items = queries.visible_agenda_items(viewer=PUBLIC).filter(meeting__in=[row.pk for row in rows])
    for meeting, title in items.values_list("meeting_id", "title"):
        topics[meeting].append(title)
    return topics


def _meetings(rows: QuerySet[Meeting]) -> Iterator[IndexRow]:
    meetings = list(rows)
    teams, topics = _teams(meetings), _topics(meetings)
    for row in meetings:
        team = teams[row.pk]
        parties = [row.host, row.country, *(each.party for each in team)]
        state = "" if row.state in PUBLIC_STATES else MeetingState(row.state).name.lower()
        people = [_person(row.chair), *(f"{_person(each.head)} {each.office or ''}" for each in team)]
        spelt = [_spelt(each) for each in (row.chair, *(each.head for each in team))]
        yield IndexRow(
            row.ref,
            str(row),
            sentence(
                row.theme,
                *topics[row.pk],
                row.venue,
                row.note,
                row.participants_note,
                listed(row.organisers),
                *people,
            ),
            called=sentence(row.theme, *row.track.names.values(), numbered(row.ordinal)),
            around=sentence(place_of(row), row.mode, row.country_name, state, *_lands(row), *people, *spelt),
            on=row.on,
            track=row.track.slug,
            parties=tuple(dict.fromkeys(party.slug for party in parties if party)),
            host=row.host.slug if row.host else "",
            shown={"ordinal": row.ordinal, "city": row.city or ""},
        )


def _items(rows: QuerySet[AgendaItem]) -> Iterator[IndexRow]:
    for row in rows:
        yield IndexRow(
            row.ref,
            row.title,
            sentence(row.meeting, row.reason),
            around=sentence(place_of(row.meeting), *names_of(row.pillar)),
            on=row.meeting.on,
            track=row.meeting.track.slug,
            parties=(row.proposed_by.slug,) if row.proposed_by else (),
            pillar=row.pillar.slug if row.pillar else "",
            page_ref=row.meeting.ref,
        )


def _recommendations(rows: QuerySet[Recommendation]) -> Iterator[IndexRow]:
    for row in rows:
        yield IndexRow(
            row.ref,
            row.words,
            sentence(row.made_at, row.addressees, row.evidence, row.note),
            around=sentence(row.area, place_of(row.made_at), *names_of(row.pillar)),
            on=row.made_on,
            track=row.made_at.track.slug if row.made_at else "",
            pillar=row.pillar.slug if row.pillar else "",
        )


def _decisions(rows: QuerySet[Decision]) -> Iterator[IndexRow]:
    for row in rows:
        yield IndexRow(
            f"decision/{row.pk}",
            row.words,
            sentence(row.meeting, row.how),
            around=place_of(row.meeting),
            on=day(row.at),
            track=row.meeting.track.slug,
            page_ref=row.meeting.ref,
        )


SHOWN_OF_A_PAPER = 20_000  # signs in which an answer looks for what to show; the rest is found, and not shown


def _out(viewer: Viewer) -> QuerySet[MeetingPaper]:
    """Papers that are issued and not withdrawn, also of those who still read the others: none is in the index."""
    rows = queries.visible_papers(viewer=viewer).filter(issued_at__isnull=False, withdrawn_at=None)
    return rows.prefetch_related("versions")


def _papers(rows: QuerySet[MeetingPaper]) -> Iterator[IndexRow]:
    """In all their languages. What a list of participants says is in no entry: it has to be forgotten."""
    for row in rows:
        versions = sorted(row.versions.all(), key=lambda each: (each.language != "en", each.pk))
        titles = {each.language: each.title for each in versions}
        words = [] if row.kind == PaperKind.PARTICIPANTS else [each.words for each in versions]
        share = SHOWN_OF_A_PAPER // max(1, len(words))
        yield IndexRow(
            row.ref,
            versions[0].title if versions else str(row.symbol),
            sentence(row.symbol, row.meeting, *(each[:share] for each in words)),
            called=sentence(*titles.values()),
            around=sentence(PaperKind(row.kind).value, place_of(row.meeting), *(each[share:] for each in words)),
            language=versions[0].language if versions else "en",
            on=day(row.issued_at),
            track=row.meeting.track.slug,
            parties=(row.party.slug,) if row.party else (),
            shown=titles,
            page_ref=row.meeting.ref,
            closed_to=Audience.PARTICIPANTS if row.distribution == Distribution.RESTRICTED else Audience.DIALOGUE,
        )


TELLERS = (
    Teller(Noun.TRACK, lambda viewer: queries.visible_tracks(viewer=viewer), _tracks),
    Teller(Noun.MEETING, lambda viewer: queries.visible_meetings(viewer=viewer), _meetings),
    Teller(Noun.AGENDA_ITEM, lambda viewer: queries.visible_agenda_items(viewer=viewer), _items),
    Teller(Noun.RECOMMENDATION, lambda viewer: queries.visible_recommendations(viewer=viewer), _recommendations),
    Teller(Noun.DECISION, lambda viewer: queries.visible_decisions(viewer=viewer), _decisions, key="pk"),
    Teller(Noun.PAPER, _out, _papers, key="pk"),
)
