"""The one codec through which sealed words pass on their way to and from the disk.

Words are encrypted with a key derived for their owner from ``settings.SEAL_KEYS`` (newest first, older ones still
open), so a copy of the database file or a backup shows no delegation's drafts, nor how long they are, nor when they were
written. Form: ``v2.<owner>.<Fernet token>``, the token made at moment 0 of words that were filled up. ``v1`` is read as
well: tokens with their moment, of words as long as they are.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext

from nemawashi.kit.faults import NotThereError


class NoKeyError(NotThereError):
    """Sealed words that none of the configured keys opens."""


class Unopened(str):
    """What stands in the place of sealed words that no key of this server opens: a sentence in the language of the page.

    ``stored`` is what the table holds, and goes back there as it is, so that the words open again with their key. No
    statement takes the sentence to another table (``access.seal.guard``), no act takes such a row (``access.acts.hold``).
    """

    stored: str

    @classmethod
    def of(cls, stored: str) -> "Unopened":
        words = cls(gettext("sealed, cannot be opened with the keys of this server"))
        words.stored = stored
        return words


LEAST = 2048  # bytes: what is shorter looks alike; a draft of four hundred Japanese signs, with all that is noted of it
_END = b"\x80"  # between words and what fills them up; no words of UTF-8 that went before can be taken for it


def _derived(owner: str, key: str, use: str) -> bytes:
    kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"nemawashi {use} {owner}".encode())
    return kdf.derive(key.encode())


@lru_cache(maxsize=256)
def _cipher(owner: str, keys: tuple[str, ...]) -> MultiFernet:
    if not keys:
        raise NoKeyError("this server has no seal keys (NEMAWASHI_SEAL_KEYS)")
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(owner, key, "sealed"))) for key in keys])


def filled_length(length: int) -> int:
    """How long so many bytes are made, ``LEAST`` at least: by Padmé, which adds 12 % at most and leaves few lengths.

    Nikitin, Barman, Lueks, Underwood, Hubaux, Ford: Reducing Metadata Leakage from Encrypted Files and Communication
    with PURBs, Proceedings on Privacy Enhancing Technologies 2019 (4), section 4.
    """
    length = max(length, LEAST)
    exponent = length.bit_length() - 1
    low_bits = exponent - exponent.bit_length()
    mask = (1 << low_bits) - 1
    return (length + mask) & ~mask


def seal(words: str, *, owner: str) -> str:
    """Words as they go to the disk; ``owner`` is ``party-<id>`` or ``user-<id>``."""
    plain = words.encode() + _END
    token = _cipher(owner, tuple(settings.SEAL_KEYS)).encrypt_at_time(plain.ljust(filled_length(len(plain)), b"\0"), 0)
    return f"v2.{owner}.{token.decode()}"


def seal_as_before(words: str, *, owner: str) -> str:
    """In the form that earlier releases read: for a migration that goes back."""
    return f"v1.{owner}.{_cipher(owner, tuple(settings.SEAL_KEYS)).encrypt(words.encode()).decode()}"


def unseal(stored: str) -> str:
    """The words again. Raises ``NoKeyError`` when no key fits or the stored form was tampered with."""
    version, _, rest = stored.partition(".")
    owner, _, token = rest.partition(".")
    if version not in ("v1", "v2") or not token:
        raise NoKeyError("sealed words are not in a known form")
    try:
        plain = _cipher(owner, tuple(settings.SEAL_KEYS)).decrypt(token.encode())
    except InvalidToken:
        raise NoKeyError("sealed words do not open with the configured keys") from None
    return (plain if version == "v1" else plain.rstrip(b"\0")[: -len(_END)]).decode()


_LOW = 40  # bits of a place that say what it is of; the 23 above them say under which key


@dataclass(frozen=True, slots=True)
class RowPlaces:
    """Numbers in whose places an owner's rows are found, and which tell a copy of the disk nothing.

    All that are made under one key of one owner lie from ``first`` to ``last``: whoever asks for what lies outside has the
    rows of other keys.
    """

    key: bytes
    first: int
    last: int

    def of(self, what: str) -> int:
        return self.first + _bits(self.key, f"of {what}", _LOW)


def _bits(key: bytes, what: str, count: int) -> int:
    return int.from_bytes(hmac.digest(key, what.encode(), hashlib.sha256)[:8]) >> (64 - count)


@lru_cache(maxsize=256)
def _places(owner: str, oldest: str) -> RowPlaces:
    key = _derived(owner, oldest, "places")
    first = _bits(key, "key", 63 - _LOW) << _LOW
    return RowPlaces(key, first, first + (1 << _LOW) - 1)


def places(owner: str) -> RowPlaces:
    """The places of an owner's rows, under the oldest key of all: a newer one in front of it moves nothing."""
    if not settings.SEAL_KEYS:
        raise NoKeyError("this server has no seal keys (NEMAWASHI_SEAL_KEYS)")
    return _places(owner, settings.SEAL_KEYS[-1])
