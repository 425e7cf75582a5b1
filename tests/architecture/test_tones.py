"""A state that a page shows has one of six tones, stated beside the state; the styles know these six and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.translation import gettext_lazy as _

from nemawashi.access.states import States, Tone
from nemawashi.portal.templatetags.portal_words import STATES

SOURCE = Path(__file__).resolve().parents[2] / "src" / "nemawashi"
STYLES = "".join(path.read_text(encoding="utf-8") for path in sorted((SOURCE / "static").rglob("*.css")))
PAGES = "".join(path.read_text(encoding="utf-8") for path in sorted((SOURCE / "templates").rglob("*.html")))


def test_the_styles_know_the_six_tones_and_no_other() -> None:
    assert sorted(re.findall(r'\[data-tone="([^"]*)"\]', STYLES)) == sorted(Tone)
    assert "data-state" not in STYLES


def test_every_tone_has_a_colour_and_a_shape_that_no_other_has() -> None:
    looks = re.findall(r'\.state\[data-tone="\w+"\] \{ --tone: var\((--[\w-]+)\); --shape: "(.)"; \}', STYLES)

    assert len(looks) == len({shape for _colour, shape in looks}) == len(Tone)


def test_every_state_of_every_noun_has_a_tone() -> None:
    kinds = States.__subclasses__()

    assert set(STATES.values()) <= set(kinds)
    assert {state.tone for kind in kinds for state in kind} == set(Tone)


def test_a_state_without_a_tone_is_refused() -> None:
    with pytest.raises(TypeError, match="tone"):

        class Unsaid(States):
            NEW = "new", _("New")


def test_pages_show_bare_values_only_of_nouns_that_are_known() -> None:
    assert set(re.findall(r'\{% state [\w.]+ "(\w+)" %\}', PAGES)) == set(STATES)
    assert set(re.findall(r'data-tone="(\w+)"', PAGES)) <= set(Tone)
    assert set(re.findall(r'data-tone="(\w+)"', PAGES)) != set()
