"""From an empty machine to the next host, as its people and its technician go: a forum is made, its seats are opened, its
people come in by passkeys, a text is adopted, a backup comes back elsewhere, the bag is verified by tools of any system.
"""

from __future__ import annotations

import datetime as dt
import email
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from benchmarks.people import free_port
from tests.browser.conftest import Person
from tests.browser.test_passkeys import DEVICE
from tests.project.test_handing import _commands, _fails, _shell

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.skipif(not all(map(shutil.which, ("openssl", "sha256sum", "bash"))), reason="needs openssl and coreutils"),
]
KEY = "only for this story only for this story only for"
PASSWORD = "seven lanterns over the bay"
TITLE, WORDS = "Declaration on floods", "The parties will share warnings within an hour."
PEOPLE = {"upland": "Jan Horak", "midland": "Mara Dov", "lowland": "Pieter Bakker"}
BETWEEN = "\n" + "-" * 79 + "\n"  # the mails of one folder of Django's
NEXT = "https://next.example.org"


class Machine:
    """An installation that is no demonstration, in a folder and at a port of its own."""

    def __init__(self, home: Path, command: Sequence[str]) -> None:
        self.home, self.command, self.port = home, command, free_port()
        self.base = f"http://localhost:{self.port}"  # of a number no browser keeps passkeys
        plain = {key: value for key, value in os.environ.items() if not key.startswith("NEMAWASHI_")}
        self.env = plain | {
            "NEMAWASHI_HOME": str(home), "NEMAWASHI_SECRET_KEY": KEY, "NEMAWASHI_SEAL_KEYS": KEY,
            "NEMAWASHI_HOSTS": "localhost", "NEMAWASHI_SITE": self.base, "NEMAWASHI_MAIL": "file:",
        }  # fmt: skip

    def does(self, *words: object) -> str:
        run = [*self.command, *map(str, words)]
        done = subprocess.run(run, env=self.env, cwd=self.home.parent, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def serve(self) -> subprocess.Popen[bytes]:
        log = (self.home.parent / f"{self.home.name}.log").open("w")
        run = [*self.command, "serve", "--port", str(self.port), "--workers", "1"]
        return subprocess.Popen(run, env=self.env, stdout=log, stderr=log)

    def link_for(self, address: str) -> str:
        """The link in the mail to an address, once the server has sent it by itself."""
        for _time in range(240):
            mails = [each for path in (self.home / "mail").glob("*.log") for each in path.read_text().split(BETWEEN)]
            for each in mails:
                mail = email.message_from_string(each.strip(), policy=default)
                if address in (mail["To"] or "") and (link := re.search(r"http\S+/join/\S+", each)):
                    return link[0]
            time.sleep(0.25)
        pytest.fail(f"no mail to {address}")


@pytest.fixture
def machine(tmp_path: Path, command: Sequence[str]) -> Callable[[str], Machine]:
    return lambda name: Machine(tmp_path / name, command)


@pytest.fixture
def people(browser: Any) -> Iterator[Callable[[Machine], Person]]:
    contexts = []

    def newcomer(at: Machine) -> Person:
        contexts.append(browser.new_context(locale="en-GB", viewport={"width": 1200, "height": 900}))
        who = Person(contexts[-1].new_page(), at.base, "")
        who.page.set_default_timeout(15_000)
        who.page.on("console", lambda line: who.faults.append(line.text) if line.type == "error" else None)
        return who

    yield newcomer
    for context in contexts:
        context.close()


def _is_up(at: Machine, server: subprocess.Popen[bytes]) -> None:
    for _time in range(600):
        assert server.poll() is None, (at.home.parent / f"{at.home.name}.log").read_text()
        if _shell(f"exec 3<>/dev/tcp/localhost/{at.port}", at.home.parent) == 0:
            return
        time.sleep(0.2)
    pytest.fail("the server does not answer")


def _arrived(who: Person, link: str) -> Person:
    """Somebody who takes an invitation up, sets a password, and then a passkey, which the forum asks for."""
    who.page.goto(link)
    for field in ("new_password1", "new_password2"):
        who.page.fill(f"[name={field}]", PASSWORD)
    with who.page.expect_navigation():
        who.page.press("[name=new_password2]", "Enter")
    name = re.search(r"Sign in as (\S+) with", who.page.locator(".notice--success").inner_text())
    assert name is not None
    who.name = name[1]
    cdp = who.page.context.new_cdp_session(who.page)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    who.page.fill("[name=username]", who.name)
    who.page.fill("[name=password]", PASSWORD)
    with who.page.expect_navigation():
        who.page.press("[name=password]", "Enter")
    assert who.page.url.endswith("/sign-in/first-factor/")
    who.push("Make a passkey")
    assert who.page.locator("ol.paper code").count() == 10
    assert not who.sees("happened to your account")  # nobody is warned of what they have just done
    who.follow("I have kept them")
    return who


def _invite(who: Person, button: str, within: str, called: str, address: str, office: str = "") -> None:
    who.open("/desk/people/")
    who.follow(button, within=within)
    who.page.fill("main [name=called]", called)
    who.page.fill("main [name=address]", address)
    if office:
        who.page.select_option("main [name=office]", office)
    who.press(button)


def _address(name: str) -> str:
    return f"{name.split()[0].lower()}@example.org"


def _adopted(host: Person, delegations: dict[str, Person]) -> str:
    """A meeting, a text, a comment that its party takes back, silence that is kept; the page of the text."""
    host.open("/desk/meetings/")
    host.page.locator("li", has_text="inister").locator("a", has_text="Plan a meeting").first.click()
    host.page.fill("main [name=city]", "Vienna")
    host.page.fill("main [name=start]", f"{dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)}")
    host.page.select_option("main [name=host]", index=1)
    host.press("Plan a meeting")
    host.follow("Announce")
    host.press("Announce")
    host.follow("Circulate a zero draft")
    host.page.fill("[name=title]", TITLE)
    host.page.select_option("[name=type]", "declaration")
    host.page.fill("[name=en]", f"{TITLE}\n\n{WORDS}")
    host.push("Look at it before it goes out")
    host.press("Circulate a zero draft")
    text = str(host.page.url).removeprefix(host.base).split("?")[0]
    for who in delegations.values():
        who.open(text)
        assert who.sees(WORDS)
    host.decide("Issue a revision")
    host.open(text)
    host.follow("Put under silence")
    until = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=6)
    host.page.evaluate("document.querySelector('[name=until]').step = 1")
    host.page.fill("[name=until]", until.strftime("%Y-%m-%dT%H:%M:%S"))
    host.page.select_option("[name=zone]", "UTC")
    host.press("Put under silence")
    for _time in range(90):  # nobody presses anything: the server's own job concludes it
        host.open(text)
        if host.sees("Adopted"):
            break
        time.sleep(1)
    assert host.sees("Adopted")
    host.decide("Issue to the public")
    return text


def test_from_an_empty_machine_to_the_next_host(
    machine: Callable[[str], Machine], people: Callable[[Machine], Person], tmp_path: Path
) -> None:
    old, tried, new = (machine(name) for name in ("old", "tried", "new"))
    said = old.does("init", "--from", "regional-commission", "--host-name", "Anna Weber", "--host-address", "a@example.org")
    first = re.search(r"http\S+/join/\S+", said)
    assert first is not None
    server = old.serve()
    try:
        _is_up(old, server)
        host = _arrived(people(old), first[0])
        seats = _seats_opened(host, old, people)
        text = _adopted(host, seats)
        # What a delegation says of itself is none of the host's business.
        host.open("/desk/people/")
        assert (host.sees("Eva Lind"), seats["upland"].name.startswith("upl.")) == (False, True)
        _comes_back(old, tried)
        point = _taken_away(seats["upland"], old, tmp_path)
        _handed_over(host, seats["upland"], text)
        bag = tmp_path / "bag"
        old.does("handover", "bag", "--cosigned", point, "--keys", "keys")
        (tmp_path / "hosts-key").write_text(old.does("checkpoint", "key"))
        assert (len(list(_commands(bag))) >= 5, _fails(bag)) == (True, [])
        assert [fault for who in (host, *seats.values()) for fault in who.faults if "status of 4" not in fault] == []
    finally:
        server.terminate()
        server.wait(60)
    _taken_over(new, tmp_path / "bag", people)


def _seats_opened(host: Person, at: Machine, people: Callable[[Machine], Person]) -> dict[str, Person]:
    for party, name in PEOPLE.items():
        _invite(host, "Invite the first focal point", f"tr:has-text('{party.title()}')", name, _address(name))
    seats = {party: _arrived(people(at), at.link_for(_address(name))) for party, name in PEOPLE.items()}
    _invite(seats["upland"], "Invite somebody", "main", "Eva Lind", "eva@example.org", "member")
    seats["member"] = _arrived(people(at), at.link_for("eva@example.org"))
    seats["member"].open("/desk/people/")
    assert seats["member"].sees("Jan Horak")
    return seats


def _comes_back(old: Machine, tried: Machine) -> None:
    old.does("backup", "backups")
    (backup,) = (old.home.parent / "backups").iterdir()
    assert "Restored and proven" in tried.does("restore", backup)


def _taken_away(who: Person, at: Machine, folder: Path) -> Path:
    """A checkpoint that a delegation takes from its desk and signs, with the key by which others know it."""
    (folder / "taken").write_bytes(who.page.request.get(f"{who.base}/desk/log/checkpoint.txt").body())
    _shell("openssl genpkey -algorithm ed25519 -out upl.pem", folder)
    at.does("checkpoint", "cosign", "taken", "--name", "UPL", "--key", "upl.pem", "--out", "cosigned")
    (folder / "keys").write_text(at.does("checkpoint", "key", "--name", "UPL", "--key", "upl.pem"))
    assert "nothing up to it was cut or rewritten" in at.does("verify-log", "--against", "cosigned", "--keys", "keys")
    return folder / "cosigned"


def _handed_over(host: Person, member: Person, text: str) -> None:
    host.open("/desk/handover/")
    host.follow("Hand the forum over")
    host.page.fill("main [name=to]", "The next host")
    host.page.fill("main [name=address]", NEXT)
    host.push("Hand the forum over")
    member.open(text)
    assert member.sees(NEXT)


def _taken_over(new: Machine, bag: Path, people: Callable[[Machine], Person]) -> None:
    (backup,) = (bag / "data/backup").iterdir()
    assert "Restored and proven" in new.does("restore", backup)
    assert "nothing up to it was cut or rewritten" in new.does(
        "take-over", "--against", bag / "data/checkpoint/checkpoint.note", "--keys", "hosts-key"
    )
    server = new.serve()
    try:
        _is_up(new, server)
        public = people(new)
        public.open("/en/texts/")
        assert (public.sees(TITLE), public.sees(NEXT), public.faults) == (True, False, [])
    finally:
        server.terminate()
        server.wait(60)
