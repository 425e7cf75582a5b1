"""A file in another language of the text than that of its negotiation, laid on the words of that language.

What it asks of a clause as a whole it asks of the clause; what it asks of words becomes a remark of the delegation on the
clause, for words of a translation are not negotiated: whoever translates, and whoever chairs, read there what was meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext, gettext_noop, override

from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause, Proposed
from nemawashi.kit.languages import PAGES, name_of

_REMARKS = {
    Operation.REPLACE: gettext_noop("%(language)s: “%(old)s” → “%(new)s”"),
    Operation.DELETE: gettext_noop("%(language)s: without “%(old)s”"),
    Operation.INSERT: gettext_noop("%(language)s: “%(old)s” + “%(new)s”"),
    Operation.ALTERNATIVE: gettext_noop("%(language)s, in the place of the paragraph: “%(new)s”"),
    Operation.NEW_CLAUSE: gettext_noop("%(language)s, a new paragraph behind this one: “%(new)s”"),
    Operation.NEW_CLAUSE_BEFORE: gettext_noop("%(language)s, a new paragraph before this one: “%(new)s”"),
    Operation.SPLIT: gettext_noop("%(language)s: divided behind “%(old)s”"),
    Operation.FOOTNOTE: gettext_noop("%(language)s, a footnote: “%(new)s”"),
    Operation.PLACEHOLDER: gettext_noop("%(language)s, words to come: “%(new)s”"),
}
_BEFORE = 4  # words before a place, by which it is found again


def remarks(
    asked: Sequence[Proposed], *, language: str, clauses: Sequence[BaseClause], own: Sequence[BaseClause]
) -> tuple[Proposed, ...]:
    """What was asked of the words of ``language``, as it can be put on the clauses of the negotiation."""
    words = {clause.key: clause.words for clause in clauses}
    latest = {clause.key: clause.wordings[-1][0] for clause in own}
    return tuple(_remark(row, words[row.key], language, latest) for row in asked if row.key in latest)


def _remark(row: Proposed, words: str, language: str, latest: Mapping[str, int]) -> Proposed:
    row = replace(row, wording=latest[row.key], start=0, end=0) if row.operation not in _REMARKS else row
    if row.operation not in _REMARKS:
        return row
    old = words[row.start : row.end].strip()
    if row.operation in (Operation.INSERT, Operation.SPLIT):
        before = words[: row.start].rstrip()
        old = "… " + " ".join(before.split(" ")[-_BEFORE:]) if before else ""
    reader = language if language in PAGES else "en"
    with override(reader):
        facts = {"language": name_of(language, reader), "old": old, "new": row.words.strip()}
        said = gettext(_REMARKS[row.operation]) % facts
    return replace(row, operation=Operation.COMMENT, wording=latest[row.key], start=0, end=0, words=said, target="")
