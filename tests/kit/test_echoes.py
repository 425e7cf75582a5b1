"""Later words that resemble earlier ones, and by which words; what is common to all tells of none."""

import pytest
from tests.kit.growth.measuring import growth

from nemawashi.kit.lineage import echoes

EARLIER = [("one", "Set up a centre for monitoring glaciers in the high mountains"), ("two", "Issue visas to students")]


@pytest.mark.parametrize(
    ("later", "pairs"),
    [
        ("Monitoring of glaciers and snow", [("one", ("glaciers", "Monitoring"))]),
        ("The states shall cooperate in the region", []),
        ("Glaciers", []),  # one word is no likeness
        ("Visas of students", [("two", ("Visas", "students"))]),
        ("", []),
        ("1. 2. 3.", []),
    ],
)
def test_echoes_are_found_by_words_that_tell(later: str, pairs: list[tuple[str, tuple[str, ...]]]) -> None:
    rows = echoes.echoes(EARLIER, [("later", later)])

    assert [(row.earlier, tuple(sorted(row.words))) for row in rows] == [(key, tuple(sorted(said))) for key, said in pairs]


def test_other_writings_are_read_too() -> None:
    earlier = [("ru", "Создать центр мониторинга ледников в горах"), ("ja", "氷河の監視センターを設立する")]
    later = [("a", "О мониторинге ледников"), ("b", "氷河の監視について"), ("c", "Glaciers")]

    assert {(row.earlier, row.later) for row in echoes.echoes(earlier, later)} == {("ru", "a"), ("ja", "b")}


def test_what_all_texts_say_tells_of_none_of_them() -> None:
    many = [(f"n{at}", f"Steppe caravan number {'abcdefghijklmnopqrstuvwxyz'[at]}xyz") for at in range(26)]

    assert echoes.echoes([("one", "Steppe caravan of salt")], many[:3]) != []
    assert echoes.echoes([("one", "Steppe caravan of salt")], many) == []


def test_echoes_at_double_size_cost_no_more_than_double() -> None:
    for part in ("glaciers ", "а", "氷河", "a-"):
        assert growth(
            lambda words: echoes.echoes(EARLIER, [("x", words)] * 20), lambda size, one=part: one * size, 1_000
        ).is_linear
