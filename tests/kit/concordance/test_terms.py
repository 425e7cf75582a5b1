"""Terms of a clause: found in every form of a word, the longest alone, with what the translation makes of them."""

import importlib.machinery
import importlib.util
from pathlib import Path

import pytest

from nemawashi.kit.concordance import terms
from nemawashi.kit.concordance.terms import Glossary, Term, proposed

ROOT = Path(__file__).resolve().parents[3]
TERMS = [
    Term("border", {"en": ("border",), "ru": ("граница",), "ja": ("国境",)}),
    Term("border management", {"en": ("border management",), "ru": ("управление границами",), "ja": ("国境管理",)}),
    Term(
        "un", {"en": ("United Nations", "UN"), "ru": ("Организация Объединённых Наций", "ООН"), "ja": ("国際連合", "国連")}
    ),
    Term("water", {"en": ("water resources",), "ru": ("водные ресурсы",)}),
]


def _told(source: str, target: str, one: str = "en", other: str = "ru") -> list[tuple[str, str, str]]:
    uses = proposed(source, target, Glossary.of(TERMS), source_language=one, target_language=other)
    return [(use.source.words, use.forms[0], use.target.words if use.target else "") for use in uses]


def test_a_term_is_found_in_any_form_of_its_words() -> None:
    assert _told("They share water resources at borders.", "Они делят водных ресурсов на границе.") == [
        ("water resources", "водные ресурсы", "водных ресурсов"),
        ("borders", "граница", "границе"),
    ]


def test_a_longer_term_hides_the_one_within_it() -> None:
    assert _told("Border management matters.", "Охрана границ важна.") == [
        ("Border management", "управление границами", "")
    ]


@pytest.mark.parametrize(("source", "one"), [("ООН и граница", "ru"), ("国連の国境", "ja")])
def test_terms_are_found_from_every_language(source: str, one: str) -> None:
    assert [(use[0], use[2]) for use in _told(source, "The UN has a border.", one, "en")] == [
        (source.replace("の", " и ").split(" и ")[0], "UN"),
        (source.replace("の", " и ").split(" и ")[1], "border"),
    ]


def test_a_term_that_has_no_name_in_the_language_is_not_proposed() -> None:
    assert _told("water resources", "", "en", "ja") == []


def test_an_abbreviation_is_no_other_word() -> None:
    assert _told("an undertaking, un mot", "") == []


def test_the_words_of_the_field_are_those_of_the_glossary() -> None:
    """``tools/glossary-terms`` writes them anew when the glossary changes."""
    loader = importlib.machinery.SourceFileLoader("glossary_terms", str(ROOT / "tools" / "glossary-terms"))
    spec = importlib.util.spec_from_loader("glossary_terms", loader)
    assert spec is not None
    tool = importlib.util.module_from_spec(spec)
    loader.exec_module(tool)

    shipped = (ROOT / "src" / "nemawashi" / "kit" / "concordance" / "terms.yaml").read_text(encoding="utf-8")

    assert shipped == tool.written()
    assert len(terms.own()) > 60
