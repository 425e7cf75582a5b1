"""The reader itself: a canary is found in every packing, or the crawl would prove nothing."""

import base64
import gzip
import io
import json
import quopri
import zipfile
import zlib

import pytest
from tests.secrecy.reading import found

CANARY = "zq0123456789ab"


def _zip(body: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
    return out.getvalue()


PACKINGS = {
    "plain": CANARY.encode(),
    "upper case": CANARY.upper().encode(),
    "gzip": gzip.compress(CANARY.encode()),
    "zlib": zlib.compress(CANARY.encode()),
    "zip": _zip(CANARY.encode()),
    "zip in zip": _zip(_zip(CANARY.encode())),
    "docx with split runs": _zip(f"<w:t>{CANARY[:5]}</w:t><w:t>{CANARY[5:]}</w:t>".encode()),
    "base64": base64.b64encode(CANARY.encode()),
    "base64 for addresses": base64.urlsafe_b64encode(b"\xff\xfe " + CANARY.encode() + b" ~~"),
    "folded ics": f"SUMMARY:{CANARY[:6]}\r\n {CANARY[6:]}".encode(),
    "entities": "".join(f"&#{ord(mark)};" for mark in CANARY).encode(),
    "percent": "".join(f"%{ord(mark):02x}" for mark in CANARY).encode(),
    "unicode escapes": json.dumps(CANARY).replace("z", "\\u007a").encode(),
    "quoted printable": quopri.encodestring(("ü" * 40 + CANARY).encode()),
}


@pytest.mark.parametrize("packing", PACKINGS)
def test_canary_is_found_in(packing: str) -> None:
    assert found(
        b"before " * 2 * (packing not in ("gzip", "zlib", "zip", "zip in zip", "docx with split runs")) + PACKINGS[packing],
        [CANARY],
    ) == {CANARY}


def test_another_canary_is_not_found() -> None:
    assert found(PACKINGS["gzip"], ["zqffffffffffff"]) == set()
