"""What happens around every request: hostile bytes are turned away, and the viewer is named for the guard."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from nemawashi.access import viewers
from nemawashi.parties import queries as parties

Respond = Callable[[HttpRequest], HttpResponse]


def hostile_bytes(respond: Respond) -> Respond:
    """Answer 400 to a path or query with a NUL byte or broken UTF-8, before anything reads it."""

    def answer(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        address = request.path + query
        if "\x00" in address or "%00" in query or "\ufffd" in request.path:
            if request.path.startswith("/api/"):
                return JsonResponse({"detail": "The address holds bytes that are no text."}, status=400)
            return render(request, "400.html", status=400)
        return respond(request)

    return answer


def viewer(respond: Respond) -> Respond:
    """Put ``request.viewer`` there and name it to the guard for the whole of the request, streaming excepted."""

    def answer(request: HttpRequest) -> HttpResponse:
        asking = parties.viewer_of(request.user)
        request.viewer = asking  # type: ignore[attr-defined]
        with viewers.acting_as(asking):
            response = respond(request)
        if asking.is_signed_in:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answer
