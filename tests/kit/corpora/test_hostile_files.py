# ruff: noqa: E501
"""Broken, cut, huge and hostile files: one sentence, no traceback, nothing of the machine read."""

import io
import json
import lzma
import zipfile
from pathlib import Path

import pytest
from tests.kit.corpora.making import pdf_file, said, word_file, word_package

from nemawashi.kit import corpora
from nemawashi.kit.corpora.readers import jsonl

GOOD = json.dumps({"id": "1", "paragraphs": ["We agree."]}).encode() + b"\n"
XXE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><akomaNtoso><act><body><p>&x;</p></body></act></akomaNtoso>'


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


HOSTILE = {
    "empty": (b"", "the file is empty"),
    "blank": (b" \n ", "the file is empty"),
    "json": (GOOD + b'{"id": 2, "paragra', "line 2 is not JSON (at character 11)"),
    "list": (b'{"id": 1, "paragraphs": ["x"]}\n[1]', "line 2 is no JSON object with the words of a document"),
    "latin": (GOOD + b'{"id": "caf\xe9"}', "line 2 is not JSON in UTF-8"),
    "deep": (b'{"a":' * 200_000, "line 1 is not JSON"),
    "cut xz": (lzma.compress(GOOD * 5000)[:80], "the packed file is cut off or damaged"),
    "cut word": (word_file(said("We agree."))[:200], "the file is cut off or damaged"),
    "no word": (zipped(a=b"x"), "the file is no Word document (it does not say what it holds)"),
    "word entities": (word_package(XXE), "a part of the file declares a document type or entities"),
    "word xml": (word_package(b"<a><b></a>"), "word/document.xml inside the file is no well-formed XML: line 1, column 11"),
    "old word": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "the file is of an old Word (.doc): save it as .docx"),
    "rtf": (b"{\\rtf1 We agree.}", "the file is Rich Text: save it as .docx"),
    "cut pdf": (pdf_file(["We agree."])[:120], "the PDF file is cut off or damaged"),
    "scan": (pdf_file([], []), "the PDF file has no text: it is a scan; recognise its words (OCR) first"),
    "akn entities": (XXE, "the file declares a document type or entities, which is not read for safety"),
    "xml": (b'<?xml version="1.0"?><feed><entry/></feed>', "the file is XML, but not Akoma Ntoso"),
    "cp1251": ("Министры".encode("cp1251"), "line 1 is not UTF-8: save the file as UTF-8 (it may be in another encoding, such as Windows-1251)"),
    "noise": (bytes(range(256)) * 20, "the file is none of JSONL, DOCX, HTML, PDF, Akoma Ntoso or plain text"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_cannot_be_used_gets_a_sentence(name: str, tmp_path: Path) -> None:
    content, sentence = HOSTILE[name]
    path = tmp_path / "file"
    path.write_bytes(content)

    with pytest.raises(corpora.UnreadableError) as refused:
        list(corpora.read(path).documents)

    assert str(refused.value) == sentence


def test_no_file_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(corpora.UnreadableError, match="there is no such file"):
        corpora.read(tmp_path / "none")
    with pytest.raises(corpora.UnreadableError, match="is no file"):
        corpora.read(tmp_path)


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = word_package(b"<a>" + b" " * 30_000_000 + b"</a>")

    assert len(bomb) < 100_000
    with pytest.raises(corpora.UnreadableError, match="unpacks to more than a document may"):
        list(corpora.whole(bomb).documents)


def test_a_packed_line_without_end_is_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(jsonl, "LONGEST_LINE", 100_000)
    (tmp_path / "a.xz").write_bytes(lzma.compress(b"{" + b" " * 5_000_000))

    with pytest.raises(corpora.UnreadableError, match="line 1 is larger than a document may be"):
        list(corpora.read(tmp_path / "a.xz").documents)


def test_a_page_nested_beyond_reason_still_gives_its_words() -> None:
    page = b"<html><body>" + b"<div>" * 5000 + b"We agree." + b"</div>" * 5000
    documents = list(corpora.whole(page).documents)

    assert len(documents) == 1


def test_what_is_odd_in_a_good_file_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        json.dumps({"id": "7", "paragraphs": ["We agree.", 5]}) + "\n" + json.dumps({"id": "8"}), encoding="utf-8"
    )
    reading = corpora.read(path)
    list(reading.documents)

    assert [str(each) for each in reading.unread] == [
        "7, line 1, paragraph 2: is no text",
        "8, line 2: the document has no list of paragraphs",
    ]


def test_signs_that_no_database_takes_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "7\\u0000", "title": "x\\ud800y", "paragraphs": ["We\\u0000 agree\\udfff."]}', encoding="utf-8")
    (document,) = corpora.read(path).documents

    assert (document.about.symbol, document.about.title) == ("7", "xy")
    assert [clause.words for clause in corpora.split(document.pieces)[0]] == ["We agree."]
