"""What every act does around its own work: wait its turn, ask the rule, no stale row, no act done twice."""

import datetime as dt
import inspect
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, models, transaction

from nemawashi.access import clock, log, seal
from nemawashi.access.rules import Verdict, refuse
from nemawashi.access.terms import Refusal
from nemawashi.access.viewers import Viewer
from nemawashi.kit.faults import NotAllowedError

WhereTo = Callable[[], str]
_asked: list[WhereTo] = []  # each tells where the forum lives now; empty while it lives here
InOffice = Callable[[Viewer], bool]
_asked_of: list[InOffice] = []  # each tells whether somebody still has the office in which an act came in

Row = TypeVar("Row", bound=models.Model)
P = ParamSpec("P")
R = TypeVar("R")

# SQLite gives up after 20 seconds in the queue; whoever came in longer ago than this did not merely wait.
LONGEST_WAIT = dt.timedelta(seconds=30)
# Clocks of two database servers, of which one takes the place of the other, differ by less. It is below the room that is
# left between the end of silence and its conclusion, so that nobody gains a deadline by it.
SKEW = dt.timedelta(seconds=1)
# Under which names rows keep the moment from which something can be done to them. Where it stands in the open log, too,
# the last entry says as much; of what is sealed, the log has no moment.
OPENINGS = ("opened_at", "tabled_at", "drafted_at", "sent_at")


class RefusedError(NotAllowedError):
    """An act was refused and nothing was changed. ``verdict`` says why, in a word of the noun's terms."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(str(verdict.refusal), word=str(verdict.refusal))
        self.verdict = verdict


def ask_where_it_lives(asked: WhereTo) -> None:
    """Refuse every act from now on while ``asked`` names another place: a forum is written in one place at a time."""
    if asked not in _asked:
        _asked.append(asked)


def ask_who_is_in_office(asked: InOffice) -> None:
    """Refuse an act of a delegation or of the host where ``asked`` says no: whoever waited may have left office."""
    if asked not in _asked_of:
        _asked_of.append(asked)


def require(verdict: Verdict) -> None:
    """Raise ``RefusedError`` unless granted."""
    if not verdict:
        raise RefusedError(verdict)


@contextmanager
def turn(*, once: uuid.UUID | None) -> Iterator[None]:
    """One transaction in which nobody else acts, on either database.

    What is asked in it stays true until it ends: that a form was not acted on before (``once``), that a number or a name
    is free. Raises ``RefusedError`` where the form was.
    """
    try:
        with transaction.atomic():
            log.queue()
            _refuse_twice(once)
            for asked in _asked:
                if elsewhere := asked():
                    raise RefusedError(refuse(Refusal.MOVED, about=elsewhere))
            yield
    except IntegrityError:
        _refuse_twice(once)  # entered by somebody who did not queue
        raise


def _refuse_twice(once: uuid.UUID | None) -> None:
    if log.done_before(once):
        raise RefusedError(refuse(Refusal.DONE_BEFORE))


def in_turn(act: Callable[P, R]) -> Callable[P, R]:
    """The form of every act: done in its turn, at a moment that lies behind no entry of the log.

    ``at`` is the moment at which the act came in. One that waited while others acted is done, and entered, at the moment
    of the last of them; an act that must be judged by when it came in takes ``came_in_at`` besides.
    """
    asks_when = "came_in_at" in inspect.signature(act).parameters

    @wraps(act)
    def acted(*args: P.args, **words: P.kwargs) -> R:
        arguments: dict[str, Any] = dict(words)
        with turn(once=arguments.get("once")):
            _refuse_who_left(arguments.get("by"))
            came_in_at = arguments["at"]
            arguments["at"] = _moment_of_turn(came_in_at, rows=[*args, *arguments.values()])
            if asks_when:
                arguments.setdefault("came_in_at", came_in_at)
            return act(*args, **arguments)

    return acted


def _refuse_who_left(by: Viewer | None) -> None:
    """The viewer was made as the request came in, perhaps before the act that stood in front of this one in the queue."""
    has_office = by is not None and by.is_signed_in and (by.is_secretariat or by.is_delegate)
    if by is not None and has_office and not all(asked(by) for asked in _asked_of):
        raise RefusedError(refuse(Refusal.NOT_IN_OFFICE))


def _moment_of_turn(at: dt.datetime, *, rows: Iterable[object]) -> dt.datetime:
    """``at``, or the moment before which nothing may be entered now. Raises ``RefusedError`` where no waiting explains it.

    The clock is asked as well: it stands before the last entry only when it was set back.
    """
    last = log.last_moment()
    openings = [getattr(row, name, None) for row in rows if isinstance(row, models.Model) for name in OPENINGS]
    earliest = max((moment for moment in (last, *openings) if moment is not None), default=at)
    if at >= earliest:
        return at
    if earliest - at > LONGEST_WAIT or clock.database_moment() < earliest - SKEW:
        raise RefusedError(refuse(Refusal.OUT_OF_ORDER))
    return earliest


def hold(row: Row, *, seen: int | None = None) -> Row:
    """The row again, locked until the transaction ends.

    Raises ``RefusedError`` when the row has moved on since the person saw it at version ``seen``: two people editing
    never overwrite each other; when it is gone; and when it is sealed with a key that this server does not have. Raises
    ``DoesNotExist`` for a sealed row of others, as for one that never was.
    """
    rows = type(row)._default_manager.select_for_update()
    held = rows.get(pk=row.pk) if isinstance(row, seal.SealedModel) else rows.filter(pk=row.pk).first()
    if held is None:  # an act of somebody else took it away after it was found
        raise RefusedError(refuse(Refusal.STALE))
    if not seal.is_opened(held):
        raise RefusedError(refuse(Refusal.NOT_OPENED))
    if seen is not None and getattr(held, "version", seen) != seen:
        raise RefusedError(refuse(Refusal.STALE))
    return held


def mended(row: models.Model, values: Mapping[str, Any], *, is_more: bool = False) -> dict[str, dict[str, Any]]:
    """Set fields of a held row right, save it under its next version; what changes, before and after, for the log.

    Raises ``RefusedError`` where nothing would change; ``is_more``: something beside these fields does.
    """
    before = {name: getattr(row, name) for name in values}
    names = [name for name, value in values.items() if value != before[name] and (value or before[name])]
    if not (names or is_more):
        raise RefusedError(refuse(Refusal.NOTHING_CHANGES))
    for name in names:
        setattr(row, name, values[name])
    moved_on(row, *names)
    was, now = ({name: _told(side[name]) for name in names} for side in (before, values))
    return {"before": was, "after": now}


def _told(value: Any) -> Any:
    """As the log writes it: a row by its reference, what is not there as nothing."""
    if isinstance(value, models.Model):
        return getattr(value, "slug", None) or str(value)
    return "" if value is None else value


def moved_on(row: models.Model, *fields: str) -> None:
    """Save ``fields`` of a held row under its next version."""
    row.version += 1  # type: ignore[attr-defined]
    row.save(update_fields=[*fields, "version"])
