"""Hostile and broken files are refused before anything of them is read, each with its code."""

import contextlib
import io
import os
import zipfile

import pytest
from tests.kit.word.making import MAIN, SPACES, p, package, r, relations, word_file

from nemawashi.kit import word
from nemawashi.kit.word import Refusal, packages

TEXT = f"<w:document {SPACES}><w:body>{p(r('words'))}</w:body></w:document>"
RELS = "word/_rels/document.xml.rels"


def _with(kind: str, target: str, mode: str = "External") -> bytes:
    return package({"word/document.xml": TEXT, RELS: relations(("rId1", kind, target, mode))})


def _encrypted_member() -> bytes:
    content = bytearray(word_file(p(r("words"))))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def _twice() -> bytes:
    out = io.BytesIO(word_file(p(r("words"))))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", TEXT)
    return out.getvalue()


REFUSED = [
    pytest.param(lambda: b"", Refusal.NO_PACKAGE, id="empty"),
    pytest.param(lambda: b"%PDF-1.7", Refusal.NO_PACKAGE, id="another kind of file"),
    pytest.param(lambda: word_file(p(r("words")))[:-40], Refusal.DAMAGED, id="cut off"),
    pytest.param(
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        Refusal.ENCRYPTED,
        id="password",
    ),
    pytest.param(lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Refusal.OLD_FORMAT, id="old format"),
    pytest.param(_encrypted_member, Refusal.ENCRYPTED, id="encrypted part"),
    pytest.param(lambda: bytes(20_000_001), Refusal.TOO_LARGE, id="too large"),
    pytest.param(lambda: package({"word/document.xml": TEXT, "word/vbaProject.bin": b"x"}), Refusal.MACROS, id="macros"),
    pytest.param(
        lambda: package({"word/document.xml": TEXT}, kind="application/vnd.ms-word.document.macroEnabled.main+xml"),
        Refusal.MACROS,
        id="macro type",
    ),
    pytest.param(lambda: package({"word/document.xml": TEXT, "word/x.xml": "a" * 30_000_000}), Refusal.BOMB, id="bomb"),
    pytest.param(
        lambda: package({"word/document.xml": TEXT, **{f"x/{n}": "" for n in range(2_001)}}), Refusal.BOMB, id="many parts"
    ),
    pytest.param(
        lambda: package({"word/document.xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + TEXT}),
        Refusal.ENTITIES,
        id="entities",
    ),
    pytest.param(
        lambda: package({"word/document.xml": TEXT, "customXml/item1.xml": "<!DOCTYPE x><x/>".encode("utf-16")}),
        Refusal.ENTITIES,
        id="entities in a part that is not read",
    ),
    pytest.param(
        lambda: package({"word/document.xml": TEXT, "../../etc/cron.d/x": "x"}), Refusal.BAD_NAME, id="path upwards"
    ),
    pytest.param(lambda: package({"word/document.xml": TEXT, "/etc/x": "x"}), Refusal.BAD_NAME, id="absolute path"),
    pytest.param(_twice, Refusal.DAMAGED, id="one name twice"),
    pytest.param(
        lambda: _with("attachedTemplate", "ftp://example.org/x.dotm"), Refusal.EXTERNAL, id="template of another protocol"
    ),
    pytest.param(lambda: _with("oleObject", "file:///x.xls"), Refusal.EXTERNAL, id="linked object"),
    pytest.param(lambda: _with("frame", "http://example.org"), Refusal.EXTERNAL, id="frame"),
    pytest.param(lambda: _with("aFChunk", "/word/x.html", "Internal"), Refusal.EXTERNAL, id="embedded file"),
    pytest.param(lambda: _with("image", "../../x.png", "Internal"), Refusal.EXTERNAL, id="part outside"),
    pytest.param(
        lambda: package({"word/document.xml": TEXT}, kind="application/x"), Refusal.NOT_WORD, id="another document"
    ),
    pytest.param(lambda: package({}), Refusal.NOT_WORD, id="no text"),
    pytest.param(lambda: package({"word/document.xml": TEXT[:-9]}), Refusal.DAMAGED, id="broken XML"),
    pytest.param(lambda: package({"word/document.xml": "<a>" * 5000}), Refusal.DAMAGED, id="deep XML"),
]


@pytest.mark.parametrize(("make", "code"), REFUSED)
def test_file_is_refused_with_its_code(make, code: Refusal) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(word.WordError) as refusal:
        word.read(make())

    assert refusal.value.code == code
    assert "\n" not in str(refusal.value)


def test_links_and_the_path_of_a_template_do_no_harm_and_are_told() -> None:
    content = package(
        {
            "word/document.xml": TEXT,
            RELS: relations(
                ("rId1", "hyperlink", "https://example.org/", "External"),
                ("rId2", "attachedTemplate", "file:///R:\\TEMPLATE\\POOL.dotx", "External"),
            ),
        }
    )

    file = word.read(content)

    assert file.accepted == ["words"]
    assert file.links == ("https://example.org/",)
    assert [row.element for row in file.not_understood] == ["template on a drive"]


@pytest.mark.parametrize(
    ("kind", "target", "what"),
    [
        ("image", "http://example.org/pixel.png", "linked picture"),
        ("attachedTemplate", "\\\\server\\x.dotm", "template on a share"),
        ("attachedTemplate", "https://library.example.org/x.dotx", "template on the net"),
        ("attachedTemplate", "file://server/x.dotm", "template on a share"),
        ("attachedTemplate", "file:////server/templates/x.dotx", "template on a share"),
    ],
)
def test_a_template_on_a_share_and_a_linked_picture_are_left_out_and_told(kind: str, target: str, what: str) -> None:
    content = _with(kind, target)

    file = word.read(content)

    assert file.accepted == ["words"]
    assert [(row.element, row.place.steps) for row in file.not_understood] == [(what, (("not opened:", target),))]
    with pytest.raises(word.WordError) as refusal:  # as a letterhead it would be handed on to others
        word.write(word.WordDocument((), template=content))
    assert refusal.value.code == Refusal.EXTERNAL


def test_false_size_in_the_directory_does_not_help_a_bomb() -> None:
    content = bytearray(package({"word/document.xml": TEXT.replace("words", "a" * 30_000_000)}))
    at = content.rindex(b"PK\x01\x02", 0, content.index(b"PK\x05\x06"))
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")

    with pytest.raises(word.WordError) as refusal:
        word.read(bytes(content))

    assert refusal.value.code in (Refusal.BOMB, Refusal.DAMAGED)


def test_random_damage_is_refused_or_read_but_never_breaks() -> None:
    whole = word_file(p(r("words") * 40), comments="", footnotes="")
    for seed in range(150):
        content = bytearray(whole)
        for byte in os.urandom(4):
            content[(seed * 7 + byte) % len(content)] = byte
        with contextlib.suppress(word.WordError):
            word.read(bytes(content))


def test_checks_are_those_of_templates_too() -> None:
    assert packages.opened(word_file(p(r("x")))).main == "word/document.xml"
    assert MAIN.endswith("document.main+xml")
