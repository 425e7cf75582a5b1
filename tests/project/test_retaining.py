"""Personal data leaves when the time that the forum set is over: tested a second on either side of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from nemawashi.access.models import AccountEvent, ApiToken, Entry, MailChoice, OpenSession, OutsideIdentity, Passkey, User
from nemawashi.access.terms import Circle
from nemawashi.parties.models import ForumRow, Letter, Membership, Party, PersonInvitation
from nemawashi.project import retaining
from nemawashi.project.tending import CLOCK
from nemawashi.sources.models import ReaderRemark

AT = dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)
DAYS, SECOND = dt.timedelta(days=30), dt.timedelta(seconds=1)
KEPT, OVER = AT - DAYS, AT - DAYS - SECOND


@pytest.fixture
def forum(shipped: None) -> None:
    ForumRow.objects.update(meeting_rules={"personal_days": 30})


def _account(name: str, **more: Any) -> User:
    told = {"email": f"{name}@example.org", "first_name": name.title(), "circle": Circle.DELEGATION, "last_login": AT}
    return User.objects.create(username=name, **told | more)


def _forget(at: dt.datetime = AT) -> None:
    retaining.forget(at, by=CLOCK)


def test_what_is_older_than_the_time_of_the_forum_leaves_and_what_is_as_old_stays(forum: None) -> None:
    ada = _account("ada", circle=Circle.EXPERTS)
    for number, moment in enumerate((KEPT, OVER)):
        AccountEvent.objects.create(user=ada, at=moment, kind="signed_in", network="10.1.0.0/16", device="Firefox")
        ends = {"made_at": OVER, "digest": str(number), "begins": "nmw_", "scope": "record"}
        ApiToken.objects.create(user=ada, name=f"ended {number}", expires_at=AT, ended_at=moment, **ends)
        ends["digest"] += "x"
        ApiToken.objects.create(user=ada, name=f"expired {number}", expires_at=moment, **ends)
        words = {"try_at": moment, "until": moment, "address": "b@example.org", "kind": "notice"}
        for state in ("sent", "waiting"):
            Letter.objects.create(key=f"{state}/{number}", state=state, written_at=moment, **words)
        said = {"words": "x", "language": "en", "subject_ref": "track/som", "address": "c@example.org"}
        ReaderRemark.objects.create(received_at=moment, **said)
        asked = {"circle": "experts", "name": "Dee", "address": "d@example.org"}
        for state, expires in (("withdrawn", AT), ("sent", moment), ("taken_up", moment)):
            account = ada if state == "taken_up" else None
            PersonInvitation.objects.create(state=state, asked_at=moment, expires_at=expires, account=account, **asked)

    _forget()

    assert [each.at for each in AccountEvent.objects.all()] == [KEPT]
    assert sorted(each.name for each in ApiToken.objects.all()) == ["ended 0", "expired 0"]
    assert sorted(each.key for each in Letter.objects.all()) == [
        "sent/0",
        "waiting/0",
        "waiting/1",
    ]  # what waits is sent or lapses
    assert [each.address for each in ReaderRemark.objects.order_by("received_at")] == ["", "c@example.org"]
    left = [(each.state, each.asked_at) for each in PersonInvitation.objects.order_by("state", "asked_at")]
    assert left == [("sent", KEPT), ("taken_up", OVER), ("taken_up", KEPT), ("withdrawn", KEPT)]
    assert set(PersonInvitation.objects.values_list("address", flat=True)) == {"d@example.org"}


def test_what_is_left_of_sessions_that_are_over_leaves_at_once(forum: None) -> None:
    ada = _account("ada", circle=Circle.EXPERTS)
    for key, ends in (("over", AT - SECOND), ("lasts", AT)):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    for key in ("over", "lasts"):
        OpenSession.objects.create(key=key, user=ada, began_at=OVER, seen_at=OVER, way="password", network="10.1.0.0/16")

    _forget()

    assert [each.session_key for each in Session.objects.all()] == ["lasts"]
    assert [each.key for each in OpenSession.objects.all()] == ["lasts"]


def test_an_account_that_acts_for_nobody_is_stripped_when_its_time_is_over(forum: None) -> None:
    party = Party.objects.get(slug="japan")
    gone, closed, stays = _account("gone"), _account("closed", circle=Circle.EXPERTS, is_active=False), _account("stays")
    Membership.objects.create(user=stays, party=party, role="member")
    invited = {"circle": "delegation", "party": party, "role": "member", "expires_at": OVER, "asked_at": OVER}
    row = PersonInvitation.objects.create(
        state="taken_up", account=gone, name="Gone", address="gone@example.org", is_first=True, **invited
    )
    OutsideIdentity.objects.create(user=gone, issuer="https://idp.example", subject="7", tied_at=OVER)
    Passkey.objects.create(user=gone, name="key", credential="1", public="2", made_at=OVER)
    MailChoice.objects.create(user=gone)
    gone.set_password("A long word for signing in 7")
    gone.save()

    _forget(AT - DAYS)  # it is seen that they left
    assert set(User.objects.exclude(left_at=None)) == {gone, closed}
    _forget(AT)
    gone.refresh_from_db()
    assert gone.email == "gone@example.org"
    entries = Entry.objects.count()
    _forget(AT + SECOND)

    for account in (gone, closed):
        account.refresh_from_db()
        told = (account.email, account.shown_name, account.last_login, account.is_active, account.has_usable_password())
        assert told == ("", account.username, None, False, False)
    assert (OutsideIdentity.objects.count(), Passkey.objects.count(), MailChoice.objects.count()) == (0, 0, 0)
    row.refresh_from_db()
    assert (row.name, row.address, row.state, row.is_first) == ("", "", "taken_up", True)  # the seat was opened, for good
    stays.refresh_from_db()
    assert (stays.email, stays.left_at) == ("stays@example.org", None)
    assert Entry.objects.count() == entries + 2  # the log tells that they open no more
    _forget(AT + DAYS + DAYS)
    assert Entry.objects.count() == entries + 2


def test_whoever_comes_back_has_not_left_and_demo_and_operator_are_let_alone(forum: None) -> None:
    gone, demo = _account("gone"), _account("demo", is_demo=True)
    operator = _account("operator", is_superuser=True)
    _forget(AT - DAYS)
    Membership.objects.create(user=gone, party=Party.objects.get(slug="japan"), role="member")
    _forget(AT + SECOND)

    for account in (gone, demo, operator):
        account.refresh_from_db()
        assert (account.left_at, account.email) == (None, f"{account.username}@example.org")


def test_without_days_of_its_own_a_forum_keeps_them_a_day_at_least(forum: None) -> None:
    ForumRow.objects.update(meeting_rules={"personal_days": 0})
    ada, day = _account("ada", circle=Circle.EXPERTS), dt.timedelta(days=1)
    for moment in (AT - day, AT - day - SECOND):
        AccountEvent.objects.create(user=ada, at=moment, kind="signed_in")

    _forget()

    assert [each.at for each in AccountEvent.objects.all()] == [AT - day]
