"""Pieces to clauses: kinds and printed numbers."""

import pytest

from nemawashi.kit.corpora import Piece, SplitKind, split

RESOLUTION = [
    "The General Assembly,",
    "Recalling its resolution 75/1 of 21 September 2020,",
    "Deeply concerned about the state of shared rivers,",
    "1. Calls upon all riparian States:",
    "(a) To share data on the flow of rivers;",
    "(b) To meet once a year;",
    "2 bis. Also decides to remain seized of the matter.",
    "45th plenary meeting 7 December 2023",
    "Annex II",
    "Programme of work",
    "1. The secretariat shall prepare a list of stations.",
]


def kinds(words: list[str], language: str = "en", title: str = "") -> list[tuple[str, str]]:
    clauses, _ = split([Piece(each) for each in words], language=language, title=title)
    return [(str(clause.kind), clause.number) for clause in clauses]


def test_a_resolution_falls_into_its_kinds() -> None:
    assert kinds(RESOLUTION) == [
        ("formula", ""),
        ("preambular", ""),
        ("preambular", ""),
        ("chapeau", "1"),
        ("sub", "a"),
        ("sub", "b"),
        ("operative", "2 bis"),
        ("other", ""),
        ("heading", ""),
        ("heading", ""),
        ("annex", "1"),
    ]


def test_printed_numbers_are_no_words_of_the_clause() -> None:
    clauses, _ = split([Piece(each) for each in RESOLUTION])

    assert clauses[3].words == "Calls upon all riparian States:"
    assert clauses[5].words == "To meet once a year;"


def test_a_statement_has_headings_prose_and_bullets() -> None:
    words = [
        "Joint Statement of the Ministers",
        "We, the ministers, met in Astana on 28 August and reviewed our work.",
        "Energy and climate",
        "We will work together on the following:",
        "• cleaner heating in cities;",
        "– drought warnings.",
        "Reaffirming our friendship, we look forward to meeting again next year.",
    ]

    assert kinds(words, title="Joint Statement of the Ministers") == [
        ("title", ""),
        ("operative", ""),
        ("heading", ""),
        ("chapeau", ""),
        ("sub", ""),
        ("sub", ""),
        ("operative", ""),
    ]


def test_a_draft_in_brackets_keeps_them() -> None:
    words = [
        "[The Parties to this Agreement,]",
        "[Recalling the Convention,]",
        "[PP3bis. Recognizing the [urgent] need,]",
        "[Article 2]",
        "[4. Each Party [shall] [should] report.]",
    ]
    clauses, _ = split([Piece(each) for each in words])

    assert [str(clause.kind) for clause in clauses] == ["formula", "preambular", "preambular", "heading", "operative"]
    assert (clauses[2].number, clauses[2].words) == ("PP3bis", "[Recognizing the [urgent] need,]")
    assert (clauses[4].number, clauses[4].words) == ("4", "[Each Party [shall] [should] report.]")


def test_russian() -> None:
    words = [
        "Генеральная Ассамблея,",
        "ссылаясь на свою резолюцию 75/1,",
        "с удовлетворением отмечая достигнутый прогресс,",
        "1. призывает все государства:",
        "а) обмениваться данными;",
        "Приложение I",
        "2. Секретариат готовит перечень станций.",
    ]

    assert [kind for kind, _ in kinds(words, "ru")] == [
        "formula",
        "preambular",
        "preambular",
        "chapeau",
        "sub",
        "heading",
        "annex",
    ]


def test_japanese() -> None:
    words = [
        "総会は、",
        "決議75/1を想起し、",
        "進展を歓迎して、",
        "1　全ての国に対し、次のことを要請する：",
        "（ａ）情報を共有すること。",
        "第２条",
        "２　事務局は、一覧表を作成する。",
    ]

    assert [kind for kind, _ in kinds(words, "ja")][:4] == ["formula", "preambular", "preambular", "chapeau"]
    assert kinds(words, "ja")[5:] == [("heading", ""), ("operative", "２")]


@pytest.mark.parametrize(
    ("words", "number", "left"),
    [
        ("12. Decides", "12", "Decides"),
        ("12.Decides", "12", "Decides"),
        ("3.1.2 Members shall report", "3.1.2", "Members shall report"),
        ("(iv) to report", "iv", "to report"),
        ("OP4alt. Decides", "OP4alt", "Decides"),
        ("• to report", "", "to report"),
        ("2023 was a good year for all", "", "2023 was a good year for all"),
        ("3.5 million people were reached", "", "3.5 million people were reached"),
        ("a good year", "", "a good year"),
        ("I agree with all of it", "", "I agree with all of it"),
    ],
)
def test_numbers(words: str, number: str, left: str) -> None:
    clauses, _ = split([Piece(words)])

    assert (clauses[0].number, clauses[0].words) == (number, left)


def test_what_the_file_says_goes_before_what_words_look_like() -> None:
    clauses, _ = split([Piece("Energy and climate", kind=SplitKind.OPERATIVE), Piece("we agree", number="7")])

    assert [(str(clause.kind), clause.number) for clause in clauses] == [("operative", ""), ("operative", "7")]


def test_words_whose_breaks_were_lost_are_cut_and_reported() -> None:
    clauses, unread = split([Piece("We agree on this. " * 2000, place="page 4")])

    assert len(clauses) == 2
    assert " ".join(clause.words for clause in clauses) == ("We agree on this. " * 2000).strip()
    assert [str(each) for each in unread] == ["page 4: a clause of 35999 characters was cut at its sentences"]


def test_nothing_but_blanks_is_no_clause() -> None:
    assert split([Piece(" \u00a0\n"), Piece("\u200b"), Piece("")]) == ([], [])
