"""What several workers keep in common: known under its whole name, for a while, until its room is needed."""

from __future__ import annotations

import os
import threading
import time

import pytest

from nemawashi.desk.negotiating import shelf as shelves
from nemawashi.desk.negotiating.shelf import SharedShelf

ROOM = 4096


@pytest.fixture
def shelf() -> SharedShelf:
    return SharedShelf(ROOM)


def test_a_worker_gives_what_another_one_kept(shelf: SharedShelf) -> None:
    name = shelf.name("a page", 1)
    process = os.fork()
    if process == 0:
        try:
            shelf.keep(name, b"rendered", seconds=60)
        finally:
            os._exit(0)
    os.waitpid(process, 0)

    assert shelf.kept(name) == b"rendered"
    assert [shelf.kept(shelf.name(*other)) for other in (("a page", 2), ("a page", "1"), ("a page",))] == [None] * 3
    assert SharedShelf(ROOM).name("a page", 1) != name


@pytest.mark.parametrize(("past", "is_kept"), [(59.9, True), (60.0, False), (61.0, False)])
def test_it_is_good_for_a_while(shelf: SharedShelf, monkeypatch: pytest.MonkeyPatch, past: float, is_kept: bool) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 100.0)
    shelf.keep(shelf.name(1), b"rendered", seconds=60)
    monkeypatch.setattr(time, "monotonic", lambda: 100.0 + past)

    assert (shelf.kept(shelf.name(1)) == b"rendered") is is_kept


@pytest.mark.parametrize(("length", "is_kept"), [(ROOM // 4, True), (ROOM // 4 + 1, False)])
def test_one_thing_takes_no_more_than_a_quarter(shelf: SharedShelf, length: int, is_kept: bool) -> None:
    shelf.keep(shelf.name(1), b"x" * length, seconds=60)

    assert (shelf.kept(shelf.name(1)) is not None) is is_kept


@pytest.mark.parametrize(("more", "is_kept"), [(ROOM - 100, True), (ROOM - 99, False)])
def test_what_was_written_over_is_known_no_more(shelf: SharedShelf, more: int, is_kept: bool) -> None:
    first = bytes([0, 0]) + bytes(30)
    shelf.keep(first, b"a" * 100, seconds=60)
    for at in range(1, 6):
        part = min(1000, more)
        shelf.keep(bytes([0, at]) + bytes(30), b"b" * part, seconds=60)
        more -= part

    assert (shelf.kept(first) == b"a" * 100) is is_kept
    assert shelf.kept(bytes([0, 4]) + bytes(30)) is not None  # some of them stand over the end of the room


def test_of_two_names_at_one_place_each_is_given_its_own_or_nothing(shelf: SharedShelf) -> None:
    one, other = bytes([0, 7, 1]) + bytes(29), bytes([0, 7, 2]) + bytes(29)
    shelf.keep(one, b"of one", seconds=60)
    shelf.keep(other, b"of another", seconds=60)

    assert (shelf.kept(one), shelf.kept(other)) == (None, b"of another")
    shelf.forget()
    assert shelf.kept(other) is None


@pytest.mark.parametrize("is_one_name", [True, False])
def test_one_at_a_time_makes_what_a_name_stands_for(shelf: SharedShelf, is_one_name: bool) -> None:
    names = [bytes([0]) + bytes(31), bytes([0 if is_one_name else 1]) + bytes(31)]
    inside, over = threading.Event(), threading.Event()

    def wait() -> None:
        with shelf.turn(names[1]):
            inside.set()

    with shelf.turn(names[0]):
        thread = threading.Thread(target=wait)
        thread.start()
        got_in = inside.wait(0.05 if is_one_name else 10)
        over.set()
    thread.join(10)

    assert (got_in, inside.is_set()) == (not is_one_name, True)
    assert shelves.TURNS > 1


def test_a_turn_that_another_worker_never_ends_is_waited_for_and_then_taken(
    shelf: SharedShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "LONGEST_TURN", 0.0)
    held_read, held = os.pipe()
    end, end_write = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            with shelf.turn(bytes(32)):
                os.write(held, b"x")
                os.read(end, 1)
        finally:
            os._exit(0)
    os.read(held_read, 1)

    with shelf.turn(bytes(32)):
        took = True
    os.write(end_write, b"x")
    os.waitpid(process, 0)

    assert took
