"""Silence: put words under it, break it, extend it, conclude it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from nemawashi.access import clock
from nemawashi.desk.acting import finding, notices, pages
from nemawashi.desk.acting.forms import Blank, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.desk.negotiating.consenting import Over
from nemawashi.kit.clauses.operations import of_edit
from nemawashi.kit.clauses.proposals import Proposed
from nemawashi.kit.clauses.spans import normal, smallest_edit
from nemawashi.kit.languages import name_of
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Party
from nemawashi.texts import acts, rules
from nemawashi.texts import queries as texts
from nemawashi.texts.models import Text
from nemawashi.texts.rules import silence_moment
from nemawashi.texts.terms import BreakKind


class Until(Blank):
    """A moment on the wall clock of a named zone."""

    previews = _("Look at the working days first")

    until = forms.DateTimeField(
        label=_("Until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"],
    )
    zone = forms.ChoiceField(label=_("on the clocks of"))

    def prepare(self) -> None:
        zones = sorted({party.zone for party in Party.objects.all()} | {"UTC"})
        self.fields["zone"].choices = [(zone, zone) for zone in zones]  # type: ignore[attr-defined]
        text: Text = self.subject if isinstance(self.subject, Text) else self.subject.text
        if text.meeting and text.meeting.zone:
            self.fields["zone"].initial = text.meeting.zone

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("until") and cleaned.get("zone"):
            local: dt.datetime = cleaned["until"].replace(tzinfo=None)
            if not 2000 <= local.year < 3000:  # clocks of other zones leave the calendar at its ends
                self.add_error("until", _("Write a year between 2000 and 2999."))
                return cleaned
            try:
                cleaned["ends_at"] = silence_moment(local, cleaned["zone"])
            except ValueError:
                self.add_error("until", _("The clocks of this zone skip that time on that day."))
        return cleaned

    def preview(self) -> dict[str, Any]:
        return {"days": notices.days(clock.database_moment(), self.cleaned_data["ends_at"])}

    def words_for_act(self) -> dict[str, Any]:
        return {"ends_at": self.cleaned_data["ends_at"], "zone": self.cleaned_data["zone"]}


offer(
    acts.extend_silence,
    label=_("Extend silence"),
    on=finding.silence,
    form=Until,
    leads_to=pages.text,
)
offer(
    acts.conclude_silence,
    label=_("Conclude silence"),
    on=finding.silence,
    leads_to=pages.text,
    is_main=True,
)


class CorrectSlip(Until):
    """A slip of the pen, the words that should stand there, and until when any party may object."""

    before = Words(label=_("Words that are wrong"), rows=2, help_text=_("As they stand there, and only once."))
    after = Words(label=_("Words that are right"), rows=2, required=False)
    why = Words(label=_("Reason"), rows=2, longest=2000)
    field_order = ("before", "after", "why", "until", "zone")

    def words_for_act(self) -> dict[str, Any]:
        return {**super().words_for_act(), **{name: self.cleaned_data[name] for name in ("before", "after", "why")}}


offer(
    acts.correct_editorially,
    label=_("Correct editorially"),
    on=finding.clause,
    form=CorrectSlip,
    leads_to=pages.clause,
    sees_version=False,
)


class Objection(Blank):
    words = Words(label=_("In writing"), rows=3, help_text=_("All parties and the chair read this at once."))


offer(
    acts.object_to_correction,
    label=_("Object to it"),
    on=finding.correction,
    form=Objection,
    leads_to=pages.clause,
    sees_version=False,
    is_grave=True,
)
offer(
    acts.take_in_correction,
    label=_("Take the correction in"),
    on=finding.correction,
    leads_to=pages.clause,
    is_main=True,
)


class OpenSilence(Until):
    clauses = forms.MultipleChoiceField(
        label=_("Only on these paragraphs"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen: the whole text, which is adopted when silence is kept."),
    )
    by_circular = forms.ChoiceField(
        label=_("Proposed"),
        choices=[("1", _("by circular")), ("", _("in a meeting"))],
        widget=forms.RadioSelect,
        initial="1",
        required=False,
    )
    over = Over()

    def prepare(self) -> None:
        super().prepare()
        whole = texts.negotiation(self.subject, viewer=self.viewer)
        self.warnings = unsealed(whole)
        Over.prepare(self, whole)
        if least := parties.forum().meeting_rules.silence_hours:
            words = ngettext(
                "A silence of this forum lasts %(count)d hour at least.",
                "A silence of this forum lasts %(count)d hours at least.",
                least,
            )
            self.fields["until"].help_text = words % {"count": least}
        if least := parties.forum().meeting_rules.silence_working_days:
            words = ngettext(
                "A silence of this forum leaves every capital %(count)d working day at least.",
                "A silence of this forum leaves every capital %(count)d working days at least.",
                least,
            )
            said = [str(self.fields["until"].help_text), words % {"count": least}]
            self.fields["until"].help_text = " ".join(filter(None, said))
        self.rows = {str(view.clause.pk): view.clause for view in whole.standing}
        field: Any = self.fields["clauses"]
        field.choices = [
            (str(view.clause.pk), f"{view.number} {view.words}"[:80])
            for view in whole.standing
            if rules.is_clean(view.held)
        ]

    def words_for_act(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        chosen = [self.rows[key] for key in cleaned["clauses"]]
        over = cleaned.get("over", [])
        return {**super().words_for_act(), "clauses": chosen, "by_circular": bool(cleaned["by_circular"]), "over": over}


offer(
    acts.open_silence,
    label=_("Put under silence"),
    on=finding.text,
    form=OpenSilence,
    leads_to=pages.text,
    asks_again=True,
    for_good=_("All delegations are told, and whoever does not object in time has agreed."),
)


def unsealed(whole: texts.Negotiation) -> list[str]:
    """Which language versions adoption would not seal, and for want of which clauses."""
    warnings = []
    for code, views in whole.wanting.items():
        clauses = ", ".join(view.number or str(view.clause.get_kind_display()) for view in views[:8])
        names = {"language": name_of(code, get_language() or "en"), "clauses": clauses + ("…" if len(views) > 8 else "")}
        warnings.append(gettext("The version in %(language)s is not whole and would not be sealed: %(clauses)s.") % names)
    return warnings


class Break(Blank):
    kind = forms.ChoiceField(
        label=_("How"), choices=BreakKind.choices, widget=forms.RadioSelect, initial=BreakKind.OBJECTION
    )
    words = Words(label=_("In writing"), rows=4, help_text=_("All parties and the chair read this at once."))
    clause = forms.ChoiceField(label=_("On the paragraph"), required=False)
    clause_words = Words(
        label=_("The paragraph as you want it"),
        required=False,
        help_text=_("For an amendment: it is tabled as your position at the moment at which silence is broken."),
    )

    def prepare(self) -> None:
        whole = texts.negotiation(self.subject.text, viewer=self.viewer)
        about = self.subject.clauses
        self.views = {str(view.clause.pk): view for view in whole.standing if not about or str(view.clause.pk) in about}
        field: Any = self.fields["clause"]
        field.choices = [("", _("The text as a whole"))] + [
            (key, f"{view.number} {view.words}"[:80]) for key, view in self.views.items()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        view = self.views.get(cleaned.get("clause", ""))
        if cleaned.get("kind") != BreakKind.AMENDMENT or self.errors:
            return cleaned
        if view is None:
            self.add_error("clause", _("Choose the paragraph that the amendment changes."))
            return cleaned
        edit = smallest_edit(view.words, normal(cleaned.get("clause_words", "")))
        if edit is None or not cleaned.get("clause_words"):
            self.add_error("clause_words", _("Write the paragraph as you want it."))
            return cleaned
        operation = of_edit(edit.start, edit.end, edit.words)
        cleaned["amendment"] = Proposed(str(view.clause.pk), operation, view.wording, edit.start, edit.end, edit.words)
        return cleaned

    def words_for_act(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        view = self.views.get(cleaned["clause"])
        return {
            "kind": cleaned["kind"],
            "words": cleaned["words"],
            "clauses": [view.clause] if view else [],
            "amendment": cleaned.get("amendment"),
        }


offer(
    acts.break_silence,
    label=_("Break silence"),
    on=finding.silence,
    form=Break,
    leads_to=pages.text,
    sees_version=False,
    is_grave=True,
)
