"""Which entries an act on a row may change: the row's own, and those that repeat something of it."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from nemawashi.assistance.models import Undertaking
from nemawashi.commitments.models import Commitment
from nemawashi.meetings.models import AgendaItem, Decision, Meeting, MeetingPaper, Recommendation, Track
from nemawashi.parties.models import Dialogue, Party
from nemawashi.search.terms import Noun
from nemawashi.sources.models import Claim, Source
from nemawashi.texts.models import Clause, Position, Silence, Text
from nemawashi.texts.terms import Outcome

Around = Mapping[Noun, Collection[str]]


def _of_meeting(row: Meeting) -> Around:
    return {
        Noun.MEETING: {row.slug},
        Noun.AGENDA_ITEM: set(AgendaItem.objects.filter(meeting=row).values_list("slug", flat=True)),
        Noun.DECISION: {str(pk) for pk in Decision.objects.filter(meeting=row).values_list("pk", flat=True)},
        Noun.RECOMMENDATION: set(Recommendation.objects.filter(made_at=row).values_list("slug", flat=True)),
        Noun.TEXT: set(Text.objects.filter(meeting=row).values_list("slug", flat=True)),
        Noun.PAPER: {str(pk) for pk in MeetingPaper.objects.filter(meeting=row).values_list("pk", flat=True)},
    }


def _of_paper(row: MeetingPaper) -> Around:
    """With those that follow it: they are released with it."""
    return {Noun.PAPER: {str(row.pk), *map(str, row.sequels.values_list("pk", flat=True))}}


def _of_text(row: Text) -> Around:
    decisions = Decision.objects.filter(object_ref=row.ref).values_list("pk", flat=True)
    return {
        Noun.TEXT: {row.slug},
        Noun.CLAUSE: {str(pk) for pk in Clause.objects.filter(text=row).values_list("pk", flat=True)},
        Noun.POSITION: {str(pk) for pk in Position.objects.filter(clause__text=row).values_list("pk", flat=True)},
        Noun.COMMITMENT: set(Commitment.objects.filter(text=row).values_list("slug", flat=True)),
        Noun.DECISION: {str(pk) for pk in decisions},
    }


def _of_clause(row: Clause) -> Around:
    """Positions on this clause alone, but every clause of the text: an accepted position may have made a new one."""
    return {
        Noun.CLAUSE: {str(pk) for pk in Clause.objects.filter(text=row.text_id).values_list("pk", flat=True)},
        Noun.POSITION: {str(pk) for pk in Position.objects.filter(clause=row).values_list("pk", flat=True)},
    }


def _of_position(row: Position) -> Around:
    """Itself alone while it lives: nobody else's words change with it, and there may be hundreds on a clause."""
    return {Noun.POSITION: {str(row.pk)}} if row.outcome == Outcome.LIVE else _of_clause(row.clause)


def _of_item(row: AgendaItem) -> Around:
    return _of_meeting(row.meeting)


def _of_track(row: Track) -> Around:
    return {Noun.MEETING: set(Meeting.objects.filter(track=row).values_list("slug", flat=True))}


def _of_recommendation(row: Recommendation) -> Around:
    items = AgendaItem.objects.filter(uptakes__recommendation=row).values_list("slug", flat=True)
    return {Noun.RECOMMENDATION: {row.slug}, Noun.AGENDA_ITEM: set(items)}


def _of_commitment(row: Commitment) -> Around:
    items = AgendaItem.objects.filter(carried_commitment__commitment=row).values_list("slug", flat=True)
    return {Noun.COMMITMENT: {row.slug}, Noun.AGENDA_ITEM: set(items)}


_READ: dict[type, Callable[[Any], Around]] = {
    Meeting: _of_meeting,
    MeetingPaper: _of_paper,
    AgendaItem: _of_item,
    Track: _of_track,
    Recommendation: _of_recommendation,
    Text: _of_text,
    Clause: _of_clause,
    Position: _of_position,
    Silence: lambda row: _of_text(row.text),
    Commitment: _of_commitment,
    Undertaking: lambda row: {Noun.ASSISTANCE: {row.slug}},
    Party: lambda row: {Noun.ASSISTANCE: set(Undertaking.objects.filter(donor=row).values_list("slug", flat=True))},
    Source: lambda row: {Noun.SOURCE: {row.slug}},
    Claim: lambda row: {Noun.CLAIM: {row.slug}},
    Dialogue: lambda row: {Noun.CLAIM: set(Claim.objects.values_list("slug", flat=True))},  # an import of claims
}


def rows_around(subject: Any) -> Callable[[], Around] | None:
    """How to find the rows; asked after the commit, when all that the act wrote is there. None: nothing is indexed."""
    read = _READ.get(type(subject))
    if read is None:
        return None
    return lambda: {noun: keys for noun, keys in read(subject).items() if keys}
