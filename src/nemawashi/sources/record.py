"""Sources, conflicts and claims from the record's files and back; and what every noun's ``record`` builds on.

``load_*`` write the given rows over whatever stands under their ids; ``*_row`` give a row of a file back, leaving out
the keys that hold nothing. Which rows may be written at all is decided in ``project.loading``.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from django.db.models import Model

from nemawashi.kit.dates import ImpreciseDate
from nemawashi.sources.models import Citation, Claim, Conflict, Preference, Source, Tie
from nemawashi.sources.terms import Relation

M = TypeVar("M", bound=Model)
KEPT = ("version",)  # grows with acts alone
CURATOR = "the record"  # whose preferences the files tell


class FileRow(Protocol):
    """A row of a file, with its id and its place in the file."""

    @property
    def key(self) -> str: ...
    @property
    def order(self) -> int: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


@dataclass
class Load:
    """One load in the making: where ids lead, and the citations and ties that its rows ask for."""

    refs: Mapping[str, str]
    at: dt.datetime
    _cited: list[tuple[str, str, int, str, str | None]] = field(default_factory=list)
    _tied: list[Tie] = field(default_factory=list)
    _touched: set[str] = field(default_factory=set)

    def cite(self, ref: str, sources: Iterable[str], *, part: str = "", locator: str | None = None) -> None:
        """Rest a row on sources. A row's one locator points into the source that is named first."""
        self._touched.add(ref)
        for order, slug in enumerate(sources):
            self._cited.append((ref, part, order, slug, None if order else locator))

    def tie(self, ref: str, relation: Relation, ids: Iterable[str]) -> None:
        self._touched.add(ref)
        for order, key in enumerate(ids):
            self._tied.append(Tie(subject_ref=ref, relation=relation, object_ref=self.refs[key], order=order))

    def finish(self) -> None:
        """Write citations and ties, in place of the earlier ones of the same rows."""
        Citation.objects.filter(subject_ref__in=self._touched).delete()
        Tie.objects.filter(subject_ref__in=self._touched).delete()
        sources = keys(Source)
        Citation.objects.bulk_create(
            Citation(subject_ref=ref, part=part, order=order, source_id=sources[slug], locator=locator)
            for ref, part, order, slug, locator in self._cited
        )
        Tie.objects.bulk_create(self._tied)


@dataclass(frozen=True)
class Footing:
    """What all rows rest on and are tied to, read in two statements."""

    cited: Mapping[tuple[str, str], list[Citation]]
    tied: Mapping[tuple[str, str], list[str]]

    def sources(self, ref: str, part: str = "") -> list[str]:
        return [citation.source.slug for citation in self.cited.get((ref, part), [])]

    def locator(self, ref: str) -> str | None:
        return next((citation.locator for citation in self.cited.get((ref, ""), [])), None)

    def ids(self, ref: str, relation: Relation) -> list[str]:
        return self.tied.get((ref, relation), [])


def footing() -> Footing:
    cited: dict[tuple[str, str], list[Citation]] = {}
    for citation in Citation.objects.select_related("source").order_by("order", "pk"):
        cited.setdefault((citation.subject_ref, citation.part), []).append(citation)
    tied: dict[tuple[str, str], list[str]] = {}
    for tie in Tie.objects.order_by("order", "pk"):
        tied.setdefault((tie.subject_ref, tie.relation), []).append(id_of(tie.object_ref))
    return Footing(cited, tied)


def id_of(ref: str) -> str:
    """The id that the files use for a reference: ``meeting/fmm-2004-astana`` without its noun."""
    return ref.partition("/")[2]


def keys(model: type[Model]) -> dict[str, int]:
    """Primary keys by slug."""
    return dict(model._default_manager.values_list("slug", "pk"))


def write(model: type[M], objects: Iterable[M]) -> dict[str, int]:
    """Insert, or overwrite what stands under the same slug, in one statement; gives the primary keys by slug."""
    columns = [column.name for column in model._meta.concrete_fields if not column.primary_key]
    model._default_manager.bulk_create(
        objects,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=[column for column in columns if column not in ("slug", *KEPT)],
    )
    return keys(model)


def reorder(model: type[Model], orders: Mapping[str, int]) -> None:
    """Rows that only moved within their file move in the record, too."""
    moved: list[Any] = list(model._default_manager.filter(slug__in=orders))
    for row in moved:
        row.order = orders[row.slug]
    model._default_manager.bulk_update(moved, ["order"])


def told(**values: Any) -> dict[str, Any]:
    """The keys of a file's row that hold something, a trailing underscore stripped; dates in their file form."""
    return {key.rstrip("_"): _plain(value) for key, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    """A date as YAML has it: a day, else ``2012-11``, else the year as a number."""
    if not isinstance(value, ImpreciseDate):
        return value
    return value.earliest if value.precision == "day" else str(value) if value.month else value.year


def as_text(value: Any) -> tuple[str, str]:
    """A single value as text, with the name of its type, so that it can be given back as it was."""
    if isinstance(value, bool):
        return str(value).lower(), "bool"
    return (value.isoformat() if isinstance(value, dt.date) else str(value)), type(value).__name__


def from_text(text: str, kind: str) -> Any:
    if kind == "bool":
        return text == "true"
    read: dict[str, Callable[[str], Any]] = {"int": int, "float": float, "date": dt.date.fromisoformat}
    return read.get(kind, str)(text)


def load_sources(rows: Sequence[FileRow], load: Load) -> None:
    write(Source, (Source(slug=row.key, order=row.order, **_source(row.data)) for row in rows))


def _source(data: Mapping[str, Any]) -> dict[str, Any]:
    same = {key: data.get(key) for key in ("title", "url", "file", "language", "kind", "seen", "note", "no_address")}
    return same | {
        "publisher": data.get("publisher") or "",
        "published_on": data.get("date"),
        "is_archived": data.get("archived") == "y",
    }


def source_row(source: Source, footing: Footing) -> dict[str, Any]:
    return told(
        id=source.slug,
        title=source.title,
        publisher=source.publisher or None,
        date=source.published_on,
        url=source.url,
        file=source.file,
        language=source.language,
        kind=source.kind,
        archived="y" if source.is_archived else "n",
        seen=source.seen,
        note=source.note,
        no_address=source.no_address,
    )


def load_conflicts(rows: Sequence[FileRow], load: Load) -> None:
    write(Conflict, _conflicts(rows))


def _conflicts(rows: Sequence[FileRow]) -> Iterator[Conflict]:
    for row in rows:
        resolution, kind = row.data.get("resolution"), "str"
        if resolution is not None:
            resolution, kind = as_text(resolution)
        yield Conflict(
            slug=row.key,
            title=row.data["title"],
            reading=row.data.get("class"),
            resolution=resolution,
            resolution_type=kind,
            basis=row.data.get("basis"),
            order=row.order,
        )


def conflict_row(conflict: Conflict, footing: Footing) -> dict[str, Any]:
    resolution = conflict.resolution
    row = told(id=conflict.slug, title=conflict.title, class_=conflict.reading, basis=conflict.basis)
    if resolution is not None:
        row["resolution"] = from_text(resolution, conflict.resolution_type)
    return row


def load_claims(rows: Sequence[FileRow], load: Load) -> None:
    conflicts, sources = keys(Conflict), keys(Source)
    claims = []
    for row in rows:
        value, kind = as_text(row.data["value"])
        claims.append(
            Claim(
                slug=row.key,
                conflict_id=conflicts[row.data["conflict"]],
                subject_ref=load.refs[row.data["subject"]],
                property_name=row.data["property"],
                kind=row.data["kind"],
                as_of=row.data.get("as_of"),
                value=value,
                value_type=kind,
                source_id=sources[row.data["source"]],
                locator=row.data["locator"],
                note=row.data.get("note"),
                is_preferred=row.data.get("preferred"),
                order=row.order,
            )
        )
    _prefer([claim.slug for claim in claims if claim.is_preferred], write(Claim, claims), load.at)


def _prefer(slugs: Sequence[str], claims: Mapping[str, int], at: dt.datetime) -> None:
    """Note which claims the record prefers, and why, beside every earlier preference."""
    why = dict(Claim.objects.filter(slug__in=slugs).values_list("slug", "conflict__basis"))
    noted = set(Preference.objects.filter(by_name=CURATOR).values_list("claim_id", flat=True))
    Preference.objects.bulk_create(
        Preference(claim_id=claims[slug], by_name=CURATOR, at=at, why=why[slug] or "")
        for slug in slugs
        if claims[slug] not in noted
    )


def claim_row(claim: Claim, footing: Footing) -> dict[str, Any]:
    """Needs ``conflict`` and ``source`` fetched with the claim."""
    return told(
        conflict=claim.conflict.slug,
        subject=id_of(claim.subject_ref),
        property=claim.property_name,
        kind=claim.kind,
        as_of=claim.as_of,
        value=from_text(claim.value, claim.value_type),
        source=claim.source.slug,
        locator=claim.locator,
        note=claim.note,
        preferred=claim.is_preferred,
    )
