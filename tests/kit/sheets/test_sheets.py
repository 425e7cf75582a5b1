"""Sheets as ministries keep them: what is read, what is refused with its reason, and what comes out again."""

import datetime as dt
import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.kit.sheets.books import book

from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.sheets import cells, console, heads, lines, reading, values, writing
from nemawashi.kit.sheets.cells import CellError, CellFault, PrintedSum
from nemawashi.kit.sheets.values import ReadNote, SentSheet, SheetError, SheetNote, SheetReason


@pytest.mark.parametrize(
    ("cell", "amount", "currency", "qualifier"),
    [
        ("3.5 million USD", "3500000", "USD", ""),
        ("12 млн долл. США", "12000000", "USD", ""),
        ("約3億5,000万円", "350000000", "JPY", "about"),
        ("(1 200,50)", "-1200.5", "", ""),
        ("−5", "-5", "", ""),
        ("свыше 3 млрд иен", "3000000000", "JPY", "more_than"),
        ("up to $1,200,000", "1200000", "USD", "up_to"),
        ("1.234.567", "1234567", "", ""),
        ("７００百万円", "700000000", "JPY", ""),
        ("1万2,345円", "12345", "JPY", ""),
        ("3億日本円", "300000000", "JPY", ""),
        ("0", "0", "", ""),
        ("1234567890123456", "1234567890123456", "", ""),
        ("0.1234", "0.1234", "", ""),
    ],
)
def test_an_amount_is_read_as_it_is_printed(cell: str, amount: str, currency: str, qualifier: str) -> None:
    assert cells.printed(cell) == PrintedSum(Decimal(amount), currency, qualifier, cell)


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("2,000 persons", CellFault.NO_AMOUNT),
        ("5%", CellFault.NO_AMOUNT),
        ("about", CellFault.NO_AMOUNT),
        ("1,234", CellFault.TWO_AMOUNTS),
        ("1,23,4", CellFault.TWO_AMOUNTS),
        ("USD 700 2012", CellFault.TWO_AMOUNTS),
        ("3 - 4", CellFault.TWO_AMOUNTS),
        ("5 USD / EUR", CellFault.TWO_CURRENCIES),
        ("5 dollars, 3 yen", CellFault.TWO_CURRENCIES),
        ("12345678901234567", CellFault.TOO_LONG),
        ("0.12345", CellFault.TOO_LONG),
        ("1" * 81, CellFault.TOO_LONG),
        ("#REF!", CellFault.LOST),
    ],
)
def test_what_can_be_read_in_two_ways_is_not_read(cell: str, fault: CellFault) -> None:
    with pytest.raises(CellError) as refused:
        cells.printed(cell)
    assert refused.value.fault is fault


def test_a_column_shows_how_its_cells_are_written() -> None:
    assert cells.habit(["1,234", "1,234,567"]).decimals == "."
    assert cells.habit(["1,234", "5,5"]).decimals == ","
    assert cells.habit(["1,5", "1.5"]).decimals == ""
    assert cells.habit(["03/04/2027", "25/04/2027"]).is_day_first is True
    assert cells.habit(["03/04/2027", "04/25/2027"]).is_day_first is False
    assert cells.habit(["13/04/2027", "04/25/2027"]).is_day_first is None
    assert cells.printed("1,234", decimals=".").amount == 1234
    assert cells.printed("1,234", decimals=",").amount == Decimal("1.234")
    assert cells.printed("3.5", scale=cells.scale_in("Amount (million JPY)")).amount == 3_500_000
    assert cells.printed("3.5 bn", scale=1_000_000).amount == 3_500_000_000


@pytest.mark.parametrize(
    ("cell", "is_day_first", "date"),
    [
        ("2012", None, "2012"),
        ("2012-11", None, "2012-11"),
        ("9 ноября 2012 г.", None, "2012-11-09"),
        ("2012年11月9日", None, "2012-11-09"),
        ("03/04/2027", True, "2027-04-03"),
        ("03/04/2027", False, "2027-03-04"),
        ("04/04/2027", None, "2027-04-04"),
        ("03/04/2027", None, CellFault.TWO_DATES),
        ("13/13/2027", True, CellFault.NO_DATE),
        ("41222", None, CellFault.NO_DATE),
        ("soon", None, CellFault.NO_DATE),
        ("2012-02-30", None, CellFault.NO_DATE),
        ("#N/A", None, CellFault.LOST),
        ("2" * 81, None, CellFault.TOO_LONG),
    ],
)
def test_a_date_is_as_precise_as_its_cell(cell: str, is_day_first: bool | None, date: object) -> None:
    try:
        answer: object = str(cells.date(cell, is_day_first=is_day_first))
    except CellError as refused:
        answer = refused.fault
    assert answer == date


def test_words_of_cells_are_known_in_three_languages() -> None:
    assert [cells.choice(each, ("yes", "no")) for each in ("да", "完了", "No", "0")] == ["yes", "yes", "no", "no"]
    assert cells.choice("Проект", lines.CHOICES["kind"]) == "project"
    with pytest.raises(CellError):
        cells.choice("x", ("yes", "no"))


@pytest.mark.parametrize(
    ("codec", "words", "noted"),
    [
        ("utf-8-sig", "案件名,金額\n道路,3\n", []),
        ("utf-16", "案件名\t金額\n道路\t3\n", [SheetNote.SEPARATOR]),
        ("utf-8", "Название;Сумма\nДорога;3\n", [SheetNote.SEPARATOR]),
        ("cp932", "案件名,金額\n道路,3\n", [SheetNote.ENCODING]),
        ("cp1251", "Название;Сумма\nДорога;3\n", [SheetNote.ENCODING, SheetNote.SEPARATOR]),
        ("cp1251", "sep=|\nНазвание|Сумма\nДорога|3\n", [SheetNote.ENCODING]),
    ],
)
def test_csv_is_read_in_the_encoding_in_which_it_was_saved(codec: str, words: str, noted: list[SheetNote]) -> None:
    tables = reading.read(words.encode(codec))

    assert [each.note for each in tables.notes] == noted
    rows = [row for _line, row in tables.sheets[0].rows]
    assert heads.proposed(tables.sheets[0], heads.ASSISTANCE).fields == ["title", "amount"]
    assert rows[1][1] == "3"
    assert all("\ufffd" not in cell for row in rows for cell in row)


def _drawn(sheet: Any) -> None:
    sheet["D4"].number_format = '"¥"#,##0.0'
    sheet["D5"].number_format = '[$USD] #,##0.0 "million"'
    sheet["E5"].number_format = "mmm yyyy"
    sheet["E6"].number_format = "yyyy"
    sheet.merge_cells("C4:C5")


def test_a_workbook_says_what_it_prints() -> None:
    content = book(
        [
            ["Projects of the ministry, as of today"],
            [],
            ["No.", "Project title", "Country", "Amount (million JPY)", "Start date", "Remarks"],
            [1, "Roads", "Kyrgyz Republic", 350.5, dt.date(2012, 11, 9), "=1+1"],
            [2, "Schools", None, 2, dt.date(2013, 4, 1), None],
            [3, "Wells", "Tajikistan", 0.1 + 0.2, dt.date(2014, 1, 1), True],
        ],
        _drawn,
    )

    tables = reading.read(content)

    sheet = tables.sheets[0]
    columns = heads.proposed(sheet, heads.ASSISTANCE)
    assert columns.line == 3
    assert columns.fields == ["number", "title", "recipients", "amount", "start_on", ""]
    rows = lines.read(sheet, columns.heads, columns.fields, after=3).rows
    assert [(row.line, row.said["recipients"], str(row.dates["start_on"])) for row in rows] == [
        (4, "Kyrgyz Republic", "2012-11-09"),
        (5, "Kyrgyz Republic", "2013-04"),
        (6, "Tajikistan", "2014"),
    ]
    sums = [(row.sums["amount"].amount, row.sums["amount"].currency) for row in rows]
    assert sums == [(350_500_000, "JPY"), (2_000_000, "USD"), (300_000, "JPY")]
    assert [(each.note, each.count) for each in tables.notes] == [(SheetNote.NO_RESULT, 1), (SheetNote.MERGED, 1)]


def test_an_amount_in_a_cell_merged_over_several_projects_is_nobodys() -> None:
    rows = [["Title", "Amount", "Paid", "Paid on"], ["A", 5, 1, "2027"], ["B", None, None, "2027"], ["C", 7, 1, "2027"]]
    content = book(rows, lambda sheet: sheet.merge_cells("B2:B3"))
    sheet = reading.read(content).sheets[0]
    columns = heads.proposed(sheet, heads.ASSISTANCE)

    read = lines.read(sheet, columns.heads, columns.fields, after=1)

    assert [(each.line, each.head, each.fault) for each in read.refused] == [
        (2, "Amount", "merged_amount"),
        (3, "Amount", "merged_amount"),
    ]
    assert [row.line for row in read.rows] == [4]


def _padded(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no table"),
        (b"\x00\x01\x02", "no table"),
        (bytes(range(128, 256)), "encoding"),
        (b"\xef\xbb\xbf\xff", "encoding that its first bytes say"),
        (b'a,"b\n', "no line of a table"),
        (b"PK\x03\x04 cut off", "no sound workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"\.xls format"),
        (_padded({"word/document.xml": b"<a/>"}), "no workbook"),
        (_padded({"xl/workbook.xml": b"<a/>", "xl/vbaProject.bin": b"x"}), "macros"),
        (_padded({"xl/workbook.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "no sound workbook"),
        (_padded({"xl/workbook.xml": b"0" * 6_000_000}), "no sound workbook"),
        (_padded({"xl/workbook.xml": b"<a/>"}), "no sound workbook"),
        (b"a" * (values.MOST_BYTES + 1), "MB"),
        (b"a\n" * (values.MOST_LINES + 1), "lines"),
        (b",".join([b"a"] * (values.MOST_COLUMNS + 1)), "columns"),
        (b"a" * (values.LONGEST_CELL + 1), "signs"),
    ],
)
def test_what_is_no_table_or_too_much_of_one_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        reading.read(content)


def test_as_much_as_is_allowed_is_read() -> None:
    assert len(reading.read(b"a\n" * values.MOST_LINES).sheets[0].rows) == values.MOST_LINES
    assert reading.read(b",".join([b"a"] * values.MOST_COLUMNS)).sheets[0].width == values.MOST_COLUMNS
    assert len(reading.read(b"a" * values.LONGEST_CELL).sheets[0].rows[0][1][0]) == values.LONGEST_CELL


def test_a_book_of_too_many_lines_columns_or_sheets_is_refused() -> None:
    with pytest.raises(UnreadableError, match="lines"):
        reading.read(book([["a"]] * (values.MOST_LINES + 1)))
    with pytest.raises(UnreadableError, match="columns"):
        reading.read(book([["a"] * (values.MOST_COLUMNS + 1)]))
    far = reading.read(book([["Title"]], lambda sheet: sheet.cell(row=1_048_576, column=1, value="last")))
    assert [line for line, _cells in far.sheets[0].rows] == [1, 1_048_576]

    def with_sheets(sheet: Any) -> None:
        for _number in range(values.MOST_SHEETS):
            sheet.parent.create_sheet()

    with pytest.raises(UnreadableError, match="sheets"):
        reading.read(book([["a"]], with_sheets))


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
@pytest.mark.parametrize("among", [heads.ASSISTANCE, heads.REPORTS])
def test_the_heads_that_go_out_are_known_when_they_come_in(language: str, among: tuple[str, ...]) -> None:
    row = [heads.head_of(name, language) for name in among]

    assert heads.proposed(SentSheet("", [(1, row)]), among).fields == list(among)


def test_what_a_person_said_of_a_head_counts_before_its_words() -> None:
    sheet = SentSheet("", [(1, ["Project", "Title", "Country"])])
    known = {"project": "number", "country": ""}

    assert heads.proposed(sheet, heads.ASSISTANCE).fields == ["title", "", "recipients"]
    assert heads.proposed(sheet, heads.ASSISTANCE, known=known).fields == ["number", "title", ""]


def test_no_spreadsheet_runs_what_goes_out_and_all_of_it_comes_back() -> None:
    titles = ["=HEAD", "b", "c", "d", "e"]
    row: list[writing.Cell] = ["=1+1", "-x", Decimal("350000000.5000"), ImpreciseDate(2012, 11, 9), ImpreciseDate(2012, 11)]
    more: list[writing.Cell] = ["@SUM(A1)", "+7", Decimal("12345678901234567.5"), True, "a\nb"]

    workbook = writing.as_book("assistance", titles, [row, more])
    table = writing.as_csv(titles, [row, more])

    plain = [
        ["=1+1", "-x", "350000000.5", "2012-11-09", "2012-11"],
        ["@SUM(A1)", "+7", "12345678901234567.5", "True", "a\nb"],
    ]
    for content in (workbook, table):
        assert [cells for _line, cells in reading.read(content).sheets[0].rows] == [titles, *plain]
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(workbook)).read("xl/worksheets/sheet1.xml")
    assert table.decode("utf-8-sig").splitlines()[1].startswith("'=1+1,'-x,350000000.5,")


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        (0.35, "0%", "35%"),
        (0.3333, "0.00%", "33.33%"),
        (0.5, '0"%"', "0.5 %"),
        (3_500_000, "#,##0.0,,", "3.5 million"),
        (3_500_000, '0.0,, "million"', "3.5 million"),
        (3_500_000, '[$USD] #,##0,"k"', "USD 3500 k"),
        (3_500_000, "#,##0.00", "3500000"),
        (0, "0,", "0 thousand"),
    ],
)
def test_a_number_is_told_as_its_format_shows_it(value: float, form: str, said: str) -> None:
    content = book([["Title", "Amount"], ["A", value]], lambda sheet: setattr(sheet["B2"], "number_format", form))

    assert reading.read(content).sheets[0].rows[1][1] == ["A", said]


def _read(titles: list[str], *rows: list[str]) -> lines.SheetLines:
    sheet = SentSheet("", [(1, titles), *enumerate(rows, start=2)])
    columns = heads.proposed(sheet, heads.ASSISTANCE)
    return lines.read(sheet, columns.heads, columns.fields, after=1)


def test_what_the_column_decided_is_told() -> None:
    titles = ["Title", "Amount", "Start date", "Reached"]
    read = _read(
        titles,
        ["A", "1,234 USD", "03/04/2027", "1,234"],
        ["B", "5.5 USD", "25/04/2027", "5"],
        ["C", "1,234万円", "04/04/2027", "1,234,567"],
    )

    assert [row.guessed for row in read.rows] == [["amount", "start_on", "reached"], [], []]
    assert (read.rows[0].sums["amount"].amount, str(read.rows[0].dates["start_on"])) == (1234, "2027-04-03")
    assert [("guessed" in row.as_json()) for row in read.rows] == [True, False, False]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("1899", CellFault.FAR_YEAR),
        ("0001", CellFault.FAR_YEAR),
        ("1900-01-01", "1900-01-01"),
        ("2100-12", "2100-12"),
        ("2101", CellFault.FAR_YEAR),
        ("9999-12", CellFault.FAR_YEAR),
    ],
)
def test_a_year_far_from_ours_is_no_date_of_a_sheet(cell: str, said: str) -> None:
    read = _read(["Title", "Start date"], ["A", cell])

    assert [*(str(row.dates["start_on"]) for row in read.rows), *(each.fault for each in read.refused)] == [said]


@pytest.mark.parametrize("field", ["Title", "Number", "Agency", "Amount", "Sphere"])
def test_signs_that_turn_the_writing_are_refused_with_their_line(field: str) -> None:
    titles = ["Recipient", field]
    for sign in "\u202e\u2066\x07\u2028":
        read = _read(titles, ["A", f"5 USD{sign}x"], ["B", "5 USD"])
        assert [(each.line, each.head, each.cell, each.fault) for each in read.refused] == [
            (2, field, "5 USD\ufffdx", CellFault.TURNED)
        ]
    assert [row.line for row in _read(titles, ["A", "5\u200b USD\u00ad\ufeff\u200e"]).rows] == [2]


def test_words_of_one_line_are_one_line_and_not_cut() -> None:
    long = "x" * 120
    read = _read(["Number", "Title"], [f" {long}", "Roads\u200b of\n the  south"], [f"{long}x", "A"], ["1", "y" * 2_001])

    assert [row.said for row in read.rows] == [{"number": long, "title": "Roads of the south"}]
    assert [(each.line, each.head, each.fault) for each in read.refused] == [
        (3, "Number", CellFault.LONG_WORDS),
        (4, "Title", CellFault.LONG_WORDS),
    ]


def test_what_the_library_says_of_a_broken_table_stays_out_of_the_sentence() -> None:
    with pytest.raises(SheetError, match=r"^a cell of line 2 has more than 4,000 signs$"):
        reading.read(b"Title\n" + b"x" * 140_000)
    with pytest.raises(SheetError, match=r"^line 2 is no line of a table: a quotation mark"):
        reading.read(b'Title\n"B\nC\n')


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("share", [0, 2, 1.02])
def test_a_book_with_a_part_cut_off_is_refused_in_one_sentence(part: str, share: float) -> None:
    archive = zipfile.ZipFile(io.BytesIO(book([["Title", "Amount"], ["A", 5]])))
    parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = parts[part][: int(len(parts[part]) / share)] if share else b""

    with pytest.raises(SheetError) as refused:
        reading.read(_padded(parts))

    assert refused.value.reason in (SheetReason.UNSOUND, SheetReason.NO_TABLE)


def test_the_command_says_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Title;Amount\nA;1,234\nB;5.5\n", encoding="utf-8")
    archive = zipfile.ZipFile(io.BytesIO(book([["Title", "Amount"], ["A", 5]])))
    parts = {name: archive.read(name) for name in archive.namelist()}
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(_padded(parts | {"xl/worksheets/sheet1.xml": parts["xl/worksheets/sheet1.xml"][:200]}))

    statuses = [console.check(["check", str(each)]) for each in (tmp_path / "none", tmp_path, cut, file)]

    said = capsys.readouterr()
    assert statuses == [2, 2, 2, 0]
    assert said.err.splitlines() == [
        f"{tmp_path / 'none'}: there is no such file",
        f"{tmp_path}: it cannot be opened: Is a directory",
        f"{cut}: it is no sound workbook",
    ]
    assert f"{file}:2: amount was read as 1234, as other cells of the column are written" in said.out


def test_notes_count_one_cell_as_one() -> None:
    assert [str(ReadNote(note, "A", count)) for note in (SheetNote.MERGED, SheetNote.NO_RESULT) for count in (1, 2)] == [
        "A: 1 merged cell; what stands in one counts for each of its lines, an amount for none.",
        "A: 2 merged cells; what stands in one counts for each of its lines, an amount for none.",
        "A: 1 cell holds a formula without a result, read as empty; save the file in a spreadsheet first.",
        "A: 2 cells hold a formula without a result, read as empty; save the file in a spreadsheet first.",
    ]
    assert str(ReadNote(SheetNote.MARKED_TEXT, count=1)).startswith("1 cell begins with an apostrophe")
