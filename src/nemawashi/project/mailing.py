"""Notices by mail: at once or once a day, to each reader alone, in the reader's language and at the level that it chose.

What waits is marked before it goes out, so that of two jobs one sends it; where the mail does not leave, the mark is taken
back and it is tried again. What waited longer than ``STALE`` stays on the desk alone: mail that is set up later, or comes
back after days, floods nobody.
"""

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from smtplib import SMTPException
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override

from nemawashi.access import log, telling
from nemawashi.access.models import MailChoice, Notice, User
from nemawashi.access.terms import MailLevel
from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting import notices
from nemawashi.parties.queries import viewer_of
from nemawashi.portal.words import meeting_title
from nemawashi.sources.models import ReaderRemark
from nemawashi.sources.terms import RemarkState

LOG = logging.getLogger(__name__)
STALE = dt.timedelta(days=14)
DIGEST_HOUR = 7  # on the reader's clock
LONGEST_SUBJECT = 180
MOST_IN_A_DIGEST = 200


@dataclass(frozen=True)
class Reader:
    """Somebody with an address who is told of acts, and when."""

    account: User
    viewer: Viewer
    level: MailLevel
    digest_until: dt.datetime | None

    @property
    def language(self) -> str:
        return self.account.language or "en"

    def notices_of(self, rows: Iterable[Notice]) -> list[Notice]:
        """Of the rows of one act that by which this reader is told, if any."""
        own = [
            row
            for row in rows
            if row.circle in self.viewer.hears
            and row.party in ("", self.viewer.party)
            and row.entry.user_id != self.account.pk
        ]
        return sorted(own, key=lambda row: (row.asks, row.party), reverse=True)[:1]


def send(at: dt.datetime) -> tuple[int, int]:
    """Send what waits; how many acts were told of by mail, and how many people got any."""
    if not settings.MAIL_IS_SET_UP:
        return 0, 0
    readers = _readers()
    at_once = [reader for reader in readers if reader.level != MailLevel.DAILY]
    acts, reached = _send_at_once(at_once, at)
    for reader in readers:
        if reader.level == MailLevel.DAILY and _send_digest(reader, at):
            reached.add(reader.account.pk)
    return acts, len(reached)


def answer_readers(at: dt.datetime) -> int:
    """Send answers to readers who left an address, in the language in which they wrote; how many left.

    The address is struck out once the last answer went there, and at once where mail is no longer set up.
    """
    waiting = ReaderRemark.objects.exclude(address="").exclude(answered_at=None).filter(told_at=None)
    if not settings.MAIL_IS_SET_UP:
        waiting.exclude(state=RemarkState.ASKED).update(address="")
        return 0
    sent = 0
    for row in waiting.order_by("pk"):
        with transaction.atomic():
            is_ours = ReaderRemark.objects.filter(pk=row.pk, told_at=None, version=row.version).update(told_at=at)
        if not is_ours:
            continue
        with override(row.language):
            page = f"{settings.SITE}{reverse('portal:corrections')}#r-{row.pk}"
            body = render_to_string("desk/mail/remark.txt", {"remark": row, "page": page})
            subject = gettext("Your remark on the record: %(answer)s") % {"answer": RemarkState(row.state).label}
            message = EmailMessage(" ".join(subject.split())[:LONGEST_SUBJECT], body, None, [row.address])
        try:
            get_connection().send_messages([message])
        except (SMTPException, OSError):
            ReaderRemark.objects.filter(pk=row.pk, version=row.version).update(told_at=None)
            LOG.warning("an answer to a reader could not be mailed; it is tried again")
        else:
            sent += 1
            if row.state != RemarkState.ASKED:
                ReaderRemark.objects.filter(pk=row.pk, version=row.version).update(address="")
    return sent


def _readers() -> list[Reader]:
    accounts = User.objects.filter(is_active=True).exclude(email="").select_related("mail_choice").order_by("pk")
    readers = []
    for account in accounts:
        viewer, choice = viewer_of(account), getattr(account, "mail_choice", None)
        level = MailLevel(choice.level) if choice else MailLevel.NEEDED
        if viewer.hears:
            readers.append(Reader(account, viewer, level, choice.digest_until if choice else None))
    return readers


def _send_at_once(readers: list[Reader], at: dt.datetime) -> tuple[int, set[int]]:
    waiting = Notice.objects.filter(mailed_at=None).select_related("entry").order_by("entry_id", "pk")
    sent, reached = 0, set()
    for entry, group in groupby(waiting, key=lambda row: row.entry):
        rows = list(group)
        keys = [row.pk for row in rows]
        with transaction.atomic():
            is_ours = Notice.objects.filter(pk__in=keys, mailed_at=None).update(mailed_at=at)
        if not is_ours or entry.at < at - STALE:
            continue
        wanted = [(reader, own) for reader in readers for own in reader.notices_of(rows)]
        messages = [
            (reader, message)
            for reader, own in wanted
            if (own.asks or reader.level != MailLevel.NEEDED) and (message := _message(own, reader))
        ]
        try:
            if messages:
                get_connection().send_messages([message for _reader, message in messages])
                sent += 1
        except (SMTPException, OSError):
            Notice.objects.filter(pk__in=keys).update(mailed_at=None)
            LOG.warning("a notice could not be mailed; it is tried again")
        else:
            reached |= {reader.account.pk for reader, _message in messages}
    return sent, reached


def _message(row: Notice, reader: Reader) -> EmailMessage | None:
    """None where this release does not know the act: a notice of another one stops no mail behind it."""
    with override(reader.language):
        said = notices.say(row, viewer=reader.viewer)
        if said is None:
            return None
        where = meeting_title(said.meeting) if said.meeting else said.where
        head = log.head_with(row.entry) if row.entry.visibility in log.SHARED else ""
        context = {"said": said, "site": settings.SITE, "log_line": notices.log_line(str(head))}
        body = render_to_string("desk/mail/notice.txt", context)
        return _mail(f"[{where}] {said.sentence}", body, reader)


def _mail(subject: str, body: str, reader: Reader) -> EmailMessage:
    """One line of subject, whatever stands in a title, and one reader, so that nobody sees the others' addresses."""
    return EmailMessage(" ".join(subject.split())[:LONGEST_SUBJECT], body, None, [reader.account.email])


def _send_digest(reader: Reader, at: dt.datetime) -> bool:
    """The mail of the day, once its hour has come on the reader's clock; nothing where nothing was told."""
    clock = ZoneInfo(reader.viewer.zone or "UTC")
    local, last = at.astimezone(clock), reader.digest_until
    if local.hour < DIGEST_HOUR or (last and last.astimezone(clock).date() >= local.date()):
        return False
    choice = MailChoice.objects.filter(user=reader.account)
    with transaction.atomic():
        if not choice.filter(Q(digest_until=last)).update(digest_until=at):
            return False
    since = max(last or at - STALE, at - STALE)
    rows = telling.notices(viewer=reader.viewer).filter(entry__at__gt=since, entry__at__lte=at, is_read=False)
    with override(reader.language):
        rows_said = notices.said(rows[:MOST_IN_A_DIGEST], viewer=reader.viewer)
        if not rows_said:
            return False
        needed = sum(bool(said.asked) for said in rows_said)
        count = ngettext("%(count)d notice", "%(count)d notices", len(rows_said)) % {"count": len(rows_said)}
        asked = ngettext("%(count)s asks something of you", "%(count)s ask something of you", needed) % {"count": needed}
        context = {"notices": rows_said, "site": settings.SITE}
        message = _mail(f"{count}; {asked}" if needed else count, render_to_string("desk/mail/digest.txt", context), reader)
    try:
        get_connection().send_messages([message])
    except (SMTPException, OSError):
        choice.update(digest_until=last)
        LOG.warning("a daily mail could not be sent; it is tried again")
        return False
    return True
