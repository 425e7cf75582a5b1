"""Bytes to text: UTF-8, UTF-16 with its mark, or what the file declares; never a guess that damages names."""

import codecs
import re

from nemawashi.kit.corpora.values import UnreadableError

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)
# What Japanese pages call by the name of a standard holds signs that only its makers' own sets have: ①, ～, ㈱.
_WIDER = {"shift_jis": ("cp932",), "shift-jis": ("cp932",), "x-sjis": ("cp932",), "sjis": ("cp932",),
          "windows-31j": ("cp932",), "euc-jp": ("euc_jp", "euc_jis_2004"), "x-euc-jp": ("euc_jp", "euc_jis_2004"),
          "iso-2022-jp": ("iso2022_jp_3", "iso2022_jp_ext")}  # fmt: skip
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_SWITCHES = b"\x1b$"  # to Japanese, within ISO-2022-JP
_LOOKED_AT = 200_000  # signs of a page without a declaration in which kana are counted


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
            codecs.lookup(_WIDER.get(declared.lower(), (declared,))[0])
        except LookupError:
            return _strictly(content, "utf-8")
        for encoding in _WIDER.get(declared.lower(), (declared,)):
            try:
                return _strictly(content, encoding)
            except UnreadableError:
                if declared.lower().replace("-", "") == "utf8":
                    raise
    return _strictly(content, "utf-8")


def of_page(content: bytes) -> tuple[str, str]:
    """The text of a web page, and the encoding that was guessed for it, empty where it was told.

    Old Japanese pages often say it in their answer's head alone, which a saved file has no more. Of its three encodings
    that is taken in which every byte has a meaning; where two fit, the one in which more kana stand.
    """
    if _SWITCHES in content and not _DECLARED.search(
        content[:4096]
    ):  # these are bytes of UTF-8, too, and mean nothing there
        text = _fitting(content, "iso2022_jp_3")
        if text is not None:
            return text, "ISO-2022-JP"
    try:
        return decoded(content, declares=True), ""
    except UnreadableError:
        if _DECLARED.search(content[:4096]):
            raise
        fitting = {encoding: text for encoding in ("euc_jis_2004", "cp932")
                   if (text := _fitting(content, encoding)) is not None}  # fmt: skip
        if not fitting:
            raise
        likely = max(fitting, key=lambda encoding: len(_KANA.findall(fitting[encoding][:_LOOKED_AT])))
        if not _KANA.search(fitting[likely][:_LOOKED_AT]):
            raise
        return fitting[likely], "Shift_JIS" if likely == "cp932" else "EUC-JP"


def _fitting(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except ValueError:
        return None


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
