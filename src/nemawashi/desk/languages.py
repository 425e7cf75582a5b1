"""The language versions of a text side by side, clause by clause, and where they do not agree."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nemawashi.desk.workspace import in_negotiation
from nemawashi.texts.terms import OPEN_STATES


@login_required
def languages(request: HttpRequest, slug: str) -> HttpResponse:
    """Two languages beside each other: ``?with=ru`` beside the language of negotiation."""
    row, whole = in_negotiation(request, slug)
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
