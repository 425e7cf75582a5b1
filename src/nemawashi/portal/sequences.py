"""Sequences of words in a published collection, and which of its documents are alike: chosen by the reader, with files."""

from collections.abc import Mapping, Sequence
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
from nemawashi.analysis.answering import CountingQuestion
from nemawashi.analysis.counted import PublishedCollection
from nemawashi.analysis.terms import ResultKind
from nemawashi.kit.counting import Collection
from nemawashi.kit.faults import UnreadableError
from nemawashi.lineage.terms import OFFICIAL_TEXTS
from nemawashi.portal import asking, counting, filters, keeping, names, tables, ways

_SHOWN, _PAIRS = 100, 30


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
    choices = counted.names(asking.viewer(request))
    name = filters.choice(request, "in", choices) or counted.first_choice(asking.viewer(request))
    context["collections"] = counting.collection_options(choices, name)
    try:
        held = counted.collection(name, asking.viewer(request))
    except UnreadableError as fault:
        context["refusal"] = counting.too_large(fault)
        return None
    language = counting.language_of(request, held)
    of = held.of(language)
    context["is_own"] = held.is_own
    context |= {"languages": counting.language_options(held, language), "panels": ways.panels(name, language, here)}
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
    size = filters.choice(request, "size", answering.SIZES) or "3"
    least = filters.choice(request, "least", answering.LEASTS) or "3"
    context: dict[str, Any] = {
        "title": gettext("Sequences of words (n-grams)"),
        "lede": gettext("Which words follow each other again and again: standing phrases, each with its lines."),
        "sizes": filters.options([(each, each) for each in answering.SIZES], size),
        "leasts": filters.options([(each, each) for each in answering.LEASTS], least),
    }
    asked = _asked(request, context, "ngrams")
    if asked is None:
        return render(request, "portal/ngrams.html", context)
    whole = answering.sequences_of(asked.held, asked.language, size, least)
    rows = [each | {"lines": lines_of(asked.held.name, asked.language, each["words"])} for each in whole]
    query = {"in": asked.held.name, "language": asked.language or "all", "size": size, "least": least}
    if (answer := _file(request, "ngrams", asked, query, rows)) is not None:
        return answer
    context |= {"rows": rows[:_SHOWN], "total": len(rows)} | _files(request, ResultKind.NGRAMS, query)
    return render(request, "portal/ngrams.html", context)


def lines_of(name: str, language: str, words: str, **more: str) -> str:
    """Where the lines of a sequence stand."""
    query = {"in": name, "language": language or "all", "q": words, "hyphens": "join", "cross": "sentence"}
    return f"{reverse('portal:words')}?{urlencode(query | more)}"


@filters.page
def likeness(request: HttpRequest) -> HttpResponse:
    """Documents in groups by the cosine of their words weighed by rarity, and the pairs that are most alike."""
    chosen = answering.GROUPS
    many = filters.choice(request, "groups", chosen) or "4"
    context: dict[str, Any] = {
        "title": gettext("Likeness of documents"),
        "lede": gettext("Which documents use the same rare words: in groups, and in pairs."),
        "many": filters.options([(each, each) for each in chosen], many),
    }
    asked = _asked(request, context, "likeness")
    if asked is None:
        return render(request, "portal/likeness.html", context)
    if not 2 <= len(asked.of) <= answering.MOST_ALIKE:
        most = {"most": answering.MOST_ALIKE}
        context["refusal"] = gettext("Two to %(most)s documents are compared on a page.") % most
        return render(request, "portal/likeness.html", context)
    pairs, grouped = answering.alike_of(asked.held, asked.language, many)
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
    return render(request, "portal/likeness.html", context | _files(request, ResultKind.LIKENESS, query))


def _documents(asked: _Asked) -> list[AlikeDocument]:
    return alike_documents(asked.held.name, [answering.alike_document(each) for each in asked.of.documents])


def alike_documents(name: str, rows: Sequence[Mapping[str, str]]) -> list[AlikeDocument]:
    """Documents with their titles and pages. ``rows``: what ``answering.alike_document`` gives of each."""
    titles = names.named([row["document"] for row in rows if row["document"].startswith("text/")], viewer=PUBLIC)
    return [_shown(name, row, titles) for row in rows]


def _shown(name: str, row: Mapping[str, str], titles: Any) -> AlikeDocument:
    noun, _slash, key = row["document"].partition("/")
    if noun == "text":
        ref = row["document"]
        title = titles[ref].label if ref in titles else row["id"]
        return AlikeDocument(row["id"], title, row["date"], "", reverse("portal:text", args=[key]))
    slug = name.removeprefix("corpus/") if name.startswith("corpus/") else OFFICIAL_TEXTS
    href = reverse("portal:reference", args=[slug, row["symbol"]])
    return AlikeDocument(row["id"], row["title"] or row["symbol"], row["date"], row["language"], href)


def _files(request: HttpRequest, kind: ResultKind, query: dict[str, str]) -> dict[str, Any]:
    address = f"{request.path}?{urlencode(query)}"
    return {
        "keeps": keeping.of_result(request, CountingQuestion(kind, query)),
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
