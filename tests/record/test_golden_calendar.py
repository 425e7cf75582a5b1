"""The ministers' calendar of the shipped record, compared by meaning with a file that somebody has read.

After a wanted change: ``NEMAWASHI_GOLDEN=1 pytest tests/record/test_golden_calendar.py``, and read the difference.
"""

import os
from pathlib import Path
from typing import Any

import icalendar
import pytest
from django.test import Client

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "fmm.ics"


def meaning(raw: bytes) -> list[tuple[str, list[tuple[str, str]]]]:
    """Components with their properties, whatever their order and folding."""
    return [
        (part.name, sorted((name, _said(value)) for name, value in part.property_items(recursive=False)))
        for part in icalendar.Calendar.from_ical(raw).walk()
    ]


def _said(value: Any) -> str:
    """A value with its parameters; BEGIN and END come as bare bytes."""
    if isinstance(value, bytes):
        return value.decode()
    return f"{sorted(value.params.items())} {value.to_ical().decode()}"


@pytest.mark.usefixtures("record")
def test_ministers_calendar_says_what_it_said(client: Client, record: Any) -> None:
    raw = client.get("/en/feeds/tracks/fmm.ics").content
    if os.environ.get("NEMAWASHI_GOLDEN"):
        GOLDEN.write_bytes(raw)

    assert meaning(raw) == meaning(GOLDEN.read_bytes())
    assert [name for name, _ in meaning(raw)].count("VEVENT") == 10
