"""Questions and forms of values from many forums beside the classes that a careful reader gives them.

The first 46 questions and 75 pairs of values were written before the rules that read them.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from nemawashi.kit.claims import findings
from nemawashi.kit.claims.values import Said, Voice
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.words.persons import People

HERE = Path(__file__).parent
QUESTIONS = yaml.safe_load((HERE / "forums.yaml").read_text(encoding="utf-8"))
PAIRS = [line.split("\t") for line in (HERE / "values.tsv").read_text(encoding="utf-8").splitlines()]
PEOPLE = People(
    [
        ("Koichiro Gemba", "玄葉光一郎"),
        ("Yoko Kamikawa", "上川陽子"),
        ("Taro Kono", "河野太郎"),
        ("Yoriko Kawaguchi", "川口順子"),
        ("Katsuya Okada", "岡田克也"),
    ]
)


def said(question: str, rows: Iterable[tuple[str, str, str, str | None, Any, str]]) -> list[Said]:
    return [
        Said(f"{question}-{number}", subject, name, kind, value, Voice(source), ImpreciseDate.parse(as_of), "p.1", question)
        for number, (subject, name, kind, as_of, value, source) in enumerate(rows)
    ]


def classes(claims: Iterable[Said]) -> dict[str, str]:
    return {group.key: group.kind.value for group in findings.groups(claims, PEOPLE)}


def test_each_question_has_the_class_that_a_reader_gives() -> None:
    expected = {row["question"]: row["class"] for row in QUESTIONS}

    found = classes(claim for row in QUESTIONS for claim in said(row["question"], row["claims"]))

    assert {key: (found[key], expected[key]) for key in expected if found[key] != expected[key]} == {}
    assert set(Counter(expected.values())) >= {"contradiction", "slip", "scope", "plan against fact", "time series", "open"}


@pytest.mark.parametrize(("expected", "name", "kind", "one", "other"), PAIRS, ids=[f"{row[3]} | {row[4]}" for row in PAIRS])
def test_a_value_is_the_same_in_any_language(expected: str, name: str, kind: str, one: str, other: str) -> None:
    claims = said("Q", [("s", name, kind, None, one, "a"), ("s", name, kind, None, other, "b")])

    assert classes(claims) == {"Q": expected}
    assert classes(reversed(claims)) == {"Q": expected}


def test_no_rule_knows_the_subject() -> None:
    """Under other names of subjects and sources every question is read alike."""
    renamed = {
        row["question"]: said(
            row["question"],
            [(f"x-{subject[::-1]}-x", *rest, f"y-{source}") for subject, *rest, source in row["claims"]],
        )
        for row in QUESTIONS
        if not any("first" in name for _, name, *_ in row["claims"])
    }

    found = classes(claim for claims in renamed.values() for claim in claims)

    assert found == {row["question"]: row["class"] for row in QUESTIONS if row["question"] in renamed}
