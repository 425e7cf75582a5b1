"""Forms of the negotiation: the chair's moves, packages, languages, silence, adoption."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from nemawashi.access import clock
from nemawashi.desk import notices, terminology
from nemawashi.desk.drafting_forms import clause_view
from nemawashi.desk.forms import Act, Line, Words
from nemawashi.kit.clauses.operations import Operation, of_edit
from nemawashi.kit.clauses.proposals import Proposed
from nemawashi.kit.clauses.spans import normal, smallest_edit
from nemawashi.kit.languages import name_of
from nemawashi.meetings.models import Meeting
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Party, Pillar
from nemawashi.texts import queries as texts
from nemawashi.texts import rules
from nemawashi.texts.acts.adopting import next_meetings
from nemawashi.texts.acts.translating import LANGUAGES, numbers_of
from nemawashi.texts.models import Clause, Text, Wording
from nemawashi.texts.rules import silence_moment
from nemawashi.texts.terms import BreakKind, StatementKind, Version


class Bridge(Act):
    words = Words(label=_("The clause in the chair's words"))
    supersedes = forms.MultipleChoiceField(label=_("In the place of"), widget=forms.CheckboxSelectMultiple)
    why = Words(label=_("Reason"), rows=2, required=False, longest=2000)

    def prepare(self) -> None:
        view = clause_view(self.subject, viewer=self.viewer)
        self.live = {str(row.position.pk): row.position for row in view.live}
        self.fields["words"].initial = view.words
        self.fields["supersedes"].choices = [  # type: ignore[attr-defined]
            (
                str(row.position.pk),
                f"{', '.join(row.codes)}: {row.position.get_operation_display()} {row.position.words}"[:160],
            )
            for row in view.live
        ]

    def words_for_act(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {"words": told["words"], "why": told["why"], "supersedes": [self.live[key] for key in told["supersedes"]]}


class AdReferendum(Act):
    awaiting = forms.MultipleChoiceField(
        label=_("Awaiting instructions"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def prepare(self) -> None:
        self.fields["awaiting"].choices = [(p.slug, str(p)) for p in parties.participants()]  # type: ignore[attr-defined]


class Until(Act):
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
        text = self.subject if isinstance(self.subject, Text) else self.subject.text
        if text.meeting and text.meeting.zone:
            self.fields["zone"].initial = text.meeting.zone

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("until") and told.get("zone"):
            local: dt.datetime = told["until"].replace(tzinfo=None)
            if not 2000 <= local.year < 3000:  # clocks of other zones leave the calendar at its ends
                self.add_error("until", _("Write a year between 2000 and 2999."))
                return told
            try:
                told["ends_at"] = silence_moment(local, told["zone"])
            except ValueError:
                self.add_error("until", _("The clocks of this zone skip that time on that day."))
        return told

    def preview(self) -> dict[str, Any]:
        return {"days": notices.days(clock.database_moment(), self.cleaned_data["ends_at"])}

    def words_for_act(self) -> dict[str, Any]:
        return {"ends_at": self.cleaned_data["ends_at"], "zone": self.cleaned_data["zone"]}


class OpenSilence(Until):
    clauses = forms.MultipleChoiceField(
        label=_("Only on these clauses"),
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

    def prepare(self) -> None:
        super().prepare()
        whole = texts.negotiation(self.subject, viewer=self.viewer)
        self.warnings = unsealed(whole)
        self.rows = {str(view.clause.pk): view.clause for view in whole.standing}
        field: Any = self.fields["clauses"]
        field.choices = [
            (str(view.clause.pk), f"{view.number} {view.words}"[:80])
            for view in whole.standing
            if rules.is_clean(view.held)
        ]

    def words_for_act(self) -> dict[str, Any]:
        told = self.cleaned_data
        chosen = [self.rows[key] for key in told["clauses"]]
        return {**super().words_for_act(), "clauses": chosen, "by_circular": bool(told["by_circular"])}


def unsealed(whole: texts.Negotiation) -> list[str]:
    """Which language versions adoption would not seal, and for want of which clauses."""
    told = []
    for code, views in whole.wanting.items():
        clauses = ", ".join(view.number or str(view.clause.get_kind_display()) for view in views[:8])
        names = {"language": name_of(code, get_language() or "en"), "clauses": clauses + ("…" if len(views) > 8 else "")}
        told.append(gettext("The version in %(language)s is not whole and would not be sealed: %(clauses)s.") % names)
    return told


class Break(Act):
    kind = forms.ChoiceField(
        label=_("How"), choices=BreakKind.choices, widget=forms.RadioSelect, initial=BreakKind.OBJECTION
    )
    words = Words(label=_("In writing"), rows=4, help_text=_("All parties and the chair read this at once."))
    clause = forms.ChoiceField(label=_("On the clause"), required=False)
    clause_words = Words(
        label=_("The clause as you want it"),
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
        told = super().clean() or {}
        view = self.views.get(told.get("clause", ""))
        if told.get("kind") != BreakKind.AMENDMENT or self.errors:
            return told
        if view is None:
            self.add_error("clause", _("Choose the clause that the amendment changes."))
            return told
        edit = smallest_edit(view.words, normal(told.get("clause_words", "")))
        if edit is None or not told.get("clause_words"):
            self.add_error("clause_words", _("Write the clause as you want it."))
            return told
        operation = of_edit(edit.start, edit.end, edit.words)
        told["amendment"] = Proposed(str(view.clause.pk), operation, view.wording, edit.start, edit.end, edit.words)
        return told

    def words_for_act(self) -> dict[str, Any]:
        told = self.cleaned_data
        view = self.views.get(told["clause"])
        return {
            "kind": told["kind"],
            "words": told["words"],
            "clauses": [view.clause] if view else [],
            "amendment": told.get("amendment"),
        }


class AdoptInMeeting(Act):
    present = forms.MultipleChoiceField(
        label=_("Participants present"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def prepare(self) -> None:
        self.warnings = unsealed(texts.negotiation(self.subject, viewer=self.viewer))
        self.fields["present"].choices = [(p.slug, str(p)) for p in parties.participants()]  # type: ignore[attr-defined]


class Reserve(Act):
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=StatementKind.choices,
        widget=forms.RadioSelect,
        initial=StatementKind.RESERVATION,
        required=False,
    )
    words = Words(label=_("In writing"), rows=4)
    clause = forms.ModelChoiceField(
        Clause.objects.none(), label=_("On the clause"), required=False, empty_label=_("The text as a whole")
    )

    def prepare(self) -> None:
        whole = texts.negotiation(self.subject, viewer=self.viewer)
        field: Any = self.fields["clause"]
        field.queryset = Clause.objects.filter(text=self.subject, is_deleted=False)
        labels = {view.clause.pk: f"{view.number} {view.words}"[:80] for view in whole.standing}
        field.label_from_instance = lambda clause: labels.get(clause.pk, "")

    def words_for_act(self) -> dict[str, Any]:
        return {**self.cleaned_data, "kind": self.cleaned_data["kind"] or StatementKind.RESERVATION}


class Accept(Act):
    """Nothing to fill in, but where several words are proposed for one place."""

    stands_last = forms.BooleanField(
        label=_("Several words are proposed for this place: let these stand behind the others"), required=False
    )

    def prepare(self) -> None:
        if self.subject.operation not in (Operation.INSERT, Operation.NEW_CLAUSE):
            del self.fields["stands_last"]


class Streamline(Act):
    """Positions that ask for nearly the same words, proposed with how alike they are; the chair decides and says why."""

    others = forms.MultipleChoiceField(label=_("Put together with it"), widget=forms.CheckboxSelectMultiple)
    why = Words(label=_("Reason"), rows=2, longest=2000)

    def prepare(self) -> None:
        whole = texts.negotiation(self.subject.clause.text, viewer=self.viewer)
        found = whole.find(self.subject.pk)
        self.rows: dict[str, Any] = {}
        choices = []
        for row in found[0].live if found and found[1].is_live else ():
            likeness = rules.alike(found[1].held, row.held, clause=found[0].words) if found else 0.0
            if row.position.pk != self.subject.pk and likeness >= rules.LEAST_ALIKE:
                self.rows[str(row.position.pk)] = row.position
                what = row.position.get_operation_display()
                choices.append(
                    (str(row.position.pk), f"{', '.join(row.codes)}: {what} {row.position.words} ({likeness:.0%})"[:200])
                )
        self.fields["others"].choices = choices  # type: ignore[attr-defined]
        self.fields["others"].initial = list(self.rows)
        self.fields["why"].initial = _("Nearly the same words.")

    def words_for_act(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {"others": [self.rows[key] for key in told["others"]], "why": told["why"]}


class MakePackage(Act):
    title = Line(label=_("Title"), longest=200)
    clauses = forms.MultipleChoiceField(label=_("Clauses"), widget=forms.CheckboxSelectMultiple)

    def prepare(self) -> None:
        whole = texts.negotiation(self.subject, viewer=self.viewer)
        self.rows = {str(view.clause.pk): view.clause for view in whole.standing if view.package is None}
        self.fields["clauses"].choices = [  # type: ignore[attr-defined]
            (str(view.clause.pk), f"{view.number} {view.words}"[:80]) for view in whole.standing if view.package is None
        ]

    def words_for_act(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {"title": told["title"], "clauses": [self.rows[key] for key in told["clauses"]]}


class DissolvePackage(Act):
    why = Words(label=_("Reason"), rows=2, longest=2000, required=False)


class AssignPillar(Act):
    pillar = forms.ModelChoiceField(Pillar.objects.none(), label=_("Pillar"), required=False)

    def prepare(self) -> None:
        field: Any = self.fields["pillar"]
        field.queryset = Pillar.objects.filter(dialogue=self.subject.text.dialogue_id)
        field.initial = self.subject.pillar_id


class Translate(Act):
    assists = True
    language = forms.ChoiceField(label=_("Language"))
    words = Words(label=_("The clause in that language"), rows=5)
    version = forms.ChoiceField(
        label=_("What it is worth"), choices=Version.choices, widget=forms.RadioSelect, initial=Version.COURTESY
    )

    saw = forms.RegexField(r"^(?:[a-z]{2}:\d{1,5},?)*$", required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        own = self.subject.text.language
        self.initial["saw"] = _numbers(self.subject)
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, name_of(code, get_language() or "en")) for code in LANGUAGES if code != own
        ]
        others = [code for code in LANGUAGES if code != own and code in self.subject.text.languages]
        if others:
            self.initial.setdefault("language", others[0])
        if not self.is_bound and "words" not in self.initial and self.initial.get("language") in LANGUAGES:
            row = last_wording(self.subject, self.initial["language"])
            if row:
                self.initial.update(words=row.words, version=row.version)

    @sensitive_variables()
    def assistance(self) -> dict[str, Any]:
        """Terms, earlier adopted pairs, and whether what stands in the box agrees with the clause."""
        own, language = self.subject.text.language, str(self["language"].value() or "")
        if language not in LANGUAGES or language == own:
            language = next(code for code in LANGUAGES if code != own)
        row = last_wording(self.subject, own)
        words = row.words if row else ""
        typed = normal(str(self["words"].value() or ""))[: rules.LONGEST_POSITION]
        told = terminology.help_with(words, typed, own=own, language=language, viewer=self.viewer)
        return {"help": told, "help_language": language, "clause_language": own}

    def taken_over(self, asked: str) -> dict[str, Any]:
        words = terminology.words_of(asked, str(self.initial.get("language", "")), viewer=self.viewer)
        return {"words": words} if words else {}

    def words_for_act(self) -> dict[str, Any]:
        told = self.cleaned_data
        saw = {
            code: int(number) for code, _colon, number in (part.partition(":") for part in told["saw"].split(",") if part)
        }
        return {**told, "saw": saw or None}

    def theirs(self) -> tuple[str, dict[str, str]]:
        row = last_wording(self.subject, str(self.data.get("language", "")))
        self.data = {name: self.data.get(name) for name in self.data} | {"saw": _numbers(self.subject)}  # it is seen now
        return (row.made_by, {"words": row.words}) if row else ("", {})


def _numbers(clause: Clause) -> str:
    return ",".join(f"{code}:{number}" for code, number in numbers_of(clause).items())


def last_wording(clause: Clause, language: str) -> Wording | None:
    """The last words of a clause in a language, also a stale translation: whoever words it again starts from there."""
    return clause.wordings.filter(language=language).order_by("-number").first()


class Correct(Act):
    clause = forms.ChoiceField(label=_("Clause"))
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
        told = self.cleaned_data
        return {**told, "clause": Clause.objects.get(pk=told["clause"])}


class SetLetterhead(Act):
    """A Word file whose styles, page and letterhead are taken, or the plain look again."""

    file = forms.FileField(
        label=_("Word file"),
        required=False,
        help_text=_("Its styles, page, headers and footers are taken, none of its other words. At most 2 MB."),
    )
    is_plain = forms.BooleanField(label=_("Go back to the plain look instead"), required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if bool(told.get("file")) == bool(told.get("is_plain")):
            raise ValidationError(_("Choose a file, or the plain look."))
        return told

    def words_for_act(self) -> dict[str, Any]:
        sent = self.cleaned_data["file"]
        return {"called": sent.name[:120] if sent else "", "content": sent.read() if sent else b""}


class AnnounceAdoption(Act):
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("At the meeting"))

    def prepare(self) -> None:
        since = self.subject.adopted_at
        field: Any = self.fields["meeting"]
        field.queryset = (
            Meeting.objects.filter(pk__in=next_meetings(self.subject, since=since)) if since else field.queryset
        )
        rows = list(field.queryset[:2])
        if len(rows) == 1:
            self.initial.setdefault("meeting", rows[0].pk)
