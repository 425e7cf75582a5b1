"""Who acts here: a delegation's own list, for the host the seats and its circles; and one's own password."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.core.validators import MaxLengthValidator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nemawashi.access import account_log, accounts, clock, sessions
from nemawashi.access.models import OpenSession, User
from nemawashi.access.requests import Request
from nemawashi.access.rules import Possible
from nemawashi.access.terms import AccountEventKind, Circle, Role, circles, roles
from nemawashi.access.viewers import Viewer
from nemawashi.desk.account import tokens
from nemawashi.desk.acting import finding
from nemawashi.desk.acting.forms import Blank, LineField
from nemawashi.desk.acting.offering import offer
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.parties import acts, possible, queries
from nemawashi.parties.models import Dialogue, Party, PersonInvitation
from nemawashi.parties.terms import InvitationState

MOST_ENDED = 20  # invitations that ended, which stay on the page


@dataclass(frozen=True)
class InOffice:
    """Somebody who acts here, with when that person last signed in; empty of whoever never did."""

    account: User
    office: str
    until: ImpreciseDate | None  # the last day, where the office has one
    offered: list[Possible]


@dataclass(frozen=True)
class InvitedLine:
    row: PersonInvitation
    state: InvitationState
    office: str
    until: ImpreciseDate | None
    offered: list[Possible]


@dataclass(frozen=True)
class SeatLine:
    """The seat of a party as the host knows it: whether it is open, was closed, and whom it invited first. Never who sits
    there.
    """

    party: Party
    is_open: bool
    is_closed: bool
    first: PersonInvitation | None
    offered: list[Possible]


@login_required
def people(request: Request) -> HttpResponse:
    viewer, now = request.viewer, clock.database_moment()
    invitations = list(queries.visible_invitations(viewer=viewer))
    shown = [row for row in invitations if not (viewer.is_secretariat and row.is_first)]
    dialogue = Dialogue.objects.filter(slug=queries.forum().slug).first()
    context = {
        "title": _("People"),
        "crumbs": [{"href": reverse("desk:day"), "label": _("My desk")}],
        "offered": possible.on_people(dialogue, viewer=viewer) if dialogue else [],
        "in_office": [*_members(viewer), *_circles(viewer)],
        "invited": list(_invited(shown, now, viewer)),
        "seats": _seats(invitations, now, viewer),
        "closing": possible.on_own_seat(viewer=viewer),
        "own_list": viewer.is_delegate,
        "last_here": getattr(request.user, "last_login", None),
    }
    return render(request, "desk/people.html", context)


def _members(viewer: Viewer) -> list[InOffice]:
    rows = list(queries.own_members(viewer=viewer))
    focal = sum(row.role == Role.FOCAL_POINT for row in rows)
    secured = queries.with_second_factor([row.user_id for row in rows]) if viewer.is_focal_point else set()
    rows.sort(key=lambda row: (row.role != Role.FOCAL_POINT, row.pk))
    return [
        InOffice(
            row.user,
            str(Role(row.role).label),
            ImpreciseDate.parse(row.until_on),
            possible.on_member(row, focal_points=focal, has_factor=row.user_id in secured, viewer=viewer),
        )
        for row in rows
    ]


def _circles(viewer: Viewer) -> list[InOffice]:
    rows = list(queries.people_of_circles(viewer=viewer))
    secured = queries.with_second_factor([row.pk for row in rows]) if rows else set()
    serve = {row.pk for row in queries.serving()} if rows else set()
    names = {row.slug: str(row) for row in Party.objects.filter(slug__in={row.serves_for for row in rows})}
    sizes = {circle: sum(row.circle == circle for row in rows) for circle in Circle} | {Circle.SECRETARIAT: len(serve)}
    return [
        InOffice(
            row,
            _circle(row, names, rests=row.circle == Circle.SECRETARIAT and row.pk not in serve),
            None,
            possible.on_account(row, in_circle=_others(row, sizes, serve) + 1, has_factor=row.pk in secured, viewer=viewer),
        )
        for row in rows
    ]


def _others(row: User, sizes: Mapping[Circle, int], serve: Collection[int]) -> int:
    """How many serve in the circle beside this person, who perhaps rests."""
    size = sizes[Circle(row.circle)]
    return size - (row.pk in serve if row.circle == Circle.SECRETARIAT else 1)


def _circle(row: User, names: Mapping[str, str], *, rests: bool) -> str:
    """The circle; of the host's secretariat also for which party somebody serves, and whether the office rests."""
    label = str(Circle(row.circle).label)
    if not row.serves_for:
        return label
    words = {"circle": label, "party": names.get(row.serves_for, row.serves_for)}
    return (_("%(circle)s, for %(party)s: rests") if rests else _("%(circle)s, for %(party)s")) % words


def _invited(rows: Iterable[PersonInvitation], now: dt.datetime, viewer: Viewer) -> Iterable[InvitedLine]:
    """Those that wait first; of what has ended the latest alone."""
    lines = [
        InvitedLine(
            row,
            _state(row, now),
            _office(row),
            ImpreciseDate.parse(row.until_on),
            possible.on_invitation(row, at=now, viewer=viewer),
        )
        for row in rows
        if row.state != InvitationState.TAKEN_UP
    ]
    yield from (line for line in lines if line.row.state == InvitationState.SENT)
    yield from [line for line in lines if line.row.state != InvitationState.SENT][:MOST_ENDED]


def _state(row: PersonInvitation, now: dt.datetime) -> InvitationState:
    is_over = row.state == InvitationState.SENT and now >= row.expires_at
    return InvitationState.EXPIRED if is_over else InvitationState(row.state)


def _office(row: PersonInvitation) -> str:
    return str(Role(row.role).label if row.role else Circle(row.circle).label)


def _seats(invitations: list[PersonInvitation], now: dt.datetime, viewer: Viewer) -> list[SeatLine]:
    firsts: dict[int | None, PersonInvitation] = {}
    for row in invitations:  # the newest comes first
        if row.is_first and row.state != InvitationState.WITHDRAWN:
            firsts.setdefault(row.party_id, row)
    lines = []
    for party in queries.seats(viewer=viewer):
        first, is_open = firsts.get(party.pk), bool(getattr(party, "is_open", True))
        is_offered = first is not None and first.state == InvitationState.SENT
        offered = [] if is_open or is_offered else possible.on_seat(party, is_open=False, is_offered=False, viewer=viewer)
        mind = possible.on_invitation(first, at=now, viewer=viewer) if first and is_offered else []
        is_closed = bool(getattr(party, "is_closed", False))
        lines.append(SeatLine(party, is_open, is_closed, first, [*offered, *mind]))
    return lines


class OwnPassword(PasswordChangeForm):
    """The old password once and a new one twice; longer than anybody types is refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.validators.append(MaxLengthValidator(accounts.LONGEST_PASSWORD))
            field.widget.attrs["maxlength"] = accounts.LONGEST_PASSWORD
        self.fields.update(tokens.keeping(self.user))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_password(request: Request) -> HttpResponse:
    """Change one's own password; sessions on other devices end by it, and tokens, unless their owner keeps them."""
    form = OwnPassword(request.user, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        with accounts.at_the_door() as got_in:
            is_done = got_in and form.is_valid()
            if is_done:
                form.save()
                are_ended = _others_end(request, form.user, keeps=bool(form.cleaned_data.get(tokens.KEEP)))
        if is_done:
            messages.success(request, _("Your password was changed. Sessions on other devices have ended."))
            if are_ended:
                messages.success(request, _("Your tokens for programs were revoked."))
            return HttpResponseRedirect(reverse("desk:people"))
        status = 422 if got_in else 429
    crumbs = [{"href": reverse("desk:people"), "label": _("People")}]
    context = {"title": _("Change my password"), "crumbs": crumbs, "form": form}
    return render(request, "desk/own_password.html", context, status=status)


def _others_end(request: Request, account: User, *, keeps: bool) -> bool:
    """This session goes on, under another key; it and the others are told of on the page of the account. Whether tokens
    ended, too.
    """
    sessions.end_all(account.pk, but=request.session.session_key)
    before = sessions.kept_as(request.session.session_key or "")
    update_session_auth_hash(request, account)
    now = sessions.kept_as(request.session.session_key or "")
    OpenSession.objects.filter(key=before).update(key=now)
    at, where = clock.database_moment(), account_log.came_from(request)
    account_log.note(account, AccountEventKind.PASSWORD_CHANGED, at=at, where=where)
    return bool(account_log.end_tokens(account, at=at, where=where, keeps=keeps)) and not keeps


class LastDay(forms.DateField):
    """The day with whose end an office ends by itself; most have none."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self) -> None:
        words = gettext_lazy(
            "The office ends by itself with that day, on the clocks of your capital. Without one it lasts until you end it."
        )
        super().__init__(
            label=gettext_lazy("Last day"), required=False, help_text=words, input_formats=["%Y-%m-%d", "%d.%m.%Y"]
        )


class Invite(Blank):
    """Whom, at which address, in which language the mail is written."""

    called = LineField(label=gettext_lazy("Name"), longest=150)
    address = forms.EmailField(
        label=gettext_lazy("Mail address"), help_text=gettext_lazy("The invitation goes there, and nowhere else.")
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the mail"), choices=settings.LANGUAGES)

    def first_words(self) -> dict[str, Any]:
        return {"language": get_language() or "en"}


class InvitePerson(Invite):
    """A delegation gives roles, which may have a last day, the host offices in its circles."""

    office = forms.ChoiceField(label=gettext_lazy("As"), choices=[])
    until = LastDay()
    field_order = ["called", "address", "office", "until", "language"]

    def prepare(self) -> None:
        if not self.viewer.is_delegate:
            del self.fields["until"]
        offices = roles() if self.viewer.is_delegate else [each for each in circles() if each[0] != Circle.DELEGATION]
        self.fields["office"].choices = offices  # type: ignore[attr-defined]
        if self.viewer.is_delegate:
            self.fields["office"].initial = Role.MEMBER

    def words_for_act(self) -> dict[str, Any]:
        words = dict(self.cleaned_data)
        words["role" if self.viewer.is_delegate else "circle"] = words.pop("office")
        return words


class ChangeRole(Blank):
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=roles)
    until = LastDay()

    def first_words(self) -> dict[str, Any]:
        return {"role": self.subject.role, "until": self.subject.until_on}


def _page(subject: Any, done: Any) -> str:
    return reverse("desk:people")


offer(
    acts.open_seat,
    label=gettext_lazy("Invite the first focal point"),
    on=finding.party,
    form=Invite,
    leads_to=_page,
    sees_version=False,
    is_main=True,
    asks_again=True,
)
offer(
    acts.close_seat,
    label=gettext_lazy("Close the seat"),
    on=finding.party,
    leads_to=lambda subject, done: reverse("sign_in"),
    sees_version=False,
    is_grave=True,
    asks_again=True,
    for_good=gettext_lazy(
        "Every office of your delegation ends at once, yours too, and invitations that wait are withdrawn. What your party "
        "tabled stands, its drafts stay sealed. Whoever runs the machine alone opens the seat again."
    ),
)
offer(
    acts.invite_person,
    label=gettext_lazy("Invite somebody"),
    on=finding.home_dialogue,
    form=InvitePerson,
    leads_to=_page,
    sees_version=False,
    is_main=True,
    asks_again=True,
)
offer(acts.send_invitation_again, label=gettext_lazy("Send a new link"), on=finding.invited, leads_to=_page)
offer(acts.withdraw_invitation, label=gettext_lazy("Withdraw the invitation"), on=finding.invited, leads_to=_page)
offer(
    acts.change_role,
    label=gettext_lazy("Change the role"),
    on=finding.member,
    form=ChangeRole,
    leads_to=_page,
    sees_version=False,
    asks_again=True,
)
offer(
    acts.end_membership,
    label=gettext_lazy("End the office"),
    on=finding.member,
    leads_to=_page,
    sees_version=False,
    is_grave=True,
    asks_again=True,
    for_good=gettext_lazy("Every session of this person ends at once. Who comes back is invited again."),
)
offer(
    acts.end_office,
    label=gettext_lazy("End the office"),
    on=finding.person,
    leads_to=_page,
    sees_version=False,
    is_grave=True,
    asks_again=True,
    for_good=gettext_lazy("Every session of this person ends at once. Who comes back is invited again."),
)
offer(
    acts.reset_factors,
    label=gettext_lazy("Take the second factors off"),
    on=finding.in_charge_of,
    leads_to=_page,
    sees_version=False,
    is_grave=True,
    asks_again=True,
    for_good=gettext_lazy(
        "For somebody who has lost them, and whom you know to be the one who asks. Sessions and tokens end; at the next "
        "sign-in another second factor is set, where the forum asks for one. The person is told."
    ),
)
