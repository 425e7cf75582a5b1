"""Questions about the business track. Firms, offers and needs are for the delegations and the host; a contact person is for
the own party, and for the other side once both have agreed to meet; the public is told what both sides published."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from nemawashi.access import origins
from nemawashi.access.fields import undated_last
from nemawashi.access.viewers import Viewer
from nemawashi.business.models import BusinessTalk, Firm, FirmContact, FirmHours, Interest, TablePlan, TalkOutcome
from nemawashi.business.rules import StatedInterest, is_without_news, times_of
from nemawashi.business.terms import InterestState, TalkState
from nemawashi.meetings.models import Meeting
from nemawashi.meetings.rules import NOT_OVER_YET
from nemawashi.meetings.terms import MeetingState
from nemawashi.parties import queries as parties


def host_party() -> str | None:
    """The party that hosts the next meeting that was announced, for whose firms the host's business desk speaks."""
    rows = Meeting.objects.filter(state__in=(MeetingState.ANNOUNCED, MeetingState.OPEN), host__isnull=False)
    rows = rows.filter(track__dialogue__slug=parties.forum().slug)
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
    """Contact persons of the own firms, and of those with which both sides agreed that an own one meets. The host reads
    none: the plan of a business dialogue names firms."""
    rows = FirmContact.objects.select_related("firm__party", "taken_by")
    if not viewer.is_delegate:
        return rows.none()
    agreed = visible_talks(viewer=viewer).filter(state__in=(TalkState.AGREED, TalkState.HELD)).order_by()
    others = Q(firm__in=agreed.values("offer__firm")) | Q(firm__in=agreed.values("need__firm"))
    return rows.filter(Q(firm__party=viewer.party_id) | others)


def contacts_of(firms: Collection[uuid.UUID], *, today: dt.date, viewer: Viewer) -> dict[uuid.UUID, FirmContact]:
    """Visible contact persons by firm, as far as they are kept on ``today``: after the last day nothing of the person is
    read any more, whether the job that deletes it came by or not."""
    rows = {row.firm_id: row for row in visible_contacts(viewer=viewer).filter(firm__in=firms)}
    for row in rows.values():
        if row.kept_until < today:
            row.name = row.office = row.reach = row.consent_for = ""
            row.link = None
    return rows


def visible_talks(*, viewer: Viewer) -> QuerySet[BusinessTalk]:
    """Talks with both sides: all for the host, for a delegation those of its own firms."""
    rows = BusinessTalk.objects.select_related(
        "offer__firm__party", "need__firm__party", "offer__pillar", "need__pillar", "plan__meeting__track",
        "plan__meeting__host", "declined_by",
    )  # fmt: skip
    if viewer.is_secretariat:
        return rows
    own = Q(offer__firm__party=viewer.party_id) | Q(need__firm__party=viewer.party_id)
    return rows.filter(own) if viewer.is_delegate else rows.none()


def listed_talks(*, viewer: Viewer) -> QuerySet[BusinessTalk]:
    """Those that wait for the own side first, then by state, the newest first: what a page cuts off is old and over."""
    open_ones = Q(state__in=(TalkState.PROPOSED, TalkState.ACCEPTED))
    waits = Q(offer__firm__party=viewer.party_id, offer_accepted_at=None)
    waits |= Q(need__firm__party=viewer.party_id, need_accepted_at=None)
    ranks = [When(open_ones & waits, then=Value(0))] if viewer.is_delegate else []
    ranks += [When(state=state, then=Value(place)) for place, state in enumerate(TalkState, start=1)]
    rank = Case(*ranks, default=Value(len(TalkState) + 1), output_field=IntegerField())
    return visible_talks(viewer=viewer).annotate(rank=rank).order_by("rank", "-proposed_at", "pk")


def hours_of(firm: Firm) -> list[FirmHours]:
    """When it is there at the meetings that are not over, with their plans."""
    return list(FirmHours.objects.filter(firm=firm, plan__in=plans_ahead().order_by()).select_related("plan__meeting"))


def hours_at(plan: TablePlan, *, viewer: Viewer) -> list[FirmHours]:
    """When firms are there on the day of a plan: all for the host, for a delegation those of its own."""
    rows = plan.hours.select_related("firm__party").order_by("from_at", "until_at", "firm__party__order", "firm__name")
    if viewer.is_secretariat:
        return list(rows)
    return list(rows.filter(firm__party=viewer.party_id)) if viewer.is_delegate else []


def is_of_the_forum(meeting: Meeting) -> bool:
    """Whether it is one of the dialogue that this installation serves, in one statement."""
    forums = parties.forum_rows().prefetch_related(None).order_by().values("dialogue")
    return Meeting.objects.filter(pk=meeting.pk, track__dialogue__in=forums).exists()


def visible_plans(*, viewer: Viewer) -> QuerySet[TablePlan]:
    rows = TablePlan.objects.select_related("meeting__track", "meeting__host")
    return rows if viewer.sees_dialogue else rows.none()


def with_plans(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings that know whether there are tables at them (``has_plan``), so that ``possible.has_tables`` need not ask."""
    return meetings.annotate(has_plan=Exists(TablePlan.objects.filter(meeting=OuterRef("pk"))))


def plans_ahead() -> QuerySet[TablePlan]:
    """Plans of meetings of the forum that are not over."""
    rows = TablePlan.objects.filter(meeting__state__in=NOT_OVER_YET, meeting__track__dialogue__slug=parties.forum().slug)
    return rows.select_related("meeting__track", "meeting__host")


def free_slots(plan: TablePlan) -> dict[str, frozenset[int]]:
    """The times of each firm that stated its hours."""
    rows = plan.hours.values_list("firm_id", "from_at", "until_at")
    return {str(firm): times_of(plan.times, (start, end)) for firm, start, end in rows}


def to_place(plan: TablePlan) -> list[BusinessTalk]:
    """Talks on which both sides agreed and that have no table at another meeting; those of this plan among them."""
    rows = BusinessTalk.objects.filter(Q(plan=None) | Q(plan=plan), state=TalkState.AGREED)
    return list(rows.select_related("offer__firm__party", "need__firm__party").order_by("proposed_at", "pk"))


def held_at(plan: TablePlan) -> list[BusinessTalk]:
    """Talks that were held at a table of a plan, which stays theirs."""
    rows = BusinessTalk.objects.filter(plan=plan, state=TalkState.HELD).exclude(slot=None).exclude(seat_table=None)
    return list(rows.select_related("offer", "need").order_by("slot", "seat_table"))


def stated(row: Interest) -> StatedInterest:
    """An offer or a need as the rules of matching see it. Needs its firm with the party, and its pillar."""
    texts = {row.language: row.words, **{tag: words for tag, words in row.short.items() if tag != row.language}}
    return StatedInterest(str(row.pk), row.kind, row.firm.party.slug, row.pillar.slug, texts)


def paired() -> dict[tuple[str, str], str]:
    """Every offer and need that were brought together, with what became of it."""
    rows = BusinessTalk.objects.order_by().values_list("offer_id", "need_id", "state")
    return {(str(offer), str(need)): state for offer, need, state in rows}


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


def visible_outcomes(*, viewer: Viewer) -> QuerySet[TalkOutcome]:
    """What came of talks: all for the host, for a delegation those of its own; newest first."""
    rows = TalkOutcome.objects.select_related("talk__offer__firm__party", "talk__need__firm__party", "source", "said_by")
    return rows.filter(talk__in=visible_talks(viewer=viewer).order_by())


def published_outcomes(*, viewer: Viewer) -> QuerySet[TalkOutcome]:
    """What both sides published, for everybody."""
    rows = TalkOutcome.objects.exclude(offer_publishes_at=None).exclude(need_publishes_at=None)
    rows = rows.select_related("talk__offer__firm__party", "talk__need__firm__party", "talk__offer__pillar", "source")
    return origins.shown(rows.order_by("-on", "pk"), viewer=viewer)


def counted_talks(*, viewer: Viewer) -> QuerySet[BusinessTalk]:
    """Talks that were held, for counting in public."""
    return origins.shown(BusinessTalk.objects.filter(state=TalkState.HELD), viewer=viewer)


def without_news(*, today: dt.date, viewer: Viewer) -> list[BusinessTalk]:
    """Talks that were held and of which nobody has said anything for a year, the longest silence first. Two statements."""
    talks = visible_talks(viewer=viewer).filter(state=TalkState.HELD).prefetch_related("outcomes")
    silent = []
    for talk in talks:
        last = next(iter(talk.outcomes.all()), None)
        said_on = last.recorded_at.date() if last else talk.held_on
        if said_on and is_without_news(last=last.result if last else None, said_on=said_on, today=today):
            silent.append((said_on, str(talk.pk), talk))
    return [talk for _said_on, _pk, talk in sorted(silent, key=lambda row: row[:2])]
