"""Handover: a bag of all that the next host needs, verified by ``sha256sum`` and ``openssl`` alone; and taking over.

The bag is a folder (BagIt 1.0, RFC 8493): a backup, the sealed words of adopted texts, the log as the bytes that its
digests cover, a checkpoint with its signatures, and the checklist. Its list of lists is signed by the outgoing host.
"""

import datetime as dt
import hashlib
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from nemawashi.access import log, roll
from nemawashi.access.models import Entry, Notice
from nemawashi.access.terms import Circle, Visibility
from nemawashi.access.viewers import PUBLIC, Viewer, acting_as
from nemawashi.desk.following import handing_over
from nemawashi.kit import notes
from nemawashi.kit.faults import NotAllowedError
from nemawashi.kit.notes import NoteKey, NoteSignature
from nemawashi.kit.papers import plaintext
from nemawashi.parties import queries
from nemawashi.parties.models import ForumRow, Letter
from nemawashi.parties.terms import LetterState
from nemawashi.portal.papers import gathering
from nemawashi.project.keeping import backups, bags, checkpoints
from nemawashi.texts.models import Adoption

TAKEN_OVER = "forum.taken_over"  # the event in the log
Points = list[tuple[str, str]]  # checkpoints as notes, by the names of their files
SIGNED = "tagmanifest-sha256.sig"
README = "README.txt"
OPERATOR = Viewer(name="operator", circle=Circle.SECRETARIAT)  # in whose place the checklist is read at the machine


@dataclass(frozen=True)
class HandedBag:
    """What a bag of handover holds."""

    folder: Path
    files: int
    bytes: int
    entries: int
    texts: int
    signers: Sequence[str]
    open_kinds: Sequence[str]


def bag(
    folder: Path, *, cosigned: Iterable[Path], keys: Sequence[NoteKey], at: dt.datetime, is_rehearsal: bool
) -> HandedBag:
    """Make the bag in a folder that is not there yet. Raises ``NotAllowedError`` where the forum was not handed over on the
    desk, as what would be done after the bag would be lost; a rehearsal says in its README that it is one.
    """
    if folder.exists():
        raise NotAllowedError(f"{folder} is there already")
    if not is_rehearsal and not queries.moved_to():
        raise NotAllowedError(
            "the forum was not handed over yet: the host's secretariat does so on the desk (Handing over to the next "
            "host), so that nothing is done after the bag. --rehearsal makes a bag to try with"
        )
    points = [("checkpoint", checkpoints.current()), *_cosigned(list(cosigned), keys)]
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        (part / "data").mkdir(parents=True, mode=0o700)
        handed = _filled(part, points, keys, at, is_rehearsal)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return HandedBag(folder, *handed)


def _filled(part: Path, points: Points, keys: Sequence[NoteKey], at: dt.datetime, is_rehearsal: bool) -> tuple[Any, ...]:
    data = part / "data"
    backups.make(data / "backup", at=at)
    texts = _put_texts(data / "texts")
    entries = _put_log(data / "log")
    signers = _put_checkpoints(data / "checkpoint", points, keys)
    open_kinds = _put_checklist(data / "checklist.txt", at)
    sizes = [path.stat().st_size for path in _files(data)]
    _put_tags(part, at, sizes, is_rehearsal, signers)
    return len(sizes), sum(sizes), entries, texts, signers, open_kinds


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _write(path: Path, content: bytes | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def _put_texts(folder: Path) -> int:
    """The bytes over which each adopted text was sealed, in each language; their digests stand in the log."""
    slugs = list(Adoption.objects.order_by("at").values_list("text__slug", flat=True))
    with acting_as(PUBLIC):
        for slug in slugs:
            text = gathering.adopted_text(slug)
            if text is None:
                continue
            paper = gathering.paper_of(text, site=settings.SITE, form="sealed.txt")
            for language in paper.languages:
                _write(folder / f"{slug}.{language}.txt", plaintext.sealed(paper, language))
    return len(slugs)


def _put_log(folder: Path) -> int:
    """A line for each entry: its digest, and the bytes that it covers behind the digest of the entry before."""
    folder.mkdir(parents=True, mode=0o700)
    count = 0
    with (folder / "entries.txt").open("wb") as file:
        for entry in Entry.objects.order_by("seq").iterator(chunk_size=2000):
            file.write(entry.digest.encode() + b"\t" + log.covered(entry) + b"\n")
            count += 1
    return count


def _put_checkpoints(folder: Path, points: Points, keys: Sequence[NoteKey]) -> list[str]:
    """This server's checkpoint of today, and those that delegations cosigned before; each with what ``openssl`` needs."""
    own = checkpoints.signer()
    _write(folder / "host.pem", checkpoints.public_pem(own))
    signers = []
    for name, note in points:
        opened = notes.opened(note, [*checkpoints.own_keys(), *keys])
        _write(folder / f"{name}.note", note)
        _write(folder / f"{name}.txt", opened.text)
        for each in opened.signatures:
            if each.is_checked:
                _put_signature(folder, name, each, opened.text, keys, own.name)
                signers.append(each.name)
    return list(dict.fromkeys(signers))


def _put_signature(folder: Path, name: str, each: NoteSignature, text: str, keys: Sequence[NoteKey], host: str) -> None:
    stem = f"{name}.{each.name}"
    _write(folder / f"{stem}.sig", each.raw[-64:])
    if each.at is not None:
        _write(folder / f"{stem}.said", notes.cosigned_bytes(text, each.at))
    if each.name != host:
        key = next(key for key in keys if key.name == each.name)
        _write(folder / f"{each.name}.pem", checkpoints.pem_of(key))


def _cosigned(paths: list[Path], keys: Sequence[NoteKey]) -> Points:
    """Raises ``NotAllowedError`` for a checkpoint that does not stand in this log: it must not be handed on unseen."""
    kept = []
    for number, path in enumerate(paths, 1):
        note, _opened, checkpoint = checkpoints.read(path, [*checkpoints.own_keys(), *keys])
        if wrong := checkpoints.missing(checkpoint):
            raise NotAllowedError(f"{path.name} does not belong to this log: its head {wrong}")
        kept.append((f"cosigned-{number}", note))
    return kept


def _put_checklist(path: Path, at: dt.datetime) -> list[str]:
    with acting_as(OPERATOR), override("en"):
        kinds = handing_over.checklist(viewer=OPERATOR, at=at)
        lines = []
        for kind in kinds:
            lines.append(f"{kind.label}: {len(kind.rows) or 'none'}")
            lines += [f"  {row.what} {settings.SITE}{row.href}" for row in kind.rows]
        open_kinds = [f"{kind.label}: {len(kind.rows)}" for kind in kinds if kind.rows]
    _write(path, "\n".join(lines) + "\n")
    return open_kinds


def _put_tags(part: Path, at: dt.datetime, sizes: list[int], is_rehearsal: bool, signers: list[str]) -> None:
    forum = queries.forum().in_english() or "a forum"
    kind = "A rehearsal of a handover" if is_rehearsal else "Handover"
    _write(part / "bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    about = [
        f"Source-Organization: {checkpoints.signer().name}",
        f"Bagging-Date: {at:%Y-%m-%d}",
        f"External-Description: {kind} of {forum}",
        f"Payload-Oxum: {sum(sizes)}.{len(sizes)}",
    ]
    _write(part / "bag-info.txt", "\n".join(about) + "\n")
    _write(part / README, _readme(f"{kind} of {forum}, {at:%Y-%m-%d %H:%M} UTC", signers))
    manifest = "".join(f"{_digest(path)}  {path.relative_to(part).as_posix()}\n" for path in _files(part / "data"))
    _write(part / bags.MANIFEST, manifest)
    tags = ("bagit.txt", "bag-info.txt", README, bags.MANIFEST)
    _write(part / bags.TAGS, "".join(f"{_digest(part / name)}  {name}\n" for name in tags))
    _write(part / SIGNED, checkpoints.signer().key.sign((part / bags.TAGS).read_bytes()))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


VERIFY = "openssl pkeyutl -verify -pubin -inkey {key} -rawin -in {said} -sigfile {sig}"
CHAIN = (
    """previous=$(printf '0%.0s' $(seq 64)); while IFS="$(printf '\\t')" read -r digest said; do """
    """test "$(printf '%s%s' "$previous" "$said" | sha256sum | cut -c1-64)" = "$digest" || exit 1; """
    """previous=$digest; done < data/log/entries.txt"""
)
HEAD = (
    """grep -q "^$(sed -n 3p data/checkpoint/checkpoint.txt | base64 -d | od -An -tx1 | tr -d ' \\n')" """
    "data/log/entries.txt"
)


def _readme(title: str, signers: list[str]) -> str:
    """What is in it and how it is verified. Lines that begin with four blanks are commands, and a test runs them."""
    host = checkpoints.signer().name
    point = "data/checkpoint"
    verify = VERIFY.format(key=f"{point}/host.pem", said=bags.TAGS, sig=SIGNED)
    own = VERIFY.format(key=f"{point}/host.pem", said=f"{point}/checkpoint.txt", sig=f"{point}/checkpoint.{host}.sig")
    each = VERIFY.format(key=f"{point}/NAME.pem", said=f"{point}/cosigned-1.NAME.said", sig=f"{point}/cosigned-1.NAME.sig")
    others = ", ".join(name for name in signers if name != host) or "nobody"
    return f"""{title}

data/backup       a backup: database, archive, settings without secrets
data/texts        the bytes over which each adopted text was sealed
data/log          the log of acts: for each entry its digest, and what it covers
data/checkpoint   the head of the log, signed; and as delegations cosigned it: {others}
data/checklist.txt  what was still open

Verify it in this folder, without any program of ours. Compare host.pem with the key that the
outgoing host tells you by another way: whoever alters all else can put in a key, too.

1. Every file is what was put in, and the outgoing host signed for it:

    {verify}
    sha256sum --quiet -c {bags.TAGS}
    sha256sum --quiet -c {bags.MANIFEST}

2. The log is one chain, and the signed head stands in it:

    {CHAIN}
    {HEAD}
    {own}

3. Each cosignature, by the name of whoever gave it:

  {each}

Then, with the seal keys that come by another way, into an empty NEMAWASHI_HOME and database:

  nemawashi restore data/backup/*.tar
  nemawashi take-over --against data/checkpoint/checkpoint.note --keys KEYS

KEYS is a file with the outgoing host's key, as `nemawashi checkpoint key` printed it there. To sign for what
you took over, cosign the checkpoint and send it back:

  nemawashi checkpoint cosign data/checkpoint/checkpoint.note --name NAME --key KEY.pem
"""


def take_over(*, at: dt.datetime) -> tuple[str, log.LogHead]:
    """Let the forum live here from now on; where it was handed to, and the head with the entry that says so.

    Mail that the outgoing host had still to send is its own: it is not sent a second time from here. Raises
    ``NotAllowedError`` where the forum was never handed over.
    """
    address = queries.moved_to()
    if not address:
        raise NotAllowedError("the forum was not handed over: it lives here already")
    with transaction.atomic():
        log.queue()
        row = ForumRow.objects.get()
        row.moved_to = ""
        row.save(update_fields=["moved_to"])
        Letter.objects.filter(state__in=(LetterState.WAITING, LetterState.SENDING)).update(state=LetterState.LAPSED)
        Notice.objects.filter(mailed_at=None).update(mailed_at=at)
        facts = {"address": address, "head": str(log.head())}
        moment = max(at, log.last_moment() or at)
        log.enter(TAKEN_OVER, row, by=roll.OPERATOR, at=moment, visibility=Visibility.PUBLIC, facts=facts)
    queries.forget_forum()
    return address, log.head()
