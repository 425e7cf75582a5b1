"""Permanent addresses: ``/id/meeting/council-2004-sofia`` leads to the page in the reader's language, today's or later's.

They name the row and neither the language nor the form, so they are what is cited. What is not there, and what the
reader may not know of, answer alike.
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext

from nemawashi.kit.formats.bibliographies import FORMS
from nemawashi.portal import addresses, asking, filters, names
from nemawashi.portal.papers import pages as papers
from nemawashi.sources import queries as sources

SEE_OTHER = 303
WITH_A_KEY = ("portal:consent",)  # whose address opens something to whoever has it: no page prints it to be cited
LISTS = (
    "meetings", "tracks", "hosts", "ranks", "texts", "parties", "people", "organisations", "commitments", "pillars",
    "remits", "recommendations", "uptake", "assistance", "sums", "concepts", "runs", "dialogues", "sources", "conflicts",
    "business", "take-away", "promise", "about", "corrections", "changes", "words", "keyness", "ngrams", "likeness",
    "life-spans", "events", "formats", "votes", "corpora", "convergence", "agreed-language",
)  # fmt: skip
NOUNS = {page: noun for noun, page in addresses.PAGES.items()}


def _to(address: str) -> HttpResponse:
    return HttpResponseRedirect(address, status=SEE_OTHER)


@filters.page
def home(request: HttpRequest) -> HttpResponse:
    return _to(reverse("portal:home"))


@filters.page
def of_list(request: HttpRequest, name: str) -> HttpResponse:
    if name not in LISTS:
        raise Http404
    return _to(reverse(f"portal:{name.replace('-', '_')}"))


@filters.page
def of_row(request: HttpRequest, noun: str, slug: str) -> HttpResponse:
    ref = f"{noun}/{slug}"
    if noun == "text":
        return papers.negotiated(request, slug)
    if noun in ("source", "conflict"):
        rows = sources.source_list if noun == "source" else sources.conflict_list
        address = addresses.href(ref) if rows(viewer=asking.viewer(request)).filter(slug=slug).exists() else ""
    else:
        named = names.named([ref], viewer=asking.viewer(request)).get(ref)
        address = named.href if named else ""
    if not address:
        raise Http404
    return _negotiated(request, noun, slug, address)


# What a row can be had as besides its page, by media type: the names of forms; the API has JSON.
AS_FILE = {form.media_type: ending for ending, form in FORMS.items()}
API = {
    "meeting": "meetings", "party": "parties", "commitment": "commitments", "recommendation": "recommendations",
    "assistance": "assistance", "concept": "concepts", "dialogue": "dialogues", "source": "sources",
    "conflict": "conflicts", "text": "texts", "person": "people", "track": "tracks", "pillar": "pillars",
}  # fmt: skip
JSON = "application/json"
HTML = "text/html"


def _negotiated(request: HttpRequest, noun: str, slug: str, page: str) -> HttpResponse:
    """303 to the form that the reader's program prefers, the page where it does not say; 406 with what there is."""
    there = {HTML: page}
    if noun == "run":
        there[JSON] = reverse("portal:run_file", args=[slug, "json"])
    if noun in API:
        there[JSON] = reverse(f"api:{API[noun]}-row", args=[slug])
    there |= {media: reverse("portal:references_of_row", args=[noun, slug, end]) for media, end in AS_FILE.items()}
    asked = request.headers.get("accept", "").strip()
    wanted = request.get_preferred_type(list(there)) if asked else HTML
    if wanted is None:
        lines = [gettext("This row can be had as:")]
        lines += [f"{media} {request.build_absolute_uri(to)}" for media, to in there.items()]
        response = HttpResponse("\n".join(lines) + "\n", status=406, content_type="text/plain; charset=utf-8")
    else:
        response = _to(there[wanted])
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


@filters.page
def of_file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """A file of an adopted text, such as ``/id/text/joint-statement.pdf?language=ru``."""
    return papers.concrete(request, slug, form)


def ref_of(request: HttpRequest) -> str:
    """The row that a page shows; empty for lists."""
    match = request.resolver_match
    noun = NOUNS.get(match.view_name) if match else None
    return f"{noun}/{match.kwargs['slug']}" if match and noun else ""


def path_of(request: HttpRequest) -> str:
    """The permanent address of a page of the portal, without the host; its own address where it has no permanent one."""
    match = request.resolver_match
    ref = ref_of(request)
    if match and match.view_name == "portal:facts":  # a page about a row, cited as the row
        ref = f"{match.kwargs['noun']}/{match.kwargs['slug']}"
    if ref:
        return reverse("permanent:row", args=ref.split("/"))
    if match and match.view_name in WITH_A_KEY:
        return reverse("permanent:home")
    name = (match.url_name or "").replace("_", "-") if match else ""
    if name in LISTS:
        return reverse("permanent:list", args=[name])
    return reverse("permanent:home") if name in ("", "home") else request.path
