"""Fifty people at work on one server, then a hundred screens that follow one negotiation: waits, errors, memory, processor.

``make load``; ``--people`` or ``--screens`` does one of the two alone. A real server on a scratch database with an account
for each; nobody signs in with a password, as that has limits of its own (``serving.py`` measures it). A person reads,
drafts and tables, with a pause of one to three seconds between two; every fifth has a text open that tells by itself what
is new. Whoever asks runs on the same cores as the server. A screen hears of its own delegation's drafts, too.
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
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pages import line
from people import Person, Served, children, prepare, served
from screens import ScreenAtATable, Screens
from serving import memory, p95

PEOPLE, SCREENS = 50, 100
SECONDS = 40.0
CHANGES, APART = 8, 4.0  # positions that are tabled while screens follow, and seconds between two
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


def busy(processes: list[int]) -> float:
    """Seconds of the processor that processes have used since they began."""
    ticks = 0
    for each in processes:
        fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def busy_database(first: int) -> float:
    """Seconds of the processor that PostgreSQL has used by its ``first`` process and all that this one began and ended."""
    fields = Path(f"/proc/{first}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK") + busy(children(first))


def of_database() -> int:
    """The first process of PostgreSQL, where it runs on this machine; 0 on SQLite."""
    address = os.environ.get("NEMAWASHI_DATABASE_URL", "")
    if not address.startswith("postgres"):
        return 0
    import psycopg

    with psycopg.connect(address.replace("postgres://", "postgresql://", 1)) as connection:
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
        status = Path(f"/proc/{row[0] if row else 0}/stat")
        return int(status.read_text().rsplit(")", 1)[1].split()[1]) if status.exists() else 0


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
    everybody = [AtWork(each, answers, over, seed) for seed, each in enumerate(people)]
    open_pages = Screens(server.port, text, [ScreenAtATable(f"{name}={key}") for name, key in keys[::5]])
    open_pages.open(0)
    processes = [server.process.pid, *server.children]
    beside = of_database()
    before, before_beside = busy(processes), busy_database(beside) if beside else 0.0
    for each in everybody:
        each.start()
    time.sleep(SECONDS)
    used, used_beside = busy(processes) - before, busy_database(beside) - before_beside if beside else 0.0
    over.set()
    until = time.monotonic() + 60
    for each in everybody:
        each.join(max(0.0, until - time.monotonic()))
    open_pages.close()
    answers.wrong.extend(open_pages.wrong)
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
    line("processor of the server for an answer", f"{used / max(1, len(answers.all)) * 1000:.0f} ms", "")
    if beside:
        line("processor of PostgreSQL for an answer", f"{used_beside / max(1, len(answers.all)) * 1000:.0f} ms", "")
    line("errors", f"{len(answers.wrong)}", "0", ", ".join(sorted(set(answers.wrong)))[:80])
    line("memory of all processes (PSS)", f"{held:.0f} MiB", "400 MiB")


def following(server: Served, keys: list[tuple[str, str]]) -> None:
    writer = Person(server.base, "kazakhstan")
    text = writer.negotiated_text()
    clause = writer.clauses(text)[0]
    addresses = []
    for number in range(CHANGES):
        words = f"A change {number} {time.time_ns()}"
        addresses.append(writer.address_to_table(writer.draft(clause, words), words))
    open_pages = Screens(server.port, text, [ScreenAtATable(f"{name}={key}") for name, key in keys])
    there = open_pages.open(30)
    time.sleep(APART)
    processes = [server.process.pid, *server.children]
    quiet = _share(processes, lambda: time.sleep(2 * APART))
    last: list[float] = []
    each_one: list[float] = []

    def change() -> None:
        for address in addresses:
            seen = [len(each.shown) for each in open_pages.screens]
            start = time.perf_counter()
            writer.post(address)
            time.sleep(max(0.0, APART - (time.perf_counter() - start)))
            shown = zip(open_pages.screens, seen, strict=True)
            waits = [each.shown[at] - start if len(each.shown) > at else APART for each, at in shown]
            each_one.extend(waits)
            last.append(max(waits))

    busy_share = _share(processes, change)
    open_pages.close()
    line(f"{SCREENS} screens follow: places given", f"{there}", f"{SCREENS}")
    line(
        f"a change shown on the last of them, p50 of {CHANGES} changes",
        f"{statistics.median(last):.2f} s",
        "1 s",
        f"p95 {p95(last):.2f} s, longest {max(last):.2f} s",
    )
    line("  on any of them", f"{statistics.median(each_one):.2f} s", "", f"p95 {p95(each_one):.2f} s")
    line(f"of one core, with a change in {APART:.0f} seconds", f"{busy_share:.0%}", "20%", f"without any {quiet:.0%}")
    line("errors", f"{len(open_pages.wrong)}", "0", ", ".join(sorted(set(open_pages.wrong)))[:80])
    line("read by all of them", f"{open_pages.bytes_read / 1024 / 1024:.1f} MiB", "")


def _share(processes: list[int], work: Callable[[], None]) -> float:
    """How much of one core these processes used while something was done."""
    before, began = busy(processes), time.perf_counter()
    work()
    return (busy(processes) - before) / (time.perf_counter() - began)


def main() -> None:
    database = "PostgreSQL" if os.environ.get("NEMAWASHI_DATABASE_URL") else "SQLite"
    line(f"on {database}, {len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f}", "here", "to reach")
    with tempfile.TemporaryDirectory(prefix="nemawashi-load-") as scratch:
        prepare(Path(scratch))
        keys = enrolled(Path(scratch), SCREENS)
        with served(Path(scratch)) as server:
            if "--screens" not in sys.argv:
                at_work(server, keys[:PEOPLE])
        with served(Path(scratch)) as server:
            if "--people" not in sys.argv:
                following(server, keys)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nemawashi.project.settings")
    if "--enrol" in sys.argv:
        _enrol(int(sys.argv[-1]))
    else:
        if "--this-database" not in sys.argv:
            os.environ.pop("NEMAWASHI_DATABASE_URL", None)
        main()
