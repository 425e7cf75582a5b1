"""Events: what they are derived from, what a chosen part of them says, and what nobody outside may learn of them."""

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from nemawashi.access.terms import RowOrigin
from nemawashi.analysis.models import DialogueEvent, DialogueFact
from nemawashi.assistance.models import Undertaking
from nemawashi.meetings.models import Meeting

Read = Callable[[str], str]
pytestmark = pytest.mark.one_database


def test_what_is_planned_inside_is_no_event_outside(record: Any, page: Read, client: Client) -> None:
    assert "Samarqand" not in page("/en/events/")
    assert "Draft declaration" not in page("/en/events/")
    rows = json.loads(client.get("/en/events/?as=json").content)["events"]

    assert {row["event"] for row in rows} == {
        *("meeting/fmm-2012-tokyo", "text/statement-2012", "assistance/package-2012", "assistance/visit-2013"),
        "event/c5plus1-us-1",
    }
    of_meeting = next(row for row in rows if row["event"] == "meeting/fmm-2012-tokyo")
    assert of_meeting["sources"] == ["mofa-2012"]
    assert (of_meeting["plover_type"], of_meeting["actors"]) == ("CONSULT", ["japan"])
    assert of_meeting["levels"] == ["japan: minister"]


def test_states_of_meetings_are_states_of_events(record: Any, page: Read) -> None:
    for state in ("postponed", "cancelled", "lapsed", "announced"):
        Meeting.objects.create(
            slug=f"m-{state}", track=record.fmm, state=state, start_on="2013-05", is_published=True, city=state.title()
        )

    assert "Postponed" in page("/en/events/?state=postponed&kind=meeting")
    assert page("/en/events/?state=cancelled").count('class="rows__when"') == 2
    assert "Announced" in page("/en/events/?state=planned")


def test_events_are_narrowed_and_handed_out(record: Any, page: Read, client: Client) -> None:
    assert "1 event\n" in re.sub(r" +", " ", page("/en/events/?forum=c5plus1-us&level=ministers&year=2015"))
    assert "Package of 2012" in page("/en/events/?party=kazakhstan")
    assert "Package of 2012" not in page("/en/events/?party=japan&other=kazakhstan")
    assert "4th Foreign Ministers" in page("/en/events/?party=japan&rank=minister&kind=meeting")
    assert "4th Foreign Ministers" not in page("/en/events/?party=japan&rank=leader&kind=meeting")
    sheet = client.get("/en/events/?kind=pledge&as=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sheet)))

    assert [(row["event"], row["recipients"], row["plover_type"]) for row in rows] == [
        ("assistance/package-2012", "kazakhstan", "AGREE")
    ]
    for unknown in (
        "forum=x",
        "kind=x",
        "level=x",
        "state=x",
        "party=x",
        "other=x",
        "rank=x",
        "host=x",
        "year=1066",
        "where=x",
        "as=xls",
    ):
        assert client.get(f"/en/events/?{unknown}").status_code == 400


def test_before_and_after_a_day_that_the_reader_names(record: Any, page: Read, client: Client) -> None:
    for number, month in enumerate(("2013-01", "2013-06-01", "2014-01-01", "2014-01-20", "2014-02-01", "2015")):
        Meeting.objects.create(slug=f"m-{number}", track=record.fmm, state="held", start_on=month, order=number)
    words = re.sub(r"\s+", " ", page("/en/events/?forum=caj&kind=meeting&on=2014-01-10&days=30&what=An+election"))

    assert "An election, 10 January 2014" in words
    assert "1 in the 30 days before, 2 in the 30 days after: a difference of <b>+1</b>." in words
    assert "1 event is known to the year alone, or not at all, and is left out." in words
    assert "1 event that is known to the month was put in the middle of it." in words
    assert "in 95 of 100 draws" in words
    for asked in ("2014-1-10", "1999-01-01", "2014-01-10&days=0", "2014-01-10&days=3661", "2014-01-10&days=x"):
        assert 'role="alert"' in page(f"/en/events/?on={asked}"), asked
    assert client.get(f"/en/events/?on=2014-01-10&what={'x' * 101}").status_code == 400


def test_numbers_are_written_as_the_reader_writes_them_and_one_day_is_one(record: Any, page: Read) -> None:
    for at, on in enumerate(("2013-01-01", "2017-01-01", "2018-01-01", "2019-01-01")):
        Meeting.objects.create(slug=f"m-{at}", track=record.fmm, state="held", start_on=on, order=at)
    asked = "events/?forum=caj&kind=meeting&on=2017-01-02&days="

    assert re.search(r"in the 1 day before, 0 in the 1 day after", re.sub(r"\s+", " ", page(f"/en/{asked}1")))
    assert re.search(r"in the 1,200 days before", page(f"/en/{asked}1200"))
    assert re.search("За 1\xa0200 дней до", page(f"/ru/{asked}1200"))
    assert "1\xa0461" in page("/ru/events/")
    assert re.search(r"[+-]0,\d\d", page("/ru/events/"))


@pytest.mark.parametrize("on", ["0001", "9999-12"])
def test_a_pledge_of_no_living_year_stands_among_those_without_a_day(on: str, record: Any, client: Client) -> None:
    Undertaking.objects.filter(slug="package-2012").update(on=on)
    (row,) = json.loads(client.get("/en/events/?kind=pledge&as=json").content)["events"]

    assert (row["first"], row["state"]) == (None, "held")


def test_fiction_is_left_out_unless_it_is_asked_for(record: Any, page: Read) -> None:
    DialogueEvent.objects.create(
        slug="x-2", dialogue=record.other, on="2016-11-01", level="leaders", city="Nowhere", origin=RowOrigin.FICTION
    )

    assert "Nowhere" not in page("/en/events/")
    assert "Nowhere" in page("/en/events/?fiction=1")
    assert "1 meeting" in page("/en/formats/")


def test_a_gap_is_exact_where_a_curator_said_that_all_was_found(record: Any, client: Client) -> None:
    DialogueEvent.objects.create(slug="c5plus1-us-2", dialogue=record.other, on="2016-11-01", level="ministers", order=1)

    def row() -> Any:
        return json.loads(client.get("/en/formats/?as=json").content)["formats"][1]

    assert (row()["longest_gap_days_least"], row()["is_exact"], row()["coverage"]) == (366, False, None)
    DialogueFact.objects.create(dialogue=record.other, kind="coverage", state="yes")
    assert (row()["is_exact"], row()["coverage"]) == (True, "yes")
    assert row()["events"] == ["event/c5plus1-us-1", "event/c5plus1-us-2"]
    assert row()["pillars"] is None
    assert row()["commitments"] is None
    assert row()["age_years"] is None
    home = json.loads(client.get("/en/formats/?as=json").content)["formats"][0]
    assert (row()["hosts"], row()["meetings_without_host"]) == ([], 2)
    assert (home["pillars"], home["outcome_texts"], home["hosts"]) == (["business-promotion: 1"], 1, ["japan: 1"])


@pytest.mark.parametrize("name", ["visits", "initiatives", "formats"])
def test_each_page_has_its_files(name: str, record: Any, client: Client) -> None:
    sheet = client.get(f"/en/{name}/?as=csv").content.decode("utf-8-sig").splitlines()
    content = json.loads(client.get(f"/en/{name}/?as=json").content)

    assert sheet[0].count(",") >= 4
    assert len(sheet) - 1 == len(content[name])
    assert content["software"]


def test_the_shipped_record_is_as_exact_as_its_curator_says(shipped: None, page: Read, client: Client) -> None:
    rows = {row["format"]: row for row in json.loads(client.get("/en/formats/?as=json").content)["formats"]}

    assert len(rows) == 21
    assert rows["india-ca"]["is_exact"]
    assert (rows["sco"]["held_leaders"], rows["ticad"]["numbers_without_a_row"]) == (30, [])
    assert (rows["carec"]["numbers_without_a_row"], rows["carec"]["numbers_only_planned"]) == ([1, 2, 3, 4, 20], [7, 18])
    assert (rows["korea-ca"]["numbers_without_a_row"], rows["sco"]["numbers_without_a_row"]) == ([2, 4, 5, 8], [])
    assert (rows["caj"]["intervals_left_out"], rows["korea-ca"]["longest_gap_days_most"]) == (1, 406)
    assert [rows["caj"][name] for name in ("meetings_online", "meetings_without_place")] == [3, 6]
    assert rows["ca-consultative"]["places"][:2] == ["Kazakhstan: 3", "Uzbekistan: 3"]  # a row says Astana alone
    assert {"japan: 33", "Bulgaria: 1"} <= set(rows["caj"]["places"])
    assert "and 4 more" in page("/en/formats/")
    assert "534–747" in page("/en/initiatives/")
    assert "1\xa0265" in page("/ru/formats/")
    assert "Sofia" in page("/en/events/?forum=caj&where=Bulgaria")
    assert not rows["mekong-japan"]["is_exact"]
