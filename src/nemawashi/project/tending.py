"""What has to be done when its time has come: silence that was kept is recorded, notices go out by mail.

The outcome depends on the recorded moments alone. Run late, it finds the same; run twice at once, the second finds
nothing left to do; while it is down, pages tell the derived state all the same.
"""

import datetime as dt
import fcntl
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import OperationalError, close_old_connections, connection

from nemawashi.access import clock
from nemawashi.access.acts import RefusedError
from nemawashi.access.terms import Circle
from nemawashi.access.viewers import Viewer, acting_as
from nemawashi.lineage import shelf
from nemawashi.project import inviting, mailing
from nemawashi.texts import acts
from nemawashi.texts.models import Silence
from nemawashi.texts.queries import due_corrections
from nemawashi.texts.terms import CorrectionState

LOG = logging.getLogger(__name__)
_PG_LOCK = 720_261_124  # of tending; any number that no other lock here has
CLOCK = Viewer(name="clock", circle=Circle.SECRETARIAT)  # in whose name silence that was kept is recorded


@dataclass(frozen=True)
class Tended:
    """How many silences were concluded, editorial corrections taken in, and notices mailed to how many people."""

    concluded: int = 0
    corrected: int = 0
    mailed: int = 0
    readers: int = 0


def tend(*, at: dt.datetime | None = None) -> Tended:
    """Do what is due at ``at``, by the database's clock unless told."""
    with acting_as(CLOCK):
        concluded = _conclude(at or clock.database_moment())
        corrected = _correct(at or clock.database_moment())
        mailed, readers = mailing.send(at or clock.database_moment())
        inviting.send(at or clock.database_moment())
        mailing.answer_readers(at or clock.database_moment())
    return Tended(concluded, corrected, mailed, readers)


def _conclude(at: dt.datetime) -> int:
    done = 0
    due = Silence.objects.filter(concluded_at=None, breaks__isnull=True, ends_at__lt=at, text__state__in=_WAITING)
    for silence in due.select_related("text"):
        try:
            acts.conclude_silence(silence, by=CLOCK, at=at)
            done += 1
        except (RefusedError, OperationalError):  # broken or concluded in between, not over yet, or held by another
            continue
    return done


def _correct(at: dt.datetime) -> int:
    """Take in the editorial corrections to which nobody objected; those of words under silence wait for its end."""
    done = 0
    for row in due_corrections(at):
        try:
            done += acts.take_in_correction(row, by=CLOCK, at=at).state == CorrectionState.TAKEN_IN
        except (RefusedError, OperationalError):
            continue
    return done


_WAITING = ("under_silence", "under_negotiation")


@contextmanager
def alone() -> Iterator[bool]:
    """Whether nobody else tends this database at the moment; nobody else does until this is left."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_lock(%s)", [_PG_LOCK])
            is_ours = bool(cursor.fetchone()[0])
            try:
                yield is_ours
            finally:
                if is_ours:
                    cursor.execute("select pg_advisory_unlock(%s)", [_PG_LOCK])
        return
    with (settings.HOME / "tending.lock").open("w") as file:  # the database lies in the same folder
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


def keep_tending(every: float, stop: threading.Event) -> None:
    """Tend again and again until ``stop``; a fault is logged without its words and does not end it.

    Of several servers on one database one tends at a time; each sees to its own index of agreed language.
    """
    shelved = shelf.mark()
    while not stop.wait(every):
        try:
            with alone() as is_ours:
                if is_ours:
                    tend()
            shelved = shelf.catch_up(shelved)
        except Exception as fault:
            LOG.warning("tending failed: %s", type(fault).__name__)
        finally:
            close_old_connections()
