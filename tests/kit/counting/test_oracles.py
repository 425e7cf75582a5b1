"""Equal to quanteda: counts, keyness with and without correction, collocations and concordance on the same paragraphs."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pytest

from nemawashi.kit import counting
from nemawashi.kit.counting import QUANTEDA, Collection

ANSWERS = Path(__file__).parent / "quanteda"


def answers(name: str) -> list[dict[str, str]]:
    with (ANSWERS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def hyphened(word: str) -> str:
    """A word with the one form of hyphen that is counted here."""
    return word.replace("‐", "-")


@pytest.fixture(scope="module")
def declaration() -> Collection:
    return counting.collection([ANSWERS / "udhr_en.csv"])


def test_sizes_of_documents_are_those_of_quanteda(declaration: Collection) -> None:
    words = declaration.words(QUANTEDA)
    types = np.diff(words.matrix.starts)

    assert [(int(row["ntoken"]), int(row["ntype"])) for row in answers("counts.csv")] == list(
        zip(words.sizes.tolist(), types.tolist(), strict=True)
    )


def test_frequencies_and_ranges_are_those_of_quanteda(declaration: Collection) -> None:
    counted = {row.word: (row.count, row.range) for row in counting.frequencies(declaration, semantics=QUANTEDA)}

    assert counted == {
        hyphened(row["feature"]): (int(row["frequency"]), int(row["docfreq"])) for row in answers("frequency.csv")
    }


@pytest.mark.parametrize("correction", ["none", "default"])
@pytest.mark.parametrize(("measure", "column", "near"), [("chi2", "chi2", 1e-9), ("lr", "g2", 1e-5), ("pmi", "pmi", 1e-6)])
def test_keyness_is_that_of_quanteda(
    declaration: Collection, measure: str, column: str, near: float, correction: str
) -> None:
    if (measure, correction) == ("pmi", "default"):
        pytest.skip("quanteda corrects no mutual information")
    target = declaration.where(lambda document: document.attributes["grp"] == "b")
    reference = declaration.where(lambda document: document.attributes["grp"] != "b")

    table = counting.keyness(declaration, target, reference, semantics=QUANTEDA, correct=correction == "default")

    theirs = {
        hyphened(row["feature"]): float(row[{"lr": "G2"}.get(measure, measure)])
        for row in answers(f"keyness_{measure}_{correction}.csv")
    }
    ours = dict(zip(table.words.types, table.columns[column].tolist(), strict=True))
    assert [ours[word] for word in theirs] == [pytest.approx(value, abs=near) for value in theirs.values()]


def test_collocations_are_those_of_quanteda(declaration: Collection) -> None:
    pairs = counting.collocations(declaration, semantics=QUANTEDA, least=2)

    ours = {" ".join(pair.words): (pair.count, pair.lambda_, pair.z) for pair in pairs}
    theirs = {
        hyphened(row["collocation"]): (int(row["count"]), float(row["lambda"]), float(row["z"]))
        for row in answers("collocations_lambda_size2_min2.csv")
    }
    assert set(ours) == set(theirs)
    assert [ours[pair] for pair in theirs] == [pytest.approx(row) for row in theirs.values()]


def test_concordance_is_that_of_quanteda(declaration: Collection) -> None:
    lines = counting.kwic(declaration, "the right to", window=4).lines()

    def words(text: str) -> str:
        return " ".join(re.findall(r"\w+", text.lower()))

    ours = [
        (line.id, line.first, line.last, words(line.left), words(line.match), words(line.right), line.pattern)
        for line in lines
    ]
    assert ours == [
        (row["docname"], int(row["from"]), int(row["to"]), row["pre"], row["keyword"], row["post"], row["pattern"])
        for row in answers("kwic_the_right_to_w4.csv")
    ]
