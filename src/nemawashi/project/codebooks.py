"""Codebooks for the commands: those of the package, those of the record, and files."""

from pathlib import Path
from typing import Any

from nemawashi.kit.coding import books
from nemawashi.kit.coding.values import Codebook
from nemawashi.kit.faults import NotThereError

OF_THE_RECORD = Path(__file__).parents[1] / "record" / "codebooks"


def shipped() -> list[Codebook]:
    """All codebooks that ship, by name."""
    of_the_record = [books.read(path) for path in sorted(OF_THE_RECORD.glob("*.yaml"))]
    return sorted([*books.shipped(), *of_the_record], key=lambda book: book.name)


def book(name: str) -> Codebook:
    """A codebook by its name, or from a file."""
    if name.replace("-", "").isalnum() and (path := OF_THE_RECORD / f"{name}.yaml").exists():
        return books.read(path)
    try:
        return books.book(name)
    except NotThereError as fault:
        if Path(name).exists():
            raise
        known = ", ".join(held.name for held in shipped())
        raise NotThereError(
            f"{name:.200}: there is no such file, and no codebook of that name; there are {known}"
        ) from fault


def row(held: Codebook) -> dict[str, Any]:
    """What a codebook is, for programs."""
    return {
        "name": held.name,
        "version": held.version,
        "digest": held.digest,
        "title": dict(held.titles),
        "codes": len(held.codes),
        "patterns": sum(len(each) for code in held.codes for each in code.patterns.values()),
        "licence": held.licence,
        "sources": list(held.sources),
        "rule": held.rule.row(),
    }
