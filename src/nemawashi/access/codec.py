"""The one codec through which sealed words pass on their way to and from the disk.

Words are encrypted with a key derived for their owner from ``settings.SEAL_KEYS`` (newest first, older ones still
open), so a copy of the database file or a backup shows no delegation's drafts. Form: ``v1.<owner>.<Fernet token>``.
"""

import base64
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


@lru_cache(maxsize=256)
def _cipher(owner: str, keys: tuple[str, ...]) -> MultiFernet:
    derived = []
    for key in keys:
        kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"nemawashi sealed {owner}".encode())
        derived.append(Fernet(base64.urlsafe_b64encode(kdf.derive(key.encode()))))
    return MultiFernet(derived)


def seal(words: str, *, owner: str) -> str:
    """Words as they go to the disk; ``owner`` is ``party-<id>`` or ``user-<id>``."""
    token = _cipher(owner, tuple(settings.SEAL_KEYS)).encrypt(words.encode())
    return f"v1.{owner}.{token.decode()}"


def unseal(stored: str) -> str:
    """The words again. Raises ``NoKeyError`` when no key fits or the stored form was tampered with."""
    version, _, rest = stored.partition(".")
    owner, _, token = rest.partition(".")
    if version != "v1" or not token:
        raise NoKeyError("sealed words are not in a known form")
    try:
        return _cipher(owner, tuple(settings.SEAL_KEYS)).decrypt(token.encode()).decode()
    except InvalidToken:
        raise NoKeyError("sealed words do not open with the configured keys") from None
