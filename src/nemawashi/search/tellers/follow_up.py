"""Commitments and assistance."""

from collections.abc import Iterator

from django.db.models import QuerySet

from nemawashi.assistance import queries as assistance
from nemawashi.assistance.models import Undertaking
from nemawashi.commitments import queries as commitments
from nemawashi.commitments.models import Commitment, Remit
from nemawashi.parties import queries as party_queries
from nemawashi.search.entries import IndexRow, Teller, listed, sentence
from nemawashi.search.tellers.meetings import names_of, place_of
from nemawashi.search.terms import Audience, Noun


def _commitments(rows: QuerySet[Commitment]) -> Iterator[IndexRow]:
    codes = party_queries.forum().codes
    for row in rows.select_related("text__meeting__track"):
        meeting = row.text.meeting if row.text else None
        parties = [each for each in row.by if each in codes]
        if row.owner:
            parties.append(row.owner.slug)
        yield IndexRow(
            row.ref,
            row.words,
            sentence(row.target, row.text.title if row.text else "", row.evidence_note),
            around=sentence(
                row.area,
                listed(row.by),
                row.amount,
                row.currency,
                row.due_on,
                place_of(meeting),
                *names_of(row.pillar),
            ),
            on=row.made_on,
            track=meeting.track.slug if meeting else "",
            parties=tuple(dict.fromkeys(parties)),
            pillar=row.pillar.slug if row.pillar else "",
        )


def _remits(rows: QuerySet[Remit]) -> Iterator[IndexRow]:
    for row in rows:
        steps = list(row.steps.all())
        yield IndexRow(
            row.ref,
            row.names.get("en") or row.slug,
            sentence(*(step.words for step in steps), row.note),
            called=sentence(*row.names.values()),
            on=steps[0].on if steps else None,
            shown=row.names,
        )


def _undertakings(rows: QuerySet[Undertaking]) -> Iterator[IndexRow]:
    for row in rows:
        parties = [*([row.donor] if row.donor else []), *row.recipients.all()]
        named = [party.names.get("en") for party in parties]
        parts = [listed(each) for each in (row.spheres, row.components, row.results)]
        yield IndexRow(
            row.ref,
            row.title,
            sentence(*parts, row.agency, row.amount_note, row.planned, row.note),
            around=sentence("assistance", row.kind, row.amount, row.currency, *named, *names_of(row.pillar)),
            on=row.on or row.start_on,
            parties=tuple(dict.fromkeys(party.slug for party in parties)),
            pillar=row.pillar.slug if row.pillar else "",
        )


TELLERS = (
    Teller(
        Noun.COMMITMENT,
        lambda viewer: commitments.visible_commitments(viewer=viewer),
        _commitments,
        closed_to=Audience.FOLLOW_UP,
    ),
    Teller(Noun.REMIT, lambda viewer: commitments.visible_remits(viewer=viewer), _remits),
    Teller(Noun.ASSISTANCE, lambda viewer: assistance.undertaking_list(viewer=viewer), _undertakings),
)
