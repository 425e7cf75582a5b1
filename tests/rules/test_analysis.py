"""Who may keep, publish and withdraw a result, and who does what in a round of coding: every refusal and the grant."""

from typing import Any

import pytest
from tests.rules.people import expert, host, japan, public, researcher, watcher

from nemawashi.analysis import rules
from nemawashi.analysis.terms import Refusal
from nemawashi.kit.dates import ImpreciseDate


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (researcher, {}, None),
        (expert, {}, None),
        (host, {}, None),
        (japan, {}, None),
        (watcher, {}, Refusal.NOT_AN_ANALYST),
        (public, {}, Refusal.NOT_AN_ANALYST),
        (researcher, {"title": " "}, Refusal.NO_TITLE),
        (researcher, {"size": rules.LARGEST_ANSWER}, None),
        (researcher, {"size": rules.LARGEST_ANSWER + 1}, Refusal.TOO_LARGE),
    ],
)
def test_whoever_works_on_the_record_keeps_results(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    assert rules.may_keep_result(by, **{"title": "Corridors", "size": 10} | change).refusal == expected


@pytest.mark.parametrize(
    ("by", "maker", "state", "expected"),
    [
        (researcher, 3, "kept", None),
        (researcher, 3, "withdrawn", None),
        (researcher, 3, "published", Refusal.PUBLISHED_ALREADY),
        (host, 3, "kept", Refusal.NOT_THE_MAKER),
        (public, 3, "kept", Refusal.NOT_THE_MAKER),
        (watcher, watcher.user_id, "kept", Refusal.NOT_AN_ANALYST),
    ],
)
def test_its_maker_publishes_a_result(by: Any, maker: int, state: str, expected: Refusal | None) -> None:
    assert rules.may_publish_run(by, maker=maker, state=state, is_of_own=False).refusal == expected


def test_a_result_of_own_material_is_not_published() -> None:
    assert rules.may_publish_run(researcher, maker=3, state="kept", is_of_own=True).refusal == Refusal.OWN_MATERIAL


@pytest.mark.parametrize(
    ("by", "state", "why", "expected"),
    [
        (researcher, "published", "A slip.", None),
        (researcher, "published", " ", Refusal.NO_REASON),
        (researcher, "kept", "A slip.", Refusal.NOT_PUBLISHED),
        (researcher, "withdrawn", "A slip.", Refusal.NOT_PUBLISHED),
        (host, "published", "A slip.", Refusal.NOT_THE_MAKER),
    ],
)
def test_its_maker_withdraws_a_result_with_a_reason(by: Any, state: str, why: str, expected: Refusal | None) -> None:
    assert rules.may_withdraw_run(by, maker=3, state=state, why=why).refusal == expected


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (researcher, {}, None),
        (japan, {}, None),
        (watcher, {}, Refusal.NOT_AN_ANALYST),
        (host, {"title": " "}, Refusal.NO_TITLE),
        (host, {"passages": 0}, Refusal.NO_PASSAGES),
        (host, {"passages": 2000}, None),
        (host, {"passages": 2001}, Refusal.TOO_MANY_PASSAGES),
        (host, {"coders": 0}, Refusal.NO_CODERS),
        (host, {"coders": 2, "strangers": 1}, Refusal.OWN_MATERIAL_OF_ONE),
    ],
)
def test_a_round_has_passages_and_coders(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    assert rules.may_open_round(by, **{"title": "Lenses", "passages": 1, "coders": 1} | change).refusal == expected


CODING: list[tuple[Any, dict[str, Any], Refusal | None]] = [
    (researcher, {}, None),
    (public, {}, Refusal.NOT_AN_ANALYST),
    (host, {"is_coder": False}, Refusal.NOT_A_CODER),
    (researcher, {"is_closed": True}, Refusal.ROUND_CLOSED),
    (researcher, {"has_handed_in": True}, Refusal.HANDED_IN_ALREADY),
]


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        *CODING,
        (researcher, {"unknown": "x"}, Refusal.UNKNOWN_CODE),
        (researcher, {"is_outside": True}, Refusal.NOT_IN_THE_PASSAGE),
        (researcher, {"marks": 101}, Refusal.TOO_MANY_MARKS),
    ],
)
def test_a_coder_codes_until_the_own_codings_are_handed_in(by: Any, change: dict[str, Any], expected: Any) -> None:
    stands = {
        "is_coder": True,
        "is_closed": False,
        "has_handed_in": False,
        "unknown": "",
        "marks": 100,
        "is_outside": False,
    }

    assert rules.may_code(by, **stands | change).refusal == expected


@pytest.mark.parametrize(("by", "change", "expected"), [*CODING, (researcher, {"left": 1}, Refusal.PASSAGES_LEFT)])
def test_a_coder_hands_in_what_is_whole(by: Any, change: dict[str, Any], expected: Any) -> None:
    stands = {"is_coder": True, "is_closed": False, "has_handed_in": False, "left": 0}

    assert rules.may_hand_in(by, **stands | change).refusal == expected


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (researcher, {}, None),
        (host, {}, Refusal.NOT_THE_OWNER),
        (researcher, {"is_closed": True}, Refusal.ROUND_CLOSED),
        (researcher, {"name": " "}, Refusal.NO_NAME),
        (researcher, {"is_known": True}, Refusal.CODER_EXISTS),
        (researcher, {"count": 0}, Refusal.NO_CODINGS),
        (researcher, {"strange": "9"}, Refusal.UNKNOWN_PASSAGE),
        (researcher, {"unknown": "x"}, Refusal.UNKNOWN_CODE),
        (researcher, {"is_outside": True}, Refusal.NOT_IN_THE_PASSAGE),
        (researcher, {"marks": 101}, Refusal.TOO_MANY_MARKS),
    ],
)
def test_the_owner_hands_in_for_a_machine(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    stands = {"owner": 3, "is_closed": False, "name": "m", "is_known": False, "strange": "", "unknown": "", "count": 1}
    stands |= {"marks": 100, "is_outside": False}

    assert rules.may_hand_in_file(by, **stands | change).refusal == expected


@pytest.mark.parametrize(
    ("by", "is_closed", "ready", "expected"),
    [
        (researcher, False, 2, None),
        (researcher, False, 1, Refusal.TOO_FEW_CODERS),
        (researcher, True, 2, Refusal.ROUND_CLOSED),
        (host, False, 2, Refusal.NOT_THE_OWNER),
    ],
)
def test_the_owner_closes_when_two_have_handed_in(by: Any, is_closed: bool, ready: int, expected: Refusal | None) -> None:
    assert rules.may_close_round(by, owner=3, is_closed=is_closed, ready=ready).refusal == expected


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (researcher, {}, None),
        (host, {}, Refusal.NOT_THE_OWNER),
        (researcher, {"is_closed": False}, Refusal.ROUND_OPEN),
        (researcher, {"differs": False}, Refusal.NO_DISAGREEMENT),
        (researcher, {"unknown": "x"}, Refusal.UNKNOWN_CODE),
        (researcher, {"why": " "}, Refusal.NO_REASON),
    ],
)
def test_the_owner_adjudicates_where_coders_differ(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    stands = {"owner": 3, "is_closed": True, "differs": True, "unknown": "", "why": "The include of the code says so."}

    assert rules.may_adjudicate(by, **stands | change).refusal == expected


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        *((each, {}, None) for each in (researcher, expert, host, japan)),
        (watcher, {}, Refusal.NOT_AN_ANALYST),
        (public, {}, Refusal.NOT_AN_ANALYST),
        (researcher, {"name": " "}, Refusal.NO_TITLE),
        (researcher, {"is_known": True}, Refusal.FORMAT_EXISTS),
        (researcher, {"sources": 0}, Refusal.NO_FOOTING),
    ],
)
def test_whoever_works_on_the_record_adds_a_format(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    assert rules.may_add_format(by, **{"name": "Lakes", "is_known": False, "sources": 1} | change).refusal == expected


DAY, MONTH = ImpreciseDate(2027, 3, 14), ImpreciseDate(2027, 3)


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (researcher, {}, None),
        (watcher, {}, Refusal.NOT_AN_ANALYST),
        (researcher, {"is_forum": True}, Refusal.OWN_MEETING),
        (researcher, {"ends": DAY}, None),
        (researcher, {"ends": MONTH}, None),
        (researcher, {"begins": MONTH, "ends": ImpreciseDate(2027, 3, 1)}, None),
        (researcher, {"ends": ImpreciseDate(2027, 3, 13)}, Refusal.ENDS_BEFORE_IT_BEGINS),
        (researcher, {"is_known": True}, Refusal.EVENT_EXISTS),
        (researcher, {"sources": 0}, Refusal.NO_FOOTING),
    ],
)
def test_whoever_works_on_the_record_adds_an_event(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    told = {"is_forum": False, "begins": DAY, "ends": None, "is_known": False, "sources": 1} | change
    assert rules.may_add_event(by, **told).refusal == expected


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (researcher, {}, None),
        (japan, {}, None),
        (watcher, {}, Refusal.NOT_AN_ANALYST),
        (public, {}, Refusal.NOT_AN_ANALYST),
        (researcher, {"called": " "}, Refusal.NO_TITLE),
        (researcher, {"is_known": True}, Refusal.DOCUMENT_EXISTS),
        (researcher, {"documents": rules.MOST_DOCUMENTS - 1}, None),
        (researcher, {"documents": rules.MOST_DOCUMENTS}, Refusal.TOO_MANY_DOCUMENTS),
    ],
)
def test_whoever_analyses_brings_material(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    stands = {"called": "Talks", "is_known": False, "documents": 0}
    assert rules.may_bring_material(by, **stands | change).refusal == expected


@pytest.mark.parametrize(
    ("by", "change", "expected"),
    [
        (researcher, {}, None),
        (host, {}, Refusal.NOT_OWN_MATERIAL),
        (public, {"owner": None}, Refusal.NOT_OWN_MATERIAL),
        (watcher, {"owner": watcher.user_id}, Refusal.NOT_AN_ANALYST),
        (researcher, {"is_shared": True}, Refusal.SHARED_ALREADY),
        (researcher, {"documents": 0}, Refusal.NO_DOCUMENTS),
        (researcher, {"rights": " \n"}, Refusal.NO_RIGHTS),
    ],
)
def test_its_owner_shares_material(by: Any, change: dict[str, Any], expected: Refusal | None) -> None:
    stands = {"owner": 3, "is_shared": False, "documents": 1, "rights": "CC BY 4.0"}
    assert rules.may_share_corpus(by, **stands | change).refusal == expected
