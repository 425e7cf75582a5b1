"""Formats and their events that people add: what is written, refused and logged, and what a load of a file does."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from nemawashi.access import origins
from nemawashi.access.terms import RowOrigin
from nemawashi.analysis import acts
from nemawashi.analysis.models import DialogueEvent
from nemawashi.analysis.record import load_events
from nemawashi.analysis.terms import Refusal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.parties.models import Dialogue
from nemawashi.sources.models import Citation, Source
from nemawashi.sources.record import Load

pytestmark = pytest.mark.usefixtures("played")


def seed() -> list[Source]:
    return [Source.objects.get(slug="seed-000")]


def test_add_format_and_add_event_write_rows_with_their_sources(logged: Any, refused: Any) -> None:
    home = Dialogue.objects.get(slug="caj")
    told = {"called": " Lake Talks ", "launch_level": "leaders", "sources": seed()}
    row, entries = logged("researcher", acts.add_format, home, **told)

    assert entries == [("format.added", "", "public", row.ref)]
    assert (row.name, row.partner, row.launch_level) == ("Lake Talks", None, "leaders")
    assert refused("host", acts.add_format, home, called="lake talks", sources=seed()) == Refusal.FORMAT_EXISTS
    assert refused("japan-watcher", acts.add_format, home, called="x", sources=seed()) == Refusal.NOT_AN_ANALYST
    assert refused("host", acts.add_format, home, called="x", sources=[]) == Refusal.NO_FOOTING

    told = {"on": ImpreciseDate(2019, 5), "level": "leaders", "city": "Baku", "sources": seed(), "outcome": "A charter"}
    event, entries = logged("japan", acts.add_event, row, **told)
    assert entries == [("event.added", "japan", "public", event.ref)]
    assert (event.slug, event.outcomes, event.is_planned) == (f"{row.slug}-d1", [{"title": "A charter"}], None)
    for ref in (row.ref, event.ref):
        assert list(Citation.objects.filter(subject_ref=ref).values_list("source__slug", flat=True)) == ["seed-000"]
    assert refused("japan", acts.add_event, row, **told) == Refusal.EVENT_EXISTS
    assert refused("japan", acts.add_event, home, **told) == Refusal.OWN_MEETING
    ends = {"ends_on": ImpreciseDate(2019, 4)}
    assert refused("japan", acts.add_event, row, **told | {"city": "Ganja"} | ends) == Refusal.ENDS_BEFORE_IT_BEGINS


def test_the_pages_offer_what_the_rules_grant_and_show_what_was_added(client_of: Any) -> None:
    researcher, watcher = client_of("researcher"), client_of("japan-watcher")
    page = researcher.get("/en/dialogues/india-ca/").content.decode()
    address = "/desk/acts/add_event/india-ca/"

    assert address in page
    assert "/desk/acts/add_event/caj/" not in researcher.get("/en/dialogues/caj/").content.decode()
    assert "/desk/acts/add_format/caj/" in researcher.get("/en/dialogues/").content.decode()
    for client in (watcher, Client()):
        assert "/desk/acts/add_" not in client.get("/en/dialogues/india-ca/").content.decode()
    once = re.search(r'name="once" value="([^"]+)"', researcher.get(address).content.decode())
    assert once is not None
    told = {"once": once[1], "on": "14.03.2025", "level": "ministers", "city": "Delhi", "sources": "nothing-such"}
    answer = researcher.post(address, told)
    assert answer.status_code == 422
    assert "no source “nothing-such”" in answer.content.decode()
    assert 'value="Delhi"' in answer.content.decode()
    lines = "\n".join(["seed-000"] * 13)
    assert researcher.post(address, told | {"sources": lines}).status_code == 422
    assert researcher.post(address, told | {"ordinal": "1000", "sources": "seed-000"}).status_code == 422
    answer = researcher.post(address, told | {"ordinal": "999", "sources": "\n".join(["seed-000"] * 12)})
    assert answer.status_code == 302
    row = DialogueEvent.objects.get(dialogue__slug="india-ca", on="2025-03-14")
    assert (row.ordinal, row.origin) == (999, RowOrigin.FICTION if row.origin == "fiction" else RowOrigin.SOURCED)


class FileRow:
    """A row of a file with one event."""

    key, order = "india-ca", 7

    def __init__(self, **event: Any) -> None:
        self.data = {"events": [event | {"sources": ["seed-000"]}]}


def test_a_file_that_tells_of_the_same_meeting_takes_its_place_and_of_no_other(done: Any) -> None:
    row = Dialogue.objects.get(slug="india-ca")
    for city in ("Delhi", "Agra"):
        done("host", acts.add_event, row, on=ImpreciseDate(2025, 3, 14), level="ministers", city=city, sources=seed())
    with origins.making(RowOrigin.RECORD):
        load = Load({}, dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
        load_events([FileRow(date=dt.date(2025, 3, 14), level="ministers", city="Delhi")], load)  # type: ignore[list-item]
        load.finish()

    there = DialogueEvent.objects.filter(dialogue=row).order_by("slug")
    assert [(each.slug, each.city) for each in there] == [("india-ca-1", "Delhi"), (f"india-ca-d{9}", "Agra")]
    assert Citation.objects.filter(subject_ref="event/india-ca-d8").count() == 0
