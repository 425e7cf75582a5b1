"""The chain of a commitment in one picture: every station, its gaps, its links, and nothing that is not escaped."""

import re
from xml.etree import ElementTree as ET

from nemawashi.kit.drawing.chains import WIDTH, ChainBox, ChainStation, chain

LONG = "Provide projects that facilitate regional cooperation in water and electric power, and diversify supply routes " * 3
STATIONS = [
    ChainStation("Recommendation", (ChainBox(LONG, "recommendation · 2007", "/en/recommendations/a/?b=1&c=2"),)),
    ChainStation("Agenda item", (), nothing="nothing is recorded"),
    ChainStation("Commitment", (ChainBox("<script>", "Overdue", is_subject=True),)),
    ChainStation("Projects", (ChainBox("道路の整備" * 20, lang="ja"), ChainBox("Roads")), "and 2 more"),
]


def test_a_chain_is_drawn_down_the_page_with_its_links_and_gaps() -> None:
    svg = chain(STATIONS, title="Chain", description="From the recommendation down.")

    root = ET.fromstring(svg)
    spoken = re.sub(r"<[^>]+>", " ", svg)
    assert root.attrib["viewBox"].split()[2] == str(WIDTH) == "340"
    assert 'href="/en/recommendations/a/?b=1&amp;c=2"' in svg
    assert "<script>" not in svg
    assert "Agenda item: nothing is recorded" in spoken
    assert (svg.count("stroke-dasharray"), svg.count("<rect"), svg.count("<circle")) == (2, 4, 4)
    assert "and 2 more" in spoken
    assert svg.count("…") == 2, "what is too long ends in an ellipsis; its title tells all of it"
    assert LONG.strip() in re.sub(r"\s+", " ", spoken)


def test_a_box_is_as_high_as_its_lines() -> None:
    rects = ET.fromstring(chain(STATIONS, title="a", description="b")).iter("{http://www.w3.org/2000/svg}rect")
    heights = [float(rect.attrib["height"]) for rect in rects]
    assert heights == [81, 47, 66, 32]
