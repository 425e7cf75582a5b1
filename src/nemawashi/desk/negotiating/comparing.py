"""Two states of a text, clause by clause and word by word."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz.distance import Indel

from nemawashi.kit.clauses.bracketing import notation
from nemawashi.kit.lineage.aligning import pieces
from nemawashi.texts.models import Text
from nemawashi.texts.queries import Negotiation

_FOLDED = 60  # words of a clause that is gone, above which it is folded
Lines = list[tuple[str, str, str, dict[str, str]]]  # (clause, number, kind, words by language)


@dataclass(frozen=True)
class ComparableState:
    """``at``: the moment of a revision; None for what stands now."""

    label: str
    lines: Callable[[], Lines]
    at: dt.datetime | None = None


def states(text: Text, whole: Negotiation) -> dict[str, ComparableState]:
    """What can be compared: every revision by its number, ``now`` and ``brackets``, which has them typed."""
    by_key: dict[str, ComparableState] = {}
    for revision in text.revisions.order_by("number"):
        snapshot: list[dict[str, Any]] = revision.snapshot
        by_key[str(revision.number)] = ComparableState(
            f"{revision.get_kind_display() if not revision.number else revision.label} ({revision.symbol})",
            lambda rows=snapshot: [  # type: ignore[misc]
                (row["clause"], row["number"], row["kind"], row["words"]) for row in rows
            ],
            revision.issued_at,
        )
    now: Lines = [(str(v.clause.pk), v.number, str(v.clause.kind), v.versions) for v in whole.standing]
    by_key["now"] = ComparableState(_("The clean text as it stands"), lambda: now)
    by_key["brackets"] = ComparableState(
        _("The compilation with brackets"),
        lambda: [
            (str(v.clause.pk), v.number, str(v.clause.kind), {text.language: notation(v.nodes)}) for v in whole.standing
        ],
    )
    return by_key


@dataclass(frozen=True)
class ComparedClause:
    """``change``: kept, changed, new or gone. ``pieces``: (what, words), what being kept, put or taken."""

    number: str
    was: str
    kind: str
    change: str
    pieces: tuple[tuple[str, str], ...]

    @property
    def is_long_gone(self) -> bool:
        """Whether it is gone as a whole and long enough to stand in the way of what is left."""
        return self.change == "gone" and sum(len(words.split()) for _what, words in self.pieces) > _FOLDED


def compared(one: ComparableState, other: ComparableState, language: str) -> list[ComparedClause]:
    """Clauses of ``other`` in their order, those that are gone where they stood before."""
    before = {line[0]: line for line in one.lines()}
    after = other.lines()
    rows: list[ComparedClause] = []
    here = {line[0] for line in after}
    shown: set[str] = set()
    order = list(before)
    for clause, number, kind, words in after:
        if clause in before:
            for gone in order[: order.index(clause)]:
                if gone not in here and gone not in shown:
                    shown.add(gone)
                    rows.append(_gone(before[gone], language))
        rows.append(_row(before.get(clause), number, kind, words.get(language, ""), language))
    rows += [_gone(before[key], language) for key in order if key not in here and key not in shown]
    return rows


def _gone(line: tuple[str, str, str, dict[str, str]], language: str) -> ComparedClause:
    return ComparedClause("", line[1], line[2], "gone", (("taken", line[3].get(language, "")),))


def _row(was: Any, number: str, kind: str, words: str, language: str) -> ComparedClause:
    if was is None:
        return ComparedClause(number, "", kind, "new", (("put", words),))
    old = was[3].get(language, "")
    if old == words:
        return ComparedClause(number, was[1], kind, "kept", (("kept", words),))
    return ComparedClause(number, was[1], kind, "changed", tuple(differences(old, words)))


def differences(old: str, new: str) -> list[tuple[str, str]]:
    """What was kept, taken and put, in the order of reading; to the letter, so that a comma that changed is seen."""
    one, other = pieces(old), pieces(new)
    steps: list[tuple[str, str]] = []
    for op in Indel.opcodes(one, other):
        if op.tag == "equal":
            steps.append(("kept", "".join(other[op.dest_start : op.dest_end])))
            continue
        taken, put = "".join(one[op.src_start : op.src_end]), "".join(other[op.dest_start : op.dest_end])
        follows_put = len(steps) > 0 and steps[-1][0] == "put"
        if taken:  # what is put in the place of words stands behind them, whichever the comparison found first
            steps.insert(len(steps) - follows_put, ("taken", taken))
        if put:
            steps.append(("put", put))
    return steps
