"""What the workers of a server are begun with, and what each is made of."""

import os
import signal
import socket
import threading
from contextlib import suppress
from typing import Any

from django.conf import settings

from nemawashi.access import accounts
from nemawashi.access.hashing import Hashers
from nemawashi.desk.negotiating.places import places
from nemawashi.kit import apart
from nemawashi.project import request_times, tending
from nemawashi.project.serving.server import Server
from nemawashi.project.serving.workers import Workers

TENDING = 15.0  # seconds between two rounds of `nemawashi tend` within the server


def answer(application: Any, sockets: list[socket.socket], *, workers: int, threads: int, tends: bool) -> None:
    """Serve with so many workers until somebody stops it. One of them tends."""

    def work(number: int) -> None:
        if number < workers:
            _work(Server(application, sockets, threads=threads), hashers, tends=tends and number == 0)
            return
        for each in sockets:  # or the port would stay taken until this process ends
            each.close()
        hashers.work()

    hashers = accounts.share(workers)
    apart.share(workers)
    Workers(work, workers + accounts.HASHINGS, buried=places.give_back).run(sockets)


def _work(server: Server, hashers: Hashers, *, tends: bool) -> None:
    with suppress(OSError):  # a home that cannot be written in is no reason not to serve
        request_times.keep(request_times.RequestTimes(settings.HOME / request_times.NAME))
    first, forgotten, over = os.getppid(), threading.Event(), threading.Event()

    def forget() -> None:
        """What is discarded in one worker is forgotten in all: the first process tells them so."""
        if forgotten.is_set():
            forgotten.clear()
            apart.forget_all()

    signal.signal(signal.SIGUSR1, lambda *_: forgotten.set())

    def stop() -> None:
        hashers.end()
        server.stop()

    signal.signal(signal.SIGTERM, lambda *_: stop())
    apart.when_forgotten(lambda: os.kill(first, signal.SIGUSR1))
    server.also(forget)
    tender = threading.Thread(target=tending.keep_tending, args=(TENDING, over), name="tender", daemon=True)
    if tends:
        tender.start()
    try:
        server.run()
    finally:
        over.set()
        if tends:
            tender.join(5)
        apart.close()
