"""Search on this machine beside what is to be reached: CPU a question, at the demo's size and at a hundred times it.

The questions are those of tests/search/queries.yaml, in all languages, each asked three times and counted by its best.
The larger database is the demo's with every row that can be found, but for parties, tracks and dialogues, copied 99 times:
the rows themselves, because each hit is confirmed by them, their entries, and their keys in every posting.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TIMES = 100
ROUNDS = 3
_SET = ROOT / "tests" / "search" / "queries.yaml"
_HELD_OUT = ROOT / "tests" / "search" / "held_out.yaml"  # questions on which nothing was tuned


def line(what: str, figure: str, reach: str = "") -> None:
    print(f"{what:<58}{figure:>30}{reach:>18}", flush=True)


def cpu_ms(call: Callable[[], Any]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
    return best * 1000


def questions() -> list[str]:
    import yaml

    asked = yaml.safe_load(_SET.read_text(encoding="utf-8"))
    return [row if isinstance(row, str) else row["q"] for rows in asked.values() for row in rows]


def percentiles(ask: Callable[[str], Any]) -> str:
    took = sorted(cpu_ms(lambda: ask(words)) for words in questions())  # noqa: B023  called at once
    return f"p50 {took[len(took) // 2]:.1f} p95 {took[int(len(took) * 0.95)]:.1f} max {took[-1]:.1f} ms"


def measure(size: str, reach: str) -> None:
    from django.test import Client

    from nemawashi.access.viewers import PUBLIC, acting_as
    from nemawashi.project.round import cast
    from nemawashi.search import queries
    from nemawashi.search.models import Entry

    count = f"{Entry.objects.count():,} entries"
    browser = Client()
    japan = cast.viewer("japan")

    def answered(words: str, viewer: Any) -> None:
        with acting_as(viewer):
            queries.with_words(queries.answer(words, viewer=viewer).hits[:20])

    answered("warm", PUBLIC)
    browser.get("/en/search/?q=warm")
    line(f"search, {size} ({count}), public", percentiles(lambda words: answered(words, PUBLIC)), reach)
    line(f"search, {size}, a delegation", percentiles(lambda words: answered(words, japan)), reach)
    line(f"search page, {size}, public", percentiles(lambda words: browser.get("/en/search/", {"q": words})))


def relevance(path: Path) -> str:
    """How much of what is expected stands among the first twenty, and among the first five at least one row of it."""
    import yaml

    from nemawashi.access.viewers import PUBLIC, acting_as
    from nemawashi.search import queries

    asked = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = [row for of in asked.values() for row in of if isinstance(row, dict) and "want" in row and "fiction" not in row]
    shares, seen_early = [], []
    for row in rows:
        with acting_as(PUBLIC):
            refs = [hit.ref for hit in queries.answer(row["q"], viewer=PUBLIC).hits[:20]]
        shares.append(sum(ref in refs for ref in row["want"]) / len(row["want"]))
        seen_early.append(any(ref in refs[:5] for ref in row["want"]))
    return f"{sum(shares) / len(rows):.3f}; {sum(seen_early) / len(rows):.3f} early of {len(rows)}"


def _models() -> dict[str, Any]:
    from nemawashi.analysis.models import Concept, DialogueEvent
    from nemawashi.assistance.models import Undertaking
    from nemawashi.commitments.models import Commitment
    from nemawashi.meetings.models import AgendaItem, Decision, Meeting, Recommendation
    from nemawashi.parties.models import Person
    from nemawashi.sources.models import Claim, Conflict, Source
    from nemawashi.texts.models import Clause, Position, Text

    found = (
        Source, Conflict, Claim, Person, DialogueEvent, Concept, Meeting, AgendaItem, Recommendation, Decision, Text,
        Clause, Position, Commitment, Undertaking,
    )  # fmt: skip
    nouns = {AgendaItem: "agenda-item", DialogueEvent: "event", Undertaking: "assistance"}
    return {nouns.get(model, model.__name__.lower()): model for model in found}


def _copied(row: Any, number: int) -> Any:
    fresh = type(row).__new__(type(row))
    fresh.__dict__.update(row.__dict__)
    fresh.__dict__["_state"] = type(row._state)()
    fresh.pk = uuid.uuid5(row.pk, str(number)) if isinstance(row.pk, uuid.UUID) else None
    if hasattr(row, "slug"):
        fresh.slug = f"{row.slug[:100]}-x{number}"
    if hasattr(row, "identity"):
        fresh.identity = f"{row.identity[:56]}-x{number}"
    if hasattr(row, "clause_id") and type(row).__name__ == "Commitment":
        fresh.clause_id = None
    if type(row).__name__ == "AgendaItem":
        fresh.number = row.number + 100 * number
    return fresh


def multiplied() -> None:
    from django.db import transaction
    from pyroaring import BitMap

    from nemawashi.search.models import Entry, Posting

    models = _models()
    with transaction.atomic():
        for model in models.values():
            rows = list(model._default_manager.all())
            for number in range(1, TIMES):
                model._default_manager.bulk_create([_copied(row, number) for row in rows], batch_size=500)
        entries = [row for row in Entry.objects.all() if row.noun in models]
        copied, step = BitMap([row.pk for row in entries]), max(row.pk for row in entries) + 1
        for number in range(1, TIMES):
            Entry.objects.bulk_create([_entry(row, number, step) for row in entries], batch_size=500)
        for posting in Posting.objects.iterator():
            for field in ("title", "names", "words"):
                held = BitMap.deserialize(bytes(getattr(posting, field)))
                some = held & copied
                held |= BitMap.union(*(some.shift(number * step) for number in range(TIMES)))
                setattr(posting, field, held.serialize())
            posting.save()


def _entry(row: Any, number: int, step: int) -> Any:
    fresh = type(row).__new__(type(row))
    fresh.__dict__.update(row.__dict__)
    fresh.__dict__["_state"] = type(row._state)()
    noun, _, key = row.ref.partition("/")
    is_uuid = noun in ("clause", "position", "decision")
    fresh.pk = row.pk + number * step
    fresh.ref = f"{noun}/{uuid.uuid5(uuid.UUID(key), str(number)) if is_uuid else f'{key[:100]}-x{number}'}"
    return fresh


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from nemawashi.search import index

    with open(os.devnull, "w") as nowhere:
        call_command("migrate", verbosity=0)
        call_command("demo", no_server=True, stdout=nowhere)
    line(f"on {connection.vendor}", "here", "to reach")
    line("index of the whole record, afresh", f"{cpu_ms(lambda: index.rebuild(afresh=True)) / 1000:.1f} s", "5 s")
    line("index of the whole record, nothing changed", f"{cpu_ms(index.rebuild) / 1000:.1f} s")
    line("recall, the questions it was tuned on", relevance(_SET))
    line("recall, the questions kept aside", relevance(_HELD_OUT))
    measure("the demo's size", "p95 20 ms")
    multiplied()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    measure(f"{TIMES} times the size", "p95 80 ms")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    with tempfile.TemporaryDirectory(prefix="nemawashi-bench-") as scratch:
        os.environ.update(NEMAWASHI_HOME=scratch, NEMAWASHI_DEMO="1", DJANGO_SETTINGS_MODULE="nemawashi.project.settings")
        if "--this-database" not in sys.argv:
            os.environ.pop("NEMAWASHI_DATABASE_URL", None)
        os.makedirs(f"{scratch}/static", exist_ok=True)
        main()
