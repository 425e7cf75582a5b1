"""Screens that follow one negotiation as browsers do it: a stream each, and the workspace asked for after each change.

Whoever asks works on the same cores as the server, so this asks with as little as it can: one thread, plain sockets, and
nothing of an answer is read but its first line and its length.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from dataclasses import dataclass, field

RETRY = 0.5  # seconds after which a screen that lost its stream asks for another one


@dataclass
class ScreenAtATable:
    """One page that is open: its cookie, and when it stood at each version that it was told of."""

    cookie: str
    shown: list[float] = field(default_factory=list)


@dataclass
class Screens:
    """All pages that are open on one text of one server. ``wrong``: what they were answered that was no page."""

    port: int
    text: str
    screens: list[ScreenAtATable]
    wrong: list[str] = field(default_factory=list)
    bytes_read: int = 0
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def open(self, seconds: float) -> int:
        """Open all of them; how many have shown the text once, when all have or the time is over."""
        self._thread = threading.Thread(target=lambda: asyncio.run(self._follow()), daemon=True)
        self._thread.start()
        until = time.monotonic() + seconds
        while time.monotonic() < until and not all(each.shown for each in self.screens):
            time.sleep(0.1)
        return sum(bool(each.shown) for each in self.screens)

    def close(self) -> None:
        self._over.set()
        if self._thread:
            self._thread.join(5)

    async def _follow(self) -> None:
        everybody = [asyncio.create_task(self._one(each, at)) for at, each in enumerate(self.screens)]
        while not self._over.is_set():
            await asyncio.sleep(0.1)
        for each in everybody:
            each.cancel()
        await asyncio.gather(*everybody, return_exceptions=True)

    async def _one(self, screen: ScreenAtATable, at: int) -> None:
        await asyncio.sleep(at * 0.03)
        while True:
            try:
                await self._listen(screen)
            except (OSError, asyncio.IncompleteReadError, EOFError) as fault:
                self.wrong.append(type(fault).__name__)
            await asyncio.sleep(RETRY)

    async def _listen(self, screen: ScreenAtATable) -> None:
        async with self._asked(f"{self.text}live/", screen.cookie, "Accept: text/event-stream") as reader:
            status = await reader.readline()
            if b" 200 " not in status:
                self.wrong.append(f"stream: {status.decode().strip()}")
                return
            while line := await reader.readline():
                if line.startswith(b"data:") and line.strip() != b"data:":
                    await self._show(screen)

    async def _show(self, screen: ScreenAtATable) -> None:
        async with self._asked(self.text, screen.cookie, "X-Live: 1\r\nConnection: close") as reader:
            status = await reader.readline()
            self.bytes_read += len(await reader.read(-1))
        if b" 200 " not in status:
            self.wrong.append(f"page: {status.decode().strip()}")
        screen.shown.append(time.perf_counter())

    @contextlib.asynccontextmanager
    async def _asked(self, path: str, cookie: str, *more: str):  # type: ignore[no-untyped-def]
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        lines = (
            f"GET {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Cookie: {cookie}",
            "Accept-Encoding: gzip",
            *more,
        )
        try:
            writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
            await writer.drain()
            yield reader
        finally:
            writer.close()
