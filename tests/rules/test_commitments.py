"""Which words promise, what status follows, who may report, score and settle: every refusal and the grant."""

import datetime as dt
from typing import Any

import pytest
from tests.rules.people import called, expert, guest, host, japan, kazakhstan, observer, public, researcher, watcher

from nemawashi.access.rules import GRANTED, refuse
from nemawashi.commitments import rules
from nemawashi.commitments.rules import Promise
from nemawashi.commitments.terms import RecordStatus, Refusal, Status, Strength
from nemawashi.kit.dates import ImpreciseDate

TODAY = dt.date(2026, 11, 24)

IN_2027, IN_2028 = ImpreciseDate(2027), ImpreciseDate(2028)


@pytest.mark.parametrize(
    ("words", "kind", "expected"),
    [
        ("The parties shall meet yearly.", "operative", Promise(Strength.SHALL, "shall", None, "")),
        ("Japan undertakes to train officers.", "sub", Promise(Strength.SHALL, "undertakes", None, "")),
        (
            "Japan will train 120 officers by 2027.",
            "operative",
            Promise(Strength.WILL, "will", ImpreciseDate(2027), "120"),
        ),
        (
            "They agreed to raise trade by 30% before the end of 2030.",
            "annex",
            Promise(Strength.WILL, "agreed to", ImpreciseDate(2030), "30%"),
        ),
        ("Japan intends to:", "chapeau", Promise(Strength.INTEND, "intends to", None, "")),
        ("support two pilot stations", "sub", Promise(Strength.WELCOME, "support", None, "")),
        (
            "They will lend 2 billion no later than 2028.",
            "operative",
            Promise(Strength.WILL, "will", ImpreciseDate(2028), "2 billion"),
        ),
        (
            "Japan will encourage and shall finance it.",
            "operative",
            Promise(Strength.SHALL, "shall", None, ""),
        ),
        ("The parties will meet.", "preambular", None),
        ("The parties will meet.", "title", None),
        ("The parties will meet.", "heading", None),
        ("Recalling that Japan will train officers,", "operative", None),
        ("  Welcoming the support of Japan,", "operative", None),
        ("Noting that the parties shall meet,", "sub", None),
        ("The sky is blue.", "operative", None),
        ("Goodwill prevails in the shallows.", "operative", None),
    ],
)
def test_promise_in_words_of_a_clause(words: str, kind: str, expected: Promise | None) -> None:
    assert rules.promise_in(words, kind=kind) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Notwithstanding delays, Japan will provide training to 300 officials by 2028.",
            Promise(Strength.WILL, "will", ImpreciseDate(2028), "300"),
        ),
        ("Nothing will be lost by waiting.", Promise(Strength.WILL, "will", None, "")),
        ("The parties will endeavour to meet.", Promise(Strength.ENDEAVOUR, "will", None, "")),
        ("The parties shall jointly seek to meet.", Promise(Strength.ENDEAVOUR, "shall", None, "")),
        ("The parties will meet and seek to agree.", Promise(Strength.WILL, "will", None, "")),
        ("They endeavour to meet.", Promise(Strength.ENDEAVOUR, "endeavour", None, "")),
        ("They aim to open two stations.", Promise(Strength.INTEND, "aim to", None, "")),
        ("They will continue to meet.", Promise(Strength.WILL, "will", None, "")),
        ("They continue to meet.", Promise(Strength.WELCOME, "continue to", None, "")),
        ("The parties should meet.", None),
        ("The parties support the initiative.", None),
        ("They welcomed that Kazakhstan will host the meeting.", None),
        ("They welcomed that Kazakhstan will host it, and we will attend.", Promise(Strength.WILL, "will", None, "")),
        ("They praised the political will of the host.", None),
        ("They agreed that trade matters.", None),
        ("Recalling the pledges of 2024, we will train 40 officers.", Promise(Strength.WILL, "will", None, "40")),
        ("Recalling that we will train officers by 2030,", None),
    ],
)
def test_promise_in_english_is_decided_by_what_the_verb_means(words: str, expected: Promise | None) -> None:
    assert rules.promise_in(words, kind="operative") == expected


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        (
            "ru",
            "Стороны обязуются открыть пункт к 2028 году.",
            Promise(Strength.SHALL, "обязуются", ImpreciseDate(2028), ""),
        ),
        ("ru", "Министры договорились обучить 300 человек.", Promise(Strength.WILL, "договорились", None, "300 человек")),
        (
            "ru",
            "Стороны опубликуют формы до конца 2027 года.",
            Promise(Strength.WILL, "опубликуют", ImpreciseDate(2027), ""),
        ),
        ("ru", "Япония ещё проведёт встречу.", Promise(Strength.WILL, "проведёт", None, "")),
        ("ru", "Стороны намерены встречаться.", Promise(Strength.INTEND, "намерены", None, "")),
        ("ru", "Стороны будут стремиться к согласию.", Promise(Strength.ENDEAVOUR, "будут", None, "")),
        ("ru", "Министры приветствовали, что Казахстан откроет консульство.", None),
        ("ru", "Напоминая, что стороны будут встречаться,", None),
        ("ru", "Стороны проводят встречи.", None),
        (
            "ja",
            "双方は2028年までに支援を行うことを約束する。",
            Promise(Strength.SHALL, "約束する", ImpreciseDate(2028), ""),
        ),
        ("ja", "双方は会合を開催することで一致した。", Promise(Strength.WILL, "ことで一致", None, "")),
        ("ja", "日本は300人の研修を実施する。", Promise(Strength.WILL, "する", None, "300人")),
        ("ja", "双方は制限を課さない。", Promise(Strength.WILL, "ない", None, "")),
        ("ja", "双方は会合を開く意図を有する。", Promise(Strength.INTEND, "意図を有する", None, "")),
        ("ja", "双方は合意に努める。", Promise(Strength.ENDEAVOUR, "努める", None, "")),
        ("ja", "双方は会合の開催を歓迎する。", None),
        ("ja", "双方は協力している。", None),
        ("ja", "地域の連結性は強化されるべきである。", None),
    ],
)
def test_promises_are_found_in_russian_and_japanese(language: str, words: str, expected: Promise | None) -> None:
    assert rules.promise_in(words, kind="operative", language=language) == expected


def test_a_language_without_verbs_of_promise_is_refused_and_another_version_is_read() -> None:
    with pytest.raises(ValueError, match="no verbs of promise are known in kk"):
        rules.promise_in("Тараптар кездеседі.", kind="operative", language="kk")

    assert rules.language_to_read("ru", ["en"]) == "ru"
    assert rules.language_to_read("kk", ["kk", "ru"]) == "ru"
    assert rules.language_to_read("kk", ["kk"]) is None


FIVE = ["kazakhstan", "kyrgyzstan", "tajikistan", "turkmenistan", "uzbekistan"]


def status(**change: Any) -> Status:
    asked: dict[str, Any] = {
        "state": "confirmed",
        "record_status": None,
        "due_on": ImpreciseDate(2027),
        "has_reports": False,
        "score": None,
        "is_superseded": False,
        "is_from_record": False,
        "today": TODAY,
    }
    return rules.status(**asked | change)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"state": "found", "score": 1}, Status.FOUND),
        ({"state": "declined", "score": 1}, Status.DECLINED),
        ({}, Status.NOT_DUE),
        ({"due_on": ImpreciseDate(2026)}, Status.NOT_DUE),
        ({"due_on": ImpreciseDate(2026, 11)}, Status.NOT_DUE),
        ({"due_on": ImpreciseDate(2026, 11, 24)}, Status.NOT_DUE),
        ({"due_on": ImpreciseDate(2026, 11, 23)}, Status.OVERDUE),
        ({"due_on": ImpreciseDate(2026, 10)}, Status.OVERDUE),
        ({"due_on": ImpreciseDate(2025), "has_reports": True}, Status.OVERDUE),
        ({"has_reports": True}, Status.UNDER_WAY),
        ({"due_on": None}, Status.UNDER_WAY),
        ({"score": 1, "due_on": ImpreciseDate(2025)}, Status.DELIVERED),
        ({"score": 0}, Status.PARTLY),
        ({"score": -1, "is_superseded": True}, Status.NOT_DELIVERED),
        ({"is_superseded": True, "due_on": ImpreciseDate(2025)}, Status.SUPERSEDED),
        ({"is_from_record": True, "due_on": ImpreciseDate(2010)}, Status.NOT_ASSESSED),
        ({"is_from_record": True, "due_on": None}, Status.NOT_ASSESSED),
        ({"is_from_record": True, "due_on": ImpreciseDate(2030)}, Status.NOT_DUE),
        ({"record_status": RecordStatus.DONE}, Status.DELIVERED),
        ({"record_status": RecordStatus.DONE_LATE}, Status.DELIVERED),
        ({"record_status": RecordStatus.PARTLY}, Status.PARTLY),
        ({"record_status": RecordStatus.CONTINUING}, Status.UNDER_WAY),
        ({"record_status": RecordStatus.OPEN, "due_on": ImpreciseDate(2025)}, Status.OVERDUE),
        ({"record_status": RecordStatus.OPEN, "due_on": None}, Status.UNDER_WAY),
        ({"record_status": RecordStatus.NOT_SEEN}, Status.NOT_ASSESSED),
        ({"record_status": RecordStatus.MISSED}, Status.NOT_DELIVERED),
        ({"record_status": RecordStatus.MISSED, "score": 1}, Status.DELIVERED),
    ],
)
def test_status_is_derived(change: dict[str, Any], expected: Status) -> None:
    assert status(**change) == expected


def test_every_status_can_come_about() -> None:
    told = {
        status(state="found"),
        status(state="declined"),
        status(),
        status(has_reports=True),
        status(due_on=ImpreciseDate(2025)),
        status(score=1),
        status(score=0),
        status(score=-1),
        status(is_superseded=True),
        status(is_from_record=True, due_on=None),
    }

    assert told == set(Status)


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (host, {}, None),
        (japan, {}, Refusal.NOT_THE_SECRETARIAT),
        (researcher, {}, Refusal.NOT_THE_SECRETARIAT),
        (host, {"state": "confirmed"}, Refusal.NOT_FOUND_STATE),
        (host, {"state": "declined"}, Refusal.NOT_FOUND_STATE),
        (host, {"owner": ""}, Refusal.NO_OWNER),
        (host, {"has_due_date": False}, Refusal.NO_DUE_DATE),
    ],
)
def test_the_secretariat_confirms_with_owner_and_date(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    asked = {"state": "found", "owner": "japan", "has_due_date": True}

    assert rules.may_confirm(by, **asked | change).refusal == expected


@pytest.mark.parametrize(
    ("by", "state", "why", "expected"),
    [
        (host, "found", "describes", None),
        (japan, "found", "describes", Refusal.NOT_THE_SECRETARIAT),
        (host, "confirmed", "describes", Refusal.NOT_FOUND_STATE),
        (host, "found", " ", Refusal.NO_REASON),
    ],
)
def test_the_secretariat_declines_with_a_reason(by: Any, state: str, why: str, expected: Refusal | None) -> None:
    assert rules.may_decline(by, state=state, why=why).refusal == expected


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (japan, {}, None),
        (kazakhstan, {}, Refusal.NOT_THE_OWNER),
        (watcher, {}, Refusal.NOT_THE_OWNER),
        (host, {}, Refusal.NOT_THE_OWNER),
        (public, {}, Refusal.NOT_THE_OWNER),
        (kazakhstan, {"owner": None, "names": ["all"]}, None),
        (watcher, {"owner": None, "names": ["all"]}, Refusal.NOT_THE_OWNER),
        (observer, {"owner": None, "names": ["all"]}, Refusal.NOT_THE_OWNER),
        (guest, {"owner": None, "names": FIVE}, Refusal.NOT_THE_OWNER),
        (kazakhstan, {"owner": None, "names": FIVE}, None),
        (japan, {"owner": None, "names": FIVE}, Refusal.NOT_THE_OWNER),
        (japan, {"owner": None, "names": ["kazakhstan", "japan"]}, None),
        (japan, {"owner": None, "names": ["kazakhstan"]}, Refusal.NOT_THE_OWNER),
        (japan, {"state": "found"}, Refusal.NOT_CONFIRMED),
        (japan, {"words": " "}, Refusal.NO_WORDS),
    ],
)
def test_the_owner_reports_and_each_participant_where_all_promised(
    by: Any, change: dict[str, Any], expected: Refusal | None
) -> None:
    asked: dict[str, Any] = {"state": "confirmed", "owner": "japan", "names": ["japan"], "words": "Done."}

    assert rules.may_report(by, **asked | change).refusal == expected


@pytest.mark.parametrize("by", [japan, kazakhstan, observer, host, researcher], ids=called)
def test_delegates_secretariat_and_researchers_attach_evidence(by: Any) -> None:
    assert rules.may_attach_evidence(by, state="confirmed", locator="p. 4") == GRANTED
    assert rules.may_attach_evidence(by, state="found", locator="p. 4") == refuse(Refusal.NOT_CONFIRMED)
    assert rules.may_attach_evidence(by, state="confirmed", locator=" ") == refuse(Refusal.NO_LOCATOR)


@pytest.mark.parametrize("by", [watcher, expert, public], ids=called)
def test_watchers_experts_and_the_public_attach_none(by: Any) -> None:
    assert rules.may_attach_evidence(by, state="confirmed", locator="p. 4") == refuse(Refusal.NOT_AN_ASSESSOR)


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (researcher, {}, None),
        (host, {}, None),
        (japan, {}, Refusal.NOT_AN_ASSESSOR),
        (expert, {}, Refusal.NOT_AN_ASSESSOR),
        (researcher, {"state": "found"}, Refusal.NOT_CONFIRMED),
        (researcher, {"has_guideline": True}, Refusal.GUIDELINE_FROZEN),
        (researcher, {"words": ""}, Refusal.NO_WORDS),
    ],
)
def test_a_guideline_is_frozen_once(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    asked = {"state": "confirmed", "has_guideline": False, "words": "+1 all; 0 some; -1 none"}

    assert rules.may_freeze_guideline(by, **asked | change).refusal == expected


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (researcher, {}, None),
        (researcher, {"score": -1}, None),
        *[(by, {}, Refusal.NOT_AN_ASSESSOR) for by in (japan, kazakhstan, observer, host, expert, public)],
        (researcher, {"state": "declined"}, Refusal.NOT_CONFIRMED),
        (researcher, {"has_guideline": False}, Refusal.NO_GUIDELINE),
        (researcher, {"is_settled": True}, Refusal.SETTLED_ALREADY),
        (researcher, {"has_scored": True}, Refusal.SCORED_ALREADY),
        (researcher, {"score": 2}, Refusal.SCORE_OUT_OF_RANGE),
        (researcher, {"why": " "}, Refusal.NO_REASON),
    ],
)
def test_a_researcher_scores_once_and_parties_never_themselves(
    by: Any, change: dict[str, Any], expected: Refusal | None
) -> None:
    asked = {
        "state": "confirmed",
        "score": 1,
        "has_guideline": True,
        "has_scored": False,
        "is_settled": False,
        "why": "seen",
    }

    assert rules.may_assess(by, **asked | change).refusal == expected


def test_two_scores_open_each_other_and_one_never_does() -> None:
    assert [rules.all_are_in(count) for count in (0, 1, 2, 3)] == [False, False, True, True]


@pytest.mark.parametrize(("scores", "expected"), [([1, 0], 0), ([1, -1], -1), ([1, 1, -1], 1), ([0, 0, 1, 1], 0), ([1], 1)])
def test_the_settled_score_is_the_lower_median(scores: list[int], expected: int) -> None:
    assert rules.settled_score(scores) == expected


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (host, {}, None),
        (researcher, {}, None),
        (japan, {}, Refusal.NOT_AN_ASSESSOR),
        (host, {"is_settled": True}, Refusal.SETTLED_ALREADY),
        (host, {"scores": 1}, Refusal.TOO_FEW_SCORES),
        (host, {"score": -2}, Refusal.SCORE_OUT_OF_RANGE),
        (host, {"why": ""}, Refusal.NO_REASON),
    ],
)
def test_a_score_is_settled_once_on_two_opinions(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    asked = {"scores": 2, "is_settled": False, "score": 0, "why": "some"}

    assert rules.may_settle(by, **asked | change).refusal == expected


@pytest.mark.parametrize("status_now", Status)
def test_only_what_is_late_or_not_delivered_returns(status_now: Status) -> None:
    returns = status_now in (Status.OVERDUE, Status.NOT_DELIVERED, Status.PARTLY)

    verdict = rules.may_carry_over(host, status=status_now, is_carried=False)

    assert verdict.refusal == (None if returns else Refusal.NOT_OVERDUE)


@pytest.mark.parametrize(
    ("by", "is_carried", "expected"),
    [
        (kazakhstan, False, None),
        (host, True, Refusal.CARRIED_ALREADY),
        *[(by, False, Refusal.NOT_THE_SECRETARIAT) for by in (observer, guest, watcher, researcher, public)],
    ],
)
def test_participants_and_the_secretariat_carry_over_once(by: Any, is_carried: bool, expected: Refusal | None) -> None:
    assert rules.may_carry_over(by, status=Status.OVERDUE, is_carried=is_carried).refusal == expected


@pytest.mark.parametrize(
    ("by", "is_built_on", "words", "expected"),
    [
        (japan, False, "x", None),
        (kazakhstan, False, "x", Refusal.NOT_THE_REPORTER),
        (watcher, False, "x", Refusal.NOT_THE_REPORTER),
        (host, False, "x", Refusal.NOT_THE_REPORTER),
        (japan, True, "x", Refusal.REPORT_BUILT_ON),
        (japan, False, " ", Refusal.NO_WORDS),
    ],
)
def test_a_report_is_set_right_by_its_party(by: Any, is_built_on: bool, words: str, expected: Refusal | None) -> None:
    assert rules.may_edit_report(by, party="japan", is_built_on=is_built_on, words=words).refusal == expected
