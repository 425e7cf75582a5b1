"""Fetch a copy of a source from its address, where the host switched that on: http(s) only, public addresses only."""

import http.client
import ipaddress
import socket
import ssl
import time
from urllib.parse import urljoin, urlsplit

from nemawashi.kit.faults import NotThereError
from nemawashi.sources import archive

SECONDS, MOST_HOPS = 15.0, 3


class NotFetchedError(NotThereError):
    """Why nothing was fetched; the message is for the log and for the person."""


def fetched(url: str) -> tuple[str, bytes]:
    """The name and the bytes at an address. Each hop of a redirection is checked like the first.

    The connection goes to the very address that was checked, so that a name that resolves differently a moment
    later leads nowhere. Raises ``NotFetchedError``.
    """
    ends = time.monotonic() + SECONDS
    for _ in range(MOST_HOPS + 1):
        answer = _asked(url, ends)
        if isinstance(answer, bytes):
            return urlsplit(url).path.rsplit("/", 1)[-1] or "page", answer
        url = urljoin(url, answer)
    raise NotFetchedError("too many redirections")


def public_address(host: str, port: int) -> str:
    """An address of the host that lies on the open network; all of its addresses must."""
    try:
        addresses = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise NotFetchedError("the name leads nowhere") from error
    for address in addresses:
        ip = ipaddress.ip_address(address.partition("%")[0])
        mapped = getattr(ip, "ipv4_mapped", None) or ip
        if not mapped.is_global or mapped.is_multicast:
            raise NotFetchedError("the name leads into a private network")
    return sorted(addresses)[0]


def _asked(url: str, ends: float) -> bytes | str:
    """The body, or where the answer sends on to."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise NotFetchedError("only plain http and https addresses are fetched")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if port not in (80, 443):
        raise NotFetchedError("only the usual ports are asked")
    address = public_address(parts.hostname, port)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=5)
    try:
        plain = socket.create_connection((address, port), timeout=5)
        secure = parts.scheme == "https"
        connection.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname) if secure else plain
        )
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


def _body(answer: http.client.HTTPResponse, ends: float) -> bytes:
    content = bytearray()
    while chunk := answer.read(65536):
        content += chunk
        if len(content) > archive.LARGEST:
            raise NotFetchedError("the file is too large")
        if time.monotonic() > ends:
            raise NotFetchedError("it takes too long")
    return bytes(content)
