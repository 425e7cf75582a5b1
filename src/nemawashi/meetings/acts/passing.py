"""Acts by which the host's role goes with the meeting: it is stated once, and then passed on from host to host."""

import datetime as dt
import uuid
from collections.abc import Iterable

from nemawashi.access import log, roll
from nemawashi.access.acts import hold, in_turn, require
from nemawashi.access.models import User
from nemawashi.access.terms import Circle, Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import one_line
from nemawashi.meetings import possible
from nemawashi.meetings.models import Meeting
from nemawashi.meetings.terms import Act
from nemawashi.parties import possible as people
from nemawashi.parties import queries
from nemawashi.parties import rules as people_rules
from nemawashi.parties.models import Dialogue, HostTerm, Party, PersonInvitation

__all__ = ["invite_next_host", "pass_host_role", "state_host"]


@in_turn
def state_host(
    dialogue: Dialogue,
    *,
    meeting: Meeting,
    standing: Iterable[User] = (),
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> HostTerm:
    """State which party is host, by the meeting with which the role came to it; from then on the role is passed on.

    Everybody of the host's secretariat who serves for no party yet serves for this one, and whoever takes an invitation up
    that is on its way, but those of the ``standing`` secretariat, who never rest.
    """
    hold(dialogue)
    meeting = hold(meeting)
    require(possible.stating_host(meeting, by=by))
    host = _host_of(meeting)
    kept = {account.pk for account in standing}
    for account in queries.serving().filter(serves_for="").exclude(pk__in=kept).order_by("pk"):
        account.serves_for = host.slug
        with roll.entering(by=by, at=at):
            account.save(update_fields=["serves_for"])
    queries.invited_into_secretariat().filter(serves_for="").update(serves_for=host.slug)
    return _enter(Act.STATE_HOST, meeting, by=by, at=at, once=once)


@in_turn
def invite_next_host(
    meeting: Meeting,
    *,
    called: str,
    address: str,
    language: str = "en",
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> PersonInvitation:
    """Invite the first person of the secretariat of the party that hosts a meeting ahead; it waits until the role comes."""
    meeting = hold(meeting)
    require(possible.inviting_next_host(meeting, by=by))
    require(people.newcomer(address, party=None, circle=Circle.SECRETARIAT))
    host = _host_of(meeting)
    row = PersonInvitation.objects.create(
        circle=Circle.SECRETARIAT,
        serves_for=host.slug,
        name=one_line(called),
        address=address.strip(),
        language=language,
        asked_at=at,
        expires_at=at + people_rules.LASTS,
    )
    facts = {"party": host.slug, "meeting": meeting.slug}
    log.enter(Act.INVITE_NEXT_HOST, meeting, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


@in_turn
def pass_host_role(
    meeting: Meeting, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> HostTerm:
    """Pass the host's role on to the party that hosts the meeting: its people have the desk of the host from now on.

    Those of the host until now rest at once. No account changes by it: who serves follows from the term and from whom each
    person serves for, so that they are back when the turn comes again.
    """
    meeting = hold(meeting, seen=seen)
    require(possible.passing_host_role(meeting, by=by))
    return _enter(Act.PASS_HOST_ROLE, meeting, by=by, at=at, once=once)


def _host_of(meeting: Meeting) -> Party:
    """The party that hosts it; its rule has refused a meeting without one."""
    return Party.objects.get(hosted=meeting)


def _enter(act: Act, meeting: Meeting, *, by: Viewer, at: dt.datetime, once: uuid.UUID | None) -> HostTerm:
    """The term of a host: its row is on the roll, whose entry is that of the act."""
    term = HostTerm(party=_host_of(meeting), meeting_ref=meeting.ref, since_at=at)
    with roll.entering(by=by, at=at, once=once, event=act):
        term.save()
    return term
