"""The host's role: which party has it since when, to whom it goes next, what is open as it goes; and who waits for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nemawashi.access import clock
from nemawashi.access.models import User
from nemawashi.access.requests import Request
from nemawashi.access.rules import Possible
from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting import finding
from nemawashi.desk.acting.forms import Blank
from nemawashi.desk.acting.offering import offer
from nemawashi.desk.following import handing_over
from nemawashi.desk.following.people import Invite
from nemawashi.meetings import acts, possible, queries, rules
from nemawashi.meetings.models import Meeting
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Dialogue, HostTerm

# The whole desk of those whose office rests: the page that says so, and the own account. No other address.
OPEN_NAMES = frozenset(
    {
        "day",
        "people",
        "own_password",
        "account",
        "authenticator",
        "passkey",
        "renew_codes",
        "remove_factor",
        "end_session",
    }
)
MOST_CHOSEN = 30  # meetings on the form, the latest first


@dataclass(frozen=True)
class ShownTerm:
    """A term of a host, with the meeting with which it came as far as this viewer sees it."""

    term: HostTerm
    meeting: Meeting | None


@dataclass(frozen=True)
class NextHost:
    """A meeting ahead that another party hosts: who of that party is here, and what may be done."""

    meeting: Meeting
    people: Sequence[User]
    offered: Sequence[Possible]


@login_required
def host_role(request: Request) -> HttpResponse:
    """Who is host and who will be, for everybody who is signed in; what is open, and the acts, for the host."""
    viewer = request.viewer
    dialogue = Dialogue.objects.filter(slug=parties.forum().slug).first()
    next_hosts, now = _next_hosts(viewer), clock.database_moment()
    context = {
        "title": _("The host's role"),
        "crumbs": [{"href": reverse("desk:day"), "label": _("My desk")}],
        "terms": _terms(viewer),
        "next_hosts": next_hosts,
        "offered": possible.on_stating_host(dialogue, viewer=viewer) if dialogue else [],
        "kinds": handing_over.checklist(viewer=viewer, at=now, moves=False) if next_hosts else [],
        "standing": parties.serving().filter(serves_for="") if viewer.is_secretariat else (),
    }
    return render(request, "desk/host_role.html", context)


def _terms(viewer: Viewer) -> list[ShownTerm]:
    terms = list(parties.terms_of_host(viewer=viewer))
    slugs = [row.meeting_ref.partition("/")[2] for row in terms]
    seen = {row.ref: row for row in queries.visible_meetings(viewer=viewer).filter(slug__in=slugs)}
    return [ShownTerm(row, seen.get(row.meeting_ref)) for row in terms]


def _next_hosts(viewer: Viewer) -> list[NextHost]:
    """The next meeting of each track, where another party hosts it than the one in office."""
    in_office = parties.host_in_office()
    rows = queries.meetings_ahead(viewer=viewer).filter(state__in=rules.AHEAD).exclude(host=None)
    first: dict[int, Meeting] = {}
    for row in rows:
        first.setdefault(row.track_id, row)
    return [
        NextHost(row, _people(row, viewer), possible.on_host_role(row, viewer=viewer))
        for row in first.values()
        if in_office and row.host and row.host.slug != in_office
    ]


def _people(meeting: Meeting, viewer: Viewer) -> list[User]:
    """Who of the next host is here, for the host alone; nobody else learns who serves where."""
    return list(parties.secretariat_of(meeting.host.slug)) if viewer.is_secretariat and meeting.host else []


def resting(request: Request) -> HttpResponse:
    """The desk of those whose office rests: whose turn it is, and which theirs."""
    viewer = request.viewer
    ahead = queries.meetings_ahead(viewer=viewer).filter(host__slug=viewer.at_rest, state__in=rules.AHEAD)
    context = {
        "title": _("Your office rests"),
        "own": _party(viewer.at_rest),
        "in_office": _party(parties.host_in_office()),
        "ahead": ahead.first(),
        "colleagues": parties.office_at_rest(viewer=viewer),
    }
    return render(request, "desk/resting.html", context)


def _party(slug: str) -> str:
    row = parties.visible_parties(viewer=Viewer()).filter(slug=slug).first()
    return str(row) if row else slug


class StateHost(Blank):
    """With which meeting the role came, which says to which party; who never rests."""

    grows = True
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label=gettext_lazy("The meeting with which the role came"),
        help_text=gettext_lazy("Its host is the host now. The next one follows by the meetings that are planned."),
    )
    standing = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("Standing secretariat"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy(
            "Who stays whoever is host. Everybody else of the secretariat serves for that party, and rests with it."
        ),
    )

    def prepare(self) -> None:
        hosted = queries.visible_meetings(viewer=self.viewer).exclude(host=None).filter(state__in=rules.BRINGS_A_HOST)
        latest = list(hosted.values_list("pk", flat=True)[:MOST_CHOSEN])
        meetings, standing = self.fields["meeting"], self.fields["standing"]
        meetings.queryset = hosted.filter(pk__in=latest)  # type: ignore[attr-defined]
        meetings.label_from_instance = _hosted  # type: ignore[attr-defined]
        standing.queryset = parties.serving().filter(serves_for="")  # type: ignore[attr-defined]
        standing.label_from_instance = _person  # type: ignore[attr-defined]


def _hosted(row: Meeting) -> str:
    return f"{row.host}: {row}" + (f", {row.on}" if row.on else "")


def _person(row: User) -> str:
    return row.shown_name


class PassHostRole(Blank):
    """Nothing is filled in; what is open is read before."""

    def prepare(self) -> None:
        kinds = handing_over.checklist(viewer=self.viewer, at=clock.database_moment(), moves=False)
        self.beside = [(kind.label, [row.what for row in kind.shown]) for kind in kinds if kind.rows]
        resting = parties.serving().exclude(serves_for="").count()
        self.warnings = [
            ngettext(
                "%(count)d person of the secretariat rests from then on.",
                "%(count)d people of the secretariat rest from then on.",
                resting,
            )
            % {"count": resting}
        ]


def _page(subject: Any, done: Any) -> str:
    return reverse("desk:host_role")


offer(
    acts.state_host,
    label=gettext_lazy("State which party is host"),
    on=finding.home_dialogue,
    form=StateHost,
    leads_to=_page,
    sees_version=False,
    asks_again=True,
)
offer(
    acts.invite_next_host,
    label=gettext_lazy("Invite the first person of the next host"),
    on=finding.meeting,
    form=Invite,
    leads_to=_page,
    sees_version=False,
    asks_again=True,
)
offer(
    acts.pass_host_role,
    label=gettext_lazy("Pass the host's role on"),
    on=finding.meeting,
    form=PassHostRole,
    leads_to=lambda subject, done: reverse("desk:day"),
    is_grave=True,
    asks_again=True,
    for_good=gettext_lazy(
        "The desk of the host closes for you and for all who serve with you, at once, in every session and program. It "
        "opens again when the role comes back."
    ),
)
