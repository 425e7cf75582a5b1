"""Brackets in which a delegation's wish is in another language than the text, in short names, braces, arrows and codes."""

import pytest

from nemawashi.kit import sent
from nemawashi.kit.brackets import instructed, scripts
from nemawashi.kit.clauses.proposals import BaseClause

ROWS = (
    ("", "title", "Charter of common harbours"),
    ("1", "operative", "The parties will publish tide data of the outer bay by 2030."),
    ("2", "operative", "The parties will inspect quays jointly and without notice."),
    ("(a)", "sub", "train 40 pilots;"),
    ("", "heading", "Pilots"),
    ("3", "operative", "Стороны будут осматривать причалы совместно и без уведомления."),
    ("4", "operative", "締約国は、2030年までに潮位を公表する。"),
)
CLAUSES = [BaseClause(f"k{at}", number, kind, ((1, words),)) for at, (number, kind, words) in enumerate(ROWS)]
ONE = "1. The parties will publish tide data of the outer bay by 2030."
TWO = "2. The parties will inspect quays jointly and without notice."
THREE = "3. Стороны будут осматривать причалы совместно и без уведомления."
FOUR = "4. 締約国は、2030年までに潮位を公表する。"


def read(typed: str) -> tuple[list[tuple[str, str, str, str, tuple[str, ...]]], list[str]]:
    taken = sent.brackets(typed.encode(), CLAUSES)
    rows = []
    for each in taken.positions:
        clause = CLAUSES[int(each.key[1:])]
        rows.append(
            (
                clause.number or clause.kind,
                str(each.operation),
                clause.words[each.start : each.end].strip(),
                each.words.strip(),
                each.parties or each.opponents,
            )
        )
    return rows, [each.words for each in taken.left]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (ONE.replace("2030", "[2030] [Казахстан: 2032]"), ("1", "replace", "2030", "2032", ("Казахстан",))),
        (TWO.replace("and without notice", "[and without notice] [Кирг.: снять]"), ("2", "delete", "and without notice", "", ("Кирг.",))),
        (THREE.replace("и без уведомления", "[и без уведомления] [Узб.: по запросу]"), ("3", "replace", "и без уведомления", "по запросу", ("Узб.",))),
        (THREE.replace("причалы", "причалы [и суда – РТ]"), ("3", "insert", "", "и суда", ("РТ",))),
        (f"{TWO} [Казахстан: пункт исключить]", ("2", "delete_clause", "", "", ("Казахстан",))),
        (f"[Казахстан предлагает исключить: {TWO}]", ("2", "delete_clause", "", "", ("Казахстан",))),
        (f"3. [{THREE[3:]}] (Туркменистан – исключить)", ("3", "delete_clause", "", "", ("Туркменистан",))),
        (FOUR.replace("2030年", "[2030年][2032年－日本]"), ("4", "replace", "2030年", "2032年", ("日本",))),
        ("(a) train [40] [UZB 60] pilots;", ("(a)", "replace", "40", "60", ("UZB",))),
        ("(a) train [40] [УЗБ 60] pilots;", ("(a)", "replace", "40", "60", ("УЗБ",))),
        ("(a) train 40 [pilots → guides] (Japan);", ("(a)", "replace", "pilots", "guides", ("Japan",))),
        ("(a) train 40 [KAZ: pilots -> guides];", ("(a)", "replace", "pilots", "guides", ("KAZ",))),
        (ONE.replace("data", "data[, in full,]{Turkmenistan}"), ("1", "insert", "", ", in full,", ("Turkmenistan",))),
        ("Pilots [and guides]", ("heading", "insert", "", "and guides", ())),
        ("2bis. [The parties will review quays every year.] (UZB)", ("2", "new_clause", "", "The parties will review quays every year.", ("UZB",))),
        (f"{TWO}\n[New OP: KAZ The parties will meet every year.]", ("2", "new_clause", "", "The parties will meet every year.", ("KAZ",))),
        (f"{THREE} [нов. предл. РК: Они соберутся в 2028 году.]", ("3", "insert", "", "Они соберутся в 2028 году.", ("РК",))),
        (THREE.replace("причалы", "причалы [Вариант Таджикистана: и суда]"), ("3", "insert", "", "и суда", ("Таджикистан",))),
        (f"{TWO} [KAZ reservation pending instructions]", ("2", "reserve", "", "", ("KAZ",))),
        ("[3 бис. Стороны соберутся в 2028 году.] (Казахстан)", ("3", "new_clause", "", "Стороны соберутся в 2028 году.", ("Казахстан",))),
        (
            "[Новый пункт 2 бис. The parties will rest. (Казахстан)]",
            ("2", "new_clause", "", "The parties will rest.", ("Казахстан",)),
        ),
        (f"[New OP: KAZ The parties will meet every year.]\n{TWO}", ("2", "new_clause_before", "", "The parties will meet every year.", ("KAZ",))),
    ],
)  # fmt: skip
def test_each_is_read_as_it_was_meant(typed: str, asked: tuple[str, str, str, str, tuple[str, ...]]) -> None:
    rows, left = read(typed)

    assert [(row[0], row[1], "" if row[1] in ("new_clause", "new_clause_before", "delete_clause") else row[2], *row[3:]) for row in rows] == [asked]  # fmt: skip
    assert left == []


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        (ONE.replace("publish", "publish [обмениваться данными - Казахстан]"), "обмениваться данными"),
        (ONE.replace("will", "will [KAZ: лучше «share»]"), "лучше «share»"),
        (THREE.replace("причалы", "[quays] причалы"), "quays"),
        (FOUR.replace("2030年", "2030年[and later]"), "and later"),
        ("[1.] The parties will publish tide data of the outer bay by 2030.", "[1.]"),
        (TWO.replace("jointly", "jointly {see the note}"), "{see the note}"),
    ],
)
def test_what_cannot_be_words_of_the_clause_is_told_and_not_taken(typed: str, left: str) -> None:
    assert read(typed) == ([], [left])


def test_a_new_paragraph_of_which_nothing_says_where_it_stands_is_told() -> None:
    rows, left = read("[New OP: The parties will meet every year.]")

    assert [row[:2] for row in rows] == [("title", "new_clause_before")]
    assert left == ["The parties will meet every year."]


@pytest.mark.parametrize(
    ("words", "script", "is_foreign"),
    [
        ("СПЕКА и ОЭСР", "latin", False),  # abbreviations
        ("год", "latin", False),  # three letters
        ("годы", "latin", True),
        ("the fund «Чистая вода»", "latin", True),
        ("фонд Green Climate Fund", "cyrillic", False),  # a name between words
        ("Green Climate Fund", "cyrillic", True),
        ("2032", "latin", False),
        ("words", "", False),
    ],
)
def test_a_name_or_an_abbreviation_is_no_other_language(words: str, script: str, is_foreign: bool) -> None:
    assert scripts.is_foreign(words, script) is is_foreign


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (f'{ONE} [KAZ: replace "will" with "shall"]', ("1", "replace", "will", "shall", ("KAZ",))),
        (f"{THREE} [КАЗ: заменить «совместно» на «раздельно»]", ("3", "replace", "совместно", "раздельно", ("КАЗ",))),
        (ONE.replace("will", '[will] [KAZ: replace with "shall"]'), ("1", "replace", "will", "shall", ("KAZ",))),
        (f'{ONE} [JPN: insert "and wave" after "tide"]', ("1", "insert", "", "and wave", ("JPN",))),
        (ONE.replace("will", 'will [KAZ: add "share and"]'), ("1", "insert", "", "share and", ("KAZ",))),
        ("(a) [KAZ: replace old boats and] train 40 pilots;", ("(a)", "insert", "", "replace old boats and", ("KAZ",))),
    ],
)
def test_an_instruction_in_a_bracket_is_done_and_is_no_words(
    typed: str, asked: tuple[str, str, str, str, tuple[str, ...]]
) -> None:
    assert read(typed) == ([asked], [])


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        (f"{ONE} [KAZ: move to the preamble]", "move to the preamble"),
        (f"{THREE} [Казахстан: перенести в преамбулу]", "перенести в преамбулу"),
        (f"{ONE} [KAZ: merge with OP2]", "merge with OP2"),
        (f"{FOUR}［日本：「2030年」を「2031年」に置き換える］", "「2030年」を「2031年」に置き換える"),
        (f'{ONE} [KAZ: replace "must" with "shall"]', 'replace "must" with "shall"'),
    ],
)
def test_an_instruction_that_cannot_be_done_is_told(typed: str, left: str) -> None:
    assert read(typed) == ([], [left])


def test_so_many_instructions_are_carried_out_and_the_rest_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instructed, "MOST", 1)
    rows, left = read(f'{ONE} [KAZ: replace "will" with "shall"] [KAZ: replace "tide" with "wave"]')

    assert [row[:4] for row in rows] == [("1", "replace", "will", "shall")]
    assert left == ['replace "tide" with "wave"']


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (
            TWO.replace("jointly", "[jointly] [KAZ: in turn; UZB: on request]"),
            [("2", "replace", "jointly", "in turn", ("KAZ",)), ("2", "replace", "jointly", "on request", ("UZB",))],
        ),
        (
            TWO.replace("jointly", "[alt 1: jointly] [alt 2: in turn]"),
            [("2", "replace", "jointly", "in turn", ())],
        ),
        (
            f"{THREE} [Предложение Казахстана: Стороны смогут осматривать причалы совместно.]",
            [("3", "alternative", "", "Стороны смогут осматривать причалы совместно.", ("Казахстан",))],
        ),
        (
            "2 alt. The parties will inspect quays in turn. [Proposed by Kyrgyzstan]",
            [("2", "alternative", "", "The parties will inspect quays in turn.", ("Kyrgyzstan",))],
        ),
    ],
)
def test_several_wishes_in_one_bracket_and_whole_clauses_in_one(
    typed: str, asked: list[tuple[str, str, str, str, tuple[str, ...]]]
) -> None:
    assert read(typed) == (asked, [])


def test_a_clause_in_two_languages_takes_words_of_each_beside_words_of_it() -> None:
    words = "The parties will meet by 2030 in the harbour. Стороны соберутся в гавани к 2030 году."
    both = [BaseClause("k0", "1", "operative", ((1, words),))]
    typed = "1. The parties [will][KAZ: shall] meet by 2030 in the harbour. Стороны [соберутся][Казахстан: встретятся] в гавани к 2030 году."
    taken = sent.brackets(typed.encode(), both)

    assert [(words[each.start : each.end], each.words) for each in taken.positions] == [
        ("will", "shall"),
        ("соберутся", "встретятся"),
    ]
    assert taken.left == ()


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (f"{TWO} [Turkmenistan: we need more time]", ("2", "comment", "", "we need more time", ("Turkmenistan",))),
        (f"{TWO} [Казахстан: требуется согласование]", ("2", "comment", "", "требуется согласование", ("Казахстан",))),
        (f"{THREE} [Туркменистан: неприемлемо]", ("3", "comment", "", "неприемлемо", ("Туркменистан",))),
        (f"{FOUR}［ウズベキスタン：本省に確認中］", ("4", "comment", "", "本省に確認中", ("ウズベキスタン",))),
        (f"{TWO} [KAZ: we will report each year]", ("2", "insert", "", "we will report each year", ("KAZ",))),
        (TWO.replace("jointly", "[del. UZB: jointly]"), ("2", "delete", "jointly", "", ("UZB",))),
        (TWO.replace("jointly", "[- jointly - UZB]"), ("2", "delete", "jointly", "", ("UZB",))),
        (TWO.replace("jointly", "jointly [+ and in turn]"), ("2", "insert", "", "and in turn", ())),
    ],
)
def test_what_a_party_says_of_the_words_is_none_of_them(
    typed: str, asked: tuple[str, str, str, str, tuple[str, ...]]
) -> None:
    assert read(typed) == ([asked], [])


def test_one_bracket_around_several_paragraphs_opens_each() -> None:
    rows, left = read(f"[{ONE}\n{TWO}\n(a) train 40 pilots;]")
    assert [(row[0], row[1]) for row in rows] == [("1", "delete_clause"), ("2", "delete_clause"), ("(a)", "delete_clause")]
    assert left == []

    rows, left = read(f"[KAZ delete: {ONE}\n{TWO}]")
    assert [(row[0], row[1], row[4]) for row in rows] == [
        ("1", "delete_clause", ("KAZ",)),
        ("2", "delete_clause", ("KAZ",)),
    ]
    assert left == []


def test_a_bracket_that_nothing_closes_stays_told() -> None:
    rows, left = read(f"[{ONE}\n{TWO}")

    assert "the bracket" not in str(rows)
    assert left != []
