"""Invitations to meetings by mail, each with the entry that calendars answer (iTIP): when a meeting is announced, again
under a higher SEQUENCE when what was announced changes, and CANCEL when it is called off.

To heads and focal points of the invited parties. Mails about one change say the same to all of them, in the language in
which each party is written to: they name no party and nobody else. Worded as they leave, so that none tells of a day that
has been moved since.
"""

import datetime as dt
from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language

from nemawashi.access.models import Entry, User
from nemawashi.access.terms import Role
from nemawashi.kit.dates import on_the_clocks
from nemawashi.kit.formats.itip import CalendarPerson, Method
from nemawashi.meetings.exports import calling
from nemawashi.meetings.exports.calendar import span
from nemawashi.meetings.models import Invitation, Meeting
from nemawashi.meetings.terms import Act
from nemawashi.parties import queries, rules
from nemawashi.parties.models import HeldMail, Letter, Membership
from nemawashi.parties.terms import LetterKind, ReadingState
from nemawashi.portal import words
from nemawashi.project.outbox import letters
from nemawashi.project.outbox.wording import NAMELESS, MeetingMail

MAKER = "-//Nemawashi//Invitations//EN"
TELLING = (Act.ANNOUNCE_MEETING, Act.EDIT_MEETING, Act.POSTPONE_MEETING, Act.CANCEL_MEETING)
WRITTEN_TO = (Role.HEAD, Role.FOCAL_POINT)


class CallWords:
    """How a meeting is named in an invitation, with the page on which it is answered."""

    def title(self, meeting: Meeting) -> str:
        return words.meeting_title(meeting)

    def place(self, meeting: Meeting) -> str:
        return words.place(meeting)

    def address(self, meeting: Meeting) -> str:
        return f"{settings.SITE}{reverse('desk:delegations', args=[meeting.slug])}"


def write(at: dt.datetime) -> int:
    """Write to the invited of each meeting of which something else is announced than they were told; how many mails."""
    if not settings.MAIL_IS_SET_UP or queries.moved_to():
        return 0
    rows = Invitation.objects.filter(meeting__state__in=calling.CALLED).select_related("meeting", "party")
    by_meeting: dict[int, list[Invitation]] = {}
    for row in rows.order_by("meeting_id", "party__order"):
        by_meeting.setdefault(row.meeting_id, []).append(row)
    return sum(_write(invited[0].meeting, invited, at) for invited in by_meeting.values())


def _write(meeting: Meeting, invited: list[Invitation], at: dt.datetime) -> int:
    called_as = calling.called_as(meeting)
    due = [row for row in invited if row.called_as != called_as and _is_awaited(row, meeting, at)]
    if not due or _is_held(meeting):
        return 0
    with transaction.atomic():
        return sum(_write_to(row, meeting, called_as, at) for row in due)


def _is_awaited(row: Invitation, meeting: Meeting, at: dt.datetime) -> bool:
    """The first mail invites, and comes in time; what was never asked for is not called off."""
    is_new = calling.method_of(meeting) is Method.REQUEST and row.sent_at > at - rules.TOO_LATE
    return row.sequence is not None or is_new


def _is_held(meeting: Meeting) -> bool:
    """Whether the host has still to read, or has struck, the mail of the last act that told of the meeting."""
    entries = Entry.objects.filter(object_ref=meeting.ref, event__in=TELLING).order_by("-seq")
    return HeldMail.objects.filter(entry=entries.first(), state__in=(ReadingState.HELD, ReadingState.STRUCK)).exists()


def _write_to(row: Invitation, meeting: Meeting, called_as: str, at: dt.datetime) -> int:
    """How many mails; where nobody can be written to, none is said to have been sent, and whoever joins later gets it."""
    sequence = max(meeting.version - 1, -1 if row.sequence is None else row.sequence + 1)
    mails = list(_letters(row, sequence, at))
    if not mails:
        return 0
    first = sequence if row.first_sequence is None else row.first_sequence
    mine = Invitation.objects.filter(pk=row.pk, called_as=row.called_as)  # two jobs: one writes
    if not mine.update(called_as=called_as, sequence=sequence, first_sequence=first):
        return 0
    letters.put(mails)
    return len(mails)


def _letters(row: Invitation, sequence: int, at: dt.datetime) -> Iterator[Letter]:
    chosen = queries.forum().meeting_rules.letter_languages.get(row.party.slug)
    members = Membership.objects.filter(party=row.party_id, role__in=WRITTEN_TO, user__is_active=True)
    for member in members.exclude(user__email="").select_related("user").order_by("pk"):
        yield Letter(
            key=f"meeting/{row.pk}/{sequence}/{member.user_id}",
            kind=LetterKind.MEETING,
            user=member.user,
            party=row.party,
            about=str(row.pk),
            address=member.user.email,
            language=chosen or member.user.language or "en",
            written_at=at,
            try_at=at,
            until=at + rules.TOO_LATE,
        )


def word(row: Letter, at: dt.datetime) -> tuple[MeetingMail, str] | None:
    """The mail in the language that is active; None where its reader acts no more, or another has been written since."""
    invitation = Invitation.objects.filter(pk=row.about).select_related("meeting__track", "meeting__country").first()
    if invitation is None or row.user is None or str(invitation.sequence) != row.key.split("/")[2]:
        return None
    acts = Membership.objects.filter(user=row.user, party=row.party_id, role__in=WRITTEN_TO, user__is_active=True)
    return (worded(invitation, row.user, at), row.user.email) if acts.exists() else None


def worded(invitation: Invitation, reader: User, at: dt.datetime) -> MeetingMail:
    meeting, forum, called = invitation.meeting, queries.forum().name or NAMELESS, CallWords()
    method = calling.method_of(meeting)
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    content = calling.call(
        meeting,
        sequence=invitation.sequence or 0,
        at=at,
        language=get_language() or "en",
        maker=MAKER,
        wording=called,
        organiser=CalendarPerson(forum, sender),
        asked=CalendarPerson(reader.email, reader.email),
    )
    return MeetingMail(
        forum=forum,
        meeting=called.title(meeting),
        days=words.days(meeting) if calling.has_day(meeting) else "",
        opens=_opens(meeting),
        place=", ".join(filter(None, [meeting.venue, called.place(meeting)])),
        page=called.address(meeting),
        is_off=method is Method.CANCEL,
        is_first=invitation.sequence == invitation.first_sequence,
        method=method.value,
        calendar=content,
    )


def _opens(meeting: Meeting) -> str:
    """The opening on the clocks of the place, with the zone's name; empty where it is not announced."""
    if not calling.has_day(meeting):
        return ""
    start, _end = span(meeting)
    return on_the_clocks(start, [meeting.zone], get_language() or "en") if isinstance(start, dt.datetime) else ""
