"""Texts of LibreOffice: what was tracked, struck by hand, hidden or set in columns is read as it is of a Word file."""

import io
import zipfile
from collections.abc import Callable

import pytest

from nemawashi.kit import sent, word
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause
from nemawashi.kit.word import Refusal, WordError

KIND = "application/vnd.oasis.opendocument.text"
NAMES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        **{
            name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
            for name in ("office", "text", "table", "style", "manifest")
        },
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "xlink": "http://www.w3.org/1999/xlink",
        "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    }.items()
)
STYLES = (
    '<style:style style:name="T1" style:family="text"><style:text-properties style:text-line-through-style="solid"/>'
    "</style:style>"
    '<style:style style:name="T2" style:family="text"><style:text-properties style:text-underline-style="solid" '
    'fo:color="#ff0000"/></style:style>'
    '<style:style style:name="T3" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Text_20_body">'
    '<style:text-properties text:display="none"/></style:style>'
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>'
    "</text:list-style>"
)
BASE = [
    BaseClause(f"k{at}", number, kind, ((1, words),))
    for at, (number, kind, words) in enumerate(
        (
            ("", "title", "Declaration on lakes"),
            ("1", "operative", "The parties will publish catch figures by 2030."),
            ("2", "operative", "The parties will inspect harbours jointly."),
            ("3", "operative", "The parties will meet every year."),
        )
    )
]
TITLE, ONE, TWO, THREE = (
    f"<text:p>{clause.number}{'. ' if clause.number else ''}{clause.words}</text:p>" for clause in BASE
)  # fmt: skip


def odt(body: str, tracked: str = "", **parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", KIND)
        regions = f"<text:tracked-changes>{tracked}</text:tracked-changes>" if tracked else ""
        root = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}>'
        text = f"<office:body><office:text>{regions}{body}</office:text></office:body>"
        end = "</office:document-content>"
        archive.writestr(
            "content.xml", f"{root}<office:automatic-styles>{STYLES}</office:automatic-styles>{text}{end}",
            zipfile.ZIP_DEFLATED,
        )  # fmt: skip
        for name, words in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), words, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def cell(words: str) -> str:
    return f"<table:table-cell><text:p>{words}</text:p></table:table-cell>"


def annotation(author: str, words: str, more: str) -> str:
    return f"<office:annotation {more}><dc:creator>{author}</dc:creator><text:p>{words}</text:p></office:annotation>"


def region(key: str, kind: str, author: str, gone: str = "") -> str:
    who = f"<dc:creator>{author}</dc:creator><dc:date>2026-03-01T09:00:00.123456789</dc:date>"
    info = f"<office:change-info>{who}</office:change-info>"
    return (
        f'<text:changed-region xml:id="{key}" text:id="{key}"><text:{kind}>{info}{gone}</text:{kind}></text:changed-region>'
    )


def asked(content: bytes) -> list[tuple[str, str, str, str, tuple[str, ...]]]:
    out = []
    for each in sent.word_file(content, BASE, {}, []).proposals:
        clause = BASE[int(each.key[1:])]
        old = clause.words[each.start : each.end].strip() if each.operation in (Operation.REPLACE, Operation.DELETE) else ""
        out.append((clause.number or clause.kind, str(each.operation), old, each.words.strip(), each.parties))
    return out


def test_tracked_words_are_positions_of_their_authors() -> None:
    changed = (
        '<text:p>1. The parties <text:change text:change-id="d1"/><text:change-start text:change-id="i1"/>should'
        '<text:change-end text:change-id="i1"/> publish catch figures<text:s/>by 2030'
        '<text:change-start text:change-id="i2"/>'
        ' at the latest<text:change-end text:change-id="i2"/>.</text:p>'
    )
    tracked = region("d1", "deletion", "Aliya", "<text:p>will</text:p>") + region("i1", "insertion", "Aliya")
    content = odt(TITLE + changed + TWO + THREE, tracked + region("i2", "insertion", "Botir"))

    assert asked(content) == [
        ("1", "replace", "will", "should", ("Aliya",)),
        ("1", "insert", "", "at the latest", ("Botir",)),
    ]
    file = word.read(content)
    assert file.accepted[1] == "1. The parties should publish catch figures by 2030 at the latest."
    assert file.rejected == [f"{clause.number}{'. ' if clause.number else ''}{clause.words}" for clause in BASE]
    first = file.changes[0]
    assert (first.kind, first.author, first.moment and first.moment.year) == ("deleted", "Aliya", 2026)


def test_paragraphs_that_went_and_came_are_clauses() -> None:
    gone = region("d1", "deletion", "Aliya", f"{TWO}<text:p/>")
    body = (
        f'{TITLE}{ONE[:-9]}<text:change-start text:change-id="i1"/></text:p><text:p>1 bis. The figures are open.'
        f'<text:change-end text:change-id="i1"/></text:p><text:p><text:change text:change-id="d1"/>{THREE[8:]}'
    )
    content = odt(body, gone + region("i1", "insertion", "Botir"))

    assert asked(content) == [
        ("1", "new_clause", "", "The figures are open.", ("Botir",)),
        ("2", "delete_clause", "", "", ("Aliya",)),
    ]
    assert word.read(content).rejected == [f"{each.number}{'. ' if each.number else ''}{each.words}" for each in BASE]


def test_a_redline_by_hand_hidden_words_and_columns_are_read_as_those_of_word() -> None:
    struck = (
        '<text:p>1. The parties <text:span text:style-name="T1">will</text:span><text:span text:style-name="T2"> should'
        '</text:span> publish catch figures by 2030.<text:span text:style-name="T3"> Not below 2032.</text:span></text:p>'
    )
    content = odt(TITLE + struck + '<text:p text:style-name="P1">For us alone.</text:p>' + TWO + THREE)
    taken = sent.word_file(content, BASE, {}, [])

    assert asked(content) == [("1", "replace", "will", "should", ())]
    assert [(row.kind, row.words) for row in taken.outside] == [("hidden", "Not below 2032."), ("hidden", "For us alone.")]

    head = ("Text", "Proposal", "Remarks")
    rows = [
        (f"{clause.number}{'. ' if clause.number else ''}{clause.words}", "delete" if clause.number == "2" else "", "")
        for clause in BASE
    ]
    cells = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in (head, *rows))
    assert asked(odt(f"<table:table>{cells}</table:table>")) == [("2", "delete_clause", "", "", ())]


def test_comments_have_their_words_their_answers_and_their_end() -> None:
    note = annotation("Dana", "[Reserve] We await instructions.", 'office:name="a1"')
    answer = annotation("B", "Noted.", 'office:name="a2" loext:parent-name="a1"')
    settled = annotation("B", "Old", 'office:name="a3" loext:resolved="true"')
    end = '<office:annotation-end office:name="a1"/>'
    body = f"{TITLE}<text:p>{note}{answer}{ONE[8:-9]}{end}</text:p><text:p>{settled}{TWO[8:]}{THREE}"
    content = odt(body)
    taken = sent.word_file(content, BASE, {}, [])

    assert asked(content) == [("1", "reserve", "", "We await instructions.", ("Dana",))]
    assert [(row.kind, row.words) for row in taken.outside] == [("comment settled", "Old")]
    talk = word.read(content).comments[0]
    assert (talk.on, [one.words for one in talk.answers]) == (ONE[8:-9], ["Noted."])


def test_a_zero_draft_has_its_printed_numbers_and_headings() -> None:
    body = (
        '<text:p text:style-name="Title">Declaration on lakes</text:p>'
        '<text:h text:style-name="Heading_20_1" text:outline-level="1">Fisheries</text:h>'
        '<text:list text:style-name="L1"><text:list-item><text:p>The parties meet.</text:p></text:list-item>'
        "<text:list-item><text:p>The secretariat will:</text:p>"
        "<text:list><text:list-item><text:p>train wardens;</text:p></text:list-item>"
        "</text:list></text:list-item></text:list>"
    )

    assert [(each.kind, each.words) for each in sent.zero_draft(odt(body))] == [
        ("title", "Declaration on lakes"),
        ("heading", "Fisheries"),
        ("operative", "The parties meet."),
        ("chapeau", "The secretariat will:"),
        ("sub", "train wardens;"),
    ]


def test_what_is_linked_is_left_out_and_told() -> None:
    image = '<draw:frame><draw:image xlink:href="https://example.org/pixel.png"/></draw:frame>'
    part = (
        '<text:section text:name="s"><text:section-source xlink:href="../other.odt"/><text:p>Shown.</text:p></text:section>'
    )
    file = word.read(odt(f"<text:p>Words{image}</text:p>{part}"))

    assert file.accepted == ["Words", "Shown."]
    assert [row.element for row in file.not_understood] == ["linked part", "linked picture"]


@pytest.mark.parametrize(
    ("made", "code"),
    [
        pytest.param(lambda: odt("", Basic__script_xml="<a/>"), Refusal.MACROS, id="macros"),
        pytest.param(
            lambda: odt(
                "",
                **{"META-INF__manifest_xml": f"<manifest:manifest {NAMES}><manifest:encryption-data/></manifest:manifest>"},
            ),
            Refusal.ENCRYPTED,
            id="password",
        ),
        pytest.param(lambda: odt("", meta_xml='<!DOCTYPE a [<!ENTITY b "c">]><a/>'), Refusal.ENTITIES, id="entities"),
        pytest.param(lambda: odt("<text:p>" + " " * 60_000_000 + "</text:p>"), Refusal.BOMB, id="bomb"),
        pytest.param(lambda: odt("", **{"..__x_xml": "<a/>"}), Refusal.BAD_NAME, id="path"),
        pytest.param(lambda: odt("")[:-40], Refusal.DAMAGED, id="cut"),
        pytest.param(lambda: odt("<text:span>" * 400 + "</text:span>" * 400), Refusal.DAMAGED, id="deep"),
    ],
)
def test_what_could_harm_is_refused(made: Callable[[], bytes], code: Refusal) -> None:
    with pytest.raises(WordError) as refused:
        word.read(made())

    assert refused.value.code == code


def test_one_blank_element_stands_for_no_more_than_a_line_has() -> None:
    words = word.read(odt('<text:p>a<text:s text:c="99999999"/>b</text:p>')).accepted[0]

    assert len(words) < 20_000
