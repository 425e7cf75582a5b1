"""The language versions of a text side by side, clause by clause, and where they do not agree."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nemawashi.access.viewers import Viewer
from nemawashi.desk.workspace import text_of
from nemawashi.texts import queries
from nemawashi.texts.terms import OPEN_STATES


@login_required
def languages(request: HttpRequest, slug: str) -> HttpResponse:
    """Two languages beside each other: ``?with=ru`` beside the language of negotiation."""
    row = text_of(request, slug)
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.sees_negotiation:
        raise Http404
    whole = queries.negotiation(row, viewer=viewer, with_drafts=False)
    others = sorted({code for view in whole.standing for code in (*view.versions, *view.stale)} - {row.language})
    wanted = request.GET.get("with", "")
    other = wanted if wanted in others else (others[0] if others else "")
    context = {
        "text": row,
        "title": _("Languages"),
        "others": others,
        "other": other,
        "rows": [(view, view.versions.get(other, ""), other in view.stale) for view in whole.standing],
        "is_open": row.state in OPEN_STATES,
    }
    return render(request, "desk/languages.html", context)
