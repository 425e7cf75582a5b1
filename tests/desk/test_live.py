"""What others table reaches an open page: the stream, its fallback, and who hears of what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.texts.unchanged import *  # noqa: F403

from nemawashi.desk.negotiating import live
from nemawashi.texts import acts
from nemawashi.texts.models import Clause, Text


@pytest.fixture(autouse=True)
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The thread that looks for changes looks often, and has ended before the database is another test's."""
    monkeypatch.setattr(live, "BEAT", 0.01)
    yield
    thread = live.watch.thread
    if thread:
        thread.join(10)


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


@pytest.mark.parametrize("name", ["expert", "researcher"])
def test_nobody_outside_the_negotiation_listens(client_of: Callable[[str], Any], clean_text: Text, name: str) -> None:
    client = client_of(name)

    assert [client.get(f"/desk/texts/{clean_text.slug}/{word}/").status_code for word in ("live", "poll")] == [404, 404]
