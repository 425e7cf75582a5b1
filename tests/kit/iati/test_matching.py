"""How alike an activity and an undertaking are: names in three scripts, amounts in several currencies, near dates."""

from decimal import Decimal

from nemawashi.kit.iati import matching
from nemawashi.kit.iati.matching import MatchSide

ROADS = MatchSide(
    ("International Main Roads Improvement: Bishkek-Osh road",),
    ("Japan", "Япония", "日本"),
    frozenset({"KG"}),
    ((Decimal("11915000000"), "JPY"),),
    "2015",
)
LOCUST = MatchSide(
    ("Locust management in Tajikistan and Kyrgyzstan (phase 1)",), ("Japan",), frozenset({"TJ", "KG"}), (), "2015"
)


def test_an_activity_is_like_the_undertaking_of_the_same_name_giver_amount_and_time() -> None:
    activity = MatchSide(
        ("Project for Improvement of the International Main Roads Bishkek-Osh",),
        ("Japan",),
        frozenset({"KG"}),
        ((Decimal("11915000000"), "JPY"),),
        "2015-10-26",
    )
    (first, likeness), *others = matching.proposals(activity, [(1, LOCUST), (2, ROADS)])
    assert (first, likeness.because, others) == (2, ("title", "giver", "country", "amount", "date"), [])


def test_a_title_in_cyrillic_is_found_by_how_it_sounds() -> None:
    russian = MatchSide(("Дорога Бишкек — Ош, Токмок",), ("Япония",), frozenset({"KG"}), (), "2015")
    latin = MatchSide(("Bishkek-Osh road at Tokmok",), ("Japan", "Япония"), frozenset({"KG"}), (), "2016")
    assert matching.likeness(russian, latin).because == ("title", "giver", "country", "date")


def test_another_giver_and_other_recipients_speak_against_it() -> None:
    abroad = MatchSide(("Main Roads Improvement",), ("Korea",), frozenset({"UZ"}), (), "2005")
    likeness = matching.likeness(abroad, ROADS)
    assert likeness.score < matching.PROPOSED
    assert {"not the giver", "not the country", "not the date"} <= set(likeness.because)


def test_amounts_of_two_currencies_are_compared_through_a_rate_alone() -> None:
    dollars = MatchSide(("Bishkek-Osh road",), ("Japan",), frozenset({"KG"}), ((Decimal(100_000_000), "USD"),), "2015")

    def convert(amount: Decimal, currency: str, other: str, day: str) -> Decimal | None:
        return amount * 120 if (currency, other, day) == ("USD", "JPY", "2015") else None

    assert "amount through a rate" not in matching.likeness(dollars, ROADS).because
    assert "amount through a rate" in matching.likeness(dollars, ROADS, convert=convert).because
