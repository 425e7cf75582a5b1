"""What others table reaches an open page: the stream, its fallback, and who hears of what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.texts.unchanged import *  # noqa: F403

from nemawashi.access.models import User
from nemawashi.access.terms import Role
from nemawashi.access.viewers import Viewer
from nemawashi.desk.negotiating import live
from nemawashi.desk.negotiating.places import places
from nemawashi.parties.models import Membership
from nemawashi.parties.queries import viewer_of
from nemawashi.texts import acts
from nemawashi.texts.models import Clause, Text


@pytest.fixture(autouse=True)
def watched(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The thread that looks for changes looks often, and has ended before the database is another test's."""
    monkeypatch.setattr(live, "BEAT", 0.01)
    monkeypatch.setattr(live.watch, "term", 0)  # that of this test's own database
    yield
    thread = live.watch.thread
    if thread:
        thread.join(10)
        assert not thread.is_alive()


def first(client: Any, text: Text, query: str = "") -> bytes:
    """The first line that a browser gets, which takes packed answers; then it hangs up."""
    answer = client.get(f"/desk/texts/{text.slug}/live/{query}", headers={"Accept-Encoding": "gzip, br"})
    told = bytes(next(iter(answer.streaming_content)))
    answer._iterator.close()  # the client's own end of an answer, which spares the connection of the test
    return told.partition(b"\n\n")[0]


def test_a_line_of_the_stream_leaves_at_once_and_unpacked(client_of: Callable[[str], Any], clean_text: Text) -> None:
    told = first(client_of("host"), clean_text)

    assert told == f"event: version\ndata: {clean_text.version}".encode()


def test_a_draft_moves_the_stream_of_its_own_delegation_alone(
    client_of: Callable[[str], Any], done: Any, clause: Clause
) -> None:
    names = ("japan", "kazakhstan", "host")
    before = {name: first(client_of(name), clause.text) for name in names}

    done("japan", acts.draft_position, clause, operation="comment", words="x")

    after = {name: first(client_of(name), clause.text) for name in names}
    assert {name: before[name] == after[name] for name in names} == {"japan": False, "kazakhstan": True, "host": True}


@pytest.mark.parametrize("change", [{"role": Role.ACCOMPANYING}, {"until_on": dt.date(2020, 1, 1)}, None])
def test_who_left_the_delegation_meanwhile_hears_nothing_of_its_drafts(
    done: Any, clause: Clause, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any] | None
) -> None:
    """A stream that was opened before goes on for a minute at most, and ends where it would tell that one has changed."""
    monkeypatch.setattr(live, "OWN_BEAT", 0.0)
    account = User.objects.get(username="japan-watcher")
    slot = places.take(account.pk)
    assert slot is not None
    place = live.LiveStream(clause.text, viewer_of(account), slot, hears_own=True)
    started = place.news()
    assert place.news() == b""
    done("japan", acts.draft_position, clause, operation="comment", words="x")
    told = [place.news() for _ in range(3)]
    assert (b"event: version" in b"".join(filter(None, told)), started in told) == (True, False)
    offices = Membership.objects.filter(user=account)
    offices.update(**change) if change else offices.delete()

    assert place.news() == b""  # of nothing that is new
    done("japan", acts.draft_position, clause, operation="comment", words="y")
    assert [place.news() for _ in range(3)] == [b"event: bye\ndata: \n\n", None, None]
    place.close()


def test_the_screen_for_the_room_hears_of_no_draft(client_of: Callable[[str], Any], done: Any, clause: Clause) -> None:
    done("japan", acts.draft_position, clause, operation="comment", words="zqred line")
    client = client_of("japan")

    assert first(client, clause.text, "?own=0") == f"event: version\ndata: {clause.text.version}".encode()
    assert b"zqred" not in client.get(f"/desk/texts/{clause.text.slug}/screen/").content
    assert b"zqred" in client.get(f"/desk/texts/{clause.text.slug}/").content


def test_who_finds_no_place_polls(client_of: Callable[[str], Any], clean_text: Text, settings: Any) -> None:
    settings.MOST_STREAMS = 0
    client, poll = client_of("japan"), f"/desk/texts/{clean_text.slug}/poll/"

    assert client.get(f"/desk/texts/{clean_text.slug}/live/").status_code == 204
    version = client.get(poll).json()["version"]
    assert client.get(poll, {"version": version}).status_code == 204
    assert client.get(poll, {"version": "other"}).json() == {"version": version}


def opened(client: Any, text: Text) -> Any:
    """A stream that stays open behind its first line; None where there was no place."""
    answer = client.get(f"/desk/texts/{text.slug}/live/")
    if answer.status_code == 204:
        return None
    next(iter(answer.streaming_content))
    return answer


@pytest.mark.parametrize(("most", "most_of_one", "japans", "hosts"), [(9, 2, 2, 1), (3, 9, 3, 0), (9, 9, 3, 1)])
def test_one_account_takes_only_some_of_the_places(
    client_of: Callable[[str], Any],
    clean_text: Text,
    settings: Any,
    most: int,
    most_of_one: int,
    japans: int,
    hosts: int,
) -> None:
    settings.MOST_STREAMS, settings.MOST_STREAMS_OF_ONE = most, most_of_one
    japan, host = client_of("japan"), client_of("host")

    own = [answer for _ in range(3) if (answer := opened(japan, clean_text))]
    others = [answer for _ in range(1) if (answer := opened(host, clean_text))]
    for answer in own + others:
        answer._iterator.close()

    assert (len(own), len(others)) == (japans, hosts)
    assert (live.watch.streams, places.taken) == (0, 0)
    assert first(japan, clean_text).startswith(b"event: version")


def test_a_stream_that_nobody_read_gives_its_place_back(client_of: Callable[[str], Any], clean_text: Text) -> None:
    slot = places.take(1)
    assert slot is not None
    place = live.LiveStream(clean_text, Viewer(user_id=1), slot, hears_own=False)
    live.watch.follow(clean_text.pk, clean_text.version)

    place.close()
    place.close()

    assert (live.watch.streams, places.taken) == (0, 0)


@pytest.mark.parametrize("name", ["expert", "researcher"])
def test_nobody_outside_the_negotiation_listens(client_of: Callable[[str], Any], clean_text: Text, name: str) -> None:
    client = client_of(name)

    assert [client.get(f"/desk/texts/{clean_text.slug}/{word}/").status_code for word in ("live", "poll")] == [404, 404]


class Heard:
    """A connection that keeps what it is told."""

    is_there = True

    def __init__(self) -> None:
        self.lines: list[bytes] = []

    def tell(self, line: bytes) -> None:
        self.lines.append(line)

    def end(self) -> None:
        self.is_there = False


def test_two_changes_one_after_the_other_are_each_heard_at_once(clean_text: Text) -> None:
    slot, heard = places.take(1), Heard()
    assert slot is not None
    place = live.LiveStream(clean_text, Viewer(user_id=1), slot, hears_own=False)
    versions = [clean_text.version + more for more in range(3)]
    for version in versions:
        live.watch.versions[clean_text.pk] = version
        live._goes_on(place, heard)
    live.watch.followed[clean_text.pk] += 1
    place.close()

    assert heard.lines == [f"event: version\ndata: {version}\n\n".encode() for version in versions]
