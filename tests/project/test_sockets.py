"""An address at which a server cannot listen is refused with a sentence that says what to do."""

from __future__ import annotations

import socket

import pytest

from nemawashi.project.serving.sockets import AddressError, listening


def test_every_address_of_a_name_listens() -> None:
    sockets = listening("localhost", 0)
    try:
        assert {each.getsockname()[0] for each in sockets} <= {"127.0.0.1", "::1"}
        assert sockets
    finally:
        for each in sockets:
            each.close()


@pytest.mark.parametrize(
    ("host", "port", "sentence"),
    [
        ("192.0.2.1", 8000, "192.0.2.1 is no address of this machine"),
        ("no-such-name.invalid", 8000, "no-such-name.invalid is no address of this machine"),
        ("127.0.0.1", 700_000, "700000 is no port"),
    ],
)
def test_no_such_address(host: str, port: int, sentence: str) -> None:
    with pytest.raises(AddressError, match=sentence):
        listening(host, port)


def test_a_port_that_is_in_use() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(AddressError, match=f"port {port} is in use"):
            listening("127.0.0.1", port)
