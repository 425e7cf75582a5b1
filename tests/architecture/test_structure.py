"""``docs/structure.md`` shows the house as it stands.

After a wanted change: ``make docs``, and read the difference.
"""

import os
import re
from pathlib import Path

import pytest
from tests.architecture import floors

PAGE = floors.ROOT / "docs" / "structure.md"
DRAWN = {"mermaid": floors.picture, "text": floors.listing}
ROOMS = [room for floor in floors.floors() for room in floors.rooms(floor)]


@pytest.mark.parametrize("kind", DRAWN)
def test_page_shows_the_house_as_it_stands(kind: str) -> None:
    block = re.compile(rf"(```{kind}\n)(.*?)(\n```)", re.S)
    drawn = DRAWN[kind]()
    if os.environ.get("NEMAWASHI_GOLDEN"):
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(block.sub(lambda found: found[1] + drawn + found[3], page, count=1), encoding="utf-8")

    shown = block.search(PAGE.read_text(encoding="utf-8"))

    assert shown is not None
    assert shown[2] == drawn


@pytest.mark.parametrize("floor", floors.floors())
def test_page_tells_of_every_floor(floor: str) -> None:
    """In prose: what it is for, and what it may not do."""
    sections = re.split(r"^### ", PAGE.read_text(encoding="utf-8"), flags=re.M)
    told = [section for section in sections if re.match(rf"(?:.*, )?`{floor}`", section.splitlines()[0])]

    assert len(told) == 1
    assert "May not" in told[0]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(floors.SOURCE)))
def test_room_says_what_it_is_for(room: Path) -> None:
    assert floors.purpose(room).endswith((".", ":"))
