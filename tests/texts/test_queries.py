"""The negotiation as each role sees it, and a fixed number of statements."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nemawashi.access.viewers import PUBLIC, acting_as
from nemawashi.texts import acts, queries
from nemawashi.texts.models import Clause, Text
from nemawashi.texts.terms import ClauseStatus

Done = Callable[..., Any]


def seen_by(viewer: Any, text: Text) -> queries.Negotiation:
    with acting_as(viewer):
        return queries.negotiation(text, viewer=viewer)


@pytest.fixture
def busy(done: Done, tabled: Done, clause: Clause) -> Clause:
    """Japan's tabled position on the clause, opposed by Kazakhstan, and a draft of Kazakhstan's."""
    position = tabled("japan", clause, "replace", "2029", on="2030")
    done("kazakhstan", acts.oppose_position, position)
    done("kazakhstan", acts.draft_position, clause, operation="alternative", words="They will meet.")
    clause.text.refresh_from_db()
    return clause


@pytest.mark.parametrize(
    ("name", "own", "stance", "drafts"),
    [("host", False, "", 0), ("japan", True, "", 0), ("kazakhstan", False, "oppose", 1), ("observer", False, "", 0)],
)
def test_negotiation_as_each_role_sees_it(busy: Clause, who: Any, name: str, own: bool, stance: str, drafts: int) -> None:
    view = seen_by(who(name), busy.text).clauses[1]

    position = view.live[0]
    assert (view.number, view.words, view.status) == (
        "1",
        "The parties will meet every year by 2030.",
        ClauseStatus.CONTESTED,
    )
    assert (position.codes, position.opponents, position.before) == (("JPN",), ("KAZ",), "2030")
    assert (position.is_own, position.own_stance, len(view.drafts)) == (own, stance, drafts)


@pytest.mark.parametrize("name", ["guest", "expert", "researcher", ""])
def test_negotiation_is_closed_to_those_outside_it(busy: Clause, who: Any, name: str) -> None:
    viewer = who(name) if name else PUBLIC

    with pytest.raises(PermissionError):
        seen_by(viewer, busy.text)
    assert not queries.visible_texts(viewer=viewer).filter(pk=busy.text_id).exists()
    assert not queries.texts_in_negotiation(viewer=viewer).exists()


@pytest.mark.parametrize("name", ["guest", "researcher", ""])
def test_an_adopted_text_is_shown_without_what_was_asked_for(done: Done, busy: Clause, who: Any, name: str) -> None:
    Text.objects.filter(pk=busy.text_id).update(state="adopted")
    busy.text.refresh_from_db()

    view = seen_by(who(name) if name else PUBLIC, busy.text).clauses[1]

    assert (view.live, view.ended, view.drafts) == ((), (), ())


def statements(viewer: Any, text: Text) -> int:
    with CaptureQueriesContext(connection) as told:
        seen_by(viewer, text)
    return len(told)


def test_negotiation_puts_the_same_number_of_statements_at_one_and_three_positions(
    done: Done, tabled: Done, clause: Clause, who: Any
) -> None:
    japan = who("japan")
    first = tabled("japan", clause, "replace", "2029", on="2030")
    done("kazakhstan", acts.oppose_position, first)
    done("japan", acts.draft_position, clause, operation="comment", words="x")
    one = statements(japan, clause.text)
    for name, words in (("kazakhstan", "2031"), ("uzbekistan", "2032")):
        done("tajikistan", acts.support_position, tabled(name, clause, "replace", words, on="2030"))
        done("japan", acts.draft_position, clause, operation="comment", words=words)
    three = statements(japan, clause.text)

    assert (one, three) == (8, 8)


def test_drafts_are_counted_for_their_delegation_alone(done: Done, busy: Clause, who: Any) -> None:
    counts = {}
    for name in ("kazakhstan", "japan", "host", "observer", "guest"):
        with acting_as(who(name)):
            counts[name] = queries.own_draft_count(viewer=who(name))

    assert counts == {"kazakhstan": 1, "japan": 0, "host": 0, "observer": 0, "guest": 0}


def test_reservations_are_told_with_their_party(done: Done, adopted: Text) -> None:
    done("japan", acts.enter_reservation, adopted, words="Except 2030.")

    assert queries.reservations(adopted) == [("JPN", "Reservation", "Except 2030.")]
