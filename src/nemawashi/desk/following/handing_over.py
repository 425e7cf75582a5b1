"""Before the forum goes to the next host: what is still open, as the record says it; and the act by which it goes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nemawashi.access import clock, log
from nemawashi.access.requests import Request
from nemawashi.access.viewers import Viewer
from nemawashi.commitments import queries as commitments
from nemawashi.commitments.terms import Status
from nemawashi.desk.acting import finding
from nemawashi.desk.acting.forms import Blank, LineField
from nemawashi.desk.acting.offering import offer
from nemawashi.parties import acts, possible, queries
from nemawashi.parties.models import Dialogue
from nemawashi.texts import queries as texts
from nemawashi.texts.models import Text

MOST_SHOWN = 20  # rows of a kind on the page; the others are counted


@dataclass(frozen=True)
class Loose:
    """Something that is not ended yet: what it is, and the page on which it is ended."""

    what: str
    href: str


@dataclass(frozen=True)
class LooseKind:
    """A line of the checklist. ``rows`` are all of them; empty: nothing of the kind is open."""

    name: str
    label: str
    why: str
    rows: Sequence[Loose] = field(default_factory=tuple)

    @property
    def shown(self) -> Sequence[Loose]:
        return self.rows[:MOST_SHOWN]

    @property
    def left_out(self) -> int:
        return len(self.rows) - len(self.shown)


def checklist(*, viewer: Viewer, at: dt.datetime, moves: bool = True) -> list[LooseKind]:
    """What is open, for the host alone; of mail only that some has not left, never how much or to whom.

    ``moves``: the forum goes to another server, which is the case where it is handed over; else only its host changes.
    """
    if not viewer.is_secretariat:
        return []
    return [
        LooseKind(
            "silences",
            _("Silence that has not ended"),
            _("It ends where the forum lives then, at the same moment.") if moves else _("It ends at the same moment."),
            [_of_text(row.text) for row in texts.running_silences(viewer=viewer)],
        ),
        LooseKind(
            "adoptions",
            _("Adoptions by silence that no meeting was told of"),
            _("The next meeting announces them."),
            [_of_text(row) for row in texts.to_announce(viewer=viewer)],
        ),
        LooseKind(
            "reports",
            _("Commitments that are overdue or not wholly delivered"),
            _("A report, or the agenda of the next meeting."),
            [Loose(_called(row.words), reverse("desk:commitment", args=[row.slug])) for row in _overdue(viewer, at)],
        ),
        LooseKind(
            "scores",
            _("Scores that were opened and not settled"),
            _("The assessors, or the host, settle them."),
            [
                Loose(_called(row.words), reverse("desk:commitment", args=[row.slug]))
                for row in commitments.to_settle(viewer=viewer)
            ],
        ),
        LooseKind("mail", _("Mail that has not left"), _why_of_mail(moves), _mail()),
    ]


def _why_of_mail(moves: bool) -> str:
    if moves:
        return _("What has not left here is not sent by the next host.")
    return _("It leaves all the same, but to people whose office rests by then.")


def _of_text(row: Text) -> Loose:
    return Loose(row.symbol, reverse("desk:silence", args=[row.slug]))


def _overdue(viewer: Viewer, at: dt.datetime) -> list[Any]:
    pairs = commitments.to_return(viewer=viewer, today=at.date())
    return [row for row, status in pairs if status in (Status.OVERDUE, Status.NOT_DELIVERED, Status.PARTLY)]


def _called(words: str) -> str:
    return words if len(words) <= 120 else f"{words[:120].rstrip()} …"


def _mail() -> list[Loose]:
    waits = [(queries.mail_waits(), _("Mails wait to leave")), (queries.mail_is_held(), _("Mails wait to be read"))]
    return [Loose(what, reverse("desk:outbox")) for is_so, what in waits if is_so]


@login_required
def handover(request: Request) -> HttpResponse:
    """The host's checklist. Nobody else has this page."""
    viewer = request.viewer
    dialogue = Dialogue.objects.filter(slug=queries.forum().slug).first()
    if not viewer.is_secretariat or dialogue is None:
        raise Http404
    context = {
        "title": _("Handing over to the next host"),
        "crumbs": [{"href": reverse("desk:day"), "label": _("My desk")}],
        "kinds": checklist(viewer=viewer, at=clock.database_moment()),
        "head": log.head(),
        "moved_to": queries.moved_to(),
        "offered": possible.on_handover(dialogue, viewer=viewer),
    }
    return render(request, "desk/handover.html", context)


class HandOver(Blank):
    """To whom, and where the forum lives then."""

    to = LineField(label=gettext_lazy("The next host"), longest=150)
    address = forms.URLField(
        label=gettext_lazy("Where the forum lives then"),
        max_length=200,
        assume_scheme="https",
        help_text=gettext_lazy("Every page here says it from then on, and every act is refused with it."),
    )


def _page(subject: Any, done: Any) -> str:
    return reverse("desk:handover")


offer(
    acts.hand_over,
    label=gettext_lazy("Hand the forum over"),
    on=finding.home_dialogue,
    form=HandOver,
    leads_to=_page,
    sees_version=False,
    is_grave=True,
    asks_again=True,
    for_good=gettext_lazy(
        "Nobody can do anything here from then on. Only whoever runs the server brings it back into service."
    ),
)
