"""The chain told end to end: from a recommendation of experts to a score, and back onto the next agenda."""

import datetime as dt

import pytest

from nemawashi.access import log
from nemawashi.access.models import Entry
from nemawashi.commitments import queries as commitments
from nemawashi.commitments.models import Commitment
from nemawashi.commitments.terms import Status
from nemawashi.kit.clauses.sealing import digest
from nemawashi.meetings.models import AgendaItem, Recommendation
from nemawashi.project.round import play, words
from nemawashi.texts.models import Text
from nemawashi.texts.terms import Outcome


@pytest.fixture
def told(played: None, db: None, now: dt.datetime) -> list[play.Step]:
    rest = play.Play(now)
    return list(play.closing(rest))


def test_recommendation_returns_on_the_next_agenda(told: list[play.Step]) -> None:
    recommendation = Recommendation.objects.get(words=words.RECOMMENDATION)
    item = recommendation.uptakes.get().agenda_item
    text = Text.objects.get(agenda_item=item)
    promised = Commitment.objects.get(text=text, settlement__isnull=False)

    returned = AgendaItem.objects.get(carried_commitment__commitment=promised)

    assert text.state == "issued"
    assert promised.clause is not None
    assert promised.clause.text_id == text.pk
    assert promised.words.startswith(
        "The ministers will set up a shared early-warning service for glacial lakes, avalanches"
    )
    assert returned.meeting.slug == "som-2027-tashkent"
    assert returned.overdue_ref == promised.ref
    assert returned.title == promised.words


def _sealed_again(text: Text) -> dict[str, str]:
    snapshot = text.adoption.revision.snapshot
    languages = set.intersection(*(set(row["words"]) for row in snapshot))
    return {lang: digest((row["number"], row["kind"], row["words"][lang]) for row in snapshot) for lang in languages}


def test_adoption_seals_every_language_version_in_the_log(told: list[play.Step]) -> None:
    text = Text.objects.get(title=words.ROAD_MAP_TITLE)
    entry = Entry.objects.get(event="silence.concluded", object_ref=text.ref)

    assert set(text.adoption.digests) == {"en", "ja", "ru"}
    assert text.adoption.digests == entry.facts["sha256"] == _sealed_again(text)


def test_translations_that_fell_behind_are_neither_sealed_nor_shown(told: list[play.Step]) -> None:
    text = Text.objects.get(title=words.STATEMENT_TITLE)
    stations = next(row for row in text.adoption.revision.snapshot if "pilot stations" in row["words"]["en"])
    entry = Entry.objects.get(event="silence.concluded", object_ref=text.ref)

    assert set(stations["words"]) == {"en"}
    assert set(text.adoption.digests) == {"en"}
    assert text.adoption.digests == entry.facts["sha256"] == _sealed_again(text)


def test_no_position_vanishes(told: list[play.Step]) -> None:
    text = Text.objects.get(title=words.STATEMENT_TITLE)
    positions = [row for clause in text.clauses.all() for row in clause.positions.all()]

    outcomes = sorted(row.outcome for row in positions)

    assert outcomes == sorted([Outcome.SUPERSEDED] * 2 + [Outcome.WITHDRAWN] * 2 + [Outcome.ACCEPTED] * 3)
    concordance = {row["position"] for revision in text.revisions.all() for row in revision.concordance}
    assert concordance == {str(row.pk) for row in positions}


def test_score_keeps_both_opinions(told: list[play.Step]) -> None:
    promised = Commitment.objects.get(settlement__isnull=False)

    status = commitments.status_of(promised, today=dt.date(2027, 1, 1))

    assert sorted(promised.assessments.values_list("score", flat=True)) == [-1, 0]
    assert promised.settlement.raw_agreement == 0.0
    assert status == Status.PARTLY


def test_log_is_intact_and_has_one_entry_an_act(told: list[play.Step]) -> None:
    untold = 5  # four drafts are told with their tabling, the plan of the cancelled meeting with its end

    assert log.first_fault() is None
    assert Entry.objects.count() == 31 + len(told) + untold


def test_log_names_no_sealed_act(told: list[play.Step]) -> None:
    sealed = Entry.objects.filter(visibility="sealed")

    assert sealed.count() == 8  # seven drafts and the first of two scores
    assert set(sealed.values_list("party", "user", "object_ref", "at")) == {("", None, "", None)}
    assert all(set(entry.facts) == {"digest"} for entry in sealed)
