"""The conflicts of the record, or of any file of claims, as the command line tells them."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db import DatabaseError

from nemawashi.access.viewers import PUBLIC
from nemawashi.kit.claims import findings
from nemawashi.kit.claims.findings import Finding, Group
from nemawashi.kit.claims.values import Said, Voice
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.words.persons import People
from nemawashi.record import files
from nemawashi.sources import claim_files, queries, reasons
from nemawashi.sources.models import Citation


class UnsoundClaimsError(UnreadableError):
    """A file of claims cannot be read; each fault is a line for the person."""

    def __init__(self, faults: Iterable[str]) -> None:
        super().__init__("the claims cannot be read", lines=tuple(faults))


def claims_of_record() -> list[Said]:
    """The claims in the database; those of the files that are shipped where nothing is loaded yet."""
    try:
        if Citation.objects.filter(claim__isnull=False).exists():
            return queries.said(queries.claim_list(viewer=PUBLIC))
    except DatabaseError:
        pass  # no database yet: the files tell the same
    return claims_of_file(files.PACKAGED / "claims.yaml")


def claims_of_file(path: Path) -> list[Said]:
    """The claims of a YAML or CSV file. Who speaks is looked up in ``sources.yaml`` beside it and in the record.

    Raises ``UnsoundClaimsError``.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnsoundClaimsError([f"{path}: cannot be read: {(error.strerror or str(error)).lower()}"]) from error
    claim_file = claim_files.read(raw, is_csv=path.suffix.lower() == ".csv")
    if claim_file.faults:
        raise UnsoundClaimsError(f"{path}: {fault}" for fault in claim_file.faults)
    voices = _voices(files.PACKAGED / "sources.yaml") | _voices(path.parent / "sources.yaml")
    counted: dict[str, int] = {}
    out = []
    for row in claim_file.rows:
        if row.stance != "asserts":
            continue
        counted[row.conflict] = counted.get(row.conflict, 0) + 1
        key = f"{row.conflict or row.subject}-{counted[row.conflict]}"
        voice = voices.get(row.source) or Voice(row.source)
        out.append(Said(key, row.subject, row.property, row.kind, row.value, voice, row.as_of, row.locator, row.conflict))
    return out


def _voices(path: Path) -> dict[str, Voice]:
    try:
        rows = yaml.load(path.read_bytes(), yaml.CSafeLoader) if path.exists() else []
    except (yaml.YAMLError, OSError):
        return {}
    return {row["id"]: _voice(row) for row in rows or [] if isinstance(row, dict) and "id" in row}


def _voice(row: Mapping[str, Any]) -> Voice:
    try:
        on = ImpreciseDate.parse(row.get("date"))
    except ValueError:
        on = None
    kind, language, publisher = (str(row.get(key) or "") for key in ("kind", "language", "publisher"))
    return Voice(str(row["id"]), kind, language, publisher, on)


def people_of_record() -> People:
    """Whom the record knows by several names: in the database, or in the files where nothing is loaded yet."""
    try:
        return queries.people_in_scripts() or _people_of_file()
    except DatabaseError:
        return _people_of_file()


@lru_cache(maxsize=1)
def _people_of_file() -> People:
    rows = [yaml.load((files.PACKAGED / name).read_bytes(), yaml.CSafeLoader) for name in ("people.yaml", "words.yaml")]
    return People(queries.names_of(*rows))


def as_findings(claims: Iterable[Said], people: People | None = None) -> list[dict[str, Any]]:
    """One row for each property of each subject. Without ``people`` those of the files that are shipped."""
    return [_finding(finding) for finding in findings.findings(claims, people or _people_of_file())]


def as_groups(claims: Iterable[Said], people: People | None = None) -> list[dict[str, Any]]:
    """One row for each key under which claims are kept, in the order of the claims."""
    keyed = (claim for claim in claims if claim.group)
    return [_group(group) for group in findings.groups(keyed, people or _people_of_file())]


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "subject": finding.subject,
        "property": finding.property,
        "class": finding.kind.value,
        "rule": finding.rule,
        "reason": reasons.sentence(finding),
        "claims": [_claim(claim, finding) for claim in finding.claims],
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "conflict": group.key,
        "class": group.kind.value,
        "rule": group.leading.rule,
        "reason": reasons.sentence(group.leading),
        "claims": [_claim(claim, finding) for finding in group.findings for claim in finding.claims],
    }


def _claim(claim: Said, finding: Finding) -> dict[str, Any]:
    return {
        "claim": claim.key,
        "subject": claim.subject,
        "property": claim.property,
        "kind": claim.kind,
        "form": claim.form,
        "value": claim.value if isinstance(claim.value, bool | int | float) else claim.text,
        "as_of": str(claim.when) if claim.when else None,
        "source": claim.voice.source,
        "locator": claim.locator,
        "slips": claim.key in finding.slipped,
    }
