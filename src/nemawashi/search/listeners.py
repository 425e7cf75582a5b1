"""What search does when an act was logged: once it is committed, the entries around its subject are made anew.

Sealed acts send no signal, so nothing is done, and nothing takes longer, when somebody drafts. An index that cannot be
written is no reason to undo an act: the fault is logged, and what search finds is confirmed by the nouns anyway.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction

from nemawashi.access import log
from nemawashi.access.models import Entry
from nemawashi.search import around, index

_faults = logging.getLogger(__name__)


def act_logged(sender: Any, *, entry: Entry, subject: Any, **kwargs: Any) -> None:
    wanted = around.rows_around(subject)
    if wanted is not None:
        transaction.on_commit(lambda: _refresh(wanted))


def _refresh(wanted: Callable[[], around.Around]) -> None:
    try:
        index.refresh(wanted())
    except Exception as fault:
        _faults.error("the index of search was not brought up to date: %s", type(fault).__name__)


def listen() -> None:
    log.entered.connect(act_logged, dispatch_uid="nemawashi.search.act_logged")
