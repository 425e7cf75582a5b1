"""What pages are shown of a catalogue: whole translations alone, and never those of an older ``.po``."""

import gettext
import io
import os
from pathlib import Path

import pytest
from tools import catalogues

HEAD = """msgid ""
msgstr ""
"Language: ru\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

"""
PLURAL = 'msgid "%(n)s draft"\nmsgid_plural "%(n)s drafts"\nmsgstr[0] "{}"\nmsgstr[1] "{}"\nmsgstr[2] "{}"\n'


@pytest.fixture
def po(tmp_path: Path) -> Path:
    """A catalogue with nothing but its head, where one of Russian lies."""
    path = tmp_path / "ru" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD, encoding="utf-8")
    return path


def _read(po: Path, rows: str) -> gettext.GNUTranslations:
    po.write_text(HEAD + rows, encoding="utf-8")
    return gettext.GNUTranslations(io.BytesIO(catalogues.compiled(po)))


def test_translation_is_read_back_with_its_context(po: Path) -> None:
    read = _read(po, 'msgid "May"\nmsgstr "Май"\n\nmsgctxt "verb"\nmsgid "May"\nmsgstr "Может"\n')

    assert (read.gettext("May"), read.pgettext("verb", "May")) == ("Май", "Может")


def test_each_number_has_its_form(po: Path) -> None:
    read = _read(po, PLURAL.format("%(n)s проект", "%(n)s проекта", "%(n)s проектов"))

    told = [read.ngettext("%(n)s draft", "%(n)s drafts", n) % {"n": n} for n in (1, 3, 5, 11, 21)]

    assert told == ["1 проект", "3 проекта", "5 проектов", "11 проектов", "21 проект"]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param('#, fuzzy\nmsgid "May"\nmsgstr "Май"\n', id="fuzzy"),
        pytest.param('msgid "May"\nmsgstr ""\n', id="not translated"),
        pytest.param('#~ msgid "May"\n#~ msgstr "Май"\n', id="obsolete"),
    ],
)
def test_what_is_not_said_for_sure_stays_english(po: Path, rows: str) -> None:
    assert _read(po, rows).gettext("May") == "May"


def test_number_without_one_of_its_forms_stays_english(po: Path) -> None:
    """Empty words would be shown in the place of the form that is not there."""
    read = _read(po, PLURAL.format("%(n)s проект", "%(n)s проекта", ""))

    assert [read.ngettext("%(n)s draft", "%(n)s drafts", n) for n in (1, 5)] == ["%(n)s draft", "%(n)s drafts"]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param('#, python-format\nmsgid "%(n)s left"\nmsgstr "осталось %(m)s"\n', id="other placeholder"),
        pytest.param('msgid "May"\nmsgstr "Май\n', id="quote left open"),
        pytest.param('<<<<<<< HEAD\nmsgid "May"\nmsgstr "Май"\n', id="conflict left"),
        pytest.param('msgid "May"\nmsgstr "Май"\n\nmsgid "May"\nmsgstr "Может"\n', id="said twice"),
    ],
)
def test_faulty_catalogue_is_not_compiled(po: Path, rows: str) -> None:
    with pytest.raises(catalogues.CatalogueError, match=r"django\.po"):
        _read(po, rows)


def test_only_what_is_behind_is_compiled(po: Path) -> None:
    locale = po.parents[2]
    mo = po.with_suffix(".mo")

    first, second = catalogues.compile_all(locale), catalogues.compile_all(locale)
    os.utime(mo, ns=(0, po.stat().st_mtime_ns - 1))
    third, anew = catalogues.compile_all(locale), catalogues.compile_all(locale, anew=True)

    assert (first, second, third, anew) == ([mo], [], [mo], [mo])
    assert sorted(path.name for path in po.parent.iterdir()) == ["django.mo", "django.po"]
