"""Times of requests are counted over all workers, told without addresses, and move for nobody's draft."""

from __future__ import annotations

import fcntl
import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.texts.unchanged import *  # noqa: F403

from nemawashi.project import metrics, request_times
from nemawashi.project.request_times import LIMITS, STEP, RequestTimes, Times
from nemawashi.texts.models import Clause


@pytest.fixture
def times(tmp_path: Path, settings: Any) -> Iterator[RequestTimes]:
    settings.HOME = tmp_path
    times = RequestTimes(tmp_path / request_times.NAME)
    request_times.keep(times)
    yield times
    request_times.keep(None)
    times.close()


def of(kind: str, outcome: str = "answered", *, home: Path) -> Times:
    return next(each for each in request_times.kept_in(home) if (each.kind, each.outcome) == (kind, outcome))


@pytest.mark.parametrize("at", range(len(LIMITS)))
def test_each_limit_belongs_to_its_own_bucket(times: RequestTimes, tmp_path: Path, at: int) -> None:
    times.count("public", 200, LIMITS[at])
    times.count("public", 399, LIMITS[at] + 1e-6)

    assert [number for number, count in enumerate(of("public", home=tmp_path).counts) if count] == [at, at + 1]


@pytest.mark.parametrize(
    ("status", "outcome"), [(204, "answered"), (399, "answered"), (400, "refused"), (499, "refused"), (500, "failed")]
)
def test_what_came_of_a_request(times: RequestTimes, tmp_path: Path, status: int, outcome: str) -> None:
    times.count("api", status, 0.25)

    assert (sum(of("api", outcome, home=tmp_path).counts), of("api", outcome, home=tmp_path).seconds) == (1, 0.25)


def test_workers_count_together_and_a_server_goes_on_where_the_last_one_ended(times: RequestTimes, tmp_path: Path) -> None:
    process = os.fork()
    if process == 0:
        try:
            times.count("static", 200, 0.001)
        finally:
            os._exit(0)
    os.waitpid(process, 0)
    times.count("static", 200, 0.001)
    path = tmp_path / request_times.NAME

    RequestTimes(path).close()
    assert sum(of("static", home=tmp_path).counts) == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_bytes(b"of another release")
    assert list(request_times.kept_in(tmp_path)) == []
    RequestTimes(path).close()
    assert sum(of("static", home=tmp_path).counts) == 0
    assert list(request_times.kept_in(tmp_path / "none")) == []


def test_nobody_waits_for_a_process_that_is_at_the_file(times: RequestTimes, tmp_path: Path) -> None:
    (ready, says_ready), (end, says_end) = os.pipe(), os.pipe()
    process = os.fork()
    if process == 0:
        try:
            with (tmp_path / request_times.NAME).open("r+b") as file:
                fcntl.lockf(file, fcntl.LOCK_EX)
                os.write(says_ready, b"x")
                os.read(end, 1)
        finally:
            os._exit(0)
    os.read(ready, 1)

    times.count("api", 200, 0.5)
    before = sum(of("api", home=tmp_path).counts)
    os.write(says_end, b"x")
    os.waitpid(process, 0)
    times.count("api", 200, 0.5)

    assert (before, sum(of("api", home=tmp_path).counts)) == (0, 2)


@pytest.mark.parametrize(("count", "told_as"), [(STEP - 1, 0), (STEP, STEP), (2 * STEP - 1, STEP)])
def test_what_the_desk_does_is_counted_in_steps(count: int, told_as: int) -> None:
    counts = (count - 7, 7, *[0] * (len(LIMITS) - 1))

    desk, public = (Times(kind, "answered", counts, 1.0).told_in_steps for kind in ("desk", "public"))

    assert (sum(desk.counts), public.counts) == (told_as, counts)
    assert desk.seconds == pytest.approx(told_as / count)
    assert min(desk.counts) >= 0


@pytest.mark.one_database
def test_no_figure_names_what_was_asked_for_or_moves_for_a_draft(
    client_of: Callable[[str], Any], clause: Clause, times: RequestTimes, tmp_path: Path
) -> None:
    japan, page = client_of("japan"), f"/desk/texts/{clause.text.slug}/"
    for address in (page, "/en/", "/sign-in/", "/api/v1/openapi.json", "/nowhere/zqcanary/", "/static/zqcanary.css"):
        japan.get(address)
    form = f"/desk/acts/draft_position/{clause.pk}/"
    before = metrics.text()
    japan.post(form, {"way": "comment", "words": "zqcanary", "clause_words": ""})
    after = metrics.text()

    def lines(text: str) -> list[str]:
        return [line for line in text.splitlines() if "request_seconds" in line]

    assert lines(before) == lines(after) != []
    assert not re.search("zqcanary|japan|draft", "".join(lines(after)))
    kinds = {match[1] for line in lines(after) if (match := re.search(r'kind="(\w+)"', line))}
    assert kinds == {"public", "entrance", "api", "other", "static"}
    assert 'nemawashi_request_seconds_bucket{kind="public",outcome="answered",le="+Inf"} 1' in after
    assert sum(of("desk", home=tmp_path).counts) == 2
    for _ in range(STEP - 2):
        times.count("desk", 200, 0.01)
    assert f'nemawashi_request_seconds_count{{kind="desk",outcome="answered"}} {STEP}' in metrics.text()
