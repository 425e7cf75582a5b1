"""That a talk was held, what came of it, and that both sides publish it: forms on the page of a talk."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nemawashi.assistance.terms import Qualifier
from nemawashi.business import acts
from nemawashi.business.models import BusinessTalk, TalkOutcome
from nemawashi.business.terms import TalkResult
from nemawashi.desk.acting import finding
from nemawashi.desk.acting.forms import Blank, DateField, LineField, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.desk.following.firms import LanguageField
from nemawashi.sources.models import Source


def page(subject: Any, done: Any) -> str:
    row = subject.talk if isinstance(subject, TalkOutcome) else subject
    return reverse("desk:talk", args=[row.pk]) if isinstance(row, BusinessTalk) else reverse("desk:talks")


class HoldTalk(Blank):
    held_on = DateField(label=_("Held on"))

    def first_words(self) -> dict[str, Any]:
        plan = self.subject.plan
        return {"held_on": plan.on.isoformat()} if plan else {}


offer(
    acts.hold_talk,
    label=_("Note that the talk was held"),
    on=finding.talk,
    form=HoldTalk,
    leads_to=page,
)


class RecordOutcome(Blank):
    result = forms.ChoiceField(label=_("What came of it"), choices=TalkResult.choices, widget=forms.RadioSelect)
    on = DateField(label=_("Date"))
    words = Words(
        label=_("In a few words"),
        rows=3,
        longest=2000,
        required=False,
        help_text=_("The public reads them, if both publish."),
    )
    language = LanguageField(required=False)
    amount = forms.DecimalField(label=_("Amount"), max_digits=20, decimal_places=2, required=False)
    currency = LineField(label=_("Currency"), longest=40, required=False)
    qualifier = forms.ChoiceField(label=_("How exact"), choices=Qualifier.choices, required=False)
    source = forms.ModelChoiceField(Source.objects.none(), label=_("Source"), to_field_name="slug", required=False)

    def prepare(self) -> None:
        field: Any = self.fields["source"]
        field.queryset = Source.objects.order_by("title")


offer(
    acts.record_outcome,
    label=_("Record what came of it"),
    on=finding.talk,
    form=RecordOutcome,
    leads_to=page,
    sees_version=False,
    is_main=True,
)
offer(
    acts.publish_outcome,
    label=_("Agree to publish"),
    on=finding.outcome,
    leads_to=page,
    for_good=_(
        "Once both sides agree, the public reads the companies, the outcome, its words and its sum. No person is named."
    ),
)
offer(
    acts.unpublish_outcome,
    label=_("Publish it no more"),
    on=finding.outcome,
    leads_to=page,
)
