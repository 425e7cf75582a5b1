"""What a page gives to a device that keeps typed words: a key for one account, a name that tells nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from nemawashi.access.models import User
from nemawashi.desk.acting import device
from nemawashi.texts.models import Clause

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("played")]


def held(client: Any, clause: Clause, act: str = "draft_position") -> tuple[str, str] | None:
    page = client.get(f"/desk/acts/{act}/{clause.pk}/").content.decode()
    found = re.search(r'data-keeps="(nmw-[0-9a-f]{32})" data-device-key="([^"]+)"', page)
    return (found[1], found[2]) if found else None


def test_each_account_has_its_own_key_and_its_own_place(client_of: Callable[[str], Any], clause: Clause) -> None:
    japan, kazakhstan = held(client_of("japan"), clause), held(client_of("kazakhstan"), clause)

    assert japan is not None
    assert kazakhstan is not None
    assert japan[0] != kazakhstan[0]
    assert japan[1] != kazakhstan[1]
    assert japan == held(client_of("japan"), clause)
    assert str(clause.pk) not in japan[0]


def test_another_password_is_another_key(client_of: Callable[[str], Any], db: None) -> None:
    user = User.objects.get(username="japan")
    before = device.key_of(user)
    user.set_password("another one")

    assert device.key_of(user) != before


def test_a_page_with_a_key_is_kept_by_no_cache(client_of: Callable[[str], Any], clause: Clause) -> None:
    answer = client_of("japan").get(f"/desk/acts/draft_position/{clause.pk}/")

    assert answer["Cache-Control"] == "private, no-store"


def test_a_form_without_words_keeps_nothing(client_of: Callable[[str], Any], clause: Clause) -> None:
    assert held(client_of("host"), clause, "close_clause") is None


def test_signing_out_clears_what_the_browser_kept(client_of: Callable[[str], Any]) -> None:
    client = client_of("japan")
    answer = client.post("/sign-out/")

    assert answer["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in client.get("/sign-in/").headers
