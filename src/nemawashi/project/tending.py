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
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import OperationalError, close_old_connections, connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from nemawashi.access import clock
from nemawashi.access.acts import RefusedError
from nemawashi.access.models import User
from nemawashi.access.terms import Circle
from nemawashi.access.viewers import Viewer, acting_as
from nemawashi.desk.acting import notices
from nemawashi.lineage import shelf
from nemawashi.parties.queries import viewer_of
from nemawashi.texts import acts
from nemawashi.texts.models import Notice, Silence
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
        mailed, readers = _mail(at or clock.database_moment())
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


def _mail(at: dt.datetime) -> tuple[int, int]:
    """Send what was not sent, one message to each reader, so that nobody sees the others' addresses.

    A notice is marked before it goes out: doubled jobs send it once, and one that fails is tried again.
    """
    if not settings.MAIL_IS_SET_UP:
        return 0, 0
    readers = _readers()
    sent = 0
    for row in Notice.objects.filter(mailed_at=None).select_related("text").order_by("at", "pk"):
        with transaction.atomic():
            is_ours = Notice.objects.filter(pk=row.pk, mailed_at=None).update(mailed_at=at)
        if not is_ours:
            continue
        try:
            get_connection().send_messages([_message(row, reader) for reader in readers])
            sent += 1
        except (SMTPException, OSError):
            Notice.objects.filter(pk=row.pk).update(mailed_at=None)
            LOG.warning("a notice could not be mailed; it is tried again")
    return sent, len(readers) if sent else 0


def _readers() -> list[User]:
    """Everybody with an address who reads the negotiation: delegations of participants and observers, the host."""
    accounts = User.objects.filter(is_active=True).exclude(email="").order_by("pk")
    return [account for account in accounts if viewer_of(account).sees_negotiation]


def _message(row: Notice, reader: User) -> EmailMessage:
    with override(reader.language or "en"):
        sentence = notices.sentence(row)
        where = f"{settings.SITE}{reverse('desk:silence', args=[row.text.slug])}"
        why = _("What delegations wrote is on the desk; it is not sent by mail.")
        log_line = notices.log_line(row.facts.get("log", ""))
        body = "\n\n".join(part for part in (str(row.text), sentence, where, why, log_line) if part) + "\n"
        return EmailMessage(f"[{row.text.symbol or row.text.slug}] {sentence}"[:180], body, None, [reader.email])


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
