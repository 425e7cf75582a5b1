"""Sources, and where their claims disagree. Claims are read as the record's files tell them."""

from collections.abc import Iterator

from django.db.models import QuerySet

from nemawashi.search.entries import IndexRow, Teller, listed, sentence
from nemawashi.search.terms import Noun
from nemawashi.sources import queries
from nemawashi.sources.models import Claim, Conflict, Source
from nemawashi.sources.record import Footing, conflict_row

_NO_FOOTING = Footing({}, {})
LONGEST_COPY = 100_000  # characters of the archived copies of one source that search knows


def _sources(rows: QuerySet[Source]) -> Iterator[IndexRow]:
    """A source with the words of its archived copies, which are found and not shown."""
    for row in rows.prefetch_related("copies").iterator(chunk_size=500):
        copied = " ".join(copy.text for copy in row.copies.all())
        yield IndexRow(
            row.ref,
            row.title,
            sentence(row.publisher, row.note),
            language=row.language,
            on=row.published_on,
            around=sentence(row.slug, row.url, copied[:LONGEST_COPY]),
        )


def _conflicts(rows: QuerySet[Conflict]) -> Iterator[IndexRow]:
    for row in rows.iterator():
        conflict = conflict_row(row, _NO_FOOTING)
        yield IndexRow(row.ref, row.title, sentence(listed(conflict.get("resolution")), listed(conflict.get("basis"))))


def _claims(rows: QuerySet[Claim]) -> Iterator[IndexRow]:
    """A claim with everybody who makes it; one on no question leads to the page of its row."""
    for row in rows.iterator(chunk_size=500):
        citations = list(row.citations.all())
        title = row.conflict.title if row.conflict else ""
        yield IndexRow(
            row.ref,
            ": ".join(filter(None, [title, row.value])),
            sentence(*dict.fromkeys(part for c in citations for part in (c.source.title, c.locator, c.note))),
            around=sentence(row.subject_ref, row.property_name).replace("_", " "),
            on=row.as_of,
            page_ref=row.conflict.ref if row.conflict else row.subject_ref,
        )


TELLERS = (
    Teller(Noun.SOURCE, lambda viewer: queries.source_list(viewer=viewer), _sources),
    Teller(Noun.CONFLICT, lambda viewer: queries.conflict_list(viewer=viewer), _conflicts),
    Teller(Noun.CLAIM, lambda viewer: queries.claim_list(viewer=viewer), _claims),
)
