"""Activities of a file made ready to be taken in: read and compared before the act, so that nobody waits for a large file.

What is new or changed lies in a file of its own until then; the memory holds one batch.
"""

import pickle
import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

from nemawashi.assistance.models import Activity
from nemawashi.kit.iati import taking
from nemawashi.kit.iati.reading import FileHead, Seen

BATCH = 200
MOST_STATES = 10_000  # for a page, which shows fewer
FIELDS = (
    "identifier", "digest", "release", "content", "titles", "names", "reporter", "status", "start_on", "end_on",
    "countries", "sums", "transaction_count",
)  # fmt: skip


class Staged:
    """What of a file is to be taken in. Feed it with ``take``, then read it as often as wanted; close it at the end."""

    def __init__(self, name: str) -> None:
        self.name, self.version = name, ""
        self.sound = self.transactions = self.new = self.changed = self.unchanged = self.refused = 0
        self._spool = tempfile.TemporaryFile()  # noqa: SIM115  closed with this
        self._waiting: list[dict[str, Any]] = []
        self._states: list[tuple[str, str]] = []

    def begins(self, head: FileHead) -> None:
        self.version = head.version

    def take(self, seen: Seen) -> None:
        """Keep an activity as it comes by; one that is refused is counted and no more."""
        if seen.refused:
            self.refused += 1
            return
        self.keep(taking.values_of(seen, self.version))

    def keep(self, row: dict[str, Any]) -> None:
        """Keep the values of an activity, read here or apart."""
        self.sound += 1
        self.transactions += row["transaction_count"]
        self._waiting.append(row)
        if len(self._waiting) >= BATCH:
            self.compare()

    def states(self) -> list[tuple[str, str]]:
        """Identifiers with new, changed or unchanged, of what was kept last; for a file that was sent to a page."""
        self.compare()
        return self._states

    def compare(self) -> None:
        """Compare what waits with what is there already."""
        there = dict(Activity.objects.filter(key__in=[row["key"] for row in self._waiting]).values_list("key", "digest"))
        for row in self._waiting:
            known = there.get(row["key"])
            state = "new" if known is None else "unchanged" if known == row["digest"] else "changed"
            setattr(self, state, getattr(self, state) + 1)
            if len(self._states) < MOST_STATES:
                self._states.append((row["identifier"], state))
            if state != "unchanged":
                pickle.dump(row, self._spool, protocol=5)
        self._waiting = []

    def rows(self) -> Iterator[dict[str, Any]]:
        self.compare()
        self._spool.seek(0)
        while True:
            try:
                yield pickle.load(self._spool)  # noqa: S301  written above, in a file that nobody else sees
            except EOFError:
                return

    def batches(self) -> Iterator[list[dict[str, Any]]]:
        rows = self.rows()
        while batch := list(islice(rows, BATCH)):
            yield batch

    def close(self) -> None:
        self._spool.close()
