"""What the record itself says, in its own words, as collections: the outlines of texts, and what was promised.

The wording of official texts is not in the record; outlines and promises are, so that something can be counted on the first
day, and figures of it can be had again by everybody. They are this record's words and not the parties': a figure of them
tells which subjects were named, and nothing of how.
"""

from collections.abc import Callable

from nemawashi.access.viewers import PUBLIC
from nemawashi.analysis.queries import PublishedDocument
from nemawashi.commitments import queries as commitments
from nemawashi.texts import queries as texts
from nemawashi.texts.terms import PUBLIC_STATES

_APART = "\n\n"


def headings() -> list[PublishedDocument]:
    """The outline of each adopted or issued text, a clause a heading."""
    rows = texts.visible_texts(viewer=PUBLIC).filter(state__in=PUBLIC_STATES)
    return [
        PublishedDocument(
            row.ref,
            _APART.join(row.structure),
            "en",
            {"date": str(row.adopted_on or ""), "title": row.title, "type": row.type, "document": row.ref},
        )
        for row in rows
        if row.structure
    ]


def promises() -> list[PublishedDocument]:
    """What was promised, each commitment a document, in the record's short words."""
    rows = commitments.visible_commitments(viewer=PUBLIC).select_related("pillar")
    return [
        PublishedDocument(
            row.ref,
            _APART.join(filter(None, (row.words, row.target))),
            "en",
            {
                "date": str(row.made_on or ""),
                "title": row.words,
                "area": row.area or "",
                "pillar": row.pillar.slug if row.pillar else "",
                "kind": str(row.kind),
                "strength": str(row.strength),
                "document": row.ref,
                "made_in": row.made_in_ref or "",
            },
        )
        for row in sorted(rows, key=lambda each: (str(each.made_on or ""), each.slug))
    ]


OUTLINES: dict[str, Callable[[], list[PublishedDocument]]] = {"headings": headings, "promises": promises}
