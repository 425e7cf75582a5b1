"""What many screens ask for at once is rendered once for all who may see the same, and each is given their own tokens.

When a delegation tables something, every screen that follows the text asks for it within a second. It is rendered for
somebody who is nobody in particular: the viewer without their account and name, so that nothing of one person can stand in
it. It is kept under all that is left of the viewer, the address, the language, and what the caller names of the record:
whoever differs in any of these has another one. Rights are looked at with each request, before anything kept is asked for.
"""

import dataclasses
import re
from collections.abc import Callable, Sequence
from datetime import datetime

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from nemawashi.access.requests import Request
from nemawashi.access.viewers import Viewer, acting_as
from nemawashi.desk.negotiating.gaps import GappedPage, Gaps, ReadersOwn
from nemawashi.desk.negotiating.shelf import SharedShelf
from nemawashi.kit.formats import pieces

GOOD_FOR = 10.0  # seconds: what no version tells of, such as the name of a party, is as new as that
NOT_SHARED = {"user_id": 0, "name": ""}  # of a viewer: what is nobody's while a shared page is rendered
Rendered = tuple[str, Sequence[datetime | None]]
shelf = SharedShelf()
_GZIP = re.compile(r"\bgzip\b")


def nobody_in_particular(viewer: Viewer) -> Viewer:
    """Somebody with the same rights, of whom nothing else is known."""
    return dataclasses.replace(viewer, **NOT_SHARED)  # type: ignore[arg-type]


def name_of(viewer: Viewer, address: str, *state: object) -> bytes:
    """What a page is kept under: all of the viewer that it can have been rendered with, its address, and the state."""
    known = dataclasses.astuple(nobody_in_particular(viewer))
    return shelf.name(known, address, get_language(), *state)


def answer(
    request: Request, *state: object, render: Callable[[Viewer, Gaps], Rendered], since: datetime | None = None
) -> HttpResponse:
    """A page for this reader, that is all shared; see ``filled``."""
    parts = filled(request, *state, render=render, since=since)
    takes_gzip = bool(_GZIP.search(request.headers.get("Accept-Encoding", "")))
    response = HttpResponse(pieces.gzipped(parts) if takes_gzip else b"".join(words for words, _piece in parts))
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return response


def part(
    request: Request, *state: object, render: Callable[[Viewer, Gaps], Rendered], since: datetime | None = None
) -> SafeString:
    """The same as part of a page that is this reader's own; see ``filled``."""
    return SafeString(b"".join(words for words, _piece in filled(request, *state, render=render, since=since)).decode())


def filled(
    request: Request, *state: object, render: Callable[[Viewer, Gaps], Rendered], since: datetime | None
) -> list[tuple[bytes, bytes]]:
    """What is shared, with this reader's own: in pieces, each as its words and packed.

    ``state``: what of the record decides on it; ``since``: when the reader last looked. ``render`` is given the viewer for
    whom it renders, and what to put where the reader's own will stand; it gives the page and when each clause on it moved.
    """
    address = f"{request.scheme} {request.get_host()} {request.get_full_path()}"
    name = name_of(request.viewer, address, *state)
    kept = shelf.kept(name)
    if kept is None:
        with shelf.turn(name):
            kept = shelf.kept(name) or _made(request, name, render)
    return GappedPage.load(kept).filled(ReadersOwn(token=get_token(request), since=since))


def _made(request: Request, name: bytes, render: Callable[[Viewer, Gaps], Rendered]) -> bytes:
    anybody, gaps = nobody_in_particular(request.viewer), Gaps()
    with acting_as(anybody):
        page, moves = render(anybody, gaps)
    made = gaps.split(request.carries(page), moves).dump()
    shelf.keep(name, made, seconds=GOOD_FOR)
    return made
