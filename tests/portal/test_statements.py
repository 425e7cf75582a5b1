"""The number of statements of a page is a literal number and does not grow with rows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import models

from nemawashi.analysis.models import Concept, DialogueEvent
from nemawashi.assistance.models import Undertaking
from nemawashi.commitments.models import Commitment
from nemawashi.meetings.models import AgendaItem, Delegation, Meeting, Recommendation
from nemawashi.parties.models import Office, Person, Standing
from nemawashi.sources.models import Citation, Claim, Conflict, Source
from nemawashi.texts.models import Text

MULTIPLIED: list[type[models.Model]] = [
    Source, Meeting, Text, Recommendation, Commitment, Undertaking, Concept, Conflict, DialogueEvent, Person,
    AgendaItem, Delegation, Standing, Office, Claim, Citation,
]  # fmt: skip

PAGES = {
    "": 6,
    "meetings/": 3,
    "meetings/?track=fmm": 4,
    "meetings/?party=japan&rank=minister": 4,
    "meetings/fmm-2012-tokyo/": 10,
    "texts/": 2,
    "texts/statement-2012/": 7,
    "parties/": 3,
    "parties/japan/": 12,
    "people/": 3,
    "people/gemba/": 9,
    "organisations/": 2,
    "organisations/sea-bank/": 4,
    "remits/": 2,
    "remits/remit-buoys/": 4,
    "tracks/": 2,
    "tracks/fmm/": 8,
    "hosts/": 2,
    "ranks/": 2,
    "uptake/": 4,
    "pillars/": 3,
    "pillars/business-promotion/": 7,
    "commitments/": 4,  # counted and put in pages by the database
    "commitments/com-1/": 14,  # with its chain
    "owners/": 7,
    "recommendations/": 6,
    "recommendations/rec-1/": 8,
    "assistance/": 6,
    "sums/": 5,
    "business/": 4,  # at 1 and 3 rows of its own: tests/business
    "assistance/package-2012/": 11,  # with what is accounted for
    "concepts/": 1,
    "concepts/corridor/": 5,  # with what is counted of it
    "events/": 10,
    "visits/": 4,
    "initiatives/": 9,
    "formats/": 9,
    "votes/": 1,  # without a table
    "dialogues/": 3,
    "dialogues/c5plus1-us/": 4,
    "sources/": 3,
    "one-source/": 13,
    "sources/mofa-2012/": 15,
    "promise/": 0,
    "conflicts/": 2,
    "conflicts/c01-count/": 6,
    "facts/track/fmm/": 9,
}


def _tripled() -> None:
    """Every row twice more, under ids and numbers of its own, hanging on the same rows."""
    for model in MULTIPLIED:
        for row in list(model._default_manager.all()):
            for number in (1, 2):
                row.pk = None
                row._state.adding = True
                if isinstance(row, Claim):
                    row.identity = f"{row.identity}-{number}"
                if getattr(row, "slug", None):
                    row.slug = f"{row.slug}-{number}"[:60]
                if isinstance(row, AgendaItem):
                    row.number += 10 * number
                row.save(force_insert=True)


@pytest.mark.parametrize(("path", "literal"), PAGES.items(), ids=[path or "home" for path in PAGES])
def test_statements_do_not_grow_with_rows(path: str, literal: int, statements: Callable[[str], int], record: Any) -> None:
    statements(f"/en/{path}")  # what a process reads once and keeps for a while is no statement of the page
    one = statements(f"/en/{path}")
    _tripled()
    three = statements(f"/en/{path}")

    assert (one, three) == (literal, literal)
