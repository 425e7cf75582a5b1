"""Texts, the clauses in force, and positions that were tabled. Of drafts nothing here knows."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import translation

from nemawashi.access.viewers import PUBLIC
from nemawashi.lineage import official
from nemawashi.search.entries import IndexRow, Teller, day, listed, sentence
from nemawashi.search.tellers.meetings import place_of
from nemawashi.search.terms import Audience, Noun
from nemawashi.sources import queries as sources
from nemawashi.texts import queries
from nemawashi.texts.models import Clause, Position, Text


def _texts(rows: QuerySet[Text]) -> Iterator[IndexRow]:
    """A text is also found by what the sources that it rests on are called, and by its own words where they were taken."""
    texts = list(rows)
    sources_of = sources.cited_by([row.ref for row in texts], viewer=PUBLIC)
    in_full = official.words_of(texts)
    for row in texts:
        with translation.override("en"):
            kind = str(row.get_type_display())
        names = [each.title for each in sources_of.get(row.ref, ())]
        yield IndexRow(
            row.ref,
            row.title,
            sentence(listed(row.structure), row.place, row.note),
            around=sentence(row.symbol, kind, row.dialogue.name, place_of(row.meeting), *names, in_full.get(row.pk, "")),
            language=(row.languages or [row.language])[0],
            on=row.adopted_on or (row.meeting.on if row.meeting else None),
            track=row.meeting.track.slug if row.meeting else "",
        )


def _clauses(rows: QuerySet[Clause]) -> Iterator[IndexRow]:
    for row in rows:
        text = row.text
        versions = queries.current_versions(row.wordings.all(), text.language)
        title = versions.pop(text.language, "")
        yield IndexRow(
            row.ref,
            title or next(iter(versions.values()), ""),
            sentence(text.title, *versions.values()),
            around=sentence(text.symbol),
            language=text.language,
            on=text.adopted_on,
            page_ref=text.ref,
        )


def _positions(rows: QuerySet[Position]) -> Iterator[IndexRow]:
    """The words that were put on the table; the reasons behind them are on no page and so in no entry."""
    for row in rows:
        with translation.override("en"):
            operation = str(row.get_operation_display())
        parties = list(row.proposers.all())
        yield IndexRow(
            row.ref,
            row.words or operation,
            sentence(operation, *(party.names.get("en") for party in parties), row.clause.text.title),
            language=row.language,
            on=day(row.tabled_at),
            parties=tuple(party.slug for party in parties),
            page_ref=f"{row.clause.text.ref}#{row.clause_id}",
        )


TELLERS = (
    Teller(Noun.TEXT, lambda viewer: queries.visible_texts(viewer=viewer), _texts, closed_to=Audience.NEGOTIATION),
    Teller(
        Noun.CLAUSE,
        lambda viewer: queries.visible_clauses(viewer=viewer),
        _clauses,
        key="pk",
        origin="text__origin",
        closed_to=Audience.NEGOTIATION,
    ),
    Teller(
        Noun.POSITION,
        lambda viewer: queries.visible_positions(viewer=viewer),
        _positions,
        key="pk",
        origin="clause__text__origin",
        closed_to=Audience.NEGOTIATION,
    ),
)
