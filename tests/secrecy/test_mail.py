"""Mail tells nobody of what is sealed: not by a subject, a word, a header, a size, or that there is one more."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django.core import mail
from django.db import transaction
from tests.secrecy import reading
from tests.secrecy.conftest import Nest
from tests.texts.unchanged import *  # noqa: F403
from tests.texts.unchanged import span

from nemawashi.access.models import MailChoice, Notice, User
from nemawashi.parties.models import Letter, Party
from nemawashi.project.outbox import sending
from nemawashi.texts import acts
from nemawashi.texts.models import Clause, Position, Text

Done = Callable[..., Any]
_MOVING = re.compile(r"[0-9a-f]{32,64}|[0-9a-f]{8}-[0-9a-f-]{27}")  # identifiers, and digests, which have a salt


def _everybody_is_mailed(settings: Any) -> None:
    settings.MAIL_IS_SET_UP = True
    MailChoice.objects.all().delete()
    for account in User.objects.all():
        User.objects.filter(pk=account.pk).update(email=f"a{account.pk:012}@example.org")
        MailChoice.objects.create(user=account, level="at_once")


def _sent(at: dt.datetime) -> list[str]:
    """All that a server of mail would see of each mail: whom it goes to, its head, its words and its size."""
    mail.outbox.clear()
    sending.send(at)
    raw = [message.message().as_string() for message in mail.outbox]
    return sorted(f"{len(each)} {_MOVING.sub('-', each)}" for each in raw)


def test_mails_are_the_same_to_a_byte_whatever_a_delegation_drafts(
    played: None, done: Done, clean_text: Text, clause: Clause, now: dt.datetime, settings: Any
) -> None:
    _everybody_is_mailed(settings)
    Notice.objects.update(mailed_at=now)
    worlds = []
    for drafts in (False, True):
        with transaction.atomic():
            for number in range(3 if drafts else 0):
                words = "zqcanary " * number
                done("japan", acts.draft_position, clause, operation="comment", words=words or "zqcanary")
            draft = done(
                "kazakhstan", acts.draft_position, clause, operation="replace", words="2031", **span(clause, "2030")
            )
            done("kazakhstan", acts.table_position, draft)
            done("host", acts.ask_to_let_go, Position.objects.filter(clause=clause).latest("tabled_at"), why="why")
            worlds.append(_sent(now + dt.timedelta(minutes=1)))
            Letter.objects.all().delete()
            transaction.set_rollback(True)

    assert len(worlds[0]) > 6
    assert worlds[0] == worlds[1]


def test_mails_of_one_act_to_different_delegations_are_of_equal_shape(
    played: None, done: Done, clean_text: Text, now: dt.datetime, settings: Any
) -> None:
    _everybody_is_mailed(settings)
    Notice.objects.update(mailed_at=now)
    Party.objects.update(zone="Asia/Tashkent")

    done("host", acts.open_silence, clean_text, ends_at=now + dt.timedelta(days=3), zone="Asia/Tashkent")
    sending.send(now + dt.timedelta(minutes=1))

    rows = Letter.objects.filter(
        kind="notice", state="sent", party__slug__in=["japan", "kazakhstan", "kyrgyzstan", "uzbekistan"]
    )
    assert rows.values("party").distinct().count() == 4
    assert len({(row.language, row.subject, row.body) for row in rows}) == 1
    sizes = {len(message.message().as_bytes()) for message in mail.outbox if message.subject == rows[0].subject}
    assert len(sizes) == 1


def test_no_mail_and_no_row_of_the_outbox_holds_what_is_sealed(nest: Nest, now: dt.datetime, settings: Any) -> None:
    """Each delegation has drafted, withdrawn, tabled with an instruction and sent a file; a researcher has scored."""
    _everybody_is_mailed(settings)
    Notice.objects.update(mailed_at=None)

    sending.send(max(Notice.objects.values_list("entry__at", flat=True)) + dt.timedelta(minutes=1))

    everything = "".join(message.message().as_string() + message.subject + str(message.body) for message in mail.outbox)
    assert len(mail.outbox) > 20
    assert reading.found(everything.encode(), nest.canaries) == set()
    assert reading.found(repr(list(Letter.objects.values())).encode(), nest.canaries) == set()
