"""The day: what needs whom, the most urgent first, with the next steps of the round; and what happened."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.texts.unchanged import span

from nemawashi.access.models import Notice
from nemawashi.access.viewers import Viewer
from nemawashi.desk.following import day
from nemawashi.texts import acts
from nemawashi.texts.models import Clause, Text

Browser = Callable[[str], Any]
Done = Callable[..., Any]


def _tasks(client: Any) -> list[tuple[str, str]]:
    page = client.get("/desk/").content.decode()
    rows = re.findall(r'class="day__what">.*?>(.*?)</a>.*?class="day__why">(.*?)</p>', page, re.S)
    return [(re.sub(r"<[^>]+>", "", what).strip(), html.unescape(why).strip()) for what, why in rows]


def _reasons(client: Any, text: Text) -> list[str]:
    return [why for what, why in _tasks(client) if what in (str(text), text.symbol, f"{text.symbol}, paragraph 1")]


@pytest.mark.parametrize(("clause_id", "closed"), [(None, 1), ("gone", 0)])
def test_only_a_draft_that_no_key_opens_is_said_to_be_closed(
    clause_id: str | None, closed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = SimpleNamespace(clause_id=clause_id, clause=None)
    monkeypatch.setattr(day.texts, "own_drafts", lambda *, viewer: [draft])

    tasks = day._drafts(Viewer(party_id=1))

    assert [task.what for task in tasks] == ["Our drafts"] * closed


def _tabled(done: Done, name: str, clause: Clause, words: str) -> Any:
    draft = done(name, acts.draft_position, clause, operation="replace", words=words, **span(clause, "2030"))
    return done(name, acts.table_position, draft)


def test_the_host_is_told_the_next_step_of_the_round(
    client_of: Browser, done: Done, clean_text: Text, clause: Clause, now: dt.datetime
) -> None:
    host, steps = client_of("host"), []
    steps.append(_reasons(host, clean_text))
    rows = [_tabled(done, name, clause, words) for name, words in (("japan", "2031"), ("kazakhstan", "2032"))]
    steps.append(_reasons(host, clean_text))
    for row, name in zip(rows, ("japan", "kazakhstan"), strict=True):
        row.refresh_from_db()
        done(name, acts.withdraw_position, row)
    done("japan", acts.translate_clause, clause, language="ja", words="2030年まで毎年会合する。")
    change = _tabled(done, "uzbekistan", clause, "2033")
    done("host", acts.accept_position, change, at=now + dt.timedelta(minutes=1))
    steps.append(_reasons(host, clean_text))
    done("host", acts.issue_revision, clean_text, at=now + dt.timedelta(minutes=2))
    steps.append(_reasons(host, clean_text))

    can_go = "The text can be put under silence, or adopted in its meeting."
    assert steps == [
        [],  # a zero draft, on which nobody has said anything
        ["2 positions to settle."],
        ["1 translation is stale.", "No position stands open: a clean revision can be issued."],
        ["1 translation is stale.", can_go],
    ]


def test_who_broke_silence_stands_before_the_host_until_it_went_on(
    client_of: Browser, done: Done, clean_text: Text, silence: Any, now: dt.datetime
) -> None:
    done("tajikistan", acts.break_silence, silence, words="Not agreed.")
    before = _reasons(client_of("host"), clean_text)
    clean_text.refresh_from_db()
    done("host", acts.issue_revision, clean_text, at=now + dt.timedelta(hours=1))

    assert before[0] == "TJK broke silence: decide how to go on."
    assert [why for why in _reasons(client_of("host"), clean_text) if "broke" in why] == []


def test_a_party_is_asked_until_it_answers(client_of: Browser, done: Done, clean_text: Text, clause: Clause) -> None:
    row = _tabled(done, "japan", clause, "2031")
    done("host", acts.ask_to_let_go, row, why="Nobody else asks for it.")
    asked = "The chair asks you to let a position go: Nobody else asks for it."

    before = [asked in _reasons(client_of(name), clean_text) for name in ("japan", "kazakhstan", "japan-watcher")]
    row.refresh_from_db()
    done("japan", acts.keep_position, row)

    assert before == [True, False, False]
    assert asked not in _reasons(client_of("japan"), clean_text)


def test_running_silence_comes_before_an_old_promise(client_of: Browser, silence: Any) -> None:
    tasks = _tasks(client_of("japan"))

    late = [n for n, (_what, why) in enumerate(tasks) if why == "Your party promised this."]
    runs = [n for n, (_what, why) in enumerate(tasks) if why.startswith("Silence runs")]
    assert min(late) > max(runs) >= 0


def test_the_end_of_silence_is_told_on_both_clocks(client_of: Browser, silence: Any) -> None:
    page = client_of("japan").get("/desk/").content.decode()

    assert "(Almaty, UTC+5) = " in page
    assert "(Tokyo, UTC+9)" in page


@pytest.mark.parametrize("name", ["host", "japan"])
def test_the_day_asks_the_same_statements_for_one_step_and_for_three(
    name: str, client_of: Browser, done: Done, clean_text: Text, clause: Clause
) -> None:
    Notice.objects.all().delete()
    client, counts = client_of(name), []
    for who, words in (("kazakhstan", "2031"), ("uzbekistan", "2032"), ("tajikistan", "2033")):
        row = _tabled(done, who, clause, words)
        done("host", acts.ask_to_let_go, row, why="It stands alone.")
        with CaptureQueriesContext(connection) as asked:
            client.get("/desk/")
        counts.append(len(asked))

    assert counts[0] == counts[2]
