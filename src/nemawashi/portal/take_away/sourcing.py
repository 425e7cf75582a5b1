"""Tables of what everything rests on: sources, claims, conflicts, rulings, citations, ties between rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from nemawashi.access.viewers import PUBLIC
from nemawashi.kit.formats.tables import Column, RecordTable
from nemawashi.portal.feeds.rulings import public_refs, rulings_feed_rows
from nemawashi.portal.take_away.gathering import ID, ORIGIN, dated, slug
from nemawashi.sources import queries
from nemawashi.sources.models import Claim
from nemawashi.sources.record import Footing, conflict_row, footing, source_row

NO_FOOTING = Footing({}, {})  # sources and claims rest on nothing else
NOUN = {
    "dialogues": "dialogue", "events": "event", "parties": "party", "people": "person", "tracks": "track",
    "meetings": "meeting", "recommendations": "recommendation", "texts": "text", "commitments": "commitment",
    "undertakings": "assistance", "concepts": "concept", "organisations": "organisation",
    "remits": "remit", "words": "words",
}  # fmt: skip


def _table(name: str, title: str, columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> RecordTable:
    """A table of rows of the record's files; a date in a file may be a day, a month as text or a year as number."""
    cells = [tuple(_value(column, row.get(column.name)) for column in columns) for row in rows]
    return RecordTable(name, title, ("id",), tuple(columns), cells)


def _value(column: Column, value: Any) -> Any:
    return queries.as_text(value)[0] if column.type in ("text", "dated") and value is not None else value


def source_tables() -> list[RecordTable]:
    conflicts = queries.conflict_list(viewer=PUBLIC)
    rulings = sorted(rulings_feed_rows(), key=lambda row: (row.at, row.key))
    return [
        _table(
            "sources", "Documents that the record relies on",
            [
                ID,
                Column("title", "text", "Its title.", True),
                Column("work", "text", "What a reference manager takes it for: book, chapter, journal_article and so on."),
                Column("authors", "list", "Who wrote it, as printed: family name, given name."),
                Column("editors", "list", "Who edited it, as printed."),
                Column("container", "text", "The journal, book or site that it stands in."),
                Column("volume", "text", "Its volume."),
                Column("issue", "text", "Its issue."),
                Column("pages", "text", "Its pages."),
                Column("publisher", "text", "Who published it."),
                Column("place", "text", "In which town."),
                Column("date", "dated", "When."),
                Column("url", "text", "Where."),
                Column("file", "text", "The name of a stored file."),
                Column("doi", "text", "Its digital object identifier."),
                Column("isbn", "text", "The number of the book."),
                Column("issn", "text", "The number of the series."),
                Column("licence", "text", "Under which licence, in the words of the page that says so."),
                Column("language", "text", "Its language.", True),
                Column("kind", "text", "official, news, academic, reference and so on.", True),
                Column("archived", "text", "y: a stored copy was seen; n: not."),
                Column("seen", "text", "full, excerpt; empty: known because another source cites it."),
                Column("note", "text", "This record's own remark."),
                Column("no_address", "flag", "That it has no address is known."),
                ORIGIN,
            ],
            (
                source_row(row, NO_FOOTING) | {"origin": row.origin}
                for row in queries.source_list(viewer=PUBLIC).order_by("order", "slug")
            ),
        ),
        _table(
            "conflicts", "Claims that do not agree, and how this record reads them",
            [
                ID,
                Column("title", "text", "What they are about.", True),
                Column("class", "text", "What kind of disagreement it is; empty: nobody has said."),
                Column("resolution", "text", "This record's reading."),
                Column("basis", "text", "What that rests on."),
                ORIGIN,
            ],
            (conflict_row(row, NO_FOOTING) | {"origin": row.origin} for row in conflicts),
        ),
        _claims(),
        RecordTable(
            "rulings", "Who ruled what on the claims about a property, when and why; history is kept", ("number",),
            (
                Column("number", "whole", "In order of time, from 1."),
                Column("subject", "text", "The row, as noun/id.", True),
                Column("property", "text", "Which property.", True),
                Column("verdict", "text", "prefers a claim, explains the difference, or reopens the question.", True),
                Column("claim", "text", "The claim that it is about.", of="claims"),
                Column("at", "moment", "When.", True),
                Column("by", "text", "By whom.", True),
                Column("why", "text", "Why."),
                ORIGIN,
            ),
            [
                (number, row.subject, row.name, row.word, row.claim or None, row.at, row.by, row.why or None, row.origin)
                for number, row in enumerate(rulings, 1)
            ],
        ),
        _statements(),
    ]  # fmt: skip


def _claims() -> RecordTable:
    preferred = footing().preferred
    rows = [
        (
            claim.slug, slug(claim.conflict), claim.subject_ref, claim.property_name, claim.kind, dated(claim.as_of),
            claim.value, claim.pk in preferred, claim.origin,
        )
        for claim in public_claims()
    ]  # fmt: skip
    columns = (
        ID,
        Column("conflict", "text", "The question under which it is kept.", of="conflicts"),
        Column("subject", "text", "The row that it is about, as noun/id.", True),
        Column("property", "text", "Which property.", True),
        Column("kind", "text", "fact, count, date, name and so on.", True),
        Column("as_of", "dated", "At which date it is said to hold."),
        Column("value", "text", "In the form that the source gives it.", True),
        Column("preferred", "flag", "Whether a standing ruling prefers it."),
        ORIGIN,
    )
    return RecordTable("claims", "What is said of one property of one row, once for all who say it", ("id",), columns, rows)


def public_claims() -> list[Claim]:
    """Claims on rows of which the public may know."""
    rows = list(queries.claim_list(viewer=PUBLIC))
    public = public_refs(claim.subject_ref for claim in rows)
    return [claim for claim in rows if claim.subject_ref in public]


def _statements() -> RecordTable:
    """Who says a claim, and where: one row for each source that asserts or denies it."""
    rows = [
        (claim.slug, number, each.source.slug, each.stance, each.locator or None, each.note)
        for claim in public_claims()
        for number, each in enumerate(claim.citations.all())
    ]
    columns = (
        Column("claim", "text", "The claim.", True, "claims"),
        Column("number", "whole", "In the order of the record, from 0."),
        Column("source", "text", "The source.", True, "sources"),
        Column("stance", "text", "asserts or denies.", True),
        Column("locator", "text", "The place in it."),
        Column("note", "text", "This record's own remark."),
    )
    return RecordTable("statements", "Which source asserts or denies a claim", ("claim", "number"), columns, rows)


def footing_tables(tables: Iterable[RecordTable]) -> list[RecordTable]:
    """Which source every row of the other tables rests on, and which rows are tied to each other."""
    refs = [f"{NOUN[table.name]}/{row[0]}" for table in tables if table.name in NOUN for row in table.rows]
    there = set(refs)
    cited = queries.cited_by(refs, viewer=PUBLIC)
    tied = queries.ties_from(refs, viewer=PUBLIC)
    citations = [
        (ref, number, each.part or None, each.source, each.locator)
        for ref in refs
        for number, each in enumerate(cited.get(ref, []))
    ]
    ties = [
        (ref, relation, number, other)
        for (ref, relation), others in sorted(tied.items())
        for number, other in enumerate(other for other in others if other in there)
    ]
    return [
        RecordTable(
            "citations", "Which source a row rests on", ("row", "number"),
            (
                Column("row", "text", "The row, as noun/id.", True),
                Column("number", "whole", "In the order of the record, from 0."),
                Column("part", "text", "A part of the row, such as office/0; empty: all of it."),
                Column("source", "text", "The source.", True, "sources"),
                Column("locator", "text", "The place in it."),
            ),
            citations,
        ),
        RecordTable(
            "ties", "Which rows belong together", ("row", "relation", "number"),
            (
                Column("row", "text", "The row, as noun/id.", True),
                Column("relation", "text", "What the other is to it.", True),
                Column("number", "whole", "In the order of the record, from 0."),
                Column("other", "text", "The other row, as noun/id.", True),
            ),
            ties,
        ),
    ]  # fmt: skip
