"""What careful readers expect of the record (queries.yaml) stands among the first twenty answers."""

from pathlib import Path
from typing import Any

import pytest
import yaml

QUERIES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "queries.yaml").read_text(encoding="utf-8"))
LANGUAGES = [language for language in QUERIES if language != "nothing"]
FIRST = [(row["q"], row["first"]) for language in LANGUAGES for row in QUERIES[language] if "first" in row]


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_the_set_is_large_enough_to_mean_something(language: str) -> None:
    kinds = [row["kind"] for row in QUERIES[language]]

    assert len(kinds) >= 30
    assert kinds.count("spelling") >= 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_recall(language: str, record: Any, refs: Any, capsys: pytest.CaptureFixture[str]) -> None:
    shares, missed = [], []
    for row in QUERIES[language]:
        answers = refs(row["q"])
        absent = [ref for ref in row["want"] if ref not in answers]
        shares.append(1 - len(absent) / len(row["want"]))
        missed += [f"{row['q']}: {', '.join(absent)}"] if absent else []

    recall = sum(shares) / len(shares)

    with capsys.disabled():
        print(f"\nrecall {language}: {recall:.3f} over {len(shares)} queries; missed: {missed or 'nothing'}")
    assert recall >= 0.95


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_expected_is_in_the_record(language: str, record: Any) -> None:
    from nemawashi.search.models import Entry

    expected = {ref for row in QUERIES[language] for ref in row["want"]}

    assert expected - set(Entry.objects.values_list("ref", flat=True)) == set()


def test_what_was_meant_stands_first(record: Any, refs: Any) -> None:
    other = {words: refs(words, most=1) for words, _ in FIRST}

    assert {words: top for words, top in other.items() if top != [dict(FIRST)[words]]} == {}


@pytest.mark.parametrize("words", QUERIES["nothing"])
def test_nonsense_finds_nothing(words: str, record: Any, refs: Any) -> None:
    assert refs(words) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tokayev", "Токаев"),
        ("Tokayev", "トカエフ"),
        ("Kawaguchi", "Кавагути"),
        ("Kazakhstan summit", "саммит Казахстан"),
        ("water resources", "水資源"),
        ("водные ресурсы", "水資源"),
        ("Dushanbe", "ドゥシャンベ"),
    ],
)
def test_three_scripts_find_the_same_on_top(one: str, other: str, record: Any, refs: Any) -> None:
    assert refs(one, most=1) == refs(other, most=1) != []
