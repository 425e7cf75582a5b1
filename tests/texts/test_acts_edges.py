"""Second conditions of acts: a file taken in once, clauses of this text alone, words that are gone, versions that move."""

import datetime as dt
from typing import Any

import pytest
from tests.texts.unchanged import span

from nemawashi.access.viewers import acting_as
from nemawashi.kit.clauses.proposals import Proposed
from nemawashi.texts import acts
from nemawashi.texts.models import Clause, Text
from nemawashi.texts.positions import DraftPosition
from nemawashi.texts.terms import Refusal


@pytest.fixture
def file(done: Any, clause: Clause) -> Any:
    return done("japan", acts.keep_file, clause.text, called="ours.docx", content=b"ours", kind="word")


def test_file_is_taken_in_once(done: Any, refused: Any, who: Any, clause: Clause, file: Any) -> None:
    asked = [Proposed(str(clause.pk), "comment", words="Which parties?")]
    done("japan", acts.take_in_file, file, proposals=asked)

    assert refused("japan", acts.take_in_file, file, proposals=asked) == Refusal.TAKEN_ALREADY
    with acting_as(who("japan")):
        assert [row.clause for row in DraftPosition.objects.all()].count(clause) == 1


def test_file_without_proposals_is_not_taken_in(refused: Any, file: Any) -> None:
    assert refused("japan", acts.take_in_file, file, proposals=[]) == Refusal.NOTHING_TAKEN


def test_objection_names_clauses_of_its_text_alone(done: Any, refused: Any, clause: Clause, now: dt.datetime) -> None:
    done("host", acts.issue_revision, clause.text)
    text = Text.objects.get(pk=clause.text_id)
    silence = done("host", acts.open_silence, text, ends_at=now + dt.timedelta(days=3), zone="Asia/Almaty")
    elsewhere = Clause.objects.exclude(text=text)[0]

    refusal = refused("japan", acts.break_silence, silence, words="Not so.", clauses=[clause, elsewhere])

    assert refusal == Refusal.NOT_OF_THIS_TEXT
    assert done("japan", acts.break_silence, silence, words="Not so.", clauses=[clause]).clauses == [str(clause.pk)]


def test_deletion_is_not_tabled_when_its_words_are_gone(done: Any, refused: Any, tabled: Any, clause: Clause) -> None:
    draft = done("japan", acts.draft_position, clause, operation="delete", **span(clause, "every year"))
    done("host", acts.accept_position, tabled("kazakhstan", clause, "delete", on="meet every year by"))

    assert refused("japan", acts.table_position, draft) == Refusal.WORDS_CHANGED_BENEATH


def test_withdrawing_moves_the_version_of_the_text(done: Any, tabled: Any, clause: Clause) -> None:
    position = tabled("japan", clause, "comment", "Which parties?")
    before = Text.objects.get(pk=clause.text_id).version

    done("japan", acts.withdraw_position, position)

    assert Text.objects.get(pk=clause.text_id).version == before + 1


def test_extending_silence_moves_the_version_of_the_text(done: Any, clause: Clause, now: dt.datetime) -> None:
    done("host", acts.issue_revision, clause.text)
    text = Text.objects.get(pk=clause.text_id)
    silence = done("host", acts.open_silence, text, ends_at=now + dt.timedelta(days=3), zone="Asia/Almaty")
    before = Text.objects.get(pk=clause.text_id).version

    done("host", acts.extend_silence, silence, ends_at=now + dt.timedelta(days=4), zone="Asia/Almaty")

    assert Text.objects.get(pk=clause.text_id).version == before + 1
