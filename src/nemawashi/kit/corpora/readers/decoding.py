"""Bytes to text: UTF-8, UTF-16 with its mark, or what the file declares; never a guess that damages names."""

import codecs
import re

from nemawashi.kit.corpora.values import UnreadableError

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)


def decoded(content: bytes, *, declares: bool = False) -> str:
    """The text. Raises ``UnreadableError`` where the bytes are not what they should be, with the first bad place."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _strictly(content, encoding)
    declaration = _DECLARED.search(content[:4096]) if declares else None
    if declaration:
        declared = declaration[1].decode("ascii")
        try:
            codecs.lookup(declared)
        except LookupError:
            return _strictly(content, "utf-8")
        try:
            return _strictly(content, declared)
        except UnreadableError:
            if declared.lower().replace("-", "") == "utf8":
                raise
    return _strictly(content, "utf-8")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise UnreadableError(
            f"line {line} is not {encoding.upper()}: save the file as UTF-8"
            " (it may be in another encoding, such as Windows-1251)"
        ) from fault
    except (UnicodeError, ValueError, AssertionError) as fault:
        raise UnreadableError(f"the file is not {encoding.upper()}: save it as UTF-8") from fault
