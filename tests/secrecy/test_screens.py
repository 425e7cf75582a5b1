"""Interpreters and note-takers see what is put on the screens, and for the rest what the public sees: every address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import resolve
from tests.conftest import NOW
from tests.secrecy.conftest import Nest
from tests.secrecy.test_crawl import _bare, _of_each_kind, _sweep

from nemawashi.access import api_tokens, telling
from nemawashi.access.models import User
from nemawashi.access.terms import TokenScope
from nemawashi.desk.acting import screens
from nemawashi.desk.negotiating import live
from nemawashi.meetings.models import AgendaItem, Meeting, MeetingRoom
from nemawashi.parties.queries import viewer_of
from nemawashi.texts import acts
from nemawashi.texts.models import Clause, Text

pytestmark = pytest.mark.usefixtures("played")
Browser = Callable[[str], Any]
MAIN = re.compile(rb"<main\b.*</main>", re.S)
OF_THE_ACCOUNT = ("people/", "people/password/", "account/")


@pytest.fixture(autouse=True)
def watched(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(live, "BEAT", 0.01)
    yield
    thread = live.watch.thread
    if thread:
        thread.join(10)
        assert not thread.is_alive()


def _status(client: Any, address: str) -> int:
    """The status of an answer that is read to its end: a stream that nobody reads holds its place."""
    return _bare(client, address)[0]


def _meeting(clause: Clause, state: str = "open") -> Meeting:
    """The meeting of the clause in a state; its text is under discussion at the item that was called."""
    row = clause.text.meeting
    assert row is not None
    Meeting.objects.filter(pk=row.pk).update(state=state)
    item = AgendaItem.objects.filter(meeting=row)[0]
    MeetingRoom.objects.update_or_create(meeting=row, defaults={"current_item": item, "version": 1})
    return row


def _screens(meeting: Meeting, text: Text) -> list[str]:
    room, wall = f"/desk/meetings/{meeting.slug}", f"/desk/texts/{text.slug}"
    return [
        f"{room}/screen/",
        f"{room}/room/live/",
        f"{room}/room/poll/",
        f"{wall}/screen/",
        f"{wall}/live/",
        f"{wall}/poll/",
    ]


@pytest.mark.one_database
@pytest.mark.parametrize(("name", "also"), [("interpreter", set()), ("note-taker", {"minutes", "act"})])
def test_what_is_tabled_is_met_on_the_screens_alone(
    name: str,
    also: set[str],
    nest: Nest,
    addresses: list[str],
    client_of: Browser,
    viewer: Any,
    acting: Any,
    clause_of: Any,
) -> None:
    """No other address of the desk is there; outside it the public's answers stand, to the letter. A note-taker finds the
    minutes of meetings, and the one act on them.
    """
    clause = clause_of("The ministers welcome progress")
    _meeting(clause)
    canary = nest.lay("", "tabled")
    drafted = acting(viewer("japan"), acts.draft_position, clause, operation="alternative", words=f"They {canary}.")
    acting(viewer("japan"), acts.table_position, drafted)
    client, public = client_of(name), client_of("")
    desk = [address for address in addresses if address.startswith("/desk/")]
    names = {address: resolve(address.partition("?")[0]).url_name for address in desk}
    behind = [address for address in desk if names[address] not in screens.OPEN_NAMES]
    beside = {each for each in behind if names[each] in also and ("/minutes/" in each or "/write_minutes/" in each)}
    behind = [address for address in behind if address not in beside]

    assert len(behind) > 200
    assert {names[each] for each in beside if _status(client, each) == 200} == also
    assert {_status(client, address) for address in behind} == {404}
    assert {client.post(address).status_code for address in behind if names[address] == "act"} == {404}
    outside = _of_each_kind(address for address in addresses if address.startswith(("/en/", "/ru/", "/ja/")))
    seen = _sweep(client, [*desk, f"/desk/texts/{clause.text.slug}/screen/?clause={clause.pk}"], {*nest.canaries})
    assert set(seen) == {canary}
    assert {resolve(each.partition("?")[0]).url_name for each in seen[canary]} <= {"screen", "room_screen"}
    assert {address for address in outside if _main(client, address) != _main(public, address)} == set()


def _main(client: Any, address: str) -> tuple[int, bytes]:
    """The answer without what stands around it on the page of somebody who is signed in."""
    status, whole = _bare(client, address)
    main = MAIN.search(whole)
    return status, main[0] if main else whole


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("state", "answers"),
    [
        ("announced", 200), ("open", 200), ("planned", 404), ("held", 404), ("postponed", 404), ("cancelled", 404),
        ("lapsed", 404),
    ],
)  # fmt: skip
def test_screens_are_those_of_meetings_that_are_announced_or_in_session(
    state: str, answers: int, client_of: Browser, clause_of: Any
) -> None:
    clause = clause_of("The ministers welcome progress")
    meeting = _meeting(clause, state)
    client = client_of("interpreter")

    assert [_status(client, each) for each in _screens(meeting, clause.text)] == [answers] * 6
    listed = client.get("/desk/").content.decode()
    for address in (f"/desk/meetings/{meeting.slug}/screen/", f"/desk/texts/{clause.text.slug}/screen/"):
        assert (f'href="{address}"' in listed) is (answers == 200)


def test_a_text_that_is_adopted_or_of_no_meeting_has_no_screen(client_of: Browser, clause_of: Any) -> None:
    clause = clause_of("The ministers welcome progress")
    meeting, client, text = _meeting(clause), client_of("interpreter"), Text.objects.filter(pk=clause.text_id)
    wall = _screens(meeting, clause.text)[3:]

    for change in ({"state": "withdrawn"}, {"state": "under_negotiation", "meeting": None}):
        text.update(**change)
        assert [_status(client, each) for each in wall] == [404] * 3
    Meeting.objects.filter(state__in=screens.IN_USE).update(state="planned")
    assert "so no screen shows anything" in client.get("/desk/").content.decode()
    assert [client.get(f"/desk/{each}").status_code for each in OF_THE_ACCOUNT] == [200] * 3


def test_the_pages_of_an_interpreter_lead_to_nothing_that_is_not_there(client_of: Browser, clause_of: Any) -> None:
    """No notice waits, and a token for programs is neither offered nor, had somebody one, more than the public."""
    clause = clause_of("The ministers welcome progress")
    meeting, client = _meeting(clause), client_of("interpreter")
    account = User.objects.get(username="interpreter")
    shown = ["/desk/", *(f"/desk/{each}" for each in OF_THE_ACCOUNT), *_screens(meeting, clause.text)[::3]]

    for page in shown:
        led = set(re.findall(r'(?:href|action|formaction)="(/desk/[^"#?]*)', client.get(page).content.decode()))
        assert led
        assert {resolve(each).url_name for each in led} <= screens.OPEN_NAMES
    assert client.post("/desk/account/tokens/", {"name": "mine", "scope": "dialogue", "days": "30"}).status_code == 404
    assert list(telling.notices(viewer=viewer_of(account))) == []
    _row, words = api_tokens.make(account, name="mine", scope=TokenScope.DIALOGUE, days=30, at=NOW)
    asked = {"HTTP_AUTHORIZATION": f"Bearer {words}"}
    for noun in ("meetings", "texts", "clauses"):
        own, public = (client_of("").get(f"/api/v1/{noun}/", **more) for more in (asked, {}))
        assert (own.status_code, own.content) == (200, public.content)
