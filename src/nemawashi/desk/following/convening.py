"""Acts that prepare and hold meetings: recommendations, planning, agendas."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting import finding, pages
from nemawashi.desk.acting.forms import Blank, DateField, LineField, Why, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.meetings import acts, possible
from nemawashi.meetings import queries as meetings
from nemawashi.meetings.models import Meeting
from nemawashi.meetings.terms import DelegateRole, ItemState, MeetingState, modes
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


class EditRecommendation(Recommend):
    def first_words(self) -> dict[str, Any]:
        row = self.subject
        return {"words": row.words, "addressees": row.addressees, "pillar": row.pillar_id}


offer(
    acts.edit_recommendation,
    label=_("Correct the recommendation"),
    on=finding.recommendation,
    form=EditRecommendation,
    leads_to=pages.recommendation,
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


class OfferToHost(Blank):
    city = LineField(label=_("City"), longest=120, required=False)
    about = DateField(label=_("About when"), required=False, help_text=_("A day, a month or a year."))
    note = Words(label=_("What you offer"), rows=3, longest=2000, required=False)


offer(
    acts.offer_to_host,
    label=_("Offer to host"),
    on=finding.track,
    form=OfferToHost,
    leads_to=pages.hosting,
    sees_version=False,
)
offer(
    acts.confirm_host,
    label=_("Confirm the host"),
    on=finding.offer,
    leads_to=pages.hosting,
    is_main=True,
    for_good=_("The party hosts the next meeting of the track. It alone can withdraw from that, with a reason."),
)


class WithdrawOffer(Blank):
    why = Words(
        label=_("Reason"),
        rows=2,
        longest=2000,
        required=False,
        help_text=_("All delegations read it. An offer that was confirmed needs one."),
    )


offer(
    acts.withdraw_offer,
    label=_("Withdraw the offer"),
    on=finding.offer,
    form=WithdrawOffer,
    leads_to=pages.hosting,
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


class EditMeeting(PlanMeeting):
    """Host and days only while the meeting is planned: what was announced of these is moved by acts that say so."""

    venue = LineField(label=_("Venue"), required=False)
    mode = forms.ChoiceField(label=_("How it meets"), choices=[("", "—"), *modes()], required=False)

    def prepare(self) -> None:
        if self.subject.state != MeetingState.PLANNED:
            for name in ("host", "start", "end"):
                del self.fields[name]

    def first_words(self) -> dict[str, Any]:
        row = self.subject
        same = {name: getattr(row, name) or "" for name in ("city", "zone", "opens_at", "theme", "venue", "mode")}
        return {**same, "host": row.host_id, "start": str(row.start_on or ""), "end": str(row.end_on or "")}

    def words_for_act(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        changes = {name: cleaned[name] or None for name in ("city", "opens_at", "theme", "venue", "mode")}
        changes["zone"] = cleaned["zone"] or (cleaned.get("host") or self.subject.host or self.subject).zone
        if "start" in cleaned:
            changes |= {"host": cleaned["host"], "start_on": cleaned["start"], "end_on": cleaned["end"] or cleaned["start"]}
        return {"changes": changes}


offer(
    acts.edit_meeting,
    label=_("Correct the meeting"),
    on=finding.meeting,
    form=EditMeeting,
    leads_to=pages.meeting,
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
    label=_("Cancel the meeting"),
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


def let_in(meeting: Meeting, *, viewer: Viewer) -> dict[int, str]:
    """By party who came in at the door, as attendance would name them: a proposal that somebody confirms. One statement."""
    rows = meetings.visible_delegates(viewer=viewer).filter(meeting=meeting, checked_in_at__isnull=False).exclude(name="")
    lines: dict[int, list[str]] = {}
    for row in rows.exclude(role=DelegateRole.INTERPRETER).order_by("party", "pk"):
        lines.setdefault(row.party_id, []).append(", ".join(filter(None, [row.name, row.office])))
    return {party: "; ".join(names) for party, names in lines.items()}


class Present(Blank):
    names = Words(label=_("Who speaks for the delegation"), rows=2, longest=2000, help_text=_("Names and offices."))

    def first_words(self) -> dict[str, Any]:
        row = self.subject.attendance.filter(party_id=self.viewer.party_id).first()
        return {"names": row.names if row else let_in(self.subject, viewer=self.viewer).get(self.viewer.party_id or 0, "")}


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
    """One box for each invited party that has not confirmed its presence itself; an empty one says nothing of it.

    It begins with those whose badges were read at the door, where nobody wrote names before.
    """

    grows = True

    def prepare(self) -> None:
        rows = {row.party_id: row for row in self.subject.attendance.all()}
        came = let_in(self.subject, viewer=self.viewer)
        for invited in self.subject.invitations.select_related("party"):
            row = rows.get(invited.party_id)
            if row is None or row.confirmed_at is None:
                self.fields[f"of_{invited.party.slug}"] = Words(
                    label=str(invited.party),
                    rows=2,
                    longest=2000,
                    required=False,
                    initial=row.names if row else came.get(invited.party_id, ""),
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


class ProposeNew(ProposeItem):
    """With the reason why it comes late, where the forum's rules know a deadline."""

    why_late = Words(
        label=_("Why it comes late"),
        rows=2,
        longest=2000,
        required=False,
        help_text=_("Needed once the agenda is closed for proposals. The chair and all delegations read it."),
    )

    def prepare(self) -> None:
        if self.viewer.is_secretariat or possible.agenda_closes(self.subject) is None:
            del self.fields["why_late"]


offer(
    acts.propose_agenda_item,
    label=_("Propose an item"),
    on=finding.meeting,
    form=ProposeNew,
    leads_to=pages.agenda,
    sees_version=False,
    is_main=True,
)


class EditItem(ProposeItem):
    """The words only for who may reword the item; the secretariat sorts those of others under pillars."""

    def prepare(self) -> None:
        is_built_on = self.subject.documents.exists()
        if not possible.mending_item(self.subject, is_built_on=is_built_on, is_reworded=True, by=self.viewer):
            del self.fields["title"]

    def first_words(self) -> dict[str, Any]:
        return {"title": self.subject.title, "pillar": self.subject.pillar_id}

    def words_for_act(self) -> dict[str, Any]:
        return {"title": self.cleaned_data.get("title", self.subject.title), "pillar": self.cleaned_data["pillar"]}


class WithdrawItem(Blank):
    why = Words(label=_("Reason"), rows=2, required=False, longest=2000, help_text=_("All delegations read it."))


class Reorder(Blank):
    """One number for each item; of two that have the same, the one that was moved comes first."""

    grows = True

    def prepare(self) -> None:
        rows = self.subject.agenda_items.exclude(state=ItemState.WITHDRAWN).order_by("number")
        self.items = {f"place_{row.pk}": row for row in rows}
        for place, (name, row) in enumerate(self.items.items(), start=1):
            self.fields[name] = forms.IntegerField(label=row.title, min_value=1, max_value=9999, initial=place)

    def words_for_act(self) -> dict[str, Any]:
        def key(named: tuple[int, str]) -> tuple[int, int, int]:
            place, name = named
            wanted: int = self.cleaned_data[name]
            return wanted, (wanted > place) - (wanted < place), place

        order = sorted(enumerate(self.items, start=1), key=key)
        return {"items": [self.items[name] for _place, name in order]}


offer(
    acts.edit_agenda_item,
    label=_("Correct the item"),
    on=finding.agenda_item,
    form=EditItem,
    leads_to=pages.agenda,
)
offer(
    acts.withdraw_agenda_item,
    label=_("Withdraw the item"),
    on=finding.agenda_item,
    form=WithdrawItem,
    leads_to=pages.agenda,
)
offer(
    acts.reorder_agenda,
    label=_("Put the agenda in order"),
    on=finding.meeting,
    form=Reorder,
    leads_to=pages.agenda,
)
offer(
    acts.admit_late_item,
    label=_("Give leave"),
    on=finding.agenda_item,
    form=Why,
    leads_to=pages.agenda,
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
