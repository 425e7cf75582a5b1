"""Texts, clauses and positions come without the played round, and behave as in it."""

import pytest
from tests import factories
from tests.conftest import act_as

from nemawashi.access.acts import RefusedError
from nemawashi.texts import acts
from nemawashi.texts.models import Position

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_a_position_is_put_into_a_text_that_was_made_for_it() -> None:
    clause = factories.clause("The parties will meet by 2030.")
    row = factories.position(clause, "replace", "2032", on="2030", by="belmont")

    act_as(factories.viewer("host"), acts.accept_position, row)

    assert clause.wordings.latest("number").words == "The parties will meet by 2032."
    assert (Position.objects.get(pk=row.pk).outcome, row.clause.text.symbol) == ("accepted", "DH/MINISTERS/1/1")


def test_another_delegation_puts_nothing_into_a_text() -> None:
    row = factories.position(factories.clause(), "comment", "Which year?")

    with pytest.raises(RefusedError):
        act_as(factories.viewer("caldera"), acts.accept_position, row)
    assert Position.objects.get(pk=row.pk).outcome == "live"


def test_one_forum_and_one_meeting_are_made_for_several_texts() -> None:
    texts = [factories.text("One.", "Two."), factories.text("Three.")]

    assert [row.clauses.count() for row in texts] == [2, 1]
    assert len({row.meeting_id for row in texts}) == 1
    assert len({row.symbol for row in texts}) == 2
