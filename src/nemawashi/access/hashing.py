"""Passwords hashed in processes of their own, behind everybody else's work: a crowd at the door takes nobody's processor.

A thread would not do: one that is put behind the others waits for the processor with the interpreter in its hand, and a
whole worker with it. The processes are begun by whoever begins the workers, and asked through a socket without a name, so
that nobody else reaches them; there are as many as passwords may be hashed at a time in the whole server.
"""

import json
import os
import select
import socket
import time
from collections.abc import Callable, Mapping
from typing import Any

from nemawashi.kit import aside

BEHIND = 10  # places in the order of the processor: a tenth of it where others ask for all, all of it where they do not
PATIENCE = 3.0  # seconds, after which whoever asked hashes by itself: a machine that is never idle keeps nobody out
LOOK = 0.25  # seconds between two looks at whether there is anybody left to wait for

Hash = Callable[..., Any]


class Hashers:
    """Whoever hashes for a server. Made before the workers and the hashing processes are forked, which then share it."""

    def __init__(self, kinds: Mapping[str, Hash]) -> None:
        self._kinds = kinds
        self._asked, self._hears = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._are_over = False

    def end(self) -> None:
        """The server stops, and its hashing processes with it: what is still to be hashed is hashed here."""
        self._are_over = True

    def work(self) -> None:
        """The whole life of a hashing process: one question after the other, until it is ended."""
        os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, 0) + BEHIND)
        while True:
            _byte, files, _flags, _address = socket.recv_fds(self._hears, 1, 1)
            with socket.socket(fileno=files[0]) as asker:
                self._answer(asker)

    def _answer(self, asker: socket.socket) -> None:
        try:
            kind, *words = json.loads(_all_of(asker))
            asker.sendall(json.dumps(self._kinds[kind](*words)).encode())
        except (OSError, ValueError):  # whoever asked has gone, or finds out by itself what cannot be hashed
            return

    def ask(self, kind: str, *words: str) -> Any:
        """What ``kinds[kind]`` makes of the words, from the first process that is free; from this one, if none is."""
        ours, theirs = socket.socketpair()
        with ours, aside.waiting():
            ours.settimeout(PATIENCE)
            try:
                with theirs:
                    socket.send_fds(self._asked, [b"?"], [theirs.fileno()], socket.MSG_DONTWAIT)
                ours.sendall(json.dumps([kind, *words]).encode())
                ours.shutdown(socket.SHUT_WR)
                answer = _all_of(ours) if self._is_heard(ours) else b""
            except OSError:  # too many wait, or the one that hashed was ended
                answer = b""
        return json.loads(answer) if answer else self._kinds[kind](*words)

    def _is_heard(self, ours: socket.socket) -> bool:
        """Whether there is an answer, or an end, before the patience is."""
        until = time.monotonic() + PATIENCE
        while not self._are_over and (left := until - time.monotonic()) > 0:
            if select.select([ours], [], [], min(left, LOOK))[0]:
                return True
        return False


def _all_of(peer: socket.socket) -> bytes:
    return b"".join(iter(lambda: peer.recv(65_536), b""))
