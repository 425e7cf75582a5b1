"""Where an act leads: the address of the page that shows what it was done on, or what it made."""

from typing import Any

from django.urls import reverse

from nemawashi.analysis.models import CodingRound, ResultRun
from nemawashi.commitments.models import Commitment
from nemawashi.lineage.models import Corpus
from nemawashi.meetings.models import AgendaItem, Meeting, MeetingPaper, MeetingSession
from nemawashi.parties.models import Dialogue
from nemawashi.sources.models import Claim, Source
from nemawashi.texts.models import Clause, Text


def facts(subject: Any, done: Any) -> str:
    row = done if isinstance(done, Claim) else subject
    noun, _sep, slug = row.subject_ref.partition("/")
    return f"{reverse('portal:facts', args=[noun, slug])}#p-{row.property_name}"


def source(subject: Any, done: Any) -> str:
    row = done if isinstance(done, Source) else subject
    return reverse("portal:source", args=[row.slug]) if isinstance(row, Source) else reverse("desk:record")


def record(subject: Any, done: Any) -> str:
    return reverse("desk:record")


def remarks(subject: Any, done: Any) -> str:
    return f"{reverse('desk:record')}#remarks"


def meeting(subject: Any, done: Any) -> str:
    row = done if isinstance(done, Meeting) else subject
    return reverse("desk:meeting", args=[row.slug]) if isinstance(row, Meeting) else reverse("desk:meetings")


def papers(subject: Any, done: Any) -> str:
    """A paper that is there, or those of its meeting."""
    row = done if isinstance(done, MeetingPaper) else subject
    if isinstance(row, MeetingPaper) and row.withdrawn_at is None:
        return reverse("desk:paper_of_meeting", args=[row.meeting.slug, row.pk])
    meeting = row if isinstance(row, Meeting) else row.meeting
    return reverse("desk:papers", args=[meeting.slug])


def minutes(subject: Any, done: Any) -> str:
    return reverse("desk:minutes", args=[(subject if isinstance(subject, Meeting) else subject.meeting).slug])


def delegations(subject: Any, done: Any) -> str:
    row = subject if isinstance(subject, Meeting) else subject.meeting
    return reverse("desk:delegations", args=[row.slug])


def hosting(subject: Any, done: Any) -> str:
    return reverse("desk:hosting")


def room(subject: Any, done: Any) -> str:
    """The room at the item on which something was done."""
    if isinstance(subject, Meeting):
        return reverse("desk:room", args=[subject.slug])
    if isinstance(subject, Clause):
        meeting = subject.text.meeting
        return reverse("desk:room", args=[meeting.slug]) if meeting else reverse("desk:meetings")
    item = subject if isinstance(subject, AgendaItem) else subject.agenda_item
    return f"{reverse('desk:room', args=[item.meeting.slug])}?item={item.number}"


def agenda(subject: Any, done: Any) -> str:
    row = next(
        r for r in (getattr(done, "agenda_item", done), subject) if isinstance(r, AgendaItem | Meeting | MeetingSession)
    )
    its_meeting = row if isinstance(row, Meeting) else row.meeting
    return reverse("desk:agenda", args=[its_meeting.slug])


def text(subject: Any, done: Any) -> str:
    row = done if isinstance(done, Text) else subject
    return reverse("desk:text", args=[(row if isinstance(row, Text) else row.text).slug])


def clause(subject: Any, done: Any) -> str:
    row = subject if isinstance(subject, Clause) else subject.clause
    return reverse("desk:clause", args=[row.text.slug, row.pk])


def commitment(subject: Any, done: Any) -> str:
    row = subject if isinstance(subject, Commitment) else subject.commitment
    return reverse("desk:commitment", args=[row.slug])


def new_commitment(subject: Any, done: Any) -> str:
    """That of the commitment which an act made, or the first of several."""
    made = done[0] if isinstance(done, list) and done else done
    return reverse("desk:commitment", args=[(made if isinstance(made, Commitment) else subject).slug])


def undertaking(subject: Any, done: Any) -> str:
    return reverse("portal:undertaking", args=[done.slug])


def whole_undertaking(subject: Any, done: Any) -> str:
    """That of the package, pledge or project under which a payment or an indicator stands."""
    return reverse("portal:undertaking", args=[subject.undertaking.slug])


def activities(subject: Any, done: Any) -> str:
    return reverse("desk:activities")


def sheets(subject: Any, done: Any) -> str:
    return reverse("desk:sheets")


def sums(subject: Any, done: Any) -> str:
    return reverse("portal:sums")


def own_undertaking(subject: Any, done: Any) -> str:
    return reverse("portal:undertaking", args=[subject.slug])


def recommendation(subject: Any, done: Any) -> str:
    return reverse("portal:recommendation", args=[done.slug])


def uptakes(subject: Any, done: Any) -> str:
    return reverse("desk:uptakes")


def run(subject: Any, done: Any) -> str:
    row = done if isinstance(done, ResultRun) else subject
    return reverse("portal:run", args=[row.slug]) if isinstance(row, ResultRun) else reverse("portal:runs")


def corpus(subject: Any, done: Any) -> str:
    row = done if isinstance(done, Corpus) else subject
    return reverse("portal:corpus", args=[row.slug]) if isinstance(row, Corpus) else reverse("portal:corpora")


def coding_round(subject: Any, done: Any) -> str:
    row = done if isinstance(done, CodingRound) else subject
    return reverse("desk:round", args=[row.slug]) if isinstance(row, CodingRound) else reverse("desk:rounds")


def round_of_passage(subject: Any, done: Any) -> str:
    return f"{reverse('desk:round', args=[subject.round.slug])}#disagreements"


def dialogue(subject: Any, done: Any) -> str:
    """That of a new format, or of the one of which an event was added."""
    row = done if isinstance(done, Dialogue) else subject
    return reverse("portal:dialogue", args=[row.slug])
