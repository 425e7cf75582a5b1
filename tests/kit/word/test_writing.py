"""What is written reads back the same: in our own reader, and in LibreOffice where it is installed."""

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.kit.word.making import package, relations

from nemawashi.kit import word
from nemawashi.kit.word import Change, Comment, Document, Passage, Run, Table

SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
AT, LATER = datetime(2026, 3, 5, 9, 30, tzinfo=UTC), datetime(2026, 3, 6, 8, 15, tzinfo=UTC)
JPN, KAZ = Change("ins", "JPN", AT), Change("ins", "KAZ", LATER)
JPN_OUT, KAZ_OUT = Change("del", "JPN", AT), Change("del", "KAZ", LATER)
AWAY, HERE = Change("moveFrom", "UZB", LATER, "move1"), Change("moveTo", "UZB", LATER, "move1")

WHOLE = Document(
    (
        Passage((Run("Draft Joint Statement, Rev.2"),), "Title"),
        Passage((Run("Regional order"),), "Heading", keep_with_next=True),
        Passage(
            (
                Run("The Ministers "),
                Run("reaffirmed", (JPN_OUT,)),
                Run("strongly reaffirmed", (JPN,)),
                Run(" their commitment"),
                Run("", note="1"),
                Run(" to an order "),
                Run("[rules-based] ", (KAZ,), bold=True),
                Run("of law."),
            ),
            "Clause",
            number="1.",
            bookmark="nmw_11112222333344445555666677778888",
            comments=(
                Comment(
                    "KAZ",
                    "must consult capital\nby Friday",
                    AT,
                    "their commitment",
                    answers=(Comment("JPN", "noted", LATER),),
                ),
            ),
            footnotes=("JPN reserves its position.",),
        ),
        Passage(
            (
                Run("Министры подтвердили "),
                Run("готовность", (Change("del", "UZB", AT),)),
                Run("твёрдую решимость", (Change("ins", "UZB", AT),)),
                Run(" развивать сотрудничество."),
            ),
            "Clause",
            number="2.",
            language="ru",
        ),
        Passage(
            (Run("外相は"), Run("法の支配に基づく", (JPN,)), Run("国際秩序を再確認した。")),
            "Sub-clause",
            number="(a)",
            language="ja",
        ),
        Passage((Run("يؤكد الوزراء "), Run("التزامهم", (JPN,))), "Clause", language="ar", right_to_left=True),
        Passage((Run("New clause on glaciers.", (KAZ,)),), "Clause", number="3.", mark_changes=(KAZ,)),
        Passage((Run("A clause to delete.", (KAZ_OUT,)),), "Clause", number="4.", mark_changes=(KAZ_OUT,)),
        Passage((Run("Moved words on corridors.", (AWAY,)),), "Clause", mark_changes=(AWAY,)),
        Passage((Run("Unchanged."),), "Clause"),
        Passage((Run("Moved words on corridors.", (HERE,)),), "Clause", mark_changes=(HERE,)),
        Passage((Run("Nested whole: "), Run("all of it ", (JPN, KAZ_OUT)), Run("end")), "Clause"),
        Passage(
            (
                Run("Nested: "),
                Run("accelerate and ", (JPN,)),
                Run("deepen ", (JPN, KAZ_OUT)),
                Run("expand", (JPN,)),
                Run(" trade."),
            ),
            "Clause",
        ),
        Table(
            (
                ((Passage((Run("Pillar"),)),), (Passage((Run("Commitment"),)),)),
                ((Passage((Run("Water", (KAZ,)),)),), (Passage((Run("Shared", (KAZ,)),)),)),
            ),
            head=True,
            row_changes=((), (KAZ,)),
        ),
        Passage((Run("Last."),), "Clause"),
    ),
    title="Draft Joint Statement",
    symbol="CAJ/FMM/2026/L.1/Rev.2",
    header=("Distribution: delegations",),
    footer="Restricted",
)


def _told(file: word.WordFile) -> list[tuple[str, str, str]]:
    return [(row.author, row.kind, row.words) for row in file.changes]


def _office(content: bytes, folder: Path, form: str = "docx") -> bytes:
    source = folder / "in.docx"
    source.write_bytes(content)
    out = folder / "out"
    subprocess.run(
        [
            str(SOFFICE),
            "--headless",
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to",
            form,
            "--outdir",
            out,
            source,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (out / f"in.{form}").read_bytes()


def test_document_reads_back_as_it_was_written() -> None:
    file = word.read(word.write(WHOLE))

    assert file.not_understood == ()
    assert file.accepted[2:5] == [
        "1.\tThe Ministers strongly reaffirmed their commitment to an order [rules-based] of law.",
        "2.\tМинистры подтвердили твёрдую решимость развивать сотрудничество.",
        "(a)\t外相は法の支配に基づく国際秩序を再確認した。",
    ]
    assert file.rejected[2] == "1.\tThe Ministers reaffirmed their commitment to an order of law."
    assert "3.\tNew clause on glaciers." in file.accepted
    assert [line for line in file.rejected if "glaciers" in line or line.startswith("3.")] == []
    assert file.accepted[-2:] == ["Shared", "Last."]
    assert file.rejected[-3:] == ["Pillar", "Commitment", "Last."]
    assert _told(file) == [
        ("JPN", "deleted", "reaffirmed"),
        ("JPN", "inserted", "strongly reaffirmed"),
        ("KAZ", "inserted", "[rules-based] "),
        ("UZB", "deleted", "готовность"),
        ("UZB", "inserted", "твёрдую решимость"),
        ("JPN", "inserted", "法の支配に基づく"),
        ("JPN", "inserted", "التزامهم"),
        ("KAZ", "inserted", "3.\tNew clause on glaciers."),
        ("KAZ", "deleted", "4.\tA clause to delete."),
        ("UZB", "moved from", "Moved words on corridors."),
        ("UZB", "moved to", "Moved words on corridors."),
        ("JPN", "inserted", "all of it "),
        ("KAZ", "deleted", "all of it "),
        ("JPN", "inserted", "accelerate and deepen expand"),
        ("KAZ", "deleted", "deepen "),
        ("KAZ", "inserted", "Water"),
        ("KAZ", "inserted", "Shared"),
        ("KAZ", "row inserted", "Water Shared"),
    ]
    assert {row.moment for row in file.changes} == {AT, LATER}


def test_comments_notes_bookmarks_and_looks_read_back() -> None:
    file = word.read(word.write(WHOLE))

    [comment] = file.comments
    assert comment == WHOLE.blocks[2].comments[0]  # type: ignore[union-attr]
    clause = file.body[2]
    assert (clause.bookmark, clause.style, clause.comments) == (
        "nmw_11112222333344445555666677778888",
        "Clause",
        (comment,),
    )
    assert word.resolved(file.notes["footnote 1"], accepted=True) == [" JPN reserves its position."]
    assert [run.bold for run in clause.runs if "rules" in run.words] == [True]
    assert word.resolved(file.outside["header 1"], accepted=True) == ["CAJ/FMM/2026/L.1/Rev.2", "Distribution: delegations"]
    assert word.resolved(file.outside["footer 1"], accepted=True) == ["Restricted", "1 / 1"]
    assert file.title == "Draft Joint Statement"


def test_parties_that_delete_the_same_words_are_one_change() -> None:
    both = Passage((Run("The "), Run("same ", (JPN_OUT, KAZ_OUT)), Run("words")))

    [told] = word.read(word.write(Document((both,)))).changes

    assert (told.author, told.kind, told.words, told.moment) == ("JPN; KAZ", "deleted", "same ", LATER)


def test_same_document_gives_the_same_bytes_and_nothing_of_the_machine() -> None:
    content = word.write(WHOLE)

    assert content == word.write(WHOLE)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
    assert [told for told in (b"rsid", b"dc:creator", b"lastModifiedBy", b"/home", b"/tmp") if told in whole] == []


def _template() -> bytes:
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Hauptstil"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="HostTitle"><w:name w:val="Title"/></w:style></w:styles>'
    )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    space += ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    head = f'<w:hdr {space}><w:p w:rsidR="00AA00AA"><w:r><w:t>MINISTRY</w:t></w:r></w:p></w:hdr>'
    text = (
        f'<w:document {space}><w:body><w:p><w:r><w:t>old body</w:t></w:r></w:p><w:sectPr w:rsidR="00AA00AA">'
        '<w:headerReference w:type="default" r:id="rId7"/><w:pgSz w:w="12240" w:h="15840"/></w:sectPr>'
        "</w:body></w:document>"
    )
    return package(
        {
            "word/document.xml": text,
            "word/styles.xml": styles,
            "word/header9.xml": head,
            "word/media/logo.png": b"\x89PNG",
            "word/comments.xml": f"<w:comments {space}/>",
            "word/_rels/document.xml.rels": relations(
                ("rId1", "styles", "styles.xml"), ("rId7", "header", "header9.xml"), ("rId8", "comments", "comments.xml")
            ),
            "word/_rels/header9.xml.rels": relations(("rId1", "image", "media/logo.png")),
        }
    )


def test_template_gives_styles_page_and_letterhead_and_no_words() -> None:
    content = word.write(replace(WHOLE, template=_template()))

    file = word.read(content)

    assert "old body" not in " ".join(file.accepted)
    assert file.accepted[0] == "CAJ/FMM/2026/L.1/Rev.2"
    assert word.resolved(file.outside["header 1"], accepted=True) == ["MINISTRY"]
    assert [passage.style for passage in file.body[:3]] == ["Symbol", "HostTitle", "Heading1"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read("word/document.xml").decode()
        assert 'w:w="12240"' in text
        assert archive.read("word/media/logo.png") == b"\x89PNG"
        assert b"rsid" not in archive.read("word/header9.xml") + text.encode()
    assert _told(file) == _told(word.read(word.write(WHOLE)))


def test_template_that_is_refused_is_refused() -> None:
    with pytest.raises(word.WordError) as refusal:
        word.write(replace(WHOLE, template=b"PK no package"))

    assert refusal.value.code == word.Refusal.DAMAGED


def test_signs_that_xml_cannot_hold_become_the_sign_for_that() -> None:
    file = word.read(word.write(Document((Passage((Run("a\x00b\x0bc\td\ne\ufffe"),)),), title="x\x01")))

    assert file.accepted == ["a\ufffdb\ufffdc\td\ne\ufffd"]


CHANGES = st.sampled_from([(), (JPN,), (JPN_OUT,), (KAZ_OUT,), (JPN, KAZ_OUT), (AWAY,), (HERE,)])
WORDS = st.text(alphabet="ab яи 法[]\t\n<&", max_size=6)
RUNS = st.builds(Run, WORDS, CHANGES, bold=st.booleans(), strike=st.booleans())
PASSAGES = st.builds(
    Passage, st.lists(RUNS, max_size=5).map(tuple), mark_changes=st.sampled_from([(), (JPN,), (KAZ_OUT,), (JPN, KAZ_OUT)])
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(PASSAGES, min_size=1, max_size=5))
def test_any_document_reads_back_accepted_and_rejected(passages: list[Passage]) -> None:
    passages[-1] = replace(passages[-1], mark_changes=())
    file = word.read(word.write(Document(tuple(passages))))

    for accepted in (True, False):
        assert word.resolved(file.body, accepted=accepted) == word.resolved(passages, accepted=accepted)


@pytest.mark.slow
@needs_office
def test_libreoffice_gives_back_every_change(tmp_path: Path) -> None:
    ours = word.read(word.write(WHOLE))

    theirs = word.read(_office(word.write(WHOLE), tmp_path))

    flat = [[" ".join(line.split()) for line in lines] for lines in (ours.accepted, theirs.accepted)]
    assert flat[0] == flat[1]
    flat = [[" ".join(line.split()) for line in lines] for lines in (ours.rejected, theirs.rejected)]
    assert flat[0] == flat[1]
    talk = {(one.author, one.words) for comment in ours.comments for one in (comment, *comment.answers)}
    assert {(one.author, one.words) for comment in theirs.comments for one in (comment, *comment.answers)} == talk
    for words in ("deepen ", "all of it "):
        assert [row.author for row in theirs.changes if words in row.words] == ["JPN", "KAZ"]


@pytest.mark.slow
@needs_office
def test_libreoffice_names_every_author_and_moment(tmp_path: Path) -> None:
    flat = etree.fromstring(_office(word.write(WHOLE), tmp_path, "fodt"), etree.XMLParser(huge_tree=True))

    spaces = {"dc": "http://purl.org/dc/elements/1.1/", "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0"}
    regions = flat.xpath("//text:tracked-changes/text:changed-region", namespaces=spaces)
    authors = {author for region in regions for author in region.xpath(".//dc:creator/text()", namespaces=spaces)}
    moments = {moment[:16] for region in regions for moment in region.xpath(".//dc:date/text()", namespaces=spaces)}
    assert len(regions) >= 14
    assert authors == {"JPN", "KAZ", "UZB"}
    assert moments == {"2026-03-05T09:30", "2026-03-06T08:15"}
