"""My delegation's day: what needs me first, by when; then what happened."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from nemawashi.access import clock, telling
from nemawashi.access.requests import Request
from nemawashi.access.viewers import Viewer
from nemawashi.analysis import rounds
from nemawashi.commitments import queries as commitments
from nemawashi.commitments.terms import Act as CommitmentAct
from nemawashi.commitments.terms import Status
from nemawashi.desk.acting import screens
from nemawashi.desk.acting.notices import SaidNotice
from nemawashi.desk.following import accompanying, host_role, notices
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import possible
from nemawashi.meetings import queries as meetings
from nemawashi.meetings.models import Meeting
from nemawashi.meetings.terms import Act as MeetingAct
from nemawashi.texts import queries as texts
from nemawashi.texts.queries import NextStep, TextStep
from nemawashi.texts.terms import Act

# Acts whose question the day derives from what stands, and so asks until it is answered.
STANDS_ELSEWHERE = {
    Act.OPEN_SILENCE,
    Act.EXTEND_SILENCE,
    Act.ASK_TO_LET_GO,
    Act.CORRECT_EDITORIALLY,
    Act.AGREE_AD_REFERENDUM,
    Act.AGREE_PACKAGE,
    CommitmentAct.CONFIRM_COMMITMENT,
    CommitmentAct.FREEZE_GUIDELINE,
    MeetingAct.RECORD_RECOMMENDATION,
}
STEPS_OF_THE_HOST = {Act.BREAK_SILENCE, Act.CONCLUDE_SILENCE, Act.KEEP_POSITION}
FAR = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Task:
    """Something that needs the viewer. ``by`` is a moment, on the clocks of ``zone``; ``on`` a day; both may be unknown.

    ``since``: when it began to wait; what waits longest comes first among those without a date.
    """

    what: str
    why: str
    href: str
    go: str
    by: dt.datetime | None = None
    zone: str = ""
    on: ImpreciseDate | dt.date | None = None
    since: dt.datetime | None = None
    is_late: bool = False
    meeting: Meeting | None = None

    @property
    def day(self) -> ImpreciseDate | None:
        return ImpreciseDate.parse(self.on)

    @property
    def _end(self) -> dt.datetime | None:
        """The end of its day, month or year."""
        return dt.datetime.combine(self.day.latest, dt.time.max, tzinfo=dt.UTC) if self.day else None

    @property
    def urgency(self) -> tuple[int, dt.datetime]:
        """Moments first, the nearest before all; then days to come; then the overdue and undated, the oldest first."""
        if self.by:
            return (0, self.by)
        end = self._end
        return (1, end) if end and not self.is_late else (2, self.since or end or FAR)


@login_required
def day(request: Request) -> HttpResponse:
    """The day; for those who see screens alone the list of these, which is all of their desk; for whoever accompanies a
    delegation its meetings; and for whom it is closed, that it is.
    """
    viewer = request.viewer
    if viewer.rests:
        return host_role.resting(request)
    if viewer.is_accompanying:
        return accompanying.day(request)
    if viewer.sees_screens_alone:
        shown = {
            "title": _("Screens"),
            "screens": screens.screens(viewer=viewer),
            "minutes": screens.minutes_to_write(viewer=viewer),
        }
        return render(request, "desk/screens.html", shown)
    now = clock.database_moment()
    newest = notices.newest(viewer=viewer, at=now)
    tasks = [
        *_silences(viewer, now),
        *_steps(viewer),
        *_corrections(viewer, now),
        *_consents(viewer, now),
        *_overdue(viewer, now),
        *_drafts(viewer),
        *_chair(viewer),
        *_scores(viewer),
        *_rounds(viewer),
        *_asked(newest, now, viewer),
    ]
    context = {
        "title": _("My desk"),
        "tasks": sorted(tasks, key=lambda task: task.urgency),
        "ahead": meetings.meetings_ahead(viewer=viewer)[:5],
        "open_texts": texts.texts_in_negotiation(viewer=viewer)[:10],
        "recommendations": [
            (row, possible.on_recommendation(row, viewer=viewer))
            for row in meetings.recommendations_open(viewer=viewer)[:5]
        ],
        "days": notices.by_day(newest[: notices.SHOWN_ON_A_DAY_PAGE], viewer=viewer),
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
                why=_("Silence has ended and nobody broke it: conclude it.") if has_ended else _silence_runs(viewer),
                href=reverse("desk:silence", args=[silence.text.slug]),
                go=pgettext("button", "Open"),
                by=silence.ends_at,
                zone=silence.zone,
                is_late=has_ended,
            )
        )
    return tasks


def _asked(newest: list[SaidNotice], now: dt.datetime, viewer: Viewer) -> list[Task]:
    """What was asked by a notice and stands in no other line of the day, until it is marked as read."""
    elsewhere = STANDS_ELSEWHERE | (STEPS_OF_THE_HOST if viewer.is_secretariat else set())
    return [
        Task(
            what=said.where,
            meeting=said.meeting,
            why=f"{said.sentence} {said.asked}",
            href=said.href,
            go=pgettext("button", "Open"),
            by=said.notice.until,
            zone=said.notice.zone,
            since=said.at,
        )
        for said in _last_of_each(newest)
        if telling.is_waiting(said.notice, at=now) and said.notice.entry.event not in elsewhere
    ]


def _last_of_each(newest: list[SaidNotice]) -> list[SaidNotice]:
    """Of what was done again to the same thing the last alone: a meeting that was postponed is announced anew."""
    last: dict[tuple[str, str], SaidNotice] = {}
    for said in newest:
        last.setdefault((said.notice.entry.event, said.notice.entry.object_ref), said)
    return list(last.values())


def _silence_runs(viewer: Viewer) -> str:
    if viewer.is_participant:
        return _("Silence runs: a party that cannot agree breaks it by then, in writing.")
    return _("Silence runs.")


def _steps(viewer: Viewer) -> list[Task]:
    """The next steps of the round on texts that are open."""
    return [
        Task(
            what=str(step.text),
            why=_step_in_words(step),
            href=_step_leads(step),
            go=pgettext("button", "Open"),
            since=step.since,
        )
        for step in texts.next_steps(viewer=viewer)
    ]


def _step_in_words(step: TextStep) -> str:
    names = {"count": step.count, "parties": ", ".join(step.codes)}
    match step.step:
        case NextStep.DECIDE:
            return _("%(parties)s broke silence: decide how to go on.") % names
        case NextStep.SETTLE:
            return ngettext("%(count)d position to settle.", "%(count)d positions to settle.", step.count) % names
        case NextStep.TRANSLATE:
            return ngettext("%(count)d translation is stale.", "%(count)d translations are stale.", step.count) % names
        case NextStep.ISSUE:
            return _("No position stands open: a clean revision can be issued.")
    return _("The text can be put under silence, or adopted in its meeting.")


def _step_leads(step: TextStep) -> str:
    page = {NextStep.DECIDE: "desk:silence", NextStep.TRANSLATE: "desk:languages"}.get(step.step, "desk:text")
    return reverse(page, args=[step.text.slug])


def _rounds(viewer: Viewer) -> list[Task]:
    """Rounds of coding that wait for the viewer, asked of those who are chosen as coders."""
    if not (viewer.is_researcher or viewer.is_expert or viewer.is_secretariat):
        return []
    return [
        Task(
            what=row.title,
            why=_("Code its passages, and hand in."),
            href=reverse("desk:round", args=[row.slug]),
            go=pgettext("button", "Open"),
            since=row.opened_at,
        )
        for row in rounds.awaited_rounds(viewer=viewer)
    ]


def _corrections(viewer: Viewer, now: dt.datetime) -> list[Task]:
    """Editorial corrections that a party may still stop; those that the clock takes in need nobody."""
    return [
        Task(
            what=str(row.clause.text),
            why=_("An editorial correction is taken in unless a party objects."),
            href=reverse("desk:clause", args=[row.clause.text.slug, row.clause_id]) + "#corrections",
            go=pgettext("button", "Open"),
            by=row.ends_at,
        )
        for row in texts.pending_corrections(viewer=viewer)
        if row.ends_at >= now
    ]


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
                on=row.until,
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
                since=position.asked_at,
            )
        )
    return tasks


def _drafts(viewer: Viewer) -> list[Task]:
    by_text: dict[str, tuple[str, int]] = {}
    closed = 0
    for draft in texts.own_drafts(viewer=viewer):
        if draft.clause_id is None:
            closed += 1
        if draft.clause is None:
            continue
        text = draft.clause.text
        by_text[text.slug] = (str(text), by_text.get(text.slug, ("", 0))[1] + 1)
    return ([_closed_drafts(closed)] if closed else []) + [
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


def _closed_drafts(count: int) -> Task:
    why = ngettext(
        "%(count)s draft of your delegation is sealed with a key that this server does not have. On which text it is, "
        "nobody can tell without that key.",
        "%(count)s drafts of your delegation are sealed with a key that this server does not have. On which texts they "
        "are, nobody can tell without that key.",
        count,
    )
    promise = reverse("portal:promise")
    return Task(what=_("Our drafts"), why=why % {"count": count}, href=promise, go=_("What we promise, and to whom"))


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
        tasks.append(Task(what=str(row), why=why, href=href, go=pgettext("button", "Open"), on=row.due_on, is_late=late))
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
