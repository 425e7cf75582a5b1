"""What has to be done when its time has come: silence that was kept is recorded, owners are reminded, names in lists of
delegations are deleted, papers are issued and released, notices go out by mail.

The outcome depends on the recorded moments alone. Run late, it finds the same; run twice at once, the second finds
nothing left to do; while it is down, pages tell the derived state all the same.
"""

import datetime as dt
import fcntl
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import OperationalError, close_old_connections, connection

from nemawashi.access import clock
from nemawashi.access.acts import RefusedError
from nemawashi.access.terms import Circle
from nemawashi.access.viewers import Viewer, acting_as
from nemawashi.assistance import acts as assistance
from nemawashi.assistance import queries as projects
from nemawashi.commitments import acts as commitments
from nemawashi.commitments import queries as promises
from nemawashi.lineage import shelf
from nemawashi.meetings import acts as convening
from nemawashi.meetings import queries as gatherings
from nemawashi.parties import lapsing
from nemawashi.project import retaining
from nemawashi.project.outbox import sending
from nemawashi.texts import acts
from nemawashi.texts.models import Silence
from nemawashi.texts.queries import due_corrections
from nemawashi.texts.terms import CorrectionState

LOG = logging.getLogger(__name__)
_PG_LOCK = 720_261_124  # of tending; any number that no other lock here has
CLOCK = Viewer(name="clock", circle=Circle.SECRETARIAT)  # in whose name silence that was kept is recorded


@dataclass(frozen=True)
class Tended:
    """How many silences were concluded, corrections taken in, notices mailed to how many people, reminders given; how many
    mails could not leave, now or for good, and why none could.
    """

    concluded: int = 0
    corrected: int = 0
    mailed: int = 0
    readers: int = 0
    reminded: int = 0
    delayed: int = 0
    refused: int = 0
    reason: str = ""


def tend(*, at: dt.datetime | None = None) -> Tended:
    """Do what is due at ``at``, by the database's clock unless told."""
    with acting_as(CLOCK):
        concluded = _conclude(at or clock.database_moment())
        corrected = _correct(at or clock.database_moment())
        reminded = _remind(at or clock.database_moment())
        lapsing.end_offices(at or clock.database_moment())
        _forget(at or clock.database_moment())
        _see_to_papers(at or clock.database_moment())
        mailed = sending.send(at or clock.database_moment())
    kept = (mailed.delayed, mailed.refused, mailed.reason)
    return Tended(concluded, corrected, mailed.acts, len(mailed.readers), reminded, *kept)


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


def _remind(at: dt.datetime) -> int:
    """Remind of what is due in the weeks ahead. A reminder is a notice: it reaches those who may read what it names."""
    done = 0
    today = at.date()
    tasks: list[Callable[[], object]] = [
        *(partial(commitments.remind_of_commitment, row, by=CLOCK, at=at) for row in promises.to_remind(today=today)),
        *(partial(assistance.remind_of_project, row, by=CLOCK, at=at) for row in projects.to_remind(today=today)),
    ]
    for task in tasks:
        try:
            task()
            done += 1
        except (RefusedError, OperationalError):  # nothing is awaited any more, or somebody else acts
            continue
    return done


def _forget(at: dt.datetime) -> None:
    """Delete the names in lists of delegations whose time is over; offices stay. Other personal data leaves beside it."""
    for meeting in gatherings.with_names_in_lists():
        with suppress(RefusedError, OperationalError):  # their time is not over yet, or somebody else acts
            convening.forget_delegates(meeting, by=CLOCK, at=at)
    retaining.forget(at, by=CLOCK)


def _see_to_papers(at: dt.datetime) -> None:
    """Issue papers whose embargo is over, and release those to which nobody objected in time."""
    embargoed, unopposed = gatherings.papers_due(at)
    for act, rows in ((convening.issue_paper, embargoed), (convening.release_paper, unopposed)):
        for row in rows:
            with suppress(RefusedError, OperationalError):  # withdrawn, objected to, or somebody else acts
                act(row, by=CLOCK, at=at)


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
