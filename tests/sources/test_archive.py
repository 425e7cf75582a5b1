"""Copies of sources: told by their bytes, handed out as downloads, fetched only where that is safe."""

import io
import socket
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.kit.corpora.making import word_package

from nemawashi.kit import apart
from nemawashi.sources import archive, fetching
from nemawashi.sources.models import Copy, Source

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, **more: str) -> bytes:
    out = io.BytesIO(word_package(body.encode()))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        for name, content in more.items():
            package.writestr(name, content)
    return out.getvalue()


def paragraph(words: str) -> str:
    return f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>'


def pdf(words: str) -> bytes:
    """The smallest PDF of one page with these words."""
    stream = f"BT /F1 12 Tf 20 20 Td ({words}) Tj ET"
    page = "/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page{page}>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = "%PDF-1.4\n", []
    for number, told in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{told}endobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"
    return out.encode()


@pytest.mark.parametrize(
    ("content", "kind", "text"),
    [
        (docx(paragraph("Астана, 東京")), archive.DOCX, "Астана, 東京"),
        (pdf("Joint statement"), archive.PDF, "Joint statement"),
        (b"\xef\xbb\xbf<!-- old -->\n<HTML><style>p{}</style><p>Five pillars</p></HTML>", archive.HTML, "Five pillars"),
    ],
    ids=["word", "pdf", "html"],
)
def test_documents_are_told_by_their_bytes_and_read(content: bytes, kind: str, text: str) -> None:
    assert archive.media_type(content) == kind
    assert archive.text_of(content, kind) == text


@pytest.mark.parametrize(
    "content",
    [
        b"plain words",
        docx(paragraph("a"), **{"word/vbaProject.bin": "macro"}),
        docx("x" * (archive.MOST_UNPACKED + 1)),
        zipfile.ZIP_STORED.to_bytes(1, "big"),
    ],
    ids=["plain", "macros", "bomb", "byte"],
)
def test_other_files_are_no_documents(content: bytes) -> None:
    assert archive.media_type(content) is None


def test_a_file_with_entities_has_no_words() -> None:
    hostile = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + paragraph("kept &x; here")

    assert archive.text_of(docx(paragraph("kept here")), archive.DOCX) == "kept here"
    assert archive.text_of(docx(hostile), archive.DOCX) == ""


def test_a_file_with_a_picture_elsewhere_is_read_and_the_picture_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: asked.append(address))
    content = word_package(paragraph("Astana").encode(), linked="http://127.0.0.1:9/picture.png")

    assert archive.text_of(content, archive.DOCX) == "Astana"
    assert asked == []


def test_words_that_were_taken_out_of_a_file_are_not_found_in_it() -> None:
    body = paragraph("Kept").replace("</w:p>", "<w:del><w:r><w:delText> and gone</w:delText></w:r></w:del></w:p>")

    assert archive.text_of(docx(body), archive.DOCX) == "Kept"


def test_a_broken_document_has_no_words_and_raises_nothing() -> None:
    assert archive.text_of(b"%PDF-1.7 broken", archive.PDF) == ""
    assert archive.text_of(docx("<w:broken"), archive.DOCX) == ""


def test_a_file_that_the_disk_changed_is_not_handed_out() -> None:
    path = archive.keep(b"%PDF-1.7 words")
    sha256 = archive.digest(b"%PDF-1.7 words")
    assert archive.opened(sha256) is not None

    path.write_bytes(b"other words")

    assert archive.opened(sha256) is None
    assert archive.opened("0" * 64) is None


@pytest.mark.usefixtures("played")
def test_a_copy_is_uploaded_listed_and_handed_out_under_a_strict_policy(
    client_of: Callable[[str], Any], client: Any
) -> None:
    source = Source.objects.get(slug="seed-000")
    upload = SimpleUploadedFile("Статья.pdf", pdf("Words"), content_type="text/html")
    sent = client_of("researcher").post("/desk/acts/archive_source/seed-000/", {"file": upload, "once": "x"})
    copy = Copy.objects.get(source=source)

    page = client.get(f"/en/sources/{source.slug}/").content.decode()
    answer = client.get(f"/en/sources/{source.slug}/copies/{copy.sha256}/")

    assert (sent.status_code, copy.media_type, copy.text) == (302, archive.PDF, "Words")
    assert f"/en/sources/{source.slug}/copies/{copy.sha256}/" in page
    assert answer.content == pdf("Words")
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["Content-Security-Policy"], answer["X-Content-Type-Options"]) == (
        "default-src 'none'; sandbox; frame-ancestors 'none'",
        "nosniff",
    )


@pytest.mark.usefixtures("played")
def test_a_dead_address_gives_way_to_the_archived_copy(client_of: Callable[[str], Any], client: Any) -> None:
    source = Source.objects.filter(url__startswith="http")[0]
    browser = client_of("researcher")
    browser.post(f"/desk/acts/archive_source/{source.slug}/", {"file": SimpleUploadedFile("a.pdf", pdf("Words"))})
    before = client.get(f"/en/sources/{source.slug}/").content.decode()
    browser.post(f"/desk/acts/mark_gone/{source.slug}/", {})
    after = client.get(f"/en/sources/{source.slug}/").content.decode()

    assert (f'href="{source.url}"' in before, f'href="{source.url}"' in after) == (True, False)
    assert ("archived copy" in before, "archived copy" in after, "no longer answers" in after) == (False, True, True)


@pytest.mark.usefixtures("played")
def test_nothing_is_fetched_unless_the_host_switched_it_on(
    client_of: Callable[[str], Any], settings: Any, monkeypatch: Any
) -> None:
    source = Source.objects.filter(url__startswith="http")[0]
    asked: list[str] = []
    monkeypatch.setattr(
        fetching, "fetched", lambda url: asked.append(url) or ("page.html", b"<html><body>Words</body></html>")
    )
    address, browser = f"/desk/acts/archive_source/{source.slug}/", client_of("researcher")

    settings.FETCH = False
    assert (browser.post(address, {"fetch": "on"}).status_code, asked) == (422, [])

    settings.FETCH = True
    assert (browser.post(address, {"fetch": "on"}).status_code, asked) == (302, [source.url])


@pytest.mark.usefixtures("played")
@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "holds a user name or a password"), ("ru", "В адресе есть имя пользователя"), ("ja", "ユーザー名または")],
)
def test_an_address_with_a_password_that_is_on_record_is_not_asked(
    client_of: Callable[[str], Any], settings: Any, monkeypatch: Any, language: str, told: str
) -> None:
    source = Source.objects.filter(url__startswith="http")[0]
    Source.objects.filter(pk=source.pk).update(url="https://user:secret@example.org/")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("the address was asked"))
    settings.FETCH, browser = True, client_of("researcher")
    browser.cookies["django_language"] = language

    answer = browser.post(f"/desk/acts/archive_source/{source.slug}/", {"fetch": "on"})

    assert (answer.status_code, told in answer.content.decode()) == (422, True)


def resolves(monkeypatch: Any, *addresses: str) -> None:
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, **kw: [(2, 1, 6, "", (address, port)) for address in addresses]
    )


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.5.5",
        "169.254.169.254",
        "::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "0.0.0.0",  # noqa: S104  no socket is bound to it
        "224.0.0.1",
    ],
)
def test_private_networks_are_not_asked(monkeypatch: Any, address: str) -> None:
    resolves(monkeypatch, "93.184.216.34", address)

    with pytest.raises(fetching.NotFetchedError, match="private network"):
        fetching.fetched("https://example.org/page")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "https://user:pass@example.org/",
        "https://user@example.org/",
        "https://:pass@example.org/",
        "http://example.org:8080/",
        "http://example.org:123456/",
        "http://[::1/",
        "//example.org",
        "https://",
    ],
)
def test_other_addresses_are_not_asked(url: str) -> None:
    with pytest.raises(fetching.NotFetchedError):
        fetching.fetched(url)


def test_a_redirection_is_checked_like_the_first_address(monkeypatch: Any) -> None:
    hops = iter(["http://169.254.169.254/secret"])
    real = fetching._asked
    monkeypatch.setattr(fetching, "_asked", lambda url, ends: next(hops) if "example.org" in url else real(url, ends))

    with pytest.raises(fetching.NotFetchedError, match="private network"):
        fetching.fetched("https://example.org/page")


def test_what_does_not_end_or_grows_too_large_is_left() -> None:
    class Endless:
        def read1(self, size: int) -> bytes:
            return b"x" * size

    with pytest.raises(fetching.NotFetchedError, match="too large"):
        fetching._body(Endless(), float("inf"))  # type: ignore[arg-type]
    with pytest.raises(fetching.NotFetchedError, match="too long"):
        fetching._body(Endless(), 0.0)  # type: ignore[arg-type]


@pytest.mark.parametrize("start", [b"", b" \n", b"<!DOCTYPE HTM", b"<p>"])
def test_a_row_of_empty_comments_is_looked_at_once(start: bytes) -> None:
    assert archive.media_type(b"<!---->" * 500 + start) is None
    assert archive.media_type(b"<!-- a --> <!---->" + b"<html>") == archive.HTML


def test_a_copy_whose_words_take_too_long_is_kept_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_asked: object, **_bounds: object) -> str:
        raise apart.TooHardError(apart.Reason.HARD)

    page = b"<html><body>We agree.</body></html>"
    assert archive.text_of(page, archive.HTML) == "We agree."

    monkeypatch.setattr(archive.apart, "ask", stopped)
    assert archive.text_of(page, archive.HTML) == ""
