"""What every act does around its own work: ask the rule, one transaction, no stale row, no act done twice."""

import uuid
from typing import TypeVar

from django.db import models

from nemawashi.access import log, seal
from nemawashi.access.rules import Verdict, refuse
from nemawashi.access.terms import Refusal
from nemawashi.kit.faults import NotAllowedError

Row = TypeVar("Row", bound=models.Model)


class RefusedError(NotAllowedError):
    """An act was refused and nothing was changed. ``verdict`` says why, in a word of the noun's terms."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(str(verdict.refusal), word=str(verdict.refusal))
        self.verdict = verdict


def require(verdict: Verdict) -> None:
    """Raise ``RefusedError`` unless granted."""
    if not verdict:
        raise RefusedError(verdict)


def hold(row: Row, *, seen: int | None = None, once: uuid.UUID | None = None) -> Row:
    """The row again, locked until the transaction ends.

    Raises ``RefusedError`` when the same form was acted on before (``once``), or when the row has moved on since the
    person saw it at version ``seen``: two people editing never overwrite each other. Raises it, too, where the row is
    sealed with a key that this server does not have.
    """
    held = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if log.done_before(once):  # asked under the lock, or two clicks at once would both pass
        raise RefusedError(refuse(Refusal.DONE_BEFORE))
    if not seal.is_opened(held):
        raise RefusedError(refuse(Refusal.NOT_OPENED))
    if seen is not None and getattr(held, "version", seen) != seen:
        raise RefusedError(refuse(Refusal.STALE))
    return held


def moved_on(row: models.Model, *fields: str) -> None:
    """Save ``fields`` of a held row under its next version."""
    row.version += 1  # type: ignore[attr-defined]
    row.save(update_fields=[*fields, "version"])
