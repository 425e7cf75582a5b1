"""What search finds: entries that answer, as values."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that answers. ``words`` are filled for the hits of a page only."""

    pk: int
    ref: str
    noun: str
    audience: str
    title: str
    language: str
    date: str
    year: int | None
    track: str
    parties: tuple[str, ...]
    pillar: str
    shown: Mapping[str, object]
    page_ref: str
    title_size: int
    origin: str
    score: float = 0.0
    words: str = ""

    def of(self, name: str) -> tuple[str, ...]:
        """The values by which a filter of that name chooses."""
        if name == "party":
            return self.parties
        value = getattr(self, name)
        return (str(value),) if value else ()
