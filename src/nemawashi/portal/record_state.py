"""How far the public record goes: when it last changed, and a mark that is equal exactly while nothing does."""

import datetime as dt

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Max, Model, Q, QuerySet

from nemawashi.access import log
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import PUBLIC
from nemawashi.assistance import queries as assistance
from nemawashi.commitments import queries as commitments
from nemawashi.meetings import queries as meetings
from nemawashi.meetings.exports.scope import BEFORE, stamp
from nemawashi.portal.feeds.answering import etag_of
from nemawashi.portal.feeds.rulings import rulings_feed_rows
from nemawashi.sources import queries as sources
from nemawashi.sources.models import RecordRow
from nemawashi.texts import queries as texts

KEPT_SECONDS = 60
CHANGED_AT = "portal:record-changed-at"


def changed_at() -> dt.datetime:
    """When files or a public act last changed the record."""
    loaded = RecordRow.objects.aggregate(at=Max("loaded_at"))["at"]
    acted = log.visible_entries(viewer=PUBLIC).order_by().aggregate(at=Max("at"))["at"]
    return max(filter(None, (loaded, acted)), default=BEFORE)


def shown_changed_at() -> dt.datetime:
    """As ``changed_at``, up to a minute old: for the foot of a page, which costs no statement of its own then."""
    at: dt.datetime | None = cache.get(CHANGED_AT)
    if at is None:
        at = changed_at()
        cache.set(CHANGED_AT, at, KEPT_SECONDS)
    return at


_MARK = (
    "SELECT (SELECT digest FROM access_entry WHERE visibility = %s ORDER BY seq DESC LIMIT 1), "
    "COUNT(*), MAX(id), MAX(loaded_at), SUM(line * id) FROM sources_recordrow"
)


def mark() -> tuple[object, ...]:
    """Equal exactly while no file and no public act changes the record; one statement, as every page asks for it.

    The digest of the last public entry stands for all before it. Entries that only the parties read, and sealed ones, are
    left out: how long a page takes must not tell a stranger that something was done among them. A load moves the moment
    of a row that it writes, and the line of one that only changed places. Written out, because the mapper takes ten times
    as long to word it as the database to answer.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [str(Visibility.PUBLIC)])
        return tuple(cursor.fetchone())


def etag() -> str:
    """A name for the state of everything that a reader can take away; made of public rows alone."""
    versioned: list[QuerySet[Model]] = [
        meetings.visible_meetings(viewer=PUBLIC),
        meetings.visible_recommendations(viewer=PUBLIC),
        texts.visible_texts(viewer=PUBLIC),
        commitments.visible_commitments(viewer=PUBLIC),
        assistance.undertaking_list(viewer=PUBLIC),
    ]
    archived = Count("pk", filter=Q(is_archived=True))
    papers = sources.source_list(viewer=PUBLIC).aggregate(rows=Count("pk"), top=Max("pk"), archived=archived)
    claims_state = [sources.record_stamp(), papers, [row.state for row in rulings_feed_rows()]]
    return etag_of("record", [stamp(rows).parts for rows in versioned], claims_state)
