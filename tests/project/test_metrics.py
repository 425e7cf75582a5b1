"""Figures for whoever watches: in the form that Prometheus reads, on a port of their own, and none that tells of drafts."""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from tests.texts.unchanged import *  # noqa: F403

from nemawashi.parties.models import Letter
from nemawashi.project import faults, health, metrics
from nemawashi.texts import acts as texts
from nemawashi.texts.models import Clause

LINE = re.compile(r'(?:# (?:HELP|TYPE) nemawashi_\w+ .+|nemawashi_\w+(?:\{\w+="[\w.]+"\})? -?[\d.e+-]+)')
NAMES = {
    "release_info", "disk_free_ratio", "ready", "letters", "letters_late_seconds", "silences_running",
    "silences_late_seconds", "log_entries_shared", "handed_over",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_kept", (-health.KEPT_FOR, ""))


def _figures() -> str:
    """Without what moves by itself."""
    return re.sub(r"nemawashi_(disk_free_ratio|\w+_late_seconds) .*", "", metrics.text())


def test_every_line_is_of_the_form_and_no_figure_moves_when_somebody_drafts(
    done: Callable[..., Any], clause: Clause, now: Any
) -> None:
    before = _figures()
    for words in ("zqcanary", "zqcanary once more"):
        draft = done("japan", texts.draft_position, clause, operation="comment", words=words)
    done("japan", texts.withdraw_position, draft)

    assert _figures() == before
    lines = metrics.text().splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert {match[1] for line in lines if (match := re.match(r"nemawashi_(\w+)", line))} == NAMES
    assert not re.search(r"japan|JPN|kazakhstan", metrics.text())
    Letter.objects.create(key="a", kind="notice", written_at=now, try_at=now, until=now, state="failed")
    assert 'nemawashi_letters{state="failed"} 1\n' in metrics.text()


def test_a_database_that_is_away_is_a_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_asked", lambda: "the database cannot be reached")

    assert "nemawashi_ready 0\n" in metrics.text()
    assert "letters" not in metrics.text()


@pytest.mark.one_database
def test_they_are_answered_on_a_port_of_their_own_and_nothing_else_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "text", lambda: "nemawashi_ready 1\n")
    monkeypatch.setattr(metrics, "close_old_connections", lambda: None)
    with metrics.server("127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        site = f"http://127.0.0.1:{server.server_port}"
        try:
            with urllib.request.urlopen(f"{site}/metrics") as answer:  # noqa: S310  our own
                said = (answer.read().decode(), answer.headers["Content-Type"])
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(f"{site}/en/")  # noqa: S310  our own
        finally:
            server.shutdown()
            thread.join()

    assert said == ("nemawashi_ready 1\n", metrics.TYPE)


@pytest.mark.one_database
def test_a_line_of_the_log_as_json_holds_no_word_of_a_fault_nor_a_key() -> None:
    words = "zqcan" + "ary"
    try:
        raise ValueError(words) from RuntimeError(words)
    except ValueError:
        raised = sys.exc_info()
    record = logging.LogRecord("nemawashi", logging.ERROR, "", 0, "at /join/%s/", (words,), raised)

    line = faults.JsonLine("%(message)s").format(record)

    said = json.loads(line)
    assert ("\n" in line, words in line) == (False, False)
    assert (set(said), said["level"], said["logger"]) == ({"at", "level", "logger", "message"}, "ERROR", "nemawashi")
    assert said["message"].startswith("at /join/…")
    assert "builtins.ValueError" in said["message"]


@pytest.mark.one_database
def test_a_name_that_this_server_does_not_answer_for_costs_the_log_one_short_line() -> None:
    """Whoever tries names must neither fill the log with where each was refused nor with what is in them."""
    try:
        raise ValueError
    except ValueError:
        raised = sys.exc_info()
    name = "django.security.DisallowedHost"
    record = logging.LogRecord(name, logging.ERROR, "", 0, "Invalid HTTP_HOST header: %r.", ("e" * 900,), raised)

    lines = [form("%(message)s").format(record) for form in (faults.WordlessLine, faults.JsonLine)]

    assert lines[0] == f"Invalid HTTP_HOST header: 'eee{'e' * 900}"[: faults.LONGEST_OF_A_HOST]
    assert json.loads(lines[1])["message"] == lines[0]
    assert record.exc_info is raised
