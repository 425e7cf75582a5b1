"""How every act that takes words of a party or of the chair makes sure that they can be asked of the clause."""

from collections.abc import Sequence

from nemawashi.access.acts import RefusedError
from nemawashi.access.rules import Verdict
from nemawashi.kit.clauses.proposals import Proposed
from nemawashi.texts import rules
from nemawashi.texts.models import Clause


def put_on(clause: Clause, asked: Proposed, *, words: str, standing: Sequence[str] | None = None) -> rules.Put:
    """What is asked of a clause on the wording ``words``. Raises ``RefusedError`` where it cannot be asked.

    ``standing``: the keys of the clauses that stand, for a caller that has read them already.
    """
    if standing is None:
        standing = standing_keys(clause) if asked.operation.has_target else ()
    made = rules.put(asked, clause=words, is_deleted=clause.is_deleted, standing=standing)
    if isinstance(made, Verdict):
        raise RefusedError(made)
    return made


def standing_keys(clause: Clause) -> list[str]:
    """The keys of the clauses of its text that stand, in their order."""
    rows = Clause.objects.filter(text=clause.text_id, is_deleted=False).order_by("rank", "pk")
    return [str(key) for key in rows.values_list("pk", flat=True)]
