"""That a talk was held, what came of it, for how long nobody said anything, and that both sides publish it."""

import datetime as dt
from collections.abc import Collection
from decimal import Decimal

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.business.rules.stating import is_language
from nemawashi.business.rules.talking import is_a_side
from nemawashi.business.terms import Refusal, TalkResult, TalkState
from nemawashi.kit.dates import ImpreciseDate

__all__ = [
    "NEWS_AFTER",
    "is_without_news",
    "may_hold_talk",
    "may_publish_outcome",
    "may_record_outcome",
    "may_unpublish_outcome",
]

NEWS_AFTER = dt.timedelta(days=365)  # without a word on a talk, after which its sides are asked


def may_hold_talk(
    by: Viewer, *, sides: Collection[str], state: str, held_on: ImpreciseDate | None, since: dt.date, today: dt.date
) -> Verdict:
    """Either side notes that a talk on which both agreed was held, at a table or elsewhere, on its day; ``since``: that on
    which it was proposed."""
    is_day = held_on is not None and held_on.day is not None and since <= held_on.earliest <= today
    return first(
        is_a_side(by, sides=sides),
        GRANTED if state == TalkState.AGREED else refuse(Refusal.NOT_AGREED),
        GRANTED if is_day else refuse(Refusal.NOT_YET),
    )


def may_record_outcome(
    by: Viewer,
    *,
    sides: Collection[str],
    state: str,
    on: ImpreciseDate | None,
    amount: Decimal | None,
    currency: str,
    language: str = "",
    today: dt.date,
) -> Verdict:
    """A side says what came of a talk that was held; a sum has its currency, as it was printed."""
    return first(
        is_a_side(by, sides=sides),
        GRANTED if state == TalkState.HELD else refuse(Refusal.NOT_HELD),
        refuse(Refusal.DAY_TO_COME) if on is None or on.earliest > today else GRANTED,
        refuse(Refusal.NOT_POSITIVE) if amount is not None and amount <= 0 else GRANTED,
        refuse(Refusal.NO_CURRENCY) if amount is not None and not currency.strip() else GRANTED,
        is_language(language) if language else GRANTED,
    )


def may_publish_outcome(by: Viewer, *, sides: Collection[str], publishing: Collection[str]) -> Verdict:
    """Each side agrees for itself; the public reads it when both have."""
    return first(is_a_side(by, sides=sides), refuse(Refusal.AGREED_TO_PUBLISH) if by.party in publishing else GRANTED)


def may_unpublish_outcome(by: Viewer, *, sides: Collection[str], publishing: Collection[str]) -> Verdict:
    """Either side takes its own word back at any time; the public reads it no more."""
    return first(is_a_side(by, sides=sides), GRANTED if by.party in publishing else refuse(Refusal.NOT_PUBLISHED))


def is_without_news(*, last: str | None, said_on: dt.date, today: dt.date) -> bool:
    """Whether its sides are asked what became of a talk: ``last`` is the last result, ``said_on`` the day of the last word,
    or of the talk. Of what came to nothing nobody is asked."""
    return last != TalkResult.NOTHING and today - said_on > NEWS_AFTER
