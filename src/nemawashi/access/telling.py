"""Notices: written with the entry of an act, read by those whom it concerns, and marked as read by each person alone.

A notice is a row for a circle, or for a party in it, and not for a person: who reads it follows from who asks, on the day
on which they ask. So an act costs one statement however many are told, and who left a delegation reads its notices no more.
"""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from nemawashi.access.concerns import CONCERNS, Concern, Hearer, NoticeFacts
from nemawashi.access.models import Entry, Notice, ReadMark
from nemawashi.access.prepared import Prepared
from nemawashi.access.terms import NoticeCircle, Visibility
from nemawashi.access.viewers import Viewer

ASKS_FOR = dt.timedelta(days=30)  # after which what nobody answered stays on the list, and counts no longer
ABROAD = (NoticeCircle.EXPERTS, NoticeCircle.RESEARCHERS)  # who is told of nothing that the public may not read


def tell(entry: Entry, subject: Any, *, by: Viewer) -> None:
    """Write the notices of an entry as the register says. Called by ``log.enter``, so that no act forgets it."""
    concern = CONCERNS.get(entry.event)
    if concern is None or concern.about is None:
        return
    about = concern.about(subject, entry)
    Notice.objects.bulk_create(_rows(concern, about, entry, by))


def _rows(concern: Concern, about: NoticeFacts, entry: Entry, by: Viewer) -> Iterator[Notice]:
    said = {"names": about.names, "page": about.page, "by": by.circle or ""}
    plain = json.loads(json.dumps(said, ensure_ascii=False, default=str))
    for hearer, asked in concern.hearers.items():
        for party in _parties(hearer, about, entry):
            if not _may_read(hearer, party, entry):
                continue
            yield Notice(
                entry=entry,
                who=hearer.name,
                circle=hearer.circle,
                party=party,
                about=plain,
                asks=bool(asked),
                until=about.until,
                zone=about.zone,
            )


def _may_read(hearer: Hearer, party: str, entry: Entry) -> bool:
    """Nobody is told of an act whose entry in the log is closed to them."""
    is_theirs, is_host = party != "" and party == entry.facts.get("party"), hearer.circle == NoticeCircle.HOST
    match entry.visibility:
        case Visibility.PUBLIC:
            return True
        case Visibility.PARTIES:
            return hearer.circle not in ABROAD
        case Visibility.PARTICIPANTS:
            return is_host or hearer.circle == NoticeCircle.PARTICIPANTS
        case Visibility.DELEGATION:
            return is_theirs or is_host
        case Visibility.OWN:
            return is_theirs
    return entry.visibility == Visibility.SECRETARIAT and is_host


def _parties(hearer: Hearer, about: NoticeFacts, entry: Entry) -> Iterable[str]:
    if not hearer.is_chosen:
        return [""]
    return sorted(set(about.parties.get(hearer.name, ())) - (set() if hearer.with_own else {entry.party}))


def notices(*, viewer: Viewer, with_own: bool = False) -> QuerySet[Any]:
    """What this person is told, newest first, ``is_read`` beside it.

    Of an act of its own nobody is told, ``with_own`` excepted: a page that shows what all were told. Somebody can be meant
    twice by one act: ``once_each`` takes the row that asks something.
    """
    own = Q(circle__in=viewer.hears, party__in={"", viewer.party or ""})
    rows = Notice.objects.filter(own) if viewer.is_signed_in else Notice.objects.none()
    read = ReadMark.objects.filter(user=viewer.user_id, entry=OuterRef("entry"))
    if not with_own:
        rows = rows.exclude(entry__user=viewer.user_id)
    return rows.annotate(is_read=Exists(read)).select_related("entry").order_by("-entry_id", "-asks", "-party", "pk")


def newest_notices(number: int, *, viewer: Viewer) -> list[Notice]:
    """So many of ``notices``, put into SQL once for all who hear the same."""
    if not viewer.hears or viewer.user_id is None:
        return []
    asked = _NEWEST.get((number, viewer.hears))
    if asked is None:

        def ask(user: int, party: str) -> QuerySet[Any, Any]:
            return notices(viewer=replace(viewer, user_id=user, party=party))[:number]

        asked = _NEWEST[number, viewer.hears] = Prepared(ask, int, str)
    return asked.instances(viewer.user_id, viewer.party or "")


_NEWEST: dict[object, Prepared] = {}


def once_each(rows: Iterable[Notice]) -> list[Notice]:
    """One notice of each act, of rows in the order of ``notices``."""
    first: dict[int, Notice] = {}
    for row in rows:
        first.setdefault(row.entry_id, row)
    return list(first.values())


def waiting_count(*, viewer: Viewer, at: dt.datetime) -> int:
    """How many acts still ask something of this person: not marked as read, not over, not old; one statement."""
    if not viewer.hears or viewer.user_id is None:
        return 0
    asked = _WAITING.get(viewer.hears)
    if asked is None:
        asked = _WAITING[viewer.hears] = Prepared(_waiting(viewer), int, str, dt.datetime, dt.datetime)
    return len(asked.rows(viewer.user_id, viewer.party or "", at, at - ASKS_FOR))


def _waiting(viewer: Viewer) -> Callable[..., QuerySet[Any, Any]]:
    """The question for all who hear what this viewer hears: with whom, whose party, now, and the oldest that counts."""

    def ask(user: int, party: str, at: dt.datetime, oldest: dt.datetime) -> QuerySet[Any, Any]:
        rows = notices(viewer=replace(viewer, user_id=user, party=party))
        open_ended = Q(until=None) | Q(until__gte=at)
        rows = rows.filter(open_ended, asks=True, is_read=False, entry__at__gte=oldest).order_by()
        return rows.values_list("entry").distinct()

    return ask


_WAITING: dict[object, Prepared] = {}


def is_waiting(row: Any, *, at: dt.datetime) -> bool:
    """Whether a row of ``notices`` is one of those that ``waiting_count`` counts."""
    is_over = row.until is not None and row.until < at
    return bool(row.asks and not row.is_read and not is_over and row.entry.at >= at - ASKS_FOR)


def mark_read(refs: Iterable[uuid.UUID], *, viewer: Viewer, at: dt.datetime) -> None:
    """Mark notices as read for this person, by the references of their entries; those of others are passed over.

    What a person has read is nobody else's business and changes no record: it stands in no log.
    """
    if viewer.user_id is None:
        return
    entries = set(notices(viewer=viewer).filter(entry__ref__in=list(refs)).order_by().values_list("entry", flat=True))
    marks = [ReadMark(user_id=viewer.user_id, entry_id=entry, at=at) for entry in sorted(entries)]
    ReadMark.objects.bulk_create(marks, ignore_conflicts=True)
