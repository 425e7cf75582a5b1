"""What every template may rely on."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from nemawashi.access.viewers import PUBLIC
from nemawashi.parties import queries as parties


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "viewer": getattr(request, "viewer", PUBLIC),
        "is_demo": settings.DEMO,
        "forum": SimpleLazyObject(parties.forum),
    }
