"""How many of the labelled promises a finder finds, and how much of each it gets right.

Found: half of the longer of the two spans overlaps, one answer to one label. The items are worded for these tests; those of
the half ``kept`` were put aside before the finder was fitted to the others.
"""

import collections
import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nemawashi.kit import promises

FIELDS = ("kind", "strength", "owner", "due", "amount")
HERE = Path(__file__).parent
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Score:
    wanted: int
    answered: int
    hits: int
    clauses: tuple[int, int, int]
    fields: dict[str, float]

    @property
    def f1(self) -> float:
        return 2 * self.hits / (self.wanted + self.answered)

    @property
    def by_clause(self) -> float:
        """Promise or not, whatever the words: wanted, said, both."""
        wanted, said, both = self.clauses
        return 2 * both / (wanted + said)


def items(language: str, half: str = "") -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in (HERE / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if half in ("", row["half"])]


def clauses(item: dict[str, Any]) -> list[promises.SaidClause]:
    if "clauses" in item:
        return [promises.SaidClause(clause["kind"], clause["words"]) for clause in item["clauses"]]
    return [promises.SaidClause(item["clause_kind"], item["text"])]


def score(rows: list[dict[str, Any]]) -> Score:
    wanted = answered = 0
    clause = [0, 0, 0]
    right: collections.Counter[str] = collections.Counter()
    for row in rows:
        answers = promises.find(clauses(row), row["language"]).promises
        labels = row["commitments"]
        wanted, answered = wanted + len(labels), answered + len(answers)
        clause = [
            one + more for one, more in zip(clause, (bool(labels), bool(answers), bool(labels and answers)), strict=True)
        ]
        for label, answer in _pairs(labels, answers):
            right.update(["hits", *(field for field in FIELDS if _same(field, label[field], getattr(answer, field)))])
    hits = right["hits"]
    return Score(
        wanted, answered, hits, (clause[0], clause[1], clause[2]), {field: right[field] / hits for field in FIELDS}
    )


def _pairs(
    labels: list[dict[str, Any]], answers: tuple[promises.Promised, ...]
) -> list[tuple[dict[str, Any], promises.Promised]]:
    near = sorted(
        (
            (-_overlap(label["words"], answer.words), i, j)
            for i, label in enumerate(labels)
            for j, answer in enumerate(answers)
            if label.get("clause", 0) == answer.clause
        )
    )
    seen: set[tuple[str, int]] = set()
    out = []
    for share, i, j in near:
        if -share >= 0.5 and not {("label", i), ("answer", j)} & seen:
            seen |= {("label", i), ("answer", j)}
            out.append((labels[i], answers[j]))
    return out


def _overlap(one: str, other: str) -> float:
    a, b = _tokens(one), _tokens(other)
    return (a & b).total() / max(a.total(), b.total(), 1)


def _tokens(words: str) -> collections.Counter[str]:
    said = unicodedata.normalize("NFKC", words).casefold()
    if _UNSPACED.search(said):
        signs = re.sub(r"[\W_]+", "", said)
        return collections.Counter(signs[at : at + 2] for at in range(len(signs) - 1))
    return collections.Counter(re.findall(r"\w+", said))


def _same(field: str, label: str, answer: str) -> bool:
    """Dates and owners as they are, or more exact; words of a date or an amount that overlap by half."""
    if not label or not answer or field in ("kind", "strength"):
        return label == answer
    if re.fullmatch(r"\d{4}(?:-\d\d){0,2}", label):
        return answer.startswith(label)
    numbers = re.findall(r"\d[\d.,]*", label)
    if field == "amount" and numbers:
        return numbers == re.findall(r"\d[\d.,]*", answer)
    return label == answer or (field != "owner" and _overlap(label, answer) >= 0.5)
