"""Feeds and the data package beside what is to be reached: CPU per call in one process, as in ``pages``."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from pages import cpu_ms, line

MEETINGS = 100
INDICO = "Indico category of 101: 83 ms, 8 SQL, never a 304"


def hundred() -> None:
    """As many public meetings as the feed is measured with; the record's own come first."""
    from nemawashi.access.viewers import PUBLIC
    from nemawashi.meetings.models import Meeting, Track
    from nemawashi.meetings.queries import visible_meetings
    from nemawashi.parties.models import Party

    visible_meetings(viewer=PUBLIC).filter(start_on__isnull=True, about_on__isnull=True).update(about_on="2010")
    track, parties = Track.objects.get(slug="expert"), list(Party.objects.all())
    missing = MEETINGS - visible_meetings(viewer=PUBLIC).count()
    Meeting.objects.bulk_create(
        Meeting(
            slug=f"bench-{n}", track=track, state="held", start_on=f"2024-{n % 12 + 1:02d}-10", city="Almaty",
            host=parties[n % 6], country=parties[n % 6], opens_at="10:00", zone="Asia/Almaty", note="A note. " * 12,
        )
        for n in range(missing)
    )  # fmt: skip


def feeds() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    call_command("migrate", verbosity=0)
    call_command("load_record", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
    hundred()
    client = Client()

    def feed(what: str, path: str, whole: float, unchanged: float, peer: str = "") -> None:
        answer = client.get(path)
        etag = answer.headers["ETag"]
        with CaptureQueriesContext(connection) as first:
            client.get(path)
        asked = len(first)
        with CaptureQueriesContext(connection) as again:
            assert client.get(path, headers={"if-none-match": etag}).status_code == 304
        asked_again = len(again)
        took = cpu_ms(lambda: client.get(path))
        line(f"{what}, {len(answer.content) // 1024} KB", f"{took:.1f} ms / {asked} SQL", f"{whole:g} ms", peer)
        took = cpu_ms(lambda: client.get(path, headers={"if-none-match": etag}))
        line(f"{what}, 304", f"{took:.1f} ms / {asked_again} SQL", f"{unchanged:g} ms")

    feed(f"calendar of {MEETINGS} meetings", "/en/feeds/meetings.ics", 15, 2, INDICO)
    feed("calendar of a track", "/en/feeds/tracks/expert.ics", 15, 3)
    feed("news of everything (Atom)", "/en/feeds/meetings.atom", 40, 5)
    packages(client)


def packages(client: object) -> None:
    from django.core.management import call_command

    from nemawashi.portal.take_away import package

    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        package.write_package(Path(folder))
        line("data package, all forms (wall)", f"{time.perf_counter() - start:.1f} s", "5 s")
        start = time.perf_counter()
        call_command("export_record", f"{folder}/yaml", stdout=open(os.devnull, "w"))  # noqa: SIM115
        line("export-record, YAML (wall)", f"{time.perf_counter() - start:.1f} s", "5 s")
    client.get("/en/take-away/record.sqlite")  # type: ignore[attr-defined]
    took = cpu_ms(lambda: client.get("/en/take-away/nemawashi-caj-record.zip"))  # type: ignore[attr-defined]
    line("zip of the data package, once it is built", f"{took:.1f} ms", "50 ms")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="nemawashi-bench-") as scratch:
        os.environ.update(NEMAWASHI_HOME=scratch, NEMAWASHI_DEMO="1", DJANGO_SETTINGS_MODULE="nemawashi.project.settings")
        os.environ.pop("NEMAWASHI_DATABASE_URL", None)
        os.makedirs(f"{scratch}/static", exist_ok=True)
        line("", "here", "to reach", "peer")
        feeds()
