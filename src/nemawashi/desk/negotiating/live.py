"""What others table appears on a delegation's screen by itself: server-sent events, with polling where there are none.

One thread of this process watches the versions of the texts that somebody follows, whoever changed them and in whichever
process; the streams only wait for it. A stream holds a thread of the server, so that there are never more than
``MOST_STREAMS``, nor more than ``MOST_STREAMS_OF_ONE`` of one account: nobody takes the places of all. Whoever finds no
place polls. Drafts are not among what is told: only their own delegation hears of them.
"""

import threading
import time
from collections import Counter
from collections.abc import Generator, Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse

from nemawashi.access.requests import Request, asked_by_itself
from nemawashi.access.viewers import Viewer, acting_as
from nemawashi.desk.negotiating.workspace import text_of
from nemawashi.texts import queries
from nemawashi.texts.models import Text

BEAT = 0.3  # seconds between two looks at the versions
OWN_BEAT = 2.0  # seconds between two looks at the own delegation's drafts
LONGEST = 55.0  # seconds of one stream; the browser then asks for the next one
QUIET = 10.0  # seconds after which an empty line shows whether anybody still listens


class _Watch:
    """Versions of followed texts, brought up to date by one thread while anybody follows."""

    def __init__(self) -> None:
        self.moved = threading.Condition()
        self.followed: Counter[int] = Counter()
        self.accounts: Counter[int | None] = Counter()
        self.versions: dict[int, int] = {}
        self.thread: threading.Thread | None = None

    def follow(self, text: int, version: int, account: int | None) -> bool:
        """Take a place, if there is one: it is counted and taken in one step, however many ask at once."""
        with self.moved:
            if self.streams >= settings.MOST_STREAMS or self.accounts[account] >= settings.MOST_STREAMS_OF_ONE:
                return False
            self.followed[text] += 1
            self.accounts[account] += 1
            self.versions.setdefault(text, version)
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._look, name="live", daemon=True)
                self.thread.start()
            return True

    def leave(self, text: int, account: int | None) -> None:
        with self.moved:
            self.accounts[account] -= 1
            if self.accounts[account] <= 0:
                del self.accounts[account]
            self.followed[text] -= 1
            if self.followed[text] <= 0:
                del self.followed[text]
                self.versions.pop(text, None)

    @property
    def streams(self) -> int:
        return sum(self.followed.values())

    def _look(self) -> None:
        try:
            while True:
                with self.moved:
                    wanted = list(self.followed)
                    if not wanted:
                        self.thread = None
                        return
                try:
                    versions = dict(Text.objects.filter(pk__in=wanted).values_list("pk", "version"))
                except (OperationalError, InterfaceError):  # a locked or lost database: the next look may go through
                    connection.close()
                    versions = {}
                with self.moved:
                    if any(self.versions.get(pk) != version for pk, version in versions.items()):
                        self.versions.update(versions)
                        self.moved.notify_all()
                time.sleep(BEAT)
        finally:
            connection.close()


watch = _Watch()


@login_required
@asked_by_itself
def stream(request: Request, slug: str) -> HttpResponse | StreamingHttpResponse:
    """``event: version`` whenever the text moved, and at the start; ``event: bye`` when the next stream is due.

    204, after which a browser does not ask again, where all places are taken: it polls then.
    """
    row = text_of(request, slug)
    viewer = request.viewer
    if not viewer.sees_negotiation:
        raise Http404
    hears_own = viewer.is_delegate and request.GET.get("own") != "0"
    if not watch.follow(row.pk, row.version, viewer.user_id):
        return HttpResponse(status=204)
    response = StreamingHttpResponse(_Place(row, viewer, hears_own), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    response.headers["Content-Encoding"] = "identity"  # packed, a line would wait in the packer until it is full
    return response


class _Place:
    """A place that was taken, with what is told there. The server closes it also where it was never asked for a line."""

    def __init__(self, row: Text, viewer: Viewer, hears_own: bool) -> None:
        self._lines = _events(row, viewer, hears_own)
        self._text, self._account = row.pk, viewer.user_id
        self._is_left = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._lines)

    def close(self) -> None:
        self._lines.close()
        if not self._is_left:
            self._is_left = True
            watch.leave(self._text, self._account)


def _events(row: Text, viewer: Viewer, hears_own: bool) -> Generator[bytes, None, None]:
    began = quiet_since = time.monotonic()
    sent = ""
    own, own_since = _own(row, viewer) if hears_own else "", began
    while time.monotonic() - began < LONGEST:
        now = f"{watch.versions.get(row.pk, row.version)}{own}"
        if now != sent:
            sent, quiet_since = now, time.monotonic()
            yield f"event: version\ndata: {now}\n\n".encode()
        elif time.monotonic() - quiet_since > QUIET:
            quiet_since = time.monotonic()
            yield b": still here\n\n"
        with watch.moved:
            watch.moved.wait(timeout=OWN_BEAT if hears_own else QUIET)
        if hears_own and time.monotonic() - own_since >= OWN_BEAT:
            own, own_since = _own(row, viewer), time.monotonic()
    yield b"event: bye\ndata: \n\n"


def _own(row: Text, viewer: Viewer) -> str:
    """A word that changes when the own delegation's drafts do."""
    with acting_as(viewer):
        return queries.own_drafts_mark(row, viewer=viewer)


@login_required
@asked_by_itself
def poll(request: Request, slug: str) -> HttpResponse:
    """The version of the text, as the stream would tell it; 204 where it is the one that ``?version=`` names."""
    row = text_of(request, slug)
    viewer = request.viewer
    if not viewer.sees_negotiation:
        raise Http404
    own = queries.own_drafts_mark(row, viewer=viewer) if request.GET.get("own") != "0" else ""
    now = f"{row.version}{own}"
    if request.GET.get("version") == now:
        return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
    return JsonResponse({"version": now}, headers={"Cache-Control": "no-store"})
