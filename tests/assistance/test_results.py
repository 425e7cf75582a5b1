"""Acts on payments, indicators and values: what each writes and logs, and what it refuses."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from nemawashi.access.viewers import PUBLIC
from nemawashi.assistance import acts, exports
from nemawashi.assistance.models import Undertaking
from nemawashi.assistance.terms import Refusal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.iati import parsing, schema
from nemawashi.kit.iati.parsing import AidOrganisation
from nemawashi.sources.models import Source

Does = Callable[..., Any]
US = AidOrganisation("US", (("en", "Us"),), "40")
PAID = {"kind": "disbursed", "amount": Decimal(500), "currency": "jpy", "on": ImpreciseDate(2017, 3)}
COUNTED = {"words": "Officials trained", "unit": "persons", "target": Decimal(300)}


@pytest.fixture
def project(played: None, db: None) -> Undertaking:
    return Undertaking.objects.get(slug="project-litaca-1")


@pytest.fixture
def source(played: None, db: None) -> Source:
    return Source.objects.get(slug="seed-000")


def test_a_payment_keeps_its_amount_as_printed(logged: Does, project: Undertaking, source: Source) -> None:
    row, entries = logged("japan", acts.record_payment, project, qualifier="more_than", source=source, **PAID)
    assert (row.amount, row.currency, str(row.on), row.qualifier) == (Decimal(500), "JPY", "2017-03", "more_than")
    assert (row.source, row.undertaking) == (source, project)
    assert entries == [("payment.recorded", "japan", "public", project.ref)]


@pytest.mark.parametrize(
    ("change", "why"),
    [({"amount": Decimal(0)}, Refusal.NOT_POSITIVE), ({"currency": "persons"}, Refusal.UNIT_IS_NO_CURRENCY)],
)
def test_a_payment_is_money(refused: Does, project: Undertaking, change: dict[str, Any], why: Refusal) -> None:
    assert refused("host", acts.record_payment, project, **PAID | change) is why


def test_nothing_is_paid_under_an_event(refused: Does, played: None, db: None) -> None:
    event = Undertaking.objects.exclude(kind__in=["package", "pledge", "project"])[0]
    assert refused("host", acts.record_payment, event, **PAID) is Refusal.NOTHING_IS_PAID_UNDER_IT
    assert refused("host", acts.record_indicator, event, **COUNTED) is Refusal.NOTHING_IS_PAID_UNDER_IT


def test_only_the_donor_and_the_host_record(refused: Does, done: Does, project: Undertaking, source: Source) -> None:
    indicator = done("japan", acts.record_indicator, project, **COUNTED)
    reached = {"value": Decimal(10), "on": ImpreciseDate(2017), "source": source}
    for name in ("kazakhstan", "japan-watcher", "expert"):
        assert refused(name, acts.record_payment, project, **PAID) is Refusal.NOT_THE_DONOR
        assert refused(name, acts.record_indicator, project, **COUNTED) is Refusal.NOT_THE_DONOR
        assert refused(name, acts.record_value, indicator, **reached) is Refusal.NOT_THE_DONOR


def test_a_correction_says_what_was_there_and_why(logged: Does, refused: Does, done: Does, project: Undertaking) -> None:
    paid = done("japan", acts.record_payment, project, **PAID)
    right = {"amount": Decimal(600), "currency": "JPY", "on": ImpreciseDate(2017, 3)}
    assert refused("japan", acts.correct_payment, paid, why=" ", **right) is Refusal.NO_REASON
    row, entries = logged("japan", acts.correct_payment, paid, why="A slip.", **right)
    assert (row.amount, row.version) == (Decimal(600), 2)
    assert entries == [("payment.corrected", "japan", "public", project.ref)]


def test_an_indicator_has_a_unit_that_is_no_money(refused: Does, logged: Does, project: Undertaking) -> None:
    assert refused("japan", acts.record_indicator, project, **COUNTED | {"unit": " "}) is Refusal.NO_UNIT
    assert refused("japan", acts.record_indicator, project, **COUNTED | {"unit": "usd"}) is Refusal.UNIT_IS_MONEY
    assert refused("japan", acts.record_indicator, project, **COUNTED | {"words": ""}) is Refusal.NO_TITLE
    row, entries = logged("japan", acts.record_indicator, project, **COUNTED)
    assert (str(row), row.target) == ("Officials trained (persons)", Decimal(300))
    assert entries[0][0] == "indicator.recorded"


def test_a_value_rests_on_a_source_and_stands_on_the_page(
    refused: Does, logged: Does, done: Does, project: Undertaking, source: Source, client_of: Does
) -> None:
    indicator = done("japan", acts.record_indicator, project, **COUNTED)
    reached = {"value": Decimal(120), "on": ImpreciseDate(2016)}
    assert refused("researcher", acts.record_value, indicator, source=None, **reached) is Refusal.NO_SOURCE
    row, entries = logged("researcher", acts.record_value, indicator, source=source, qualifier="about", **reached)
    assert (row.indicator, entries[0][0]) == (indicator, "value.recorded")
    done("japan", acts.record_payment, project, qualifier="more_than", **PAID)
    page = client_of("").get(f"/en/assistance/{project.slug}/").content.decode()
    assert "Officials trained" in page
    assert "about" in page.split("Officials trained")[1]
    assert "more than" in page
    assert "/desk/acts/" not in page
    (node,) = (
        node
        for node in exports.chain(reporter=US, viewer=PUBLIC)
        if node.findtext("iati-identifier") == f"US-{project.slug}"
    )
    written = parsing.activity(node)
    assert schema.first_fault(schema.of("2.03"), node) is None
    assert [(each.kind, each.amount, each.qualifier) for each in written.payments] == [("3", Decimal(500), "more_than")]
    assert written.results[0].indicators[0].periods[0].actual == "120"
    own = client_of("japan").get(f"/en/assistance/{project.slug}/").content.decode()
    assert f"/desk/acts/record_value/{indicator.pk}/" in own
    assert f"/desk/acts/record_payment/{project.slug}/" in own
