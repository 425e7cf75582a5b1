"""What every public view needs of its request: the viewer, today, crumbs."""

import datetime as dt

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from nemawashi.access.viewers import PUBLIC, Viewer


def viewer(request: HttpRequest) -> Viewer:
    return getattr(request, "viewer", PUBLIC)


def today() -> dt.date:
    return timezone.now().date()


def crumb(label: str, name: str) -> list[dict[str, str]]:
    return [{"label": label, "href": reverse(name)}]
