"""Family trees: nodes in time, edges told apart without colour, links and titles escaped, labels apart."""

from datetime import date

from lxml import etree

from nemawashi.kit.drawing.trees import STYLES, Edge, Node, family

SVG = "{http://www.w3.org/2000/svg}"
NODES = [
    Node("a", date(2006, 6, 5), "Action Plan", "Action Plan: <words> & more", "/a?x=1&y=2"),
    Node("b", date(2012, 11, 10), "Joint Statement", "Joint Statement", None, lang="en"),
    Node("c", date(2025, 12, 20), "Declaration", "Declaration", "/c", is_subject=True),
]
EDGES = [
    Edge("a", "b", "edited", "83 %", "edited, 83 %"),
    Edge("b", "c", "exact", "100 %", "exact"),
    Edge("a", "c", "partial", "40 %", "partial"),
    Edge("nobody", "c", "near", "1 %", "never drawn"),
]


def drawn(nodes: list[Node], edges: list[Edge]) -> etree._Element:
    return etree.fromstring(family(nodes, edges, {"exact": "word for word"}, title="T <1>", description="D"))


def test_every_node_is_a_link_where_it_has_one_and_time_runs_to_the_right() -> None:
    picture = drawn(NODES, EDGES)

    assert [each.get("href") for each in picture.iter(f"{SVG}a")] == ["/a?x=1&y=2", "/c"]
    places = [float(each.get("cx", "")) for each in picture.iter(f"{SVG}circle") if each.get("r") == "8"]
    assert places == sorted(places)
    assert len(set(places)) == 3


def test_edges_differ_in_their_dashes_and_not_only_in_colour() -> None:
    picture = drawn(NODES, EDGES)

    paths = [
        each
        for each in picture.iter(f"{SVG}path")
        if (each.get("class") or "").startswith("c-t") and "C" in each.get("d", "")
    ]
    assert len(paths) == 3
    assert len({each.get("stroke-dasharray") for each in paths}) == 3
    assert len({style.dashes for style in STYLES.values()}) == len(STYLES)
    assert len({style.colour for style in STYLES.values()}) == len(STYLES)


def test_legend_names_what_occurs_and_nothing_else() -> None:
    words = "".join(drawn(NODES, EDGES).itertext())

    assert "word for word" in words
    assert "edited" in words
    assert "paraphrase" not in words
    assert "never drawn" not in words


def test_words_are_escaped() -> None:
    assert "<words>" not in family(NODES, EDGES, {}, title="<i>", description="D")


def test_a_family_of_nobody_is_nothing_and_of_one_is_a_point() -> None:
    assert family([], [], {}, title="T", description="D") == ""
    assert len(list(drawn(NODES[:1], []).iter(f"{SVG}circle"))) == 1


def test_many_of_one_day_stand_in_lanes_of_their_own() -> None:
    nodes = [Node(str(n), date(2020, 1, 1), f"N{n}", "t") for n in range(30)]

    places = {each.get("cy") for each in drawn(nodes, []).iter(f"{SVG}circle")}

    assert len(places) == 30
