"""Words of a clause in another language than that of the negotiation."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, moved_on, require
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Refusal as Stale
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import normal, smallest_edit
from nemawashi.kit.languages import NEGOTIATED
from nemawashi.parties import queries as parties
from nemawashi.texts import rules
from nemawashi.texts.models import Clause, Wording
from nemawashi.texts.terms import Act, Refusal, Version

__all__ = ["translate_clause"]


def numbers_of(clause: Clause) -> dict[str, int]:
    """The number of the last wording of a clause in each language."""
    rows = clause.wordings.values_list("language").annotate(last=Max("number"))
    return dict(rows.order_by("language"))


@transaction.atomic
def translate_clause(
    clause: Clause,
    *,
    language: str,
    words: str,
    version: str = Version.COURTESY,
    saw: Mapping[str, int] | None = None,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Wording:
    """Word a clause in another language, or confirm its translation after the words of negotiation have changed.

    ``version`` says what it is worth. ``saw``: the numbers of the wordings, by language, that the translator had before
    them; where the original or the translation was worded anew since, nothing is overwritten. A translation is stale, and
    neither shown nor sealed, from the moment when the clause changes until it is worded again.
    """
    text = hold(clause.text, seen=seen, once=once)
    words = normal(words)
    if language not in NEGOTIATED:
        raise RefusedError(refuse(Refusal.NO_SUCH_LANGUAGE))
    require(
        rules.may_translate(
            by, state=text.state, language=language, own=text.language, words=words, is_deleted=clause.is_deleted
        )
    )
    last = clause.wordings.filter(language=language).order_by("-number").first()
    if saw is not None:
        now = numbers_of(clause)
        if any(saw.get(code, 0) != now.get(code, 0) for code in (language, text.language)):
            raise RefusedError(refuse(Stale.STALE))
    before = last.words if last else ""
    edit = smallest_edit(before, words) if last else None
    code = parties.forum().code_of(by.party) if by.party else ""
    row = Wording.objects.create(
        clause=clause,
        language=language,
        number=last.number + 1 if last else 1,
        words=words,
        version=version,
        start=edit.start if edit else 0,
        end=edit.end if edit else 0,
        put=len(edit.words) if edit else 0,
        made_at=at,
        made_by=code,
    )
    if language not in text.languages:
        text.languages = sorted({*text.languages, language})
    moved_on(text, "languages")
    facts = {"language": language, "version": str(version), "words": words}
    log.enter(Act.TRANSLATE_CLAUSE, clause, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row
