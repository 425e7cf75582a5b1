"""Badges of those who are accredited, and the page that a phone opens when it reads one at the door."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_safe

from nemawashi.access import clock
from nemawashi.access.requests import Request
from nemawashi.desk.acting import finding, refusals
from nemawashi.desk.acting.offering import offer
from nemawashi.desk.following.delegations import script_of
from nemawashi.kit.drawing import squares
from nemawashi.kit.papers import badges as papers
from nemawashi.kit.papers import pdf
from nemawashi.meetings import acts, possible, queries
from nemawashi.meetings.models import Delegate, Meeting
from nemawashi.meetings.terms import DelegateRole, DelegateState

MARK = 20  # signs of what shows that a badge was printed here


def key_of(row: Delegate) -> str:
    """What a badge says of its bearer: a number and a mark that only this server makes. No name."""
    return f"{row.pk}.{signing.Signer(salt='nemawashi.badge').signature(str(row.pk))[:MARK]}"


def door(subject: Any, done: Any) -> str:
    return reverse("desk:check_in", args=[subject.meeting.slug, key_of(subject)])


offer(
    acts.check_in_delegate,
    label=__("Let in"),
    on=finding.delegate,
    leads_to=door,
    is_main=True,
)


def _of_the_host(request: Request, slug: str) -> Meeting:
    row = queries.visible_meetings(viewer=request.viewer).filter(slug=slug).first()
    if row is None or not request.viewer.is_secretariat:
        raise Http404
    return row


@login_required
@require_safe
def badges(request: Request, slug: str) -> HttpResponse:
    """A badge for each who is accredited, by party; the host prints them."""
    meeting = _of_the_host(request, slug)
    rows = queries.visible_delegates(viewer=request.viewer).filter(meeting=meeting, state=DelegateState.ACCREDITED)
    cards = [
        papers.Badge(
            str(row.party),
            str(DelegateRole(row.role).label),
            row.name,
            squares.square(request.build_absolute_uri(door(row, None)), fits=True),
            row.name_own,
            script_of(row.name_own),
        )
        for row in rows.exclude(name="").order_by("party__order", "pk")
    ]
    if not cards:
        raise Http404
    language, title = get_language() or "en", str(meeting)
    document = partial(_laid, cards, title, language)
    moment = int(clock.database_moment().timestamp())
    try:
        content = pdf.laid_out(
            document, top=_("Badges: %(meeting)s") % {"meeting": meeting}, moment=moment, languages=(language,)
        )
    except pdf.PdfMissingError as fault:
        return HttpResponse(str(fault), status=503, content_type="text/plain; charset=utf-8")
    headers = {"Content-Disposition": 'attachment; filename="badges.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _laid(cards: list[papers.Badge], title: str, language: str, looks: str) -> str:
    return papers.as_html(cards, title=title, language=language, looks=looks)


@login_required
@require_safe
def check_in(request: Request, slug: str, key: str) -> HttpResponse:
    """Whose badge was read: name, office and party, to be compared with who stands at the door, and whether it was shown
    before. A mark that this server did not make, or a delegate of another meeting, is answered as nobody's."""
    meeting = _of_the_host(request, slug)
    number, _sep, _mark = key.partition(".")
    pk = finding.number(number)
    row = queries.visible_delegates(viewer=request.viewer).filter(meeting=meeting, pk=pk).first()
    if row is None or not constant_time_compare(key, key_of(row)):
        raise Http404
    offered = [each for each in possible.on_delegate(row, viewer=request.viewer) if each.act == "check_in_delegate"]
    verdict = possible.checking_in(row, by=request.viewer)
    context = {
        "title": _("Badge"),
        "meeting": meeting,
        "delegate": row,
        "zone": possible.zone_of(meeting),
        "offered": offered,
        "why": "" if verdict else refusals.sentence(verdict),
    }
    return render(request, "desk/check_in.html", context)
