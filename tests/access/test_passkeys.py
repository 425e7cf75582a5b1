"""Passkeys without a browser: made, used as the second factor and alone, for grave acts; and what is refused of them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client, RequestFactory
from tests.access.device import Device
from tests.access.test_second_factors import PASSWORD
from tests.access.test_second_factors import mori as mori  # a fixture
from tests.conftest import NOW

from nemawashi.access import clock, passkeys, pausing
from nemawashi.access.models import AccountEvent, Passkey, User
from nemawashi.access.terms import AccountEventKind

pytestmark = [pytest.mark.usefixtures("played"), pytest.mark.one_database]
HTTPS: dict[str, Any] = {"secure": True}


def first_step(client: Client) -> Any:
    return client.post("/sign-in/", {"username": "h.mori", "password": PASSWORD}, **HTTPS)


def asked_on(client: Client, path: str) -> str:
    """The question that a page asks a device."""
    page = client.get(path, **HTTPS).content.decode()
    return unescape(page.split('data-passkey="')[1].split('"')[0])


def is_in(client: Client) -> bool:
    return client.get("/desk/", **HTTPS).status_code == 200


@pytest.fixture
def device(mori: User) -> Device:
    """The device of an account, which has a passkey of it."""
    client, device = Client(), Device()
    first_step(client)
    made = device.makes(asked_on(client, "/desk/account/passkey/"))
    page = client.post("/desk/account/passkey/", {"made": made, "name": "  Key of \n the mission "}, **HTTPS)
    assert "Recovery codes: shown this once" in page.content.decode()
    return device


def second_step(client: Client, device: Device) -> Any:
    assert first_step(client).url == "/sign-in/second/"
    return client.post("/sign-in/second/", {"passkey": device.signs(asked_on(client, "/sign-in/second/"))}, **HTTPS)


def alone(client: Client, device: Device, **more: str) -> Any:
    asked = client.post("/sign-in/passkey/", {}, **HTTPS).content.decode()
    return client.post("/sign-in/passkey/", {"passkey": device.signs(asked)} | more, **HTTPS)


def test_a_passkey_has_the_name_of_its_owner_and_opens_the_second_step(mori: User, device: Device) -> None:
    row, client = Passkey.objects.get(user=mori), Client()
    assert (row.name, row.counter) == ("Key of the mission", 1)

    assert second_step(client, device).url == "/desk/"

    row.refresh_from_db()
    assert (is_in(client), row.counter, row.used_at is not None) == (True, 2, True)


def test_a_passkey_alone_is_both_factors_where_it_has_seen_its_owner(mori: User, device: Device) -> None:
    client, blind = Client(), Client()

    assert alone(client, device, next="/desk/texts/").url == "/desk/texts/"
    assert alone(Client(), device, next="https://example.org/").url == "/desk/"
    assert is_in(client)
    device.knows_owner = False
    assert alone(blind, device).url == "/sign-in/"
    assert not is_in(blind)
    assert second_step(blind, device).url == "/desk/"  # behind the password it need not


@pytest.mark.parametrize(
    "wrong", [{"origin": "https://testserver.example.org"}, {"host": "example.org"}, {"number": b"x" * 32}]
)
def test_what_was_signed_elsewhere_or_by_another_opens_nothing(wrong: dict[str, Any], device: Device) -> None:
    client = Client()

    assert second_step(client, replace(device, **wrong)).status_code == 422
    assert not is_in(client)


def test_an_answer_serves_once_in_the_session_that_asked_and_for_ten_minutes(mori: User, device: Device) -> None:
    client, other = Client(), Client()
    first_step(client)
    first_step(other)
    signed = device.signs(asked_on(client, "/sign-in/second/"))

    assert other.post("/sign-in/second/", {"passkey": signed}, **HTTPS).status_code == 422
    asked = asked_on(client, "/sign-in/second/")
    clock.set_to(NOW + dt.timedelta(seconds=601))
    first_step(client)
    assert client.post("/sign-in/second/", {"passkey": device.signs(asked)}, **HTTPS).status_code == 422
    assert not is_in(client)


def test_a_counter_that_does_not_rise_tells_of_a_copy(mori: User, device: Device) -> None:
    copy = replace(device)
    assert second_step(Client(), device).url == "/desk/"

    client = Client()

    assert second_step(client, copy).status_code == 422
    assert not is_in(client)
    assert AccountEvent.objects.filter(user=mori, kind=AccountEventKind.PASSKEY_COPIED).count() == 1


def test_a_device_that_counts_nothing_is_taken(mori: User) -> None:
    client, device = Client(), Device(counter=None)
    first_step(client)
    client.post("/desk/account/passkey/", {"made": device.makes(asked_on(client, "/desk/account/passkey/"))}, **HTTPS)

    for _time in range(2):
        again = Client()
        assert second_step(again, device).url == "/desk/"


def test_a_grave_act_takes_a_passkey(mori: User, device: Device) -> None:
    client = Client()
    second_step(client, device)
    clock.set_to(NOW + dt.timedelta(minutes=31))
    asked = client.post("/desk/account/codes/", {}, **HTTPS)
    question = unescape(asked.content.decode().split('data-passkey="')[1].split('"')[0])

    assert asked.status_code == 403
    done = client.post("/desk/account/codes/", {"passkey": device.signs(question), "proof": ""}, **HTTPS)
    assert (done.status_code, "shown this once" in done.content.decode()) == (200, True)


def test_what_is_not_what_was_asked_for_is_not_kept(mori: User, device: Device) -> None:
    client, path = Client(), "/desk/account/passkey/"
    second_step(client, device)
    page = client.get(path, **HTTPS)
    assert page.status_code == 200
    elsewhere = Device(origin="https://example.org")
    bad = ["", "x", "[]", "{}", "[" * 10_000, "x" * 20_001, elsewhere.makes(asked_on(client, path)), json.dumps({"id": 1})]

    assert [client.post(path, {"made": each}, **HTTPS).status_code for each in bad] == [422] * len(bad)
    assert client.post(path, {"made": device.makes(asked_on(client, path))}, **HTTPS).status_code == 422  # kept already
    assert Passkey.objects.filter(user=mori).count() == 1


def test_an_account_has_ten_passkeys_at_most(mori: User) -> None:
    client = Client()
    first_step(client)
    for number in range(10):
        Passkey.objects.create(user=mori, name="k", credential=str(number), public="", made_at=NOW)

    assert "data-passkey" not in client.get("/desk/account/passkey/", **HTTPS).content.decode()


def test_whoever_begins_often_without_an_account_waits(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    windows = pausing.WINDOWS | {pausing.CountedFor.PASSKEY: (2, pausing.BUDGET_WINDOW)}
    monkeypatch.setattr(pausing, "WINDOWS", windows)

    answers = [Client().post("/sign-in/passkey/", {}, **HTTPS).status_code for _time in range(3)]

    assert answers == [200, 200, 429]


@pytest.mark.parametrize(
    ("host", "is_secure", "can"),
    [
        ("dialogue.example.org", True, True), ("dialogue.example.org", False, False), ("localhost:8000", False, True),
        ("127.0.0.1:8000", True, False), ("[::1]:8000", True, False),
    ],
)  # fmt: skip
def test_passkeys_need_a_name_and_https(host: str, is_secure: bool, can: bool, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    request = RequestFactory().get("/", secure=is_secure, headers={"host": host})

    assert passkeys.site_of(request, "").can_have_passkeys is can
