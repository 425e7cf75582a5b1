"""Amendments in instruction form: what each form does to a text, what is refused and why, what is allowed and said."""

from typing import Any

import pytest

from nemawashi.kit.brackets import amendments
from nemawashi.kit.clauses.proposals import BaseClause

TITLE = "Joint statement on water"
PARAGRAPHS = [
    "The Ministers,",
    "Recalling the meeting held in Astana,",
    "Noting with concern the state of the river, which is shared by all, and the needs of those who live by the river,",
    "Reaffirming their “open house” policy, and",
    "* Any changes to the list of sponsors will be reflected in the record. stressing its value for the region,",
    "Guided by the principles of good-neighbourly relations,",
    "1. Take note of the report of the experts;",
    "2. Decide to share data on the river every month. They will review this decision in 2027;",
    "3. Agree on the following steps:",
    "(a) To open a joint centre in Tashkent;",
    "(b) To train specialists:",
    "(i) In hydrology;",
    "(ii) In law;",
    "(c) To publish an annual report;",
    "4. Invite partners to contribute, in particular to the fund, to the centre and to the training of specialists;",
    "5. Request the host to report on the river at the next meeting.",
]
KINDS = [
    "enacting", "preambular", "preambular", "operative", "other", "preambular", "operative", "operative", "operative",
    "subitem", "subitem", "subitem", "subitem", "subitem", "operative", "operative",
]  # fmt: skip
BASE: dict[str, Any] = {"title": TITLE, "paragraphs": PARAGRAPHS, "kinds": KINDS}


def done(*words: str, base: dict[str, Any] = BASE) -> amendments.Applied:
    return amendments.apply(base, {"paragraphs": list(words)})


def changed(*words: str) -> list[str]:
    """The text after the amendment, where every instruction had to be applied."""
    applied = done(*words)
    assert [(each.outcome, each.reason) for each in applied.instructions if each.outcome != amendments.APPLIED] == []
    assert applied.instructions
    return list(applied.paragraphs)


def refused(*words: str) -> str:
    applied = done(*words)
    assert [each.outcome for each in applied.instructions] == [amendments.REFUSED]
    assert list(applied.paragraphs) == PARAGRAPHS
    return applied.instructions[0].reason


def with_(place: int, words: str) -> list[str]:
    return [*PARAGRAPHS[:place], words, *PARAGRAPHS[place + 1 :]]


def without(*places: int) -> list[str]:
    return [words for place, words in enumerate(PARAGRAPHS) if place not in places]


REPORT = "1. Take note of the review of the experts;"
WORDS = [
    # the ways of naming a paragraph
    ("In operative paragraph 1, replace “report” with “review”.", with_(6, REPORT)),
    ("In operative paragraph 1, replace “report” by “review”.", with_(6, REPORT)),
    ("Replace “report” with “review” in operative paragraph 1.", with_(6, REPORT)),
    ("In paragraph 1, replace \"report\" by \"review\"", with_(6, REPORT)),
    ("In OP1, replace ‘report’ by ‘review’;", with_(6, REPORT)),
    ("OP 1: replace “report” with “review”", with_(6, REPORT)),
    ("In the first operative paragraph, the word “report” should be replaced by “review”.", with_(6, REPORT)),
    ("In para. 1, substitute “review” for “report”.", with_(6, REPORT)),
    ("In operative paragraph 1, replace the word «report» with the word «review».", with_(6, REPORT)),
    ("In paragraph 1, the word “report” is replaced by the following: “review”.", with_(6, REPORT)),
    ("In operative paragraph 1, change the word “report” to “review”.", with_(6, REPORT)),
    ("In operative paragraph 1, replace the word “report” with the following:", with_(6, REPORT)),
    ("In the 1st operative paragraph, replace “report” with “review”.", with_(6, REPORT)),
    ("В пункте 1 постановляющей части заменить слово «report» словом «review».", with_(6, REPORT)),
    ("В пункте 1 постановляющей части заменить «report» на «review»", with_(6, REPORT)),
    # words put in
    ("In operative paragraph 1, after “report” insert “and the annex”.", with_(6, "1. Take note of the report and the annex of the experts;")),
    ("In operative paragraph 1, insert “and the annex” after “report”.", with_(6, "1. Take note of the report and the annex of the experts;")),
    ("Insert the words “and the annex” after the word “report” in operative paragraph 1.", with_(6, "1. Take note of the report and the annex of the experts;")),
    ("After “report” in operative paragraph 1, add “and the annex”.", with_(6, "1. Take note of the report and the annex of the experts;")),
    ("In operative paragraph 1, insert “final” before “report”.", with_(6, "1. Take note of the final report of the experts;")),
    ("In operative paragraph 1, between “the” and “report”, insert “final”.", with_(6, "1. Take note of the final report of the experts;")),
    ("In operative paragraph 1, the words “and the annex” are inserted after “report”.", with_(6, "1. Take note of the report and the annex of the experts;")),
    ("At the end of operative paragraph 1, add “, with appreciation”.", with_(6, "1. Take note of the report of the experts, with appreciation;")),
    ("Add “with appreciation” at the end of operative paragraph 1.", with_(6, "1. Take note of the report of the experts with appreciation;")),
    ("In operative paragraph 1, add at the end the words “, with appreciation”.", with_(6, "1. Take note of the report of the experts, with appreciation;")),
    ("At the beginning of operative paragraph 1, insert “Also”.", with_(6, "1. Also Take note of the report of the experts;")),
    ("At the end of the first sentence of operative paragraph 2, insert “, without charge”.",
     with_(7, "2. Decide to share data on the river every month, without charge. They will review this decision in 2027;")),
    ("После слова «report» в пункте 1 постановляющей части включить слова «and the annex».", with_(6, "1. Take note of the report and the annex of the experts;")),
    ("В первом пункте преамбулы после слов «held in Astana» добавить слова «in 2006»", with_(1, "Recalling the meeting held in Astana in 2006,")),
    # words taken out
    ("In PP2, delete “, which is shared by all,”.", with_(2, "Noting with concern the state of the river and the needs of those who live by the river,")),
    ("In the second preambular paragraph, delete “which is shared by all,”.", with_(2, "Noting with concern the state of the river, and the needs of those who live by the river,")),
    ("Delete the words “with concern” in the second preambular paragraph.", with_(2, "Noting the state of the river, which is shared by all, and the needs of those who live by the river,")),
    ("In the second preambular paragraph, strike out “with concern” and “of those who live by the river”.",
     with_(2, "Noting the state of the river, which is shared by all, and the needs,")),
    ("In operative paragraph 4, delete everything after “contribute”.", with_(14, "4. Invite partners to contribute;")),
    ("In operative paragraph 4, delete the words from “, in particular” to “centre”.", with_(14, "4. Invite partners to contribute and to the training of specialists;")),
    ("In operative paragraph 4, delete the remainder of the paragraph after “contribute”.", with_(14, "4. Invite partners to contribute;")),
    ("Delete the second sentence of operative paragraph 2.", with_(7, "2. Decide to share data on the river every month.")),
    ("In operative paragraph 1, the words “of the experts” are deleted.", with_(6, "1. Take note of the report;")),
    ("В пункте 1 постановляющей части исключить слова «of the experts»", with_(6, "1. Take note of the report;")),
    # which of several
    ("In the second preambular paragraph, replace the second occurrence of “river” with “basin”.",
     with_(2, "Noting with concern the state of the river, which is shared by all, and the needs of those who live by the basin,")),
    ("In the second preambular paragraph, replace “river” with “basin” wherever it occurs.",
     with_(2, "Noting with concern the state of the basin, which is shared by all, and the needs of those who live by the basin,")),
    # letters, chapeaux, sentences
    ("In operative paragraph 3 (a), replace “Tashkent” with “Almaty”.", with_(9, "(a) To open a joint centre in Almaty;")),
    ("In operative paragraph 3(b)(ii), replace “law” with “water law”.", with_(12, "(ii) In water law;")),
    ("In subparagraph (c) of operative paragraph 3, delete “annual”.", with_(13, "(c) To publish an report;")),
    ("In operative paragraph 3, subparagraph (c), replace “annual” by “yearly”.", with_(13, "(c) To publish an yearly report;")),
    ("In the chapeau of operative paragraph 3, replace “steps” with “measures”.", with_(8, "3. Agree on the following measures:")),
    ("In operative paragraph 3, replace “Tashkent” with “Almaty”.", with_(9, "(a) To open a joint centre in Almaty;")),
    ("Delete operative paragraph 3 (b).", without(10, 11, 12)),
    ("Delete subparagraphs (a) and (c) of operative paragraph 3.", without(9, 13)),
    # several things at once
    ("In operative paragraph 1, replace “report” with “review” and delete “of the experts”.", with_(6, "1. Take note of the review;")),
    ("In operative paragraph 1, replace “report” with “review”, and in operative paragraph 5, delete “on the river”.",
     [*with_(6, REPORT)[:-1], "5. Request the host to report at the next meeting."]),
    # whole clauses
    ("Delete operative paragraphs 1, 2 and 5.", without(6, 7, 15)),
    ("Delete operative paragraphs 1 to 4.", without(*range(6, 15))),
    ("Delete operative paragraphs 1–2.", without(6, 7)),
    ("Delete the first preambular paragraph and operative paragraph 2.", without(1, 7)),
    ("Delete the first and fourth preambular paragraphs.", without(1, 5)),
    ("Delete the last preambular paragraph.", without(5)),
    ("Operative paragraph 2 is deleted.", without(7)),
    ("Operative paragraph 2 should be deleted.", without(7)),
    ("Delete PP1, PP2 and OP5.", without(1, 2, 15)),
    ("Delete paragraph 2 in its entirety.", without(7)),
    ("Исключить пункты 1 и 2 постановляющей части.", without(6, 7)),
    ("Исключить четвертый пункт преамбулы.", without(5)),
    ("Move operative paragraph 5 after operative paragraph 1.",
     [*PARAGRAPHS[:7], PARAGRAPHS[15], *PARAGRAPHS[7:15]]),
    ("Move operative paragraph 3 to the end.", [*PARAGRAPHS[:8], *PARAGRAPHS[14:], *PARAGRAPHS[8:14]]),
    ("Merge operative paragraphs 1 and 2.",
     [*PARAGRAPHS[:6], f"{PARAGRAPHS[6]} {PARAGRAPHS[7][3:]}", *PARAGRAPHS[8:]]),
    ("Renumber the subsequent paragraphs accordingly.", PARAGRAPHS),
    ("Replace “river” with “basin” throughout the text.", [words.replace("river", "basin") for words in PARAGRAPHS]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), WORDS)
def test_an_instruction_does_what_it_says(words: str, expected: list[str]) -> None:
    more = ["review"] if words.endswith("following:") else []

    assert changed(words, *more) == expected


NEW = "Welcomes the readiness of all to share what they know;"
CLAUSES = [
    (["After operative paragraph 1, insert a new operative paragraph reading:", NEW], 7, [NEW]),
    (["Insert a new operative paragraph after operative paragraph 1, reading as follows:", NEW], 7, [NEW]),
    (["After operative paragraph 1, add the following new paragraph:", NEW], 7, [NEW]),
    (["1. Insert the following new operative paragraph after operative paragraph 1:", f"“{NEW}”"], 7, [NEW]),
    ([f"After operative paragraph 1, insert a new operative paragraph reading: “{NEW}”."], 7, [NEW]),
    (["Insert a new operative paragraph 1 bis, reading:", f"1 bis. {NEW}"], 7, [f"1 bis. {NEW}"]),
    (["After operative paragraph 3, insert two new operative paragraphs, as follows:", NEW, "Thanks the host;"], 14, [NEW, "Thanks the host;"]),
    (["After the second preambular paragraph, insert a new preambular paragraph reading:", "Aware of the drought,"], 3, ["Aware of the drought,"]),
    (["Before the first preambular paragraph, insert:", "Aware of the drought,"], 1, ["Aware of the drought,"]),
    (["At the end of the preamble, add a new preambular paragraph:", "Aware of the drought,"], 6, ["Aware of the drought,"]),
    (["Add a new operative paragraph at the end:", NEW], 16, [NEW]),
    (["After subparagraph (a) of operative paragraph 3, insert a new subparagraph reading:", "(a bis) To share maps;"], 10, ["(a bis) To share maps;"]),
    (["После пункта 1 постановляющей части включить новый пункт следующего содержания:", NEW], 7, [NEW]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "place", "new"), CLAUSES)
def test_a_new_clause_stands_where_it_is_put(words: list[str], place: int, new: list[str]) -> None:
    assert changed(*words) == [*PARAGRAPHS[:place], *new, *PARAGRAPHS[place:]]


WHOLE = [
    ["Replace operative paragraph 1 with the following:", "Welcome the report;"],
    ["Replace operative paragraph 1 by the following text:", "1. Welcome the report;"],
    ["Operative paragraph 1 should read as follows:", "1. Welcome the report;"],
    ["Operative paragraph 1 shall read:", "“1. Welcome the report;”"],
    ["Operative paragraph 1 should read: “Welcome the report;”"],
    ["Amend operative paragraph 1 to read as follows:", "Welcome the report;"],
    ["In operative paragraph 1, replace the existing text with:", "Welcome the report;"],
    ["Replace the text of operative paragraph 1 with the following text:", "Welcome the report;"],
    ["Пункт 1 постановляющей части изложить в следующей редакции:", "1. Welcome the report;"],
]


@pytest.mark.parametrize("words", WHOLE)
def test_a_clause_is_replaced_as_a_whole_and_keeps_its_number(words: list[str]) -> None:
    assert changed(*words) == with_(6, "1. Welcome the report;")


REFUSALS = [
    ("In operative paragraph 1, delete “the drought”.", "“the drought” is not found in operative paragraph 1"),
    ("In operative paragraph 1, delete “Tashkent”.", "it stands in operative paragraph 3 (a)"),
    ("In operative paragraph 9, delete “the”.", "the base has no operative paragraph 9: it has 5 of them"),
    ("Delete the twenty-first preambular paragraph.", "the base has no preambular paragraph 21: it has 4 of them"),
    ("In the second preambular paragraph, delete “the river”.", "2 times"),
    ("In operative paragraph 1, embellish “report”.", "not understood at “embellish”"),
    ("Delete operative paragraphs 1 and 9.", "no operative paragraph 9"),
    (
        "Delete the first preambular paragraph reading: “Noting the drought,”",
        "the words quoted are not those of preambular paragraph 1",
    ),
    ("In operative paragraph 1, replace “exp” with “y”.", "is not found"),
    ("Insert “and” after “report”.", "does not say in which paragraph"),
    ("In operative paragraph 1, insert “and the annex", "opened and not closed"),
    ("After operative paragraph 1, insert a new operative paragraph reading:", "do not follow"),
]


@pytest.mark.parametrize(("words", "reason"), REFUSALS)
def test_what_cannot_be_done_is_refused_with_its_reason_and_changes_nothing(words: str, reason: str) -> None:
    assert reason in refused(f"1. {words}")


def test_the_others_are_done_when_one_is_refused() -> None:
    applied = done(
        "1. Delete operative paragraph 1.", "2. Delete operative paragraph 77.", "3. Delete operative paragraph 5."
    )

    assert [each.outcome for each in applied.instructions] == ["applied", "refused", "applied"]
    assert list(applied.paragraphs) == without(6, 15)


def test_numbers_are_those_of_the_base_after_earlier_deletions_and_insertions() -> None:
    new = "Welcomes the drought plan;"
    text = changed(
        "1. Delete operative paragraph 1.",
        "2. After operative paragraph 2, insert a new operative paragraph reading:",
        new,
        "3. In operative paragraph 5, delete “on the river”.",
    )

    assert text == [
        *PARAGRAPHS[:6],
        PARAGRAPHS[7],
        new,
        *PARAGRAPHS[8:15],
        "5. Request the host to report at the next meeting.",
    ]


def test_a_later_instruction_may_quote_what_an_earlier_one_put_there() -> None:
    applied = done(
        "1. Replace “river” with “basin” in the title, the preambular paragraphs and the operative paragraphs.",
        "2. In operative paragraph 5, after “basin” insert “of Aral”.",
        "3. In operative paragraph 2, replace “the river” with “the basin”.",
    )

    assert [each.outcome for each in applied.instructions] == ["applied"] * 3
    assert applied.paragraphs[15] == "5. Request the host to report on the basin of Aral at the next meeting."
    assert applied.instructions[2].reason == "an earlier instruction already did this"
    assert applied.instructions[1].proposals[0].start == BASE["paragraphs"][15].index("river") + len("river")


def test_what_an_earlier_instruction_deleted_is_not_changed() -> None:
    applied = done("1. Delete operative paragraph 1.", "2. In operative paragraph 1, delete “of the experts”.")

    assert applied.instructions[1].reason == "instruction 1 deleted operative paragraph 1"


@pytest.mark.parametrize(
    ("quoted", "note"),
    [
        ('their "open house" policy', "quotation marks"),
        ("Their “open house” policy", "first letter"),
        ("their “open  house”  policy", "blanks"),
    ],
)
def test_a_near_match_is_allowed_and_said(quoted: str, note: str) -> None:
    applied = done(f"In the third preambular paragraph, replace “{quoted}” with “their policy”.")

    assert applied.paragraphs[3] == "Reaffirming their policy, and"
    assert note in applied.instructions[0].reason


def test_a_clause_cut_by_a_page_is_one_clause_and_the_note_between_stays() -> None:
    applied = done(
        "1. In the third preambular paragraph, replace “the region” with “Asia”.",
        "2. Delete the third preambular paragraph.",
    )

    assert [each.outcome for each in applied.instructions] == ["applied", "applied"]
    assert list(applied.paragraphs) == [
        *PARAGRAPHS[:3], "* Any changes to the list of sponsors will be reflected in the record.", *PARAGRAPHS[5:],
    ]  # fmt: skip


def test_heads_and_notes_of_the_paper_are_no_instructions() -> None:
    applied = done(
        "Eightieth session",
        "Agenda item 72 (a)",
        "Japan:* amendment to draft resolution A/80/L.18",
        "Joint statement on water",
        "1. After operative paragraph 1, insert two new operative paragraphs reading:",
        "Welcomes the drought plan;",
        "* Any changes to the list of sponsors will be reflected in the official record of the meeting.",
        "Thanks the host;",
        "2. Delete operative paragraph 5.",
    )

    assert [each.text[:2] for each in applied.instructions] == ["1.", "2."]
    assert [p.words for p in applied.instructions[0].proposals] == ["Welcomes the drought plan;", "Thanks the host;"]


def test_a_list_under_one_head_is_read_instruction_by_instruction() -> None:
    applied = done(
        "1. In operative paragraph 4:",
        "(a) Replace “Invite” with “Urge”;",
        "(b) Delete “, in particular”.",
        "2. Delete operative paragraph 5.",
    )

    assert [each.outcome for each in applied.instructions] == ["applied"] * 3
    assert (
        applied.paragraphs[14]
        == "4. Urge partners to contribute to the fund, to the centre and to the training of specialists;"
    )


def test_deleting_with_the_words_quoted_checks_the_words() -> None:
    applied = done("Delete the first preambular paragraph reading:", "Recalling the meeting held in Astana,**")

    assert list(applied.paragraphs) == without(1)


def test_kinds_are_found_where_the_base_does_not_tell_them() -> None:
    base = {"title": TITLE, "paragraphs": ["The General Assembly,", *PARAGRAPHS[1:]]}
    applied = done("Delete the third preambular paragraph and operative paragraphs 3 (b) and 5.", base=base)

    assert applied.instructions[0].outcome == "applied"
    assert applied.paragraphs[3] == "* Any changes to the list of sponsors will be reflected in the record."
    assert applied.paragraphs[-1] == PARAGRAPHS[14]


def test_a_quotation_that_runs_over_a_page_is_read_whole() -> None:
    text = changed(
        "1. In operative paragraph 1, replace “report of", "the experts” with “review”.", "2. Delete operative paragraph 5."
    )

    assert text[6] == "1. Take note of the review;"


def test_on_the_clauses_of_a_negotiation_instructions_become_operations() -> None:
    clauses = [
        BaseClause("p1", "PP1", "preambular", ((1, "Recalling Astana,"),)),
        BaseClause("o1", "1", "chapeau", ((1, "Agree:"), (2, "Agree on steps:"))),
        BaseClause("s1", "a", "sub", ((1, "To open a centre;"),)),
        BaseClause("o2", "2", "operative", ((1, "Thank the host."),)),
    ]
    paper = {
        "paragraphs": [
            "1. In the first preambular paragraph, replace “Astana” with “Almaty”.",
            "2. In operative paragraph 1 (a), after “centre” insert “in Tashkent”.",
            "3. Delete operative paragraph 2.",
            "4. Before operative paragraph 1, insert a new operative paragraph reading:",
            "Take note of the report;",
            "5. Operative paragraph 1 should read: “Decide:”",
        ]
    }
    asked = amendments.proposed(clauses, paper)

    assert [(p.key, p.operation, p.wording, p.start, p.end, p.words) for each in asked for p in each.proposals] == [
        ("p1", "replace", 1, 10, 16, "Almaty"),
        ("s1", "insert", 1, 16, 16, " in Tashkent"),
        ("o2", "delete_clause", 1, 0, 0, ""),
        ("o1", "new_clause_before", 2, 0, 0, "Take note of the report;"),
        ("o1", "alternative", 2, 0, 0, "Decide:"),
        ("s1", "delete_clause", 1, 0, 0, ""),
    ]  # fmt: skip
