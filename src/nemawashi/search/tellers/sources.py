"""Sources, and where their claims disagree. Claims are read as the record's files tell them."""

from collections.abc import Iterator

from django.db.models import QuerySet

from nemawashi.access.viewers import PUBLIC
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.search.entries import Teller, Told, listed, sentence
from nemawashi.search.terms import Noun
from nemawashi.sources import queries
from nemawashi.sources.models import Claim, Conflict, Source
from nemawashi.sources.record import Footing, claim_row, conflict_row

_NO_FOOTING = Footing({}, {})


def _sources(rows: QuerySet[Source]) -> Iterator[Told]:
    for row in rows.iterator():
        yield Told(
            row.ref,
            row.title,
            sentence(row.publisher, row.note),
            language=row.language,
            on=row.published_on,
            around=sentence(row.slug, row.url),
        )


def _conflicts(rows: QuerySet[Conflict]) -> Iterator[Told]:
    for row in rows.iterator():
        told = conflict_row(row, _NO_FOOTING)
        yield Told(row.ref, row.title, sentence(listed(told.get("resolution")), listed(told.get("basis"))))


def _claims(rows: QuerySet[Claim]) -> Iterator[Told]:
    conflicts = dict(queries.conflict_list(viewer=PUBLIC).values_list("slug", "title"))
    sources = dict(queries.source_list(viewer=PUBLIC).values_list("slug", "title"))
    for row in rows.iterator():
        told = claim_row(row, _NO_FOOTING)
        conflict = told.get("conflict", "")
        yield Told(
            row.ref,
            ": ".join(filter(None, [conflicts.get(conflict), listed(told.get("value"))])),
            sentence(sources.get(told.get("source", "")), told.get("locator"), told.get("note")),
            around=sentence(told.get("subject"), listed(told.get("property"))).replace("_", " "),
            on=ImpreciseDate.parse(told.get("as_of")),
            page_ref=f"conflict/{conflict}",
        )


TELLERS = (
    Teller(Noun.SOURCE, lambda viewer: queries.source_list(viewer=viewer), _sources),
    Teller(Noun.CONFLICT, lambda viewer: queries.conflict_list(viewer=viewer), _conflicts),
    Teller(Noun.CLAIM, lambda viewer: queries.claim_list(viewer=viewer), _claims),
)
