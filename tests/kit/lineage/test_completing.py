"""Look-up while typing: from the third word on, from the middle, with a cut last word, with altered words."""

import pytest

from nemawashi.kit.lineage import Index, IndexedClause


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("decided to incr", "JS-2004#1"),
        ("The Ministers decided to reduce tech", "JS-2006#1"),
        ("narcotic drugs across", "JS-2004#2"),
        ("working group of border gua", "JS-2006#2"),
        ("working party of border guards that meet twice", "JS-2006#2"),
        ("UNIVERSITIES, MUSEUMS AND LIBRARIES", "JS-2006#3"),
    ],
)
def test_what_is_typed_leads_to_the_clause(index, typed, found):
    assert index.complete(typed)[0].clause.id == found


def test_the_match_names_the_stretch_of_the_clause(index):
    match = index.complete("reaffirmed their commitment to com")[0]
    assert match.words == "reaffirmed their commitment to com"
    assert match.share > 0.7


def test_a_common_word_far_from_the_others_is_no_part_of_the_match(tmp_path):
    text = "Members and guests, after long talks and with thanks to the hosts, support a free and open Aral basin."
    (match,) = Index.build(tmp_path / "i", [IndexedClause("c", text)]).complete("and support a free and open Ar")
    assert match.words == "support a free and open"


def test_one_wording_is_shown_once_the_newest_with_the_number_of_others(index):
    (match,) = index.complete("launch of the dialogue in Astana", limit=1)
    assert (match.clause.id, match.others) == ("JS-2006#0", 1)


def test_clauses_that_go_on_with_the_cut_word_come_first(tmp_path):
    rows = [
        IndexedClause(f"c{n}", f"Calls upon all States to {verb} the accord without delay", "d", f"200{n}")
        for n, verb in enumerate(["ratify", "sign", "publish", "translate"])
    ]
    assert Index.build(tmp_path / "i", rows).complete("Calls upon all States to tra")[0].clause.id == "c3"


def test_japanese_and_russian_are_completed(tmp_path):
    rows = [
        IndexedClause("ja", "閣僚は水資源管理に関する技術協力を拡大することを決定した。", "d", "2004", language="ja"),
        IndexedClause(
            "ru",
            "Министры приняли решение расширить техническое содействие управлению водными ресурсами.",
            "d",
            "2004",
            language="ru",
        ),
    ]
    index = Index.build(tmp_path / "i", rows)
    assert index.complete("水資源管理に関す")[0].clause.id == "ja"
    assert index.complete("расширение технического содей")[0].clause.id == "ru"


@pytest.mark.parametrize("typed", ["", " ", "[", "zirconium quota", "\ud800"])
def test_words_that_nobody_used_find_nothing(index, typed):
    assert index.complete(typed) == []


def test_frequent_words_alone_are_found_verbatim(tmp_path):
    rows = [
        IndexedClause(f"c{n}", f"If the United Nations and its Members meet in the year {n}", "d", "2004")
        for n in range(5000)
    ]
    rows.append(IndexedClause("wanted", "And if the Members of the United Nations meet, all is well", "e", "2004"))
    assert Index.build(tmp_path / "i", rows).complete("the Members of the United Nations m")[0].clause.id == "wanted"


def test_as_many_wordings_are_shown_as_are_asked_for(tmp_path):
    rows = [
        IndexedClause(f"c{n}", f"Chapter {n} praises the founding of a library of maps in town {n}.") for n in range(90)
    ]
    index = Index.build(tmp_path / "i", rows)
    assert len(index.complete("founding of a library of maps", limit=80)) == 80
    assert len(index.complete("founding of a library of maps")) == 10


def test_the_newest_clauses_with_the_very_words_come_first(tmp_path):
    clauses = [
        IndexedClause(f"c{year}", f"The parties of {year} promote international law at sea.", f"d{year}", str(year))
        for year in range(1990, 2020)
    ]
    matches = Index.build(tmp_path / "i", clauses).complete("promote international law")

    assert [match.clause.date for match in matches] == [str(year) for year in range(2019, 2009, -1)]


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("the new urb", "a"),
        ("with internationally agr", "a"),
        ("the New Urban Ag", "a"),
        ("new urban agenda, consis", "a"),
        ("— the New Urb", "a"),
        ("сотрудничества в обла", "b"),
    ],
)
def test_the_last_word_is_the_beginning_of_one(tmp_path, typed, id):
    clauses = [
        IndexedClause("a", "Recalling the New Urban Agenda, consistent with internationally agreed goals,", "d", "2016"),
        IndexedClause("b", "Развитие сотрудничества в области культуры", "e", "2017"),
        IndexedClause("c", "A new urbanity of the international agreements was praised.", "f", "2018"),
    ]
    match = Index.build(tmp_path / "i", clauses).complete(typed)[0]

    assert (match.words.casefold(), match.clause.id) == (typed.removeprefix("— ").casefold(), id)
