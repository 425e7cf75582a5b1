"""The data package: four forms that say the same, valid, the same bytes, nothing that is not public."""

import csv
import datetime as dt
import io
import json
import sqlite3
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from nemawashi.meetings.models import Meeting, Recommendation
from nemawashi.portal.take_away import package, store
from nemawashi.sources.models import Citation

ZIP = "/en/take-away/nemawashi-caj-record.zip"


@pytest.fixture
def folder(record: Any, tmp_path: Path) -> Path:
    """The small record as a package."""
    package.write_package(tmp_path)
    return tmp_path


def described(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "datapackage.json").read_text()))


def names(folder: Path) -> list[str]:
    return [resource["name"] for resource in described(folder)["resources"] if resource["format"] == "csv"]


def from_json(folder: Path, name: str) -> list[dict[str, Any]]:
    return list(json.loads((folder / "data" / f"{name}.json").read_text()))


def test_package_is_valid_with_its_keys_sizes_and_digests(folder: Path) -> None:
    report = frictionless.validate(str(folder / "datapackage.json"))

    assert report.flatten(["type", "title", "message"]) == []
    assert len(report.tasks) == len(names(folder)) * 3 + 1


def test_validator_would_notice_a_row_that_names_nothing(folder: Path) -> None:
    path = folder / "data" / "delegations.csv"
    path.write_text(path.read_text().replace("japan", "nowhere"))

    told = {row[0] for row in frictionless.validate(str(folder / "datapackage.json")).flatten(["type"])}

    assert "foreign-key" in told


def test_every_form_says_the_same(folder: Path) -> None:
    database = sqlite3.connect(folder / "record.sqlite")
    database.row_factory = sqlite3.Row
    for name in names(folder):
        rows = from_json(folder, name)
        read = [dict(row) for row in csv.DictReader(io.StringIO((folder / "data" / f"{name}.csv").read_text()))]
        assert [[_as_cell(value) for value in row.values()] for row in rows] == [list(row.values()) for row in read]
        stored = [dict(row) for row in database.execute(f'select * from "{name}"')]  # noqa: S608
        assert [{key: _as_stored(value) for key, value in row.items()} for row in rows] == stored
        parquet = duckdb.sql(f"select * from '{folder}/data/{name}.parquet'")  # noqa: S608
        assert [[_plain(value) for value in row] for row in parquet.fetchall()] == [list(row.values()) for row in rows]
        assert parquet.columns == list(rows[0] if rows else parquet.columns)
    assert database.execute("pragma foreign_key_check").fetchall() == []


def _as_cell(value: Any) -> str:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _plain(value: Any) -> Any:
    """What Parquet gives, as JSON has it."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return int(value) if isinstance(value, Decimal) else value


def _as_stored(value: Any) -> Any:
    return (
        json.dumps(value, ensure_ascii=False)
        if isinstance(value, list)
        else int(value)
        if value in (True, False)
        else value
    )


def test_tables_hold_the_record_with_its_sources(folder: Path) -> None:
    (meeting,) = from_json(folder, "meetings")
    assert (meeting["id"], meeting["start"], meeting["land"], meeting["host"]) == (
        "fmm-2012-tokyo",
        "2012-11-10",
        "japan",
        "japan",
    )
    undertaking, visit = from_json(folder, "undertakings")
    assert (undertaking["amount"], undertaking["currency"], undertaking["spheres"]) == (700_000_000, "USD", ["trade"])
    assert (visit["amount"], visit["currency"], visit["spheres"]) == (None, None, [])
    assert {
        "row": "meeting/fmm-2012-tokyo",
        "number": 0,
        "part": None,
        "source": "mofa-2012",
        "locator": "paragraph 2",
    } in (from_json(folder, "citations"))
    (ruling,) = from_json(folder, "rulings")
    assert (ruling["claim"], ruling["at"], ruling["by"], ruling["verdict"]) == (
        "c01-count-1",
        "2026-01-01T00:00:00Z",
        "Curator",
        "prefers",
    )
    (said,) = from_json(folder, "statements")
    assert (said["claim"], said["source"], said["stance"]) == ("c01-count-1", "mofa-2012", "asserts")


def test_nothing_that_is_not_public_is_in_any_byte(folder: Path, record: Any) -> None:
    assert Meeting.objects.filter(city="Samarqand").exists()
    whole = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())

    assert [part for part in (b"Samarqand", b"fmm-next", b"draft-2027", b"keep a secret") if part in whole] == []
    assert [(row["row"], row["other"]) for row in from_json(folder, "ties")] == [
        ("organisation/sea-bank", "meeting/fmm-2012-tokyo"),
        ("recommendation/rec-1", "text/statement-2012"),
    ]


def test_licence_and_citation_are_in_it(folder: Path) -> None:
    told = described(folder)
    assert [entry["name"] for entry in told["licenses"]] == ["CC-BY-4.0"]
    assert told["citation"] in (folder / "README.md").read_text()
    citation = yaml.safe_load((folder / "CITATION.cff").read_text())
    assert (citation["license"], citation["type"], citation["version"]) == ("CC-BY-4.0", "dataset", told["version"])
    assert "CC-BY-4.0" in (folder / "LICENSE.txt").read_text()


def test_the_same_record_gives_the_same_bytes(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    again = tmp_path_factory.mktemp("again")
    package.write_package(again)

    def read(root: Path) -> dict[str, bytes]:
        return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}

    assert read(again) == read(folder)


@pytest.mark.parametrize("words", ["=HYPERLINK(1)", "+1", "-1+2", "@SUM(A1)", "\tx"])
def test_words_that_a_spreadsheet_would_run_are_words_in_csv_alone(words: str, record: Any, tmp_path: Path) -> None:
    Recommendation.objects.update(words=words)
    package.write_package(tmp_path)

    (row,) = csv.DictReader(io.StringIO((tmp_path / "data" / "recommendations.csv").read_text()))

    assert row["words"] == f"'{words}"
    assert from_json(tmp_path, "recommendations")[0]["words"] == words


def test_command_writes_the_package_and_refuses_a_strange_folder(record: Any, tmp_path: Path) -> None:
    call_command("export_record", str(tmp_path / "out"), format="datapackage")
    call_command("export_record", str(tmp_path / "out"), format="datapackage")
    assert {path.name for path in (tmp_path / "out").iterdir()} == package.KNOWN

    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "README.md").write_text("my project")
    with pytest.raises(CommandError, match=r"it has no datapackage\.json") as refused:
        call_command("export_record", str(tmp_path / "mine"), format="datapackage")
    assert refused.value.returncode == 2
    assert (tmp_path / "mine" / "README.md").read_text() == "my project"


def test_page_explains_forms_licence_and_citation(page: Callable[[str], str], record: Any) -> None:
    told = page("/en/take-away/")

    for part in (
        ZIP,
        "/en/take-away/meetings.csv",
        "/en/take-away/meetings.json",
        "Creative Commons Attribution 4.0",
        "version of",
    ):
        assert part in told
    assert 'href="/en/take-away/"' in page("/en/meetings/")


def test_without_its_library_the_package_is_whole_and_holds_no_parquet(
    record: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    call_command("export_record", str(tmp_path), format="datapackage")

    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.flatten(["type", "title", "message"]) == []
    assert len(report.tasks) == len(names(tmp_path)) * 2 + 1
    assert list(tmp_path.rglob("*.parquet")) == []
    assert "parquet" not in (tmp_path / "README.md").read_text() + (tmp_path / "datapackage.json").read_text()
    assert "pip install 'nemawashi[parquet]'" in capsys.readouterr().err


def test_page_offers_parquet_only_where_it_is_made(
    page: Callable[[str], str], client: Client, record: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = "This server makes no Parquet files"
    monkeypatch.setitem(sys.modules, "duckdb", None)
    before = page("/en/take-away/")
    assert ("/en/take-away/meetings.parquet" in before, missing in before) == (False, True)
    assert client.get("/en/take-away/meetings.parquet").status_code == 404
    monkeypatch.undo()

    after = page("/en/take-away/")

    assert ("/en/take-away/meetings.parquet" in after, missing in after) == (True, False)
    assert client.get("/en/take-away/meetings.parquet").content[:4] == b"PAR1"


def test_zip_holds_the_package_under_one_folder(client: Client, record: Any) -> None:
    answer = client.get(ZIP)

    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    assert {name.split("/")[0] for name in archive.namelist()} == {"nemawashi-caj-record"}
    assert {name.split("/")[1] for name in archive.namelist()} == package.KNOWN
    assert answer.headers["Content-Type"] == "application/zip"


@pytest.mark.parametrize(
    "name", ["nemawashi-caj-record.zip", "meetings.csv", "meetings.json", "record.sqlite", "README.md"]
)
def test_file_is_not_sent_to_who_has_it(name: str, client: Client, record: Any) -> None:
    answer = client.get(f"/en/take-away/{name}")

    etag = answer.headers["ETag"]
    assert not etag.startswith("W/")
    again = client.get(f"/en/take-away/{name}", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "name", ["nothing.csv", "..", "lock", "changed_at", "meetings.xlsx", "data", "%2e%2e%2fdb.sqlite3"]
)
def test_no_address_reaches_beside_the_package(name: str, client: Client, record: Any) -> None:
    assert client.get(f"/en/take-away/{name}").status_code == 404


def test_package_is_built_once_for_a_state_and_anew_for_the_next(client: Client, record: Any) -> None:
    first = client.get(ZIP)
    built = {path: path.stat().st_mtime_ns for path in settings.TAKE_AWAY.glob("*/*.zip")}
    assert client.get(ZIP).content == first.content
    assert {path: path.stat().st_mtime_ns for path in settings.TAKE_AWAY.glob("*/*.zip")} == built

    record.tokyo.city, record.tokyo.version = "Kyoto", 2
    record.tokyo.save()
    second = client.get(ZIP)

    assert second.headers["ETag"] != first.headers["ETag"]
    assert len(list(settings.TAKE_AWAY.glob("*/*.zip"))) == 1
    assert "Kyoto" in client.get("/en/take-away/meetings.csv").content.decode()


def test_claim_that_a_curator_adds_is_in_the_next_package(client: Client, record: Any) -> None:
    before = client.get(ZIP).headers["ETag"]
    Citation.objects.create(
        subject_ref=record.claim.ref, claim=record.claim, slug="c01-count-2", source=record.source, locator="page 7",
        stance="denies", order=1,
    )  # fmt: skip

    assert client.get(ZIP).headers["ETag"] != before
    assert "page 7" in client.get("/en/take-away/statements.csv").content.decode()


def test_two_who_ask_at_once_wait_for_one_builder(tmp_path: Path) -> None:
    at_work, most = [0], [0]

    def build() -> None:
        with store._alone(tmp_path):
            at_work[0] += 1
            most[0] = max(most[0], at_work[0])
            time.sleep(0.02)
            at_work[0] -= 1

    builders = [threading.Thread(target=build) for _ in range(4)]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()

    assert most == [1]


def test_act_on_what_is_not_public_builds_nothing_anew(client: Client, record: Any) -> None:
    before = client.get(ZIP).headers["ETag"]
    shelves = {path.name for path in settings.TAKE_AWAY.iterdir()}
    record.secret.version += 1
    record.secret.save()
    record.draft.version += 1
    record.draft.save()

    assert client.get(ZIP).headers["ETag"] == before
    assert {path.name for path in settings.TAKE_AWAY.iterdir()} == shelves
