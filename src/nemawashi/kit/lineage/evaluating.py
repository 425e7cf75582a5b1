"""How well lineage does on labelled pairs: first hit, hit in five, false alarms, CPU time.

A labelled item is a later clause with the earlier one it comes from, or with none (``formula``, ``none``). Items marked
ambiguous are left out. Haystack: every paragraph of five words and more, drafts of resolutions left out; only earlier
dates count. A hit is the earlier clause, or one that the label accepts beside it.
"""

import json
import lzma
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nemawashi.kit.lineage.encoders import Encoder
from nemawashi.kit.lineage.index import Index
from nemawashi.kit.lineage.values import Descent, IndexedClause
from nemawashi.kit.lineage.vectors import Vectors

RECALL = 0.92
_LEAST_WORDS = 5
_SYMBOL = re.compile(r"^\d+/\d+\s*[A-Z]*\.\s*")
_NO_LETTERS = re.compile(r"[\d\W_]+")


@dataclass(frozen=True)
class Result:
    """``labels``: label to (items, share first, share in five), whether called a source or rejected.

    ``shown``: label to the share whose right source a reader sees first. ``false_alarms``: share of items without a source
    that score as high as the threshold under which 92 % of those with one are found. ``ms_cpu``: a clause. ``meant``: the
    same with vectors, where they were asked for.
    """

    labels: dict[str, tuple[int, float, float]]
    false_alarms: dict[str, float]
    ms_cpu: float
    meant: "Result | None" = None
    shown: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        rows = {label: {"n": n, "r1": r1, "r5": r5} for label, (n, r1, r5) in self.labels.items()}
        labels = {label: row | {"shown": self.shown.get(label, 0.0)} for label, row in rows.items()}
        figures = {"labels": labels, "false_alarms": self.false_alarms, "ms_cpu": self.ms_cpu}
        return figures | ({"with_vectors": self.meant.as_json()} if self.meant else {})


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file, packed with xz or not. Raises OSError, and ValueError naming the line."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        try:
            for number, line in enumerate(file, 1):
                if line.strip():
                    try:
                        yield json.loads(line)
                    except ValueError as fault:
                        raise ValueError(f"{path.name}, line {number}: {fault}") from fault
        except (lzma.LZMAError, EOFError, UnicodeDecodeError) as fault:
            raise ValueError(f"{path.name} does not unpack: {fault}") from fault


def series(title: str) -> str:
    """What documents that continue each other have in common: the title without symbol, numbers and marks."""
    return _NO_LETTERS.sub(" ", _SYMBOL.sub("", title).lower()).strip()


def haystack(documents: Iterable[dict[str, Any]]) -> Iterator[IndexedClause]:
    for document in documents:
        if document.get("type") == "draft":
            continue
        paragraphs = document["paragraphs"]
        last = max(1, len(paragraphs) - 1)
        of = series(document.get("title", ""))
        language = document.get("language") or "en"
        for at, text in enumerate(paragraphs):
            if len(text.split()) >= _LEAST_WORDS:
                id = f"{document['id']}#{at}"
                yield IndexedClause(id, text, document["id"], document["date"], of, "", language, at / last)


def evaluate(
    gold: Iterable[dict[str, Any]],
    documents: Iterable[dict[str, Any]],
    folder: Path,
    *,
    encoder: Encoder | None = None,
    tell: Callable[[str, int, int], None] | None = None,
) -> Result:
    """Build an index of the documents in ``folder`` and put every labelled clause to it, with its document around it.

    With ``encoder`` once more, with vectors. ``tell`` is called with what is being done, how far, and of how much (0 when
    unknown).
    """
    kept = {document["id"]: document for document in documents}
    count = tell or (lambda what, done, of: None)
    with Index.build(folder, haystack(kept.values()), tell=lambda n: count("index", n, 0)) as index:
        items = [item for item in gold if not item.get("ambiguous")]
        result = _asked(index, kept, items, lambda done: count("search", done, len(items)))
        if encoder is None:
            return result
        vectors = Vectors(index, encoder=encoder)
        vectors.update(tell=lambda done, of: count("vectors", done, of))
        meant = _asked(index, kept, items, lambda done: count("search with vectors", done, len(items)), vectors)
    return replace(result, meant=meant)


def _asked(
    index: Index,
    documents: dict[str, Any],
    items: list[dict[str, Any]],
    tell: Callable[[int], None],
    vectors: Vectors | None = None,
) -> Result:
    hits: dict[str, list[int]] = defaultdict(list)
    seen: dict[str, list[bool]] = defaultdict(list)
    scores: dict[str, list[float]] = defaultdict(list)
    ask(index, documents, items[0], vectors) if items else None
    spent = 0.0
    for number, item in enumerate(items, 1):
        start = time.process_time()
        finding = ask(index, documents, item, vectors)
        spent += time.process_time() - start
        ids = [source.clause.id for source in (*finding.sources, *finding.rejected)]
        wanted = {f"{clause['doc']}#{clause['para']}" for clause in accepted(item)}
        scores[item["label"] if not wanted else ""].append(finding.score)
        if wanted:
            seen[item["label"]].append(bool(finding.sources) and ids[0] in wanted)
            hits[item["label"]].append(next((at for at, id in enumerate(ids) if id in wanted), len(ids) + 5))
        tell(number)
    return Result(
        {label: (len(at), share(at, 1), share(at, 5)) for label, at in sorted(hits.items())},
        false_alarms(scores),
        round(spent * 1000 / max(1, len(items)), 3),
        shown={label: round(sum(each) / len(each), 4) for label, each in sorted(seen.items())},
    )


def accepted(item: dict[str, Any]) -> list[dict[str, Any]]:
    return [item["earlier"], *item.get("also_accepted", [])] if item.get("earlier") else []


def ask(index: Index, documents: dict[str, Any], item: dict[str, Any], vectors: Vectors | None = None) -> Descent:
    later = item["later"]
    document = documents.get(later["doc"])
    known = {"before": later["date"], "document": later["doc"]}
    if document is None or later.get("para", -1) not in range(len(document["paragraphs"])):
        return index.find(later["text"], vectors=vectors, **known)
    of = series(document.get("title", ""))
    return next(index.traced(document["paragraphs"], [later["para"]], series=of, limit=5, vectors=vectors, **known))


def share(at: list[int], limit: int) -> float:
    return round(sum(place < limit for place in at) / len(at), 4)


def false_alarms(scores: dict[str, list[float]]) -> dict[str, float]:
    """At the highest threshold that still finds 92 % of the clauses with a source."""
    sure = sorted(scores.pop("", []), reverse=True)
    if not sure:
        return {}
    threshold = sure[min(len(sure) - 1, max(0, -(-int(len(sure) * RECALL * 1000) // 1000) - 1))]
    return {
        label: round(sum(one >= threshold for one in of_label) / len(of_label), 4)
        for label, of_label in sorted(scores.items())
    }
