"""What docs/security.md says can be found: files that it names are there, and its counts are those of its tables."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+)\.(\d+)\.(\d+) \| ([^|]+) \| ([^|]+) \| (.+) \|$", PAGE, re.M)
STATES = ["met", "partly", "not", "not applicable"]
# How many requirements each chapter of ASVS 4.0.3 has at levels 1 and 2, deleted numbers left out.
LEVEL_2 = {1: 38, 2: 53, 3: 18, 4: 9, 5: 30, 6: 13, 7: 12, 8: 15, 9: 7, 10: 5, 11: 8, 12: 15, 13: 13, 14: 23}
FILE = re.compile(r"`((?:src|tests|docs|changes|\.ci)/[^`]+|[\w-]+\.(?:md|toml|lock))`")


def test_every_requirement_of_level_2_stands_once_with_a_state_and_a_reason() -> None:
    numbers = [tuple(map(int, row[:3])) for row in ROWS]

    assert numbers == sorted(set(numbers))
    assert Counter(number[0] for number in numbers) == LEVEL_2
    assert {row[4] for row in ROWS} == set(STATES)


def test_its_summary_counts_its_tables() -> None:
    told = re.findall(r"^\| V(\d+) [^|]+ \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", PAGE, re.M)
    states = {chapter: Counter(row[4] for row in ROWS if row[0] == chapter) for chapter, *_ in told}
    counted = [(chapter, *(str(states[chapter][state]) for state in STATES)) for chapter, *_ in told]
    whole = Counter(row[4] for row in ROWS)

    assert [row[:5] for row in told] == counted
    assert [int(row[5]) for row in told] == list(LEVEL_2.values())
    assert "| **all** | " + " | ".join(f"**{whole[state]}**" for state in STATES) + f" | **{len(ROWS)}** |" in PAGE


def test_every_file_that_it_names_is_there() -> None:
    named = FILE.findall(PAGE)

    assert len(named) > 100
    assert [name for name in named if not (ROOT / name).exists()] == []
