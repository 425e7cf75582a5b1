# ruff: noqa: E501
"""Files of every kind to clauses."""

import gzip
import json
import lzma
from pathlib import Path

import pytest
from tests.kit.corpora.making import W, pdf_file, said, word_file

from nemawashi.kit import corpora


def read(path: Path) -> list[tuple[str, str, str]]:
    found = []
    for document in corpora.read(path).documents:
        clauses, _ = corpora.split(document.pieces, language=document.about.language, title=document.about.title)
        found += [(str(clause.kind), clause.number, clause.words) for clause in clauses]
    return found


def of_bytes(content: bytes, name: str = "x") -> list[str]:
    documents = list(corpora.whole(content, name=name).documents)
    return [clause.words for document in documents for clause in corpora.split(document.pieces)[0]]


ROW = {
    "id": "S/1",
    "date": "2023-05-01",
    "title": "Statement of 1 May 2023",
    "body": "Forum",
    "paragraphs": ["We agree to share water data.", "1. We will meet."],
}


@pytest.mark.parametrize(("ending", "opener"), [("jsonl", open), ("jsonl.xz", lzma.open), ("jsonl.gz", gzip.open)])
def test_jsonl(tmp_path: Path, ending: str, opener: object) -> None:
    path = tmp_path / f"a.{ending}"
    with opener(path, "wt", encoding="utf-8") as file:  # type: ignore[operator]
        file.write(json.dumps(ROW) + "\n\n" + json.dumps(ROW | {"id": "S/2"}) + "\n")

    documents = list(corpora.read(path).documents)

    assert [document.about.symbol for document in documents] == ["S/1", "S/2"]
    assert (documents[0].about.date, documents[0].about.language, documents[0].about.series) == (
        "2023-05-01",
        "en",
        "statement of",
    )
    assert read(path)[:2] == [("operative", "", "We agree to share water data."), ("operative", "1", "We will meet.")]


def test_kinds_that_somebody_told_are_believed(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(ROW | {"kinds": ["annex_para", "subitem"]}), encoding="utf-8")

    assert [kind for kind, _, _ in read(path)] == ["annex", "sub"]


def test_word_in_the_state_in_which_changes_are_accepted() -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">The ministers </w:t></w:r><w:del><w:r><w:delText>may</w:delText></w:r></w:del>'
        "<w:ins><w:r><w:t>shall</w:t></w:r></w:ins><w:r><w:t> meet</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>They will</w:t></w:r></w:p>" + said(" report.")
    )

    assert of_bytes(word_file(body)) == ["The ministers shall meet", "They will report."]


def test_word_counts_its_numbers() -> None:
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/>'
        '</w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )

    def level(number: int) -> str:
        return f'<w:pPr><w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="5"/></w:numPr></w:pPr>'

    body = (
        said("We agree:", level(0))
        + said("to meet;", level(1))
        + said("to talk.", level(1))
        + said("We thank.", level(0))
        + said("So:", level(1))
    )
    (document,) = corpora.whole(word_file(body, numbering=numbering)).documents
    clauses, _ = corpora.split(document.pieces)

    assert [(clause.number, str(clause.kind)) for clause in clauses] == [
        ("1", "chapeau"),
        ("a", "sub"),
        ("b", "sub"),
        ("2", "operative"),
        ("a", "sub"),
    ]


def test_tables_and_notes_of_word_are_not_lost() -> None:
    notes = f'<w:footnotes {W}><w:footnote w:id="2">{said("See the map.")}</w:footnote></w:footnotes>'
    cell = "<w:tc>{}</w:tc>"
    table = "<w:tbl><w:tr>" + cell.format(said("Year")) + cell.format(said("2023")) + "</w:tr></w:tbl>"
    body = (
        '<w:p><w:r><w:t>We agree.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        + table
        + said("We thank the host.")
    )

    assert of_bytes(word_file(body, footnotes=notes)) == ["We agree.", "Year | 2023", "We thank the host.", "See the map."]


def test_headings_of_word_are_known_by_their_style() -> None:
    styles = f'<w:styles {W}><w:style w:styleId="Zwei"><w:name w:val="heading 2"/></w:style></w:styles>'
    (document,) = corpora.whole(
        word_file(said("Wir sind uns einig.", '<w:pPr><w:pStyle w:val="Zwei"/></w:pPr>'), styles=styles)
    ).documents

    assert [piece.kind for piece in document.pieces] == [corpora.SplitKind.HEADING]


PAGE = """<!doctype html><html lang="en"><head><title>Site</title>
<meta property="article:published_time" content="2023-09-15T10:00:00Z"></head><body><nav><ul><li>Home</li></ul></nav>
<div class="sidebar">Latest news</div><main><h1>Joint Statement</h1><!-- hidden --><p>We met.<sup>1</sup><br>We agree:</p>
<ol type="a"><li>to open borders;</li><li><p>to share water.</p></li></ol><p>We will <del>not</del> build grids.</p>
loose words stand here.</main><footer>Contact</footer></body></html>"""


def test_the_main_part_of_a_page() -> None:
    (document,) = corpora.whole(PAGE.encode()).documents
    clauses, _ = corpora.split(document.pieces, title=document.about.title)

    assert (document.about.title, document.about.date, document.about.language) == ("Joint Statement", "2023-09-15", "en")
    assert [(str(clause.kind), clause.number, clause.words) for clause in clauses] == [
        ("title", "", "Joint Statement"),
        ("chapeau", "", "We met. We agree:"),
        ("sub", "a", "to open borders;"),
        ("sub", "b", "to share water."),
        ("operative", "", "We will build grids."),
        ("operative", "", "loose words stand here."),
    ]


def test_a_page_in_the_encoding_that_it_declares() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body><p>Министры приветствовали достигнутый прогресс.</p></body></html>'

    assert of_bytes(page.encode("cp1251")) == ["Министры приветствовали достигнутый прогресс."]


def test_pdf_without_running_heads_and_with_hyphens_mended() -> None:
    def page(number: int, *lines: str) -> list[str]:
        return ["Forum of Ministers - Statement", *lines, f"Page {number} of 3"]

    content = pdf_file(
        page(
            1,
            "1. The ministers welcomed the prog-",
            "ress that was made since the last meeting in",
            "cooperation among all the participating parties.",
        ),
        page(2, "2. They decided to meet again, to share the", "data of rivers that cross their borders, and to"),
        page(3, "report on it every year without any delay.", "3. They thanked the host."),
    )

    assert of_bytes(content) == [
        "The ministers welcomed the progress that was made since the last meeting in cooperation among all the participating parties.",
        "They decided to meet again, to share the data of rivers that cross their borders, and to report on it every year without any delay.",
        "They thanked the host.",
    ]


def test_pages_without_text_are_told() -> None:
    reading = corpora.whole(pdf_file(["1. The ministers met in Astana and agreed."], []), name="x.pdf")
    list(reading.documents)

    assert [str(each) for each in reading.unread] == ["x, page 2: has no text: it is empty or a scan"]


def test_akoma_ntoso() -> None:
    content = """<?xml version="1.0" encoding="UTF-8"?><akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement>
    <meta><identification source="#x"><FRBRExpression><FRBRdate date="2021-03-02" name="x"/><FRBRlanguage language="eng"/></FRBRExpression>
    </identification></meta><preface><p><docTitle>Statement on Rivers</docTitle> <docNumber>F/1</docNumber></p></preface>
    <preamble><formula name="enacting"><p>The ministers,</p></formula><recitals><recital><p>Recalling their last meeting,</p></recital></recitals></preamble>
    <mainBody><article><num>Article 1</num><heading>Data</heading><paragraph><num>1.</num><list><intro><p>The parties shall:</p></intro>
    <point><num>(a)</num><content><p>share data<authorialNote marker="1"><p>As of 2020.</p></authorialNote>;</p></content></point></list></paragraph>
    </article></mainBody></statement></akomaNtoso>"""
    (document,) = corpora.whole(content.encode()).documents
    clauses, _ = corpora.split(document.pieces, title=document.about.title)

    assert (document.about.symbol, document.about.date, document.about.language) == ("F/1", "2021-03-02", "en")
    assert [(str(clause.kind), clause.number, clause.words) for clause in clauses] == [
        ("title", "", "Statement on Rivers F/1"),
        ("formula", "", "The ministers,"),
        ("preambular", "", "Recalling their last meeting,"),
        ("heading", "", "Article 1 Data"),
        ("chapeau", "1", "The parties shall:"),
        ("sub", "a", "share data;"),
        ("other", "1", "As of 2020."),
    ]


def test_plain_text_is_parted_at_blank_lines() -> None:
    assert of_bytes(b"We agree\nto meet.\n\n2. We thank the host.\n") == ["We agree to meet.", "We thank the host."]


def test_language_is_told_by_the_script() -> None:
    assert [corpora.language_of(words) for words in ("We agree.", "Мы согласны.", "我々は合意した。")] == ["en", "ru", "ja"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Барлық адамдар тумысынан азат және қадір-қасиеті мен құқықтары тең болып дүниеге келеді.", "kk"),
        ("Бардык адамдар өз беделинде жана укуктарында эркин жана тең укуктуу болуп жаралат.", "ky"),
        ("Тамоми одамон озод ба дунё меоянд ва аз лиҳози манзилату ҳуқуқ бо ҳам баробаранд.", "tg"),
        ("Hamma odamlar erkin, qadr-qimmat va huquqlarda teng bo'lib tug'iladilar.", "uz"),
        ("Hamma odamlar erkin, qadr-qimmat va huquqlarda teng boʻlib tugʻiladilar.", "uz"),
        ("Барча одамлар эркин, қадр-қиммат ва ҳуқуқларда тенг бўлиб туғиладилар.", "uz-cyrl"),
        ("Ähli adamlar öz mertebesi we hukuklary boýunça deň ýagdaýda dünýä inýärler.", "tk"),
        (
            "Министры поблагодарили Қазақстан за приём и согласовали план сотрудничества в области водных ресурсов региона.",
            "ru",
        ),
        ("The dog's owner asked at five o'clock whether the café of São Tomé would open.", "en"),
    ],
)
def test_languages_of_central_asia_are_told_by_their_letters(words: str, code: str) -> None:
    assert corpora.language_of(words) == code


def test_a_number_of_word_is_counted_once_for_two_that_a_deleted_break_joins() -> None:
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>'
    body = (
        said("We agree", f"<w:pPr>{listed}<w:rPr><w:del/></w:rPr></w:pPr>")
        + said(" to meet.", f"<w:pPr>{listed}</w:pPr>")
        + said("We thank.", f"<w:pPr>{listed}</w:pPr>")
    )
    (document,) = corpora.whole(word_file(body, numbering=numbering)).documents

    assert [(piece.number, piece.words) for piece in document.pieces] == [("1", "We agree to meet."), ("2", "We thank.")]


def test_what_a_word_file_holds_beside_words_is_told_with_its_place() -> None:
    picture = "<w:p><w:r><w:drawing/></w:r></w:p>"
    reading = corpora.whole(word_file(said("We agree.") + picture, linked="http://127.0.0.1:9/picture.png"))

    assert [piece.words for document in reading.documents for piece in document.pieces] == ["We agree."]
    assert [str(unread) for unread in reading.unread] == [", paragraph 2: w:drawing (picture), 1 times, is not read"]
