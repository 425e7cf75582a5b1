"""A file in another language of the text than that of its negotiation, laid on the words of that language.

What it asks of a clause as a whole it asks of the clause, and what it asks of words of these words. A clause that would be
new, or divided, needs words in the language of the negotiation first: there it is a remark, which says what was meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext, gettext_noop, override

from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause, Proposed
from nemawashi.kit.languages import PAGES, name_of

_REMARKS = {
    Operation.NEW_CLAUSE: gettext_noop("%(language)s, a new paragraph behind this one: “%(new)s”"),
    Operation.NEW_CLAUSE_BEFORE: gettext_noop("%(language)s, a new paragraph before this one: “%(new)s”"),
    Operation.SPLIT: gettext_noop("%(language)s: divided behind “%(old)s”"),
    Operation.FOOTNOTE: gettext_noop("%(language)s, a footnote: “%(new)s”"),
    Operation.PLACEHOLDER: gettext_noop("%(language)s, words to come: “%(new)s”"),
}
_BEFORE = 4  # words before a place, by which it is found again


def asked(
    rows: Sequence[Proposed], *, language: str, clauses: Sequence[BaseClause], own: Sequence[BaseClause]
) -> tuple[Proposed, ...]:
    """What was asked of a text in ``language``, as it can be asked of these words or of the clauses of the negotiation."""
    words = {clause.key: clause.words for clause in clauses}
    latest = {clause.key: clause.wordings[-1][0] for clause in own}
    return tuple(
        replace(row, language=language) if row.operation.rewords else _remark(row, words[row.key], language, latest)
        for row in rows
        if row.key in latest
    )


def _remark(row: Proposed, words: str, language: str, latest: Mapping[str, int]) -> Proposed:
    row = replace(row, wording=latest[row.key], start=0, end=0) if row.operation not in _REMARKS else row
    if row.operation not in _REMARKS:
        return row
    old = words[row.start : row.end].strip()
    if row.operation == Operation.SPLIT:
        before = words[: row.start].rstrip()
        old = "… " + " ".join(before.split(" ")[-_BEFORE:]) if before else ""
    reader = language if language in PAGES else "en"
    with override(reader):
        facts = {"language": name_of(language, reader), "old": old, "new": row.words.strip()}
        said = gettext(_REMARKS[row.operation]) % facts
    return replace(row, operation=Operation.COMMENT, wording=latest[row.key], start=0, end=0, words=said, target="")
