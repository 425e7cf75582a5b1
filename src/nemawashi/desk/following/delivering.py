"""Acts on what was promised: commitments confirmed, reported, shown, scored, brought back; pledges and projects."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nemawashi.access.terms import RowOrigin
from nemawashi.assistance import acts as assistance
from nemawashi.assistance import terms
from nemawashi.assistance.models import Undertaking
from nemawashi.assistance.terms import UndertakingKind
from nemawashi.commitments import acts
from nemawashi.commitments import queries as commitments
from nemawashi.commitments.models import Commitment, ProgressReport
from nemawashi.commitments.terms import CommitmentState, Delivery, deliveries
from nemawashi.desk.acting import finding, pages
from nemawashi.desk.acting.forms import Blank, DateField, LineField, Why, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import queries as meetings
from nemawashi.meetings.models import Meeting
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Party, Pillar
from nemawashi.sources import queries as sources
from nemawashi.sources.models import Source


class Confirm(Blank):
    owner = forms.ModelChoiceField(
        Party.objects.all(), label=_("Responsible"), required=False, empty_label=_("All parties jointly")
    )
    due_on = DateField(label=_("Due"))
    pillar = forms.ModelChoiceField(Pillar.objects.all(), label=_("Pillar"), required=False)
    target = LineField(label=_("Measurable target"), required=False)

    def prepare(self) -> None:
        named = Party.objects.filter(slug__in=self.subject.by[:1])
        self.fields["owner"].initial = named.first() if len(self.subject.by) == 1 else None
        self.fields["due_on"].initial = str(self.subject.due_on or "")
        self.fields["pillar"].initial = self.subject.pillar_id
        self.fields["target"].initial = self.subject.target

    def words_for_act(self) -> dict[str, Any]:
        return {**self.cleaned_data, "is_joint": self.cleaned_data["owner"] is None}


offer(
    acts.confirm_commitment,
    label=_("Confirm"),
    on=finding.commitment,
    form=Confirm,
    leads_to=pages.commitment,
    is_main=True,
)
offer(
    acts.decline_commitment,
    label=_("Holds no commitment"),
    on=finding.commitment,
    form=Why,
    leads_to=pages.commitment,
)


class Split(Blank):
    parts = Words(
        label=_("One commitment a line"),
        rows=6,
        help_text=_("In words of the paragraph and in their order; leave out what belongs to another commitment."),
    )

    def prepare(self) -> None:
        standing = commitments.words_of_clauses([self.subject])
        self.warnings = [_("The paragraph: %(words)s") % {"words": " ".join(words.split())} for words in standing]

    def first_words(self) -> dict[str, Any]:
        return {"parts": self.subject.words}

    def words_for_act(self) -> dict[str, Any]:
        return {"parts": self.cleaned_data["parts"].splitlines()}


offer(
    acts.split_commitment,
    label=_("Divide it"),
    on=finding.commitment,
    form=Split,
    leads_to=pages.new_commitment,
    shows_new=True,
)


class MergeWith(Blank):
    others = forms.ModelMultipleChoiceField(
        Commitment.objects.none(), label=_("Merge with"), to_field_name="slug", widget=forms.CheckboxSelectMultiple
    )
    words = Words(
        label=_("Words"),
        rows=4,
        required=False,
        help_text=_("Of the paragraphs, in their order; empty: the words of all of them."),
    )

    def prepare(self) -> None:
        rows = commitments.awaiting_confirmation(viewer=self.viewer).filter(text=self.subject.text_id)
        self.fields["others"].queryset = rows.exclude(pk=self.subject.pk)  # type: ignore[attr-defined]

    def words_for_act(self) -> dict[str, Any]:
        return {**self.cleaned_data, "others": list(self.cleaned_data["others"])}


offer(
    acts.merge_commitments,
    label=_("Merge it"),
    on=finding.commitment,
    form=MergeWith,
    leads_to=pages.new_commitment,
    shows_new=True,
)


offer(
    acts.remind_of_commitment,
    label=_("Remind"),
    on=finding.commitment,
    leads_to=pages.commitment,
)


class Report(Blank):
    words = Words(label=_("What was done"))
    delivery = forms.ChoiceField(
        label=_("How far it is delivered"), choices=deliveries, widget=forms.RadioSelect, required=False
    )


NAMED = _("The address at which it was published, or that of its page here, or its name in the record.")


class SourceField(LineField):
    """A source of the record by its address or name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(longest=1000, **kwargs)

    def clean(self, value: Any) -> Any:
        named = super().clean(value).strip()
        source = sources.source_named(named) if named else None
        if named and source is None:
            if named.startswith(("http://", "https://")):
                raise _not_there_yet(named)
            raise ValidationError(_("The record has no source of this name."), code="unknown")
        return source


class ReportWithEvidence(Report):
    source = SourceField(label=_("What shows it"), required=False, help_text=NAMED)
    locator = LineField(label=_("Place in the source"), required=False, help_text=_("A page, a paragraph."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("source") is not None and not cleaned.get("locator"):
            raise ValidationError({"locator": _("Name the place in the source: a page, a paragraph.")})
        return cleaned


offer(
    acts.report_progress,
    label=_("Report progress"),
    on=finding.commitment,
    form=ReportWithEvidence,
    leads_to=pages.commitment,
    is_main=True,
)


class EditReport(Report):
    def first_words(self) -> dict[str, Any]:
        return {"words": self.subject.words, "delivery": self.subject.delivery}


offer(
    acts.edit_report,
    label=_("Correct the report"),
    on=finding.report,
    form=EditReport,
    leads_to=pages.commitment,
)


def _not_there_yet(named: str, **more: str) -> ValidationError:
    """A source that is pasted by its address is made on the way: where, and with ``next`` back to what was typed."""
    adding = reverse("desk:act", args=["add_source", parties.forum().slug])
    return ValidationError(
        format_html(
            '{} <a href="{}">{}</a>',
            _("The record has no source of this address yet."),
            f"{adding}?{urlencode({'url': named, **more})}",
            _("Add a source"),
        ),
        code="unknown",
    )


class Attach(Blank):
    source = LineField(
        label=_("Source"),
        longest=1000,
        help_text=NAMED,
    )
    locator = LineField(label=_("Place in the source"), help_text=_("A page, a paragraph."))

    def clean_source(self) -> Source:
        named = self.cleaned_data["source"].strip()
        source = sources.source_named(named)
        if source is not None:
            return source
        if not named.startswith(("http://", "https://")):
            raise ValidationError(_("The record has no source of this name."), code="unknown")
        here = reverse("desk:act", args=["attach_evidence", self.subject.slug])
        back = f"{here}?{urlencode({'source': named, 'locator': self.data.get('locator', '')[:300]})}"
        raise _not_there_yet(named, next=back)


offer(
    acts.attach_evidence,
    label=_("Attach evidence"),
    on=finding.commitment,
    form=Attach,
    leads_to=pages.commitment,
)


class FreezeGuideline(Blank):
    words = Words(label=_("What +1, 0 and −1 mean here"), rows=5)


offer(
    acts.freeze_guideline,
    label=_("Freeze the guideline"),
    on=finding.commitment,
    form=FreezeGuideline,
    leads_to=pages.commitment,
)


SCORES = [("1", _("+1: delivered")), ("0", _("0: in part, or under way")), ("-1", _("−1: not delivered"))]


class Score(Blank):
    score = forms.TypedChoiceField(
        label=pgettext_lazy("of a commitment", "Score"), choices=SCORES, coerce=int, widget=forms.RadioSelect
    )
    why = Words(label=_("Reason"), rows=3, longest=4000)

    def prepare(self) -> None:
        """Whoever scores reads by what: the guideline, what the parties report, and what shows it."""
        row: Commitment = self.subject
        reports = [reported(each) for each in row.reports.select_related("party")]
        evidence = [f"{each.source}, {each.locator}" for each in row.evidence.select_related("source")]
        guideline = [row.guideline.words] if hasattr(row, "guideline") else []
        parts = ((_("Guideline"), guideline), (_("What the parties report"), reports), (_("Evidence"), evidence))
        self.beside = [(label, lines) for label, lines in parts if lines]


def reported(row: ProgressReport) -> str:
    """A report in one line: who, when, how far it says that it is, and its words."""
    far = f" ({Delivery(row.delivery_said).label})" if row.delivery_said else ""
    on = ImpreciseDate.parse(row.at.date())
    day = on.in_words((get_language() or "en")[:2]) if on else ""
    return f"{row.party}, {day}{far}: {row.words}"


class Settle(Score):
    def prepare(self) -> None:
        super().prepare()
        proposed = commitments.proposed_score(self.subject, viewer=self.viewer)
        if proposed is not None:
            self.fields["score"].initial = proposed
            self.fields["score"].help_text = _("Proposed: the median of the opened scores, in doubt the lower one.")


offer(
    acts.assess,
    label=_("Score"),
    on=finding.commitment,
    form=Score,
    leads_to=pages.commitment,
    sees_version=False,
    is_main=True,
)
offer(
    acts.settle_score,
    label=_("Settle the score"),
    on=finding.commitment,
    form=Settle,
    leads_to=pages.commitment,
)


class BringBack(Blank):
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("Meeting"))

    def prepare(self) -> None:
        self.fields["meeting"].queryset = meetings.meetings_ahead(viewer=self.viewer).filter(agenda_adopted_at=None)  # type: ignore[attr-defined]


offer(
    acts.carry_over,
    label=_("Bring back on an agenda"),
    on=finding.commitment,
    form=BringBack,
    leads_to=pages.agenda,
    shows_new=True,
)


PACKAGES = Undertaking.objects.filter(kind=UndertakingKind.PACKAGE).order_by("-order")


class Pledge(Blank):
    title = LineField(label=_("Title"))
    recipients = forms.ModelMultipleChoiceField(
        Party.objects.none(), label=_("For"), to_field_name="slug", widget=forms.CheckboxSelectMultiple
    )
    amount = forms.DecimalField(label=_("Amount"), required=False, max_digits=20, decimal_places=2)
    currency = LineField(label=_("Currency"), longest=10, required=False, help_text=_("As it was said: JPY, USD."))
    on = DateField(label=_("Pledged on"), required=False)
    spheres = LineField(label=_("Spheres"), required=False, help_text=_("Separated by commas."))
    package = forms.ModelChoiceField(PACKAGES, label=_("Out of the package"), required=False)
    commitment = forms.ModelChoiceField(Commitment.objects.none(), label=_("Serves the commitment"), required=False)

    def prepare(self) -> None:
        self.fields["recipients"].queryset = Party.objects.exclude(pk=self.subject.pk)  # type: ignore[attr-defined]
        rows = commitments.visible_commitments(viewer=self.viewer).filter(state=CommitmentState.CONFIRMED)
        rows = rows.exclude(origin=RowOrigin.RECORD)
        self.fields["commitment"].queryset = rows  # type: ignore[attr-defined]

    def words_for_act(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        cleaned["spheres"] = cleaned["spheres"].split(",")
        cleaned["recipients"] = list(cleaned["recipients"])
        return cleaned


offer(
    assistance.record_pledge,
    label=_("Record a pledge"),
    on=finding.party,
    form=Pledge,
    leads_to=pages.undertaking,
    sees_version=False,
)


def first_of(row: Undertaking) -> dict[str, Any]:
    """What a form of a pledge or project starts from."""
    same = {name: getattr(row, name) or "" for name in ("title", "currency", "agency")}
    days = {name: str(getattr(row, name) or "") for name in ("on", "start_on", "end_on")}
    recipients = [each.party.slug for each in row.recipient_rows.select_related("party")]
    amount = None if row.amount is None else row.amount.normalize()
    return {**same, **days, "amount": amount and f"{amount:f}", "spheres": ", ".join(row.spheres), "recipients": recipients}


class EditPledge(Pledge):
    def prepare(self) -> None:
        self.fields["recipients"].queryset = Party.objects.exclude(pk=self.subject.donor_id)  # type: ignore[attr-defined]
        del self.fields["commitment"], self.fields["package"]

    def first_words(self) -> dict[str, Any]:
        return first_of(self.subject)


offer(
    assistance.edit_pledge,
    label=_("Correct the pledge"),
    on=finding.undertaking,
    form=EditPledge,
    leads_to=pages.own_undertaking,
)


class PackagePledge(Pledge):
    package = None  # type: ignore[assignment]  # takes the field of a pledge away


offer(
    assistance.record_package,
    label=_("Record a package"),
    on=finding.party,
    form=PackagePledge,
    leads_to=pages.undertaking,
    sees_version=False,
)


class EditPackage(PackagePledge):
    def prepare(self) -> None:
        self.fields["recipients"].queryset = Party.objects.exclude(pk=self.subject.donor_id)  # type: ignore[attr-defined]
        del self.fields["commitment"]

    def first_words(self) -> dict[str, Any]:
        return first_of(self.subject)


offer(
    assistance.edit_package,
    label=_("Correct the package"),
    on=finding.undertaking,
    form=EditPackage,
    leads_to=pages.own_undertaking,
)

PAYING = Undertaking.objects.filter(kind__in=[UndertakingKind.PLEDGE, UndertakingKind.PACKAGE]).order_by("-order")


class Project(Pledge):
    """What is built or done; the pledge that pays for it, and the commitment that it serves, where they are known."""

    on = package = None  # type: ignore[assignment]  # takes these fields of a pledge away
    start_on = DateField(label=_("Begins"), required=False)
    end_on = DateField(label=_("Ends"), required=False)
    agency = LineField(label=_("Carried out by"), required=False)
    pledge = forms.ModelChoiceField(PAYING, label=_("Paid from the pledge"), required=False)


offer(
    assistance.record_project,
    label=_("Record a project"),
    on=finding.party,
    form=Project,
    leads_to=pages.undertaking,
    sees_version=False,
)


class EditProject(Project):
    def prepare(self) -> None:
        self.fields["recipients"].queryset = Party.objects.exclude(pk=self.subject.donor_id)  # type: ignore[attr-defined]
        del self.fields["commitment"], self.fields["pledge"]

    def first_words(self) -> dict[str, Any]:
        return first_of(self.subject)


offer(
    assistance.edit_project,
    label=_("Correct the project"),
    on=finding.undertaking,
    form=EditProject,
    leads_to=pages.own_undertaking,
)


class NamePartner(Blank):
    called = LineField(label=_("Name of the partner"))
    kind = forms.ChoiceField(label=_("Kind"), choices=terms.partner_kinds)
    role = forms.ChoiceField(label=_("Role"), choices=terms.partner_roles)
    source = SourceField(label=_("Source"), required=False, help_text=NAMED)


offer(
    assistance.name_partner,
    label=_("Name a partner"),
    on=finding.undertaking,
    form=NamePartner,
    leads_to=pages.own_undertaking,
)


class CorrectPartner(NamePartner):
    source = None  # type: ignore[assignment]  # stays
    is_struck = forms.BooleanField(label=_("It is no partner"), required=False)
    why = Words(label=_("Reason"), rows=2, longest=2000)

    def first_words(self) -> dict[str, Any]:
        row = self.subject
        return {"called": row.name, "kind": row.kind, "role": row.role}


offer(
    assistance.correct_partner,
    label=_("Correct the partner"),
    on=finding.partner,
    form=CorrectPartner,
    leads_to=pages.whole_undertaking,
)


offer(
    assistance.remind_of_project,
    label=_("Remind of the end"),
    on=finding.undertaking,
    leads_to=pages.own_undertaking,
)


class EndProject(Blank):
    on = DateField(label=_("Ended"))
    kind = forms.ChoiceField(label=_("How"), choices=terms.end_kinds)
    words = Words(label=_("What stands of it"), rows=4)
    source = SourceField(label=_("Source"), required=False, help_text=NAMED)


offer(
    assistance.end_project,
    label=_("Record the end"),
    on=finding.undertaking,
    form=EndProject,
    leads_to=pages.own_undertaking,
)


class CorrectEnd(EndProject):
    source = None  # type: ignore[assignment]  # stays
    is_taken_back = forms.BooleanField(label=_("It has not ended"), required=False)
    why = Words(label=_("Reason"), rows=2, longest=2000)

    def first_words(self) -> dict[str, Any]:
        return {"on": str(self.subject.on), "kind": self.subject.kind, "words": self.subject.words}


offer(
    assistance.correct_end,
    label=_("Correct the end"),
    on=finding.project_end,
    form=CorrectEnd,
    leads_to=pages.whole_undertaking,
)


class PaymentAsPrinted(Blank):
    kind = forms.ChoiceField(label=_("Kind"), choices=terms.transaction_kinds)
    qualifier = forms.ChoiceField(label=_("As printed"), choices=terms.qualifiers, required=False)
    amount = forms.DecimalField(label=_("Amount"), max_digits=20, decimal_places=2)
    currency = LineField(label=_("Currency"), longest=10, help_text=_("As it was said: JPY, USD."))
    on = DateField(label=_("When"))
    source = SourceField(label=_("Source"), required=False, help_text=NAMED)


offer(
    assistance.record_payment,
    label=_("Record a payment"),
    on=finding.undertaking,
    form=PaymentAsPrinted,
    leads_to=pages.own_undertaking,
)


class CorrectPayment(PaymentAsPrinted):
    kind = source = None  # type: ignore[assignment]  # these stay
    why = Words(label=_("Reason"), rows=2, longest=2000)

    def first_words(self) -> dict[str, Any]:
        row = self.subject
        amount = f"{row.amount.normalize():f}"
        return {"amount": amount, "currency": row.currency, "on": str(row.on), "qualifier": row.qualifier}


offer(
    assistance.correct_payment,
    label=_("Correct the payment"),
    on=finding.payment,
    form=CorrectPayment,
    leads_to=pages.whole_undertaking,
)


class CountedResult(Blank):
    words = LineField(label=_("What is counted"))
    unit = LineField(label=_("Unit"), longest=80, help_text=_("Persons, documents, places, per cent."))
    baseline = forms.DecimalField(label=_("At the beginning"), required=False, max_digits=20, decimal_places=4)
    target = forms.DecimalField(label=_("Target"), required=False, max_digits=20, decimal_places=4)
    due_on = DateField(label=_("Due"), required=False)


offer(
    assistance.record_indicator,
    label=_("Record an indicator"),
    on=finding.undertaking,
    form=CountedResult,
    leads_to=pages.own_undertaking,
)


class ReachedValue(Blank):
    qualifier = forms.ChoiceField(label=_("As printed"), choices=terms.qualifiers, required=False)
    value = forms.DecimalField(label=_("Value"), max_digits=20, decimal_places=4)
    on = DateField(label=_("When"))
    source = SourceField(label=_("Source"), help_text=NAMED)


offer(
    assistance.record_value,
    label=_("Record a value"),
    on=finding.indicator,
    form=ReachedValue,
    leads_to=pages.whole_undertaking,
    sees_version=False,
)


class LinkProject(Blank):
    pledge = forms.ModelChoiceField(PAYING, label=_("Pledge"))


offer(
    assistance.link_project,
    label=_("Tie to a pledge"),
    on=finding.undertaking,
    form=LinkProject,
    leads_to=pages.undertaking,
)
