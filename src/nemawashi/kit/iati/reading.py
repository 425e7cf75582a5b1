"""Activities of a file of any size, one after the other, each looked at by itself.

What is wrong with one activity refuses that one. What is wrong with the file (cut off, hostile, another version) raises
``FileError`` at the place at which it is met, so whoever takes activities in takes them in one transaction.
"""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from nemawashi.kit import xml
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.iati import rules, schema
from nemawashi.kit.iati.rules import Flaw

CHUNK = 1 << 16
MOST_OF_ONE = 8_000_000  # bytes from one activity to the next: the largest of real publishers has some 3 MB
MOST_TAGS_OF_ONE = 400_000  # signs "<" of one activity: twice its elements, of some 120 bytes each
_CUT = "it is cut off"
_ROOT, _ONE = "iati-activities", "iati-activity"


class FileError(UnreadableError):
    """The file is not read, and nothing of it is. ``line``: where that was met; 0 where that says nothing."""

    word = "unreadable"

    def __init__(self, reason: str, *, word: str = "", line: int = 0) -> None:
        super().__init__(f"line {line}: {reason}" if line else reason, word=word, place=f"line {line}" if line else "")
        self.reason, self.line = reason, line


@dataclass(frozen=True, slots=True)
class Seen:
    """An activity as it came by. ``node`` is there until the next one is asked for."""

    node: etree._Element
    line: int
    identifier: str
    findings: list[Flaw]

    @property
    def refused(self) -> Flaw | None:
        """Why nothing of it is taken in; None where it is."""
        return next((each for each in self.findings if each.refuses), None)

    @property
    def transactions(self) -> int:
        return sum(1 for _ in self.node.iterchildren("transaction"))


@dataclass(frozen=True, slots=True)
class FileHead:
    """What the root of a file says of it."""

    version: str
    generated: str = ""


def activities(file: Path, *, today: dt.date, tell: Callable[[FileHead], None] | None = None) -> Iterator[Seen]:
    """Each activity of a file with what is wrong with it. Raises ``FileError``, which refuses the file."""
    try:
        with file.open("rb") as stream:
            yield from of_stream(stream, today=today, tell=tell)
    except OSError as fault:
        raise FileError(_why(file, fault), word="not there") from None


def of_stream(stream: BinaryIO, *, today: dt.date, tell: Callable[[FileHead], None] | None = None) -> Iterator[Seen]:
    """The same of a file that is open, or that was sent."""
    with closing(_Names()) as names:
        yield from _Walk(stream, names, today.isoformat(), tell).seen()


def _why(file: Path, fault: OSError) -> str:
    if file.is_dir():
        return "it is a folder, not a file"
    return "there is no such file" if isinstance(fault, FileNotFoundError) else f"it cannot be opened: {fault.strerror}"


class _Walk:
    """One way through a file."""

    def __init__(self, stream: BinaryIO, names: "_Names", today: str, tell: Callable[[FileHead], None] | None) -> None:
        self.stream, self.names, self.today, self.tell = stream, names, today, tell
        self.root: etree._Element | None = None
        self.schema = schema.of("2.03")
        self.is_met = False

    def seen(self) -> Iterator[Seen]:
        parser = etree.XMLPullParser(
            events=("start", "end"), tag=(_ROOT, _ONE, "iati-organisations"), resolve_entities=False, no_network=True,
            load_dtd=False, dtd_validation=False, attribute_defaults=False, huge_tree=False, remove_comments=True,
            remove_pis=True, remove_blank_text=True, collect_ids=False,
        )  # fmt: skip
        etree.clear_error_log()  # what is logged from here on is of this file
        since = tags = 0
        head, tail = True, b""
        while chunk := self.stream.read(CHUNK):
            if head:
                _refuse_type(chunk)
                head = False
            since, tags = since + len(chunk), tags + chunk.count(b"<")
            tail = chunk[-80:]
            self._fed(parser, chunk)
            events: Any = parser.read_events()
            for event, node in events:
                if event == "start":
                    self._begun(node)
                elif node.tag == _ONE and node.getparent() is self.root:
                    yield self._one(node)
                    _let_go(node)
                    since = tags = 0
            if tags > MOST_TAGS_OF_ONE:
                raise FileError(f"one activity has more than {MOST_TAGS_OF_ONE // 2:,} elements", word="too large")
            if since > MOST_OF_ONE:
                what = "one activity" if self.root is not None else "what stands before the first activity"
                raise FileError(f"{what} has more than {MOST_OF_ONE // 1_000_000} MB", word="too large")
        if head:
            raise FileError("it is empty", word="empty")
        self._closed(parser, tail)

    def _fed(self, parser: etree.XMLPullParser, chunk: bytes) -> None:
        try:
            parser.feed(chunk)
        except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
            raise _broken(fault) from None

    def _closed(self, parser: etree.XMLPullParser, tail: bytes) -> None:
        try:
            parser.close()
        except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
            damage = _broken(fault)
            is_whole = b"activities>" in tail.replace(b"\0", b"")
            raise damage if is_whole or self.root is None else FileError(_CUT, word="cut off", line=damage.line) from None
        if self.root is None:
            raise FileError("it holds no <iati-activities>", word="another form")
        if not self.is_met:
            raise FileError("it holds no activity", word="empty")

    def _begun(self, node: etree._Element) -> None:
        """Look at the root before anything in it: a document type, another form, another version."""
        if self.root is not None:
            return
        top = node.getroottree().getroot()
        about: Any = top.getroottree().docinfo
        if about.doctype:
            raise _typed()
        if top.tag == "iati-organisations":
            raise FileError("it is a file of organisations; activities are read", word="another form")
        if top.tag != _ROOT:
            name = xml.name(top) or "nothing"
            raise FileError(
                f"its root is <{name:.40}>, not <iati-activities>", word="another form", line=rules.line_of(top)
            )
        version = (top.get("version") or "").strip()
        if version not in schema.VERSIONS:
            raise FileError(_other(version), word="another version", line=rules.line_of(top))
        self.root, self.schema = top, schema.of(version)
        if self.tell:
            self.tell(FileHead(version, top.get("generated-datetime", "")))

    def _one(self, node: etree._Element) -> Seen:
        self.is_met = True
        line = rules.line_of(node)
        name = next(((each.text or "").strip() for each in node.iterchildren("iati-identifier")), "")
        findings = self._stray(node)
        fault = schema.first_fault(self.schema, node)
        if fault:
            findings.append(Flaw(fault[0], "schema", fault[1], refuses=True))
        else:
            findings += rules.findings(node, today=self.today)
        first = self.names.first(name, line) if name else 0
        if first:
            why = f"the identifier stands on line {first}, too"
            findings.append(Flaw(line, "identifier-twice", why, refuses=True, what=str(first)))
        return Seen(node, line, name, findings)

    def _stray(self, node: etree._Element) -> list[Flaw]:
        """What stands between the last activity and this one and belongs to no namespace of its own."""
        return [
            Flaw(
                rules.line_of(other), "schema", f"<{xml.name(other):.40}> does not belong between activities", refuses=True
            )
            for other in node.itersiblings(preceding=True)
            if not xml.space(other) and isinstance(other.tag, str) and other.tag != _ONE
        ]


class _Names:
    """Identifiers of a file with the lines on which they stand: kept on disk, as the memory has no room for all."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("")
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute("PRAGMA cache_size = -2000")
        self._rows.execute("CREATE TABLE names (name BLOB PRIMARY KEY, line INTEGER) WITHOUT ROWID")

    def first(self, name: str, line: int) -> int:
        """The line on which a name stood before; 0 where it stands here for the first time."""
        key = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=12).digest()
        taken = self._rows.execute("INSERT OR IGNORE INTO names VALUES (?, ?)", (key, line))
        if taken.rowcount:
            return 0
        return int(self._rows.execute("SELECT line FROM names WHERE name = ?", (key,)).fetchone()[0]) or 1

    def close(self) -> None:
        self._rows.close()


def _let_go(node: etree._Element) -> None:
    parent = node.getparent()
    node.clear()
    if parent is not None:
        while node.getprevious() is not None:
            del parent[0]


def _refuse_type(head: bytes) -> None:
    try:
        if xml.declares_a_type(head):
            raise _typed()
    except xml.XmlError as fault:
        raise FileError(str(fault), word=fault.word) from None


def _typed() -> FileError:
    return FileError("it declares a document type or entities, which are not read for safety", word="entities")


def _other(version: str) -> str:
    if not version:
        return "the root names no version; 2.01, 2.02 and 2.03 are read"
    if version.startswith("1"):
        return f"it is of version {version:.10}, whose activities are built otherwise; 2.01, 2.02 and 2.03 are read"
    return f"it is of version {version:.10}; 2.01, 2.02 and 2.03 are read"


def _broken(fault: Exception) -> FileError:
    """The file is damaged or hostile: in our words, with the line."""
    logged = getattr(fault, "error_log", None) or ()
    fatal = [entry.message for entry in logged if entry.domain_name == "PARSER" and entry.level_name == "FATAL"]
    said = fatal[-1] if fatal else str(fault)
    position = getattr(fault, "position", None)
    line = int(position[0]) if position else 0
    low = said.lower()
    if "excessive depth" in low or "maximum depth" in low:
        return FileError("elements are nested more deeply than a file may have them", word="too deep", line=line)
    if "out of allowed range" in low or "invalid char" in low:
        return FileError("it holds a sign that XML does not allow", word="damaged", line=line)
    if "entity" in low:
        return FileError("it uses an entity that XML does not know", word="entities", line=line)
    if "huge" in low or "too long" in low or "too big" in low or "buffer" in low or "limit" in low:
        return FileError("a name, an attribute or a text is longer than is read", word="too large", line=line)
    if "encoding" in low or "encoder" in low or "utf-8" in low or "bytes:" in low:
        return FileError("its bytes are not of the encoding that it names", word="encoding", line=line)
    if "premature end" in low or "couldn't find end" in low or "unclosed" in low or "no element found" in low:
        return FileError(_CUT, word="cut off", line=line)
    return FileError(f"it is no well-formed XML ({said.split(', line')[0]:.120})", word="damaged", line=line)
