"""What happened: a person's notices day by day, what was read, and when notices leave by mail."""

import datetime as dt
import uuid
from collections.abc import Iterator
from itertools import groupby
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from nemawashi.access import clock, telling
from nemawashi.access.models import MailChoice
from nemawashi.access.requests import Request
from nemawashi.access.terms import MailLevel, mail_levels
from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting.notices import SaidNotice, said
from nemawashi.kit.dates import ImpreciseDate

ON_A_DAY_PAGE = 60  # rows of which the day takes what needs its reader
SHOWN_ON_A_DAY_PAGE = 15
ON_A_PAGE = 80
MOST_MARKED = 500

Days = list[tuple[ImpreciseDate | None, list[SaidNotice]]]


class Level(forms.Form):
    """When this person wants its notices by mail."""

    level = forms.ChoiceField(
        label=gettext_lazy("By mail"), choices=mail_levels, widget=forms.RadioSelect, initial=MailLevel.NEEDED
    )


def newest(*, viewer: Viewer, at: dt.datetime) -> list[SaidNotice]:
    """The newest notices, as many as the day shows, and behind them those that still ask something; one statement.

    Of what was done again to the same thing the last alone asks: a meeting that was postponed is announced anew.
    """
    rows = telling.once_each(telling.newest_notices(ON_A_DAY_PAGE, viewer=viewer))
    last = {(row.entry.event, row.entry.object_ref): row for row in reversed(rows)}
    asks = {row.pk for row in last.values() if telling.is_waiting(row, at=at)}
    return said([row for at, row in enumerate(rows) if at < SHOWN_ON_A_DAY_PAGE or row.pk in asks], viewer=viewer)


def by_day(rows: list[SaidNotice], *, viewer: Viewer) -> Days:
    """Notices by the days of the reader's own clock."""
    zone = ZoneInfo(viewer.zone or "UTC")
    grouped = groupby(rows, key=lambda row: row.at.astimezone(zone).date())
    return [(ImpreciseDate.parse(day), list(of_the_day)) for day, of_the_day in grouped]


@login_required
def notices(request: Request) -> HttpResponse:
    """All notices of this person, newest first, and the choice of mail."""
    viewer = request.viewer
    number = _number(request.GET.get("page", ""))
    rows = list(telling.notices(viewer=viewer)[(number - 1) * ON_A_PAGE : number * ON_A_PAGE + 1])  # one more: a next page
    chosen = MailChoice.objects.filter(user=request.user.pk).first()
    context = {
        "title": _("Notices"),
        "crumbs": [{"href": reverse("desk:day"), "label": _("My desk")}],
        "days": by_day(said(rows[:ON_A_PAGE], viewer=viewer), viewer=viewer),
        "newer": number - 1,
        "older": number + 1 if len(rows) > ON_A_PAGE else 0,
        "form": Level(initial={"level": chosen.level if chosen else MailLevel.NEEDED}),
        "has_address": bool(getattr(request.user, "email", "")),
    }
    return render(request, "desk/notices.html", context)


@login_required
@require_POST
def read(request: Request) -> HttpResponse:
    """Mark notices as read, one or those of a day; they stay on the list."""
    refs = list(_refs(request.POST.getlist("notice")[:MOST_MARKED]))
    telling.mark_read(refs, viewer=request.viewer, at=clock.database_moment())
    return HttpResponseRedirect(reverse("desk:notices" if request.POST.get("from") == "notices" else "desk:day"))


def _number(typed: str) -> int:
    """Of a page, the first for what is no number; pages are not counted, which would cost a statement on each."""
    return max(int(typed), 1) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 1


def _refs(typed: list[str]) -> Iterator[uuid.UUID]:
    for each in typed:
        try:
            yield uuid.UUID(each)
        except ValueError:
            continue


@login_required
@require_POST
def choose_mail(request: Request) -> HttpResponse:
    """Keep when this person wants mail; like the language of its pages a choice of its own, and no act."""
    form = Level(request.POST)
    if form.is_valid():
        level = form.cleaned_data["level"]
        # The first digest tells of what comes from now on.
        until = clock.database_moment() if level in (MailLevel.DAILY, MailLevel.WEEKLY) else None
        MailChoice.objects.update_or_create(user_id=request.user.pk, defaults={"level": level, "digest_until": until})
        messages.success(request, _("Your notices come by mail as chosen: %(level)s.") % {"level": MailLevel(level).label})
    return HttpResponseRedirect(reverse("desk:notices"))
