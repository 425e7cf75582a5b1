"""From clean words to an issued text: revisions, adoption in a meeting, reservations, corrigenda, announcement."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nemawashi.desk.acting import finding, pages
from nemawashi.desk.acting.forms import Blank, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.desk.negotiating.consenting import Over
from nemawashi.desk.negotiating.silencing import unsealed
from nemawashi.kit.languages import name_of
from nemawashi.meetings.models import Meeting
from nemawashi.texts import acts
from nemawashi.texts import queries as texts
from nemawashi.texts.models import Clause
from nemawashi.texts.terms import StatementKind

offer(
    acts.issue_revision,
    label=_("Issue a revision"),
    on=finding.text,
    leads_to=pages.text,
    for_good=_("The text as it stands is kept under the next symbol, which all delegations see."),
)
offer(
    acts.issue_text,
    label=_("Issue to the public"),
    on=finding.text,
    leads_to=pages.text,
    asks_again=True,
    for_good=_("This becomes public: the text, its page, its papers and its feeds."),
)


class AdoptInMeeting(Blank):
    over = Over()

    def prepare(self) -> None:
        whole = texts.negotiation(self.subject, viewer=self.viewer)
        self.warnings = unsealed(whole)
        Over.prepare(self, whole)


offer(
    acts.adopt_in_meeting,
    label=_("Adopt in the meeting"),
    on=finding.text,
    form=AdoptInMeeting,
    leads_to=pages.text,
    asks_again=True,
    for_good=_(
        "The words are sealed as they stand, with the parties that are present. Later faults are corrected beside them."
    ),
)


class Reserve(Blank):
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=StatementKind.choices,
        widget=forms.RadioSelect,
        initial=StatementKind.RESERVATION,
        required=False,
    )
    words = Words(label=_("In writing"), rows=4)
    clause = forms.ModelChoiceField(
        Clause.objects.none(), label=_("On the paragraph"), required=False, empty_label=_("The text as a whole")
    )

    def prepare(self) -> None:
        whole = texts.negotiation(self.subject, viewer=self.viewer)
        field: Any = self.fields["clause"]
        field.queryset = Clause.objects.filter(text=self.subject, is_deleted=False)
        labels = {view.clause.pk: f"{view.number} {view.words}"[:80] for view in whole.standing}
        field.label_from_instance = lambda clause: labels.get(clause.pk, "")

    def words_for_act(self) -> dict[str, Any]:
        return {**self.cleaned_data, "kind": self.cleaned_data["kind"] or StatementKind.RESERVATION}


offer(
    acts.enter_reservation,
    label=_("Enter a reservation"),
    on=finding.text,
    form=Reserve,
    leads_to=pages.text,
    sees_version=False,
    asks_again=True,
    for_good=_("It stands beside the text for good."),
)


class Correct(Blank):
    clause = forms.ChoiceField(label=_("Paragraph"))
    language = forms.ChoiceField(label=_("Language"), required=False)
    before = Words(label=_("The words as they were sealed"), rows=2)
    after = Words(label=_("What they should read"), rows=2)
    why = Words(label=_("Reason"), rows=2, longest=2000)

    def prepare(self) -> None:
        sealed = self.subject.adoption.revision.snapshot if hasattr(self.subject, "adoption") else []
        own = self.subject.language
        self.fields["clause"].choices = [  # type: ignore[attr-defined]
            (row["clause"], f"{row['number']} {row['words'].get(own, '')}"[:80]) for row in sealed
        ]
        codes = texts.sealed_languages(self.subject)
        self.fields["language"].choices = [(code, name_of(code, get_language() or "en")) for code in codes]  # type: ignore[attr-defined]

    def words_for_act(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {**cleaned, "clause": Clause.objects.get(pk=cleaned["clause"])}


offer(
    acts.correct_text,
    label=_("Issue a corrigendum"),
    on=finding.text,
    form=Correct,
    leads_to=pages.text,
    asks_again=True,
    for_good=_("The corrigendum is public and stands beside the text for good."),
)


class AnnounceAdoption(Blank):
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("At the meeting"))

    def prepare(self) -> None:
        since = self.subject.adopted_at
        field: Any = self.fields["meeting"]
        field.queryset = (
            Meeting.objects.filter(pk__in=texts.next_meetings(self.subject, since=since)) if since else field.queryset
        )
        rows = list(field.queryset[:2])
        if len(rows) == 1:
            self.initial.setdefault("meeting", rows[0].pk)


offer(
    acts.announce_adoption,
    label=_("Announce the adoption"),
    on=finding.text,
    form=AnnounceAdoption,
    leads_to=pages.text,
    asks_again=True,
    for_good=_("It is entered as a decision of that meeting."),
)
