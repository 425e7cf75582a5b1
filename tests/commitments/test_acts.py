"""Acts on commitments: what each changes, what it logs, what it refuses."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from nemawashi.access.models import Entry
from nemawashi.access.terms import Refusal as AccessRefusal
from nemawashi.access.viewers import PUBLIC, acting_as
from nemawashi.commitments import acts, queries
from nemawashi.commitments.models import Commitment
from nemawashi.commitments.terms import Delivery, Refusal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings.models import Meeting
from nemawashi.meetings.terms import Refusal as MeetingRefusal
from nemawashi.parties.models import Party, Pillar
from nemawashi.sources.models import Source

Done = Callable[..., Any]
Refused = Callable[..., str]
PARTIES = ["japan", "japan-watcher", "observer", "guest"]
WORDS = "+1 all; 0 some; -1 none"


@pytest.fixture
def frozen(done: Done, owed: Commitment) -> Commitment:
    """The overdue commitment with its guideline."""
    done("researcher", acts.freeze_guideline, owed, words=WORDS)
    return owed


@pytest.fixture
def scored(done: Done, frozen: Commitment) -> Commitment:
    """The overdue commitment with two opened scores, 0 and -1."""
    done("researcher", acts.assess, frozen, score=0, why="two states")
    done("researcher-two", acts.assess, frozen, score=-1, why="no forms")
    return frozen


@pytest.fixture
def meeting(played: None, db: None) -> Meeting:
    return Meeting.objects.get(track__slug="fmm", state="announced")


@pytest.fixture
def source(played: None, db: None) -> Source:
    return Source.objects.order_by("pk")[0]


def test_confirm_commitment_names_owner_and_date(logged: Done, found: Commitment) -> None:
    words = {
        "owner": Party.objects.get(slug="japan"),
        "due_on": ImpreciseDate(2029),
        "pillar": Pillar.objects.get(number=2),
    }

    row, entries = logged("host", acts.confirm_commitment, found, target=" yearly ", **words)

    assert (row.state, row.owner.slug, row.due_on, row.by) == ("confirmed", "japan", ImpreciseDate(2029), ["japan"])
    assert (row.kind, row.target, row.pillar.number) == ("unilateral", "yearly", 2)
    assert entries == [("commitment.confirmed", "", "public", row.ref)]


def test_confirm_commitment_of_all_jointly(done: Done, found: Commitment) -> None:
    row = done("host", acts.confirm_commitment, found, owner=None, is_joint=True, due_on=ImpreciseDate(2029))

    assert (row.owner, row.by, row.kind) == (None, ["all"], "joint")


def test_confirm_and_decline_refuse(refused: Refused, found: Commitment, owed: Commitment) -> None:
    whole = {"owner": None, "is_joint": True, "due_on": ImpreciseDate(2029)}

    assert refused("host", acts.confirm_commitment, found, owner=None, due_on=ImpreciseDate(2029)) is Refusal.NO_OWNER
    assert refused("host", acts.confirm_commitment, found, owner=None, is_joint=True, due_on=None) is Refusal.NO_DUE_DATE
    assert refused("host", acts.confirm_commitment, owed, **whole) is Refusal.NOT_FOUND_STATE
    assert refused("host", acts.confirm_commitment, found, seen=9, **whole) is AccessRefusal.STALE
    assert refused("host", acts.decline_commitment, found, why=" ") is Refusal.NO_REASON
    assert refused("host", acts.decline_commitment, owed, why="x") is Refusal.NOT_FOUND_STATE
    assert refused("host", acts.decline_commitment, found, why="x", seen=9) is AccessRefusal.STALE


@pytest.mark.parametrize("name", [*PARTIES, "expert", "researcher"])
def test_only_the_host_confirms_and_declines(refused: Refused, found: Commitment, name: str) -> None:
    confirm = refused(name, acts.confirm_commitment, found, owner=None, is_joint=True, due_on=ImpreciseDate(2029))
    decline = refused(name, acts.decline_commitment, found, why="x")

    assert (confirm, decline) == (Refusal.NOT_THE_SECRETARIAT, Refusal.NOT_THE_SECRETARIAT)


def test_decline_commitment_keeps_the_reason(logged: Done, found: Commitment) -> None:
    row, entries = logged("host", acts.decline_commitment, found, why=" it describes ")

    assert (row.state, row.declined_why) == ("declined", "it describes")
    assert entries == [("commitment.declined", "", "parties", row.ref)]


def test_split_commitment_makes_parts_that_wait(logged: Done, found: Commitment) -> None:
    parts = [" The parties will meet ", "every year by 2030", " "]

    rows, entries = logged("host", acts.split_commitment, found, parts=parts)

    found.refresh_from_db()
    assert (found.state, found.words) == ("replaced", "The parties will meet every year by 2030.")
    assert [(row.words, row.state, row.divided_from, row.clause) for row in rows] == [
        ("The parties will meet", "found", found, found.clause),
        ("every year by 2030", "found", found, found.clause),
    ]
    assert [row.due_on for row in rows] == [found.due_on, found.due_on]
    assert entries == [("commitment.split", "", "parties", found.ref)]


def test_merge_commitments_puts_parts_together_again(done: Done, logged: Done, found: Commitment) -> None:
    first, second = done("host", acts.split_commitment, found, parts=["The parties will meet", "every year by 2030"])

    whole, entries = logged("host", acts.merge_commitments, second, others=[first])

    states = [(row.state, row.superseded_by) for row in Commitment.objects.filter(pk__in=[first.pk, second.pk])]
    assert (whole.words, whole.state, whole.due_on) == ("The parties will meet every year by 2030", "found", found.due_on)
    assert states == [("replaced", whole)] * 2
    assert entries == [("commitment.merged", "", "parties", second.ref)]
    assert [(name, rows) for name, rows in queries.beside(whole, viewer=PUBLIC)] == []


def test_neighbours_stand_in_the_order_of_the_clause(done: Done, found: Commitment) -> None:
    rows = done("host", acts.split_commitment, found, parts=["The parties", "will meet", "every year"])
    first = done("host", acts.merge_commitments, rows[0], others=[rows[1]])

    assert [row.words for row in queries.waiting_in(first)] == ["The parties will meet", "every year"]
    whole = done("host", acts.merge_commitments, rows[2], others=[first])
    assert whole.words == "The parties will meet every year"


def test_split_and_merge_refuse(done: Done, refused: Refused, found: Commitment, owed: Commitment) -> None:
    halves = ["The parties", "will meet"]

    assert refused("japan", acts.split_commitment, found, parts=halves) is Refusal.NOT_THE_SECRETARIAT
    assert refused("host", acts.split_commitment, found, parts=["The parties", "will dance"]) is Refusal.NOT_ITS_WORDS
    assert refused("host", acts.split_commitment, found, parts=halves, seen=9) is AccessRefusal.STALE
    assert refused("host", acts.split_commitment, owed, parts=halves) is Refusal.NOT_FOUND_STATE
    rows = done("host", acts.split_commitment, found, parts=["The", "parties", "will"])
    assert refused("host", acts.split_commitment, found, parts=halves) is Refusal.NOT_FOUND_STATE
    assert refused("host", acts.merge_commitments, rows[0], others=[rows[2]]) is Refusal.NOT_NEIGHBOURS
    assert refused("host", acts.merge_commitments, rows[0], others=[owed]) is Refusal.NOT_NEIGHBOURS
    assert refused("host", acts.merge_commitments, rows[0], others=[]) is Refusal.NOT_NEIGHBOURS
    assert refused("host", acts.merge_commitments, rows[0], others=[rows[1]], words="must") is Refusal.NOT_ITS_WORDS


def test_report_progress_of_the_owner(logged: Done, training: Commitment) -> None:
    row, entries = logged("japan", acts.report_progress, training, words=" Sixty. ", delivery="complete")

    assert (row.party.slug, row.words, row.is_complete) == ("japan", "Sixty.", True)
    assert not hasattr(training, "settlement")
    assert entries == [("progress.reported", "japan", "public", training.ref)]


def test_each_participant_reports_where_all_promised(done: Done, owed: Commitment) -> None:
    names = [done(name, acts.report_progress, owed, words="Ours.").party.slug for name in ("japan", "kyrgyzstan")]

    assert names == ["japan", "kyrgyzstan"]


@pytest.mark.parametrize("delivery", [*Delivery, ""])
def test_report_progress_says_how_far_it_is_and_what_shows_it(done: Done, training: Commitment, delivery: str) -> None:
    source = Source.objects.get(slug="seed-000")
    report = done(
        "japan", acts.report_progress, training, words="Sixty.", delivery=delivery, source=source, locator=" p. 4 "
    )

    evidence = report.evidence.get()
    assert (report.delivery, report.is_complete) == (delivery, delivery == "complete")
    assert (evidence.commitment_id, evidence.source, evidence.locator) == (training.pk, source, "p. 4")


def test_report_progress_refuses_evidence_without_a_place(refused: Refused, training: Commitment) -> None:
    before = training.reports.count()
    told = {"words": "x", "source": Source.objects.get(slug="seed-000"), "locator": " "}
    assert refused("japan", acts.report_progress, training, **told) is Refusal.NO_LOCATOR
    assert training.reports.count() == before


@pytest.mark.parametrize("name", ["host", "japan-watcher", "observer", "guest", "expert", "researcher"])
def test_report_progress_refuses_those_who_promised_nothing(refused: Refused, owed: Commitment, name: str) -> None:
    assert refused(name, acts.report_progress, owed, words="Ours.") is Refusal.NOT_THE_OWNER


def test_report_progress_refuses(refused: Refused, training: Commitment, found: Commitment) -> None:
    assert refused("kazakhstan", acts.report_progress, training, words="x") is Refusal.NOT_THE_OWNER
    assert refused("japan", acts.report_progress, training, words=" ") is Refusal.NO_WORDS
    assert refused("japan", acts.report_progress, training, words="x", seen=99) is AccessRefusal.STALE
    assert refused("japan", acts.report_progress, found, words="x") is Refusal.NOT_CONFIRMED


@pytest.mark.parametrize("name", ["japan", "kazakhstan", "observer", "host", "researcher"])
def test_attach_evidence(logged: Done, owed: Commitment, source: Source, name: str) -> None:
    row, entries = logged(name, acts.attach_evidence, owed, source=source, locator=" p. 4 ")

    assert (row.source, row.locator, row.by_name) == (source, "p. 4", name)
    assert [(entry[0], entry[2], entry[3]) for entry in entries] == [("evidence.attached", "public", owed.ref)]


def test_attach_evidence_refuses(refused: Refused, owed: Commitment, found: Commitment, source: Source) -> None:
    def attach(name: str, row: Commitment, locator: str = "p. 4", **more: Any) -> str:
        return refused(name, acts.attach_evidence, row, source=source, locator=locator, **more)

    assert attach("japan", owed, " ") is Refusal.NO_LOCATOR
    assert attach("japan", found) is Refusal.NOT_CONFIRMED
    assert attach("japan", owed, seen=99) is AccessRefusal.STALE
    assert {attach(name, owed) for name in ("japan-watcher", "expert")} == {Refusal.NOT_AN_ASSESSOR}


def test_freeze_guideline_once(logged: Done, refused: Refused, owed: Commitment) -> None:
    row, entries = logged("researcher", acts.freeze_guideline, owed, words=f" {WORDS} ")
    again = refused("host", acts.freeze_guideline, owed, words="other")

    assert row.words == WORDS
    assert entries == [("guideline.frozen", "", "public", owed.ref)]
    assert again is Refusal.GUIDELINE_FROZEN


def test_freeze_guideline_refuses(refused: Refused, owed: Commitment, found: Commitment) -> None:
    told = {refused(name, acts.freeze_guideline, owed, words=WORDS) for name in [*PARTIES, "expert"]}

    assert told == {Refusal.NOT_AN_ASSESSOR}
    assert refused("researcher", acts.freeze_guideline, owed, words=" ") is Refusal.NO_WORDS
    assert refused("researcher", acts.freeze_guideline, found, words=WORDS) is Refusal.NOT_CONFIRMED
    assert refused("researcher", acts.freeze_guideline, owed, words=WORDS, seen=99) is AccessRefusal.STALE


def test_the_first_score_waits_sealed(logged: Done, frozen: Commitment, who: Any) -> None:
    opened, entries = logged("researcher", acts.assess, frozen, score=0, why="two states")

    own, other = who("researcher"), who("researcher-two")
    with acting_as(own):
        waiting = queries.own_waiting_score(frozen, viewer=own)
    with acting_as(other):
        nothing = queries.own_waiting_score(frozen, viewer=other)
    assert (opened, frozen.assessments.count()) == (False, 0)
    assert (waiting, nothing) == ({"score": 0, "why": "two states"}, None)
    assert entries == [("sealed", "", "sealed", "")]


def test_the_second_score_opens_both(logged: Done, done: Done, frozen: Commitment) -> None:
    done("researcher", acts.assess, frozen, score=0, why="two states")

    opened, entries = logged("researcher-two", acts.assess, frozen, score=-1, why="no forms")

    told = list(frozen.assessments.order_by("pk").values_list("assessor__username", "score", "why"))
    assert opened is True
    assert told == [("researcher", 0, "two states"), ("researcher-two", -1, "no forms")]
    assert entries == [("commitment.assessed", "", "public", frozen.ref)]
    assert Entry.objects.latest("seq").facts == {"opened": 2}


def test_a_third_score_after_the_opening_joins_them(done: Done, scored: Commitment) -> None:
    from nemawashi.access.models import User
    from nemawashi.access.terms import Circle
    from nemawashi.access.viewers import Viewer

    account = User.objects.create(username="researcher-three", circle=Circle.RESEARCHERS)
    third = Viewer(user_id=account.pk, name="researcher-three", circle=Circle.RESEARCHERS)
    with acting_as(third):
        opened = acts.assess(scored, score=1, why="in law", by=third, at=scored.assessments.latest("pk").at)

    assert opened is True
    assert sorted(scored.assessments.values_list("score", flat=True)) == [-1, 0, 1]


@pytest.mark.parametrize("name", [*PARTIES, "kazakhstan", "host", "expert"])
def test_parties_never_score_themselves(refused: Refused, frozen: Commitment, name: str) -> None:
    assert refused(name, acts.assess, frozen, score=1, why="x") is Refusal.NOT_AN_ASSESSOR


def test_assess_refuses(done: Done, refused: Refused, owed: Commitment, found: Commitment) -> None:
    def assess(row: Commitment, score: int = 1, why: str = "x", name: str = "researcher") -> str:
        return refused(name, acts.assess, row, score=score, why=why)

    unfrozen = assess(owed)
    done("researcher", acts.freeze_guideline, owed, words=WORDS)

    assert (unfrozen, assess(found)) == (Refusal.NO_GUIDELINE, Refusal.NOT_CONFIRMED)
    assert (assess(owed, 2), assess(owed, 1, " ")) == (Refusal.SCORE_OUT_OF_RANGE, Refusal.NO_REASON)
    done("researcher", acts.assess, owed, score=1, why="x")
    assert assess(owed) is Refusal.SCORED_ALREADY
    done("researcher-two", acts.assess, owed, score=1, why="x")
    done("host", acts.settle_score, owed, score=1, why="x")
    assert assess(owed) is Refusal.SETTLED_ALREADY


def test_settle_score_keeps_the_opinions_beside_it(logged: Done, scored: Commitment) -> None:
    row, entries = logged("host", acts.settle_score, scored, score=0, why=" some ")

    assert (row.score, row.why, row.raw_agreement) == (0, "some", 0.0)
    assert sorted(scored.assessments.values_list("score", flat=True)) == [-1, 0]
    assert entries == [("score.settled", "", "public", scored.ref)]


def test_a_settlement_is_proposed_from_opened_scores_alone(
    done: Done, frozen: Commitment, viewer: Callable[[str], Any]
) -> None:
    def proposed() -> int | None:
        return queries.proposed_score(frozen, viewer=viewer("host"))

    done("researcher", acts.assess, frozen, score=0, why="two states")
    waiting = proposed()
    done("researcher-two", acts.assess, frozen, score=-1, why="no forms")

    assert (waiting, proposed()) == (None, -1)


def test_settle_score_needs_two_opened_scores(done: Done, refused: Refused, frozen: Commitment) -> None:
    none = refused("host", acts.settle_score, frozen, score=0, why="x")
    done("researcher", acts.assess, frozen, score=0, why="x")
    one = refused("host", acts.settle_score, frozen, score=0, why="x")

    assert (none, one) == (Refusal.TOO_FEW_SCORES, Refusal.TOO_FEW_SCORES)


def test_settle_score_refuses(done: Done, refused: Refused, scored: Commitment) -> None:
    def settle(name: str = "host", score: int = 0, why: str = "x", **more: Any) -> str:
        return refused(name, acts.settle_score, scored, score=score, why=why, **more)

    assert {settle(name) for name in [*PARTIES, "expert"]} == {Refusal.NOT_AN_ASSESSOR}
    assert (settle(score=3), settle(why=" "), settle(seen=99)) == (
        Refusal.SCORE_OUT_OF_RANGE,
        Refusal.NO_REASON,
        AccessRefusal.STALE,
    )
    done("researcher", acts.settle_score, scored, score=0, why="x")
    assert settle() is Refusal.SETTLED_ALREADY


def test_carry_over_returns_it_on_the_agenda(logged: Done, owed: Commitment, meeting: Meeting) -> None:
    row, entries = logged("kyrgyzstan", acts.carry_over, owed, meeting=meeting)

    item = row.agenda_item
    assert (item.meeting, item.title, item.overdue_ref) == (meeting, owed.words, owed.ref)
    assert entries == [("commitment.carried_over", "kyrgyzstan", "parties", owed.ref)]


def test_carry_over_twice_onto_one_agenda_is_refused(
    done: Done, refused: Refused, owed: Commitment, meeting: Meeting
) -> None:
    done("host", acts.carry_over, owed, meeting=meeting)

    assert refused("japan", acts.carry_over, owed, meeting=meeting) is Refusal.CARRIED_ALREADY


def test_carry_over_refuses(
    done: Done, refused: Refused, owed: Commitment, training: Commitment, meeting: Meeting, now: Any
) -> None:
    outsiders = ("observer", "guest", "japan-watcher", "expert", "researcher")

    told = {refused(name, acts.carry_over, owed, meeting=meeting) for name in outsiders}
    early = refused("host", acts.carry_over, training, meeting=meeting)
    stale = refused("host", acts.carry_over, owed, meeting=meeting, seen=99)
    Meeting.objects.filter(pk=meeting.pk).update(agenda_adopted_at=now)
    closed = refused("host", acts.carry_over, owed, meeting=meeting)
    Meeting.objects.filter(pk=meeting.pk).update(state="held")
    over = refused("host", acts.carry_over, owed, meeting=meeting)

    assert told == {Refusal.NOT_THE_SECRETARIAT}
    assert (early, stale) == (Refusal.NOT_OVERDUE, AccessRefusal.STALE)
    assert (closed, over) == (MeetingRefusal.AGENDA_ADOPTED, MeetingRefusal.HELD_ALREADY)


def test_one_form_is_acted_on_once(
    done: Done, refused: Refused, found: Commitment, scored: Commitment, meeting: Meeting, source: Source
) -> None:
    once = uuid.uuid4()
    done("japan", acts.report_progress, scored, words="x", once=once)

    told = {
        refused("japan", acts.report_progress, scored, words="x", once=once),
        refused("host", acts.confirm_commitment, found, owner=None, due_on=None, once=once),
        refused("host", acts.decline_commitment, found, why="x", once=once),
        refused("japan", acts.attach_evidence, scored, source=source, locator="p. 4", once=once),
        refused("host", acts.freeze_guideline, scored, words="x", once=once),
        refused("researcher", acts.assess, scored, score=0, why="x", once=once),
        refused("host", acts.settle_score, scored, score=0, why="x", once=once),
        refused("host", acts.carry_over, scored, meeting=meeting, once=once),
    }

    assert told == {AccessRefusal.DONE_BEFORE}


def test_edit_report_by_the_party_that_reported(logged: Done, done: Done, refused: Refused, owed: Commitment) -> None:
    report = done("japan", acts.report_progress, owed, words="Ours are otu.")
    for name in ("host", "kazakhstan", "japan-watcher", "researcher"):
        assert refused(name, acts.edit_report, report, words="Ours are out.") is Refusal.NOT_THE_REPORTER

    row, entries = logged("japan", acts.edit_report, report, words=" Ours are out. ")

    facts = Entry.objects.order_by("-seq")[0].facts
    assert (row.words, facts["before"], facts["after"]) == (
        "Ours are out.",
        {"words": "Ours are otu."},
        {"words": "Ours are out."},
    )
    assert entries == [("report.edited", "japan", "public", owed.ref)]
    assert refused("japan", acts.edit_report, report, words=" ") is Refusal.NO_WORDS
    assert refused("japan", acts.edit_report, report, words="Ours are out.") is AccessRefusal.NOTHING_CHANGES


def test_edit_report_ends_with_a_guideline_and_tells_of_no_score(done: Done, refused: Refused, owed: Commitment) -> None:
    report = done("japan", acts.report_progress, owed, words="Ours are out.")
    done("researcher", acts.freeze_guideline, owed, words="+1 all")
    before = refused("japan", acts.edit_report, report, words="Other words.")

    done("researcher", acts.assess, owed, score=0, why="some")

    assert (before, refused("japan", acts.edit_report, report, words="Other words.")) == (Refusal.REPORT_BUILT_ON,) * 2


def test_edit_report_ends_with_evidence_for_it(done: Done, refused: Refused, owed: Commitment) -> None:
    report = done("japan", acts.report_progress, owed, words="Ours are out.")
    source = Source.objects.all()[0]
    done("kazakhstan", acts.attach_evidence, owed, source=source, locator="p. 1", report=report)

    assert refused("japan", acts.edit_report, report, words="Other words.") is Refusal.REPORT_BUILT_ON
