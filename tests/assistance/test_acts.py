"""Acts on assistance: what each changes, what it logs, what it refuses."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from nemawashi.access.models import Entry
from nemawashi.access.terms import Refusal as AccessRefusal
from nemawashi.assistance import acts
from nemawashi.assistance.models import Undertaking
from nemawashi.assistance.terms import Refusal
from nemawashi.commitments.models import Commitment
from nemawashi.kit.dates import ImpreciseDate
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


def _facts() -> Any:
    return Entry.objects.order_by("-seq")[0].facts


def test_edit_pledge_changes_what_is_wrong_and_keeps_what_it_was(
    logged: Done, refused: Refused, pledge: Undertaking, words: dict[str, Any]
) -> None:
    kazakhstan = Party.objects.get(slug="kazakhstan")

    row, entries = logged("japan", acts.edit_pledge, pledge, **words | {"amount": Decimal(45), "recipients": [kazakhstan]})

    assert (row.amount, [r.party.slug for r in row.recipient_rows.all()]) == (Decimal(45), ["kazakhstan"])
    assert _facts() == {
        "before": {"amount": "450000000.0000", "recipients": ["kyrgyzstan", "tajikistan"]},
        "after": {"amount": "45", "recipients": ["kazakhstan"]},
    }
    assert entries == [("pledge.edited", "japan", "public", row.ref)]
    again = refused("japan", acts.edit_pledge, row, **words | {"amount": Decimal(45), "recipients": [kazakhstan]})
    assert again is AccessRefusal.NOTHING_CHANGES


@pytest.mark.parametrize(
    ("name", "change", "why"),
    [
        ("kazakhstan", {}, Refusal.NOT_THE_DONOR),
        ("japan-watcher", {}, Refusal.NOT_THE_DONOR),
        ("expert", {}, Refusal.NOT_THE_DONOR),
        ("japan", {"title": " "}, Refusal.NO_TITLE),
        ("host", {"recipients": []}, Refusal.NO_RECIPIENT),
        ("japan", {"amount": Decimal(0)}, Refusal.NOT_POSITIVE),
        ("japan", {"currency": ""}, Refusal.NO_CURRENCY),
    ],
)
def test_edit_pledge_refuses_what_a_pledge_cannot_be(
    refused: Refused, pledge: Undertaking, words: dict[str, Any], name: str, change: dict[str, Any], why: Refusal
) -> None:
    assert refused(name, acts.edit_pledge, pledge, **words | change) is why


def test_edit_pledge_ends_where_a_project_is_tied_to_it(
    done: Done, refused: Refused, pledge: Undertaking, project: Undertaking, words: dict[str, Any]
) -> None:
    assert refused("japan", acts.edit_project, pledge, **words) is Refusal.NOT_A_PROJECT
    done("japan", acts.link_project, project, pledge=pledge)

    assert refused("japan", acts.edit_pledge, pledge, **words | {"title": "Gauges"}) is Refusal.PLEDGE_BUILT_ON


def test_record_project_is_tied_to_its_pledge_and_serves_its_commitment(
    logged: Done, refused: Refused, japan: Party, pledge: Undertaking, words: dict[str, Any]
) -> None:
    times = {"start_on": ImpreciseDate(2027), "end_on": ImpreciseDate(2028, 3)}

    row, entries = logged("japan", acts.record_project, japan, pledge=pledge, agency=" The office ", **words, **times)

    assert (row.kind, row.part_of, row.commitment, row.agency) == ("project", pledge, pledge.commitment, "The office")
    assert entries == [("project.recorded", "japan", "public", row.ref)]
    assert (_facts()["pledge"], _facts()["recipients"]) == (pledge.ref, ["kyrgyzstan", "tajikistan"])
    for name in ("kazakhstan", "japan-watcher", "expert", "guest"):
        assert refused(name, acts.record_project, japan, **words) is Refusal.NOT_THE_DONOR


def test_record_project_refuses_what_cannot_be(
    refused: Refused, japan: Party, project: Undertaking, words: dict[str, Any], found: Commitment
) -> None:
    backwards = {"start_on": ImpreciseDate(2028), "end_on": ImpreciseDate(2027)}

    assert refused("japan", acts.record_project, japan, **words, **backwards) is Refusal.ENDS_BEFORE_IT_BEGINS
    assert refused("japan", acts.record_project, japan, pledge=project, **words) is Refusal.NOT_A_PLEDGE
    not_yet = refused("japan", acts.record_project, japan, commitment=found, **words)
    assert not_yet is Refusal.COMMITMENT_NOT_CONFIRMED


def test_edit_project_of_the_desk_and_not_of_a_source(
    logged: Done, done: Done, refused: Refused, japan: Party, project: Undertaking, words: dict[str, Any]
) -> None:
    own = done("japan", acts.record_project, japan, **words)

    row, entries = logged("host", acts.edit_project, own, **words | {"title": "Gauges"}, start_on=ImpreciseDate(2027))

    assert (_facts()["before"], _facts()["after"]) == (
        {"title": "Stations", "start_on": ""},
        {"title": "Gauges", "start_on": "2027"},
    )
    assert entries == [("project.edited", "", "public", row.ref)]
    assert refused("japan", acts.edit_project, project, **words) is Refusal.FROM_A_SOURCE
    assert refused("japan", acts.edit_pledge, row, **words) is Refusal.NOT_A_PLEDGE
    row.transactions.create(kind="disbursed", amount=1, currency="JPY", on=ImpreciseDate(2027))
    assert refused("japan", acts.edit_project, row, **words) is Refusal.PROJECT_BUILT_ON
