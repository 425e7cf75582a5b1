"""What others put into Word files, each construct in a file of its own; the answers are in ``constructs.py``."""

import pytest
from tests.kit.word.constructs import ANA, BEN, CASES, NEXT, cell, code, control, formula, row, sign, table, x
from tests.kit.word.making import gone, ins, mark, p, package, r, relations, word_file

from nemawashi.kit import word


@pytest.mark.parametrize("name", CASES)
def test_construct_reads_as_word_reads_it(name: str) -> None:
    body, accepted, rejected = CASES[name]

    file = word.read(word_file(body))

    assert (file.accepted, file.rejected) == (accepted, rejected)
    assert file.not_understood == ()
    assert all(row.author for row in file.changes) or name == "deleted words without a deletion"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            p(r("x")) + f'<w:sectPr><w:pgSz w:w="1"/><w:sectPrChange {ANA}><w:sectPr/></w:sectPrChange></w:sectPr>',
            [("section changed", "", "pgSz", "paragraph 1")],
        ),
        (
            p(r("x"), f'<w:sectPr><w:pgSz w:w="1"/><w:sectPrChange {ANA}><w:sectPr/></w:sectPrChange></w:sectPr>') + NEXT,
            [("section changed", "x", "pgSz", "paragraph 1")],
        ),
        (
            control(
                p(r("x ", f"<w:b/><w:rPrChange {ANA}><w:rPr/></w:rPrChange>") + r("y")),
                f"<w:rPr><w:i/><w:rPrChange {BEN}><w:rPr/></w:rPrChange></w:rPr>",
            ),
            [("formatted", "", "i", "before the first paragraph"), ("formatted", "x", "b", "paragraph 1")],
        ),
        (
            p(
                r("We ", f"<w:b/><w:rPrChange {ANA}><w:rPr/></w:rPrChange>")
                + r("agree", f"<w:b/><w:rPrChange {ANA}><w:rPr/></w:rPrChange>")
                + r(" or")
                + r(" not", f"<w:b/><w:rPrChange {ANA}><w:rPr/></w:rPrChange>")
            ),
            [("formatted", "We agree", "b", "paragraph 1"), ("formatted", "not", "b", "paragraph 1")],
        ),
        (
            p(r("x"), f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/><w:ins {ANA}/></w:numPr>'),
            [("numbering changed", "x", "numPr", "paragraph 1")],
        ),
        (
            p(r("x"), f'<w:numPr><w:numberingChange {ANA} w:original="%1:1:0:."/></w:numPr>'),
            [("numbering changed", "x", "", "paragraph 1")],
        ),
        (
            p(
                f'<w:r><w:fldChar w:fldCharType="begin"><w:numberingChange {ANA} w:original="1"/></w:fldChar></w:r>'
                + r("x")
            ),
            [("numbering changed", "", "", "paragraph 1")],
        ),
        (
            table(
                row(
                    cell(p(r("x")), f'<w:vAlign w:val="top"/><w:tcPrChange {ANA}><w:tcPr/></w:tcPrChange>'),
                    properties=f"<w:cantSplit/><w:trPrChange {ANA}><w:trPr/></w:trPrChange>",
                ),
                properties=f"<w:jc w:val='center'/><w:tblPrChange {ANA}><w:tblPr/></w:tblPrChange>",
            ),
            [
                ("table formatted", "", "jc", "before the first paragraph"),
                ("row formatted", "", "cantSplit", "before the first paragraph"),
                ("cell formatted", "", "vAlign", "before the first paragraph"),
            ],
        ),
        (
            p(
                formula(
                    "<m:rad><m:radPr><m:ctrlPr><w:rPr><w:b/>"
                    f"<w:rPrChange {ANA}><w:rPr/></w:rPrChange></w:rPr></m:ctrlPr></m:radPr>"
                    f"<m:deg/><m:e>{x('2')}</m:e></m:rad>"
                )
            ),
            [("formatted", "", "b", "paragraph 1")],
        ),
    ],
)
def test_changes_of_looks_are_told_once_and_in_their_place(body: str, told: list[tuple[str, str, str, str]]) -> None:
    file = word.read(word_file(body))

    assert [(row.kind, row.words, row.what, row.place) for row in file.changes] == told
    assert file.not_understood == ()


def test_field_and_picture_without_words_are_told() -> None:
    instruction = code(" NOTEREF _Ref3", "delInstrText") + code(" \\h ", "delInstrText")
    body = p(
        f"<w:del {ANA}>{sign('begin')}{instruction}{sign('end')}</w:del>"
        f"<w:ins {BEN}><w:r><w:drawing/></w:r></w:ins><w:ins {ANA}><w:r><w:object/></w:r></w:ins>"
    )

    told = word.read(word_file(body)).changes

    assert [(row.author, row.kind, row.words) for row in told] == [
        ("ANA", "field deleted", "NOTEREF _Ref3 \\h"),
        ("BEN", "picture inserted", ""),
        ("ANA", "object inserted", ""),
    ]


def test_changes_in_styles_lists_and_comments_are_told() -> None:
    styles = (
        f'<w:style w:styleId="h"><w:name w:val="heading 1"/><w:pPr><w:keepNext/><w:pPrChange {ANA}><w:pPr/></w:pPrChange>'
        "</w:pPr></w:style>"
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:rPr><w:b/>'
        f"<w:rPrChange {BEN}><w:rPr/></w:rPrChange></w:rPr></w:lvl></w:abstractNum>"
    )
    comments = f'<w:comment w:id="3" w:author="KAZ">{p(r("Why ") + ins(r("not?")))}</w:comment>'

    file = word.read(word_file(p(r("x")), styles=styles, numbering=numbering, comments=comments))

    assert [(row.author, row.kind, row.words, row.what, row.place) for row in file.changes] == [
        ("JPN", "inserted", "not?", "", "comment 3, paragraph 1"),
        ("ANA", "paragraph formatted", "", "keepNext", "style heading 1"),
        ("BEN", "formatted", "", "b", "list definitions"),
    ]


def test_notes_of_all_kinds_and_headers_hold_changes() -> None:
    note = "<w:{kind} w:id='2'>{words}</w:{kind}>"
    words = p(r("a") + ins(r("b")), mark("del")) + p(gone("c") + r("d"))
    body = p(r("x") + '<w:r><w:endnoteReference w:id="2"/></w:r>' + ins('<w:r><w:footnoteReference w:id="2"/></w:r>'))

    file = word.read(
        word_file(
            body,
            footnotes=note.format(kind="footnote", words=words),
            endnotes=note.format(kind="endnote", words=words),
            header=words,
            footer=words,
        )
    )

    stories = {**file.notes, **file.outside}
    assert list(stories) == ["footnote 2", "endnote 2", "header 1", "footer 1"]
    assert {word.resolved(told, accepted=True)[0] for told in stories.values()} == {"abd"}
    assert {tuple(word.resolved(told, accepted=False)) for told in stories.values()} == {("a", "cd")}
    assert [row.kind for row in file.changes if "," not in row.place] == ["footnote inserted"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("strict", [False, True])
def test_parts_under_other_names_in_other_encodings_and_strict(encoding: str, strict: bool) -> None:
    body = f"<w:body>{p(r('We ') + ins(r('соглашаемся 合意')))}</w:body>"
    spaces = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    if strict:
        spaces = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    told = f'<?xml version="1.0" encoding="{encoding.upper()}"?><w:document {spaces}>{body}</w:document>'

    file = word.read(
        package(
            {
                "word/Text%201.xml": told.encode(encoding),
                "_rels/.rels": relations(("r1", "officeDocument", "/Word/text 1.xml")),
            },
            main="word/Text%201.xml",
        )
    )

    assert (file.accepted, file.rejected) == (["We соглашаемся 合意"], ["We "])
