"""Who may keep, publish and withdraw a result: every refusal and the grant."""

from typing import Any

import pytest
from tests.rules.people import expert, host, japan, public, researcher, watcher

from nemawashi.analysis import rules
from nemawashi.analysis.terms import Refusal


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
    assert rules.may_publish_run(by, maker=maker, state=state).refusal == expected


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
