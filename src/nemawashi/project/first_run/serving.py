"""The small server of the first run: on this machine's own address alone, and no longer than the door is open."""

import time
from collections.abc import Callable
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.db import connections

from nemawashi.project.first_forum import ForumMade
from nemawashi.project.first_run.door import Door
from nemawashi.project.first_run.pages import FormPages

ONLY_HERE = "127.0.0.1"
LOOK_UP_EVERY = 0.5  # seconds between two looks whether it is over


class _Quiet(WSGIRequestHandler):
    server_version, sys_version = "nemawashi", ""
    timeout = 20  # a browser that connects and says nothing is let go

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the secret stands in an address."""

    def address_string(self) -> str:
        return ONLY_HERE


class _Server(ThreadingMixIn, WSGIServer):
    """Each connection has a thread: browsers open some in advance, on which nothing comes."""

    daemon_threads = True
    timeout = LOOK_UP_EVERY


def serve(home: Path, port: int, *, make: Callable[[Path], ForumMade], tell: Callable[[Door], None]) -> ForumMade | None:
    """Answer until the forum stands, and give it; None where nobody asked anything for too long. Port 0: any that is free.

    ``tell`` hears of the door once it stands. Raises ``OSError`` where there is no listening at the port.
    """
    with _Server((ONLY_HERE, port), _Quiet) as server:
        door = Door(server.server_port, at=time.monotonic())
        pages = FormPages(door, home, make, time.monotonic)
        server.set_app(lambda environ, respond: _answer(pages, environ, respond))
        tell(door)
        while not door.is_over(time.monotonic()):
            server.handle_request()
    return pages.made


def _answer(pages: FormPages, environ: dict[str, Any], respond: Callable[..., Any]) -> list[bytes]:
    try:
        return pages(environ, respond)
    finally:
        connections.close_all()  # of this thread, which ends with its request
