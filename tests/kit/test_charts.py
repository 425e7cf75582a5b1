from datetime import date
from xml.etree import ElementTree

import pytest

from nemawashi.kit.drawing import charts, timelines

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('x')</script> & \"Astana\" \x00\x1b\ud800\uffff ‮"
WORDS = timelines.TimelineWords(
    title="All tracks",
    description="Meetings since 2004",
    today="today",
    undated="no date",
    gap="no meeting for longer than expected",
    imprecise="date known roughly",
    statuses=(("held", "held"), ("planned", "planned"), ("cancelled", "cancelled")),
)


def _draw(lanes: list[timelines.Lane]) -> str:
    return timelines.timeline(lanes, first=date(2004, 1, 1), last=date(2027, 12, 31), today=date(2026, 11, 1), words=WORDS)


def _titles(svg: str) -> list[str]:
    return [t.text or "" for t in ElementTree.fromstring(svg).iter(f"{SVG}title")]


def test_timeline_has_a_link_for_every_meeting_dated_or_not() -> None:
    marks = [
        timelines.Mark("FMM 1", date(2004, 8, 28), date(2004, 8, 28), "held", "/m/1", "KAZ"),
        timelines.Mark("FMM 2", date(2006, 6, 1), date(2006, 12, 31), "held", "/m/2"),
        timelines.Mark("FMM 3", None, None, "held", "/m/3"),
        *[
            timelines.Mark(f"FMM {status}", date(2020, 1, 1), date(2020, 1, 1), status, f"/m/{status}")
            for status in ("planned", "announced", "postponed", "cancelled", "lapsed")
        ],
    ]

    svg = _draw([timelines.Lane("Foreign ministers", marks)])

    links = [a.get("href") for a in ElementTree.fromstring(svg).iter(f"{SVG}a")]
    assert sorted(filter(None, links)) == sorted(m.href or "" for m in marks)


def test_every_status_has_a_shape_of_its_own() -> None:
    shapes = {
        status: timelines._shape(0, 0, status)
        for status in ("held", "planned", "announced", "postponed", "cancelled", "lapsed")
    }

    assert len(set(shapes.values())) == len(shapes)


def test_a_hostile_name_stays_text_and_the_figure_well_formed() -> None:
    lane = timelines.Lane(
        HOSTILE,
        [timelines.Mark(HOSTILE, date(2010, 1, 1), date(2010, 1, 1), "held", 'javascript:"<', HOSTILE)],
        [timelines.Gap(date(2011, 1, 1), date(2016, 1, 1), HOSTILE)],
    )

    svg = _draw([lane])

    assert any("<script>" in title for title in _titles(svg))
    assert "<script" not in svg
    assert "var(" not in svg
    assert "style=" not in svg


def test_gaps_carry_their_length_in_words() -> None:
    gap = timelines.Gap(date(2006, 6, 5), date(2010, 8, 7), "4 years")

    assert "4 years" in _titles(_draw([timelines.Lane("FMM", [], [gap])]))


def test_a_code_is_written_beside_its_mark() -> None:
    lane = timelines.Lane("FMM", [timelines.Mark("FMM 1", date(2004, 8, 28), date(2004, 8, 28), code="KAZ")])

    texts = [t.text for t in ElementTree.fromstring(_draw([lane])).iter(f"{SVG}text")]

    assert "KAZ" in texts


def test_two_hundred_meetings_stay_under_sixty_kilobytes() -> None:
    lanes = [
        timelines.Lane(
            f"Track {i}",
            [
                timelines.Mark(
                    f"Meeting {j}, held in Astana",
                    date(2004 + j, 5, 1),
                    date(2004 + j, 5, 1),
                    "held",
                    f"/en/meetings/track-{i}-{j}/",
                    "KAZ",
                )
                for j in range(10)
            ],
        )
        for i in range(12)
    ]

    assert len(_draw(lanes).encode()) < 60_000


@pytest.mark.parametrize("bars", [[], [charts.Bar("Pillar", [charts.Share("done", 0, 0)])]])
def test_bars_of_nothing_are_drawn_without_division(bars: list[charts.Bar]) -> None:
    svg = charts.stacked_bars(bars, title="t", description="d")

    assert ElementTree.fromstring(svg).tag == f"{SVG}svg"


def test_bars_name_each_segment_with_its_number() -> None:
    bar = charts.Bar("Business", [charts.Share("done", 4, 0, "/c?state=done"), charts.Share("open", 2, 3)])

    assert _titles(charts.stacked_bars([bar], title="t", description="d")) == [
        "t", "Business", "Business: done, 4", "Business: open, 2",
    ]  # fmt: skip


def test_life_spans_show_a_point_for_a_single_use() -> None:
    spans = [
        charts.LifeSpan("corridor of peace", date(2006, 6, 1), date(2006, 6, 1), "/c/1", "2006"),
        charts.LifeSpan("five pillars", date(2005, 3, 4), date(2022, 12, 1), "/c/2", "2005 to 2022", (date(2010, 1, 1),)),
    ]

    svg = charts.life_spans(spans, first=date(1997, 1, 1), last=date(2026, 1, 1), title="t", description="d")

    root = ElementTree.fromstring(svg)
    assert len(list(root.iter(f"{SVG}circle"))) == 1
    assert "five pillars: 2005 to 2022" in _titles(svg)
