"""The log of acts: one entry per act, each chained to the one before by SHA-256.

``enter`` is called by acts inside their transaction; ``entered`` is the signal that nouns further up the chain hear.
"""

import datetime as dt
import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Q
from django.dispatch import Signal

from nemawashi.access import codec, telling
from nemawashi.access.models import Entry, SealedEntry, random_salt
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer, acting_as
from nemawashi.kit import aside

GENESIS = "0" * 64
FORM = 2  # of what a digest covers; entries without a salt are of the first
SHORT = 16  # signs of a digest that are noted by hand
SHARED = (Visibility.PUBLIC, Visibility.PARTIES)  # entries that all parties read
_PG_LOCK = 20040828  # any constant: all writers of the log queue on it

entered = Signal()  # sender: Entry class; entry=, viewer=, subject=


@dataclass(frozen=True)
class BrokenLink:
    """The first entry at which the chain does not hold, and why."""

    seq: int
    ref: str
    what: str


@dataclass(frozen=True)
class LogHead:
    """Where the log stood at a moment: how many entries, and the digest of the last, which stands for all before it."""

    count: int
    digest: str

    def __str__(self) -> str:
        return f"{self.count}-{self.digest}"

    @property
    def short(self) -> str:
        """Sixteen signs of the digest: enough to be compared by eye, on paper, over the telephone."""
        return f"{self.count}-{self.digest[:SHORT]}"


def canonical(value: Any) -> bytes:
    """Canonical JSON (sorted keys, no blanks, UTF-8), the form in which everything is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()


def _body(entry: Entry) -> dict[str, Any]:
    """What the digest of an entry covers: all of it, since entries have a salt; before, neither account nor token."""
    body: dict[str, Any] = {
        "ref": str(entry.ref),
        "event": entry.event,
        "user": entry.user_name,
        "party": entry.party,
        "object": entry.object_ref,
        "at": entry.at.astimezone(dt.UTC).isoformat() if entry.at else None,
        "visibility": str(entry.visibility),
        "facts": entry.facts,
    }
    if entry.salt is not None:
        body |= {
            "form": FORM,
            "salt": entry.salt,
            "account": entry.user_id,
            "once": str(entry.once) if entry.once else None,
        }
    return body


def entry_digest(entry: Entry) -> str:
    """SHA-256 over the digest of the entry before and the canonical body of this one."""
    return hashlib.sha256(entry.previous.encode() + canonical(_body(entry))).hexdigest()


def covered(entry: Entry) -> bytes:
    """The bytes that the digest of an entry covers, behind the digest of the entry before."""
    return canonical(_body(entry))


def sealed_digest(salt: str, content: str) -> str:
    """The salted digest under which a sealed act stands in the log."""
    return hashlib.sha256(salt.encode() + content.encode()).hexdigest()


def queue() -> None:
    """Wait until nobody else writes the log, and keep all others waiting until the transaction ends.

    On SQLite the transaction has done so by beginning: it begins as a writer, and there is one.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_xact_lock(%s)", [_PG_LOCK])
            if not cursor.fetchone()[0]:
                with aside.waiting():
                    cursor.execute("select pg_advisory_xact_lock(%s)", [_PG_LOCK])


def last_moment() -> dt.datetime | None:
    """The moment of the last entry that has one; those of sealed acts stand nowhere in the log."""
    return Entry.objects.exclude(at=None).order_by("-seq").values_list("at", flat=True).first()


def _append(entry: Entry) -> Entry:
    queue()
    last = Entry.objects.order_by("-seq").values_list("digest", flat=True).first()
    entry.previous = last or GENESIS
    entry.salt = random_salt()
    entry.digest = entry_digest(entry)
    entry.save(force_insert=True)
    return entry


def enter(
    event: str,
    subject: Any,
    *,
    by: Viewer,
    at: dt.datetime,
    visibility: Visibility,
    facts: Mapping[str, Any] | None = None,
    once: uuid.UUID | None = None,
) -> Entry:
    """Log an act on ``subject`` (which has a ``ref``), leave its notices, and tell the nouns that listen, all in the act's
    transaction.
    """
    entry = Entry(
        event=str(event),
        user_id=by.user_id,
        user_name=by.name,
        party=by.party or "",
        object_ref=subject.ref,
        at=at,
        visibility=visibility,
        facts=json.loads(canonical(facts or {})),
        once=once,
    )
    with transaction.atomic():
        _append(entry)
        telling.tell(entry, subject, by=by)
        entered.send(sender=Entry, entry=entry, viewer=by, subject=subject)
    return entry


def enter_sealed(
    event: str,
    subject_ref: str,
    *,
    by: Viewer,
    at: dt.datetime,
    facts: Mapping[str, Any] | None = None,
    once: uuid.UUID | None = None,
) -> Entry:
    """Log a sealed act: the log gets its salted digest alone, the content goes to the party's own sealed table."""
    content = canonical(
        {
            "event": str(event),
            "user": by.name,
            "party": by.party,
            "object": subject_ref,
            "at": at.astimezone(dt.UTC).isoformat(),
            "facts": facts or {},
        }
    ).decode()
    salt = random_salt()
    entry = Entry(
        event="sealed",
        at=None,
        visibility=Visibility.SEALED,
        facts={"digest": sealed_digest(salt, content), "kept": True},
        once=once,
    )
    with transaction.atomic():
        _append(entry)
        SealedEntry.objects.create(party_id=by.party_id, entry_ref=entry.ref, salt=salt, content=content)
    return entry


def enter_sealed_for_user(
    event: str, subject_ref: str, *, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None
) -> Entry:
    """Log an act that is sealed for one person who stands for no party: an assessor. Only its digest is kept.

    What was done stands in the sealed row of the act itself; the log proves later that it was done and not when.
    """
    content = canonical({"event": str(event), "user": by.name, "object": subject_ref, "at": at}).decode()
    digest = sealed_digest(random_salt(), content)
    entry = Entry(event="sealed", at=None, visibility=Visibility.SEALED, facts={"digest": digest}, once=once)
    with transaction.atomic():
        return _append(entry)


def done_before(once: uuid.UUID | None) -> bool:
    """Whether the form that carries this token was already acted on (double click, cut connection, back button)."""
    return once is not None and Entry.objects.filter(once=once).exists()


def first_fault(entries: Iterator[Entry] | None = None) -> BrokenLink | None:
    """Walk the whole chain; None when intact, else the first bad entry.

    Entries cut off at its end leave a whole chain: only a head noted before tells of them (``missing_head``).
    """
    previous, salted = GENESIS, False
    for entry in entries or Entry.objects.order_by("seq").iterator(chunk_size=2000):
        if entry.previous != previous:
            return BrokenLink(entry.seq, str(entry.ref), "does not follow the entry before it")
        if entry_digest(entry) != entry.digest:
            return BrokenLink(entry.seq, str(entry.ref), "was altered: its digest does not match")
        if salted and entry.salt is None:
            return BrokenLink(entry.seq, str(entry.ref), "is of the older form and stands behind one of the newer")
        previous, salted = entry.digest, entry.salt is not None
    return None


def whole_head() -> LogHead:
    """The head of the whole log, sealed acts included. It moves when somebody drafts: for the operator's own eyes."""
    last = Entry.objects.order_by("-seq").values_list("digest", flat=True).first()
    return LogHead(Entry.objects.count(), last or GENESIS)


def head() -> LogHead:
    """The log's present head as far as parties share it: what papers, notices and pages show, and anybody may keep.

    It counts the entries that every party can count on its own desk, and its digest is that of the last of them. So it
    stands still while others draft; and as each entry has a salt that nobody is shown, two heads do not tell whether
    sealed acts lie between them. The digest stands for these all the same.
    """
    last = _shared().order_by("-seq").values_list("digest", flat=True).first()
    return LogHead(_shared().count(), last or GENESIS)


def head_with(entry: Entry) -> LogHead:
    """The head at which the log stood when this entry, one that parties share, had been made."""
    return LogHead(_shared().filter(seq__lte=entry.seq).count(), entry.digest)


def with_heads(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Notices with ``stood``: how many entries the log had, as far as parties share it, with that of the notice."""
    before = _shared().filter(seq__lte=models.OuterRef("entry_id")).order_by()
    counted = before.annotate(n=models.Func("seq", function="COUNT")).values("n")
    headed: models.QuerySet[Any] = rows.annotate(stood=models.Subquery(counted, output_field=models.IntegerField()))
    return headed


def keep_head(row: models.Model) -> None:
    """Let a revision or an adoption hold the present head for good, with the entry that was just made of it."""
    row.log_head = str(head())  # type: ignore[attr-defined]
    row.save(update_fields=["log_head"])


def _shared() -> models.QuerySet[Entry]:
    return Entry.objects.filter(visibility__in=SHARED)


def missing_head(noted: str) -> str:
    """What is wrong with a head that was noted earlier, in words; empty where it stands in the log at its place.

    ``noted``: ``COUNT-DIGEST`` or the digest alone, the digest whole or its first sixteen signs and more; a head of the
    whole log as well as a shared one. Raises ``ValueError`` for anything else. It tells nothing about entries that came
    after it was noted.
    """
    parts = re.fullmatch(rf"(?:(\d{{1,18}})-)?([0-9a-f]{{{SHORT},64}})", noted.strip().lower())
    if parts is None:
        raise ValueError(noted)
    count, digest = parts[1], parts[2]
    if GENESIS.startswith(digest):
        return "" if int(count or 0) == 0 else "is that of an empty log"
    entry = Entry.objects.filter(digest__startswith=digest).first()
    if entry is None and int(count or 0) > (total := Entry.objects.count()):
        return f"stands behind the end: the log was cut, {total} entries are left of {int(count)}"
    if entry is None:
        return "stands nowhere in the log: it was cut before this head, or rewritten"
    if count is None:
        return ""
    places = {Entry.objects.filter(seq__lte=entry.seq).count()}
    if entry.visibility in SHARED:
        places.add(_shared().filter(seq__lte=entry.seq).count())
    return "" if int(count) in places else f"stands in the log, and not as that of entry {count}"


def backward_steps() -> Iterator[tuple[Entry, Entry]]:
    """Each entry whose moment lies before that of an earlier one, with the latest of those: somebody set a clock back.

    No act enters such a moment; what was entered otherwise, or before that was so, is told of and stays.
    """
    latest, latest_at = None, None
    for entry in Entry.objects.order_by("seq").iterator(chunk_size=2000):
        if entry.at is None:  # sealed
            continue
        if latest is None or latest_at is None or entry.at >= latest_at:
            latest, latest_at = entry, entry.at
        else:
            yield entry, latest


def sealed_faults(party_ids: Iterable[int]) -> tuple[int, list[str]]:
    """How many sealed acts are kept for these parties, and whether each has both its entry and its row.

    References alone are read, in the name of each party in turn: what the acts were is opened by nobody here. Entries of
    the older form do not say whether a row belongs to them. Rows that no key opens are counted: any that is missed may be
    among them.
    """
    rows: set[uuid.UUID] = set()
    closed = 0
    for party_id in party_ids:
        with acting_as(Viewer(party_id=party_id)):
            for row in SealedEntry.objects.defer("content").iterator(chunk_size=500):
                if row.entry_ref is None:
                    closed += 1
                else:
                    rows.add(row.entry_ref)
    entries = Entry.objects.filter(visibility=Visibility.SEALED)
    kept = entries.filter(facts__kept=True).order_by("seq").values_list("seq", "ref")
    gone = [f"what the sealed act of entry {seq} ({ref}) was is gone" for seq, ref in kept if ref not in rows]
    if closed:
        faults = [f"{closed} sealed acts cannot be held against the log: no key of this server opens them"]
        faults += [f"{len(gone) - closed} sealed acts besides are gone"] if len(gone) > closed else []
    else:
        faults = gone
    known = set(entries.filter(ref__in=rows).values_list("ref", flat=True))
    faults += [f"a sealed act is kept to which no entry belongs ({ref})" for ref in sorted(rows - known)]
    return len(rows), faults


def visible_entries(*, viewer: Viewer) -> models.QuerySet[Entry]:
    """The entries that ``viewer`` may read, newest first; sealed ones never, not even as a line."""
    allowed = [Visibility.PUBLIC]
    if viewer.sees_dialogue:
        allowed.append(Visibility.PARTIES)
    if viewer.is_secretariat:
        allowed += [Visibility.SECRETARIAT, Visibility.DELEGATION]
    if viewer.is_secretariat or viewer.is_participant:
        allowed.append(Visibility.PARTICIPANTS)
    readable = Q(visibility__in=allowed)
    if viewer.is_delegate:
        readable |= Q(visibility__in=(Visibility.DELEGATION, Visibility.OWN), facts__party=viewer.party)
        readable |= Q(visibility=Visibility.OWN, party=viewer.party)
    return Entry.objects.filter(readable).select_related("user").order_by("-seq")


def own_sealed_entries(*, viewer: Viewer) -> list[dict[str, Any]]:
    """The viewer's delegation's own sealed acts, newest first, each with ``is_intact`` against the log's digest; None
    where no key of this server opens it, or tells to which entry it belongs.
    """
    if not viewer.is_delegate:
        return []
    rows = list(SealedEntry.objects.all())
    facts = dict(Entry.objects.filter(ref__in=[r.entry_ref for r in rows]).values_list("ref", "facts"))
    acts = []
    for row in rows:
        if isinstance(row.content, codec.Unopened):
            acts.append({"at": "", "event": str(row.content), "user": "", "is_intact": None})
            continue
        digest = facts.get(row.entry_ref, {}).get("digest")
        is_intact = digest == sealed_digest(row.salt, row.content) if row.entry_ref else None
        acts.append(json.loads(row.content) | {"is_intact": is_intact})
    return sorted(acts, key=lambda act: str(act["at"]), reverse=True)
