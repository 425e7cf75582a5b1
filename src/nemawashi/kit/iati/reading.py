"""Activities of a file of any size, one after the other, each looked at by itself.

What is wrong with one activity refuses that one. What is wrong with the file (cut off, hostile, another version) raises
``FileError`` at the place at which it is met, so whoever takes activities in takes them in one transaction.
"""

import datetime as dt
import re
import sqlite3
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from itertools import takewhile
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from nemawashi.kit import xml
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.iati import cutting, rules, schema
from nemawashi.kit.iati.cutting import FilePiece, PieceCutter
from nemawashi.kit.iati.glancing import Glance
from nemawashi.kit.iati.rules import IN_FULL, Flaw

CHUNK = 1 << 16
MOST_OF_ONE = 8_000_000  # bytes from one activity to the next: the largest of real publishers has some 3 MB
MOST_TAGS_OF_ONE = 400_000  # signs "<" of one activity: twice its elements, of some 120 bytes each
_BITS = 1 << 23  # of all names of a file: a megabyte
_MOST_WAITING = 1_000  # names
_CUT = "it is cut off"
_UNKNOWN = "it uses an entity that XML does not know"
_LINE = re.compile(r" line (\d{1,9})(?= and )")
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


_SAFE: dict[str, Any] = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "dtd_validation": False, "attribute_defaults": False,
    "huge_tree": False, "remove_comments": True, "remove_pis": True, "remove_blank_text": True, "collect_ids": False,
}  # fmt: skip


class _Walk:
    """One way through a file: piece by piece, and event by event from where that cannot go on."""

    def __init__(self, stream: BinaryIO, names: "_Names", today: str, tell: Callable[[FileHead], None] | None) -> None:
        self.stream, self.names, self.today, self.tell = stream, names, today, tell
        self.root: etree._Element | None = None
        self.schema = schema.of("2.03")
        self.glance = Glance(today)
        self.is_met = self.is_told = False
        self.before = 0  # lines of the file before what is parsed

    def seen(self) -> Iterator[Seen]:
        etree.clear_error_log()  # what is logged from here on is of this file
        head = self.stream.read(CHUNK)
        if not head:
            raise FileError("it is empty", word="empty")
        _refuse_type(head)
        opening = cutting.opening(head)
        if opening and (root := _parsed(parser := etree.XMLParser(**_SAFE), opening, cutting.END)) is not None:
            self._begun(root)
            cutter = PieceCutter(self.stream, head[len(opening) :], most=MOST_OF_ONE)
            yield from self._pieces(cutter, opening, parser)
            if not cutter.left:
                return
            head, cutter.left = opening + cutter.left, b""
            etree.clear_error_log()
        yield from self._events(head)

    def _pieces(self, cutter: PieceCutter, opening: bytes, parser: etree.XMLParser) -> Iterator[Seen]:
        """As far as each piece is well-formed; the cutter has left what is not."""
        for cut in cutter.pieces():
            left = yield from self._piece(cut, opening, parser)
            if left:
                cutter.left = left + cutter.left
                return
        if not (cutter.left or self.is_met):
            raise FileError("it holds no activity", word="empty")

    def _piece(self, cut: FilePiece, opening: bytes, parser: etree.XMLParser) -> Generator[Seen, None, bytes]:
        """The activities of a piece; returns what of it is not well-formed, or too large for one."""
        size = len(cut.words)
        is_large = size > MOST_OF_ONE or (size > MOST_TAGS_OF_ONE and cut.words.count(b"<") > MOST_TAGS_OF_ONE)
        root = None if is_large else _parsed(parser, opening, cut.words, cut.behind)
        if root is None:
            return cut.words
        if cut.is_long(root):
            former, latter = cut.halves()
            left = yield from self._piece(former, opening, parser)
            return left + latter.words if left else (yield from self._piece(latter, opening, parser))
        yield from self._ones(root, cut)
        if not cut.is_last:
            self.before += cut.lines(root, opening.count(b"\n"))
        return b""

    def _ones(self, root: etree._Element, cut: FilePiece) -> Iterator[Seen]:
        ones = list(root.iterchildren(_ONE))
        if not ones:
            return
        words = cut.ones() if cut.is_plain and len(cut.ends) == len(ones) else None
        faults = schema.first_faults(self.schema, root)
        for place, node in enumerate(ones):
            yield self._one(node, faults.get(place), words[place] if words else b"")

    def _chunks(self, head: bytes) -> Iterator[bytes]:
        for begin in range(0, len(head), CHUNK):
            yield head[begin : begin + CHUNK]
        while chunk := self.stream.read(CHUNK):
            yield chunk

    def _events(self, head: bytes) -> Iterator[Seen]:
        parser = etree.XMLPullParser(events=("start", "end"), tag=(_ROOT, _ONE, "iati-organisations"), **_SAFE)
        self.root = None
        since = tags = 0
        tail = b""
        for chunk in self._chunks(head):
            since, tags = since + len(chunk), tags + chunk.count(b"<")
            tail = chunk[-80:]
            self._fed(parser, chunk)
            events: Any = parser.read_events()
            for event, node in events:
                if event == "start":
                    self._begun(node)
                elif node.tag == _ONE and node.getparent() is self.root:
                    yield self._one(node, schema.first_fault(self.schema, node))
                    _let_go(node)
                    since = tags = 0
            if tags > MOST_TAGS_OF_ONE:
                raise FileError(f"one activity has more than {MOST_TAGS_OF_ONE // 2:,} elements", word="too large")
            if since > MOST_OF_ONE:
                what = "one activity" if self.root is not None else "what stands before the first activity"
                raise FileError(f"{what} has more than {MOST_OF_ONE // 1_000_000} MB", word="too large")
        self._closed(parser, tail)

    def _fed(self, parser: etree.XMLPullParser, chunk: bytes) -> None:
        try:
            parser.feed(chunk)
        except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
            raise _broken(fault, self.before) from None

    def _closed(self, parser: etree.XMLPullParser, tail: bytes) -> None:
        try:
            parser.close()
        except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
            damage = _broken(fault, self.before)
            is_known = _UNKNOWN in damage.sentence or b"activities>" in tail.replace(b"\0", b"")
            raise damage if is_known or self.root is None else FileError(_CUT, word="cut off", line=damage.line) from None
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
        if self.tell and not self.is_told:
            self.is_told = True
            self.tell(FileHead(version, top.get("generated-datetime", "")))

    def _one(self, node: etree._Element, fault: tuple[int, str] | None, words: bytes = b"") -> Seen:
        """An activity, with the first thing that its schema forbids and, where they can be told, its words in the file."""
        self.is_met = True
        line = rules.line_of(node) + self.before
        name = next(((each.text or "").strip() for each in node.iterchildren("iati-identifier")), "")
        flaws = self._stray(node)
        if fault:
            flaws.append(Flaw(fault[0] + self.before, "schema", fault[1], refuses=True))
        else:
            look = self.glance.at(words, name) if words else IN_FULL
            flaws += rules.findings(node, today=self.today, before=self.before, look=look)
        first = self.names.first(name, line) if name else 0
        if first:
            why = f"the identifier stands on line {first}, too"
            flaws.append(Flaw(line, "identifier-twice", why, refuses=True, what=str(first)))
        return Seen(node, line, name, flaws)

    def _stray(self, node: etree._Element) -> list[Flaw]:
        """What stands between the last activity and this one and belongs to no namespace of its own."""
        other = node.getprevious()
        if other is None or other.tag == _ONE:
            return []
        return [
            Flaw(
                rules.line_of(other) + self.before,
                "schema",
                f"<{xml.name(other):.40}> does not belong between activities",
                refuses=True,
            )
            for other in takewhile(lambda other: other.tag != _ONE, node.itersiblings(preceding=True))
            if not xml.space(other) and isinstance(other.tag, str)
        ]


def _parsed(parser: etree.XMLParser, *parts: bytes) -> etree._Element | None:
    """The root of what the parts are together; None where they are not well-formed. Of large parts no copy is made."""
    try:
        if sum(map(len, parts)) < 4 * cutting.PIECE:
            return etree.fromstring(b"".join(parts), parser)
        for part in parts:
            for begin in range(0, len(part), CHUNK):
                parser.feed(part[begin : begin + CHUNK])
        return parser.close()
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return None


class _Names:
    """Identifiers of a file with the lines on which they stand: kept on disk, as the memory has no room for all.

    Most stand once. Two bits of each say so without a look at the disk, on which new ones are then put many at once.
    """

    def __init__(self) -> None:
        self._rows = sqlite3.connect("")
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute("PRAGMA cache_size = -2000")
        self._rows.execute("CREATE TABLE names (name BLOB PRIMARY KEY, line INTEGER) WITHOUT ROWID")
        self._bits = bytearray(_BITS >> 3)
        self._waiting: dict[bytes, int] = {}

    def first(self, name: str, line: int) -> int:
        """The line on which a name stood before; 0 where it stands here for the first time."""
        key = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=12).digest()
        if key in self._waiting:
            return self._waiting[key] or 1
        if not self._is_new(key):
            row = self._rows.execute("SELECT line FROM names WHERE name = ?", (key,)).fetchone()
            if row:
                return int(row[0]) or 1
        self._waiting[key] = line
        if len(self._waiting) >= _MOST_WAITING:
            self._rows.executemany("INSERT INTO names VALUES (?, ?)", sorted(self._waiting.items()))
            self._waiting = {}
        return 0

    def _is_new(self, key: bytes) -> bool:
        """Whether its bits were not both there; they are from now on."""
        bits, both = self._bits, int.from_bytes(key[:8], "big")
        one, other = both % _BITS, (both >> 32) % _BITS
        is_new = not (bits[one >> 3] >> (one & 7) & bits[other >> 3] >> (other & 7) & 1)
        bits[one >> 3] |= 1 << (one & 7)
        bits[other >> 3] |= 1 << (other & 7)
        return is_new

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


def _broken(fault: Exception, before: int) -> FileError:
    """The file is damaged or hostile: in our words, with the line; ``before``: lines before what was parsed."""
    logged = getattr(fault, "error_log", None) or ()
    fatal = [entry for entry in logged if entry.domain_name == "PARSER" and entry.level_name == "FATAL"]
    if fatal and fatal[0].message.endswith("not defined"):  # the parser goes on behind it, and ends on something else
        return FileError(_UNKNOWN, word="entities", line=fatal[0].line + before)
    said = fatal[-1].message if fatal else str(fault)
    position = getattr(fault, "position", None)
    line = int(position[0]) + before if position else 0
    low = said.lower()
    if "excessive depth" in low or "maximum depth" in low:
        return FileError("elements are nested more deeply than a file may have them", word="too deep", line=line)
    if "out of allowed range" in low or "invalid char" in low:
        return FileError("it holds a sign that XML does not allow", word="damaged", line=line)
    if "entity" in low:
        return FileError("what begins with & and stands for a sign is not ended", word="entities", line=line)
    if "huge" in low or "too long" in low or "too big" in low or "buffer" in low or "limit" in low:
        return FileError("a name, an attribute or a text is longer than is read", word="too large", line=line)
    if "encoding" in low or "encoder" in low or "utf-8" in low or "bytes:" in low:
        return FileError("its bytes are not of the encoding that it names", word="encoding", line=line)
    if "premature end" in low or "couldn't find end" in low or "unclosed" in low or "no element found" in low:
        return FileError(_CUT, word="cut off", line=line)
    said = _LINE.sub(lambda named: f" line {int(named[1]) + before}", said.split(", line")[0])
    return FileError(f"it is no well-formed XML ({said:.120})", word="damaged", line=line)
