"""Between two revisions a number stays with its clause; what is new stands as bis, and what is proposed would."""

import datetime as dt

from nemawashi.texts.rules import NumberedClause, ProposedBeside, frozen_numbers, proposed_numbers

MORNING, NOON = dt.datetime(2027, 3, 4, 9, tzinfo=dt.UTC), dt.datetime(2027, 3, 4, 12, tzinfo=dt.UTC)


def old(number: str, kind: str = "operative") -> NumberedClause:
    return NumberedClause(kind, number)


def new(at: dt.datetime = MORNING, kind: str = "operative") -> NumberedClause:
    return NumberedClause(kind, None, at)


def test_frozen_numbers_count_all_where_nothing_was_issued() -> None:
    kinds = ("title", "preambular", "heading", "chapeau", "sub", "operative", "annex")

    assert frozen_numbers([new(kind=kind) for kind in kinds]) == ["", "PP1", "", "1", "(a)", "2", "A1"]


def test_a_new_clause_stands_behind_another_as_bis_and_nothing_moves_up() -> None:
    assert frozen_numbers([old("1"), old("2"), new(), old("3")]) == ["1", "2", "2 bis", "3"]


def test_the_number_of_a_deleted_clause_is_not_given_again_and_one_that_moved_keeps_its_own() -> None:
    assert frozen_numbers([old("1"), old("3"), old("2"), new()]) == ["1", "3", "2", "2 bis"]


def test_new_clauses_are_called_in_the_order_in_which_they_came() -> None:
    assert frozen_numbers([old("2"), new(NOON), new(MORNING)]) == ["2", "2 ter", "2 bis"]


def test_a_new_clause_in_front_of_the_first_is_named_after_it() -> None:
    clauses = [new(kind="preambular"), old("PP1", "preambular"), old("1", "chapeau"), new(kind="sub"), old("(a)", "sub")]

    assert frozen_numbers(clauses) == ["PP1 pre", "PP1", "1", "(a) pre", "(a)"]


def test_two_new_clauses_in_front_of_the_first() -> None:
    assert frozen_numbers([new(MORNING), new(NOON), old("1")]) == ["1 pre", "1 pre bis", "1"]


def test_the_first_clauses_of_their_kind_are_counted_from_one() -> None:
    assert frozen_numbers([new(kind="preambular"), old("1"), old("", "heading")]) == ["PP1", "1", ""]
    assert frozen_numbers([old("1", "chapeau"), new(kind="sub")]) == ["1", "(a)"]


def test_a_sub_clause_counts_within_its_own_clause() -> None:
    clauses = [old("1", "chapeau"), old("(a)", "sub"), old("2", "chapeau"), old("(a)", "sub"), new(kind="sub")]

    assert frozen_numbers(clauses) == ["1", "(a)", "2", "(a)", "(a) bis"]


def test_more_new_clauses_than_there_are_words_for() -> None:
    numbers = frozen_numbers([old("1"), *(new(MORNING + dt.timedelta(hours=n)) for n in range(11))])

    assert numbers[-3:] == ["1 decies", "1 (11)", "1 (12)"]


def test_proposed_numbers_go_on_behind_those_accepted() -> None:
    clauses = [
        ProposedBeside("operative", "2", (), ("kaz", "jpn")),
        ProposedBeside("operative", "2 bis", (), ()),
        ProposedBeside("operative", "3", ("uzb",), ()),
    ]

    assert proposed_numbers(clauses) == {"kaz": "2 ter", "jpn": "2 quater", "uzb": "2 quinquies"}


def test_proposed_numbers_beside_a_heading_and_before_the_first() -> None:
    clauses = [
        ProposedBeside("preambular", "PP1", ("tkm",), ()),
        ProposedBeside("heading", "", (), ("kgz",)),
        ProposedBeside("operative", "1", (), ()),
    ]

    assert proposed_numbers(clauses) == {"tkm": "PP1 pre", "kgz": "1 pre"}
    assert proposed_numbers([ProposedBeside("operative", "1", (), ())]) == {}
