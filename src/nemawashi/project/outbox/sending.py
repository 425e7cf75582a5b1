"""The worker of the outbox: what is due leaves once, what cannot is tried again with growing pauses, and all is noted.

A mail is taken before it is sent, by one statement that one of two workers wins. Where the server ends between sending and
noting, it stays taken, and nobody sends it a second time: it is told as *may have been sent*, and a person decides.
"""

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from smtplib import SMTPException

from django.conf import settings
from django.utils.translation import override

from nemawashi.parties.models import Letter
from nemawashi.parties.queries import viewer_of
from nemawashi.parties.terms import LetterKind, LetterState
from nemawashi.project.outbox import calling, consenting, inviting, mailing, owners, posting
from nemawashi.project.outbox.posting import PostAnswer, PostOutcome
from nemawashi.project.outbox.wording import MailTemplate

LOG = logging.getLogger(__name__)
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 480, 720, 1440))  # after the first try, ...
MOST_TRIES = len(PAUSES) + 1
LOST_AFTER = dt.timedelta(minutes=15)  # a mail that was taken so long ago was not noted: whoever took it has ended
MOST_IN_A_ROUND = 200
MOST_ANSWERS = 20  # kept of one mail, the newest
KEPT = dt.timedelta(days=90)  # after which a mail that has ended is struck from the outbox
ENDED = (LetterState.SENT, LetterState.UNSURE, LetterState.FAILED, LetterState.BOUNCED, LetterState.LAPSED)


@dataclass
class Round:
    """What left in one round: keys of what it was written for, and who got any; how many could not, now or for good.

    ``reason``: why none could, where the server of mail was not reached.
    """

    keys: list[str] = field(default_factory=list)
    readers: set[str] = field(default_factory=set)
    delayed: int = 0
    refused: int = 0
    reason: str = ""

    @property
    def acts(self) -> int:
        """How many acts were told of, each in a mail of its own."""
        return len({key.split("/")[1] for key in self.keys if key.startswith("notice/")})


def send(at: dt.datetime) -> Round:
    """Write what waits, then let leave what is due. Where the forum was handed over, nobody is invited here any more."""
    mailing.write(at)
    inviting.write(at)
    owners.write(at)
    calling.write(at)
    consenting.write(at)
    mailing.write_answers(at)
    return deliver(at)


def deliver(at: dt.datetime) -> Round:
    """Let leave what is due, a bounded number; what nobody noted, and what came too late, is told as such."""
    done = Round()
    Letter.objects.filter(written_at__lt=at - KEPT, state__in=ENDED).delete()
    Letter.objects.filter(state=LetterState.WAITING, until__lte=at).update(state=LetterState.LAPSED)
    Letter.objects.filter(state=LetterState.SENDING, tried_at__lt=at - LOST_AFTER).update(state=LetterState.UNSURE)
    if not settings.MAIL_IS_SET_UP:
        return done
    waiting = Letter.objects.filter(state=LetterState.WAITING, try_at__lte=at).select_related("user")
    due = list(waiting.order_by("try_at", "written_at", "about", "pk")[:MOST_IN_A_ROUND])
    if not due:
        return done
    try:
        with posting.post() as post:
            _send_each(due, post, done, at)
    except (SMTPException, OSError) as fault:
        done.reason, done.delayed = posting.reason(fault), len(due)
        LOG.warning("mail could not leave; it is tried again: %s", done.reason)
        if _takes(due[0], at):
            _note(due[0], PostAnswer(PostOutcome.LATER, done.reason), at)
    return done


def _takes(row: Letter, at: dt.datetime) -> bool:
    """Whether this worker is the one that sends it."""
    mine = Letter.objects.filter(pk=row.pk, state=LetterState.WAITING, version=row.version, tries=row.tries)
    taken = mine.update(state=LetterState.SENDING, tried_at=at, tries=row.tries + 1)
    if taken:
        row.tries += 1
    return bool(taken)


def _send_each(due: Iterable[Letter], post: posting.Post, done: Round, at: dt.datetime) -> None:
    for row in due:
        if not _takes(row, at):
            continue
        try:
            answer = _sent(row, post, at)
        except (SMTPException, OSError) as fault:  # the connection broke before a word was handed over
            done.reason, done.delayed = posting.reason(fault), done.delayed + 1
            LOG.warning("mail could not leave; it is tried again: %s", done.reason)
            _note(row, PostAnswer(PostOutcome.LATER, done.reason), at)
            return
        if answer is None:
            Letter.objects.filter(pk=row.pk).update(state=LetterState.LAPSED)
            continue
        _note(row, answer, at)
        done.delayed += answer.outcome is PostOutcome.LATER
        done.refused += answer.outcome is PostOutcome.REFUSED
        if answer.outcome is PostOutcome.TAKEN:
            done.keys.append(row.key)
            done.readers.add(str(row.user_id or row.key))


def _sent(row: Letter, post: posting.Post, at: dt.datetime) -> PostAnswer | None:
    """None where it is not wanted any more: the invitation was withdrawn, the account closed, its owner acts elsewhere or
    rests.
    """
    subject, body, address, attached = row.subject, row.body, row.address, None
    if row.kind in (LetterKind.NOTICE, LetterKind.DIGEST):
        reader = viewer_of(row.user)
        if not row.user or not row.user.is_active or not reader.hears or reader.party_id != row.party_id:
            return None
    else:
        with override(row.language):
            worded = _worded_now(row, at)
            if worded is None:
                return None
            template, address = worded
            subject, body, attached = template.subject, template.body, template.attached
    try:
        name = f"{row.pk.hex}.{row.version}"
        mail = posting.message(subject, body, address, name=name, at=at.timestamp(), attached=attached)
    except ValueError:
        return PostAnswer(PostOutcome.REFUSED, "this is no address that mail can be sent to")
    return post.hand_over(mail)


def _worded_now(row: Letter, at: dt.datetime) -> tuple[MailTemplate, str] | None:
    match row.kind:
        case LetterKind.INVITATION:
            return inviting.word_invitation(row, at)
        case LetterKind.RESET:
            return inviting.word_reset(row)
        case LetterKind.ACCOUNT:
            return owners.word(row)
        case LetterKind.MEETING:
            return calling.word(row, at)
        case LetterKind.CONSENT:
            return consenting.word(row)
    return mailing.word_answer(row)


def kept_words(row: Letter, words: str) -> str:
    """What a server said of a mail, as it is kept: without the address of somebody who may withdraw at any time."""
    return posting.AN_ADDRESS.sub("…", words) if row.kind == LetterKind.CONSENT else words


def _note(row: Letter, answer: PostAnswer, at: dt.datetime) -> None:
    """Note what came of a try. It stands over what others took it for meanwhile: who sent it knows best."""
    row.answers = [*row.answers, {"at": at.isoformat(), "words": kept_words(row, answer.words)}][-MOST_ANSWERS:]
    row.state, row.try_at = _state_after(row, answer, at)
    row.left_at = at if answer.outcome is PostOutcome.TAKEN else row.left_at
    mine = Letter.objects.filter(pk=row.pk, version=row.version, state__in=(LetterState.SENDING, LetterState.UNSURE))
    mine.update(state=row.state, try_at=row.try_at, left_at=row.left_at, answers=row.answers)
    if row.kind == LetterKind.INVITATION and answer.outcome in (PostOutcome.LATER, PostOutcome.REFUSED):
        inviting.take_back_link(row)
    if row.kind == LetterKind.REMARK and row.state != LetterState.WAITING:
        mailing.end_answer(row, at=at, is_sent=row.state == LetterState.SENT)


def _state_after(row: Letter, answer: PostAnswer, at: dt.datetime) -> tuple[LetterState, dt.datetime]:
    match answer.outcome:
        case PostOutcome.TAKEN:
            return LetterState.SENT, row.try_at
        case PostOutcome.UNSURE:
            return LetterState.UNSURE, row.try_at
        case PostOutcome.REFUSED:
            return LetterState.FAILED, row.try_at
    if row.tries >= MOST_TRIES:
        return LetterState.FAILED, row.try_at
    return LetterState.WAITING, at + PAUSES[row.tries - 1]
