"""Works for reference managers: a source, what a page rests on with the page itself, and any list of sources."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from nemawashi.access.viewers import PUBLIC
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.formats.bibliographies import FORMS, WEB, Entry
from nemawashi.lineage.models import Corpus, ReferenceDocument
from nemawashi.lineage.terms import SourceMaterial
from nemawashi.portal import asking, citing, filters, names, permanent, record_state
from nemawashi.sources import queries
from nemawashi.sources.models import Source
from nemawashi.sources.terms import SourceKind, WorkKind
from nemawashi.texts import queries as texts
from nemawashi.texts.models import Text
from nemawashi.texts.terms import TextType

LABELS = {"ris": "RIS", "bib": "BibTeX", "json": "CSL-JSON"}
CSL = {
    WorkKind.ENCYCLOPEDIA: "entry-encyclopedia",
    WorkKind.WEB_ARTICLE: WEB,
    WorkKind.JOURNAL_ARTICLE: "article-journal",
    WorkKind.BOOK: "book",
    WorkKind.CHAPTER: "chapter",
    WorkKind.REPORT: "report",
    WorkKind.NEWSPAPER_ARTICLE: "article-newspaper",
}


def entry(source: Source) -> Entry:
    """A source as a work of its author, and no page of this record. One of no kind is a page, or else a document."""
    fallback = WEB if source.url else "document"
    news = "article-newspaper" if source.kind == SourceKind.NEWS else fallback
    return Entry(
        key=source.slug,
        kind=CSL[WorkKind(source.work)] if source.work else news,
        title=source.title,
        authors=source.authors,
        editors=source.editors,
        container=source.container or ("" if source.work or source.kind != SourceKind.NEWS else source.publisher),
        volume=source.volume or "",
        issue=source.issue or "",
        pages=source.pages or "",
        publisher=source.publisher,
        place=source.place or "",
        on=source.published_on,
        url=source.url or "",
        doi=source.doi or "",
        isbn=source.isbn or "",
        issn=source.issn or "",
        licence=source.licence or "",
        language=source.language,
    )


def reference_entry(document: ReferenceDocument, address: str) -> Entry:
    """A document of a corpus as the work of whoever speaks in it; nobody's licence but that which its corpus names."""
    return Entry(
        key=f"reference-{document.pk}",
        kind="speech" if document.material == SourceMaterial.SPEECH else "document",
        title=document.title or document.symbol,
        authors=[document.speaker] if document.speaker else [],
        publisher=document.body or document.party,
        on=document.date,
        url=document.url if document.url.startswith(("http://", "https://")) else address,
        language=document.language,
    )


def corpus_entry(corpus: Corpus, address: str) -> Entry:
    return Entry(key=f"corpus-{corpus.slug}", kind="dataset", title=corpus.title, container=citing.title(), url=address)


def text_entry(text: Text, address: str) -> Entry:
    """A text of the Dialogue as what it is: the work of those who met, not of whoever keeps the record.

    A speech is somebody's, and the record does not say whose in a field, so it has no author here rather than a wrong one.
    ``address`` is its permanent one, for a text that stands nowhere else.
    """
    met = str(text.meeting) if text.meeting else ""
    return Entry(
        key=text.slug,
        kind="speech" if text.type == TextType.SPEECH else "document",
        title=text.title,
        authors=[] if text.type == TextType.SPEECH else [text.dialogue.name],
        container=met,
        publisher=text.dialogue.name,
        place=text.place or (text.meeting.city or "" if text.meeting else ""),
        on=text.adopted_on,
        url=text.url or address,
        language=text.language,
        version=text.symbol,
    )


@dataclass(frozen=True, slots=True)
class File:
    label: str
    href: str


def files(request: HttpRequest) -> list[File]:
    """The addresses of the works behind a page, in each form; empty on pages of no row."""
    if ref := permanent.ref_of(request):
        noun, _, slug = ref.partition("/")
        return [File(LABELS[form], reverse("portal:references_of_row", args=[noun, slug, form])) for form in FORMS]
    return []


def _page(request: HttpRequest, noun: str, slug: str, title: str) -> Entry:
    """A page of this record, under its permanent address."""
    at = record_state.shown_changed_at()
    return Entry(
        key=f"{noun}-{slug}",
        kind=WEB,
        title=title,
        authors=[citing.AUTHOR],
        container=citing.title(),
        on=ImpreciseDate.parse(citing.version(at)),
        version=citing.version(at),
        url=request.build_absolute_uri(reverse("permanent:row", args=[noun, slug])),
        licence=citing.SHORT_LICENCE,
    )


def _own(request: HttpRequest, noun: str, slug: str, title: str) -> Entry:
    """A text as the work of those who adopted it; of any other row its page."""
    if noun == "text" and (text := texts.visible_texts(viewer=PUBLIC).filter(slug=slug).first()):
        return text_entry(text, request.build_absolute_uri(reverse("permanent:row", args=[noun, slug])))
    return _page(request, noun, slug, title)


def _file(entries: Iterable[Entry], form: str, name: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    answer = HttpResponse(FORMS[form].written(entries), content_type=f"{FORMS[form].media_type}; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}") or "attachment"
    return answer


@filters.page
def of_row(request: HttpRequest, noun: str, slug: str, form: str) -> HttpResponse:
    """A source alone; of any other row its page, then every source that it rests on."""
    viewer = asking.viewer(request)
    ref = f"{noun}/{slug}"
    if noun == "source":
        row = queries.source_list(viewer=viewer).filter(slug=slug).first()
        if row is None:
            raise Http404
        return _file([entry(row)], form, slug)
    if noun == "conflict":
        conflict = queries.conflict_list(viewer=viewer).filter(slug=slug).first()
        title = conflict.title if conflict else None
    else:
        named = names.named([ref], viewer=viewer).get(ref)
        title = named.label if named and named.href else None
    if title is None:
        raise Http404
    works = [entry(source) for source in queries.works_under(ref, viewer=viewer)]
    return _file([_own(request, noun, slug, title), *works], form, f"{noun}-{slug}")


def of_rows(request: HttpRequest, refs: Sequence[str], form: str, name: str) -> HttpResponse:
    """The rows of a list, each as its page, then what all of them rest on; a list of sources is the works themselves."""
    viewer = asking.viewer(request)
    slugs = [ref.partition("/")[2] for ref in refs]
    if refs and refs[0].startswith("source/"):
        cited = {source.slug: source for source in queries.source_list(viewer=viewer).filter(slug__in=slugs)}
        return _file([entry(cited[slug]) for slug in slugs if slug in cited], form, name)
    named = names.named(refs, viewer=viewer)
    parts = [(*ref.partition("/")[::2], named[ref].label) for ref in refs if ref in named]
    pages = [_own(request, noun, slug, label) for noun, slug, label in parts]
    under = {each.source for each_row in queries.cited_by(refs, viewer=viewer).values() for each in each_row}
    works = [entry(source) for source in queries.source_list(viewer=viewer).filter(slug__in=under)]
    return _file([*pages, *works], form, name)


@filters.page
def of_sources(request: HttpRequest, form: str) -> HttpResponse:
    """The list of sources under the filters of its page, all of them and not one page."""
    viewer = asking.viewer(request)
    kind = filters.choice(request, "kind", SourceKind.values)
    language = filters.choice(request, "language", queries.source_languages(viewer=viewer))
    rows = queries.source_list(viewer=viewer, kind=kind, language=language, words=filters.words(request))
    return _file((entry(row) for row in rows), form, "sources")
