"""Who may come in to the first-run page: the first browser that brings the secret of the console, from this machine alone.

Whoever holds the page makes the forum and names its host, so nothing but the address that the console prints opens it, and
that once. A page of a stranger cannot ask through the browser of somebody here: it would name another host or origin.
"""

import hmac
import secrets
from enum import StrEnum

SECRET_BYTES = 24  # 192 bits
PATIENCE = 30 * 60.0  # seconds without a request after which nobody is there any more
LAST_LOOK = 20.0  # seconds for which the page of a forum that was made can be read
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
WRITES = ("POST",)
READS = ("GET", "HEAD")


class Shut(StrEnum):
    """Why somebody does not come in."""

    HOST = "host"  # by another name than this machine has for itself
    METHOD = "method"
    ORIGIN = "origin"  # a form of another page
    UNKNOWN = "unknown"  # without the secret, or with a wrong one
    TAKEN = "taken"  # another browser was first
    OVER = "over"


STATUS = {Shut.HOST: 421, Shut.METHOD: 405, Shut.ORIGIN: 403, Shut.UNKNOWN: 403, Shut.TAKEN: 403, Shut.OVER: 410}


class Door:
    """Opens once. Moments are seconds of one clock that only goes forward, given with each question."""

    def __init__(self, port: int, *, at: float) -> None:
        self.port, self.secret = port, secrets.token_urlsafe(SECRET_BYTES)
        self.holder = ""  # what the cookie of the first browser says
        self.asked_at, self.ends_at = at, float("inf")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/open/{self.secret}"

    @property
    def cookie(self) -> str:
        """Its name; ports of one machine share their cookies."""
        return f"first_run_{self.port}"

    def is_over(self, at: float) -> bool:
        """Whether the forum stands, or nobody has asked anything for too long."""
        return at >= min(self.ends_at, self.asked_at + PATIENCE)

    def stranger(self, *, method: str, host: str, origin: str) -> Shut | None:
        """Why a request may not even be looked at; None where it comes from a page of ours or from no page."""
        if not self._is_ours(host):
            return Shut.HOST
        if method not in (*READS, *WRITES):
            return Shut.METHOD
        if method in WRITES and origin.lower() != f"http://{host.lower()}":
            return Shut.ORIGIN
        return None

    def _is_ours(self, host: str) -> bool:
        name, _colon, port = host.lower().rpartition(":")
        return name in LOOPBACK and port == str(self.port)

    def opened(self, secret: str, *, method: str, cookie: str, at: float) -> Shut | None:
        """Let the first browser in that brings the secret: ``holder`` is its cookie from then on.

        A request for the head alone opens nothing: programs that look at links make such.
        """
        if self.is_over(at):
            return Shut.OVER
        if not _same(secret, self.secret):
            return Shut.UNKNOWN
        if self.holder and not _same(cookie, self.holder):
            return Shut.TAKEN
        if method != "GET":
            return Shut.METHOD
        self.holder = self.holder or secrets.token_urlsafe(SECRET_BYTES)
        self.asked_at = at
        return None

    def entered(self, *, cookie: str, at: float) -> Shut | None:
        """Whether a browser is the one that came first; what it asks keeps the door open."""
        if self.is_over(at):
            return Shut.OVER
        if not self.holder:
            return Shut.UNKNOWN
        if not _same(cookie, self.holder):
            return Shut.TAKEN
        self.asked_at = at
        return None

    def made(self, *, at: float) -> None:
        """The forum stands: nothing is asked here any more."""
        self.ends_at = min(self.ends_at, at + LAST_LOOK)


def _same(one: str, other: str) -> bool:
    return bool(other) and hmac.compare_digest(one.encode(), other.encode())
