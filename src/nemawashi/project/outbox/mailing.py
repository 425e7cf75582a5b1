"""Notices and answers to readers written into the outbox: at once, once a day or once a week, to each reader alone, in the
reader's language and at the level that it chose.

A notice is marked in the transaction in which its mails are written, so that of two jobs one writes them. Where the forum
has mail read before it goes, it waits until the host has said so. What waited longer than ``rules.TOO_LATE`` stays on the
desk alone: mail that is set up later, or comes back after days, floods nobody.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import override

from nemawashi.access import log, telling
from nemawashi.access.models import Entry, MailChoice, Notice, User
from nemawashi.access.terms import MailLevel, Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting import notices
from nemawashi.parties import queries, rules
from nemawashi.parties.models import HeldMail, Letter, PersonInvitation
from nemawashi.parties.terms import LetterKind, ReadingState
from nemawashi.project.outbox import letters
from nemawashi.project.outbox.wording import DigestMail, NoticeMail, RemarkMail
from nemawashi.sources.models import ReaderRemark
from nemawashi.sources.terms import RemarkState

DIGEST_HOUR = 7  # on the reader's clock
DIGEST_DAY = 0  # of the week, Monday: when a weekly mail comes
DIGESTS = {MailLevel.DAILY: dt.timedelta(days=1), MailLevel.WEEKLY: dt.timedelta(days=7)}
MOST_IN_A_DIGEST = 200
READ_BY_THE_HOST = (
    Visibility.PUBLIC,
    Visibility.PARTIES,
    Visibility.PARTICIPANTS,
    Visibility.DELEGATION,
    Visibility.SECRETARIAT,
)


@dataclass(frozen=True)
class Reader:
    """Somebody with an address who is told of acts, and when."""

    account: User
    viewer: Viewer
    level: MailLevel
    digest_until: dt.datetime | None
    invited_at: dt.datetime | None = None  # before which nothing concerned this person

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
            and (self.invited_at is None or (row.entry.at or self.invited_at) >= self.invited_at)
        ]
        return sorted(own, key=lambda row: (row.asks, row.party), reverse=True)[:1]


def write(at: dt.datetime) -> int:
    """Write what waits; how many mails."""
    if not settings.MAIL_IS_SET_UP:
        return 0
    hold_what_is_read(at)
    readers = _readers()
    written = _write_at_once([reader for reader in readers if reader.level not in DIGESTS], at)
    return written + sum(_write_digest(reader, at) for reader in readers if reader.level in DIGESTS)


def hold_what_is_read(at: dt.datetime) -> None:
    """Hold the mail of each new act that the host may read, where the forum has it read; end what was held too long."""
    HeldMail.objects.filter(state=ReadingState.HELD, entry__at__lt=at - rules.TOO_LATE).update(state=ReadingState.LAPSED)
    if not queries.reads_mail():
        return
    waiting = Notice.objects.filter(mailed_at=None, entry__visibility__in=READ_BY_THE_HOST, entry__held_mail=None)
    waiting = waiting.exclude(entry__event__in=rules.NEVER_HELD)
    entries = waiting.filter(entry__at__gte=at - rules.TOO_LATE).order_by("entry_id").values_list("entry_id", flat=True)
    HeldMail.objects.bulk_create(
        [HeldMail(entry_id=entry, held_at=at) for entry in dict.fromkeys(entries)], ignore_conflicts=True
    )


def write_answers(at: dt.datetime) -> None:
    """Write answers to readers who left an address. Where mail is no longer set up, addresses are struck out."""
    waiting = ReaderRemark.objects.exclude(address="").exclude(answered_at=None).filter(told_at=None)
    if not settings.MAIL_IS_SET_UP:
        waiting.exclude(state=RemarkState.ASKED).update(address="")
        return
    letters.put(
        Letter(
            key=f"remark/{row.pk}/{row.version}",
            kind=LetterKind.REMARK,
            is_hosts=True,
            about=str(row.pk),
            language=row.language,
            written_at=at,
            try_at=at,
            until=at + rules.TOO_LATE,
        )
        for row in waiting.order_by("pk")
    )


def answered_remark(row: Letter) -> ReaderRemark | None:
    """The remark that a mail answers, as long as that answer is its last and its reader's address is kept."""
    key, _slash, version = row.key.removeprefix("remark/").partition("/")
    return ReaderRemark.objects.exclude(address="").filter(pk=key, version=version).first()


def word_answer(row: Letter) -> tuple[RemarkMail, str] | None:
    """The mail and its address, in the language that is active; neither is kept in the outbox."""
    remark = answered_remark(row)
    if remark is None:
        return None
    return RemarkMail(remark, f"{settings.SITE}{reverse('portal:corrections')}#r-{remark.pk}"), remark.address


def end_answer(row: Letter, *, at: dt.datetime, is_sent: bool) -> None:
    """The mail left, or never will: after the last answer its reader's address is struck out."""
    remark = answered_remark(row)
    if remark is None:
        return
    mine = ReaderRemark.objects.filter(pk=remark.pk, version=remark.version)
    mine.update(told_at=at if is_sent else remark.told_at)
    if remark.state != RemarkState.ASKED:
        mine.update(address="")


def _readers() -> list[Reader]:
    accounts = User.objects.filter(is_active=True).exclude(email="").select_related("mail_choice").order_by("pk")
    invited = dict(PersonInvitation.objects.exclude(account=None).order_by("asked_at").values_list("account", "asked_at"))
    readers = []
    for account in accounts:
        viewer, choice = queries.viewer_of(account), getattr(account, "mail_choice", None)
        level = MailLevel(choice.level) if choice else MailLevel.NEEDED
        if viewer.hears:
            readers.append(Reader(account, viewer, level, choice.digest_until if choice else None, invited.get(account.pk)))
    return readers


def _write_at_once(readers: list[Reader], at: dt.datetime) -> int:
    said = dict(HeldMail.objects.filter(entry__notices__mailed_at=None).values_list("entry_id", "state"))
    is_read = queries.reads_mail()
    waiting = Notice.objects.filter(mailed_at=None).select_related("entry").order_by("entry_id", "pk")
    written = 0
    for entry, group in groupby(waiting, key=lambda row: row.entry):
        judged = said.get(entry.pk)
        is_new = is_read and judged is None and _is_held_first(entry)  # entered since they were held
        if judged == ReadingState.HELD or (is_new and entry.at >= at - rules.TOO_LATE):
            continue
        rows = list(group)
        with transaction.atomic():
            is_ours = Notice.objects.filter(pk__in=[row.pk for row in rows], mailed_at=None).update(mailed_at=at)
            is_over = entry.at < at - rules.TOO_LATE or judged in (ReadingState.STRUCK, ReadingState.LAPSED)
            if is_ours and not is_over:
                mails = _letters_of(entry, rows, readers, at)
                letters.put(mails)
                written += len(mails)
    return written


def _is_held_first(entry: Entry) -> bool:
    return entry.visibility in READ_BY_THE_HOST and entry.event not in rules.NEVER_HELD


def _letters_of(entry: Entry, rows: list[Notice], readers: list[Reader], at: dt.datetime) -> list[Letter]:
    wanted = [(reader, own) for reader in readers for own in reader.notices_of(rows)]
    mails = [_letter(own, reader, at) for reader, own in wanted if own.asks or reader.level != MailLevel.NEEDED]
    return [mail for mail in mails if mail is not None]


def _letter(row: Notice, reader: Reader, at: dt.datetime) -> Letter | None:
    """None where this release does not know the act: a notice of another one stops no mail behind it."""
    with override(reader.language):
        said = notices.say(row, viewer=reader.viewer)
        if said is None:
            return None
        head = log.head_with(row.entry) if row.entry.visibility in log.SHARED else ""
        letter = letters.to_reader(
            NoticeMail(said, settings.SITE, notices.log_line(str(head))),
            reader.account,
            reader.viewer,
            kind=LetterKind.NOTICE,
            key=f"notice/{row.entry.ref}/{reader.account.pk}",
            at=at,
            until=at + rules.TOO_LATE,
        )
        letter.about = f"{row.entry_id:012}"  # of one round they leave in the order of the log
        return letter


def _is_due(local: dt.datetime, last: dt.datetime | None, level: MailLevel) -> bool:
    """Once the hour has come on the reader's clock: once on each day, or on the first day of the week and after it."""
    if local.hour < DIGEST_HOUR:
        return False
    begun = local.date() - dt.timedelta(days=(local.weekday() - DIGEST_DAY) % 7 if level == MailLevel.WEEKLY else 0)
    return last is None or last.astimezone(local.tzinfo).date() < begun


def _write_digest(reader: Reader, at: dt.datetime) -> bool:
    """The mail of the day, or of the week, once it is due; nothing where nothing was told."""
    clock = ZoneInfo(reader.viewer.zone or "UTC")
    last = reader.digest_until
    if not _is_due(at.astimezone(clock), last, reader.level):
        return False
    with transaction.atomic():
        if not MailChoice.objects.filter(user=reader.account).filter(Q(digest_until=last)).update(digest_until=at):
            return False
        since = max(last or at - rules.TOO_LATE, at - rules.TOO_LATE, reader.invited_at or at - rules.TOO_LATE)
        closed = HeldMail.objects.exclude(state=ReadingState.RELEASED).values("entry_id")
        rows = telling.notices(viewer=reader.viewer).filter(entry__at__gt=since, entry__at__lte=at, is_read=False)
        with override(reader.language):
            rows_said = notices.said(rows.exclude(entry_id__in=closed)[:MOST_IN_A_DIGEST], viewer=reader.viewer)
            if not rows_said:
                return False
            mail = letters.to_reader(
                DigestMail(rows_said, settings.SITE),
                reader.account,
                reader.viewer,
                kind=LetterKind.DIGEST,
                key=f"digest/{reader.account.pk}/{at.isoformat()}",
                at=at,
                until=at + DIGESTS[reader.level],
            )
        letters.put([mail])
    return True
