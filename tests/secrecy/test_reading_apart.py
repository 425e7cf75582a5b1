"""What one delegation sent is in no answer to another, nor in how fast it comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.secrecy.reading import found

from nemawashi.kit import apart
from nemawashi.kit.apart import asking
from nemawashi.texts.models import Text

pytestmark = pytest.mark.usefixtures("played")
CANARY = "zq0000apart"
WORDS = f"1. The parties will meet [JPN: {CANARY}] every year by 2030."


def test_the_same_words_of_another_delegation_are_read_anew(
    client_of: Callable[[str], Any], clean_text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart.close()
    read: list[bytes] = []
    original = asking._POOL.answered
    monkeypatch.setattr(
        asking._POOL, "answered", lambda question, **until: read.append(question) or original(question, **until)
    )
    address = f"/desk/texts/{clean_text.slug}/files/"

    for name in ("japan", "japan", "uzbekistan"):
        assert client_of(name).post(address, {"kind": "brackets", "words": WORDS}).status_code == 302

    assert len(read) == 2


def test_what_was_read_for_one_delegation_is_shown_to_no_other(client_of: Callable[[str], Any], clean_text: Text) -> None:
    address = f"/desk/texts/{clean_text.slug}/files/"
    page = client_of("japan").post(address, {"kind": "brackets", "words": WORDS})["Location"]
    assert found(client_of("japan").get(page).content, [CANARY])

    for name in ("uzbekistan", "host", ""):
        answers = [client_of(name).get(place) for place in (page, address)]
        assert not any(found(answer.content, [CANARY]) for answer in answers)


def test_what_was_discarded_is_kept_nowhere(client_of: Callable[[str], Any], clean_text: Text) -> None:
    asking.forget_all()  # what other delegations sent before is theirs
    client, address = client_of("japan"), f"/desk/texts/{clean_text.slug}/files/"
    page = client.post(address, {"kind": "brackets", "words": WORDS})["Location"]
    assert found(client.get(page).content, [CANARY])
    assert any(CANARY.encode() in row[1] for row in asking._KEPT._rows.values())
    key = page.rstrip("/").rsplit("/", 1)[-1]

    assert client.post(f"{address}{key}/discard/").status_code == 302

    assert not any(CANARY.encode() in row[1] for row in asking._KEPT._rows.values())
