"""Pieces of a page that were packed apart make one file of gzip, whatever stands between them."""

from __future__ import annotations

import gzip

import pytest

from nemawashi.kit.formats import pieces


@pytest.mark.parametrize("length", [0, 1, pieces.LONGEST_BLOCK, pieces.LONGEST_BLOCK + 1, 3 * pieces.LONGEST_BLOCK])
def test_what_stands_as_it_is_may_have_any_length(length: int) -> None:
    own, shared = b"x" * length, b"A page of all. " * 40
    piece = pieces.packed(shared)

    whole = pieces.gzipped([(shared, piece), (own, pieces.as_it_is(own)), (shared, piece)])

    assert gzip.decompress(whole) == shared + own + shared
    assert (pieces.unpacked(piece), len(piece) < len(shared) / 4) == (shared, True)


def test_nothing_at_all_is_a_file_too() -> None:
    assert gzip.decompress(pieces.gzipped([])) == b""
    assert pieces.unpacked(pieces.packed(b"")) == b""
