"""A real server on a scratch database, and people in Chromium."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

# The shell without windows is the same engine, and quicker by a third on the pages that axe reads.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
SLOWEST_START = 240  # seconds; on a machine with other work
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The secrets of the demo, one set for all homes: a database that outlives a home keeps what was sealed with them."""
    return tmp_path_factory.mktemp("secrets")


@pytest.fixture(scope="session")
def database() -> str:
    """The address of the database that the servers of this process share; of several processes each has its own."""
    address, worker = os.environ.get("NEMAWASHI_DATABASE_URL", ""), os.environ.get("PYTEST_XDIST_WORKER")
    if not address or worker is None:
        return address
    import psycopg

    name = f"browser_{worker}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return urllib.parse.urlsplit(address)._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the server, for commands beside it."""
    return tmp_path_factory.mktemp("home")


class Server:
    """`nemawashi demo` in a home, on the database that ``address`` names, or else a file in the home.

    Silence that was kept is concluded by who a test says: the server's own job would be quicker now and then.
    """

    def __init__(self, home: Path, address: str, command: Sequence[str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.base, self.log = f"http://127.0.0.1:{port}", home / "server.log"
        env = {
            **os.environ,
            "NEMAWASHI_HOME": str(home),
            "NEMAWASHI_DEMO": "1",
            "PORT": str(port),
            "NEMAWASHI_DATABASE_URL": address,
        }
        with self.log.open("w") as log:
            self.process = subprocess.Popen([*command, "demo", "--no-tend"], env=env, stdout=log, stderr=log)

    def wait(self) -> None:
        """Until it answers; a test fails where it does not."""
        for _ in range(SLOWEST_START * 4):
            try:
                urllib.request.urlopen(f"{self.base}/en/", timeout=2)  # noqa: S310  our own server
                return
            except OSError:
                if self.process.poll() is not None:
                    pytest.fail(f"the server did not start:\n{self.log.read_text()}")
                time.sleep(0.25)
        pytest.fail(f"the server did not answer within {SLOWEST_START} s:\n{self.log.read_text()}")

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(10)


COMMAND = (sys.executable, "-m", "nemawashi")


@pytest.fixture(scope="module")
def command() -> Sequence[str]:
    """What starts the server, before the words of the command."""
    return COMMAND


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, database: str) -> Path | None:
    """A home of the demo as it is on its first day, made once for all processes; None where a server keeps the database."""
    if database:
        return None
    base = tmp_path_factory.getbasetemp()
    whole = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "made"
    with whole.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            part = tmp_path_factory.mktemp("made")
            server = Server(part, database, COMMAND)
            try:
                server.wait()
            finally:
                server.end()
            part.rename(whole)
    return whole


@pytest.fixture(scope="module")
def server(home: Path, made: Path | None, secrets: Path, database: str, command: Sequence[str]) -> Iterator[str]:
    """The address of a server in a home of the module's own, as the demo is on its first day."""
    if made is not None:
        shutil.copytree(made, home, dirs_exist_ok=True)
    for secret in secrets.iterdir() if made is None else ():
        shutil.copy2(secret, home)
    server = Server(home, database, command)
    try:
        server.wait()
        yield server.base
    finally:
        server.end()
        for secret in home.glob("demo-*"):
            shutil.copy2(secret, secrets)


@dataclass
class Person:
    """Somebody at a browser. ``faults`` collects what the browser complained about, such as blocked styles."""

    page: Any
    base: str
    name: str
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        answer = self.page.goto(self.base + path)
        assert answer.ok, (path, answer.status)

    def follow(self, words: str, within: str = "main") -> None:
        with self.page.expect_navigation():
            self.page.locator(f"{within} a", has_text=words).first.click()

    def push(self, words: str, within: str = "main") -> None:
        """Press a button and wait for the answer, whatever it is."""
        with self.page.expect_navigation():
            self.page.locator(f"{within} button", has_text=words).first.click()

    def press(self, words: str, within: str = "main") -> None:
        """Press a button and expect that it was done."""
        self.push(words, within)
        told = self.page.locator(".notice").first
        assert "notice--success" in (told.get_attribute("class") or ""), (words, told.inner_text())

    def decide(self, words: str) -> None:
        """Do what nobody can undo: its button leads to a page that says so, and asks."""
        self.follow(words)
        assert self.sees("This cannot be undone")
        self.press(words)

    def why_not(self, words: str, within: str = "main") -> str:
        """Open a greyed act with the keyboard; the sentence why it is not possible now."""
        act = self.page.locator(f"{within} details.refused", has_text=words).first
        act.locator("summary").focus()
        self.page.keyboard.press("Enter")
        return str(act.locator(".refused__why").inner_text())

    def circulate(self, title: str, *clauses: str) -> None:
        """As the host: circulate a zero draft of a declaration for the next meeting of ministers."""
        self.open("/desk/meetings/")
        self.page.locator("li", has_text="Foreign Ministers").first.locator("a.rows__title").click()
        self.page.wait_for_load_state()
        self.follow("Circulate a zero draft")
        self.page.fill("[name=title]", title)
        self.page.select_option("[name=type]", "declaration")
        self.page.fill("[name=en]", "\n\n".join((title, *clauses)))
        self.push("Look at it before it goes out")
        self.press("Circulate a zero draft")

    def sees(self, words: str, within: str = "body") -> bool:
        return any(words in each for each in self.page.locator(within).all_inner_texts())


DELEGATIONS = {
    "JPN": "japan",
    "KAZ": "kazakhstan",
    "KGZ": "kyrgyzstan",
    "TJK": "tajikistan",
    "TKM": "turkmenistan",
    "UZB": "uzbekistan",
}


def accept_words_of_the_chair(host: Person, person: Callable[..., Person]) -> None:
    """On the page of a clause: those behind the positions beside the chair's words say that they could accept these."""
    why, page = host.why_not("Accept", within=".position--chair"), host.page.url.removeprefix(host.base)
    assert why.startswith("No position ends without its party")
    for code in re.findall("[A-Z]{3}", why.rpartition("(")[2]):
        who = person(DELEGATIONS[code])
        who.open(page)
        assert who.sees("The chair proposes other words instead")
        who.press("Can go along with it", within=".position--chair")
    host.open(page)
    host.press("Accept", within=".position--chair")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    if not CHROMIUM:
        pytest.fail("Chromium was not found")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def person(browser: Any, server: str) -> Iterator[Callable[..., Person]]:
    """Sign somebody in: ``person("japan", java_script_enabled=False)``; '' is the public."""
    contexts = []

    def sign_in(name: str, **settings: Any) -> Person:
        context = browser.new_context(**{"locale": "en-GB", "viewport": {"width": 1200, "height": 900}, **settings})
        contexts.append(context)
        someone = Person(context.new_page(), server, name)
        someone.page.set_default_timeout(15_000)
        someone.page.on("console", lambda line: someone.faults.append(line.text) if line.type == "error" else None)
        someone.page.on("pageerror", lambda error: someone.faults.append(str(error)))
        if name:
            someone.open("/sign-in/")
            someone.page.fill("[name=username]", name)
            someone.page.fill("[name=password]", f"{name}-demo")
            someone.page.press("[name=password]", "Enter")
            someone.page.wait_for_url("**/desk/")
        return someone

    yield sign_in
    for context in contexts:
        context.close()
