"""A zero draft that comes with its numbers: kinds from them, and none of them among the words."""

import pytest
from tests.kit.word.making import p, r, word_file

from nemawashi.kit import drafts, sent
from nemawashi.kit.clauses.numbers import typed_number, unnumbered
from nemawashi.kit.clauses.proposals import BaseClause


@pytest.mark.parametrize(
    ("typed", "number", "kind", "words"),
    [
        ("PP1. Recalling the accord,", "PP1", "preambular", "Recalling the accord,"),
        ("PP 2 bis: Noting the flood,", "PP 2 bis", "preambular", "Noting the flood,"),
        ("OP1 - The parties meet.", "OP1", "operative", "The parties meet."),
        ("OP2bis The parties meet.", "OP2bis", "operative", "The parties meet."),
        ("ПП1. Ссылаясь на соглашение,", "ПП1", "preambular", "Ссылаясь на соглашение,"),
        ("12. The parties meet.", "12", "operative", "The parties meet."),
        ("12) The parties meet.", "12", "operative", "The parties meet."),
        ("2 bis. The parties meet.", "2 bis", "operative", "The parties meet."),
        ("3.The parties meet.", "3", "operative", "The parties meet."),
        ("4.\tThe parties meet.", "4", "operative", "The parties meet."),
        ("Пункт 4. Стороны встречаются.", "4", "operative", "Стороны встречаются."),
        ("第2項　締約国は会合する。", "2", "operative", "締約国は会合する。"),
        ("３．締約国は会合する。", "３", "operative", "締約国は会合する。"),
        ("ii) train inspectors;", "ii", "sub", "train inspectors;"),
        ("(a) train inspectors;", "a", "sub", "train inspectors;"),
        ("а) подготовить инспекторов;", "а", "sub", "подготовить инспекторов;"),
        ("（1）検査官を養成する。", "1", "sub", "検査官を養成する。"),
        ("– train inspectors;", "", "sub", "train inspectors;"),
    ],
)
def test_a_typed_number_is_no_words_of_its_clause(typed: str, number: str, kind: str, words: str) -> None:
    read = typed_number(typed)

    assert (read.number, read.kind, unnumbered(typed)) == (number, kind, words)


@pytest.mark.parametrize(
    "words",
    [
        "2030 is the year.",
        "40 inspectors are trained.",
        "A. Smith chairs.",
        "5.",
        "3.5 million people live there.",
        "3年以内に会合する。",
    ],
)
def test_figures_of_a_sentence_are_no_number_of_a_clause(words: str) -> None:
    assert unnumbered(words) == words


def test_a_draft_in_lines_with_its_numbers() -> None:
    draft = (
        "Declaration on lakes\nThe ministers,\nPP1. Recalling the accord,\nNoting the drought;\nFisheries\n"
        "1. The parties report.\n2. The secretariat intends to:\n(a) train people;\nb) buy boats.\n# Water\n"
    )

    assert [(clause.kind, clause.words) for clause in drafts.pasted(draft)] == [
        ("title", "Declaration on lakes"),
        ("preambular", "The ministers,"),
        ("preambular", "Recalling the accord,"),
        ("preambular", "Noting the drought;"),
        ("heading", "Fisheries"),
        ("operative", "The parties report."),
        ("chapeau", "The secretariat intends to:"),
        ("sub", "train people;"),
        ("sub", "buy boats."),
        ("heading", "Water"),
    ]


def test_a_draft_in_japanese_and_russian() -> None:
    japanese = drafts.pasted(
        "湖に関する宣言\n\n合意を想起し、\n\n1．締約国は毎年報告する。\n\n2．事務局は次のことを行う：\n\n（1）人を養成する。"
    )
    russian = drafts.pasted(
        "Декларация об озёрах\n\nСсылаясь на соглашение,\n\n1) Стороны отчитываются.\n\n2) Он намерен:\n\nа) обучить людей;"
    )

    kinds = ["title", "preambular", "operative", "chapeau", "sub"]
    assert [clause.kind for clause in japanese] == kinds
    assert [clause.kind for clause in russian] == kinds
    assert [clause.words for clause in japanese][2:] == [
        "締約国は毎年報告する。",
        "事務局は次のことを行う：",
        "人を養成する。",
    ]
    assert [clause.words for clause in russian][2:] == ["Стороны отчитываются.", "Он намерен:", "обучить людей;"]


def test_headings_of_parts_are_headings_and_numbers_in_steps_are_none_of_the_words() -> None:
    read = sent.zero_draft(b"Road map\n\nI. Water\n\n1.1 The parties meet.\n\nArticle 2\n\n2.1. They report.")

    assert [(clause.kind, clause.words) for clause in read] == [
        ("title", "Road map"),
        ("heading", "I. Water"),
        ("operative", "The parties meet."),
        ("heading", "Article 2"),
        ("operative", "They report."),
    ]


def test_lines_between_empty_lines_are_one_clause() -> None:
    read = sent.zero_draft(b"Joint Statement\nof the Ministers\n\nThe parties meet\nevery year.\n\nThey report.")

    assert [(clause.kind, clause.words) for clause in read] == [
        ("title", "Joint Statement of the Ministers"),
        ("operative", "The parties meet every year."),
        ("operative", "They report."),
    ]


def test_hidden_words_of_a_word_file_are_none_of_the_draft() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Not below 40.</w:t></w:r>"
    file = word_file(p(r("Declaration on lakes")) + p(r("1. The parties meet.") + hidden))

    assert [clause.words for clause in sent.zero_draft(file)] == ["Declaration on lakes", "The parties meet."]


def test_hidden_words_of_a_bracketed_word_file_are_named() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Not below 40.</w:t></w:r>"
    struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>will</w:t></w:r>"
    come = '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t xml:space="preserve"> may</w:t></w:r>'
    clause = BaseClause("a", "1", "operative", ((1, "The parties will meet."),))
    taken = sent.brackets(word_file(p(r("1. The parties ") + struck + come + r(" meet.") + hidden)), [clause])

    assert [(each.operation, each.start, each.end, each.words) for each in taken.positions] == [("replace", 12, 16, "may")]
    assert [(each.clause, each.words, each.why) for each in taken.left] == [(1, "Not below 40.", "hidden words")]
