"""The forum at hand as a value: names by language, symbols, groups, codes."""

import pytest
from django.utils import translation

from nemawashi.parties.terms import NEUTRAL, City, Forum, MeetingRules, PartyGroup
from nemawashi.record import checking

AMBER = Forum(
    slug="amber-coast",
    code="ACC",
    symbol="AMBER-{track}-{meeting}/{text}",
    names={"en": "Amber Coast Conference", "ru": "Конференция Янтарного берега"},
    groups=(PartyGroup("the islands", {"en": "the island parties"}, ("holm", "sandria")),),
    places={"Lakehead": City("Lakehead", {"ru": "Лейкхед"}, 20.2, 55.0), "Cape": City("Cape", {})},
    codes={"holm": "HLM"},
)


@pytest.mark.parametrize(
    ("language", "name", "place"),
    [("en", "Amber Coast Conference", "Lakehead"), ("ru", "Конференция Янтарного берега", "Лейкхед"),
     ("ja", "Amber Coast Conference", "Lakehead")],
)  # fmt: skip
def test_names_are_the_readers_else_english(language: str, name: str, place: str) -> None:
    with translation.override(language):
        assert (AMBER.name, AMBER.short_name, AMBER.place_name("Lakehead")) == (name, name, place)
        assert AMBER.in_english() == "Amber Coast Conference"
        assert AMBER.place_name("Elsewhere") == "Elsewhere"


def test_symbols_follow_the_pattern_of_the_data() -> None:
    assert AMBER.symbol_of(track="council", meeting=3, text=1) == "AMBER-COUNCIL-3/1"
    assert NEUTRAL.symbol_of(track="council", meeting=3, text=2) == "COUNCIL/3/2"


def test_groups_are_taken_apart_and_all_stays() -> None:
    assert AMBER.members(["the islands", "norvia"]) == {"the islands", "holm", "sandria", "norvia"}
    assert AMBER.members(["all"]) == {"all"}


def test_a_party_that_the_record_lacks_gets_the_start_of_its_slug() -> None:
    assert (AMBER.code_of("holm"), AMBER.code_of("norvia")) == ("HLM", "NOR")


def test_a_place_is_on_the_map_where_both_degrees_are_known() -> None:
    assert (AMBER.places["Lakehead"].at, AMBER.places["Cape"].at) == ((20.2, 55.0), None)


def test_the_stamp_changes_with_what_the_data_say() -> None:
    assert AMBER.stamp != NEUTRAL.stamp
    assert Forum(code="A").stamp == Forum(code="A").stamp


def test_a_letter_has_known_blanks_and_a_language_for_each_party() -> None:
    letters = {"en": "Dear {party}, {days}", "ja": "{party}御中 {nobody} {x_y}"}

    faults = checking.of_meeting_rules({"meeting_rules": {"letters": letters}})
    assert [(place, what.partition(",")[0]) for place, what in faults] == [
        (("meeting_rules", "letters", "ja"), "the letter has {nobody}"),
        (("meeting_rules", "letters", "ja"), "the letter has {x_y}"),
    ]
    assert list(checking.of_meeting_rules({"meeting_rules": {"letters": None}})) == []
    rules_of = MeetingRules.of_file({"letters": letters, "letter_languages": [{"party": "japan", "language": "ja"}]})
    assert (rules_of.letters["en"], rules_of.letter_languages) == ("Dear {party}, {days}", {"japan": "ja"})
    assert MeetingRules.of_file({}).letters == {}
