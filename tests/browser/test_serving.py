"""The server itself, by plain requests: workers that come and go, what they share, streams, and how it starts and stops."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from benchmarks import crash
from benchmarks.people import Person, Served, children, free_port, prepare, served

pytestmark = pytest.mark.browser
ON_POSTGRESQL = bool(os.environ.get("NEMAWASHI_DATABASE_URL"))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, secrets: Path) -> Path:
    """A home with the fictional round in its database."""
    home = tmp_path_factory.mktemp("served")
    for secret in secrets.iterdir():
        (home / secret.name).write_bytes(secret.read_bytes())
    prepare(home)
    return home


@pytest.fixture(scope="module")
def two_workers(prepared: Path) -> Iterator[Served]:
    with served(prepared, "--workers", "2", "--no-tend") as server:
        yield server


def until(holds: Callable[[], object], seconds: float = 20.0) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if holds():
            return True
        threading.Event().wait(0.05)
    return False


def tabled(person: Person, words: str) -> None:
    """A new comment on the first clause of the text under negotiation."""
    page = person.draft(person.clauses(person.negotiated_text())[0], words)
    address = person.address_to_table(page, words)
    assert address
    person.post(address)


def only(server: Served, worker: int, ask: Callable[[], str]) -> str:
    """What one worker answers, while the others stand still."""
    others = [each for each in server.workers if each != worker]
    for each in others:
        os.kill(each, signal.SIGSTOP)
    try:
        return ask()
    finally:
        for each in others:
            os.kill(each, signal.SIGCONT)


def test_what_is_done_in_one_worker_is_seen_in_the_other_at_once(two_workers: Served) -> None:
    kazakhstan, japan = Person(two_workers.base, "kazakhstan"), Person(two_workers.base, "japan")
    text = japan.negotiated_text()
    first, second = two_workers.workers

    for one, other, words in ((first, second, "zqfresh one"), (second, first, "zqfresh two")):
        only(two_workers, one, lambda words=words: tabled(kazakhstan, words) or "")
        assert words in only(two_workers, other, lambda: japan.get(text))


def test_a_worker_that_ends_is_begun_anew(two_workers: Served) -> None:
    before = two_workers.workers
    os.kill(before[0], signal.SIGKILL)

    assert until(lambda: len(two_workers.workers) == 2 and before[0] not in two_workers.workers)
    assert "<h1" in Person(two_workers.base, "host").get("/desk/")


def test_passwords_are_hashed_behind_everybody_else_and_somebody_always_does(two_workers: Served) -> None:
    before = two_workers.hashers
    assert len(before) == 2
    for each in before:
        os.kill(each, signal.SIGKILL)

    assert "<h1" in Person(two_workers.base, "host").get("/desk/")
    assert until(lambda: len(two_workers.hashers) == 2)
    assert not set(before) & set(two_workers.hashers)


def stream(person: Person, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", int(person.base.rpartition(":")[2]), timeout=20)
    connection.request("GET", f"{path}live/?own=0", headers={"Cookie": person.cookie})
    return connection.getresponse()


def next_event(answer: http.client.HTTPResponse) -> bytes:
    while not (line := answer.readline()).startswith(b"data:"):
        assert line, "the stream ended"
    return line


def test_streams_hold_no_worker_and_hear_of_acts_in_the_other(prepared: Path) -> None:
    """More streams are open than there are threads; pages are answered all the same, and each stream is told."""
    with served(prepared, "--workers", "2", "--threads", "1", "--no-tend") as server:
        listeners = [Person(server.base, name) for name in ("japan", "uzbekistan", "host")]
        text = listeners[0].negotiated_text()
        streams = [stream(each, text) for each in listeners for _ in range(3)]
        assert [each.status for each in streams] == [200] * 9
        before = [next_event(each) for each in streams]

        tabled(Person(server.base, "kazakhstan"), "zqstream")
        after = [next_event(each) for each in streams]

        assert all(one != other for one, other in zip(before, after, strict=True))
        for each in streams:
            each.close()


def test_one_account_has_six_streams_over_all_workers(prepared: Path) -> None:
    with served(prepared, "--workers", "2", "--no-tend") as server:
        japan = Person(server.base, "japan")
        text = japan.negotiated_text()
        streams = [stream(japan, text) for _ in range(8)]
        assert sorted(each.status for each in streams) == [200] * 6 + [204] * 2

        for worker in server.workers:  # what a killed worker held is given back
            os.kill(worker, signal.SIGKILL)
        assert until(lambda: len(server.workers) == 2)
        again = stream(japan, text)
        assert again.status == 200
        for each in [*streams, again]:
            each.close()


def test_head_of_a_stream_takes_no_place(two_workers: Served) -> None:
    japan = Person(two_workers.base, "japan")
    text = japan.negotiated_text()
    for _ in range(8):
        connection = http.client.HTTPConnection("127.0.0.1", two_workers.port, timeout=20)
        connection.request("HEAD", f"{text}live/", headers={"Cookie": japan.cookie})
        assert connection.getresponse().status == 200
        connection.close()

    assert stream(japan, text).status == 200


def test_a_stop_lets_an_act_end_and_says_goodbye_to_streams(prepared: Path) -> None:
    server = Served(prepared, "--workers", "2", "--no-tend")
    server.wait_until_it_answers()
    kazakhstan, japan = Person(server.base, "kazakhstan"), Person(server.base, "japan")
    clause = kazakhstan.clauses(kazakhstan.negotiated_text())[0]
    path = f"/desk/acts/draft_position/{clause}/"
    hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|once|seen)" value="([^"]*)"', kazakhstan.get(path)))
    listening = stream(japan, japan.negotiated_text())
    next_event(listening)
    statuses = []

    def act() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        body = "&".join(f"{name}={value}" for name, value in {**hidden, "way": "comment", "words": "zqstop"}.items())
        headers = {"Cookie": kazakhstan.cookie, "Referer": server.base + path}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST", path, body, headers)
        sent.set()
        statuses.append(connection.getresponse().status)

    sent = threading.Event()
    acting = threading.Thread(target=act)
    acting.start()
    assert sent.wait(10)
    threading.Event().wait(0.3)  # it has come in as a whole, perhaps it waits for the thread of another
    assert server.stop() == 0
    acting.join(10)

    assert statuses == [302]
    assert b"event: bye" in listening.read()
    assert until(lambda: _is_free(server.port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_workers_end_with_the_process_that_began_them(prepared: Path) -> None:
    server = Served(prepared, "--workers", "2", "--no-tend")
    server.wait_until_it_answers()
    workers = server.workers
    server.process.kill()
    server.process.wait()

    assert until(lambda: not any(Path(f"/proc/{each}/cmdline").exists() for each in workers))


def test_a_slow_client_holds_nobody_up(two_workers: Served) -> None:
    """Twenty connections say half of a request; a body that is too large is refused before it has come."""
    slow = [socket.create_connection(("127.0.0.1", two_workers.port)) for _ in range(20)]
    for each in slow:
        each.sendall(b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nusername=")

    start = time.monotonic()
    assert "<h1" in Person(two_workers.base, "host").get("/desk/")
    assert time.monotonic() - start < 15

    with socket.create_connection(("127.0.0.1", two_workers.port), timeout=20) as large:
        large.sendall(b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n\r\n")
        assert large.recv(100).startswith(b"HTTP/1.1 413")
    for each in slow:
        each.close()


@pytest.mark.parametrize(
    ("words", "sentence", "status"),
    [
        (["--port", "{taken}"], "port {taken} is in use", 2),
        (["--host", "localhost", "--workers", "0"], "a server has from 1 to 64 workers", 1),
        (["--host", "192.0.2.1"], "demo mode has accounts with known passwords", 1),
    ],
)
def test_a_server_that_cannot_start_says_why_in_a_sentence(
    prepared: Path, two_workers: Served, words: list[str], sentence: str, status: int
) -> None:
    taken = str(two_workers.port)
    env = {**os.environ, "NEMAWASHI_HOME": str(prepared), "NEMAWASHI_DEMO": "1", "PORT": str(free_port())}
    command = [sys.executable, "-m", "nemawashi", "serve", *(each.format(taken=taken) for each in words)]
    answer = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)

    assert answer.returncode == status
    assert sentence.format(taken=taken) in answer.stderr
    assert "Traceback" not in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1


@pytest.mark.skipif(not ON_POSTGRESQL, reason="two servers share a database that is a server itself")
def test_two_servers_on_one_database_serve_the_same_forum(prepared: Path, two_workers: Served, tmp_path: Path) -> None:
    for secret in prepared.glob("demo-*"):
        (tmp_path / secret.name).write_bytes(secret.read_bytes())
    with served(tmp_path, "--workers", "2", "--no-tend") as other:
        kazakhstan, japan = Person(two_workers.base, "kazakhstan"), Person(other.base, "japan")
        text = japan.negotiated_text()
        answer = stream(japan, text)
        before = next_event(answer)

        tabled(kazakhstan, "zqtwo servers")

        assert "zqtwo servers" in japan.get(text)
        assert next_event(answer) != before
        tabled(japan, "zqback again")
        assert "zqback again" in kazakhstan.get(text)
        answer.close()


def test_what_was_acknowledged_outlives_kills(prepared: Path) -> None:
    outcome = crash.trial(prepared, 4, seed=7)

    assert (outcome.lost, outcome.halved, outcome.is_intact) == ([], [], True), outcome.log
    assert outcome.kills == 4
    assert outcome.acts.drafted
    assert not outcome.acts.refused


def test_the_readers_of_files_end_with_the_server(prepared: Path) -> None:
    """A file is read in a process beside a worker, which is gone when the server has stopped."""
    with served(prepared, "--workers", "1", "--no-tend") as server:
        japan = Person(server.base, "japan")
        japan.post(f"{japan.negotiated_text()}files/", kind="brackets", words="A [B] C")
        readers = [each for worker in server.workers for each in children(worker)]
        assert readers

    assert until(lambda: not any(Path(f"/proc/{each}/cmdline").exists() for each in readers))
