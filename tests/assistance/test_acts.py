"""Acts on assistance: what each changes, what it logs, what it refuses."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from nemawashi.access.terms import Refusal as AccessRefusal
from nemawashi.assistance import acts
from nemawashi.assistance.models import Undertaking
from nemawashi.assistance.terms import Refusal
from nemawashi.commitments.models import Commitment
from nemawashi.parties.models import Party

Done = Callable[..., Any]
Refused = Callable[..., str]


@pytest.fixture
def japan(played: None, db: None) -> Party:
    return Party.objects.get(slug="japan")


@pytest.fixture
def words(played: None, db: None) -> dict[str, Any]:
    recipients = list(Party.objects.filter(slug__in=["kyrgyzstan", "tajikistan"]).order_by("slug"))
    return {"title": " Stations ", "recipients": recipients, "amount": Decimal("450000000"), "currency": " JPY "}


@pytest.fixture
def pledge(done: Done, japan: Party, words: dict[str, Any], training: Commitment) -> Undertaking:
    row: Undertaking = done("japan", acts.record_pledge, japan, commitment=training, **words)
    return row


@pytest.fixture
def project(japan: Party) -> Undertaking:
    return Undertaking.objects.filter(kind="project", donor=japan, part_of=None).order_by("order")[0]


def test_record_pledge_keeps_the_money_as_it_was_said(
    logged: Done, japan: Party, words: dict[str, Any], training: Commitment
) -> None:
    row, entries = logged("japan", acts.record_pledge, japan, commitment=training, spheres=[" water ", ""], **words)

    assert (row.title, row.kind, row.amount, row.currency) == ("Stations", "pledge", Decimal("450000000"), "JPY")
    assert [r.party.slug for r in row.recipient_rows.order_by("order")] == ["kyrgyzstan", "tajikistan"]
    assert (row.spheres, row.commitment, row.pillar) == (["water"], training, training.pillar)
    assert entries == [("pledge.recorded", "japan", "public", row.ref)]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"title": " "}, Refusal.NO_TITLE),
        ({"recipients": []}, Refusal.NO_RECIPIENT),
        ({"amount": Decimal(0)}, Refusal.NOT_POSITIVE),
        ({"amount": None}, Refusal.NO_CURRENCY),
        ({"currency": ""}, Refusal.NO_CURRENCY),
    ],
)
def test_record_pledge_refuses(
    refused: Refused, japan: Party, words: dict[str, Any], change: dict[str, Any], why: Refusal
) -> None:
    assert refused("japan", acts.record_pledge, japan, **words | change) is why


@pytest.mark.parametrize("name", ["kazakhstan", "japan-watcher", "observer", "guest", "expert", "researcher"])
def test_only_the_donor_and_the_host_record_and_link(
    refused: Refused, japan: Party, words: dict[str, Any], project: Undertaking, pledge: Undertaking, name: str
) -> None:
    record = refused(name, acts.record_pledge, japan, **words)
    link = refused(name, acts.link_project, project, pledge=pledge)

    assert (record, link) == (Refusal.NOT_THE_DONOR, Refusal.NOT_THE_DONOR)


def test_record_pledge_serves_confirmed_commitments_only(
    refused: Refused, japan: Party, words: dict[str, Any], found: Commitment
) -> None:
    assert refused("japan", acts.record_pledge, japan, commitment=found, **words) is Refusal.COMMITMENT_NOT_CONFIRMED


def test_link_project_makes_it_serve_the_pledges_commitment(
    logged: Done, project: Undertaking, pledge: Undertaking, training: Commitment
) -> None:
    row, entries = logged("japan", acts.link_project, project, pledge=pledge)

    assert (row.part_of, row.commitment, row.version) == (pledge, training, project.version + 1)
    assert entries == [("project.linked", "japan", "public", row.ref)]


def test_link_project_refuses(done: Done, refused: Refused, project: Undertaking, pledge: Undertaking) -> None:
    other = Undertaking.objects.filter(kind="project").exclude(pk=project.pk)[0]

    assert refused("japan", acts.link_project, project, pledge=other) is Refusal.NOT_A_PLEDGE
    assert refused("japan", acts.link_project, pledge, pledge=pledge) is Refusal.NOT_A_PROJECT
    assert refused("japan", acts.link_project, project, pledge=pledge, seen=99) is AccessRefusal.STALE
    done("host", acts.link_project, project, pledge=pledge)
    assert refused("japan", acts.link_project, project, pledge=pledge) is Refusal.LINKED_ALREADY


def test_one_form_is_acted_on_once(
    done: Done, refused: Refused, japan: Party, words: dict[str, Any], project: Undertaking
) -> None:
    once = uuid.uuid4()
    pledge = done("japan", acts.record_pledge, japan, once=once, **words)

    told = {
        refused("japan", acts.record_pledge, japan, once=once, **words),
        refused("japan", acts.link_project, project, pledge=pledge, once=once),
    }

    assert told == {AccessRefusal.DONE_BEFORE}
