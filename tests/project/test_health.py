"""Whoever watches a server is told whether it lives and whether it can answer, and nothing more."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from nemawashi.project import commanding, health


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(health, "_kept", (-health.KEPT_FOR, ""))
    return


def test_a_server_that_lives_and_can_answer_says_so_under_any_name(client: Client, db: None) -> None:
    lives, ready = client.get("/healthz", HTTP_HOST="10.1.2.3"), client.get("/readyz", HTTP_HOST="10.1.2.3")

    assert [(each.status_code, each.content) for each in (lives, ready)] == [(200, b"lives\n"), (200, b"ready\n")]
    assert (ready["Cache-Control"], ready["Content-Type"]) == ("no-store", "text/plain; charset=utf-8")
    assert client.get("/healthz/").status_code == 404


def test_a_server_without_its_database_lives_and_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError("password of role nemawashi is wrong")

    monkeypatch.setattr(connection, "ensure_connection", away)

    assert client.get("/healthz").status_code == 200
    assert (client.get("/readyz").status_code, client.get("/readyz").content) == (503, b"the database cannot be reached\n")


def test_a_server_on_older_tables_is_not_ready(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commanding, "is_behind", lambda: True)

    assert client.get("/readyz").content == b"the tables are missing, or of another release\n"


def test_who_asks_without_end_asks_the_database_once_a_second(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(commanding, "is_behind", lambda: bool(asked.append(1)))
    at = [0.0]
    monkeypatch.setattr(health.time, "monotonic", lambda: at[0])

    for moment in (0.0, 0.5, 0.99, 1.0, 1.5, 2.0):
        at[0] = moment
        client.get("/readyz")

    assert len(asked) == 3
