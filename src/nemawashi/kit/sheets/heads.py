"""Which column is what: proposed by the heads, in whatever line of the first ones they stand, and corrected by a person."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nemawashi.kit.sheets import vocabulary
from nemawashi.kit.sheets.values import SentSheet

ASSISTANCE = (
    "number", "kind", "title", "recipients", "amount", "currency", "on", "start_on", "end_on", "agency", "spheres",
    "commitment", "part_of", "paid", "paid_currency", "paid_on", "paid_kind", "counted", "unit", "reached", "reached_on",
    "source",
)  # fmt: skip
REPORTS = ("commitment", "promise", "words", "delivery", "source", "locator")
FIRST_LINES = 20  # among which the heads are looked for
LONGEST_HEAD = 200
_ASIDE = re.compile(r"[(（\[].*?[)）\]]")


@dataclass(frozen=True, slots=True)
class ProposedColumns:
    """``line``: the line of the heads, 0 where none is like them; ``fields``: for each column its field, or nothing."""

    line: int
    heads: list[str]
    fields: list[str]


def plain(head: str) -> str:
    """A head as heads are compared and remembered: small letters, no brackets, one blank. A longer one is none."""
    if len(head) > LONGEST_HEAD:
        return ""
    bare = _ASIDE.sub(" ", unicodedata.normalize("NFKC", head))
    return " ".join(re.sub(r"[\s/|,.:;*_]+", " ", bare).split()).casefold().rstrip("-– ")


def proposed(
    sheet: SentSheet, among: Sequence[str], *, known: Mapping[str, str] | None = None, line: int = 0
) -> ProposedColumns:
    """The heads of a sheet and what they are. ``known``: what a person said of such heads before, which counts first;
    ``line``: where the heads stand, when somebody said so."""
    width = sheet.width
    best = ProposedColumns(0, [""] * width, [""] * width)
    rows = [row for row in sheet.rows[:FIRST_LINES] if not line or row[0] == line]
    if line and not rows:
        rows = [row for row in sheet.rows if row[0] == line]
    most = 0
    for number, cells in rows:
        fields, points = _fields(cells, among, known or {})
        if points > most or line:
            most = points
            best = ProposedColumns(number, cells + [""] * (width - len(cells)), fields + [""] * (width - len(cells)))
    return best


def _fields(cells: Sequence[str], among: Sequence[str], known: Mapping[str, str]) -> tuple[list[str], int]:
    """For each head the field that it is most like; a field goes to one head, the likest."""
    ranked = sorted(
        (
            (likeness, -place, field)
            for place, cell in enumerate(cells)
            for field, likeness in _likenesses(plain(cell), known)
            if field in among or (not field and likeness == _SAID)
        ),
        reverse=True,
    )
    fields = [""] * len(cells)
    settled: set[int] = set()
    points = 0
    for likeness, place, field in ranked:
        if -place in settled or (field and field in fields):
            continue
        settled.add(-place)
        fields[-place] = field
        points += likeness if field else 0
    return fields, points


_SAID, _SAME = 1_000, 100


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    """Fields by the plain form of each of their names."""
    rows: dict[str, list[str]] = {}
    for field, by_language in vocabulary.heads().items():
        for names in by_language.values():
            for name in names:
                rows.setdefault(plain(name), []).append(field)
    return rows


def _likenesses(head: str, known: Mapping[str, str]) -> list[tuple[str, int]]:
    if not head or len(head) > 120:
        return []
    if head in known:
        return [(known[head], _SAID)]
    names = _names()
    rows = [(field, _SAME) for field in names.get(head, [])]
    for name, fields in names.items():
        is_held = name in head if name[0] > "\u2e80" else f" {name} " in f" {head} "
        if is_held and len(name) > 1 and name != head:
            rows += [(field, min(len(name), _SAME - 1)) for field in fields]
    return rows


def head_of(field: str, language: str) -> str:
    """How a column is headed that goes out: the first of its names that tells it from every other column."""
    names = vocabulary.heads()[field].get(language) or vocabulary.heads()[field]["en"]
    own = next((name for name in names if _names()[plain(name)] == [field]), names[0])
    return own[:1].upper() + own[1:]
