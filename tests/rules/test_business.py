"""The business track: who speaks for a firm, and what a consent, an offer and a need have to say."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from tests.rules.people import host, japan, kazakhstan, watcher

from nemawashi.access.rules import GRANTED, refuse
from nemawashi.access.viewers import PUBLIC
from nemawashi.business import rules
from nemawashi.business.rules import MOST_SLOTS, MOST_TABLES, PlacedTalks, SlotTimes, StatedInterest, TableSeat, WantedTalk
from nemawashi.business.terms import InterestState, Refusal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.words.lexicon import Lexicon

TODAY = dt.date(2026, 11, 24)
FIRM: dict[str, Any] = {
    "owner": "japan", "host": "kazakhstan", "name": "Kita", "language": "ja", "areas": ["trade"],
    "is_named": False, "is_tied": False,
}  # fmt: skip
CONTACT: dict[str, Any] = {
    "owner": "japan", "name": "Rei", "reach": "r@x", "consent_on": ImpreciseDate(2026, 11, 24), "purpose": "talks",
    "kept_until": TODAY, "today": TODAY,
}  # fmt: skip
INTEREST: dict[str, Any] = {
    "owner": "japan", "host": "kazakhstan", "words": "Pumps", "language": "en", "short": {}, "open_until": TODAY,
    "today": TODAY, "count": 19,
}  # fmt: skip


@pytest.mark.parametrize(
    ("by", "owner", "is_granted"),
    [
        (japan, "japan", True),
        (japan, "kazakhstan", False),
        (kazakhstan, "japan", False),
        (watcher, "japan", False),
        (host, "kazakhstan", True),
        (host, "japan", False),
        (PUBLIC, "japan", False),
    ],
)
def test_a_delegation_speaks_for_its_firms_and_the_business_desk_for_the_hosts(
    by: Any, owner: str, is_granted: bool
) -> None:
    assert bool(rules.is_its_desk(by, owner=owner, host="kazakhstan")) is is_granted
    assert bool(rules.is_its_delegation(by, owner=owner)) is (is_granted and by is not host)


def test_without_a_host_the_business_desk_speaks_for_nobody() -> None:
    assert not rules.is_its_desk(host, owner="", host=None)


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ({"name": " "}, Refusal.NO_NAME),
        ({"name": "x" * 301}, Refusal.TOO_LONG),
        ({"language": "Japanese!"}, Refusal.BAD_LANGUAGE),
        ({"areas": []}, Refusal.NO_AREA),
        ({"is_named": True}, Refusal.NAMED_ALREADY),
        ({"is_tied": True}, Refusal.TIED_ALREADY),
    ],
)
def test_a_firm_has_a_name_a_language_and_an_area_and_is_there_once(words: dict[str, Any], word: Refusal) -> None:
    assert rules.may_state_firm(japan, **FIRM) == GRANTED
    assert rules.may_state_firm(japan, **FIRM | {"name": "x" * 300, "language": "uz-Latn"}) == GRANTED
    assert rules.may_state_firm(japan, **FIRM | words) == refuse(word)


def test_an_organisation_of_another_party_is_not_taken() -> None:
    assert rules.may_state_firm(japan, **FIRM, body_of="japan") == GRANTED
    assert rules.may_state_firm(japan, **FIRM, body_of="kazakhstan") == refuse(Refusal.ANOTHER_PARTY, "kazakhstan")


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ({"name": ""}, Refusal.NO_PERSON),
        ({"reach": " "}, Refusal.NO_PERSON),
        ({"consent_on": None}, Refusal.NO_CONSENT),
        ({"consent_on": ImpreciseDate(2026, 11)}, Refusal.NO_CONSENT),
        ({"purpose": ""}, Refusal.NO_CONSENT),
        ({"consent_on": ImpreciseDate(2026, 11, 25)}, Refusal.CONSENT_AHEAD),
        ({"kept_until": TODAY - dt.timedelta(days=1)}, Refusal.DAY_IS_OVER),
        ({"kept_until": TODAY + rules.LONGEST_KEPT + dt.timedelta(days=1)}, Refusal.KEPT_TOO_LONG),
    ],
)
def test_nothing_of_a_person_is_kept_without_a_consent(words: dict[str, Any], word: Refusal) -> None:
    assert rules.may_keep_contact(japan, **CONTACT) == GRANTED
    assert rules.may_keep_contact(japan, **CONTACT | {"kept_until": TODAY + rules.LONGEST_KEPT}) == GRANTED
    assert rules.may_keep_contact(host, **CONTACT | {"owner": "kazakhstan"}) == refuse(Refusal.NOT_ITS_PARTY)
    assert rules.may_keep_contact(japan, **CONTACT | words) == refuse(word)


def test_a_consent_is_withdrawn_by_the_party_or_by_link_and_once() -> None:
    asked = {"owner": "japan", "is_kept": True}

    assert rules.may_withdraw_contact(japan, has_link=False, **asked) == GRANTED
    assert rules.may_withdraw_contact(PUBLIC, has_link=True, **asked) == GRANTED
    assert rules.may_withdraw_contact(PUBLIC, has_link=False, **asked) == refuse(Refusal.NOT_ITS_PARTY)
    assert rules.may_withdraw_contact(kazakhstan, has_link=False, **asked) == refuse(Refusal.NOT_ITS_PARTY)
    assert rules.may_withdraw_contact(PUBLIC, has_link=True, owner="japan", is_kept=False) == refuse(
        Refusal.NO_CONTACT_KEPT
    )


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ({"words": " \n"}, Refusal.NO_WORDS),
        ({"words": "x" * 1501}, Refusal.TOO_LONG),
        ({"short": {"ru": "x" * 301}}, Refusal.TOO_LONG),
        ({"short": {f"a{letter}": "x" for letter in "abcdefghijklm"}}, Refusal.TOO_LONG),
        ({"short": {"RU": "x"}}, Refusal.BAD_LANGUAGE),
        ({"language": ""}, Refusal.BAD_LANGUAGE),
        ({"open_until": dt.date(2026, 11, 23)}, Refusal.DAY_IS_OVER),
        ({"count": 20}, Refusal.TOO_MANY_INTERESTS),
    ],
)
def test_an_offer_or_need_has_words_and_a_day_to_come(words: dict[str, Any], word: Refusal) -> None:
    full = {"words": "x" * 1500, "short": {f"a{letter}": "x" * 300 for letter in "abcdefghijkl"}, "open_until": None}

    assert rules.may_state_interest(japan, **INTEREST) == GRANTED
    assert rules.may_state_interest(japan, **INTEREST | full) == GRANTED
    assert rules.may_state_interest(japan, **INTEREST | words) == refuse(word)


def test_what_is_open_is_ended_and_taken_back_with_a_reason() -> None:
    asked: dict[str, Any] = {"owner": "japan", "host": None, "state": "open"}

    assert rules.may_end_interest(japan, **asked, is_withdrawn=False, why="") == GRANTED
    assert rules.may_end_interest(japan, **asked, is_withdrawn=True, why="Sold") == GRANTED
    assert rules.may_end_interest(japan, **asked, is_withdrawn=True, why=" ") == refuse(Refusal.NO_REASON)
    assert rules.may_end_interest(japan, **asked | {"state": "ended"}, is_withdrawn=False, why="") == refuse(
        Refusal.NOT_OPEN
    )
    assert rules.may_end_interest(kazakhstan, **asked, is_withdrawn=False, why="") == refuse(Refusal.NOT_ITS_PARTY)


@pytest.mark.parametrize(("until", "state"), [(None, "open"), (TODAY, "open"), (dt.date(2026, 11, 23), "over")])
def test_what_is_open_stands_through_its_last_day(until: dt.date | None, state: str) -> None:
    assert rules.state_of_interest("open", open_until=until, today=TODAY) == state
    assert rules.state_of_interest("ended", open_until=until, today=TODAY) is InterestState.ENDED


def test_short_words_are_read_line_by_line() -> None:
    words, wrong = rules.words_by_language("ru:  насосы  для скважин \n\nja: ポンプ\nru: again\nno colon\nxx:\nEN: pumps")

    assert (words, wrong) == ({"ru": "насосы для скважин", "ja": "ポンプ"}, [4, 5, 6, 7])


TERMS = Lexicon([("irrigation", ["irrigation", "орошение", "灌漑"]), ("japan", ["Japan", "Япония", "日本"])])


def offered(key: str, party: str = "japan", area: str = "trade", **texts: str) -> StatedInterest:
    return StatedInterest(key, "offer", party, area, texts)


def needed(key: str, party: str = "uzbekistan", area: str = "trade", **texts: str) -> StatedInterest:
    return StatedInterest(key, "need", party, area, texts)


def pairs(*interests: StatedInterest, **words: Any) -> list[tuple[str, str]]:
    return [(each.offer, each.need) for each in rules.proposals(interests, TERMS, **words)]


def test_a_term_brings_two_languages_together_and_says_so() -> None:
    talk = rules.proposals([offered("o", ja="点滴灌漑の設備"), needed("n", ru="Ищем системы орошения")], TERMS)

    assert [(each.weight, [(r.kind, r.words) for r in each.reasons]) for each in talk] == [
        (3, [("area", ("trade",)), ("term", ("灌漑", "орошения"))])
    ]


@pytest.mark.parametrize(
    ("offer", "need", "is_proposed"),
    [
        ({"en": "deep wells"}, {"en": "wells, deep"}, True),  # the area and two words
        ({"en": "wells"}, {"en": "wells"}, False),  # the area and one
        ({"en": "deep wells", "area": "water"}, {"en": "wells, deep"}, False),  # two words
        ({"en": "deep old wells", "area": "water"}, {"en": "old wells, deep"}, True),
        ({"en": "irrigation", "area": "water"}, {"en": "irrigation"}, False),  # a term
        ({"en": "irrigation pumps", "area": "water"}, {"en": "pumps of irrigation"}, True),
        ({"en": "deep wells"}, {"de": "deep wells"}, False),  # said in another language
        ({"en": "120 ab 2030"}, {"en": "2030 ab 120"}, False),  # numbers and short words
        ({"ja": "深井戸とポンプの設備"}, {"ja": "ポンプのある深井戸"}, True),
        ({"en": "deep wells"}, {"en": "deep wells", "party": "japan"}, False),  # of one party
    ],
)
def test_reasons_are_weighed(offer: dict[str, str], need: dict[str, str], is_proposed: bool) -> None:
    assert pairs(offered("o", **offer), needed("n", **need)) == ([("o", "n")] if is_proposed else [])


def test_names_of_parties_are_no_term_and_what_everybody_says_is_no_reason() -> None:
    both = [offered("o", en="Japan wants irrigation"), needed("n", ru="Япония: орошение")]
    assert [r.words for r in rules.proposals(both, TERMS, no_terms={"japan"})[0].reasons] == [
        ("trade",),
        ("irrigation", "орошение"),
    ]
    four = [offered(f"o{n}", en=f"modern deep w{n}{n}{n}") for n in range(2)]
    four += [needed(f"n{n}", en=f"modern deep v{n}{n}{n}") for n in range(2)]
    assert len(pairs(*four)) == 4
    assert pairs(*four, offered("o9", en="modern deep zzz")) == []  # five of five say it


@pytest.mark.parametrize(
    ("offer", "need", "words"),
    [
        ({"en": "Reservoirs of dams"}, {"en": "a reservoir"}, [("Reservoirs",)]),  # in two forms
        ({"en": "a reservoir"}, {"ru": "водохранилища"}, [("reservoir", "водохранилища")]),
        ({"en": "wind farm"}, {"en": "Wind farms"}, [("wind farm",)]),  # that are two terms of the table
        ({"en": "wind farm"}, {"ru": "ветропарк"}, [("wind farm", "ветропарк")]),
    ],
)
def test_a_reason_names_a_term_once(offer: dict[str, str], need: dict[str, str], words: list[tuple[str, ...]]) -> None:
    wind = ["wind farm", "ветропарк"]
    terms = Lexicon([("reservoir", ["reservoir", "водохранилище"]), ("wind-farm", wind), ("wind-park", wind)])

    reasons = rules.reasons_for(offered("o", **offer), needed("n", **need), terms)

    assert [each.words for each in reasons if each.kind == "term"] == words


def test_an_offer_has_five_talks_at_most_and_no_pair_twice() -> None:
    rows = [offered("o", en="irrigation of orchards"), *(needed(f"n{n}", en=f"irrigation w{n}{n}{n}") for n in range(7))]

    assert pairs(*rows) == [("o", f"n{n}") for n in range(5)]
    there = {("o", "n0"), ("o", "n6")}
    assert pairs(*rows, but=there, live=there) == [("o", "n1"), ("o", "n2"), ("o", "n3")]
    assert len(pairs(*rows, but=there)) == 5  # what was declined takes no place
    assert pairs(*rows) == pairs(*rows)


def test_reasons_for_a_pair_that_somebody_asks_for_are_said_whatever_they_weigh() -> None:
    assert rules.reasons_for(offered("o", area="water", en="wells"), needed("n", en="boats"), TERMS) == ()
    assert [r.kind for r in rules.reasons_for(offered("o", en="wells"), needed("n", en="wells"), TERMS)] == [
        "area",
        "words",
    ]


def test_twice_the_offers_are_matched_with_work_in_step() -> None:
    """Four hundred of two hundred firms; only those that share a word are compared."""
    words = [f"word{n:03d}".translate(str.maketrans("0123456789", "abcdefghij")) for n in range(300)]
    kinds = (offered, needed)
    rows = [
        kinds[n % 2](
            f"i{n}", ("japan", "uzbekistan", "kazakhstan")[n // 2 % 3], f"a{n % 4}", en=" ".join(words[n % 97 :: 41])
        )
        for n in range(400)
    ]

    proposed = rules.proposals(rows, TERMS)

    assert len(proposed) > 100
    assert max(sum(row.key in (each.offer, each.need) for each in proposed) for row in rows) == 5


SIDES = ("japan", "uzbekistan")


def test_who_proposes_and_asks_for_talks() -> None:
    asked: dict[str, Any] = {
        "own": "japan", "other": "uzbekistan", "kinds": ["offer", "need"], "are_open": True, "is_there": False
    }  # fmt: skip

    assert [rules.may_propose_talks(by, count=1) for by in (host, japan)] == [GRANTED] * 2
    assert rules.may_propose_talks(watcher, count=1) == refuse(Refusal.NOT_ITS_PARTY)
    assert rules.may_propose_talks(host, count=0) == refuse(Refusal.NO_NEW_TALK)
    assert rules.may_ask_for_talk(japan, **asked) == GRANTED
    assert rules.may_ask_for_talk(host, **asked) == refuse(Refusal.NOT_A_SIDE)
    for words, word in (
        ({"own": "kazakhstan"}, Refusal.NOT_A_SIDE),
        ({"other": "japan"}, Refusal.OF_ONE_PARTY),
        ({"kinds": ["need", "need"]}, Refusal.OF_ONE_KIND),
        ({"are_open": False}, Refusal.NOT_OPEN),
        ({"is_there": True}, Refusal.TALK_IS_THERE),
    ):
        assert rules.may_ask_for_talk(japan, **asked | words) == refuse(word)


def test_each_side_accepts_once_and_declines_with_a_reason_until_it_was_held() -> None:
    asked: dict[str, Any] = {"sides": SIDES, "state": "accepted", "accepted": ["uzbekistan"], "are_open": True}

    assert rules.may_accept_talk(japan, **asked) == GRANTED
    assert rules.may_accept_talk(kazakhstan, **asked) == refuse(Refusal.NOT_A_SIDE)
    assert rules.may_accept_talk(host, **asked) == refuse(Refusal.NOT_A_SIDE)
    assert rules.may_accept_talk(japan, **asked | {"accepted": ["japan"]}) == refuse(Refusal.ACCEPTED_ALREADY)
    assert rules.may_accept_talk(japan, **asked | {"state": "declined"}) == refuse(Refusal.TALK_IS_OVER)
    assert rules.may_accept_talk(japan, **asked | {"are_open": False}) == refuse(Refusal.NOT_OPEN)
    states = ("proposed", "accepted", "agreed", "declined", "held")
    may = [bool(rules.may_decline_talk(japan, sides=SIDES, state=state, why="x")) for state in states]
    assert may == [True, True, True, False, False]
    assert rules.may_decline_talk(japan, sides=SIDES, state="held", why="x") == refuse(Refusal.TALK_IS_OVER)
    assert rules.may_decline_talk(japan, sides=SIDES, state="agreed", why=" ") == refuse(Refusal.NO_REASON)
    assert rules.may_decline_talk(host, sides=SIDES, state="agreed", why="x") == refuse(Refusal.NOT_A_SIDE)


DAY = SlotTimes(dt.time(9, 30), minutes=20, pause=5, slots=4)


def wanted(*pairs_of_firms: str) -> list[WantedTalk]:
    """Talks by the letters of their firms: ``wanted("ab", "ac")``."""
    return [WantedTalk(pair, (pair[0], pair[1])) for pair in pairs_of_firms]


def holds(talks: list[WantedTalk], result: PlacedTalks, *, tables: int, free: Any = None) -> bool:
    """Nobody at two tables at once, no table twice, everybody within the own hours, every talk placed or told of."""
    by_firm = [(firm, result.seats[talk.key].slot) for talk in talks if talk.key in result.seats for firm in talk.firms]
    within = all(slot in (free or {}).get(firm, [slot]) for firm, slot in by_firm)
    seats = list(result.seats.values())
    once = len(set(by_firm)) == len(by_firm) and len(set(seats)) == len(seats)
    every = {talk.key for talk in talks} == result.seats.keys() | result.left.keys()
    return (
        within
        and once
        and every
        and not (result.seats.keys() & result.left.keys())
        and all(s.table <= tables for s in seats)
    )


def test_times_of_a_day_and_of_a_firm() -> None:
    assert [(DAY.begins(n), DAY.ends(n)) for n in (1, 4)] == [
        (dt.time(9, 30), dt.time(9, 50)),
        (dt.time(10, 45), dt.time(11, 5)),
    ]
    assert rules.times_of(DAY, None) == {1, 2, 3, 4}
    assert rules.times_of(DAY, (dt.time(9, 55), dt.time(11, 5))) == {2, 3, 4}
    assert rules.times_of(DAY, (dt.time(9, 56), dt.time(11, 4))) == {3}
    late = SlotTimes(dt.time(23, 0), 30, 0, 2)
    assert (late.is_within_a_day, SlotTimes(dt.time(23, 0), 29, 1, 2).is_within_a_day) == (False, True)
    assert late.ends(2) == dt.time.max


def test_talks_are_placed_without_collisions_and_the_rest_is_told_with_why() -> None:
    talks = wanted("ab", "ac", "ad", "bc", "bd", "cd")
    whole = rules.placed(talks, tables=2, slots=3)
    assert holds(talks, whole, tables=2)
    assert (len(whole.seats), whole.left) == (6, {})
    tight = rules.placed(talks, tables=1, slots=3)
    assert holds(talks, tight, tables=1)
    assert (len(tight.seats), {str(why) for why in tight.left.values()}) == (3, {"no_table"})
    busy = rules.placed(wanted("ab", "ac", "ad"), tables=5, slots=2)
    assert [str(why) for why in busy.left.values()] == ["no_time_left"]
    apart = rules.placed(wanted("ab"), tables=5, slots=2, free={"a": [1], "b": [2]})
    assert {key: str(why) for key, why in apart.left.items()} == {"ab": "no_common_time"}


def test_one_talk_goes_elsewhere_to_make_room() -> None:
    """``ab`` would stand at the one time at which ``ac`` can; at the other, the one table is taken by whom can move."""
    talks = wanted("ab", "ac", "de")
    free = {"c": [1], "a": [1, 2], "b": [1, 2]}
    result = rules.placed(talks, tables=1, slots=3, free=free)
    assert (holds(talks, result, tables=1, free=free), result.left) == (True, {})
    talks = [*wanted("ab"), WantedTalk("xy", ("x", "y"), TableSeat(1, 1))]
    kept = rules.placed(talks, tables=1, slots=2, free={"a": [1]})
    assert (kept.seats, {str(why) for why in kept.left.values()}) == ({"xy": TableSeat(1, 1)}, {"no_table"})
    chain = wanted("ab", "cb", "cd", "ad")
    assert rules.placed(chain, tables=2, slots=2).left == {}


def test_two_hundred_firms_are_placed_whole_and_the_same_each_time() -> None:
    firms = [f"f{n}" for n in range(200)]
    talks = [WantedTalk(f"{n}-{step}", (firms[n], firms[(n + step) % 200])) for n in range(200) for step in (1, 7, 31, 50)]
    result = rules.placed(talks, tables=100, slots=12)

    assert holds(talks, result, tables=100)
    assert len(result.seats) > 760
    assert rules.placed(talks, tables=100, slots=12) == result
    full = rules.placed(talks, tables=20, slots=12)
    assert (holds(talks, full, tables=20), len(full.seats), len(full.left)) == (True, 240, 560)


def test_who_sets_the_tables_and_within_which_bounds() -> None:
    asked: dict[str, Any] = {"times": DAY, "tables": 3, "is_over": False, "highest": TableSeat(4, 3)}

    assert rules.may_set_table_plan(host, **asked) == GRANTED
    assert rules.may_set_table_plan(japan, **asked) == refuse(Refusal.NOT_THE_HOST)
    assert rules.may_set_table_plan(host, **asked | {"is_over": True}) == refuse(Refusal.MEETING_IS_OVER)
    assert rules.may_set_table_plan(host, **asked | {"is_ours": False}) == refuse(Refusal.OF_ANOTHER_FORUM)
    assert rules.may_set_table_plan(host, **asked | {"is_on_its_days": False}) == refuse(Refusal.NOT_ON_ITS_DAYS)
    for tables, slots, minutes, is_granted in (
        (MOST_TABLES, MOST_SLOTS, 10, True),
        (MOST_TABLES + 1, 4, 10, False),
        (0, 4, 10, False),
        (1, MOST_SLOTS + 1, 1, False),
        (1, 0, 10, False),
        (1, 1, 240, True),
        (1, 1, 241, False),
        (1, 1, 0, False),
    ):
        times = SlotTimes(dt.time(9), minutes, 0, slots)
        verdict = rules.may_set_table_plan(host, times=times, tables=tables, is_over=False, highest=None)
        assert verdict == (GRANTED if is_granted else refuse(Refusal.BAD_PLAN))
    beyond = {"times": SlotTimes(dt.time(23, 30), 30, 0, 1), "highest": None}
    assert rules.may_set_table_plan(host, **asked | beyond) == refuse(Refusal.BEYOND_THE_DAY)
    for seat in (TableSeat(5, 1), TableSeat(1, 4)):
        assert rules.may_set_table_plan(host, **asked | {"highest": seat}) == refuse(Refusal.SEATS_ARE_USED)


def test_who_states_hours_and_has_talks_placed() -> None:
    ten, eleven = dt.time(10), dt.time(11)

    assert rules.may_state_hours(japan, owner="japan", hours=(ten, eleven), is_over=False) == GRANTED
    assert rules.may_state_hours(host, owner="japan", hours=(ten, eleven), is_over=False) == refuse(Refusal.NOT_ITS_PARTY)
    assert rules.may_state_hours(japan, owner="japan", hours=(ten, eleven), is_over=True) == refuse(Refusal.MEETING_IS_OVER)
    same = rules.may_state_hours(japan, owner="japan", hours=(ten, ten), is_over=False)
    assert same == refuse(Refusal.ENDS_BEFORE_IT_BEGINS)
    assert rules.may_place_talks(host, count=1, is_over=False) == GRANTED
    assert rules.may_place_talks(host, count=0, is_over=False) == refuse(Refusal.NOTHING_TO_PLACE)
    assert rules.may_place_talks(host, count=1, is_over=True) == refuse(Refusal.MEETING_IS_OVER)
    assert rules.may_place_talks(kazakhstan, count=1, is_over=False) == refuse(Refusal.NOT_THE_HOST)


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ({"is_over": True}, Refusal.MEETING_IS_OVER),
        ({"state": "accepted"}, Refusal.NOT_AGREED),
        ({"seat": TableSeat(5, 1)}, Refusal.NO_SUCH_SEAT),
        ({"seat": TableSeat(1, 4)}, Refusal.NO_SUCH_SEAT),
        ({"seat": TableSeat(0, 1)}, Refusal.NO_SUCH_SEAT),
        ({"free": [2]}, Refusal.NOT_THERE_THEN),
        ({"taken_by_firms": [1]}, Refusal.AT_ANOTHER_TABLE),
        ({"is_table_taken": True}, Refusal.TABLE_IS_TAKEN),
    ],
)
def test_a_talk_is_moved_by_hand_where_it_collides_with_nothing(words: dict[str, Any], word: Refusal) -> None:
    asked: dict[str, Any] = {
        "state": "agreed", "seat": TableSeat(1, 3), "tables": 3, "slots": 4, "free": [1], "taken_by_firms": [2],
        "is_table_taken": False, "is_over": False,
    }  # fmt: skip

    assert rules.may_move_talk(host, **asked) == GRANTED
    assert rules.may_move_talk(japan, **asked) == refuse(Refusal.NOT_THE_HOST)
    assert rules.may_move_talk(host, **asked | words) == refuse(word)


def test_a_talk_is_held_by_a_side_on_a_day_that_is_not_to_come() -> None:
    asked: dict[str, Any] = {"sides": SIDES, "state": "agreed", "held_on": ImpreciseDate(2026, 11, 24), "today": TODAY}
    asked["since"] = dt.date(2026, 11, 24)

    assert rules.may_hold_talk(japan, **asked) == GRANTED
    assert rules.may_hold_talk(japan, **asked | {"since": dt.date(2026, 11, 25)}) == refuse(Refusal.NOT_YET)
    assert rules.may_hold_talk(host, **asked) == refuse(Refusal.NOT_A_SIDE)
    assert rules.may_hold_talk(japan, **asked | {"state": "accepted"}) == refuse(Refusal.NOT_AGREED)
    for day in (ImpreciseDate(2026, 11, 25), ImpreciseDate(2026, 11), None):
        assert rules.may_hold_talk(japan, **asked | {"held_on": day}) == refuse(Refusal.NOT_YET)


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ({"state": "agreed"}, Refusal.NOT_HELD),
        ({"on": None}, Refusal.DAY_TO_COME),
        ({"on": ImpreciseDate(2026, 11, 25)}, Refusal.DAY_TO_COME),
        ({"amount": Decimal(0)}, Refusal.NOT_POSITIVE),
        ({"currency": " "}, Refusal.NO_CURRENCY),
    ],
)
def test_what_came_of_a_talk_that_was_held_is_said_by_a_side(words: dict[str, Any], word: Refusal) -> None:
    asked: dict[str, Any] = {
        "sides": SIDES, "state": "held", "on": ImpreciseDate(2026, 11), "amount": Decimal("0.01"), "currency": "JPY",
        "today": TODAY,
    }  # fmt: skip

    assert rules.may_record_outcome(japan, **asked) == GRANTED
    assert rules.may_record_outcome(japan, **asked | {"amount": None, "currency": ""}) == GRANTED
    assert rules.may_record_outcome(kazakhstan, **asked) == refuse(Refusal.NOT_A_SIDE)
    assert rules.may_record_outcome(japan, **asked | words) == refuse(word)


def test_each_side_publishes_for_itself_and_takes_it_back() -> None:
    assert rules.may_publish_outcome(japan, sides=SIDES, publishing=["uzbekistan"]) == GRANTED
    assert rules.may_publish_outcome(japan, sides=SIDES, publishing=["japan"]) == refuse(Refusal.AGREED_TO_PUBLISH)
    assert rules.may_publish_outcome(host, sides=SIDES, publishing=[]) == refuse(Refusal.NOT_A_SIDE)
    assert rules.may_unpublish_outcome(japan, sides=SIDES, publishing=["japan"]) == GRANTED
    assert rules.may_unpublish_outcome(japan, sides=SIDES, publishing=["uzbekistan"]) == refuse(Refusal.NOT_PUBLISHED)
    assert rules.may_unpublish_outcome(kazakhstan, sides=SIDES, publishing=["japan"]) == refuse(Refusal.NOT_A_SIDE)


@pytest.mark.parametrize(
    ("days", "last", "is_asked"), [(365, "contract", False), (366, "contract", True), (366, None, True)]
)
def test_after_a_year_without_news_the_sides_are_asked(days: int, last: str | None, is_asked: bool) -> None:
    said_on = TODAY - dt.timedelta(days=days)

    assert rules.is_without_news(last=last, said_on=said_on, today=TODAY) is is_asked
    assert rules.is_without_news(last="nothing", said_on=said_on, today=TODAY) is False
