"""How many statements a list puts to the database: the same for one row, for three and for a hundred."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nemawashi.sources.models import Tie

pytestmark = pytest.mark.usefixtures("record")

# Those with ties ask, besides, which of the meetings, texts and commitments at the other end the reader may know of.
STATEMENTS = {
    "sources": 2, "claims": 4, "conflicts": 4, "dialogues": 8, "parties": 8, "people": 8, "pillars": 2, "tracks": 7,
    "meetings": 8, "agenda-items": 2, "recommendations": 7, "texts": 7, "commitments": 8, "assistance": 8,
    "concepts": 7, "events": 7, "organisations": 7, "remits": 8,
}  # fmt: skip


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as told:
        assert client.get(address).status_code == 200
    return len(told)


@pytest.mark.parametrize("noun", sorted(STATEMENTS))
def test_statements_do_not_grow_with_rows(client: Client, noun: str) -> None:
    # Every first row is tied to a row of each noun that can be hidden, so that all questions are asked at any length.
    for row in client.get(f"/api/v1/{noun}/?page_size=1").json()["results"]:
        for other in ("meeting/fmm-2004-astana", "text/doc-2006-action-plan", "commitment/com-2004-continue"):
            Tie.objects.create(subject_ref=row["ref"], relation="tied_to", object_ref=other)

    counts = [statements(client, f"/api/v1/{noun}/?page_size={size}") for size in (1, 3, 100)]

    assert counts == [STATEMENTS[noun]] * 3
