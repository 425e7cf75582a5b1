"""Files of adopted texts, and the permanent address that leads each reader to the form and language they ask for.

A text that is not adopted, or not there, has no file: the answer is the same 404 for everybody, those of the
negotiation included.
"""

import base64
import hashlib

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.utils.translation.trans_real import parse_accept_lang_header

from nemawashi.access.viewers import PUBLIC
from nemawashi.kit.formats import bibliographies
from nemawashi.kit.papers import page, pdf
from nemawashi.portal import filters, names
from nemawashi.portal.feeds.answering import answer
from nemawashi.portal.papers import gathering, store
from nemawashi.portal.papers.forms import FORMS
from nemawashi.texts import queries

SEE_OTHER = 303
PAGE, JSON = "text/html", "application/json"
AGAIN = 10  # seconds after which a reader may ask again for a file whose turn did not come
_LOOKS = base64.b64encode(hashlib.sha256(page.LOOKS.encode()).digest()).decode()


def site_of(request: HttpRequest) -> str:
    """Where addresses in files begin: the site's own name, or, in a demonstration, the address that was asked."""
    return request.build_absolute_uri("/").rstrip("/") if settings.DEMO or not settings.SITE else settings.SITE


@csp_update({"style-src": [f"'sha256-{_LOOKS}'"]})  # the one style sheet that stands inside the page, and no other
@filters.page
def paper(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """One file: ``?language=`` for one version, all of them side by side or one after another without it."""
    text = gathering.adopted_text(slug) if form in FORMS else None
    if text is None:
        raise Http404
    language = filters.choice(request, "language", queries.sealed_languages(text)) or ""
    site = site_of(request)
    whole = gathering.paper_of(text, site=site, form=form)
    if FORMS[form].is_single:
        language = language or whole.original
        whole = whole.put_first(language)
    elif language:
        whole = whole.in_one(language)
    name = store.name_of(whole, form)
    try:
        response = answer(
            request,
            tag=name,
            content_type=FORMS[form].media,
            written=lambda: (store.written(whole, text, form, name, site=site), whole.changed_at),
        )
    except (store.BusyError, pdf.PdfMissingError) as fault:
        return _not_now(fault)
    if response.status_code == 200:
        kind = "inline" if FORMS[form].is_shown else "attachment"
        response.headers["Content-Disposition"] = f'{kind}; filename="{file_name(slug, form, language)}"'
        response.headers["Content-Language"] = ", ".join([language] if language else whole.languages)
        response.headers["Link"] = f'<{whole.address}>; rel="canonical"'
    return response


def file_name(slug: str, form: str, language: str) -> str:
    return f"{slug}.{language}.{form}" if language else f"{slug}.{form}"


def _not_now(fault: Exception) -> HttpResponse:
    """503 with what the reader, or the operator, can do."""
    if isinstance(fault, store.BusyError):
        sentence, headers = gettext("Files are being made for others. Ask again in a moment."), {"Retry-After": str(AGAIN)}
    else:
        no_pdf = gettext("This server cannot make PDF files; every other form can be had.")
        sentence, headers = f"{no_pdf} {fault}", {}
    response = HttpResponse(f"{sentence}\n", content_type="text/plain; charset=utf-8", status=503, headers=headers)
    response.headers["Cache-Control"] = "no-store"
    return response


def negotiated(request: HttpRequest, slug: str) -> HttpResponse:
    """From the permanent address of a text to the form and language that the reader asks for: 303, or 406 with a list."""
    text_named = names.named([f"text/{slug}"], viewer=PUBLIC).get(f"text/{slug}")
    if text_named is None:
        raise Http404
    works = {row.media_type: end for end, row in bibliographies.FORMS.items()}
    forms = {PAGE: "", JSON: "", **{media: form for form, row in FORMS.items() for media in row.asked}, **works}
    wanted = request.get_preferred_type(list(forms)) if request.headers.get("accept", "").strip() else PAGE
    to = ""
    if wanted == PAGE:
        to = text_named.href
    elif wanted == JSON:
        to = reverse("api:texts-row", args=[slug])
    elif wanted in works:
        to = reverse("portal:references_of_row", args=["text", slug, works[wanted]])
    else:
        text = gathering.adopted_text(slug)
        languages = queries.sealed_languages(text) if text else ()
        if wanted and languages:
            to = address_of(slug, forms[wanted], _language(request, languages))
        else:
            return _none_of_them(request, slug, text_named.href, languages)
    response = HttpResponseRedirect(to, status=SEE_OTHER)
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


def address_of(slug: str, form: str, language: str = "") -> str:
    """The concrete address of a file."""
    address = reverse("portal:paper", args=[slug, form])
    return f"{address}?language={language}" if language else address


def concrete(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """From the permanent address of a file to the concrete one, with the language that was named."""
    text = gathering.adopted_text(slug) if form in FORMS else None
    if text is None:
        raise Http404
    language = filters.choice(request, "language", queries.sealed_languages(text)) or ""
    return HttpResponseRedirect(address_of(slug, form, language), status=SEE_OTHER)


def _language(request: HttpRequest, languages: tuple[str, ...]) -> str:
    """The one that was named, else the first that the reader prefers and the text has; none for all of them."""
    named = filters.choice(request, "language", languages)
    if named:
        return named
    for code, _weight in parse_accept_lang_header(request.headers.get("accept-language", "").lower()):
        if match := next((each for each in (code, code.partition("-")[0]) if each in languages), ""):
            return match
    return ""


def _none_of_them(request: HttpRequest, slug: str, href: str, languages: tuple[str, ...]) -> HttpResponse:
    """406, with every form that there is."""
    there = [(PAGE, href), (JSON, reverse("api:texts-row", args=[slug]))]
    if languages:
        there += [(row.asked[0], address_of(slug, form)) for form, row in FORMS.items() if row.asked]
    there += [
        (row.media_type, reverse("portal:references_of_row", args=["text", slug, end]))
        for end, row in bibliographies.FORMS.items()
    ]
    lines = [gettext("This text can be had as:"), *(f"{media} {request.build_absolute_uri(to)}" for media, to in there)]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8", status=406)
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response
