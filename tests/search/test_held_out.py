"""Questions that were kept aside when the engine was tuned: they are in the record, and their figure is told and held."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from nemawashi.access.viewers import PUBLIC
from nemawashi.search import queries
from nemawashi.search.models import Entry

ASKED: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "held_out.yaml").read_text(encoding="utf-8"))
ROWS = [row for rows in ASKED.values() for row in rows]
AGAIN: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "held_out_again.yaml").read_text(encoding="utf-8"))
WANTED = [row for row in ROWS if "want" in row and "fiction" not in row]


def test_there_are_sixty_and_none_was_tuned_on() -> None:
    tuned = yaml.safe_load((Path(__file__).parent / "queries.yaml").read_text(encoding="utf-8"))
    known = {row["q"] if isinstance(row, dict) else row for rows in tuned.values() for row in rows}

    assert len(ROWS) == 60
    assert {row["q"] for row in ROWS} & known == set()


def test_recall_of_questions_kept_aside(record: Any, refs: Any, capsys: pytest.CaptureFixture[str]) -> None:
    shares = [sum(ref in refs(row["q"]) for ref in row["want"]) / len(row["want"]) for row in WANTED]
    recall = sum(shares) / len(shares)

    with capsys.disabled():
        print(f"\nrecall of what was kept aside: {recall:.3f} over {len(shares)} questions")
    assert recall >= 0.85
    assert {ref for row in WANTED for ref in row["want"]} <= set(Entry.objects.values_list("ref", flat=True))


def test_recall_of_those_that_were_asked_later(record: Any, refs: Any) -> None:
    rows = [row for of_language in AGAIN.values() for row in of_language if "want" in row]
    found = [(set(row["want"]), refs(row["q"])) for row in rows]

    assert sum(len(want & set(hits)) / len(want) for want, hits in found) / len(rows) >= 0.9
    assert sum(bool(want & set(hits[:5])) for want, hits in found) / len(rows) >= 0.9


@pytest.mark.parametrize("words", [row["q"] for row in ROWS if row.get("guess")])
def test_what_nobody_wrote_is_told_as_a_guess_or_not_found(words: str, record: Any) -> None:
    answer = queries.answer(words, viewer=PUBLIC)

    assert not answer.hits or answer.mended or answer.sounded or answer.is_loose


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Северной Кореи", "commitment/com-2022-12-dprk"),
        ("Северную Корею", "commitment/com-2022-12-dprk"),
        ("с Северной Кореей", "commitment/com-2022-12-dprk"),
        ("七億ドル", "assistance/package-2012-700m"),
        ("7億ドル", "assistance/package-2012-700m"),
        ("семьсот миллионов долларов", "assistance/package-2012-700m"),
        ("arc of freedom concept", "concept/arc-of-freedom-and-prosperity"),
        ("концепции дуги свободы и процветания", "concept/arc-of-freedom-and-prosperity"),
        ("Kazakhstan hosted", "meeting/som-2024-astana"),
        ("chair rotation", "conflict/C15-chair-rules"),
    ],
)
def test_what_a_reader_means_is_among_the_first_five(words: str, first: str, record: Any, refs: Any) -> None:
    assert first in refs(words, most=5)


def test_a_likeness_of_sound_is_no_hit_without_a_word(record: Any, client: Any) -> None:
    """Сенкаку is written nowhere in the record: its page says so, and what was looked for instead."""
    page = client.get("/en/search/?q=Сенкаку").content.decode()
    written = client.get("/en/search/?q=Senkaku").content.decode()

    assert "Nothing has “Сенкаку” as written. What sounds alike was looked for:".lower() in page.lower()
    assert '<a href="?q=Senkaku">Senkaku</a>' in page
    assert "sounds alike" not in written


def test_names_stand_in_the_letters_of_the_page(record: Any, client: Any) -> None:
    russian = client.get("/ru/search/?q=Gemba&noun=person").content.decode()
    japanese = client.get("/ja/search/?q=Gemba&noun=person").content.decode()

    assert "Гэмба" in russian
    assert "玄葉光一郎" in japanese
