"""One worker: waitress on sockets that it shares with the others, until it is told to stop."""

import logging
import socket
import threading
import time
from typing import Any

from django.conf import settings
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer

from nemawashi.desk.negotiating import live
from nemawashi.kit import aside
from nemawashi.project.serving.streams import Channel
from nemawashi.project.serving.threads import Threads

LOOK = 1.0  # seconds at most between two looks at what else there is to do
GRACE = 20.0  # seconds for requests that have come in whole, when the server is told to stop
MOST_CONNECTIONS = 200  # of one worker, beside its streams


class _Door(TcpWSGIServer):  # type: ignore[misc]  # waitress has no types
    """A socket on which a worker takes connections while it has room; others wait there for whichever has some first."""

    channel_class = Channel

    def readable(self) -> bool:
        return bool(super().readable()) and self.task_dispatcher.has_room


class Server:
    """What one worker does. ``stop`` and ``wake`` may be called from a signal and from other threads."""

    def __init__(self, application: Any, sockets: list[socket.socket], *, threads: int) -> None:
        largest = settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1_000_000
        adjustments = Adjustments(
            ident=None,
            max_request_body_size=largest,
            inbuf_overflow=largest,  # no body is spooled to a file
            clear_untrusted_proxy_headers=False,  # ``project.middleware.proxied`` reads and strikes them
            connection_limit=MOST_CONNECTIONS + settings.MOST_STREAMS,
            threads=threads,
        )
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue of one is no event with few threads
        self._threads = Threads(threads)
        self._map: dict[int, Any] = {}
        self._doors = [self._door(application, each, adjustments) for each in sockets]
        self._threads.when_free = self.wake
        self._is_stopping = threading.Event()
        self._chores: list[Any] = [self._threads.settle]

    def _door(self, application: Any, at: socket.socket, adjustments: Adjustments) -> _Door:
        sockinfo = (at.family, at.type, at.proto, at.getsockname())
        shared = {"dispatcher": self._threads, "adj": adjustments, "sockinfo": sockinfo, "bind_socket": False}
        return _Door(application, self._map, True, at, **shared)

    def also(self, chore: Any) -> None:
        """Something short that is looked after between requests, at least once a second."""
        self._chores.append(chore)

    def wake(self) -> None:
        self._doors[0].pull_trigger()

    def stop(self) -> None:
        self._is_stopping.set()
        self.wake()

    def run(self) -> None:
        """Answer until ``stop``; then answer what has come in whole, end the streams, and return."""
        aside.set_server(self._threads.aside)
        chores_at = time.monotonic()
        while not self._is_stopping.is_set():
            self._turn(LOOK)
            if time.monotonic() >= chores_at:
                chores_at = time.monotonic() + LOOK
                for chore in self._chores:
                    chore()
        for door in self._doors:
            door.accepting = False
            door.socket.close()
        live.watch.end()
        until = time.monotonic() + GRACE
        while self._is_at_work() and time.monotonic() < until:
            self._turn(0.05)
        aside.set_server(None)
        self._threads.when_free = lambda: None
        self._threads.shutdown(timeout=1)
        wasyncore.close_all(self._map)

    def _turn(self, longest: float) -> None:
        wasyncore.loop(timeout=longest, use_poll=True, map=self._map, count=1)

    def _is_at_work(self) -> bool:
        """Whether an answer is being made or is still on its way out, or a stream has not said goodbye."""
        if live.watch.streams > 0 or not self._threads.is_idle:  # first: what ends in this instant leaves words to flush
            return True
        channels = [channel for door in self._doors for channel in door.active_channels.values()]
        return any(each.requests or each.total_outbufs_len or each.close_when_flushed for each in channels)
