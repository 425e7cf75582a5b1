"""``nemawashi events``: the record counted on the command line, and files of coded news."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

pytestmark = pytest.mark.one_database


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("events", *words, stdout=out)
    return out.getvalue()


def asked(*words: str) -> Any:
    return json.loads(run(*words, "--json"))


def test_the_record_is_counted_as_its_pages_count_it(shipped: None) -> None:
    events = asked("list")["events"]
    series = {each["series"]: each for each in asked("series")["series"]}
    around = asked("around", "2016-09-02", "--kind", "meeting", "--days", "365")
    visits, initiatives = asked("visits"), asked("initiatives", "--party", "japan")["initiatives"]
    formats = {each["format"]: each for each in asked("formats")["formats"]}

    assert {each["kind"] for each in events} == {"meeting", "statement", "pledge", "project"}
    assert all(each["sources"] for each in events)
    assert {each["state"] for each in events} == {"held", "planned", "postponed", "cancelled"}
    assert {each["plover_type"] for each in events if each["state"] in ("postponed", "cancelled")} == {None}
    assert len(series["fmm"]["held"]) == len(series["fmm"]["gaps"]) + 1 == 10
    assert around["difference"] == len(around["after"]) - len(around["before"])
    assert around["chance_low"] <= 0 <= around["chance_high"]
    assert {each["host"] for each in visits["visits"]} >= {"japan", "kazakhstan"}
    assert all(len(pair["parties"]) == 2 and pair["events"] for pair in visits["pairs"])
    assert len(initiatives) > 50
    assert any(each["days"] for each in initiatives)
    assert formats["india-ca"]["is_exact"]
    assert "not exact" in run("series", "--format", "carec")
    assert "no deed found" in run("initiatives")
    assert "india-ca" in run("formats")
    assert "in 95 of 100 draws" in run("around", "2016-09-02")
    assert " to japan (" in run("visits")
    assert "postponed" in run("list", "--kind", "meeting")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["list", "--format", "x"], "no events of a format 'x'"),
        (["around", "soon"], "'soon' is no day such as 2022-02-24"),
        (["around", "2016-09-02", "--days", "0"], "a window has from 1 to 3660 days"),
        (["around", "1066-10-14"], "outside of what these events span"),
    ],
)
def test_what_cannot_be_counted_is_said_in_a_sentence(words: list[str], why: str, shipped: None) -> None:
    with pytest.raises(CommandError, match=why):
        run(*words)


def test_files_of_reports_are_read_and_counted_without_a_database(tmp_path: Path) -> None:
    pytest.importorskip("ibis")
    source = tmp_path / "news.csv"
    lines = [f"2022-02-{day:02d},JPN,KAZ,consult,KAZ" for day in (1, 3, 9)] + ["soon,JPN,KAZ,aid,KAZ"] * 41
    source.write_text("\n".join(["day,actor,recipient,type,place", *lines]) + "\n", encoding="utf-8")
    words = run("import", str(source), "--form", "csv", "--to", str(tmp_path / "r.parquet")).splitlines()

    assert words[0] == "line 5: no day such as 2022-02-24; left out"
    assert words[-2] == "… and 1 lines more"
    assert words[-1].endswith("r.parquet: 3 reports, 2022-02-01 to 2022-02-09; 41 lines left out")
    (row,) = asked("reports", str(tmp_path / "r.parquet"), "cadence")["rows"]
    assert row == {**{"one": "JPN", "other": "KAZ", "days": 3, "first": "2022-02-01", "last": "2022-02-09", "longest": 6}}
    assert "These are reports in the news, not events." in run("reports", str(tmp_path / "r.parquet"), "places")
    assert asked("import", str(source), "--form", "csv", "--rows", "2")["rows"] == 2
    for wrong in (["reports", str(source), "months"], ["import", str(source), "--form", "gdelt"]):
        with pytest.raises(CommandError):
            run(*wrong)
    with pytest.raises(CommandError, match="--rows is a number from 1"):
        run("import", str(source), "--form", "csv", "--rows", "0")
    with pytest.raises(CommandError, match="there is no file"):
        run("import", str(tmp_path / "none.csv"), "--form", "csv")
