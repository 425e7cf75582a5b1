"""Checkpoints of the log: signed notes that anybody may take away, cosign and hold against this server later.

A checkpoint is of the head that parties share, so that it stands still while others draft. Whoever kept one sees a log that
was cut behind it, or rewritten before it (``verify-log --against``).
"""

import base64
import binascii
import os
import re
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from nemawashi.access import log
from nemawashi.kit import notes
from nemawashi.kit.faults import NotAllowedError, NotThereError, UnreadableError, reading
from nemawashi.kit.notes import Algorithm, Checkpoint, NoteKey, NoteSigner, OpenedNote

KEY = "NEMAWASHI_CHECKPOINT_KEY"
FILE = "checkpoint-key.pem"  # in the home, where the environment names none; in no backup
_NO_NAME = re.compile(r"[\s+]+")


def origin() -> str:
    """Which log it is: the host of this server's address, and ``log``."""
    return f"{_host()}/log"


def _host() -> str:
    return _NO_NAME.sub("-", urlsplit(settings.SITE).netloc or "nemawashi.invalid")


def signer() -> NoteSigner:
    """This server's own key, made when it is first asked for. Two servers of one forum name one key in the environment."""
    named = os.environ.get(KEY, "")
    return NoteSigner(_host(), _of_environment(named) if named else _of_home(settings.HOME / FILE))


def _of_environment(named: str) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(named, validate=True))
    except (ValueError, binascii.Error) as fault:
        raise UnreadableError(f"{KEY} is no key: 32 bytes in base64") from fault


def _of_home(path: Path) -> Ed25519PrivateKey:
    """The key of this home, made where there is none; whole before it has its name, so that two workers read one."""
    if path.exists():
        return private_key(path)
    made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent) as file:  # 0600
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):  # by another worker, meanwhile
            os.link(file.name, path)
    return private_key(path)


def private_key(path: Path) -> Ed25519PrivateKey:
    """A key as ``openssl genpkey -algorithm ed25519`` writes one."""
    if not path.is_file():
        raise NotThereError(f"there is no file {path}")
    try:
        key = load_pem_private_key(path.read_bytes()[:10_000], password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise UnreadableError(f"{path.name} holds no private key without a passphrase") from fault
    if not isinstance(key, Ed25519PrivateKey):
        raise UnreadableError(f"{path.name} holds a key of another kind than Ed25519")
    return key


def public_pem(by: NoteSigner) -> bytes:
    return by.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def pem_of(key: NoteKey) -> bytes:
    """A key of somebody else, as ``openssl`` reads it."""
    return Ed25519PublicKey.from_public_bytes(key.public).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def own_keys() -> list[NoteKey]:
    own = signer()
    return [own.public(Algorithm.SIGNATURE), own.public(Algorithm.COSIGNATURE)]


def current() -> str:
    """A signed note of the present head; the same head makes the same note."""
    head = log.head()
    return notes.signed(Checkpoint(origin(), head.count, head.digest).text, signer())


def cosigned(note: str, by: NoteSigner, *, at: int, keys: Iterable[NoteKey]) -> str:
    """The note with one more signature. Raises ``NotAllowedError`` where ``by`` signed it already."""
    open_note = notes.opened(note, keys)
    Checkpoint.parse(open_note.text)
    if any(each.name == by.name for each in open_note.signatures):
        raise NotAllowedError(f"{by.name} signed it already")
    return notes.cosigned(note, by, at=at)


def read(path: Path, keys: Iterable[NoteKey]) -> tuple[str, OpenedNote, Checkpoint]:
    """A note from a file, with its signatures checked as far as their keys are known."""
    if not path.is_file():
        raise NotThereError(f"there is no file {path}")
    with reading(path.name):
        if path.stat().st_size > 4 * notes.LONGEST:
            raise UnreadableError(f"it has more than {4 * notes.LONGEST:,} bytes")
        try:
            note = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as fault:
            raise UnreadableError("it is not a text in UTF-8") from fault
        open_note = notes.opened(note, keys)
        return note, open_note, Checkpoint.parse(open_note.text)


def keys_in(path: Path | None) -> list[NoteKey]:
    """Keys of others, one a line, as ``nemawashi checkpoint key`` prints them; none where no file is named."""
    if path is None:
        return []
    if not path.is_file():
        raise NotThereError(f"there is no file {path}")
    lines = path.read_bytes()[:1_000_000].decode("utf-8", "replace").splitlines()
    return [NoteKey.parse(line) for line in lines if line.strip() and not line.startswith("#")]


def missing(checkpoint: Checkpoint) -> str:
    """What is wrong with the log as against a checkpoint, in words; empty where all up to it stands."""
    return log.missing_head(f"{checkpoint.count}-{checkpoint.digest}")
