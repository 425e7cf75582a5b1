"""Forms of acts. They check shape only: whether an act may be done is decided by its rule."""

from collections.abc import Sequence
from typing import Any
from unicodedata import category
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nemawashi.access.viewers import Viewer
from nemawashi.assistance.models import Undertaking
from nemawashi.assistance.terms import UndertakingKind
from nemawashi.commitments import queries as commitments
from nemawashi.commitments.models import Commitment
from nemawashi.commitments.terms import CommitmentState
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import queries as meetings
from nemawashi.meetings.models import AgendaItem, Meeting
from nemawashi.parties.models import Party, Pillar
from nemawashi.sources.models import Source
from nemawashi.texts.acts.drafting import ZeroClause
from nemawashi.texts.rules import LONGEST_POSITION
from nemawashi.texts.terms import ClauseKind, TextType

TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def no_control_marks(value: str) -> None:
    """Refuse control characters and marks that turn the direction of writing: they hide words from readers."""
    if any(mark in TURNING or (category(mark) in ("Cc", "Zl", "Zp") and mark not in "\n\r\t") for mark in value):
        raise ValidationError(_("This holds control characters; remove them."), code="control")


class Words(forms.CharField):
    """A stretch of words; longer than ``longest`` is refused with both numbers."""

    def __init__(self, *, rows: int = 4, longest: int = LONGEST_POSITION, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=longest, validators=[no_control_marks], **kwargs)


class Line(forms.CharField):
    def __init__(self, *, longest: int = 300, **kwargs: Any) -> None:
        super().__init__(max_length=longest, validators=[no_control_marks], **kwargs)


class Date(forms.CharField):
    """A date as precise as it is known: 2027, 2027-03 or 2027-03-14."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("2027, 2027-03 or 2027-03-14"))
        super().__init__(max_length=10, **kwargs)

    def to_python(self, value: Any) -> Any:
        try:
            return ImpreciseDate.parse((value or "").strip())
        except ValueError:
            raise ValidationError(_("Write the date as 2027, 2027-03 or 2027-03-14."), code="date") from None

    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        return


class Act(forms.Form):
    """The form of an act on ``subject`` by ``viewer``. ``words_for_act`` gives the act's own arguments."""

    looks_up = False
    warnings: Sequence[str] = ()  # what whoever does the act should know before
    assists = False  # whether its page helps with the words in the box, also before they are sent
    previews: Any = ""  # what a second button shows before the act is done; empty: there is none

    def __init__(self, *args: Any, subject: Any, viewer: Viewer, **kwargs: Any) -> None:
        self.subject, self.viewer = subject, viewer
        super().__init__(*args, **kwargs)
        self.prepare()
        for name, field in self.fields.items():
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"id_{name}_help"

    @property
    def has_words(self) -> bool:
        """Whether somebody may type for long in it."""
        return any(isinstance(field.widget, forms.Textarea) for field in self.fields.values())

    def prepare(self) -> None:
        """Fill choices and first values from the subject."""

    def first_words(self) -> dict[str, Any]:
        """What the form starts from, where the subject has words of its own."""
        return {}

    def theirs(self) -> tuple[str, dict[str, Any]] | None:
        """What somebody else put meanwhile where this form, now stale, puts something: who, and the words by field."""
        return None

    def preview(self) -> dict[str, Any]:
        """What the second button shows, for the page; asked of a form whose shape is right."""
        return {}

    def assistance(self) -> dict[str, Any]:
        """What the page shows to help with the words in the box, for a form that ``assists``."""
        return {}

    def taken_over(self, asked: str) -> dict[str, Any]:
        """First values of the form when a button of that help was pressed."""
        return {}

    def words_for_act(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class Why(Act):
    why = Words(label=_("Reason"), rows=3, longest=2000)


class Withdraw(Act):
    why = Words(
        label=_("Reason"),
        rows=2,
        longest=2000,
        required=False,
        help_text=_("All parties see it, if the position was tabled."),
    )


class Recommend(Act):
    words = Words(label=_("Recommendation"))
    addressees = Line(label=_("Addressees"), required=False)
    pillar = forms.ModelChoiceField(Pillar.objects.all(), label=_("Pillar"), required=False)


class TakeUp(Act):
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("Meeting"))
    title = Words(
        label=_("Words of the agenda item"),
        rows=2,
        longest=500,
        required=False,
        help_text=_("Empty: those of the recommendation."),
    )

    def prepare(self) -> None:
        self.fields["meeting"].queryset = meetings.meetings_ahead(viewer=self.viewer).filter(agenda_adopted_at=None)  # type: ignore[attr-defined]


class PlanMeeting(Act):
    city = Line(label=_("City"), longest=120)
    host = forms.ModelChoiceField(Party.objects.all(), label=_("Host"))
    start = Date(label=_("First day"), required=False)
    end = Date(label=_("Last day"), required=False)
    zone = Line(
        label=_("Time zone"),
        longest=60,
        required=False,
        help_text=_("IANA name, such as Asia/Tashkent. Empty: the host's."),
    )
    opens_at = forms.TimeField(
        label=_("Opens at"),
        required=False,
        help_text=_("On the clocks of that zone, such as 10:00. Empty while it is not known."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    theme = Line(label=_("Theme"), required=False)

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        if zone and zone not in available_timezones():
            raise ValidationError(_("There is no such time zone; use a name such as Asia/Tashkent."))
        return zone


class Postpone(Why):
    start = Date(label=_("New first day"), required=False, help_text=_("Empty while it is not known."))
    end = Date(label=_("New last day"), required=False)


class ProposeItem(Act):
    title = Words(label=_("Agenda item"), rows=2, longest=500)
    pillar = forms.ModelChoiceField(Pillar.objects.all(), label=_("Pillar"), required=False)


def clauses_in(words: str) -> list[tuple[ClauseKind, str]]:
    """Clauses of a text typed as paragraphs: the first is the title; ``#`` marks a heading, ``-`` or ``(a)`` a
    sub-clause; a comma at the end makes a preambular clause, a colon a chapeau."""
    found: list[tuple[ClauseKind, str]] = []
    for block in [part.strip() for part in words.replace("\r\n", "\n").split("\n\n")]:
        if not block:
            continue
        line = " ".join(block.split("\n")).strip()
        if not found and not line.startswith("#"):
            kind = ClauseKind.TITLE
        elif line.startswith("#"):
            kind, line = ClauseKind.HEADING, line.lstrip("# ")
        elif line.startswith("- ") or (line[0] == "(" and ")" in line[:5]):
            kind, line = ClauseKind.SUB, line.split(" ", 1)[-1]
        elif line.endswith((",", "、", "，")):
            kind = ClauseKind.PREAMBULAR
        elif line.endswith((":", "：")):
            kind = ClauseKind.CHAPEAU
        else:
            kind = ClauseKind.OPERATIVE
        found.append((kind, line))
    return found


class ZeroDraft(Act):
    title = Line(label=_("Title"))
    type = forms.ChoiceField(choices=TextType.choices, label=_("Type"), initial=TextType.JOINT_STATEMENT)
    agenda_item = forms.ModelChoiceField(AgendaItem.objects.none(), label=_("Agenda item"), required=False)
    en = Words(
        label=_("English"),
        rows=12,
        longest=200_000,
        help_text=_(
            "One clause a paragraph, an empty line between. # starts a heading, - a sub-clause; "
            "a comma at the end makes a preambular clause, a colon a chapeau."
        ),
    )
    ru = Words(
        label=_("Russian"), rows=4, longest=200_000, required=False, help_text=_("The same number of paragraphs, or empty.")
    )
    ja = Words(
        label=_("Japanese"),
        rows=4,
        longest=200_000,
        required=False,
        help_text=_("The same number of paragraphs, or empty."),
    )

    def prepare(self) -> None:
        self.fields["agenda_item"].queryset = AgendaItem.objects.filter(meeting=self.subject)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        blocks = clauses_in(told.get("en", ""))
        for language in ("ru", "ja"):
            other = clauses_in(told.get(language, ""))
            if other and len(other) != len(blocks):
                self.add_error(
                    language,
                    _("%(here)d paragraphs here, %(there)d in English: side by side they must be as many.")
                    % {"here": len(other), "there": len(blocks)},
                )
        return told

    def words_for_act(self) -> dict[str, Any]:
        told = self.cleaned_data
        versions = {lang: clauses_in(told[lang]) for lang in ("en", "ru", "ja") if told.get(lang)}
        clauses = [
            ZeroClause(kind, {lang: rows[n][1] for lang, rows in versions.items()})
            for n, (kind, _words) in enumerate(versions["en"])
        ]
        return {"title": told["title"], "type": told["type"], "agenda_item": told["agenda_item"], "clauses": clauses}


class Confirm(Act):
    owner = forms.ModelChoiceField(
        Party.objects.all(), label=_("Responsible"), required=False, empty_label=_("All parties jointly")
    )
    due_on = Date(label=_("Due"))
    pillar = forms.ModelChoiceField(Pillar.objects.all(), label=_("Pillar"), required=False)
    target = Line(label=_("Measurable target"), required=False)

    def prepare(self) -> None:
        self.fields["due_on"].initial = str(self.subject.due_on or "")
        self.fields["pillar"].initial = self.subject.pillar_id
        self.fields["target"].initial = self.subject.target

    def words_for_act(self) -> dict[str, Any]:
        return {**self.cleaned_data, "is_joint": self.cleaned_data["owner"] is None}


class Report(Act):
    words = Words(label=_("What was done"))
    is_complete = forms.BooleanField(label=_("We have delivered it in full"), required=False)


class Attach(Act):
    source = Line(
        label=_("Source"),
        longest=120,
        help_text=_("Its name in the record, as in the address of its page: mofa-press0408."),
    )
    locator = Line(label=_("Place in the source"), help_text=_("A page, a paragraph."))

    def clean_source(self) -> Source:
        found = Source.objects.filter(slug=self.cleaned_data["source"].strip()).first()
        if found is None:
            raise ValidationError(_("The record has no source of this name."), code="unknown")
        return found


class FreezeGuideline(Act):
    words = Words(label=_("What +1, 0 and −1 mean here"), rows=5)


SCORES = [("1", _("+1: delivered")), ("0", _("0: in part, or under way")), ("-1", _("−1: not delivered"))]


class Score(Act):
    score = forms.TypedChoiceField(label=_("Score"), choices=SCORES, coerce=int, widget=forms.RadioSelect)
    why = Words(label=_("Reason"), rows=3, longest=4000)


class CarryOver(Act):
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("Meeting"))

    def prepare(self) -> None:
        self.fields["meeting"].queryset = meetings.meetings_ahead(viewer=self.viewer).filter(agenda_adopted_at=None)  # type: ignore[attr-defined]


class Pledge(Act):
    title = Line(label=_("Title"))
    recipients = forms.ModelMultipleChoiceField(
        Party.objects.none(), label=_("For"), to_field_name="slug", widget=forms.CheckboxSelectMultiple
    )
    amount = forms.DecimalField(label=_("Amount"), required=False, max_digits=20, decimal_places=2)
    currency = Line(label=_("Currency"), longest=10, required=False, help_text=_("As it was said: JPY, USD."))
    on = Date(label=_("Pledged on"), required=False)
    spheres = Line(label=_("Spheres"), required=False, help_text=_("Separated by commas."))
    commitment = forms.ModelChoiceField(Commitment.objects.none(), label=_("Serves the commitment"), required=False)

    def prepare(self) -> None:
        self.fields["recipients"].queryset = Party.objects.exclude(pk=self.subject.pk)  # type: ignore[attr-defined]
        rows = commitments.visible_commitments(viewer=self.viewer).filter(
            state=CommitmentState.CONFIRMED, is_from_record=False
        )
        self.fields["commitment"].queryset = rows  # type: ignore[attr-defined]

    def words_for_act(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        told["spheres"] = told["spheres"].split(",")
        told["recipients"] = list(told["recipients"])
        return told


class LinkProject(Act):
    pledge = forms.ModelChoiceField(
        Undertaking.objects.filter(kind__in=[UndertakingKind.PLEDGE, UndertakingKind.PACKAGE]).order_by("-order"),
        label=_("Pledge"),
    )
