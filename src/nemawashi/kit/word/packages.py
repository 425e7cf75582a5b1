"""The package of a Word file, opened with suspicion: what could harm a reader is refused, with a reason and a code.

Nothing is ever unpacked to the disk and no address is ever asked. Links in the text may stay, for they do nothing by
themselves; so may the path of a template on somebody's own drive, which Word writes into many honest files.
"""

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import unquote

from lxml import etree

from nemawashi.kit import limits, xml
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.word.names import PACKAGE, RELATIONS, STRICT, TYPES

MOST_BYTES = limits.FILE_BYTES
MOST_MEMBERS = 2_000
MOST_UNPACKED = 200_000_000
MOST_READ = 60_000_000  # bytes of the parts that are parsed
MOST_RATIO = 150
_FREE = 5_000_000  # bytes that may be packed as tightly as one likes

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_DRIVE = re.compile(r"^(?:file:///)?[A-Za-z]:[\\/]|^file:///(?!/)[^\\/]|^[^\\/:]+\.do[tc][xm]?$")


_NET = re.compile(r"^https?://", re.I)  # a library of templates that a ministry shares; never fetched
_SHARE = re.compile(r"^(?:file:)?(?:///?)?[\\/]{2}[^\\/]|^file://[^/]", re.I)


class Refusal(StrEnum):
    """Why a file is refused."""

    TOO_LARGE = "too large"
    NO_PACKAGE = "no package"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    OLD_FORMAT = "old format"
    MACROS = "macros"
    BOMB = "unpacks to too much"
    ENTITIES = "entities"
    EXTERNAL = "external references"
    BAD_NAME = "part outside the package"
    NOT_WORD = "no Word document"
    COMPLICATED = "too complicated"


class WordError(UnreadableError, ValueError):
    """A file that is not read. ``code`` for programs, the sentence for whoever sent it."""

    def __init__(self, code: Refusal, sentence: str) -> None:
        super().__init__(sentence, word=code.value)
        self.code = code


_REFUSED = {
    xml.Refusal.TOO_LARGE: Refusal.BOMB,
    xml.Refusal.TOO_MANY: Refusal.BOMB,
    xml.Refusal.TOO_DEEP: Refusal.DAMAGED,
    xml.Refusal.ENTITIES: Refusal.ENTITIES,
    xml.Refusal.DAMAGED: Refusal.DAMAGED,
}


@dataclass(frozen=True, slots=True)
class Relationship:
    key: str
    kind: str
    target: str
    is_external: bool = False


@dataclass
class WordPackage:
    """A checked package: its parts, read when asked for."""

    main: str
    archive: zipfile.ZipFile
    names: frozenset[str]
    relations: dict[str, tuple[Relationship, ...]]
    types: dict[str, str]
    links: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()  # (what, where) is linked and was not fetched
    _left: list[int] = field(default_factory=lambda: [MOST_READ])

    def raw(self, name: str) -> bytes:
        return _raw(self.archive, name, self._left)

    def part(self, name: str) -> etree._Element | None:
        """The root of a part in the usual namespaces; None when the package has no such part."""
        if name not in self.names:
            return None
        return parsed(_usual(self.raw(name)), name)

    def related(self, kind: str, *, of: str = "") -> list[tuple[str, str]]:
        """(key, name) of the parts to which the main part (or ``of``) relates in this way."""
        rows = self.relations.get(of or self.main, ())
        return [(row.key, row.target) for row in rows if row.kind == kind and not row.is_external]


def opened(
    content: bytes, *, most_bytes: int = MOST_BYTES, may_refer_outside: bool = False, leaves_out: bool = False
) -> WordPackage:
    """The package, or ``WordError`` with the first reason against it.

    ``leaves_out``: a linked picture and a template on a share are named and left out, as a template on a drive always is; a
    file that is handed on, such as a letterhead, may have neither.

    ``may_refer_outside``: references to pictures and files elsewhere are no reason, since they are never followed here.
    """
    archive = checked(content, most_bytes=most_bytes)
    names = frozenset(member.filename for member in archive.infolist() if not member.is_dir())
    types = _types(archive, names)
    actual = {unquote(name).casefold(): name for name in names}
    relations = {
        _owner(name): _resolved(_relations(archive, name), actual) for name in sorted(names) if name.endswith(".rels")
    }
    links, left_out = _check_relations(relations, may_refer_outside=may_refer_outside, leaves_out=leaves_out)
    return WordPackage(_main(relations, types, names), archive, names, relations, types, links, left_out)


def is_file(content: bytes) -> bool:
    """Whether it begins as a file of a word processor does, be it one that is not read, and not as words do."""
    return content.startswith((b"PK", _OLE))


def checked(content: bytes, *, most_bytes: int = MOST_BYTES) -> zipfile.ZipFile:
    """The archive of a file, of whatever kind, once its members are found to be within bounds; see ``opened``."""
    if len(content) > most_bytes:
        raise WordError(Refusal.TOO_LARGE, f"the file has more than {most_bytes // 1_000_000} MB")
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise WordError(Refusal.ENCRYPTED, "the file is protected by a password; save it without one")
        raise WordError(Refusal.OLD_FORMAT, "the file is of the old .doc format; save it as .docx")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, OverflowError) as fault:
        known = content.startswith(b"PK")
        code = Refusal.DAMAGED if known else Refusal.NO_PACKAGE
        reason = "the file is cut off or damaged" if known else "the file is no .docx file"
        raise WordError(code, reason) from fault
    _check_members(members)
    _check_bytes(archive, members)
    return archive


def _resolved(rows: tuple[Relationship, ...], actual: dict[str, str]) -> tuple[Relationship, ...]:
    """Names of parts are the same in capitals and in small letters, and with signs written as %20."""
    return tuple(
        row if row.is_external else replace(row, target=actual.get(unquote(row.target).casefold(), row.target))
        for row in rows
    )


def _usual(content: bytes) -> bytes:
    """A part of a "strict" file in the namespaces that all others use."""
    try:
        content = xml.utf8(content)
    except xml.XmlError:  # said again, with its reason, when the part is parsed
        return content
    if b"purl.oclc.org/ooxml" in content:
        for strict, usual in STRICT:
            content = content.replace(strict, usual)
    return content


def parsed(content: bytes, what: str) -> etree._Element:
    """The root of a part, read as every XML of strangers is."""
    try:
        return xml.root_of(content, what=f"{what} inside the file", most_bytes=MOST_READ)
    except xml.XmlError as refused:
        raise WordError(_REFUSED[refused.refusal], str(refused)) from refused


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise WordError(Refusal.BOMB, f"the file holds more than {MOST_MEMBERS:,} parts")
    seen = set()
    for member in members:
        name = member.filename
        if member.flag_bits & 0x1:
            raise WordError(Refusal.ENCRYPTED, "parts of the file are encrypted")
        steps = unquote(name).replace("\\", "/").split("/")
        if name.startswith(("/", "\\")) or ".." in steps or ":" in steps[0] or "\0" in name or "\\" in name:
            raise WordError(Refusal.BAD_NAME, "the file holds a part with a path outside of itself")
        if name.casefold() in seen:
            raise WordError(Refusal.DAMAGED, "the file holds two parts of one name")
        seen.add(name.casefold())
        base = posixpath.basename(name).casefold()
        if base.startswith("vbaproject") or base == "vbadata.xml":
            raise WordError(Refusal.MACROS, "the file holds macros; save it as .docx")
        if (member.external_attr >> 16) & 0o170000 == 0o120000:
            raise WordError(Refusal.BAD_NAME, "the file holds a link to a place outside of itself")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > MOST_UNPACKED or unpacked > max(_FREE, packed * MOST_RATIO):
        raise WordError(Refusal.BOMB, "the file unpacks to more than a document may")
    for member in members:
        if member.file_size > max(_FREE, member.compress_size * MOST_RATIO):
            raise WordError(Refusal.BOMB, "a part of the file unpacks to more than a document may")


def _check_bytes(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """No XML part may declare entities, whether it is read later or not."""
    left = [MOST_UNPACKED]
    for member in members:
        if not member.filename.casefold().endswith((".xml", ".rels", ".vml", ".svg")):
            continue
        head = _raw(archive, member.filename, left, most=65_536)
        if xml.declares_a_type(head):
            raise WordError(Refusal.ENTITIES, "a part of the file declares a document type or entities")


def unpacked(archive: zipfile.ZipFile, name: str, left: list[int]) -> bytes:
    """A part of a checked archive; ``left`` holds how many bytes may still be read, and is lowered."""
    return _raw(archive, name, left)


def _raw(archive: zipfile.ZipFile, name: str, left: list[int], *, most: int | None = None) -> bytes:
    try:
        with archive.open(name) as part:
            content = part.read(left[0] + 1 if most is None else most)
    except (
        zipfile.BadZipFile,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        zlib.error,
        KeyError,
    ) as fault:
        raise WordError(Refusal.DAMAGED, "the file is cut off or damaged") from fault
    left[0] -= len(content)
    if left[0] < 0:
        raise WordError(Refusal.BOMB, "the file unpacks to more than a document may")
    return content


def _types(archive: zipfile.ZipFile, names: frozenset[str]) -> dict[str, str]:
    if "[Content_Types].xml" not in names:
        raise WordError(Refusal.NOT_WORD, "the file is no Word document (it does not say what it holds)")
    root = parsed(_raw(archive, "[Content_Types].xml", [MOST_READ]), "[Content_Types].xml")
    types = {}
    for row in root.iter(f"{TYPES}Override", f"{TYPES}Default"):
        kind = row.get("ContentType", "")
        if "macroenabled" in kind.casefold() or "vbaproject" in kind.casefold():
            raise WordError(Refusal.MACROS, "the file may hold macros; save it as .docx")
        types[row.get("PartName", "").lstrip("/") or f"*.{row.get('Extension', '')}"] = kind
    return types


def _owner(name: str) -> str:
    folder, base = posixpath.split(name)
    return posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))


def _relations(archive: zipfile.ZipFile, name: str) -> tuple[Relationship, ...]:
    root = parsed(_raw(archive, name, [MOST_READ]), name)
    folder, rows = posixpath.dirname(_owner(name)), []
    for row in root.iter(f"{PACKAGE}Relationship"):
        kind, target = row.get("Type", "").rsplit("/", 1)[-1], row.get("Target", "")
        external = row.get("TargetMode", "").casefold() == "external"
        if not external:
            joint = target if target.startswith("/") else posixpath.join("/", folder, target)
            if posixpath.normpath(joint.lstrip("/")).startswith("..") or re.match(r"[A-Za-z][A-Za-z+.-]*:|\\\\|//", target):
                raise WordError(Refusal.EXTERNAL, f"the file refers to something outside of itself ({kind})")
            target = posixpath.normpath(joint).lstrip("/")
        rows.append(Relationship(row.get("Id", ""), kind, target, external))
    return tuple(rows)


def _check_relations(
    relations: dict[str, tuple[Relationship, ...]], *, may_refer_outside: bool, leaves_out: bool
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    links: list[str] = []
    left_out: list[tuple[str, str]] = []
    for rows in relations.values():
        for row in rows:
            if row.kind.casefold() in ("vbaproject", "wordvbadata"):
                raise WordError(Refusal.MACROS, "the file holds macros; save it as .docx")
            if row.kind.casefold() == "afchunk" and not may_refer_outside:
                raise WordError(Refusal.EXTERNAL, "the file embeds another file in the place of words (altChunk)")
            if not row.is_external:
                continue
            if row.kind == "hyperlink":
                links.append(row.target)
            elif row.kind == "attachedTemplate" and _DRIVE.match(row.target):
                left_out.append(("template on a drive", row.target))
            elif leaves_out and row.kind == "attachedTemplate" and _SHARE.match(row.target):
                left_out.append(("template on a share", row.target))
            elif leaves_out and row.kind == "attachedTemplate" and _NET.match(row.target):
                left_out.append(("template on the net", row.target))
            elif leaves_out and row.kind == "image":
                left_out.append(("linked picture", row.target))
            elif not may_refer_outside:
                raise WordError(Refusal.EXTERNAL, f"the file fetches something from outside of itself ({row.kind})")
    return tuple(links), tuple(left_out)


def _main(relations: dict[str, tuple[Relationship, ...]], types: dict[str, str], names: frozenset[str]) -> str:
    mains = [row.target for row in relations.get("", ()) if row.kind == "officeDocument" and not row.is_external]
    if not mains or mains[0] not in names:
        raise WordError(Refusal.NOT_WORD, "the file is no Word document (it has no text)")
    by_name = {name.casefold(): kind for name, kind in types.items()}
    kind = by_name.get(mains[0].casefold(), types.get("*.xml", ""))
    if kind not in (_MAIN, _TEMPLATE):
        raise WordError(Refusal.NOT_WORD, "the file is no Word document but another of the kind")
    return mains[0]


__all__ = ["RELATIONS", "Refusal", "WordPackage", "Relationship", "WordError", "opened", "parsed"]
