"""Codebooks in three forms, those that ship, and coding by their patterns."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from nemawashi.kit.coding import books, bypattern, codebooks_qdc, projects
from nemawashi.kit.coding.projects import QdaCoding, QdaProject, QdaSource
from nemawashi.kit.coding.values import ANY, Codebook, CodebookCode, checked
from nemawashi.kit.counting import Collection, CountedDocument
from nemawashi.kit.faults import Fault

HERE = Path(__file__).parent
NOW = dt.datetime(2026, 11, 24, 6, 0, tzinfo=dt.UTC)
BOOK = Codebook(
    "concepts",
    "2",
    [
        CodebookCode("order", {"en": "Order", "ru": "Порядок", "ja": "秩序"}, definition="How states live together."),
        CodebookCode(
            "corridor",
            {"en": "Corridor", "ja": "回廊"},
            "order",
            "A way of peace.",
            "roads",
            "pipes",
            ("The corridor of peace.",),
            {"en": ("corridor* of peace", "corridor*"), "ja": ("平和の回廊",), ANY: ("CORRIDOR 2030",)},
            color="#aabbcc",
        ),
        CodebookCode("peace", {"en": "Peace"}, patterns={"en": ("peace",)}, is_codable=False),
    ],
    {"en": "concepts"},
)


@pytest.mark.parametrize("name", [book.name for book in books.shipped()])
def test_shipped_codebooks_are_sound_and_name_their_sources(name: str) -> None:
    held = books.book(name)

    assert (checked(held), held.sources != (), held.licence != "") == (held, True, True)
    assert [code.id for code in held.codes if code.patterns and not {"en", "ru", "ja"} <= set(code.patterns)] == []
    assert [code.id for code in held.codes if not code.parent and not (code.definition and len(code.labels) == 3)] == []


def test_the_codebooks_of_the_study_ship() -> None:
    by_name = {book.name: [code.id for code in book.children()] for book in books.shipped()}

    assert by_name["lenses"] == ["realist", "liberal", "constructivist"]
    assert by_name["approaches"] == ["alarmist", "cooperativist"]
    assert by_name["agenda"] == ["political", "security", "economic", "global"]
    assert len(by_name["pillars"]) == 5
    assert len([code for code in books.book("plover").codes if code.id.isupper() and "-" not in code.id]) == 16
    assert (books.SHIPPED / "LICENCE-PLOVER.md").exists()


@pytest.mark.parametrize("form", books.FORMS)
def test_a_codebook_comes_back_from_every_form(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"concepts.{form}"
    path.write_bytes(books.write(BOOK, form))

    back = books.read(path)

    def said(book: Codebook) -> object:
        return [
            (c.id, c.parent, dict(c.labels), c.definition, c.include, c.exclude, c.examples, dict(c.patterns), c.is_codable)
            for c in book.codes
        ]

    assert said(back) == said(BOOK)
    assert (back.name, back.version) == ("concepts", "2")
    assert [back.guid(code) for code in back.codes] == [BOOK.guid(code) for code in BOOK.codes]


def test_any_word_of_a_definition_makes_another_version() -> None:
    other = Codebook(BOOK.name, BOOK.version, [*BOOK.codes[:-1], CodebookCode("peace", {"en": "Peace"}, definition="x")])

    assert BOOK.digest != other.digest
    assert BOOK.digest == Codebook(BOOK.name, BOOK.version, BOOK.codes, BOOK.titles).digest


@pytest.mark.parametrize(
    "text",
    [
        "codes: [",
        "codes: 7",
        "[]",
        "codes: []",
        "codes: [{id: a}, {id: a}]",
        "codes: [{id: a, patterns: ['']}]\n  x",
        "codes: [{id: a, patterns: {en: ['* *']}}]",
        "rule: {cross: never}\ncodes: [a]",
        "a: &a [x, x]\nb: &b [*a, *a]\ncodes: [{label: *b}, 7]",
    ],
)
def test_what_is_no_codebook_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "book.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(Fault):
        books.read(path)


def test_codes_stand_under_codes_that_are_there() -> None:
    wrong = [CodebookCode("a", {"en": "A"}, "b"), CodebookCode("c", {"en": "C"}, "c")]

    with pytest.raises(Fault, match="stands under 'b'"):
        checked(Codebook("x", "1", wrong))
    with pytest.raises(Fault, match="under itself"):
        checked(Codebook("x", "1", wrong[1:]))


def test_a_codebook_of_another_program_is_read() -> None:
    foreign = b"""<?xml version="1.0" encoding="utf-8"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Another">
    <Codes><Code guid="{6BA7B811-9DAD-11D1-80B4-00C04FD430C8}" name="Water" isCodable="true" color="#FF0000">
    <Description>Rivers
    and lakes</Description><Code guid="6ba7b812-9dad-11d1-80b4-00c04fd430c8" name="Water" isCodable="false"/></Code></Codes>
    <Sets><Set guid="6ba7b813-9dad-11d1-80b4-00c04fd430c8" name="s"/></Sets></CodeBook>"""

    held = codebooks_qdc.read(foreign, name="file")

    assert [(c.id, c.parent, c.definition, c.is_codable) for c in held.codes] == [
        ("water", "", "Rivers and lakes", True),
        ("water-2", "water", "", False),
    ]
    assert held.codes[0].guid == "6ba7b811-9dad-11d1-80b4-00c04fd430c8"


DOCUMENTS = [
    CountedDocument("a", "A corridor of peace.\n\nPeace, and a corridor.", "en"),
    CountedDocument("b", "平和の回廊と peace", "ja"),
    CountedDocument("c", "Nothing", "en"),
]


def test_patterns_code_documents_of_their_language() -> None:
    coding = bypattern.coded(BOOK, Collection(DOCUMENTS))

    assert [(p.document, p.code, p.words, p.unit) for p in coding.passages()] == [
        ("a", "corridor", "corridor of peace", 0),
        ("a", "peace", "peace", 0),
        ("a", "peace", "Peace", 1),
        ("a", "corridor", "corridor", 1),
        ("b", "corridor", "平和の回廊", 0),
    ]
    assert coding.counts() == {"order": (0, 0), "corridor": (3, 2), "peace": (2, 1)}
    assert {number: dict(codes) for number, codes in coding.by_document().items()} == {
        0: {"corridor": 2, "peace": 2},
        1: {"corridor": 1},
    }


def test_a_code_brings_those_below_it() -> None:
    assert {p.code for p in bypattern.coded(BOOK, Collection(DOCUMENTS), only=["order"]).passages()} == {"corridor"}


def test_hierarchical_lookup_is_that_of_quanteda() -> None:
    """``tokens_lookup`` with ``nested_scope="dictionary"``, on the paragraphs of tests/kit/counting/quanteda."""
    import csv

    from nemawashi.kit import counting
    from nemawashi.kit.coding.values import MatchRule
    from nemawashi.kit.counting import Cross, Overlap

    answers = HERE.parent / "counting" / "quanteda"
    patterns = {
        "rights.civil": ("freedom of *", "right to life"),
        "rights.social": ("social security", "standard of living", "right to education"),
        "person": ("everyone", "no one", "human being*"),
    }
    codes = [CodebookCode(id, {"en": id}, patterns={ANY: each}) for id, each in patterns.items()]
    book = Codebook("lookup", "1", codes, rule=MatchRule(cross=Cross.DOCUMENT, overlap=Overlap.BOOK))
    declaration = counting.collection([answers / "udhr_en.csv"])

    table = bypattern.coded(book, declaration).by_document()

    with (answers / "lookup_hierarchical.csv").open(encoding="utf-8", newline="") as file:
        theirs = [{key: int(row[key]) for key in patterns} for row in csv.DictReader(file)]
    assert [{key: table.get(n, {}).get(key, 0) for key in patterns} for n in range(len(declaration))] == theirs


def project() -> QdaProject:
    text = "𠮷野 says: a corridor of peace.\n\nПуть мира."
    codings = (QdaCoding("corridor", "Anna", 12, 20), QdaCoding("peace", "Ben", 32, len(text), "a note"))
    return QdaProject("A study", BOOK, [QdaSource("one", text, codings, {"date": "2004"}), QdaSource("two", "")], ["Clara"])


def test_a_written_project_is_valid_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "study.qdpx"
    path.write_bytes(projects.written(project(), at=NOW))

    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("project.qde"))
        schema = etree.XMLSchema(etree.parse(str(HERE / "Project.xsd")))
        assert schema.validate(root), schema.error_log
        assert len([name for name in archive.namelist() if name.startswith("sources/")]) == 2
    back = projects.read(path)

    assert (back.name, list(back.coders), list(back.unread)) == ("A study", ["Anna", "Ben", "Clara"], [])
    assert [(s.id, s.text, s.codings) for s in back.sources] == [(s.id, s.text, s.codings) for s in project().sources]
    assert [(c.id, c.parent, dict(c.patterns)) for c in back.book.codes] == [
        (c.id, c.parent, dict(c.patterns)) for c in BOOK.codes
    ]


def test_the_same_project_gives_the_same_bytes() -> None:
    assert projects.written(project(), at=NOW) == projects.written(project(), at=NOW)


FOREIGN = """<Project xmlns="urn:QDA-XML:project:1.0" name="Foreign"><Users>
<User guid="{00000000-0000-0000-0000-00000000000A}" name="Aiko"/></Users><CodeBook><Codes>
<Code guid="00000000-0000-0000-0000-00000000000b" name="Water" isCodable="true"/></Codes></CodeBook>
<Variables><Variable guid="00000000-0000-0000-0000-00000000000c" name="v" typeOfVariable="Text"/></Variables><Sources>
<TextSource guid="00000000-0000-0000-0000-00000000000d" name="t"><PlainTextContent>the river</PlainTextContent>
<PlainTextSelection guid="00000000-0000-0000-0000-00000000000e" startPosition="4" endPosition="9">
<Coding guid="00000000-0000-0000-0000-00000000000f" creatingUser="00000000-0000-0000-0000-00000000000A">
<CodeRef targetGUID="00000000-0000-0000-0000-00000000000B"/></Coding></PlainTextSelection>
<PlainTextSelection guid="00000000-0000-0000-0000-0000000000ee" startPosition="4" endPosition="900"/></TextSource>
<PictureSource guid="00000000-0000-0000-0000-000000000010" name="p"/>
<TextSource guid="00000000-0000-0000-0000-000000000011" name="lost" plainTextPath="internal://x.txt"/></Sources></Project>"""


def test_of_a_foreign_project_what_is_not_read_is_said(tmp_path: Path) -> None:
    path = tmp_path / "foreign.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", FOREIGN)

    held = projects.read(path)

    assert [(s.id, s.text[c.start : c.end], c.code, c.coder) for s in held.sources for c in s.codings] == [
        ("t", "river", "water", "Aiko")
    ]
    assert [place for place, _ in held.unread] == ["Variables", "t", "p", "lost"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"<Project/>"])
def test_what_is_no_project_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.qdpx"
    path.write_bytes(content)

    with pytest.raises(Fault):
        projects.read(path)


def test_a_project_without_its_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.qdpx"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("other.txt", "x")
    path.write_bytes(packed.getvalue())

    with pytest.raises(Fault, match=r"project\.qde"):
        projects.read(path)
