"""Word diffs: lossless, one hunk for one change, moves joined; and the flags read from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemawashi.kit.lineage import FlagKind, Op, align, flags

PIECES = ["the", "water", "of", "Central", "Asia,", "shall", "水の管理", "развитие", "[and]", "2017;", "—", "\n", " "]
WORDS = st.lists(st.sampled_from(PIECES), max_size=30)


@given(WORDS, WORDS)
def test_joined_the_steps_give_both_texts_again(one, other):
    before, after = " ".join(one), " ".join(other)
    steps = align(before, after)
    assert "".join(step.before for step in steps) == before
    assert "".join(step.after for step in steps) == after


def test_case_and_punctuation_are_no_change():
    (step,) = align("Recalling the Charter, the “Dialogue”", 'recalling the charter; the "dialogue"')
    assert step.op == Op.KEEP


def test_a_standing_word_between_two_changes_is_drawn_into_one():
    steps = align(
        "to protect the rivers and save lakes in the region", "to protect the deserts and restore lakes in the region"
    )
    assert [step.op for step in steps] == [Op.KEEP, Op.REPLACE, Op.KEEP]
    assert steps[1].before.strip() == "rivers and save"


def test_words_that_moved_are_joined():
    steps = align(
        "By 2020 at the latest, all members shall report on water use",
        "All members shall report on water use by 2020 at the latest",
    )
    gone = [step for step in steps if step.op == Op.DELETE]
    come = [step for step in steps if step.op == Op.INSERT]
    assert gone[0].move == come[0].move == 1


def test_japanese_is_compared_by_characters():
    steps = align("参加国は水資源の支援を増加する", "参加国は水資源の支援を削減する")
    assert [(step.before, step.after) for step in steps if step.op != Op.KEEP] == [("増加", "削減")]


@pytest.mark.parametrize(
    ("before", "after", "kind", "was", "now"),
    [
        ("Members shall report", "Members should report", FlagKind.STRENGTH, "shall", "should"),
        ("decides to decrease aid", "decides to increase aid", FlagKind.POLARITY, "decrease", "increase"),
        ("to be set off against debts", "to be added to debts", FlagKind.POLARITY, "set off", "added"),
        ("does support the plan", "does not support the plan", FlagKind.POLARITY, "", "not"),
        ("within 72 hours of notice", "within 48 hours of notice", FlagKind.NUMBER, "72", "48"),
        ("by 30 June 2017 at the latest", "by 5 May 2018 at the latest", FlagKind.DATE, "30 June 2017", "5 May 2018"),
        ("стороны должны увеличить", "стороны могут увеличить", FlagKind.STRENGTH, "должны", "могут"),
        ("支援を増加する", "支援を減少する", FlagKind.POLARITY, "増加", "減少"),
    ],
)
def test_what_a_negotiator_must_see_is_flagged(before, after, kind, was, now):
    assert [(flag.kind, flag.before, flag.after) for flag in flags(align(before, after))] == [(kind, was, now)]


def test_a_weaker_verb_has_a_negative_weight():
    (flag,) = flags(align("Members must report", "Members may report"))
    assert flag.weight < 0


def test_words_that_moved_and_words_kept_turn_nothing():
    before = "Not later than 2020 and in good faith, members report"
    assert flags(align(before, before)) == ()
    assert (
        flags(align("Without delay and in good faith members report", "Members report without delay and in good faith"))
        == ()
    )
