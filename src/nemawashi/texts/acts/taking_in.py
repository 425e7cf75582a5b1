"""What a delegation's file asks of a text becomes its drafts, clause by clause, unseen by anybody outside it."""

import base64
import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, in_turn, moved_on, require
from nemawashi.access.rules import refuse
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.proposals import Proposed
from nemawashi.kit.clauses.spans import normal
from nemawashi.texts import rules
from nemawashi.texts.acts import putting
from nemawashi.texts.models import Clause, Text, Wording
from nemawashi.texts.positions import DraftFile, DraftPosition
from nemawashi.texts.terms import Act, Refusal

__all__ = ["discard_file", "keep_file", "take_in_file"]


@transaction.atomic
def keep_file(text: Text, *, called: str, content: bytes, kind: str, by: Viewer, at: dt.datetime) -> DraftFile:
    """Keep a file of the own delegation, sealed like its drafts, until it is taken in or discarded.

    Nothing on the record changes by it, so that it enters no log.
    """
    require(rules.may_draft(by, state=text.state))
    return DraftFile.objects.create(  # type: ignore[no-any-return]
        party_id=by.own_party,
        text=text,
        kind=kind,
        name=called,
        content=base64.b64encode(content).decode("ascii"),
        sent_at=at,
        sent_by=by.name,
    )


@transaction.atomic
def discard_file(file: DraftFile, *, by: Viewer) -> DraftFile:
    """Empty a file of the own delegation: its words are gone, that there was one stays known to the delegation."""
    file = hold(file)
    require(rules.may_withdraw_draft(by, is_draft=True))
    file.content = ""
    moved_on(file, "content")
    return file


@in_turn
def take_in_file(
    file: DraftFile,
    *,
    proposals: Sequence[Proposed],
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> list[DraftPosition]:
    """Make drafts of the own delegation of what was read from its file.

    ``Proposed.key`` and ``target`` are ids of clauses; spans count in the wording that the proposal names, in its language,
    which may be an earlier one: they follow to the words of today like those of every position. All are drafted or none.
    The log gets one sealed entry; no row that others can read is touched. A file is taken in once.
    """
    file = hold(file, seen=seen)
    text, name = file.text, str(file.name)
    require(rules.may_draft(by, state=text.state))
    if file.taken_at is not None:
        raise RefusedError(refuse(Refusal.TAKEN_ALREADY))
    if not proposals:
        raise RefusedError(refuse(Refusal.NOTHING_TAKEN))
    clauses = {str(row.pk): row for row in Clause.objects.filter(text=text).order_by("rank", "pk")}
    wordings = {
        (str(row.clause_id), "" if row.language == text.language else row.language, row.number): row.words
        for row in Wording.objects.filter(clause__text=text)
    }
    drafts = [_draft(asked, clauses, wordings, by=by, at=at, name=name) for asked in proposals]
    for draft in drafts:
        draft.save(force_insert=True)
    file.taken_at = at
    moved_on(file, "about")
    facts = {"file": name, "drafts": [draft.ref for draft in drafts]}
    log.enter_sealed(Act.TAKE_IN_FILE, file.ref, by=by, at=at, facts=facts, once=once)
    return drafts


def _draft(
    asked: Proposed,
    clauses: dict[str, Clause],
    wordings: dict[tuple[str, str, int], str],
    *,
    by: Viewer,
    at: dt.datetime,
    name: str,
) -> DraftPosition:
    clause, words = clauses.get(asked.key), wordings.get((asked.key, asked.language, asked.wording))
    if clause is None or words is None:
        raise RefusedError(refuse(Refusal.NOT_OF_THIS_TEXT))
    standing = [key for key, row in clauses.items() if not row.is_deleted]
    draft = DraftPosition(party_id=by.own_party, version=1)
    for column, value in putting.put_on(clause, asked, words=words, standing=standing).columns.items():
        setattr(draft, column, value)
    draft.clause, draft.wording_number = clause, asked.wording
    draft.why, draft.instruction = normal(asked.why), f"{name}, {asked.place}" if asked.place else name
    draft.drafted_at = draft.changed_at = at
    draft.changed_by = by.name
    return draft
