"""Passkeys in Chromium with its virtual authenticator: made, used as the second factor and alone, refused once copied; and
a browser without scripts, which enters by a code.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import COMMAND, Person
from tests.browser.test_accessible import _faults, _too_wide

from nemawashi.kit import one_time

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _as_before(server: str, home: Path, database: str) -> Iterator[None]:
    """Where other stories share the database their people sign in with one click: factors are taken off again."""
    yield
    env = {**os.environ, "NEMAWASHI_HOME": str(home), "NEMAWASHI_DEMO": "1", "NEMAWASHI_DATABASE_URL": database}
    for name in ("uzbekistan", "tajikistan") if database else ():
        subprocess.run([*COMMAND, "reset-factors", name], env=env, capture_output=True, check=True, timeout=120)


def _with_name(person: Callable[..., Person], **settings: Any) -> Person:
    """Somebody at the server by its name: a number has no passkeys."""
    someone = person("", **settings)
    someone.base = someone.base.replace("127.0.0.1", "localhost")
    return someone


def _sign_in(who: Person, name: str) -> None:
    who.open("/sign-in/")
    who.page.fill("[name=username]", name)
    who.page.fill("[name=password]", f"{name}-demo")
    who.page.press("[name=password]", "Enter")
    who.page.wait_for_load_state()


def _sign_out(who: Person) -> None:
    who.page.context.clear_cookies()


def test_a_passkey_is_made_named_used_and_refused_once_it_has_a_copy(person: Callable[..., Person]) -> None:
    who = _with_name(person)
    cdp = who.page.context.new_cdp_session(who.page)
    cdp.send("WebAuthn.enable")
    device = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    _sign_in(who, "uzbekistan")
    who.open("/desk/account/passkey/")
    assert _faults(who, "passkey") + _too_wide(who, "passkey") == []
    who.page.fill("[name=name]", "Key of the mission")
    who.push("Make a passkey")
    assert who.page.locator("ol.paper code").count() == 10
    who.follow("I have kept them")
    assert who.sees("Key of the mission")
    assert len(cdp.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1

    _sign_out(who)
    _sign_in(who, "uzbekistan")
    assert who.page.url.endswith("/sign-in/second/")
    assert _faults(who, "second") + _too_wide(who, "second") == []
    who.push("Use a passkey")
    assert who.page.url.endswith("/desk/")

    _sign_out(who)
    who.open("/sign-in/")
    who.push("Sign in with a passkey alone")
    assert who.page.url.endswith("/desk/")
    who.open("/desk/account/")
    assert who.sees("by password and passkey")
    assert who.sees("by passkey")
    assert _faults(who, "account") + _too_wide(who, "account") == []

    _sign_out(who)
    known = cdp.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"][0]
    cdp.send("WebAuthn.clearCredentials", {"authenticatorId": device})
    cdp.send("WebAuthn.addCredential", {"authenticatorId": device, "credential": known | {"signCount": 1}})
    who.open("/sign-in/")
    who.push("Sign in with a passkey alone")
    assert who.sees("This passkey opens no account here")
    assert who.faults == []


def test_a_browser_without_scripts_sets_an_authenticator_and_enters_by_its_code(person: Callable[..., Person]) -> None:
    who = _with_name(person, java_script_enabled=False)
    _sign_in(who, "tajikistan")
    who.open("/desk/account/passkey/")
    assert not who.page.locator("button", has_text="Make a passkey").is_visible()
    who.open("/desk/account/authenticator/")
    words = who.page.locator("code.square__key").inner_text().replace(" ", "")
    key = one_time.base64.b32decode(words)
    who.page.fill("[name=code]", one_time.code_of(key, one_time.step_at(_seconds(who))))
    who.push("Take this authenticator")
    paper = who.page.locator("ol.paper code").first.inner_text()

    _sign_out(who)
    _sign_in(who, "tajikistan")
    assert not who.page.locator("button", has_text="passkey").first.is_visible()
    who.page.fill("[name=code]", paper)
    who.push("Sign in")

    assert who.page.url.endswith("/desk/")
    assert who.faults == []


def _seconds(who: Person) -> float:
    """The clock of the browser, which is that of the server: one machine."""
    from email.utils import parsedate_to_datetime

    return parsedate_to_datetime(who.page.request.get(f"{who.base}/robots.txt").headers["date"]).timestamp()
