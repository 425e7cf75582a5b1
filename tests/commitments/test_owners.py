"""Parties by commitments: cells, shares with their average, choices, and what a page costs at one row and at more."""

from __future__ import annotations

from typing import Any

import pytest

from nemawashi.access.viewers import PUBLIC
from nemawashi.commitments import matrix
from nemawashi.commitments.matrix import OwnerShare
from nemawashi.commitments.models import Commitment, Settlement


def test_an_average_says_what_was_scored_and_nothing_of_the_rest() -> None:
    share = OwnerShare(1, identified=9, delivered=3, partly=1, missed=1)

    assert (share.scored, share.average) == (5, 0.4)
    assert OwnerShare(None, 4, 0, 0, 0).average is None


@pytest.mark.django_db
def test_shares_are_counted_by_owner(played: None, now: Any) -> None:
    rows = list(Commitment.objects.filter(state="confirmed", origin="record")[:3])
    for row, score in zip(rows, (1, -1, 1), strict=True):
        Settlement.objects.create(commitment=row, score=score, why="seen", raw_agreement=1, at=now, origin="record")

    shares = matrix.shares(matrix.confirmed(viewer=PUBLIC))

    assert sum(share.identified for share in shares) == matrix.confirmed(viewer=PUBLIC).count()
    assert sum(share.delivered for share in shares) == 2
    assert sum(share.missed for share in shares) == 1


@pytest.mark.django_db
def test_what_was_only_found_is_in_no_list(played: None) -> None:
    row = Commitment.objects.filter(state="confirmed", origin="record")[0]
    Commitment.objects.filter(pk=row.pk).update(state="found")

    assert row not in matrix.confirmed(viewer=PUBLIC)


@pytest.mark.django_db
def test_the_page_is_chosen_by_text_year_and_pillar(client: Any, played: None) -> None:
    row = Commitment.objects.get(slug="com-2012-700m")

    page = client.get(f"/en/owners/?year=2012&text={row.made_in_ref}&pillar={row.pillar.slug if row.pillar else ''}")

    assert page.status_code == 200
    assert row.words[:40] in page.content.decode()
    assert client.get("/en/owners/?pillar=none-such").status_code == 400
    assert client.get("/en/owners/?year=12").status_code == 400
    assert "Show all" in client.get("/en/owners/?text=text/none").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("left", [1, 3])
def test_the_page_costs_the_same_at_one_row_and_at_three(
    client: Any, played: None, django_assert_max_num_queries: Any, left: int
) -> None:
    ref = Commitment.objects.get(slug="com-2012-700m").made_in_ref
    keep = list(Commitment.objects.filter(state="confirmed", origin="record").values_list("pk", flat=True)[:left])
    Commitment.objects.filter(pk__in=keep).update(made_in_ref=ref, area="roads")
    client.get("/en/sums/")

    with django_assert_max_num_queries(10):
        page = client.get(f"/en/owners/?area=roads&text={ref}")

    assert page.context["page"].paginator.count == left
