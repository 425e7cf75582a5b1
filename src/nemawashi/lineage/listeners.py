"""What the shelf does when a text was adopted or issued: once that is committed, its clauses are put on it.

A shelf that cannot be written is no reason to undo an adoption: the fault is logged by its kind alone, and
``nemawashi reindex`` repairs it.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction

from nemawashi.access import log
from nemawashi.access.models import Entry
from nemawashi.lineage import shelf
from nemawashi.texts.models import Text
from nemawashi.texts.terms import Act

PUBLICATIONS = (Act.ADOPT_IN_MEETING, Act.CONCLUDE_SILENCE, Act.ISSUE_TEXT)

_faults = logging.getLogger(__name__)


def text_published(sender: Any, *, entry: Entry, subject: Any, **kwargs: Any) -> None:
    if entry.event in PUBLICATIONS and isinstance(subject, Text) and subject.is_adopted:
        transaction.on_commit(lambda: _add(subject.pk))


def bring_up_to_date() -> None:
    """Put on the shelf what a noun above this one made everybody's; asked once that is committed."""
    _quietly(shelf.bring_up_to_date)


def _add(pk: int) -> None:
    _quietly(lambda: shelf.add_text(Text.objects.get(pk=pk)))


def _quietly(change: Callable[[], object]) -> None:
    try:
        change()
    except Exception as fault:
        _faults.error("the index of agreed language was not brought up to date: %s", type(fault).__name__)


def listen() -> None:
    log.entered.connect(text_published, dispatch_uid="nemawashi.lineage.text_published")
