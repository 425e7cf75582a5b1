"""All clauses of a corpus against all earlier ones, as one relational plan in Ibis: DuckDB runs it, Spark runs the same.

Words fall into two-word shingles, Japanese into three signs. Features that too many clauses have say nothing and are left
out; what is left weighs by its rarity. Two clauses are candidates when they share enough weight and one is earlier; the
best few of each clause are then measured by all their words. Weights are whole numbers (thousandths of a natural logarithm)
and shares are ten-thousandths, so that sums do not depend on the order in which a machine adds, and ties are broken by
keys: every engine gives the same rows.
"""

from dataclasses import dataclass
from typing import Any

import ibis

_SCALE, _WHOLE = 1000, 10_000  # sums go through float64, exact here, because DuckDB adds in 128 bits and Spark in 64
_OTHER = r"[^\p{L}\p{N}]+"  # what parts words, to RE2 and to Java alike


@dataclass(frozen=True, slots=True)
class Settings:
    """How wide the plan looks. ``cap``: features of more clauses than this are left out; ``keep``: sources of a clause."""

    cap: int = 200
    enough: int = 15_000  # shared weight of candidates, in thousandths
    rarest: int = 24  # features of a later clause by which it is asked for
    candidates: int = 8
    keep: int = 5
    least: int = 2000  # share of the rarer words in common, in ten-thousandths, below which two clauses have nothing to do


DEFAULT = Settings()


def words_of(clauses: Any) -> Any:
    """(key, word, place): the words of each clause in order; of Japanese, three signs at each place."""
    spaced = clauses.mutate(text=clauses.words.lower().re_replace(_OTHER, " ").strip())
    latin = spaced.filter(spaced.language != "ja", spaced.text != "")
    parted = latin.select("key", list=latin.text.split(" "))
    placed = parted.select("key", "list", place=ibis.range(0, parted.list.length()).unnest())
    words = placed.select("key", word=placed.list[placed.place], place=placed.place.cast("int64"))
    joined = spaced.filter(spaced.language == "ja").mutate(text=lambda table: table.text.replace(" ", ""))
    long = joined.filter(joined.text.length() >= 3)
    signs = long.select("key", "text", place=ibis.range(0, long.text.length() - 2).unnest())
    return words.union(signs.select("key", word=signs.text.substr(signs.place, 3), place=signs.place.cast("int64")))


def features_of(words: Any) -> Any:
    """(key, feature), each once: shingles of two neighbours, and words, which count where they are rare."""
    after = words.select("key", place=words.place - 1, after="word")
    paired = words.join(after, ["key", "place"])
    shingles = paired.select("key", feature=paired.word + " " + paired.after)
    return shingles.union(words.select("key", feature="word")).distinct()


def weighed(features: Any, count: Any, *, cap: int) -> Any:
    """(key, feature, weight) of features that more than one clause and at most ``cap`` have."""
    known = features.group_by("feature").aggregate(clauses=lambda table: table.count())
    useful = known.filter(known.clauses >= 2, known.clauses <= cap)
    useful = useful.select("feature", weight=_weight(count, useful.clauses))
    return features.join(useful, "feature").select("key", "feature", "weight")


def vocabulary_of(words: Any, count: Any) -> Any:
    """(key, word, weight), each word once; the words by which candidates are measured."""
    each = words.select("key", "word").distinct()
    known = each.group_by("word").aggregate(clauses=lambda table: table.count())
    return each.join(known, "word").select("key", "word", weight=lambda table: _weight(count, table.clauses))


def candidates_of(later: Any, earlier: Any, days: Any, *, settings: Settings) -> Any:
    """(later, earlier, shared): pairs that share enough weight, the best few for each later clause."""
    order = ibis.window(group_by="key", order_by=[ibis.desc("weight"), "feature"])
    asked = later.mutate(place=ibis.row_number().over(order))
    later = asked.filter(asked.place < settings.rarest)
    sooner = earlier.select(earlier="key", feature="feature")
    met = later.select("feature", "weight", later="key").join(sooner, "feature")
    shared = (
        met.filter(met.later > met.earlier)
        .group_by(["later", "earlier"])
        .aggregate(shared=met.weight.sum().cast("float64").cast("int64"))
    )
    shared = shared.filter(shared.shared >= settings.enough)
    late = days.select(later="key", late_day="day", late_document="document")
    soon = days.select(earlier="key", soon_day="day", soon_document="document")
    dated = shared.join(late, "later").join(soon, "earlier")
    dated = dated.filter(dated.soon_day < dated.late_day, dated.soon_document != dated.late_document)
    return _first(dated.select("later", "earlier", "shared"), by="shared", most=settings.candidates).drop("rank")


def measured(candidates: Any, vocabulary: Any, *, settings: Settings) -> Any:
    """Candidates with the shares of their words in common, by weight: ``kept`` of the later, ``taken`` of the earlier."""
    of_later = candidates.join(vocabulary.select("word", "weight", later="key"), "later").select(
        "later", "earlier", "word", "weight"
    )
    both = of_later.join(vocabulary.select("word", earlier="key"), ["earlier", "word"])
    common = both.group_by(["later", "earlier"]).aggregate(common=both.weight.sum().cast("float64").cast("int64"))
    totals = vocabulary.group_by("key").aggregate(total=vocabulary.weight.sum().cast("float64").cast("int64"))
    table = candidates.join(common, ["later", "earlier"])
    table = table.join(totals.select(later="key", of_later="total"), "later")
    table = table.join(totals.select(earlier="key", of_earlier="total"), "earlier")
    table = table.filter(table.of_later > 0, table.of_earlier > 0)
    table = table.mutate(
        kept=_share(table.common, table.of_later),
        taken=_share(table.common, table.of_earlier),
        score=_share(table.common * 2, table.of_later + table.of_earlier),
    )
    table = _first(table.filter(table.score >= settings.least), by="score", most=settings.keep)
    return table.select("later", "earlier", "rank", "score", "kept", "taken", "shared")


def matches(clauses: Any, *, settings: Settings = DEFAULT) -> Any:
    """The whole plan in one expression: the earlier clauses that each clause comes from, best first."""
    words = words_of(clauses)
    count = clauses.count().as_scalar()
    features = weighed(features_of(words), count, cap=settings.cap)
    candidates = candidates_of(features, features, clauses, settings=settings)
    return named(measured(candidates, vocabulary_of(words, count), settings=settings), clauses)


def named(pairs: Any, clauses: Any) -> Any:
    """Matches with the ids of both clauses instead of their keys."""
    table = pairs.join(clauses.select(later="key", later_id="id"), "later")
    table = table.join(clauses.select(earlier="key", earlier_id="id"), "earlier")
    return table.select("rank", "score", "kept", "taken", "shared", later="later_id", earlier="earlier_id")


def _weight(count: Any, clauses: Any) -> Any:
    """Rarity in thousandths of a natural logarithm, at least one."""
    return ((count.cast("float64") + 1) / clauses.cast("float64")).ln().__mul__(_SCALE).round().cast("int64").clip(lower=1)


def _share(part: Any, whole: Any) -> Any:
    return (part * _WHOLE).cast("float64").__truediv__(whole.cast("float64")).floor().cast("int64")


def _first(table: Any, *, by: str, most: int) -> Any:
    """The first rows of each later clause by a measure; among equals the newest, which has the higher key."""
    order = ibis.window(group_by="later", order_by=[ibis.desc(by), ibis.desc("shared"), ibis.desc("earlier")])
    ranked = table.mutate(rank=ibis.row_number().over(order).cast("int64") + 1)
    return ranked.filter(ranked.rank <= most)


def none_of(clauses: Any) -> Any:
    """Matches of no clause at all."""
    empty = clauses.filter(ibis.literal(False))
    return empty.select(later="key", earlier="key", rank="key", score="key", kept="key", taken="key", shared="key")
