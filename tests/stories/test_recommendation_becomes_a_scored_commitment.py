"""The chain told end to end: from a recommendation of experts to a score, and back onto the next agenda.

It is told of the shipped record's forum and of an invented one.
"""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from tests.another_forum import amber

from nemawashi.access import log
from nemawashi.access.models import Entry, User
from nemawashi.commitments import queries as commitments
from nemawashi.commitments.models import Commitment
from nemawashi.commitments.terms import Status
from nemawashi.kit.clauses.sealing import digest
from nemawashi.meetings.models import AgendaItem, Meeting, Recommendation
from nemawashi.parties.models import Membership
from nemawashi.project.round import play, words
from nemawashi.texts.models import Text
from nemawashi.texts.terms import Outcome

__all__ = ["amber"]


@dataclass(frozen=True)
class Told:
    """The round as it was played to its end: its script, and the steps after the positions were tabled."""

    script: words.RoundScript
    steps: list[play.PlayedAct]


def _sealed_again(text: Text) -> dict[str, str]:
    snapshot = text.adoption.revision.snapshot
    languages = set.intersection(*(set(row["words"]) for row in snapshot))
    return {lang: digest((row["number"], row["kind"], row["words"][lang]) for row in snapshot) for lang in languages}


class Story:
    """What holds at the end of the chain, whatever the forum."""

    def test_recommendation_returns_on_the_next_agenda(self, told: Told) -> None:
        recommendation = Recommendation.objects.get(words=told.script.said["recommendation"])
        item = recommendation.uptakes.get().agenda_item
        text = Text.objects.get(agenda_item=item)
        promised = Commitment.objects.get(text=text, settlement__isnull=False)

        returned = AgendaItem.objects.get(carried_commitment__commitment=promised)

        assert text.state == "issued"
        assert promised.clause is not None
        assert promised.clause.text_id == text.pk
        assert promised.words.startswith(told.script.said["service"])
        assert f"{told.script.said['lakes']}{told.script.said['avalanches']}" in promised.words
        assert returned.meeting.track.slug == told.script.tracks["officials"]
        assert returned.meeting.city == told.script.cities["next"]
        assert returned.overdue_ref == promised.ref
        assert returned.title == promised.words

    def test_the_public_sees_what_came_of_the_recommendation(self, told: Told, client: Client) -> None:
        recommendation = Recommendation.objects.get(words=told.script.said["recommendation"])
        text = Text.objects.get(agenda_item=recommendation.uptakes.get().agenda_item)
        promised = Commitment.objects.get(text=text, settlement__isnull=False)

        page = client.get(f"/en/recommendations/{recommendation.slug}/").content.decode()
        assert "An agenda that is not public" in page
        assert f"/meetings/{text.meeting.slug}/" not in page
        for address in (f"texts/{text.slug}", f"commitments/{promised.slug}"):
            assert f'href="/en/{address}/"' in page
        assert "Nothing found." not in page

        with transaction.atomic():
            Meeting.objects.filter(pk=text.meeting_id).update(is_published=True)
            AgendaItem.objects.filter(meeting=text.meeting).update(state="adopted")
            page = client.get(f"/en/recommendations/{recommendation.slug}/?once=more").content.decode()
            transaction.set_rollback(True)
        assert f'href="/en/meetings/{text.meeting.slug}/"' in page

    def test_adoption_seals_every_language_version_in_the_log(self, told: Told) -> None:
        text = Text.objects.get(title=told.script.road_map.title)
        entry = Entry.objects.get(event="silence.concluded", object_ref=text.ref)

        assert set(text.adoption.digests) == set(told.script.road_map.clauses[0].words)
        assert text.adoption.digests == entry.facts["sha256"] == _sealed_again(text)

    def test_translations_that_fell_behind_are_neither_sealed_nor_shown(self, told: Told) -> None:
        text = Text.objects.get(title=told.script.statement.title)
        put = told.script.said["stations"].replace(told.script.said["two"], told.script.said["three"])
        stations = next(row for row in text.adoption.revision.snapshot if put in row["words"]["en"])
        entry = Entry.objects.get(event="silence.concluded", object_ref=text.ref)

        assert set(stations["words"]) == {"en"}
        assert set(text.adoption.digests) == {"en"}
        assert text.adoption.digests == entry.facts["sha256"] == _sealed_again(text)

    def test_no_position_vanishes(self, told: Told) -> None:
        text = Text.objects.get(title=told.script.statement.title)
        positions = [row for clause in text.clauses.all() for row in clause.positions.all()]

        outcomes = sorted(row.outcome for row in positions)

        assert outcomes == sorted([Outcome.SUPERSEDED] * 2 + [Outcome.WITHDRAWN] * 2 + [Outcome.ACCEPTED] * 3)
        concordance = {row["position"] for revision in text.revisions.all() for row in revision.concordance}
        assert concordance == {str(row.pk) for row in positions}

    def test_score_keeps_both_opinions(self, told: Told) -> None:
        promised = Commitment.objects.get(settlement__isnull=False)

        status = commitments.status_of(promised, today=dt.date(2027, 1, 1))

        assert sorted(promised.assessments.values_list("score", flat=True)) == [-1, 0]
        assert promised.settlement.raw_agreement == 0.0
        assert status == Status.PARTLY

    def test_log_is_intact_and_has_one_entry_an_act(self, told: Told) -> None:
        untold = 5  # four drafts are told with their tabling, the plan of the cancelled meeting with its end

        assert log.first_fault() is None
        of_the_roll = User.objects.count() + Membership.objects.count()
        assert Entry.objects.count() == of_the_roll + 36 + len(told.steps) + untold

    def test_log_names_no_sealed_act(self, told: Told) -> None:
        sealed = Entry.objects.filter(visibility="sealed")

        assert sealed.count() == 8  # seven drafts and the first of two scores
        assert set(sealed.values_list("party", "user", "object_ref", "at")) == {("", None, "", None)}
        assert all(set(entry.facts) <= {"digest", "kept"} for entry in sealed)


class TestShippedForum(Story):
    @pytest.fixture
    def told(self, played: None, db: None, now: dt.datetime) -> Told:
        return Told(words.demo(), list(play.closing(play.Play(now))))

    def test_symbols_and_the_next_meeting_are_the_records(self, told: Told) -> None:
        text = Text.objects.get(title=told.script.statement.title)
        returned = AgendaItem.objects.get(carried_commitment__isnull=False)

        assert text.symbol == "CAJ/FMM/10/1"
        assert returned.meeting.slug == "som-2027-tashkent"


class TestInventedForum(Story):
    @pytest.fixture
    def told(self, amber: words.RoundScript, db: None, now: dt.datetime) -> Told:
        return Told(amber, list(play.closing(play.Play(now, amber))))

    def test_symbols_and_the_next_meeting_are_its_own(self, told: Told) -> None:
        text = Text.objects.get(title=told.script.statement.title)
        returned = AgendaItem.objects.get(carried_commitment__isnull=False)

        assert text.symbol == "AMBER-COUNCIL-3/1"
        assert returned.meeting.slug == "deputies-2027-port-norva"
