"""Public pages rendered once for each state of the public record.

A page is kept for readers without an account alone: whoever sends a cookie of a session, or any that is not known here,
gets a page of their own, which is not kept. Kept is what all of them share; the tokens of its forms are cut out and each
reader's own put in their place. It is kept under all that decides on its words: the state of the public record as the
database has it, the day, the language, the theme, the address. So nothing has to be told to forget, and several processes
need not know of each other: the database is asked for its state each time, in one statement.
"""

import datetime as dt
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from nemawashi.access import clock
from nemawashi.parties import queries as parties
from nemawashi.portal import asking, fiction, record_state

Respond = Callable[..., HttpResponse]
State = tuple[object, ...]
_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[A-Za-z0-9]{64}"')
KEPT = "private, no-cache"  # kept by the reader's browser, and asked for again each time: that costs a 304
THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Kept:
    """A page without its tokens: the bytes between them, its headers, and a name for both."""

    pieces: tuple[bytes, ...]
    headers: dict[str, str]
    digest: str

    @property
    def size(self) -> int:
        return sum(map(len, self.pieces))


@dataclass
class Shelf:
    """The pages of one state of the record, those that were asked for last, in so many bytes; of one process."""

    _of: State = ()
    _pages: OrderedDict[State, Kept] = field(default_factory=OrderedDict)
    _size: int = 0
    _lock: Lock = field(default_factory=Lock)

    def stands_at(self, state: State) -> bool:
        """Whether it holds pages of this state; if not, it holds none afterwards."""
        with self._lock:
            if self._of == state:
                return True
            self._of, self._size = state, 0
            self._pages.clear()
            return False

    def page(self, state: State, key: State) -> Kept | None:
        with self._lock:
            page = self._pages.get(key) if self._of == state else None
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def keep(self, state: State, key: State, page: Kept) -> None:
        """Keep a page, unless another state was seen while it was rendered."""
        with self._lock:
            if self._of != state or key in self._pages:
                return
            self._pages[key] = page
            self._size += page.size
            while self._size > settings.PAGES_KEPT_BYTES:
                self._size -= self._pages.popitem(last=False)[1].size


SHELF = Shelf()


def rendered_once(view: Respond) -> Respond:
    """A public page that is the same for everybody without an account, until the record, the day or its address changes.

    Not for a page that tells of something else: of what stands in the database against what was sealed, of an index, of
    files beside the database, of what was typed.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _is_anybodys(request):
            return view(request, *args, **kwargs)
        state, key = _state(), _key(request)
        if not SHELF.stands_at(state):
            _read_anew()
        page = SHELF.page(state, key)
        if page is None:
            response = view(request, *args, **kwargs)
            page = _without_tokens(response)
            if page is None:
                return response
            SHELF.keep(state, key, page)
        return _given(request, page)

    return answer


def _is_anybodys(request: HttpRequest) -> bool:
    """Whether nothing in a request says who asks, and nothing is chosen in its address but that fiction is shown."""
    known = {"theme", settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    return (
        bool(settings.PAGES_KEPT_BYTES)
        and request.method in ("GET", "HEAD")
        and request.META.get("QUERY_STRING", "") in ("", fiction.PAIR)
        and not request.headers.get("Authorization")
        and known.issuperset(request.COOKIES)
        and not asking.viewer(request).is_signed_in
    )


def _state() -> State:
    """The public record as the database has it now, and the day: both decide on what is said of each row."""
    day: dt.date = clock.today()
    return (record_state.mark(), day)


def _key(request: HttpRequest) -> State:
    theme = request.COOKIES.get("theme")
    shown = theme if theme in THEMES else ""
    return (request.scheme, request.get_host(), request.get_full_path(), get_language(), shown)


def _read_anew() -> None:
    """What this process keeps for a minute may be of the state before: a page that is kept longer is not made of it."""
    parties.forget_forum()
    cache.delete(record_state.CHANGED_AT)


def _without_tokens(response: HttpResponse) -> Kept | None:
    """What all readers share of a page; None where it is none, or sets a cookie, or says that it must not be kept."""
    is_page = response.status_code == 200 and not response.streaming and not response.cookies
    if not is_page or response.has_header("Cache-Control"):
        return None
    pieces = tuple(_TOKEN.split(response.content))
    headers = dict(response.items())
    digest = hashlib.sha256(b"\0".join((repr(sorted(headers.items())).encode(), *pieces))).hexdigest()
    return Kept(pieces, headers, digest)


def _given(request: HttpRequest, page: Kept) -> HttpResponse:
    """The page with the reader's own tokens, or 304 where the reader has it with tokens that still hold.

    The name of what a reader has therefore hangs on the secret in their cookie, too; who has none has no token that holds.
    """
    has_form = len(page.pieces) > 1
    response = None
    if "if-none-match" in request.headers and (not has_form or request.META.get("CSRF_COOKIE")):
        response = get_conditional_response(request, etag=_etag(request, page))
    if response is None:
        response = HttpResponse(_joined(page.pieces, get_token(request) if has_form else ""), headers=page.headers)
    response.headers["ETag"] = _etag(request, page)
    response.headers["Cache-Control"] = KEPT
    patch_vary_headers(response, ["Cookie"])
    return response


def _etag(request: HttpRequest, page: Kept) -> str:
    secret = request.META.get("CSRF_COOKIE", "") if len(page.pieces) > 1 else ""
    return f'"{hashlib.sha256(f"{page.digest} {secret}".encode()).hexdigest()[:32]}"'


def _joined(pieces: tuple[bytes, ...], token: str) -> bytes:
    """Plain bytes and beginnings of a token field take turns, as they were split."""
    closing = token.encode() + b'"'
    return b"".join(piece + closing if at % 2 else piece for at, piece in enumerate(pieces))
