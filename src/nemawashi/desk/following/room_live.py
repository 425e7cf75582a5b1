"""What happens in the room appears on its screens by itself: server-sent events, with polling where there are none.

The streams are of the same kind, and take the same places, as those of texts (``negotiating.live``), whose thread tells
them. All screens of a room in one process ask the database together, once a beat.
"""

import threading
import time
from collections.abc import Generator, Iterator

from django.contrib.auth.decorators import login_required
from django.db.models import Sum
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse

from nemawashi.access.requests import Request, asked_by_itself
from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting import screens
from nemawashi.desk.negotiating import live
from nemawashi.desk.negotiating.places import places
from nemawashi.meetings.models import Meeting, MeetingRoom
from nemawashi.texts.models import Text

_marks: dict[tuple[int, bool], tuple[float, str]] = {}  # by meeting and whether texts are seen: when asked, and the answer
_asking = threading.Lock()


def mark_of(meeting: Meeting, *, viewer: Viewer) -> str:
    """A word that changes when what the room shows does: its own acts, the agenda and, for those who read it, the text."""
    own = MeetingRoom.objects.filter(meeting=meeting.pk).values_list("version", flat=True).first() or 0
    version = Meeting.objects.filter(pk=meeting.pk).values_list("version", flat=True).first() or 0
    words = f"{version}.{own}"
    if viewer.sees_negotiation:
        tabled = Text.objects.filter(meeting=meeting.pk).aggregate(sum=Sum("version"))["sum"]
        words += f".{tabled or 0}"
    return words


def _shared_mark(meeting: Meeting, viewer: Viewer) -> str:
    """The same, asked at most once a beat whatever the number of screens."""
    key = (meeting.pk, viewer.sees_negotiation)
    with _asking:
        at, mark = _marks.get(key, (0.0, ""))
        if not mark or time.monotonic() - at >= live.BEAT:
            mark = mark_of(meeting, viewer=viewer)
            _marks[key] = time.monotonic(), mark
    return mark


def followed(slug: str, viewer: Viewer) -> Meeting:
    """The meeting whose screen this viewer may see."""
    meeting = screens.meetings_on_screens(viewer=viewer).filter(slug=slug).first()
    if meeting is None:
        raise Http404
    return meeting


@login_required
@asked_by_itself
def stream(request: Request, slug: str) -> HttpResponse | StreamingHttpResponse:
    """``event: version`` whenever the room moved, and at the start; 204 where all places are taken: the browser polls."""
    meeting, viewer = followed(slug, request.viewer), screens.reader(request.viewer)
    slot = places.take(request.viewer.user_id)
    if slot is None:
        return HttpResponse(status=204)
    live.watch.follow(_key(meeting), 0)
    place = RoomStream(meeting, viewer, slot)
    hand_over = request.META.get(live.HANDS_OVER) if request.method == "GET" else None
    if hand_over:
        hand_over(place)
    lines = iter([b": here\n\n"]) if hand_over else place
    response = StreamingHttpResponse(lines, content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    response.headers["Content-Encoding"] = "identity"  # packed, a line would wait in the packer until it is full
    return response


def _key(meeting: Meeting) -> int:
    """Under which the watch counts that somebody follows; no text has a number below one."""
    return -meeting.pk


class RoomStream:
    """A place that was taken by a screen of the room."""

    def __init__(self, meeting: Meeting, viewer: Viewer, slot: int) -> None:
        self._lines = _events(meeting, viewer)
        self._key, self._slot, self._is_left = _key(meeting), slot, False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        """The next line, waited for."""
        while not (line := next(self._lines)):
            with live.watch.moved:
                live.watch.moved.wait(timeout=live.BEAT)
        return line

    def news(self) -> bytes | None:
        """What there is to say now, perhaps nothing; None at the end."""
        return next(self._lines, None)

    def close(self) -> None:
        self._lines.close()
        if not self._is_left:
            self._is_left = True
            live.watch.leave(self._key)
            places.leave(self._slot)


def _events(meeting: Meeting, viewer: Viewer) -> Generator[bytes, None, None]:
    """Lines of the stream; an empty one where there is nothing to say."""
    began = quiet_since = time.monotonic()
    sent, term = "", live.term_of(viewer)
    while time.monotonic() - began < live.LONGEST and not live.watch.is_ending and not live.is_over(term):
        now = _shared_mark(meeting, viewer)
        if now != sent:
            sent, quiet_since = now, time.monotonic()
            yield f"event: version\ndata: {now}\n\n".encode()
        elif time.monotonic() - quiet_since > live.QUIET:
            quiet_since = time.monotonic()
            yield b": still here\n\n"
        yield b""
    yield b"event: bye\ndata: \n\n"


@login_required
@asked_by_itself
def poll(request: Request, slug: str) -> HttpResponse:
    """The mark of the room, as the stream would tell it; 204 where it is the one that ``?version=`` names."""
    meeting = followed(slug, request.viewer)
    now = mark_of(meeting, viewer=screens.reader(request.viewer))
    if request.GET.get("version") == now:
        return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
    return JsonResponse({"version": now}, headers={"Cache-Control": "no-store"})
