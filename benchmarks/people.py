"""A real server in a process of its own, and people who use it with plain requests."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """``nemawashi serve`` on a prepared home, in a process group of its own."""

    def __init__(self, home: Path, *words: str, port: int = 0) -> None:
        self.port = port or free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        env = {**os.environ, "NEMAWASHI_HOME": str(home), "NEMAWASHI_DEMO": "1", "PORT": str(self.port)}
        self.log = home / f"server-{self.port}.log"
        with self.log.open("a") as log:
            command = [sys.executable, "-m", "nemawashi", "serve", *words]
            self.process = subprocess.Popen(command, env=env, stdout=log, stderr=log, start_new_session=True)

    def wait_until_it_answers(self, seconds: float = 120.0) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.base}/en/", timeout=20):  # noqa: S310  our own server
                    return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()}")

    @property
    def workers(self) -> list[int]:
        """The processes that answer."""
        return [each for each in self.children if _rank(each) == _rank(self.process.pid)]

    @property
    def hashers(self) -> list[int]:
        """The processes that hash passwords, which stand behind all others."""
        return [each for each in self.children if _rank(each) > _rank(self.process.pid)]

    @property
    def children(self) -> list[int]:
        return children(self.process.pid)

    def kill(self) -> None:
        """The first process and all workers at once, without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(60)


def _rank(process: int) -> int:
    """Where a process stands before the processor; before all where it has ended in the meantime."""
    try:
        return os.getpriority(os.PRIO_PROCESS, process)
    except ProcessLookupError:
        return -sys.maxsize


def children(process: int) -> list[int]:
    """The processes that another one began and that are still there."""
    lists = [thread.joinpath("children").read_text() for thread in Path(f"/proc/{process}/task").iterdir()]
    return [int(each) for listed in lists for each in listed.split()]


def prepare(home: Path) -> None:
    """The record and the fictional round in the database of this home, or in the one that the environment names."""
    env = {**os.environ, "NEMAWASHI_HOME": str(home), "NEMAWASHI_DEMO": "1"}
    command = [sys.executable, "-m", "nemawashi", "demo", "--no-server"]
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def served(home: Path, *words: str) -> Iterator[Served]:
    """A server that answers, ended when this is left."""
    server = Served(home, *words)
    try:
        server.wait_until_it_answers()
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


class _Redirections(urllib.request.HTTPRedirectHandler):
    """Follows them, and knows whether one answered a form: by it a server says that an act was done."""

    was_one = False

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        self.was_one = self.was_one or req.get_method() == "POST"
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _cookie(name: str, value: str, host: str) -> http.cookiejar.Cookie:
    """One that a browser would send to a host until it is closed."""
    return http.cookiejar.Cookie(
        version=0, name=name, value=value, port=None, port_specified=False, domain=host, domain_specified=False,
        domain_initial_dot=False, path="/", path_specified=True, secure=False, expires=None, discard=True, comment=None,
        comment_url=None, rest={},
    )  # fmt: skip


class Person:
    """Somebody signed in, with plain requests."""

    def __init__(self, base: str, name: str) -> None:
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self._redirections = _Redirections()
        cookies = urllib.request.HTTPCookieProcessor(self.jar)
        self.opener = urllib.request.build_opener(cookies, self._redirections)
        if name:
            self.post("/sign-in/", username=name, password=f"{name}-demo")

    @classmethod
    def signed_in(cls, base: str, cookie: str, key: str) -> Person:
        """Somebody whose session was made beforehand: neither a password nor its limits have to do with it."""
        person = cls(base, "")
        host = urllib.parse.urlsplit(base).hostname or ""
        person.jar.set_cookie(_cookie(cookie, key, host))
        return person

    def get(self, path: str) -> str:
        with self.opener.open(self.base + path, timeout=30) as answer:
            return str(answer.read().decode())

    def post(self, path: str, **fields: str) -> str:
        """Fill in the form at an address and send it; the page that comes of it."""
        self._redirections.was_one = False
        page = self.get(path)
        hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|once|seen)" value="([^"]*)"', page))
        return self.send(path, hidden | fields)

    @property
    def was_acknowledged(self) -> bool:
        """Whether what was sent last was done, even where the page behind it never came."""
        return self._redirections.was_one

    def send(self, path: str, fields: dict[str, str]) -> str:
        self._redirections.was_one = False
        body = urllib.parse.urlencode(fields).encode()
        asked = urllib.request.Request(self.base + path, body, {"Referer": self.base + path})  # noqa: S310  our own server
        with self.opener.open(asked, timeout=30) as answer:
            return str(answer.read().decode())

    @property
    def cookie(self) -> str:
        return "; ".join(f"{each.name}={each.value}" for each in self.jar)

    def negotiated_text(self) -> str:
        """The address of the text under negotiation in the fictional round."""
        address = re.search(r'href="(/desk/texts/[^"]+joint_statement[^"/]*/)"', self.get("/desk/texts/"))
        if not address:
            raise RuntimeError("the demo has no text under negotiation")
        return address[1]

    def draft(self, clause: str, words: str) -> str:
        """Draft a comment on a clause; the page behind it."""
        return self.post(f"/desk/acts/draft_position/{clause}/", way="comment", words=words, clause_words="")

    def address_to_table(self, page: str, words: str) -> str:
        """Where the draft with these words is tabled; empty where it is not shown. Others may stand before it."""
        shown = page[page.index(words) :] if words in page else ""
        address = re.search(r'formaction="(/desk/acts/table_position/[^"]+)"', shown)
        return address[1] if address else ""

    def clauses(self, text: str) -> list[str]:
        """Keys of the clauses on which this person may draft."""
        return re.findall(r"/desk/acts/draft_position/([0-9a-f-]{36})/", self.get(text))
