"""Everybody finds what the queries of each noun show them, and counts of nothing else, whatever the index says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.meetings.models import Meeting
from nemawashi.search import queries
from nemawashi.search.models import Entry, Posting
from nemawashi.search.tellers import TELLERS
from nemawashi.search.terms import Audience, Noun
from nemawashi.texts.models import Clause, Text

ROLES = (
    "",
    "host",
    "japan",
    "kazakhstan",
    "turkmenistan",
    "japan-watcher",
    "expert",
    "researcher",
    "interpreter",
    "note-taker",
)
BROAD = ("Kazakhstan", "ministers", "meeting", "外相", "встреча", "Japan", "replace", "statement")


@pytest.fixture
def person(viewer: Callable[[str], Any]) -> Callable[[str], Viewer]:
    return lambda role: viewer(role) if role else PUBLIC


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "public")
@pytest.mark.parametrize("words", BROAD)
def test_hits_and_counts_are_of_visible_rows_alone(words: str, role: str, person: Callable[[str], Viewer]) -> None:
    who = person(role)

    found = queries.answer(words, viewer=who)

    for noun in Noun:
        keys = [hit.ref.partition("/")[2] for hit in found.hits if hit.noun == noun]
        assert TELLERS[noun].refs(who, keys) == {f"{noun}/{key}" for key in keys}
        assert found.counts["noun"][noun] == len(keys)


def test_the_negotiation_is_found_by_those_at_the_table(person: Callable[[str], Viewer], refs: Any, statement: Any) -> None:
    words = "hydrological data openly"
    clause = Clause.objects.get(text=statement, wordings__words__contains="hydrological", wordings__language="en")

    assert {role: clause.ref in refs(words, person(role)) for role in ROLES} == {
        "": False,
        "host": True,
        "japan": True,
        "kazakhstan": True,
        "turkmenistan": True,
        "japan-watcher": True,
        "expert": False,
        "researcher": False,
        "interpreter": False,
        "note-taker": False,
    }


def test_tabled_position_is_found_by_its_words_and_by_nobody_outside(person: Callable[[str], Viewer], refs: Any) -> None:
    words = "in accordance with national law"

    inside = [ref.partition("/")[0] for ref in refs(words, person("japan"), noun="position")]

    assert inside == ["position"]
    assert refs(words, PUBLIC, noun="position") == []


def test_planned_meeting_and_its_agenda_are_for_the_parties(person: Callable[[str], Viewer], refs: Any) -> None:
    planned = Meeting.objects.get(track__slug="fmm", state="announced")

    assert planned.ref in refs("foreign ministers Astana announced", person("kazakhstan"))
    assert planned.ref not in refs("foreign ministers Astana announced", PUBLIC)
    assert refs("rules of chairmanship", person("japan"), noun="agenda-item") != []
    assert all(planned.slug not in ref for ref in refs("rules of chairmanship", PUBLIC, noun="agenda-item"))


@pytest.fixture
def everything_said_to_be_public(played: None, db: None) -> None:
    """An index that is as wrong as can be: every entry claims that everybody may find it."""
    from pyroaring import BitMap

    everything = BitMap(Entry.objects.values_list("pk", flat=True)).serialize()
    Entry.objects.update(audience=Audience.PUBLIC)
    Posting.objects.filter(token=f"f:audience:{Audience.PUBLIC}").update(names=everything)


@pytest.mark.parametrize("words", ["hydrological data", "announced", "ministers", "in accordance with national law"])
def test_wrong_index_shows_nobody_more(
    words: str, person: Callable[[str], Viewer], everything_said_to_be_public: None
) -> None:
    found = queries.answer(words, viewer=PUBLIC)

    shown = {hit.ref for hit in found.hits}
    closed = {ref for noun in Noun for ref in TELLERS[noun].refs(person("host")) - TELLERS[noun].refs(PUBLIC)}
    assert shown & closed == set()
    assert sum(found.counts["noun"].values()) == len(found.hits)


def test_row_that_was_closed_behind_the_back_of_the_index_is_not_found(played: None, db: None, refs: Any) -> None:
    words = "Follow a road map"
    text = Text.objects.get(slug="doc-2017-transport-roadmap")
    assert text.ref in refs("transport road map")

    Text.objects.filter(pk=text.pk).update(state="under_negotiation", is_published=False)

    assert text.ref not in refs("transport road map")
    assert text.ref not in refs(words)


def test_row_that_is_gone_is_not_found(played: None, db: None, refs: Any) -> None:
    from nemawashi.analysis.models import DialogueEvent

    event = DialogueEvent.objects.filter(city="Hamburg").get()
    assert event.ref in refs("Hamburg")

    event.delete()

    assert event.ref not in refs("Hamburg")


def test_words_of_the_negotiation_mend_no_typing_error_of_the_public(person: Callable[[str], Viewer], refs: Any) -> None:
    """A hint at a word would tell that the word is there."""
    assert refs("hydrologcal", person("japan")) != []

    found = queries.answer("hydrologcal", viewer=PUBLIC)

    assert (list(found.hits), dict(found.mended)) == ([], {})


def test_rarity_is_counted_among_visible_entries(person: Callable[[str], Viewer]) -> None:
    """Scores would else tell the public how often a word stands where it may not read."""
    before = [(hit.ref, hit.score) for hit in queries.answer("progress", viewer=PUBLIC).hits]
    closed = Entry.objects.filter(audience=Audience.NEGOTIATION).values_list("pk", flat=True)
    _say_everywhere("e:progress", closed)

    assert [(hit.ref, hit.score) for hit in queries.answer("progress", viewer=PUBLIC).hits] == before


def _say_everywhere(token: str, keys: Any) -> None:
    from pyroaring import BitMap

    row = Posting.objects.get(token=token)
    row.words = (BitMap.deserialize(bytes(row.words)) | BitMap(keys)).serialize()
    row.save()
