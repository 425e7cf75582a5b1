"""Pages of meetings beside Indico 3.3: CPU per call, statements, bytes; memory of four workers; sixteen people at once.

The same data on both sides: a track of a hundred meetings, one of them with twelve items and what was decided on each, one
with sixty papers. Indico was measured with the same method (an in-process client, the least of twelve calls); it needs its
own database and cache server and is not started here. Its bytes are of a page with its scripts and styles, unpacked where
they are taken from a cache and never asked for again.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from pages import cpu_ms, line, weight
from people import Person, prepare, served
from serving import CLIENTS, memory, rate

MEETINGS, ITEMS, PAPERS = 100, 12, 60
PARTS_OF_CPU, PARTS_OF_SQL, PARTS_OF_BYTES, PARTS_OF_MEMORY = 3, 2, 20, 3
PAGE_OF_INDICO = 9.2e6  # bytes: 28 scripts and styles of a meeting's page
MEMORY_OF_INDICO = 1.2 * 1024  # MiB of four workers
P95 = 250.0  # ms
TRACK, LARGE, FULL = "bench", "bench-0", "bench-1"


def hundred() -> None:
    """The track with its meetings, and what happens at two of them."""
    import datetime as dt

    from nemawashi.meetings.models import AgendaItem, Decision, Meeting, MeetingPaper, PaperInLanguage, Track
    from nemawashi.parties import queries as parties
    from nemawashi.parties.models import Dialogue, Party, Pillar

    at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    dialogue = Dialogue.objects.get(slug=parties.forum().slug)
    track = Track.objects.create(
        slug=TRACK, dialogue=dialogue, name="Benchmark", level="senior", is_formal=True, order=999, origin="record"
    )
    hosts, pillars = list(Party.objects.all()[:6]), list(Pillar.objects.all())
    Meeting.objects.bulk_create(
        Meeting(
            slug=f"bench-{n}", track=track, ordinal=n + 1, state="held", start_on=f"{2001 + n // 4}-{n % 4 * 3 + 1:02d}-10",
            end_on=f"{2001 + n // 4}-{n % 4 * 3 + 1:02d}-11", city="Almaty", host=hosts[n % 6], country=hosts[n % 6],
            opens_at="10:00", zone="Asia/Almaty", is_published=True, order=9_000 + n, origin="record",
        )
        for n in range(MEETINGS)
    )  # fmt: skip
    large, full = Meeting.objects.get(slug=LARGE), Meeting.objects.get(slug=FULL)
    AgendaItem.objects.bulk_create(
        AgendaItem(
            slug=f"bench-item-{n}", meeting=large, number=n + 1, title=f"Item {n + 1} on cooperation in the region",
            pillar=pillars[n % len(pillars)], proposed_by=hosts[n % 6], state="adopted", origin="record",
        )
        for n in range(ITEMS)
    )  # fmt: skip
    Decision.objects.bulk_create(
        Decision(
            meeting=large,
            words=f"The meeting took note of report {n + 1} and asked for the next one.",
            at=at,
            origin="record",
        )
        for n in range(ITEMS)
    )
    papers = MeetingPaper.objects.bulk_create(
        MeetingPaper(
            meeting=full, kind="statement", party=hosts[n % 6], distribution="general", symbol=f"BENCH/2/INF.{n + 1}",
            submitted_at=at, issued_at=at, origin="record",
        )
        for n in range(PAPERS)
    )  # fmt: skip
    PaperInLanguage.objects.bulk_create(
        PaperInLanguage(paper=row, language="en", title=f"Statement {n}", words="We welcome it. " * 40, added_at=at)
        for n, row in enumerate(papers)
    )


def pages() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.cache import cache
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from nemawashi.access.models import User

    call_command("demo", no_server=True, stdout=open(os.devnull, "w"))  # noqa: SIM115
    hundred()
    cache.clear()  # names of tracks are kept for a minute
    settings.PAGES_KEPT_BYTES = 0  # what rendering costs, each time
    public, delegate = Client(), Client()
    delegate.force_login(User.objects.get(username="kazakhstan"), backend="nemawashi.access.accounts.Accounts")

    def page(what: str, client: Any, path: str, peer_ms: float, peer_sql: int) -> None:
        assert client.get(path).status_code == 200, path
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        statements = len(asked)
        took = cpu_ms(lambda: client.get(path))
        reach = f"{peer_ms / PARTS_OF_CPU:.0f} ms / {peer_sql // PARTS_OF_SQL} SQL"
        line(what, f"{took:.1f} ms / {statements} SQL", reach, f"Indico: {peer_ms:g} ms / {peer_sql} SQL")

    line("a page, signed in where it is the desk", "here", "to reach", "peer (measured before, see above)")
    page(f"{MEETINGS} meetings", public, f"/en/meetings/?track={TRACK}", 59.5, 13)
    page(f"meeting, {ITEMS} items and decisions", public, f"/en/meetings/{LARGE}/", 102.6, 23)
    page("the same on the desk", delegate, f"/desk/meetings/{LARGE}/", 102.6, 23)
    page("its agenda on the desk", delegate, f"/desk/meetings/{LARGE}/agenda/", 102.6, 23)
    page(f"meeting, {PAPERS} papers", public, f"/en/meetings/{FULL}/", 202.1, 29)
    page("its papers on the desk", delegate, f"/desk/meetings/{FULL}/papers/", 202.1, 29)
    page(f"calendar of {MEETINGS} meetings", public, f"/en/feeds/tracks/{TRACK}.ics", 82.7, 8)
    page("search", public, "/en/search/?q=senior", 46.2, 19)
    page("sign-in", public, "/sign-in/", 6.4, 1)
    for what, client, path in (
        ("weight of the meeting", public, f"/en/meetings/{LARGE}/"),
        ("weight on the desk", delegate, f"/desk/meetings/{LARGE}/"),
    ):
        reach = f"{PAGE_OF_INDICO / PARTS_OF_BYTES / 1000:.0f} KB"
        line(what, f"{weight(client, path) / 1000:.0f} KB", reach, f"Indico: {PAGE_OF_INDICO / 1000:.0f} KB")


def people() -> None:
    with tempfile.TemporaryDirectory(prefix="nemawashi-bench-") as scratch:
        prepare(Path(scratch))
        with served(Path(scratch), "--workers", "4") as server:
            cookie = Person(server.base, "kazakhstan").cookie
            for what, path in (("list", "/en/meetings/"), ("page", "/en/meetings/summit-2025-tokyo/")):
                rate(server.port, path, cookie, CLIENTS)
                asked = rate(server.port, path, cookie, CLIENTS)
                line(
                    f"meeting {what}, {CLIENTS} people at once: p95",
                    f"{asked.p95:.0f} ms",
                    f"{P95:.0f} ms",
                    "Indico: 896 ms",
                )
            held = memory([server.process.pid, *server.children])
            reach = f"{MEMORY_OF_INDICO / PARTS_OF_MEMORY:.0f} MiB"
            line("four workers and what began them (PSS)", f"{held:.0f} MiB", reach, f"Indico: {MEMORY_OF_INDICO:.0f} MiB")


if __name__ == "__main__":
    os.environ.pop("NEMAWASHI_DATABASE_URL", None)
    line(f"on SQLite, {len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f}", "", "")
    with tempfile.TemporaryDirectory(prefix="nemawashi-bench-") as scratch:
        os.environ.update(NEMAWASHI_HOME=scratch, NEMAWASHI_DEMO="1", DJANGO_SETTINGS_MODULE="nemawashi.project.settings")
        os.makedirs(f"{scratch}/static", exist_ok=True)
        pages()
    people()
