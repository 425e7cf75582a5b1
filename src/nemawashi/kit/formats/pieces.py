"""A page in pieces that are packed once, and put together for each reader without being packed again.

A piece is a raw stream of deflate (RFC 1951) that ends on a byte and leans on nothing before it, so that pieces of one page
may stand behind each other with anything between them: words of a single reader are put there as they are. That none of
these is packed together with others' words also keeps the length of an answer from telling what they are.
"""

import struct
import zlib
from collections.abc import Iterable

_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # RFC 1952: deflate, no name, no moment, no system
_END = b"\x03\x00"  # an empty block, which is the last one
LONGEST_BLOCK = 65_535  # bytes that stand as they are in one block


def packed(words: bytes) -> bytes:
    """One piece, small."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(words) + packer.flush(zlib.Z_FULL_FLUSH)


def unpacked(piece: bytes) -> bytes:
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(piece)


def as_it_is(words: bytes) -> bytes:
    """One piece that is as long as its words, and a little longer."""
    blocks = (words[at : at + LONGEST_BLOCK] for at in range(0, len(words), LONGEST_BLOCK))
    return b"".join(b"\x00" + struct.pack("<HH", len(block), len(block) ^ 0xFFFF) + block for block in blocks)


def gzipped(pieces: Iterable[tuple[bytes, bytes]]) -> bytes:
    """A file of gzip of pieces, each given as its words and as it was packed."""
    check, length, parts = 0, 0, [_HEAD]
    for words, piece in pieces:
        check, length = zlib.crc32(words, check), length + len(words)
        parts.append(piece)
    return b"".join((*parts, _END, struct.pack("<II", check, length & 0xFFFFFFFF)))
