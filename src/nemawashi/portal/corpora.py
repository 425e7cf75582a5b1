"""Reference corpora: documents that the user of this installation added, each clause with an address to cite."""

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from nemawashi.access.fields import undated_last
from nemawashi.lineage.models import Corpus, ReferenceDocument
from nemawashi.portal import asking, filters
from nemawashi.portal.lineage import CLAUSES_ON_A_PAGE

DOCUMENTS_ON_A_PAGE = 100


@filters.page
def corpora(request: HttpRequest) -> HttpResponse:
    rows = Corpus.objects.annotate(count=Count("documents")).order_by("title")
    lede = gettext(
        "Texts of other forums, against which paragraphs are looked up. Each corpus says what may be done with it."
    )
    return render(request, "portal/corpora.html", {"title": gettext("Reference corpora"), "lede": lede, "corpora": rows})


@filters.page
def corpus(request: HttpRequest, slug: str) -> HttpResponse:
    row = Corpus.objects.filter(slug=slug).first()
    if row is None:
        raise Http404
    documents = ReferenceDocument.objects.filter(corpus=row).order_by(undated_last("date", newest_first=True), "symbol")
    context = {
        "title": row.title,
        "kicker": gettext("Reference corpus"),
        "crumbs": asking.crumb(gettext("Reference corpora"), "portal:corpora"),
        "corpus": row,
        "page": filters.paged(request, documents, DOCUMENTS_ON_A_PAGE),
    }
    return render(request, "portal/corpus.html", context)


@filters.page
def reference(request: HttpRequest, slug: str, symbol: str) -> HttpResponse:
    """A document of a corpus, clause by clause, with the note on its rights."""
    row = ReferenceDocument.objects.select_related("corpus", "text").filter(corpus__slug=slug, symbol=symbol).first()
    if row is None:
        raise Http404
    context = {
        "title": row.title or row.symbol,
        "title_language": row.language,
        "kicker": row.symbol,
        "crumbs": [
            *asking.crumb(gettext("Reference corpora"), "portal:corpora"),
            {"label": row.corpus.title, "href": reverse("portal:corpus", args=[slug])},
        ],
        "document": row,
        "page": filters.paged(request, row.clauses.order_by("rank", "pk"), CLAUSES_ON_A_PAGE),
    }
    return render(request, "portal/reference.html", context)
