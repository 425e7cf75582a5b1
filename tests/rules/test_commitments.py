"""Which words promise, what status follows, who may report, score and settle: every refusal and the grant."""

import datetime as dt
from typing import Any

import pytest
from tests.rules.people import called, expert, guest, host, japan, kazakhstan, observer, public, researcher, watcher

from nemawashi.access.rules import GRANTED, refuse
from nemawashi.commitments import rules
from nemawashi.commitments.terms import RecordStatus, Refusal, Status, Strength
from nemawashi.kit.dates import ImpreciseDate

TODAY = dt.date(2026, 11, 24)

IN_2027, IN_2028 = ImpreciseDate(2027), ImpreciseDate(2028)


def promised(
    words: str, *, kind: str = "operative", language: str = "en"
) -> list[tuple[Strength, str, ImpreciseDate | None, str]]:
    rows = rules.promises_in([(kind, words)], language=language)
    return [(row.strength, row.owner, row.due_on, row.target) for row in rows]


@pytest.mark.parametrize(
    ("words", "source", "is_taken"),
    [
        ("Japan will build stations", "Japan will train officers and build stations.", True),
        ("japan WILL", "Japan will train", True),
        ("Japan will build schools", "Japan will build stations", False),
        ("build Japan", "Japan will build", False),
        ("will will", "Japan will", False),
        (" . ", "Japan will", False),
        ("日本は学校を建設する", "日本は学校と病院を建設する。", True),
        ("日本は駅を建設する", "日本は学校と病院を建設する。", False),
        ("Япония построит школы", "Япония обучит сотрудников и построит школы.", True),
    ],
)
def test_words_are_taken_from_a_clause_in_their_order(words: str, source: str, is_taken: bool) -> None:
    assert rules.are_taken_from(words, source) is is_taken


def test_may_split_what_was_found_in_words_of_the_clause() -> None:
    whole: dict[str, Any] = {"state": "found", "parts": ["a b", "a c"], "sources": ["a b c", "x"]}

    assert rules.may_split(host, **whole) == GRANTED
    assert rules.may_split(japan, **whole) == refuse(Refusal.NOT_THE_SECRETARIAT)
    for state in ("confirmed", "declined", "replaced"):
        assert rules.may_split(host, **whole | {"state": state}) == refuse(Refusal.NOT_FOUND_STATE)
    for parts in ([], ["a"], ["a b", "A B"], ["a", " "]):
        assert rules.may_split(host, **whole | {"parts": parts}) == refuse(Refusal.TOO_FEW_PARTS)
    for parts in (["a b", "a d"], ["a b", "x"]):
        assert rules.may_split(host, **whole | {"parts": parts}) == refuse(Refusal.NOT_ITS_WORDS)
    many = " ".join(f"w{number}" for number in range(31))
    assert rules.may_split(host, state="found", parts=many.split()[:30], sources=[many]) == GRANTED
    assert rules.may_split(host, state="found", parts=many.split(), sources=[many]) == refuse(Refusal.TOO_MANY_PARTS)


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (host, {}, None),
        (japan, {}, Refusal.NOT_THE_SECRETARIAT),
        (host, {"state": "found"}, Refusal.NOT_CONFIRMED),
        (host, {"is_awaited": False}, Refusal.NOTHING_AWAITED),
        (host, {"due_on": None}, Refusal.NOT_DUE_SOON),
        (host, {"due_on": ImpreciseDate(2026, 11, 23)}, Refusal.NOT_DUE_SOON),
        (host, {"due_on": ImpreciseDate(2026, 11, 24)}, None),
        (host, {"due_on": ImpreciseDate(2026, 12, 24)}, None),
        (host, {"due_on": ImpreciseDate(2026, 12, 25)}, Refusal.NOT_DUE_SOON),
        (host, {"due_on": ImpreciseDate(2026)}, Refusal.NOT_DUE_SOON),
        (host, {"reminded_for": ImpreciseDate(2026, 12, 1)}, Refusal.REMINDED_ALREADY),
        (host, {"reminded_for": ImpreciseDate(2026, 12)}, None),
    ],
)
def test_who_is_reminded_and_when(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    whole: dict[str, Any] = {
        "state": "confirmed", "is_awaited": True, "due_on": ImpreciseDate(2026, 12, 1), "reminded_for": None,
        "today": TODAY,
    }  # fmt: skip

    assert rules.may_remind(by, **whole | change).refusal is expected


def test_may_merge_neighbours_that_wait() -> None:
    whole: dict[str, Any] = {"states": ["found", "found"], "is_unbroken": True, "words": "a c", "sources": ["a b c"]}

    assert rules.may_merge(host, **whole) == GRANTED
    assert rules.may_merge(researcher, **whole) == refuse(Refusal.NOT_THE_SECRETARIAT)
    assert rules.may_merge(host, **whole | {"states": ["found", "confirmed"]}) == refuse(Refusal.NOT_FOUND_STATE)
    assert rules.may_merge(host, **whole | {"states": ["found"]}) == refuse(Refusal.NOT_NEIGHBOURS)
    assert rules.may_merge(host, **whole | {"is_unbroken": False}) == refuse(Refusal.NOT_NEIGHBOURS)
    assert rules.may_merge(host, **whole | {"words": "c a"}) == refuse(Refusal.NOT_ITS_WORDS)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Japan will train 40 officers by 2027", (["japan"], IN_2027, "40 officers")),
        ("The parties will meet", (["kazakhstan"], IN_2028, "")),
        ("forty stations", (["kazakhstan"], IN_2028, "")),
    ],
)
def test_a_part_says_its_own_terms_and_takes_over_no_target(words: str, expected: tuple[Any, ...]) -> None:
    read = rules.read_again(words, owner=["kazakhstan"], due_on=IN_2028, called={"japan": "japan"})

    assert (read.by, read.due_on, read.target) == expected


@pytest.mark.parametrize(
    ("words", "kind", "expected"),
    [
        ("The parties shall meet yearly.", "operative", (Strength.SHALL, "all", None, "")),
        ("Japan undertakes to train officers.", "sub", (Strength.SHALL, "Japan", None, "")),
        ("Japan will train 120 officers by 2027.", "operative", (Strength.WILL, "Japan", IN_2027, "120 officers")),
        ("They agreed to raise trade by 30% by the end of 2028.", "annex", (Strength.WILL, "all", IN_2028, "30%")),
        ("support two pilot stations", "sub", (Strength.WELCOME, "all", None, "")),
        ("They will lend 2 billion yen no later than 2028.", "operative", (Strength.WILL, "all", IN_2028, "2 billion yen")),
        ("The parties will endeavour to meet.", "operative", (Strength.ENDEAVOUR, "all", None, "")),
        ("The parties shall jointly seek to meet.", "operative", (Strength.ENDEAVOUR, "all", None, "")),
        ("The parties will meet and seek to agree.", "operative", (Strength.WILL, "all", None, "")),
        ("They endeavour to meet.", "operative", (Strength.ENDEAVOUR, "all", None, "")),
        ("They aim to open two stations.", "operative", (Strength.INTEND, "all", None, "")),
        ("They continue to meet.", "operative", (Strength.WELCOME, "all", None, "")),
        ("Each party will report within two years.", "operative", (Strength.WILL, "all", None, "")),
        ("The next meeting will be held in 2027.", "operative", (Strength.WILL, "all", IN_2027, "")),
        ("Notwithstanding delays, Japan will pay by 2028.", "operative", (Strength.WILL, "Japan", IN_2028, "")),
        ("They welcomed that Kazakhstan will host it, and we will attend.", "operative", (Strength.WILL, "all", None, "")),
        ("Recalling the talks of 2024, we will train 40 men.", "operative", (Strength.WILL, "all", None, "40 men")),
    ],
)  # fmt: skip
def test_what_the_words_of_a_clause_promise(words: str, kind: str, expected: tuple[Any, ...]) -> None:
    assert promised(words, kind=kind) == [expected]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("The parties will meet.", "preambular"),
        ("The parties will meet.", "title"),
        ("The parties will meet.", "heading"),
        ("Japan intends to:", "chapeau"),
        ("Recalling that Japan will train officers,", "operative"),
        ("  Welcoming the support of Japan,", "operative"),
        ("Noting that the parties shall meet,", "sub"),
        ("The sky is blue.", "operative"),
        ("Goodwill prevails in the shallows.", "operative"),
        ("Nothing will be lost by waiting.", "operative"),
        ("The parties should meet.", "operative"),
        ("The parties support the initiative.", "operative"),
        ("They welcomed that Kazakhstan will host the meeting.", "operative"),
        ("They praised the political will of the host.", "operative"),
        ("They agreed that trade matters.", "operative"),
    ],
)
def test_words_that_promise_nothing(words: str, kind: str) -> None:
    assert promised(words, kind=kind) == []


def test_an_item_of_a_list_has_the_verb_and_owner_of_its_opening() -> None:
    rows = rules.promises_in(
        [("chapeau", "Japan intends to:"), ("sub", "(a) open a school by 2028;"), ("operative", "Done.")]
    )

    assert [(row.clause, row.words, row.verb) for row in rows] == [(1, "open a school by 2028;", "intends to")]
    assert [(row.strength, row.owner, row.due_on) for row in rows] == [(Strength.INTEND, "Japan", IN_2028)]


def test_two_acts_of_a_clause_are_two_promises() -> None:
    assert promised("Japan will encourage trade and shall finance it.") == [
        (Strength.WILL, "Japan", None, ""),
        (Strength.SHALL, "Japan", None, ""),
    ]


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        ("ru", "Стороны обязуются открыть пункт к 2028 году.", (Strength.SHALL, "all", IN_2028, "")),
        ("ru", "Министры договорились обучить 300 человек.", (Strength.WILL, "all", None, "300 человек")),
        ("ru", "Стороны опубликуют формы до конца 2027 года.", (Strength.WILL, "all", IN_2027, "")),
        ("ru", "Япония ещё проведёт встречу.", (Strength.WILL, "Japan", None, "")),
        ("ru", "Стороны намерены встречаться.", (Strength.INTEND, "all", None, "")),
        ("ru", "Стороны будут стремиться к согласию.", (Strength.ENDEAVOUR, "all", None, "")),
        ("ja", "双方は2028年までに支援を行うことを約束する。", (Strength.SHALL, "all", IN_2028, "")),
        ("ja", "双方は会合を開催することで一致した。", (Strength.WILL, "all", None, "")),
        ("ja", "日本は300人の研修を実施する。", (Strength.WILL, "Japan", None, "300人の研修")),
        ("ja", "双方は制限を課さない。", (Strength.WILL, "all", None, "")),
        ("ja", "双方は会合を開く意図を有する。", (Strength.INTEND, "all", None, "")),
        ("ja", "双方は合意に努める。", (Strength.ENDEAVOUR, "all", None, "")),
    ],
)  # fmt: skip
def test_promises_are_found_in_russian_and_japanese(language: str, words: str, expected: tuple[Any, ...]) -> None:
    assert promised(words, language=language) == [expected]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "Министры приветствовали, что Казахстан откроет консульство."),
        ("ru", "Напоминая, что стороны будут встречаться,"),
        ("ru", "Стороны проводят встречи."),
        ("ja", "双方は会合の開催を歓迎する。"),
        ("ja", "双方は協力している。"),
        ("ja", "地域の連結性は強化されるべきである。"),
    ],
)
def test_russian_and_japanese_words_that_promise_nothing(language: str, words: str) -> None:
    assert promised(words, language=language) == []


def test_who_promised_is_written_as_the_record_does() -> None:
    called = {"japan": "japan", "kyrgyzstan": "kyrgyzstan", "central asia": "central asia"}

    assert rules.promisers("all", called) == ["all"]
    assert rules.promisers("Japan", called) == ["japan"]
    assert rules.promisers("group:Central Asia", called) == ["central asia"]
    assert rules.promisers("group:Japan, Kyrgyzstan", called) == ["japan", "kyrgyzstan"]
    assert rules.promisers("third:World Bank", called) == ["World Bank"]


def test_a_language_without_verbs_of_promise_is_refused_and_another_version_is_read() -> None:
    with pytest.raises(ValueError, match="no verbs of promise are known in kk"):
        rules.promises_in([("operative", "Тараптар кездеседі.")], language="kk")

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
        status(state="replaced"),
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
