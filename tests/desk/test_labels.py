"""Places and kinds of changes of a Word file have a name in the language of the reader."""

import re
from pathlib import Path

import pytest
from tests.kit.word.chance import Chance
from tests.kit.word.constructs import CASES
from tests.kit.word.making import word_file

from nemawashi.desk.filing import labels
from nemawashi.kit import word
from nemawashi.kit.word import names, proposals
from nemawashi.kit.word.places import KINDS, NOWHERE, Place
from nemawashi.kit.word.values import Tracked, Undone, Unknown

pytestmark = pytest.mark.one_database

WHAT = ("mark", "footnote", "endnote", "content control", "field", "picture", "object")


def test_every_step_of_a_place_has_a_name() -> None:
    assert set(KINDS) == set(labels._STEPS)
    assert all(labels.place(Place((kind, "3"))) for kind in KINDS)


def test_every_kind_of_change_has_a_name() -> None:
    kinds = {*names.FORMAT_CHANGES.values(), *names.KINDS.values()}
    kinds |= {f"{what} {told}" for what in WHAT for told in names.KINDS.values()}
    kinds |= {f"{what} {told}" for what in ("row", "cell") for told in ("inserted", "deleted")}
    kinds |= set(re.findall(r'Tracked\([^"\n]*(?:""[^"\n]*)?"([a-z][a-z ]+)"', Path(proposals.__file__).read_text()))

    assert kinds - set(labels._KINDS) == set()


@pytest.mark.parametrize("content", [Chance(3, stacked=True).file(), *(word_file(body) for body, _, _ in CASES.values())])
def test_every_change_of_a_file_is_named(content: bytes) -> None:
    file = word.read(content)

    assert {row.kind for row in file.changes} <= set(labels._KINDS)
    assert {kind for row in file.changes for kind, _ in row.place.steps} <= set(KINDS)


def test_place_reads_as_english_and_keeps_its_steps() -> None:
    place = Place(("footnote", "3")).then("paragraph", "2")

    assert (place, place.steps) == ("footnote 3, paragraph 2", (("footnote", "3"), ("paragraph", "2")))
    assert labels.place(place) == "footnote 3, paragraph 2"
    assert labels.place("line 4 of what was typed") == "line 4 of what was typed"


def test_rows_are_told_in_one_line() -> None:
    at = Place(("paragraph", "2"))

    assert labels.change(Tracked("JPN", None, "mark deleted", "¶", place=at)) == (
        "paragraph 2 · paragraph mark deleted · JPN · ¶"
    )
    assert labels.change(Tracked("", None, "comment", "Why?", place=NOWHERE)) == "comment · Why?"
    assert labels.unknown(Unknown("w:drawing (picture)", 2, at)) == "picture (w:drawing) × 2 · paragraph 2"
    assert labels.unknown(Unknown("w:odd", 1, at)) == "w:odd × 1 · paragraph 2"
    assert labels.undone(Undone(at, ("JPN", "KAZ"), "always")) == str(Undone(at, ("JPN", "KAZ"), "always"))
