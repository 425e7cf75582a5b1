"""The address at which a server listens."""

import errno
import socket

from nemawashi.kit.faults import Fault

BACKLOG = 1024  # connections that wait until a worker has room


class AddressError(Fault):
    """There is no listening at this address; the message says why."""


def listening(host: str, port: int) -> list[socket.socket]:
    """A socket for each address of the host. Raises ``AddressError``."""
    if not 0 <= port <= 65_535:
        raise AddressError(f"{port} is no port: name one up to 65535 with --port")
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise AddressError(f"{host} is no address of this machine: name another with --host") from None
    sockets: list[socket.socket] = []
    try:
        for family, kind, protocol, _name, address in dict.fromkeys(infos):
            sockets.append(_at(socket.socket(family, kind, protocol), family, address))
    except OSError as fault:
        for each in sockets:
            each.close()
        raise AddressError(_why(fault, host, port)) from None
    return sockets


def _at(made: socket.socket, family: int, address: object) -> socket.socket:
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind(address)  # type: ignore[arg-type]  # as getaddrinfo gives it
        made.listen(BACKLOG)
    except BaseException:
        made.close()
        raise
    return made


def _why(fault: OSError, host: str, port: int) -> str:
    number = fault.errno
    if number == errno.EADDRINUSE:
        return f"port {port} is in use: end the server that runs there, or name another port with --port"
    if number == errno.EACCES:
        return f"port {port} is not open to this account: name one from 1024 on with --port"
    if number == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine: name another with --host"
    return f"there is no listening on {host}, port {port}: {fault.strerror or fault}"
