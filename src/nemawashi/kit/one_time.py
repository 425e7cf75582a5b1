"""Codes that serve once: those of an authenticator (RFC 6238: SHA-1, six digits, half a minute) and those on paper.

SHA-1 is what every authenticator knows; an HMAC over it is as sound as it ever was. Nothing here knows whose a code is.
"""

import base64
import hmac
import secrets
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

PERIOD = 30  # seconds
DIGITS = 6
AROUND = 1  # steps before and after this one that are taken, too: clocks of telephones differ
KEY_BYTES = 20  # as RFC 4226 wants of SHA-1
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none is mistaken for another on paper
PAPER_SIGNS, GROUP = 16, 4  # 80 bits of chance


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def step_at(seconds: float) -> int:
    return int(seconds) // PERIOD


def code_of(key: bytes, step: int) -> str:
    return HOTP(key, DIGITS, SHA1()).generate(step).decode()  # noqa: S303  see above


def step_of(key: bytes, typed: str, *, seconds: float, after: int) -> int | None:
    """The step of which a code is, among those around this moment that lie behind ``after``; None where it is of none.

    ``after``: the last step of which a code was taken, so that nobody enters by a code that was looked on at.
    """
    now, fits = step_at(seconds), None
    for step in range(max(0, now - AROUND), now + AROUND + 1):
        is_same = hmac.compare_digest(code_of(key, step).encode(), typed.encode())
        if is_same and step > after:
            fits = step
    return fits


def digits(typed: str) -> str:
    """A code as it was typed, without the blanks that authenticators show; empty where it is no six digits."""
    plain = "".join(typed.split())
    return plain if len(plain) == DIGITS and plain.isascii() and plain.isdecimal() else ""


def key_words(key: bytes) -> str:
    """A key to be typed by hand: base32 in groups of four."""
    return _grouped(base64.b32encode(key).decode())


def address(key: bytes, *, account: str, issuer: str) -> str:
    """What a picture for the camera of an authenticator says."""
    secret = base64.b32encode(key).decode()
    label = f"{quote(issuer, safe='')}:{quote(account, safe='')}" if issuer else quote(account, safe="")
    asked = {"secret": secret, "digits": DIGITS, "period": PERIOD} | ({"issuer": issuer} if issuer else {})
    return f"otpauth://totp/{label}?{urlencode(asked, quote_via=quote)}"


def new_paper_code() -> str:
    """A recovery code, to be kept on paper."""
    return _grouped("".join(secrets.choice(SIGNS) for _sign in range(PAPER_SIGNS)))


def paper_code(typed: str) -> str:
    """A recovery code in the one spelling by which it is compared; empty where it is none. O is 0, I and L are 1."""
    if len(typed) > 4 * PAPER_SIGNS:
        return ""
    plain = "".join(typed.upper().replace("-", " ").split()).translate(str.maketrans("OIL", "011"))
    return plain if len(plain) == PAPER_SIGNS and set(plain) <= set(SIGNS) else ""


def _grouped(signs: str) -> str:
    joint = " " if len(signs) > PAPER_SIGNS else "-"
    return joint.join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))
