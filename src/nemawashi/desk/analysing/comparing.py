"""Forms of acts on formats beside the forum and their events."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nemawashi.analysis import acts
from nemawashi.analysis.terms import EventLevel
from nemawashi.desk.acting import finding, pages
from nemawashi.desk.acting.forms import Blank, DateField, LineField, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.meetings.terms import Mode
from nemawashi.sources import queries as sources
from nemawashi.sources.models import Source

MOST_SOURCES = 12
_HIGHEST = 999


class SourcesField(Words):
    """Sources of the record, one a line, each by its name or address; one that is not there is named in the refusal."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(rows=2, longest=6000, **kwargs)

    def clean(self, value: Any) -> Any:
        named = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(named) > MOST_SOURCES:
            raise ValidationError(_("Name at most %(most)s sources."), params={"most": MOST_SOURCES}, code="many")
        rows: dict[str, Source] = {}
        for each in named:
            source = sources.source_named(each)
            if source is None:
                raise ValidationError(
                    _("The record has no source “%(named)s”; add it first."), params={"named": each[:100]}, code="unknown"
                )
            rows[source.slug] = source
        return list(rows.values())


def _levels() -> list[tuple[str, Any]]:
    return [("", _("not stated")), *((str(level), level.label) for level in EventLevel)]


def _modes() -> list[tuple[str, Any]]:
    return [("", _("not stated")), *((str(mode), mode.label) for mode in Mode)]


def sources_field() -> SourcesField:
    return SourcesField(
        label=_("Sources"), help_text=_("One a line: the address of its page here, or that at which it was published.")
    )


class AddFormat(Blank):
    called = LineField(label=_("Name"), longest=200)
    partner = LineField(label=_("Partner"), longest=200, required=False)
    founded_on = DateField(label=_("Since"), required=False)
    launch_level = forms.ChoiceField(choices=_levels, label=_("Started by"), required=False)
    note = Words(label=_("Note"), rows=2, longest=2000, required=False)
    sources = sources_field()


class AddEvent(Blank):
    on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"), required=False)
    is_planned = forms.BooleanField(label=_("The source only tells of a plan"), required=False)
    level = forms.ChoiceField(choices=_levels, label=_("Level"), required=False)
    series = LineField(
        label=_("Series"), longest=120, required=False, help_text=_("Empty for the main series of its level.")
    )
    ordinal = forms.IntegerField(label=_("Number in its series"), min_value=1, max_value=_HIGHEST, required=False)
    mode = forms.ChoiceField(choices=_modes, label=_("How"), required=False)
    city = LineField(label=_("City"), longest=120, required=False)
    country = LineField(label=_("Country"), longest=120, required=False)
    outcome = LineField(label=_("Title of what was adopted"), longest=500, required=False)
    note = Words(label=_("Note"), rows=2, longest=2000, required=False)
    sources = sources_field()


offer(
    acts.add_format,
    label=_("Add a format"),
    on=finding.home_dialogue,
    form=AddFormat,
    leads_to=pages.dialogue,
    sees_version=False,
    shows_new=True,
)
offer(
    acts.add_event,
    label=_("Add a meeting"),
    on=finding.dialogue,
    form=AddEvent,
    leads_to=pages.dialogue,
    sees_version=False,
)
