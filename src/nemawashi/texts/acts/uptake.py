"""Saying whether an item of an agenda or a paragraph takes a recommendation up that it resembles."""

import datetime as dt
import uuid

from django.db.models import F

from nemawashi.access import log
from nemawashi.access.acts import hold, in_turn, moved_on, require
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import normal
from nemawashi.meetings.models import AgendaItem, Recommendation, Uptake
from nemawashi.meetings.terms import Link, MeetingState
from nemawashi.texts import queries, rules
from nemawashi.texts.models import Clause, Text, UptakeRuling
from nemawashi.texts.terms import Act

__all__ = ["confirm_uptake", "decline_uptake"]


@in_turn
def confirm_uptake(
    recommendation: Recommendation,
    *,
    taker: AgendaItem | Clause,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> UptakeRuling:
    """Say that an item or a paragraph takes the recommendation up.

    It counts as taken up at once where the meeting was held, or the text adopted; else when they are.
    """
    recommendation = hold(recommendation)
    row = _ruled(recommendation, taker, is_taken_up=True, why="", by=by, at=at)
    if isinstance(taker, AgendaItem):
        Uptake.objects.get_or_create(
            recommendation=recommendation, agenda_item=taker, defaults={"at": at, "by_name": by.name}
        )
    if _is_settled(taker) and recommendation.link in (Link.OPEN, Link.NONE):
        recommendation.link = Link.TAKEN_UP
        moved_on(recommendation, "link")
    _enter(Act.CONFIRM_UPTAKE, recommendation, taker, by, at, once)
    return row


@in_turn
def decline_uptake(
    recommendation: Recommendation,
    *,
    taker: AgendaItem | Clause,
    why: str = "",
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> UptakeRuling:
    """Say that it does not. The pair is never proposed again."""
    recommendation = hold(recommendation)
    row = _ruled(recommendation, taker, is_taken_up=False, why=why, by=by, at=at)
    _enter(Act.DECLINE_UPTAKE, recommendation, taker, by, at, once)
    return row


def counts_as_taken_up(text: Text) -> None:
    """What a person said that the text takes up counts as taken up, now that it is adopted."""
    kept = UptakeRuling.objects.filter(is_taken_up=True, clause__text=text, clause__is_deleted=False).values(
        "recommendation"
    )
    rows = Recommendation.objects.filter(pk__in=kept, link__in=[Link.OPEN, Link.NONE])
    rows.update(link=Link.TAKEN_UP, version=F("version") + 1)


def _ruled(
    recommendation: Recommendation, taker: AgendaItem | Clause, *, is_taken_up: bool, why: str, by: Viewer, at: dt.datetime
) -> UptakeRuling:
    of_item = taker if isinstance(taker, AgendaItem) else None
    of_clause = taker if isinstance(taker, Clause) else None
    rows = UptakeRuling.objects.filter(recommendation=recommendation, agenda_item=of_item, clause=of_clause)
    follows, stands = queries.may_follow(recommendation, taker), queries.is_standing(taker)
    require(rules.may_rule_on_uptake(by, is_ruled=rows.exists(), may_follow=follows, is_standing=stands))
    return UptakeRuling.objects.create(
        recommendation=recommendation,
        agenda_item=of_item,
        clause=of_clause,
        is_taken_up=is_taken_up,
        why=normal(why),
        at=at,
        by_name=by.name,
    )


def _is_settled(taker: AgendaItem | Clause) -> bool:
    return taker.meeting.state == MeetingState.HELD if isinstance(taker, AgendaItem) else taker.text.is_adopted


def _enter(
    act: Act, row: Recommendation, taker: AgendaItem | Clause, by: Viewer, at: dt.datetime, once: uuid.UUID | None
) -> None:
    log.enter(act, row, by=by, at=at, visibility=Visibility.PARTIES, facts={"taker": taker.ref}, once=once)
