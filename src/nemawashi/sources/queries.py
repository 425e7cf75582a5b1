"""Questions about sources, what rests on them, and where their claims disagree."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from nemawashi.access.viewers import Viewer
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.sources.models import Citation, Claim, Conflict, Preference, Source, Tie


def citations(ref: str, *, viewer: Viewer) -> list[Citation]:
    """What a row rests on, its parts (a standing, an office, an event) included, in the record's order."""
    del viewer  # sources are public
    return list(Citation.objects.filter(subject_ref=ref).select_related("source").order_by("part", "order", "pk"))


def citations_of(refs: Collection[str], *, viewer: Viewer) -> dict[str, list[Citation]]:
    """Citations of several rows at once, by reference."""
    del viewer
    found: dict[str, list[Citation]] = {}
    for citation in Citation.objects.filter(subject_ref__in=refs).select_related("source").order_by("part", "order"):
        found.setdefault(citation.subject_ref, []).append(citation)
    return found


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation with what is worth knowing of its source, lighter than the rows themselves."""

    source: str
    title: str
    publisher: str
    on: ImpreciseDate | None
    url: str | None
    part: str
    locator: str | None


def cited_by(refs: Collection[str], *, viewer: Viewer) -> dict[str, list[Cited]]:
    """What many rows rest on, by reference, in the record's order."""
    del viewer
    found: dict[str, list[Cited]] = {}
    rows = Citation.objects.filter(subject_ref__in=refs).order_by("part", "order", "pk")
    told = rows.values_list(
        "subject_ref",
        "part",
        "locator",
        "source__slug",
        "source__title",
        "source__publisher",
        "source__published_on",
        "source__url",
    )
    for ref, part, locator, slug, title, publisher, on, url in told:
        found.setdefault(ref, []).append(Cited(slug, title, publisher, on, url, part, locator))
    return found


def source_list(
    *, viewer: Viewer, kind: str | None = None, language: str | None = None, words: str = ""
) -> QuerySet[Source]:
    del viewer
    rows = Source.objects.all()
    if kind:
        rows = rows.filter(kind=kind)
    if language:
        rows = rows.filter(language=language)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(publisher__icontains=words) | Q(slug__icontains=words))
    return rows


def source_languages(*, viewer: Viewer) -> list[str]:
    del viewer
    return list(Source.objects.order_by("language").values_list("language", flat=True).distinct())


def citing(source: Source, *, viewer: Viewer) -> list[Citation]:
    """The rows that rest on a source, as references: who asks for their names must ask as the same viewer."""
    del viewer
    return list(Citation.objects.filter(source=source).order_by("subject_ref", "part", "order"))


def claims_from(source: Source, *, viewer: Viewer) -> list[Claim]:
    del viewer
    return list(Claim.objects.filter(source=source).select_related("conflict"))


def claim_list(*, viewer: Viewer) -> QuerySet[Claim]:
    """All claims with source and conflict, in the record's order."""
    del viewer
    return Claim.objects.select_related("conflict", "source")


def conflict_list(*, viewer: Viewer, reading: str | None = None, words: str = "") -> QuerySet[Conflict]:
    """Conflicts with the number of their claims; ``reading`` "none" asks for the ones nobody has classified."""
    del viewer
    rows = Conflict.objects.annotate(claims_count=Count("claims")).order_by("order", "slug")
    if reading == "none":
        rows = rows.filter(Q(reading__isnull=True) | Q(reading=""))
    elif reading:
        rows = rows.filter(reading=reading)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(resolution__icontains=words) | Q(basis__icontains=words))
    return rows


def claims_of(conflict: Conflict, *, viewer: Viewer) -> list[Claim]:
    """The claims of a conflict with their sources and who preferred which."""
    del viewer
    preferences = Prefetch("preferences", queryset=Preference.objects.order_by("at", "pk"))
    return list(conflict.claims.select_related("source").prefetch_related(preferences))


def ties(ref: str, *, viewer: Viewer) -> list[Tie]:
    """Ties that start at a row, then those that end at it."""
    del viewer
    rows = Tie.objects.filter(Q(subject_ref=ref) | Q(object_ref=ref)).order_by("relation", "order", "pk")
    return sorted(rows, key=lambda tie: tie.subject_ref != ref)


def ties_from(refs: Collection[str], *, viewer: Viewer) -> dict[tuple[str, str], list[str]]:
    """What several rows are tied to, by row and relation; whoever shows the references must ask who may know of them."""
    del viewer
    found: dict[tuple[str, str], list[str]] = {}
    rows = Tie.objects.filter(subject_ref__in=refs).order_by("order", "pk")
    for ref, relation, other in rows.values_list("subject_ref", "relation", "object_ref"):
        found.setdefault((ref, relation), []).append(other)
    return found
