"""The record goes back into files: the same bytes, the same database, nothing that is not public."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from tests import grounds
from tests.conftest import LOADED_AT

from nemawashi.kit import folders
from nemawashi.meetings.models import AgendaItem, Delegation, Meeting, Recommendation, Track
from nemawashi.parties.models import Party
from nemawashi.record import checking, exporting, files, loading
from nemawashi.record.layout import in_one_form
from nemawashi.sources.models import RecordRow

pytestmark = pytest.mark.usefixtures("record")
Change = Callable[[str, str, str], int]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def rows_of(folder: Path, name: str) -> dict[str, Any]:
    return {row["id"]: row for row in yaml.safe_load((folder / f"{name}.yaml").read_text())}


def test_the_untouched_record_comes_out_as_it_is_shipped_byte_for_byte(tmp_path: Path) -> None:
    done = exporting.exported_record(tmp_path / "out")

    assert bytes_of(tmp_path / "out") == {name: raw for name, raw in bytes_of(files.PACKAGED).items() if ".yaml" in name}
    assert (done.written, done.left_out) == (3647, ())


@pytest.mark.one_database
def test_a_second_export_writes_the_same_bytes_over_the_first(tmp_path: Path) -> None:
    exporting.exported_record(tmp_path / "out")
    before = bytes_of(tmp_path / "out")

    exporting.exported_record(tmp_path / "out")

    assert bytes_of(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


CHANGES = [
    ("meetings", "city: Astana", "city: \"Nur-Sultan: ['new', name] # yes\""),
    ("tracks", "level: leaders", 'level: "heads of state\\nand government"'),
    ("claims", "value: 11,", "value: true,"),
    ("commitments", "area: format", "area: '2004-08'"),
    ("people", "name_ja: 川口順子", "name_ja: '川口 順子'"),
    ("formats", "founded: 2015-09-26", "founded: 2015-09"),
    ("parties", "role: initiator", "role: 'null'"),
]


@pytest.mark.one_database
def test_changed_rows_are_the_only_difference_and_load_to_the_same(folder: Path, change: Change, tmp_path: Path) -> None:
    """One row in each of these files, all in one load and one export: what differs is looked at file by file."""
    for told in CHANGES:
        change(*told)
    loading.record_loaded(folder)

    exporting.exported_record(tmp_path / "out")

    names = [name for name, *_ in CHANGES]
    assert {name: difference(name, folder, tmp_path / "out") for name in names} == dict.fromkeys(names, (True, 1, True))
    shipped, written = bytes_of(files.PACKAGED), bytes_of(tmp_path / "out")
    assert {name for name in written if written[name] != shipped[name]} == {f"{name}.yaml" for name in names}
    assert loading.record_loaded(tmp_path / "out").written <= len(CHANGES)


def difference(name: str, changed: Path, out: Path) -> tuple[bool, int, bool]:
    """Whether a file came out as it went in, how many rows differ from the shipped ones, and whether no other line does."""
    wanted, back = (files.read_rows(place / f"{name}.yaml", name) for place in (changed, out))
    shipped = files.read_rows(files.PACKAGED / f"{name}.yaml", name)
    is_same = [in_one_form(row.data) for row in back] == [in_one_form(row.data) for row in wanted]
    rows = sum(one.digest != other.digest for one, other in zip(back, shipped, strict=True))
    shipped_lines, written_lines = (
        set((place / f"{name}.yaml").read_text().splitlines()) for place in (files.PACKAGED, out)
    )
    return is_same, rows, len(shipped_lines - written_lines) <= max(len(lines_of(row)) for row in shipped)


def lines_of(row: files.Row) -> set[int]:
    return set(row.lines.values())


def planned(slug: str, **told: Any) -> Meeting:
    return Meeting.objects.create(slug=slug, track=Track.objects.get(slug="fmm"), city="Samarqand", **told)


def test_what_was_made_at_the_desk_stays_out_and_is_named(tmp_path: Path) -> None:
    planned("fmm-secret", state="planned")
    planned("fmm-held", state="held")
    err, out = StringIO(), StringIO()

    call_command("export_record", str(tmp_path / "out"), stdout=out, stderr=err)

    assert err.getvalue() == "meetings.yaml: fmm-held: left out, because it rests on no source yet\n"
    assert out.getvalue().endswith("3647 rows in 17 files, 1 left out\n")
    assert b"Samarqand" not in b"".join(bytes_of(tmp_path / "out").values())
    assert b"fmm-secret" not in b"".join(bytes_of(tmp_path / "out").values())


def test_agenda_and_delegations_of_a_meeting_to_come_are_those_that_its_file_told(tmp_path: Path) -> None:
    meeting = Meeting.objects.get(slug="justice-2026-planned")
    AgendaItem.objects.create(slug="secret-9", meeting=meeting, number=9, title="A quiet proposal", state="proposed")
    Delegation.objects.create(meeting=meeting, party=Party.objects.get(slug="japan"), standing="participant")

    exporting.exported_record(tmp_path / "out")

    row = rows_of(tmp_path / "out", "meetings")["justice-2026-planned"]
    assert len(row["agenda"]) == 3
    assert row["delegations"] == []
    assert b"A quiet proposal" not in b"".join(bytes_of(tmp_path / "out").values())


def test_item_that_no_agenda_took_is_not_in_the_row_of_a_held_meeting(tmp_path: Path) -> None:
    meeting = Meeting.objects.get(slug="fmm-2004-astana")
    AgendaItem.objects.create(slug="secret-9", meeting=meeting, number=9, title="A quiet proposal", state="deferred")

    exporting.exported_record(tmp_path / "out")

    assert len(rows_of(tmp_path / "out", "meetings")["fmm-2004-astana"]["agenda"]) == 4


def test_changed_row_of_an_undated_meeting_loads_again(tmp_path: Path) -> None:
    Meeting.objects.filter(slug="som-4").update(city="Astana")

    exporting.exported_record(tmp_path / "out")

    row = rows_of(tmp_path / "out", "meetings")["som-4"]
    assert (row["city"], row["dates"]) == ("Astana", {"start": None, "end": None})
    assert checking.checked_record(tmp_path / "out").errors == ()


def test_recommendation_that_an_agenda_took_up_goes_on_telling_what_its_file_told(tmp_path: Path) -> None:
    row = Recommendation.objects.filter(link="none")[0]
    Recommendation.objects.filter(pk=row.pk).update(link="taken_up")

    exporting.exported_record(tmp_path / "out")

    assert rows_of(tmp_path / "out", "recommendations")[row.slug]["link"] == "none"


def test_record_that_would_not_load_again_is_not_written(tmp_path: Path) -> None:
    Meeting.objects.filter(slug="fmm-2004-astana").update(start_on="2004-08-28", end_on="2003-01-01")
    err = StringIO()

    with pytest.raises(CommandError, match="nothing was written") as refused:
        call_command("export_record", str(tmp_path / "out"), stderr=err)

    assert refused.value.returncode == 1
    assert "ends before it starts" in err.getvalue()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.one_database
@pytest.mark.parametrize("strange", ["thesis.docx", ".git", "meetings.yaml.bak"])
def test_folder_with_other_things_is_refused_and_left_alone(strange: str, tmp_path: Path) -> None:
    (tmp_path / strange).write_text("mine")
    (tmp_path / "tracks.yaml").write_text("mine, too")
    before = bytes_of(tmp_path)

    with pytest.raises(CommandError, match=f"holds {strange}; name an empty folder; nothing was written") as refused:
        call_command("export_record", str(tmp_path))

    assert refused.value.returncode == 2
    assert bytes_of(tmp_path) == before


@pytest.mark.one_database
def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")

    with pytest.raises(CommandError, match="is not a folder") as refused:
        call_command("export_record", str(tmp_path / "out"))

    assert refused.value.returncode == 2


@pytest.mark.one_database
def test_failure_half_way_leaves_the_old_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exporting.exported_record(tmp_path / "out")
    before = bytes_of(tmp_path / "out")

    def full(folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folders, "_keep", full)
    with pytest.raises(CommandError, match="no space left on device; nothing was written"):
        call_command("export_record", str(tmp_path / "out"))

    assert bytes_of(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.one_database
def test_swap_works_where_the_system_has_no_exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_exchanged", lambda one, other: False)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "tracks.yaml").write_text("old")

    exporting.exported_record(tmp_path / "out")

    assert len(bytes_of(tmp_path / "out")) == len(files.NAMES)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.one_database
def test_kill_leaves_the_old_or_the_new_state(tmp_path: Path) -> None:
    """A process that swaps two states over and over is killed at odd moments; whoever looks finds one of them whole."""
    code = (
        "import sys, pathlib; from nemawashi.kit.folders import replaced\n"
        "target, number = pathlib.Path(sys.argv[1]), 0\n"
        "while True:\n"
        "    number += 1\n"
        "    with replaced(target) as new:\n"
        "        [(new / name).write_text(str(number)) for name in 'abcdef']\n"
    )
    for wait in (0.25, 0.31, 0.37):
        running = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "out")])
        threading.Event().wait(wait)  # on another day libfaketime refuses to sleep
        running.send_signal(signal.SIGKILL)
        running.wait()
        if (tmp_path / "out").exists():
            assert len(set(bytes_of(tmp_path / "out").values())) == 1
            assert len(bytes_of(tmp_path / "out")) == 6


def nemawashi(home: Path, *words: str) -> str:
    env = {**os.environ, "NEMAWASHI_HOME": str(home), "NEMAWASHI_DEMO": "1", "NEMAWASHI_DATABASE_URL": ""}
    done = subprocess.run([sys.executable, "-m", "nemawashi", *words], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def tables_of(home: Path) -> dict[str, list[Any]]:
    """What stands in the tables of the nouns; moments of the load, which differ, left out."""
    connection = sqlite3.connect(home / "nemawashi.sqlite3")
    names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
    nouns = ("sources_", "parties_", "meetings_", "texts_", "commitments_", "assistance_", "analysis_")
    found = {}
    for name in sorted(name for name in names if name.startswith(nouns)):
        columns = [row[1] for row in connection.execute(f"pragma table_info({name})")]
        kept = ", ".join(f'"{column}"' for column in columns if column not in ("id", "loaded_at", "at", "added_at"))
        found[name] = sorted(connection.execute(f"select {kept} from {name}").fetchall(), key=repr)  # noqa: S608
    connection.close()
    return found


def _home(folder: Path, ground: grounds.Ground) -> None:
    """A home whose database is a copy of the ground; an empty one may not have been kept, and is then made."""
    folder.mkdir()
    if (kept := grounds.file_of(ground)).exists():
        shutil.copy(kept, folder / "nemawashi.sqlite3")
    else:
        nemawashi(folder, "manage", "migrate", "--verbosity", "0")


@pytest.mark.one_database
def test_export_loads_into_an_empty_database_as_the_same_record(shipped: None, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    _home(one, grounds.Ground.SHIPPED)
    _home(other, grounds.Ground.EMPTY)
    nemawashi(one, "export-record", str(tmp_path / "files"))
    nemawashi(other, "load-record", "--path", str(tmp_path / "files"))
    nemawashi(other, "export-record", str(tmp_path / "again"))

    assert tables_of(other) == tables_of(one)
    assert bytes_of(tmp_path / "again") == bytes_of(tmp_path / "files")


@pytest.mark.one_database
def test_opening_and_zone_of_a_meeting_go_out_and_come_in(folder: Path, change: Change, tmp_path: Path) -> None:
    change("meetings", "  city: Astana", "  opens: '10:00'\n  zone: Asia/Almaty\n  city: Astana")

    loading.record_loaded(folder)
    exporting.exported_record(tmp_path / "out")

    meeting = Meeting.objects.get(slug="fmm-2004-astana")
    assert (str(meeting.opens_at), meeting.zone) == ("10:00:00", "Asia/Almaty")
    row = rows_of(tmp_path / "out", "meetings")["fmm-2004-astana"]
    assert (row["opens"], row["zone"]) == ("10:00", "Asia/Almaty")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("opens: '25:00'", "is not a time of day"),
        ("opens: 10:00", "opens must be text"),
        ("zone: Asia/Atlantis", "no time zone"),
    ],
)
def test_time_that_is_none_is_refused(line: str, told: str, folder: Path, change: Change) -> None:
    change("meetings", "  city: Astana", f"  {line}\n  city: Astana")

    assert told in str(checking.checked_record(folder).errors[0])


@pytest.mark.one_database
def test_moment_of_the_load_is_not_in_the_files(tmp_path: Path) -> None:
    exporting.exported_record(tmp_path / "one")
    RecordRow.objects.update(loaded_at=LOADED_AT.replace(year=2027))
    exporting.exported_record(tmp_path / "other")

    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "other")
