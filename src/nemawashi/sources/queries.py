"""Questions about sources, what rests on them, what they claim, and what is ruled on it."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Prefetch, Q, QuerySet

from nemawashi.access import origins
from nemawashi.access.prepared import Prepared
from nemawashi.access.terms import RowOrigin
from nemawashi.access.viewers import Viewer
from nemawashi.kit.claims import findings
from nemawashi.kit.claims.findings import Finding, Group
from nemawashi.kit.claims.values import Said, Voice
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.languages import PAGES
from nemawashi.kit.words.persons import People
from nemawashi.sources.models import Citation, Claim, Conflict, Copy, ReaderRemark, RecordRow, Ruling, Source, Tie
from nemawashi.sources.rules import PropertyStanding, Ruled, challengers, may_curate, standing
from nemawashi.sources.terms import CitationStance, ClaimKind, FactState, RemarkState, RulingVerdict

# Pages of single rows ask both, whatever the row.
_CITATIONS = Prepared(
    lambda ref: Citation.objects.filter(subject_ref=ref).select_related("source").order_by("part", "order", "pk"), str
)
_TIES = Prepared(
    lambda ref: Tie.objects.filter(Q(subject_ref=ref) | Q(object_ref=ref)).order_by("relation", "order", "pk"), str
)


def citations(ref: str, *, viewer: Viewer) -> list[Citation]:
    """What a row rests on, its parts (a standing, an office, an event) included, in the record's order."""
    del viewer  # sources are public
    return _CITATIONS.instances(ref)


def citations_of(
    refs: Collection[str], *, viewer: Viewer, parts: Collection[str] | None = None
) -> dict[str, list[Citation]]:
    """Citations of several rows at once, by reference; of ``parts`` of them alone where any are named."""
    del viewer
    citations: dict[str, list[Citation]] = {}
    rows = Citation.objects.filter(subject_ref__in=refs).select_related("source").order_by("part", "order")
    for citation in rows if parts is None else rows.filter(part__in=parts):
        citations.setdefault(citation.subject_ref, []).append(citation)
    return citations


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A citation with what is worth knowing of its source, lighter than the rows themselves."""

    source: str
    title: str
    publisher: str
    on: ImpreciseDate | None
    url: str | None
    part: str
    locator: str | None


def cited_by(refs: Collection[str], *, viewer: Viewer) -> dict[str, list[CitedSource]]:
    """What many rows rest on, by reference, in the record's order."""
    del viewer
    sources_of: dict[str, list[CitedSource]] = {}
    rows = Citation.objects.filter(subject_ref__in=refs).order_by("part", "order", "pk")
    columns = rows.values_list(
        "subject_ref",
        "part",
        "locator",
        "source__slug",
        "source__title",
        "source__publisher",
        "source__published_on",
        "source__url",
    )
    for ref, part, locator, slug, title, publisher, on, url in columns:
        sources_of.setdefault(ref, []).append(CitedSource(slug, title, publisher, on, url, part, locator))
    return sources_of


def source_list(
    *, viewer: Viewer, kind: str | None = None, language: str | None = None, words: str = ""
) -> QuerySet[Source]:
    rows = origins.shown(Source.objects.all(), viewer=viewer)
    if kind:
        rows = rows.filter(kind=kind)
    if language:
        rows = rows.filter(language=language)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(publisher__icontains=words) | Q(slug__icontains=words))
    return rows


def remark_list(*, viewer: Viewer) -> QuerySet[ReaderRemark]:
    """All that readers wrote, for those who work on the record; without where they want to be answered."""
    rows = ReaderRemark.objects.defer("address")
    return rows if may_curate(viewer) else rows.none()


def remarks_open(*, viewer: Viewer) -> QuerySet[ReaderRemark]:
    """What readers wrote and nobody ended yet, the oldest first; for those who work on the record."""
    rows = remark_list(viewer=viewer).filter(state__in=(RemarkState.WAITING, RemarkState.ASKED))
    return rows.order_by("received_at", "pk")


def remarks_answered(*, viewer: Viewer) -> QuerySet[ReaderRemark]:
    """Remarks with their answers, as everybody may read them: whatever was not answered, or set aside, is none of them."""
    ended = (RemarkState.ACCEPTED, RemarkState.DECLINED, RemarkState.ASKED)
    rows = ReaderRemark.objects.filter(state__in=ended).defer("address").order_by("-answered_at", "-pk")
    return origins.shown(rows, viewer=viewer)


def remarks_waiting_count(*, viewer: Viewer) -> int:
    """How many wait for their first answer; a number that everybody may know."""
    return origins.shown(ReaderRemark.objects.filter(state=RemarkState.WAITING), viewer=viewer).count()


def rows_loaded_since(at: dt.datetime, *, viewer: Viewer) -> list[tuple[str, dt.datetime]]:
    """Rows that the record's files brought or changed at or after a moment, the latest first, by reference."""
    del viewer
    rows = RecordRow.objects.filter(loaded_at__gte=at).order_by("-loaded_at", "file", "line")
    return list(rows.values_list("object_ref", "loaded_at"))


def subjects_of_claims(slugs: Collection[str], *, viewer: Viewer) -> dict[str, str]:
    """For each claim the row that it is about."""
    del viewer
    return dict(Claim.objects.filter(slug__in=slugs).values_list("slug", "subject_ref"))


def source_languages(*, viewer: Viewer) -> list[str]:
    rows = origins.shown(Source.objects.order_by("language"), viewer=viewer)
    return list(rows.values_list("language", flat=True).distinct())


def citing(source: Source, *, viewer: Viewer) -> list[Citation]:
    """The rows that rest on a source, as references: who asks for their names must ask as the same viewer."""
    del viewer
    return list(Citation.objects.filter(source=source, claim=None).order_by("subject_ref", "part", "order"))


def works_under(ref: str, *, viewer: Viewer) -> QuerySet[Source]:
    """Every source of a row and of its parts, each once; of a question, the sources of its claims."""
    _, _, slug = ref.partition("/")
    below = Q(citations__subject_ref=ref) if not ref.startswith("conflict/") else Q(citations__claim__conflict__slug=slug)
    return origins.shown(Source.objects.filter(below).distinct().order_by("order", "slug"), viewer=viewer)


def claims_from(source: Source, *, viewer: Viewer) -> list[Citation]:
    """What a source claims: its citations that stand for a claim."""
    rows = Citation.objects.filter(source=source, claim__isnull=False).select_related("claim__conflict")
    return list(origins.shown(rows, viewer=viewer).order_by("claim__order", "pk"))


def alone(*, viewer: Viewer) -> list[tuple[str, str]]:
    """Rows that rest on one source alone, parts included, with its id; whoever shows the rows asks who may see them."""
    del viewer
    rows = Citation.objects.filter(claim=None).exclude(subject_ref__startswith="source/").order_by("subject_ref")
    counted = rows.values("subject_ref").annotate(count=Count("source", distinct=True), only=Min("source__slug"))
    return [(row["subject_ref"], row["only"]) for row in counted if row["count"] == 1]


def with_authors(*, viewer: Viewer) -> list[Source]:
    """Sources of which somebody is known to be author or editor, in the record's order."""
    rows = Source.objects.exclude(authors=[], editors=[]).order_by("order", "slug")
    return list(origins.shown(rows, viewer=viewer))


def claims_of_works(works: Collection[int], *, viewer: Viewer) -> list[Citation]:
    """What several sources claim, in the record's order."""
    rows = Citation.objects.filter(source__in=works, claim__isnull=False).select_related("claim__conflict", "source")
    return list(origins.shown(rows, viewer=viewer).order_by("claim__order", "pk"))


def copies_of(source: Source, *, viewer: Viewer) -> list[Copy]:
    """Archived copies of a source, newest first, without their text."""
    del viewer
    return list(source.copies.defer("text"))


def claim_list(*, viewer: Viewer) -> QuerySet[Claim]:
    """All claims with conflict and citations, in the record's order."""
    citing = origins.shown(Citation.objects.select_related("source").order_by("order", "pk"), viewer=viewer)
    rows = Claim.objects.select_related("conflict").prefetch_related(Prefetch("citations", queryset=citing))
    return origins.shown(rows, viewer=viewer)


def conflict_list(*, viewer: Viewer, words: str = "") -> QuerySet[Conflict]:
    """Questions on which claims are kept, with the number of the claims."""
    own = Q() if origins.shows_fiction(viewer) else ~Q(claims__origin=RowOrigin.FICTION)
    rows = Conflict.objects.annotate(claims_count=Count("claims", filter=own)).order_by("order", "slug")
    rows = origins.shown(rows, viewer=viewer)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(resolution__icontains=words) | Q(basis__icontains=words))
    return rows


def claims_of(conflict: Conflict, *, viewer: Viewer) -> list[Claim]:
    """The claims of a question with their sources."""
    return list(claim_list(viewer=viewer).filter(conflict=conflict))


def ties(ref: str, *, viewer: Viewer) -> list[Tie]:
    """Ties that start at a row, then those that end at it."""
    del viewer
    rows: list[Tie] = _TIES.instances(ref)
    return sorted(rows, key=lambda tie: tie.subject_ref != ref)


def ties_from(refs: Collection[str], *, viewer: Viewer) -> dict[tuple[str, str], list[str]]:
    """What several rows are tied to, by row and relation; whoever shows the references must ask who may know of them."""
    del viewer
    others_of: dict[tuple[str, str], list[str]] = {}
    rows = Tie.objects.filter(subject_ref__in=refs).order_by("order", "pk")
    for ref, relation, other in rows.values_list("subject_ref", "relation", "object_ref"):
        others_of.setdefault((ref, relation), []).append(other)
    return others_of


# ── Claims as they are compared, and rulings on them ──────────────────────────────────────────────────────────────


def identity(claim: Claim, question: str) -> str:
    """The digest by which a claim is one claim: question, subject, property, kind, value and the date it holds for."""
    parts = [
        question,
        claim.subject_ref,
        claim.property_name,
        claim.kind,
        claim.value_type,
        claim.value,
        str(claim.as_of or ""),
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def said(claims: Iterable[Claim]) -> list[Said]:
    """Claims as their sources make them, one for each citation that asserts; needs the citations prefetched."""
    out = []
    for claim in claims:
        value = from_text(claim.value, claim.value_type)
        for citation in claim.citations.all():
            if citation.stance == CitationStance.ASSERTS:
                out.append(_said(claim, citation, value))
    return out


def voices(slugs: Collection[str]) -> dict[str, Voice]:
    """Who speaks in sources, by their ids, in one statement."""
    return {source.slug: _voice(source) for source in Source.objects.filter(slug__in=slugs)}


def _voice(source: Source) -> Voice:
    return Voice(source.slug, source.kind, source.language, source.publisher, source.published_on)


def _said(claim: Claim, citation: Citation, value: str | int | float | bool | dt.date) -> Said:
    return Said(
        key=citation.slug or f"citation-{citation.pk}",
        subject=claim.subject_ref.partition("/")[2],
        property=claim.property_name,
        kind=claim.kind,
        value=value,
        voice=_voice(citation.source),
        as_of=claim.as_of,
        locator=citation.locator or "",
        group=claim.conflict.slug if claim.conflict else "",
    )


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


def claims_on(subject_ref: str, name: str | None = None, *, viewer: Viewer) -> list[Claim]:
    """All claims on a row of the record, or on one property of it, with their sources."""
    rows = claim_list(viewer=viewer).filter(subject_ref=subject_ref)
    return list(rows.filter(property_name=name) if name else rows)


def rulings_on(subject_ref: str, name: str | None = None, *, viewer: Viewer) -> list[Ruling]:
    """Every ruling on a row or one property, oldest first; nothing is ever taken out."""
    rows = Ruling.objects.filter(subject_ref=subject_ref).select_related("claim").order_by("at", "pk")
    rows = origins.shown(rows, viewer=viewer)
    return list(rows.filter(property_name=name) if name else rows)


def rulings_of(refs: Collection[str], *, viewer: Viewer) -> dict[tuple[str, str], list[Ruling]]:
    """Rulings on several rows at once, by row and property, oldest first."""
    rulings: dict[tuple[str, str], list[Ruling]] = {}
    rows = Ruling.objects.filter(subject_ref__in=refs).select_related("claim").order_by("at", "pk")
    for ruling in origins.shown(rows, viewer=viewer):
        rulings.setdefault((ruling.subject_ref, ruling.property_name), []).append(ruling)
    return rulings


def row_as_loaded(ref: str, *, viewer: Viewer) -> dict[str, Any]:
    """The row of a file as it was last loaded; empty for what people made on the desk. Whoever asks must see the row."""
    del viewer
    return RecordRow.objects.filter(object_ref=ref).values_list("data", flat=True).first() or {}


def ruling_list(*, viewer: Viewer) -> QuerySet[Ruling]:
    """All rulings with their claims, newest first."""
    return origins.shown(Ruling.objects.select_related("claim").order_by("-at", "-pk"), viewer=viewer)


def rulings_by(name: str) -> dict[tuple[str, str], list[Ruled]]:
    """What one curator ruled, by subject and property, oldest first."""
    out: dict[tuple[str, str], list[Ruled]] = {}
    for ruling in Ruling.objects.filter(by_name=name).select_related("claim").order_by("at", "pk"):
        out.setdefault((ruling.subject_ref, ruling.property_name), []).append(_ruled(ruling))
    return out


def _ruled(ruling: Ruling) -> Ruled:
    return Ruled(ruling.verdict, ruling.claim.slug if ruling.claim else "")


def preferred_claims(*, viewer: Viewer) -> frozenset[int]:
    """Keys of all claims that a standing ruling prefers."""
    by_property: dict[tuple[str, str], list[Ruling]] = {}
    for ruling in origins.shown(Ruling.objects.select_related("claim").order_by("at", "pk"), viewer=viewer):
        by_property.setdefault((ruling.subject_ref, ruling.property_name), []).append(ruling)
    keys: set[int] = set()
    for rulings in by_property.values():
        stands = standing([_ruled(ruling) for ruling in rulings]).preferred
        keys |= {ruling.claim.pk for ruling in rulings if ruling.claim and ruling.claim.slug in stands}
    return frozenset(keys)


def standing_of(claims: Sequence[Claim], rulings: Sequence[Ruling]) -> PropertyStanding:
    """Where one property stands: what is preferred, and whether a claim that came later challenges it."""
    stands = standing([_ruled(ruling) for ruling in rulings])
    if stands.state is not FactState.RULED or not stands.preferred:
        return stands
    last = max(ruling.at for ruling in rulings if ruling.verdict != RulingVerdict.REOPENS)
    preferred = said(claim for claim in claims if claim.slug in stands.preferred)
    later = said(claim for claim in claims if claim.added_at and claim.added_at > last)
    if challengers(preferred, later):
        return PropertyStanding(FactState.CHALLENGED, stands.preferred)
    return stands


def claims_stamp() -> tuple[int, ...]:
    """Changes with every claim and citation: what was found under the same stamp holds still. One statement."""
    counts = Citation.objects.filter(claim__isnull=False).aggregate(
        top=Max("pk"), count=Count("pk"), at=Max("added_at"), claims=Max("claim"), values=Count("claim", distinct=True)
    )
    moment = int(counts["at"].timestamp() * 1e6) if counts["at"] else 0
    return (counts["top"] or 0, counts["count"], moment, counts["claims"] or 0, counts["values"])


def record_stamp() -> tuple[int, ...]:
    """Changes with every claim, citation and ruling."""
    ruled: int | None = Ruling.objects.aggregate(top=Max("pk"))["top"]
    return (*claims_stamp(), ruled or 0)


@dataclass(frozen=True, slots=True)
class RecordFindings:
    """What the claims of the whole record come to: groups by question, and the finding that each citation is part of."""

    groups: Mapping[str, Group]
    by_citation: Mapping[str, Finding]


CURATOR = "the record"  # who made the claims and rulings that the files tell
ROW = Voice(CURATOR, "database", "en", CURATOR)  # what the row itself says, beside claims that people add
_ROW_NAMES = {
    "date": "dates", "held": "dates", "place": "city", "host_city": "city", "host_country": "country",
    "first_day": "start", "last_day": "end", "opened": "start", "closed": "end",
}  # fmt: skip


def _added(claims: Iterable[Claim]) -> dict[tuple[str, str], str]:
    """Properties on which people recorded claims, with the claims' kind. Claims of files made the rows what they are."""
    added: dict[tuple[str, str], str] = {}
    for claim in claims:
        is_state = claim.kind != ClaimKind.PLAN and claim.as_of is None
        if is_state and any(_is_added(citation) for citation in claim.citations.all()):
            added.setdefault((claim.subject_ref, claim.property_name), claim.kind)
    return added


def _is_added(citation: Citation) -> bool:
    return citation.by_name != CURATOR and citation.stance == CitationStance.ASSERTS


def said_by_rows(asked: Mapping[tuple[str, str], str]) -> list[Said]:
    """What the rows of the record say themselves of these properties, by row and property, each as a claim of that kind."""
    if not asked:
        return []
    refs = {ref for ref, _ in asked}
    data = dict(RecordRow.objects.filter(object_ref__in=refs).values_list("object_ref", "data"))
    return [
        Said(f"row-{ref}-{name}", ref.partition("/")[2], name, kind, value, ROW)
        for (ref, name), kind in asked.items()
        if (value := _row_value(data.get(ref, {}), name)) is not None
    ]


def _row_value(data: Mapping[str, Any], name: str) -> str | int | float | bool | None:
    """A property of a row as a source would say it; None where the row has none, or has a list."""
    key = name if name in data else _ROW_NAMES.get(name, name)
    value = data.get(key, _of_a_part(data, key))
    if isinstance(value, Mapping):
        start, end = value.get("start"), value.get("end")
        return (str(start) if end in (None, start) else f"{start} to {end}") if start else None
    if isinstance(value, str):
        return value if " " in value or value[:1].isdigit() else value.replace("_", " ").replace("-", " ") or None
    if name == "amount" and value is not None and data.get("currency"):
        return f"{value} {data['currency']}"
    return value if isinstance(value, int | float) else None


def _of_a_part(data: Mapping[str, Any], key: str) -> Any:
    """What a group of keys within a row says: ``start`` stands in its ``dates``."""
    return next((part[key] for part in data.values() if isinstance(part, Mapping) and part.get(key) is not None), None)


def people_in_scripts() -> People:
    """Whom the loaded record knows by names in several scripts: one table, by which claims know that two names are one."""
    return People(names_of_people())


def names_of_people() -> list[tuple[str, ...]]:
    """Each person of the loaded record with all names, the Latin one first: the table that search is written from, too."""
    people, words = (
        RecordRow.objects.filter(file=name).order_by("key").values_list("data", flat=True) for name in ("people", "words")
    )
    return names_of(people, words)


def names_of(people: Iterable[Mapping[str, Any]], words: Iterable[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """The names in rows of ``people.yaml``, and those that ``words.yaml`` has of the same people in other languages."""
    elsewhere = {str(row.get("en")): [str(row[key]) for key in PAGES if key != "en" and row.get(key)] for row in words}
    return [
        tuple(
            dict.fromkeys([*(str(row[key]) for key in NAME_KEYS if row.get(key)), *elsewhere.get(str(row.get("name")), [])])
        )
        for row in people
    ]


NAME_KEYS = ("name", "name_ja", "name_ru", "name_own")


def record_findings(*, viewer: Viewer) -> RecordFindings:
    """Everything that is found from the claims. Kept while claims and citations stay what they are."""
    stamp = (*claims_stamp(), int(origins.shows_fiction(viewer)))
    for compared_at, whole in _kept.items():
        if compared_at == stamp:
            return whole
    rows = list(claim_list(viewer=viewer))
    claims = [*said_by_rows(_added(rows)), *said(rows)]
    people = people_in_scripts()
    groups = {group.key: group for group in findings.groups((each for each in claims if each.group), people)}
    by_citation = {each.key: finding for finding in findings.findings(claims, people) for each in finding.claims}
    whole = RecordFindings(groups, by_citation)
    _kept.clear()
    _kept[stamp] = whole
    return whole


_kept: dict[tuple[int, ...], RecordFindings] = {}  # of this process; the stamp tells when it is outdated


def groups(*, viewer: Viewer) -> Mapping[str, Group]:
    """What is found on every question of the record, by its slug."""
    return record_findings(viewer=viewer).groups


def source_named(named: str) -> Source | None:
    """The source of a name in the record, of the address of its page here, or of that at which it was published.

    Addresses are the same whatever their scheme, a ``www`` before them, a slash or a place within the page behind them.
    """
    own = _OWN_PAGE.search(named)
    slug = own[1] if own else named
    source = Source.objects.filter(slug=slug).first()
    if source is not None or "://" not in named:
        return source
    wanted = _bare_address(named)
    rows = Source.objects.exclude(url=None).exclude(url="").order_by("pk").values_list("pk", "url")
    key = next((pk for pk, url in rows if url and _bare_address(url) == wanted), None)
    return Source.objects.get(pk=key) if key is not None else None


_OWN_PAGE = re.compile(r"^https?://[^/]+(?:/\w\w)?/sources?/([\w-]+)/?(?:[#?].*)?$")


def _bare_address(url: str) -> str:
    bare = url.strip().split("#", 1)[0].partition("://")[2].rstrip("/")
    host, slash, path = bare.partition("/")
    return host.lower().removeprefix("www.") + slash + path
