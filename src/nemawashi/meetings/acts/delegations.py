"""Acts on delegation lists. No entry of the log holds a name: what is deleted there could not be deleted here."""

import datetime as dt
import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from nemawashi.access import log
from nemawashi.access.acts import hold, in_turn, moved_on, require
from nemawashi.access.rules import GRANTED, refuse
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import normal, one_line
from nemawashi.meetings import possible, rules
from nemawashi.meetings.models import CredentialsLetter, DeclinedMeeting, Delegate, Meeting, PaperInLanguage
from nemawashi.meetings.rules import Nominee
from nemawashi.meetings.terms import Act, DelegateState, InvitationAnswer, PaperKind, Refusal
from nemawashi.sources import archive
from nemawashi.sources.models import Copy

__all__ = [
    "accredit_delegates",
    "attach_credentials",
    "decline_meeting",
    "forget_delegates",
    "nominate_delegates",
    "remove_delegate",
    "return_delegate",
]


@in_turn
def nominate_delegates(
    meeting: Meeting, *, people: Sequence[Nominee], by: Viewer, at: dt.datetime, once: uuid.UUID | None = None
) -> list[Delegate]:
    """Put people on the own party's list; a word that it does not attend is taken back by that."""
    meeting = hold(meeting)
    require(possible.nominating(meeting, people, by=by))
    rows = [
        Delegate(
            meeting=meeting,
            party_id=by.own_party,
            role=each.role,
            name=one_line(each.name),
            name_own=one_line(each.own),
            office=one_line(each.office),
            nominated_at=at,
        )
        for each in people
    ]
    Delegate.objects.bulk_create(rows)
    meeting.declined.filter(party_id=by.own_party).delete()
    _answered(meeting, by, InvitationAnswer.ATTENDS, at)
    _enter(Act.NOMINATE_DELEGATES, meeting, by, at, once, {"party": by.party, "count": len(rows)})
    return rows


@in_turn
def remove_delegate(
    delegate: Delegate, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Meeting:
    """Take a name off the own party's list."""
    delegate = hold(delegate, seen=seen)
    meeting = delegate.meeting
    require(rules.may_remove_delegate(by, owner=delegate.party.slug, state=meeting.state))
    delegate.delete()
    _enter(Act.REMOVE_DELEGATE, meeting, by, at, once, {"party": by.party})
    return meeting


@in_turn
def decline_meeting(
    meeting: Meeting, *, why: str = "", by: Viewer, at: dt.datetime, once: uuid.UUID | None = None
) -> DeclinedMeeting:
    """Say for the own party that it does not attend. Its list is emptied."""
    meeting = hold(meeting)
    require(possible.declining(meeting, by=by))
    row = does_not_attend(meeting, why=why, by=by, at=at)
    _answered(meeting, by, InvitationAnswer.DECLINES, at)
    _enter(Act.DECLINE_MEETING, meeting, by, at, once, {"party": by.party, "why": row.why})
    return row


def does_not_attend(meeting: Meeting, *, why: str, by: Viewer, at: dt.datetime) -> DeclinedMeeting:
    """Take down that the own party stays away, with its last word why; its list is emptied."""
    meeting.delegates.filter(party_id=by.own_party).delete()
    _forget_credentials(meeting.credentials.filter(party_id=by.own_party))
    said = {"why": normal(why), "at": at}
    row, _is_new = DeclinedMeeting.objects.update_or_create(meeting=meeting, party_id=by.own_party, defaults=said)
    return row


def attach_credentials(
    meeting: Meeting, *, file_name: str, content: bytes, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None
) -> CredentialsLetter:
    """Send the own party's letter of credentials, as a file told by its bytes; it takes the place of one sent before."""
    require(possible.attaching_credentials(meeting, by=by))
    require(refuse(Refusal.PAPER_TOO_LARGE) if len(content) > archive.LARGEST else GRANTED)
    kind = archive.media_type(content)
    require(GRANTED if kind else refuse(Refusal.PAPER_OF_WRONG_TYPE))
    named = {"media_type": kind or "", "name": archive.safe_name(file_name, kind or ""), "size": len(content)}
    return _attach(meeting, content=content, named=named, by=by, at=at, once=once)


@in_turn
def _attach(
    meeting: Meeting, *, content: bytes, named: dict[str, Any], by: Viewer, at: dt.datetime, once: uuid.UUID | None
) -> CredentialsLetter:
    meeting = hold(meeting)
    require(possible.attaching_credentials(meeting, by=by))
    sha256 = archive.digest(content)
    before = set(meeting.credentials.filter(party_id=by.own_party).values_list("sha256", flat=True))
    archive.keep(content)
    row, _is_new = CredentialsLetter.objects.update_or_create(
        meeting=meeting, party_id=by.own_party, defaults={**named, "sha256": sha256, "sent_at": at}
    )
    _let_go(before)
    facts: dict[str, object] = {"party": by.party, "sha256": sha256}
    log.enter(Act.ATTACH_CREDENTIALS, meeting, by=by, at=at, visibility=Visibility.DELEGATION, facts=facts, once=once)
    return row


def _let_go(files: set[str]) -> None:
    """Take files off the disk, once this is committed, that no row names any more."""
    kept = {*PaperInLanguage.objects.filter(sha256__in=files).values_list("sha256", flat=True)}
    kept |= {*Copy.objects.filter(sha256__in=files).values_list("sha256", flat=True)}
    kept |= {*CredentialsLetter.objects.filter(sha256__in=files).values_list("sha256", flat=True)}
    for sha256 in files - kept:
        transaction.on_commit(partial(archive.forget, sha256))


def _forget_credentials(rows: QuerySet[CredentialsLetter]) -> None:
    files = set(rows.values_list("sha256", flat=True))
    rows.delete()
    _let_go(files)


@in_turn
def accredit_delegates(
    meeting: Meeting, *, delegates: Sequence[Delegate], by: Viewer, at: dt.datetime, once: uuid.UUID | None = None
) -> list[Delegate]:
    """Accredit those who are chosen, of any parties, at once."""
    meeting = hold(meeting)
    rows = [hold(row) for row in delegates]
    if any(row.meeting_id != meeting.pk for row in rows):
        raise ValueError("delegates of another meeting")
    require(rules.may_accredit(by, state=meeting.state, states={row.state for row in rows}))
    for row in rows:
        row.state, row.reason = DelegateState.ACCREDITED, ""
        moved_on(row, "state", "reason")
    _enter(Act.ACCREDIT_DELEGATES, meeting, by, at, once, {"count": len(rows)})
    return rows


@in_turn
def return_delegate(
    delegate: Delegate,
    *,
    is_refused: bool,
    why: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Delegate:
    """Refuse a delegate with a reason, or ask the party about one. The reason stands on the list, not in the log."""
    delegate = hold(delegate, seen=seen)
    state = delegate.meeting.state
    require(rules.may_return_delegate(by, state=state, delegate_state=delegate.state, why=why))
    delegate.state = DelegateState.REFUSED if is_refused else DelegateState.ASKED
    delegate.reason = normal(why)
    moved_on(delegate, "state", "reason")
    _enter(Act.RETURN_DELEGATE, delegate.meeting, by, at, once, {"party": delegate.party.slug, "state": delegate.state})
    return delegate


@in_turn
def forget_delegates(meeting: Meeting, *, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None) -> int:
    """Delete what the lists of a meeting say of persons, once the time that the forum set is over; offices stay."""
    meeting = hold(meeting)
    require(possible.forgetting(meeting, at=at, by=by))
    count = meeting.delegates.exclude(name="").update(name="", name_own="", reason="", forgotten_at=at)
    _forget_lists(meeting, at)
    _forget_credentials(meeting.credentials.all())
    _enter(Act.FORGET_DELEGATES, meeting, by, at, once, {"count": count})
    return count


def _answered(meeting: Meeting, by: Viewer, answer: InvitationAnswer, at: dt.datetime) -> None:
    """Who names delegates attends; whoever said so already is not said to have answered later."""
    meeting.invitations.filter(party_id=by.own_party).exclude(answer=answer).update(answer=answer, answered_at=at)


def _forget_lists(meeting: Meeting, at: dt.datetime) -> None:
    """Empty the papers that list participants; a file goes from the archive where nothing else is it."""
    rows = PaperInLanguage.objects.filter(paper__meeting=meeting, paper__kind=PaperKind.PARTICIPANTS, forgotten_at=None)
    files = set(rows.exclude(sha256="").values_list("sha256", flat=True))
    rows.update(words="", sha256="", media_type="", name="", size=0, forgotten_at=at)
    _let_go(files)


def _enter(
    act: Act, meeting: Meeting, by: Viewer, at: dt.datetime, once: uuid.UUID | None, facts: dict[str, object]
) -> None:
    log.enter(act, meeting, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
