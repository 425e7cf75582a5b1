"""Forms in which one instruction asks for several things, or says by the way what needs no doing."""

import pytest
from tests.kit.brackets.instructions.texts import RESOLUTION, Change, after, expected, gone, moved, now, swap

from nemawashi.kit.brackets import amendments

THANKED = [after(8, "Thanks the host;")]
ROWS: list[tuple[list[str], list[Change]]] = [
    # several things in one sentence
    (["In operative paragraph 2, first sentence, replace “every year” with “every month” and in the second sentence, replace “encourages” with “urges”."],
     [swap(8, "every year", "every month"), swap(8, "encourages", "urges")]),
    (["Replace “Invites” by “Urges” and “support” by “assist” in operative paragraph 5."], [swap(16, "Invites", "Urges"), swap(16, "support", "assist")]),
    (["In operative paragraph 5, insert “, donors” after “World Bank”, and “fully” after “support”."], [swap(16, "World Bank", "World Bank, donors"), swap(16, "support", "support fully")]),
    (["In operative paragraph 5, delete “the World Bank” and “other”, and insert “all” after “Invites”."],
     [now(16, "5. Invites all the United Nations Development Programme, and partners to support the work;")]),
    (["Add “Also” at the beginning of operative paragraph 1 and “with thanks” at the end."], [now(7, "1. Also Takes note of the report of the Secretary-General with thanks;")]),
    (["In operative paragraph 5, the words “and donors” are added after “partners”, and the word “other” is deleted."], [swap(16, "other partners", "partners and donors")]),
    (["In operative paragraph 5, “other” should be deleted and “support” should be replaced by “assist”."], [swap(16, "other ", ""), swap(16, "support", "assist")]),
    (["In the fourth preambular paragraph, after “Recognizing”, insert “also”, and after “health” insert “and life”."], [swap(4, "Recognizing", "Recognizing also"), swap(4, "health", "health and life")]),
    (["In operative paragraph 3, subparagraphs (a) and (c), replace “To” with “to”."], [swap(10, "To", "to"), swap(14, "To", "to")]),
    (["In the last preambular paragraph and operative paragraph 4, replace “glaciers” with “ice”."], [swap(6, "glaciers", "ice"), swap(15, "glaciers", "ice")]),
    (["Delete the first sentence of operative paragraph 2 and operative paragraph 5."], [swap(8, "Calls upon Member States to exchange data every year. ", ""), gone(16)]),
    (["Insert new operative paragraphs 2 bis and 2 ter, reading:", "Thanks the host;", "Thanks donors;"], [after(8, "2 bis. Thanks the host;", "2 ter. Thanks donors;")]),
    (["Replace operative paragraph 2 by the following two paragraphs:", "Calls upon States to exchange data;", "Encourages States to publish;"],
     [now(8, "2. Calls upon States to exchange data;"), after(8, "Encourages States to publish;")]),
    # what is quoted of the old text, or how the new one reads
    (["Replace the sixth preambular paragraph, which reads “Deeply concerned at the state of the glaciers,”, with “Alarmed,”."], [now(6, "Alarmed,")]),
    (["Replace the sixth preambular paragraph, which reads:", "Deeply concerned at the state of the glaciers,", "with the following:", "Alarmed,"], [now(6, "Alarmed,")]),
    (["In operative paragraph 1, after “report”, insert “and annex” and delete “of the Secretary-General”, so that the paragraph would read as follows: “1. Takes note of the report and annex;”"],
     [now(7, "1. Takes note of the report and annex;")]),
    (["In operative paragraph 1, delete “of the Secretary-General” so that it reads: “1. Takes note of the report;”"], [now(7, "1. Takes note of the report;")]),
    (["Delete the third preambular paragraph and the related footnote."], [gone(3)]),
    (["Delete operative paragraph 3, including subparagraphs (a), (b) and (c)."], [gone(*range(9, 15))]),
    (["Delete operative paragraph 3 and its subparagraphs."], [gone(*range(9, 15))]),
    # who asks, of what paper
    (["It is proposed to delete operative paragraph 5."], [gone(16)]),
    (["Japan proposes to delete operative paragraph 5."], [gone(16)]),
    (["In operative paragraph 2 (as orally revised), delete “every year”."], [swap(8, " every year", "")]),
    (["In operative paragraph 2 of A/C.2/80/L.12, delete “every year”."], [swap(8, " every year", "")]),
    (["In the second operative paragraph (OP2), delete “every year”."], [swap(8, " every year", "")]),
    (["In OP (2), delete “every year”"], [swap(8, " every year", "")]),
    (["In the operative part, paragraph 2, delete “every year”."], [swap(8, " every year", "")]),
    (["In the preamble, delete the fourth paragraph."], [gone(4)]),
    (["In the preamble, after the third paragraph, insert a new paragraph: “Aware of the drought,”"], [after(3, "Aware of the drought,")]),
    (["Delete the words “in particular in arid regions,” from the preamble."], [swap(5, " in particular in arid regions,", "")]),
    # places
    (["In operative paragraph 4, delete “, as appropriate,” the first time it appears."], [swap(15, ", as appropriate, to", " to")]),
    (["In operative paragraph 4, delete “, as appropriate” (two occurrences)."], [now(15, "4. Urges all States, to protect glaciers, as well as wetlands;")]),
    (["In operative paragraph 4, delete “, as appropriate” (second occurrence) and insert “and snow” after “glaciers”."], [now(15, "4. Urges all States, as appropriate, to protect glaciers and snow, as well as wetlands;")]),
    (["In operative paragraph 5, replace the text after “Programme” with “and donors to support the work”."], [swap(16, ", the World Bank and other partners", " and donors")]),
    (["In operative paragraph 6, replace “its eighty-second session” with “its next session, within existing resources,”."], [swap(17, "its eighty-second session", "its next session, within existing resources")]),
    (["Insert as operative paragraph 2 bis the following: “Thanks the host;”"], [after(8, "2 bis. Thanks the host;")]),
    (["New OP (after OP2): “Thanks the host;”"], THANKED),
    (["After OP2: new paragraph: “Thanks the host;”"], THANKED),
    (["Insert, after operative paragraph 2, a new operative paragraph, as follows: “Thanks the host;”"], THANKED),
    (["Move operative paragraph 2 so that it follows operative paragraph 5."], [moved(8, 8, 16)]),
    (["The sixth preambular paragraph should be moved and placed after the second preambular paragraph."], [moved(6, 6, 2)]),
    (["Delete the two last preambular paragraphs."], [gone(5, 6)]),
    (["Delete OP1 & OP2."], [gone(7, 8)]),
    (["Delete preambular paragraphs 2 to 4 and 6."], [gone(2, 3, 4, 6)]),
    (["Replace operative paragraph 4 so that it reads: “Urges all States to act;”"], [now(15, "4. Urges all States to act;")]),
    (["Reword operative paragraph 4 to read “Urges all States to act;”"], [now(15, "4. Urges all States to act;")]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "changes"), ROWS)
def test_an_instruction_is_done_as_a_whole(words: list[str], changes: list[Change]) -> None:
    done = amendments.apply(RESOLUTION, {"paragraphs": words})

    assert [(each.outcome, each.reason) for each in done.instructions if each.outcome != "applied"] == []
    assert len(done.instructions) == 1
    assert list(done.paragraphs) == expected(RESOLUTION, changes)


@pytest.mark.parametrize(
    "words",
    [
        "Change the title to “Water”.",
        "Title: replace “Cooperation on the waters of the basin” by “Water”",
        "The title should read “Water”.",
    ],
)
def test_the_title_changes(words: str) -> None:
    assert amendments.apply(RESOLUTION, {"paragraphs": [words]}).title == "Water"
