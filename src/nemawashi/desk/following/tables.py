"""The tables of a business dialogue: who sits where at which time, on the venue's clock, by time and for each company."""

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from nemawashi.access import clock
from nemawashi.access.requests import Request
from nemawashi.access.rules import Possible
from nemawashi.access.viewers import Viewer
from nemawashi.business import acts, possible, queries, rules
from nemawashi.business.models import BusinessTalk, Firm, TablePlan
from nemawashi.business.terms import TalkState
from nemawashi.desk.acting import finding
from nemawashi.desk.acting.forms import Blank, DateField
from nemawashi.desk.acting.offering import offer
from nemawashi.desk.following import firms
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.formats import tables as kit_tables
from nemawashi.meetings import possible as meetings_possible
from nemawashi.meetings import queries as meetings
from nemawashi.meetings.models import Meeting


def page(subject: Any, done: Any) -> str:
    row = next(each for each in (done, subject) if isinstance(each, TablePlan | BusinessTalk | Meeting))
    if isinstance(row, Meeting):
        return reverse("desk:tables", args=[row.slug])
    plan = row if isinstance(row, TablePlan) else row.plan
    return reverse("desk:tables", args=[plan.meeting.slug]) if plan else reverse("desk:talks")


class ClockField(forms.TimeField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), **kwargs)


class SetTablePlan(Blank):
    on = DateField(label=__("Day"))
    opens_at = ClockField(label=__("First talk at"), help_text=__("On the clocks of the venue."))
    minutes = forms.IntegerField(label=__("Minutes of a talk"), min_value=1, max_value=rules.LONGEST_TALK, initial=20)
    pause = forms.IntegerField(label=__("Minutes between two"), min_value=0, max_value=rules.LONGEST_TALK, initial=5)
    slots = forms.IntegerField(label=__("Number of times"), min_value=1, max_value=rules.MOST_SLOTS, initial=12)
    tables = forms.IntegerField(label=__("Number of tables"), min_value=1, max_value=rules.MOST_TABLES, initial=10)

    def first_words(self) -> dict[str, Any]:
        plan = TablePlan.objects.filter(meeting=self.subject).first()
        if plan is None:
            return {"on": str(self.subject.start_on or "")}
        own = {name: getattr(plan, name) for name in ("opens_at", "minutes", "pause", "slots", "tables")}
        return {**own, "on": plan.on.isoformat()}

    def clean_on(self) -> dt.date:
        day: ImpreciseDate = self.cleaned_data["on"]
        if day.day is None:
            raise ValidationError(_("Give the day itself."))
        return day.earliest


offer(
    acts.set_table_plan,
    label=__("Set tables and times"),
    on=finding.meeting,
    form=SetTablePlan,
    leads_to=page,
    sees_version=False,
)
offer(
    acts.place_talks,
    label=__("Place the talks"),
    on=finding.table_plan,
    leads_to=page,
    is_main=True,
)


class StateHours(Blank):
    plan = forms.ModelChoiceField(TablePlan.objects.none(), label=__("Business dialogue"), empty_label=None)
    from_at = ClockField(
        label=__("There from"), required=False, help_text=__("On the clocks of the venue. Both left empty: there all day.")
    )
    until_at = ClockField(label=__("There until"), required=False)

    def prepare(self) -> None:
        field: Any = self.fields["plan"]
        field.queryset = queries.plans_ahead()

    def first_words(self) -> dict[str, Any]:
        """What was said of the next plan."""
        row = next(iter(queries.hours_of(self.subject)), None)
        return {"plan": row.plan_id, "from_at": row.from_at, "until_at": row.until_at} if row else {}


offer(
    acts.state_hours,
    label=__("Say when it is there"),
    on=finding.firm,
    form=StateHours,
    leads_to=firms.page,
    sees_version=False,
)


class MoveTalk(Blank):
    plan = forms.ModelChoiceField(TablePlan.objects.none(), label=__("Business dialogue"), empty_label=None)
    slot = forms.IntegerField(label=__("Time, by its number"), min_value=1, max_value=rules.MOST_SLOTS)
    table = forms.IntegerField(label=pgettext_lazy("business", "Table"), min_value=1, max_value=rules.MOST_TABLES)

    def prepare(self) -> None:
        field: Any = self.fields["plan"]
        field.queryset = queries.plans_ahead()

    def first_words(self) -> dict[str, Any]:
        return {"plan": self.subject.plan_id, "slot": self.subject.slot, "table": self.subject.seat_table}


offer(
    acts.move_talk,
    label=__("Move the talk"),
    on=finding.talk,
    form=MoveTalk,
    leads_to=page,
)


@dataclass(frozen=True)
class ShownSeat:
    row: BusinessTalk
    slot: int
    begins: dt.time
    ends: dt.time
    offered: Sequence[Possible]

    def other(self, firm: Firm) -> Firm:
        """Whom a firm meets there."""
        return self.row.need.firm if self.row.offer.firm == firm else self.row.offer.firm


@dataclass(frozen=True)
class FirmPlan:
    """The talks of one firm in their order, each with whom, to be handed out."""

    firm: Firm
    seats: Sequence[tuple[ShownSeat, Firm]]


def _at(request: Request, slug: str) -> tuple[Meeting, TablePlan | None]:
    finding.business_track(request.viewer)
    row = meetings.visible_meetings(viewer=request.viewer).filter(slug=slug).select_related("track__dialogue").first()
    if row is None or not possible.is_ours(row):
        raise Http404
    return row, queries.visible_plans(viewer=request.viewer).filter(meeting=row).first()


def _seats(plan: TablePlan, viewer: Viewer) -> list[ShownSeat]:
    """Those that the viewer may know of: all for the host, for a delegation those of its own firms."""
    rows = queries.visible_talks(viewer=viewer).filter(plan=plan).exclude(slot=None).order_by("slot", "seat_table")
    today, times = clock.today(), plan.times
    return [
        ShownSeat(
            row,
            slot,
            times.begins(slot),
            times.ends(slot),
            [each for each in possible.on_talk(row, today=today, viewer=viewer) if each.act == "move_talk"],
        )
        for row in rows
        if (slot := row.slot)
    ]


def _of_firms(seats: Iterable[ShownSeat], viewer: Viewer) -> list[FirmPlan]:
    by_firm: dict[Firm, list[ShownSeat]] = {}
    for seat in seats:
        for firm in (seat.row.offer.firm, seat.row.need.firm):
            if viewer.is_secretariat or firm.party_id == viewer.party_id:
                by_firm.setdefault(firm, []).append(seat)
    order = sorted(by_firm, key=lambda firm: (firm.party.order, firm.name))
    return [FirmPlan(firm, [(seat, seat.other(firm)) for seat in by_firm[firm]]) for firm in order]


@login_required
@require_safe
def tables(request: Request, slug: str) -> HttpResponse:
    """The host sees all tables, by the names of firms; a delegation those of its own."""
    viewer = request.viewer
    meeting, plan = _at(request, slug)
    seats = _seats(plan, viewer) if plan else []
    agreed = queries.visible_talks(viewer=viewer).filter(state=TalkState.AGREED, slot=None)
    count = len(queries.to_place(plan)) if plan and viewer.is_secretariat else 0
    context = {
        "title": pgettext("business", "Tables"),
        "meeting": meeting,
        "plan": plan,
        "zone": meetings_possible.zone_of(meeting),
        "seats": seats,
        "firms": _of_firms(seats, viewer),
        "hours": queries.hours_at(plan, viewer=viewer) if plan else [],
        "left": [(row, possible.on_talk(row, today=clock.today(), viewer=viewer)) for row in agreed] if plan else [],
        "offered": possible.on_plan(meeting, plan, count=count, viewer=viewer),
    }
    return render(request, "desk/tables.html", context)


@login_required
@require_safe
def as_csv(request: Request, slug: str) -> HttpResponse:
    """A line for each firm and talk, to be handed out or printed elsewhere; no person is in it."""
    meeting, plan = _at(request, slug)
    if plan is None:
        raise Http404
    rows: list[list[Any]] = [
        [
            str(each.firm),
            each.firm.party.code,
            f"{seat.begins:%H:%M}",
            f"{seat.ends:%H:%M}",
            seat.row.seat_table,
            str(other),
        ]
        for each in _of_firms(_seats(plan, request.viewer), request.viewer)
        for seat, other in each.seats
    ]
    heads: list[Any] = [_("Company"), _("Party"), _("From"), _("Until"), pgettext("business", "Table"), _("Meets")]
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    csv.writer(response).writerows([kit_tables.cell(each) for each in line] for line in [heads, *rows])
    response["Content-Disposition"] = f'attachment; filename="tables-{meeting.slug}.csv"'
    return response
