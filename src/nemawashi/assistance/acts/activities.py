"""Acts on activities that publishers report in IATI: take them in, say what they belong to."""

import datetime as dt
import uuid
from typing import Any

from nemawashi.access import log
from nemawashi.access.acts import hold, in_turn, moved_on, require
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.assistance import rules
from nemawashi.assistance.models import Activity, Undertaking
from nemawashi.assistance.staging import FIELDS, Staged
from nemawashi.assistance.terms import Act
from nemawashi.parties.models import Dialogue

__all__ = ["import_activities", "set_activity_aside", "tie_activity", "untie_activity"]


@in_turn
def import_activities(
    dialogue: Dialogue,
    *,
    staged: Staged,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> int:
    """Take in what is new or changed among the activities of a file that was read before; all of it or nothing.

    An activity that is tied to a pledge or project stays tied when its publisher changes it. The answer is how many rows
    were written.
    """
    require(rules.may_import_activities(by, fresh=staged.new + staged.changed))
    for batch in staged.batches():
        rows = [Activity(taken_in_at=at, file_name=staged.name, **values) for values in batch]
        Activity.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["key"], update_fields=[*FIELDS, "taken_in_at", "file_name"]
        )
    facts: dict[str, Any] = {
        "file": staged.name,
        "version": staged.version,
        "activities": staged.sound,
        "transactions": staged.transactions,
        "new": staged.new,
        "changed": staged.changed,
        "refused": staged.refused,
    }
    log.enter(Act.IMPORT_ACTIVITIES, dialogue, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return staged.new + staged.changed


@in_turn
def tie_activity(
    activity: Activity,
    *,
    undertaking: Undertaking,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Activity:
    """Say that a reported activity is this package, pledge or project of the record, or a part of it."""
    row = hold(activity, seen=seen)
    donor = undertaking.donor.slug if undertaking.donor else None
    require(rules.may_tie_activity(by, donor=donor, is_tied=row.undertaking_id is not None))
    row.undertaking, row.is_aside, row.aside_why = undertaking, False, ""
    moved_on(row, "undertaking", "is_aside", "aside_why")
    facts = {"activity": row.identifier}
    log.enter(Act.TIE_ACTIVITY, undertaking, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


@in_turn
def untie_activity(
    activity: Activity, *, why: str, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Activity:
    """Take back that an activity belongs to an undertaking, with a reason; the log keeps that it was said."""
    row = hold(activity, seen=seen)
    undertaking = row.undertaking
    donor = undertaking.donor.slug if undertaking and undertaking.donor else None
    require(rules.may_untie_activity(by, donor=donor, is_tied=undertaking is not None, why=why))
    row.undertaking = None
    moved_on(row, "undertaking")
    facts = {"activity": row.identifier, "why": why.strip()}
    log.enter(Act.UNTIE_ACTIVITY, undertaking, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


@in_turn
def set_activity_aside(
    activity: Activity, *, why: str, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> Activity:
    """Say that a reported activity belongs to nothing here, so that it is proposed no longer."""
    row = hold(activity, seen=seen)
    require(rules.may_set_activity_aside(by, is_tied=row.undertaking_id is not None, why=why))
    row.is_aside, row.aside_why = True, why.strip()
    moved_on(row, "is_aside", "aside_why")
    log.enter(
        Act.SET_ACTIVITY_ASIDE, row, by=by, at=at, visibility=Visibility.PUBLIC, facts={"why": row.aside_why}, once=once
    )
    return row
