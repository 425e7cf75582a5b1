"""Acts on mail: whether it is read first, let go, struck, sent again; and what the job that mails makes of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from tests.texts.unchanged import span, vacated

from nemawashi.access.models import Entry, MailChoice, Notice, User
from nemawashi.parties import acts, queries
from nemawashi.parties.models import Dialogue, HeldMail, Letter
from nemawashi.parties.terms import Refusal
from nemawashi.project.outbox import sending
from nemawashi.texts import acts as texts
from nemawashi.texts.models import Clause

Done = Callable[..., Any]
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def host(played: None, settings: Any, now: dt.datetime) -> User:
    """The host with an address, who wants each notice at once; nothing waits."""
    settings.MAIL_IS_SET_UP = True
    Notice.objects.update(mailed_at=now)
    account = User.objects.get(username="host")
    User.objects.filter(pk=account.pk).update(email="host@example.org")
    MailChoice.objects.update_or_create(user=account, defaults={"level": "at_once"})
    return account


@pytest.fixture
def dialogue(db: None) -> Dialogue:
    return Dialogue.objects.get(slug="caj")


def _tabled(done: Done, clause: Clause) -> None:
    draft = done("japan", texts.draft_position, clause, operation="replace", words="2031", **span(clause, "2030"))
    done("japan", texts.table_position, draft)


def test_mail_is_held_where_the_forum_says_so_and_goes_when_it_was_read(
    host: User, dialogue: Dialogue, done: Done, refused: Callable[..., str], clause: Clause, now: dt.datetime
) -> None:
    assert refused("japan", acts.set_mail_reading, dialogue, is_read=True) == Refusal.NOT_THE_SECRETARIAT
    assert refused("host", acts.set_mail_reading, dialogue, is_read=False) == "nothing_changes"
    done("host", acts.set_mail_reading, dialogue, is_read=True)
    entry = Entry.objects.get(event="mail_reading.set")
    assert (entry.visibility, entry.facts, queries.reads_mail()) == ("parties", {"is_read": True}, True)
    _tabled(done, clause)

    assert [sending.send(now + minutes * MINUTE).keys for minutes in (1, 2)] == [[], []]
    held = HeldMail.objects.get(entry__event="position.tabled")
    assert refused("japan", acts.release_mail, held) == Refusal.NOT_THE_SECRETARIAT
    done("host", acts.release_mail, held)
    gone = sending.send(now + 3 * MINUTE)

    assert (len(gone.keys), sending.send(now + 4 * MINUTE).keys) == (1, [])
    assert [message.subject.endswith("JPN tabled a position.") for message in mail.outbox] == [True]
    entry = Entry.objects.get(event="mail.released")
    assert (entry.visibility, entry.facts["act"]) == ("secretariat", "position.tabled")
    assert refused("host", acts.release_mail, held) == refused("host", acts.strike_mail, held) == Refusal.NOT_HELD


def test_mail_of_the_switch_itself_and_of_the_people_of_a_delegation_is_never_held(
    host: User, dialogue: Dialogue, done: Done, now: dt.datetime
) -> None:
    User.objects.filter(username="japan").update(email="japan@example.org")
    MailChoice.objects.update_or_create(user=User.objects.get(username="japan"), defaults={"level": "at_once"})
    done("host", acts.set_mail_reading, dialogue, is_read=True)

    sending.send(now + MINUTE)

    # A meeting that was announced before goes to the calendars of those invited, whatever the host reads since then.
    notices = [message for message in mail.outbox if "text/calendar" not in message.message().as_string()]
    assert [(message.to, HeldMail.objects.count()) for message in notices] == [(["japan@example.org"], 0)]
    assert "whether it reads the mail of acts before it goes" in mail.outbox[0].body
    done("host", acts.open_seat, vacated("kyrgyzstan"), called="E One", address="e.one@example.org")
    entry = Entry.objects.get(event="seat.opened")
    assert (entry.visibility, entry.notices.filter(mailed_at=None).exists()) == ("delegation", True)
    sending.send(now + 2 * MINUTE)
    assert (HeldMail.objects.count(), entry.notices.filter(mailed_at=None).exists()) == (0, False)


def test_what_is_struck_is_mailed_to_nobody_and_stands_on_the_desk(
    host: User, dialogue: Dialogue, done: Done, clause: Clause, client_of: Callable[[str], Any], now: dt.datetime
) -> None:
    done("host", acts.set_mail_reading, dialogue, is_read=True)
    _tabled(done, clause)
    sending.send(now + MINUTE)

    done("host", acts.strike_mail, HeldMail.objects.get(entry__event="position.tabled"))
    sending.send(now + 2 * MINUTE)

    assert mail.outbox == []
    assert not Notice.objects.filter(entry__event="position.tabled", mailed_at=None).exists()
    assert "JPN tabled a position" in client_of("host").get("/desk/notices/").content.decode()


def test_what_was_held_too_long_lapses_and_what_a_delegation_does_to_its_list_is_never_held(
    host: User, dialogue: Dialogue, done: Done, clause: Clause, now: dt.datetime
) -> None:
    done("host", acts.set_mail_reading, dialogue, is_read=True)
    membership = User.objects.get(username="japan-watcher").membership
    membership.role = "member"
    membership.save()  # at the machine: its delegation alone is told
    _tabled(done, clause)
    entry = Entry.objects.filter(event="position.tabled").latest("seq")
    own = Entry.objects.filter(visibility="own", notices__isnull=False).first()
    assert own is not None
    Notice.objects.filter(entry=own).update(mailed_at=None)
    end = entry.at + dt.timedelta(days=14)

    sending.send(end)
    assert HeldMail.objects.get(entry=entry).state == "held"
    sending.send(end + dt.timedelta(seconds=1))

    assert (HeldMail.objects.get(entry=entry).state, mail.outbox) == ("lapsed", [])
    assert not HeldMail.objects.filter(entry__visibility__in=("own", "sealed")).exists()


def test_a_mail_is_sent_again_by_those_whose_people_it_went_to(
    host: User, done: Done, refused: Callable[..., str], now: dt.datetime
) -> None:
    at = now + MINUTE
    person = User.objects.get(username="japan-watcher")
    row = Letter.objects.create(
        key="notice/a/1", kind="notice", user=person, party=person.membership.party, address="w@example.org",
        subject="s", body="b", state="failed", tries=9, answers=[{"at": "", "words": "550 no"}],
        written_at=now, try_at=now, until=at,
    )  # fmt: skip
    assert refused("host", acts.send_letter_again, row) == Refusal.NOT_ITS_SENDER
    assert refused("kazakhstan", acts.send_letter_again, row) == Refusal.NOT_ITS_SENDER
    membership = User.objects.get(username="japan").membership
    membership.role = "focal_point"
    membership.save()

    done("japan", acts.send_letter_again, row)
    sending.send(now + dt.timedelta(days=13))
    row.refresh_from_db()

    entry = Entry.objects.get(event="letter.sent_again")
    assert (entry.visibility, entry.facts) == ("own", {"kind": "notice", "party": "japan"})
    assert (row.state, row.tries, row.version, len(row.answers)) == ("sent", 1, 1, 2)
    assert [message.to for message in mail.outbox] == [["w@example.org"]]
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{row.pk.hex}.1@")
