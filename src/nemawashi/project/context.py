"""What every template may rely on."""

from django.conf import settings
from django.http import HttpRequest

from nemawashi.access.viewers import PUBLIC


def site(request: HttpRequest) -> dict[str, object]:
    return {"viewer": getattr(request, "viewer", PUBLIC), "is_demo": settings.DEMO}
