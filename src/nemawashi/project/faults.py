"""What becomes of a fault: a page that gives back what was typed, and a line in the server's log that has none of it."""

import copy
import datetime as dt
import json
import logging
import re
import traceback
from types import TracebackType

from django.http import HttpRequest, HttpResponseServerError
from django.template import loader

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def failed(request: HttpRequest) -> HttpResponseServerError:
    """The page of a fault, in three languages. No cache keeps it, as somebody's words may stand on it.

    It asks nothing of what may have failed, the database least of all.
    """
    page = loader.get_template("500.html").render({"request": request})
    return HttpResponseServerError(page, headers={"Cache-Control": "private, no-store"})


_OF_OTHER_HOSTS = "django.security.DisallowedHost"
LONGEST_OF_A_HOST = 200  # signs of what a line says of a name that this server does not answer for
_KEYS = re.compile(r"(/feeds/own/|/join/|/sign-in/reset/)[^\s.?]+")


class WordlessLine(logging.Formatter):
    """A line of the server's log. A fault is told by where it was raised and its kind, never by what it says; an address
    that opens somebody's calendar, or a way in, is told without its key.

    What a fault says may hold somebody's words: PostgreSQL quotes the whole row that breaks a constraint.
    """

    def format(self, record: logging.LogRecord) -> str:
        if record.name == _OF_OTHER_HOSTS:
            record = _in_one_line(record)
        return _KEYS.sub(r"\1…", super().format(record))

    def formatException(self, ei: Raised) -> str:  # noqa: N802  the name is logging's
        parts, fault = [], ei[1]
        while fault is not None:
            parts.append("".join([*traceback.format_tb(fault.__traceback__), _kind(fault)]))
            fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
        return "\nraised from\n".join(parts)


def _in_one_line(record: logging.LogRecord) -> logging.LogRecord:
    """What strangers who try names of hosts leave in the log: which name, cut, and nothing of where it was refused."""
    said = copy.copy(record)
    said.msg, said.args, said.exc_info, said.exc_text = record.getMessage()[:LONGEST_OF_A_HOST], (), None, None
    return said


class JsonLine(WordlessLine):
    """The same as an object of JSON in a line, for programs that gather logs (``NEMAWASHI_LOG=json``)."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": super().format(record),
        }
        return json.dumps(said, ensure_ascii=False)


def _kind(fault: BaseException) -> str:
    """The name of its class, with the constraint that was broken where a database tells it."""
    name = f"{type(fault).__module__}.{type(fault).__qualname__}"
    constraint = getattr(getattr(fault, "diag", None), "constraint_name", None)
    return f"{name} ({constraint})" if constraint else name
