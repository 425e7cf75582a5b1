"""Offers to host: what each act changes, what it refuses, and what the page of hosting offers to whom."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from nemawashi.access.rules import Possible
from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import acts, possible, queries
from nemawashi.meetings.models import HostingOffer, Track
from nemawashi.meetings.terms import Refusal
from nemawashi.parties.models import ForumRow, Party

Logged = Callable[..., Any]
Refused = Callable[..., str]
PAGE = "/desk/meetings/hosting/"


@pytest.fixture
def som(played: None, db: None) -> Track:
    return Track.objects.get(slug="som")


@pytest.fixture
def offer(done: Callable[..., Any], som: Track) -> HostingOffer:
    row: HostingOffer = done("japan", acts.offer_to_host, som, city=" Kyoto ", about=ImpreciseDate(2027, 3))
    return row


def names(rows: list[Possible]) -> list[str]:
    return [row.act for row in rows if row.verdict]


def test_offer_to_host_is_read_by_the_parties(logged: Logged, refused: Refused, som: Track, who: Any) -> None:
    row, entries = logged("japan", acts.offer_to_host, som, city=" Kyoto ", about=ImpreciseDate(2027, 3), note="Rooms.")

    assert (row.party.slug, row.city, row.state, row.note) == ("japan", "Kyoto", "offered", "Rooms.")
    assert entries == [("hosting.offered", "japan", "parties", "track/som")]
    assert refused("japan", acts.offer_to_host, som) is Refusal.OFFERED_ALREADY
    assert [refused(name, acts.offer_to_host, som) for name in ("host", "japan-watcher", "expert")] == [
        Refusal.NOT_A_PARTICIPANT
    ] * 3
    assert list(queries.visible_offers(viewer=who("kazakhstan"))) == [row]
    assert [list(queries.visible_offers(viewer=viewer)) for viewer in (PUBLIC, who("expert"))] == [[], []]


def test_offer_to_host_is_refused_where_the_host_is_fixed(refused: Refused, som: Track) -> None:
    ForumRow.objects.update(meeting_rules={"hosting": "fixed", "host": "kazakhstan"})

    assert refused("japan", acts.offer_to_host, som) is Refusal.HOST_IS_FIXED


def test_confirm_host_confirms_one_and_a_plan_takes_it_up(
    done: Callable[..., Any], logged: Logged, refused: Refused, offer: HostingOffer, som: Track
) -> None:
    other = done("tajikistan", acts.offer_to_host, som)
    assert refused("japan", acts.confirm_host, offer) is Refusal.NOT_THE_SECRETARIAT

    row, entries = logged("host", acts.confirm_host, offer, seen=1)

    assert (row.state, row.version, entries) == ("confirmed", 2, [("hosting.confirmed", "", "parties", "track/som")])
    assert refused("host", acts.confirm_host, offer) is Refusal.OFFER_ENDED
    assert refused("host", acts.confirm_host, other) is Refusal.HOST_CONFIRMED_ALREADY

    japan = Party.objects.get(slug="japan")
    meeting = done("host", acts.plan_meeting, som, city="Kyoto", host=japan, start=None)
    offer.refresh_from_db()
    assert (offer.state, offer.meeting) == ("taken_up", meeting)
    assert refused("japan", acts.withdraw_offer, offer, why="x") is Refusal.OFFER_ENDED
    assert done("host", acts.confirm_host, other).state == "confirmed"


def test_withdraw_offer_is_the_partys_own_and_has_a_reason_once_confirmed(
    done: Callable[..., Any], logged: Logged, refused: Refused, offer: HostingOffer
) -> None:
    assert [refused(name, acts.withdraw_offer, offer) for name in ("host", "kazakhstan", "japan-watcher")] == [
        Refusal.NOT_ITS_OFFER
    ] * 3
    done("host", acts.confirm_host, offer)
    assert refused("japan", acts.withdraw_offer, offer, why=" ") is Refusal.NO_REASON

    row, entries = logged("japan", acts.withdraw_offer, offer, why=" An election. ")

    assert (row.state, row.why) == ("withdrawn", "An election.")
    assert entries == [("hosting.withdrawn", "japan", "parties", "track/som")]


def test_page_of_hosting_says_whose_turn_it_is_and_offers_what_the_rule_allows(
    offer: HostingOffer, som: Track, who: Callable[[str], Viewer], client_of: Callable[[str], Client]
) -> None:
    def page(name: str) -> str:
        raw = client_of(name).get(PAGE + "?track=som").content.decode()
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", raw)).split())

    assert "By offer" in page("host")
    assert "until the next meeting" in page("host")
    assert "Whoever has not hosted for longest is asked first." in page("kazakhstan")
    assert re.search(r"Offered\s+Senior Officials' Meeting\s+·\s+Kyoto", page("kazakhstan"))
    assert names(possible.on_hosting(som, viewer=who("kazakhstan"))) == ["offer_to_host"]
    assert [possible.on_hosting(som, viewer=who(name)) for name in ("host", "expert", "japan-watcher")] == [[], [], []]
    assert names(possible.on_hosting(som, viewer=who("japan"))) == []
    assert names(possible.on_offer(offer, viewer=who("japan"))) == ["withdraw_offer"]
    assert names(possible.on_offer(offer, viewer=who("host"))) == ["confirm_host"]
    assert possible.on_offer(offer, viewer=who("kazakhstan")) == []
    assert client_of("expert").get(PAGE).status_code == 404
