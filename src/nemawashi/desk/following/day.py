"""My delegation's day: what needs me, and by when."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from nemawashi.access import clock
from nemawashi.access.requests import Request
from nemawashi.access.viewers import Viewer
from nemawashi.commitments import queries as commitments
from nemawashi.commitments.terms import Status
from nemawashi.desk.acting import notices
from nemawashi.meetings import possible
from nemawashi.meetings import queries as meetings
from nemawashi.texts import queries as texts


@dataclass(frozen=True)
class Task:
    """Something that needs the viewer. ``by`` is a moment, or None when there is no date."""

    what: str
    why: str
    href: str
    go: str
    by: dt.datetime | None = None
    on: str = ""
    is_late: bool = False


@login_required
def day(request: Request) -> HttpResponse:
    viewer = request.viewer
    now = clock.database_moment()
    tasks = [
        *_silences(viewer, now),
        *_consents(viewer, now),
        *_overdue(viewer, now),
        *_drafts(viewer),
        *_chair(viewer),
        *_scores(viewer),
    ]
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    context = {
        "title": _("My desk"),
        "tasks": sorted(tasks, key=lambda task: (not task.is_late, task.by or far)),
        "ahead": meetings.meetings_ahead(viewer=viewer)[:5],
        "open_texts": texts.texts_in_negotiation(viewer=viewer)[:10],
        "recommendations": [
            (row, possible.on_recommendation(row, viewer=viewer))
            for row in meetings.recommendations_open(viewer=viewer)[:5]
        ],
        "notices": [(row, notices.sentence(row)) for row in texts.notices(viewer=viewer)[:5]],
        "now": now,
    }
    return render(request, "desk/day.html", context)


def _silences(viewer: Viewer, now: dt.datetime) -> list[Task]:
    tasks = []
    for silence in texts.running_silences(viewer=viewer):
        has_ended = silence.ends_at < now
        if has_ended and not viewer.is_secretariat:
            continue
        tasks.append(
            Task(
                what=str(silence.text),
                why=_("Silence has ended and nobody broke it: conclude it.") if has_ended else _("Silence runs."),
                href=reverse("desk:silence", args=[silence.text.slug]),
                go=pgettext("button", "Open"),
                by=silence.ends_at,
                is_late=has_ended,
            )
        )
    return tasks


def _consents(viewer: Viewer, now: dt.datetime) -> list[Task]:
    """Instructions that the own party said it awaits, by the day that it named; and what the chair asks it to let go."""
    tasks = []
    for row in texts.own_awaiting(viewer=viewer, at=now):
        tasks.append(
            Task(
                what=row.what,
                why=_("Instructions of your capital are awaited."),
                href=reverse("desk:act", args=[row.act, row.key]),
                go=_("Answer"),
                on=row.until_in_words((get_language() or "en")[:2]),
                is_late=row.is_late,
            )
        )
    for position in texts.own_asked_about(viewer=viewer):
        clause = position.clause
        tasks.append(
            Task(
                what=str(clause.text),
                why=_("The chair asks you to let a position go: %(why)s") % {"why": position.asked_why},
                href=reverse("desk:clause", args=[clause.text.slug, clause.pk]),
                go=_("Answer"),
                by=position.answer_by,
            )
        )
    return tasks


def _drafts(viewer: Viewer) -> list[Task]:
    by_text: dict[str, tuple[str, int]] = {}
    for draft in texts.own_drafts(viewer=viewer):
        text = draft.clause.text
        by_text[text.slug] = (str(text), by_text.get(text.slug, ("", 0))[1] + 1)
    return [
        Task(
            what=title,
            why=ngettext(
                "%(count)d draft of your delegation is not tabled.",
                "%(count)d drafts of your delegation are not tabled.",
                count,
            )
            % {"count": count},
            href=reverse("desk:text", args=[slug]) + "?show=drafts",
            go=_("Review"),
        )
        for slug, (title, count) in by_text.items()
    ]


def _overdue(viewer: Viewer, now: dt.datetime) -> list[Task]:
    today = now.astimezone(ZoneInfo("UTC")).date()
    rows = commitments.own_commitments(viewer=viewer, today=today)
    if viewer.is_secretariat:
        rows = commitments.to_return(viewer=viewer, today=today)
    tasks = []
    for row, status in rows:
        if status in (Status.DELIVERED, Status.SUPERSEDED, Status.DECLINED):
            continue
        late = status in (Status.OVERDUE, Status.NOT_DELIVERED)
        why = _("It returns on the next agenda.") if viewer.is_secretariat else _("Your party promised this.")
        href = reverse("desk:commitment", args=[row.slug])
        tasks.append(
            Task(what=str(row), why=why, href=href, go=pgettext("button", "Open"), on=str(row.due_on or ""), is_late=late)
        )
    return tasks


def _chair(viewer: Viewer) -> list[Task]:
    if not viewer.is_secretariat:
        return []
    return [
        Task(
            what=str(row),
            why=_("The rule found a promise here. Confirm it, or say that it promises nothing."),
            href=reverse("desk:commitment", args=[row.slug]),
            go=_("Decide"),
        )
        for row in commitments.awaiting_confirmation(viewer=viewer)
    ] + [
        Task(
            what=str(text),
            why=_("No verbs of promise are known in its language: nobody has looked for commitments in it."),
            href=reverse("desk:text", args=[text.slug]),
            go=pgettext("button", "Open"),
        )
        for text in commitments.unread_texts(viewer=viewer)
    ]


def _scores(viewer: Viewer) -> list[Task]:
    return [
        Task(
            what=str(row),
            why=_("The guideline is frozen; your score is awaited."),
            href=reverse("desk:commitment", args=[row.slug]),
            go=_("Score"),
        )
        for row in commitments.to_assess(viewer=viewer)
    ]
