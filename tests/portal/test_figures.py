"""Pictures: each with its title, its table and its file, drawn once, small, and legible without a style sheet."""

import csv
import io
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from nemawashi.kit.drawing import charts, maps
from nemawashi.meetings.models import Delegation, Meeting
from nemawashi.meetings.rules import rank_of
from nemawashi.meetings.terms import Rank
from nemawashi.portal import figures

pytestmark = pytest.mark.one_database

SVG = "{http://www.w3.org/2000/svg}"
LARGEST = 60_000


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
@pytest.mark.parametrize("name", list(figures.FIGURES))
def test_picture_has_title_description_table_and_files(
    played: None, db: None, client: Client, name: str, language: str
) -> None:
    page = client.get(f"/{language}/pictures/{name}/")
    svg = client.get(f"/{language}/pictures/{name}.svg")
    sheet = client.get(f"/{language}/pictures/{name}.csv")

    root = ElementTree.fromstring(svg.content)
    rows = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    named = [root.find(f"{SVG}title"), root.find(f"{SVG}desc")]
    assert [bool(part is not None and part.text) for part in named] == [True, True]
    assert (root.get("aria-labelledby"), svg["Content-Type"]) == (
        f"{named[0].get('id')} {named[1].get('id')}",  # type: ignore[union-attr]
        "image/svg+xml; charset=utf-8",
    )
    assert len(svg.content) <= LARGEST
    assert "var(" not in svg.content.decode()
    assert (len(rows) > 3, {len(row) for row in rows}) == (True, {len(rows[0])})
    assert page.content.decode().count("<tr>") == len(rows)


def test_a_picture_is_drawn_once_for_the_same_content(played: None, db: None, monkeypatch: Any) -> None:
    drawings: list[str] = []
    real = maps.world
    monkeypatch.setattr(maps, "world", lambda places, **words: drawings.append("map") or real(places, **words))

    cache.clear()
    with translation.override("en"):
        first, second = figures.FIGURES["map"].build()[0], figures.FIGURES["map"].build()[0]
        Meeting.objects.filter(slug="fmm-2004-astana").update(city="Almaty")
        third = figures.FIGURES["map"].build()[0]

    assert (first == second, len(drawings), "Almaty" in third, "Almaty" in first) == (True, 2, True, False)


def test_pictures_show_public_rows_only(played: None, db: None, client_of: Callable[[str], Client]) -> None:
    """A planned meeting is seen by delegations on the desk, never in a picture that is kept for everybody."""
    planned = Meeting.objects.filter(state="planned", is_published=False)
    Delegation.objects.filter(meeting__state="held")[0].meeting.delegations.update(office="President")
    Meeting.objects.filter(track__slug="fmm", state="announced").update(city="Samarkand")

    for name in figures.FIGURES:
        told = client_of("host").get(f"/en/pictures/{name}.svg").content.decode()
        assert ("Samarkand" in told) is False
        assert [row.slug for row in planned if row.slug in told] == []


@pytest.mark.parametrize("address", ["/en/pictures/nothing/", "/en/pictures/nothing.csv", "/en/pictures/nothing.svg"])
def test_other_pictures_are_not_there(db: None, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("office", "rank"),
    [
        ("President", Rank.LEADER),
        ("Prime Minister (chair)", Rank.LEADER),
        ("Deputy Prime Minister and Foreign Minister", Rank.MINISTER),
        ("Foreign Minister (guest in one session)", Rank.MINISTER),
        ("First deputy foreign minister (former Foreign Minister)", Rank.DEPUTY),
        ("Parliamentary Vice-Minister for Foreign Affairs (keynote)", Rank.DEPUTY),
        ("Special Representative for Central Asia, with MOFA and JICA", Rank.ENVOY),
        ("Ambassador to Kazakhstan (for the Foreign Minister)", Rank.ENVOY),
        ("Head of the Asia and Africa department, MFA", Rank.OFFICIAL),
        ("Special adviser to the Prime Minister", Rank.OFFICIAL),
        ("vice minister or director-general", Rank.OFFICIAL),
        (None, Rank.UNKNOWN),
        (" (chair)", Rank.UNKNOWN),
    ],
)
def test_rank_is_read_from_the_office(office: str | None, rank: Rank) -> None:
    assert rank_of(office) == rank


def test_labels_of_a_map_do_not_cover_each_other() -> None:
    places = [maps.MeetingPlace(f"Place {n}", "", 69.0 + n / 10, 41.0, 2) for n in range(4)]

    root = ElementTree.fromstring(maps.world(places, title="t", description="d"))

    spots = {(text.get("x"), text.get("y"), text.get("text-anchor")) for text in root.iter(f"{SVG}text")}
    assert len(spots) == 4


def test_a_grid_shows_rank_by_height() -> None:
    lines = [
        charts.GridRow(
            "Meeting",
            [charts.GridCell(1, "first"), charts.GridCell(2, "second"), charts.GridCell(0), charts.GridCell(None)],
        )
    ]

    root = ElementTree.fromstring(
        charts.grid(lines, ["A", "B", "C", "D"], ["high", "low", "unknown"], title="t", description="d")
    )

    bars = [float(rect.get("height") or 0) for rect in root.iter(f"{SVG}rect")][:2]
    assert bars == [26.0, 13.0]
