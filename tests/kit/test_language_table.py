"""Every language of the one table has what docs/howto/add-a-language.md names."""

import gettext
from importlib.resources import files
from pathlib import Path

import pytest
from babel import Locale

from nemawashi.kit import languages
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.papers import wordings

LOCALE = Path(str(files("nemawashi"))) / "locale"
GUIDE = (Path(__file__).resolve().parents[2] / "docs/howto/add-a-language.md").read_text(encoding="utf-8")
OTHERS = [code for code in languages.PAGES if code != "en"]


@pytest.mark.parametrize("row", languages.LANGUAGES, ids=lambda row: row.code)
def test_every_language_has_names_and_codes(row: languages.Language) -> None:
    assert (len(row.code), len(row.three), row.tag.split("-")[0]) == (2, 3, row.code)
    assert row.own
    assert row.code in Locale("en").languages
    assert row.short or not row.is_page


def test_no_code_stands_twice() -> None:
    for codes in ([row.code for row in languages.LANGUAGES], [row.three for row in languages.LANGUAGES]):
        assert sorted(set(codes)) == sorted(codes)


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_of_pages_has_a_catalogue(code: str) -> None:
    found = gettext.translation("django", LOCALE, [code])

    assert found.gettext("Meetings") != "Meetings"


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_of_pages_has_dates_and_words_of_papers(code: str) -> None:
    assert ImpreciseDate(2012, 11, 10).in_words(code) != ImpreciseDate(2012, 11, 10).in_words("en")
    assert wordings.said("declaration", code) != wordings.said("declaration", "en")


def test_pages_come_before_the_others_and_english_first() -> None:
    """The first language of pages has no catalogue: its words stand in the code."""
    assert languages.PAGES[0] == "en"
    assert set(languages.PAGES) <= set(languages.NEGOTIATED)


def test_the_guide_names_every_column_of_the_table() -> None:
    columns = set(languages.Language.__dataclass_fields__) - {"code"}

    assert [name for name in sorted(columns) if f"`{name}`" not in GUIDE] == []
