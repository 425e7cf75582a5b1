"""No style names left or right, where a page from right to left would stand the wrong way round."""

from __future__ import annotations

import re
from pathlib import Path

STYLES = Path(__file__).resolve().parents[2] / "src" / "nemawashi" / "static" / "nemawashi"
SIDE = re.compile(
    r"(?:(?:margin|padding|border)-(?:left|right)\b|text-align: ?(?:left|right)|(?:float|clear): ?(?:left|right))"
)
PLACE = re.compile(r"(?<![\w-])(?:left|right):")
FOUR = re.compile(r"(?<![\w-])(?:margin|padding): ?([^\s;]+) ([^\s;]+) ([^\s;]+) ([^\s;]+);")
MAY = {"#acts-here"}  # the menu under the pointer, whose place a script says in pixels


def test_styles_name_beginnings_and_ends() -> None:
    wrong = []
    for path in sorted(STYLES.glob("*.css")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith(tuple(MAY)):
                continue
            uneven = [four for four in FOUR.findall(line) if four[1] != four[3]]
            if SIDE.search(line) or PLACE.search(line) or uneven:
                wrong.append(f"{path.name}:{number}: {line.strip()[:80]}")

    assert wrong == []
