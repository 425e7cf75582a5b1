"""The page that says what is promised, to whom, and what is not; and the ways to it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.one_database

LINK = 'href="/{}/promise/"'
SAID = {
    "en": (
        "What we cannot promise",
        "whoever can read the settings of the running server has the keys",
        "in clear: passwords",
    ),
    "ru": (
        "Чего мы обещать не можем",
        "может прочитать настройки работающего сервера, есть ключи",
        "в открытом виде: пароли",
    ),
    "ja": ("約束できないこと", "稼働中のサーバーの設定を読める人は、草案を開く鍵を持っています", "平文で見られます"),
}
COMMANDS = ("SHA-256", "nemawashi paper check", "nemawashi verify-log", "--expect")


@pytest.mark.parametrize("language", SAID)
def test_the_page_names_what_others_can_see_and_what_can_be_checked(language: str, client: Client, record: Any) -> None:
    answer = client.get(f"/{language}/promise/")
    words = answer.content.decode()

    assert (answer.status_code, answer.headers["Content-Language"]) == (200, language)
    assert [each for each in (*SAID[language], *COMMANDS) if each not in words] == []
    assert words.count("<th scope=") == 3  # operator, proxy, keeper of the database


@pytest.mark.parametrize("language", SAID)
def test_the_page_answers_where_no_forum_was_loaded(language: str, client: Client, db: None) -> None:
    assert SAID[language][0] in client.get(f"/{language}/promise/").content.decode()


def test_the_forum_is_named_as_the_data_name_it(client: Client, record: Any) -> None:
    from nemawashi.parties import queries as parties

    assert parties.forum().short_name
    assert f'<p class="kicker">{parties.forum().short_name}</p>' in client.get("/en/promise/").content.decode()


@pytest.mark.parametrize("path", ["", "texts/", "search/", "take-away/", "nothing/"])
@pytest.mark.parametrize("language", SAID)
def test_the_foot_of_every_page_leads_to_it(path: str, language: str, client: Client, record: Any) -> None:
    words = client.get(f"/{language}/{path}").content.decode()

    assert LINK.format(language) in words[words.index('<footer class="foot">') :]


def test_sign_in_leads_to_it_beside_its_form(client: Client, record: Any) -> None:
    words = client.get("/sign-in/").content.decode()

    assert LINK.format("en") in words[: words.index('<footer class="foot">')]


def test_the_foot_of_the_desk_leads_to_it(client_of: Callable[[str], Any]) -> None:
    words = client_of("japan").get("/desk/").content.decode()

    assert LINK.format("en") in words[words.index('<footer class="foot">') :]


def test_its_permanent_address_leads_to_it(client: Client, record: Any) -> None:
    assert client.get("/id/promise")["Location"] == "/en/promise/"
