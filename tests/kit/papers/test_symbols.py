"""Symbols in pages that are written: what is linked, what is left alone, and that nothing else of a page moves."""

import re
from html import escape, unescape

from hypothesis import given
from hypothesis import strategies as st
from tests.kit.growth.measuring import growth

from nemawashi.kit.papers import symbols
from nemawashi.meetings.rules import symbols_in

WHERE = {"ABC/FMM/10/L.1": "/p/?a=1&b=2"}


def test_a_symbol_is_linked_in_words_and_nowhere_else() -> None:
    page = (
        '<p title="ABC/FMM/10/L.1">See ABC/FMM/10/L.1.</p><a href="/x/">ABC/FMM/10/L.1</a><button>ABC/FMM/10/L.1</button>'
        "<textarea>ABC/FMM/10/L.1</textarea><summary><b>ABC/FMM/10/L.1</b></summary> ABC/FMM/10/L.2 ABC/FMM/<b>10/L.1</b>"
    )
    link = '<a href="/p/?a=1&amp;b=2">ABC/FMM/10/L.1</a>'

    assert symbols.named_in(page, symbols_in) >= {"ABC/FMM/10/L.1", "ABC/FMM/10/L.2"}
    assert symbols.linked(page, WHERE, symbols_in) == page.replace("See ABC/FMM/10/L.1", f"See {link}")
    assert symbols.linked(page, {}, symbols_in) == page


def test_what_closes_what_was_never_open_hides_nothing() -> None:
    page = "</a></button><br/><svg/>ABC/FMM/10/L.1<a>"

    assert symbols.linked(page, WHERE, symbols_in).count("<a href=") == 1


@given(st.lists(st.sampled_from(["ABC/FMM/10/L.1", " ", "and/or", "<b>", "</b>", "&amp;", "水", "<a>", "</a>", "x/", "."])))
def test_taking_the_links_out_gives_the_page_again(parts: list[str]) -> None:
    page = "".join(parts)
    made = symbols.linked(page, WHERE, symbols_in)

    assert re.sub(r'<a href="/p/\?a=1&amp;b=2">(.*?)</a>', r"\1", made) == page
    assert unescape(escape(page)) == page


def test_a_page_at_double_size_costs_no_more_than_double() -> None:
    for part in ("ABC/FMM/10/L.1 ", "<b>x/y</b>", "<", "a/", "<a>", "a", "&amp;/"):
        assert growth(
            lambda page: symbols.linked(page, WHERE, symbols_in), lambda size, one=part: one * size, 2_000
        ).is_linear
