"""Propose talks, ask for one by name, accept and decline. What two sides agree stands in the log for these two alone."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from nemawashi.access import log
from nemawashi.access.acts import hold, in_turn, moved_on, require
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.business import possible, queries, rules
from nemawashi.business.models import BusinessTalk, Interest
from nemawashi.business.rules import MatchReason
from nemawashi.business.terms import Act, InterestKind, ReasonKind, TalkState
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.words.lexicon import Lexicon
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Dialogue

__all__ = ["accept_talk", "ask_for_talk", "decline_talk", "propose_talks"]


@in_turn
def propose_talks(
    dialogue: Dialogue, *, equivalents: Lexicon, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None
) -> list[BusinessTalk]:
    """Propose every new talk for which there is reason enough; the reasons are kept with it. ``equivalents``: the table of
    words that say the same in several languages."""
    hold(dialogue)
    new = possible.new_talks(equivalents, today=at.date(), by=by)
    require(rules.may_propose_talks(by, count=len(new)))
    rows = [
        BusinessTalk(offer_id=each.offer, need_id=each.need, reasons=_kept(each.reasons), proposed_at=at) for each in new
    ]
    BusinessTalk.objects.bulk_create(rows)
    facts = {"count": len(rows)}
    log.enter(Act.PROPOSE_TALKS, dialogue, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return rows


def _kept(reasons: Iterable[MatchReason]) -> list[dict[str, Any]]:
    return [{"kind": str(each.kind), "words": list(each.words), "language": each.language} for each in reasons]


@in_turn
def ask_for_talk(
    interest: Interest,
    *,
    own: Interest,
    equivalents: Lexicon,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> BusinessTalk:
    """Ask by name for a talk with an offer or a need of another party; by asking, the own side has accepted."""
    interest, own = hold(interest), hold(own)
    require(possible.asking_for_talk(interest, own, today=at.date(), by=by))
    offer, need = (own, interest) if own.kind == InterestKind.OFFER else (interest, own)
    names = parties.forum().codes
    because = rules.reasons_for(queries.stated(offer), queries.stated(need), equivalents, no_terms=names)
    reasons = [MatchReason(ReasonKind.ASKED, (by.party or "",)), *because]
    moment = "offer_accepted_at" if own == offer else "need_accepted_at"
    row = BusinessTalk.objects.create(
        offer=offer,
        need=need,
        reasons=_kept(reasons),
        state=TalkState.ACCEPTED,
        asked_by_id=by.own_party,
        proposed_at=at,
        **{moment: at},
    )
    _enter(Act.ASK_FOR_TALK, row, by, at, once)
    return row


@in_turn
def accept_talk(
    talk: BusinessTalk, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> BusinessTalk:
    """Accept a talk for the own side; once both have, each reads the other's contact person."""
    row = hold(talk, seen=seen)
    require(possible.accepting_talk(row, today=at.date(), by=by))
    moment = "offer_accepted_at" if by.party == row.sides[0] else "need_accepted_at"
    setattr(row, moment, at)
    row.state = TalkState.AGREED if len(row.accepted) == 2 else TalkState.ACCEPTED
    moved_on(row, moment, "state")
    _enter(Act.ACCEPT_TALK, row, by, at, once)
    return row


@in_turn
def decline_talk(
    talk: BusinessTalk, *, why: str, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> BusinessTalk:
    """Decline a talk with a reason, which stands on its page for the other side, and not in the log."""
    row = hold(talk, seen=seen)
    require(possible.declining_talk(row, why=why, by=by))
    row.state, row.why, row.declined_by_id = TalkState.DECLINED, normal(why), by.own_party
    row.plan, row.slot, row.seat_table, row.is_fixed = None, None, None, False
    moved_on(row, "state", "why", "declined_by", "plan", "slot", "seat_table", "is_fixed")
    _enter(Act.DECLINE_TALK, row, by, at, once)
    return row


def other_side(row: BusinessTalk, by: Viewer) -> str:
    offer, need = row.sides
    return need if by.party == offer else offer


def _enter(act: Act, row: BusinessTalk, by: Viewer, at: dt.datetime, once: uuid.UUID | None) -> None:
    """For the acting party and the other side: the host reads the plan, and no other delegation whom firms meet."""
    facts = {"party": other_side(row, by), "state": row.state}
    log.enter(act, row, by=by, at=at, visibility=Visibility.OWN, facts=facts, once=once)
