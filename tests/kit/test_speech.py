"""One ladder of verbs: each word has one place, and whoever reads it gets the same answer."""

from importlib.resources import files
from typing import Any

import pytest
import yaml

from nemawashi.commitments import rules
from nemawashi.commitments.terms import Strength
from nemawashi.kit import lineage
from nemawashi.kit.lineage.turns import FlagKind
from nemawashi.kit.speech import dates, strength

DATA: dict[str, Any] = yaml.safe_load(files("nemawashi.kit.speech").joinpath("strength.yaml").read_text(encoding="utf-8"))
OWN = [
    (row["promise"], language, word)
    for row in DATA["rungs"]
    for language in strength.LANGUAGES
    for word in row["own"][language].split()
]
FORMS = {"en": "They {} meet.", "ru": "Стороны {} встретиться.", "ja": "双方は会合を{}。"}


def test_no_word_stands_on_two_rungs() -> None:
    for language in strength.LANGUAGES:
        words = [w for row in DATA["rungs"] for whose in ("own", "others") for w in row[whose][language].split()]

        assert sorted({word for word in words if words.count(word) > 1}) == []


def test_classes_of_promise_go_down_the_ladder_and_are_those_of_commitments() -> None:
    order = list(Strength)
    classes = [Strength(row["promise"]) for row in DATA["rungs"]]

    assert classes == sorted(classes, key=order.index)
    assert {*classes, Strength(DATA["bare"]["promise"])} == set(Strength)


@pytest.mark.parametrize(("promise", "language", "word"), OWN, ids=[f"{language} {word}" for _, language, word in OWN])
def test_each_verb_is_the_same_to_commitments_and_to_lineage(promise: str, language: str, word: str) -> None:
    words = FORMS[language].format(word.replace("-", " "))
    found = rules.promises_in([("operative", words)], language=language)
    rung = strength.rung(words)

    assert [row.strength for row in found] == [promise]
    assert rung is not None
    assert DATA["rungs"][rung[0] - 1]["promise"] == promise


@pytest.mark.parametrize(
    ("before", "after", "turned"),
    [
        ("The parties shall provide aid.", "The parties undertake to provide aid.", 0),
        ("The parties shall provide aid.", "The parties commit to provide aid.", 0),
        ("The parties shall provide aid.", "The parties will provide aid.", -1),
        ("The parties will provide aid.", "The parties undertake to provide aid.", 1),
        ("We will work to provide aid.", "We will provide aid.", 1),
        ("We will provide aid.", "We will endeavour to provide aid.", -1),
        ("We condemn the attack.", "We strongly condemn the attack.", 1),
        ("They note the report.", "They welcome the report.", 1),
        ("We are determined to act.", "We intend to act.", -1),
        ("Министры решили помочь.", "Министры намерены помочь.", -1),
        ("双方は支援を行うことを約束する。", "双方は支援を行うよう努める。", -1),
        ("The committee met on Monday.", "The parties met on Monday.", 0),
    ],
)
def test_a_step_on_the_ladder_is_seen_between_two_wordings(before: str, after: str, turned: int) -> None:
    weights = [flag.weight for flag in lineage.flags(lineage.align(before, after)) if flag.kind == FlagKind.STRENGTH]

    assert [(weight > 0) - (weight < 0) for weight in weights] == ([turned] if turned else [])


def test_a_list_without_words_matches_nothing() -> None:
    assert strength.any_of("").search("shall") is None
    assert strength.any_of("call-upon").search("They call  upon all.") is not None
    assert strength.is_known("ja")
    assert not strength.is_known("kk")


@pytest.mark.parametrize(
    ("words", "first", "last", "grain", "bound"),
    [
        ("28 August 2004", "2004-08-28", "2004-08-28", "day", "on"),
        ("28 августа 2004 г.", "2004-08-28", "2004-08-28", "day", "on"),
        ("2004年8月28日", "2004-08-28", "2004-08-28", "day", "on"),
        ("2004 жылғы 28 тамыз", "2004-08-28", "2004-08-28", "day", "on"),
        ("令和7年6月6日", "2025-06-06", "2025-06-06", "day", "on"),
        ("June 6–8, 2025", "2025-06-06", "2025-06-08", "days", "on"),
        ("29 January - 8 February 2025", "2025-01-29", "2025-02-08", "days", "on"),
        ("April-May 2025", "2025-04-01", "2025-05-31", "part", "on"),
        ("from 2015 to 2019", "2015-01-01", "2019-12-31", "years", "on"),
        ("2015–2019 годы", "2015-01-01", "2019-12-31", "years", "on"),
        ("с 2015 года", "2015-01-01", "2015-12-31", "year", "after"),
        ("2015年以降", "2015-01-01", "2015-12-31", "year", "after"),
        ("mid-2024", "2024-04-01", "2024-09-30", "part", "on"),
        ("весной 2025 года", "2025-03-01", "2025-05-31", "part", "on"),
        ("во второй половине 2017 года", "2017-07-01", "2017-12-31", "part", "on"),
        ("2017年後半", "2017-07-01", "2017-12-31", "part", "on"),
        ("by the end of 2028", "2028-09-01", "2028-12-31", "part", "before"),
        ("к концу 2028 года", "2028-09-01", "2028-12-31", "part", "before"),
        ("2027年末までに", "2027-09-01", "2027-12-31", "part", "before"),
        ("2025 жылдың соңына дейін", "2025-09-01", "2025-12-31", "part", "before"),
        ("31 February 2024", "2024-02-01", "2024-02-29", "month", "on"),
    ],
)
def test_dates_are_read_in_the_languages_of_the_field(words: str, first: str, last: str, grain: str, bound: str) -> None:
    (span,) = dates.spans(words)

    assert (str(span.first), str(span.last), span.grain, dates.bound(words, span)) == (first, last, grain, bound)


@pytest.mark.parametrize("words", ["2000 persons", "2004人", "we may 2 do", "A/RES/70/1", "in May", "1,2004", "1799"])
def test_what_only_looks_like_a_date_is_none(words: str) -> None:
    assert dates.spans(words) == []
