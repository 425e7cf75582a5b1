"""Files as ministries make them: redlines by hand, hidden words, columns, typed brackets, breaks, numbers, cover notes."""

from collections.abc import Sequence

from tests.kit.word.making import gone, ins, p, r, word_file

from nemawashi.kit import sent
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause
from nemawashi.kit.word.proposals import Taken

ENGLISH = (
    ("", "title", "Declaration on shared lakes"),
    ("PP1", "preambular", "Recalling the lake accord of 2011,"),
    ("1", "operative", "The parties will publish catch figures of the northern lake by 2030."),
    ("2", "operative", "The parties will inspect harbours jointly and without warning."),
    ("3", "chapeau", "To this end the secretariat intends to:"),
    ("(a)", "sub", "train 40 wardens;"),
    ("(b)", "sub", "equip two patrol boats."),
    ("", "heading", "Fisheries"),
    ("4", "operative", "The ministers encourage private investment in nurseries."),
)
RUSSIAN = (
    ("", "title", "Декларация об общих озёрах"),
    ("1", "operative", "Стороны будут публиковать данные об уловах к 2030 году."),
    ("2", "operative", "Стороны проводят инспекции портов совместно и без предупреждения."),
)
JAPANESE = (
    ("", "title", "共有湖に関する宣言"),
    ("1", "operative", "締約国は、2030年までに漁獲量を公表する。"),
    ("2", "operative", "締約国は、港を共同で査察する。"),
)
STRUCK, DOUBLY, UNDERLINED, RED, HIDDEN = (
    "<w:strike/>", "<w:dstrike/>", '<w:u w:val="single"/>', '<w:color w:val="FF0000"/>', "<w:vanish/>",
)  # fmt: skip
Rows = tuple[tuple[str, str, str], ...]


def looks(words: str, properties: str) -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def line(rows: Rows, at: int) -> str:
    number, _kind, words = rows[at]
    return f"{number}{'' if not number else ' ' if number.endswith(')') else '. '}{words}"


def text(rows: Rows, changed: dict[int, str] | None = None) -> list[str]:
    return [(changed or {}).get(at) or p(r(line(rows, at))) for at in range(len(rows))]


def table(*rows: Sequence[str]) -> str:
    cells = ("".join(f"<w:tc>{cell if cell.startswith('<') else p(r(cell))}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def read(rows: Rows, *body: str, **parts: str) -> tuple[list[tuple[str, str, str, str, tuple[str, ...]]], Taken]:
    clauses = [BaseClause(f"k{at}", number, kind, ((1, words),)) for at, (number, kind, words) in enumerate(rows)]
    taken = sent.word_file(word_file("".join(body), **parts), clauses, {}, [])
    asked = []
    for each in taken.proposals:
        clause = clauses[int(each.key[1:])]
        old = clause.words[each.start : each.end].strip() if each.operation in (Operation.REPLACE, Operation.DELETE) else ""
        asked.append((clause.number or clause.kind, str(each.operation), old, each.words.strip(), each.parties))
    return sorted(asked), taken


def test_struck_and_underlined_words_are_a_replacement() -> None:
    changed = p(r("1. The parties ") + looks("will", STRUCK) + looks(" should", UNDERLINED) + r(line(ENGLISH, 2)[19:]))
    asked, taken = read(ENGLISH, *text(ENGLISH, {2: changed}))

    assert asked == [("1", "replace", "will", "should", ())]
    assert taken.outside == ()


def test_double_strike_and_colour_in_japanese() -> None:
    changed = p(r("2. 締約国は、港を") + looks("共同で", DOUBLY) + looks("要請に応じて", RED) + r("査察する。"))

    assert read(JAPANESE, *text(JAPANESE, {2: changed}))[0] == [("2", "replace", "共同で", "要請に応じて", ())]


def test_struck_words_alone_are_a_deletion_in_russian() -> None:
    changed = p(r("2. Стороны проводят инспекции портов совместно ") + looks("и без предупреждения", STRUCK) + r("."))

    assert read(RUSSIAN, *text(RUSSIAN, {2: changed}))[0] == [("2", "delete", "и без предупреждения", "", ())]


def test_a_struck_clause_goes_and_an_underlined_one_comes() -> None:
    changed = {
        2: p(r(line(ENGLISH, 2))) + p(looks("1 bis. The parties will meet every year.", UNDERLINED)),
        3: p(looks(line(ENGLISH, 3), STRUCK)),
    }

    assert read(ENGLISH, *text(ENGLISH, changed))[0] == [
        ("1", "new_clause", "", "The parties will meet every year.", ()),
        ("2", "delete_clause", "", "", ()),
    ]


def test_words_that_are_only_set_apart_ask_for_nothing() -> None:
    assert read(ENGLISH, *text(ENGLISH, {2: p(looks(line(ENGLISH, 2), UNDERLINED + RED))}))[0] == []


def test_hidden_words_are_named_and_never_taken() -> None:
    in_clause = p(r(line(ENGLISH, 2)) + looks(" Red line: we can live with 2032.", HIDDEN))
    passage = p(looks("Internal: not below 40.", HIDDEN))
    asked, taken = read(ENGLISH, *text(ENGLISH, {2: in_clause}), passage)

    assert asked == []
    assert [(row.kind, row.words) for row in taken.outside] == [
        ("hidden", "Red line: we can live with 2032."),
        ("hidden", "Internal: not below 40."),
    ]


def test_columns_are_read_by_their_heads() -> None:
    rows = [("No.", "Text as it stands", "Proposal of Kazakhstan", "Remarks")]
    rows += [
        (
            number,
            words,
            "The parties will inspect harbours on request." if number == "2" else "",
            "check with finance" if number == "4" else "",
        )
        for number, _kind, words in ENGLISH
    ]
    asked, taken = read(ENGLISH, table(*rows))

    assert asked == [
        ("2", "alternative", "", "The parties will inspect harbours on request.", ()),
        ("4", "comment", "", "check with finance", ()),
    ]
    assert taken.outside == ()


def test_a_column_with_tracked_changes_is_the_one_that_is_read() -> None:
    rows: list[Sequence[str]] = [("Current text", "Proposed text")]
    rows += [(line(ENGLISH, at), line(ENGLISH, at)) for at in range(len(ENGLISH))]
    changed = p(r("2. The parties will inspect harbours ") + gone("jointly and ") + r("without warning."))
    rows[4] = (line(ENGLISH, 3), changed)

    assert read(ENGLISH, table(*rows))[0] == [("2", "delete", "jointly and", "", ("JPN",))]


def test_words_marked_with_a_pen_tracked_brackets_and_a_broken_line_are_read() -> None:
    pen = '<w:highlight w:val="yellow"/>'
    marked = p(r("(a) train ") + looks("40 ", STRUCK) + looks("60 ", pen) + r("wardens;"))
    tracked = p(r("1. The parties ") + gone("will") + ins(r("[should]")) + r(line(ENGLISH, 2)[19:]))
    broken = p(r("(b) equip two patrol boats.") + "<w:r><w:br/></w:r>" + ins(r("(c) publish a yearbook.")))

    assert read(ENGLISH, *text(ENGLISH, {2: tracked, 5: marked, 6: broken}))[0] == [
        ("(a)", "replace", "40", "60", ()),
        ("(b)", "new_clause", "", "publish a yearbook.", ("JPN",)),
        ("1", "replace", "will", "should", ("JPN",)),
    ]


def test_columns_of_several_parties_are_theirs() -> None:
    rows = [("Text of the Chair", "KAZ", "Предложение Узбекистана")]
    rows += [
        (
            line(ENGLISH, at),
            "delete" if at == 2 else "",
            "2. The parties will inspect harbours on request." if at == 3 else "",
        )
        for at in range(len(ENGLISH))
    ]

    assert read(ENGLISH, table(*rows))[0] == [
        ("1", "delete_clause", "", "", ("KAZ",)),
        ("2", "alternative", "", "The parties will inspect harbours on request.", ("Узбекистан",)),
    ]


def test_passages_in_another_language_below_those_of_the_text_are_named() -> None:
    body = [passage for at in (0, 1, 2) for passage in (p(r(line(ENGLISH, at))), p(r(f"Слова на другом языке, {at}")))]
    asked, taken = read(ENGLISH[:3], *body)

    assert asked == []
    assert {row.kind for row in taken.outside} == {"another language"}
    assert len(taken.outside) == 3


def test_a_column_in_another_language_is_named_once() -> None:
    rows = [("日本語", "English"), *((words, f"Words {at}") for at, (_number, _kind, words) in enumerate(JAPANESE))]
    asked, taken = read(JAPANESE, table(*rows))

    assert asked == []
    assert [(row.kind, row.words) for row in taken.outside] == [("another language", "English")]


def test_typed_brackets_are_read_together_with_tracked_changes() -> None:
    changed = p(
        r("1. The parties [will][UZB: may] publish catch figures of the ") + gone("northern ") + r("lake by [2030].")
    )
    asked, taken = read(ENGLISH, *text(ENGLISH, {2: changed}))

    assert asked == [
        ("1", "delete", "2030", "", ()),
        ("1", "delete", "northern", "", ("JPN",)),
        ("1", "replace", "will", "may", ("UZB",)),
    ]
    assert taken.outside == ()


def test_a_typed_bracket_on_a_line_of_its_own_is_a_clause_beside_one() -> None:
    body = text(ENGLISH)
    body.insert(4, p(r("[2 bis. KAZ: The parties will meet every year.]")))

    assert read(ENGLISH, *body)[0] == [("2", "new_clause", "", "The parties will meet every year.", ("KAZ",))]


def test_clauses_between_line_breaks_are_found() -> None:
    lines_ = [r(line(RUSSIAN, 0)), r(line(RUSSIAN, 1)), r("2. Стороны проводят инспекции портов ") + gone("совместно и ")]
    lines_[2] += r("без предупреждения.")

    assert read(RUSSIAN, p("<w:r><w:br/></w:r>".join(lines_)))[0] == [("2", "delete", "совместно и", "", ("JPN",))]


def test_numbers_of_the_united_nations_are_no_words() -> None:
    body = [
        p(r("PP1. Recalling the deep lake accord of 2011,")),
        p(r(f"OP1. {ENGLISH[2][2]}")),
        p(r(f"OP2 - {ENGLISH[3][2]}")),
        p(r("OP2 bis. The parties will meet every year.")),
    ]

    assert read(ENGLISH, *body)[0] == [
        ("2", "new_clause", "", "The parties will meet every year.", ()),
        ("PP1", "insert", "", "deep", ()),
    ]


def test_signs_that_nobody_sees_are_no_change() -> None:
    assert (
        read(RUSSIAN, *text(RUSSIAN, {1: p(r("1. Стороны будут пуб\u00adликовать данные об уло\u200bвах к 2030 году."))}))[
            0
        ]
        == []
    )


def test_lines_around_the_text_are_named() -> None:
    body = [p(r("Ministry of Foreign Affairs")), p(r("presents its compliments")), *text(ENGLISH), p(r("Astana, 5 March"))]
    asked, taken = read(ENGLISH, *body)

    assert asked == []
    assert [row.words for row in taken.outside] == [
        "Ministry of Foreign Affairs",
        "presents its compliments",
        "Astana, 5 March",
    ]


def test_a_clause_cut_and_pasted_with_tracking_on_moves() -> None:
    mark = '<w:pPr><w:rPr><w:{} w:id="7" w:author="JPN"/></w:rPr></w:pPr>'
    pasted = f"<w:p>{mark.format('ins')}{ins(r(line(ENGLISH, 8)))}</w:p>"
    changed = {2: pasted + p(r(line(ENGLISH, 2))), 8: f"<w:p>{mark.format('del')}{gone(line(ENGLISH, 8))}</w:p>"}

    assert read(ENGLISH, *text(ENGLISH, changed))[0] == [("4", "move", "", "", ("JPN",))]


def test_an_untracked_change_beside_a_tracked_one_is_of_nobody() -> None:
    changed = p(r("2. The parties ") + gone("will") + ins(r("may")) + r(" inspect harbours jointly and with warning."))

    assert read(ENGLISH, *text(ENGLISH, {3: changed}))[0] == [
        ("2", "replace", "will", "may", ("JPN",)),
        ("2", "replace", "without", "with", ()),
    ]


def test_words_that_one_takes_out_and_another_puts_back_are_a_conflict() -> None:
    changed = p(
        r("2. The parties will inspect harbours ")
        + gone("jointly and ", "A")
        + ins(r("jointly and "), "B")
        + r("without warning.")
    )
    asked, taken = read(ENGLISH, *text(ENGLISH, {3: changed}))

    assert asked == []
    assert [(row.words, row.authors) for row in taken.conflicts] == [("jointly and", ("A", "B"))]


def test_a_column_may_ask_for_a_deletion_a_new_clause_or_nothing() -> None:
    rows: list[Sequence[str]] = [("Text", "Proposal")]
    said = {2: "No change", 3: "Delete"}
    for at in range(len(ENGLISH)):
        rows.append((line(ENGLISH, at), said.get(at, "")))
        if at == 2:
            rows.append(("", "1 bis. The parties will meet every year."))
    asked, taken = read(ENGLISH, table(*rows))

    assert asked == [
        ("1", "new_clause", "", "The parties will meet every year.", ()),
        ("2", "delete_clause", "", "", ()),
    ]
    assert [row.words for row in taken.outside] == ["No change"]
