"""Figures for whoever watches a server, in the text form that Prometheus reads, answered on a port of their own.

No figure moves when somebody drafts: neither the size of the database, nor the length of the whole log, nor anything that
is counted by party or by person.
"""

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from nemawashi import __version__
from nemawashi.access import clock, log
from nemawashi.parties import queries
from nemawashi.parties.models import Letter
from nemawashi.parties.terms import LetterState
from nemawashi.project import health, request_times
from nemawashi.texts.models import Silence

PATH = "/metrics"
TYPE = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[str, str, Sequence[tuple[str, float]]]  # name, what it is, and its values behind their labels


def text() -> str:
    """All figures now. Where the database is away, that it is and what needs none."""
    lines: list[str] = []
    for name, what, values in _samples():
        lines += [f"# HELP nemawashi_{name} {what}", f"# TYPE nemawashi_{name} gauge"]
        lines += [f"nemawashi_{name}{labels} {value:g}" for labels, value in values]
    return "\n".join((*lines, *_request_times())) + "\n"


def _request_times() -> Iterator[str]:
    """A histogram for each kind of page and what came of the request, of those that there were."""
    shown = [each.told_in_steps for each in request_times.kept_in(settings.HOME)]
    if not any(sum(each.counts) for each in shown):
        return
    name = "nemawashi_request_seconds"
    yield f"# HELP {name} How long requests took a worker, by kind of page; of the desk in steps of {request_times.STEP}."
    yield f"# TYPE {name} histogram"
    for each in shown:
        if not sum(each.counts):
            continue
        labels, total = f'kind="{each.kind}",outcome="{each.outcome}"', 0
        for limit, count in zip((*map(str, request_times.LIMITS), "+Inf"), each.counts, strict=True):
            total += count
            yield f'{name}_bucket{{{labels},le="{limit}"}} {total}'
        yield f"{name}_sum{{{labels}}} {each.seconds:.6f}"
        yield f"{name}_count{{{labels}}} {total}"


def _samples() -> Iterator[Sample]:
    yield "release_info", "Which release runs.", [(f'{{release="{__version__}"}}', 1)]
    home = next(each for each in (settings.HOME, *settings.HOME.parents) if each.exists())  # before the first load
    disk = shutil.disk_usage(home)
    yield "disk_free_ratio", "Share of the disk of NEMAWASHI_HOME that is free.", [("", disk.free / disk.total)]
    why_not = health.why_not()
    yield "ready", "Whether the server could answer people: /readyz.", [("", not why_not)]
    if why_not:
        return
    try:
        yield from _asked(clock.database_moment())
    except DatabaseError:
        return


def _asked(at: dt.datetime) -> Iterator[Sample]:
    counts = Counter(Letter.objects.values_list("state", flat=True))
    states = [(f'{{state="{state}"}}', counts[state]) for state in LetterState]
    yield "letters", "Mails in the outbox by state.", states
    waiting = Letter.objects.filter(state=LetterState.WAITING, try_at__lte=at).order_by("try_at").first()
    late = (at - waiting.try_at).total_seconds() if waiting else 0
    yield (
        "letters_late_seconds",
        "How long the mail that is due longest has waited: the tender is down, or mail is.",
        [("", late)],
    )
    running = Silence.objects.filter(concluded_at=None, breaks__isnull=True, text__state="under_silence")
    over = running.filter(ends_at__lt=at).order_by("ends_at").first()
    yield "silences_running", "Silences that have not ended.", [("", running.filter(ends_at__gte=at).count())]
    yield (
        "silences_late_seconds",
        "How long a silence that ended waits for the tender to record it.",
        [("", (at - over.ends_at).total_seconds() if over else 0)],
    )
    yield "log_entries_shared", "Entries of the log that all parties read.", [("", log.head().count)]
    yield (
        "handed_over",
        "Whether the forum was handed over, and this server is read only.",
        [("", bool(queries.moved_to()))],
    )


class _Answer(BaseHTTPRequestHandler):
    server_version, sys_version = "nemawashi", ""
    timeout = 10

    def do_GET(self) -> None:
        body = text().encode() if self.path == PATH else b"nothing here\n"
        close_old_connections()
        self.send_response(200 if self.path == PATH else 404)
        self.send_header("Content-Type", TYPE if self.path == PATH else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: whoever watches asks every few seconds."""


def server(host: str, port: int) -> ThreadingHTTPServer:
    """A server of these figures alone. Raises ``OSError`` where there is no listening at the address."""
    return ThreadingHTTPServer((host, port), _Answer)
