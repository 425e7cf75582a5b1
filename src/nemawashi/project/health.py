"""Whether this server lives and whether it can answer, for whoever watches it: two addresses before everything else.

They are asked by programs on the machine, under any host name and without a proxy; so they tell nothing but these words.
"""

import time
from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from nemawashi.project import commanding

LIVES, IS_READY = "/healthz", "/readyz"
KEPT_FOR = 1.0  # seconds for which an answer stands: whoever asks without end costs one question to the database in each
_kept: tuple[float, str] = (-KEPT_FOR, "")


def watched(respond: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer ``/healthz`` while the process runs, and ``/readyz`` while it could answer people; 503 says why not."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path_info not in (LIVES, IS_READY):
            return respond(request)
        wrong = "" if request.path_info == LIVES else why_not()
        words = wrong or ("lives" if request.path_info == LIVES else "ready")
        response = HttpResponse(f"{words}\n", status=503 if wrong else 200, content_type="text/plain; charset=utf-8")
        response["Cache-Control"] = "no-store"
        return response

    return answer


def why_not() -> str:
    """Why this server could not answer people; empty while it could."""
    global _kept
    at, words = _kept
    if time.monotonic() - at >= KEPT_FOR:
        words = _asked()
        _kept = (time.monotonic(), words)
    return words


def _asked() -> str:
    try:
        connection.ensure_connection()
        if commanding.is_behind():
            return "the tables are missing, or of another release"
    except DatabaseError:
        return "the database cannot be reached"
    return ""
