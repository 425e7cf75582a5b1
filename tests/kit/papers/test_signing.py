"""Signatures of parties: each in its own field, broken by whatever else is added, and never by another signature."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from tests.kit.papers import cases

from nemawashi.kit.papers import pdf, reading, signing

pytest.importorskip("pyhanko")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(pdf.is_possible()), reason=pdf.is_possible())]
PASS = "open sesame"


def key_of(folder: Path, name: str) -> Path:
    """A key with a certificate that it signed itself, as a .p12, and the certificate beside it as a .pem."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import pkcs12

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"Ministry of {name}")])
    now = dt.datetime.now(dt.UTC)  # noqa: TID251  pyHanko asks the clock of the machine, too
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=30))
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())
    secret = serialization.BestAvailableEncryption(PASS.encode())
    path = folder / f"{name}.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, None, secret))
    path.with_suffix(".pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("keys")
    return {name: key_of(folder, name) for name in ("KAZ", "JPN")}


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf.written(cases.paper())


def sign(raw: bytes, keys: dict[str, Path], party: str) -> bytes:
    return signing.signed(raw, key=keys[party], passphrase=PASS, party=party)


@pytest.fixture(scope="module")
def twice(made: bytes, keys: dict[str, Path]) -> bytes:
    return sign(sign(made, keys, "KAZ"), keys, "JPN")


def with_a_page(raw: bytes) -> bytes:
    """A page put behind the file in a further revision, so that no signed byte changes."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.content import RawContent
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.pdf_utils.writer import PageObject

    writer = IncrementalPdfFileWriter(io.BytesIO(raw), strict=False)
    content = writer.add_object(generic.StreamObject(stream_data=RawContent(b"", box=BoxConstraints(1, 1)).render()))
    writer.insert_page(PageObject(contents=content, media_box=(0, 0, 595, 842)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_paper_that_nobody_signed_has_no_signature(made: bytes) -> None:
    assert signing.signatures(made) == []


def test_one_signature_covers_the_whole_file(made: bytes, keys: dict[str, Path]) -> None:
    raw = sign(made, keys, "KAZ")
    (row,) = signing.signatures(raw)

    assert raw.startswith(made)
    assert (row.party, row.is_good, row.covers) == ("KAZ", True, signing.WHOLE)
    assert "Ministry of KAZ" in row.subject
    assert row.is_trusted is False  # nobody said whom to trust


def test_parties_sign_in_turn_and_neither_breaks_the_other(twice: bytes) -> None:
    told = [(row.party, row.is_good, row.covers) for row in signing.signatures(twice)]

    assert told == [("KAZ", True, signing.EARLIER), ("JPN", True, signing.WHOLE)]


def test_it_is_pades(twice: bytes) -> None:
    fields = pypdf.PdfReader(io.BytesIO(twice)).get_fields() or {}

    assert {name: row["/V"]["/SubFilter"] for name, row in fields.items()} == {
        "KAZ": "/ETSI.CAdES.detached", "JPN": "/ETSI.CAdES.detached",
    }  # fmt: skip


def test_signing_leaves_the_words_and_what_makes_it_archival(twice: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(twice))

    assert reading.bears(twice, cases.paper()) == {"en": True, "ru": True, "ja": True}
    assert "/StructTreeRoot" in reader.trailer["/Root"]


def test_a_page_added_breaks_every_signature(twice: bytes) -> None:
    rows = signing.signatures(with_a_page(twice))

    assert [row.is_whole for row in rows] == [True, True]  # the signed bytes are as they were
    assert [(row.is_good, row.covers) for row in rows] == [(False, signing.BROKEN)] * 2


def test_bytes_that_were_changed_break_the_signature(twice: bytes) -> None:
    at = twice.index(b"/Producer")
    rows = signing.signatures(twice[: at + 12] + b"X" + twice[at + 13 :])

    assert not any(row.is_good or row.is_whole for row in rows)


def test_only_certificates_that_were_named_are_trusted(twice: bytes, keys: dict[str, Path]) -> None:
    rows = signing.signatures(twice, trust=[keys["KAZ"].with_suffix(".pem")])

    assert [(row.party, row.is_good, row.is_trusted) for row in rows] == [("KAZ", True, True), ("JPN", False, False)]


def test_what_cannot_be_signed_is_refused_with_a_sentence(made: bytes, twice: bytes, keys: dict[str, Path]) -> None:
    with pytest.raises(signing.SigningError, match="signed this file already"):
        sign(twice, keys, "KAZ")
    with pytest.raises(signing.SigningError, match="broken"):
        sign(with_a_page(sign(made, keys, "KAZ")), keys, "JPN")
    with pytest.raises(signing.SigningError, match="passphrase"):
        signing.signed(made, key=keys["KAZ"], passphrase="wrong", party="KAZ")
    with pytest.raises(signing.SigningError, match="code of a party"):
        signing.signed(made, key=keys["KAZ"], passphrase=PASS, party="Kazakhstan/../x")
    with pytest.raises(signing.SigningError, match="PDF"):
        signing.signatures(b"no PDF at all")


def test_words_that_are_not_those_of_the_paper_are_noticed(made: bytes) -> None:
    paper = cases.paper()
    clauses = list(paper.clauses)
    clauses[-1] = replace(clauses[-1], words={**clauses[-1].words, "ru": "Министры никого не благодарили."})
    other: Any = replace(paper, clauses=tuple(clauses))

    assert reading.bears(made, paper) == {"en": True, "ru": True, "ja": True}
    assert reading.bears(made, other) == {"en": True, "ru": False, "ja": True}
    assert reading.seals(made) == {row.language: row.seal for row in paper.versions}


def test_words_are_compared_over_the_ends_of_pages() -> None:
    paper = cases.paper()
    words = " ".join(f"word{n}" for n in range(1500))
    clauses = (*paper.clauses, replace(paper.clauses[-1], id="x", number="3", words=dict.fromkeys(paper.languages, words)))
    long = cases.sealed(replace(paper, clauses=clauses))

    assert reading.bears(pdf.written(long), long) == {"en": True, "ru": True, "ja": True}
