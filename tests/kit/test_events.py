"""Cadence, gaps, levels, pairs, before and after: figures that are no more exact than what they rest on."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.events import (
    DatedEvent,
    EventKind,
    EventState,
    Initiative,
    before_and_after,
    by_year,
    dyads,
    followed,
    hosts,
    levels,
    places,
    plover,
    series_of,
    taken_day,
    visits,
)
from nemawashi.kit.events.measures import shares
from nemawashi.kit.events.words_and_deeds import median_days
from nemawashi.kit.faults import UnreadableError

TODAY = dt.date(2020, 1, 1)


def met(on: str | None, **values: Any) -> DatedEvent:
    values = {"row": f"meeting/{on}", "kind": EventKind.MEETING, "forum": "harbour"} | values
    if end := values.pop("end", None):
        values["last"] = ImpreciseDate.parse(end)
    return DatedEvent(first=ImpreciseDate.parse(on), **values)


def test_gaps_run_from_the_end_of_one_to_the_start_of_the_next() -> None:
    (series,) = series_of([met("2001-03-01"), met("2001-01-01", end="2001-01-03")], today=TODAY)

    assert [(gap.least, gap.most) for gap in series.gaps] == [(57, 57)]
    assert series.median == 57
    assert series.longest is not None
    assert series.longest.before.row == "meeting/2001-01-01"
    assert series.silence == (6880, 6880)


def test_a_date_known_to_the_month_makes_a_span() -> None:
    (series,) = series_of(
        [met("2001-01-31"), met("2001-02"), met("2001-02-20")], today=TODAY, complete=frozenset({"harbour"})
    )

    assert [(gap.least, gap.most) for gap in series.gaps] == [(1, 28), (0, 19)]
    assert [gap.is_exact for gap in series.gaps] == [False, False]
    assert not series.is_exact


def test_a_gap_is_exact_in_a_complete_series_or_between_neighbouring_numbers() -> None:
    days = [met("2001-01-01", ordinal=1), met("2002-01-01", ordinal=2), met("2004-01-01", ordinal=4)]
    (series,) = series_of(days, today=TODAY)
    (complete,) = series_of(days, today=TODAY, complete=frozenset({"harbour"}))
    (numbered,) = series_of(days[:2], today=TODAY)

    assert [gap.is_exact for gap in series.gaps] == [True]
    assert [gap.is_exact for gap in series.left_out] == [False]
    assert series.missing == [3]
    assert series.highest == 4
    assert not series.is_exact
    assert complete.is_exact
    assert numbered.is_complete


@pytest.mark.parametrize(
    ("numbers", "gaps", "missing"),
    [
        ((1, None, 3), 2, []),  # the second has a row, which does not say its number
        ((None, 2, None, None, 4), 4, []),
        ((1, None, 4), 0, [2, 3]),
        ((None, 3, 4), 1, [1, 2]),
        ((3, None, None), 2, [1, 2]),
        ((1, None, 5, 6), 1, [2, 3, 4]),
    ],
)
def test_numbers_that_are_skipped_are_those_of_rows_between_or_leave_no_gap(numbers: Any, gaps: int, missing: Any) -> None:
    rows = [met(f"200{at}-01-01", ordinal=number) for at, number in enumerate(numbers)]
    (series,) = series_of(rows, today=TODAY)

    assert (len(series.gaps), series.missing) == (gaps, missing)
    assert len(series.gaps) + len(series.left_out) == len(rows) - 1


@pytest.mark.parametrize(("numbers", "is_complete"), [((1, 2, None, None), True), ((1, 2, None, None, None), False)])
def test_numbers_say_that_a_series_is_complete_where_half_of_its_meetings_have_one(numbers: Any, is_complete: bool) -> None:
    rows = [met(f"200{at}-01-01", ordinal=number) for at, number in enumerate(numbers)]

    assert series_of(rows, today=TODAY)[0].is_complete is is_complete


def test_what_has_no_date_is_in_no_gap_and_leaves_nothing_exact() -> None:
    rows = [met("2001-01-01"), met("2002-01-01"), met(None, row="meeting/x")]
    (series,) = series_of(rows, today=TODAY, complete=frozenset({"harbour"}))

    assert len(series.gaps) == 1
    assert [each.row for each in series.undated] == ["meeting/x"]
    assert not series.is_exact


def test_no_gap_runs_across_a_meeting_that_has_a_number_and_no_day() -> None:
    rows = [
        met("2001-01-01", ordinal=1),
        met("2002-01-01", ordinal=2),
        met("2003-01-01"),
        *(met(None, row=f"meeting/{number}", ordinal=number) for number in (4, 5, 8)),
        met("2010-01-01", ordinal=6),
        met("2010-03-01", ordinal=7),
    ]
    (series,) = series_of(rows, today=TODAY, complete=frozenset({"harbour"}))

    assert [(gap.before.ordinal, gap.after.ordinal) for gap in series.gaps] == [(1, 2), (6, 7)]
    assert [gap.most for gap in series.left_out] == [365, 2557]  # the third has no number: the fourth may lie before it
    assert (series.median, series.longest) == (212, series.gaps[0])
    assert series.silence == (0, 3593)  # the eighth came later
    assert (series.missing, series.is_exact) == ([], False)


def test_a_meeting_without_a_day_before_or_after_all_others_is_in_no_gap() -> None:
    days = [met("2001-01-01", ordinal=2), met("2002-01-01", ordinal=3)]

    for number, silence in ((1, 6574), (4, 0), (None, 6574)):
        (series,) = series_of([*days, met(None, row="meeting/x", ordinal=number)], today=TODAY)
        assert (len(series.gaps), series.silence) == (1, (silence, 6574))


def test_a_numbering_runs_through_levels_and_no_gap_across_another_level() -> None:
    higher = [met("2012-07", ordinal=6), met("2019-10-16", ordinal=12), met("2020-11-25", ordinal=13)]
    lower = [met("2007-11-15", ordinal=1), met("2009-12-02", ordinal=3), met("2013-10-04", ordinal=7)]
    first = [met("2020-11-19", ordinal=1), met("2021-11-19", ordinal=2)]  # begins anew: a series of its own
    plan = [met("2010", ordinal=4, state=EventState.PLANNED)]
    named = {"ministers": higher, "deputies": lower, "officials": first, "leaders": plan}
    rows = [replace(each, level=level) for level, each_of in named.items() for each in each_of]
    made = {each.level: each for each in series_of(rows, today=TODAY)}
    ministers, deputies = made["ministers"], made["deputies"]

    assert (ministers.missing, ministers.only_planned) == ([2, 5, 8, 9, 10, 11], [4])
    assert [(gap.before.ordinal, gap.after.ordinal) for gap in ministers.gaps] == [(12, 13)]
    assert [(gap.before.ordinal, gap.after.ordinal) for gap in ministers.left_out] == [(6, 12)]
    assert (deputies.missing, deputies.only_planned) == ([2, 5], [4])
    assert [(gap.before.ordinal, gap.after.ordinal) for gap in deputies.left_out] == [(1, 3), (3, 7)]
    assert (made["officials"].missing, len(made["officials"].gaps), made["officials"].left_out) == ([], 1, [])


def test_numbers_that_do_not_run_in_time_are_two_numberings() -> None:
    rows = [
        *(met(f"200{number}-01-01", ordinal=number, level="ministers") for number in (1, 2, 4)),
        met("2009-01-01", ordinal=3, level="leaders"),
    ]

    assert [each.missing for each in series_of(rows, today=TODAY)] == [[3], [1, 2]]


def test_what_was_planned_alone_has_a_row() -> None:
    rows = [
        *(met(f"200{number}-01-01", ordinal=number) for number in (1, 2, 5)),
        *(met(None, ordinal=number, state=EventState.CANCELLED) for number in (2, 3, 6)),
    ]
    (series,) = series_of(rows, today=TODAY)

    assert (series.missing, series.only_planned) == ([4], [3])


def test_places_are_lands_and_online_and_what_nobody_states_stand_apart() -> None:
    rows = [
        met("2001-01-01", country="akan", place="Port", host="bero"),
        met("2002-01-01", country="akan"),
        met("2003-01-01", place="Quay"),
        met("2004-01-01", country="akan", mode="online"),
        met("2005-01-01", host="bero"),
        met("2006-01-01", country="akan", state=EventState.PLANNED),
    ]

    assert [(where, len(each)) for where, each in places(rows)] == [("akan", 2), ("Quay", 1), ("online", 1), ("", 1)]
    assert [(host, len(each)) for host, each in hosts(rows)] == [("bero", 2), ("", 3)]


@pytest.mark.parametrize(
    ("on", "is_taken"),
    [("0001", False), ("1799-12-31", False), ("1800", True), ("2200-12", True), ("2201-01-01", False), ("9999-12", False)],
)
def test_a_year_that_nobody_lives_in_is_no_day_of_an_event(on: str, is_taken: bool) -> None:
    assert (taken_day(ImpreciseDate.parse(on)) is not None) is is_taken
    assert taken_day(None) is None


@pytest.mark.parametrize(
    ("days", "regularity"),
    [
        (["2001-01-01", "2001-01-11", "2001-01-21"], None),
        (["2001-01-01", "2001-01-11", "2001-01-21", "2001-01-31"], -1.0),
        (["2001-01-01", "2001-01-01", "2001-01-01", "2001-01-01"], -1.0),
    ],
)
def test_regularity_needs_three_gaps_and_is_that_of_a_clock(days: list[str], regularity: float | None) -> None:
    rows = [met(day, row=f"meeting/{n}") for n, day in enumerate(days)]

    assert series_of(rows, today=TODAY)[0].regularity == regularity


def test_bursts_are_above_a_clock() -> None:
    rows = [met(day, row=day) for day in ("2001-01-01", "2001-01-02", "2001-01-03", "2009-01-01", "2009-01-02")]
    measure = series_of(rows, today=TODAY)[0].regularity

    assert measure is not None
    assert 0 < measure < 1


def test_series_stand_by_level_and_planned_meetings_apart() -> None:
    rows = [
        met("2001-01-01", level="ministers"),
        met("2002-01-01", level="leaders"),
        met("2003-01-01", level="leaders"),
        met("2021-01-01", level="leaders", state=EventState.PLANNED),
    ]
    first, second = series_of(rows, today=TODAY)

    assert (first.level, len(first.held), len(first.planned)) == ("leaders", 2, 1)
    assert (second.level, second.gaps, second.median, second.longest) == ("ministers", [], None, None)
    assert {year: dict(each) for year, each in by_year(rows).items()} == {
        2001: {"ministers": 1},
        2002: {"leaders": 1},
        2003: {"leaders": 1},
    }


def test_hosts_levels_visits_and_pairs_lead_to_their_meetings() -> None:
    rows = [
        met("2001-01-01", host="akan", actors=("akan", "bero", "cova"), levels={"bero": "minister"}),
        met("2002-01-01", host="akan", actors=("akan", "bero"), mode="online"),
        met("2003-01-01", actors=("bero", "cova", "bero")),
        met("2004-01-01", host="bero", actors=("akan", "bero"), state=EventState.POSTPONED),
        met("2005-01-01", host="bero", actors=("bero",), is_away=True),
    ]

    assert [(host, len(each)) for host, each in hosts(rows)] == [("akan", 2), ("bero", 1), ("", 1)]
    assert {(each.party, each.level): len(each.events) for each in levels(rows)} == {
        ("akan", ""): 2,
        ("bero", "minister"): 1,
        ("bero", ""): 3,
        ("cova", ""): 2,
    }
    assert [(each.guest, each.host, each.level) for each in visits(rows)] == [
        ("bero", "akan", "minister"),
        ("cova", "akan", ""),
    ]
    assert [(pair.one, pair.other, len(pair.events), pair.alone) for pair in dyads(rows)] == [
        ("akan", "bero", 2, 1),
        ("bero", "cova", 2, 1),
        ("akan", "cova", 1, 0),
    ]


def test_plover_knows_no_postponement_and_consults_only_what_was_held() -> None:
    host = {"host": "akan", "actors": ("akan", "bero", "cova")}

    assert plover(met("2001", state=EventState.POSTPONED)) is None
    assert plover(met("2001", state=EventState.CANCELLED)) is None
    planned, held = plover(met("2001", state=EventState.PLANNED, **host)), plover(met("2001", **host))
    assert planned is not None
    assert held is not None
    assert (planned.type, held.type, held.mode) == ("AGREE", "CONSULT", "multilateral")
    assert (held.actors, held.recipients) == (("bero", "cova"), ("akan",))
    call = plover(met("2001", mode="online", actors=("akan", "bero")))
    assert call is not None
    assert (call.mode, call.actors, call.recipients) == ("phone", ("akan", "bero"), ())
    one = plover(met("2001", host="akan", actors=("akan", "bero")))
    assert one is not None
    assert one.mode == "visit"
    kinds = {kind: plover(DatedEvent("x", kind)) for kind in (EventKind.PLEDGE, EventKind.PROJECT, EventKind.STATEMENT)}
    assert {kind: code.type for kind, code in kinds.items() if code} == {
        EventKind.PLEDGE: "AGREE",
        EventKind.PROJECT: "AID",
        EventKind.STATEMENT: "AGREE",
    }


def test_before_and_after_leaves_out_the_day_itself_and_tells_what_it_left_out() -> None:
    rows = [
        *(met(day) for day in ("2010-01-01", "2010-06-01", "2012-01-10", "2012-01-11", "2012-01-12", "2012-03-01")),
        met("2012-02"),
        met("2012"),
        met(None),
        met("2012-01-13", state=EventState.PLANNED),
    ]
    result = before_and_after(rows, dt.date(2012, 1, 11), days=60, today=TODAY, draws=499)

    assert [each.row for each in result.before] == ["meeting/2012-01-10"]
    assert [each.row for each in result.after] == ["meeting/2012-01-12", "meeting/2012-02", "meeting/2012-03-01"]
    assert result.difference == 2
    assert result.low is not None
    assert result.high is not None
    assert result.low <= 0 <= result.high
    assert result.chance is not None
    assert 1 / 500 <= result.chance <= 1
    assert [each.row for each in result.left_out] == ["meeting/2012", "meeting/None"]
    assert [each.row for each in result.by_month] == ["meeting/2012-02"]
    assert before_and_after(rows, dt.date(2012, 1, 11), days=60, today=TODAY, draws=499) == result


def test_chance_finds_a_burst_unlikely_and_a_clock_likely() -> None:
    clock = [met(str(dt.date(2000, 1, 1) + dt.timedelta(days=90 * n))) for n in range(60)]
    burst = [met(str(dt.date(2000, 1, 1) + dt.timedelta(days=300 * n))) for n in range(12)]
    burst += [met(str(dt.date(2010, 1, 5) + dt.timedelta(days=9 * n))) for n in range(12)]
    likely = before_and_after(clock, dt.date(2008, 1, 1), days=365, today=dt.date(2014, 10, 1))
    unlikely = before_and_after(burst, dt.date(2010, 1, 1), days=120, today=dt.date(2014, 10, 1))

    assert likely.chance is not None
    assert unlikely.chance is not None
    assert likely.chance > 0.2
    assert unlikely.chance < 0.05
    assert unlikely.high is not None
    assert unlikely.difference >= unlikely.high


def test_a_window_is_cut_to_what_the_series_spans() -> None:
    rows = [met("2019-01-01"), met("2019-06-01")]
    result = before_and_after(rows, dt.date(2019, 1, 11), days=365, today=TODAY)

    assert (result.asked, result.days) == (365, 10)
    assert (result.low, result.high, result.chance) == (None, None, None)  # two say nothing of chance


@pytest.mark.parametrize("days", [0, 3661])
def test_a_window_has_bounds(days: int) -> None:
    with pytest.raises(UnreadableError, match="from 1 to 3660 days"):
        before_and_after([met("2001-01-01")], dt.date(2002, 1, 1), days=days, today=TODAY)


@pytest.mark.parametrize("days", [1, 3660])
def test_a_window_within_its_bounds(days: int) -> None:
    assert before_and_after([met("2001-01-01")], dt.date(2002, 1, 1), days=days, today=TODAY).days == min(days, 365)


@pytest.mark.parametrize("on", ["2001-01-01", "2020-01-01", "1999-01-01"])
def test_an_outside_event_lies_within_what_the_events_span(on: str) -> None:
    with pytest.raises(UnreadableError, match="outside of what these events span: 2001-01-01 to 2020-01-01"):
        before_and_after([met("2001-01-01")], dt.date.fromisoformat(on), days=10, today=TODAY)
    with pytest.raises(UnreadableError, match="no event with a day or a month"):
        before_and_after([met("2001")], dt.date.fromisoformat(on), days=10, today=TODAY)


def deed(word: str | None, *deeds: tuple[str, str | None]) -> Initiative:
    return Initiative("x", "akan", "", ImpreciseDate.parse(word), [(row, ImpreciseDate.parse(on)) for row, on in deeds])


def test_from_word_to_the_first_deed_that_may_not_lie_before_it() -> None:
    rows = followed(
        [
            deed("2001-01-10", ("a", "2000-12-31"), ("b", "2001-02-09"), ("c", "2001-01-20")),
            deed("2001", ("a", "2001-06-01")),
            deed("2001-01-10", ("a", None)),
            deed("2001-01-10", ("a", "2000")),
            deed("2001-01-10"),
            deed(None, ("a", "2000")),
        ]
    )

    assert [(each.deed, each.least, each.most) for each in rows] == [
        ("c", 10, 10),
        ("a", 0, 151),
        ("a", None, None),
        ("", None, None),
        ("", None, None),
        ("a", None, None),
    ]
    assert median_days(rows) == (5, 80.5)
    assert median_days(rows[2:]) is None


def test_shares_of_nothing_are_nothing() -> None:
    assert shares({"a": 3, "b": 1}) == {"a": 0.75, "b": 0.25}
    assert shares({"a": 0}) == {}
