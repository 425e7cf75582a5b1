"""The threads of a worker: few at work, another one for each that waits, and no more once the wait is over."""

from __future__ import annotations

import platform
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from nemawashi.kit import aside
from nemawashi.project.serving import threads as serving_threads
from nemawashi.project.serving import workers
from nemawashi.project.serving.threads import Lines, Threads


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


class Line:
    """As much of a connection to a database as threads ask of one."""

    def __init__(self, connection: object = None) -> None:
        self.connection, self.in_atomic_block, self.is_shared = connection, False, False

    def inc_thread_sharing(self) -> None:
        self.is_shared = True

    def close(self) -> None:
        self.connection = None


class OfThisThread(dict[str, Any]):
    """Connections by name, made where there is none."""

    def __missing__(self, name: str) -> Line:
        self[name] = Line()
        return self[name]


@pytest.fixture
def of_this_thread(monkeypatch: pytest.MonkeyPatch) -> OfThisThread:
    connections = OfThisThread()
    monkeypatch.setattr(serving_threads, "connections", connections)
    return connections


def test_a_connection_goes_on_to_the_next_thread_that_has_none(of_this_thread: OfThisThread) -> None:
    lines, first = Lines(1), Line("open")
    of_this_thread["default"] = first
    lines.leave()
    assert "default" not in of_this_thread

    lines.take()
    assert of_this_thread["default"] is first
    assert first.is_shared

    lines.take()  # has one
    assert of_this_thread["default"] is first


def test_a_connection_with_a_transaction_stays_with_its_thread(of_this_thread: OfThisThread) -> None:
    lines, held = Lines(1), Line("open")
    held.in_atomic_block = True
    of_this_thread["default"] = held
    lines.leave()

    assert of_this_thread["default"] is held


def test_connections_that_a_crowd_wanted_are_ended(of_this_thread: OfThisThread) -> None:
    lines = Lines(1)
    made = [Line(number) for number in (1, 2, 3)]
    for each in made:
        of_this_thread["default"] = each
        lines.leave()

    lines.settle()
    assert [each.connection for each in made] == [None, None, 3]
    lines.settle(keeps=0)
    assert made[2].connection is None
    lines.take()
    assert of_this_thread["default"].connection is None  # nothing was left: one is made anew


def test_threads_share_memory_where_the_c_library_would_give_each_its_own() -> None:
    assert workers.share_memory_among_threads() == (platform.libc_ver()[0] == "glibc")
