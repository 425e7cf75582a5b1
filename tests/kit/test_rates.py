"""A table of rates: read whole line by line, refused with line and reason."""

import pytest

from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.sheets import rates
from nemawashi.kit.sheets.rates import RateLine

HEAD = "date,from,to,rate,source"
GOOD = "2012-11-09,USD,JPY,79.4,boj"


def test_a_table_in_any_order_of_columns_and_with_any_mark() -> None:
    expected = [RateLine(2, "2012-11-09", "USD", "JPY", "79.4", "boj")]

    assert rates.read(f"{HEAD}\n{GOOD}\n").rows == expected
    assert rates.read("\ufeffSource;Rate;To;From;Date\r\nboj;79.4;JPY;USD;2012-11-09\r\n").rows == expected
    assert rates.read(f"{HEAD}\n{GOOD}\n\n".replace(",", "\t")).rows == expected


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2012-11,USD,JPY,79.4,boj", "the date is no day as 2012-11-09"),
        ("2012-02-30,USD,JPY,79.4,boj", "the date is no day as 2012-11-09"),
        ("2012-11-09,persons,JPY,79.4,boj", "no currency has the code persons"),
        ("2012-11-09,JPY,JPY,1,boj", "both currencies are the same"),
        ('2012-11-09,USD,JPY,"79,4",boj', "the rate is no number above nothing, with a point as in 110.5"),
        ("2012-11-09,USD,JPY,0.00,boj", "the rate is no number above nothing, with a point as in 110.5"),
        ("2012-11-09,USD,JPY,1e9,boj", "the rate is no number above nothing, with a point as in 110.5"),
        ("2012-11-09,USD,JPY,79.4", "it names no source"),
        (GOOD, "the same day, currencies and source stand in an earlier line"),
    ],
)
def test_a_line_is_refused_with_its_number_and_reason(line: str, reason: str) -> None:
    table = rates.read(f"{HEAD}\n{GOOD}\n{line}\n")

    assert [(each.line, each.reason) for each in table.refused] == [(3, reason)]
    assert len(table.rows) == 1


@pytest.mark.parametrize("words", ["", "date,from,to,rate\n", "<html>", f'{HEAD}\n"open', HEAD + "\n" + "x\n" * 60_000])
def test_what_is_no_table_is_refused_whole(words: str) -> None:
    with pytest.raises(UnreadableError):
        rates.read(words)
