"""Codebooks that rounds are coded by: those that ship, those of the record, and those that this installation took in."""

from functools import lru_cache
from pathlib import Path

from nemawashi.analysis.models import CodebookVersion
from nemawashi.kit.coding import books
from nemawashi.kit.coding.values import Codebook
from nemawashi.kit.faults import NotThereError

OF_THE_RECORD = Path(__file__).parents[1] / "record" / "codebooks"


@lru_cache(maxsize=1)
def shipped() -> list[Codebook]:
    """All codebooks that ship, by name."""
    of_the_record = [books.read(path) for path in sorted(OF_THE_RECORD.glob("*.yaml"))]
    return sorted([*books.shipped(), *of_the_record], key=lambda book: book.name)


def key(book: Codebook) -> str:
    return f"{book.name} {book.version}"


def choices() -> dict[str, str]:
    """The codebooks that a round can be opened with, by name and version; titles of those that ship are in English."""
    known = {key(book): book.title for book in shipped()}
    for row in CodebookVersion.objects.defer("content"):
        known.setdefault(str(row), row.titles.get("en") or next(iter(row.titles.values()), row.name))
    return known


def book(name: str) -> Codebook:
    """A codebook by name and version. Raises ``NotThereError``."""
    for each in shipped():
        if key(each) == name:
            return each
    row = next((each for each in CodebookVersion.objects.all() if str(each) == name), None)
    if row is None:
        raise NotThereError(f"there is no codebook {name:.100}")
    return of_row(row)


@lru_cache(maxsize=16)
def _read(content: str, name: str) -> Codebook:
    return books.from_yaml(content, name)


def of_row(row: CodebookVersion) -> Codebook:
    """What a row holds."""
    return _read(row.content, row.name)


def codable(held: Codebook) -> list[str]:
    """The ids of the codes that a passage can be given."""
    return [code.id for code in held.codes if code.is_codable]
