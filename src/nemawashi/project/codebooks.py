"""Codebooks for the commands: those of the package, those of the record, and files."""

from pathlib import Path
from typing import Any

from nemawashi.access import clock
from nemawashi.analysis.codebooks import OF_THE_RECORD, of_row, shipped
from nemawashi.analysis.models import CodebookVersion
from nemawashi.kit.coding import books
from nemawashi.kit.coding.values import Codebook
from nemawashi.kit.faults import NotThereError, UnsoundError

__all__ = ["book", "keep", "kept", "row", "shipped"]


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


def kept() -> list[Codebook]:
    """The codebooks of this installation, by name, the latest version first."""
    return [of_row(row) for row in CodebookVersion.objects.all()]


def keep(held: Codebook) -> None:
    """Keep a codebook in this installation. Another one of the same name and version is replaced until a round has it."""
    if any(each.name == held.name and each.version == held.version and each.digest != held.digest for each in shipped()):
        raise UnsoundError(f"{held.name} {held.version} ships with other words: give it another name or version")
    was = CodebookVersion.objects.filter(name=held.name, version=held.version).first()
    if was is not None and was.digest != held.digest and was.rounds.exists():
        raise UnsoundError(f"{held.name} {held.version} was used in a round and does not change: give it another version")
    values: dict[str, Any] = {"digest": held.digest, "titles": dict(held.titles), "content": books.to_yaml(held)}
    values["added_at"] = clock.database_moment()
    CodebookVersion.objects.update_or_create(name=held.name, version=held.version, defaults=values)
