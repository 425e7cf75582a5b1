"""Positions on the words of a clause in another language than is negotiated: drafted, tabled, resolved and attested."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from tests.texts.unchanged import span

from nemawashi.access import clock, log
from nemawashi.access.models import Entry
from nemawashi.access.viewers import acting_as
from nemawashi.kit.clauses.bracketing import notation
from nemawashi.kit.clauses.operations import Operation
from nemawashi.texts import acts, queries
from nemawashi.texts.models import Clause, Position
from nemawashi.texts.queries.attesting import attested
from nemawashi.texts.terms import Outcome, Refusal

Done = Callable[..., Any]
Refused = Callable[..., str]
RUSSIAN = "Стороны встречаются каждый год до 2030 года."


@pytest.fixture
def worded(done: Done, clause: Clause) -> Clause:
    """The clause with Russian words beside the English ones."""
    done("host", acts.translate_clause, clause, language="ru", words=RUSSIAN, version="authentic")
    return clause


def _asked(words: str, put: str) -> dict[str, Any]:
    start = RUSSIAN.index(words)
    kind = Operation.REPLACE if put else Operation.DELETE
    return {"operation": kind, "words": put, "start": start, "end": start + len(words), "language": "ru"}


@pytest.fixture
def tabled(done: Done, worded: Clause) -> Position:
    """Uzbekistan's Russian words for the year."""
    draft = done("uzbekistan", acts.draft_position, worded, **_asked("каждый год", "ежегодно"), why="короче")
    return done("uzbekistan", acts.table_position, draft)  # type: ignore[no-any-return]


def _view(clause: Clause, who: Any, name: str = "host") -> Any:
    with acting_as(who(name)):
        return queries.negotiation(clause.text, viewer=who(name)).of(clause.pk)


def test_a_draft_on_russian_words_is_seen_by_its_delegation_alone(done: Done, worded: Clause, who: Any) -> None:
    done("uzbekistan", acts.draft_position, worded, **_asked("каждый год", "ежегодно"))

    own, others = _view(worded, who, "uzbekistan"), _view(worded, who, "japan")

    assert [(row.draft.language, row.before) for row in own.drafts] == [("ru", "каждый год")]
    assert (others.drafts, others.live, others.asked_in) == ((), (), frozenset())


def test_a_tabled_one_stands_in_the_brackets_of_its_language_alone(tabled: Position, worded: Clause, who: Any) -> None:
    view = _view(worded, who)

    assert [(row.held.language, row.before, row.position.words) for row in view.live] == [("ru", "каждый год", "ежегодно")]
    assert notation(view.nodes) == view.words
    assert "[UZB delete: каждый год][UZB: ежегодно]" in notation(view.in_language("ru").nodes)
    assert notation(view.in_language("").nodes) == view.words
    assert view.in_language("").live == ()
    assert str(view.status) == "contested"


def test_the_log_holds_the_language_and_finds_it_changed(tabled: Position) -> None:
    assert Entry.objects.filter(object_ref=tabled.ref).latest("seq").facts["language"] == "ru"
    assert attested().faults == []

    Position.objects.filter(pk=tabled.pk).update(language="ja")

    assert any("its language is not what" in fault for fault in attested().faults)


def test_accepting_words_the_language_anew_and_nothing_else(done: Done, tabled: Position, worded: Clause, who: Any) -> None:
    before = _view(worded, who)

    done("host", acts.accept_position, tabled, seen=tabled.version)

    view = _view(worded, who)
    assert view.versions["ru"] == RUSSIAN.replace("каждый год", "ежегодно")
    assert (view.words, view.wording) == (before.words, before.wording)
    assert view.versions_worth["ru"] == "authentic"
    assert [row.position.outcome for row in view.ended] == [Outcome.ACCEPTED]
    assert Entry.objects.latest("seq").facts["language"] == "ru"


def test_others_on_the_words_of_that_language_follow(done: Done, tabled: Position, worded: Clause, who: Any) -> None:
    draft = done("kazakhstan", acts.draft_position, worded, **_asked(" до 2030 года", ""))
    other = done("kazakhstan", acts.table_position, draft)
    english = done("japan", acts.draft_position, worded, operation="delete", **span(worded, "2030"))
    mine = done("japan", acts.table_position, english)

    done("host", acts.accept_position, tabled, seen=tabled.version)

    live = {row.position.pk: row for row in _view(worded, who).live}
    assert live[other.pk].before == " до 2030 года"
    assert live[mine.pk].before == "2030"
    done("host", acts.accept_position, other, seen=other.version)
    assert _view(worded, who).versions["ru"] == "Стороны встречаются ежегодно."
    assert [row.before for row in _view(worded, who).live] == ["2030"]


def test_what_does_not_follow_the_words_negotiated_is_not_accepted(
    done: Done, refused: Refused, tabled: Position, worded: Clause, who: Any
) -> None:
    draft = done("japan", acts.draft_position, worded, operation="replace", words="2029", **span(worded, "2030"))
    later = (log.last_moment() or clock.database_moment()) + dt.timedelta(hours=1)
    done("host", acts.accept_position, done("japan", acts.table_position, draft), at=later)

    assert refused("host", acts.accept_position, tabled, seen=tabled.version) is Refusal.TRANSLATION_IS_OLDER
    view = _view(worded, who)
    assert ("ru" in view.stale, view.asked_in) == (True, frozenset({"ru"}))

    done("host", acts.translate_clause, worded, language="ru", words=RUSSIAN.replace("2030", "2029"))
    done("host", acts.accept_position, tabled, seen=tabled.version)
    assert _view(worded, who).versions["ru"] == "Стороны встречаются ежегодно до 2029 года."


def test_the_same_words_in_both_languages_are_two_positions(done: Done, tabled: Position, worded: Clause, who: Any) -> None:
    english = done("japan", acts.draft_position, worded, operation="alternative", words="The parties meet yearly.")
    done("japan", acts.table_position, english)

    view = _view(worded, who)

    assert sorted(row.held.language for row in view.live) == ["", "ru"]
    assert view.alike() == frozenset()


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"operation": "new_clause", "words": "Новый пункт.", "language": "ru"}, Refusal.OF_NO_LANGUAGE),
        ({"operation": "alternative", "words": "新しい項。", "language": "ja"}, Refusal.NOT_WORDED_IN_IT),
        ({"operation": "alternative", "words": RUSSIAN, "language": "ru"}, Refusal.NO_CHANGE),
        ({"operation": "delete", "start": 40, "end": 400, "language": "ru"}, Refusal.OUT_OF_THE_CLAUSE),
    ],
)
def test_what_cannot_be_asked_of_words_in_another_language(
    refused: Refused, worded: Clause, asked: dict[str, Any], why: Refusal
) -> None:
    assert refused("uzbekistan", acts.draft_position, worded, **asked) is why


def test_the_language_of_the_negotiation_by_its_name_is_none(done: Done, clause: Clause) -> None:
    draft = done("japan", acts.draft_position, clause, operation="delete", language="en", **span(clause, "2030"))

    assert draft.language == ""


def test_bridging_words_and_the_end_of_a_clause_see_the_language(
    done: Done, refused: Refused, tabled: Position, worded: Clause
) -> None:
    words = {"words": "The parties will meet.", "instead_of": [tabled]}
    assert refused("host", acts.offer_bridging_words, worded, **words) is Refusal.NOTHING_TO_BRIDGE

    gone = done("japan", acts.table_position, done("japan", acts.draft_position, worded, operation="delete_clause"))

    assert refused("host", acts.accept_position, gone) is Refusal.COLLIDES
