"""Numbers that count nothing, times of the day and groups called by their number are no findings."""

import pytest

from nemawashi.kit import concordance
from nemawashi.kit.concordance import Pair

RIGHT = (
    ("Several hundred thousand yen were paid.", "Выплачено несколько сот тысяч иен.", "ru"),
    ("Tens of thousands of people moved.", "Переехали десятки тысяч человек.", "ru"),
    ("Several hundred people came.", "数百人が来た。", "ja"),
    (
        "The session opens at 10 a.m. and closes at 6 p.m.",
        "Сессия открывается в 10 ч. 00 м. и закрывается в 18 ч. 00 м.",
        "ru",
    ),
    ("It opens at 9.30 a.m.", "Она открывается в 9 час. 30 мин.", "ru"),
    ("It closes at noon on 3 May 2027.", "Она закрывается в 12 часов 3 мая 2027 года.", "ru"),
    ("The line answers 24/7.", "Линия отвечает круглосуточно.", "ru"),
    ("The line answers seven days a week.", "Линия отвечает без выходных.", "ru"),
    ("The rate rose by 3.5 percentage points.", "Ставка выросла на 3,5 процентного пункта.", "ru"),
    ("Twenty per cent is reserved.", "2割を確保する。", "ja"),
    ("Twenty per cent is reserved.", "Зарезервировано 20 процентов.", "ru"),
    ("20 per cent is reserved.", "Зарезервировано двадцать процентов.", "ru"),
    ("A contribution of $2.5m was paid.", "Внесён взнос в размере 2,5 млн долл. США.", "ru"),
    ("The five States agreed.", "Пятёрка государств согласилась.", "ru"),
)
WRONG = (
    ("Three hundred thousand yen were paid.", "Выплачено несколько сот тысяч иен.", "ru"),
    ("The session opens at 10 a.m.", "Сессия открывается в 11 ч. 00 м.", "ru"),
    ("The line answers six days a week.", "Линия отвечает без выходных.", "ru"),
    ("A contribution of $2.5m was paid.", "Внесён взнос в размере 2,5 млрд долл. США.", "ru"),
    ("The four States agreed.", "Согласилась группа государств.", "ru"),
)


@pytest.mark.parametrize(("source", "target", "language"), RIGHT)
def test_what_says_the_same_is_no_finding(source: str, target: str, language: str) -> None:
    assert list(concordance.checked([Pair("1", source, target, "en", language)])) == []


@pytest.mark.parametrize(("source", "target", "language"), WRONG)
def test_another_number_is_one(source: str, target: str, language: str) -> None:
    assert [row.kind for row in concordance.checked([Pair("1", source, target, "en", language)])] == ["number"]
