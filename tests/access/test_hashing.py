"""Processes that hash passwords: whoever asks one is answered by it, and by itself where there is none."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from django.contrib.auth import hashers as django_hashers

from nemawashi.access import accounts, hashing
from nemawashi.access.hashing import Hashers

HERE = os.getpid()


def who(*words: str) -> list[object]:
    return [os.getpid(), *words]


def rank() -> int:
    return os.getpriority(os.PRIO_PROCESS, 0)


def end_unless_here() -> str:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return "here"


@pytest.fixture
def hashers() -> Hashers:
    by_itself = accounts._by_itself
    kinds = {"who": who, "rank": rank, "end": end_unless_here, "int": int}
    return Hashers({**kinds, "encode": by_itself.encode, "verify": by_itself.verify})


@pytest.fixture
def process(hashers: Hashers) -> Iterator[int]:
    """One that hashes, until the test is over."""
    child = os.fork()
    if child == 0:
        try:
            hashers.work()
        finally:
            os._exit(0)
    yield child
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_another_process_answers_behind_everybody_else(hashers: Hashers, process: int) -> None:
    longer_than_a_socket_holds = "密" * 500_000

    assert hashers.ask("who", "a", longer_than_a_socket_holds) == [process, "a", longer_than_a_socket_holds]
    assert hashers.ask("rank") == min(19, rank() + hashing.BEHIND)  # nobody stands behind 19


def test_whoever_finds_no_process_hashes_by_itself(hashers: Hashers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "PATIENCE", 0.01)
    assert hashers.ask("who", "a") == [HERE, "a"]

    monkeypatch.setattr(hashing, "PATIENCE", 3600.0)
    hashers.end()
    assert hashers.ask("who", "b") == [HERE, "b"]


def test_whoever_asked_a_process_that_ended_hashes_by_itself(hashers: Hashers, process: int) -> None:
    assert hashers.ask("end") == "here"


def test_what_cannot_be_hashed_ends_no_process(hashers: Hashers, process: int) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        hashers.ask("int", "x")

    assert hashers.ask("who") == [process]


def test_passwords_are_made_and_looked_at_elsewhere_once_processes_are_shared(
    hashers: Hashers, process: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*words: str) -> None:
        raise AssertionError("hashed by this process")

    monkeypatch.setattr(accounts, "_hashers", [hashers])
    hashers._kinds = dict.fromkeys(("encode", "verify"), refused)  # of this process; the other one has its own

    kept = django_hashers.make_password("a long one for tests", hasher=accounts.Argon2())

    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert accounts.Argon2().verify("a long one for tests", kept)
    assert not accounts.Argon2().verify("another", kept)
