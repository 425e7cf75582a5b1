"""A text as a file: made afresh for whoever asks, with what they may see."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nemawashi.access.viewers import Viewer
from nemawashi.desk.workspace import text_of
from nemawashi.kit.texts.brackets import notation
from nemawashi.texts import queries
from nemawashi.texts.models import Text
from nemawashi.texts.queries import Negotiation


@dataclass(frozen=True)
class Export:
    """A form in which a text is handed out. ``make`` gets the negotiation as its reader sees it."""

    label: Promise
    suffix: str
    media: str
    make: Callable[[Text, Negotiation, Viewer, HttpRequest], bytes]


def _plain(text: Text, whole: Negotiation, viewer: Viewer, request: HttpRequest) -> bytes:
    lines = [f"{view.number}. {view.words}" if view.number else view.words for view in whole.standing]
    return ("\n\n".join(lines) + "\n").encode()


def _compilation(text: Text, whole: Negotiation, viewer: Viewer, request: HttpRequest) -> bytes:
    lines = [f"{view.number}. {notation(view.nodes)}" if view.number else notation(view.nodes) for view in whole.standing]
    return ("\n\n".join(lines) + "\n").encode()


EXPORTS: dict[str, Export] = {
    "clean.txt": Export(gettext_lazy("Clean text, plain"), "txt", "text/plain; charset=utf-8", _plain),
    "compilation.txt": Export(
        gettext_lazy("Compilation with brackets, plain"), "txt", "text/plain; charset=utf-8", _compilation
    ),
}


@login_required
def exports(request: HttpRequest, slug: str) -> HttpResponse:
    """The forms that can be had; with ``?as=`` the file itself, never kept by a browser or a proxy."""
    row = text_of(request, slug)
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.sees_negotiation:
        raise Http404
    wanted = request.GET.get("as", "")
    if not wanted:
        context = {"text": row, "title": _("Take it as a file"), "exports": list(EXPORTS.items())}
        return render(request, "desk/exports.html", context)
    export = EXPORTS.get(wanted)
    if export is None:
        raise Http404
    whole = queries.negotiation(row, viewer=viewer, with_drafts=False)
    name = f"{(row.symbol or row.slug).replace('/', '-')}-{wanted}"
    response = HttpResponse(export.make(row, whole, viewer, request), content_type=export.media)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "private, no-store"
    return response
