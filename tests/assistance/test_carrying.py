"""Acts on packages, partners and ends: what each writes and logs, what it refuses, and what stands on the page."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from nemawashi.access.terms import Refusal as Access
from nemawashi.access.viewers import PUBLIC
from nemawashi.assistance import acts, exports, queries
from nemawashi.assistance.models import Undertaking
from nemawashi.assistance.terms import Refusal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.iati import schema
from nemawashi.kit.iati.parsing import AidOrganisation
from nemawashi.parties.models import Party

Does = Callable[..., Any]
US = AidOrganisation("US", (("en", "Us"),), "40")
WORKS = {"called": "The works company", "kind": "private", "role": "implementing"}
END = {"on": ImpreciseDate(2026, 3, 14), "kind": "completed", "words": "The post stands."}


@pytest.fixture
def project(played: None, db: None) -> Undertaking:
    return Undertaking.objects.get(slug="project-litaca-1")


@pytest.fixture
def japan(played: None, db: None) -> Party:
    return Party.objects.get(slug="japan")


@pytest.fixture
def whole(japan: Party) -> dict[str, Any]:
    recipients = [Party.objects.get(slug="tajikistan")]
    return {"title": "Five spheres", "recipients": recipients, "amount": Decimal(7), "currency": "USD"}


def test_record_package_and_a_pledge_out_of_it(logged: Does, done: Does, japan: Party, whole: dict[str, Any]) -> None:
    package, entries = logged("japan", acts.record_package, japan, **whole)
    pledge = done("japan", acts.record_pledge, japan, package=package, **whole | {"title": "Stations"})

    assert (package.kind, package.amount, package.slug[:8]) == ("package", Decimal(7), "package-")
    assert entries == [("package.recorded", "japan", "public", package.ref)]
    assert (pledge.kind, pledge.part_of) == ("pledge", package)


def test_a_package_is_set_right_until_something_is_made_out_of_it(
    logged: Does, refused: Does, done: Does, japan: Party, whole: dict[str, Any]
) -> None:
    package = done("japan", acts.record_package, japan, **whole)
    row, entries = logged("japan", acts.edit_package, package, **whole | {"title": "Six spheres"})
    pledge = done("japan", acts.record_pledge, japan, package=package, **whole)

    assert (row.title, entries[0][0]) == ("Six spheres", "package.edited")
    assert refused("japan", acts.edit_package, package, **whole) is Refusal.PACKAGE_BUILT_ON
    assert refused("japan", acts.edit_package, pledge, **whole) is Refusal.NOT_A_PACKAGE
    assert refused("japan", acts.record_pledge, japan, package=pledge, **whole) is Refusal.NOT_A_PACKAGE
    assert refused("kazakhstan", acts.record_package, japan, **whole) is Refusal.NOT_THE_DONOR


def test_name_partner_and_correct_partner(logged: Does, refused: Does, project: Undertaking) -> None:
    row, entries = logged("japan", acts.name_partner, project, **WORKS)

    assert (str(row), row.kind, row.role) == ("The works company", "private", "implementing")
    assert entries == [("partner.named", "japan", "public", project.ref)]
    assert refused("japan", acts.name_partner, project, **WORKS | {"called": "the WORKS company"}) is Refusal.PARTNER_NAMED
    assert refused("kazakhstan", acts.name_partner, project, **WORKS) is Refusal.NOT_THE_DONOR
    assert refused("japan", acts.correct_partner, row, why=" ", **WORKS) is Refusal.NO_REASON
    assert refused("japan", acts.correct_partner, row, why="x", **WORKS) is Access.NOTHING_CHANGES
    mended, entries = logged("host", acts.correct_partner, row, why="A slip.", **WORKS | {"kind": "public"})
    assert (mended.kind, entries[0][0]) == ("public", "partner.corrected")


def test_a_partner_that_is_none_is_struck_out(done: Does, project: Undertaking) -> None:
    row = done("japan", acts.name_partner, project, **WORKS)
    assert queries.partners_of(project, viewer=PUBLIC) == [row]

    done("japan", acts.correct_partner, row, is_struck=True, why="Another project.", **WORKS)

    assert queries.partners_of(project, viewer=PUBLIC) == []
    assert done("japan", acts.name_partner, project, **WORKS).pk != row.pk


def test_end_project_once(logged: Does, refused: Does, project: Undertaking) -> None:
    end, entries = logged("japan", acts.end_project, project, **END)

    assert (str(end), end.words) == ("completed 2026-03-14", "The post stands.")
    assert entries == [("project.ended", "japan", "public", project.ref)]
    assert refused("japan", acts.end_project, project, **END) is Refusal.ENDED_ALREADY
    assert refused("kazakhstan", acts.correct_end, end, why="x", **END) is Refusal.NOT_THE_DONOR
    assert refused("japan", acts.correct_end, end, why="", **END) is Refusal.NO_REASON


def test_correct_end_takes_it_back(logged: Does, refused: Does, done: Does, project: Undertaking) -> None:
    end = done("japan", acts.end_project, project, **END)
    assert queries.end_of(project, viewer=PUBLIC) == end

    row, entries = logged("japan", acts.correct_end, end, is_taken_back=True, why="It goes on.", **END)

    assert (row.is_taken_back, entries[0][0]) == (True, "end.corrected")
    assert queries.end_of(project, viewer=PUBLIC) is None
    assert refused("japan", acts.correct_end, row, why="x", **END) is Refusal.ENDED_ALREADY
    assert done("japan", acts.end_project, project, **END).pk != end.pk


def test_partners_and_ends_go_out_as_valid_iati(done: Does, project: Undertaking) -> None:
    done("japan", acts.name_partner, project, **WORKS)
    done("japan", acts.end_project, project, **END)

    rows = {node.findtext("iati-identifier"): node for node in exports.chain(reporter=US, viewer=PUBLIC)}
    node = rows[f"US-{project.slug}"]

    named = [(each.get("role"), each.get("type")) for each in node.iter("participating-org")]
    assert ("4", "70") in named
    assert node.find("activity-status").get("code") == "4"
    assert [each.get("iso-date") for each in node.iter("activity-date") if each.get("type") == "4"] == ["2026-03-14"]
    assert schema.first_fault(schema.of("2.03"), node) is None


def test_the_page_shows_partners_and_end(client: Any, done: Does, project: Undertaking) -> None:
    done("japan", acts.name_partner, project, **WORKS)
    done("japan", acts.end_project, project, **END)

    page = client.get(f"/en/assistance/{project.slug}/?fiction=1").content.decode()

    assert "The works company" in page
    assert "Carries it out" in page
    assert "The post stands." in page


def test_remind_of_project_before_its_planned_end(
    logged: Does, refused: Does, done: Does, now: dt.datetime, project: Undertaking
) -> None:
    day = now.date() + dt.timedelta(days=9)
    soon = ImpreciseDate(day.year, day.month, day.day)
    assert refused("host", acts.remind_of_project, project) is Refusal.NOT_ENDING_SOON
    Undertaking.objects.filter(pk=project.pk).update(end_on=soon)
    project.refresh_from_db()

    row, entries = logged("host", acts.remind_of_project, project)

    assert row.reminded_for == soon
    assert entries == [("project.reminded", "", "parties", project.ref)]
    assert refused("host", acts.remind_of_project, project) is Refusal.REMINDED_ALREADY
    Undertaking.objects.filter(pk=project.pk).update(reminded_for=None)
    done("japan", acts.end_project, project, **END)
    assert refused("host", acts.remind_of_project, project) is Refusal.ENDED_ALREADY
