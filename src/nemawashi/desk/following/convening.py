"""Acts that prepare and hold meetings: recommendations, planning, agendas."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nemawashi.desk.acting import finding, pages
from nemawashi.desk.acting.forms import Blank, DateField, LineField, Why, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.meetings import acts
from nemawashi.meetings import queries as meetings
from nemawashi.meetings.models import Meeting
from nemawashi.parties.models import Party, Pillar


class Recommend(Blank):
    words = Words(label=_("Recommendation"))
    addressees = LineField(label=_("Addressees"), required=False)
    pillar = forms.ModelChoiceField(Pillar.objects.all(), label=_("Pillar"), required=False)


offer(
    acts.record_recommendation,
    label=_("Record a recommendation"),
    on=finding.meeting,
    form=Recommend,
    leads_to=pages.recommendation,
    sees_version=False,
    shows_new=True,
)


class TakeUp(Blank):
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("Meeting"))
    title = Words(
        label=_("Words of the agenda item"),
        rows=2,
        longest=500,
        required=False,
        help_text=_("Empty: those of the recommendation."),
    )

    def prepare(self) -> None:
        self.fields["meeting"].queryset = meetings.meetings_ahead(viewer=self.viewer).filter(agenda_adopted_at=None)  # type: ignore[attr-defined]


offer(
    acts.take_up_recommendation,
    label=_("Take up on an agenda"),
    on=finding.recommendation,
    form=TakeUp,
    leads_to=pages.agenda,
    sees_version=False,
)


class PlanMeeting(Blank):
    city = LineField(label=_("City"), longest=120)
    host = forms.ModelChoiceField(Party.objects.all(), label=_("Host"))
    start = DateField(label=_("First day"), required=False)
    end = DateField(label=_("Last day"), required=False)
    zone = LineField(
        label=_("Time zone"),
        longest=60,
        required=False,
        help_text=_("IANA name, such as Europe/Vienna. Empty: the host's."),
    )
    opens_at = forms.TimeField(
        label=_("Opens at"),
        required=False,
        help_text=_("On the clocks of that zone, such as 10:00. Empty while it is not known."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    theme = LineField(label=_("Theme"), required=False)

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        if zone and zone not in available_timezones():
            raise ValidationError(_("There is no such time zone; use a name such as Europe/Vienna."))
        return zone


offer(
    acts.plan_meeting,
    label=_("Plan a meeting"),
    on=finding.track,
    form=PlanMeeting,
    leads_to=pages.meeting,
    sees_version=False,
)


class Announce(Blank):
    to = forms.ChoiceField(
        label=_("Whom it is announced to"),
        choices=[("all", _("The public and the delegations")), ("delegations", _("The delegations alone"))],
        widget=forms.RadioSelect,
        initial="all",
        help_text=_("Page, calendar and feeds show it to everybody, or to those who are invited."),
    )

    def words_for_act(self) -> dict[str, Any]:
        return {"is_public": self.cleaned_data["to"] == "all"}


offer(
    acts.announce_meeting,
    label=_("Announce"),
    on=finding.meeting,
    form=Announce,
    leads_to=pages.meeting,
    is_main=True,
    for_good=_("All parties are invited. What was announced to the public stays public, also when it is postponed."),
)


class Postpone(Why):
    start = DateField(label=_("New first day"), required=False, help_text=_("Empty while it is not known."))
    end = DateField(label=_("New last day"), required=False)


offer(
    acts.postpone_meeting,
    label=_("Postpone"),
    on=finding.meeting,
    form=Postpone,
    leads_to=pages.meeting,
)
offer(
    acts.cancel_meeting,
    label=_("Cancel"),
    on=finding.meeting,
    form=Why,
    leads_to=pages.meeting,
    is_grave=True,
    asks_again=True,
    for_good=_("The meeting is cancelled for good; another one can be planned."),
)
offer(
    acts.open_meeting,
    label=_("Open the meeting"),
    on=finding.meeting,
    leads_to=pages.meeting,
    is_main=True,
    for_good=_("From now on the meeting is in session: its agenda and its texts can be adopted."),
)


class Present(Blank):
    names = Words(label=_("Who speaks for the delegation"), rows=2, longest=2000, help_text=_("Names and offices."))

    def first_words(self) -> dict[str, Any]:
        row = self.subject.attendance.filter(party_id=self.viewer.party_id).first()
        return {"names": row.names} if row else {}


offer(
    acts.confirm_presence,
    label=_("Confirm our presence"),
    on=finding.meeting,
    form=Present,
    leads_to=pages.meeting,
    sees_version=False,
    is_main=True,
)


class TakeAttendance(Blank):
    """One box for each invited party that has not confirmed its presence itself; an empty one says nothing of it."""

    def prepare(self) -> None:
        rows = {row.party_id: row for row in self.subject.attendance.all()}
        for invited in self.subject.invitations.select_related("party"):
            row = rows.get(invited.party_id)
            if row is None or row.confirmed_at is None:
                self.fields[f"of_{invited.party.slug}"] = Words(
                    label=str(invited.party), rows=2, longest=2000, required=False, initial=row.names if row else ""
                )

    def words_for_act(self) -> dict[str, Any]:
        names = {name.removeprefix("of_"): words for name, words in self.cleaned_data.items()}
        return {"present": {slug: words for slug, words in names.items() if words.strip()}}


offer(
    acts.take_attendance,
    label=_("Take attendance"),
    on=finding.meeting,
    form=TakeAttendance,
    leads_to=pages.meeting,
)
offer(
    acts.close_meeting,
    label=_("Close the meeting"),
    on=finding.meeting,
    leads_to=pages.meeting,
    is_main=True,
    for_good=_("From now on the meeting counts as held, and its page is public. Nothing more is adopted in it."),
)
offer(
    acts.hold_meeting,
    label=_("Record as held"),
    on=finding.meeting,
    leads_to=pages.meeting,
    is_main=True,
    for_good=_("The page of the meeting becomes public. Texts are adopted in a meeting only while it is open."),
)


class ProposeItem(Blank):
    title = Words(label=_("Agenda item"), rows=2, longest=500)
    pillar = forms.ModelChoiceField(Pillar.objects.all(), label=_("Pillar"), required=False)


offer(
    acts.propose_agenda_item,
    label=_("Propose an item"),
    on=finding.meeting,
    form=ProposeItem,
    leads_to=pages.agenda,
    sees_version=False,
    is_main=True,
)
offer(acts.defer_agenda_item, label=_("Defer"), on=finding.agenda_item, form=Why, leads_to=pages.agenda)
offer(acts.adopt_agenda, label=_("Adopt the agenda"), on=finding.meeting, leads_to=pages.agenda)
offer(
    acts.reopen_agenda,
    label=_("Make the agenda provisional again"),
    on=finding.meeting,
    form=Why,
    leads_to=pages.agenda,
)
