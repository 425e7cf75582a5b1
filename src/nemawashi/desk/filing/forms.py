"""The form by which a delegation takes in, as sealed drafts, what was read from a file that it sent."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nemawashi.desk.acting import finding, pages
from nemawashi.desk.acting.forms import Blank
from nemawashi.desk.acting.offering import offer
from nemawashi.desk.filing import reading
from nemawashi.texts import acts


class TakeIn(Blank):
    """Each change that was found is a box; ``reading`` is what the page tells beside them."""

    chosen = forms.MultipleChoiceField(
        label=_("Changes to take in as drafts"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def prepare(self) -> None:
        self.reading = reading.read(self.subject, viewer=self.viewer)
        keys = [str(at) for at in range(len(self.reading.proposals))]
        self.fields["chosen"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]
        self.fields["chosen"].initial = keys

    def words_for_act(self) -> dict[str, Any]:
        return {"proposals": [self.reading.proposals[int(key)] for key in self.cleaned_data["chosen"]]}


offer(
    acts.take_in_file,
    label=_("Take in as drafts"),
    on=finding.file,
    form=TakeIn,
    leads_to=pages.text,
    template="desk/file.html",
)


class SetLetterhead(Blank):
    """A Word file whose styles, page and letterhead are taken, or the plain look again."""

    file = forms.FileField(
        label=_("Word file"),
        required=False,
        help_text=_("Its styles, page, headers and footers are taken, none of its other words. At most 2 MB."),
    )
    is_plain = forms.BooleanField(label=_("Go back to the plain look instead"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("file")) == bool(cleaned.get("is_plain")):
            raise ValidationError(_("Choose a file, or the plain look."))
        return cleaned

    def words_for_act(self) -> dict[str, Any]:
        sent = self.cleaned_data["file"]
        return {"called": sent.name[:120] if sent else "", "content": sent.read() if sent else b""}


offer(
    acts.set_letterhead,
    label=_("Set the letterhead"),
    on=finding.meeting,
    form=SetLetterhead,
    leads_to=pages.meeting,
)
