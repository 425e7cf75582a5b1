"""A split carries the new words of both halves, in one position."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.texts.unchanged import span, words_of

from nemawashi.texts import acts
from nemawashi.texts.models import Clause
from nemawashi.texts.terms import Refusal

Done = Callable[..., Any]
HALVES = "The parties will meet every year. [^] They will do so until 2030."


def _split(done: Done, clause: Clause, words: str = HALVES, at: str = "by 2030") -> Any:
    place = span(clause, at)["start"]
    return done("japan", acts.draft_position, clause, operation="split", start=place, end=place, words=words)


def _standing(clause: Clause) -> list[str]:
    rows = Clause.objects.filter(text=clause.text, kind="operative", is_deleted=False).order_by("rank")
    return [words_of(row) for row in rows]


def test_both_halves_get_the_words_that_they_were_proposed_with(done: Done, tabled: Done, clause: Clause) -> None:
    other = tabled("kazakhstan", clause, "replace", "2032", on="2030")
    row = done("japan", acts.table_position, _split(done, clause))

    assert row.words == HALVES
    done("host", acts.accept_position, row)

    assert _standing(clause) == ["The parties will meet every year.", "They will do so until 2030."]
    other.refresh_from_db()
    done("host", acts.accept_position, other)
    assert _standing(clause)[1] == "They will do so until 2032."


def test_a_split_without_words_leaves_those_that_stand(done: Done, clause: Clause) -> None:
    row = done("japan", acts.table_position, _split(done, clause, words=""))

    done("host", acts.accept_position, row)

    assert _standing(clause) == ["The parties will meet every year", "by 2030."]


@pytest.mark.parametrize("words", ["[^] second", "first [^] ", "one [^] two [^] three"])
def test_a_half_without_words_is_refused(refused: Done, clause: Clause, words: str) -> None:
    place = span(clause, "by 2030")["start"]
    asked = {"operation": "split", "start": place, "end": place, "words": words}

    assert refused("japan", acts.draft_position, clause, **asked) is Refusal.NOTHING_TO_SPLIT


@pytest.mark.parametrize(
    ("typed", "place", "words"),
    [
        ("The parties will meet every year [^]by 2030.", "by 2030", ""),
        (HALVES, "by 2030", HALVES),
        ("The parties will meet. [^] That is every year by 2030.", "every year", None),
    ],
)
def test_the_form_finds_the_place_of_the_cut(
    client_of: Done, clause: Clause, typed: str, place: str, words: str | None
) -> None:
    from nemawashi.access.viewers import acting_as
    from nemawashi.desk.negotiating.drafting import DraftingForm
    from nemawashi.project.round import cast

    japan = cast.viewer("japan")
    with acting_as(japan):
        form = DraftingForm({"way": "split", "clause_words": typed}, subject=clause, viewer=japan)
        assert form.is_valid(), form.errors
        asked = form.words_for_act()

    assert (asked["operation"], asked["start"]) == ("split", span(clause, place)["start"])
    assert asked["words"] == (typed if words is None else words)
