"""Published results of counting in the API: listed without their answers, whole by themselves, and nobody else's."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.conftest import NOW

from nemawashi.access.models import User
from nemawashi.access.terms import RowOrigin
from nemawashi.analysis.models import ResultRun
from nemawashi.analysis.terms import RunState

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
API = "/api/v1/runs/"


def kept(title: str, **more: Any) -> ResultRun:
    maker, _ = User.objects.get_or_create(username="ada")
    values: dict[str, Any] = {"kind": "words", "query": {"in": "adopted", "q": "sea"}, "answer": '{"total": 2}\n'}
    values |= {"digest": "d" * 64, "software": "0.1", "maker": maker, "maker_name": "Ada", "made_at": NOW}
    values |= {"state": RunState.PUBLISHED, "published_at": NOW, "origin": RowOrigin.DESK}
    return ResultRun.objects.create(title=title, **values | more)


def test_published_results_are_listed_and_whole_by_themselves(record: None, client: Client) -> None:
    row = kept("The sea in texts", note="All years")
    kept("Only kept", state=RunState.KEPT, published_at=None)
    gone = kept("Withdrawn", state=RunState.WITHDRAWN)

    listed = client.get(API).json()
    whole = client.get(f"{API}{row.slug}/").json()

    assert [(each["title"], each["note"], each["answer"]) for each in listed["results"]] == [
        ("The sea in texts", "All years", None)
    ]
    assert (whole["answer"], whole["query"], whole["sha256"], whole["made_by"], whole["ref"]) == (
        {"total": 2}, {"in": "adopted", "q": "sea"}, "d" * 64, "Ada", f"run/{row.slug}",
    )  # fmt: skip
    assert client.get(f"{API}{gone.slug}/").status_code == 404
    assert (client.get(f"{API}?kind=words").json()["count"], client.get(f"{API}?kind=keyness").json()["count"]) == (1, 0)
    assert client.get(f"{API}?kind=poem").status_code == 400


def test_statements_do_not_grow_with_results(record: None, client: Client) -> None:
    counts = []
    for more in (1, 2):
        for n in range(more):
            kept(f"{more} {n}")
        client.get(API)
        with CaptureQueriesContext(connection) as asked:
            client.get(API)
        counts.append(len(asked))

    assert counts == [2, 2]
