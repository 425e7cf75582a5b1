"""A secret shared among several so that some of them together have it and fewer have nothing.

What is shared are 256 bits of chance, by Shamir's scheme as SLIP-0039 words it: each share is a row of English words with a
checksum of its own, so that it can be written on paper, and a slip of the pen is found out. With them the secret itself is
locked in a box, which may be of any length and lie anywhere.
"""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics

from nemawashi.kit.faults import DamagedError, NotAllowedError, UnreadableError

FEWEST, MOST = 2, 16  # of shares that are needed, and of shares that there are
LONGEST = 2_000  # signs of what is read as one share; thirty-three words have about 250
_HEAD = "nemawashi box 1"
_ROUNDS = 0  # the bits are chance and have no password, so that nothing is gained by making a guess slow


class NotEnoughSharesError(NotAllowedError):
    """Fewer than are needed."""

    word = "not enough"


@dataclass(frozen=True)
class SharedSecret:
    """The box, as text, and the shares that open it."""

    box: str
    shares: tuple[str, ...]


def shared(secret: bytes, *, needed: int, of: int) -> SharedSecret:
    """Lock a secret in a box that any ``needed`` of ``of`` shares open. Raises ``NotAllowedError`` for other numbers."""
    if not FEWEST <= needed <= of <= MOST:
        raise NotAllowedError(f"of {FEWEST} to {MOST} shares, {FEWEST} or more are needed, and not more than there are")
    master = secrets.token_bytes(32)
    rows = generate_mnemonics(1, [(needed, of)], master, iteration_exponent=_ROUNDS)[0]
    return SharedSecret(f"{_HEAD}\n{_cipher(master).encrypt(secret).decode()}\n", tuple(rows))


def opened(box: str, shares: Sequence[str]) -> bytes:
    """The secret, by the box and shares in any order; what is more than needed is looked at, too.

    Raises ``NotEnoughSharesError``, ``UnreadableError`` for a share that is none or of another box, and ``DamagedError``
    for a box that these shares do not open.
    """
    head, _, token = box.strip().partition("\n")
    if head != _HEAD:
        raise UnreadableError("it is no box of keys")
    rows = [_share(words, number) for number, words in enumerate(shares, 1)]
    distinct = {row.index: row for row in rows}
    if len({row.common_parameters() for row in rows}) > 1:
        raise UnreadableError("the shares are of several boxes")
    needed = rows[0].member_threshold if rows else FEWEST
    if len(distinct) < needed:
        raise NotEnoughSharesError(f"{needed} different shares are needed, and {len(distinct)} were given")
    try:
        master = combine_mnemonics([row.mnemonic() for row in list(distinct.values())[:needed]])
        rest = [row.mnemonic() for row in list(distinct.values())[-needed:]]
        if combine_mnemonics(rest) != master:
            raise UnreadableError("the shares contradict each other")
        return _cipher(master).decrypt(token.strip().encode())
    except MnemonicError:
        raise UnreadableError("the shares do not belong together") from None
    except InvalidToken:
        raise DamagedError("the box was altered, or is not the one of these shares") from None


def _share(words: str, number: int) -> Share:
    row = " ".join(words[: LONGEST + 1].lower().split())
    if len(words) > LONGEST or not row:
        raise UnreadableError(f"share {number} is none: about thirty words are")
    try:
        return Share.from_mnemonic(row)
    except MnemonicError:
        raise UnreadableError(f"share {number} is none, or a word of it was copied wrongly") from None


def _cipher(master: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(master))
