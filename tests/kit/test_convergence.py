"""Two sides as wholes: what they share, who had it first, and what chance would give."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from nemawashi.kit.lineage import Index, convergence
from nemawashi.kit.lineage.convergence import Finder, converge
from nemawashi.kit.lineage.values import Descent, IndexedClause, Kind, SourceClause


class Same(Finder):
    """An index of clauses that are alike when their words are."""

    def __init__(self, clauses: Sequence[IndexedClause]) -> None:
        self.clauses = clauses

    def find(
        self, text: str, *, language: str = "", document: str = "", limit: int = 10, only_edited: bool = False
    ) -> Descent:
        alike = [clause for clause in self.clauses if clause.text == text and clause.document != document]
        kind = Kind.FORMULA if text == "formula" else Kind.EXACT
        return Descent(kind, 1.0, tuple(SourceClause(clause, kind, 1.0, 1.0, 1.0, text) for clause in alike[:limit]))


def side(name: str, **documents: str) -> list[IndexedClause]:
    """Clauses of documents named by their years (``y2004_1``), words by words."""
    return [
        IndexedClause(f"{name}/{year}/{place}", word, f"{name}/{year}", year[1:5] if year[1:5] != "0000" else "")
        for year, words in documents.items()
        for place, word in enumerate(words.split())
    ]


ONE = side("one", y2004="water trade roads formula", y2006="water energy youth sport")
OTHER = side("other", y2005="energy trade law formula", y2007="roads ports law tax")


def test_shares_of_both_sides() -> None:
    told = converge(ONE, OTHER, Same(ONE + OTHER))

    assert (told.one.whole.shared, told.one.whole.clauses, told.one.documents) == (3, 8, 2)
    assert (told.other.whole.shared, told.other.whole.clauses) == (3, 8)
    assert [(pair.one.text, pair.other.document) for pair in told.pairs] == [
        ("trade", "other/y2005"),
        ("roads", "other/y2007"),
        ("energy", "other/y2005"),
    ]


def test_who_had_the_words_first() -> None:
    told = converge(ONE, OTHER, Same(ONE + OTHER))

    assert told.one.first == {"here": 2, "there": 1}
    assert told.other.first == {"there": 2, "here": 1}


def test_words_that_came_earlier_in_another_text_of_the_same_side_count() -> None:
    one = side("one", y2001="water", y2009="water")
    other = side("other", y2005="water")

    assert converge(one, other, Same(one + other)).one.first == {"here": 2}


@pytest.mark.parametrize(("years", "first"), [(("y2004", "y2004"), "both"), (("y0000", "y2004"), "unknown")])
def test_dates_that_do_not_tell(years: tuple[str, str], first: str) -> None:
    one, other = side("one", **{years[0]: "water"}), side("other", **{years[1]: "water"})

    assert converge(one, other, Same(one + other)).one.first == {first: 1}


def test_shares_by_year_and_area() -> None:
    areas = {clause.id: "trade and transport" if clause.text in ("trade", "roads") else "nature" for clause in ONE}
    told = converge(ONE, OTHER, Same(ONE + OTHER), areas=areas)

    assert {year: (share.shared, share.clauses) for year, share in told.one.by_year.items()} == {
        "2004": (2, 4),
        "2006": (1, 4),
    }
    assert {area: (share.shared, share.clauses) for area, share in told.one.by_area.items()} == {
        "nature": (1, 6),
        "trade and transport": (2, 2),
    }
    assert told.one.by_year["2004"].low is None


def test_intervals_hold_the_share_and_are_the_same_each_time() -> None:
    one = side("one", **{f"y20{n:02d}": "water trade own" if n % 2 else "own words alone" for n in range(20)})
    other = side("other", y2005="water trade")
    first, second = converge(one, other, Same(one + other)), converge(one, other, Same(one + other))

    assert first == second
    low, high = first.one.whole.low, first.one.whole.high
    assert low is not None
    assert high is not None
    assert 0.1 < low < first.one.whole.share < high < 0.6


def test_sides_of_one_forum_reach_chance_and_sides_apart_stay_below() -> None:
    apart = (
        side("one", **{f"y200{n}": "water trade" for n in range(6)}),
        side("other", **{f"y200{n}": "law tax" for n in range(6)}),
    )
    mixed = (
        side("one", **{f"y200{n}": "water trade" for n in range(6)}),
        side("other", **{f"y200{n}": "water trade" for n in range(6)}),
    )
    far, near = (converge(one, other, Same(one + other)).one for one, other in (apart, mixed))

    assert (far.whole.share, far.below_chance) == (0.0, 0.0)
    assert far.chance > 0.9
    assert (near.whole.share, near.chance, near.below_chance) == (1.0, 1.0, 1.0)


def test_a_text_is_not_compared_with_itself() -> None:
    with pytest.raises(ValueError, match="one/y2004 stands on both sides"):
        converge(ONE, ONE, Same(ONE))


def test_an_empty_side_shares_nothing() -> None:
    told = converge(ONE, [], Same(ONE))

    assert (told.one.whole.share, told.other.whole.share, told.pairs) == (0.0, 0.0, ())


def test_what_several_processes_find_is_what_one_finds_in_the_same_order(tmp_path, monkeypatch) -> None:
    words = "The parties of the basin share data on the flow of river {} every month and {} publish it without charge."
    clauses = [
        IndexedClause(f"{name}{n}", words.format("ABCDEFGH"[n], "will"), f"{name}/{n % 3}", f"20{10 + n}")
        for name in ("one", "other")
        for n in range(7)
    ]
    Index.build(tmp_path / "index", clauses).close()
    known = frozenset(clause.document for clause in clauses)
    alone = list(convergence.all_met(clauses, tmp_path / "index", known, processes=2))
    monkeypatch.setattr(convergence, "_WORTH_PROCESSES", len(clauses))
    monkeypatch.setattr(convergence, "_AT_ONCE", 4)
    together = list(convergence.all_met(clauses, tmp_path / "index", known, processes=2))

    assert [met.clause for met in alone] == clauses
    assert any(met.matches for met in alone)
    assert together == alone
