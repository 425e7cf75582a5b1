"""Answers that go on for minutes and hold no thread: waitress keeps the connection, ``desk.negotiating.live`` tells it."""

from waitress.channel import ClientDisconnected, HTTPChannel
from waitress.task import WSGITask

from nemawashi.desk.negotiating import live


class Answering(WSGITask):  # type: ignore[misc]  # waitress has no types
    """A request. One whose view hands a stream over ends for its thread, and its connection stays open."""

    _place: live.LiveStream | None = None

    def execute(self) -> None:
        self.get_environment()[live.HANDS_OVER] = self._take
        try:
            super().execute()
        except BaseException:
            self._give_back()
            raise

    def _take(self, place: live.LiveStream) -> None:
        self._place = place

    def _give_back(self) -> None:
        if self._place is not None:
            self._place.close()

    def build_response_header(self) -> bytes:
        """Where others wait in this worker, the connection ends with the answer: the next request finds one with room."""
        if self.channel.server.task_dispatcher.queue and len(self.channel.requests) == 1:
            self.set_close_on_finish()
        return bytes(super().build_response_header())

    def finish(self) -> None:
        if self._place is None:
            super().finish()
        elif self.content_length is None and self.status.startswith("200"):
            self.close_on_finish = False
            live.watch.keep(self._place, self)
        else:  # something on the way put another answer in its place
            self._give_back()
            super().finish()

    @property
    def is_there(self) -> bool:
        return bool(self.channel.connected)

    def tell(self, line: bytes) -> None:
        try:
            self.write(line)
        except ClientDisconnected:
            return
        self.channel.server.pull_trigger()

    def end(self) -> None:
        try:
            super().finish()
        except ClientDisconnected:
            return
        self.channel.close_when_flushed = True
        self.channel.server.pull_trigger()


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection, with our requests on it."""

    task_class = Answering

    def _flush_some(self, do_close: bool = True) -> bool:
        """As waitress's, which takes for granted that nobody writes to a connection without a request at work."""
        with self.outbuf_lock:
            return bool(super()._flush_some(do_close))
