"""When a track is due, what lapsed, whose turn it is to host, and which days would do for a round."""

import datetime as dt

import pytest

from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.workdays import Capital, day_off
from nemawashi.meetings import rules
from nemawashi.meetings.rules import BusyDays, ChairTerm, HostTurn
from nemawashi.meetings.terms import Against, Phase
from nemawashi.parties.terms import HostingRule, MeetingRules

TODAY = dt.date(2030, 6, 15)
MARCH, MAY = ImpreciseDate(2024, 3), ImpreciseDate(2026, 5, 2)


def month(year: int, number: int) -> ImpreciseDate:
    return ImpreciseDate(year, number)


def monday(day: dt.date) -> list[tuple[str, str]]:
    """A week of which every day but Monday is one of rest, in one capital."""
    return [] if day.weekday() == 0 else [("JPN", "")]


def never(day: dt.date) -> list[tuple[str, str]]:
    return []


@pytest.mark.parametrize(
    ("state", "start", "phase"),
    [
        ("planned", None, Phase.TENTATIVE),
        ("planned", month(2031, 2), Phase.TENTATIVE),
        ("planned", ImpreciseDate(2031, 2, 3), Phase.PLANNED),
        ("announced", month(2031, 2), Phase.ANNOUNCED),
        ("postponed", None, Phase.POSTPONED),
        *[(name, MAY, Phase(name)) for name in ("open", "held", "cancelled", "lapsed")],
    ],
)
def test_phase_is_the_state_but_for_what_has_no_day(state: str, start: ImpreciseDate | None, phase: Phase) -> None:
    assert rules.phase_of(state, start) is phase


@pytest.mark.parametrize(
    ("held", "lapsed"),
    [
        ([], []),
        ([ImpreciseDate(2024)], []),  # not known to the month
        ([month(2024, 3), month(2027, 3), month(2030, 3)], []),  # 36 months: 12 late, half of 24
        ([month(2024, 3), month(2027, 4), month(2030, 3)], [month(2026, 3)]),  # 37 months: 13 late
        ([month(2022, 3), month(2027, 4), month(2030, 3)], [month(2024, 3), month(2026, 3)]),
        ([month(2027, 6)], []),  # today is 36 months after
        ([month(2027, 5)], [month(2029, 5)]),
        ([month(2030, 6)], []),
        ([month(2031, 1)], []),  # is still to come
    ],
)
def test_a_turn_lapses_after_more_than_half_a_cadence(held: list[ImpreciseDate], lapsed: list[ImpreciseDate]) -> None:
    assert [row.due for row in rules.lapses(held, cadence=24, today=TODAY)] == lapsed


def test_a_lapse_names_the_meeting_before_and_nothing_lapses_without_a_cadence() -> None:
    [row] = rules.lapses([month(2027, 5), None], cadence=24, today=TODAY)

    assert row.after == month(2027, 5)
    assert rules.lapses([month(2027, 5)], cadence=None, today=TODAY) == []


@pytest.mark.parametrize(
    ("known", "by"),
    [
        ([month(2029, 1)], month(2031, 1)),
        ([month(2027, 6)], month(2029, 6)),  # late, not lapsed
        ([month(2027, 5)], month(2031, 5)),  # that of 2029 has lapsed
        ([month(2027, 5), month(2031, 2)], month(2033, 2)),  # one is to come
        ([month(2027, 12)], month(2029, 12)),
    ],
)
def test_due_is_the_first_turn_that_has_not_lapsed(known: list[ImpreciseDate], by: ImpreciseDate) -> None:
    row = rules.due(known, cadence=24, today=TODAY)

    assert row is not None
    assert (row.by, row.last, row.months) == (by, max(known), 24)


@pytest.mark.parametrize(("known", "cadence"), [([], 24), ([ImpreciseDate(2024)], 24), ([month(2029, 1)], None)])
def test_nothing_is_due_without_cadence_or_meeting(known: list[ImpreciseDate], cadence: int | None) -> None:
    assert rules.due(known, cadence=cadence, today=TODAY) is None


def test_proposals_keep_the_order_of_levels_and_days_of_work() -> None:
    start = dt.date(2030, 9, 3)  # a Tuesday
    rows = rules.proposals([("som", 1), ("fmm", 1)], wanted_from=start, not_before=TODAY, off=monday)

    assert [row.legs[-1].start for row in rows] == [dt.date(2030, 9, 9), dt.date(2030, 9, 23), dt.date(2030, 10, 7)]
    assert [(leg.track, leg.start, leg.before) for leg in rows[0].legs] == [
        ("som", dt.date(2030, 8, 19), 21),
        ("fmm", dt.date(2030, 9, 9), 0),
    ]
    assert {row.why for row in rows[0].passed} == {Against.REST}


def test_a_lower_level_moves_ahead_where_its_day_would_not_do() -> None:
    def off(day: dt.date) -> list[tuple[str, str]]:
        return [("KAZ", "Day of the Book")] if day == dt.date(2030, 8, 19) else monday(day)

    [row] = rules.proposals([("som", 1), ("fmm", 1)], wanted_from=dt.date(2030, 9, 9), not_before=TODAY, off=off, count=1)

    assert (row.legs[0].start, row.legs[0].before) == (dt.date(2030, 8, 12), 28)


@pytest.mark.parametrize(("not_before", "first"), [(dt.date(2030, 8, 19), 9), (dt.date(2030, 8, 20), 16)])
def test_no_level_is_before_the_day_that_leaves_time_to_prepare(not_before: dt.date, first: int) -> None:
    rows = rules.proposals(
        [("som", 1), ("fmm", 1)], wanted_from=dt.date(2030, 9, 9), not_before=not_before, off=monday, count=1
    )

    assert rows[0].legs[-1].start == dt.date(2030, 9, first)


@pytest.mark.parametrize(("end", "first"), [(dt.date(2030, 9, 2), 9), (dt.date(2030, 9, 3), 10)])
def test_proposals_keep_a_week_from_known_meetings(end: dt.date, first: int) -> None:
    busy = [BusyDays("Summit", dt.date(2030, 9, 1), end)]

    rows = rules.proposals([("fmm", 2)], wanted_from=dt.date(2030, 9, 9), not_before=TODAY, off=never, busy=busy)

    assert rows[0].legs[0].start == dt.date(2030, 9, first)
    assert rows[0].nearest == ("Summit", 7)
    assert [(row.why, row.name) for row in rows[0].passed] == [(Against.MEETING, "Summit")] * (first - 9)


def test_each_day_of_a_meeting_counts_and_holidays_are_named_once() -> None:
    def off(day: dt.date) -> list[tuple[str, str]]:
        return [("UZB", "Navruz")] if day.day == 11 else []

    rows = rules.proposals([("fmm", 2)], wanted_from=dt.date(2030, 9, 10), not_before=TODAY, off=off, count=1)

    assert rows[0].legs[0].start == dt.date(2030, 9, 12)
    assert [(row.day.day, row.who, row.name) for row in rows[0].passed] == [(11, "UZB", "Navruz")]


def test_where_no_day_would_do_there_is_no_proposal() -> None:
    def always(day: dt.date) -> list[tuple[str, str]]:
        return [("UZB", "")]

    assert rules.proposals([("fmm", 1)], wanted_from=TODAY, not_before=TODAY, off=always) == []
    assert rules.proposals([], wanted_from=TODAY, not_before=TODAY, off=never) == []


NAMES = {"b": "Beta", "c": "Gamma", "a": "Alpha"}
HOSTED = [("b", dt.date(2028, 1, 1)), ("a", dt.date(2029, 1, 1)), ("b", dt.date(2027, 1, 1)), ("x", dt.date(2030, 1, 1))]


@pytest.mark.parametrize(
    ("rule", "fixed", "order"),
    [
        (HostingRule.OFFER, "", ["c", "b", "a"]),  # never, 2028, 2029
        (HostingRule.ALPHABETICAL, "", ["b", "c", "a"]),  # Alpha was the last
        (HostingRule.FIXED, "c", ["c"]),
        (HostingRule.FIXED, "", []),
    ],
)
def test_turns_follow_the_rule(rule: str, fixed: str, order: list[str]) -> None:
    assert [row.party for row in rules.turns(rule, NAMES, HOSTED, fixed=fixed, today=TODAY)] == order


def test_turns_say_when_and_how_often_and_know_no_future() -> None:
    rows = rules.turns(HostingRule.OFFER, NAMES, [*HOSTED, ("c", dt.date(2031, 1, 1))], today=dt.date(2029, 1, 11))

    assert rows[0] == HostTurn("c", None, 0)
    assert rows[1] == HostTurn("b", dt.date(2028, 1, 1), 2, 376)
    assert rows[2] == HostTurn("a", dt.date(2029, 1, 1), 1, 10)


def test_rotation_begins_with_the_first_name_where_nobody_hosted() -> None:
    assert [row.party for row in rules.turns(HostingRule.ALPHABETICAL, NAMES, [], today=TODAY)] == ["a", "b", "c"]


def test_rules_of_meetings_are_those_of_the_file_else_the_usual_ones() -> None:
    said = {"hosting": "fixed", "host": "b", "term_months": 12, "co_chair": True, "lead_days": 0, "personal_days": 0}

    assert MeetingRules.of_file({}) == MeetingRules("offer", "", None, False, None, None, 365)
    assert MeetingRules.of_file(said) == MeetingRules("fixed", "b", 12, True, 0, None, 0)


@pytest.mark.parametrize(("number", "off"), [(19, None), (20, "Vernal Equinox Day"), (21, "")])  # Thursday to Saturday
def test_a_day_off_has_the_name_of_its_holiday(number: int, off: str | None) -> None:
    assert day_off(Capital("JPN", "JPN", "Asia/Tokyo"), dt.date(2026, 3, number)) == off


def test_a_capital_has_the_calendar_that_the_forum_says_and_days_of_its_own() -> None:
    rules_of = MeetingRules.of_file(
        {"calendars": [{"party": "upland", "country": "AUT", "days": [{"date": "2027-03-22", "name": "Day of water"}]}]}
    )
    said = rules_of.calendars["upland"]
    capital = Capital("UPL", said.country, "Europe/Vienna", said.days)

    asked = [dt.date(2027, 3, 22), dt.date(2027, 3, 23), dt.date(2027, 10, 26), dt.date(2027, 10, 27)]
    assert [day_off(capital, each) for each in asked] == ["Day of water", None, "National Day", None]
    assert day_off(Capital("UPL", "UPL", "Europe/Vienna"), asked[2]) is None
    assert MeetingRules.of_file({}).calendars == {}


@pytest.mark.parametrize(
    ("months", "until"),
    [(None, None), (1, dt.date(2029, 2, 28)), (12, dt.date(2030, 1, 31)), (11, dt.date(2029, 12, 31))],
)
def test_the_host_of_the_latest_meeting_chairs_until_its_term_is_over(months: int | None, until: dt.date | None) -> None:
    hosted = [("b", dt.date(2028, 1, 1)), ("a", dt.date(2029, 1, 31)), ("c", dt.date(2031, 1, 1))]

    assert rules.chair_term(hosted, months=months, today=TODAY) == ChairTerm("a", dt.date(2029, 1, 31), until)
    assert rules.chair_term([], months=months, today=TODAY) is None
    assert rules.chair_term([("c", TODAY)], months=None, today=TODAY) == ChairTerm("c", TODAY, None)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (dt.date(2028, 1, 31), dt.date(2028, 2, 29)),
        (dt.date(2028, 10, 31), dt.date(2028, 11, 30)),
        (dt.date(2028, 11, 30), dt.date(2028, 12, 30)),
        (dt.date(2028, 12, 31), dt.date(2029, 1, 31)),
    ],
)
def test_a_term_of_a_month_ends_within_the_next(since: dt.date, until: dt.date) -> None:
    assert rules.chair_term([("a", since)], months=1, today=since) == ChairTerm("a", since, until)


def test_no_turn_between_known_meetings_has_lapsed_where_one_was_held_that_nobody_dates() -> None:
    known = [month(2023, 1), month(2027, 5)]

    assert [row.due for row in rules.lapses(known, cadence=24, today=TODAY)] == [month(2025, 1), month(2029, 5)]
    for unknown in (None, ImpreciseDate(2025)):
        assert [row.due for row in rules.lapses([*known, unknown], cadence=24, today=TODAY)] == [month(2029, 5)]
