"""Canonical bytes of a language version, and their digest: what adoption seals."""

import hashlib
from collections.abc import Iterable

from nemawashi.kit.clauses.spans import normal


def canonical_bytes(clauses: Iterable[tuple[str, str, str]]) -> bytes:
    """UTF-8 of one line a clause, ``number TAB kind TAB words``; words in NFC with LF written as U+2028.

    The form is stable: it holds no typography, no identifiers and no dates of ours, so that anybody who has the words
    can compute it again.
    """
    lines = [f"{number}\t{kind}\t{normal(words).replace(chr(10), chr(0x2028))}\n" for number, kind, words in clauses]
    return "".join(lines).encode("utf-8")


def digest(clauses: Iterable[tuple[str, str, str]]) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal; ``sha256sum`` over an export gives the same."""
    return hashlib.sha256(canonical_bytes(clauses)).hexdigest()
