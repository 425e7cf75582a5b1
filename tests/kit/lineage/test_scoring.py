"""How candidates are put in order and named: each border at both sides, from measures that are given."""

import numpy as np
import pytest

from nemawashi.kit.lineage import IndexedClause, Kind, Part, scoring
from nemawashi.kit.lineage.aligning import Step
from nemawashi.kit.lineage.measures import NAMES, WORDS, Measured
from nemawashi.kit.lineage.turns import flags
from nemawashi.kit.lineage.values import SourceClause
from nemawashi.kit.lineage.weighing import Read

ONES = np.ones(len(NAMES))


def row(words: float, evidence: float) -> np.ndarray:
    """Measures of which the first of the words and the first of the evidence are given, and all others nothing."""
    values = np.zeros(len(NAMES))
    values[0], values[len(WORDS)] = words, evidence
    return values


def test_evidence_decides_between_like_words() -> None:
    ranked = scoring._rank(np.array([row(1.0, 0.0), row(1.0, 0.5)]), ONES)

    assert ranked[1] - ranked[0] == pytest.approx(0.5)


def test_evidence_overrules_no_words_that_are_further_apart_than_it_may_weigh() -> None:
    apart = scoring.EVIDENCE_MAY

    ranked = scoring._rank(np.array([row(apart + 0.1, 0.0), row(0.0, 100.0)]), ONES)
    within = scoring._rank(np.array([row(apart - 0.1, 0.0), row(0.0, 100.0)]), ONES)

    assert ranked[0] > ranked[1]
    assert within[0] < within[1]


@pytest.mark.parametrize(
    ("plain", "kept", "taken", "kind"),
    [
        (0.85, 0.7, 0.7, Kind.NEAR),
        (0.849, 0.7, 0.7, Kind.EDITED),
        (0.85, 0.6, 0.7, Kind.EDITED),
        (0.55, 0.5, 0.5, Kind.EDITED),
        (0.549, 0.5, 0.5, Kind.PARAPHRASE),
        (0.7, 0.6, 0.44, Kind.PARTIAL),
        (0.7, 0.59, 0.44, Kind.EDITED),
        (0.7, 0.6, 0.45, Kind.EDITED),
    ],
)
def test_kinds_begin_at_their_borders(plain: float, kept: float, taken: float, kind: Kind) -> None:
    assert scoring._kind("these words", "those words", plain, kept, taken, 0.0) == kind


def merged(*runs: list[tuple[int, int]]) -> list[Part]:
    """The parts of sources that each share these runs with a text of ten words of one weight."""
    made = [
        (place, SourceClause(IndexedClause(str(place), "words", "d", "2004"), Kind.PARTIAL, 1.0, 0.5, 0.9, "words"))
        for place in range(len(runs))
    ]
    text = Read(np.zeros(10), np.zeros(10, "<u4"), np.ones(10))
    measured = Measured(np.zeros((len(runs), len(NAMES))), list(runs))
    return [source.part for source in scoring._merged([source for _, source in made], made, measured, text)]


def test_sources_of_different_words_are_merged() -> None:
    assert merged([(0, 5)], [(5, 10)]) == [Part.MERGED, Part.MERGED]
    assert merged([(0, 5)], [(3, 7)]) == [Part.MERGED, Part.MERGED]  # two words of ten are new: just enough


def test_sources_of_the_same_words_are_not_merged() -> None:
    assert merged([(0, 5)], [(0, 5)]) == [Part.WHOLE, Part.WHOLE]
    assert merged([(0, 5)], [(4, 6)]) == [Part.WHOLE, Part.WHOLE]


def test_polarity_that_stood_there_already_is_not_turned() -> None:
    turned = [flag.kind for flag in flags([Step("replace", "increase", "reduce")])]
    stood = flags([Step("replace", "increase or reduce", "reduce")])

    assert turned == ["polarity"]
    assert [flag.kind for flag in stood if flag.kind == "polarity"] == []
