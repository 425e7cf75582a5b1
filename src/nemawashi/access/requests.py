"""A request as views see it: the middlewares have named the viewer."""

from django.http import HttpRequest

from nemawashi.access.viewers import Viewer


class Request(HttpRequest):
    """Never made: a name for what every request has become once it passed ``project.middleware``."""

    viewer: Viewer
