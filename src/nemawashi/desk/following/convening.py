"""Acts that prepare and hold meetings: recommendations, planning, agendas."""

from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nemawashi.desk.acting import finding, pages
from nemawashi.desk.acting.forms import Blank, DateField, LineField, Why, Words
from nemawashi.desk.acting.offering import Notified, offer
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
    tells=Notified.NOBODY,
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
    tells=Notified.NOBODY,
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
    tells=Notified.NOBODY,
)
offer(
    acts.announce_meeting,
    label=_("Announce"),
    on=finding.meeting,
    leads_to=pages.meeting,
    is_main=True,
    tells=Notified.NOBODY,
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
    tells=Notified.NOBODY,
)
offer(
    acts.cancel_meeting,
    label=_("Cancel"),
    on=finding.meeting,
    form=Why,
    leads_to=pages.meeting,
    is_grave=True,
    asks_again=True,
    tells=Notified.NOBODY,
)
offer(
    acts.hold_meeting,
    label=_("Record as held"),
    on=finding.meeting,
    leads_to=pages.meeting,
    is_main=True,
    tells=Notified.NOBODY,
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
    tells=Notified.NOBODY,
)
offer(
    acts.defer_agenda_item, label=_("Defer"), on=finding.agenda_item, form=Why, leads_to=pages.agenda, tells=Notified.NOBODY
)
offer(acts.adopt_agenda, label=_("Adopt the agenda"), on=finding.meeting, leads_to=pages.agenda, tells=Notified.NOBODY)
