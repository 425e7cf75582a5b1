"""Readers in a process of their own: answers and faults come back, what takes too much is stopped, nothing else is told."""

import operator
import os
import pickle
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.kit.growth.readers import CLAUSES

from nemawashi.kit import apart, limits, sent, word
from nemawashi.kit.apart import Reason, TooHardError, asking, wire

SAID = b"The Ministers [JPN: warmly] welcomed cooperation in water management, and decided to meet in 2027."

pytestmark = pytest.mark.slow  # each waits for a process of its own


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    apart.close()
    yield
    apart.close()


def test_what_a_reader_returns_comes_back_as_it_is() -> None:
    assert apart.ask(sent.brackets, SAID, CLAUSES) == sent.brackets(SAID, CLAUSES)


@pytest.mark.parametrize(
    ("content", "raised"), [(b"PK", word.WordError), (b"[" * 51 + b"a" + b"]" * 51, limits.TooMuchError)]
)
def test_a_fault_is_raised_here_as_it_was_there(content: bytes, raised: type[Exception]) -> None:
    with pytest.raises(raised) as there:
        sent.brackets(content, CLAUSES)

    with pytest.raises(raised) as here:
        apart.ask(sent.brackets, content, CLAUSES)

    assert (str(here.value), here.value.__dict__) == (str(there.value), there.value.__dict__)


def test_a_reader_that_goes_on_and_on_is_stopped_and_the_next_is_read() -> None:
    with pytest.raises(TooHardError) as stopped:
        apart.ask(pow, 7, 10**9, seconds=1)

    assert stopped.value.reason is Reason.HARD
    assert apart.ask(sent.brackets, SAID, CLAUSES).positions


def test_a_reader_that_eats_the_memory_is_stopped() -> None:
    with pytest.raises(TooHardError) as stopped:
        apart.ask(bytes, 2_000_000_000)

    assert stopped.value.reason is Reason.HARD


def test_a_page_waits_no_longer_than_it_says() -> None:
    began = time.monotonic()

    with pytest.raises(TooHardError):
        apart.ask(time.sleep, 60, patience=6)

    assert time.monotonic() - began < 20


def test_whoever_finds_no_turn_in_time_is_told_to_come_again() -> None:
    held = [threading.Thread(target=_sleeps) for _reader in range(asking.MOST_READERS)]
    for each in held:
        each.start()
    while any(each.is_alive() for each in held) and asking._POOL._turns._value:
        time.sleep(0.01)

    with pytest.raises(TooHardError) as busy:
        apart.ask(len, "abc", patience=0.2)

    assert busy.value.reason is Reason.BUSY
    for each in held:
        each.join()


def _sleeps() -> None:
    with pytest.raises(TooHardError):
        apart.ask(time.sleep, 60 + threading.get_ident(), patience=8)


def test_the_process_knows_no_key_and_writes_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NEMAWASHI_SEAL_KEYS", "canary")

    assert apart.ask(os.getenv, "NEMAWASHI_SEAL_KEYS") is None
    with pytest.raises(TooHardError):
        apart.ask(Path.write_bytes, tmp_path / "file", b"x")
    assert not list(tmp_path.glob("file")) or (tmp_path / "file").read_bytes() == b""


def test_a_fault_of_a_reader_is_told_by_its_kind_alone(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(TooHardError) as broken:
        apart.ask(operator.add, "canary", 1)

    assert (broken.value.reason, str(broken.value)) == (Reason.BROKEN, "it could not be read")
    assert ("TypeError" in caplog.text, "canary" in caplog.text) == (True, False)


class _Calls:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.getenv, ("PATH",)


@pytest.mark.parametrize("told", [_Calls(), os.getenv, Path("a"), asking.ask])
def test_what_comes_back_names_nothing_that_could_be_called(told: object) -> None:
    with pytest.raises(pickle.UnpicklingError):
        wire.values(pickle.dumps(("read", told)))


def test_a_question_is_answered_once_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    first = apart.ask(time.monotonic)

    assert apart.ask(time.monotonic) == first
    monkeypatch.setattr(asking, "KEPT_FOR", 0.0)
    assert apart.ask(time.monotonic) > first


def test_what_was_too_hard_once_is_not_tried_again() -> None:
    for least, most in ((1.0, 60.0), (0.0, 1.0)):
        began = time.monotonic()
        with pytest.raises(TooHardError):
            apart.ask(pow, 7, 10**9, seconds=1)
        assert least <= time.monotonic() - began < most


def test_a_process_that_ended_between_two_questions_is_replaced() -> None:
    apart.ask(len, "abc")
    (process,) = asking._POOL._idle
    process.end()
    process._child.wait()

    assert apart.ask(len, "abcd") == 4


def test_what_is_kept_has_a_bound() -> None:
    kept = asking._Kept(10)
    for at in range(9):
        kept.put(bytes([at]), b"1234", "")

    assert [at for at in range(9) if kept.get(bytes([at]))] == [7, 8]


def test_what_was_read_for_somebody_is_forgotten_and_for_others_is_not() -> None:
    own, other = (apart.ask(time.monotonic, whose=name) for name in ("own", "other"))

    apart.forget("own")

    assert apart.ask(time.monotonic, whose="own") > own
    assert apart.ask(time.monotonic, whose="other") == other


def test_answers_are_kept_up_to_their_bytes_and_the_oldest_goes_first() -> None:
    kept = asking._Kept(10)
    for key, answer in ((b"a", b"12345"), (b"b", b"12345")):
        kept.put(key, answer, "")
    assert [kept.get(b"a"), kept.get(b"b")] == [b"12345", b"12345"]

    kept.put(b"c", b"1", "")

    assert [kept.get(b"a"), kept.get(b"b"), kept.get(b"c")] == [None, b"12345", b"1"]
    kept.forget("")
    kept.put(b"d", b"1234567890", "")
    assert kept.get(b"d") == b"1234567890"


def test_a_process_reads_so_many_files_and_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    apart.close()
    monkeypatch.setattr(asking, "MOST_ASKED", 2)

    first, second, third = (apart.ask(os.getpid, whose=name) for name in ("one", "two", "three"))

    assert first == second != third


def test_what_is_forgotten_is_forgotten_in_the_other_processes_of_a_server_too() -> None:
    asked: list[str] = []
    apart.when_forgotten(lambda: asked.append("elsewhere"))
    try:
        apart.ask(sent.brackets, SAID, CLAUSES, whose="japan")
        assert len(asking._KEPT._rows) == 1

        apart.forget("kazakhstan")
        assert (asked, len(asking._KEPT._rows)) == (["elsewhere"], 1)
        apart.forget_all()
        assert len(asking._KEPT._rows) == 0
    finally:
        apart.when_forgotten(None)


def test_several_servers_share_the_readers() -> None:
    try:
        apart.share(4)
        assert asking._POOL._most == 1
    finally:
        apart.share(1)
    assert asking._POOL._most == asking.MOST_READERS


def test_a_word_of_a_list_comes_back_whichever_way_a_python_pickles_it() -> None:
    message = wire.message_of(("read", [Reason.HARD, {"why": Reason.BUSY}]))

    assert b"getattr" not in message  # as 3.11.2 writes it, which is refused
    assert wire.values(message) == ("read", [Reason.HARD, {"why": Reason.BUSY}])
