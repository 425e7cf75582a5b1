"""The form by which a delegation takes in, as sealed drafts, what was read from a file that it sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nemawashi.desk import filing
from nemawashi.desk.forms import Act


class TakeIn(Act):
    """Each change that was found is a box; ``reading`` is what the page tells beside them."""

    chosen = forms.MultipleChoiceField(
        label=_("Changes to take in as drafts"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def prepare(self) -> None:
        self.reading = filing.read(self.subject, viewer=self.viewer)
        keys = [str(at) for at in range(len(self.reading.proposals))]
        self.fields["chosen"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]
        self.fields["chosen"].initial = keys

    def words_for_act(self) -> dict[str, Any]:
        return {"proposals": [self.reading.proposals[int(key)] for key in self.cleaned_data["chosen"]]}
