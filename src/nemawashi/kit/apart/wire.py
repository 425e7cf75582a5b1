"""How two processes speak: pickles behind their length. What comes back is values of the kit or nothing."""

import io
import pickle
import struct
from dataclasses import is_dataclass
from enum import Enum
from typing import IO, Any

from nemawashi.kit.faults import Fault

_LENGTH = struct.Struct(">Q")
MOST_ANSWERED = 200_000_000  # bytes
# What a reader's values are made of, beside the classes of the kit.
_TAKEN = {
    ("builtins", "frozenset"), ("builtins", "set"), ("builtins", "bytearray"), ("fractions", "Fraction"),
    ("decimal", "Decimal"), ("datetime", "date"), ("datetime", "datetime"), ("datetime", "time"),
    ("datetime", "timedelta"), ("datetime", "timezone"),
}  # fmt: skip


class _Careful(pickle.Unpickler):
    """A process that read a stranger's file is believed for its values alone: it names no function to be called."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _TAKEN:
            return super().find_class(module, name)
        if module.startswith("nemawashi.kit.") and "." not in name:
            named = super().find_class(module, name)
            if isinstance(named, type) and (is_dataclass(named) or issubclass(named, (Enum, Fault, str, tuple))):
                return named
        raise pickle.UnpicklingError(f"{module}.{name} is no value of a reader")


class _Plain(pickle.Pickler):
    """A word of a list goes by its value: Python 3.11.2 would send it as the name of a function and have that called."""

    def reducer_override(self, value: Any) -> Any:
        return (type(value), (value.value,)) if isinstance(value, Enum) else NotImplemented


def message_of(values: Any) -> bytes:
    """The values as the other side takes them. Raises what pickling raises."""
    message = io.BytesIO()
    _Plain(message, protocol=5).dump(values)
    return message.getvalue()


def send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def received(pipe: IO[bytes]) -> bytes | None:
    """The next message, or None where the other side has gone."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > MOST_ANSWERED:
        return None
    message = pipe.read(length)
    return message if len(message) == length else None


def values(message: bytes) -> Any:
    """The values in a message of a process that is not believed. Raises ``pickle.UnpicklingError``."""
    return _Careful(io.BytesIO(message)).load()
