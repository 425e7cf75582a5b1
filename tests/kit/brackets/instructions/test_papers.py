"""Whole papers as they are circulated: heads, sponsors, notes, dates; instructions over several printed paragraphs."""

from typing import Any

import pytest
from tests.kit.brackets.instructions.texts import (
    AGREEMENT,
    RESOLUTION,
    Change,
    Text,
    after,
    expected,
    gone,
    now,
    swap,
)  # fmt: skip

from nemawashi.kit.brackets import amendments

R = RESOLUTION
HEAD = [
    "United Nations", "A/C.2/80/L.99", "General Assembly", "Distr.: Limited", "12 November 2025", "Original: English",
    "Eightieth session", "Second Committee", "Agenda item 20 (d)", "Sustainable development: water",
    "Canada, Kenya, Norway and Peru:* amendment to draft resolution A/C.2/80/L.12", "Cooperation on the waters of the basin",
]  # fmt: skip
HRC = [
    "Human Rights Council", "Fifty-ninth session", "16 June–8 July 2025", "Agenda item 3",
    "Promotion and protection of all human rights, civil, political, economic, social and cultural rights, including the right to development",
    "Egypt*, Pakistan and Saudi Arabia: amendment to draft resolution A/HRC/59/L.7", "59/… Water",
]  # fmt: skip
FOOT = [
    "* Any changes to the list of sponsors will be reflected in the official record of the meeting.",
    "25-18345 (E) 131125",
    "*2518345*",
]
PAPERS: list[tuple[list[str], list[str], list[Change]]] = [
    (["Delete operative paragraph 4."], ["Delete operative paragraph 4."], [gone(15)]),
    (["1. Delete operative paragraph 4.", "2. Delete operative paragraph 5."], ["1. Delete operative paragraph 4.", "2. Delete operative paragraph 5."], [gone(15, 16)]),
    (["Operative paragraph 4", "Replace “Urges” with “Invites”."], ["Replace “Urges” with “Invites”."], [swap(15, "Urges", "Invites")]),
    (["Operative paragraph 4:", "Replace “Urges” with “Invites”.", "Delete “all”."], ["Replace “Urges” with “Invites”.", "Delete “all”."], [swap(15, "Urges all", "Invites")]),
    (["Amendment to operative paragraph 4", "Replace “Urges” with “Invites”."], ["Replace “Urges” with “Invites”."], [swap(15, "Urges", "Invites")]),
    (["Amendment 1", "In operative paragraph 4, replace “Urges” with “Invites”.", "Amendment 2", "Delete operative paragraph 5."],
     ["In operative paragraph 4, replace “Urges” with “Invites”.", "Delete operative paragraph 5."], [swap(15, "Urges", "Invites"), gone(16)]),
    (["1. In operative paragraph 4:", "(a) Replace “Urges” with “Invites”;", "(b) Delete “all”;", "2. Delete operative paragraph 5."],
     ["(a) Replace “Urges” with “Invites”;", "(b) Delete “all”;", "2. Delete operative paragraph 5."], [swap(15, "Urges all", "Invites"), gone(16)]),
    (["1. Amend operative paragraph 4 as follows:", "(a) Replace “Urges” with “Invites”;", "(b) Delete “all”."],
     ["(a) Replace “Urges” with “Invites”;", "(b) Delete “all”."], [swap(15, "Urges all", "Invites")]),
    (["1. Operative paragraph 4 is amended as follows:", "(a) “Urges” is replaced by “Invites”;", "(b) “all” is deleted."],
     ["(a) “Urges” is replaced by “Invites”;", "(b) “all” is deleted."], [swap(15, "Urges all", "Invites")]),
    (["In the preamble:", "(a) Delete the second paragraph;", "(b) In the sixth paragraph, replace “glaciers” with “ice”."],
     ["(a) Delete the second paragraph;", "(b) In the sixth paragraph, replace “glaciers” with “ice”."], [gone(2), swap(6, "glaciers", "ice")]),
    (["1. After the third preambular paragraph, insert the following two paragraphs:", "“Welcoming the offer of the host,", "“Aware of the drought,”", "2. Delete operative paragraph 5."],
     ["1. After the third preambular paragraph, insert the following two paragraphs:", "2. Delete operative paragraph 5."],
     [after(3, "Welcoming the offer of the host,", "Aware of the drought,"), gone(16)]),
    (["1. After the third preambular paragraph, insert the following: “Welcoming the offer of the host,", "Aware of the drought,”", "2. Delete operative paragraph 5."],
     ["1. After the third preambular paragraph, insert the following: “Welcoming the offer of the host,", "2. Delete operative paragraph 5."],
     [after(3, "Welcoming the offer of the host,", "Aware of the drought,"), gone(16)]),
    (["1. In operative paragraph 5, after “the World Bank” insert “, the", "regional banks,”.", "2. Delete operative paragraph 4."],
     ["1. In operative paragraph 5, after “the World Bank” insert “, the regional banks,”.", "2. Delete operative paragraph 4."],
     [swap(16, "the World Bank", "the World Bank, the regional banks,"), gone(15)]),
    (["1. In operative paragraph 5, after “the World Bank”", "insert “, the regional banks”."],
     ["1. In operative paragraph 5, after “the World Bank” insert “, the regional banks”."], [swap(16, "the World Bank", "the World Bank, the regional banks")]),
    (["1. Replace operative paragraph 3 with the following:", "“3. Decides:", "(a) To meet in Geneva;", "(b) To publish the outcome;”"],
     ["1. Replace operative paragraph 3 with the following:"], [now(10, "(a) To meet in Geneva;"), now(11, "(b) To publish the outcome;"), gone(12, 13, 14)]),
    (["After operative paragraph 4, insert a new operative paragraph reading:", "Decides:", "(a) To train specialists;", "(b) To replace old instruments;"],
     ["After operative paragraph 4, insert a new operative paragraph reading:"], [after(15, "Decides:", "(a) To train specialists;", "(b) To replace old instruments;")]),
    (["1. In operative paragraph 5, after “support” insert “and”", "2. In operative paragraph 5, after “the work” insert “as a whole"],
     ["1. In operative paragraph 5, after “support” insert “and”", "2. In operative paragraph 5, after “the work” insert “as a whole"], [swap(16, "support", "support and")]),
    (["Delete operative paragraph 4.", "Explanation: the paragraph goes beyond the mandate.", "Delete operative paragraph 5."],
     ["Delete operative paragraph 4.", "Delete operative paragraph 5."], [gone(15, 16)]),
    (["Delete operative paragraph 4.", "The sponsors consider that operative paragraph 4 goes beyond the mandate of the Committee."], ["Delete operative paragraph 4."], [gone(15)]),
    (["- Delete operative paragraph 4;", "- Delete operative paragraph 5."], ["- Delete operative paragraph 4;", "- Delete operative paragraph 5."], [gone(15, 16)]),
    (["• OP4: delete", "• OP5: delete"], ["• OP4: delete", "• OP5: delete"], [gone(15, 16)]),
    (["(1) Delete operative paragraph 4.", "(2) Delete operative paragraph 5."], ["(1) Delete operative paragraph 4.", "(2) Delete operative paragraph 5."], [gone(15, 16)]),
    (["A. Preamble", "1. Delete the second preambular paragraph.", "B. Operative part", "2. Delete operative paragraph 5."],
     ["1. Delete the second preambular paragraph.", "2. Delete operative paragraph 5."], [gone(2, 16)]),
    (["The following amendments are proposed:", "1. Delete operative paragraph 5."], ["1. Delete operative paragraph 5."], [gone(16)]),
    (["1. Delete operative paragraph 5.", "2. Renumber the remaining paragraphs accordingly."], ["1. Delete operative paragraph 5.", "2. Renumber the remaining paragraphs accordingly."], [gone(16)]),
]  # fmt: skip


def _applied(row: dict[str, Any], base: Text = R) -> amendments.Applied:
    return amendments.apply(base, row)


@pytest.mark.parametrize("head", [[], HEAD, HRC], ids=["bare", "assembly", "council"])
@pytest.mark.parametrize(("words", "listed", "changes"), PAPERS)
def test_a_paper_is_read_instruction_by_instruction(
    words: list[str], listed: list[str], changes: list[Change], head: list[str]
) -> None:
    done = _applied({"paragraphs": [*head, *words, *(FOOT if head else [])]})

    assert [each.text for each in done.instructions] == listed
    assert list(done.paragraphs) == expected(R, changes)


@pytest.mark.parametrize("place", range(4))
def test_a_note_at_the_foot_of_a_page_cuts_no_instruction(place: int) -> None:
    words = [
        "1. After the third preambular paragraph, insert two new preambular paragraphs reading:",
        "Welcoming the offer of the host,", "Aware of the drought,", "2. Delete operative paragraph 5.",
    ]  # fmt: skip
    done = _applied({"paragraphs": [*words[:place], *FOOT, *words[place:]]})

    assert [each.text for each in done.instructions] == [words[0], words[3]]
    assert list(done.paragraphs) == expected(R, [after(3, *words[1:3]), gone(16)])


def test_an_article_named_in_a_heading_holds_for_the_list_beneath() -> None:
    done = _applied(
        {
            "paragraphs": [
                "Article 2",
                "1. In paragraph 1, delete “shall”.",
                "2. Delete paragraph 2.",
                "Article 3",
                "3. Replace “thirty” with “ten”.",
            ]
        },
        AGREEMENT,
    )

    assert [each.outcome for each in done.instructions] == ["applied"] * 3
    assert list(done.paragraphs) == expected(AGREEMENT, [swap(11, " shall", ""), gone(12), swap(14, "thirty", "ten")])


@pytest.mark.parametrize("words", [HEAD, HRC, FOOT, [*HEAD, *FOOT]])
def test_a_head_alone_has_no_instruction(words: list[str]) -> None:
    assert _applied({"paragraphs": words}).instructions == ()
