"""Whom to write to about this server. The operator names the address; where none is named, every page says so."""

import datetime as dt
import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from nemawashi.access import clock
from nemawashi.kit.languages import PAGES
from nemawashi.portal import filters

HOLDS_DAYS = 180  # of security.txt: within the year that RFC 9116 advises, and no day on which somebody must think of it
UNSET = "This server names no contact: its operator has not set NEMAWASHI_CONTACT.\n"
_PLAIN = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def address() -> str:
    """The contact as a URI, ``mailto:`` before a mail address; empty where none is set, or what is set is neither."""
    given: str = settings.CONTACT.strip()
    if given.startswith(("https://", "mailto:")):
        return given
    return f"mailto:{given}" if _PLAIN.fullmatch(given) else ""


@filters.page
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116, or 404 with the reason: a file without a contact would be no valid one."""
    to = address()
    if not to:
        return HttpResponse(UNSET, status=404, content_type="text/plain; charset=utf-8")
    until = dt.datetime.combine(clock.today() + dt.timedelta(days=HOLDS_DAYS), dt.time(), tzinfo=dt.UTC)
    lines = [
        f"Contact: {to}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(PAGES)}",
        f"Canonical: {request.build_absolute_uri(reverse('security_txt'))}",
        f"Policy: {request.build_absolute_uri(reverse('portal:promise'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
