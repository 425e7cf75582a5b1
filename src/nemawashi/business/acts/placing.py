"""Set the tables of a business dialogue, say when firms are there, have the talks placed, move one by hand."""

import datetime as dt
import uuid
from typing import Any

from nemawashi.access import log
from nemawashi.access.acts import hold, in_turn, moved_on, require
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.business import possible, queries, rules
from nemawashi.business.models import BusinessTalk, Firm, FirmHours, TablePlan
from nemawashi.business.rules import SlotTimes, TableSeat, WantedTalk
from nemawashi.business.terms import Act
from nemawashi.meetings.models import Meeting

__all__ = ["move_talk", "place_talks", "set_table_plan", "state_hours"]


@in_turn
def set_table_plan(
    meeting: Meeting,
    *,
    on: dt.date,
    opens_at: dt.time,
    minutes: int,
    slots: int,
    tables: int,
    pause: int = 0,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> TablePlan:
    """Say at which tables and times firms meet at a meeting; what is used already stays within."""
    meeting = hold(meeting)
    plan = TablePlan.objects.filter(meeting=meeting).first()
    times = SlotTimes(opens_at, minutes, pause, slots)
    require(possible.setting_plan(meeting, on=on, times=times, tables=tables, plan=plan, by=by))
    values: dict[str, Any] = {"on": on, "opens_at": opens_at, "minutes": minutes, "pause": pause, "slots": slots}
    values["tables"] = tables
    plan, is_new = TablePlan.objects.update_or_create(meeting=meeting, defaults=values)
    if not is_new:
        moved_on(plan)
    facts = {"tables": tables, "slots": slots}
    log.enter(Act.SET_TABLE_PLAN, plan, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return plan


@in_turn
def state_hours(
    firm: Firm,
    *,
    plan: TablePlan,
    from_at: dt.time | None = None,
    until_at: dt.time | None = None,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> FirmHours | None:
    """Say from when until when a firm is there, or take that back by neither: it is there all day.
    Talks that have a table already stay until they are placed anew."""
    firm, plan = hold(firm), hold(plan)
    hours = (from_at or dt.time.min, until_at or dt.time.max) if from_at or until_at else None
    require(possible.stating_hours(firm, plan, hours=hours, by=by))
    row = None
    if hours is None:
        FirmHours.objects.filter(plan=plan, firm=firm).delete()
    else:
        values = {"from_at": hours[0], "until_at": hours[1]}
        row, _is_new = FirmHours.objects.update_or_create(plan=plan, firm=firm, defaults=values)
    facts = {"party": firm.party.slug}
    log.enter(Act.STATE_HOURS, firm, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


@in_turn
def place_talks(
    plan: TablePlan, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> list[BusinessTalk]:
    """Give every talk on which both sides agreed a table and a time, as far as there are any; those that were put somewhere
    by hand, or were held there, stay. What finds no place keeps why."""
    plan = hold(plan, seen=seen)
    rows = queries.to_place(plan)
    require(possible.placing(plan, count=len(rows), by=by))
    wanted = [
        WantedTalk(str(row.pk), (str(row.offer.firm_id), str(row.need.firm_id)), row.seat if row.is_fixed else None)
        for row in rows
    ]
    wanted += [
        WantedTalk(str(row.pk), (str(row.offer.firm_id), str(row.need.firm_id)), row.seat) for row in queries.held_at(plan)
    ]
    result = rules.placed(wanted, tables=plan.tables, slots=plan.slots, free=queries.free_slots(plan))
    BusinessTalk.objects.filter(pk__in=[row.pk for row in rows]).update(slot=None, seat_table=None)
    for row in rows:
        seat = result.seats.get(str(row.pk))
        row.plan = plan if seat else None
        row.slot, row.seat_table = (seat.slot, seat.table) if seat else (None, None)
        row.unplaced = result.left.get(str(row.pk), "")
        row.version += 1
    BusinessTalk.objects.bulk_update(rows, ["plan", "slot", "seat_table", "unplaced", "version"], batch_size=200)
    moved_on(plan)
    facts = {"count": sum(row.slot is not None for row in rows), "left": len(result.left)}
    log.enter(Act.PLACE_TALKS, plan, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return rows


@in_turn
def move_talk(
    talk: BusinessTalk,
    *,
    plan: TablePlan,
    slot: int,
    table: int,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> BusinessTalk:
    """Put a talk at a table and a time by hand; it stays there when the others are placed anew."""
    row = hold(talk, seen=seen)
    at_plan = hold(plan)
    require(possible.moving(row, at_plan, TableSeat(slot, table), by=by))
    row.plan, row.slot, row.seat_table, row.is_fixed, row.unplaced = at_plan, slot, table, True, ""
    moved_on(row, "plan", "slot", "seat_table", "is_fixed", "unplaced")
    facts = {"slot": slot, "table": table}
    log.enter(Act.MOVE_TALK, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row
