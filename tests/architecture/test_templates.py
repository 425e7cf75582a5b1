"""Templates are read like prose: one idea a line, no page longer than a reader holds in mind, no decision in them."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

SOURCE = Path(__file__).resolve().parents[2] / "src" / "nemawashi"
TEMPLATES = sorted((SOURCE / "templates").rglob("*.html"))
LONGEST_LINE, MOST_LINES = 140, 150
PERMISSION = re.compile(r"\b(?:may_\w+|is_secretariat|is_participant|act_link|act_button)\b")


def _lines(template: Path) -> list[str]:
    return template.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_loads_the_words_that_it_uses(path: Path) -> None:
    name = str(path.relative_to(SOURCE / "templates"))

    assert get_template(name).origin.name == str(path)


def test_no_line_of_a_template_is_long() -> None:
    lengths = {
        f"{path.relative_to(SOURCE)}:{number}": len(line)
        for path in TEMPLATES
        for number, line in enumerate(_lines(path), start=1)
    }

    assert lengths != {}
    assert {place: length for place, length in lengths.items() if length > LONGEST_LINE} == {}


def test_no_template_is_long() -> None:
    lengths = {str(path.relative_to(SOURCE)): len(_lines(path)) for path in TEMPLATES}

    assert lengths != {}
    assert {place: length for place, length in lengths.items() if length > MOST_LINES} == {}


def test_what_is_offered_is_decided_by_rules_and_not_in_a_template() -> None:
    words = {
        str(path.relative_to(SOURCE)): found
        for path in TEMPLATES
        if path.name != "nav.html" and (found := PERMISSION.findall("\n".join(_lines(path))))
    }

    assert words == {}
