"""Signing in by a ministry's SAML 2.0, as a browser goes: there, its page's answer without our cookie, and back with it."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from tests.conftest import NOW
from tests.project import test_saml_encrypted
from tests.project.saml_ministry import Provider, identity

from nemawashi.access import clock
from nemawashi.access.models import AccountEvent, OutsideIdentity, User
from nemawashi.parties import acts
from nemawashi.parties.models import Dialogue, Membership
from nemawashi.project.outbox import sending
from nemawashi.project.outside import pages, providers

pytestmark = [pytest.mark.one_database]
ADDRESS, THERE, ANSWERS = "somebody@example.org", "/sign-in/outside/mofa/", "/sign-in/outside/mofa/answer/"
OWN = identity(NOW)
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def ministry(settings: Any, tmp_path: Path) -> Provider:
    there = Provider(now=clock.database_moment, own=OWN)
    settings.SAML, settings.MAIL_IS_SET_UP = _file(tmp_path, there), True
    return there


def _file(tmp_path: Path, there: Provider, **more: Any) -> str:
    row = {"id": "mofa", "names": {"en": "the Ministry"}, "metadata": "mofa.xml", "parties": ["japan"], "two_factors": True}
    (tmp_path / "mofa.xml").write_text(there.metadata())
    path = tmp_path / f"saml-{len(list(tmp_path.iterdir()))}.yaml"
    path.write_text(yaml.safe_dump([row | more]))
    return str(path)


@pytest.fixture
def link(played: None, acting: Callable[..., Any], viewer: Callable[[str], Any], ministry: Provider) -> str:
    """The path of an invitation into the delegation of Japan."""
    Membership.objects.filter(user__username="japan").update(role="focal_point")
    words = {"called": "Sora Abe", "address": ADDRESS, "role": "member"}
    acting(viewer("japan"), acts.invite_person, Dialogue.objects.get(slug="caj"), **words)
    sending.send(clock.database_moment())
    return "/join/" + str(mail.outbox[-1].body).split("/join/")[1].split()[0]


def through(client: Client, path: str, ministry: Provider, subject: str = "7") -> Any:
    """There and back. Chromium sends the POST from another site without our cookie; so does this."""
    there = client.get(path)
    assert there.status_code == 302, there.content
    return client.get(brought(ministry.signs_in(there.url, subject)))


def brought(form: dict[str, str]) -> str:
    """Where the answer sends the browser on to; it leaves no cookie, and so ends no session that there is."""
    answer = Client(enforce_csrf_checks=True).post(ANSWERS, urlencode(form), content_type=FORM)
    assert (answer.status_code, dict(answer.cookies)) == (303, {})
    return str(answer.url)


def is_in(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


def said(client: Client) -> str:
    return str(client.get("/sign-in/").content.decode())


def test_an_invitation_ties_the_ministry_to_an_account_which_it_opens_from_then_on(
    link: str, ministry: Provider, settings: Any, tmp_path: Path
) -> None:
    client, again = Client(), Client()
    assert "Take it up with the Ministry" in client.get(link).content.decode()

    assert through(client, f"{link}outside/mofa/", ministry).url == "/desk/"

    account = User.objects.get(email=ADDRESS)
    assert (is_in(client), account.has_usable_password(), account.membership.role) == (True, False, "member")
    assert [event.kind for event in AccountEvent.objects.filter(user=account)] == ["signed_in", "outside_tied"]
    assert "Sign in with the Ministry" in said(again)
    assert through(again, f"{THERE}?next=/desk/texts/", ministry).url == "/desk/texts/"
    assert through(Client(), f"{THERE}?next=https://example.org/", ministry).url == "/desk/"
    ministry.said = {"destination": "", "question": ""}  # which some leave to the assertion
    assert through(Client(), THERE, ministry).url == "/desk/"
    ministry.said, settings.SECOND_FACTOR = {}, True
    assert through(Client(), THERE, ministry).url == "/desk/"
    settings.SAML = _file(tmp_path, ministry, two_factors=False)
    assert through(again, THERE, ministry).url == "/sign-in/first-factor/"
    settings.SAML = _file(tmp_path, ministry, parties=["kazakhstan"])
    assert through(third := Client(), THERE, ministry).url == "/sign-in/"
    Membership.objects.filter(user=account).delete()
    settings.SAML = _file(tmp_path, ministry)
    assert through(third, THERE, ministry).url == "/sign-in/"
    assert not is_in(third)


def test_an_assertion_alone_opens_and_makes_no_account(link: str, ministry: Provider) -> None:
    """Neither a mail address nor a name that it tells; nor the name of another that a comment cuts out of its own."""
    User.objects.filter(username="japan").update(email="h.mori@example.org")
    before, client = User.objects.count(), Client()

    assert through(client, THERE, ministry, "japan").url == "/sign-in/"

    assert "opens no account here so far" in said(client)
    assert (is_in(client), OutsideIdentity.objects.count(), User.objects.count()) == (False, 0, before)


def test_an_answer_serves_once_in_the_session_that_asked_and_not_for_long(link: str, ministry: Provider) -> None:
    through(Client(), f"{link}outside/mofa/", ministry)
    client, other = Client(), Client()
    form = ministry.signs_in(client.get(THERE).url, "7")
    other.get(THERE)

    for who in (Client(), other):  # a stolen answer, or one that is pushed on somebody
        assert who.get(brought(form)).url == "/sign-in/"
        assert "belongs to no sign-in that was begun here" in said(who)
    on = brought(form)
    assert client.get(on).url == "/desk/"
    client.post("/sign-out/")
    assert client.get(on).url == client.get(brought(form)).url == "/sign-in/"  # the question went with the first answer
    assert not is_in(client)
    client.get(THERE)
    assert client.get(brought(form)).url == "/sign-in/"  # nor does it answer the next
    on = brought(ministry.signs_in(client.get(THERE).url, "7"))
    clock.set_to(NOW + dt.timedelta(seconds=59))
    assert client.get(f"{on[:-8]}AAAAAAAA").url == "/sign-in/"
    on = brought(ministry.signs_in(client.get(THERE).url, "7"))
    clock.set_to(NOW + dt.timedelta(seconds=59 + 62))
    assert client.get(on).url == "/sign-in/"
    form = ministry.signs_in(client.get(THERE).url, "7")
    clock.set_to(NOW + dt.timedelta(minutes=13))
    assert client.get(brought(form)).url == "/sign-in/"
    assert (is_in(client), is_in(other)) == (False, False)


def test_an_answer_that_is_not_believed_says_so_and_why_in_the_log(
    db: None, ministry: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client()
    ministry.said = {"recipient": ""}
    with caplog.at_level(logging.WARNING, logger=pages.__name__):
        assert through(client, THERE, ministry, "sora.abe").url == "/sign-in/"
    assert "is not believed" in said(client)
    assert ("sign-in by mofa: the assertion is for another address" in caplog.text, "sora" in caplog.text) == (True, False)
    ministry.said = {"status": "urn:oasis:names:tc:SAML:2.0:status:Responder"}
    through(client, THERE, ministry)
    assert "has not signed you in" in said(client)

    for wrong in ({}, {"SAMLResponse": "A" * 200_001}, {"SAMLResponse": "A", "more": "A" * pages.LONGEST_FORM}):
        client.get(THERE)
        assert client.get(brought(wrong)).url == "/sign-in/"
        assert "is not believed" in said(client)
    assert "longer than" in caplog.text
    assert Client().post(ANSWERS, {"SAMLResponse": "A"}).status_code == 303  # as a file among files: not read
    assert Client().get(ANSWERS).status_code == 405


def test_our_metadata_stand_at_the_address_that_is_our_name_and_others_have_none(
    db: None, ministry: Provider, client: Client
) -> None:
    asked = ministry.asked(client.get(THERE).url)

    answer = client.get("/sign-in/outside/mofa/metadata/")

    assert asked["audience"] == "http://testserver/sign-in/outside/mofa/metadata/"
    assert (answer["Content-Type"], asked["audience"] in answer.content.decode()) == ("application/samlmetadata+xml", True)
    for path in ("metadata/", "answer/", "back/", ""):
        assert client.get(f"/sign-in/outside/another/{path}").status_code in (404, 405)


def test_begun_sign_ins_are_counted(db: None, ministry: Provider, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pages.pausing.WINDOWS, pages.pausing.CountedFor.PASSKEY, (1, dt.timedelta(minutes=10)))

    assert client.get(THERE).url.startswith(ministry.address)
    assert client.get(THERE).url == "/sign-in/"
    assert "Too many sign-ins were begun from here" in said(client)


def test_an_encrypted_answer_opens_the_account_and_such_answers_are_counted(
    link: str, ministry: Provider, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.pem").write_bytes(test_saml_encrypted._pem(OWN))
    settings.SAML = _file(tmp_path, ministry, decrypts_with="own.pem")
    assert OWN.base64 in Client().get(f"{THERE}metadata/").content.decode()
    ministry.encrypts = lambda assertion: test_saml_encrypted.sealed(assertion, to=OWN)

    assert through(Client(), f"{link}outside/mofa/", ministry).url == "/desk/"
    assert through(in_and_out := Client(), THERE, ministry).url == "/desk/"
    assert in_and_out.post("/sign-out/").url == "/en/"  # no page is named that would sign out there
    monkeypatch.setitem(pages.pausing.WINDOWS, pages.pausing.CountedFor.PASSKEY, (1, dt.timedelta(minutes=10)))
    assert through(third := Client(), THERE, ministry).url == "/sign-in/"  # the way there was the one that may be begun
    assert "is not believed" in said(third)


@pytest.mark.parametrize(
    ("change", "said_so"),
    [
        ({"metadata": "none.xml"}, "none.xml: it cannot be read"), ({"metadata": ""}, "are words"),
        ({"issuer": "https://a.example"}, "issuer is not known"), ({"names": {}}, "in English"),
        ({"decrypts_with": "none.pem"}, "none.pem: it cannot be read: no such file"),
        ({"id": "a b"}, "a plain one"), ({"circles": ["delegation"]}, "circles are"),
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_says_where(
    change: dict[str, Any], said_so: str, ministry: Provider, settings: Any, tmp_path: Path
) -> None:
    settings.SAML = _file(tmp_path, ministry, **change)

    with pytest.raises(ImproperlyConfigured, match=said_so):
        providers.listed()


def test_a_ministry_stands_in_one_file_is_reached_by_https_and_needs_the_extra(
    ministry: Provider, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"id": "mofa", "names": {"en": "M"}, "issuer": "https://i.example", "client_id": "a", "client_secret": "b"}
    (tmp_path / "oidc.yaml").write_text(yaml.safe_dump([row, row | {"id": "b", "issuer": ministry.name}]))
    settings.OIDC = str(tmp_path / "oidc.yaml")
    with pytest.raises(ImproperlyConfigured, match=r"https://login\.mofa\.example/saml, mofa stands in the file of"):
        providers.listed()
    settings.OIDC, ministry.address = "", "http://login.mofa.example/sso"
    settings.SAML = _file(tmp_path, ministry)
    with pytest.raises(ImproperlyConfigured, match="reached by https"):
        providers.listed()
    ministry.address = "http://127.0.0.1:81/sso"
    settings.SAML = _file(tmp_path, ministry)
    assert [each.address for each in providers.listed()] == [ministry.address]
    monkeypatch.setattr(providers, "find_spec", lambda _name: None)
    with pytest.raises(ImproperlyConfigured, match=r"pip install 'nemawashi\[saml\]'"):
        providers.listed()
