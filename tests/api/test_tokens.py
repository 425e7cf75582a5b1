"""Programs that ask by a token: what each scope opens, what none does, and when it serves no longer."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory
from tests.conftest import NOW

from nemawashi.access import api_tokens, clock
from nemawashi.access.allowances import Allowance
from nemawashi.access.models import AccountEvent, ApiToken, User
from nemawashi.access.terms import TokenScope
from nemawashi.access.viewers import acting_as
from nemawashi.api import bounding
from nemawashi.meetings.models import Meeting
from nemawashi.parties.models import Membership
from nemawashi.parties.queries import viewer_of
from nemawashi.texts.positions import DraftPosition

DRAFT = "a cormorant of ours"
pytestmark = [pytest.mark.usefixtures("played"), pytest.mark.one_database]


@pytest.fixture
def made() -> Callable[..., str]:
    def make(name: str = "japan", scope: TokenScope = TokenScope.DIALOGUE, days: int = 30) -> str:
        return api_tokens.make(User.objects.get(username=name), name="cron", scope=scope, days=days, at=NOW)[1]

    return make


def asked(token: str, path: str = "/api/v1/meetings/", client: Client | None = None) -> Any:
    return (client or Client()).get(path, HTTP_AUTHORIZATION=f"Bearer {token}")


@pytest.fixture
def planned() -> str:
    """The address of a meeting of which the public knows nothing."""
    row = Meeting.objects.filter(state="announced").first()
    assert row is not None
    Meeting.objects.filter(pk=row.pk).update(state="planned")
    return f"/api/v1/meetings/{row.slug}/"


def test_a_token_opens_what_its_scope_says(made: Callable[..., str], planned: str) -> None:
    signed_in = Client()
    signed_in.force_login(User.objects.get(username="japan"))

    assert Client().get(planned).status_code == 404
    assert asked(made(), f"{planned}?fiction=1").status_code == 200
    assert asked(made(scope=TokenScope.RECORD), planned).status_code == 404
    assert asked(made(scope=TokenScope.RECORD), planned, signed_in).status_code == 404  # it goes before the session
    answer = asked(made(scope=TokenScope.RECORD))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")


def test_no_token_opens_a_draft(made: Callable[..., str]) -> None:
    with acting_as(viewer_of(User.objects.get(username="japan"))):
        for row in (rows := list(DraftPosition.objects.all())):
            row.words = DRAFT
            row.save()
        assert rows
    token = made()

    answers = [asked(token, f"/api/v1/{name}/?fiction=1") for name in _names()]

    assert {answer.status_code for answer in answers} <= {200, 400, 404}
    assert len([answer for answer in answers if answer.status_code == 200]) > 10
    assert [answer for answer in answers if DRAFT in answer.content.decode()] == []


def _names() -> list[str]:
    api = next(each for each in get_resolver().url_patterns if getattr(each, "namespace", "") == "api")
    return [path.rstrip("/") for each in api.url_patterns if "<" not in (path := str(each.pattern)) and path]


@pytest.mark.parametrize("bad", ["", "nmw_unknown", "nmw_" + "a" * 5000, "something else", "\udce9"])
def test_what_is_no_token_is_refused_and_never_taken_for_nobodys(bad: str) -> None:
    answer = asked(bad.encode("utf-8", "surrogateescape").decode("latin-1"))

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    "header", ["Token nmw_a", "Basic abc", "Basic", "nmw_a", "Bearer", ",", 'Digest a="b"', "\udce9 a"]
)
def test_a_header_of_another_scheme_is_refused_also_beside_a_session(header: str) -> None:
    signed_in = Client()
    signed_in.force_login(User.objects.get(username="japan"))
    said = header.encode("utf-8", "surrogateescape").decode("latin-1")

    for client in (Client(), signed_in):
        answer = client.get("/api/v1/meetings/", HTTP_AUTHORIZATION=said)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert client.get("/api/v1/meetings/").status_code == 200
        assert client.get("/api/v1/meetings/", HTTP_AUTHORIZATION=" ").status_code == 200  # it says nothing


def test_a_token_serves_until_its_moment_until_it_is_revoked_and_while_its_owner_acts(made: Callable[..., str]) -> None:
    token, revoked, left = made(), made(), made("japan-watcher")
    row = ApiToken.objects.get(digest=api_tokens.digest_of(revoked))
    Membership.objects.filter(user__username="japan-watcher").delete()
    client = Client()
    client.force_login(User.objects.get(username="kazakhstan"))
    client.post("/desk/account/tokens/end/", {"which": row.pk})
    assert asked(revoked).status_code == 200
    client.force_login(User.objects.get(username="japan"))
    client.post("/desk/account/tokens/end/", {"which": row.pk})

    assert (asked(revoked).status_code, asked(left).status_code) == (401, 401)
    clock.set_to(NOW + dt.timedelta(days=30, seconds=-30))
    assert asked(token).status_code == 200
    clock.set_to(NOW + dt.timedelta(days=30))
    assert asked(token).status_code == 401


def test_a_token_is_shown_once_and_kept_as_a_digest_with_its_last_use(planned: str) -> None:
    client, owner = Client(), User.objects.get(username="japan")
    client.force_login(owner)
    assert client.post("/desk/account/tokens/", {"name": "", "scope": "record", "days": "30"}).status_code == 422
    assert client.post("/desk/account/tokens/", {"name": "x", "scope": "all", "days": "9999"}).status_code == 422

    assert client.post("/desk/account/tokens/", {"name": "\u200b", "scope": "record", "days": "30"}).status_code == 422

    page = client.post(
        "/desk/account/tokens/", {"name": "cron\r\nX: y", "scope": "dialogue", "days": "90"}
    ).content.decode()
    token = re.search(r"nmw_[\w-]{43}", page)
    assert token is not None
    row = ApiToken.objects.get()
    assert (row.expires_at - row.made_at, row.used_at) == (dt.timedelta(days=90), None)
    assert token[0] not in repr(list(ApiToken.objects.values())) + client.get("/desk/account/").content.decode()
    assert asked(token[0], f"{planned}?fiction=1").status_code == 200
    row.refresh_from_db()
    assert row.used_at is not None
    assert client.get("/desk/account/").content.decode().count("cron X: y") == 2  # the token, and that it was made
    assert AccountEvent.objects.get(user=owner).words == "cron X: y"


def test_a_person_has_twenty_tokens_in_force_at_most() -> None:
    client, owner = Client(), User.objects.get(username="japan")
    client.force_login(owner)
    for _token in range(19):
        api_tokens.make(owner, name="cron", scope=TokenScope.RECORD, days=30, at=NOW)

    assert client.post("/desk/account/tokens/", {"name": "a", "scope": "record", "days": "30"}).status_code == 200
    assert client.post("/desk/account/tokens/", {"name": "b", "scope": "record", "days": "30"}).status_code == 302
    assert ApiToken.objects.count() == 20


def test_the_allowance_is_counted_for_each_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounding, "ALLOWANCE", Allowance(bounding.HOUR))
    monkeypatch.setattr(bounding, "MOST_OF_A_TOKEN", 2)

    def is_answered(pk: int, address: str) -> bool:
        request = Request(APIRequestFactory().get("/api/v1/", REMOTE_ADDR=address))
        request.user = SimpleNamespace(is_authenticated=True)
        request.auth = ApiToken(pk=pk)
        return bounding.OverAllWorkers().allow_request(request, None)

    assert [is_answered(1, f"203.0.113.{number}") for number in range(3)] == [True, True, False]
    assert is_answered(2, "203.0.113.1")
