"""What seems to take a recommendation up: proposed with its words, to those who may read both, until a person says."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.texts.unchanged import enlisted

from nemawashi.access.models import Notice
from nemawashi.access.viewers import PUBLIC
from nemawashi.meetings import acts as meetings
from nemawashi.meetings.models import AgendaItem, Meeting, Recommendation
from nemawashi.parties.queries import viewer_of
from nemawashi.texts import acts, queries
from nemawashi.texts.acts import uptake
from nemawashi.texts.models import Clause, Text
from nemawashi.texts.terms import OPEN_STATES, Refusal

WORDS = "Set up a centre for monitoring zqglaciers and avalanches"
PAGE = "/desk/meetings/uptake/"


@pytest.fixture
def made(played: None, db: None, done: Callable[..., Any]) -> Recommendation:
    meeting = Meeting.objects.filter(track__slug="fmm", state="announced")[0]
    row: Recommendation = done("host", meetings.record_recommendation, meeting, words=WORDS)
    Recommendation.objects.filter(pk=row.pk).update(made_on="2020", origin=meeting.origin)
    row.refresh_from_db()
    return row


@pytest.fixture
def item(made: Recommendation, done: Callable[..., Any]) -> AgendaItem:
    row: AgendaItem = done(
        "japan", meetings.propose_agenda_item, made.made_at, title="Monitoring of zqglaciers, avalanches"
    )
    return row


@pytest.fixture
def clause(made: Recommendation) -> Clause:
    text = Text.objects.filter(meeting__track__slug="fmm", state__in=OPEN_STATES)[0]
    row = Clause.objects.create(text=text, kind="operative", rank=998.0)
    row.wordings.create(language=text.language, words="The parties will be monitoring zqglaciers and avalanches.")
    return row


def _pairs(viewer: Any, made: Recommendation) -> set[str]:
    return {row.taker.ref for row in queries.proposed_uptakes(viewer=viewer) if row.recommendation.pk == made.pk}


def test_uptake_is_proposed_with_its_words_to_those_who_may_read_both(
    made: Recommendation, item: AgendaItem, clause: Clause, viewer: Callable[[str], Any], done: Callable[..., Any],
    client_of: Callable[[str], Client],
) -> None:  # fmt: skip
    done(
        "japan",
        acts.draft_position,
        clause,
        operation="comment",
        words="A centre set up for zqglaciers, avalanches, zqsealed",
    )
    both = {item.ref, clause.ref}
    guest = viewer_of(enlisted("guest"))

    assert {name: _pairs(viewer(name), made) for name in ("host", "japan", "kazakhstan")} == dict.fromkeys(
        ("host", "japan", "kazakhstan"), both
    )
    assert (_pairs(guest, made), _pairs(PUBLIC, made), _pairs(viewer("expert"), made)) == ({item.ref}, set(), set())
    row = next(row for row in queries.proposed_uptakes(viewer=viewer("host")) if row.taker.ref == item.ref)
    assert {word.lower() for word in row.shared} == {"zqglaciers", "avalanches", "monitoring"}
    pages = {name: client_of(name).get(PAGE).content.decode() for name in ("host", "japan", "guest", "japan-watcher")}
    shown = {name: ("zqglaciers" in page, "confirm_uptake" in page, str(clause.pk) in page) for name, page in pages.items()}
    assert shown == {
        "host": (True, True, True),
        "japan": (True, True, True),
        "guest": (True, False, False),
        "japan-watcher": (True, False, True),
    }
    assert [name for name, page in pages.items() if "zqsealed" in page] == []
    assert client_of("expert").get(PAGE).content.decode().count("zqglaciers") == 0


def test_a_person_confirms_an_item_and_it_is_proposed_no_more(
    made: Recommendation, item: AgendaItem, viewer: Callable[[str], Any], logged: Any, refused: Any
) -> None:
    assert refused("expert", acts.confirm_uptake, made, taker=item) is Refusal.NOT_A_PARTICIPANT
    assert refused("japan-watcher", acts.confirm_uptake, made, taker=item) is Refusal.NOT_A_PARTICIPANT

    row, entries = logged("japan", acts.confirm_uptake, made, taker=item)

    assert (row.is_taken_up, made.uptakes.get().agenda_item, entries) == (
        True, item, [("uptake.confirmed", "japan", "parties", made.ref)],
    )  # fmt: skip
    made.refresh_from_db()
    assert made.link == "open"  # the meeting is still ahead
    assert _pairs(viewer("host"), made) == set()
    assert refused("host", acts.decline_uptake, made, taker=item) is Refusal.UPTAKE_RULED


def test_no_hand_made_pair_ties_what_could_not_be_proposed(
    made: Recommendation, item: AgendaItem, clause: Clause, viewer: Callable[[str], Any], refused: Any,
    client_of: Callable[[str], Client],
) -> None:  # fmt: skip
    def ruled() -> list[Any]:
        row = Recommendation.objects.get(pk=made.pk)
        return [refused("japan", acts.confirm_uptake, row, taker=taker) for taker in (item, clause)]

    other = "record" if made.origin == "fiction" else "fiction"
    for changed in ({"origin": other}, {"made_on": "2999"}):  # a real one and a fictional one; what came before
        was = {name: getattr(made, name) for name in changed}
        Recommendation.objects.filter(pk=made.pk).update(**changed)
        assert ruled() == [Refusal.UPTAKE_CANNOT_FOLLOW] * 2
        assert _pairs(viewer("host"), made) == set()
        Recommendation.objects.filter(pk=made.pk).update(**was)
    item.state, clause.kind = "deferred", "title"
    item.save()
    clause.save()
    assert ruled() == [Refusal.UPTAKE_NOT_STANDING] * 2
    assert _pairs(viewer("host"), made) == set()
    item.state, clause.kind, clause.is_deleted = "withdrawn", "operative", True
    assert ruled() == [Refusal.UPTAKE_NOT_STANDING] * 2
    item.save()
    answer = client_of("japan").post(f"/desk/acts/confirm_uptake/{made.slug}/", {"taker": item.ref})
    assert (answer.status_code, "deferred or withdrawn" in answer.content.decode()) == (422, True)
    made.refresh_from_db()
    assert (made.link, made.uptakes.count()) == ("open", 0)


def test_what_was_declined_does_not_come_back(
    made: Recommendation, item: AgendaItem, clause: Clause, viewer: Callable[[str], Any], done: Any, logged: Any,
    client_of: Callable[[str], Client],
) -> None:  # fmt: skip
    row, entries = logged("kazakhstan", acts.decline_uptake, made, taker=clause, why=" Other mountains. ")

    assert (row.is_taken_up, row.why, row.clause) == (False, "Other mountains.", clause)
    assert entries == [("uptake.declined", "kazakhstan", "parties", made.ref)]
    assert not Notice.objects.filter(entry__event="uptake.declined").exists()
    assert _pairs(viewer("host"), made) == {item.ref}
    enlisted("guest")
    pages = {name: client_of(name).get(PAGE).content.decode() for name in ("host", "japan", "guest", "expert")}
    assert [name for name, page in pages.items() if "Reason: Other mountains." in page] == ["host", "japan"]
    done("host", acts.decline_uptake, made, taker=item)
    assert _pairs(viewer("host"), made) == set()


def test_a_paragraph_that_takes_it_up_is_told_where_the_text_is_public(
    made: Recommendation, clause: Clause, done: Any, client_of: Callable[[str], Client]
) -> None:
    done("host", acts.confirm_uptake, made, taker=clause)
    page = f"/en/recommendations/{made.slug}/?fiction=1"
    assert str(clause.pk) not in client_of("").get(page).content.decode()
    Clause.objects.filter(pk=clause.pk).update(is_deleted=True)
    uptake.counts_as_taken_up(clause.text)
    made.refresh_from_db()
    assert made.link == "open"  # what was deleted is not adopted
    Clause.objects.filter(pk=clause.pk).update(is_deleted=False)
    uptake.counts_as_taken_up(clause.text)
    Text.objects.filter(pk=clause.text_id).update(state="adopted")
    made.refresh_from_db()
    assert made.link == "taken_up"

    assert str(clause.pk) in client_of("").get(page).content.decode()


def test_the_form_takes_no_words_that_the_reader_may_not_open(
    made: Recommendation, clause: Clause, item: AgendaItem, client_of: Callable[[str], Client]
) -> None:
    enlisted("guest")
    door = f"/desk/acts/confirm_uptake/{made.slug}/"
    shown = client_of("japan").get(f"{door}?taker={clause.ref}").content.decode()
    assert ("Proposed because both have these words" in shown, "zqglaciers" in shown) == (True, True)
    answers = [client_of("guest").post(door, {"taker": each}).status_code for each in (clause.ref, item.ref)]
    assert answers == [422, 422]
    wrong = ["clause/x", f"clause/{'g' * 32}", "agenda-item/none", "text/x", "", "clause/"]
    assert [client_of("japan").post(door, {"taker": each}).status_code for each in wrong] == [422] * 6
    assert client_of("japan").post(door, {"taker": item.ref}).status_code == 302
