"""Questions about the business track. Firms, offers and needs are for the delegations and the host; a contact person is for
the own party, and for the other side once both have agreed to meet; the public is told what both sides published."""

import datetime as dt
import uuid

from django.db.models import Q, QuerySet

from nemawashi.access import origins
from nemawashi.access.fields import undated_last
from nemawashi.access.viewers import Viewer
from nemawashi.business.models import Firm, FirmContact, Interest
from nemawashi.business.terms import InterestState
from nemawashi.meetings.models import Meeting
from nemawashi.meetings.terms import MeetingState


def host_party() -> str | None:
    """The party that hosts the next meeting that was announced, for whose firms the host's business desk speaks."""
    rows = Meeting.objects.filter(state__in=(MeetingState.ANNOUNCED, MeetingState.OPEN), host__isnull=False)
    return rows.order_by(undated_last("start_on"), "pk").values_list("host__slug", flat=True).first()


def visible_firms(*, viewer: Viewer) -> QuerySet[Firm]:
    """All firms, with their party and their organisation, for the delegations and the host."""
    rows = Firm.objects.select_related("party", "organisation")
    return rows if viewer.sees_dialogue else rows.none()


def visible_interests(*, viewer: Viewer) -> QuerySet[Interest]:
    rows = Interest.objects.select_related("firm__party", "pillar")
    return rows if viewer.sees_dialogue else rows.none()


def open_interests(*, today: dt.date) -> QuerySet[Interest]:
    """Those that stand open today, of all firms."""
    is_open = Q(open_until=None) | Q(open_until__gte=today)
    return Interest.objects.filter(is_open, state=InterestState.OPEN).select_related("firm__party", "pillar")


def visible_contacts(*, viewer: Viewer) -> QuerySet[FirmContact]:
    """Contact persons of the own firms. The host reads none: the plan of a business dialogue names firms."""
    rows = FirmContact.objects.select_related("firm__party")
    return rows.filter(firm__party=viewer.party_id) if viewer.is_delegate else rows.none()


def contact_by_link(link: uuid.UUID) -> FirmContact | None:
    """Whom a link of withdrawal was given to, unless it was used; its mark was looked at before."""
    return FirmContact.objects.select_related("firm__party").filter(link=link).first()


def counted_firms(*, viewer: Viewer) -> QuerySet[Firm]:
    """For counting in public: how many there are is no secret, who they are is told by those who publish."""
    return origins.shown(Firm.objects.all(), viewer=viewer)


def counted_interests(*, today: dt.date, viewer: Viewer) -> list[tuple[str, str]]:
    """The pillar's name and the kind of each offer and need that stands open; nobody's words. One statement."""
    rows = origins.shown(open_interests(today=today), viewer=viewer).order_by("pillar__number", "kind")
    return [(str(row.pillar), row.kind) for row in rows]
