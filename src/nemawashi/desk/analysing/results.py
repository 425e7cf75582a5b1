"""Forms of acts on results of counting."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nemawashi.analysis import acts, answering
from nemawashi.desk.acting import finding, pages
from nemawashi.desk.acting.forms import Blank, LineField, Why, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.kit.faults import Fault


class KeepResult(Blank):
    """``question`` comes from the page that answers it; the answer is read anew: nobody keeps figures of their own."""

    title = LineField(label=_("Title"), longest=200)
    note = Words(label=_("Note"), rows=3, longest=2000, required=False, help_text=_("What was asked, and why."))
    question = forms.CharField(widget=forms.HiddenInput, max_length=2000)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "question" in cleaned:
            try:
                cleaned["question"] = answering.question(cleaned["question"])
                cleaned["answer"] = answering.written(answering.answer(cleaned["question"], self.viewer))
            except Fault:
                raise ValidationError(_("That cannot be counted now: ask again on its page."), code="question") from None
        return cleaned


offer(
    acts.keep_result,
    label=_("Keep this result"),
    on=finding.home_dialogue,
    form=KeepResult,
    leads_to=pages.run,
    sees_version=False,
    shows_new=True,
)


class PublishRun(Blank):
    def prepare(self) -> None:
        self.warnings = [
            gettext("Everybody will see it, with your name. It may be withdrawn later, and its address says so.")
        ]


offer(acts.publish_run, label=_("Publish"), on=finding.run, form=PublishRun, leads_to=pages.run, is_main=True)
offer(acts.withdraw_run, label=_("Withdraw"), on=finding.run, form=Why, leads_to=pages.run)
