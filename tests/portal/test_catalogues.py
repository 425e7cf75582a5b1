"""Every string of the pages is said in Russian and Japanese, with the same placeholders, and is compiled."""

import ast
import gettext
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

pytestmark = pytest.mark.one_database

PACKAGE = Path(str(files("nemawashi")))
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
SAID_IN_CONTEXT = re.compile(r'\bpgettext\(\s*u?(["\'])(?:.*?)\1\s*,\s*u?(["\'])(.*?)(?<!\\)\2', re.S)
SAID = re.compile(r'\b(?:n?gettext(?:_lazy)?|_)\(\s*u?(["\'])(.*?)(?<!\\)\1', re.S)


def _messages(language: str) -> dict[str, Message]:
    with (PACKAGE / f"locale/{language}/LC_MESSAGES/django.po").open("rb") as file:
        rows = read_po(file, locale=language)
    return {(row.id[0] if isinstance(row.id, tuple) else row.id): row for row in rows if row.id}


def _forms(words: object) -> list[str]:
    return [str(w) for w in words] if isinstance(words, tuple | list) else [str(words)]


TEMPLATES = sorted((PACKAGE / "templates").rglob("*.html"))
MODULES = sorted(PACKAGE.rglob("*.py"))
ASKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def _not_said(words: Iterable[str]) -> dict[str, list[str]]:
    """Words that a catalogue lacks, or has without a translation, by its language."""
    rows = {language: _messages(language) for language in ("ru", "ja")}
    found = {
        language: [each for each in words if each not in known or not all(_forms(known[each].string))]
        for language, known in rows.items()
    }
    return {language: missing for language, missing in found.items() if missing}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE / "templates")))
def test_every_string_of_a_template_is_said_in_both_languages(path: Path) -> None:
    source = templatize(path.read_text(encoding="utf-8"))
    told = [found[2] for found in SAID.finditer(source)] + [found[3] for found in SAID_IN_CONTEXT.finditer(source)]
    wanted = {words.encode().decode("unicode_escape").encode("latin-1", "replace").decode("utf-8", "replace")
              if "\\" in words else words for words in told}  # fmt: skip

    assert _not_said(wanted) == {}


def _strings(path: Path) -> Iterator[str]:
    """The words that a module has translated: the first string of each call, behind the context where there is one."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKS:
            words = node.args[1:2] if node.func.id.startswith("pgettext") else node.args[:1]
            yield from (each.value for each in words if isinstance(each, ast.Constant) and isinstance(each.value, str))


def test_every_string_of_python_is_said_in_both_languages() -> None:
    wanted = {words for path in MODULES for words in _strings(path) if words}

    assert len(wanted) > 1000
    assert _not_said(wanted) == {}


@pytest.mark.parametrize("language", ["ru", "ja"])
def test_no_translation_is_a_guess(language: str) -> None:
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
