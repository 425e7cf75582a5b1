"""Mail that came back: reports of delivery (RFC 3464) read within bounds, each laid to the mail that it speaks of.

A report is believed for the identifier of our mail that it quotes, which nobody guesses, and for nothing else in it. What
is not understood is named with its place.
"""

import datetime as dt
import email
import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.policy import compat32
from pathlib import Path
from uuid import UUID

from django.db import transaction

from nemawashi.kit.faults import NotThereError, UnreadableError
from nemawashi.parties.models import Letter
from nemawashi.parties.terms import LetterState
from nemawashi.project.outbox import sending

MOST_BYTES = 20_000_000  # of a file
MOST_PARTS = 60  # of one report, at any depth
MOST_QUOTED = 65_536  # bytes of what a report quotes that are looked through for an identifier
LONGEST_WORDS = 300
_OURS = re.compile(r"^message-id:\s*<([0-9a-f]{32})\.(\d{1,6})@[^>\s]{1,200}>", re.I | re.M)
_FAILED = ("failed",)


@dataclass(frozen=True)
class BounceRead:
    """What one report says: to which mail of ours it belongs, and whether that failed for good."""

    letter: UUID | None
    version: int
    action: str
    words: str
    why_not: str = ""

    @property
    def is_failure(self) -> bool:
        return self.action in _FAILED


@dataclass(frozen=True)
class BounceNoted:
    """What came of one report, in a sentence for the terminal."""

    is_ours: bool
    sentence: str


def read_file(path: Path) -> Iterator[BounceRead]:
    """Each report of a file: one message as a mail program saves it, or a mailbox of many (mbox)."""
    if not path.is_file():
        raise NotThereError("there is no such file")
    if path.stat().st_size > MOST_BYTES:
        raise UnreadableError(f"it has more than {MOST_BYTES:,} bytes")
    data = path.read_bytes()
    if not data.strip():
        raise UnreadableError("it is empty")
    if not data.startswith(b"From "):
        yield read(email.message_from_bytes(data, policy=compat32))
        return
    box = mailbox.mbox(path, create=False)
    try:
        for message in box:
            yield read(message)
    finally:
        box.close()


def read(message: Message) -> BounceRead:
    parts = _parts(message)
    quoted = next((name for part in parts if (name := _quoted(part))), None)
    report = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    if report is None:
        return BounceRead(None, 0, "", "", "it is no report of delivery")
    action, words = _told_by(report)
    if quoted is None:
        return BounceRead(None, 0, action, words, "it quotes no mail of this server")
    return BounceRead(UUID(quoted[0]), int(quoted[1]), action, words)


def _parts(message: Message) -> list[Message]:
    """The parts of a message at every depth, a bounded number, without calling itself for each depth."""
    waiting: list[Message] = [message]
    parts: list[Message] = []
    while waiting and len(parts) < MOST_PARTS:
        part = waiting.pop(0)
        parts.append(part)
        inside = part.get_payload()
        if isinstance(inside, list):
            waiting += [each for each in inside[:MOST_PARTS] if isinstance(each, Message)]
    return parts


def _quoted(part: Message) -> tuple[str, str] | None:
    """The identifier of our mail in what a report quotes: the whole of it, its head, or the words of a simple server."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        return None  # its message is a part of its own, with a head
    head = f"Message-ID: {part.get('Message-ID', '')}"
    text = ""
    if kind in ("text/rfc822-headers", "text/plain"):
        payload = part.get_payload(decode=True)
        text = payload[:MOST_QUOTED].decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    match = _OURS.search(head[:1000]) or _OURS.search(text)
    return (match[1].lower(), match[2]) if match else None


def _told_by(report: Message) -> tuple[str, str]:
    """The action and the reason of the recipient's part; a failure before all else."""
    payload = report.get_payload()
    fields = [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []
    action, words = "", ""
    for part in fields[:MOST_PARTS]:
        said = str(part.get("Action", "")).strip().lower()
        if said and (not action or said in _FAILED):
            action = said
            why = f"{part.get('Status', '')} {part.get('Diagnostic-Code', '')}"
            words = " ".join("".join(sign if sign.isprintable() else " " for sign in why).split())[:LONGEST_WORDS]
    return action, words


def note(report: BounceRead, *, at: dt.datetime) -> BounceNoted:
    """Lay a report to its mail. One that only tells of a delay is noted, and the mail stays sent."""
    if report.letter is None:
        return BounceNoted(False, report.why_not)
    with transaction.atomic():
        row = Letter.objects.select_for_update().filter(pk=report.letter).first()
        if row is None:
            return BounceNoted(False, "it speaks of a mail that the outbox no longer has")
        if row.version != report.version:
            return BounceNoted(False, "it speaks of a mail that was sent again since")
        words = sending.kept_words(row, f"{report.action or 'unknown'}: {report.words}".rstrip(": "))
        if not any(each["words"] == words for each in row.answers):
            row.answers = [*row.answers, {"at": at.isoformat(), "words": words}][-sending.MOST_ANSWERS :]
        if report.is_failure and row.state in (LetterState.SENT, LetterState.UNSURE):
            row.state = LetterState.BOUNCED
        row.save(update_fields=["answers", "state"])
    return BounceNoted(True, f"{row.kind} {row.pk}: {words}")
