"""The glossary has every word that the pages show, in three languages, as the catalogues say it."""

import gettext
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.db.models import Choices
from django.utils import translation

import nemawashi
from nemawashi.texts.terms import OPERATION_LABELS

LINES = (Path(__file__).resolve().parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
LOCALE = Path(nemawashi.__file__).parent / "locale"
NOUNS = ("access", "sources", "meetings", "texts", "lineage", "commitments", "assistance", "business", "analysis")


def _tables() -> dict[str, dict[str, dict[str, str]]]:
    """Rows by heading, then by English word."""
    tables: dict[str, dict[str, dict[str, str]]] = {}
    heading = ""
    for line in LINES:
        if line.startswith("#"):
            heading = line.lstrip("# ").strip("`")
        elif line.startswith("|") and not re.match(r"^\|(-+\|)+$|^\| EN \|", line):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            row = dict(zip(("en", "ru", "ja", "meaning"), cells, strict=False))
            tables.setdefault(heading, {})[row["en"]] = row
    return tables


TABLES = _tables()


def _words() -> list[tuple[str, str]]:
    """Heading and English label of every word of every state or kind."""
    words = []
    with translation.override("en"):
        for noun in NOUNS:
            terms = import_module(f"nemawashi.{noun}.terms")
            for name, kind in vars(terms).items():
                if isinstance(kind, type) and issubclass(kind, Choices) and kind.__module__ == terms.__name__:
                    words += [(f"{noun}.{name}", str(label)) for label in kind.labels]
        words += [("texts.Operation", str(label)) for label in OPERATION_LABELS.values()]
    return words


WORDS = _words()


@pytest.mark.parametrize(("heading", "label"), WORDS)
def test_word_has_a_line_in_three_languages(heading: str, label: str) -> None:
    row = TABLES[heading][label]

    assert [name for name in ("ru", "ja", "meaning") if not row[name]] == []


def test_glossary_holds_no_state_that_is_gone() -> None:
    held = {(heading, label) for heading, rows in TABLES.items() if "." in heading for label in rows}

    assert held - set(WORDS) == set()


def test_every_word_of_the_field_has_three_languages() -> None:
    rows = TABLES["Words of the field"].values()

    assert len(rows) > 50
    assert [row["en"] for row in rows if not (row["ru"] and row["ja"] and row["meaning"])] == []


@pytest.mark.parametrize("language", ["ru", "ja"])
def test_glossary_says_what_the_catalogue_says(language: str) -> None:
    with (LOCALE / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)

    told = {(heading, label): TABLES[heading][label][language] for heading, label in WORDS}
    owned = {key: catalogue.gettext(key[1]) for key in told if catalogue.gettext(key[1]) != key[1]}

    assert owned != {}
    assert {key: told[key] for key in owned} == owned
