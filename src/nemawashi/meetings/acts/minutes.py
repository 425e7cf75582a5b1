"""Acts on the minutes of a meeting. Two people who write at once never overwrite each other: their words are merged.

No entry of the log holds words of the minutes; all their versions are kept beside them.
"""

import datetime as dt
import uuid
from collections.abc import Mapping

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, in_turn, moved_on, require
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Refusal as Access
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.merging import WhoseWords
from nemawashi.meetings import possible, queries
from nemawashi.meetings.models import Meeting, Minutes, MinutesCorrection, MinutesVersion
from nemawashi.meetings.terms import Act, MinutesAnswer, MinutesState, Refusal

__all__ = ["adopt_minutes", "answer_correction", "circulate_minutes", "correct_minutes", "write_minutes"]


@in_turn
def write_minutes(
    meeting: Meeting,
    *,
    words: str,
    base: int = 0,
    choices: Mapping[str, WhoseWords] | None = None,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Minutes:
    """Save the minutes as somebody wrote them on from version ``base``, merged with all that was saved since.

    Refused as ``BOTH_CHANGED`` while a paragraph that both changed has no choice among ``choices``; nothing is saved then.
    """
    meeting = hold(meeting)
    row = queries.minutes_of(meeting)
    require(possible.writing_minutes(meeting, row, words=words, by=by))
    merging = queries.minutes_merged(row, words=words, base=base)
    if merging.merged.unsettled(choices or {}):
        raise RefusedError(refuse(Refusal.BOTH_CHANGED))
    whole = merging.merged.words(choices)
    require(possible.writing_minutes(meeting, row, words=whole, by=by))
    if row is not None and whole == merging.now:
        raise RefusedError(refuse(Access.NOTHING_CHANGES))
    row = row or Minutes.objects.create(meeting=meeting, version=0)
    from_others = merging.merged.from_others(choices) if merging.others else []
    others = list(merging.others) if from_others else []
    MinutesVersion.objects.create(
        minutes=row, number=merging.number + 1, words=whole, by_name=by.name, made_at=at, from_others=from_others,
        others=others,
    )  # fmt: skip
    moved_on(row)
    _enter(Act.WRITE_MINUTES, row, by, at, once, {"number": merging.number + 1, "from_others": len(from_others)})
    return row


@in_turn
def circulate_minutes(
    minutes: Minutes,
    *,
    until: dt.datetime,
    zone: str = "",
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Minutes:
    """Show the minutes to all delegations, which send corrections until a moment."""
    row = hold(minutes, seen=seen)
    require(possible.circulating_minutes(row, until=until, at=at, by=by))
    row.state, row.circulated_at, row.corrections_by, row.zone = MinutesState.CIRCULATED, at, until, zone
    moved_on(row, "state", "circulated_at", "corrections_by", "zone")
    _enter(Act.CIRCULATE_MINUTES, row, by, at, once, {"until": until})
    return row


@in_turn
def correct_minutes(
    minutes: Minutes,
    *,
    words: str,
    number: int | None = None,
    by: Viewer,
    at: dt.datetime,
    came_in_at: dt.datetime | None = None,
    once: uuid.UUID | None = None,
) -> MinutesCorrection:
    """Say for the own party what the minutes should say instead. Judged by when it came in.

    It is about version ``number``, which its author read; of a number that no version has, about the newest.
    """
    row = hold(minutes)
    require(possible.correcting_minutes(row, words=words, at=came_in_at or at, by=by))
    newest = row.versions.count()
    about = number if number is not None and 1 <= number <= newest else newest
    made = MinutesCorrection.objects.create(minutes=row, party_id=by.own_party, words=normal(words), number=about, at=at)
    moved_on(row)
    _enter(Act.CORRECT_MINUTES, row, by, at, once, {"party": by.party})
    return made


@in_turn
def answer_correction(
    correction: MinutesCorrection,
    *,
    is_taken_in: bool,
    why: str = "",
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> MinutesCorrection:
    """Say for the host what became of a correction, and why. It changes no word of the minutes."""
    row = hold(correction, seen=seen)
    require(possible.answering_correction(row, is_taken_in=is_taken_in, why=why, by=by))
    row.answer = MinutesAnswer.TAKEN_IN if is_taken_in else MinutesAnswer.LEFT_OUT
    row.why, row.answered_at = normal(why), at
    moved_on(row, "answer", "why", "answered_at")
    facts = {"party": row.party.slug, "answer": row.answer.value}
    _enter(Act.ANSWER_CORRECTION, row.minutes, by, at, once, facts)
    return row


@in_turn
def adopt_minutes(
    minutes: Minutes, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Minutes:
    """Record that the minutes are adopted as they stand, once the moment for corrections has passed.

    Whoever read other words than stand now is told so first (``seen``).
    """
    row = hold(minutes, seen=seen)
    require(possible.adopting_minutes(row, at=at, by=by))
    row.state, row.adopted_at = MinutesState.ADOPTED, at
    moved_on(row, "state", "adopted_at")
    _enter(Act.ADOPT_MINUTES, row, by, at, once, {"number": row.versions.count()})
    return row


def _enter(
    act: Act, row: Minutes, by: Viewer, at: dt.datetime, once: uuid.UUID | None, facts: Mapping[str, object]
) -> None:
    """Of a draft the secretariat alone is told; whoever reads the minutes reads what is done to them."""
    visibility = Visibility.SECRETARIAT if row.state == MinutesState.DRAFT else Visibility.PARTIES
    log.enter(act, row.meeting, by=by, at=at, visibility=visibility, facts=dict(facts), once=once)
