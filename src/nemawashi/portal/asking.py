"""What every public view needs of its request: the viewer, crumbs."""

from django.http import HttpRequest
from django.urls import reverse

from nemawashi.access.viewers import PUBLIC, Viewer


def viewer(request: HttpRequest) -> Viewer:
    return getattr(request, "viewer", PUBLIC)


def crumb(label: str, name: str) -> list[dict[str, str]]:
    return [{"label": label, "href": reverse(name)}]
