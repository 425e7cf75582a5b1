"""What somebody without an account may ask for is counted over all workers, until its while is over."""

from __future__ import annotations

import os

import pytest

from nemawashi.access import allowances
from nemawashi.access.allowances import Allowance


def in_another_process(allowance: Allowance, who: str, times: int) -> None:
    process = os.fork()
    if process == 0:
        try:
            for _ in range(times):
                allowance.spend(who, 10, now=0.0)
        finally:
            os._exit(0)
    os.waitpid(process, 0)


def test_what_is_asked_of_several_processes_is_one_allowance() -> None:
    allowance = Allowance(60)
    for _ in range(3):
        in_another_process(allowance, "a", 3)

    assert allowance.spend("a", 10, now=30.0) == 0
    assert allowance.spend("a", 10, now=45.0) == pytest.approx(15, abs=0.01)
    assert allowance.spend("b", 10, now=45.0) == 0


def test_what_is_refused_counts_for_nothing_and_the_while_ends() -> None:
    allowance = Allowance(60)
    assert [allowance.spend("a", 2, now=now) for now in (0.0, 59.0)] == [0, 0]
    assert all(allowance.spend("a", 2, now=59.5) for _ in range(5))

    assert [allowance.spend("a", 2, now=60.0) for _ in range(3)] == [0, 0, 60]


def test_many_at_once_make_nobody_forgotten_who_asks_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowances, "SETS", 1)
    allowance = Allowance(60)
    for _ in range(3):
        allowance.spend("a", 3, now=1.0)

    for number in range(100):
        assert allowance.spend(f"other {number}", 3, now=2.0) == 0

    assert allowance.spend("a", 3, now=3.0) > 0
    assert allowance.spend("other 0", 3, now=61.5) == 0  # finds the place of one whose while is over
