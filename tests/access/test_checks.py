"""The server starts with secrets and hosts of its own, behind a wall that stands, or says what is missing."""

from __future__ import annotations

from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.checks import Error, registry

from nemawashi.access import checks, seal

LONG, KEY = "s" * 40, "k" * 32
SAFE = {
    "DEMO": False,
    "TESTING": False,
    "SECRET_KEY": LONG,
    "SEAL_KEYS": [KEY],
    "DEBUG": False,
    "ALLOWED_HOSTS": ["desk.example.org"],
}
NO_SECRET = Error("NEMAWASHI_SECRET_KEY is missing or shorter than 40 characters", id="nemawashi.E001")
NO_KEYS = Error("NEMAWASHI_SEAL_KEYS is missing or a key has under 32 characters", id="nemawashi.E002")
OPEN_PAGES = Error("debug pages show the server's memory: unset NEMAWASHI_DEBUG", id="nemawashi.E003")
OLD_KEY = Error("a key in NEMAWASHI_SECRET_KEY_FALLBACKS has under 40 characters", id="nemawashi.E006")
NO_HOSTS = Error("NEMAWASHI_HOSTS must name the hosts that this server answers for", id="nemawashi.E004")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"SECRET_KEY": LONG[1:]}, [NO_SECRET]),
        ({"SEAL_KEYS": []}, [NO_KEYS]),
        ({"SECRET_KEY_FALLBACKS": [LONG, LONG]}, []),
        ({"SECRET_KEY_FALLBACKS": [LONG, LONG[1:]]}, [OLD_KEY]),
        ({"SEAL_KEYS": [KEY, KEY[1:]]}, [NO_KEYS]),
        ({"DEBUG": True}, [OPEN_PAGES]),
        ({"ALLOWED_HOSTS": []}, [NO_HOSTS]),
        ({"ALLOWED_HOSTS": ["desk.example.org", "*"]}, [NO_HOSTS]),
        (
            {"SECRET_KEY": "short", "SEAL_KEYS": [""], "DEBUG": True, "ALLOWED_HOSTS": ["*"]},
            [NO_SECRET, NO_KEYS, OPEN_PAGES, NO_HOSTS],
        ),
        ({"DEMO": True, "SECRET_KEY": "short"}, []),
        ({"TESTING": True, "SECRET_KEY": "short"}, []),
    ],
)
def test_a_server_wants_its_own_secrets_and_hosts(settings: Any, change: dict[str, Any], expected: list[Error]) -> None:
    for name, value in (SAFE | change).items():
        setattr(settings, name, value)

    assert checks.secrets_come_from_outside(None) == expected


def test_it_is_asked_where_a_server_is_to_be_deployed() -> None:
    assert checks.secrets_come_from_outside in registry.registry.get_checks(include_deployment_checks=True)
    assert checks.secrets_come_from_outside not in registry.registry.get_checks()


def test_the_wall_must_stand_on_every_sealed_table(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = [model._meta.db_table for model in seal.sealed_models()]

    @contextmanager
    def cursor() -> Any:
        yield SimpleNamespace(
            execute=lambda *asked: None, fetchone=lambda: ("us", False, False), fetchall=lambda: [(tables[0],)]
        )

    monkeypatch.setattr(checks, "connection", SimpleNamespace(vendor="postgresql", cursor=cursor))
    monkeypatch.setattr(checks.walls, "policy_faults", lambda connection, tables: [f"the policy more opens {tables[0]}"])

    assert len(tables) > 2
    assert checks.wall_errors() == [
        *(Error(f"row-level security is not forced on {table}", id="nemawashi.E005") for table in tables[1:]),
        Error(f"the policy more opens {tables[0]}", id="nemawashi.E005"),
    ]
