"""Figures as PNG: what is drawn where, in three scripts."""

import io

import pytest
from PIL import Image

from nemawashi.kit.drawing import charts, rasters
from nemawashi.kit.drawing.charts import RankedBar, YearColumn
from nemawashi.kit.faults import UnreadableError

INDIGO = (0x1F, 0x40, 0x68)


def opened(svg: str) -> Image.Image:
    return Image.open(io.BytesIO(rasters.png(svg)))


def test_columns_stand_where_the_figure_has_them() -> None:
    svg = charts.columns([YearColumn(2019, 4.0, "four"), YearColumn(2020, 0.0, "none")], title="t", description="d")
    picture = opened(svg)

    assert picture.size == (910 * 2, 234 * 2)
    assert picture.getpixel((275 * 2, 150 * 2)) == INDIGO
    assert picture.getpixel((685 * 2, 100 * 2)) == (0xFF, 0xFD, 0xF9)
    assert rasters.png(svg) == rasters.png(svg)


@pytest.mark.parametrize("label", ["corridor", "коридор", "回廊", "дәліз"])
def test_every_script_has_its_letters(label: str) -> None:
    with_it = charts.ranked([RankedBar(label, 1.0, label)], title="t", description="d")
    boxes = charts.ranked([RankedBar("\ue000" * len(label), 1.0, "")], title="t", description="d")

    assert rasters.png(with_it) != rasters.png(boxes)


def test_bars_go_to_either_side_of_nought() -> None:
    picture = opened(charts.ranked([RankedBar("a", 2.0, "a"), RankedBar("b", -2.0, "b")], title="t", description="d"))

    assert picture.getpixel((600 * 2, 17 * 2)) == INDIGO
    assert picture.getpixel((400 * 2, 41 * 2)) == INDIGO
    assert picture.getpixel((600 * 2, 41 * 2)) != INDIGO


def test_what_is_no_figure_is_refused() -> None:
    with pytest.raises(UnreadableError):
        rasters.png('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 999999 10"/>')
