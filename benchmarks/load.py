"""Fifty people at work on one server, then a hundred screens that follow one negotiation: waits, errors, memory, processor.

``make load``. A real server on a scratch database with an account for each; nobody signs in with a password, as that has
limits of its own (``serving.py`` measures it). A person reads, drafts and tables, with a pause of one to three seconds
between two requests; every fifth has a text open that tells by itself what is new. Whoever asks runs on the same cores as
the server. A screen is a stream of changes and, after each, the page asked for anew, as a browser does it.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
from dataclasses import dataclass, field
from pathlib import Path

from pages import line
from people import Person, Served, prepare, served
from serving import memory, p95

PEOPLE, SCREENS = 50, 100
SECONDS = 40.0
CHANGES, APART = 5, 4.0  # positions that are tabled while screens follow, and seconds between two
PAUSE = (1.0, 3.0)
READ = (
    "/desk/",
    "/desk/texts/",
    "/desk/meetings/",
    "/desk/notices/",
    "/desk/search/?q=water",
    "/en/meetings/",
    "/en/commitments/",
)


@dataclass
class Answers:
    """What everybody together was answered: seconds of each request by what it was, and what went wrong."""

    took: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, seconds: float) -> None:
        with self.turn:
            self.took.setdefault(what, []).append(seconds)

    @property
    def all(self) -> list[float]:
        return [each for some in self.took.values() for each in some]


class AtWork(threading.Thread):
    """Somebody of a delegation who reads, drafts and tables until it is over."""

    def __init__(self, person: Person, answers: Answers, over: threading.Event, seed: int) -> None:
        super().__init__(daemon=True)
        self._person, self._answers, self._over, self._chance = person, answers, over, random.Random(seed)

    def run(self) -> None:
        text = self._person.negotiated_text()
        clauses = self._person.clauses(text)
        while not self._over.wait(self._chance.uniform(*PAUSE)):
            lot = self._chance.random()
            try:
                if lot < 0.10 and clauses:
                    self._act(self._chance.choice(clauses))
                elif lot < 0.45:
                    self._timed("text", text)
                else:
                    self._timed("page", self._chance.choice(READ))
            except (OSError, urllib.error.HTTPError) as fault:
                self._answers.wrong.append(f"{type(fault).__name__} {getattr(fault, 'code', '')}".strip())

    def _timed(self, what: str, path: str) -> None:
        start = time.perf_counter()
        self._person.get(path)
        self._answers.note(what, time.perf_counter() - start)

    def _act(self, clause: str) -> None:
        """Fill in the form and send it; each second draft is tabled. Form and answer are two requests."""
        words = f"Words of trial {self._chance.getrandbits(48):012x}"
        start = time.perf_counter()
        page = self._person.draft(clause, words)
        self._answers.note("draft", (time.perf_counter() - start) / 3)  # the form, the act and the page behind it
        address = self._person.address_to_table(page, words)
        if address and self._chance.random() < 0.5:
            start = time.perf_counter()
            self._person.post(address)
            self._answers.note("table", (time.perf_counter() - start) / 3)


class Screen(threading.Thread):
    """A page that is open: it hears that something is new, and asks for itself again."""

    def __init__(self, person: Person, text: str, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.person, self._text, self._over = person, text, over
        self.shown: list[float] = []
        self.is_there = threading.Event()

    def run(self) -> None:
        while not self._over.is_set():
            try:
                with self.person.opener.open(f"{self.person.base}{self._text}live/?own=0", timeout=70) as stream:
                    for told in stream:
                        if self._over.is_set():
                            return
                        if told.startswith(b"data:"):
                            self.person.get(self._text)
                            self.shown.append(time.perf_counter())
                            self.is_there.set()
            except OSError:
                self._over.wait(0.5)


def busy(processes: list[int]) -> float:
    """Seconds of the processor that processes have used since they began."""
    ticks = 0
    for each in processes:
        fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def enrolled(home: Path, count: int) -> list[tuple[str, str]]:
    """So many new members of the six delegations in turn: names of cookies and keys of sessions."""
    env = {**os.environ, "NEMAWASHI_HOME": str(home), "NEMAWASHI_DEMO": "1"}
    command = [sys.executable, __file__, "--enrol", str(count)]
    told = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    return [(name, key) for name, key in json.loads(told.stdout)]


def _enrol(count: int) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.base import SessionBase
    from django.utils.module_loading import import_string

    from nemawashi.access.models import User
    from nemawashi.parties import queries as parties
    from nemawashi.parties.models import Membership

    store = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    rows = []
    at_table = parties.participants()
    for number in range(count):
        user, made = User.objects.get_or_create(username=f"load-{number:03}", defaults={"circle": "delegation"})
        if made:
            Membership.objects.create(user=user, party=at_table[number % len(at_table)], role="member")
        session: SessionBase = store()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        rows.append((settings.SESSION_COOKIE_NAME, session.session_key))
    print(json.dumps(rows))


def at_work(server: Served, keys: list[tuple[str, str]]) -> None:
    over, answers = threading.Event(), Answers()
    people = [Person.signed_in(server.base, *key) for key in keys]
    text = people[0].negotiated_text()
    everybody: list[threading.Thread] = [AtWork(each, answers, over, seed) for seed, each in enumerate(people)]
    everybody += [Screen(Person.signed_in(server.base, *key), text, over) for key in keys[::5]]
    for each in everybody:
        each.start()
    time.sleep(SECONDS)
    over.set()
    for each in everybody[: len(people)]:
        each.join(60)
    held = memory([server.process.pid, *server.children])
    line(f"{PEOPLE} people at work: answers", f"{len(answers.all)}", "", f"in {SECONDS:.0f} s")
    line(
        "p95 of all answers",
        f"{p95(answers.all) * 1000:.0f} ms",
        "250 ms",
        f"median {statistics.median(answers.all) * 1000:.0f} ms",
    )
    for what, took in sorted(answers.took.items()):
        line(f"  p95: {what}", f"{p95(took) * 1000:.0f} ms", "", f"{len(took)} times")
    line("errors", f"{len(answers.wrong)}", "0", ", ".join(sorted(set(answers.wrong)))[:80])
    line("memory of all processes (PSS)", f"{held:.0f} MiB", "400 MiB")


def following(server: Served, keys: list[tuple[str, str]]) -> None:
    over = threading.Event()
    writer = Person(server.base, "kazakhstan")
    text = writer.negotiated_text()
    clause = writer.clauses(text)[0]
    screens = [Screen(Person.signed_in(server.base, *key), text, over) for key in keys]
    for each in screens:
        each.start()
        time.sleep(0.05)
    there = sum(each.is_there.wait(60) for each in screens)
    addresses = []
    for number in range(CHANGES):
        words = f"A change {number} {time.time_ns()}"
        addresses.append(writer.address_to_table(writer.draft(clause, words), words))
    time.sleep(APART)
    processes, slowest = [server.process.pid, *server.children], []
    before, began = busy(processes), time.perf_counter()
    for address in addresses:
        seen = [len(each.shown) for each in screens]
        start = time.perf_counter()
        writer.post(address)
        while time.perf_counter() - start < APART:
            time.sleep(0.01)
        late = [each.shown[at] - start if len(each.shown) > at else APART for each, at in zip(screens, seen, strict=True)]
        slowest.append(max(late))
    share = (busy(processes) - before) / (time.perf_counter() - began)
    over.set()
    line(f"{SCREENS} screens follow: places given", f"{there}", f"{SCREENS}")
    line(
        "a change shown on the last of them, median of five",
        f"{statistics.median(slowest):.2f} s",
        "1 s",
        f"longest {max(slowest):.2f} s",
    )
    line("of one core, with a change in four seconds", f"{share:.0%}", "20%")


def main() -> None:
    database = "PostgreSQL" if os.environ.get("NEMAWASHI_DATABASE_URL") else "SQLite"
    line(f"on {database}, {len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f}", "here", "to reach")
    with tempfile.TemporaryDirectory(prefix="nemawashi-load-") as scratch:
        prepare(Path(scratch))
        keys = enrolled(Path(scratch), SCREENS)
        with served(Path(scratch)) as server:
            at_work(server, keys[:PEOPLE])
        with served(Path(scratch)) as server:
            following(server, keys)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nemawashi.project.settings")
    if "--enrol" in sys.argv:
        _enrol(int(sys.argv[-1]))
    else:
        if "--this-database" not in sys.argv:
            os.environ.pop("NEMAWASHI_DATABASE_URL", None)
        main()
