"""A claim that people record meets what the record's own row says."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nemawashi.access.viewers import PUBLIC
from nemawashi.desk.curating import pages
from nemawashi.sources import acts, queries
from nemawashi.sources.models import Claim, Source
from nemawashi.sources.terms import Disagreement

pytestmark = pytest.mark.usefixtures("played")
Done = Callable[..., Any]
MEETING = "meeting/fmm-2004-astana"


def record(done: Done, name: str, kind: str, value: str) -> Claim:
    claim: Claim = done(
        "japan", acts.record_claim, Source.objects.get(slug="seed-001"), subject_ref=MEETING, subject_is_known=True,
        property_name=name, kind=kind, value=value,
    )  # fmt: skip
    return claim


@pytest.mark.parametrize(
    ("name", "kind", "false", "of_the_row"),
    [
        ("city", "fact", "Kyoto", "Astana"),
        ("dates", "date", "27 сентября 2004 г.", "2004-08-28"),
        ("host", "fact", "Uzbekistan", "kazakhstan"),
        ("mode", "status", "online", "in person"),
        ("start", "date", "2004-08-30", "2004-08-28"),
        ("last_day", "date", "31 августа 2004 г.", "2004-08-28"),
    ],
)
def test_a_false_claim_contradicts_the_row(
    done: Done, who: Callable[[str], Any], client: Client, name: str, kind: str, false: str, of_the_row: str
) -> None:
    claim = record(done, name, kind, false)

    asked = [row for row in pages.questions(who("host")) if (row.ref, row.name) == (MEETING, name)]
    page = client.get(reverse("portal:facts", args=MEETING.split("/"))).content.decode().partition(f'id="p-{name}"')[2]
    finding = queries.record_findings(viewer=PUBLIC).by_citation[claim.citations.get().slug or ""]

    assert [row.finding for row in asked] == [Disagreement.CONTRADICTION]
    assert [said.text for said in finding.shown] == [of_the_row, false]
    assert finding.shown[0].voice == queries.ROW
    assert 0 < page.index(f'<th scope="row"><span lang="en">{of_the_row}</span></th>') < page.index(f'id="c-{claim.slug}"')


def test_what_the_files_claim_made_the_row_and_does_not_meet_it() -> None:
    findings = queries.record_findings(viewer=PUBLIC).by_citation.values()

    assert not any(said.voice == queries.ROW for finding in findings for said in finding.claims)


def test_a_claim_that_agrees_with_the_row_is_no_question(done: Done, who: Callable[[str], Any]) -> None:
    record(done, "city", "fact", "アスタナ")

    assert [row for row in pages.questions(who("host")) if (row.ref, row.name) == (MEETING, "city")] == []
