"""One date as somebody types it into a box or a cell."""

import re

from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.speech import dates

MONTHS = 12
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}")


def dated(typed: str) -> ImpreciseDate | None:
    """One date and nothing else, in any language that dates are read in; None for a range, and for what two people read
    as two days: 03/04/2027."""
    parts = SLASHED.fullmatch(typed)
    if parts and int(parts[1]) <= MONTHS and parts[1] != parts[2]:
        return None
    spans = dates.spans(typed)
    if len(spans) != 1 or typed[: spans[0].start].strip() or typed[spans[0].end :].strip(" .,"):
        return None
    span = spans[0]
    if span.grain not in ("day", "month", "year"):
        return None
    first = span.first
    if span.grain == "month" and {int(part) for part in re.findall(r"\d+", typed)} - {first.year, first.month}:
        return None  # a day that the month does not have
    month, day = (first.month if span.grain != "year" else None), (first.day if span.grain == "day" else None)
    return ImpreciseDate(first.year, month, day)
