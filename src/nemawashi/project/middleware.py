"""What happens around every request: whoever asks is told from the proxy in between, hostile bytes are turned away, and the
viewer is named for the guard.
"""

import functools
import ipaddress
import logging
from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse

from nemawashi.access import clock, origins, viewers
from nemawashi.access.models import OpenSession
from nemawashi.access.requests import is_of_somebody
from nemawashi.access.sessions import is_over, kept_as
from nemawashi.desk.acting import screens
from nemawashi.desk.following import host_role
from nemawashi.parties import queries as parties
from nemawashi.portal import fiction as carrying

Respond = Callable[[HttpRequest], HttpResponse]
KEPT_ALIVE = 60  # seconds after which a request of a session moves its end on
CLAIMS = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_FORWARDED",
)
_log = logging.getLogger(__name__)


def proxied(respond: Respond) -> Respond:
    """Let ``REMOTE_ADDR`` be whoever asks the outermost of our proxies; what anybody else claims of a request is struck.

    Each proxy adds the address that asked it to ``X-Forwarded-For``, so that the one that counts stands as many places
    from the end as there are proxies, and what a stranger wrote stands before it. A proxy that says nothing is set up
    wrong: every request through it is answered with 400, and the log says what is missing.
    """
    trusted = [ipaddress.ip_network(each) for each in settings.PROXIES] if settings.SECURE_PROXY else []

    def answer(request: HttpRequest) -> HttpResponse:
        meta = request.META
        if _is_among(meta.get("REMOTE_ADDR", ""), trusted):
            hops = [each.strip() for each in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if each.strip()]
            if len(hops) < settings.PROXY_HOPS or not _address(hops[-settings.PROXY_HOPS]):
                _log.error(
                    "the proxy does not say for whom it asks: it must set X-Forwarded-For (docs/howto/run-a-server.md)"
                )
                return HttpResponse(
                    "The proxy in front of this server is not set up.\n", status=400, content_type="text/plain"
                )
            meta["REMOTE_ADDR"] = hops[-settings.PROXY_HOPS]
            struck = [claim for claim in CLAIMS if claim != "HTTP_X_FORWARDED_PROTO"]
        else:
            struck = list(CLAIMS)
        for claim in struck:
            meta.pop(claim, None)
        return respond(request)

    return answer


Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def _address(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _is_among(text: str, networks: list[Network]) -> bool:
    address = _address(text)
    return address is not None and any(address in network for network in networks)


def bodiless(respond: Respond) -> Respond:
    """Answer ``HEAD`` with the headers of ``GET`` alone: the server behind this sends a body where it is handed one."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        if request.method == "HEAD":
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = []  # what was to be streamed is closed with the answer
            else:
                response.headers.setdefault("Content-Length", str(len(response.content)))
                response.content = b""
        return response

    return answer


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


# Addresses that any page on the web may read: the answer is the public's, whoever asks, since no cookie is sent along.
OPEN_SPACES = {"api", "permanent", "portal"}
CLOSED_NAMES = {"portal:own_calendar"}  # whose address is a key


class Policy(CSPMiddleware):
    """The policy of what a page may load, written once: it is another one for the few pages alone that ask for it."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_own = any(hasattr(response, each) for each in _OWN_POLICY) or hasattr(request, "_csp_nonce")
        if is_own or settings.DEBUG:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _policy())
        return response


_OWN_POLICY = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")


@functools.cache
def _policy() -> str:
    return build_policy()


def open_to_programs(respond: Respond) -> Respond:
    """Let pages elsewhere read what is meant for programs: the API, feeds, files, tables (CORS). Never a page of ours."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS" and "access-control-request-method" in request.headers:
            return _asked_before(request, respond)
        response = respond(request)
        if _is_open(request) and not response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Content-Disposition, Retry-After"
        return response

    return answer


def _is_open(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and match.namespace in OPEN_SPACES and match.view_name not in CLOSED_NAMES)


def _asked_before(request: HttpRequest, respond: Respond) -> HttpResponse:
    """What a browser asks before it sends a header of its own, such as If-None-Match."""
    try:
        request.resolver_match = resolve(request.path_info)
    except Resolver404:
        return respond(request)
    if not _is_open(request):
        return respond(request)
    return HttpResponse(
        status=204,
        headers={
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": "GET, HEAD",
            "Access-Control-Allow-Headers": "Accept, If-None-Match, If-Modified-Since",
            "Access-Control-Max-Age": "86400",
        },
    )


def viewer(respond: Respond) -> Respond:
    """Put ``request.viewer`` there and name it to the guard for the whole of the request, streaming excepted."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and is_over(request.session, clock.seconds()):
            logout(request)
        asking = parties.viewer_of(request.user)
        request.viewer = asking  # type: ignore[attr-defined]
        with viewers.acting_as(asking):
            response = respond(request)
        if is_of_somebody(request):
            _keep_alive(request)
        if asking.is_signed_in:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answer


def fiction(respond: Respond) -> Respond:
    """Say for the whole of a request whether fiction is part of what is asked: on the desk always, elsewhere where the
    address asks for it. The desk of a demonstration leads to public pages on which its rows stand."""

    def answer(request: HttpRequest) -> HttpResponse:
        is_desk = request.path_info.startswith("/desk/")
        request.carries = carrying.carried_in if is_desk and settings.DEMO else str  # type: ignore[attr-defined]
        with origins.showing(is_desk or request.GET.get(origins.PARAMETER) == origins.ASKED):
            response = respond(request)
        return carrying.carried(response) if is_desk and settings.DEMO else response

    return answer


def screens_alone(respond: Respond) -> Respond:
    """Let those who see screens alone meet these, what they write and their own account; the rest of the desk is not there.
    So it is for those of the host's secretariat whose office rests, who meet the page that says so.

    The wall stands before the views, so that a page that is new tomorrow is behind it without a word.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        asking: viewers.Viewer = request.viewer  # type: ignore[attr-defined]
        if asking.has_a_part and request.path_info.startswith("/desk/"):
            match = resolve(request.path_info)
            is_at_rest = asking.rests and match.url_name in host_role.OPEN_NAMES
            if not (is_at_rest or screens.is_there(asking, match.url_name, match.kwargs)):
                request.resolver_match = match
                if asking.rests and is_of_somebody(request):  # who has just passed the role on, or comes by a bookmark
                    return HttpResponse(status=303, headers={"Location": reverse("desk:day")})
                raise Http404
        return respond(request)

    return answer


def _keep_alive(request: HttpRequest) -> None:
    """Move the end of a session on with the requests of its person; at most once a minute, since it costs a statement.

    A page that was left open asks for news all night; that keeps nobody signed in.
    """
    if request.user.is_authenticated:
        now = int(clock.seconds())
        if now - request.session.get("seen", now) >= KEPT_ALIVE:
            request.session["seen"] = now
            if key := request.session.session_key:
                OpenSession.objects.filter(key=kept_as(key)).update(seen_at=clock.database_moment())
