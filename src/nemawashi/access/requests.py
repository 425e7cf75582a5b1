"""A request as views see it: the middlewares have named the viewer, and what a page asks for a part of itself."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from nemawashi.access.viewers import Viewer


class Request(HttpRequest):
    """Never made: a name for what every request has become once it passed ``project.middleware``."""

    viewer: Viewer
    htmx: HtmxDetails
