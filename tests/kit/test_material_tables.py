"""The table beside the files of a study: read in any order, and each wrong line told with its number."""

import pytest

from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.sheets import material

KINDS = ("speech", "news")


def test_lines_are_read_in_any_order_of_columns_and_marks() -> None:
    table = material.read(
        "\ufeffKind of source;File;URL;Speaker\nspeech;a.txt;https://example.org/a;Abe\n\n;;;\nNews;b.txt;;\n".encode(),
        KINDS,
    )

    assert [(row.line, row.file, row.kind, row.address, row.speaker) for row in table.rows] == [
        (2, "a.txt", "speech", "https://example.org/a", "Abe"),
        (5, "b.txt", "News", "", ""),
    ]
    assert (table.refused, table.unknown) == ([], ())


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (",speech", "it names no file"),
        ("a/b.txt,speech", "the file is named by a path: put the table beside the files"),
        ("..,speech", "the file is named by a path: put the table beside the files"),
        ("a.txt,poem", "poem is no kind of source: write speech, news"),
        ("a.txt,", "nothing is no kind of source: write speech, news"),
        ("a.txt,speech,2012-13", "2012-13 is no date: write 2012, 2012-11 or 2012-11-10"),
        ("a.txt,speech,2012,english!", "english! is no language: write en, ru, ja"),
        ("a.txt,speech,2012,en,ftp://example.org", "its address is none of http or https"),
        ("a.txt,speech,2012,en,,x,y", "it has 7 cells, and the first line 6"),
        (f"a.txt,speech,2012,en,,{'x' * 201}", "its party is too long"),
    ],
)
def test_a_wrong_line_is_told_and_the_others_are_read(line: str, why: str) -> None:
    table = material.read(f"file,kind,date,language,address,party\n{line}\nb.txt,speech\n".encode(), KINDS)

    assert [(each.line, each.reason) for each in table.refused] == [(2, why)]
    assert [row.file for row in table.rows] == ["b.txt"]


def test_a_file_that_stands_twice_and_a_cell_at_its_longest() -> None:
    table = material.read(f"file,kind,party\na.txt,speech,{'x' * 200}\na.txt,news,\n".encode(), KINDS)

    assert [(each.line, each.reason) for each in table.refused] == [(3, "a.txt stands in an earlier line")]
    assert len(table.rows[0].party) == material.LONGEST_NAME


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the table is empty"),
        (b"file,title\na.txt,A\n", "names no column kind"),
        (b"file,kind,name\na.txt,speech,b\n", "names file twice"),
        (b'file,kind\n"a.txt,speech\n', "is no line of a table: a quotation mark is not closed"),
        (b"file,kind\n" + b"x" * 140_000, "is no line of a table: a cell is too long"),
        (b"PK\x03\x04", "^a workbook is not taken here: save it as CSV$"),
        (b"file,kind\n\xff\xfe\xfa", "is not UTF-8"),
        (b"x" * (material.MOST_BYTES + 1), "larger than 8 MB"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        material.read(content, KINDS)


@pytest.mark.parametrize(("lines", "is_read"), [(material.MOST_LINES, True), (material.MOST_LINES + 1, False)])
def test_a_table_of_too_many_lines_is_refused(lines: int, is_read: bool) -> None:
    content = ("file,kind\n" + "".join(f"{n}.txt,speech\n" for n in range(lines))).encode()

    if is_read:
        assert len(material.read(content, KINDS).rows) == lines
    else:
        with pytest.raises(UnreadableError, match="more than 20,000 lines"):
            material.read(content, KINDS)
