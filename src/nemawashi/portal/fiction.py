"""Fiction on public pages: left out with a word, shown where the address asks for it, and carried on from there.

A page that was asked for with ``?fiction=1`` leads to others that are asked for so, too: its links and forms are given the
parameter when the page is done, so that no template and no drawing has to think of it. A link with ``data-plain`` is left
as it is: it leads out.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from nemawashi.access import counting, origins
from nemawashi.access.terms import RowOrigin

Respond = Callable[..., HttpResponse]
PAIR = f"{origins.PARAMETER}={origins.ASKED}"
_PUBLIC = r"(?!/(?:/|static/|desk/|sign-in/|sign-out/|i18n/))[/?]"
# Begins with what a search finds quickly; in which tag it stands is asked of the few public addresses alone.
_LINK = re.compile(rf'="(?:(?<=\shref=")|(?<=\saction=")|(?<=\shx-get="))({_PUBLIC}[^"#]*)(?=[#"])')
_LEADING = re.compile(r"<a\b(?![^>]*\sdata-plain)")
_FORM = re.compile(r'<form\b[^>]*\smethod="get"[^>]*>')
_NOTED = "nemawashi_origins"  # of a request: what its page shows
_OF_A_ROW = {"slug", "key"}  # arguments of addresses
_FIELD = f'<input type="hidden" name="{origins.PARAMETER}" value="{origins.ASKED}">'


def note(request: HttpRequest, *shown: str) -> None:
    """Keep for the foot of the page that rows of these origins stand on it, or are counted on it."""
    request.__dict__.setdefault(_NOTED, set()).update(shown)


def noted(request: HttpRequest) -> set[str]:
    origins_shown: set[str] = request.__dict__.get(_NOTED, set())
    return origins_shown


def left_out(*questions: Callable[[], QuerySet[Any]]) -> int:
    """How many rows of fiction these questions would have had beside what they were answered.

    Counted in a demonstration alone: elsewhere nobody makes any, and no page pays for asking. One statement.
    """
    return left_out_of(
        lambda: sum(counting.counted(*(question().filter(origin=RowOrigin.FICTION) for question in questions)))
    )


def left_out_of(counted: Callable[[], int]) -> int:
    """The same for what has no column to count by, such as acts: counted where fiction is shown, and all of it fiction."""
    if origins.are_asked_for() or not settings.DEMO:
        return 0
    with origins.showing(True):
        return counted()


def with_pair(address: str, join: str = "&") -> str:
    """The address, asked for with fiction."""
    path, mark, fragment = address.partition("#")
    if PAIR in path.partition("?")[2].replace("&amp;", "&").split("&"):
        return address
    return f"{path}{join if '?' in path else '?'}{PAIR}{mark}{fragment}"


def as_asked(address: str) -> str:
    """The address, asked for with fiction where the running request is: for what is no page, such as a feed."""
    return with_pair(address) if origins.are_asked_for() else address


def without_pair(request: HttpRequest) -> str:
    """The address of a page, asked for without fiction."""
    asked = request.GET.copy()
    asked.pop(origins.PARAMETER, None)
    return f"{request.path}?{asked.urlencode()}" if asked else request.path


def may_be_asked_for(view: Respond) -> Respond:
    """A public page that is answered otherwise than by ``filters.page``, which sees to it for all others."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return answered(view, request, *args, **kwargs)

    return answer


def answered(view: Respond, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The answer of a public view. The address of a row that is fiction leads to the one that asks for fiction."""
    try:
        response = view(request, *args, **kwargs)
    except Http404:
        if origins.are_asked_for() or request.method == "POST" or not _OF_A_ROW & kwargs.keys():
            raise
        with origins.showing(True):
            view(request, *args, **kwargs)
        return HttpResponseRedirect(with_pair(request.get_full_path()))
    if not origins.are_asked_for():
        return response
    response.headers["X-Robots-Tag"] = "noindex"
    if _is_page(carried(response)):
        response.content = _FORM.sub(lambda form: form[0] + _FIELD, response.content.decode()).encode()
    return response


def carried(response: HttpResponse) -> HttpResponse:
    """The answer with the parameter in the public address that it leads on to, and in the links of its page."""
    onward = response.headers.get("Location", "")
    if re.match(_PUBLIC, onward):
        response.headers["Location"] = with_pair(onward)
    if _is_page(response):
        response.content = carried_in(response.content.decode()).encode()
    return response


def carried_in(page: str) -> str:
    """A page with the parameter in its links."""
    return _LINK.sub(lambda link: f'="{with_pair(link[1], "&amp;")}' if _leads_on(link) else link[0], page)


def _leads_on(link: re.Match[str]) -> bool:
    """Whether the address is of a link that does not lead out, of a form, or asked for in the page."""
    page, at = link.string, link.start()
    begun = page.rfind("<", 0, at)
    tag = page[begun : page.find(">", at)]
    if page.endswith("hx-get", begun, at):
        return True
    return tag.startswith("<form") if page.endswith("action", begun, at) else bool(_LEADING.match(tag))


def _is_page(response: HttpResponse) -> bool:
    """Whether links can be found in it: what is packed already was given the parameter before."""
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    return is_html and not response.streaming and "Content-Encoding" not in response.headers
