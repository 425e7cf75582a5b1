"""Second conditions of rules on texts and commitments: what a grant and a refusal have just inside and just outside."""

import datetime as dt
from typing import Any

import pytest
from tests.rules.people import host

from nemawashi.access.rules import GRANTED, refuse
from nemawashi.commitments import rules as commitments
from nemawashi.commitments.terms import CommitmentState, RecordStatus, Status
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import Proposed
from nemawashi.kit.clauses.spans import Span
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.texts import rules
from nemawashi.texts.rules import Held
from nemawashi.texts.rules.putting import Put, put
from nemawashi.texts.terms import Refusal, TextState

NEGOTIATED = TextState.UNDER_NEGOTIATION


def held(key: str, operation: Operation, start: int, end: int, words: str = "") -> Held:
    return Held(key=key, operation=operation, span=Span(start, end), proposers=(key,), words=words)


def accepted_last(chosen: Held, other: Held) -> Any:
    return rules.may_accept(host, state=NEGOTIATED, chosen=chosen, others=[other], stands_last=True)


def test_chair_orders_words_that_come_in_at_one_place() -> None:
    one, other = held("japan", Operation.INSERT, 3, 3, " all"), held("kazakhstan", Operation.INSERT, 3, 3, " most")

    assert accepted_last(one, other) == GRANTED
    assert rules.may_accept(host, state=NEGOTIATED, chosen=one, others=[other]) == refuse(Refusal.COLLIDES, "kazakhstan")


def test_order_does_not_settle_words_inside_those_that_another_party_wants_out() -> None:
    inside, around = held("japan", Operation.INSERT, 3, 3, " all"), held("kazakhstan", Operation.DELETE, 0, 9)

    assert accepted_last(inside, around) == refuse(Refusal.COLLIDES, "kazakhstan")


@pytest.mark.parametrize("operation", [Operation.MOVE, Operation.SPLIT, Operation.NEW_CLAUSE])
def test_merging_is_at_odds_with_what_needs_the_end_of_the_clause(operation: Operation) -> None:
    merge, other = held("japan", Operation.MERGE, 0, 0), held("kazakhstan", operation, 3, 3, "x")

    for chosen, against in ((merge, other), (other, merge)):
        verdict = rules.may_accept(host, state=NEGOTIATED, chosen=chosen, others=[against])
        assert verdict == refuse(Refusal.COLLIDES, against.key)


def test_merging_takes_positions_on_the_words_along() -> None:
    merge, edit = held("japan", Operation.MERGE, 0, 0), held("kazakhstan", Operation.REPLACE, 4, 11, "states")

    assert rules.may_accept(host, state=NEGOTIATED, chosen=merge, others=[edit]) == GRANTED
    assert rules.may_accept(host, state=NEGOTIATED, chosen=edit, others=[merge]) == GRANTED


CLAUSE = "one"


@pytest.mark.parametrize(("likeness", "verdict"), [(0.8, GRANTED), (0.79, refuse(Refusal.NOT_ALIKE))])
def test_least_alike_is_in_at_its_value_and_out_below(likeness: float, verdict: Any) -> None:
    """Of a hundred pieces each, eighty in common are exactly the least that may be streamlined; seventy-nine are not."""
    size = 100
    common = round(likeness * size)
    kept_words = "".join(chr(0x4E00 + number) for number in range(size))
    other_words = kept_words[:common] + "".join(chr(0x6E00 + number) for number in range(size - common))
    kept = held("japan", Operation.ALTERNATIVE, 0, 0, kept_words)
    other = held("kazakhstan", Operation.ALTERNATIVE, 0, 0, other_words)

    asked = rules.may_streamline(host, state=NEGOTIATED, kept=kept, others=[other], clause=CLAUSE, why="The same.")

    assert rules.alike(kept, other, clause=CLAUSE) == pytest.approx(likeness)
    assert asked == verdict


@pytest.mark.parametrize(
    ("clause", "place", "verdict"),
    [
        ("They meet.  ", 10, refuse(Refusal.NOTHING_TO_SPLIT)),  # behind it stand blanks alone
        ("  They meet.", 2, refuse(Refusal.NOTHING_TO_SPLIT)),
        ("They meet.  ", 9, GRANTED),
        ("  They meet.", 3, GRANTED),
    ],
)
def test_split_needs_words_on_both_sides(clause: str, place: int, verdict: Any) -> None:
    asked = Proposed("clause", Operation.SPLIT, start=place, end=place)

    answer = put(asked, clause=clause, is_deleted=False)

    assert (GRANTED if isinstance(answer, Put) else answer) == verdict


@pytest.mark.parametrize("state", [TextState.ADOPTED, TextState.ISSUED])
def test_fault_in_an_adopted_text_is_corrected(state: str) -> None:
    assert rules.may_correct(host, state=state, before="recieve", after="receive", why="Spelling.") == GRANTED


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"state": TextState.UNDER_SILENCE}, Refusal.NOT_ADOPTED),
        ({"before": " "}, Refusal.NO_WORDS),
        ({"after": " "}, Refusal.NO_WORDS),
        ({"after": "recieve"}, Refusal.NO_CHANGE),
        ({"why": " "}, Refusal.NO_REASON),
    ],
)
def test_corrigendum_names_both_sides_and_a_reason(changed: dict[str, Any], refusal: Refusal) -> None:
    words = {"state": TextState.ADOPTED, "before": "recieve", "after": "receive", "why": "Spelling."} | changed

    assert rules.may_correct(host, **words) == refuse(refusal)


TODAY = dt.date(2028, 6, 30)


@pytest.mark.parametrize(
    ("due", "status"),
    [
        ("2028-06-29", Status.OVERDUE),
        ("2028-06-30", Status.UNDER_WAY),  # its own day is still in time
        ("2028-06", Status.UNDER_WAY),  # its last day is today
        ("2028-05", Status.OVERDUE),
        ("2028", Status.UNDER_WAY),
        ("2027", Status.OVERDUE),
    ],
)
@pytest.mark.parametrize("record_status", [RecordStatus.CONTINUING, RecordStatus.OPEN, None])
def test_what_is_under_way_is_overdue_from_the_day_behind_its_due_date(
    record_status: RecordStatus | None, due: str, status: Status
) -> None:
    """By the record's word, or by the reports of a party where the record has none."""
    asked = commitments.status(
        state=CommitmentState.CONFIRMED,
        record_status=record_status,
        due_on=ImpreciseDate.parse(due),
        has_reports=record_status is None,
        score=None,
        is_superseded=False,
        is_from_record=record_status is not None,
        today=TODAY,
    )

    assert asked == status
