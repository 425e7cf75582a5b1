"""Forms of acts on sources, claims and rulings."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nemawashi.access.rules import refuse
from nemawashi.desk.acting import finding, pages, refusals
from nemawashi.desk.acting.forms import Blank, DateField, LineField, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.desk.acting.titles import titles
from nemawashi.desk.curating import subjects
from nemawashi.kit import aside
from nemawashi.sources import acts, archive, claim_files, fetching
from nemawashi.sources.models import Source
from nemawashi.sources.rules import LONGEST_REMARK, LONGEST_VALUE, names_somebody
from nemawashi.sources.terms import ANSWERS, Refusal, RulingVerdict, bases, claim_kinds, source_kinds, stances

MOST_IMPORTED = 900_000  # bytes: what a form carries back after the preview


class AddSource(Blank):
    title = LineField(label=_("Title"), longest=500)
    publisher = LineField(label=_("Publisher"), longest=300, required=False)
    on = DateField(label=_("Date of publication"), required=False)
    url = LineField(
        label=_("Address"), longest=2000, required=False, help_text=_("http or https. Nothing is fetched from it.")
    )
    language = forms.RegexField(
        r"^[a-z]{2,3}(-[A-Za-z]{2,8})?$",
        label=_("Language"),
        initial="en",
        max_length=10,
        help_text=_("Such as en, ru, ja, kk."),
    )
    kind = forms.ChoiceField(choices=source_kinds, label=_("Kind"))
    note = Words(label=_("Note"), rows=2, longest=2000, required=False)


offer(
    acts.add_source,
    label=_("Add a source"),
    on=finding.home_dialogue,
    form=AddSource,
    leads_to=pages.source,
    sees_version=False,
)


class ArchiveSource(Blank):
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_(
            "PDF, HTML or Word without macros, up to 20 MB. It is kept as it is and only handed out as a download."
        ),
    )
    fetch = forms.BooleanField(label=_("Fetch it from the source's address instead"), required=False)

    def prepare(self) -> None:
        if not (settings.FETCH and self.subject.url):
            del self.fields["fetch"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("fetch"):
            if names_somebody(self.subject.url):  # of a record from before this was refused
                raise ValidationError(refusals.sentence(refuse(Refusal.ADDRESS_OF_SOMEBODY)))
            try:
                with aside.waiting():
                    cleaned["file_name"], cleaned["content"] = fetching.fetched(self.subject.url)
            except fetching.NotFetchedError as error:
                raise ValidationError(_("It could not be fetched: %(why)s."), params={"why": error}) from None
        elif cleaned.get("file"):
            upload = cleaned["file"]
            if upload.size > archive.LARGEST:
                raise ValidationError(
                    _("The file is larger than %(most)s MB."), params={"most": archive.LARGEST // 1_000_000}
                )
            cleaned["file_name"], cleaned["content"] = upload.name, upload.read()
        elif "file" not in self.errors:
            self.add_error("file", self.fields["file"].error_messages["required"])
        return cleaned

    def words_for_act(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("file_name", "content")}


offer(
    acts.archive_source,
    label=_("Archive a copy"),
    on=finding.source,
    form=ArchiveSource,
    leads_to=pages.source,
    sees_version=False,
)
offer(
    acts.mark_gone,
    label=_("Mark the address as gone"),
    on=finding.source,
    leads_to=pages.source,
    sees_version=False,
)


class RecordClaim(Blank):
    subject_ref = LineField(
        label=_("Of which row"),
        longest=160,
        help_text=_("Kind and id, as in its address: meeting/, text/ or track/ and the id."),
    )
    property_name = LineField(
        label=_("Property"), longest=80, help_text=_("Small letters and underscores: count_of_meetings, planned_date.")
    )
    kind = forms.ChoiceField(choices=claim_kinds, label=_("Kind"))
    value = Words(label=_("Value, in the source's form"), rows=2, longest=LONGEST_VALUE)
    as_of = DateField(label=_("As of"), required=False)
    locator = LineField(label=_("Place in the source"), longest=300, required=False)
    note = Words(label=_("Note"), rows=2, longest=2000, required=False)

    def words_for_act(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        return cleaned | {"subject_is_known": subjects.is_public(cleaned["subject_ref"])}


offer(
    acts.record_claim,
    label=_("Record a claim"),
    on=finding.source,
    form=RecordClaim,
    leads_to=pages.facts,
    sees_version=False,
)


class CiteClaim(Blank):
    source = forms.ModelChoiceField(Source.objects.all(), label=_("Source"), to_field_name="slug")
    stance = forms.ChoiceField(choices=stances, label=_("What it does with the claim"))
    locator = LineField(label=_("Place in the source"), longest=300, required=False)
    note = Words(label=_("Note"), rows=2, longest=2000, required=False)


offer(
    acts.cite_claim,
    label=_("Name another source"),
    on=finding.claim,
    form=CiteClaim,
    leads_to=pages.facts,
    sees_version=False,
)


class RuleOnClaim(Blank):
    verdict = forms.ChoiceField(
        choices=[(str(v), v.label) for v in (RulingVerdict.PREFERS, RulingVerdict.EXPLAINS)], label=_("Ruling")
    )
    basis = forms.ChoiceField(choices=bases, label=_("Basis"))
    reason = Words(label=_("Reason"), rows=3, longest=2000)


offer(
    acts.rule_on_claim,
    label=_("Rule"),
    on=finding.claim,
    form=RuleOnClaim,
    leads_to=pages.facts,
    sees_version=False,
)


class ReopenRuling(Blank):
    reason = Words(label=_("Reason"), rows=3, longest=2000)


offer(
    acts.reopen_ruling,
    label=_("Open the question again"),
    on=finding.claim,
    form=ReopenRuling,
    leads_to=pages.facts,
    sees_version=False,
)


class ReceiveRemark(Blank):
    """What a reader wrote otherwise than through the page: by letter, by mail, at a meeting."""

    subject_ref = LineField(
        label=_("Of which row"),
        longest=160,
        help_text=_("Kind and id, as in its address: meeting/, text/ or track/ and the id."),
    )
    words = Words(label=_("What is wrong"), rows=4, longest=LONGEST_REMARK)
    instead = Words(label=_("What it should say"), rows=2, longest=LONGEST_REMARK, required=False)
    proof = LineField(
        label=_("Where one can see it"), longest=500, required=False, help_text=_("An http or https address.")
    )

    def words_for_act(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        return cleaned | {"subject_is_known": subjects.is_public(cleaned["subject_ref"])}


offer(
    acts.receive_remark,
    label=_("Enter a reader's remark"),
    on=finding.home_dialogue,
    form=ReceiveRemark,
    leads_to=pages.remarks,
    sees_version=False,
)


class AnswerRemark(Blank):
    """Beside what the reader wrote."""

    answer = forms.ChoiceField(
        choices=[(str(each), each.label) for each in ANSWERS],
        label=_("Answer"),
        help_text=_("What is set aside (advertising, abuse) is shown to nobody, and nobody is answered."),
    )
    words = Words(
        label=_("What was changed, why nothing is, or what you ask"),
        rows=3,
        longest=LONGEST_REMARK,
        help_text=_("Everybody reads it beside the reader's words."),
    )

    def title(self) -> str:
        """What the row is called that the reader wrote about."""
        ref = self.subject.subject_ref
        return titles([ref], viewer=self.viewer)[ref]


offer(
    acts.answer_remark,
    label=_("Answer the reader"),
    on=finding.remark,
    form=AnswerRemark,
    leads_to=pages.remarks,
    template="desk/answer_remark.html",
)


class ImportClaims(Blank):
    """A file of claims, pasted or uploaded. ``read`` holds its rows and faults once the form is valid."""

    claims = forms.CharField(label=_("Claims"), required=False, widget=forms.Textarea(attrs={"rows": 8}))
    file = forms.FileField(label=_("Or a file"), required=False, help_text=_("YAML or CSV, in the columns of the export."))
    form = forms.ChoiceField(choices=[("yaml", "YAML"), ("csv", "CSV")], label=_("Form"), initial="yaml")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        raw = upload.read(claim_files.LARGEST + 1) if upload else (cleaned.get("claims") or "").encode()
        if not raw.strip():
            raise ValidationError(_("Paste claims or choose a file."))
        if len(raw) > MOST_IMPORTED:
            raise ValidationError(
                _("The file is larger than %(most)s kB; split it."), params={"most": MOST_IMPORTED // 1000}
            )
        is_csv = upload.name.lower().endswith(".csv") if upload else cleaned.get("form") == "csv"
        self.text, self.is_csv = raw.decode("utf-8", "replace"), is_csv
        self.read = claim_files.read(raw, is_csv=is_csv)
        return cleaned

    def words_for_act(self) -> dict[str, Any]:
        rows = self.read.rows
        return {"rows": rows, "faults": len(self.read.faults), "refs": subjects.refs_of({row.subject for row in rows})}


offer(
    acts.import_claims,
    label=_("Import claims"),
    on=finding.home_dialogue,
    form=ImportClaims,
    leads_to=pages.record,
    sees_version=False,
)
