"""Files of vectors: rows of whole numbers of eight bits with a scale, the digest of the wording of each, and which row
each clause of a segment has. They never change."""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from nemawashi.kit.lineage.writing import sync

Array = npt.NDArray[Any]
_FORM = 1
_ALIGNED = 8
_ROWS = 8192


def pressed(vectors: Array) -> tuple[Array, Array]:
    """Vectors as whole numbers from -127 to 127, and what each row is to be multiplied with."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-12) / 127
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales.astype(np.float32)


class VectorFile:
    """Vectors that are read. They lie in the memory map; a removed file stays readable while it is open."""

    def __init__(self, digests: Array, scales: Array, rows: Array, values: Array) -> None:
        self.digests, self.scales, self.rows, self.values = digests, scales, rows, values

    @classmethod
    def read(cls, path: Path, encoder: str) -> Self | None:
        """None where there is no such file, or one that is not whole or of another encoder."""
        try:
            with path.open("rb") as file:
                length = int.from_bytes(file.read(8), "little")
                head = json.loads(file.read(min(length, path.stat().st_size)))
            if head["form"] != _FORM or head["encoder"] != encoder:
                return None
            whole, at, arrays = np.memmap(path, np.uint8, "r").view(np.ndarray), 8 + length, []
            wide = head["rows"] * head["width"]
            for kind, size in (("<u8", head["rows"]), ("<f4", head["rows"]), ("<i4", head["clauses"]), ("i1", wide)):
                bytes_ = size * np.dtype(kind).itemsize
                arrays.append(whole[at : at + bytes_].view(kind))
                if len(arrays[-1]) != size:
                    return None
                at += bytes_ + -bytes_ % _ALIGNED
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return cls(arrays[0], arrays[1], arrays[2], arrays[3].reshape(head["rows"], head["width"]))

    def nearest(self, asked: Array, rows: Array, count: int) -> Iterator[tuple[Array, Array]]:
        """For each vector that is asked, the likeness and number of the nearest of these rows, nearest first."""
        likenesses, numbers = [np.zeros((len(asked), 0), np.float32)], [np.zeros((len(asked), 0), np.int64)]
        for start in range(0, len(rows), _ROWS):
            some = rows[start : start + _ROWS]
            whole = len(some) == int(some[-1]) - int(some[0]) + 1
            values = self.values[int(some[0]) : int(some[-1]) + 1] if whole else self.values[some]
            like = asked @ values.astype(np.float32).T * self.scales[some]
            best = np.argpartition(-like, count - 1, axis=1)[:, :count] if like.shape[1] > count else _each(like)
            likenesses.append(np.take_along_axis(like, best, axis=1))
            numbers.append(some[best])
        like, number = np.hstack(likenesses), np.hstack(numbers)
        order = np.argsort(-like, axis=1, kind="stable")[:, :count]
        yield from zip(np.take_along_axis(like, order, axis=1), np.take_along_axis(number, order, axis=1), strict=True)


def _each(values: Array) -> Array:
    return np.broadcast_to(np.arange(values.shape[1]), values.shape)


def write(folder: Path, name: str, encoder: str, digests: Array, scales: Array, values: Array, rows: Array) -> None:
    """Write a file of vectors under a passing name, have it on the disk, and put it in place by a rename."""
    about = {"form": _FORM, "encoder": encoder, "rows": len(digests), "clauses": len(rows), "width": values.shape[1]}
    head = json.dumps(about).encode()
    head += b" " * (-(len(head) + 8) % _ALIGNED)
    waiting = folder / f".{name}"
    with waiting.open("wb") as file:
        file.write(len(head).to_bytes(8, "little") + head)
        for array, kind in ((digests, "<u8"), (scales, "<f4"), (rows, "<i4"), (values, "i1")):
            packed = np.ascontiguousarray(array.astype(kind))
            file.write(packed.data)
            file.write(b"\0" * (-packed.nbytes % _ALIGNED))
        file.flush()
        os.fsync(file.fileno())
    os.replace(waiting, folder / name)
    sync(folder)


class KnownVectors:
    """All vectors that some file has, by the digests of their wordings."""

    def __init__(self, files: Sequence[VectorFile]) -> None:
        self.files = files
        digests = [file.digests for file in files] or [np.zeros(0, np.uint64)]
        whole = np.concatenate(digests)
        self.order = np.argsort(whole, kind="stable")
        self.digests = whole[self.order]
        self.ends = np.cumsum([len(part) for part in digests])

    def has(self, digests: Array) -> Array:
        return np.isin(digests, self.digests)

    def vectors(self, digests: Array) -> tuple[Array, Array]:
        """Raises KeyError where one is not known."""
        if not self.has(digests).all():
            raise KeyError("a wording has no vector")
        width = max((file.values.shape[1] for file in self.files), default=1)
        values, scales = np.zeros((len(digests), width), np.int8), np.zeros(len(digests), np.float32)
        whole = self.order[np.searchsorted(self.digests, digests)]
        of = np.searchsorted(self.ends, whole, "right")
        for nth, file in enumerate(self.files):
            mine = np.flatnonzero(of == nth)
            rows = whole[mine] - (int(self.ends[nth]) - len(file.digests))
            values[mine], scales[mine] = file.values[rows], file.scales[rows]
        return values, scales
