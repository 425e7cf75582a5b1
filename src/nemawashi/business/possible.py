"""Which acts the pages of the business track offer, each with what its rule says; the acts ask the first functions, too."""

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal

from nemawashi.access.rules import GRANTED, SAID, Possible, Verdict
from nemawashi.access.viewers import Viewer
from nemawashi.business import queries, rules
from nemawashi.business.models import BusinessTalk, Firm, FirmContact, Interest, TablePlan, TalkOutcome
from nemawashi.business.rules import ProposedTalk, SlotTimes, TableSeat, times_of
from nemawashi.business.terms import InterestState, TalkState
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.words.lexicon import Lexicon
from nemawashi.meetings.models import Meeting
from nemawashi.meetings.rules import NOT_OVER_YET
from nemawashi.meetings.terms import MeetingState
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Dialogue, Organisation


def speaks_for(viewer: Viewer) -> str:
    """The slug of the party for whose firms this person speaks; empty for those who speak for none."""
    if viewer.may_act:
        return viewer.party or ""
    return (queries.host_party() or "") if viewer.is_secretariat else ""


def stating_firm(
    *,
    owner: str,
    name: str,
    language: str,
    areas: Collection[str],
    organisation: Organisation | None,
    by: Viewer,
    but: Firm | None = None,
) -> Verdict:
    """Whether a firm may be stated, or ``but`` be set right, with this name, these areas and this organisation."""
    others = Firm.objects.exclude(pk=but.pk) if but else Firm.objects.all()
    names = others.filter(party__slug=owner).values_list("name", flat=True)
    body = organisation.party.slug if organisation and organisation.party else None
    return rules.may_state_firm(
        by,
        owner=owner,
        host=queries.host_party(),
        name=name,
        language=language,
        areas=areas,
        is_named=name.casefold() in {each.casefold() for each in names},
        is_tied=organisation is not None and others.filter(organisation=organisation).exists(),
        body_of=body,
    )


def keeping_contact(
    firm: Firm,
    *,
    name: str,
    reach: str,
    consent_on: ImpreciseDate | None,
    purpose: str,
    kept_until: dt.date,
    today: dt.date,
    by: Viewer,
) -> Verdict:
    return rules.may_keep_contact(
        by, owner=firm.party.slug, name=name, reach=reach, consent_on=consent_on, purpose=purpose, kept_until=kept_until,
        today=today,
    )  # fmt: skip


def withdrawing_contact(row: FirmContact, *, has_link: bool, by: Viewer) -> Verdict:
    return rules.may_withdraw_contact(by, owner=row.firm.party.slug, has_link=has_link, is_kept=row.is_kept)


def stating_interest(
    firm: Firm,
    *,
    words: str,
    language: str,
    short: Mapping[str, str],
    open_until: dt.date | None,
    today: dt.date,
    by: Viewer,
) -> Verdict:
    count = queries.open_interests(today=today).filter(firm=firm).count()
    return rules.may_state_interest(
        by,
        owner=firm.party.slug,
        host=queries.host_party(),
        words=words,
        language=language,
        short=short,
        open_until=open_until,
        today=today,
        count=count,
    )


def ending_interest(row: Interest, *, is_withdrawn: bool, why: str, host: str | None, by: Viewer) -> Verdict:
    return rules.may_end_interest(
        by, owner=row.firm.party.slug, host=host, state=row.state, is_withdrawn=is_withdrawn, why=why
    )


def on_business(dialogue: Dialogue, *, own: str, viewer: Viewer) -> list[Possible]:
    """What stands at the head of the page: stating a firm. ``own``: ``speaks_for``."""
    if not own:
        return []
    host = own if viewer.is_secretariat else None
    may = rules.may_state_firm(
        viewer, owner=own, host=host, name=SAID, language="en", areas=[SAID], is_named=False, is_tied=False
    )
    return [Possible("state_firm", dialogue, may)]


def on_talks(dialogue: Dialogue, equivalents: Lexicon, *, own: str, today: dt.date, viewer: Viewer) -> list[Possible]:
    """Proposing talks, where there are new ones to propose."""
    if not own:
        return []
    may = rules.may_propose_talks(viewer, count=len(new_talks(equivalents, today=today, by=viewer)))
    return [Possible("propose_talks", dialogue, may)] if may else []


def on_firm(
    firm: Firm, *, own: str, contact: FirmContact | None, has_plan: bool, today: dt.date, viewer: Viewer
) -> list[Possible]:
    """Nothing for those who do not speak for its party. ``has_plan``: a business dialogue with tables is ahead."""
    if own != firm.party.slug:
        return []
    host = own if viewer.is_secretariat else None
    edit = rules.is_its_desk(viewer, owner=own, host=host)
    offered = [
        Possible("state_interest", firm, stating_interest(
            firm, words=SAID, language="en", short={}, open_until=None, today=today, by=viewer
        )),
        Possible("edit_firm", firm, edit),
    ]  # fmt: skip
    if viewer.is_secretariat:
        return offered
    keep = rules.may_keep_contact(
        viewer, owner=own, name=SAID, reach=SAID, consent_on=ImpreciseDate(today.year, today.month, today.day),
        purpose=SAID, kept_until=today, today=today,
    )  # fmt: skip
    offered.append(Possible("keep_contact", firm, keep))
    if has_plan:
        offered.append(Possible("state_hours", firm, GRANTED))
    if contact is not None and contact.is_kept:
        offered.append(Possible("withdraw_contact", contact, withdrawing_contact(contact, has_link=False, by=viewer)))
    return offered


def counterparts(*, today: dt.date, viewer: Viewer) -> list[Interest]:
    """The open offers and needs with which a delegation may ask for a talk. One statement."""
    rows = queries.open_interests(today=today).filter(firm__party=viewer.party_id)
    return list(rows) if viewer.may_act else []


def is_to_ask(row: Interest, own: Collection[Interest], pairs: Collection[tuple[str, str]]) -> bool:
    """Whether there is an own counterpart that was not brought together with it."""
    ids = [(str(row.pk), str(each.pk)) for each in own if each.kind != row.kind]
    return any(not (one in pairs or one[::-1] in pairs) for one in ids)


def on_interest(
    row: Interest,
    *,
    own: str,
    today: dt.date,
    viewer: Viewer,
    mine: Collection[Interest] = (),
    pairs: Collection[tuple[str, str]] = (),
) -> list[Possible]:
    """``mine``: ``counterparts``; ``pairs``: what was brought together already."""
    if row.state != InterestState.OPEN:
        return []
    if own != row.firm.party.slug:
        is_offered = _is_open(row, today) and is_to_ask(row, mine, pairs)
        return [Possible("ask_for_talk", row, GRANTED)] if is_offered else []
    host = own if viewer.is_secretariat else None
    return [Possible("end_interest", row, ending_interest(row, is_withdrawn=False, why="", host=host, by=viewer))]


def new_talks(equivalents: Lexicon, *, today: dt.date, by: Viewer) -> list[ProposedTalk]:
    """What would be proposed now: for the host between all, for a delegation where one side is its own. Names of parties
    are no reason: everybody writes them."""
    interests = [queries.stated(row) for row in queries.open_interests(today=today).order_by("stated_at", "pk")]
    party_of = {each.key: each.party for each in interests}
    pairs = queries.paired()
    live = [pair for pair, state in pairs.items() if state in rules.BEFORE_THE_TALK]
    talks = rules.proposals(interests, equivalents, but=pairs, live=live, no_terms=parties.forum().codes)
    if by.is_secretariat:
        return talks
    return [talk for talk in talks if by.party in (party_of[talk.offer], party_of[talk.need])]


def are_open(talk: BusinessTalk, *, today: dt.date) -> bool:
    return _is_open(talk.offer, today) and _is_open(talk.need, today)


def _is_open(row: Interest, today: dt.date) -> bool:
    return rules.state_of_interest(row.state, open_until=row.open_until, today=today) == InterestState.OPEN


def asking_for_talk(interest: Interest, own: Interest, *, today: dt.date, by: Viewer) -> Verdict:
    return rules.may_ask_for_talk(
        by,
        own=own.firm.party.slug,
        other=interest.firm.party.slug,
        kinds=[own.kind, interest.kind],
        are_open=_is_open(own, today) and _is_open(interest, today),
        is_there=BusinessTalk.objects.filter(offer__in=(own, interest), need__in=(own, interest)).exists(),
    )


def accepting_talk(row: BusinessTalk, *, today: dt.date, by: Viewer) -> Verdict:
    return rules.may_accept_talk(
        by, sides=row.sides, state=row.state, accepted=row.accepted, are_open=are_open(row, today=today)
    )


def declining_talk(row: BusinessTalk, *, why: str, by: Viewer) -> Verdict:
    return rules.may_decline_talk(by, sides=row.sides, state=row.state, why=why)


def _is_over(meeting: Meeting) -> bool:
    return meeting.state not in NOT_OVER_YET


def is_ours(meeting: Meeting) -> bool:
    """Whether it is one of this forum; the record has those of others, too."""
    return meeting.track.dialogue.slug == parties.forum().slug


def has_tables(meeting: Meeting, *, viewer: Viewer) -> bool:
    """Whether a meeting has tables, or may get some from the host who looks at it. One statement, and none of one that
    ``queries.with_plans`` brought."""
    if viewer.is_secretariat and meeting.state in (MeetingState.ANNOUNCED, MeetingState.OPEN):
        return queries.is_of_the_forum(meeting)
    known: bool | None = getattr(meeting, "has_plan", None)
    if known is not None:
        return known and viewer.sees_dialogue
    return queries.visible_plans(viewer=viewer).filter(meeting=meeting).exists()


def _is_on_its_days(meeting: Meeting, on: dt.date) -> bool:
    """Where its days are not known yet, any day is."""
    start, end = meeting.start_on, meeting.end_on or meeting.start_on
    return (start is None or start.earliest <= on) and (end is None or on <= end.latest)


def setting_plan(
    meeting: Meeting, *, on: dt.date, times: SlotTimes, tables: int, plan: TablePlan | None, by: Viewer
) -> Verdict:
    used = [row.seat for row in plan.talks.exclude(slot=None)] if plan else []
    highest = TableSeat(max(seat.slot for seat in used if seat), max(seat.table for seat in used if seat)) if used else None
    return rules.may_set_table_plan(
        by,
        times=times,
        tables=tables,
        is_over=_is_over(meeting),
        highest=highest,
        is_ours=is_ours(meeting),
        is_on_its_days=_is_on_its_days(meeting, on),
    )


def stating_hours(firm: Firm, plan: TablePlan, *, hours: tuple[dt.time, dt.time] | None, by: Viewer) -> Verdict:
    return rules.may_state_hours(by, owner=firm.party.slug, hours=hours, is_over=_is_over(plan.meeting))


def placing(plan: TablePlan, *, count: int, by: Viewer) -> Verdict:
    return rules.may_place_talks(by, count=count, is_over=_is_over(plan.meeting))


def moving(row: BusinessTalk, plan: TablePlan, seat: TableSeat, *, by: Viewer) -> Verdict:
    """Whether a talk may be put there by hand."""
    firms = {str(row.offer.firm_id), str(row.need.firm_id)}
    others = [each for each in plan.talks.exclude(pk=row.pk).select_related("offer", "need") if each.seat]
    theirs = [each for each in others if firms & {str(each.offer.firm_id), str(each.need.firm_id)}]
    free, every = queries.free_slots(plan), times_of(plan.times, None)
    return rules.may_move_talk(
        by,
        state=row.state,
        seat=seat,
        tables=plan.tables,
        slots=plan.slots,
        free=every.intersection(*(free.get(firm, every) for firm in firms)),
        taken_by_firms={each.slot for each in theirs if each.slot},
        is_table_taken=any(each.seat == seat for each in others),
        is_over=_is_over(plan.meeting),
    )


def on_plan(meeting: Meeting, plan: TablePlan | None, *, count: int, viewer: Viewer) -> list[Possible]:
    """For the host, as long as the meeting is not over. ``count``: how many talks there are to place."""
    if not viewer.is_secretariat or _is_over(meeting):
        return []
    offered = [Possible("set_table_plan", meeting, GRANTED)]
    if plan is not None:
        offered.append(Possible("place_talks", plan, placing(plan, count=count, by=viewer)))
    return offered


def holding(row: BusinessTalk, *, held_on: ImpreciseDate | None, today: dt.date, by: Viewer) -> Verdict:
    return rules.may_hold_talk(
        by, sides=row.sides, state=row.state, held_on=held_on, since=row.proposed_at.date(), today=today
    )


def recording(
    row: BusinessTalk,
    *,
    on: ImpreciseDate | None,
    amount: Decimal | None,
    currency: str,
    language: str = "",
    today: dt.date,
    by: Viewer,
) -> Verdict:
    return rules.may_record_outcome(
        by, sides=row.sides, state=row.state, on=on, amount=amount, currency=currency, language=language, today=today
    )


def publishing(row: TalkOutcome, *, by: Viewer) -> Verdict:
    return rules.may_publish_outcome(by, sides=row.talk.sides, publishing=row.publishing)


def unpublishing(row: TalkOutcome, *, by: Viewer) -> Verdict:
    return rules.may_unpublish_outcome(by, sides=row.talk.sides, publishing=row.publishing)


def on_outcome(row: TalkOutcome, *, viewer: Viewer) -> list[Possible]:
    """For the two sides. Needs the talk with both firms fetched with it."""
    if not (viewer.may_act and viewer.party in row.talk.sides):
        return []
    if viewer.party in row.publishing:
        return [Possible("unpublish_outcome", row, unpublishing(row, by=viewer))]
    return [Possible("publish_outcome", row, publishing(row, by=viewer))]


def on_talk(row: BusinessTalk, *, today: dt.date, viewer: Viewer) -> list[Possible]:
    """What belongs to the viewer's own side, as long as the talk was neither declined nor held."""
    offered = []
    if viewer.may_act and viewer.party in row.sides and row.state in rules.BEFORE_THE_TALK:
        if row.state != TalkState.AGREED and viewer.party not in row.accepted:
            offered.append(Possible("accept_talk", row, accepting_talk(row, today=today, by=viewer)))
        offered.append(Possible("decline_talk", row, declining_talk(row, why=SAID, by=viewer)))
    if viewer.is_secretariat and row.state == TalkState.AGREED and (row.plan_id or row.unplaced):
        offered.append(Possible("move_talk", row, GRANTED))
    day = ImpreciseDate(today.year, today.month, today.day)
    is_side = viewer.may_act and viewer.party in row.sides
    if row.state == TalkState.AGREED and is_side:
        offered.append(Possible("hold_talk", row, holding(row, held_on=day, today=today, by=viewer)))
    if row.state == TalkState.HELD and is_side:
        offered.append(
            Possible("record_outcome", row, recording(row, on=day, amount=None, currency="", today=today, by=viewer))
        )
    return offered
