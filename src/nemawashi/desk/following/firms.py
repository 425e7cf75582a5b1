"""Firms of the business track: their forms, and those of contact persons, offers and needs."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from nemawashi.business import acts, rules
from nemawashi.business.models import Firm, FirmContact, Interest
from nemawashi.business.terms import FirmKind, InterestKind
from nemawashi.desk.acting import finding
from nemawashi.desk.acting.forms import Blank, DateField, LineField, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.kit import languages
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Organisation, Pillar


def page(subject: Any, done: Any) -> str:
    """That of the firm on which something was done, or which an act made."""
    row = done if isinstance(done, Firm) else subject
    if isinstance(row, FirmContact | Interest):
        row = row.firm
    return reverse("desk:firm", args=[row.pk]) if isinstance(row, Firm) else reverse("desk:business")


class LanguageField(LineField):
    """A tag of any language, with those of the table to choose from."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", __("A tag: en, ru, ja, kk, uz-Latn …"))
        super().__init__(longest=35, label=__("Language"), **kwargs)
        self.widget.attrs |= {"size": "10", "autocapitalize": "none", "spellcheck": "false"}


class OtherWords(Words):
    """Words in other languages, a line each; lines that cannot be read are told, and nothing is taken."""

    def __init__(self, **kwargs: Any) -> None:
        longest = rules.MOST_LANGUAGES * (rules.LONGEST_SHORT + 40)
        super().__init__(rows=3, required=False, longest=longest, **kwargs)

    def clean(self, value: Any) -> Any:
        words, wrong = rules.words_by_language(super().clean(value))
        if wrong:
            lines = ", ".join(map(str, wrong[:20]))
            raise ValidationError(_("These lines cannot be read: %(lines)s. Nothing was taken.") % {"lines": lines})
        return words


def written(words: dict[str, str]) -> str:
    return "\n".join(f"{language}: {said}" for language, said in words.items())


class StateFirm(Blank):
    called = LineField(label=__("Name in its own language"), longest=rules.LONGEST_NAME)
    language = LanguageField()
    other_names = OtherWords(
        label=__("Names in other languages"), help_text=__("One line a language, its tag first: ru: Водный завод")
    )
    kind = forms.ChoiceField(label=__("Kind"), choices=FirmKind.choices, widget=forms.RadioSelect, initial=FirmKind.COMPANY)
    areas = forms.ModelMultipleChoiceField(
        Pillar.objects.none(), label=__("Areas"), to_field_name="slug", widget=forms.CheckboxSelectMultiple
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        label=__("Organisation of the record"),
        to_field_name="slug",
        required=False,
        help_text=__("Empty: the one that bears this name, where there is one."),
    )

    def prepare(self) -> None:
        areas: Any = self.fields["areas"]
        areas.queryset = Pillar.objects.filter(dialogue__slug=parties.forum().slug)


class EditFirm(StateFirm):
    def first_words(self) -> dict[str, Any]:
        row = self.subject
        return {
            "called": row.name,
            "language": row.language,
            "other_names": written(row.other_names),
            "kind": row.kind,
            "areas": row.areas,
            "organisation": row.organisation.slug if row.organisation else "",
        }


offer(
    acts.state_firm,
    label=__("Enter a company or an institution"),
    on=finding.home_dialogue,
    form=StateFirm,
    leads_to=page,
    sees_version=False,
    is_main=True,
    shows_new=True,
)
offer(
    acts.edit_firm,
    label=__("Correct the entry"),
    on=finding.firm,
    form=EditFirm,
    leads_to=page,
)


class KeepContact(Blank):
    person = LineField(label=__("Contact person"))
    office = LineField(label=__("Office"), required=False)
    reach = LineField(label=__("Mail address or telephone"))
    consent_on = DateField(
        label=__("Day of the consent"), help_text=__("On which the person agreed. Nothing is kept without it.")
    )
    purpose = LineField(
        label=__("What the person agreed to"),
        help_text=__("Such as: to be reached by companies that both sides chose for a talk."),
    )

    kept_until = DateField(
        label=__("Kept until"),
        required=False,
        help_text=__("The last day; empty: a year from today. Then everything that is kept of the person is deleted."),
    )

    def words_for_act(self) -> dict[str, Any]:
        until = self.cleaned_data["kept_until"]
        return {**self.cleaned_data, "kept_until": until.latest if until else None}

    def clean_consent_on(self) -> ImpreciseDate:
        day: ImpreciseDate = self.cleaned_data["consent_on"]
        if day.day is None:
            raise ValidationError(_("A consent has its day."))
        return day


offer(
    acts.keep_contact,
    label=__("Keep a contact person"),
    on=finding.firm,
    form=KeepContact,
    leads_to=page,
    sees_version=False,
)
offer(
    acts.withdraw_contact,
    label=__("Withdraw the consent"),
    on=finding.firm_contact,
    leads_to=page,
    is_grave=True,
    for_good=__(
        "Everything that is kept of the person is deleted for good. The row says from then on that it was withdrawn."
    ),
)


class StateInterest(Blank):
    kind = forms.ChoiceField(
        label=__("Offer or need"), choices=InterestKind.choices, widget=forms.RadioSelect, initial=InterestKind.OFFER
    )
    pillar = forms.ModelChoiceField(Pillar.objects.none(), label=__("Area"), to_field_name="slug")
    words = Words(label=__("In its own words"), rows=4, longest=rules.LONGEST_WORDS)
    language = LanguageField()
    short = OtherWords(
        label=__("Short words in other languages"),
        help_text=__("One line a language, its tag first: ru: насосы для скважин. Matches are looked for in them, too."),
    )
    open_until = DateField(label=__("Open until"), required=False)

    def prepare(self) -> None:
        pillar: Any = self.fields["pillar"]
        pillar.queryset = Pillar.objects.filter(dialogue__slug=parties.forum().slug)
        if not self.is_bound:
            self.fields["language"].initial = self.subject.language
            pillar.initial = self.subject.areas[0] if len(self.subject.areas) == 1 else None

    def words_for_act(self) -> dict[str, Any]:
        until = self.cleaned_data["open_until"]
        return {**self.cleaned_data, "open_until": until.latest if until else None}


offer(
    acts.state_interest,
    label=__("State an offer or a need"),
    on=finding.firm,
    form=StateInterest,
    leads_to=page,
    sees_version=False,
    is_main=True,
)


class EndInterest(Blank):
    what = forms.ChoiceField(
        label=__("What became of it"),
        choices=[("ended", __("It is settled")), ("withdrawn", __("It is taken back"))],
        widget=forms.RadioSelect,
        initial="ended",
    )
    why = Words(label=__("Reason"), rows=2, required=False, longest=2000, help_text=__("Needed where it is taken back."))

    def words_for_act(self) -> dict[str, Any]:
        return {"is_withdrawn": self.cleaned_data["what"] == "withdrawn", "why": self.cleaned_data["why"]}


offer(
    acts.end_interest,
    label=__("End the offer or need"),
    on=finding.interest,
    form=EndInterest,
    leads_to=page,
)


def language_name(tag: str, reader: str) -> str:
    """What a language is called, or its tag where the table does not have it."""
    code = tag.partition("-")[0]
    return languages.name_of(code, reader) if code in languages.TABLE else tag
