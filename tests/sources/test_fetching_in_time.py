"""Fetching a copy of a source: it ends in time whatever the other side does, and leaves private networks alone."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from nemawashi.sources import fetching

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"
Dripping = Callable[[bytes, bytes, float], None]


@pytest.fixture
def dripping(monkeypatch: pytest.MonkeyPatch) -> Iterator[Dripping]:
    """A server on this machine in the place of example.org: so much at once, then one byte each so many seconds."""
    listening = socket.create_server(("127.0.0.1", 0))
    over, threads = threading.Event(), []
    connect = socket.create_connection
    monkeypatch.setattr(fetching, "public_address", lambda host, port, **_: "93.184.216.34")
    monkeypatch.setattr(socket, "create_connection", lambda _, timeout: connect(listening.getsockname(), timeout=timeout))

    def serve(at_once: bytes, then: bytes, pause: float) -> None:
        with contextlib.suppress(OSError), listening.accept()[0] as asking:
            asking.recv(4096)
            asking.sendall(at_once)
            for byte in then:
                if over.wait(pause):
                    return
                asking.sendall(bytes([byte]))

    def start(at_once: bytes, then: bytes, pause: float) -> None:
        threads.append(threading.Thread(target=serve, args=(at_once, then, pause), daemon=True))
        threads[-1].start()

    yield start
    over.set()
    listening.close()
    for thread in threads:
        thread.join(5)


@pytest.mark.parametrize(
    ("at_once", "then"),
    [(b"", HEAD + b"abc"), (HEAD, b"abc"), (HEAD.replace(b"Content-Length: 3", b"Connection: close"), b"abc" * 9)],
    ids=["headers", "body", "body without a length"],
)
def test_one_byte_a_second_does_not_hold_it_beyond_its_time(dripping: Dripping, at_once: bytes, then: bytes) -> None:
    dripping(at_once, then, 1.0)
    began = time.monotonic()

    with pytest.raises(fetching.NotFetchedError, match="too long"):
        fetching.fetched("http://example.org/report.pdf", seconds=1.5)

    assert 1.4 < time.monotonic() - began < 2.5


@pytest.mark.parametrize(
    ("at_once", "then", "pause"), [(b"", HEAD + b"abc", 0.01), (HEAD, b"abc", 1.0)], ids=["headers", "body"]
)
def test_what_comes_slowly_but_in_time_is_kept(dripping: Dripping, at_once: bytes, then: bytes, pause: float) -> None:
    dripping(at_once, then, pause)

    assert fetching.fetched("http://example.org/report.pdf", seconds=9.0) == ("report.pdf", b"abc")


def test_silence_counts_as_no_answer_before_the_time_is_over(dripping: Dripping, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "PATIENCE", 0.3)
    dripping(HEAD, b"abc", 2.0)

    with pytest.raises(fetching.NotFetchedError, match="does not answer"):
        fetching.fetched("http://example.org/", seconds=9.0)


def test_an_encryption_that_never_begins_is_left_in_time(dripping: Dripping) -> None:
    dripping(b"", b"\x16\x03\x01\x02" + b"x" * 20, 0.4)
    began = time.monotonic()

    with pytest.raises(fetching.NotFetchedError):
        fetching.fetched("https://example.org/", seconds=1.0)

    assert time.monotonic() - began < 2.0


def test_all_hops_share_one_clock(dripping: Dripping) -> None:
    dripping(b"", b"HTTP/1.1 302 Found\r\nLocation: /b\r\n\r\n", 0.02)
    dripping(b"", HEAD + b"abc", 0.05)

    with pytest.raises(fetching.NotFetchedError, match="too long"):
        fetching.fetched("http://example.org/a", seconds=1.8)


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("::ffff:93.184.216.34", True),  # the IPv4 address itself, written long
        ("::ffff:10.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::10.0.0.1", False),  # NAT64
        ("64:ff9b::93.184.216.34", False),
        ("64:ff9b:1::10.0.0.1", False),  # NAT64 of one's own network
        ("64:ff9b:1:fffe::93.184.216.34", False),
        ("2002:0a00:0001::1", False),  # 6to4
        ("2002:5db8:d822::1", False),
        ("2003::1", True),  # the next network behind 6to4
        ("2001:0:4136:e378:8000:63bf:f5ff:fffe", False),  # Teredo
        ("::10.0.0.1", False),  # IPv4-compatible
        ("::93.184.216.34", False),
        ("::ffff:0:10.0.0.1", False),  # IPv4-translated
        ("::ffff:0:93.184.216.34", False),
        ("2606:2800:220:1:0:5efe:10.0.0.1", False),  # ISATAP
        ("2606:2800:220:1:200:5efe:93.184.216.34", False),
        ("fec0::1", False),
        ("fe80::1%eth0", False),
        ("2001:db8::1", False),
        ("ff0e::1", False),
        ("100.64.0.1", False),
    ],
)
def test_an_address_that_leads_on_to_another_is_private(
    monkeypatch: pytest.MonkeyPatch, address: str, is_open: bool
) -> None:
    def resolved(host: str, port: int, **kw: Any) -> list[Any]:
        return [(2, 1, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)

    if is_open:
        assert fetching.public_address("example.org", 443) == address
    else:
        with pytest.raises(fetching.NotFetchedError, match="private network"):
            fetching.public_address("example.org", 443)


def test_a_name_that_is_looked_up_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    over, begun = threading.Event(), threading.Semaphore(0)

    def resolved(*_: Any, **__: Any) -> list[Any]:
        begun.release()
        over.wait(60)
        return [(2, 1, 6, "", ("93.184.216.34", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(fetching, "_looking", threading.BoundedSemaphore(2))
    try:
        for _ in range(2):
            with pytest.raises(fetching.NotFetchedError, match="takes too long"):
                fetching.fetched("https://example.org/", seconds=0.05)
            assert begun.acquire(timeout=10)
        with pytest.raises(fetching.NotFetchedError, match="too many names"):
            fetching.fetched("https://example.org/")
    finally:
        over.set()


def test_a_name_that_leads_nowhere_is_told_and_makes_room_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> list[Any]:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    for _ in range(fetching.MOST_LOOKED_UP + 1):
        with pytest.raises(fetching.NotFetchedError, match="leads nowhere"):
            fetching.public_address("example.org", 443)
