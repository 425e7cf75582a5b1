"""How claims relate and what their disagreement is; every case is made up, and no rule may know its subject."""

import datetime as dt
from typing import Any

import pytest

from nemawashi.kit.claims import amounts, moments, words
from nemawashi.kit.claims.findings import finding, findings, groups
from nemawashi.kit.claims.values import Said, Voice
from nemawashi.kit.dates import ImpreciseDate

MINISTRY = Voice("ministry-1", "official", "ja", "Ministry")
OTHER_MINISTRY = Voice("ministry-2", "official", "en", "Other ministry")
PAPER, SECOND_PAPER = Voice("paper", "news", "en", "Paper"), Voice("gazette", "news", "en", "Gazette")
BLOG = Voice("blog", "blog", "en", "Blog")
SCHOLAR = Voice("article", "academic", "en", "journal; author A. Scholar")
SCHOLAR_AGAIN = Voice("chapter", "academic", "en", "a book; author A. Scholar")


def says(
    value: Any, voice: Voice = PAPER, *, kind: str = "fact", of: str = "nature", as_of: str | None = None, at: str = "p.1",
    subject: str = "river-forum-3", group: str = "Q1",
) -> Said:  # fmt: skip
    key = f"{voice.source}:{value}:{as_of}:{of}:{subject}"
    return Said(key, subject, of, kind, value, voice, ImpreciseDate.parse(as_of), at, group)


def read(*claims: Said) -> tuple[str, str]:
    found = finding(claims)
    return found.kind.value, found.rule


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([says("cold")], ("single source", "one_claim")),
        (
            [says("bottom-up", SCHOLAR), says("bottom-up (citing a colleague)", SCHOLAR_AGAIN)],
            ("single source", "one_voice"),
        ),
        ([says(5, PAPER, kind="count"), says(5, MINISTRY, kind="count")], ("agreed", "all_say")),
        (
            [says(True, of="first_of_all"), says("true (others followed)", MINISTRY, of="first_of_all")],
            ("wording", "same_in_other_words"),
        ),
        (
            [says("adopted", kind="name", of="form"), says("signed", MINISTRY, kind="name", of="form")],
            ("wording", "other_words"),
        ),
        (
            [
                says("Deputy Minister", kind="name", of="office"),
                says("First deputy minister (once minister)", MINISTRY, kind="name", of="office"),
            ],
            ("precision", "words_finer"),
        ),
        ([says("2012-11", kind="date"), says(dt.date(2012, 11, 10), MINISTRY, kind="date")], ("precision", "dates_finer")),
        (
            [says("19-20 December 2025", kind="date"), says(dt.date(2025, 12, 20), MINISTRY, kind="date")],
            ("precision", "dates_finer"),
        ),
        ([says("11 September", kind="date"), says("2024", MINISTRY, kind="date")], ("precision", "dates_parts")),
        ([says("11 September", kind="date"), says("2024-10", MINISTRY, kind="date")], ("contradiction", "dates_apart")),
        (
            [says("nearly 20 million", kind="count"), says("19.8 million", MINISTRY, kind="count")],
            ("precision", "rounded"),
        ),
        ([says(20, kind="count"), says(21, MINISTRY, kind="count")], ("contradiction", "numbers_apart")),
        (
            [says("5 million USD", kind="arithmetic"), says("up to 590 million yen", MINISTRY, kind="arithmetic")],
            ("precision", "converted"),
        ),
        (
            [
                says("24 million yen", SECOND_PAPER, kind="arithmetic"),
                says("about 24 billion yen", MINISTRY, kind="arithmetic"),
            ],
            ("slip", "slip_tenfold"),
        ),
        (
            [says("9-12 August", kind="date"), says("9-11 August", MINISTRY, kind="date")],
            ("contradiction", "spans_differ"),
        ),
        (
            [
                says("October 2020", kind="date"),
                says("before May 2020: the third was being prepared", MINISTRY, kind="date"),
            ],
            ("contradiction", "dates_bounded"),
        ),
        (
            [
                says("2008", kind="date", of="end"),
                says("second stage financed on 14 January 2009", MINISTRY, kind="date", of="end"),
            ],
            ("open", "seen_against"),
        ),
        (
            [says("cancelled", of="outcome"), says("postponed", MINISTRY, of="outcome")],
            ("contradiction", "one_only"),
        ),
        (
            [
                says("first visit to all states", of="first_visit"),
                says("first visit to Kazakhstan", MINISTRY, of="first_visit"),
            ],
            ("scope", "other_wholes"),
        ),
        (
            [says("over 60 agreements", kind="count"), says("14 documents", MINISTRY, kind="count")],
            ("scope", "other_things_counted"),
        ),
        (
            [
                says(4, kind="count"),
                says(5, MINISTRY, kind="count"),
                says("4 ministers plus one envoy", PAPER, kind="count"),
            ],
            ("scope", "counting_bases"),
        ),
        (
            [
                says("2,587 sent to Central Asia", kind="count"),
                says("2,303 sent to Central Asia and the Caucasus", MINISTRY, kind="count"),
            ],
            ("contradiction", "part_over_whole"),
        ),
        (
            [
                says("1,587 sent to Central Asia", kind="count"),
                says("2,303 sent to Central Asia and the Caucasus", MINISTRY, kind="count"),
            ],
            ("scope", "other_regions"),
        ),
        (
            [
                says("Japan and two", of="signatories"),
                says("Japan, Kazakhstan and Uzbekistan", MINISTRY, of="signatories"),
            ],
            ("precision", "list_and_number"),
        ),
        (
            [says("true: the only one", of="only_format"), says("false: another since 2004", MINISTRY, of="only_format")],
            ("slip", "slip_counterexample"),
        ),
        (
            [
                says("Ann Able", kind="name", of="head"),
                says("Able", MINISTRY, kind="name", of="head"),
                says("Bea Bold", BLOG, kind="name", of="head"),
            ],
            ("slip", "slip_outnumbered"),
        ),
        (
            [
                says("the second forum", MINISTRY, kind="translation"),
                says("the second dialogue", OTHER_MINISTRY, kind="translation"),
            ],
            ("slip", "slip_translation"),
        ),
        ([says("it dropped out", of="reason_for_absence")], ("open", "one_view")),
        (
            [
                says(2016, kind="plan", of="planned_date"),
                says(dt.date(2017, 5, 1), MINISTRY, kind="date", of="actual_date"),
            ],
            ("plan against fact", "plan_and_fact"),
        ),
        (
            [says("2016", kind="plan"), says("second half of 2017", MINISTRY, kind="plan")],
            ("plan against fact", "plans_differ"),
        ),
    ],
)
def test_claims_are_read_by_their_form(claims: list[Said], expected: tuple[str, str]) -> None:
    assert read(*claims) == expected
    assert read(*reversed(claims))[0] == expected[0]


def count(value: int, as_of: str, voice: Voice = PAPER) -> Said:
    return says(value, voice, kind="count", of="count_of_meetings", as_of=as_of)


def test_counts_that_grow_are_right_at_their_own_dates() -> None:
    assert read(count(8, "2022-04"), count(9, "2023-06", MINISTRY)) == ("time series", "own_dates")
    assert read(count(8, "2022-04"), count(8, "2023-06", MINISTRY)) == ("agreed", "same_at_all_dates")


def test_a_count_that_falls_is_no_series() -> None:
    assert read(count(9, "2022-04"), count(8, "2023-06", MINISTRY))[0] == "contradiction"


def test_a_state_that_comes_back_is_no_series() -> None:
    def state(value: str, as_of: str, voice: Voice) -> Said:
        return says(value, voice, kind="status", of="status", as_of=as_of)

    assert read(state("observer", "2005", PAPER), state("participant", "2012", MINISTRY))[0] == "time series"
    again = [state("observer", "2005", PAPER), state("participant", "2012", MINISTRY), state("observer", "2019", BLOG)]
    assert read(*again)[0] == "contradiction"


def test_the_calendar_decides_about_weekdays() -> None:
    day = says(dt.date(2010, 8, 7), MINISTRY, kind="date", of="actual_date", group="Q2")
    wrong = says("Tuesday", OTHER_MINISTRY, kind="date", of="weekday")
    right = says("Saturday", BLOG, kind="date", of="weekday")

    found = {each.property: each for each in findings([day, wrong, right])}

    assert (found["weekday"].kind.value, found["weekday"].slipped) == ("slip", {wrong.key})


def test_a_meeting_cannot_bear_a_number_above_the_count_of_all_and_its_words_are_known_again() -> None:
    all_of = says(10, MINISTRY, kind="count", of="count_of_meetings", subject="river-forum", as_of="2025")
    right = says(8, MINISTRY, kind="count", of="ordinal", subject="river-forum-2022")
    wrong = says("'14th meeting in 2022'", PAPER, kind="count", of="ordinal", subject="river-forum-2022")
    echo = says("2022 ('14th meeting')", PAPER, kind="date", of="introduced", subject="idea", group="Q3")
    day = says(dt.date(2022, 4, 15), MINISTRY, kind="date", of="introduced", subject="idea", group="Q3")

    found = {each.subject: each for each in findings([all_of, right, wrong, echo, day])}

    assert found["river-forum-2022"].rule == "slip_arithmetic"
    assert (found["idea"].rule, found["idea"].slipped) == ("slip_repeated", {echo.key})


def test_what_was_announced_stands_beside_what_was_reported() -> None:
    before = Voice("fund-2012", "intl_org", "en", "Fund", ImpreciseDate(2012))
    after = Voice("fund-2014", "intl_org", "en", "Fund", ImpreciseDate(2014))
    announced = says("38 schools and 12 kindergartens", before, kind="count", at="p.1 (announcement)")
    reported = says("41 schools and 12 kindergartens", after, kind="count", at="results")

    assert read(reported, announced)[0] == "contradiction"
    found = findings([announced, reported])[0]
    assert (found.kind.value, found.rule) == ("plan against fact", "announced_and_reported")


def test_what_was_reported_before_it_was_announced_is_no_plan() -> None:
    later = Voice("fund-2014", "intl_org", "en", "Fund", ImpreciseDate(2014))
    earlier = Voice("fund-2012", "intl_org", "en", "Fund", ImpreciseDate(2012))
    announced = says("38 schools and 12 kindergartens", later, kind="count", at="p.1 (announcement)")
    reported = says("41 schools and 12 kindergartens", earlier, kind="count", at="results")

    found = findings([announced, reported])[0]

    assert (found.kind.value, found.rule) == ("contradiction", "numbers_apart")


@pytest.mark.parametrize(
    ("plan", "fact", "expected"),
    [
        ("2025-12-20", "2025-12-20", "agreed"),
        ("2025-12-20", "2025-12-21", "plan against fact"),
        ("2025-12", "2025-12", "agreed"),
        ("2025-12", "2025-12-20", "plan against fact"),  # within it, and of a finer grain: not what was planned
        ("2025", "2025-12", "plan against fact"),
    ],
)
def test_a_plan_is_kept_at_its_own_grain(plan: str, fact: str, expected: str) -> None:
    assert read(says(plan, kind="plan"), says(fact, MINISTRY, kind="date"))[0] == expected


@pytest.mark.parametrize(
    ("bound", "date", "expected"),
    [
        ("before May 2020", "2020-05", ("precision", "dates_bounded")),
        ("before May 2020", "2020-05-31", ("precision", "dates_bounded")),
        ("before May 2020", "2020-06-01", ("contradiction", "dates_bounded")),
        ("after May 2020", "2020-05", ("precision", "dates_bounded")),
        ("after May 2020", "2020-05-01", ("precision", "dates_bounded")),
        ("after May 2020", "2020-04-30", ("contradiction", "dates_bounded")),
    ],
)
def test_a_bound_stands_beside_its_own_date(bound: str, date: str, expected: tuple[str, str]) -> None:
    assert read(says(bound, kind="date"), says(date, MINISTRY, kind="date")) == expected


@pytest.mark.parametrize(
    ("whole", "expected"),
    [
        (119, ("contradiction", "numbers_apart")),
        (120, ("contradiction", "numbers_apart")),
        (121, ("scope", "other_regions")),
    ],
)
def test_a_number_of_one_region_is_a_part_when_it_is_less_than_half(whole: int, expected: tuple[str, str]) -> None:
    part = says("60 (Kazakhstan)", kind="count", of="projects")

    assert read(part, says(whole, MINISTRY, kind="count", of="projects")) == expected


def test_a_side_slip_does_not_name_the_group() -> None:
    main = [count(6, "2019"), count(8, "2022", MINISTRY), count(9, "2024", BLOG), count(10, "2025", SCHOLAR)]
    more = [count(6, f"2019-0{month}", SECOND_PAPER) for month in (2, 3, 4)]
    side = [
        says("24 million yen", of="cost", kind="arithmetic"),
        says("24 billion yen", MINISTRY, of="cost", kind="arithmetic"),
    ]

    group = groups([*main, *more, *side])[0]

    assert (group.kind.value, [found.kind.value for found in group.findings]) == (
        "time series",
        ["time series", "slip"],
    )


@pytest.mark.parametrize(
    ("text", "first", "last", "bound"),
    [
        ("as early as December 2025", "2025-12-01", "2025-12-31", "after"),
        ("29 January - 8 February 2025, five countries", "2025-01-29", "2025-02-08", "on"),
        ("second half of 2017", "2017-07-01", "2017-12-31", "on"),
        ("not further developed after 2009", "2009-01-01", "2009-12-31", "before"),
        ("in the chair on 4 Mar 2015", "2015-03-04", "2015-03-04", "seen"),
        ("1997-2004", "1997-01-01", "2004-12-31", "on"),
        ("by 31 March 2011", "2011-03-31", "2011-03-31", "before"),
    ],
)
def test_dates_are_read_from_words(text: str, first: str, last: str, bound: str) -> None:
    moment = moments.main_moment(text)

    assert moment is not None
    assert (str(moment.first), str(moment.last), moment.bound) == (first, last, bound)


def test_what_a_parenthesis_reports_is_no_date_of_the_thing() -> None:
    assert moments.main_moment("launched in the north (reported April 2024)") is None
    assert moments.main_moment("no date at all") is None
    assert moments.main_moment("31 February 2024") is None or moments.main_moment("31 February 2024").grain == "month"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("about 24 billion yen", 24e9, "JPY"),
        ("US$ 3.7 million", 3.7e6, "USD"),
        ("10,270 from the region", 10270, "region"),
        ("fourth round", 4, "round"),
        ("38 schools and 12 kindergartens", 38, "school"),
        ("tens of millions of dollars", 20e6, "USD"),
    ],
)
def test_numbers_are_read_from_words(text: str, value: float, unit: str) -> None:
    found = amounts.amounts(text)[0]

    assert (found.value, found.unit) == (value, unit)


def test_places_are_read_by_their_names() -> None:
    assert words.places("Kazakhstan-Japan talks in Central Asia") == {"KZ", "JP", "143"}
    assert words.places("nowhere in particular") == set()
