"""What others table appears on a delegation's screen by itself: server-sent events, with polling where there are none.

One thread of a worker watches the versions of the texts that somebody follows, whoever changed them and in whichever
process. A server that can keep a connection without a thread hands it over to that thread, which tells all of them; under
any other one a stream waits in the thread of its request. There are never more streams than ``MOST_STREAMS``, nor more
than ``MOST_STREAMS_OF_ONE`` of one account, over all workers: nobody takes the places of all. Whoever finds no place
polls. Drafts are not among what is told: only their own delegation hears of them.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Protocol

from django.contrib.auth.decorators import login_required
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse

from nemawashi.access.requests import Request, asked_by_itself
from nemawashi.access.viewers import Viewer, acting_as
from nemawashi.desk.acting import screens
from nemawashi.desk.negotiating.places import places
from nemawashi.parties import queries as parties
from nemawashi.texts import queries
from nemawashi.texts.models import Text

BEAT = 0.3  # seconds between two looks at the versions
OWN_BEAT = 2.0  # seconds between two looks at the own delegation's drafts
LONGEST = 55.0  # seconds of one stream; the browser then asks for the next one
SWEEP = 2.0  # seconds after which every stream is looked at, also where nothing moved
QUIET = 10.0  # seconds after which an empty line shows whether anybody still listens
HANDS_OVER = "nemawashi.hands_over"  # in the environ of a server that keeps connections without a thread
_FAULTS = logging.getLogger(__name__)


class Listener(Protocol):
    """A connection that a server keeps open."""

    @property
    def is_there(self) -> bool: ...

    def tell(self, line: bytes) -> None:
        """Send a line, without waiting until it has arrived."""

    def end(self) -> None: ...


@dataclass(frozen=True)
class OwnDrafts:
    """The word for the drafts of one delegation on a text, when it was asked for, and for whom."""

    text: Text
    viewer: Viewer
    at: float
    word: str


class _Watch:
    """Versions of followed texts, brought up to date by one thread while anybody follows."""

    def __init__(self) -> None:
        self.moved = threading.Condition()
        self.followed: Counter[int] = Counter()
        self.versions: dict[int, int] = {}
        self.term = 0  # that of the host in office at the last look
        self.thread: threading.Thread | None = None
        self.is_ending = False
        self._kept: list[tuple[LiveStream, Listener]] = []
        self._drafts: dict[tuple[int, int | None], OwnDrafts] = {}  # by text and party
        self._all_asked_at = 0.0
        self._pause = threading.Event()

    def follow(self, text: int, version: int) -> None:
        with self.moved:
            self.followed[text] += 1
            self.versions.setdefault(text, version)
            if self.thread is None or not self.thread.is_alive():
                self.term = 0
                self.thread = threading.Thread(target=self._look, name="live", daemon=True)
                self.thread.start()

    def leave(self, text: int) -> None:
        with self.moved:
            self.followed[text] -= 1
            if self.followed[text] <= 0:
                del self.followed[text]
                self.versions.pop(text, None)
                self._drafts = {key: kept for key, kept in self._drafts.items() if key[0] != text}

    def keep(self, place: "LiveStream", listener: Listener) -> None:
        """Tell the listener what is new at the place, until either is at its end."""
        with self.moved:
            self._kept.append((place, listener))
            self._pause.set()  # the first line is due at once

    def end(self) -> None:
        """The server goes: every stream says so, and ends."""
        with self.moved:
            self.is_ending = True
            self._pause.set()
            self.moved.notify_all()

    def drafts_of(self, row: Text, viewer: Viewer, *, anew: bool = False) -> str:
        """A word that changes when the drafts of the viewer's delegation do. All its screens ask once in a while together.

        ``anew``: not what another of them was answered a moment ago.
        """
        key, now = (row.pk, viewer.party_id), time.monotonic()
        kept = self._drafts.get(key)
        if kept is None or anew or now - kept.at >= OWN_BEAT:
            with acting_as(viewer):
                kept = OwnDrafts(row, viewer, now, queries.own_drafts_mark(row, viewer=viewer))
            self._drafts[key] = kept
        return kept.word

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
                if self._has_moved(wanted) or self._all_are_due():
                    self._tell_all()
                self._pause.wait(BEAT)
                with self.moved:
                    if self._pause.is_set():  # somebody came, or the server goes
                        self._pause.clear()
                        self._all_asked_at = 0.0
        finally:
            connection.close()

    def _all_are_due(self) -> bool:
        return time.monotonic() - self._all_asked_at >= SWEEP

    def _has_moved(self, wanted: list[int]) -> bool:
        """Whether a text has another version than at the last look, or a delegation other drafts."""
        try:
            versions = {pk: queries.version_of(pk) for pk in wanted}
            drafted = [self._has_drafted(kept) for kept in list(self._drafts.values())]
            term = parties.host_term()[0]
        except (OperationalError, InterfaceError):  # a locked or lost database: the next look may go through
            connection.close()
            return False
        with self.moved:
            is_passed_on, self.term = term > self.term > 0, max(term, self.term)
            has_moved = is_passed_on or any(self.versions.get(pk) != version for pk, version in versions.items())
            self.versions.update({pk: version for pk, version in versions.items() if version and pk in self.followed})
            if has_moved:
                self.moved.notify_all()
        return has_moved or any(drafted)

    def _has_drafted(self, kept: "OwnDrafts") -> bool:
        return self.drafts_of(kept.text, kept.viewer) != kept.word

    def _tell_all(self) -> None:
        self._all_asked_at = time.monotonic()
        with self.moved:
            kept = list(self._kept)
        over = [each for each in kept if not _goes_on(*each)]
        with self.moved:
            self._kept = [each for each in self._kept if each not in over]


def _goes_on(place: "LiveStream", listener: Listener) -> bool:
    """Whether the stream goes on after what there was to say."""
    goes_on = False
    try:
        if listener.is_there:
            while line := place.news():  # up to where it waits, so that it is there when something moves again
                listener.tell(line)
            goes_on = line is not None
    except (OperationalError, InterfaceError):
        connection.close()
    except Exception as fault:  # of one stream, which the others must not pay for
        _FAULTS.warning("a stream was ended: %s", type(fault).__name__)
    if not goes_on:
        try:
            listener.end()
        finally:
            place.close()  # a server that goes waits for places: its last words are on their way before one is free
    return goes_on


watch = _Watch()


def term_of(viewer: Viewer) -> int | None:
    """The term under which somebody of the host follows; None of whoever follows under any."""
    return parties.host_term()[0] if viewer.is_secretariat and viewer.is_signed_in else None


def is_over(term: int | None) -> bool:
    """Whether the host's role was passed on since: the stream ends, and whoever still serves opens the next one."""
    return term is not None and watch.term > term


@login_required
@asked_by_itself
def stream(request: Request, slug: str) -> HttpResponse | StreamingHttpResponse:
    """``event: version`` whenever the text moved, and at the start; ``event: bye`` when the next stream is due.

    204, after which a browser does not ask again, where all places are taken: it polls then.
    """
    viewer = request.viewer
    row = _followed(slug, viewer)
    slot = places.take(viewer.user_id)
    if slot is None:
        return HttpResponse(status=204)
    watch.follow(row.pk, row.version)
    place = LiveStream(row, viewer, slot, hears_own=viewer.is_delegate and request.GET.get("own") != "0")
    hand_over = request.META.get(HANDS_OVER) if request.method == "GET" else None
    if hand_over:
        hand_over(place)
    lines = iter([b": here\n\n"]) if hand_over else place
    response = StreamingHttpResponse(lines, content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    response.headers["Content-Encoding"] = "identity"  # packed, a line would wait in the packer until it is full
    return response


def _followed(slug: str, viewer: Viewer) -> Text:
    row = queries.followed_text(slug, viewer=screens.reader(viewer))
    if row is None or not screens.is_open_to(viewer, row):
        raise Http404
    return row


class LiveStream:
    """A place that was taken, with what is told there. The server closes it also where it was never asked for a line."""

    def __init__(self, row: Text, viewer: Viewer, slot: int, *, hears_own: bool) -> None:
        self._lines = _events(row, viewer, hears_own)
        self._text, self._slot = row.pk, slot
        self._beat = OWN_BEAT if hears_own else QUIET
        self._is_left = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        """The next line, waited for."""
        while not (line := next(self._lines)):
            with watch.moved:
                watch.moved.wait(timeout=self._beat)
        return line

    def news(self) -> bytes | None:
        """What there is to say now, perhaps nothing; None at the end."""
        return next(self._lines, None)

    def close(self) -> None:
        self._lines.close()
        if not self._is_left:
            self._is_left = True
            watch.leave(self._text)
            places.leave(self._slot)


def _events(row: Text, viewer: Viewer, hears_own: bool) -> Generator[bytes, None, None]:
    """Lines of the stream; an empty one where there is nothing to say, so that whoever asks waits as he can."""
    began = quiet_since = time.monotonic()
    sent = ""
    own, term = watch.drafts_of(row, viewer, anew=True) if hears_own else "", term_of(viewer)
    while time.monotonic() - began < LONGEST and not watch.is_ending and not is_over(term):
        now = f"{watch.versions.get(row.pk, row.version)}{own}"
        if now != sent:
            sent, quiet_since = now, time.monotonic()
            yield f"event: version\ndata: {now}\n\n".encode()
        elif time.monotonic() - quiet_since > QUIET:
            quiet_since = time.monotonic()
            yield b": still here\n\n"
        yield b""
        if hears_own and (moved := watch.drafts_of(row, viewer)) != own:
            if not parties.is_as_before(viewer):  # who left the delegation meanwhile hears nothing of what it drafts
                break
            own = moved
    yield b"event: bye\ndata: \n\n"


@login_required
@asked_by_itself
def poll(request: Request, slug: str) -> HttpResponse:
    """The version of the text, as the stream would tell it; 204 where it is the one that ``?version=`` names."""
    viewer = request.viewer
    row = _followed(slug, viewer)
    own = queries.own_drafts_mark(row, viewer=viewer) if request.GET.get("own") != "0" else ""
    now = f"{row.version}{own}"
    if request.GET.get("version") == now:
        return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
    return JsonResponse({"version": now}, headers={"Cache-Control": "no-store"})
