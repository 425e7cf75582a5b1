"""Figures of this machine beside those to reach: CPU per call in one process, best of twelve, on the demo data.

The figures of Indico 3.3 were taken on a machine of the same kind with the same method (an in-process test client,
minimum of twelve); Indico itself needs its own database and cache server and is not started here.
"""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

ROUNDS = 12


def cpu_ms(call: Callable[[], Any]) -> float:
    """The least CPU time of twelve calls, in milliseconds."""
    call()
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
    return best * 1000


def line(what: str, figure: str, reach: str, peer: str = "") -> None:
    print(f"{what:<58}{figure:>18}{reach:>18}   {peer}")


def big_text(clauses: int, positions: int, slug: str = "benchmark") -> Any:
    """A text of so many clauses with so many tabled positions, spread over them and over the parties."""
    import datetime as dt

    from nemawashi.meetings.models import Meeting
    from nemawashi.parties import queries as parties
    from nemawashi.texts.models import Clause, Position, PositionStance, Text, Wording

    meeting = Meeting.objects.get(track__slug="fmm", state="announced")
    text = Text.objects.create(
        slug=slug, dialogue=meeting.track.dialogue, meeting=meeting, title="Benchmark", type="declaration",
        state="under_negotiation", symbol=f"CAJ/FMM/10/{slug}", order=10_000,
    )  # fmt: skip
    at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    words = " ".join(f"The parties will strengthen cooperation number {n} in the region." for n in range(5))
    rows = Clause.objects.bulk_create(Clause(text=text, kind="operative", rank=n) for n in range(clauses))
    Wording.objects.bulk_create(Wording(clause=row, language="en", words=words, made_at=at) for row in rows)
    people = parties.participants()
    made = Position.objects.bulk_create(
        Position(
            clause=rows[n % clauses], operation=("replace", "insert", "delete", "comment")[n % 4], wording_number=1,
            start=(n * 7) % 200, end=(n * 7) % 200 + (0 if n % 4 == 1 else 30), words=f"words {n}", tabled_at=at,
        )
        for n in range(positions)
    )  # fmt: skip
    through = Position.proposers.through
    through.objects.bulk_create(through(position=row, party=people[n % len(people)]) for n, row in enumerate(made))
    PositionStance.objects.bulk_create(
        PositionStance(position=row, party=people[(n + 1) % len(people)], stance=("support", "oppose")[n % 2], at=at)
        for n, row in enumerate(made)
    )
    return text


def held(text: Any) -> str:
    """The address of the text after two of its clauses were made a package and a third put under silence."""
    import datetime as dt

    from nemawashi.texts.models import Clause, Package, Revision, Silence

    at = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
    rows = list(Clause.objects.filter(text=text)[:3])
    package = Package.objects.create(text=text, title="Water", made_at=at)
    package.clauses.set(rows[:2])
    revision = Revision.objects.create(
        text=text,
        number=1,
        label="Rev.1",
        kind="clean",
        symbol="CAJ/FMM/10/99/Rev.1",
        issued_at=at,
        snapshot=[],
        digests={},
    )
    ends_at = at + dt.timedelta(days=9_000)
    Silence.objects.create(
        text=text, revision=revision, opened_at=at, ends_at=ends_at, zone="UTC", clauses=[str(rows[2].pk)]
    )
    return f"/desk/texts/{text.slug}/"


def weight(client: Any, path: str) -> int:
    """Bytes of a page with every style, script and picture that it asks for, each packed with gzip."""
    page = client.get(path).content
    total = len(gzip.compress(page, 6))
    for address in set(re.findall(rb'(?:src|href)="(/static/[^"]+)"', page)):
        body = b"".join(client.get(address.decode()).streaming_content)
        total += len(gzip.compress(body, 6))
    return total


def pages() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from nemawashi.access.models import User

    start = time.process_time()
    call_command("migrate", verbosity=0)
    migrated = time.process_time()
    call_command("load_record", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
    line("load-record", f"{time.process_time() - migrated:.1f} s", "20 s")
    call_command("demo", no_server=True, stdout=open(os.devnull, "w"))  # noqa: SIM115
    text = big_text(60, 200)
    big_text(300, 2_000, "whole")
    public, delegate = Client(), Client()
    user = User.objects.get(username="kazakhstan")
    delegate.force_login(user, backend="nemawashi.access.accounts.Accounts")
    del start

    def page(what: str, client: Client, path: str, ms: float, sql: int | None, peer: str = "") -> None:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        with CaptureQueriesContext(connection):
            connection.queries_log.clear()
            client.get(path)
            count = len(connection.queries_log)
        took = cpu_ms(lambda: client.get(path))
        reach = f"{ms:g} ms" + (f" / {sql} SQL" if sql else "")
        line(what, f"{took:.1f} ms / {count} SQL", reach, peer)

    kept, settings.PAGES_KEPT_BYTES = settings.PAGES_KEPT_BYTES, 0  # what rendering costs, each time
    page("home (public)", public, "/en/", 30, 10)
    page("conflicts (public)", public, "/en/conflicts/", 30, 10)
    page("one conflict (public)", public, "/en/conflicts/C05-fmm-count/", 30, 12)
    page("who says it (public)", public, "/en/facts/party/turkmenistan/", 30, 14)
    page("pictures (public)", public, "/en/pictures/", 60, None)
    page("meeting list (public)", public, "/en/meetings/", 15, 6, "Indico category of 101: 59 ms / 13 SQL")
    page("meeting list (delegate)", delegate, "/desk/meetings/", 15, 6)
    page("meeting page (public)", public, "/en/meetings/summit-2025-tokyo/", 25, 10, "Indico meeting: 103 ms / 23 SQL")
    page("meeting page (delegate)", delegate, f"/desk/meetings/{text.meeting.slug}/", 25, 10)
    page("negotiation, 60 clauses, 200 positions (delegate)", delegate, "/desk/texts/benchmark/", 55, 12)
    page("negotiation, 300 clauses, 2,000 positions (delegate)", delegate, "/desk/texts/whole/", 300, 12)
    page("the same with a package and a silence", delegate, held(text), 60, 12)
    page("matrix, 300 clauses, 2,000 positions", delegate, "/desk/texts/whole/matrix/", 300, 12)
    for form, ms in (("compilation.txt", 150), ("compilation.docx", 3_000), ("tracked.docx", 3_000), ("ours.docx", 3_000)):
        page(f"{form}, 300 clauses, 2,000 positions", delegate, f"/desk/texts/whole/exports/?as={form}", ms, 12)
    page(
        "API list of 100 meetings", public, "/api/v1/meetings/?page_size=100", 25, None, "Indico search API: 46 ms / 19 SQL"
    )
    page("API list of 100 commitments", public, "/api/v1/commitments/?page_size=100", 25, None)
    page("home with the timeline", public, "/en/", 60, None)
    settings.PAGES_KEPT_BYTES = kept
    for name, path in (("home", "/en/"), ("meeting list", "/en/meetings/"), ("conflicts", "/en/conflicts/")):
        page(f"{name} (public), kept", public, path, 4, 1)
        tag = public.get(path)["ETag"]
        line(
            f"{name} (public), not modified",
            f"{cpu_ms(lambda: public.get(path, headers={'if-none-match': tag})):.1f} ms",  # noqa: B023  called here
            "2 ms",
        )
    for path in ("/en/", "/en/meetings/", "/en/parties/japan/", "/en/commitments/"):
        line(f"weight of {path}", f"{weight(public, path) / 1024:.0f} KB", "100 KB", "Indico meeting page: 9.2 MB unpacked")
    words = len(gzip.compress(delegate.get("/desk/texts/benchmark/").content, 6))
    line("the negotiation page alone, packed", f"{words / 1024:.0f} KB", "45 KB")
    line("weight of the negotiation page", f"{weight(delegate, '/desk/texts/benchmark/') / 1024:.0f} KB", "100 KB")
    guard()


def guard() -> None:
    from django.db import connection

    from nemawashi.access import seal, viewers

    viewer = viewers.Viewer(user_id=1, party="japan", party_id=1)
    open_sql = 'SELECT "meetings_meeting"."id", "meetings_meeting"."slug" FROM "meetings_meeting" WHERE 1=1 ' * 4
    sealed_sql = (
        'SELECT "texts_draftposition"."id", "texts_draftposition"."words" FROM "texts_draftposition" WHERE ('
        + seal._mark("texts_draftposition", 1)
        + ' 1=1 AND "texts_draftposition"."party_id" = %s)'
    )

    def microseconds(sql: str) -> float:
        context = {"connection": connection}
        with viewers.acting_as(viewer):
            return cpu_ms(lambda: [seal.guard(lambda *a: None, sql, (), False, context) for _ in range(1000)])

    line("guard, open statement", f"{microseconds(open_sql):.1f} µs", "20 µs")
    line("guard, sealed statement", f"{microseconds(sealed_sql):.1f} µs", "20 µs")


def cold_start() -> None:
    """From a cold process to the first page, in wall time on an existing database."""
    code = (
        "import django; django.setup();"
        "from django.test import Client; r = Client().get('/en/meetings/'); assert r.status_code == 200"
    )
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ)
    line("first page after a cold start (wall)", f"{time.perf_counter() - start:.1f} s", "3 s", "Indico: 13 s")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="nemawashi-bench-") as scratch:
        os.environ.update(NEMAWASHI_HOME=scratch, NEMAWASHI_DEMO="1", DJANGO_SETTINGS_MODULE="nemawashi.project.settings")
        os.environ.pop("NEMAWASHI_DATABASE_URL", None)
        os.makedirs(f"{scratch}/static", exist_ok=True)
        line("", "here", "to reach", "peer (measured before, see above)")
        pages()
        cold_start()
