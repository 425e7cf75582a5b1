"""What a form takes: dates as people write them, a source by its address; and meetings named as pages name them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from nemawashi.commitments.models import Commitment
from nemawashi.desk.acting.forms import dated
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings.models import Meeting
from nemawashi.portal import words
from nemawashi.sources import queries
from nemawashi.sources.models import Source

Browser = Callable[[str], Any]
DAY = ImpreciseDate(2026, 11, 28)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("28 November 2026", DAY),
        ("November 28, 2026", DAY),
        ("28th of November 2026", DAY),
        ("28.11.2026", DAY),
        ("28/11/2026", DAY),
        ("28 ноября 2026 г.", DAY),
        ("2026年11月28日", DAY),
        ("2026/11/28", DAY),
        ("November 2026", ImpreciseDate(2026, 11)),
        ("ноябрь 2026", ImpreciseDate(2026, 11)),
        ("2026年", ImpreciseDate(2026)),
        ("3/3/2027", ImpreciseDate(2027, 3, 3)),
        ("13/04/2027", ImpreciseDate(2027, 4, 13)),
        ("12/04/2027", None),
        ("28–29 November 2026", None),
        ("28 November", None),
        ("31.11.2026", None),
        ("on 28 November 2026", None),
        ("28 November 2026, perhaps", None),
        ("soon", None),
    ],
)
def test_a_date_is_taken_as_it_is_written(typed: str, read: ImpreciseDate | None) -> None:
    assert dated(typed) == read


def test_a_form_takes_such_a_date_and_says_how_to_write_one(client_of: Browser, played: None, db: None) -> None:
    host, address = client_of("host"), "/desk/acts/plan_meeting/som/"
    at = Meeting.objects.get(track__slug="fmm", state="announced").host_id
    told = {"city": "Almaty", "host": at, "once": str(uuid.uuid4())}

    wrong = host.post(address, told | {"start": "some day"})
    right = host.post(address, told | {"start": "14 March 2027"})

    assert "Write the date as 14 March 2027, 14.03.2027" in wrong.content.decode()
    assert right.status_code == 302
    assert Meeting.objects.latest("pk").start_on == ImpreciseDate(2027, 3, 14)


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_forms_name_a_meeting_as_pages_do(client_of: Browser, played: None, db: None, language: str) -> None:
    meeting = Meeting.objects.get(track__slug="fmm", state="announced")

    with translation.override(language):
        assert str(meeting) == words.meeting_title(meeting)
    with translation.override("en"):
        assert str(meeting).startswith("10th ")


@pytest.fixture
def source(played: None, db: None) -> Source:
    return Source.objects.filter(url__startswith="https://").exclude(url__endswith="/").order_by("pk")[0]


def test_a_source_is_found_by_any_form_of_its_address(source: Source) -> None:
    assert source.url is not None
    rest = source.url.removeprefix("https://")

    for named in (source.slug, source.url, f"http://{rest}", f"https://{rest}/", f"{source.url}#page=2"):
        assert queries.source_named(named) == source, named
    assert queries.source_named(f"http://testserver/en/sources/{source.slug}/") == source
    assert queries.source_named("https://example.org/nowhere") is None
    assert queries.source_named("") is None


def test_evidence_takes_the_address_of_a_source(client_of: Browser, owed: Commitment, source: Source) -> None:
    address = f"/desk/acts/attach_evidence/{owed.slug}/"
    told = {"source": source.url, "locator": "p. 2", "seen": owed.version, "once": str(uuid.uuid4())}

    answer = client_of("japan").post(address, told)

    assert (answer.status_code, owed.evidence.get(locator="p. 2").source) == (302, source)


def test_evidence_leads_to_adding_the_source_that_is_missing(client_of: Browser, owed: Commitment) -> None:
    japan, url = client_of("japan"), "https://example.org/report?page=2&x=<blink>"
    address = f"/desk/acts/attach_evidence/{owed.slug}/"

    answer = japan.post(address, {"source": url, "locator": "p. 2", "once": str(uuid.uuid4())})

    page = answer.content.decode()
    link = re.search(r'href="(/desk/acts/add_source/[^"]+)">Add a source</a>', page)
    assert (answer.status_code, "<blink>" in page, link is not None) == (422, False, True)
    assert link is not None
    form = japan.get(link[1].replace("&amp;", "&"))
    assert form.context["form"].initial["url"] == url
    assert form.context["next"].startswith(address)
    back = japan.get(form.context["next"])
    assert back.context["form"].initial["source"] == url
