"""Words with every change accepted and rejected, whatever Word does to them."""

from datetime import UTC, datetime

import pytest
from tests.kit.word.making import WHO, gone, ins, mark, moved, p, r, word_file

from nemawashi.kit import word

CELL = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"
BOTH = [
    pytest.param(
        p(r("We ") + ins(r("strongly ")) + gone("weakly ") + r("agree.")),
        ["We strongly agree."],
        ["We weakly agree."],
        id="insertion and deletion",
    ),
    pytest.param(
        p(ins(r("fair and ") + gone("broad ", "KAZ") + r("open "), "JPN") + r("trade")),
        ["fair and open trade"],
        ["trade"],
        id="deletion inside another's insertion",
    ),
    pytest.param(p(r("One, "), mark("del")) + p(r("two")), ["One, two"], ["One, ", "two"], id="deleted mark"),
    pytest.param(p(r("One, "), mark("ins")) + p(r("two")), ["One, ", "two"], ["One, two"], id="inserted mark"),
    pytest.param(
        p(r("One"), "<w:rPr><w:ins " + WHO.format("A") + "/><w:del " + WHO.format("B") + "/></w:rPr>") + p(r("two")),
        ["Onetwo"],
        ["Onetwo"],
        id="mark inserted by one and deleted by another",
    ),
    pytest.param(
        p(moved("moveFrom", "Water."), mark("moveFrom")) + p(r("Energy.")) + p(moved("moveTo", "Water.")),
        ["Energy.", "Water."],
        ["Water.", "Energy."],
        id="move",
    ),
    pytest.param(
        "<w:tbl><w:tr><w:trPr><w:ins " + WHO.format("KGZ") + "/></w:trPr>" + CELL.format("", p(r("new"))) + "</w:tr>"
        "<w:tr><w:trPr><w:del " + WHO.format("KGZ") + "/></w:trPr>" + CELL.format("", p(r("old"))) + "</w:tr></w:tbl>",
        ["new"],
        ["old"],
        id="rows",
    ),
    pytest.param(
        "<w:tbl><w:tr>"
        + CELL.format("<w:cellIns " + WHO.format("A") + "/>", p(r("new")))
        + CELL.format("<w:cellDel " + WHO.format("A") + "/>", p(r("old")))
        + "</w:tr></w:tbl>",
        ["new"],
        ["old"],
        id="cells",
    ),
    pytest.param(
        "<w:tbl><w:tr>" + CELL.format("", p(r("one"), mark("del"))) + CELL.format("", p(r("two"))) + "</w:tr></w:tbl>",
        ["one", "two"],
        ["one", "two"],
        id="deleted mark at the end of a cell joins nothing",
    ),
    pytest.param(
        p(r("Before"), mark("del")) + "<w:tbl><w:tr>" + CELL.format("", p(r("cell"))) + "</w:tr></w:tbl>",
        ["Before", "cell"],
        ["Before", "cell"],
        id="deleted mark before a table joins nothing",
    ),
    pytest.param(
        "<w:sdt><w:sdtContent>" + p(r("Held "), mark("del")) + "</w:sdtContent></w:sdt>" + p(r("free")),
        ["Held free"],
        ["Held ", "free"],
        id="deleted mark at the end of a content control",
    ),
    pytest.param(
        "<w:p><m:oMath><m:r><w:ins " + WHO.format("A") + "><m:t>2</m:t></w:ins></m:r>"
        "<m:r><m:t>π</m:t></m:r></m:oMath></w:p>",
        ["2π"],
        ["π"],
        id="change inside a math run",
    ),
    pytest.param(
        "<w:p><m:oMath><m:f><m:fPr><m:ctrlPr><w:del " + WHO.format("A") + "/></m:ctrlPr></m:fPr>"
        "<m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
        "<m:r><m:t>x</m:t></m:r></m:oMath></w:p>",
        ["x"],
        ["12x"],
        id="fraction whose control character is deleted",
    ),
    pytest.param(
        p(
            ins(
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("7") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            )
            + r(" end")
        ),
        ["7 end"],
        [" end"],
        id="field",
    ),
    pytest.param(
        "<w:p><w:pPr><w:bidi/></w:pPr>" + r("السلام ") + ins(r("والأمن")) + "</w:p>",
        ["السلام والأمن"],
        ["السلام "],
        id="right to left",
    ),
    pytest.param(
        p(
            "<w:r><w:ruby><w:rt>"
            + r("ほうりつ")
            + "</w:rt><w:rubyBase>"
            + r("法律")
            + "</w:rubyBase></w:ruby></w:r>"
            + ins(r("を"))
        ),
        ["法律を"],
        ["法律"],
        id="ruby",
    ),
    pytest.param(
        ins(p(r("A whole passage"))) + p(r("rest")), ["A whole passage", "rest"], ["rest"], id="change around passages"
    ),
    pytest.param(
        p("<w:hyperlink>" + gone("there ") + r("here") + "</w:hyperlink><w:fldSimple>" + r(" now") + "</w:fldSimple>"),
        ["here now"],
        ["there here now"],
        id="link and simple field",
    ),
    pytest.param(
        p("<w:r><w:rPr><w:del " + WHO.format("A") + "/></w:rPr><w:t>off</w:t></w:r>" + r("on")),
        ["on"],
        ["offon"],
        id="change among the looks",
    ),
]


@pytest.mark.parametrize(("body", "accepted", "rejected"), BOTH)
def test_words_accepted_and_rejected(body: str, accepted: list[str], rejected: list[str]) -> None:
    file = word.read(word_file(body))

    assert (file.accepted, file.rejected) == (accepted, rejected)
    assert file.not_understood == ()


def test_text_box_follows_the_passage_that_holds_it_and_is_read_once() -> None:
    box = f"<w:txbxContent>{p(r('in the box'))}</w:txbxContent>"
    frame = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    file = word.read(word_file(p(r("before ") + frame + r("after")) + p(r("next"))))

    assert file.accepted == ["before after", "in the box", "next"]


def test_change_is_told_once_for_all_its_pieces() -> None:
    body = p(ins(r("bold", "<w:b/>")) + ins(r(" and plain")), mark("ins")) + p(ins(r("next line")) + r(" stays"))

    [told] = word.read(word_file(body)).changes

    assert (told.author, told.kind, told.words) == ("JPN", "inserted", "bold and plain\nnext line")
    assert told.moment == datetime(2026, 3, 5, 9, 30, tzinfo=UTC)


def test_kinds_of_changes_are_told_apart() -> None:
    looks = "<w:b/><w:rPrChange " + WHO.format("A") + "><w:rPr/></w:rPrChange>"
    style = '<w:jc w:val="center"/><w:pPrChange ' + WHO.format("B") + "><w:pPr/></w:pPrChange>"
    body = p(r("x", looks), style) + p(r("y"), mark("del")) + p(moved("moveFrom", "z")) + p(moved("moveTo", "z"))

    told = [(row.kind, row.words, row.what) for row in word.read(word_file(body)).changes]

    assert told == [
        ("mark deleted", "¶", ""),
        ("moved from", "z", ""),
        ("moved to", "z", ""),
        ("formatted", "x", "b"),
        ("paragraph formatted", "x", "jc"),
    ]


def test_both_authors_of_nested_changes_are_told() -> None:
    told = word.read(word_file(p(ins(r("a ") + gone("b ", "KAZ") + r("c"), "JPN")))).changes

    assert [(row.author, row.kind, row.words) for row in told] == [
        ("JPN", "inserted", "a b c"),
        ("KAZ", "deleted", "b "),
    ]


def test_moment_without_a_zone_is_read_and_none_is_none() -> None:
    body = '<w:p><w:ins w:id="1" w:author="A" w:date="2026-03-05T09:30:00"><w:r><w:t>a</w:t></w:r></w:ins>'
    body += '<w:ins w:id="2" w:author="B"><w:r><w:t>b</w:t></w:r></w:ins>'
    body += (
        '<w:ins w:id="3" w:author="C" w:date="2026-03-05T14:30:00Z" w16du:dateUtc="2026-03-05T09:30:00Z">'
        "<w:r><w:t>c</w:t></w:r></w:ins></w:p>"
    )

    told = [row.moment for row in word.read(word_file(body)).changes]

    assert told == [datetime(2026, 3, 5, 9, 30, tzinfo=UTC), None, datetime(2026, 3, 5, 9, 30, tzinfo=UTC)]


def test_comments_come_with_their_words_and_their_thread() -> None:
    comments = (
        '<w:comment w:id="0" w:author="KAZ" w:date="2026-03-05T09:30:00Z">'
        '<w:p w14:paraId="AA"><w:r><w:t>Why?</w:t></w:r></w:p></w:comment>'
        '<w:comment w:id="1" w:author="JPN"><w:p w14:paraId="BB"><w:r><w:t>See Rev.1.</w:t></w:r></w:p></w:comment>'
    )
    threads = '<w15:commentEx w15:paraId="AA" w15:done="1"/><w15:commentEx w15:paraId="BB" w15:paraIdParent="AA"/>'
    body = p(r("We ") + '<w:commentRangeStart w:id="0"/>' + r("agree") + '<w:commentRangeEnd w:id="0"/>' + r(" now"))

    file = word.read(word_file(body, comments=comments, commentsExtended=threads))

    [comment] = file.comments
    assert (comment.author, comment.words, comment.on, comment.is_done) == ("KAZ", "Why?", "agree", True)
    assert [(answer.author, answer.words) for answer in comment.answers] == [("JPN", "See Rev.1.")]
    assert file.body[0].comments == (comment,)


def test_notes_and_headers_are_read_beside_the_text() -> None:
    note = (
        f'<w:footnote w:id="2">{p(r("JPN ") + ins(r("reserves.")))}</w:footnote><w:footnote w:id="0" w:type="separator"/>'
    )
    body = p(r("Text") + '<w:r><w:footnoteReference w:id="2"/></w:r>')

    file = word.read(word_file(body, footnotes=note, header=p(r("CAJ/") + gone("1") + ins(r("2")))))

    assert file.accepted == ["Text"]
    assert word.resolved(file.notes["footnote 2"], accepted=True) == ["JPN reserves."]
    assert word.resolved(file.outside["header 1"], accepted=False) == ["CAJ/1"]
    assert [run.note for run in file.body[0].runs] == ["", "footnote 2"]


def test_looks_bookmarks_and_numbers_are_kept() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="lowerLetter"/>'
        '<w:lvlText w:val="(%1)"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    start = (
        '<w:bookmarkStart w:id="1" w:name="_GoBack"/><w:bookmarkStart w:id="2" w:name="nmw_1"/><w:bookmarkEnd w:id="2"/>'
    )
    looks = '<w:b/><w:i w:val="0"/><w:u w:val="single"/><w:strike/><w:color w:val="FF0000"/>'
    body = p(start + r("first", looks), listed) + p(r("second"), listed)

    first, second = word.read(word_file(body, numbering=numbering)).body

    assert (first.bookmark, first.number, second.number) == ("nmw_1", "a", "b")
    [run] = first.runs
    assert (run.bold, run.italic, run.underline, run.strike, run.colour) == (True, False, True, True, "FF0000")


def test_what_is_not_read_is_counted_with_its_place() -> None:
    body = p(r("One")) + p("<w:r><w:drawing/></w:r><w:strange><w:r><w:t>kept</w:t></w:r></w:strange>") + "<w:strange/>"

    file = word.read(word_file(body))

    assert file.accepted == ["One", "kept"]
    assert [(row.element, row.count, row.place) for row in file.not_understood] == [
        ("w:drawing (picture)", 1, "paragraph 2"),
        ("w:strange", 2, "paragraph 2"),
    ]


def test_strict_files_are_read_as_the_usual_ones() -> None:
    usual = word_file(p(r("We ") + ins(r("agree"))))

    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(usual)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strict = {
        name: content.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, content in parts.items()
    }
    from tests.kit.word.making import package

    file = word.read(package(strict))

    assert (file.accepted, file.rejected) == (["We agree"], ["We "])
