"""Projects of qualitative analysis (REFI-QDA, .qdpx): texts, codes and who coded what, out strictly and in tolerantly.

A project that is written is valid against the schema of the standard; places are code points of the plain text beside it.
Of a project that is read, everything that was not understood is said, with its place.
"""

import datetime as dt
import io
import uuid
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from nemawashi.kit import faults, xml
from nemawashi.kit.coding import codebooks_qdc
from nemawashi.kit.coding.codebooks_qdc import PROJECT, clean
from nemawashi.kit.coding.values import Codebook, CodebookCode
from nemawashi.kit.corpora.readers.decoding import decoded
from nemawashi.kit.faults import DamagedError, NotThereError, UnreadableError

LARGEST = 200_000_000  # bytes of the file, and of all that is unpacked of it
MOST_SOURCES = 20_000
_SPACE = uuid.UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")
_KNOWN = {"Users", "CodeBook", "Sources", "Description"}


@dataclass(frozen=True, slots=True)
class QdaCoding:
    """A passage of a source that a coder gave a code. ``code``: its id in the codebook."""

    code: str
    coder: str
    start: int
    end: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class QdaSource:
    """A text with its codings."""

    id: str
    text: str
    codings: tuple[QdaCoding, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class QdaProject:
    """A project. ``unread``: what was not understood of one that was read, as place and reason."""

    name: str
    book: Codebook
    sources: Sequence[QdaSource]
    coders: Sequence[str] = ()
    unread: Sequence[tuple[str, str]] = ()


def written(project: QdaProject, *, at: dt.datetime) -> bytes:
    """The project as a .qdpx: the same bytes for the same project at the same moment."""
    element = _ProjectWriter(project, at)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _pack(archive, "project.qde", element.document(), at)
        for guid, source in element.files:
            _pack(archive, f"sources/{guid}.txt", source.text.encode("utf-8", "replace"), at)
    return out.getvalue()


def _pack(archive: zipfile.ZipFile, name: str, content: bytes, at: dt.datetime) -> None:
    info = zipfile.ZipInfo(name, at.astimezone(dt.UTC).timetuple()[:6])
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    archive.writestr(info, content)


class _ProjectWriter:
    """Makes the elements of a project."""

    def __init__(self, project: QdaProject, at: dt.datetime) -> None:
        self.project = project
        self.moment = at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.files: list[tuple[str, QdaSource]] = []
        named = {coding.coder for source in project.sources for coding in source.codings}
        self.coders = sorted({*project.coders, *named}) or ["Nemawashi"]

    def guid(self, *names: object) -> str:
        return str(uuid.uuid5(_SPACE, "/".join(map(str, (self.project.name, *names)))))

    def document(self) -> bytes:
        spaces: Any = {None: PROJECT}
        root = etree.Element(etree.QName(PROJECT, "Project"), nsmap=spaces)
        root.set("name", clean(self.project.name))
        root.set("origin", codebooks_qdc.ORIGIN)
        root.set("creatingUserGUID", self.guid("user", self.coders[0]))
        root.set("creationDateTime", self.moment)
        users = self._under(root, "Users")
        for coder in self.coders:
            self._under(users, "User", guid=self.guid("user", coder), name=clean(coder))
        book = self._under(root, "CodeBook")
        codebooks_qdc.put(self._under(book, "Codes"), self.project.book, PROJECT)
        if self.project.sources:
            sources = self._under(root, "Sources")
            for number, source in enumerate(self.project.sources):
                self._source(sources, number, source)
        return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", standalone=True, pretty_print=True))

    def _source(self, above: Any, number: int, source: QdaSource) -> None:
        guid = self.guid("source", number, source.id)
        self.files.append((self.guid("file", number, source.id), source))
        path = f"internal://{self.files[-1][0]}.txt"
        element = self._under(
            above, "TextSource", guid=guid, name=clean(source.id), plainTextPath=path,
            creatingUser=self.guid("user", self.coders[0]), creationDateTime=self.moment,
        )  # fmt: skip
        about = "\n".join(f"{key}: {value}" for key, value in source.attributes.items())
        if about:
            self._under(element, "Description").text = clean(about)
        book = self.project.book
        for order, coding in enumerate(source.codings):
            user = self.guid("user", coding.coder)
            place = self._under(
                element, "PlainTextSelection", guid=self.guid("selection", number, order),
                name=clean(source.text[coding.start : coding.end][:80]), startPosition=str(coding.start),
                endPosition=str(coding.end), creatingUser=user, creationDateTime=self.moment,
            )  # fmt: skip
            if coding.note:
                self._under(place, "Description").text = clean(coding.note)
            given = self._under(
                place, "Coding", guid=self.guid("coding", number, order), creatingUser=user, creationDateTime=self.moment
            )
            self._under(given, "CodeRef", targetGUID=book.guid(book.by_id[coding.code]))

    def _under(self, above: Any, kind: str, **fields: str) -> Any:
        element = etree.SubElement(above, etree.QName(PROJECT, kind))
        for key, value in fields.items():
            element.set(key, value)
        return element


def read(path: Path) -> QdaProject:
    """A project of any program. Raises faults that name the file; what it has beside texts and codes is told."""
    with faults.reading(path):
        if not path.exists():
            raise NotThereError("there is no such file")
        try:
            if not path.is_file() or path.stat().st_size > LARGEST:
                raise UnreadableError(f"it is no file of at most {LARGEST // 1_000_000} MB")
            with zipfile.ZipFile(path) as archive:
                return _ProjectReader(archive, path.stem).project()
        except (zipfile.BadZipFile, EOFError) as fault:
            raise DamagedError("it is no project of REFI-QDA: it cannot be unpacked") from fault
        except (OSError, NotImplementedError, RuntimeError) as fault:
            raise UnreadableError("it cannot be unpacked") from fault


class _ProjectReader:
    """Reads what there is, and notes what it does not know."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.archive, self.name = archive, name
        self.unread: list[tuple[str, str]] = []
        self.names = {info.filename.lower(): info for info in archive.infolist()}
        if sum(info.file_size for info in archive.infolist()) > LARGEST:
            raise UnreadableError(f"it holds more than {LARGEST // 1_000_000} MB")

    def project(self) -> QdaProject:
        entry = next((name for name in self.names if name.endswith(".qde") and "/" not in name), None)
        if entry is None:
            raise UnreadableError("it has no project.qde")
        root = xml.root_of(self.archive.read(self.names[entry]), what="project.qde")
        if _local(root) != "Project":
            raise UnreadableError("project.qde is no project of REFI-QDA")
        users = {_guid(each.get("guid")): each.get("name") or each.get("id") or "" for each in _all(root, "User")}
        books = [each for each in root if _local(each) == "CodeBook"]
        codes = list(codebooks_qdc.codes_of(books[0])) if books else []
        name = (root.get("name") or self.name).strip()[:200]
        book = Codebook(name, "1", codes, {"en": name})
        by_guid = {code.guid: code for code in codes if code.guid}
        for element in root:
            if _local(element) not in _KNOWN and isinstance(element.tag, str):
                count = len([each for each in element if isinstance(each.tag, str)])
                self.unread.append((_local(element), f"{count} of them: nothing here has a place for them"))
        sources = [
            source
            for above in root
            if _local(above) == "Sources"
            for number, element in enumerate(above, 1)
            if (source := self._source(element, number, users, by_guid)) is not None
        ]
        coders = list(dict.fromkeys([*users.values(), *(c.coder for source in sources for c in source.codings)]))
        return QdaProject(name, book, sources, [coder for coder in coders if coder], self.unread)

    def _source(
        self, element: Any, number: int, users: Mapping[str, str], codes: Mapping[str, CodebookCode]
    ) -> QdaSource | None:
        name = (element.get("name") or f"source {number}").strip()[:300]
        if number > MOST_SOURCES:
            raise UnreadableError(f"it has more than {MOST_SOURCES:,} sources")
        if _local(element) != "TextSource":
            self.unread.append((name, f"a {_local(element)} is not read"))
            return None
        text = self._text(element, name)
        if text is None:
            return None
        about = next((each.text or "" for each in element if _local(each) == "Description"), "")
        codings: list[QdaCoding] = []
        for each in element:
            kind = _local(each)
            if kind == "PlainTextSelection":
                codings += self._selection(each, name, text, users, codes)
            elif kind == "Coding":
                codings += self._codes([each], (0, len(text), ""), name, users, codes)
            elif kind not in ("PlainTextContent", "Description") and isinstance(each.tag, str):
                self.unread.append((name, f"{kind} has no place here"))
        return QdaSource(name, text, tuple(codings), {"description": about.strip()} if about.strip() else {})

    def _text(self, element: Any, name: str) -> str | None:
        inside = next((each for each in element if _local(each) == "PlainTextContent"), None)
        if inside is not None:
            return str(inside.text or "")
        path = element.get("plainTextPath") or ""
        key = f"sources/{path.removeprefix('internal://')}".lower()
        info = self.names.get(key) or self.names.get(path.removeprefix("internal://").lower())
        if not path or info is None:
            self.unread.append((name, "its plain text is not in the file"))
            return None
        try:
            return decoded(self.archive.read(info)).removeprefix("\ufeff")
        except UnreadableError as fault:
            self.unread.append((name, str(fault)))
            return None

    def _selection(
        self, element: Any, name: str, text: str, users: Mapping[str, str], codes: Mapping[str, CodebookCode]
    ) -> list[QdaCoding]:
        try:
            start, end = int(element.get("startPosition", "")), int(element.get("endPosition", ""))
        except ValueError:
            self.unread.append((name, "a selection has no places"))
            return []
        if not 0 <= start <= end <= len(text):
            self.unread.append((name, f"a selection from {start} to {end} lies outside of the text"))
            return []
        note = next((each.text or "" for each in element if _local(each) == "Description"), "").strip()
        given = [each for each in element if _local(each) == "Coding"]
        if not given:
            self.unread.append((name, f"the selection from {start} to {end} has no code"))
        self.unread += [(name, "a note on a selection is not read") for each in element if _local(each) == "NoteRef"]
        return self._codes(given, (start, end, note), name, users, codes)

    def _codes(
        self,
        given: Iterable[Any],
        place: tuple[int, int, str],
        name: str,
        users: Mapping[str, str],
        codes: Mapping[str, CodebookCode],
    ) -> list[QdaCoding]:
        codings = []
        for each in given:
            reference = next((_guid(inner.get("targetGUID")) for inner in each if _local(inner) == "CodeRef"), "")
            if reference not in codes:
                self.unread.append((name, f"a coding names a code that is not there: {reference or 'none'}"))
                continue
            above = each.getparent()
            user = _guid(each.get("creatingUser") or above.get("creatingUser"))
            codings.append(QdaCoding(codes[reference].id, users.get(user, ""), place[0], place[1], place[2]))
        return codings


def _local(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _all(root: Any, name: str) -> Iterable[Any]:
    return (element for element in root.iter() if _local(element) == name)


def _guid(value: str | None) -> str:
    return (value or "").strip().strip("{}").lower()
