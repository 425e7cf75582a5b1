"""Sequences of words in a published collection, and which of its documents are alike: chosen by the reader, with files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from nemawashi import __version__
from nemawashi.access.viewers import PUBLIC
from nemawashi.analysis import answering, counted
from nemawashi.analysis.counted import PublishedCollection
from nemawashi.kit import counting as kit
from nemawashi.kit.counting import Collection, CountedDocument
from nemawashi.kit.faults import UnreadableError
from nemawashi.lineage.terms import OFFICIAL_TEXTS
from nemawashi.portal import counting, filters, names, tables

SIZES, LEASTS = ("2", "3", "4", "5"), ("2", "3", "5", "10", "20")
MOST_GROUPS, MOST_ALIKE = 12, 400  # documents that a page compares; the library takes more
_MOST_GRAMS, _SHOWN = 2000, 100
_PAIRS = 30


@dataclass(frozen=True, slots=True)
class AlikeDocument:
    """A document of a group with its page."""

    id: str
    title: str
    date: str
    language: str
    href: str


@dataclass(frozen=True, slots=True)
class _Asked:
    held: PublishedCollection
    language: str
    of: Collection


def _asked(request: HttpRequest, context: dict[str, Any], here: str) -> _Asked | None:
    """What was chosen, with the form for it; None where there is nothing to count, and the context says why."""
    choices = counted.names()
    name = filters.choice(request, "in", choices) or counted.ADOPTED
    context["collections"] = counting.collection_options(choices, name)
    try:
        held = counted.collection(name)
    except UnreadableError as fault:
        context["refusal"] = counting.too_large(fault)
        return None
    language = counting.language_of(request, held)
    of = held.of(language)
    context |= {"languages": counting.language_options(held, language), "panels": counting.panels(name, language, here)}
    if not held.documents:
        context |= {"refusal": gettext("Nothing is published in this collection yet."), "is_empty": True}
    elif not len(of):
        context["refusal"] = gettext("Nothing is published in this collection in that language.")
    else:
        context |= {"spoken": language, "documents": len(of), "all_words": f"{counted.size(of):,}"}
        context["made_of"] = counting.made_of(of)
        return _Asked(held, language, of)
    return None


@filters.page
def ngrams(request: HttpRequest) -> HttpResponse:
    """Words that follow each other, the most frequent first; ``as=csv`` or ``as=json`` gives them to programs."""
    size = filters.choice(request, "size", SIZES) or "3"
    least = filters.choice(request, "least", LEASTS) or "3"
    context: dict[str, Any] = {
        "title": gettext("Sequences of words (n-grams)"),
        "lede": gettext("Which words follow each other again and again: standing phrases, each with its lines."),
        "sizes": filters.options([(each, each) for each in SIZES], size),
        "leasts": filters.options([(each, each) for each in LEASTS], least),
    }
    asked = _asked(request, context, "ngrams")
    if asked is None:
        return render(request, "portal/ngrams.html", context)
    whole = asked.held.answered(
        ("ngrams", asked.language, size, least),
        lambda: kit.ngrams(asked.of, int(size), least=int(least), limit=_MOST_GRAMS),
    )
    rows = [_gram(asked, words, count) for words, count in whole]
    query = {"in": asked.held.name, "language": asked.language or "all", "size": size, "least": least}
    if (answer := _file(request, "ngrams", asked, query, rows)) is not None:
        return answer
    return render(
        request, "portal/ngrams.html", context | {"rows": rows[:_SHOWN], "total": len(rows)} | _files(request, query)
    )


def _gram(asked: _Asked, words: Sequence[str], count: int) -> dict[str, Any]:
    said = ("" if asked.language == "ja" else " ").join(words)
    query = {"in": asked.held.name, "language": asked.language or "all", "q": said, "hyphens": "join", "cross": "sentence"}
    per_million = round(count * 1_000_000 / max(1, counted.size(asked.of)), 1)
    return {
        "words": said,
        "count": count,
        "per_million": per_million,
        "lines": f"{reverse('portal:words')}?{urlencode(query)}",
    }


@filters.page
def likeness(request: HttpRequest) -> HttpResponse:
    """Documents in groups by the cosine of their words weighed by rarity, and the pairs that are most alike."""
    chosen = [str(n) for n in range(2, MOST_GROUPS + 1)]
    many = filters.choice(request, "groups", chosen) or "4"
    context: dict[str, Any] = {
        "title": gettext("Likeness of documents"),
        "lede": gettext("Which documents use the same rare words: in groups, and in pairs."),
        "many": filters.options([(each, each) for each in chosen], many),
    }
    asked = _asked(request, context, "likeness")
    if asked is None:
        return render(request, "portal/likeness.html", context)
    if not 2 <= len(asked.of) <= MOST_ALIKE:
        most = {"most": MOST_ALIKE}
        context["refusal"] = gettext("Two to %(most)s documents are compared on a page.") % most
        return render(request, "portal/likeness.html", context)
    pairs, grouped = asked.held.answered(("likeness", asked.language, many), lambda: _alike(asked.of, int(many)))
    query = {"in": asked.held.name, "language": asked.language or "all", "groups": many}
    rows = [
        {"one": asked.of.documents[one].id, "other": asked.of.documents[other].id, "cosine": cosine}
        for one, other, cosine in pairs
    ]
    whole = [[asked.of.documents[n].id for n in group] for group in grouped]
    if (answer := _file(request, "likeness", asked, query, rows, groups=whole)) is not None:
        return answer
    documents = _documents(asked)
    context |= {
        "groups": [[documents[n] for n in group] for group in grouped],
        "pairs": [(documents[one], documents[other], cosine) for one, other, cosine in pairs[:_PAIRS]],
    }
    return render(request, "portal/likeness.html", context | _files(request, query))


def _alike(of: Collection, many: int) -> tuple[list[tuple[int, int, float]], list[list[int]]]:
    alike = kit.similarity(of)
    size = len(of)
    pairs = [(n, m, round(float(alike[n, m]), 4)) for n in range(size) for m in range(n + 1, size) if alike[n, m] > 0]
    pairs.sort(key=lambda pair: (-pair[2], pair[:2]))
    return pairs[:_MOST_GRAMS], kit.groups(alike, min(many, size))


def _documents(asked: _Asked) -> list[AlikeDocument]:
    refs = {document.attributes.get("document", "") for document in asked.of.documents}
    titles = names.named([ref for ref in refs if ref.startswith("text/")], viewer=PUBLIC)
    return [_shown(asked, document, titles) for document in asked.of.documents]


def _shown(asked: _Asked, document: CountedDocument, titles: Any) -> AlikeDocument:
    told_of = document.attributes
    noun, _slash, key = told_of.get("document", "").partition("/")
    if noun == "text":
        ref = f"text/{key}"
        title = titles[ref].label if ref in titles else document.id
        return AlikeDocument(document.id, title, document.date, "", reverse("portal:text", args=[key]))
    slug = asked.held.name.removeprefix("corpus/") if asked.held.name.startswith("corpus/") else OFFICIAL_TEXTS
    href = reverse("portal:reference", args=[slug, told_of["symbol"]])
    title = told_of.get("title") or told_of["symbol"]
    return AlikeDocument(document.id, title, document.date, document.language, href)


def _files(request: HttpRequest, query: dict[str, str]) -> dict[str, Any]:
    address = f"{request.path}?{urlencode(query)}"
    return {
        "files": [("CSV", f"{address}&as=csv"), ("JSON", f"{address}&as=json")],
        "cited": request.build_absolute_uri(address),
        "address": address,
    }


def _file(
    request: HttpRequest, name: str, asked: _Asked, query: dict[str, str], rows: list[dict[str, Any]], **more: Any
) -> HttpResponse | None:
    form = filters.choice(request, "as", ("csv", "json"))
    plain = [{key: value for key, value in row.items() if key != "lines"} for row in rows]
    if form == "csv":
        return tables.as_file(f"{name}.csv", list(plain[0]) if plain else ["empty"], [list(row.values()) for row in plain])
    if form != "json":
        return None
    content = {"query": query, "collection": answering.about(asked.of, asked.held.name), "software": __version__}
    answer = JsonResponse(content | more | {"rows": plain}, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
