"""Fields written in place are those of Django's own templates, whatever stands in them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString

from nemawashi.project.widgets import PlainFields

HOSTILE = """<b>"o'clock" & 5 > 4</b>"""
VALUES: tuple[Any, ...] = (None, "", HOSTILE, SafeString("a &amp; b"), 0, 7, "長い言葉", "line\nline", dt.date(2027, 3, 14))
ATTRIBUTES: tuple[dict[str, Any], ...] = (
    {},
    {"id": "id_words", "required": True, "disabled": False, "rows": 3, "title": HOSTILE, "hidden": "", "data-x": None},
)
WIDGETS = (
    forms.TextInput, forms.HiddenInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.PasswordInput,
    forms.CheckboxInput, forms.FileInput, forms.ClearableFileInput, forms.DateInput, forms.TimeInput, forms.DateTimeInput,
    forms.Textarea, forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple,
)  # fmt: skip
CHOICES = [("edit", HOSTILE), (7, "seven"), ("", "none"), ("group", [("a", "one"), ("b", "two")])]


@pytest.mark.parametrize("kind", WIDGETS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("attributes", ATTRIBUTES, ids=("bare", "with attributes"))
def test_each_widget_is_written_as_django_writes_it(kind: Any, attributes: dict[str, Any]) -> None:
    theirs, ours = DjangoTemplates(), PlainFields()
    for value in VALUES:
        widget = kind(attrs=attributes)
        if hasattr(widget, "choices"):
            widget.choices = CHOICES
        if kind is forms.SelectMultiple or kind is forms.CheckboxSelectMultiple:
            value = [value]
        expected = widget.render(HOSTILE, value, renderer=theirs)
        assert widget.render(HOSTILE, value, renderer=ours) == expected
        assert isinstance(widget.render(HOSTILE, value, renderer=ours), SafeString)


class Choosing(forms.Form):
    way = forms.ChoiceField(widget=forms.RadioSelect, choices=CHOICES, initial="edit")
    ways = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, choices=CHOICES, initial=["a", "7"])
    words = forms.CharField(widget=forms.Textarea, required=True)


def test_a_form_and_each_of_its_choices_are_the_same() -> None:
    theirs, ours = Choosing(renderer=DjangoTemplates()), Choosing(renderer=PlainFields())

    assert ours.as_div() == theirs.as_div()
    for name in ("way", "ways"):
        assert [choice.tag() for choice in ours[name]] == [choice.tag() for choice in theirs[name]]
        assert [choice.tag(wrap_label=True) for choice in ours[name]] == [
            choice.tag(wrap_label=True) for choice in theirs[name]
        ]
