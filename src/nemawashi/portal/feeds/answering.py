"""How every feed is answered: 304 before anything is written, a strong ETag for each coding, the same for everybody.

The packing is done here and not by the middleware, which would weaken the ETag: a strong one names bytes, and packed
bytes are other bytes, so they have a name of their own.
"""

import datetime as dt
import gzip
import hashlib
import json
import re
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from nemawashi import __version__
from nemawashi.access import origins
from nemawashi.kit.languages import PAGES
from nemawashi.parties import queries as parties

_GZIP = re.compile(r"\bgzip\b")  # as the middleware asks: it would pack what is left plain here
KEPT = "public, no-cache"  # kept by caches, asked for again each time: that costs a 304


@lru_cache(maxsize=1)
def build() -> str:
    """What else a feed's bytes depend on: this release's code and words."""
    package = files("nemawashi")
    parts = [__version__.encode()]
    for folder in ("kit/formats", "meetings/exports", "portal/feeds", "portal/take_away", "portal"):
        for file in sorted(package.joinpath(folder).iterdir(), key=lambda file: file.name):
            if file.name.endswith(".py"):
                parts.append(file.read_bytes())
    for place in settings.LOCALE_PATHS:  # a forum may keep the words of its own languages elsewhere
        parts += [file.read_bytes() for language in PAGES if (file := _catalogue(place, language)).is_file()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _catalogue(folder: str | Path, language: str) -> Path:
    return Path(folder, language, "LC_MESSAGES", "django.mo")


def etag_of(*parts: object) -> str:
    """A short name for a state of the record; whoever has two of them can only see whether they are equal."""
    content = json.dumps([build(), parties.forum().stamp, origins.are_asked_for(), *parts], default=str, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def answer(
    request: HttpRequest, *, tag: str, content_type: str, written: Callable[[], tuple[bytes, dt.datetime]]
) -> HttpResponse:
    """The feed with the moment of its last change, or 304 when the reader has it.

    ``written`` is called only for a reader who does not name a tag that still holds.
    """
    is_packed = bool(_GZIP.search(request.headers.get("accept-encoding", "")))
    etag = f'"{tag}-gz"' if is_packed else f'"{tag}"'
    response = get_conditional_response(request, etag=etag) if "if-none-match" in request.headers else None
    if response is None:
        body, changed_at = written()
        response = get_conditional_response(request, etag=etag, last_modified=int(changed_at.timestamp()))
        response = response or _whole(body, content_type, is_packed)
        response.headers["Last-Modified"] = http_date(changed_at.timestamp())
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = KEPT
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _whole(body: bytes, content_type: str, is_packed: bool) -> HttpResponse:
    if not is_packed:
        return HttpResponse(body, content_type=content_type)
    packed = gzip.compress(body, compresslevel=5, mtime=0)  # no time in it: the same feed, the same bytes
    return HttpResponse(packed, content_type=content_type, headers={"Content-Encoding": "gzip"})
