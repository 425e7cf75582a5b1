"""Fetch a copy of a source from its address, where the host switched that on: http(s) only, public addresses only."""

import http.client
import io
import ipaddress
import socket
import ssl
import threading
import time
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from nemawashi.kit.faults import NotThereError
from nemawashi.sources import archive, rules

SECONDS, MOST_HOPS = 15.0, 3
PATIENCE = 5.0  # seconds of silence after which an address counts as dead
MOST_LOOKED_UP = 8  # names at a time in a process, those among them that nobody waits for any more
_looking = threading.BoundedSemaphore(MOST_LOOKED_UP)
OPEN = ipaddress.ip_network("2000::/3")  # all of IPv6 that is given out for the open network
# Where an IPv6 address leads on to an IPv4 address that stands in it: 6to4 and Teredo. NAT64 lies outside of ``OPEN``.
LEADING_ON = [ipaddress.ip_network(each) for each in ("2002::/16", "2001::/32")]
ISATAP = (0x00005EFE, 0x02005EFE)  # the same, told by the third quarter of an address within any network


class NotFetchedError(NotThereError):
    """Why nothing was fetched; the message is for the log and for the person."""


def fetched(url: str, *, seconds: float = SECONDS) -> tuple[str, bytes]:
    """The name and the bytes at an address. Each hop of a redirection is checked like the first.

    The connection goes to the very address that was checked, so that a name that resolves differently a moment
    later leads nowhere. ``seconds`` is for all of it, whatever the other side does: hops, encryption, headers that
    trickle, a body that drips, a name that nobody knows. Raises ``NotFetchedError``.
    """
    ends = time.monotonic() + seconds
    for _ in range(MOST_HOPS + 1):
        answer = _asked(url, ends)
        if isinstance(answer, bytes):
            return urlsplit(url).path.rsplit("/", 1)[-1] or "page", answer
        url = urljoin(url, answer)
    raise NotFetchedError("too many redirections")


def public_address(host: str, port: int, *, ends: float | None = None) -> str:
    """An address of the host that lies on the open network; all of its addresses must."""
    addresses = _looked_up(host, port, time.monotonic() + SECONDS if ends is None else ends)
    if not all(is_open(address) for address in addresses):
        raise NotFetchedError("the name leads into a private network")
    return sorted(addresses)[0]


def _looked_up(host: str, port: int, ends: float) -> set[str]:
    """The addresses of a name. The system looks it up as long as it likes, in a thread that nobody waits for then."""
    place = _looking
    if not place.acquire(blocking=False):
        raise NotFetchedError("too many names are being looked up")
    heard: SimpleQueue[set[str] | Exception] = SimpleQueue()

    def look() -> None:
        try:
            heard.put({str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)})
        except (OSError, UnicodeError) as fault:
            heard.put(fault)
        finally:
            place.release()

    try:
        threading.Thread(target=look, name="look-up", daemon=True).start()
        addresses = heard.get(timeout=_patience(ends))
    except Empty:
        raise NotFetchedError("looking the name up takes too long") from None
    if isinstance(addresses, Exception):
        raise NotFetchedError("the name leads nowhere") from addresses
    return addresses


def is_open(address: str) -> bool:
    """Whether an address lies on the open network, as far as this server can tell.

    An IPv4 address that is only written as IPv6 is judged as what it is. One that some translator on the way takes out
    of an IPv6 address (NAT64, 6to4, Teredo, ISATAP) may lie in the translator's own network even where it looks public,
    so that these are private, whatever they hold.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is None:
            leads_on = any(ip in network for network in LEADING_ON) or (int(ip) >> 32) & 0xFFFFFFFF in ISATAP
            return ip in OPEN and ip.is_global and not leads_on
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast


class _Clocked(io.RawIOBase):
    """What comes from a socket, each read with no more time than is left of the whole."""

    def __init__(self, connected: socket.socket, ends: float) -> None:
        self._socket, self._ends = connected, ends
        self._source = connected.makefile("rb", buffering=0)  # keeps the socket open while an answer is read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._socket.settimeout(_patience(self._ends))
        try:
            return self._source.readinto(buffer)
        except TimeoutError:
            _patience(self._ends)  # whether it was the whole that ran out
            raise

    def close(self) -> None:
        self._source.close()
        super().close()


class _Line:
    """As much of a socket as ``http.client`` asks of one, with all of its reading and sending on one clock."""

    def __init__(self, connected: socket.socket, ends: float) -> None:
        self._socket, self._ends = connected, ends

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Clocked(self._socket, self._ends))

    def sendall(self, content: bytes) -> None:
        self._socket.settimeout(_patience(self._ends))
        self._socket.sendall(content)

    def close(self) -> None:
        self._socket.close()


def _patience(ends: float) -> float:
    """How long to wait for the next sign of life. Raises ``NotFetchedError`` where no time is left."""
    left = ends - time.monotonic()
    if left <= 0:
        raise NotFetchedError("it takes too long")
    return min(left, PATIENCE)


def _parts(url: str) -> tuple[SplitResult, str, int]:
    """The address taken apart, its host and its port, where it is one to ask."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:  # a port of six digits, half a bracket
        raise NotFetchedError("that is no address") from error
    if parts.scheme not in ("http", "https") or not host or rules.names_somebody(url):
        raise NotFetchedError("only plain http and https addresses are fetched")
    if port not in (80, 443):
        raise NotFetchedError("only the usual ports are asked")
    return parts, host, port


def _asked(url: str, ends: float) -> bytes | str:
    """The body, or where the answer sends on to."""
    parts, host, port = _parts(url)
    address = public_address(host, port, ends=ends)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(host, port)
    try:
        connection.sock = _connected(address, port, host if parts.scheme == "https" else "", ends)
        connection.request("GET", path, headers={"User-Agent": "Nemawashi archive", "Accept-Encoding": "identity"})
        answer = connection.getresponse()
        if answer.status in (301, 302, 303, 307, 308):
            return answer.getheader("Location") or ""
        if answer.status != 200:
            raise NotFetchedError(f"the address answers {answer.status}")
        return _body(answer, ends)
    except (OSError, http.client.HTTPException) as error:
        raise NotFetchedError(f"the address does not answer: {error}") from error
    finally:
        connection.close()


def _connected(address: str, port: int, name: str, ends: float) -> Any:
    """A line to the address; ``name`` is whose certificate it must show, and empty where it speaks in plain."""
    plain = socket.create_connection((address, port), timeout=_patience(ends))
    try:
        plain.settimeout(_patience(ends))  # of the whole of an encryption's beginning, not of each of its reads
        return _Line(
            ssl.create_default_context().wrap_socket(plain, server_hostname=name) if name else plain,
            ends,
        )
    except BaseException:
        plain.close()
        raise


def _body(answer: http.client.HTTPResponse, ends: float) -> bytes:
    """What is there is taken at once, so that the clock is looked at between two drops."""
    content = bytearray()
    while chunk := answer.read1(65536):
        content += chunk
        if len(content) > archive.LARGEST:
            raise NotFetchedError("the file is too large")
        _patience(ends)
    return bytes(content)
