"""The mark of the forum as a file of its own, under an address that names its bytes: a browser keeps it for good."""

from django.http import Http404, HttpRequest, HttpResponse

from nemawashi.parties import queries as parties
from nemawashi.portal import filters


@filters.page
def mark(request: HttpRequest, name: str) -> HttpResponse:
    """404 for any other bytes than those of a mark of today. Opened by itself, it may fetch and run nothing."""
    for each in parties.forum().head.marks.values():
        if each.type and f"{each.digest}.{each.kind}" == name:
            return HttpResponse(each.content, content_type=each.type, headers=HEADERS)
    raise Http404


HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; style-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
