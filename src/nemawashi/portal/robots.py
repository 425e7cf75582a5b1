"""What programs ask a site before its pages: what may be crawled, where every page is, how it is searched."""

from collections.abc import Iterable
from importlib.resources import files
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from nemawashi.access.viewers import PUBLIC
from nemawashi.kit.languages import PAGES
from nemawashi.parties import queries as parties
from nemawashi.portal import addresses, citing, filters, names, permanent, record_state, words

XML = "application/xml; charset=utf-8"
# Pages that are made anew for whoever asks, or that are for people who signed in: nothing of them should stand elsewhere.
CLOSED = ("/desk/", "/sign-in/", "/sign-out/", "/i18n/", "/*/search/", "/*/agreed-language/", "/*/feeds/own/")
LISTS = "pages"  # the part of the map that has the lists and the other single pages


@filters.page
def robots(request: HttpRequest) -> HttpResponse:
    """A demonstration holds fiction, so it asks to be left alone as a whole."""
    closed = ["/"] if settings.DEMO else CLOSED
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    if not settings.DEMO:
        lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@filters.page
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index: one map of the lists, and one for each noun that has pages."""
    at = f"{record_state.shown_changed_at():%Y-%m-%d}"
    parts = [
        f"<sitemap><loc>{escape(request.build_absolute_uri(reverse('sitemap_of', args=[part])))}</loc>"
        f"<lastmod>{at}</lastmod></sitemap>"
        for part in (LISTS, *addresses.PAGES)
    ]
    return _xml("sitemapindex", "", parts)


@filters.page
def sitemap_of(request: HttpRequest, part: str) -> HttpResponse:
    """The pages of one noun, each in every language and each of these with the others beside it."""
    if part != LISTS and part not in addresses.PAGES:
        raise Http404
    languages = parties.forum().pages or PAGES
    host = request.build_absolute_uri("/")[:-1]
    pages = [page for path in _paths(part) for page in _in_languages(host, path, languages)]
    return _xml("urlset", ' xmlns:xhtml="http://www.w3.org/1999/xhtml"', pages)


def _paths(part: str) -> list[str]:
    """The paths behind the language."""
    if part == LISTS:
        whole = [reverse("portal:home"), *(addresses.href_of_list(name.replace("-", "_")) for name in permanent.LISTS)]
        return [_behind_language(path) for path in whole]
    head, _, tail = _behind_language(reverse(addresses.PAGES[part], args=["x"])).rpartition("x")
    return [f"{head}{slug}{tail}" for slug in names.public_slugs(part, viewer=PUBLIC)]


def _behind_language(path: str) -> str:
    return path.split("/", 2)[2]


def _in_languages(host: str, path: str, languages: Iterable[str]) -> Iterable[str]:
    there = [(code, quoteattr(f"{host}/{code}/{path}")) for code in languages]
    beside = "".join(f'<xhtml:link rel="alternate" hreflang="{code}" href={href}/>' for code, href in there)
    return [f"<url><loc>{escape(f'{host}/{code}/{path}')}</loc>{beside}</url>" for code, _ in there]


def _xml(root: str, spaces: str, parts: Iterable[str]) -> HttpResponse:
    body = "\n".join(parts)
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return HttpResponse(f'{head}<{root} xmlns="{space}"{spaces}>\n{body}\n</{root}>\n', content_type=XML)


@filters.page
def opensearch(request: HttpRequest) -> HttpResponse:
    """How a browser puts the record among its search engines, in the language of the address."""
    name = parties.forum().name
    short = (name or "Nemawashi")[:16]  # the longest that the description allows
    answers = request.build_absolute_uri(reverse("portal:search"))
    guessed = request.build_absolute_uri(reverse("portal:suggestions"))
    mark = request.build_absolute_uri(f"{settings.STATIC_URL}nemawashi/mark.svg")
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        f"<ShortName>{escape(short)}</ShortName>",
        f"<Description>{escape(citing.title())}</Description>",
        f"<Language>{words.language()}</Language>",
        "<InputEncoding>UTF-8</InputEncoding>",
        f'<Image type="image/svg+xml">{escape(mark)}</Image>',
        f'<Url type="text/html" template={quoteattr(answers + "?q={searchTerms}")}/>',
        f'<Url type="application/x-suggestions+json" template={quoteattr(guessed + "?q={searchTerms}&form=json")}/>',
        "</OpenSearchDescription>",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="application/opensearchdescription+xml; charset=utf-8")


@filters.page
def favicon(request: HttpRequest) -> HttpResponse:
    """The mark for programs that ask for no other address."""
    mark = files("nemawashi").joinpath("static/nemawashi/favicon.ico").read_bytes()
    return HttpResponse(mark, content_type="image/x-icon", headers={"Cache-Control": "public, max-age=604800"})
