"""Signed notes and checkpoints of a log, in the forms that transparency logs share (C2SP signed-note, tlog-checkpoint,
tlog-cosignature), by Ed25519.

A note is its text, an empty line, and a line for each signature. A signature says which key made it by four bytes; whose
key that is, the reader knows from elsewhere. What a reader has no key for is named, and counts for nothing.
"""

import base64
import binascii
import hashlib
import re
import struct
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from nemawashi.kit.faults import UnreadableError

LONGEST = 100_000  # signs of a note
MOST_SIGNATURES = 100
_NAME = re.compile(r"[^\s+]{1,120}")
_LINE = re.compile(r"— ([^\s+]{1,120}) ([A-Za-z0-9+/]{8,400}={0,2})")


class NoteError(UnreadableError):
    """It is no note of this form, or a signature under it is not by the key whose name it bears."""

    word = "note"


class Algorithm(IntEnum):
    SIGNATURE = 1  # Ed25519 over the text
    COSIGNATURE = 4  # Ed25519 over the text and the moment of signing


LENGTHS = {Algorithm.SIGNATURE: 64, Algorithm.COSIGNATURE: 72}  # bytes of what each makes


@dataclass(frozen=True)
class NoteKey:
    """A public key with the name under which it signs."""

    name: str
    algorithm: Algorithm
    public: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or len(self.public) != 32:
            raise NoteError(f"{self.name[:120]!r} is no name of a key: one word without a plus sign")

    @property
    def id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public).digest()[:4]

    def __str__(self) -> str:
        encoded = base64.b64encode(bytes([self.algorithm]) + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{encoded}"

    @classmethod
    def parse(cls, line: str) -> "NoteKey":
        """``name+id+key`` as a signer hands it out."""
        name, _plus, rest = line.strip().partition("+")
        hashed, _plus, encoded = rest.partition("+")
        try:
            raw = base64.b64decode(encoded, validate=True)
            key = cls(name, Algorithm(raw[0]), raw[1:])
        except (ValueError, IndexError, binascii.Error) as fault:
            raise NoteError(f"{line[:60]!r} is no key: name, identifier and key, with plus signs in between") from fault
        if key.id.hex() != hashed:
            raise NoteError(f"the identifier of the key of {name} is another: it was cut or altered")
        return key


@dataclass(frozen=True)
class NoteSigner:
    """A private key with the name under which it signs."""

    name: str
    key: Ed25519PrivateKey

    def public(self, algorithm: Algorithm) -> NoteKey:
        return NoteKey(self.name, algorithm, self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


@dataclass(frozen=True)
class Checkpoint:
    """Where a log stood: which log, how many entries, and the digest that stands for all of them, in hexadecimal.

    The digest is that of the chain: each entry's covers the one before. It is checked by walking the chain; there are no
    proofs of a tree.
    """

    origin: str
    count: int
    digest: str

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.count}\n{base64.b64encode(bytes.fromhex(self.digest)).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        lines = text.split("\n")
        try:
            origin, counted, encoded = lines[:3]
            digest = base64.b64decode(encoded, validate=True)
        except (ValueError, binascii.Error) as fault:
            raise NoteError("it is no checkpoint: which log, how many entries, and a digest, a line each") from fault
        if not origin or not re.fullmatch(r"0|[1-9]\d{0,17}", counted) or len(digest) != 32:
            raise NoteError("it is no checkpoint: which log, how many entries, and a digest, a line each")
        return cls(origin, int(counted), digest.hex())


@dataclass(frozen=True)
class NoteSignature:
    """A line under a note. ``at``: of a cosignature, in seconds; ``is_checked`` is false where the key is not known."""

    name: str
    at: int | None
    raw: bytes
    is_checked: bool


@dataclass(frozen=True)
class OpenedNote:
    text: str
    signatures: tuple[NoteSignature, ...]

    @property
    def signers(self) -> list[str]:
        """Who signed by a key that the reader knows, each once, however many lines it wrote."""
        return list(dict.fromkeys(each.name for each in self.signatures if each.is_checked))

    @property
    def unknown(self) -> list[str]:
        return list(dict.fromkeys(each.name for each in self.signatures if not each.is_checked))


def cosigned_bytes(text: str, at: int) -> bytes:
    """What a cosignature is made over."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def signed(text: str, signer: NoteSigner) -> str:
    """A note with its first signature. The same text and key make the same note."""
    _plain(text)
    key = signer.public(Algorithm.SIGNATURE)
    return f"{text}\n{_line(key, signer.key.sign(text.encode()))}"


def cosigned(note: str, signer: NoteSigner, *, at: int) -> str:
    """The note with one more line. Whoever cosigns says: this text, and no other at this count, was shown to me."""
    text, lines = _parted(note)
    if len(lines) >= MOST_SIGNATURES:
        raise NoteError(f"it has {MOST_SIGNATURES} signatures already")
    key = signer.public(Algorithm.COSIGNATURE)
    raw = struct.pack(">Q", at) + signer.key.sign(cosigned_bytes(text, at))
    return f"{note.rstrip()}\n{_line(key, raw)}"


def _line(key: NoteKey, raw: bytes) -> str:
    return f"— {key.name} {base64.b64encode(key.id + raw).decode()}\n"


def _plain(text: str) -> None:
    if not text.endswith("\n") or "\n\n" in text or any(ord(sign) < 32 and sign != "\n" for sign in text):
        raise NoteError("the text of a note is lines without empty ones, and ends with one")


def _parted(note: str) -> tuple[str, list[str]]:
    if len(note) > LONGEST:
        raise NoteError(f"it has more than {LONGEST:,} signs")
    head, gap, tail = note.replace("\r\n", "\n").rpartition("\n\n")
    lines = tail.rstrip("\n").split("\n")
    if not gap or len(lines) > MOST_SIGNATURES or not all(_LINE.fullmatch(line) for line in lines):
        raise NoteError("it is no signed note: a text, an empty line, and a line for each signature")
    text = f"{head}\n"
    _plain(text)
    return text, lines


def opened(note: str, keys: Iterable[NoteKey]) -> OpenedNote:
    """The note with each signature checked whose key is among ``keys``. Raises ``NoteError`` for a wrong one of these, and
    for two that one of them made: whoever signs, signs a note once. A line that stands twice is one.
    """
    text, lines = _parted(note)
    known = {(key.name, key.id): key for key in keys}
    parted = dict.fromkeys(_signature(line) for line in lines)
    signatures = tuple(_checked(*each, text, known) for each in parted)
    by_key = Counter((name, key_id) for name, key_id, _raw in parted if (name, key_id) in known)
    for (name, _id), count in by_key.items():
        if count > 1:
            raise NoteError(f"it bears {count} signatures by one key of {name}, where a key signs once")
    return OpenedNote(text, signatures)


def _signature(line: str) -> tuple[str, bytes, bytes]:
    """Whose a line says it is, by which key, and what was signed."""
    match = _LINE.fullmatch(line)
    assert match is not None  # noqa: S101  a note is parted into such lines
    try:
        raw = base64.b64decode(match[2], validate=True)
    except (ValueError, binascii.Error) as fault:
        raise NoteError(f"the signature of {match[1]} cannot be read") from fault
    return match[1], raw[:4], raw[4:]


def _checked(name: str, key_id: bytes, raw: bytes, text: str, known: dict[tuple[str, bytes], NoteKey]) -> NoteSignature:
    key = known.get((name, key_id))
    at = struct.unpack(">Q", raw[:8])[0] if len(raw) == 72 else None
    if key is None:
        return NoteSignature(name, at, raw, is_checked=False)
    said = text.encode() if key.algorithm == Algorithm.SIGNATURE else cosigned_bytes(text, at or 0)
    if len(raw) != LENGTHS[key.algorithm]:  # else signs before the signature would make another line of it
        raise NoteError(f"the signature of {name} is wrong: it has {len(raw)} bytes, not {LENGTHS[key.algorithm]}")
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(raw[-64:], said)
    except InvalidSignature as fault:
        raise NoteError(f"the signature of {name} is wrong: the note was altered, or {name} did not sign it") from fault
    return NoteSignature(name, at, raw, is_checked=True)
