"""The threads of a worker: few at work, another one for each that waits, and no more once the wait is over."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from nemawashi.kit import aside
from nemawashi.project.serving.threads import Threads


class Task:
    """Something to do that lasts until it is let go, perhaps in a wait."""

    def __init__(self, *, waits: bool = False) -> None:
        self.begun, self.go_on, self.done, self._waits = threading.Event(), threading.Event(), threading.Event(), waits

    def service(self) -> None:
        self.begun.set()
        if self._waits:
            with aside.waiting():
                self.go_on.wait(20)
        else:
            self.go_on.wait(20)
        self.done.set()

    def cancel(self) -> None:
        self.done.set()


@pytest.fixture
def one_at_work() -> Iterator[Threads]:
    threads = Threads(1)
    aside.set_server(threads.aside)
    yield threads
    aside.set_server(None)
    threads.shutdown()


def test_who_works_keeps_the_next_one_waiting(one_at_work: Threads) -> None:
    first, second = Task(), Task()
    one_at_work.add_task(first)
    assert first.begun.wait(20)
    assert not one_at_work.has_room

    one_at_work.add_task(second)
    assert not second.begun.wait(0.2)
    first.go_on.set()

    assert second.begun.wait(20)
    second.go_on.set()
    assert second.done.wait(20)


def test_who_waits_lets_the_next_one_work(one_at_work: Threads) -> None:
    waiting, working = Task(waits=True), Task()
    free = threading.Event()
    one_at_work.when_free = free.set
    one_at_work.add_task(waiting)
    assert free.wait(20)
    assert one_at_work.has_room

    one_at_work.add_task(working)
    assert working.begun.wait(20)
    assert not one_at_work.has_room

    for each in (waiting, working):
        each.go_on.set()
        assert each.done.wait(20)


def test_threads_for_those_who_waited_go_home(one_at_work: Threads) -> None:
    crowd = [Task(waits=True) for _ in range(5)]
    for each in crowd:
        one_at_work.add_task(each)
        assert each.begun.wait(20)
    assert len(one_at_work.threads) >= 5
    for each in crowd:
        each.go_on.set()
        assert each.done.wait(20)

    for _ in range(200):
        one_at_work.settle()
        if len(one_at_work.threads) == 1:
            break
        threading.Event().wait(0.02)

    assert len(one_at_work.threads) == 1
    assert one_at_work.is_idle


def test_outside_a_server_a_wait_is_nothing_special() -> None:
    with aside.waiting():
        pass
