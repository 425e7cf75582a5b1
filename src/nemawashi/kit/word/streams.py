"""Changes of several parties in one line, each party's read as if the others' were not there."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from nemawashi.kit.word.lines import Piece
from nemawashi.kit.word.names import COMES, GOES
from nemawashi.kit.word.values import Change


def names(change: Change) -> list[str]:
    """Several parties that ask for the same stand as one author, parted by semicolons."""
    return [name for name in change.author.split("; ") if name]


def parted(pieces: Sequence[Piece], parties: Collection[str]) -> list[tuple[str, list[Piece]]]:
    """Each party with its own pieces; first, under no name, those of everybody who is no party."""
    writers = dict.fromkeys(
        name for piece in pieces for change in piece.changes for name in names(change) if name in parties
    )
    return [("", _others(pieces, parties)), *((name, _own(pieces, name)) for name in writers)]


def _others(pieces: Iterable[Piece], parties: Collection[str]) -> list[Piece]:
    def kept(change: Change) -> Change | None:
        left = [name for name in names(change) if name not in parties]
        return replace(change, author="; ".join(left)) if left or not change.author else None

    return [
        piece_left for piece in pieces if (piece_left := _as(piece, [kept(change) for change in piece.changes])) is not None
    ]


def _own(pieces: Iterable[Piece], name: str) -> list[Piece]:
    def kept(change: Change) -> Change | None:
        return replace(change, author=name) if name in names(change) else None

    return [
        piece_left for piece in pieces if (piece_left := _as(piece, [kept(change) for change in piece.changes])) is not None
    ]


def _as(piece: Piece, changes: Iterable[Change | None]) -> Piece | None:
    """The piece with these changes alone; None for words that somebody else brings."""
    held = tuple(change for change in changes if change is not None)
    came = any(change.kind in COMES for change in piece.changes)
    if came and not any(change.kind in COMES for change in held):
        return None
    return replace(piece, final=not any(change.kind in GOES for change in held), changes=held)
