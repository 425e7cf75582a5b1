"""Reference corpora: documents that the user of this installation added, each clause with an address to cite.

What is somebody's own material has the same pages for its owner; for everybody else it is not there.
"""

from collections.abc import Iterable

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from nemawashi.access.fields import undated_last
from nemawashi.access.viewers import Viewer
from nemawashi.analysis import queries
from nemawashi.lineage.models import Corpus, ReferenceClause, ReferenceDocument
from nemawashi.portal import asking, filters, keeping, references, ways
from nemawashi.portal.lineage import CLAUSES_ON_A_PAGE, address_of

DOCUMENTS_ON_A_PAGE = 100


def _readable(request: HttpRequest, slug: str) -> Corpus:
    """A corpus that everybody reads, or that is the reader's own."""
    row = queries.readable_corpora(viewer=asking.viewer(request)).filter(slug=slug).first()
    if row is None:
        raise Http404
    return row


def own_addresses(refs: Iterable[str], *, viewer: Viewer) -> dict[str, str]:
    """Where those of the clauses stand that are of the viewer's own material, by their refs."""
    rows = queries.own_clauses_by_ref(set(refs), viewer=viewer)
    return {ref: address_of(row.document.corpus.slug, row.document.symbol, ref, row.rank) for ref, row in rows.items()}


@filters.page
def corpora(request: HttpRequest) -> HttpResponse:
    readable = queries.readable_corpora(viewer=asking.viewer(request))
    rows = readable.annotate(count=Count("documents")).order_by("title")
    lede = gettext(
        "Texts of other forums, against which paragraphs are looked up. Each corpus says what may be done with it."
    )
    context = {
        "title": gettext("Reference corpora"),
        "lede": lede,
        "corpora": rows,
        "acts": keeping.of_corpora(asking.viewer(request)),
    }
    return render(request, "portal/corpora.html", context)


@filters.page
def corpus(request: HttpRequest, slug: str) -> HttpResponse:
    row = _readable(request, slug)
    rows = ReferenceDocument.everybodys_and_own.filter(corpus=row)
    documents = rows.order_by(undated_last("date", newest_first=True), "symbol")
    context = {
        "title": row.title,
        "kicker": gettext("Reference corpus"),
        "crumbs": asking.crumb(gettext("Reference corpora"), "portal:corpora"),
        "corpus": row,
        "cited_work": references.corpus_entry(row, request.build_absolute_uri(request.path)),
        "acts": keeping.of_corpus(row, viewer=asking.viewer(request)),
        "panels": ways.panels(row.ref),
        "page": filters.paged(request, documents, DOCUMENTS_ON_A_PAGE),
    }
    return render(request, "portal/corpus.html", context)


@filters.page
def reference(request: HttpRequest, slug: str, symbol: str) -> HttpResponse:
    """A document of a corpus, clause by clause, with the note on its rights."""
    rows = ReferenceDocument.everybodys_and_own.select_related("corpus", "text")
    row = rows.filter(corpus=_readable(request, slug), symbol=symbol).first()
    if row is None:
        raise Http404
    clauses = ReferenceClause.everybodys_and_own.filter(document=row)
    context = {
        "title": row.title or row.symbol,
        "title_language": row.language,
        "kicker": row.symbol,
        "crumbs": [
            *asking.crumb(gettext("Reference corpora"), "portal:corpora"),
            {"label": row.corpus.title, "href": reverse("portal:corpus", args=[slug])},
        ],
        "document": row,
        "cited_work": references.reference_entry(row, request.build_absolute_uri(request.path)),
        "page": filters.paged(request, clauses.order_by("rank", "pk"), CLAUSES_ON_A_PAGE),
    }
    return render(request, "portal/reference.html", context)
