"""Acts on results of counting: keep one, publish it, withdraw it."""

import datetime as dt
import hashlib
import uuid

from nemawashi import __version__
from nemawashi.access import log
from nemawashi.access.acts import hold, in_turn, moved_on, require
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.analysis import queries, rules
from nemawashi.analysis.answering import CountingQuestion
from nemawashi.analysis.models import ResultRun
from nemawashi.analysis.terms import Act, RunState
from nemawashi.kit.clauses.spans import normal
from nemawashi.parties.models import Dialogue

__all__ = ["keep_result", "publish_run", "withdraw_run"]


@in_turn
def keep_result(
    dialogue: Dialogue,
    *,
    question: CountingQuestion,
    answer: str,
    title: str,
    note: str = "",
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> ResultRun:
    """Keep what a question was answered, whole, for its maker alone; ``answer`` was read before, as that takes long."""
    del dialogue
    if by.user_id is None:
        raise PermissionError("whoever keeps a result signs in")
    title = normal(title)
    require(rules.may_keep_result(by, title=title, size=len(answer)))
    row = ResultRun.objects.create(
        title=title,
        note=normal(note),
        kind=question.kind,
        query=dict(question.query),
        answer=answer,
        digest=hashlib.sha256(answer.encode()).hexdigest(),
        software=__version__,
        maker_id=by.user_id,
        maker_name=by.name,
        made_at=at,
    )
    log.enter_sealed_for_user(Act.KEEP_RESULT, row.ref, by=by, at=at, once=once)
    return row


@in_turn
def publish_run(
    run: ResultRun, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> ResultRun:
    """Put a run on the public list, with its maker's name; from now on it may be cited."""
    row = hold(run, seen=seen)
    is_of_own = not queries.are_everybodys(row.collections)
    require(rules.may_publish_run(by, maker=row.maker_id, state=row.state, is_of_own=is_of_own))
    row.state, row.published_at, row.why_withdrawn = RunState.PUBLISHED, at, ""
    moved_on(row, "state", "published_at", "why_withdrawn")
    facts = {"title": row.title, "digest": row.digest}
    log.enter(Act.PUBLISH_RUN, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


@in_turn
def withdraw_run(
    run: ResultRun, *, why: str, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> ResultRun:
    """Take the figures of a run out of sight; its address stays, and says that it was withdrawn and why."""
    row = hold(run, seen=seen)
    require(rules.may_withdraw_run(by, maker=row.maker_id, state=row.state, why=why))
    row.state, row.why_withdrawn = RunState.WITHDRAWN, normal(why)
    moved_on(row, "state", "why_withdrawn")
    facts = {"title": row.title, "why": row.why_withdrawn}
    log.enter(Act.WITHDRAW_RUN, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row
