"""Pages a second with sixteen people at once, what the workers hold in memory, and what a crowd at the door costs others.

A real server on a scratch database; whoever asks is signed in, so that nothing comes out of a cache. A figure is the best
of several tries: on a machine that does other work the others tell of that work. Indico 3.3 was measured on two quiet
cores at sixteen clients, with four processes; it needs its own database and cache server and is not started here.
"""

from __future__ import annotations

import os
import re
import selectors
import socket
import sys
import tempfile
import threading
import time
import urllib.error
from dataclasses import dataclass
from pathlib import Path

from pages import line
from people import Person, Served, prepare, served

CLIENTS = 16
SECONDS, TRIES = 4.0, 3
LIST = ("/en/meetings/", 78, 26)  # address, pages a second to reach, Indico's
PAGES = {"meeting list": LIST, "meeting page": ("/en/meetings/summit-2025-tokyo/", 42, 14)}
NAMES = ("japan", "kazakhstan", "uzbekistan", "host", "expert", "researcher")


@dataclass(frozen=True)
class Rate:
    """Answers of some clients that ask again as soon as they are answered."""

    a_second: float
    p95: float


class Client:
    """One connection after the other, as a proxy makes them that keeps none."""

    def __init__(self, port: int, request: bytes, selector: selectors.BaseSelector) -> None:
        self._port, self._request, self._selector = port, request, selector
        self.ask()

    def ask(self) -> None:
        self.asked_at, self._answer = time.perf_counter(), b""
        self._socket = socket.create_connection(("127.0.0.1", self._port))
        self._socket.sendall(self._request)
        self._selector.register(self._socket, selectors.EVENT_READ, self)

    def heard(self) -> bool:
        """Whether the answer has come as a whole."""
        part = self._socket.recv(262_144)
        self._answer += part
        if part:
            return False
        if not self._answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"not an answer: {self._answer[:80]!r}")
        self.leave()
        return True

    def leave(self) -> None:
        self._selector.unregister(self._socket)
        self._socket.close()


def rate(port: int, path: str, cookie: str, clients: int) -> Rate:
    lines = (
        f"GET {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Cookie: {cookie}",
        "Accept-Encoding: gzip",
        "Connection: close",
    )
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    took = []
    with selectors.DefaultSelector() as selector:
        everybody = [Client(port, request, selector) for _ in range(clients)]
        start = time.perf_counter()
        while time.perf_counter() - start < SECONDS:
            for each, _events in selector.select(1):
                client = each.data
                if client.heard():
                    took.append(time.perf_counter() - client.asked_at)
                    client.ask()
        for client in everybody:
            client.leave()
    return Rate(len(took) / SECONDS, p95(took) * 1000)


def p95(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.95)] if took else float("inf")


def memory(processes: list[int]) -> float:
    """MiB of processes together, what they have in common counted once (PSS)."""
    sizes = (Path(f"/proc/{each}/smaps_rollup").read_text() for each in processes)
    return sum(int(re.search(r"^Pss:\s+(\d+)", text, re.M)[1]) for text in sizes) / 1024  # type: ignore[index]


def throughput(server: Served, cookie: str) -> None:
    for name, (path, reach, peers) in PAGES.items():
        rate(server.port, path, cookie, CLIENTS)
        many = [rate(server.port, path, cookie, CLIENTS) for _ in range(TRIES)]
        one = [rate(server.port, path, cookie, 1) for _ in range(TRIES)]
        best, alone = max(many, key=lambda each: each.a_second), max(one, key=lambda each: each.a_second)
        line(f"{name}: answers a second, 16 clients", f"{best.a_second:.0f}", f"{reach}", f"Indico: {peers}")
        line(f"{name}: p95, 16 clients", f"{best.p95:.0f} ms", "-", "Indico's list: 896 ms")
        line(f"{name}: 16 clients against one", f"{best.a_second / alone.a_second:.2f}", "1.8")


def signed_in(server: Served) -> list[float]:
    """How long each of sixteen waits who sign in at once, from the sending of the form to the page behind it."""
    took: list[float] = []

    def one(name: str) -> None:
        start = time.perf_counter()
        Person(server.base, name)
        took.append(time.perf_counter() - start)

    everybody = [threading.Thread(target=one, args=(NAMES[each % len(NAMES)],)) for each in range(CLIENTS)]
    for each in everybody:
        each.start()
    for each in everybody:
        each.join()
    return took


def beside_a_crowd(server: Served) -> float:
    """A reader's p95, in seconds, while forty strangers try a password each at the same time."""
    over = threading.Event()

    def stranger(number: int) -> None:
        try:
            Person(server.base, f"nobody-{number}")
        except urllib.error.HTTPError:  # told to wait
            return

    crowd = [threading.Thread(target=stranger, args=(each,)) for each in range(40)]
    took: list[float] = []
    reader = Person(server.base, "researcher")

    def read() -> None:
        while not over.is_set() or len(took) < 20:
            start = time.perf_counter()
            reader.get("/en/meetings/")
            took.append(time.perf_counter() - start)

    reading = threading.Thread(target=read)
    reading.start()
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    over.set()
    reading.join()
    return p95(took)


def main() -> None:
    database = "PostgreSQL" if os.environ.get("NEMAWASHI_DATABASE_URL") else "SQLite"
    load = os.getloadavg()[0]
    line(f"on {database}, {len(os.sched_getaffinity(0))} cores, load {load:.1f}", "here", "to reach")
    with tempfile.TemporaryDirectory(prefix="nemawashi-bench-") as scratch:
        prepare(Path(scratch))
        with served(Path(scratch)) as server:
            cookie = Person(server.base, "researcher").cookie
            throughput(server, cookie)
            line("16 people sign in at once: the slowest", f"{max(signed_in(server)):.2f} s", "1.5 s", "before: 8 s")
            line(
                "a reader's p95 beside 40 tries",
                f"{beside_a_crowd(server) * 1000:.0f} ms",
                "300 ms",
                "before: p50 1,663 ms",
            )
        with served(Path(scratch), "--workers", "4") as server:
            for path, _reach, _peers in PAGES.values():
                rate(server.port, path, cookie, CLIENTS)
            processes = [server.process.pid, *server.children]
            line("four workers and what began them (PSS)", f"{memory(processes):.0f} MiB", "400 MiB")


if __name__ == "__main__":
    if "--this-database" not in sys.argv:
        os.environ.pop("NEMAWASHI_DATABASE_URL", None)
    main()
