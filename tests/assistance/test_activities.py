"""Activities that publishers report: taken in whole, tied by a person, handed out with the chain of the record."""

import datetime as dt
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from tests.kit.iati.files import sound, whole, written

from nemawashi.access.models import Entry
from nemawashi.access.viewers import PUBLIC
from nemawashi.assistance import acts, exports, matching, queries
from nemawashi.assistance.models import Activity, Undertaking
from nemawashi.assistance.staging import Staged
from nemawashi.assistance.terms import Refusal
from nemawashi.kit.iati import parsing, reading, writing
from nemawashi.kit.iati.parsing import AidOrganisation

TODAY = dt.date(2026, 11, 29)
NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
US = AidOrganisation("XX-US", (("en", "Central Asia plus Japan Dialogue"),), "40")


def taken(file: Path, capsys: Any, *words: str) -> tuple[int, dict[str, Any]]:
    status = 0
    try:
        call_command("iati", "import", str(file), "--json", *words)
    except SystemExit as end:
        status = int(str(end.code))
    return status, json.loads(capsys.readouterr().out)


@pytest.fixture
def roads(db: None, tmp_path: Path, capsys: Any) -> Activity:
    taken(written(tmp_path, whole(sound())), capsys)
    return Activity.objects.get()


def test_import_says_what_is_new_changed_and_unchanged(record: None, tmp_path: Path, capsys: Any) -> None:
    broken = sound("A-3", ("<title>", "<titel>"), ("</title>", "</titel>"))
    file = written(tmp_path, whole(sound("A-1"), sound("A-2"), broken))
    status, answer = taken(file, capsys, "--dry-run")
    assert (status, Activity.objects.count(), answer["new"], answer["dry_run"]) == (1, 0, 2, True)
    status, answer = taken(file, capsys)
    assert (status, Activity.objects.count(), answer["new"], answer["transactions"]) == (1, 2, 2, 2)
    assert [(row["identifier"], row["word"]) for row in answer["refused"]] == [("A-3", "schema")]
    again = written(tmp_path, whole(sound("A-1"), sound("A-2", ("500000<", "600000<")), sound("A-4")))
    status, answer = taken(again, capsys)
    assert (status, answer["new"], answer["changed"], answer["unchanged"]) == (0, 1, 1, 1)
    assert Activity.objects.get(identifier="A-2").sums == {"2": {"JPY": "600000"}}
    entries = Entry.objects.filter(event="activities.imported").order_by("seq")
    assert [(row.user_name, row.facts["new"], row.facts["changed"]) for row in entries] == [
        ("operator", 2, 0),
        ("operator", 1, 1),
    ]
    assert taken(again, capsys)[1]["unchanged"] == 3
    assert Entry.objects.filter(event="activities.imported").count() == 2


def test_a_file_that_is_cut_off_takes_nothing_in(record: None, tmp_path: Path, capsys: Any) -> None:
    content = whole(*(sound(f"A-{number}") for number in range(300)))
    status, answer = taken(written(tmp_path, content[:-300]), capsys)
    assert (status, answer["error"]["word"], answer["new"]) == (2, "cut off", 0)
    assert Activity.objects.count() == 0


def test_export_gives_the_chain_and_every_activity_back_without_loss(
    record: None, roads: Activity, tmp_path: Path, capsys: Any
) -> None:
    out = tmp_path / "out.xml"
    call_command("iati", "export", "--out", str(out), "--reporter", "XX-US")
    read = {}
    for seen in reading.activities(out, today=TODAY):
        assert seen.refused is None, seen.refused
        read[seen.identifier] = (parsing.activity(seen.node), parsing.whole(seen.node))
    assert read["XX-1-ROADS"][1] == queries.whole_of(roads)
    rows = list(queries.undertaking_list(viewer=PUBLIC).filter(kind__in=exports.EXPORTED))
    left = capsys.readouterr().err.count("left out: no source gives it a date")
    assert len(read) == len(rows) - left + 1
    for node in exports.chain(reporter=US, viewer=PUBLIC):
        values = parsing.activity(node)
        assert read[values.identifier] == (values, parsing.whole(node))
    package = read["XX-US-package-2012-700m"][0]
    assert [(paid.kind, paid.on, int(paid.amount), paid.currency) for paid in package.payments] == [
        ("12", "2012-11-10", 700_000_000, "USD")
    ]
    trainees = read["XX-US-pledge-2017-trainees"][0]
    assert (trainees.payments, trainees.results[0].indicators[0].titles) == ((), (("en", "persons"),))


def test_what_iati_cannot_say_stands_in_our_own_namespace(record: None) -> None:
    row = Undertaking.objects.get(slug="project-litaca-2")
    said = exports.said(row)
    assert (said.get("start"), said.get("amount"), said.get("amount-note")) == ("2018", "9000000", "'more than' 9 million")
    assert (
        b"".join(writing.file([said], generated=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))).count(b"<nemawashi:sphere>") == 2
    )


def test_a_person_ties_an_activity_takes_it_back_or_sets_it_aside(
    played: None, roads: Activity, logged: Callable[..., Any], refused: Callable[..., str], done: Callable[..., Any]
) -> None:
    package = Undertaking.objects.get(slug="package-2012-700m")
    for name in ("kazakhstan", "japan-watcher", "observer", "expert"):
        assert refused(name, acts.tie_activity, roads, undertaking=package) is Refusal.NOT_THE_DONOR
    row, entries = logged("japan", acts.tie_activity, roads, undertaking=package)
    assert (row.undertaking, entries) == (package, [("activity.tied", "japan", "public", package.ref)])
    assert refused("host", acts.tie_activity, roads, undertaking=package) is Refusal.ACTIVITY_TIED
    with closing(Staged("nothing.xml")) as nothing:
        assert refused("japan", acts.import_activities, package, staged=nothing) is Refusal.NOT_AN_IMPORTER
        assert refused("host", acts.import_activities, package, staged=nothing) is Refusal.NO_NEW_ACTIVITY
    assert refused("host", acts.set_activity_aside, roads, why="x") is Refusal.ACTIVITY_TIED
    assert refused("host", acts.untie_activity, roads, why=" ") is Refusal.NO_REASON
    assert refused("kazakhstan", acts.untie_activity, roads, why="x") is Refusal.NOT_THE_DONOR
    row, entries = logged("researcher", acts.untie_activity, roads, why="Another road.")
    assert (row.undertaking, entries[0][0]) == (None, "activity.untied")
    assert refused("host", acts.untie_activity, roads, why="x") is Refusal.ACTIVITY_NOT_TIED
    assert refused("japan", acts.set_activity_aside, roads, why="x") is Refusal.NOT_AN_IMPORTER
    assert refused("host", acts.set_activity_aside, roads, why="") is Refusal.NO_REASON
    aside, entries = logged("host", acts.set_activity_aside, roads, why="It is elsewhere.")
    assert (aside.is_aside, aside.aside_why, entries[0][0]) == (True, "It is elsewhere.", "activity.set_aside")


def test_the_likeliest_undertaking_is_proposed(record: None, tmp_path: Path, capsys: Any) -> None:
    alike = sound(
        "JP-1",
        (
            "<narrative>Roads</narrative>",
            "<narrative>Livelihood Improvement in Tajik-Afghan Cross-border Areas</narrative>",
        ),
        ("Ministry of the North", "Japan"),
        ('currency="JPY" value-date="2020-02-01">500000<', 'value-date="2014-03-19">10700000<'),
    )
    taken(written(tmp_path, whole(alike)), capsys)
    (row,) = queries.activities_to_tie(viewer=PUBLIC)
    (first, *_others) = matching.proposals([row], viewer=PUBLIC)[row.pk]
    assert first.undertaking.slug == "project-litaca-1"
    assert {"title", "giver", "country", "amount"} <= set(first.likeness.because)


def test_the_page_shows_proposals_and_what_may_be_done(
    played: None, roads: Activity, client_of: Callable[[str], Any], django_assert_max_num_queries: Any
) -> None:
    client = client_of("host")
    client.get("/desk/activities/")
    with django_assert_max_num_queries(12):
        words = client.get("/desk/activities/").content.decode()
    assert "XX-1-ROADS" in words
    assert f"/desk/acts/set_activity_aside/{roads.pk}/" in words
    assert "/desk/acts/import_activities/caj/" in words
    delegation = client_of("kazakhstan").get("/desk/activities/").content.decode()
    assert "/desk/acts/import_activities/" not in delegation
    assert "/desk/acts/set_activity_aside/" not in delegation


def test_a_file_is_looked_at_and_taken_in_without_being_sent_twice(
    played: None, client_of: Callable[[str], Any], tmp_path: Path
) -> None:
    client = client_of("host")
    address = "/desk/acts/import_activities/caj/"
    file = written(tmp_path, whole(sound("A-1"), sound("A-2", ("<title>", "<titel>"), ("</title>", "</titel>"))))
    form = {"once": "8c1ff7d2-5a6c-4f8f-9f0f-0d7d2d0d9c11", "seen": "", "preview": "1"}
    with file.open("rb") as stream:
        answer = client.post(address, {**form, "file": stream})
    words = answer.content.decode()
    assert answer.status_code == 200
    assert "A-1" in words
    assert "&lt;titel&gt;: This element is not expected" in words
    assert Activity.objects.count() == 0
    carried = words.split('name="carried" value="', 1)[1].split('"', 1)[0]
    del form["preview"]
    assert client.post(address, {**form, "carried": carried, "name": "activities.xml"}).status_code == 302
    assert [(row.identifier, row.file_name) for row in Activity.objects.all()] == [("A-1", "activities.xml")]
    bad = client.post(address, {**form, "carried": "!!", "once": "8c1ff7d2-5a6c-4f8f-9f0f-0d7d2d0d9c12"})
    assert bad.status_code == 422
