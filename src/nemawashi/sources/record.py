"""Sources, conflicts and claims from the record's files and back; and what every noun's ``record`` builds on.

``load_*`` write the given rows over whatever stands under their ids; ``*_row`` give a row of a file back, leaving out
the keys that hold nothing. Which rows may be written at all is decided in ``record.loading``.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from django.db.models import Model

from nemawashi.access.terms import RowOrigin
from nemawashi.access.viewers import PUBLIC
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.sources import queries
from nemawashi.sources.models import Citation, Claim, Conflict, RecordRow, Ruling, Source, Tie
from nemawashi.sources.queries import as_text, from_text
from nemawashi.sources.rules import standing
from nemawashi.sources.terms import Basis, RulingVerdict, TieKind

M = TypeVar("M", bound=Model)
KEPT = ("version",)  # grows with acts alone
CURATOR = queries.CURATOR


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

    def tie(self, ref: str, relation: TieKind, ids: Iterable[str]) -> None:
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
    """What all rows rest on and are tied to, and which claims are preferred, read in three statements."""

    cited: Mapping[tuple[str, str], list[Citation]]
    tied: Mapping[tuple[str, str], list[str]]
    preferred: frozenset[int] = frozenset()

    def sources(self, ref: str, part: str = "") -> list[str]:
        return [citation.source.slug for citation in self.cited.get((ref, part), [])]

    def locator(self, ref: str) -> str | None:
        return next((citation.locator for citation in self.cited.get((ref, ""), [])), None)

    def ids(self, ref: str, relation: TieKind) -> list[str]:
        return self.tied.get((ref, relation), [])


def footing() -> Footing:
    cited: dict[tuple[str, str], list[Citation]] = {}
    for citation in Citation.objects.filter(claim=None).select_related("source").order_by("order", "pk"):
        cited.setdefault((citation.subject_ref, citation.part), []).append(citation)
    tied: dict[tuple[str, str], list[str]] = {}
    for tie in Tie.objects.order_by("order", "pk"):
        tied.setdefault((tie.subject_ref, tie.relation), []).append(id_of(tie.object_ref))
    return Footing(cited, tied, queries.preferred_claims(viewer=PUBLIC))


def id_of(ref: str) -> str:
    """The id that the files use for a reference: ``meeting/council-2004-sofia`` without its noun."""
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


def filled_row(**values: Any) -> dict[str, Any]:
    """The keys of a file's row that hold something, a trailing underscore stripped; dates in their file form."""
    return {key.rstrip("_"): _plain(value) for key, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    """A date as YAML has it: a day, else ``2012-11``, else the year as a number."""
    if not isinstance(value, ImpreciseDate):
        return value
    return value.earliest if value.precision == "day" else str(value) if value.month else value.year


def load_sources(rows: Sequence[FileRow], load: Load) -> None:
    """The sources. What tells who wrote a work, where the work itself does not, is cited like the footing of any row."""
    for row in rows:
        load.cite(f"source/{row.key}", row.data.get("sources") or [])
    write(Source, (Source(slug=row.key, order=row.order, **_source(row.data)) for row in rows))


PRINTED = ("work", "container", "volume", "issue", "pages", "place", "doi", "isbn", "issn", "licence")
NAMED = ("authors", "editors")


def _source(data: Mapping[str, Any]) -> dict[str, Any]:
    same = ("title", "url", "file", "language", "kind", "seen", "note", "no_address", *PRINTED)
    return {
        **{key: data.get(key) for key in same},
        **{key: data.get(key) or [] for key in NAMED},
        "publisher": data.get("publisher") or "",
        "published_on": data.get("date"),
        "is_archived": data.get("archived") == "y",
    }


def source_row(source: Source, footing: Footing) -> dict[str, Any]:
    return filled_row(
        id=source.slug,
        title=source.title,
        work=source.work,
        authors=source.authors or None,
        editors=source.editors or None,
        container=source.container,
        volume=source.volume,
        issue=source.issue,
        pages=source.pages,
        publisher=source.publisher or None,
        place=source.place,
        date=source.published_on,
        url=source.url,
        file=source.file,
        doi=source.doi,
        isbn=source.isbn,
        issn=source.issn,
        licence=source.licence,
        language=source.language,
        kind=source.kind,
        archived="y" if source.is_archived else "n",
        seen=source.seen,
        note=source.note,
        no_address=source.no_address,
        sources=footing.sources(source.ref) or None,
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
    row = filled_row(id=conflict.slug, title=conflict.title, class_=conflict.reading, basis=conflict.basis)
    if resolution is not None:
        row["resolution"] = from_text(resolution, conflict.resolution_type)
    return row


def load_claims(rows: Sequence[FileRow], load: Load) -> None:
    """A row of the file is a citation: rows that say the same of the same property share a claim."""
    conflicts, sources = keys(Conflict), keys(Source)
    claims = {claim.identity: claim for claim in Claim.objects.all()}
    slugs = {claim.slug for claim in claims.values()}
    before = set(Citation.objects.filter(slug__in=[row.key for row in rows]).values_list("claim_id", flat=True))
    cited, fresh = [], []
    for row in rows:
        claim = _claim(row, load, conflicts)
        if claim.identity not in claims:
            claim.slug = claim.slug if claim.slug not in slugs else f"{claim.slug}-b"
            slugs.add(claim.slug)
            claims[claim.identity] = claim
            fresh.append(claim)
        cited.append((row, claims[claim.identity]))
    Claim.objects.bulk_create(fresh)
    Claim.objects.filter(pk__in=[claim.pk for _, claim in cited]).exclude(origin=RowOrigin.RECORD).update(
        origin=RowOrigin.RECORD
    )
    _cite_claims([_claim_citation(row, claim, sources[row.data["source"]], load.at) for row, claim in cited])
    _let_go({key for key in before if key})
    preferred = [claim for row, claim in cited if row.data.get("preferred")]
    changed = {row.key for row, _ in cited}
    _rule(
        {(claim.subject_ref, claim.property_name) for _, claim in cited},
        [*preferred, *_kept(cited, changed)],
        load,
    )


def _kept(cited: Sequence[tuple[FileRow, Claim]], changed: set[str]) -> list[Claim]:
    """Claims of the same properties that rows preferred which this load does not touch."""
    subjects = {claim.subject_ref for _, claim in cited}
    others = Citation.objects.filter(claim__subject_ref__in=subjects).exclude(slug__in=changed).select_related("claim")
    rows = {citation.slug: citation.claim for citation in others if citation.slug and citation.claim}
    file_rows = RecordRow.objects.filter(file="claims", key__in=rows).values_list("key", "data")
    return [rows[key] for key, data in file_rows if data.get("preferred")]


def _claim(row: FileRow, load: Load, conflicts: Mapping[str, int]) -> Claim:
    value, kind = as_text(row.data["value"])
    claim = Claim(
        slug=row.key,
        conflict_id=conflicts[row.data["conflict"]],
        subject_ref=load.refs[row.data["subject"]],
        property_name=row.data["property"],
        kind=row.data["kind"],
        as_of=row.data.get("as_of"),
        value=value,
        value_type=kind,
        added_at=load.at,
        order=row.order,
    )
    claim.identity = queries.identity(claim, row.data["conflict"])
    return claim


def _claim_citation(row: FileRow, claim: Claim, source: int, at: dt.datetime) -> Citation:
    return Citation(
        slug=row.key,
        subject_ref=claim.ref,
        claim=claim,
        source_id=source,
        locator=row.data["locator"],
        note=row.data.get("note"),
        order=row.order,
        added_at=at,
        by_name=CURATOR,
    )


def _cite_claims(citations: Sequence[Citation]) -> None:
    """Insert or overwrite by slug; when a citation came stays what it was."""
    columns = ["subject_ref", "claim", "source", "locator", "note", "order", "by_name", "origin"]
    Citation.objects.bulk_create(citations, update_conflicts=True, unique_fields=["slug"], update_fields=columns)


def _let_go(claims: set[int]) -> None:
    """Claims that no row of the file says any more, and on which nobody ruled, go; ruled ones stay in the history."""
    Claim.objects.filter(pk__in=claims, citations=None, rulings=None).delete()


def _rule(properties: set[tuple[str, str]], preferred: Sequence[Claim], load: Load) -> None:
    """Bring the record's own rulings up to what the file prefers now, adding to them and never changing one."""
    wanted: dict[tuple[str, str], dict[str, Claim]] = {}
    for claim in preferred:
        wanted.setdefault((claim.subject_ref, claim.property_name), {})[claim.slug] = claim
    rulings_there = queries.rulings_by(CURATOR)
    why = dict(Conflict.objects.values_list("pk", "basis"))
    rulings: list[Ruling] = []
    for subject, name in sorted(properties):
        stands = standing(rulings_there.get((subject, name), [])).preferred
        claims = wanted.get((subject, name), {})
        if stands - claims.keys():
            rulings.append(_ruling(subject, name, RulingVerdict.REOPENS, None, "", load))
            stands = frozenset()
        for claim in claims.values():
            if claim.slug not in stands:
                reason = (why.get(claim.conflict_id) if claim.conflict_id else "") or ""
                rulings.append(_ruling(subject, name, RulingVerdict.PREFERS, claim, reason, load))
    Ruling.objects.bulk_create(rulings)


def _ruling(subject: str, name: str, verdict: RulingVerdict, claim: Claim | None, why: str, load: Load) -> Ruling:
    basis = "" if verdict is RulingVerdict.REOPENS else Basis.OTHER
    about = {"basis": basis, "reason": why, "by_name": CURATOR, "at": load.at}
    return Ruling(subject_ref=subject, property_name=name, verdict=verdict, claim=claim, **about)


def claim_row(citation: Citation, footing: Footing) -> dict[str, Any]:
    """A row of the file: one source's claim. Needs ``claim__conflict`` and ``source`` fetched with the citation."""
    claim = citation.claim
    if claim is None:
        raise ValueError("this citation stands for no claim")
    return filled_row(
        conflict=claim.conflict.slug if claim.conflict else None,
        subject=id_of(claim.subject_ref),
        property=claim.property_name,
        kind=claim.kind,
        as_of=claim.as_of,
        value=from_text(claim.value, claim.value_type),
        source=citation.source.slug,
        locator=citation.locator,
        note=citation.note,
        preferred=True if claim.pk in footing.preferred else None,
    )
