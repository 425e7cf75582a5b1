"""Parties by commitments at 50,000 commitments with 500,000 scores: CPU and statements of a page, best of three.

benchmarks/matrix.py                  builds a database of its own in a temporary folder, some minutes
benchmarks/matrix.py --commitments N  another number, with ten scores each
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

WANTED_MS, WANTED_STATEMENTS, ROUNDS, SCORES = 80, 10, 3, 10


def filled(number: int) -> None:
    """So many confirmed commitments of the record's parties, ten opened scores each and every fourth settled."""
    import datetime as dt

    from nemawashi.access.models import User
    from nemawashi.commitments.models import Assessment, Commitment, Settlement
    from nemawashi.parties.models import Party, Pillar

    at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    owners: list[Any] = [*Party.objects.order_by("order")[:6], None]
    pillars = list(Pillar.objects.all())
    people = User.objects.bulk_create(User(username=f"assessor-{n}", circle="researchers") for n in range(SCORES))
    rows = Commitment.objects.bulk_create(
        (
            Commitment(
                slug=f"benchmark-{n}", made_in_ref=f"text/benchmark-{n % 500}", made_on=f"{2004 + n % 22}-11-09",
                by=[owner.slug] if (owner := owners[n % len(owners)]) else ["all"], owner=owner,
                area=f"area {n % 40}", pillar=pillars[n % len(pillars)] if n % 3 and pillars else None,
                words=f"The parties will build bridge number {n} over the river by the end of the year.",
                strength="will", kind="joint", order=n, origin="desk",
            )
            for n in range(number)
        ),
        batch_size=2_000,
    )  # fmt: skip
    for start in range(0, number, 5_000):
        Assessment.objects.bulk_create(
            (
                Assessment(commitment=row, assessor=who, score=(row.pk + place) % 3 - 1, why="seen", at=at, origin="desk")
                for row in rows[start : start + 5_000]
                for place, who in enumerate(people)
            ),
            batch_size=2_000,
        )
    Settlement.objects.bulk_create(
        (
            Settlement(commitment=row, score=row.pk % 3 - 1, why="seen", raw_agreement=0.5, alpha=0.2, at=at, origin="desk")
            for row in rows[::4]
        ),
        batch_size=2_000,
    )


def _pillar() -> str:
    from nemawashi.parties.models import Pillar

    return str(Pillar.objects.order_by("number")[0].slug)


def measured() -> bool:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, is_good, there = Client(), True, {"secure": True, "headers": {"host": "localhost"}}
    client.get("/en/sums/", **there)  # what a process reads once
    for words in ("", "&year=2012", "&text=text/benchmark-7", "&area=area+3", "&pillar=" + _pillar()):
        best, statements, path = float("inf"), 0, f"owners/?page=N{words}"
        for number in range(1, ROUNDS + 1):  # each page once: pages that were rendered are kept
            address = f"/en/{path.replace('N', str(number))}"
            with CaptureQueriesContext(connection) as seen:
                start = time.process_time()
                answer = client.get(address, **there)
                best = min(best, time.process_time() - start)
            assert answer.status_code == 200, (address, answer.status_code)
            statements = max(statements, len(seen))
        is_good = is_good and best * 1000 <= WANTED_MS and statements <= WANTED_STATEMENTS
        print(f"{path:<36}{best * 1000:>8.0f} ms{statements:>6} statements   (wanted: {WANTED_MS} ms, {WANTED_STATEMENTS})")
    return is_good


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--commitments", type=int, default=50_000)
    parser.add_argument("--home", type=Path, help="keep the database there, or measure the one that is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = str(options.home or scratch)
        is_there = options.home is not None and any(options.home.glob("*.sqlite3"))
        os.environ |= {"NEMAWASHI_HOME": folder, "NEMAWASHI_DATABASE_URL": "", "NEMAWASHI_DEMO": ""}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nemawashi.project.settings")
        import django

        django.setup()
        from django.core.management import call_command

        if not is_there:
            call_command("migrate", verbosity=0)
            call_command("load_record", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
            filled(options.commitments)
        sys.exit(0 if measured() else 1)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
    main()
