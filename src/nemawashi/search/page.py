"""One page of answers, as portal and desk show it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext

from nemawashi.access.viewers import Viewer
from nemawashi.meetings import queries as meetings
from nemawashi.parties import queries as parties
from nemawashi.parties.terms import in_language
from nemawashi.search import asking, queries
from nemawashi.search.hits import Hit
from nemawashi.search.queries import FILTERS, Answer

SIZE = 20
_ENOUGH = 5  # hits to look into for how the record writes a word that was mended
_BY_VALUE = ("year",)  # the newest first; other filters offer first what most hits have


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter with the number of hits that it leaves."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Mended:
    """What was typed, and the words of the record that were taken for it."""

    typed: str
    meant: tuple[str, ...]


def context(parameters: QueryDict, *, viewer: Viewer) -> dict[str, Any]:
    """What the templates show. Raises ``asking.UnclearError`` with a sentence for the reader."""
    search = asking.search(parameters, viewer=viewer)
    answer = queries.answer(search.words, viewer=viewer, filters=search.filters)
    paginator = Paginator(answer.hits, SIZE)
    if search.page > paginator.num_pages:
        pages = {"page": search.page, "last": paginator.num_pages}
        raise asking.UnclearError(gettext("There is no page %(page)s; the last one is %(last)s.") % pages)
    page = paginator.page(search.page)
    page.object_list = queries.with_words(list(page.object_list))
    labels = _labels(viewer, {name for name in FILTERS if answer.counts.get(name) or name in search.filters})
    return {
        "q": search.words,
        "answer": answer,
        "page": page,
        "filters": [Facet(name, _choices(name, answer, search.filters, labels)) for name in FILTERS],
        "chosen": search.filters,
        "is_filtered": bool(search.filters),
        "mended": _mended(answer.mended, page.object_list),
        "sounded": _mended(answer.sounded, page.object_list),
        "most": queries.MOST,
    }


def _labels(viewer: Viewer, names: Collection[str]) -> dict[str, dict[str, str]]:
    """Names of what the record names, for filters with a choice; nouns and languages are named by the templates."""
    labels = {}
    if "track" in names:
        tracks = meetings.visible_tracks(viewer=viewer).values_list("slug", "names", "name")
        labels["track"] = {slug: in_language(written) or name for slug, written, name in tracks}
    if "party" in names:
        named = parties.visible_parties(viewer=viewer).values_list("slug", "names")
        labels["party"] = {slug: in_language(written) for slug, written in named}
    if "pillar" in names:
        pillars = parties.visible_pillars(viewer=viewer).values_list("slug", "names")
        labels["pillar"] = {slug: in_language(written) for slug, written in pillars}
    return labels


def _choices(name: str, answer: Answer, chosen: Mapping[str, str], labels: Mapping[str, Mapping[str, str]]) -> list[Choice]:
    counts = dict(answer.counts.get(name, {}))
    if name in chosen:
        counts.setdefault(chosen[name], 0)
    order = sorted(counts.items(), reverse=True) if name in _BY_VALUE else sorted(counts.items(), key=_most_first)
    names = labels.get(name, {})
    return [Choice(value, names.get(value, value), count, value == chosen.get(name)) for value, count in order]


def _most_first(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _mended(guessed: Mapping[str, tuple[str, ...]], hits: Sequence[Hit]) -> list[Mended]:
    """Mended words as the hits of this page write them; nothing for a word that only its stem is known of."""
    mended = []
    for typed, tokens in guessed.items():
        spellings: dict[str, None] = {}
        only = queries.Answer(wanted=frozenset(tokens))
        for hit in hits[:_ENOUGH]:
            for part in (*only.marked(hit.title), *only.snippet(hit.words)):
                if part.is_marked:
                    spellings.setdefault(part.words, None)
        mended.append(Mended(typed, tuple(spellings)[:3]))
    return [each for each in mended if each.meant]
