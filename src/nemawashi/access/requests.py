"""A request as views see it: the middlewares have named the viewer. And who sent it: a person, or a page that lies open."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest

from nemawashi.access.viewers import Viewer


class Request(HttpRequest):
    """Never made: a name for what every request has become once it passed ``project.middleware``.

    ``carries``: puts into the links of a page what its request carries on; only what is answered packed has to ask for it.
    """

    viewer: Viewer
    carries: Callable[[str], str]


Respond = TypeVar("Respond", bound=Callable[..., object])
BY_ITSELF = "X-Live"  # the header of what a page asks for without its reader


def asked_by_itself(respond: Respond) -> Respond:
    """Mark what pages that lie open ask for, over and over, without anybody at them."""
    respond.is_asked_by_itself = True  # type: ignore[attr-defined]
    return respond


def is_of_somebody(request: HttpRequest) -> bool:
    """Whether a person asked, as far as the browser tells; after the request was resolved."""
    match = request.resolver_match
    return BY_ITSELF not in request.headers and not (match and getattr(match.func, "is_asked_by_itself", False))
