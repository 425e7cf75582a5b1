"""The corpora on which lineage is measured: texts, planted edits with known answers, and texts without a source.

Read from ``NEMAWASHI_CORPORA`` (default ``../shared/corpora``). Sentences of UN General Debate speeches fill the index
up to its size: speeches to 1990 into the index; those of 2015 and later, whole paragraphs, ask as texts without source.
"""

import itertools
import json
import lzma
import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from nemawashi.kit.lineage import IndexedClause

CORPORA = Path(os.environ.get("NEMAWASHI_CORPORA", Path(__file__).resolve().parents[2] / "shared" / "corpora"))
KINDS = ("exact", "e10", "e30", "e50", "reordered", "split", "bracketed", "merged")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_PARTIES = ("JPN", "KAZ", "KGZ", "TJK", "TKM", "UZB")


def documents(name: str) -> Iterator[dict]:
    with lzma.open(CORPORA / f"{name}.jsonl.xz", "rt") as lines:
        for line in lines:
            yield json.loads(line)


def official() -> Iterator[IndexedClause]:
    """Resolutions, decisions, joint statements and drafts of the Paris Agreement, drafts of resolutions left out."""
    for document in itertools.chain(documents("lineage_docs"), documents("ga_decisions")):
        if document.get("type") == "draft":
            continue
        last = max(1, len(document["paragraphs"]) - 1)
        for at, text in enumerate(document["paragraphs"]):
            if len(text.split()) >= 5:
                yield IndexedClause(f"{document['id']}#{at}", text, document["id"], document["date"], place=at / last)


def speeches(first: int, last: int) -> Iterator[IndexedClause]:
    """Sentences of eight words and more, in the order of the years."""
    for document in documents("ungdc"):
        if first <= int(document["date"][:4]) <= last:
            for at, paragraph in enumerate(document["paragraphs"]):
                for nth, sentence in enumerate(_SENTENCE.split(paragraph)):
                    if len(sentence.split()) >= 8:
                        yield IndexedClause(f"{document['id']}#{at}.{nth}", sentence, document["id"], document["date"])


def clauses(count: int) -> list[IndexedClause]:
    return list(itertools.islice(itertools.chain(official(), speeches(1946, 2014)), count))


def without_source(count: int) -> list[str]:
    """Paragraphs of speeches of 2015 and later, evenly drawn."""
    texts = [p for d in documents("ungdc") if d["date"] >= "2015" for p in d["paragraphs"] if 20 <= len(p.split()) <= 150]
    return random.Random(7).sample(texts, count)


class Planter:
    """Makes later texts of earlier ones: r of the words changed is 60 % other words, 20 % left out, 20 % put in."""

    def __init__(self, texts: list[str], seed: int = 20260305) -> None:
        self.rng = random.Random(seed)
        counts = Counter(word for text in texts for word in text.split())
        words, times = zip(*[(word, n) for word, n in sorted(counts.items()) if n >= 5], strict=True)
        self.pool = itertools.cycle(self.rng.choices(words, cum_weights=list(itertools.accumulate(times)), k=400_000))

    def changed(self, text: str, share: float) -> str:
        out: list[str] = []
        for word in text.split():
            if self.rng.random() >= share:
                out.append(word)
                continue
            dice = self.rng.random()
            if dice < 0.6:
                out.append(next(other for other in self.pool if other.lower() != word.lower()))
            elif dice >= 0.8:
                out += [word, next(self.pool)]
        return " ".join(out)

    def reordered(self, text: str) -> str | None:
        parts = [part for part in re.split(r"(?<=[,;])\s+", text) if part]
        if len(parts) < 3:
            return None
        other = parts[:]
        for _ in range(20):
            self.rng.shuffle(other)
            if other != parts:
                break
        return " ".join(other)

    def split(self, text: str) -> str | None:
        words = text.split()
        half = len(words) // 2
        if half < 12:
            return None
        return " ".join(words[:half] if self.rng.random() < 0.5 else words[half:])

    def bracketed(self, text: str) -> str:
        words, out, at = text.split(), [], 0
        for place in sorted(self.rng.sample(range(len(words)), self.rng.randint(2, 4))):
            if place < at:
                continue
            out += words[at:place]
            span = words[place : place + self.rng.randint(1, 4)]
            dice = self.rng.random()
            if dice < 0.34:
                out.append("[" + " ".join(span) + "]")
            elif dice < 0.67:
                other = " ".join(next(self.pool) for _ in range(self.rng.randint(1, 4)))
                out.append(f"[{' '.join(span)}] [{self.rng.choice(_PARTIES)} alt: {other}]")
            else:
                other = " ".join(next(self.pool) for _ in range(self.rng.randint(2, 6)))
                out += [*span, f"[{'/'.join(self.rng.sample(_PARTIES, 2))} propose: {other}]"]
            at = place + len(span)
        return " ".join(out + words[at:])

    def make(self, kind: str, one: IndexedClause, other: IndexedClause) -> str | None:
        if kind == "exact":
            return one.text
        if kind in ("e10", "e30", "e50"):
            return self.changed(one.text, int(kind[1:]) / 100)
        if kind == "reordered":
            return self.reordered(one.text)
        if kind == "split":
            return self.split(one.text)
        if kind == "bracketed":
            return self.bracketed(one.text)
        return None if one.document == other.document else one.text.rstrip(".;,") + ", and " + other.text


def planted(texts: list[IndexedClause], each: int, seed: int = 20260305) -> list[tuple[str, str, list[IndexedClause]]]:
    """(kind, text, the clauses it was made from), ``each`` of every kind; seeds are 20 to 120 words long."""
    planter = Planter([clause.text for clause in texts], seed)
    seeds = [clause for clause in texts if 20 <= len(clause.text.split()) <= 120]
    found = []
    for kind in KINDS:
        made = 0
        while made < each:
            one, other = planter.rng.choice(seeds), planter.rng.choice(seeds)
            text = planter.make(kind, one, other)
            if text:
                found.append((kind, text, [one, other] if kind == "merged" else [one]))
                made += 1
    return found
