"""A bag (BagIt 1.0, RFC 8493) in one tar file, written and read as a stream, each byte once.

While one piece is written the next ones are read and go into their digest, and what was written goes to the disk: neither
waits for the other, and no more than a few pieces lie in memory.

Whoever unpacks it holds it against its manifest with ``sha256sum -c manifest-sha256.txt`` and nothing of ours.
"""

import datetime as dt
import hashlib
import io
import os
import re
import tarfile
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from nemawashi.kit.faults import DamagedError, NotAllowedError, UnreadableError

CHUNK = 1 << 20
AHEAD = 8  # pieces that are read before they can be written
SETTLED = 64 << 20  # bytes after which what was written is sent to the disk, so that the end has not all of it to wait for
MANIFEST = "manifest-sha256.txt"
TAGS = "tagmanifest-sha256.txt"
MOST_MANIFEST = 512 << 20  # bytes of a manifest, which lies in memory: some four million files
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
Passed = Callable[[int], object]  # called with how many bytes went by


class _ShorterError(DamagedError):
    """A file had fewer bytes than it was said to have."""


class _Hashed(io.RawIOBase):
    """A file on its way: what is read from it goes into a digest, a few pieces ahead of whoever asks for them.

    It is asked for pieces of ``CHUNK`` bytes and then for the rest of its ``size``, as ``tarfile`` does.
    """

    def __init__(self, file: IO[bytes], size: int, readers: ThreadPoolExecutor, passed: Passed) -> None:
        self.file, self.left, self.readers, self.passed = file, size, readers, passed
        self.digest = hashlib.sha256()
        self.pieces: deque[Future[bytes]] = deque()

    def _piece(self, size: int) -> bytes:
        data = self.file.read(size)
        self.digest.update(data)
        return data

    def _look_ahead(self) -> None:
        while self.left and len(self.pieces) < AHEAD:
            size = min(self.left, CHUNK)
            self.left -= size
            self.pieces.append(self.readers.submit(self._piece, size))

    def read(self, size: int = -1) -> bytes:
        if not self.pieces and self.left <= CHUNK:  # a small file, which is nobody's to wait for
            data, self.left = self._piece(self.left), 0
        else:
            self._look_ahead()
            data = self.pieces.popleft().result()
            self._look_ahead()
        if len(data) < size:
            raise _ShorterError
        self.passed(len(data))
        return data

    def let_go(self) -> None:
        """Read nothing more, and come back when nobody reads in the file any longer."""
        wait([each for each in self.pieces if not each.cancel()])


class _Settling(io.RawIOBase):
    """A file whose bytes are sent to the disk while more are written. Raises what the disk says against it."""

    def __init__(self, descriptor: int, settlers: ThreadPoolExecutor) -> None:
        self.descriptor, self.settlers = descriptor, settlers
        self.at, self.sent = 0, 0
        self.settling: Future[None] | None = None

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def write(self, data: Any) -> int:
        written = 0
        with memoryview(data) as left:
            while written < len(left):
                written += os.write(self.descriptor, left[written:])
        self.at += written
        if self.at - self.sent >= SETTLED and (self.settling is None or self.settling.done()):
            self._hear()
            self.sent, self.settling = self.at, self.settlers.submit(os.fdatasync, self.descriptor)
        return written

    def _hear(self) -> None:
        if self.settling is not None:
            self.settling.result()

    def settle(self) -> None:
        """Come back when all of it is on the disk."""
        self._hear()
        os.fsync(self.descriptor)


class BagWriter:
    """Files put one by one into ``data/`` of a bag; its manifests are written when all are in."""

    def __init__(
        self, tar: tarfile.TarFile, root: str, at: dt.datetime, passed: Passed, readers: ThreadPoolExecutor
    ) -> None:
        self.tar, self.root, self.at, self.passed, self.readers = tar, root, at, passed, readers
        self.lines: list[str] = []
        self.bytes = 0

    def put(self, name: str, file: IO[bytes], size: int) -> None:
        """``size`` bytes of an open file; raises ``DamagedError`` where it was shorter than that."""
        counted = _Hashed(file, size, self.readers, self.passed)
        try:
            self.tar.addfile(self._member(f"data/{name}", size), counted)
        except _ShorterError as fault:
            raise DamagedError(f"{name} became shorter while it was read") from fault
        finally:
            counted.let_go()
        self.lines.append(f"{counted.digest.hexdigest()}  data/{name}")
        self.bytes += size

    def put_file(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            self.put(name, file, os.fstat(file.fileno()).st_size)

    def close(self, described: str) -> None:
        tags = {
            "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
            "bag-info.txt": f"Bagging-Date: {self.at:%Y-%m-%d}\nExternal-Description: {described}\n"
            f"Payload-Oxum: {self.bytes}.{len(self.lines)}\n",
            MANIFEST: "".join(f"{line}\n" for line in self.lines),
        }
        sums = [f"{hashlib.sha256(words.encode()).hexdigest()}  {name}\n" for name, words in tags.items()]
        for name, words in {**tags, TAGS: "".join(sums)}.items():
            data = words.encode()
            self.tar.addfile(self._member(name, len(data)), io.BytesIO(data))

    def _member(self, name: str, size: int) -> tarfile.TarInfo:
        member = tarfile.TarInfo(f"{self.root}/{name}")
        member.size, member.mode, member.mtime = size, 0o600, int(self.at.timestamp())
        return member


@contextmanager
def writing(path: Path, described: str, at: dt.datetime, passed: Passed) -> Iterator[BagWriter]:
    """A bag at ``path``, for its owner alone, there only when it is whole and on the disk. Raises ``NotAllowedError`` for
    a file that is there already.
    """
    if path.exists():
        raise NotAllowedError(f"{path} is there already")
    part = path.with_name(f"{path.name}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with ThreadPoolExecutor(1, "bag-reads") as readers, ThreadPoolExecutor(1, "bag-settles") as settlers:
                settling = _Settling(descriptor, settlers)
                file = io.BufferedWriter(settling, CHUNK)  # heads of small files in one piece
                with tarfile.TarFile(fileobj=file, mode="w", format=tarfile.PAX_FORMAT, copybufsize=CHUNK) as tar:
                    bag = BagWriter(tar, path.name.removesuffix(".tar"), at, passed, readers)
                    yield bag
                    bag.close(described)
                file.flush()
                settling.settle()
        finally:
            os.close(descriptor)
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def unpack(path: Path, folder: Path, passed: Passed) -> list[str]:
    """The payload of a bag into ``folder``, held against its manifest; names of its files, without ``data/``.

    Raises ``UnreadableError`` for what is no bag of ours and ``DamagedError`` where a file is missing, is not listed, or
    is another one than was put in. Links, devices and names that lead out of the folder are refused.
    """
    sums: dict[str, str] = {}
    tags: dict[str, bytes] = {}
    try:
        with tarfile.open(path, mode="r:") as tar:
            for member in tar:
                name = _name_within(member)
                if not name.startswith("data/"):
                    tags[name] = _small(tar, member)
                    continue
                if name in sums:
                    raise DamagedError(f"{name} stands in it twice")
                sums[name] = _taken_out(tar, member, folder / name.removeprefix("data/"), passed)
    except (tarfile.TarError, EOFError) as fault:
        raise UnreadableError(f"it is no whole tar file ({fault})") from fault
    if "bagit.txt" not in tags or MANIFEST not in tags or TAGS not in tags:
        raise DamagedError("it is no whole bag: its manifest is missing, so that it was cut off or is none of ours")
    _hold(_listed(tags.pop(TAGS)), {name: hashlib.sha256(data).hexdigest() for name, data in tags.items()})
    _hold(_listed(tags[MANIFEST]), sums)
    return sorted(name.removeprefix("data/") for name in sums)


def _name_within(member: tarfile.TarInfo) -> str:
    parts = PurePosixPath(member.name).parts
    if not member.isfile() or member.name.startswith("/") or ".." in parts or len(parts) < 2:
        raise UnreadableError(f"it holds {member.name[:200]!r}, which no bag of ours does")
    return "/".join(parts[1:])


def _small(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    if member.size > MOST_MANIFEST:
        raise UnreadableError(f"{member.name[:200]} has {member.size} bytes, which is more than a manifest has")
    file: Any = tar.extractfile(member)
    data: bytes = file.read()
    return data


def _taken_out(tar: tarfile.TarFile, member: tarfile.TarInfo, path: Path, passed: Passed) -> str:
    digest, file = hashlib.sha256(), tar.extractfile(member)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    assert file is not None  # noqa: S101  a regular file has one
    with path.open("xb") as out:
        while data := file.read(CHUNK):
            digest.update(data)
            out.write(data)
            passed(len(data))
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _listed(manifest: bytes) -> dict[str, str]:
    sums = {}
    for number, line in enumerate(manifest.decode("utf-8", "replace").splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise DamagedError(f"line {number} of a manifest cannot be read")
        sums[match[2]] = match[1]
    return sums


def _hold(listed: dict[str, str], here: dict[str, str]) -> None:
    if missing := sorted(set(listed) - set(here)):
        raise DamagedError(f"{missing[0]} is missing ({len(missing)} of {len(listed)} files)")
    if strange := sorted(set(here) - set(listed)):
        raise DamagedError(f"{strange[0]} is not listed in its manifest")
    if altered := sorted(name for name, digest in listed.items() if here[name] != digest):
        raise DamagedError(f"{altered[0]} is not what was put in: its digest is another ({len(altered)} files)")
