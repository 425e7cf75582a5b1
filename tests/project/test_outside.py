"""Signing in where a ministry signs its people in: tied by an invitation alone, believed for this very question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from tests.conftest import NOW
from tests.project.ministry import CLIENT, SECRET, Ministry, open_ministry

from nemawashi.access import clock
from nemawashi.access.models import AccountEvent, OutsideIdentity, ResetRequest, User
from nemawashi.parties import acts
from nemawashi.parties.models import Dialogue, Membership, PersonInvitation
from nemawashi.project.outbox import sending
from nemawashi.project.outside import pages, providers

pytestmark = [pytest.mark.usefixtures("played"), pytest.mark.one_database]
ADDRESS = "somebody@example.org"


@pytest.fixture
def ministry(settings: Any, tmp_path: Path) -> Iterator[Ministry]:
    with open_ministry() as opened:
        settings.OIDC = _file(tmp_path, [_row(opened)])
        settings.MAIL_IS_SET_UP = True
        yield opened


def _row(ministry: Ministry, **more: Any) -> dict[str, Any]:
    row = {
        "id": "mofa", "names": {"en": "the Ministry"}, "issuer": ministry.issuer, "client_id": CLIENT,
        "client_secret": SECRET, "parties": ["japan"], "two_factors": True,
    }  # fmt: skip
    return row | more


def _file(tmp_path: Path, rows: Any) -> str:
    path = tmp_path / f"oidc-{len(list(tmp_path.iterdir()))}.yaml"
    path.write_text(yaml.safe_dump(rows), encoding="utf-8")
    return str(path)


@pytest.fixture
def link(acting: Callable[..., Any], viewer: Callable[[str], Any], ministry: Ministry) -> str:
    """The path of an invitation into the delegation of Japan."""
    Membership.objects.filter(user__username="japan").update(role="focal_point")
    words = {"called": "Sora Abe", "address": ADDRESS, "role": "member"}
    acting(viewer("japan"), acts.invite_person, Dialogue.objects.get(slug="caj"), **words)
    sending.send(clock.database_moment())
    return "/join/" + str(mail.outbox[-1].body).split("/join/")[1].split()[0]


def through(client: Client, path: str, ministry: Ministry, subject: str = "7", **more: str) -> Any:
    """There and back, as a browser goes."""
    there = client.get(path)
    assert there.status_code == 302, there.content
    assert there.url.startswith(f"{ministry.issuer}/authorize?")
    return client.get("/sign-in/outside/mofa/back/", ministry.signs_in(there.url, subject) | more)


def is_in(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


def test_an_invitation_ties_the_ministry_to_an_account_which_it_opens_from_then_on(link: str, ministry: Ministry) -> None:
    client, again = Client(), Client()
    assert "Take it up with the Ministry" in client.get(link).content.decode()

    assert through(client, f"{link}outside/mofa/", ministry).url == "/desk/"

    account = User.objects.get(email=ADDRESS)
    assert (is_in(client), account.has_usable_password(), account.membership.role) == (True, False, "member")
    assert [event.kind for event in AccountEvent.objects.filter(user=account)] == ["signed_in", "outside_tied"]
    assert PersonInvitation.objects.get(address=ADDRESS).state == "taken_up"
    assert "Sign in with the Ministry" in again.get("/sign-in/").content.decode()
    assert through(again, "/sign-in/outside/mofa/?next=/desk/texts/", ministry).url == "/desk/texts/"
    assert through(Client(), "/sign-in/outside/mofa/?next=https://example.org/", ministry).url == "/desk/"
    ResetRequest.objects.create(address=ADDRESS, at=NOW)
    before = len(mail.outbox)
    sending.send(clock.database_moment())
    assert not any("/sign-in/reset/" in str(each.body) for each in mail.outbox[before:])  # no mail gives it a password


def test_no_address_and_no_name_ties_an_account(ministry: Ministry, link: str) -> None:
    User.objects.filter(username="japan").update(email="h.mori@example.org")
    ministry.claims = {"email": "h.mori@example.org", "email_verified": True, "preferred_username": "japan"}
    client = Client()

    assert through(client, "/sign-in/outside/mofa/", ministry).url == "/sign-in/"

    assert (is_in(client), OutsideIdentity.objects.count()) == (False, 0)
    page = client.get("/sign-in/").content.decode()
    assert "opens no account here so far" in page, page[page.find("notice") : page.find("notice") + 300]


def test_it_opens_accounts_of_its_own_party_alone(ministry: Ministry, link: str, settings: Any, tmp_path: Path) -> None:
    through(Client(), f"{link}outside/mofa/", ministry)
    settings.OIDC = _file(tmp_path, [_row(ministry, parties=["kazakhstan"])])

    client = Client()

    assert through(client, "/sign-in/outside/mofa/", ministry).url == "/sign-in/"
    assert not is_in(client)
    assert client.get("/sign-in/outside/another/").status_code == 404


def test_an_invitation_elsewhere_does_not_offer_it(ministry: Ministry, link: str, settings: Any, tmp_path: Path) -> None:
    settings.OIDC = _file(tmp_path, [_row(ministry, parties=["kazakhstan"], circles=["secretariat"])])
    client = Client()

    assert "Take it up with" not in client.get(link).content.decode()
    assert client.get(f"{link}outside/mofa/").url == link
    assert client.get("/join/no-such-token/outside/mofa/").url == "/join/no-such-token/"


def test_a_subject_opens_one_account(ministry: Ministry, link: str) -> None:
    host = User.objects.get(username="host")
    OutsideIdentity.objects.create(user=host, issuer=ministry.issuer, subject="7", tied_at=NOW)

    answer = through(Client(), f"{link}outside/mofa/", ministry)

    assert (answer.status_code, "opens another account here already" in answer.content.decode()) == (410, True)
    assert not User.objects.filter(email=ADDRESS).exists()


def test_the_end_of_an_office_closes_it(ministry: Ministry, link: str) -> None:
    through(Client(), f"{link}outside/mofa/", ministry)
    Membership.objects.filter(user__email=ADDRESS).delete()
    client = Client()

    through(client, "/sign-in/outside/mofa/", ministry)

    assert not is_in(client)


def test_a_second_factor_is_asked_here_unless_the_ministry_asks_for_two(
    ministry: Ministry, link: str, settings: Any, tmp_path: Path
) -> None:
    settings.SECOND_FACTOR = True
    assert through(Client(), f"{link}outside/mofa/", ministry).url == "/desk/"
    settings.OIDC = _file(tmp_path, [_row(ministry, two_factors=False)])
    client = Client()

    assert through(client, "/sign-in/outside/mofa/", ministry).url == "/sign-in/first-factor/"
    assert (is_in(client), client.get("/sign-in/first-factor/").status_code) == (False, 200)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elsewhere.example"}, {"aud": "another"}, {"aud": ["another", CLIENT], "azp": "another"},
        {"nonce": "of before"}, {"nonce": None}, {"exp": 1}, {"exp": None}, {"iat": 4_000_000_000}, {"sub": None},
        {"sub": ""}, {"sub": "x" * 256},
    ],
)  # fmt: skip
def test_a_token_for_somebody_else_or_another_question_is_not_believed(
    claims: dict[str, Any], ministry: Ministry, link: str
) -> None:
    through(Client(), f"{link}outside/mofa/", ministry)
    ministry.claims, client = claims, Client()

    assert through(client, "/sign-in/outside/mofa/", ministry).url == "/sign-in/"
    assert (is_in(client), "is not believed" in client.get("/sign-in/").content.decode()) == (False, True)


def test_a_token_of_another_key_or_kind_is_not_believed(ministry: Ministry, link: str) -> None:
    through(Client(), f"{link}outside/mofa/", ministry)
    client = Client()

    ministry.signs_with = rsa.generate_private_key(65537, 2048)
    through(client, "/sign-in/outside/mofa/", ministry)
    ministry.signs_with, ministry.algorithm = SECRET + SECRET, "HS256"
    through(client, "/sign-in/outside/mofa/", ministry)

    assert not is_in(client)


def test_an_answer_serves_once_in_the_session_that_asked_and_for_ten_minutes(ministry: Ministry, link: str) -> None:
    through(Client(), f"{link}outside/mofa/", ministry)
    client, other, back = Client(), Client(), "/sign-in/outside/mofa/back/"
    brought = ministry.signs_in(client.get("/sign-in/outside/mofa/").url, "7")

    assert other.get(back, brought).url == "/sign-in/"
    assert client.get(back, brought | {"state": "another"}).url == "/sign-in/"
    assert client.get(back, brought).url == "/sign-in/"  # the question went with the first answer
    brought = ministry.signs_in(client.get("/sign-in/outside/mofa/").url, "7")
    assert client.get(back, brought | {"iss": "https://elsewhere.example"}).url == "/sign-in/"
    there = client.get("/sign-in/outside/mofa/").url
    assert client.get(back, {"state": ministry.signs_in(there, "7")["state"], "error": "access_denied"}).url == "/sign-in/"
    brought = ministry.signs_in(client.get("/sign-in/outside/mofa/").url, "7")
    clock.set_to(NOW + dt.timedelta(minutes=10, seconds=30))
    assert client.get(back, brought).url == "/sign-in/"
    assert (is_in(client), is_in(other)) == (False, False)


@pytest.mark.parametrize("described", [{"issuer": "https://elsewhere.example"}, {"token_endpoint": "file:///etc/passwd"}])
def test_a_description_that_is_not_its_own_leads_nowhere(described: dict[str, str], ministry: Ministry) -> None:
    ministry.described, client = described, Client()

    assert client.get("/sign-in/outside/mofa/").url == "/sign-in/"
    assert "does not answer" in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"issuer": "http://login.example.org"}, "reached by https"), ({"client_secret": ""}, "are words"),
        ({"names": {"ja": "省"}}, "in English"), ({"circles": ["delegation"]}, "circles are"),
        ({"colour": "blue"}, "colour is not known"), ({"id": "a b"}, "a plain one"),
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_says_where(change: dict[str, Any], said: str, settings: Any, tmp_path: Path) -> None:
    settings.OIDC = _file(tmp_path, [_row(Ministry(issuer="https://login.example.org")) | change])

    with pytest.raises(ImproperlyConfigured, match=said):
        providers.listed()


def test_a_file_that_is_none_says_so(settings: Any, tmp_path: Path) -> None:
    row = _row(Ministry(issuer="https://login.example.org"))
    for rows in ({"a": 1}, ["a"], [row, row], [{}]):
        settings.OIDC = _file(tmp_path, rows)
        with pytest.raises(ImproperlyConfigured):
            providers.listed()
    settings.OIDC = str(tmp_path / "missing.yaml")
    with pytest.raises(ImproperlyConfigured):
        providers.listed()


def test_who_signs_out_is_led_to_the_ministrys_sign_out_too(
    link: str, ministry: Ministry, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, left = Client(), "/sign-out/outside/mofa/"
    through(client, f"{link}outside/mofa/", ministry)
    assert client.post("/sign-out/").url == left
    page = client.get(left).content.decode()
    assert ("the Ministry may know you still" in page, f'href="{left}go/"' in page, is_in(client)) == (True, True, False)
    assert client.post("/sign-out/").url == "/en/"  # nobody is left who came by it

    assert client.get(f"{left}go/").url == "/sign-in/"
    assert "the Ministry says no address for signing out" in client.get("/sign-in/").content.decode()
    ministry.described = {"end_session_endpoint": f"{ministry.issuer}/out?a=1"}
    assert client.get(f"{left}go/").url == f"{ministry.issuer}/out?a=1&client_id={CLIENT}"
    for wrong in ({"end_session_endpoint": "javascript:alert(1)"}, {"issuer": "https://elsewhere.example"}):
        ministry.described = wrong
        assert client.get(f"{left}go/").url == "/sign-in/"
    settings.OIDC = _file(tmp_path, [_row(ministry, sign_out="https://login.mofa.example/out")])
    assert client.get(f"{left}go/").url == "https://login.mofa.example/out"
    assert client.get("/sign-out/outside/another/").status_code == 404
    monkeypatch.setattr(pages.pausing, "enter", lambda counting: 5)
    assert client.get(f"{left}go/").url == "/sign-in/"


def test_who_came_by_a_password_is_led_to_no_ministry(ministry: Ministry, client_of: Callable[[str], Client]) -> None:
    assert client_of("kazakhstan").post("/sign-out/").url == "/en/"


@pytest.mark.parametrize("address", ["http://login.mofa.example/out", "javascript:alert(1)", 5])
def test_the_page_of_signing_out_is_reached_by_https(
    ministry: Ministry, settings: Any, tmp_path: Path, address: Any
) -> None:
    settings.OIDC = _file(tmp_path, [_row(ministry, sign_out=address)])

    with pytest.raises(ImproperlyConfigured, match="sign_out is an address that is reached by https"):
        providers.listed()
