"""The minutes of a meeting: written by several at once, circulated, corrected by delegations, adopted."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from nemawashi.access import clock
from nemawashi.access.requests import Request
from nemawashi.desk.acting import finding, pages, screens
from nemawashi.desk.acting.forms import Blank, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.desk.following.papers import MomentField, Zoned
from nemawashi.desk.negotiating import comparing
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.merging import MergedPart, WhoseWords, paragraphs
from nemawashi.meetings import acts, possible, queries, rules
from nemawashi.meetings.models import MinutesVersion

MOST_VERSIONS = 2_000_000_000
MOST_COMPARED = 20_000  # signs of both sides: what their difference costs grows with their length times itself


@dataclass(frozen=True)
class ContestedPart:
    """A paragraph that two people changed: as each left it, word by word from theirs to one's own, and what was chosen.

    Of very long ones both are shown, and no difference.
    """

    part: MergedPart
    differences: Sequence[tuple[str, str]]
    choice: str

    @property
    def name(self) -> str:
        return f"choice_{self.part.key}"


def _differences(theirs: str, mine: str) -> Sequence[tuple[str, str]]:
    return comparing.differences(theirs, mine) if len(theirs) + len(mine) <= MOST_COMPARED else ()


class ReadVersion(forms.IntegerField):
    """The version that stood on the page when somebody began to type. Words that are put back bring theirs with them."""

    widget = forms.HiddenInput(attrs={"data-keep": ""})

    def __init__(self) -> None:
        super().__init__(min_value=0, max_value=MOST_VERSIONS, required=False)


class WriteMinutes(Blank):
    words = Words(
        label=pgettext_lazy("of a meeting", "Minutes"),
        rows=24,
        longest=rules.LONGEST_MINUTES,
        help_text=_(
            "A line for each paragraph. Colleagues may write at the same time: what each of you changes is merged."
        ),
    )
    base = ReadVersion()

    def first_words(self) -> dict[str, Any]:
        row = queries.minutes_of(self.subject)
        newest = row.versions.last() if row is not None else None
        return {"words": newest.words, "base": newest.number} if newest else {"words": "", "base": 0}

    @property
    def _choices(self) -> dict[str, WhoseWords]:
        """What was chosen, by the key of the part; a value that is none of ours is no choice."""
        named = ((name.removeprefix("choice_"), self.data[name]) for name in self.data if name.startswith("choice_"))
        return {key: WhoseWords(value) for key, value in named if value in list(WhoseWords)}

    @cached_property
    def contested(self) -> list[ContestedPart]:
        """The paragraphs that both changed, of words that were sent and are no shorter or longer than is taken."""
        if not self.is_bound or "words" not in self.cleaned_data:
            return []
        typed, base = normal(self.cleaned_data["words"]), self.cleaned_data.get("base") or 0
        row = queries.minutes_of(self.subject)
        if not possible.writing_minutes(self.subject, row, words=typed, by=self.viewer):
            return []
        choices = self._choices
        return [
            ContestedPart(part, _differences("\n".join(part.theirs), "\n".join(part.mine)), choices.get(part.key, ""))
            for part in queries.minutes_merged(row, words=typed, base=base).merged.contested
        ]

    def words_for_act(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {"words": typed["words"], "base": typed.get("base") or 0, "choices": self._choices}


offer(
    acts.write_minutes,
    label=_("Write the minutes"),
    on=finding.meeting_of_minutes,
    form=WriteMinutes,
    leads_to=pages.minutes,
    sees_version=False,
    is_main=True,
    template="desk/write_minutes.html",
)


class CirculateMinutes(Zoned):
    until = MomentField(label=_("Corrections until"), help_text=_("The delegations read them at once."))
    zone = forms.ChoiceField(label=_("on the clocks of"))

    def words_for_act(self) -> dict[str, Any]:
        return {"until": self.moments["until"], "zone": self.cleaned_data["zone"]}


offer(
    acts.circulate_minutes,
    label=_("Circulate the minutes"),
    on=finding.minutes,
    form=CirculateMinutes,
    leads_to=pages.minutes,
    for_good=_("All delegations read the minutes from then on."),
)


class CorrectMinutes(Blank):
    words = Words(
        label=_("What they should say"),
        rows=6,
        longest=20_000,
        help_text=_("Name the paragraph by its number. All delegations read it."),
    )
    number = ReadVersion()

    def first_words(self) -> dict[str, Any]:
        return {"number": self.subject.versions.count()}


offer(
    acts.correct_minutes,
    label=_("Send a correction"),
    on=finding.minutes,
    form=CorrectMinutes,
    leads_to=pages.minutes,
    sees_version=False,
    is_main=True,
)


class AnswerCorrection(Blank):
    what = forms.ChoiceField(
        label=_("What became of it"),
        choices=[("taken_in", _("It was taken into the minutes")), ("left_out", _("It was not taken into the minutes"))],
        widget=forms.RadioSelect,
        initial="taken_in",
    )
    why = Words(
        label=_("Reason"),
        rows=2,
        required=False,
        longest=2000,
        help_text=_("Needed where it was not taken into them. All delegations read it."),
    )

    def first_words(self) -> dict[str, Any]:
        row = self.subject
        return {"what": row.answer, "why": row.why} if row.answered_at else {}

    def words_for_act(self) -> dict[str, Any]:
        return {"is_taken_in": self.cleaned_data["what"] == "taken_in", "why": self.cleaned_data["why"]}


offer(
    acts.answer_correction,
    label=_("Answer the correction"),
    on=finding.minutes_correction,
    form=AnswerCorrection,
    leads_to=pages.minutes,
)
offer(
    acts.adopt_minutes,
    label=_("Adopt the minutes"),
    on=finding.minutes,
    leads_to=pages.minutes,
    is_main=True,
    for_good=_("The minutes stand as they are; nobody writes on in them."),
)


@login_required
@require_safe
def minutes(request: Request, slug: str) -> HttpResponse:
    """The minutes with who wrote what, and the corrections. A draft, or that there is none, is for those who write them."""
    viewer = request.viewer
    reader = screens.SCREEN if viewer.takes_notes else viewer
    meeting = screens.meetings_of_minutes(viewer=viewer).filter(slug=slug).first()
    if meeting is None:
        raise Http404
    row = queries.visible_minutes(viewer=reader).filter(meeting=meeting).first()
    if row is None and not reader.is_secretariat:
        raise Http404
    versions = list(row.versions.order_by("-number").defer("words")) if row is not None else []
    newest = MinutesVersion.objects.filter(pk=versions[0].pk).first() if versions else None
    context = {
        "meeting": meeting,
        "minutes": row,
        "newest": newest,
        "paragraphs": paragraphs(newest.words) if newest else [],
        "versions": versions if reader.is_secretariat else [],
        "corrections": [
            (each, possible.on_correction(each, viewer=viewer))
            for each in (queries.visible_corrections(viewer=reader).filter(minutes=row) if row is not None else ())
        ],
        "offered": possible.on_minutes(meeting, row, at=clock.database_moment(), viewer=viewer),
    }
    return render(request, "desk/minutes.html", context)
