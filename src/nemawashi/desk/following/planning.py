"""The time plan of a meeting and the annotations of its agenda: forms of the acts, and how a plan is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from nemawashi.access.rules import Possible
from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting import finding, pages
from nemawashi.desk.acting.forms import Blank, LineField, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import acts, possible, queries, rules
from nemawashi.meetings.models import AgendaItem, Meeting, MeetingSession
from nemawashi.meetings.queries import PlannedSession
from nemawashi.meetings.rules import SessionSpan
from nemawashi.parties.models import Party


def _hour(label: Any, help_text: Any = "") -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, help_text=help_text, widget=widget)


def day_label(meeting: Meeting, day: int) -> str:
    """A day of the meeting by its number, with its date where that is known."""
    on = ImpreciseDate.parse(rules.session_day(meeting.start_on, day))
    numbered = _("Day %(n)s") % {"n": day}
    return f"{numbered}, {on.in_words(get_language() or 'en')}" if on else numbered


class PlanSession(Blank):
    day = forms.TypedChoiceField(label=__("Day of the meeting"), coerce=int)
    starts = _hour(__("Begins at"), __("On the clocks of the venue, such as 09:30."))
    ends = _hour(__("Ends at"))
    title = LineField(label=__("Title"), required=False)
    is_closed = forms.BooleanField(
        label=__("Closed: for the delegations alone"),
        required=False,
        help_text=__("The public reads that it took place, and not what the agenda says of its items."),
    )

    @property
    def its_meeting(self) -> Meeting:
        row: Meeting = self.subject.meeting if isinstance(self.subject, MeetingSession) else self.subject
        return row

    def prepare(self) -> None:
        meeting = self.its_meeting
        last = rules.days_of(meeting.start_on, meeting.end_on) or rules.MOST_DAYS
        field: Any = self.fields["day"]
        field.choices = [(day, day_label(meeting, day)) for day in range(1, last + 1)]

    def words_for_act(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        span = SessionSpan(cleaned["day"], cleaned["starts"], cleaned["ends"])
        return {"span": span, "title": cleaned["title"], "is_closed": cleaned["is_closed"]}


offer(
    acts.plan_session,
    label=__("Plan a session"),
    on=finding.meeting,
    form=PlanSession,
    leads_to=pages.agenda,
    sees_version=False,
)


class EditSession(PlanSession):
    def first_words(self) -> dict[str, Any]:
        row = self.subject
        return {name: getattr(row, name) for name in ("day", "starts", "ends", "title", "is_closed")}


offer(
    acts.edit_session,
    label=__("Change the session"),
    on=finding.meeting_session,
    form=EditSession,
    leads_to=pages.agenda,
)
offer(
    acts.remove_session,
    label=__("Take out of the plan"),
    on=finding.meeting_session,
    leads_to=pages.agenda,
    for_good=__("The session goes; its items stay on the agenda without an hour."),
)


class Annotate(Blank):
    annotation = Words(
        label=__("What the item is about"),
        rows=6,
        longest=4000,
        required=False,
        help_text=__("Delegations read it at once; the public once the agenda is adopted."),
    )
    session = forms.ModelChoiceField(MeetingSession.objects.none(), label=__("Session"), required=False)
    introduced_by = forms.ModelChoiceField(Party.objects.none(), label=__("Introduced by"), required=False)

    def prepare(self) -> None:
        meeting = self.subject.meeting
        sessions: Any = self.fields["session"]
        sessions.queryset = meeting.sessions.all()
        sessions.label_from_instance = lambda row: f"{day_label(meeting, row.day)}, {row.starts:%H:%M} {row.title}".strip()
        introducing: Any = self.fields["introduced_by"]
        introducing.queryset = Party.objects.filter(pk__in=meeting.invitations.values("party"))
        if meeting.agenda_adopted_at:  # its words stand
            del self.fields["annotation"]

    def first_words(self) -> dict[str, Any]:
        row = self.subject
        return {"annotation": row.annotation, "session": row.session_id, "introduced_by": row.introduced_by_id}

    def words_for_act(self) -> dict[str, Any]:
        return {"annotation": self.subject.annotation, **self.cleaned_data}


offer(
    acts.annotate_agenda_item,
    label=__("Annotate"),
    on=finding.agenda_item,
    form=Annotate,
    leads_to=pages.agenda,
)


@dataclass(frozen=True)
class ShownPlan:
    """Sessions with what may be done to each, and the items that have none; ``zone``: on whose clocks they are."""

    sessions: Sequence[tuple[PlannedSession, str, Sequence[Possible]]]
    unplaced: Sequence[AgendaItem]
    zone: str
    offered: Sequence[Possible]


def shown_plan(meeting: Meeting, items: Sequence[AgendaItem], *, viewer: Viewer) -> ShownPlan:
    zone = possible.zone_of(meeting)
    plan, unplaced = queries.time_plan(meeting, items, zone=zone, viewer=viewer)
    sessions = [
        (each, day_label(meeting, each.session.day), possible.on_session(each.session, viewer=viewer)) for each in plan
    ]
    return ShownPlan(sessions, unplaced, zone, possible.on_time_plan(meeting, viewer=viewer))
