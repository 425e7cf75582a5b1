"""Notices by mail: to whom, at which level, in which language and zone, and never with anybody's words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from tests.texts.unchanged import *  # noqa: F403
from tests.texts.unchanged import span

from nemawashi.access.concerns import CONCERNS
from nemawashi.access.models import MailChoice, Notice, User
from nemawashi.access.terms import MailLevel
from nemawashi.meetings.models import Invitation
from nemawashi.parties.models import PersonInvitation
from nemawashi.project.outbox import mailing, posting, sending
from nemawashi.texts import acts
from nemawashi.texts.models import Clause, Text

Done = Callable[..., Any]
ADDRESSES = {"japan": "tokyo@example.org", "kazakhstan": "astana@example.org", "host": "host@example.org"}


@pytest.fixture
def readers(played: None, settings: Any) -> dict[str, User]:
    """Three people with addresses, nothing waiting, and a server that mails."""
    settings.MAIL_IS_SET_UP = True
    Notice.objects.update(mailed_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    Invitation.objects.update(sent_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))  # their mail is told of elsewhere
    for name, address in ADDRESSES.items():
        User.objects.filter(username=name).update(email=address)
    return {name: User.objects.get(username=name) for name in ADDRESSES}


def _choose(account: User, level: str, until: dt.datetime | None = None) -> None:
    MailChoice.objects.create(user=account, level=level, digest_until=until)


def _tabled(done: Done, clause: Clause, words: str = "2031", why: str = "") -> Any:
    draft = done("japan", acts.draft_position, clause, operation="replace", words=words, why=why, **span(clause, "2030"))
    return done("japan", acts.table_position, draft)


def _sent() -> list[tuple[str, str]]:
    return [(message.to[0], message.subject) for message in mail.outbox]


def test_without_a_choice_only_what_asks_something_comes(
    readers: Any, done: Done, clean_text: Text, clause: Clause, now: dt.datetime
) -> None:
    row = _tabled(done, clause)
    done("kazakhstan", acts.oppose_position, row)

    sending.send(now + dt.timedelta(minutes=1))

    opposed = f"[{clean_text.symbol}, paragraph 1] KAZ opposes the position of JPN."
    assert [pair for pair in _sent() if "oppose" in pair[1] or "tabled" in pair[1]] == [("tokyo@example.org", opposed)]
    assert "Seek words with KAZ" in mail.outbox[-1].body


def test_who_wants_all_at_once_gets_all_but_own_acts(
    readers: Any, done: Done, clean_text: Text, clause: Clause, now: dt.datetime
) -> None:
    for account in readers.values():
        _choose(account, "at_once")
    Notice.objects.update(mailed_at=now)
    _tabled(done, clause)

    first, second = sending.send(now), sending.send(now)

    subject = f"[{clean_text.symbol}, paragraph 1] JPN tabled a position."
    assert sorted(_sent()) == [("astana@example.org", subject), ("host@example.org", subject)]
    assert [(each.acts, len(each.readers)) for each in (first, second)] == [(1, 2), (0, 0)]


def test_the_mail_of_the_day_comes_once_in_the_morning_of_its_reader(
    readers: Any, done: Done, clean_text: Text, clause: Clause, now: dt.datetime
) -> None:
    _choose(readers["kazakhstan"], "daily", now - dt.timedelta(minutes=1))
    Notice.objects.update(mailed_at=now)
    row = _tabled(done, clause)
    done("japan", acts.withdraw_position, row)
    night = dt.datetime(2026, 11, 25, 1, 30, tzinfo=dt.UTC)  # 06:30 in the capital
    morning = night + dt.timedelta(hours=1)

    sent = [sending.send(at) for at in (night, morning, morning + dt.timedelta(hours=5))]
    told = [message for message in mail.outbox if message.to == ["astana@example.org"]]

    assert [message.subject for message in told] == ["3 notices; 1 asks something of you"]
    assert [len(each.readers) for each in sent] == [0, 1, 0]
    assert "JPN tabled a position." in told[0].body
    assert "JPN stepped back from its position." in told[0].body


def test_a_mail_says_when_on_both_clocks_where_and_in_the_readers_language(
    readers: Any, done: Done, clean_text: Text, now: dt.datetime
) -> None:
    User.objects.filter(username="japan").update(language="ja")
    done("host", acts.open_silence, clean_text, ends_at=now + dt.timedelta(days=3), zone="Asia/Almaty")

    sending.send(now + dt.timedelta(minutes=1))

    bodies = [message.body for message in mail.outbox if message.to == ["tokyo@example.org"]]
    body = next(each for each in bodies if "沈黙" in each)
    assert "2026年11月27日 11:00 (アルマトイ, UTC+5) = 2026年11月27日 15:00 (東京, UTC+9)" in body
    assert f"/desk/texts/{clean_text.slug}/silence/" in body


def test_no_mail_holds_words_of_a_position_its_reasons_or_of_a_draft(
    readers: Any, done: Done, clean_text: Text, clause: Clause, now: dt.datetime
) -> None:
    for account in readers.values():
        _choose(account, "at_once")
    done("japan", acts.draft_position, clause, operation="comment", words="zqcanary draft")
    row = _tabled(done, clause, "zqcanary words", "zqcanary reasons")
    done("host", acts.ask_to_let_go, row, why="zqcanary why")
    done("japan", acts.keep_position, row, why="zqcanary kept")

    sending.send(now + dt.timedelta(minutes=1))

    bodies = [message.message().as_string() for message in mail.outbox]
    assert len(bodies) >= 3
    assert [body for body in bodies if "zqcanary" in body] == []
    assert "zqcanary" not in repr(list(Notice.objects.values_list("about", flat=True)))


def test_what_could_not_leave_is_tried_again_and_what_is_old_stays_on_the_desk(
    readers: Any, done: Done, clean_text: Text, clause: Clause, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    _choose(readers["host"], "at_once")
    Notice.objects.update(mailed_at=now)
    _tabled(done, clause)

    class Away:
        def open(self) -> None:
            raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(posting, "get_connection", Away)
        failed = sending.send(now)
    too_soon, again = sending.send(now), sending.send(now + dt.timedelta(minutes=1))
    Notice.objects.update(mailed_at=None)
    mail.outbox.clear()
    old = sending.send(now + dt.timedelta(days=15))

    assert [each.acts for each in (failed, too_soon, again, old)] == [0, 0, 1, 0]
    assert (_sent(), Notice.objects.filter(mailed_at=None).count()) == ([], 0)


def test_an_act_that_this_release_does_not_know_stops_no_mail_behind_it(
    readers: Any, done: Done, clean_text: Text, clause: Clause, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = _tabled(done, clause)
    done("kazakhstan", acts.oppose_position, row)
    done("host", acts.ask_to_let_go, row, why="nobody supports it")
    monkeypatch.delitem(CONCERNS, "position.opposed")

    sending.send(now + dt.timedelta(minutes=1))

    asked = f"[{clean_text.symbol}, paragraph 1] The chair asks whether the position of JPN can be let go."
    assert ("tokyo@example.org", asked) in _sent()
    assert [subject for _to, subject in _sent() if "opposes" in subject] == []
    assert not Notice.objects.filter(mailed_at=None).exists()


def test_the_mail_of_the_week_comes_on_monday_morning_of_its_reader_or_on_the_first_day_behind_it(
    readers: Any, done: Done, clean_text: Text, clause: Clause, now: dt.datetime
) -> None:
    _choose(readers["kazakhstan"], "weekly", now - dt.timedelta(minutes=1))  # a Tuesday
    Notice.objects.update(mailed_at=now)
    _tabled(done, clause)
    sunday = dt.datetime(2026, 11, 29, 20, tzinfo=dt.UTC)  # Monday, 01:00 in the capital
    monday = sunday + dt.timedelta(hours=6)

    sent = [
        len(sending.send(at).keys)
        for at in (
            now + dt.timedelta(days=1),
            sunday,
            monday - dt.timedelta(seconds=1),
            monday,
            monday + dt.timedelta(days=1),
        )
    ]

    assert sent == [0, 0, 0, 1, 0]
    assert mail.outbox[-1].subject == "2 notices; 1 asks something of you"


@pytest.mark.parametrize(
    ("last", "now", "level", "is_due"),
    [
        (None, "2026-11-30T06:59", "daily", False),
        (None, "2026-11-30T07:00", "daily", True),
        ("2026-11-29T07:00", "2026-11-30T07:00", "daily", True),
        ("2026-11-30T00:00", "2026-11-30T23:00", "daily", False),
        ("2026-11-23T07:00", "2026-11-29T23:59", "weekly", False),
        ("2026-11-23T07:00", "2026-11-30T07:00", "weekly", True),
        ("2026-11-23T07:00", "2026-12-02T07:00", "weekly", True),  # the server was down on Monday
        ("2026-11-30T07:00", "2026-12-06T23:59", "weekly", False),
    ],
)
def test_when_a_digest_is_due(last: str | None, now: str, level: MailLevel, is_due: bool) -> None:
    moments = [dt.datetime.fromisoformat(each).replace(tzinfo=dt.UTC) if each else None for each in (now, last)]

    assert mailing._is_due(moments[0], moments[1], level) is is_due  # type: ignore[arg-type]


@pytest.mark.parametrize("level", [MailLevel.DAILY, MailLevel.AT_ONCE])
def test_whoever_joins_is_mailed_nothing_from_before_the_invitation(
    readers: Any, done: Done, clause: Clause, now: dt.datetime, level: str
) -> None:
    account = readers["kazakhstan"]
    _choose(account, level)
    row = _tabled(done, clause)
    later = now + dt.timedelta(hours=1)
    PersonInvitation.objects.create(
        party=account.membership.party, circle=account.circle, role="member", name="New", address=account.email,
        state="taken_up", asked_at=later, expires_at=later + dt.timedelta(days=7), account=account,
    )  # fmt: skip
    done("japan", acts.withdraw_position, row, at=later + dt.timedelta(minutes=1))

    sending.send(now + dt.timedelta(days=1, hours=12))

    words = "".join(f"{message.subject} {message.body}" for message in mail.outbox if message.to == [account.email])
    assert ("stepped back" in words, "tabled a position" in words) == (True, False)
