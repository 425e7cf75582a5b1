"""A small corpus written for these tests: three joint statements of a forum, in three languages."""

import pytest

from nemawashi.kit.lineage import Index, IndexedClause

FIRST = [
    ("preambular", "Recalling the launch of the dialogue in Astana in August 2004,"),
    ("operative", "1. The Ministers decided to increase technical assistance for water management in the Aral Sea basin."),
    (
        "operative",
        "2. The Ministers reaffirmed their commitment to combat trafficking in narcotic drugs across borders.",
    ),
    ("operative", "3. The Ministers welcomed cooperation among universities, museums and libraries of the region."),
]
SECOND = [
    ("preambular", "Recalling the launch of the dialogue in Astana in August 2004,"),
    ("operative", "1. The Ministers decided to reduce technical assistance for water management in the Aral Sea basin."),
    ("operative", "2. The Ministers shall establish a working group of border guards that meets twice a year in rotation."),
    (
        "operative",
        "3. The Ministers welcomed cooperation among universities, museums and libraries of the region, and decided to "
        "offer five hundred scholarships for young engineers in hydrology and seismology by 2012.",
    ),
]


def clauses(name: str, date: str, rows: list[tuple[str, str]], language: str = "en") -> list[IndexedClause]:
    return [
        IndexedClause(f"{name}#{at}", text, name, date, "joint statements", kind, language, float(at > 0))
        for at, (kind, text) in enumerate(rows)
    ]


@pytest.fixture
def corpus() -> list[IndexedClause]:
    return clauses("JS-2004", "2004-08-28", FIRST) + clauses("JS-2006", "2006-06-05", SECOND)


@pytest.fixture
def index(tmp_path, corpus) -> Index:
    return Index.build(tmp_path / "index", corpus)
