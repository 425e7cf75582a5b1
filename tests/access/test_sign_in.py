"""Signing in: who gets in, who waits, whose address counts, what ends a session, and what a copy of it opens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve
from rest_framework.throttling import AnonRateThrottle
from tests.conftest import NOW

from nemawashi.access import accounts, clock
from nemawashi.access.models import User
from nemawashi.parties.models import Membership, Party
from nemawashi.project import middleware
from nemawashi.project import settings as project_settings

pytestmark = pytest.mark.usefixtures("played")
PASSWORD = "a long one for tests"


@pytest.fixture
def mori() -> User:
    user = User.objects.create_user("h.mori", password=PASSWORD, circle="delegation")
    Membership.objects.create(user=user, party=Party.objects.get(slug="japan"), role="head")
    return user


def try_in(client: Client, name: str = "h.mori", password: str = PASSWORD, **meta: Any) -> Any:
    return client.post("/sign-in/", {"username": name, "password": password}, **meta)


def test_the_right_password_opens_the_desk(mori: User, client: Client) -> None:
    assert try_in(client).url == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_whoever_guesses_waits_and_reads_how_long(mori: User, client: Client) -> None:
    answers = [try_in(client, password=f"guess {number}") for number in range(5)]

    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 5
    assert "Signing in from here is paused" in answers[-1].content.decode()
    assert 'name="username" value="h.mori"' in answers[-1].content.decode()  # the form stands there again
    assert try_in(client).status_code == 429  # the right one is not looked at either, so that nobody learns from the answer


def test_a_device_and_a_session_of_the_owner_do_not_wait_for_a_stranger(mori: User, client: Client) -> None:
    try_in(client)
    known = Client()
    known.cookies["nmw-device"] = client.cookies["nmw-device"].value
    for number in range(6):
        try_in(Client(), password=f"guess {number}")

    assert try_in(Client()).status_code == 429
    assert try_in(known).status_code == 302
    assert client.get("/desk/").status_code == 200


def test_the_proof_of_a_device_is_worth_nothing_for_another_name_or_with_another_signature(
    mori: User, client: Client
) -> None:
    try_in(client)
    proof = client.cookies["nmw-device"].value
    for number in range(5):
        try_in(Client(), name="kazakhstan", password=f"guess {number}")
        try_in(Client(), password=f"guess {number}")

    stolen, forged = Client(), Client()
    stolen.cookies["nmw-device"], forged.cookies["nmw-device"] = proof, proof[:-1] + ("A" if proof[-1] != "A" else "B")

    assert try_in(stolen, name="kazakhstan", password="kazakhstan-demo").status_code == 429
    assert try_in(forged).status_code == 429


def test_a_crowd_at_the_door_is_told_to_come_back(mori: User, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "LONGEST_WAIT", 0)
    with accounts.at_the_door(), accounts.at_the_door():
        assert try_in(client).status_code == 429

    assert try_in(client).status_code == 302


def test_an_account_that_is_tied_to_nobody_is_told_so(client: Client) -> None:
    User.objects.create_user("alone", password=PASSWORD, circle="delegation")
    User.objects.create_user("nowhere", password=PASSWORD, circle="")

    for name in ("alone", "nowhere"):
        answer = try_in(client, name=name)
        assert answer.status_code == 200
        assert "acts for no party and no circle today" in answer.content.decode()

    client.force_login(User.objects.get(username="nowhere"))
    assert client.get("/desk/").status_code in (200, 403, 404)


def test_accounts_of_the_demonstration_open_nothing_outside_it(client: Client, settings: Any) -> None:
    assert try_in(client, name="japan", password="japan-demo").status_code == 302
    assert client.get("/desk/").status_code == 200

    settings.TESTING = settings.DEMO = False

    assert client.get("/desk/").status_code == 302  # to the page of sign-in: the session has ended
    assert try_in(Client(), name="japan", password="japan-demo").status_code == 200
    settings.DEMO = True
    assert try_in(Client(), name="japan", password="japan-demo").status_code == 302


def test_serve_names_the_accounts_that_are_shut_out(settings: Any) -> None:
    from nemawashi.project.management.commands.serve import Command

    said = StringIO()
    Command(stderr=said)._name_who_is_shut_out()

    assert "cannot sign in here: " in said.getvalue()
    assert "japan, " in said.getvalue()
    settings.DEMO, said = True, StringIO()
    Command(stderr=said)._name_who_is_shut_out()
    assert said.getvalue() == ""


def test_passwords_are_kept_by_argon2_with_the_parameters_of_owasp() -> None:
    kept = hashers.make_password(PASSWORD, hasher=accounts.Argon2())

    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert accounts.Argon2().verify(PASSWORD, kept)
    assert not accounts.Argon2().verify("another", kept)


@pytest.mark.parametrize("weak", ["short-one-1", "123456789012", "administrator", "password1234"])
def test_weak_passwords_are_refused_where_somebody_sets_one(weak: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(weak, User(username="h.mori"))


def test_a_copy_of_the_sessions_opens_nothing(mori: User, client: Client) -> None:
    try_in(client)
    kept = list(Session.objects.values_list("session_key", flat=True))

    assert client.session.session_key not in kept
    for key in kept:
        thief = Client()
        thief.cookies["sessionid"] = key
        assert thief.get("/desk/").status_code == 302


def test_signing_out_ends_the_session_in_the_table(mori: User, client: Client) -> None:
    try_in(client)
    before = Session.objects.count()

    client.post("/sign-out/")

    assert Session.objects.count() == before - 1
    assert client.get("/desk/").status_code == 302


def test_a_session_ends_eight_hours_after_its_last_request(mori: User, client: Client) -> None:
    try_in(client)
    begun = Session.objects.get().expire_date
    nearly = begun - dt.timedelta(hours=7, minutes=59)
    Session.objects.update(expire_date=nearly)

    clock.set_to(NOW + dt.timedelta(seconds=50))
    client.get("/desk/")
    assert Session.objects.get().expire_date == nearly  # within a minute nothing is written
    clock.set_to(NOW + dt.timedelta(seconds=70))
    client.get("/desk/")

    assert Session.objects.get().expire_date >= begun
    Session.objects.update(expire_date=begun - dt.timedelta(hours=8))
    assert client.get("/desk/").status_code == 302


@pytest.fixture
def asked_by(settings: Any) -> Callable[..., tuple[int, str, dict[str, str]]]:
    """How a request comes through: status, the address that counts, and what is left of the claims."""

    def ask(peer: str, **claims: str) -> tuple[int, str, dict[str, str]]:
        request = HttpRequest()
        request.META = {"REMOTE_ADDR": peer, **claims}
        answer = middleware.proxied(lambda _request: HttpResponse())(request)
        left = {name: value for name, value in request.META.items() if "FORWARDED" in name}
        return answer.status_code, request.META["REMOTE_ADDR"], left

    settings.SECURE_PROXY, settings.PROXIES, settings.PROXY_HOPS = True, ["127.0.0.1", "10.1.0.0/24"], 1
    return ask


FOR, PROTO = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"


def test_the_address_comes_from_the_proxy_that_was_named_alone(asked_by: Any) -> None:
    assert asked_by("127.0.0.1", **{FOR: "203.0.113.9", PROTO: "https"}) == (200, "203.0.113.9", {PROTO: "https"})
    assert asked_by("10.1.0.7", **{FOR: "6.6.6.6, 203.0.113.9"}) == (200, "203.0.113.9", {})
    assert asked_by("198.51.100.1", **{FOR: "203.0.113.9", PROTO: "https", "HTTP_FORWARDED": "for=1"}) == (
        200,
        "198.51.100.1",
        {},
    )


def test_how_often_somebody_asks_is_counted_by_that_address_alone() -> None:
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": "203.0.113.9", FOR: "6.6.6.6, 7.7.7.7"}

    assert AnonRateThrottle().get_ident(request) == "203.0.113.9"


@pytest.mark.parametrize(("method", "has_body"), [("GET", True), ("HEAD", False)])
def test_head_leaves_the_application_without_a_body(method: str, has_body: bool) -> None:
    told: list[tuple[str, list[tuple[str, str]]]] = []
    environ = RequestFactory()._base_environ(REQUEST_METHOD=method, PATH_INFO="/sign-in/", HTTP_HOST="testserver")

    answer = WSGIHandler()(environ, lambda status, headers: told.append((status, headers)))

    assert (told[0][0], bool(b"".join(answer))) == ("200 OK", has_body)
    assert int(dict(told[0][1])["Content-Length"]) > 1000


def test_head_closes_what_was_to_be_streamed() -> None:
    closed = []

    class Lines(list[bytes]):
        def close(self) -> None:
            closed.append(True)

    answer = middleware.bodiless(lambda _request: StreamingHttpResponse(Lines([b"a"])))(RequestFactory().head("/"))

    assert b"".join(answer) == b""
    answer.close()
    assert closed == [True]


@pytest.mark.parametrize("said", [{}, {FOR: ""}, {FOR: "no address"}, {FOR: " , "}])
def test_a_proxy_that_does_not_say_for_whom_it_asks_is_told_so(said: dict[str, str], asked_by: Any, caplog: Any) -> None:
    assert asked_by("127.0.0.1", **said)[0] == 400
    assert "must set X-Forwarded-For" in caplog.text


def test_as_many_proxies_are_counted_as_were_named(asked_by: Any, settings: Any) -> None:
    settings.PROXY_HOPS = 2

    assert asked_by("127.0.0.1", **{FOR: "6.6.6.6, 203.0.113.9, 10.1.0.1"})[1] == "203.0.113.9"
    assert asked_by("127.0.0.1", **{FOR: "203.0.113.9"})[0] == 400


def test_without_a_proxy_every_claim_is_struck(asked_by: Any, settings: Any) -> None:
    settings.SECURE_PROXY = False

    assert asked_by("127.0.0.1", **{FOR: "203.0.113.9", PROTO: "https"}) == (200, "127.0.0.1", {})


def test_commands_keep_the_sessions_of_others(mori: User, client: Client) -> None:
    try_in(client)

    call_command("clearsessions")

    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize("verb", ["put", "patch", "delete"])
def test_no_other_verb_signs_in(verb: str, mori: User, client: Client) -> None:
    assert getattr(client, verb)("/sign-in/", {"username": "h.mori", "password": PASSWORD}).status_code == 405


def test_style_and_script_are_for_pages_of_ours(client: Client) -> None:
    answer = client.get("/static/nemawashi/base.css")

    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_device_knows_five_names_and_forgets_the_earliest(client: Client) -> None:
    names = ["host", "japan", "kazakhstan", "uzbekistan", "tajikistan", "kyrgyzstan"]
    for name in names:
        assert try_in(client, name=name, password=f"{name}-demo").status_code == 302
        client.post("/sign-out/")
    device = client.cookies["nmw-device"].value
    for name in names:
        for number in range(4):
            try_in(Client(REMOTE_ADDR=f"198.51.100.{names.index(name)}"), name=name, password=f"guess {number}")

    def may_try(name: str) -> bool:
        known = Client(REMOTE_ADDR=f"198.51.100.{names.index(name)}")
        known.cookies["nmw-device"] = device
        return bool(try_in(known, name=name, password=f"{name}-demo").status_code == 302)

    assert [may_try(name) for name in names] == [False, True, True, True, True, True]


def test_a_page_that_lies_open_keeps_nobody_signed_in(client: Client, statement: Any) -> None:
    try_in(client, name="japan", password="japan-demo")
    begun = Session.objects.get().expire_date
    nearly = begun - dt.timedelta(hours=7)
    Session.objects.update(expire_date=nearly)
    clock.set_to(NOW + dt.timedelta(minutes=5))

    client.get(f"/desk/texts/{statement.slug}/poll/?version=0")
    client.get(f"/desk/texts/{statement.slug}/", headers={"X-Live": "1"})
    assert resolve("/desk/texts/any/live/").func.is_asked_by_itself  # type: ignore[attr-defined]
    assert Session.objects.get().expire_date == nearly

    client.get(f"/desk/texts/{statement.slug}/")
    assert Session.objects.get().expire_date >= begun


@pytest.mark.parametrize("hops", ["0", "-1", "10", "two", "", "²"])
def test_a_number_of_proxies_that_would_trust_strangers_is_refused(hops: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="from 1 to 9"):
        project_settings._hops(hops)


def test_proxies_are_addresses_and_networks() -> None:
    assert [project_settings._hops(hops) for hops in ("1", "9")] == [1, 9]
    assert project_settings._networks("127.0.0.1, 10.1.0.0/24,::1,") == ["127.0.0.1", "10.1.0.0/24", "::1"]
    with pytest.raises(ImproperlyConfigured, match=r"proxy\.example is no address"):
        project_settings._networks("127.0.0.1,proxy.example")
