"""A delegation's own calendar: what it shows, to whom, until when, and that its key stands nowhere."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

import icalendar
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nemawashi.access.models import Entry, User
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import acts
from nemawashi.meetings.models import CalendarKey, Meeting, Track
from nemawashi.parties.models import Membership, Party
from nemawashi.project import faults

Browser = Callable[[str], Any]
PAGE = "/desk/meetings/calendar/"


def _address(client: Any) -> str:
    page = client.post(PAGE).content.decode()
    found = re.search(r'<code class="address">http://testserver(\S+)</code>', page)
    assert found is not None
    return found[1]


def _events(address: str) -> dict[str, Any]:
    answer = Client().get(address)
    assert answer.status_code == 200
    return {
        str(e["URL"]).rstrip("/").rpartition("/")[2]: e for e in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    }


@pytest.fixture
def private(acting: Callable[..., Any], viewer: Callable[[str], Any], played: None, db: None) -> Meeting:
    """A meeting that was announced to the delegations alone."""
    host = viewer("host")
    words = {"city": "Almaty", "host": Party.objects.get(slug="kazakhstan"), "start": ImpreciseDate(2027, 3, 14)}
    row = acting(host, acts.plan_meeting, Track.objects.get(slug="som"), **words)
    meeting: Meeting = acting(host, acts.announce_meeting, row, is_public=False)
    return meeting


def test_it_shows_meetings_announced_to_the_delegation_and_not_planned_ones(
    client_of: Browser, acting: Any, viewer: Any, private: Meeting
) -> None:
    words = {"city": "Osh", "host": Party.objects.get(slug="kyrgyzstan"), "start": ImpreciseDate(2028, 3, 14)}
    planned = acting(viewer("host"), acts.plan_meeting, Track.objects.get(slug="som"), **words)

    own, public = _events(_address(client_of("japan"))), _events("/en/feeds/meetings.ics")

    assert (private.slug in own, private.slug in public, planned.slug in own) == (True, False, False)
    assert str(own[private.slug]["URL"]) == f"http://testserver/desk/meetings/{private.slug}/"
    assert str(own[private.slug]["SUMMARY"]).startswith("18th ") or "Almaty" in str(own[private.slug]["SUMMARY"])


def test_a_postponed_meeting_stays_and_says_so(client_of: Browser, acting: Any, viewer: Any, private: Meeting) -> None:
    address = _address(client_of("japan"))
    before = Client().get(address)
    same = Client().get(address, headers={"if-none-match": before["ETag"]})

    acting(viewer("host"), acts.postpone_meeting, private, why="clash", start=ImpreciseDate(2027, 4, 2))

    after = Client().get(address, headers={"if-none-match": before["ETag"]})
    assert (same.status_code, after.status_code, before["Cache-Control"]) == (304, 200, "private, no-cache")
    assert str(_events(address)[private.slug]["STATUS"]) == "TENTATIVE"


def test_a_new_address_ends_the_one_before_and_ending_it_ends_it(client_of: Browser, private: Meeting) -> None:
    japan = client_of("japan")
    first = _address(japan)
    second = _address(japan)
    codes = [Client().get(address).status_code for address in (first, second)]

    japan.post(PAGE, {"end": "1"})

    assert (codes, Client().get(second).status_code, CalendarKey.objects.count()) == ([404, 200], 404, 0)
    assert "You have no address yet." in japan.get(PAGE).content.decode()


def test_it_is_shown_once_and_kept_as_a_digest(client_of: Browser, private: Meeting, tmp_path: Any) -> None:
    japan, entries = client_of("japan"), Entry.objects.count()
    key = _address(japan).rpartition("/")[2].removesuffix(".ics")

    page = japan.get(PAGE)
    dump = tmp_path / "dump.json"
    call_command("dumpdata", "meetings", "access.entry", "access.user", output=str(dump))

    assert (len(key) > 40, key in page.content.decode(), key in dump.read_text()) == (True, False, False)
    assert page["Cache-Control"] == "private, no-store"
    assert Entry.objects.count() == entries
    assert CalendarKey.objects.get().digest in dump.read_text()


def test_its_key_is_in_no_line_of_the_server(client_of: Browser, private: Meeting, caplog: Any) -> None:
    address = _address(client_of("japan"))
    client_of("japan").post(PAGE, {"end": "1"})

    with caplog.at_level(logging.DEBUG):
        assert Client().get(address).status_code == 404

    key = address.rpartition("/")[2].removesuffix(".ics")
    assert key not in caplog.text
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Internal Server Error: %s", (address,), None)
    assert faults.WordlessLine("%(message)s").format(record) == "Internal Server Error: /en/feeds/own/….ics"


@pytest.mark.parametrize("name", ["expert", "researcher", ""])
def test_who_is_told_of_no_such_meetings_has_none(client_of: Browser, private: Meeting, name: str) -> None:
    answer = client_of(name).get(PAGE)

    assert answer.status_code == (404 if name else 302)


def test_who_lost_the_account_or_the_place_has_none(client_of: Browser, private: Meeting) -> None:
    japan, kazakhstan = _address(client_of("japan")), _address(client_of("kazakhstan"))
    User.objects.filter(username="japan").update(is_active=False)
    Membership.objects.filter(user__username="kazakhstan").delete()

    assert [Client().get(address).status_code for address in (japan, kazakhstan)] == [404, 404]


def test_it_costs_the_same_for_one_meeting_and_for_three(
    client_of: Browser, private: Meeting, acting: Any, viewer: Any
) -> None:
    address, counts = _address(client_of("host")), []
    for number in (0, 2):
        for each in range(number):
            words = {
                "city": f"Osh {each}",
                "host": Party.objects.get(slug="kyrgyzstan"),
                "start": ImpreciseDate(2028, 3, 14),
            }
            row = acting(viewer("host"), acts.plan_meeting, Track.objects.get(slug="som"), **words)
            acting(viewer("host"), acts.announce_meeting, row, is_public=False)
        with CaptureQueriesContext(connection) as asked:
            Client().get(address)
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[1] <= 9


@pytest.mark.parametrize("method", ["put", "post", "delete"])
def test_its_address_only_reads(client_of: Browser, private: Meeting, method: str) -> None:
    assert getattr(Client(), method)(_address(client_of("japan"))).status_code == 405
