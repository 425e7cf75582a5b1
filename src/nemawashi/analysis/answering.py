"""What is asked of a published collection, and the whole answer: the same question of the same words has the same bytes.

Pages show a part of an answer, a run keeps it whole. A question is the choices of a page as they stand in its address.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from nemawashi.access import origins
from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.analysis import counted, queries
from nemawashi.analysis.counted import PublishedCollection
from nemawashi.analysis.models import Concept
from nemawashi.analysis.terms import ResultKind
from nemawashi.kit import counting
from nemawashi.kit.coding import bypattern
from nemawashi.kit.counting import Collection, CountedDocument, Cross, Forms, Overlap, PatternLife, Semantics, concordances
from nemawashi.kit.counting.concordances import Concordance
from nemawashi.kit.counting.contrasts import KeyWord
from nemawashi.kit.counting.neighbours import Collocate, Collocates
from nemawashi.kit.counting.tallies import GroupTally
from nemawashi.kit.faults import UnreadableError

MOST_LINES = 50_000
MOST_WRITTEN = 5000
LONGEST_PHRASE = 100
CHANCE, LEAST = 0.01, 3  # of a word that keyness shows
_BEST = 3  # of which a collocate is counted
_WORDS_OF_KEYNESS = 500
_PASSAGES = 500  # of a concept that an answer names
SORTS = ("R1", "L1", "R2", "L2", "match", "text")
MEASURES = ("g2", "mi", "t", "log_dice", "count")
KEYNESS_SORTS = ("log_ratio", "g2", "target")
SIZES, LEASTS = ("2", "3", "4", "5"), ("2", "3", "5", "10", "20")  # of sequences: words in one, and how often at least
GROUPS = tuple(str(n) for n in range(2, 13))
MOST_ALIKE = 400  # documents that a page compares; the library takes more
_MOST_GRAMS = 2000  # sequences, or pairs, of an answer
WINDOWS = tuple(str(n) for n in range(1, 11))


@dataclass(frozen=True, slots=True)
class WordsAsked:
    """What a reader asks, as it stands in the address; every choice has its value, so that defaults may change later."""

    name: str
    language: str
    phrase: str
    sort: str
    measure: str
    window: str
    overlap: Overlap
    semantics: Semantics

    def query(self) -> dict[str, str]:
        return {
            "in": self.name,
            "language": self.language or "all",
            "q": self.phrase,
            "sort": self.sort,
            "case": self.semantics.case,
            "hyphens": self.semantics.hyphens,
            "cross": str(self.semantics.cross),
            "forms": str(self.semantics.forms),
            "overlap": str(self.overlap),
            "window": self.window,
            "by": self.measure,
        }


@dataclass(frozen=True, slots=True)
class CountingQuestion:
    """A page with its choices, all of them."""

    kind: ResultKind
    query: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.kind}?{urlencode(self.query)}"


def question(written: str) -> CountingQuestion:
    """A question from the words of ``str``. Raises ``UnreadableError`` for what no page asks."""
    kind, _, rest = written.partition("?")
    choices = dict(parse_qsl(rest, keep_blank_values=True))
    if kind not in ResultKind.values:
        raise UnreadableError("that is no question of a page")
    of = ResultKind(kind)
    query_of: dict[ResultKind, Callable[[Mapping[str, str]], dict[str, str]]] = {
        ResultKind.WORDS: _words_query,
        ResultKind.KEYNESS: _keyness_query,
        ResultKind.LIFE_SPANS: _lives_query,
        ResultKind.NGRAMS: _ngrams_query,
        ResultKind.LIKENESS: _likeness_query,
    }
    return CountingQuestion(of, query_of[of](choices))


def _one_of(choices: Mapping[str, str], name: str, known: Sequence[str]) -> str:
    if choices.get(name) not in known:
        raise UnreadableError(f"{choices.get(name, '')!r:.40} is not a choice for {name}")
    return choices[name]


def _language(choices: Mapping[str, str]) -> str:
    if not (language := choices.get("language", "")).isalpha() or len(language) > 8:
        raise UnreadableError("the question names no language")
    return language


def asked_of(query: Mapping[str, str]) -> WordsAsked:
    """The choices of the page of words in context, out of an address that has them all."""
    phrase = " ".join(query.get("q", "").split())
    if not phrase or len(phrase) > LONGEST_PHRASE or "\0" in phrase:
        raise UnreadableError("the question has no phrase")
    hyphens = _one_of(query, "hyphens", ("split", "join"))
    return WordsAsked(
        query.get("in", ""),
        "" if _language(query) == "all" else query["language"],
        phrase,
        _one_of(query, "sort", SORTS),
        _one_of(query, "by", MEASURES),
        _one_of(query, "window", WINDOWS),
        Overlap(_one_of(query, "overlap", (Overlap.ALL, Overlap.NONE))),
        Semantics(
            hyphens,
            hyphens,
            _one_of(query, "case", ("fold", "keep")),
            Cross(_one_of(query, "cross", list(Cross))),
            Forms(_one_of(query, "forms", (Forms.EXACT, Forms.STEM))),
        ),
    )


def _words_query(choices: Mapping[str, str]) -> dict[str, str]:
    return asked_of(choices).query()


def _keyness_query(choices: Mapping[str, str]) -> dict[str, str]:
    names = {"in": choices.get("in", ""), "against": choices.get("against", "")}
    return names | {"language": _language(choices), "sort": _one_of(choices, "sort", KEYNESS_SORTS)}


def _lives_query(choices: Mapping[str, str]) -> dict[str, str]:
    return {"in": choices.get("in", "")}


def _ngrams_query(choices: Mapping[str, str]) -> dict[str, str]:
    of = {"in": choices.get("in", ""), "language": _language(choices)}
    return of | {"size": _one_of(choices, "size", SIZES), "least": _one_of(choices, "least", LEASTS)}


def _likeness_query(choices: Mapping[str, str]) -> dict[str, str]:
    of = {"in": choices.get("in", ""), "language": _language(choices)}
    return of | {"groups": _one_of(choices, "groups", GROUPS)}


def answer(asked: CountingQuestion, viewer: Viewer = PUBLIC) -> dict[str, Any]:
    """The whole answer, as the words stand now, without fiction. Raises ``UnreadableError`` where there is none.

    The viewer's own material can be asked for by the viewer alone.
    """
    ask: dict[ResultKind, Callable[[Mapping[str, str], Viewer], dict[str, Any]]] = {
        ResultKind.WORDS: _words,
        ResultKind.KEYNESS: _keyness,
        ResultKind.LIFE_SPANS: _lives,
        ResultKind.NGRAMS: _ngrams,
        ResultKind.LIKENESS: _likeness,
    }
    with origins.showing(False):
        return ask[asked.kind](asked.query, viewer)


def written(of: Mapping[str, Any]) -> str:
    """An answer as the bytes that are compared."""
    return json.dumps(of, ensure_ascii=False, indent=1) + "\n"


def about(collection: Collection, name: str) -> dict[str, Any]:
    """What a figure must name of its collection so that it can be had again."""
    return {
        "name": name,
        "documents": len(collection),
        "words": counted.size(collection),
        "hash": collection.hash,
        "analysers": list(collection.analysers),
    }


# ── Words in context ──────────────────────────────────────────────────────────────────────────────────────────────


def concordance_of(held: PublishedCollection, asked: WordsAsked) -> tuple[Concordance, Collocates]:
    """The lines and the neighbours; kept, since a reader turns pages and takes the table."""
    collection = held.of(asked.language)
    near = Semantics("join", "join", asked.semantics.case, Cross.SENTENCE, asked.semantics.forms)

    def ask() -> tuple[Concordance, Collocates]:
        counting.pattern(asked.phrase)
        table = counting.kwic(collection, asked.phrase, semantics=asked.semantics, overlap=asked.overlap)
        return table, counting.collocates(
            collection, asked.phrase, window=int(asked.window), semantics=near, least=_BEST, sort=asked.measure
        )

    return held.answered(("words", *asked.query().values()), ask)


def by_year(collection: Collection, table: Concordance) -> list[GroupTally]:
    years = [document.year for document in collection.documents]
    return counting.by_group(table.documents, years, collection.words(counting.WORDS).sizes)


def lines_of(held: PublishedCollection, asked: WordsAsked, table: Concordance) -> list[dict[str, Any]]:
    """The lines, each with the ref of the clause in which it stands."""
    collection = held.of(asked.language)
    lines = table.lines([asked.sort], limit=MOST_WRITTEN)
    return [
        concordances.row(line, collection)
        | {"title": collection.documents[line.document].attributes.get("title", "")}
        | {"passage": held.passage(line.id, line.start)}
        for line in lines
    ]


def words_answer(
    held: PublishedCollection,
    asked: WordsAsked,
    table: Concordance,
    years: Sequence[GroupTally],
    collocates: Collocates,
) -> dict[str, Any]:
    """The fields of ``nemawashi kwic --json --by year`` with those of ``nemawashi collocates --json`` beside them."""
    return {
        "phrases": [asked.phrase],
        "collection": about(held.of(asked.language), asked.name)
        | {"language": asked.language or None, "semantics": asked.semantics.row(), "overlap": str(asked.overlap)},
        "total": len(table),
        "documents": len(set(table.documents.tolist())),
        "lines": lines_of(held, asked, table),
        "by": [year_row(each) for each in years],
        "window": int(asked.window),
        "collocates": [collocate_row(each) for each in collocates.rows],
    }


def _words(query: Mapping[str, str], viewer: Viewer) -> dict[str, Any]:
    asked = asked_of(query)
    held = counted.collection(asked.name, viewer)
    collection = held.of(asked.language)
    if not len(collection):
        raise UnreadableError("nothing is published in this collection in that language")
    table, collocates = concordance_of(held, asked)
    if len(table) > MOST_LINES:
        raise UnreadableError(f"that occurs more than {MOST_LINES:,} times")
    return words_answer(held, asked, table, by_year(collection, table), collocates)


def year_row(tally: GroupTally) -> dict[str, Any]:
    return {
        "group": tally.group,
        "count": tally.count,
        "documents": tally.documents,
        "of_documents": tally.of_documents,
        "words": tally.words,
        "per_million": round(tally.per_million, 3),
        "per_document": round(tally.per_document, 4),
    }


def collocate_row(each: Collocate) -> dict[str, Any]:
    named = ("word", "count", "left", "right", "frequency", "range", "expected", "g2", "mi", "t", "log_dice")
    return {name: _plain(getattr(each, name)) for name in named}


def _plain(value: Any) -> Any:
    """No number that JSON does not have: a word that one side lacks has no spread there."""
    if isinstance(value, float):
        return round(value, 6) if value == value and abs(value) != float("inf") else None
    return value


# ── Keyness ───────────────────────────────────────────────────────────────────────────────────────────────────────


def key_words(held: PublishedCollection, other: PublishedCollection, language: str, sort: str) -> list[KeyWord]:
    """The words that set one side apart from the other; kept."""
    sides = held.of(language), other.of(language)

    def ask() -> list[KeyWord]:
        whole, (target, reference) = counting.together(*sides)
        table = counting.keyness(whole, target, reference)
        return table.rows(sort=sort, p=CHANCE, least=LEAST, limit=_WORDS_OF_KEYNESS)

    keeper = other if other.is_own else held  # what is counted of own material is kept beside it
    return keeper.answered(("keyness", *(side.hash for side in sides), held.name, other.name, language, sort), ask)


def keyness_answer(
    query: Mapping[str, str], sides: tuple[Collection, Collection], words: Sequence[KeyWord]
) -> dict[str, Any]:
    return {
        "target": about(sides[0], query["in"]),
        "reference": about(sides[1], query["against"]),
        "language": query["language"],
        "sort": query["sort"],
        "p": CHANCE,
        "min": LEAST,
        "correction": "none",
        "semantics": counting.WORDS.row(),
        "words": [key_row(word) for word in words],
    }


def _keyness(query: Mapping[str, str], viewer: Viewer) -> dict[str, Any]:
    held, other = counted.collection(query["in"], viewer), counted.collection(query["against"], viewer)
    language = "" if query["language"] == "all" else query["language"]
    sides = held.of(language), other.of(language)
    if query["in"] == query["against"] or not all(len(side) and counted.size(side) for side in sides):
        raise UnreadableError("two sides with words are compared")
    return keyness_answer(query, sides, key_words(held, other, language, query["sort"]))


def key_row(word: KeyWord) -> dict[str, Any]:
    named = (
        "word", "target", "reference", "target_per_million", "reference_per_million", "g2", "p", "log_ratio",
        "target_range", "reference_range", "target_dp", "reference_dp",
    )  # fmt: skip
    return {name: _plain(getattr(word, name)) for name in named}


# ── Life spans ────────────────────────────────────────────────────────────────────────────────────────────────────


def lives_answer(held: PublishedCollection, rows: Sequence[tuple[Concept, PatternLife | None]]) -> dict[str, Any]:
    whole, book = held.of(""), counted.concepts()
    return {
        "collection": about(whole, held.name),
        "codebook": {"name": book.name, "version": book.version, "digest": book.digest},
        "status": "mentions: no person has confirmed them",
        "lifespans": [life_row(concept, life) for concept, life in rows],
    }


def _lives(query: Mapping[str, str], viewer: Viewer) -> dict[str, Any]:
    """With the years of each concept, and the clauses in which its mentions stand."""
    held = counted.collection(query["in"], viewer)
    if not held.documents:
        raise UnreadableError("nothing is published in this collection yet")
    lives = counted.lives(held)
    rows = [(concept, lives.get(concept.slug)) for concept in queries.concept_list(viewer=PUBLIC)]
    passages: dict[str, list[dict[str, Any]]] = {}
    for each in bypattern.coded(counted.concepts(), held.of("")).passages():
        of_concept = passages.setdefault(each.code, [])
        if len(of_concept) < _PASSAGES:
            of_concept.append(
                {
                    "document": each.document,
                    "start": each.start,
                    "end": each.end,
                    "words": each.words,
                    "passage": held.passage(each.document, each.start),
                }
            )
    whole = lives_answer(held, rows)
    for row, (concept, life) in zip(whole["lifespans"], rows, strict=True):
        row["periods"] = [year_row(each) for each in life.periods] if life else []
        row["passages"] = passages.get(concept.slug, []) if life else []
    return whole


def life_row(concept: Concept, life: PatternLife | None) -> dict[str, Any]:
    return {
        "concept": concept.slug,
        "name": concept.name,
        "record_first": str(concept.first_seen_on or ""),
        "record_last": str(concept.last_seen_on or ""),
        "count": life.count if life else None,
        "documents": life.documents if life else None,
        "first": life.first if life else "",
        "last": life.last if life else "",
        "peak": life.peak if life else "",
        "gaps": [list(gap) for gap in life.gaps] if life else [],
        "returned": life.returned if life else "",
    }


# ── Sequences and likeness ────────────────────────────────────────────────────────────────────────────────────────


def sequences_of(held: PublishedCollection, language: str, size: str, least: str) -> list[dict[str, Any]]:
    """Words that follow each other, the most frequent first; kept."""
    of = held.of(language)
    whole = held.answered(
        ("ngrams", language, size, least), lambda: counting.ngrams(of, int(size), least=int(least), limit=_MOST_GRAMS)
    )
    glue, words = "" if language == "ja" else " ", max(1, counted.size(of))
    return [
        {"words": glue.join(each), "count": count, "per_million": round(count * 1_000_000 / words, 1)}
        for each, count in whole
    ]


def alike_of(held: PublishedCollection, language: str, groups: str) -> tuple[list[tuple[int, int, float]], list[list[int]]]:
    """Pairs by likeness, and documents in so many groups, all by their number; kept."""
    of = held.of(language)
    if not 2 <= len(of) <= MOST_ALIKE:
        raise UnreadableError(f"two to {MOST_ALIKE} documents are compared")

    def ask() -> tuple[list[tuple[int, int, float]], list[list[int]]]:
        alike = counting.similarity(of)
        size = len(of)
        pairs = [(n, m, round(float(alike[n, m]), 4)) for n in range(size) for m in range(n + 1, size) if alike[n, m] > 0]
        pairs.sort(key=lambda pair: (-pair[2], pair[:2]))
        return pairs[:_MOST_GRAMS], counting.groups(alike, min(int(groups), size))

    return held.answered(("likeness", language, groups), ask)


def _spoken(query: Mapping[str, str], viewer: Viewer) -> tuple[PublishedCollection, str]:
    """The collection of a question, and its language; empty for all."""
    held, language = counted.collection(query["in"], viewer), "" if query["language"] == "all" else query["language"]
    if not len(held.of(language)):
        raise UnreadableError("nothing is published in this collection in that language")
    return held, language


def _ngrams(query: Mapping[str, str], viewer: Viewer) -> dict[str, Any]:
    held, language = _spoken(query, viewer)
    rows = sequences_of(held, language, query["size"], query["least"])
    return {
        "collection": about(held.of(language), query["in"]),
        **{"language": query["language"], "size": int(query["size"]), "least": int(query["least"])},
        **{"semantics": counting.WORDS.row(), "total": len(rows), "ngrams": rows},
    }


def _likeness(query: Mapping[str, str], viewer: Viewer) -> dict[str, Any]:
    held, language = _spoken(query, viewer)
    of = held.of(language)
    pairs, grouped = alike_of(held, language, query["groups"])
    ids = [document.id for document in of.documents]
    return {
        "collection": about(of, query["in"]),
        **{"language": query["language"], "groups": int(query["groups"]), "semantics": counting.WORDS.row()},
        "measure": "cosine of words weighed by rarity; average linkage",
        "documents": [alike_document(document) for document in of.documents],
        "grouped": [{"group": n, "document": ids[each]} for n, group in enumerate(grouped, 1) for each in group],
        "pairs": [{"one": ids[one], "other": ids[other], "cosine": cosine} for one, other, cosine in pairs],
    }


def alike_document(document: CountedDocument) -> dict[str, str]:
    """What a page needs of a document to name it and to lead to it."""
    known = document.attributes
    return {
        **{"id": document.id, "date": document.date, "language": document.language},
        **{name: known.get(name, "") for name in ("document", "symbol", "title")},
    }


# ── Again ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def changes(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Which part of an answer changed, the causes before the figures: the part, and then and now in a few words."""
    parts: list[tuple[str, str]] = []
    for name in ("collection", "target", "reference"):
        one, other = then.get(name) or {}, now.get(name) or {}
        if one.get("hash") != other.get("hash"):
            parts.append((name, f"{one.get('documents')} → {other.get('documents')}"))
        if one.get("analysers") != other.get("analysers"):
            parts.append(("analysers", f"{', '.join(one.get('analysers', []))} → {', '.join(other.get('analysers', []))}"))
    one, other = then.get("codebook") or {}, now.get("codebook") or {}
    if one.get("digest") != other.get("digest"):
        parts.append(("codebook", f"{one.get('name')} {one.get('version')} → {other.get('version')}"))
    causes = ("collection", "target", "reference", "codebook")
    figures = [name for name in then if then[name] != now.get(name) and name not in causes]
    return parts + ([("figures", ", ".join(figures))] if figures else [])
