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


def unseal(stored: str, *, owner: str = "") -> str:
    """The words again. Raises ``NoKeyError`` when no key fits or the stored form was tampered with.

    ``owner``: whose they have to be, where that is known. The version stands outside of what Fernet signs: a token under
    the name of the other version does not open, as what fills up newer ones is no UTF-8 and stands at the end of each.
    """
    version, _, rest = stored.partition(".")
    named, _, token = rest.partition(".")
    if version not in ("v1", "v2") or not token:
        raise NoKeyError("sealed words are not in a known form")
    if owner and named != owner:
        raise NoKeyError("sealed words are of another owner")
    try:
        plain = _cipher(named, tuple(settings.SEAL_KEYS)).decrypt(token.encode())
        return (plain if version == "v1" else _emptied(plain)).decode()
    except InvalidToken:
        raise NoKeyError("sealed words do not open with the configured keys") from None
    except UnicodeDecodeError:
        raise NoKeyError("sealed words are not of the form that they name") from None


def _emptied(plain: bytes) -> bytes:
    """Without what filled them up."""
    words = plain.rstrip(b"\0")
    if not words.endswith(_END):
        raise NoKeyError("sealed words are not of the form that they name")
    return words[: -len(_END)]


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
