"""Acts on material that somebody brought: add a document to it, share it. Until it is shared, nobody else knows of it."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils.text import slugify

from nemawashi.access import log
from nemawashi.access.acts import in_turn, require
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.analysis import queries, rules
from nemawashi.analysis.terms import Act
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.corpora.values import OfficialReading
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.lineage import acts as lineage
from nemawashi.lineage import listeners
from nemawashi.lineage.models import Corpus
from nemawashi.parties.models import Dialogue

__all__ = ["bring_material", "share_corpus"]

_LONGEST_SLUG = 60


@in_turn
def bring_material(
    dialogue: Dialogue,
    *,
    corpus: Corpus | None,
    called: str,
    reading: OfficialReading,
    about: Mapping[str, str],
    date: ImpreciseDate | None = None,
    file_name: str,
    digest: str,
    in_place: bool = False,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Corpus:
    """Put a document that was read before into a collection of one's own, without ``corpus`` into a new one.

    ``in_place``: where the collection has a document of this name, the new one takes its place.
    """
    del dialogue
    if by.user_id is None:
        raise PermissionError("whoever brings material signs in")
    row = queries.own_material(viewer=by).select_for_update().get(pk=corpus.pk) if corpus else None
    known = row is not None and queries.has_document(row, reading.about.symbol)
    require(
        rules.may_bring_material(
            by,
            called=row.title if row else called,
            is_known=known and not in_place,
            documents=queries.documents_brought(viewer=by) - known,
        )
    )
    if row is None:
        row = Corpus.everybodys_and_own.create(
            slug=_slug(called), title=normal(called), added_at=at, owner_id=by.user_id, is_shared=False
        )
    lineage.add_reading(row, reading, about=about, date=date, file_name=file_name, digest=digest, at=at)
    log.enter_sealed_for_user(Act.BRING_MATERIAL, row.ref, by=by, at=at, once=once)
    return row


def _slug(called: str) -> str:
    """A name that nobody else's material can have: one that is taken would tell of it."""
    return f"{slugify(called)[:_LONGEST_SLUG].strip('-') or 'material'}-{uuid.uuid4().hex[:8]}"


@in_turn
def share_corpus(corpus: Corpus, *, rights: str, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None) -> Corpus:
    """Let everybody read and count what was its owner's own. There is no way back: others may have built on it."""
    row = Corpus.everybodys_and_own.select_for_update().get(pk=corpus.pk)
    rights, documents = normal(rights), queries.documents_in(row)
    verdict = rules.may_share_corpus(by, owner=row.owner_id, is_shared=row.is_shared, documents=documents, rights=rights)
    require(verdict)
    row.rights, row.is_shared = rights, True
    row.save(update_fields=["rights", "is_shared"])
    facts = {"title": row.title, "documents": documents}
    log.enter(Act.SHARE_CORPUS, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    transaction.on_commit(listeners.bring_up_to_date)
    return row
