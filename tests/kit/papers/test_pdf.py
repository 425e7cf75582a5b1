"""PDF/A-2a: fonts inside, tagged, the same bytes each time, and the words of three scripts to be read out of it."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from typing import Any

import pypdf
import pytest
from tests.kit.papers import cases

from nemawashi.kit.papers import pdf
from nemawashi.kit.papers.printing import printed
from nemawashi.kit.papers.wordings import plain

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(pdf.is_possible()), reason=pdf.is_possible())]


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf.written(cases.paper())


def _reader(raw: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(raw))


def _fonts(reader: pypdf.PdfReader) -> dict[str, Any]:
    found = {}
    for page in reader.pages:
        for row in page["/Resources"]["/Font"].values():  # type: ignore[index]
            font = row.get_object()
            own = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            found[str(font["/BaseFont"])] = (font, own["/FontDescriptor"].get_object())
    return found


def test_every_font_is_embedded_and_tells_its_characters(made: bytes) -> None:
    fonts = _fonts(_reader(made))

    assert {name.partition("+")[2].removesuffix("-Bold") for name in fonts} == {
        "Noto-Serif",
        "Noto-Serif-JP",
        "Noto-Sans-JP",
    }
    for font, descriptor in fonts.values():
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
        assert "/ToUnicode" in font


def test_it_is_archival_and_tagged(made: bytes) -> None:
    catalog = _reader(made).trailer["/Root"]
    xmp = catalog["/Metadata"].get_object().get_data().decode()

    assert "/StructTreeRoot" in catalog
    assert catalog["/MarkInfo"]["/Marked"] is True or bool(catalog["/MarkInfo"]["/Marked"])
    assert catalog["/Lang"] == "en"
    assert 'pdfaid:part="2"' in xmp
    assert 'pdfaid:conformance="A"' in xmp
    assert catalog["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"
    assert "/EmbeddedFiles" not in catalog.get("/Names", {})


def test_languages_are_marked_in_the_structure(made: bytes) -> None:
    found = []
    waiting = [_reader(made).trailer["/Root"]["/StructTreeRoot"].get_object()]
    while waiting:
        row = waiting.pop()
        if row.get("/S") == "/Art":
            found.append(str(row["/Lang"]))
        below = row.get("/K", [])
        waiting += [each.get_object() for each in (below if isinstance(below, list) else []) if hasattr(each, "get_object")]
        waiting = [each for each in waiting if isinstance(each, dict)]

    assert len(found) <= len(_reader(made).pages)  # a version stands there once for each page that it runs over
    assert sorted(set(found)) == ["en", "ja", "ru"]


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_words_are_read_as_they_were_sealed(made: bytes, language: str) -> None:
    told = "".join("".join(page.extract_text().split()) for page in _reader(made).pages)

    for row in printed(cases.paper(), language):
        shown = "".join(words + (str(note) if note else "") for words, note in row.pieces)
        assert "".join(f"{row.number}{shown}".split()) in told


def test_the_same_paper_same_bytes_and_no_moment_of_the_making(made: bytes) -> None:
    reader = _reader(made)

    assert pdf.written(cases.paper()) == made
    assert reader.metadata is not None
    assert reader.metadata["/CreationDate"].startswith("D:20260930070000")
    assert reader.metadata["/ModDate"].startswith("D:20261009070000")  # the corrigendum


def test_hostile_words_survive_and_fetch_nothing(hostile: Any) -> None:
    raw = pdf.written(hostile)
    told = "".join("".join(page.extract_text().split()) for page in _reader(raw).pages)

    for words in (cases.HOSTILE[0], cases.HOSTILE[1], cases.HOSTILE[5]):
        assert "".join(plain(words).split()) in told
    assert told.count("word") >= 2000
    assert b"root:" not in raw


def test_letters_that_no_font_of_ours_has_are_named(hostile: Any) -> None:
    kazakh, uzbek, tajik = "әғқңөұүһі", "oʻzbek gʻ", "ҷҳӯғӣқ"
    clauses = tuple(
        replace(row, words={"en": kazakh + uzbek + tajik + "Türkmeniň ş ž ý 髙﨑𠮷"}) for row in hostile.clauses
    )

    assert pdf.foreign(cases.paper()) == ""
    assert pdf.foreign(replace(hostile, clauses=clauses)) == ""
    assert set("سلامשלום") == set(pdf.foreign(hostile))


def test_without_pango_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, paper: Any) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(pdf.PdfMissingError, match=r"libpango-1\.0-0 libpangoft2-1\.0-0"):
        pdf.written(paper)
    assert "libpango" in pdf.is_possible()
