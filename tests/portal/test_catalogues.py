"""Every string of the portal is said in Russian and Japanese, with the same placeholders, and is compiled."""

import gettext
import re
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

PACKAGE = Path(str(files("nemawashi")))
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
SAID = re.compile(r'\b(?:p?n?gettext(?:_lazy)?|_)\(\s*u?(["\'])(.*?)(?<!\\)\1', re.S)


def _messages(language: str) -> dict[str, Message]:
    with (PACKAGE / f"locale/{language}/LC_MESSAGES/django.po").open("rb") as file:
        rows = read_po(file, locale=language)
    return {(row.id[0] if isinstance(row.id, tuple) else row.id): row for row in rows if row.id}


def _forms(words: object) -> list[str]:
    return [str(w) for w in words] if isinstance(words, tuple | list) else [str(words)]


TEMPLATES = sorted(path for folder in ("portal", "parts", ".") for path in (PACKAGE / "templates" / folder).glob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_string_of_a_template_is_in_both_catalogues(path: Path) -> None:
    told = [found[2] for found in SAID.finditer(templatize(path.read_text(encoding="utf-8")))]
    wanted = {words.encode().decode("unicode_escape").encode("latin-1", "replace").decode("utf-8", "replace")
              if "\\" in words else words for words in told}  # fmt: skip

    for language in ("ru", "ja"):
        known = _messages(language)
        assert [words for words in wanted if words not in known] == []


@pytest.mark.parametrize("language", ["ru", "ja"])
def test_nothing_is_left_untranslated_in_portal_terms_and_navigation(language: str) -> None:
    def is_ours(row: Message) -> bool:
        places = [place.removeprefix("./") for place, _ in row.locations]
        return any(not place.startswith(("desk/", "templates/desk/")) for place in places)

    open_rows = [row.id for row in _messages(language).values() if is_ours(row) and not all(_forms(row.string))]

    assert open_rows == []
    assert [row.id for row in _messages(language).values() if "fuzzy" in row.flags] == []


@pytest.mark.parametrize("language", ["ru", "ja"])
def test_placeholders_agree(language: str) -> None:
    wrong = []
    for row in _messages(language).values():
        wanted = set(PLACEHOLDER.findall(_forms(row.id)[-1]))
        wrong += [row.id for form in _forms(row.string) if form and set(PLACEHOLDER.findall(form)) != wanted]

    assert wrong == []


@pytest.mark.parametrize(("language", "forms"), [("ru", 3), ("ja", 1)])
def test_plural_forms_are_complete(language: str, forms: int) -> None:
    plurals = [row for row in _messages(language).values() if isinstance(row.id, tuple)]

    assert plurals
    assert {len(_forms(row.string)) for row in plurals} == {forms}


@pytest.mark.parametrize("language", ["ru", "ja"])
def test_compiled_catalogue_says_what_the_source_says(language: str) -> None:
    compiled = gettext.translation("django", PACKAGE / "locale", [language])

    rows = [row for row in _messages(language).values() if isinstance(row.id, str) and not row.context and row.string]

    assert [row.id for row in rows if compiled.gettext(str(row.id)) != row.string] == []
