"""Who answers a reader reads on the same page what the reader wrote, and of which row by its title."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from html import unescape
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk.stage import Stage

from nemawashi.access import telling
from nemawashi.access.viewers import PUBLIC
from nemawashi.desk.acting import notices
from nemawashi.desk.acting.titles import titles
from nemawashi.meetings.models import Meeting

REF = "meeting/fmm-2012-tokyo"


def _read(client: Any, address: str) -> str:
    return unescape(client.get(address).content.decode())


def test_the_page_of_the_answer_shows_the_remark_and_names_its_row(
    stage: Stage, client_of: Callable[[str], Any], who: Callable[[str], Any]
) -> None:
    scene = stage.scene("answer_remark")
    title = str(Meeting.objects.get(slug="fmm-2012-tokyo"))
    client = client_of(scene.name)
    place = f"/desk/acts/answer_remark/{scene.key}/"

    page = _read(client, place)
    assert "It met on two days." in page
    assert title in page
    assert f"{REF}:" not in page
    assert title in _read(client_of("host"), "/desk/")
    assert f">{REF}<" not in _read(client, "/desk/record/")

    answer = client.post(place, scene.told | {"seen": scene.version, "once": str(uuid.uuid4())})
    done = _read(client, answer["Location"])
    assert f"{title}: A remark of a reader was answered." in done


def test_many_remarks_are_named_in_as_many_statements_as_one(stage: Stage, who: Callable[[str], Any]) -> None:
    stage.scene("answer_remark")
    host = who("host")
    row = telling.notices(viewer=host)[0]

    counts = []
    for rows in ([row], [row, row, row]):
        with CaptureQueriesContext(connection) as asked:
            notices.known_in(rows, viewer=host)
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0


def test_what_nobody_may_see_keeps_its_reference(db: None) -> None:
    assert titles(["meeting/secret", "elsewhere"], viewer=PUBLIC) == {
        "meeting/secret": "meeting/secret",
        "elsewhere": "elsewhere",
    }
