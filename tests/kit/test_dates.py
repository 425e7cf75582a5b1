import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemawashi.kit.dates import ImpreciseDate, moment_in_words, on_the_clocks, span_in_words


def of(text: str) -> ImpreciseDate:
    found = ImpreciseDate.parse(text)
    assert found is not None
    return found


@st.composite
def dates(draw: st.DrawFn) -> ImpreciseDate:
    day = draw(st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(1992, 12, 31)))
    parts = draw(st.integers(1, 3))
    return ImpreciseDate(*(day.year, day.month, day.day)[:parts])


@pytest.mark.parametrize("text", ["2012", "2012-11", "2012-11-10", "0001", "9999-12-31", "2012-02-29"])
def test_parse_gives_the_iso_form_back(text: str) -> None:
    assert str(of(text)) == text


def test_parse_reads_what_yaml_makes_of_dates() -> None:
    assert ImpreciseDate.parse(2012) == ImpreciseDate(2012)
    assert ImpreciseDate.parse(dt.date(2012, 11, 10)) == ImpreciseDate(2012, 11, 10)
    assert ImpreciseDate.parse(None) is None
    assert ImpreciseDate.parse("") is None


@pytest.mark.parametrize(
    "wrong",
    [
        *("2012-13", "2012-02-30", "2011-02-29", "2012-00", "2012-11-00", "0000"),
        *(" 2012", "2012 ", "2012\n", "2012-1", "12", "20121110", "2012-11-10T00:00", "2012/11/10", "about 2012"),
        *("\uff12\uff10\uff11\uff12", "\u0662\u0660\u0661\u0662", 0, 10000, -1, True, 2012.0, ["2012"]),
    ],
)
def test_parse_refuses_with_a_sentence(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"date|calendar|year"):
        ImpreciseDate.parse(wrong)  # type: ignore[arg-type]


def test_a_day_needs_its_month() -> None:
    with pytest.raises(ValueError, match="needs its month"):
        ImpreciseDate(2012, None, 10)


def test_earliest_and_latest_span_what_is_known() -> None:
    assert (of("2012").earliest, of("2012").latest) == (dt.date(2012, 1, 1), dt.date(2012, 12, 31))
    assert (of("2012-02").earliest, of("2012-02").latest) == (dt.date(2012, 2, 1), dt.date(2012, 2, 29))
    assert of("2012-02-03").earliest == of("2012-02-03").latest == dt.date(2012, 2, 3)


def test_less_precise_sorts_first_among_equal_beginnings() -> None:
    shuffled = [of(text) for text in ("2012-01-02", "2012-01-01", "2012", "2011-12-31", "2012-01", "2012-02")]

    in_order = [str(date) for date in sorted(shuffled)]

    assert in_order == ["2011-12-31", "2012", "2012-01", "2012-01-01", "2012-01-02", "2012-02"]


def test_comparison_with_a_text_is_refused() -> None:
    with pytest.raises(TypeError):
        _ = of("2012") < "2013"  # type: ignore[operator]


@given(dates(), dates())
def test_order_follows_the_earliest_day_then_precision(one: ImpreciseDate, other: ImpreciseDate) -> None:
    ranks = {"year": 0, "month": 1, "day": 2}
    expected = (one.earliest, ranks[one.precision]) < (other.earliest, ranks[other.precision])

    assert (one < other) == expected
    assert (one < other) + (one == other) + (one > other) == 1


@given(st.lists(dates(), max_size=12))
def test_dates_sort_as_their_texts_do(some: list[ImpreciseDate]) -> None:
    assert [str(date) for date in sorted(some)] == sorted(str(date) for date in some)


@given(dates(), dates())
def test_certainly_before_and_overlaps_exclude_each_other(one: ImpreciseDate, other: ImpreciseDate) -> None:
    assert one.certainly_before(other) + other.certainly_before(one) + one.overlaps(other) == 1


@given(dates())
def test_a_date_survives_its_text(date: ImpreciseDate) -> None:
    assert ImpreciseDate.parse(str(date)) == date
    assert date.earliest <= date.latest


def test_certainly_before_a_plain_day() -> None:
    assert of("2012-11").certainly_before(dt.date(2012, 12, 1))
    assert not of("2012").certainly_before(dt.date(2012, 12, 31))


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("2012-11-10", "en", "10 November 2012"),
        ("2012-11", "en", "November 2012"),
        ("2012", "en", "2012"),
        ("2012-11-10", "ru", "10 ноября 2012\u00a0г."),
        ("2012-11", "ru", "ноябрь 2012\u00a0г."),
        ("2012", "ru", "2012\u00a0г."),
        ("2012-11-10", "ja", "2012年11月10日"),
        ("2012-11", "ja", "2012年11月"),
        ("2012", "ja", "2012年"),
        ("2012-11-10", "en-gb", "10 November 2012"),
    ],
)
def test_in_words(text: str, language: str, words: str) -> None:
    assert of(text).in_words(language) == words


@pytest.mark.parametrize(
    ("start", "end", "language", "words"),
    [
        ("2004-08-28", "2004-08-30", "en", "28–30 August 2004"),
        ("2004-08-28", "2004-08-30", "ru", "28–30 августа 2004\u00a0г."),
        ("2004-08-28", "2004-08-30", "ja", "2004年8月28日–30日"),
        ("2004-08-28", "2004-08-28", "en", "28 August 2004"),
        ("2004-08-28", None, "en", "28 August 2004"),
        ("2004-08-30", "2004-09-02", "en", "30 August – 2 September 2004"),
        ("2004-08-30", "2004-09-02", "ru", "30 августа – 2 сентября 2004\u00a0г."),
        ("2004-08-30", "2004-09-02", "ja", "2004年8月30日–9月2日"),
        ("2004-12-30", "2005-01-02", "en", "30 December 2004 – 2 January 2005"),
        ("2004", "2005-03", "en", "2004 – March 2005"),
    ],
)
def test_span_in_words(start: str, end: str | None, language: str, words: str) -> None:
    assert span_in_words(of(start), ImpreciseDate.parse(end), language) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "3 Sept 2026, 16:05"),
        ("ru", "3 сент. 2026, 16:05"),
        ("ja", "2026年9月3日 16:05"),
        ("ja-jp", "2026年9月3日 16:05"),
    ],
)
def test_a_moment_is_told_as_its_readers_write_it(language: str, words: str) -> None:
    told = moment_in_words(dt.datetime(2026, 9, 3, 16, 5, tzinfo=dt.UTC), language)

    assert told.replace("Sep ", "Sept ") == words


@pytest.mark.parametrize(
    ("zones", "language", "said"),
    [
        (["Asia/Tokyo"], "en", "3 Sept 2026, 14:00 (Tokyo, UTC+9)"),
        (["Asia/Tokyo", "Asia/Tokyo"], "en", "3 Sept 2026, 14:00 (Tokyo, UTC+9)"),
        (["Asia/Tokyo", "Asia/Seoul"], "en", "3 Sept 2026, 14:00 (Tokyo, Seoul, UTC+9)"),
        (["Europe/Vienna", "Asia/Tokyo"], "ru", "3 сент. 2026, 07:00 (Вена, UTC+2) = 3 сент. 2026, 14:00 (Токио, UTC+9)"),
        (["Asia/Tehran", ""], "ja", "2026年9月3日 08:30 (テヘラン, UTC+3:30)"),
        (["America/New_York"], "en", "3 Sept 2026, 01:00 (New York, UTC-4)"),
        (["UTC", "Europe/Lisbon"], "en", "3 Sept 2026, 05:00 (UTC) = 3 Sept 2026, 06:00 (Lisbon, UTC+1)"),
        ([], "en", "3 Sept 2026, 05:00 (UTC)"),
        ([""], "en", "3 Sept 2026, 05:00 (UTC)"),
    ],
)
def test_a_moment_is_told_on_the_clock_of_each_place(zones: list[str], language: str, said: str) -> None:
    told = on_the_clocks(dt.datetime(2026, 9, 3, 5, 0, tzinfo=dt.UTC), zones, language)

    assert told.replace("Sep ", "Sept ") == said
