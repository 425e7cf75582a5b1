"""Statistics of reports, written once in Ibis: DuckDB runs them, Spark runs the same and gives the same cells.

They take a table of ``reading.SCHEMA``. Sums are of whole numbers and pass through float64, exact below 2**53, for DuckDB
adds in 128 bits; means are of whole thousandths. So no figure depends on the order in which a machine adds, and ties are
broken by names.
"""

from collections.abc import Callable, Mapping
from typing import Any

import ibis

_CONSULT = "CONSULT"


def months(reports: Any) -> Any:
    """(month, quad, reports, mentions): reports by month and quad.

    Rows are grouped by the number of their month, and its first day is made of a group, not of each row.
    """
    numbered = reports.mutate(number=reports.day.year().cast("int64") * 12 + reports.day.month().cast("int64") - 1)
    counted = numbered.group_by(["number", "quad"]).aggregate(
        reports=numbered.count().cast("int64"), mentions=numbered.mentions.sum().cast("float64").cast("int64")
    )
    first = ibis.date((counted.number // 12).cast("int32"), (counted.number % 12 + 1).cast("int32"), 1)
    return counted.mutate(month=first).select("month", "quad", "reports", "mentions")


def dyads(reports: Any) -> Any:
    """(actor, recipient, year, reports, intensity): reports of one on another by year, and their mean in thousandths."""
    named = reports.filter(reports.actor != "", reports.recipient != "", reports.actor != reports.recipient)
    named = named.mutate(year=named.day.year().cast("int64"), scaled=_thousandths(named.intensity))
    return (
        named.group_by(["actor", "recipient", "year"])
        .aggregate(reports=named.count().cast("int64"), total=named.scaled.sum(), known=named.scaled.count())
        .mutate(
            intensity=lambda table: (
                (table.total.cast("float64") / table.known.nullif(0).cast("float64")).round(0).cast("int64")
            )
        )
        .drop("total", "known")
    )


def cadence(reports: Any) -> Any:
    """(one, other, days, first, last, longest): days on which consultations of two were reported, whoever came to whom."""
    talks = reports.filter(
        reports.type == _CONSULT, reports.actor != "", reports.recipient != "", reports.actor != reports.recipient
    )
    pairs = talks.select(
        one=ibis.least(talks.actor, talks.recipient), other=ibis.greatest(talks.actor, talks.recipient), day=talks.day
    ).distinct()
    window = ibis.window(group_by=["one", "other"], order_by="day")
    spaced = pairs.mutate(gap=pairs.day.delta(pairs.day.lag().over(window), unit="day").cast("int64"))
    return spaced.group_by(["one", "other"]).aggregate(
        days=spaced.count().cast("int64"), first=spaced.day.min(), last=spaced.day.max(), longest=spaced.gap.max()
    )


def places(reports: Any) -> Any:
    """(type, place, reports, rank, share): where each type of event was reported from, the share in ten-thousandths."""
    placed = reports.filter(reports.place != "", reports.type != "")
    counted = placed.group_by(["type", "place"]).aggregate(reports=placed.count().cast("int64"))
    of_type = ibis.window(group_by="type")
    order = ibis.window(group_by="type", order_by=[ibis.desc("reports"), "place"])
    return counted.mutate(
        rank=ibis.row_number().over(order).cast("int64") + 1,
        share=(counted.reports * 10_000)
        .cast("float64")
        .__truediv__(counted.reports.sum().over(of_type).cast("float64"))
        .floor()
        .cast("int64"),
    )


def _thousandths(value: Any) -> Any:
    return (value * 1000).round(0).cast("int64")


STATISTICS: Mapping[str, Callable[[Any], Any]] = {
    "months": months,
    "dyads": dyads,
    "cadence": cadence,
    "places": places,
}
KEYS: Mapping[str, tuple[str, ...]] = {  # by which the rows of each are put in order when they are read
    "months": ("month", "quad"),
    "dyads": ("actor", "recipient", "year"),
    "cadence": ("one", "other"),
    "places": ("type", "rank"),
}
