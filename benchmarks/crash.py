"""Kill the server again and again while delegations act; see that nothing that was acknowledged is lost, nor half done.

``make crash`` kills a hundred times on SQLite and on PostgreSQL, ``make crash KILLS=1000`` as often as one likes. Of ten
kills nine end a worker, which the server begins anew, and one ends all of its processes at once, after which another
server is begun on the same database. At the end the record is read and the log verified.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError

from benchmarks.people import Person, Served, free_port, prepare

PARTIES = ("japan", "kazakhstan", "uzbekistan")
WRITERS = 6
FOR_ALL = 10  # of so many kills one ends all processes
MARK = "Words of trial"


@dataclass
class Acts:
    """What was acknowledged to those who acted: words that were drafted, and those that were tabled."""

    drafted: list[str] = field(default_factory=list)
    tabled: list[str] = field(default_factory=list)
    broken_off: int = 0
    refused: Counter[int] = field(default_factory=Counter)  # by status


@dataclass(frozen=True)
class Outcome:
    """What came of it. ``lost`` and ``halved`` are to be empty, and ``log`` is to say that all is intact."""

    kills: int
    acts: Acts
    lost: list[str]
    halved: list[str]
    is_intact: bool
    log: str


class Writer(threading.Thread):
    """Somebody of a delegation who drafts a comment and tables every second one, whatever becomes of the server."""

    def __init__(self, base: str, party: str, acts: Acts, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self._acts, self._stopping = acts, stop
        self._person = Person(base, party)
        self._clauses = self._person.clauses(self._person.negotiated_text())

    def run(self) -> None:
        while not self._stopping.is_set():
            with self._borne():
                self._act()

    @contextmanager
    def _borne(self) -> Iterator[None]:
        """Around what may be cut off by a kill."""
        try:
            yield
        except HTTPError as answer:
            self._acts.refused[answer.code] += 1
        except (OSError, HTTPException):  # no connection, or one that ended
            self._acts.broken_off += 1
            self._stopping.wait(0.05)

    def _act(self) -> None:
        words = f"{MARK} {random.getrandbits(64):016x}"
        with self._noted(words, self._acts.drafted):
            page = self._person.draft(random.choice(self._clauses), words)
        address = self._person.address_to_table(page, words)
        if address and random.random() < 0.5:
            with self._noted(words, self._acts.tabled):
                self._person.post(address)

    @contextmanager
    def _noted(self, words: str, acts: list[str]) -> Iterator[None]:
        """Note an act once it was acknowledged, whether or not the page behind it came."""
        try:
            yield
        finally:
            if self._person.was_acknowledged:
                acts.append(words)


def trial(home: Path, kills: int, *, workers: int = 2, seed: int = 1) -> Outcome:
    """Kill so many times while delegations act on a prepared home, and read what is there afterwards."""
    chance, acts, stop, port, done = random.Random(seed), Acts(), threading.Event(), free_port(), 0
    writers: list[Writer] = []
    try:
        while done < kills:
            server = Served(home, "--workers", str(workers), port=port)
            try:
                server.wait_until_it_answers()
                if not writers:
                    writers = [Writer(server.base, PARTIES[n % len(PARTIES)], acts, stop) for n in range(WRITERS)]
                    for each in writers:
                        each.start()
                done += _killed(server, min(FOR_ALL, kills - done), chance)
            finally:
                if server.process.poll() is None:
                    server.kill()
    finally:
        stop.set()
        for each in writers:
            each.join(35)
    return _outcome(home, done, acts)


def _killed(server: Served, kills: int, chance: random.Random) -> int:
    """End workers one after the other, and at last all that is left."""
    for _ in range(kills - 1):
        time.sleep(chance.uniform(0.4, 1.6))
        with suppress(ProcessLookupError):
            os.kill(chance.choice(server.workers or [server.process.pid]), signal.SIGKILL)
    time.sleep(chance.uniform(0.4, 1.6))
    server.kill()
    return kills


def _outcome(home: Path, kills: int, acts: Acts) -> Outcome:
    env = {**os.environ, "NEMAWASHI_HOME": str(home), "NEMAWASHI_DEMO": "1"}
    read = subprocess.run([sys.executable, "-m", "benchmarks.crash", "--read"], env=env, check=True, capture_output=True)
    rows, positions = json.loads(read.stdout)
    drafts = dict(rows)
    verified = subprocess.run([sys.executable, "-m", "nemawashi", "verify-log"], env=env, capture_output=True, text=True)
    lost = sorted({*acts.drafted} - {*drafts}) + sorted({*acts.tabled} - {*positions})
    tabled = sorted(words for words, state in rows if state == "tabled")
    halved = [] if tabled == sorted(positions) else sorted({*tabled} ^ {*positions}) or positions
    halved += sorted({words for words, _state in rows if [each for each, _ in rows].count(words) > 1})  # done twice
    return Outcome(kills, acts, lost, halved, verified.returncode == 0, verified.stdout + verified.stderr)


def _read() -> None:
    """Print what the delegations' drafts and the tabled positions say, of the words of this trial."""
    import django

    django.setup()
    from nemawashi.access.models import User
    from nemawashi.access.viewers import acting_as
    from nemawashi.parties.queries import viewer_of
    from nemawashi.texts.models import Position
    from nemawashi.texts.positions import DraftPosition

    drafts = []
    for name in PARTIES:
        with acting_as(viewer_of(User.objects.get(username=name))):
            rows = DraftPosition.objects.all()
            drafts += [(each.words, each.state) for each in rows if each.words.startswith(MARK)]
    positions = list(Position.objects.filter(words__startswith=MARK).values_list("words", flat=True))
    print(json.dumps([drafts, positions]))


def main(kills: int) -> int:
    database = "PostgreSQL" if os.environ.get("NEMAWASHI_DATABASE_URL") else "SQLite"
    with tempfile.TemporaryDirectory(prefix="nemawashi-crash-") as scratch:
        prepare(Path(scratch))
        began = time.monotonic()
        outcome = trial(Path(scratch), kills)
    acts = outcome.acts
    print(
        f"{database}: {outcome.kills} kills in {time.monotonic() - began:.0f} s; {len(acts.drafted)} drafts and "
        f"{len(acts.tabled)} tablings acknowledged, {acts.broken_off} requests broken off\n"
        f"acknowledged and lost: {len(outcome.lost)}; half done or doubled: {len(outcome.halved)}; "
        f"log: {'intact' if outcome.is_intact else 'NOT INTACT'}"
    )
    if not outcome.is_intact:
        print(outcome.log)
    return 1 if outcome.lost or outcome.halved or not outcome.is_intact else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nemawashi.project.settings")
    if "--read" in sys.argv:
        _read()
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
