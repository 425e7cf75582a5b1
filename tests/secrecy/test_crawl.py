"""Every address as every role: nobody finds a canary but its owner; the owner finds every one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from tests.secrecy.conftest import DELEGATIONS, OWN, ROLES, Nest
from tests.secrecy.reading import found

from nemawashi.portal import once

pytestmark = pytest.mark.usefixtures("played")

# Nobody is spared an address, but most walk all of them on one database only: these on PostgreSQL, the others on SQLite.
# On the other one they walk where drafts, contacts and own material are read. The public walks everything on both, and
# some the whole desk. Four delegations, of which nothing in the code knows one from another, share what lies outside the
# desk out among them.
ALIKE = ("kyrgyzstan", "tajikistan", "turkmenistan", "uzbekistan")
ALL_ON_POSTGRESQL = (*ALIKE, "researcher-two")
DESK_ON_BOTH = ("host", "kazakhstan", "japan-watcher", "researcher")
WHERE_SECRETS_ARE_READ = (
    "/desk/texts/",
    "/desk/search/",
    "/desk/acts/draft",
    "/desk/acts/redraft",
    "/desk/acts/table",
    "/desk/acts/take_in_file",
    "/desk/business/",
)


def _walked_here(role: str, addresses: list[str]) -> list[str]:
    if not role or (role in ALL_ON_POSTGRESQL) == (connection.vendor == "postgresql"):
        if role not in ALIKE:
            return addresses
        outside = [address for address in addresses if not address.startswith("/desk/")]
        return [address for address in addresses if address.startswith("/desk/")] + outside[ALIKE.index(role) :: len(ALIKE)]
    parts = ("/desk/",) if role in DESK_ON_BOTH else WHERE_SECRETS_ARE_READ
    return [address for address in addresses if address == "/desk/" or address.startswith(parts) or OWN in address]


def _sweep(client: Any, addresses: list[str], canaries: set[str], *, first_only: bool = False) -> dict[str, set[str]]:
    """Canary -> the addresses at which it was seen; of the first address that shows any, where that is enough."""
    seen: dict[str, set[str]] = {}
    for number, address in enumerate(addresses):
        # Packed answers are the same answers, so a few addresses are asked for them.
        packed = [client.get(address, headers={"accept-encoding": "gzip"})] if number % 20 == 0 else []
        for answer in (client.get(address), *packed):
            whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
            told = repr(list(answer.items())).encode() + b"\n" + whole
            for canary in found(told, canaries):
                seen.setdefault(canary, set()).add(address)
            if answer.status_code >= 500:
                pytest.fail(f"{address} answered {answer.status_code}")
            if not whole:
                break
        if seen and first_only:
            break
    return seen


def _api(client: Any) -> list[str]:
    """Every list of the API, full, and the first rows of each by their own address."""
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    lists = [path for path in paths if "{" not in path]
    details = [path for path in paths if "{" in path]
    rows = [
        path[: path.index("{")] + f"{row['id']}/"
        for path in details
        for row in client.get(path[: path.index("{")] + "?page_size=3").json()["results"]
    ]
    assert len(lists) == len(details) == 20
    return [*lists, *(f"{path}?page_size=100" for path in lists), *rows, "/api/v1/openapi.json", "/api/v1/nothing/"]


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "public")
def test_nobody_but_the_owner_finds_a_canary_and_the_owner_finds_each_that_stands(
    role: str, nest: Nest, addresses: list[str], client_of: Callable[[str], Any], caplog: pytest.LogCaptureFixture
) -> None:
    """Nor does a mail or a line of the logs hold one, whoever asked: those are for the operator, who is nobody's."""
    client = client_of(role)
    owner = "japan" if role == "japan-watcher" else role

    seen = _sweep(client, _walked_here(role, [*addresses, *_api(client)]), {*nest.canaries, *nest.persons})

    persons = {canary: seen.pop(canary) for canary in nest.persons if canary in seen}
    assert {canary: where for canary, where in persons.items() if owner not in nest.persons[canary]} == {}
    assert set(persons) >= {canary for canary, readers in nest.persons.items() if owner in readers}
    strangers = {canary: where for canary, where in seen.items() if nest.canaries[canary][0] != owner}
    assert strangers == {}
    if role in DELEGATIONS:
        assert set(seen) >= {canary for canary in nest.of(role) if nest.canaries[canary][1] != "withdrawn"}
    elif role == "researcher":  # an assessor's own waiting score, a coder's own coding, material that only its owner counts
        assert set(seen) == nest.of(role)
    outside = caplog.text + repr([message.message().as_string() for message in mail.outbox])
    assert found(outside.encode(), {*nest.canaries, *nest.persons}) == set()


def test_with_the_guard_off_the_crawl_finds_others_canaries(
    nest: Nest, addresses: list[str], client_of: Callable[[str], Any], guard_off: None
) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("row-level security still hides the rows: that is what the second wall is for")
    seen = _sweep(client_of("kazakhstan"), addresses, nest.of("japan"), first_only=True)

    assert set(seen) != set()


def test_no_table_but_the_sealed_ones_holds_a_canary_and_those_hold_it_encrypted(nest: Nest) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the dump is taken from SQLite")
    dump = "\n".join(connection.connection.iterdump()).encode()
    # Material that somebody brought to count in is of that person alone, and no draft: files of others, as they were made.
    sealed = [canary for canary, (_owner, channel) in nest.canaries.items() if channel != "material"]

    assert b"v2.party-" in dump
    assert found(dump, sealed) == set()


@pytest.fixture
def guard_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutation: filters, marks, statement guard and row check are gone, as if nobody had written them."""
    from nemawashi.access import seal

    monkeypatch.setattr(seal.SealedManager, "get_queryset", lambda self: seal.SealedQuerySet(self.model, using=self._db))
    monkeypatch.setattr(seal, "_inspect", lambda *args: None)
    monkeypatch.setattr(seal.SealedWords, "_owner", lambda self: "")
    monkeypatch.setattr(
        seal.SealedModel, "from_db", classmethod(super(seal.SealedModel, seal.SealedModel).from_db.__func__)
    )


@pytest.mark.one_database
def test_pages_that_are_kept_are_nobodys_own(
    nest: Nest,
    addresses: list[str],
    client_of: Callable[[str], Any],
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After a delegation has read them: the public finds no canary, and what it would find were nothing kept."""
    public = _of_each_kind(address for address in addresses if address.startswith(("/en/", "/ru/", "/ja/")))
    bare = {address: _bare(client_of(""), address) for address in public}
    settings.PAGES_KEPT_BYTES = 50_000_000
    monkeypatch.setattr(once, "SHELF", once.Shelf())
    for role in ("japan", ""):
        _sweep(client_of(role), public, set())

    again = {address: _bare(client_of(""), address) for address in public}

    assert len(once.SHELF._pages) > 20
    assert {address for address in public if again[address] != bare[address]} == set()
    assert found(b"".join(b"".join(page.pieces) for page in once.SHELF._pages.values()), nest.canaries) == set()
    assert not any(b"/sign-out/" in piece for page in once.SHELF._pages.values() for piece in page.pieces)


def _of_each_kind(addresses: Iterable[str]) -> list[str]:
    """The first six below each word that comes behind the language, and all that ask a question."""
    kinds: Counter[str] = Counter()
    kept = []
    for address in addresses:
        kinds[word := address.split("/")[2]] += 1
        if kinds[word] <= 6 or "?" in address:
            kept.append(address)
    return kept


def _bare(client: Any, address: str) -> tuple[int, bytes]:
    """An answer without the token that is each reader's own."""
    answer = client.get(address)
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, re.sub(rb'(name="csrfmiddlewaretoken" value=")\w{64}"', rb"\1", whole)
