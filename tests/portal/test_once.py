"""Public pages that are kept: for whom, until when, and whose tokens stand in them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, RequestFactory

from nemawashi.access import clock, log
from nemawashi.access.models import User
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import PUBLIC
from nemawashi.meetings.models import Meeting
from nemawashi.parties.models import ForumRow
from nemawashi.portal import home, once, record_state
from nemawashi.sources.models import RecordRow

MEETINGS, RUSSIAN = "/en/meetings/", "/ru/meetings/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w{64})"')
pytestmark = pytest.mark.usefixtures("loaded", "kept")


@pytest.fixture
def kept(settings: Any, monkeypatch: pytest.MonkeyPatch) -> once.Shelf:
    """A shelf that keeps pages, as every server has one."""
    settings.PAGES_KEPT_BYTES = 1_000_000
    shelf = once.Shelf()
    monkeypatch.setattr(once, "SHELF", shelf)
    return shelf


@pytest.fixture
def browser() -> Callable[..., Client]:
    """Somebody else's browser, which has no cookie yet but those that are named."""

    def opened(**cookies: str) -> Client:
        client = Client(enforce_csrf_checks=True)
        client.cookies.load(cookies)
        return client

    return opened


def moved(city: str) -> None:
    """The one meeting of the record goes elsewhere, and nothing says so."""
    Meeting.objects.filter(slug="fmm-2012-tokyo").update(city=city)


def acted(visibility: Visibility = Visibility.PUBLIC) -> None:
    meeting = Meeting.objects.get(slug="fmm-2012-tokyo")
    log.enter("meeting.postponed", meeting, by=PUBLIC, at=clock.database_moment(), visibility=visibility)


def city(client: Client, address: str = MEETINGS, **headers: str) -> str:
    """Where the page says that the meeting is."""
    words = client.get(address, headers=headers).content.decode()
    return next(name for name in ("Osaka", "Kyoto", "Tokyo", "Осака", "Токио", "東京") if name in words)


def test_the_second_reader_is_given_what_the_first_one_had_but_for_the_token(browser: Callable[..., Client]) -> None:
    one, other = (browser().get(MEETINGS).content.decode() for _ in range(2))

    assert TOKEN.sub("", one) == TOKEN.sub("", other)
    assert len({*TOKEN.findall(one), *TOKEN.findall(other)}) == 2


def test_a_kept_page_costs_one_statement(
    browser: Callable[..., Client], django_assert_num_queries: Callable[[int], Any]
) -> None:
    browser().get(MEETINGS)

    with django_assert_num_queries(1):
        assert browser().get(MEETINGS).status_code == 200


def test_the_token_of_a_kept_page_is_the_readers_own(browser: Callable[..., Client]) -> None:
    one, other = browser(), browser()
    tokens = [TOKEN.findall(client.get(MEETINGS).content.decode())[0] for client in (one, other)]

    def chosen(client: Client, token: str) -> int:
        return client.post("/en/theme/", {"theme": "dark", "next": "/en/", "csrfmiddlewaretoken": token}).status_code

    assert [chosen(one, tokens[0]), chosen(other, tokens[1])] == [302, 302]
    assert [chosen(one, tokens[1]), chosen(other, tokens[0])] == [403, 403]


def test_who_has_the_page_is_told_so_and_nobody_else_is(browser: Callable[..., Client]) -> None:
    one, other = browser(), browser()
    tag = one.get(MEETINGS)["ETag"]
    assert one.get(MEETINGS)["ETag"] == tag

    answers = [client.get(MEETINGS, headers={"if-none-match": tag}) for client in (one, other, browser())]

    assert [answer.status_code for answer in answers] == [304, 200, 200]
    assert (answers[0].content, answers[0]["Cache-Control"], "Cookie" in answers[0]["Vary"]) == (
        b"",
        "private, no-cache",
        True,
    )


def test_a_packed_page_is_told_apart_by_name_and_still_known(browser: Callable[..., Client]) -> None:
    client = browser()
    packed = client.get(MEETINGS, headers={"accept-encoding": "gzip"})
    again = client.get(MEETINGS, headers={"accept-encoding": "gzip", "if-none-match": packed["ETag"]})

    assert (packed["Content-Encoding"], packed["ETag"][:2], again.status_code) == ("gzip", "W/", 304)
    assert {"Accept-Encoding", "Cookie"} <= set(packed["Vary"].split(", "))


def test_a_public_act_changes_a_kept_page_at_once(browser: Callable[..., Client]) -> None:
    assert city(browser()) == "Tokyo"
    moved("Osaka")
    assert city(browser()) == "Tokyo"  # nothing was said, so this is the page that was kept

    acted()

    assert city(browser()) == "Osaka"


@pytest.mark.parametrize("visibility", [Visibility.PARTIES, Visibility.SECRETARIAT, Visibility.SEALED])
def test_what_only_some_may_read_does_not_make_a_stranger_wait(browser: Callable[..., Client], visibility: str) -> None:
    tag, before = browser().get(MEETINGS), record_state.mark()

    acted(Visibility(visibility))

    assert record_state.mark() == before
    assert once.SHELF.page(once._state(), _key(MEETINGS)) is not None
    assert tag.status_code == 200


def _key(path: str) -> tuple[object, ...]:
    return ("http", "testserver", path, "en", "")


@pytest.mark.parametrize("written", [{"loaded_at": dt.datetime(2026, 2, 1, tzinfo=dt.UTC)}, {"line": 7}])
def test_a_load_changes_a_kept_page_at_once(browser: Callable[..., Client], written: dict[str, Any]) -> None:
    assert city(browser()) == "Tokyo"
    moved("Osaka")

    RecordRow.objects.update(**written)

    assert city(browser()) == "Osaka"


def test_a_row_that_left_the_files_changes_a_kept_page(browser: Callable[..., Client]) -> None:
    assert city(browser()) == "Tokyo"
    moved("Osaka")

    RecordRow.objects.all().delete()

    assert city(browser()) == "Osaka"


def test_a_load_by_another_process_is_not_kept_half_known(browser: Callable[..., Client]) -> None:
    browser().get("/en/")
    ForumRow.objects.update(names={"en": "The Assembly of Five"})

    RecordRow.objects.update(loaded_at=dt.datetime(2026, 2, 1, tzinfo=dt.UTC))

    assert "The Assembly of Five" in browser().get("/en/").content.decode()


def test_the_day_changes_a_kept_page(browser: Callable[..., Client]) -> None:
    assert city(browser()) == "Tokyo"
    moved("Osaka")

    clock.set_to(clock.database_moment() + dt.timedelta(days=1))

    assert city(browser()) == "Osaka"


def test_languages_themes_and_hosts_have_pages_of_their_own(browser: Callable[..., Client], settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    browser().get(MEETINGS)

    russian, dark = browser().get(RUSSIAN).content.decode(), browser(theme="dark").get(MEETINGS).content.decode()
    elsewhere = browser().get("/en/", headers={"host": "other.example"}).content.decode()

    assert 'lang="ru"' in russian
    assert ('data-theme="dark"' in dark, "dark" in browser().get(MEETINGS).content.decode()[:200]) == (True, False)
    assert "testserver" not in elsewhere


@pytest.mark.parametrize(
    ("cookies", "query", "headers"),
    [
        ({"sessionid": "nobody-has-this-one"}, "", {}),
        ({"messages": "something"}, "", {}),
        ({"unknown": "1"}, "", {}),
        ({}, "?page=1", {}),
        ({}, "", {"authorization": "Basic x"}),
    ],
)
def test_who_says_or_chooses_anything_has_a_page_of_their_own(
    kept: once.Shelf, browser: Callable[..., Client], cookies: dict[str, str], query: str, headers: dict[str, str]
) -> None:
    assert browser(**cookies).get(MEETINGS + query, headers=headers).status_code == 200
    assert kept._pages == {}
    assert city(browser()) == "Tokyo"
    moved("Osaka")

    assert city(browser(**cookies), MEETINGS + query, **headers) == "Osaka"


def test_a_page_never_goes_from_one_viewer_to_another(browser: Callable[..., Client], kept: once.Shelf) -> None:
    signed_in = browser()
    account = User.objects.create_user("clerk", password="x")
    signed_in.force_login(account, backend="nemawashi.access.accounts.Accounts")

    own = [signed_in.get(MEETINGS), browser().get(MEETINGS), signed_in.get(MEETINGS)]

    assert ["/sign-out/" in answer.content.decode() for answer in own] == [True, False, True]
    assert len(kept._pages) == 1


def test_a_shelf_has_no_more_room_than_it_was_given(
    browser: Callable[..., Client], kept: once.Shelf, settings: Any
) -> None:
    settings.PAGES_KEPT_BYTES = 60_000
    for address in ("/en/", MEETINGS, "/en/parties/", "/en/sources/", "/ru/", RUSSIAN):
        assert browser().get(address).status_code == 200

    assert 0 < kept._size == sum(page.size for page in kept._pages.values()) <= 60_000
    assert next(reversed(kept._pages))[2] == RUSSIAN


def test_a_page_that_was_rendered_while_the_record_changed_is_not_kept(kept: once.Shelf) -> None:
    before, page = once._state(), once.Kept((b"words",), {}, "digest")
    kept.stands_at(before)
    acted()
    kept.stands_at(once._state())

    kept.keep(before, ("key",), page)

    assert (kept.page(before, ("key",)), kept._pages) == (None, {})


def test_what_is_not_there_or_sets_a_cookie_is_not_kept(browser: Callable[..., Client], kept: once.Shelf) -> None:
    assert browser().get("/en/meetings/no-such-meeting/").status_code == 404
    assert browser().post(MEETINGS).status_code in (403, 405)

    def greeting(request: Any) -> Any:
        response = home.home.__wrapped__(request)  # type: ignore[attr-defined]
        response.set_cookie("seen", "1")
        return response

    request = RequestFactory().get("/en/")
    assert once.rendered_once(greeting)(request).cookies["seen"].value == "1"
    assert kept._pages == {}
