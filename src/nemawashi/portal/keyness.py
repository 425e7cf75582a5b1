"""Keyness: the words that set one published collection apart from another, and what they share too little of to be told."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from nemawashi import __version__
from nemawashi.analysis import answering, counted
from nemawashi.analysis.answering import CountingQuestion
from nemawashi.analysis.counted import PublishedCollection
from nemawashi.analysis.terms import ResultKind
from nemawashi.kit.counting import Collection
from nemawashi.kit.counting.contrasts import KeyWord
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.languages import name_of
from nemawashi.portal import asking, filters, keeping, tables
from nemawashi.portal.counting import collection_options, language_options, made_of, option_list, too_large
from nemawashi.portal.ways import panels

SMALL = 5000  # words of a collection below which single texts decide on every figure
_SHOWN = 50
SORTS: dict[str, Promise] = {
    "log_ratio": _("log ratio (size of the difference)"),
    "g2": _("G2 (log-likelihood)"),
    "target": _("count"),
}


@filters.page
def keyness(request: HttpRequest) -> HttpResponse:
    """Two collections chosen by the reader, in one language; ``as=csv`` or ``as=json`` gives the words to programs."""
    choices = counted.names(asking.viewer(request))
    one = filters.choice(request, "in", choices) or counted.first_choice(asking.viewer(request))
    other = filters.choice(request, "against", choices) or ""
    sort = filters.choice(request, "sort", SORTS) or "log_ratio"
    context: dict[str, Any] = {
        "title": gettext("Keyness"),
        "lede": gettext("The words that one collection has more of than another, and how sure that is."),
        "ones": collection_options(choices, one),
        "others": collection_options(choices, other),
        "sorts": option_list(SORTS, sort),
        "languages": [{"value": each, "label": name_of(each, get_language() or "en")} for each in ("en", "ru", "ja")],
    }
    try:
        target, language = _target(request, one)
        context |= {"languages": language_options(target, language), "panels": panels(one, language, "keyness")}
        context["is_own"] = target.is_own
        if not target.documents:
            empty = {"refusal": gettext("Nothing is published in this collection yet."), "is_empty": True}
            return _page(request, context | empty)
        if not other:
            return _page(request, context)
        if other == one:
            return _page(request, context | {"refusal": gettext("Choose two different sides.")})
        reference = counted.collection(other, asking.viewer(request))
        context["is_own"] = target.is_own or reference.is_own
    except UnreadableError as fault:
        return _page(request, context | {"refusal": too_large(fault)})
    sides = (target.of(language), reference.of(language))
    if not all(counted.size(side) for side in sides if len(side)) or not all(map(len, sides)):
        return _page(request, context | {"refusal": gettext("One side has no words in this language: choose another one.")})
    words = answering.key_words(target, reference, language, sort)
    form = filters.choice(request, "as", ("csv", "json"))
    if form == "csv":
        rows = [answering.key_row(word) for word in words]
        return tables.as_file("keyness.csv", list(rows[0]) if rows else ["empty"], [list(row.values()) for row in rows])
    asked = {"in": one, "against": other, "language": language or "all", "sort": sort}
    if form == "json":
        return _json(asked, sides, words)
    return _page(request, context | _shown(request, asked, sides, words))


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "portal/keyness.html", context)


def _target(request: HttpRequest, name: str) -> tuple[PublishedCollection, str]:
    """The first side, and the language that was chosen, or else the reader's or that of most of its documents."""
    held = counted.collection(name, asking.viewer(request))
    chosen = filters.choice(request, "language", ("all", *{"en", "ru", "ja", *held.languages}))
    if chosen:
        return held, "" if chosen == "all" else chosen
    return held, next((each for each in (get_language(), *held.languages[:1]) if each in held.languages), "")


def _json(asked: Mapping[str, str], sides: tuple[Collection, Collection], words: list[KeyWord]) -> HttpResponse:
    content = answering.keyness_answer(asked, sides, words) | {"software": __version__}
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _shown(
    request: HttpRequest, asked: Mapping[str, str], sides: tuple[Collection, Collection], words: list[KeyWord]
) -> dict[str, Any]:
    sizes = [counted.size(side) for side in sides]
    marks = "-".join(side.hash[:16] for side in sides)
    given = filters.only_value(request, "hash")
    address = f"{request.path}?{urlencode(asked)}"
    made = made_of(sides[0]) | {"hash": " · ".join(side.hash for side in sides)}
    return {
        "words": words[:_SHOWN],
        "is_asked": True,
        "spoken": "" if asked["language"] == "all" else asked["language"],
        "is_small": min(sizes) < SMALL,
        "smallest": f"{SMALL:,}",
        "sizes": [(f"{size:,}", len(side)) for size, side in zip(sizes, sides, strict=True)],
        "files": [("CSV", f"{address}&as=csv"), ("JSON", f"{address}&as=json")],
        "cited": request.build_absolute_uri(f"{address}&hash={marks}"),
        "made_of": made,
        "keeps": keeping.of_result(request, CountingQuestion(ResultKind.KEYNESS, asked)),
        "was": given if given and given != marks else "",
        "lines": f"?{urlencode({'in': asked['in'], 'language': asked['language']})}",
    }
