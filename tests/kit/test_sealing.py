"""The seal: the same words give the same bytes however they were typed, and any other word gives others."""

import hashlib
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nemawashi.kit.clauses.sealing import canonical_bytes, digest
from nemawashi.kit.clauses.spans import normal

WORDS = st.text(alphabet="ab йёが語é\n", min_size=1, max_size=20)


def clauses(words: str) -> list[tuple[str, str, str]]:
    return [("", "title", "Declaration"), ("1", "operative", words)]


def test_the_bytes_are_one_line_a_clause() -> None:
    told = canonical_bytes(clauses("The parties\nwill meet."))

    assert told == "\ttitle\tDeclaration\n1\toperative\tThe parties\u2028will meet.\n".encode()
    assert digest(clauses("The parties\nwill meet.")) == hashlib.sha256(told).hexdigest()


@given(WORDS)
def test_composed_and_decomposed_words_are_sealed_alike(words: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, words) for form in ("NFC", "NFD"))

    assert canonical_bytes(clauses(composed)) == canonical_bytes(clauses(decomposed))


@given(WORDS)
def test_line_ends_are_sealed_alike(words: str) -> None:
    windows, old_mac = words.replace("\n", "\r\n"), words.replace("\n", "\r")

    assert canonical_bytes(clauses(windows)) == canonical_bytes(clauses(words)) == canonical_bytes(clauses(old_mac))


@given(WORDS, WORDS)
def test_other_words_give_another_digest(one: str, other: str) -> None:
    assume(normal(one) != normal(other))

    assert digest(clauses(one)) != digest(clauses(other))


@pytest.mark.parametrize(
    "changed",
    [
        [("1", "operative", "The parties will meet.")],
        [("", "title", "Declaration"), ("2", "operative", "The parties will meet.")],
        [("", "title", "Declaration"), ("1", "sub", "The parties will meet.")],
        [("1", "operative", "The parties will meet."), ("", "title", "Declaration")],
    ],
    ids=["clause left out", "number", "kind", "order"],
)
def test_another_text_around_the_words_gives_another_digest(changed: list[tuple[str, str, str]]) -> None:
    assert digest(changed) != digest(clauses("The parties will meet."))
