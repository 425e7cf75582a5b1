"""Files of translators: XLIFF and TMX in and out, nothing dropped without being named."""

from dataclasses import replace

from nemawashi.kit.exchange import parsing, tmx, xliff
from nemawashi.kit.exchange.parsing import root_of
from nemawashi.kit.exchange.values import (
    LONGEST_UNIT,
    MOST_BYTES,
    MOST_UNITS,
    Exchange,
    ExchangeError,
    Note,
    Refusal,
    Unit,
    UnreadElement,
    digest,
)

__all__ = [
    "MOST_BYTES", "Exchange", "ExchangeError", "Refusal", "Note", "Unit", "UnreadElement", "digest", "read", "tmx", "xliff",
]  # fmt: skip


def read(content: bytes) -> Exchange:
    """The units of an XLIFF or TMX file, whichever it is. Raises ``ExchangeError``.

    Control characters, which some programs write although XML forbids them, are left out and named with their line.
    """
    content, controls = parsing.without_controls(content)
    root = root_of(content)
    kind = parsing.name(root)
    if kind not in ("xliff", "tmx"):
        raise ExchangeError(Refusal.NO_EXCHANGE, "the file is neither XLIFF nor TMX")
    exchange = xliff.read(root) if kind == "xliff" else tmx.read(root)
    if controls:
        exchange = replace(exchange, not_understood=(*exchange.not_understood, *controls))
    if len(exchange.units) > MOST_UNITS:
        raise ExchangeError(Refusal.TOO_MANY, f"the file holds more than {MOST_UNITS:,} units")
    if any(len(unit.source) > LONGEST_UNIT or len(unit.target) > LONGEST_UNIT for unit in exchange.units):
        raise ExchangeError(Refusal.TOO_LARGE, f"a unit of the file has more than {LONGEST_UNIT:,} signs")
    return exchange
