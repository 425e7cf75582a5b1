"""The business track for everybody: how much is offered and needed in which area; and the page of a consent."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from nemawashi.access import clock
from nemawashi.access import terms as access
from nemawashi.access.acts import RefusedError
from nemawashi.access.viewers import PUBLIC
from nemawashi.business import acts, links, queries
from nemawashi.business.models import FirmContact
from nemawashi.business.terms import InterestKind, TalkResult
from nemawashi.portal import asking, fiction, filters

SIZE = 200  # outcomes on a page; what stands behind them is told
HEADERS = {"X-Robots-Tag": "noindex", "Cache-Control": "no-store", "Referrer-Policy": "same-origin"}


@dataclass
class AreaCount:
    """What stands open under a pillar, counted; nobody's words."""

    name: str
    offers: int = 0
    needs: int = 0


@filters.page
def business(request: HttpRequest) -> HttpResponse:
    """Counts alone: what a company says here is for the delegations until both sides publish what came of it."""
    viewer, today = asking.viewer(request), clock.today()
    rows = queries.counted_interests(today=today, viewer=viewer)
    outcomes = list(queries.published_outcomes(viewer=viewer))
    results = Counter(row.result for row in outcomes)
    context = {
        "title": gettext("Business track"),
        "lede": gettext(
            "What companies and institutions of the parties offer and need, whom they met, and what came of it."
        ),
        "areas": _areas(rows),
        "firms": queries.counted_firms(viewer=viewer).count(),
        "held": queries.counted_talks(viewer=viewer).count(),
        "outcomes": outcomes[:SIZE],
        "results": [(str(TalkResult(key).label), count) for key, count in results.items()],
        "is_cut": len(outcomes) > SIZE,
        "size": SIZE,
        "left_out": fiction.left_out(lambda: queries.counted_firms(viewer=viewer)),
    }
    return render(request, "portal/business.html", context)


def _areas(rows: Iterable[tuple[str, str]]) -> list[AreaCount]:
    areas: dict[str, AreaCount] = {}
    for name, kind in rows:
        area = areas.setdefault(name, AreaCount(name))
        if kind == InterestKind.OFFER:
            area.offers += 1
        else:
            area.needs += 1
    return list(areas.values())


def _withdrawn(row: FirmContact, link: uuid.UUID | None) -> tuple[str, str]:
    """What came of it: done, gone before, moved (with where the forum lives now), or failed. That nothing is kept is said
    only where the row says so."""
    try:
        acts.withdraw_contact(row, link=link, by=PUBLIC, at=clock.database_moment())
    except RefusedError as refused:
        if refused.verdict.refusal == access.Refusal.MOVED:
            return "moved", str(refused.verdict.about)
        is_gone = not FirmContact.objects.filter(pk=row.pk, withdrawn_at=None).exclude(name="").exists()
        return ("gone" if is_gone else "failed"), ""
    return "done", ""


@require_http_methods(["GET", "HEAD", "POST"])
@fiction.may_be_asked_for
def consent(request: HttpRequest, key: str) -> HttpResponse:
    """Withdraw what was agreed to, by the link that the person was given. It shows nothing of what is kept: whoever got
    hold of the link learns of the company alone. Used, it is answered as one that never was."""
    link = links.link_of(key)
    row = queries.contact_by_link(link) if link is not None else None
    if row is None:
        raise Http404
    came, about = ("", "") if request.method != "POST" else _withdrawn(row, link)
    context = {"title": gettext("Your consent"), "contact": row, "came": came, "lives_at": about}
    response = render(request, "portal/consent.html", context, status=200 if came in ("", "done") else 409)
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
