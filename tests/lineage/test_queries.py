"""Agreed language, ancestry, families and shares, over texts of the Dialogue and reference corpora."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.lineage.rivers import *  # noqa: F403
from tests.lineage.rivers import CORRIDOR, CUSTOMS, MUSEUMS, NEW, WATER_2010, WATER_2014, WATER_2018
from tests.texts.unchanged import span

from nemawashi.access.viewers import PUBLIC, acting_as
from nemawashi.lineage import queries, shelf
from nemawashi.lineage.models import ReferenceDocument
from nemawashi.lineage.terms import Fate
from nemawashi.texts import acts
from nemawashi.texts.models import Clause, Text

Done = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("played")


@pytest.fixture
def adopted(done: Done, tabled: Done, clean_text: Text, rivers: Any) -> Text:
    """Japan asks for the words of 2018, Kazakhstan for a new clause; both are accepted, the text is adopted."""
    clause = clean_text.clauses.get(kind="operative")
    for who, operation, words in (("japan", "alternative", WATER_2018), ("kazakhstan", "new_clause", NEW)):
        source = f"ref/{rivers['2018'].pk}" if who == "japan" else ""
        draft = done(who, acts.draft_position, clause, operation=operation, words=words, taken_from=source)
        done("host", acts.accept_position, done(who, acts.table_position, draft))
    Text.objects.filter(pk=clean_text.pk).update(state="adopted", adopted_on="2026-11-24")
    shelf.rebuild()
    clean_text.refresh_from_db()
    return clean_text


def asked(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as told:
        ask()
    return len(told)


def test_agreed_shows_the_words_in_their_clause_with_source_year_body_and_status(rivers: Any) -> None:
    found = queries.agreed("losses of those downst", viewer=PUBLIC)

    assert {use.row.symbol for use in found} == {"F/2010", "F/2014", "F/2018"}
    use = next(use for use in found if use.row.symbol == "F/2014")
    assert use.matched.startswith("losses of those downst")
    assert use.before + use.matched + use.rest + use.after == use.row.words
    assert (use.row.year, use.row.body, use.row.status, use.row.key) == (2014, "Forum", "adopted", ("forum", "F/2014"))
    assert use.passage == "losses of those downstream"


def test_agreed_finds_only_what_was_adopted(clean_text: Text, corpus: Any, rivers: Any) -> None:
    before = queries.agreed("meet every year", viewer=PUBLIC)
    Text.objects.filter(pk=clean_text.pk).update(state="adopted", adopted_on="2026-11-24")
    shelf.rebuild()

    after = queries.agreed("MEET every year", viewer=PUBLIC)

    assert before == []
    assert [(use.row.title, use.matched) for use in after] == [("A short declaration", "meet every year")]


def test_agreed_never_shows_a_text_that_left_the_record_though_the_index_still_has_it(adopted: Text) -> None:
    Text.objects.filter(pk=adopted.pk).update(state="withdrawn")

    assert queries.agreed("academy for the repair", viewer=PUBLIC) == []


def test_agreed_finds_the_words_in_force_alone(adopted: Text) -> None:
    assert queries.agreed("meet every year", viewer=PUBLIC) == []


@pytest.mark.parametrize(
    ("words", "is_enough"),
    [
        ("", False),
        ("two words", False),
        ("three words now", True),
        ("水資源", False),
        ("水資源の", True),
        ("в области воды", True),
    ],
)
def test_three_words_or_four_signs_are_enough(words: str, is_enough: bool) -> None:
    assert queries.is_enough(words) is is_enough


def test_agreed_asks_the_same_statements_for_one_hit_and_for_three(held: Done, adopted: Text) -> None:
    at_three = asked(lambda: queries.agreed("losses of those downstream", viewer=PUBLIC))
    at_one = asked(lambda: queries.agreed("academy for the repair", viewer=PUBLIC))

    assert len(queries.agreed("losses of those downstream", viewer=PUBLIC)) >= 3
    assert (at_one, at_three) == (3, 4)  # clauses, numbers, wordings; and clauses of corpora


def test_ancestry_goes_back_step_by_step_newest_first(adopted: Text, who: Any) -> None:
    clause = adopted.clauses.get(wordings__words=WATER_2018)
    row = queries.subject(clause.ref, viewer=PUBLIC)
    assert row is not None

    found = queries.ancestry(row, viewer=PUBLIC)

    assert [step.row.symbol for step in found.chain] == ["F/2018", "F/2014", "F/2010"]
    assert (str(found.chain[0].source.kind), found.chain[0].source.kept) == ("exact", 1)
    assert [row.symbol for row in found.taken] == ["F/2018"]
    turned = {(str(flag.kind), flag.before.strip(), flag.after.strip()) for flag in found.chain[1].source.flags}
    assert ("strength", "shall", "should") in turned
    assert ("polarity", "decrease", "increase") in turned
    for step in found.chain:
        assert "".join(each.before for each in step.source.steps) == step.row.words


def test_ancestry_tells_those_of_the_negotiation_who_asked_for_the_words(adopted: Text, who: Any) -> None:
    row = queries.subject(adopted.clauses.get(wordings__words=WATER_2018).ref, viewer=PUBLIC)
    assert row is not None

    with acting_as(who("uzbekistan")):
        inside = queries.ancestry(row, viewer=who("uzbekistan"))
    outside = queries.ancestry(row, viewer=PUBLIC)

    assert [(each.codes, each.position.outcome) for each in inside.chain[0].behind if each.words == WATER_2018] == [
        (("JPN",), "accepted")
    ]
    assert outside.chain[0].behind == outside.behind == ()


def test_behind_a_clause_that_was_proposed_stands_who_proposed_it(adopted: Text, who: Any) -> None:
    row = queries.subject(adopted.clauses.get(wordings__words=NEW).ref, viewer=PUBLIC)
    assert row is not None

    found = queries.ancestry(row, viewer=who("uzbekistan"))

    assert (found.chain, [each.codes for each in found.behind]) == ((), [("KAZ",)])


def test_a_clause_under_negotiation_may_be_looked_up_by_those_who_may_read_it(
    done: Done, tabled: Done, clean_text: Text, rivers: Any, who: Any
) -> None:
    clause = clean_text.clauses.get(kind="operative")
    done("host", acts.accept_position, tabled("japan", clause, "alternative", WATER_2018))

    row = queries.subject(clause.ref, viewer=who("kazakhstan"))
    assert row is not None
    found = queries.ancestry(row, viewer=who("kazakhstan"))

    assert queries.subject(clause.ref, viewer=PUBLIC) is None
    assert queries.subject(clause.ref, viewer=who("researcher")) is None
    assert found.chain[0].row.symbol == "F/2018"
    assert queries.agreed(WATER_2018[:60], viewer=who("kazakhstan"))[0].row.symbol == "F/2018"
    assert shelf.open_index().get(clause.ref) == {}


def test_ancestry_asks_the_same_statements_for_one_step_and_for_three(adopted: Text, rivers: Any, who: Any) -> None:
    rows = [queries.subject(f"ref/{rivers[year].pk}", viewer=PUBLIC) for year in ("2014", "2018")]
    lengths = [len(queries.ancestry(row, viewer=PUBLIC).chain) for row in rows if row]

    assert lengths == [1, 2]
    assert [asked(lambda row=row: queries.ancestry(row, viewer=PUBLIC)) for row in rows] == [1, 1]


def test_family_holds_ancestors_and_descendants_with_what_was_kept(adopted: Text, rivers: Any) -> None:
    row = queries.subject(f"ref/{rivers['2014'].pk}", viewer=PUBLIC)
    assert row is not None

    found = queries.family(row, viewer=PUBLIC)

    assert [member.year for member in found.members] == [2010, 2014, 2018, 2026]
    edges = {(e.earlier, e.later): str(e.source.kind) for e in found.edges}
    refs = {member.year: member.ref for member in found.members}
    assert set(edges) == {(refs[2010], refs[2014]), (refs[2014], refs[2018]), (refs[2018], refs[2026])}
    assert edges[refs[2018], refs[2026]] == "exact"


def test_shares_count_kept_changed_and_new_and_name_what_was_dropped(held: Done, rivers: Any) -> None:
    held("F/2022", "2022", WATER_2018, NEW)
    shelf.rebuild()

    found = queries.shares(ReferenceDocument.objects.get(symbol="F/2022"), viewer=PUBLIC)

    assert [(each.row.words, each.fate) for each in found.clauses] == [(WATER_2018, Fate.KEPT), (NEW, Fate.NEW)]
    assert found.before is not None
    assert found.before.symbol == "F/2018"
    assert [each.row.words for each in found.dropped] == [CUSTOMS]
    assert (found.count(Fate.KEPT), found.count(Fate.CHANGED), found.count(Fate.NEW)) == (1, 0, 1)


def test_shares_of_an_edited_clause_say_changed(held: Done, rivers: Any) -> None:
    found = queries.shares(ReferenceDocument.objects.get(symbol="F/2018"), viewer=PUBLIC)

    assert [each.fate for each in found.clauses] == [Fate.CHANGED, Fate.NEW]
    assert [each.row.words for each in found.dropped] == [CORRIDOR]


def test_phrase_tells_first_and_last_use_and_every_wording(held: Done, rivers: Any) -> None:
    held("F/2020", "2020", f"{MUSEUMS} Besides, {WATER_2010.lower()}")
    shelf.rebuild()

    found = queries.phrase("decrease the use of water of shared rivers", viewer=PUBLIC)

    assert found.first is not None
    assert found.last is not None
    assert (found.first.row.year, found.last.row.year) == (2010, 2020)
    assert [use.row.year for use in found.tally.newest] == [2020, 2014, 2010]


def test_phrase_counts_every_document_that_repeats_one_wording(held: Done, corpus: Any) -> None:
    for year in range(2010, 2015):
        held(f"F/{year}", str(year), CUSTOMS)
    shelf.rebuild()

    found = queries.phrase("inspection of refrigerated containers", viewer=PUBLIC)

    assert [use.row.year for use in found.tally.newest] == [2014, 2013, 2012, 2011, 2010]
    assert (found.tally.uses, found.tally.documents) == (5, 5)


def test_brought_in_names_the_parties_whose_words_became_text(adopted: Text, who: Any) -> None:
    found = queries.brought_in("Repair of old astronomical instruments", viewer=who("uzbekistan"))

    assert [(each.codes, each.row and each.row.title) for each in found] == [(("KAZ",), "A short declaration")]
    assert queries.brought_in("repair of old astronomical instruments", viewer=PUBLIC) == []
    assert queries.brought_in("repair of old astronomical instruments", viewer=who("researcher")) == []


def test_brought_in_sends_no_word_to_the_database(adopted: Text, who: Any) -> None:
    with CaptureQueriesContext(connection) as told:
        queries.brought_in("zqwords repair of old", viewer=who("uzbekistan"))
        queries.phrase("zqwords repair of old", viewer=who("uzbekistan"))
        queries.agreed("zqwords repair of old", viewer=who("uzbekistan"))

    assert told.captured_queries
    assert [query["sql"] for query in told.captured_queries if "zqwords" in query["sql"].lower()] == []


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (WATER_2018, ["F/2018"]),
        (f"We agree that {WATER_2018[20:70]} in spring", ["F/2018"]),
        ("Something else was typed over it", []),
    ],
)
def test_a_source_is_kept_while_three_of_its_words_stand(rivers: Any, words: str, names: list[str]) -> None:
    found = queries.taken_sources(f"ref/{rivers['2018'].pk} ref/999999 clause/x", words, viewer=PUBLIC)

    assert [row.symbol for row in found] == names


def test_a_negotiation_that_is_under_way_is_no_precedent(clean_text: Text, corpus: Any, done: Done) -> None:
    clause = Clause.objects.get(text=clean_text, kind="operative")
    done("japan", acts.draft_position, clause, operation="replace", words="2029", **span(clause, "2030"))

    assert queries.precedents([clause.ref], viewer=PUBLIC) == {}


def test_first_use_is_found_behind_a_hundred_later_ones(held: Done, corpus: Any) -> None:
    held("F/1999", "1999", "They noted the founding of a library of maps in the capital.")
    held(
        "F/2024", "2024-03-01", *(f"Chapter {n} praises the founding of a library of maps in town {n}." for n in range(100))
    )
    shelf.rebuild()

    found = queries.phrase("founding of a library of maps", viewer=PUBLIC)

    assert found.first is not None
    assert found.last is not None
    assert (found.first.row.year, found.last.row.year) == (1999, 2024)
    assert (found.tally.uses, found.tally.documents, found.tally.is_whole) == (101, 2, True)


def test_one_word_and_two_are_counted_as_a_scan_of_the_shelf_counts(held: Done, corpus: Any) -> None:
    for year in range(2000, 2020):
        held(f"F/{year}", str(year), CUSTOMS, f"Museum {year} opens.", *([CORRIDOR] if year % 3 else []))
    shelf.rebuild()

    whole = [*shelf.text_clauses(), *shelf.reference_clauses()]
    for words in ("customs", "Transport corridors", "of", "the", "every third", "museum 2007"):
        there = re.compile(rf"\b{words}\b", re.IGNORECASE)
        rows = [clause for clause in whole if there.search(clause.text)]
        tally = queries.tally(words, most=1000, viewer=PUBLIC)
        dates = sorted(row.date for row in rows)

        assert (tally.uses, tally.documents) == (len(rows), len({row.document for row in rows}))
        assert [str(day) for day in (tally.first, tally.last) if day] == dates[:1] + dates[-1:]
        assert [use.row.date for use in tally.newest] == dates[::-1]


def test_a_draft_is_no_agreed_language_and_no_ancestor(held: Done, corpus: Any) -> None:
    (draft,) = held("F/L.1", "2024-05", WATER_2014)
    held("F/2023", "2023", WATER_2014)
    ReferenceDocument.objects.filter(pk=draft.document_id).update(status="draft")
    shelf.rebuild()

    assert [use.row.symbol for use in queries.phrase("water of shared rivers", viewer=PUBLIC).tally.newest] == ["F/2023"]
    assert [use.row.symbol for use in queries.agreed("water of shared rivers", viewer=PUBLIC)] == ["F/2023"]
    assert [source.clause.id for source in shelf.open_index().find(WATER_2014)] != [draft.ref]
    assert shelf.bring_up_to_date().is_anew is False
