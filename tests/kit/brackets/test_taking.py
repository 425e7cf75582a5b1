"""Typed brackets to positions: who asks, for what, on which words; the rest is told."""

import pytest

from nemawashi.kit.brackets import reading, taking
from nemawashi.kit.brackets.reading import Typed
from nemawashi.kit.clauses.proposals import BaseClause

CLAUSES = [
    BaseClause("a", "1", "operative", ((3, "Parties shall promptly share all data on water;"),)),
    BaseClause("b", "2", "operative", ((1, "They meet every year in Tokyo."),)),
]


def taken(*words: str) -> taking.TakenPositions:
    return taking.taken(reading.read([Typed(each) for each in words]), CLAUSES)


def asked(*words: str) -> list[tuple[str, str, int, int, str, tuple[str, ...]]]:
    found = taken(*words)
    assert found.left == ()
    return [(p.key, p.operation, p.start, p.end, p.words, p.parties) for p in found.positions]


def test_words_that_a_party_wants_in_or_out_become_its_positions() -> None:
    assert asked(
        "1. Parties shall [KAZ, UZB delete: promptly] share all data on water [JPN: and ice];",
        "2. They meet every year in Tokyo.",
    ) == [
        ("a", "delete", 14, 22, "", ("KAZ", "UZB")),
        ("a", "insert", 46, 46, "and ice", ("JPN",)),
    ]  # fmt: skip


def test_supporters_and_opponents_come_along() -> None:
    position = taken("1. Parties shall promptly share all data [US/SG propose; CL oppose: and maps] on water;").positions[0]

    assert (position.parties, position.opponents, position.wording) == (("US", "SG"), ("CL",), 3)


@pytest.mark.parametrize(
    "said",
    [
        "[on water] [KAZ: retain; UZB: delete]", "[on water] [Delete: UZB. Retain: KAZ.]", "[on water] [KAZ: retain][UZB: delete]",
        "[on water] (KAZ: keep; UZB: delete)", "[on water; KAZ: retain; UZB: delete]", "[on water. UZB: delete; KAZ: retain]",
    ],
)  # fmt: skip
def test_who_would_keep_words_is_against_those_who_want_them_out(said: str) -> None:
    (position,) = taken(f"Parties shall promptly share all data {said};").positions

    assert (position.operation, position.parties, position.opponents) == ("delete", ("UZB",), ("KAZ",))
    assert position.supporters == ()


def test_a_bracket_without_a_party_is_a_position_without_one() -> None:
    position = taken("1. Parties shall [promptly] share all data on water;").positions[0]

    assert (position.operation, position.start, position.end, position.parties) == ("delete", 14, 22, ())
    assert position.why == "attribution removed"


def test_alternatives_side_by_side_replace_the_words_of_the_text() -> None:
    assert asked("1. Parties [shall][should][may] promptly share all data on water;") == [
        ("a", "replace", 8, 13, "should", ()),
        ("a", "replace", 8, 13, "may", ()),
    ]


def test_words_deleted_and_others_put_in_their_place_are_one_position() -> None:
    assert asked("1. Parties shall [KAZ delete: promptly] [KAZ alt: in time] share all data on water;") == [
        ("a", "replace", 14, 22, "in time", ("KAZ",)),
    ]


def test_a_whole_clause_in_a_bracket_is_to_be_deleted_or_new() -> None:
    assert asked(
        "1. [TJK delete: Parties shall promptly share all data on water;]",
        "[JPN: They will build a common centre for glaciers;]",
        "2. They meet every year in Tokyo.",
    ) == [
        ("a", "delete_clause", 0, 0, "", ("TJK",)),
        ("a", "new_clause", 0, 0, "They will build a common centre for glaciers;", ("JPN",)),
    ]  # fmt: skip


def test_reserves_comments_and_placeholders_keep_their_kind() -> None:
    assert asked("2. They meet every year [placeholder: month] in Tokyo. [KAZ reserves its position]") == [
        ("b", "placeholder", 21, 21, "month", ()),
        ("b", "reserve", 0, 0, "", ("KAZ",)),
    ]


def test_options_are_alternatives_to_the_clause_that_one_of_them_is() -> None:
    assert asked(
        "Option 1: Parties shall promptly share all data on water;",
        "Option 2: Nobody is asked to open any archive whatsoever;",
        "Option 3: No text.",
    )[-2:] == [
        ("a", "alternative", 0, 0, "Nobody is asked to open any archive whatsoever;", ()),
        ("a", "delete_clause", 0, 0, "", ()),
    ]  # fmt: skip


def test_what_is_no_position_is_told_with_its_place() -> None:
    found = taken(
        "1. Parties shall quickly share all data on water;",
        "2. They meet every year [JPN: [or] month] in Tokyo] now.",
        "3. Dogs are welcome to join and bark as much as they like.",
    )

    assert [(each.clause, each.why[:32]) for each in found.left] == [
        (2, "the bracket ] has no partner"),
        (1, "these words differ from the text"),
        (2, "the bracket stands within words "),
        (2, "these words differ from the text"),
        (3, "no paragraph of the text has the"),
    ]
