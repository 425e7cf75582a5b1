"""Mail: what was sent to whom, where it stands, what the server answered; for the host what it reads before it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nemawashi.access.models import Notice
from nemawashi.access.requests import Request
from nemawashi.access.rules import Possible
from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting import finding, notices
from nemawashi.desk.acting.forms import Blank
from nemawashi.desk.acting.notices import SaidNotice
from nemawashi.desk.acting.offering import offer
from nemawashi.parties import acts, possible, queries
from nemawashi.parties.models import Dialogue, HeldMail, Letter
from nemawashi.parties.terms import LetterKind, LetterState, ReadingState

ON_A_PAGE = 50
MOST_JUDGED = 20  # acts whose mail was released or struck, which stay on the page
TROUBLE = (LetterState.UNSURE, LetterState.FAILED, LetterState.BOUNCED, LetterState.LAPSED)
ON_THEIR_WAY = (LetterState.WAITING, LetterState.SENDING)
SHOWN = {"": None, "waiting": ON_THEIR_WAY, "trouble": TROUBLE}


@dataclass(frozen=True)
class LetterLine:
    """A mail as its viewer may see it: its words are shown to its reader alone, an address that a reader left to nobody."""

    row: Letter
    whom: str
    is_own: bool
    offered: list[Possible]


@dataclass(frozen=True)
class HeldLine:
    """The mail of an act: what it says to each of those whom it concerns."""

    row: HeldMail
    said: Sequence[tuple[SaidNotice, str]]  # with the code of the party that is told, where it is one
    offered: list[Possible]


@login_required
def outbox(request: Request) -> HttpResponse:
    viewer = request.viewer
    shown = request.GET.get("show", "")
    rows = queries.visible_letters(viewer=viewer)
    if states := SHOWN.get(shown):
        rows = rows.filter(state__in=states)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page", "1")[:6])
    dialogue = Dialogue.objects.filter(slug=queries.forum().slug).first() if viewer.is_secretariat else None
    context = {
        "title": _("Mail"),
        "crumbs": [{"href": reverse("desk:day"), "label": _("My desk")}],
        "offered": possible.on_outbox(dialogue, viewer=viewer) if dialogue else [],
        "is_host": viewer.is_secretariat,
        "is_read_first": queries.reads_mail() if viewer.is_secretariat else False,
        "held": _held(viewer),
        "page": page,
        "lines": [_line(row, viewer) for row in page.object_list],
        "show": shown if shown in SHOWN else "",
    }
    return render(request, "desk/outbox.html", context)


def _line(row: Letter, viewer: Viewer) -> LetterLine:
    is_own = row.user_id is not None and row.user_id == viewer.user_id
    whom = row.user.shown_name if row.user else ""
    if row.kind == LetterKind.REMARK:
        whom = _("a reader of the record")
    if row.kind == LetterKind.CONSENT:
        whom = _("a contact person")
    return LetterLine(row, whom or row.address, is_own, possible.on_letter(row, viewer=viewer))


def _held(viewer: Viewer) -> list[HeldLine]:
    """What waits to be read first; of what was judged the latest alone. Two statements."""
    rows = queries.held_mail(viewer=viewer)
    waiting = list(rows.filter(state=ReadingState.HELD)[:ON_A_PAGE]) if viewer.is_secretariat else []
    judged = list(rows.exclude(state=ReadingState.HELD)[:MOST_JUDGED]) if viewer.is_secretariat else []
    both = [*waiting, *judged]
    by_entry: dict[int, list[Notice]] = {row.entry_id: [] for row in both}
    for notice in Notice.objects.filter(entry__in=by_entry).select_related("entry").order_by("-asks", "pk") if both else ():
        by_entry[notice.entry_id].append(notice)
    return [HeldLine(row, _said(by_entry[row.entry_id], viewer), possible.on_held_mail(row, viewer=viewer)) for row in both]


def _said(rows: Sequence[Notice], viewer: Viewer) -> list[tuple[SaidNotice, str]]:
    known, codes = notices.known_in(rows, viewer=viewer), queries.forum().codes
    each = [(notices.say(row, viewer=viewer, known=known), codes.get(row.party, row.party)) for row in rows]
    return [(said, code) for said, code in each if said is not None]


class SetMailReading(Blank):
    """Whether mail is read first."""

    is_read = forms.TypedChoiceField(
        label=gettext_lazy("The mail of acts"),
        choices=[
            ("yes", gettext_lazy("is read by the host before it goes")),
            ("no", gettext_lazy("goes at once")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Invitations, new passwords, what is done to the people of a delegation, and that this was changed go at once"
            " in either case. Notices on the desk never wait."
        ),
    )


def _page(subject: Any, done: Any) -> str:
    return reverse("desk:outbox")


offer(
    acts.set_mail_reading,
    label=gettext_lazy("Say whether mail is read first"),
    on=finding.home_dialogue,
    form=SetMailReading,
    leads_to=_page,
    sees_version=False,
)
offer(acts.release_mail, label=pgettext_lazy("mail", "Let it go"), on=finding.held_mail, leads_to=_page, is_main=True)
offer(
    acts.strike_mail,
    label=gettext_lazy("Strike it"),
    on=finding.held_mail,
    leads_to=_page,
    is_grave=True,
    for_good=gettext_lazy("Nobody is mailed of this act. The notice on the desk stands."),
)
offer(acts.send_letter_again, label=gettext_lazy("Send it again"), on=finding.letter, leads_to=_page)
