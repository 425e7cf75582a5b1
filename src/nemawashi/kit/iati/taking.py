"""What is kept of an activity that is taken in: the whole of it, and beside it the values for lists and for matching."""

import datetime as dt
import io
import zlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from nemawashi.kit.iati import parsing, reading
from nemawashi.kit.iati.reading import FileHead, Seen

LONGEST_TITLE = 2_000  # signs kept beside the whole, for lists; the whole keeps all
MOST_FLAWS = 500  # of a file that is sent to a page; longer lists are for the command


@dataclass(frozen=True, slots=True)
class FlawRow:
    line: int
    identifier: str
    word: str
    reason: str
    what: str = ""


@dataclass(slots=True)
class SentFile:
    """All of a file that was sent to a page, as far as a page can show and take it."""

    version: str = ""
    activities: int = 0
    refused_count: int = 0
    noted_count: int = 0
    refused: list[FlawRow] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)


def read(content: bytes, today: dt.date) -> SentFile:
    """A file that somebody sent, to be asked apart. Raises ``reading.FileError``."""
    sent = SentFile()

    def begins(head: FileHead) -> None:
        sent.version = head.version

    for seen in reading.of_stream(io.BytesIO(content), today=today, tell=begins):
        sent.activities += 1
        if flaw := seen.refused:
            sent.refused_count += 1
            if len(sent.refused) < MOST_FLAWS:
                sent.refused.append(FlawRow(flaw.line, seen.identifier, flaw.word, flaw.reason, flaw.what))
        else:
            sent.noted_count += len(seen.findings)
            sent.rows.append(values_of(seen, sent.version))
    return sent


def key_of(identifier: str) -> str:
    """The name under which an activity is found; identifiers may be of any length."""
    return blake2b(identifier.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def values_of(seen: Seen, version: str) -> dict[str, Any]:
    content = parsing.whole(seen.node)
    values = parsing.activity(seen.node)
    days = dict(values.days)
    return {
        "key": key_of(values.identifier),
        "identifier": values.identifier,
        "digest": blake2b(content, digest_size=16).hexdigest(),
        "release": version,
        "content": zlib.compress(content, 6),
        "titles": {language.lower()[:10] or "und": words[:LONGEST_TITLE] for language, words in reversed(values.titles)},
        "names": _names(values),
        "reporter": {"ref": values.reporting.ref[:200], "name": _first(values.reporting.names)[:300]},
        "status": values.status[:4],
        "start_on": (days.get("2") or days.get("1") or "")[:10],
        "end_on": (days.get("4") or days.get("3") or "")[:10],
        "countries": sorted({share.code[:10] for share in values.shares if share.what == "recipient-country"}),
        "sums": sums(values.payments),
        "transaction_count": len(values.payments),
    }


def _names(values: parsing.AidActivity) -> list[str]:
    """Who pays or answers for it: references and names."""
    who = [values.reporting, *(each for each in values.partners if each.role in ("1", "2"))]
    said = (name for each in who for name in (each.ref, *(words for _, words in each.names)))
    return list(dict.fromkeys(name[:300] for name in said if name))[:40]


def _first(words: parsing.Words) -> str:
    return words[0][1] if words else ""


def sums(payments: Iterable[parsing.Payment]) -> dict[str, dict[str, str]]:
    """What was promised or paid, by kind of transaction and currency: two currencies are two numbers."""
    totals: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for payment in payments:
        totals[payment.kind][payment.currency] += payment.amount
    return {kind: {name: f"{total:f}" for name, total in by.items()} for kind, by in totals.items()}
