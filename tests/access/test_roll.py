"""The roll: who gets in is entered whichever way it is done, and what slipped past the log is named."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection

from nemawashi.access import log, roll
from nemawashi.access.models import Entry, User
from nemawashi.access.viewers import PUBLIC, acting_as
from nemawashi.parties.models import Membership, Party

pytestmark = pytest.mark.usefixtures("played")
PASSWORD = "a long word for tests"


def _last() -> Entry:
    return Entry.objects.order_by("-seq")[0]


def _faults() -> list[str]:
    errors = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("verify_log", stderr=errors)
    assert caught.value.returncode == 1
    return [str(caught.value), *errors.getvalue().splitlines()]


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("h.mori", password=PASSWORD, circle="delegation")


def test_an_account_is_entered_with_what_it_may_and_without_its_password(person: User) -> None:
    entry = _last()

    assert (entry.event, entry.object_ref, entry.user_name, entry.visibility) == (
        "account.made", f"account/{person.pk}", "operator", "own",
    )  # fmt: skip
    assert entry.facts == {
        "name": "h.mori", "circle": "delegation", "active": True, "superuser": False, "staff": False, "demo": False,
        "credential": hashlib.sha256(person.password.encode()).hexdigest(),
    }  # fmt: skip
    assert person.password not in str(entry.facts)


def test_each_change_is_entered_once_and_signing_in_is_none(person: User, viewer: Callable[[str], Any]) -> None:
    before = Entry.objects.count()
    person.save()
    person.last_login = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    person.save(update_fields=["last_login"])
    assert Entry.objects.count() == before

    with acting_as(viewer("host")):
        person.circle = "secretariat"
        person.save()
    entry = _last()
    assert (entry.event, entry.user_name, entry.facts["circle"]) == ("account.changed", "host", "secretariat")
    assert Entry.objects.count() == before + 1


@pytest.mark.parametrize("by_command", ["createsuperuser", "changepassword"])
def test_commands_of_the_framework_enter_what_they_do(
    person: User, by_command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if by_command == "createsuperuser":
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
        call_command(by_command, "--noinput", username="root", email="", stdout=StringIO())
    else:
        monkeypatch.setattr("getpass.getpass", lambda prompt: PASSWORD + " and another")
        call_command(by_command, "h.mori", stdout=StringIO())

    entry, name = _last(), {"createsuperuser": "root", "changepassword": "h.mori"}[by_command]
    account = User.objects.get(username=name)
    assert entry.event == {"createsuperuser": "account.made", "changepassword": "account.changed"}[by_command]
    assert (entry.object_ref, entry.facts) == (account.ref, roll.account_facts(account))


def test_a_hash_made_anew_on_the_way_in_is_entered_as_of_the_account(person: User, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher", *settings.PASSWORD_HASHERS]
    with acting_as(PUBLIC):
        assert authenticate(None, username="h.mori", password=PASSWORD) == person

    assert (_last().event, _last().user_name, _last().user_id) == ("account.changed", "h.mori", person.pk)


def test_a_membership_is_read_by_its_delegation_alone(person: User, viewer: Callable[[str], Any]) -> None:
    row = Membership.objects.create(user=person, party=Party.objects.get(slug="japan"), role="head")

    entry = _last()
    facts = {"name": "h.mori", "account": person.ref, "party": "japan", "role": "head"}
    assert (entry.event, entry.object_ref, entry.visibility, entry.facts) == (
        "membership.made",
        row.ref,
        "own",
        facts,
    )
    readers = ("host", "japan", "kazakhstan", "expert", "researcher")
    reads = [name for name in readers if log.visible_entries(viewer=viewer(name)).filter(pk=entry.pk).exists()]
    assert reads == ["japan"]
    assert not log.visible_entries(viewer=PUBLIC).filter(pk=entry.pk).exists()
    row.delete()
    assert (_last().event, _last().facts, roll.faults()[1]) == ("membership.removed", facts, [])


def test_a_row_and_its_entry_are_made_together_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **words: Any) -> None:
        raise OSError

    monkeypatch.setattr(log, "enter", fail)
    with pytest.raises(OSError):  # noqa: PT011  ours, without words
        User.objects.create(username="h.mori")
    with pytest.raises(OSError):  # noqa: PT011
        Membership.objects.get(user__username="japan").delete()

    assert not User.objects.filter(username="h.mori").exists()
    assert Membership.objects.filter(user__username="japan").exists()


def test_what_stands_is_what_the_log_says(person: User) -> None:
    counts, faults = roll.faults()
    out = StringIO()
    call_command("verify_log", stdout=out)

    stands = {"accounts": User.objects.count(), "memberships": Membership.objects.count(), "host-terms": 0}
    assert (counts, faults) == (stands, [])
    assert f"{User.objects.count()} accounts, {Membership.objects.count()} memberships" in out.getvalue()


def test_an_account_that_slipped_in_is_named(person: User) -> None:
    User.objects.bulk_create([User(username="ghost", password=person.password, circle="secretariat")])
    ghost = User.objects.get(username="ghost")

    assert _faults() == [f"account/{ghost.pk} (ghost) stands in the table, and no entry of the log made it"]


@pytest.mark.parametrize(
    ("column", "value", "named"),
    [
        ("circle", "secretariat", "circle"),
        ("is_superuser", True, "superuser"),
        ("password", "argon2$another", "credential"),
        ("username", "k.mori", "name"),
    ],
)
def test_an_account_that_was_altered_is_named(person: User, column: str, value: Any, named: str) -> None:
    User.objects.filter(pk=person.pk).update(**{column: value})

    name = value if column == "username" else "h.mori"
    assert _faults() == [f"account/{person.pk} ({name}) is not as the log has it: {named}"]


def test_a_membership_that_was_altered_or_is_gone_is_named(person: User) -> None:
    japan, kazakhstan = Party.objects.get(slug="japan"), Party.objects.get(slug="kazakhstan")
    row = Membership.objects.create(user=person, party=japan, role="watcher")
    Membership.objects.filter(pk=row.pk).update(party=kazakhstan, role="head")
    assert _faults() == [f"membership/{row.pk} (h.mori) is not as the log has it: party, role"]

    with connection.cursor() as cursor:
        cursor.execute("delete from parties_membership where id = %s", [row.pk])
    assert _faults() == [f"membership/{row.pk} (h.mori), which the log has, is gone"]


def test_stock_is_taken_once_of_what_stood_before_the_roll(person: User) -> None:
    """What an update finds: accounts and memberships of which the log has no entry."""
    migration = importlib.import_module("nemawashi.parties.migrations.0004_stock_of_the_roll")
    User.objects.bulk_create([User(username="older", circle="experts")])
    older = User.objects.get(username="older")

    migration.take_stock(apps, None)

    entry = _last()
    assert (entry.event, entry.user_name, entry.visibility) == ("roll.stock_taken", "operator", "secretariat")
    assert len(entry.facts["rows"]) == User.objects.count() + Membership.objects.count()
    assert entry.facts["rows"][older.ref] == roll.account_facts(older)
    assert (log.first_fault(), roll.faults()[1]) == (None, [])


def test_moments_of_the_roll_never_run_backwards(person: User) -> None:
    with roll.dated(dt.datetime(2020, 1, 1, tzinfo=dt.UTC)):
        User.objects.create(username="late", circle="experts")

    assert _last().facts["name"] == "late"
    assert list(log.backward_steps()) == []


def test_seal_keys_are_noted_when_they_change(settings: Any) -> None:
    first = settings.SEAL_KEYS[0]
    assert (roll.keys_are_noted(), roll.note_keys(), roll.note_keys()) == (True, True, False)
    (noted,) = _last().facts["keys"]

    settings.SEAL_KEYS = ["k" * 40, first]
    out = StringIO()
    call_command("verify_log", stdout=out)
    assert "The seal keys of this server are not those that the log names last (`keys.changed`)." in out.getvalue()
    assert (roll.keys_are_noted(), roll.note_keys(), roll.keys_are_noted()) == (False, True, True)
    entry = _last()
    assert (entry.event, entry.visibility, entry.facts["keys"][1]) == ("keys.changed", "parties", noted)
    assert (len(noted), first in str(entry.facts), "kkkk" in str(entry.facts)) == (16, False, False)
