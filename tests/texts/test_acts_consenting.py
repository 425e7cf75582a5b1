"""Consent is an act of a party: what it writes, when it lapses, and what the chair may not do over it."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.conftest import in_session

from nemawashi.access.viewers import acting_as
from nemawashi.desk.negotiating.consenting import JoinClean
from nemawashi.texts import acts, queries
from nemawashi.texts.models import Clause, Text
from nemawashi.texts.terms import ClauseStatus, Refusal

Done = Callable[..., Any]
Refused = Callable[..., str]
ALL = ["japan", "kazakhstan", "kyrgyzstan", "tajikistan", "turkmenistan", "uzbekistan"]


@pytest.fixture(autouse=True)
def held_against_the_log(db: None) -> Iterator[None]:
    """Whatever a test here did, the log says the same of it."""
    yield
    assert queries.attested().faults == []


def whole(text: Text, who: Any, name: str = "host") -> queries.Negotiation:
    text.refresh_from_db()
    with acting_as(who(name)) as viewer:
        return queries.negotiation(text, viewer=viewer)


def view(clause: Clause, who: Any, name: str = "host") -> queries.ClauseView:
    return whole(clause.text, who, name).of(clause.pk)


def said(spoken: Any) -> dict[str, tuple[str, bool]]:
    return {each.party: (each.kind, each.holds) for each in spoken}


def test_a_word_on_a_clause_is_seen_by_those_who_negotiate(logged: Done, clause: Clause, who: Any) -> None:
    _row, entries = logged("japan", acts.consent_to_clause, clause, kind="joins")

    assert entries == [("consent.said_on_clause", "japan", "parties", clause.ref)]
    for name in ("host", "kazakhstan", "observer"):
        assert said(view(clause, who, name).spoken) == {"japan": ("joins", True)}


@pytest.mark.parametrize("name", ["host", "japan-watcher", "observer", "guest", "expert", "researcher"])
def test_only_a_participant_who_acts_speaks(refused: Refused, clause: Clause, clean_text: Text, name: str) -> None:
    assert refused(name, acts.consent_to_clause, clause, kind="joins") is Refusal.NOT_A_PARTICIPANT
    assert refused(name, acts.consent_to_text, clean_text, kind="joins") is Refusal.NOT_A_PARTICIPANT
    assert refused(name, acts.join_on_clean_clauses, clean_text, clauses=[clause]) is Refusal.NOT_A_PARTICIPANT


def test_that_a_party_joins_lapses_with_the_words_and_that_it_cannot_stands(
    done: Done, tabled: Done, clause: Clause, who: Any
) -> None:
    done("uzbekistan", acts.consent_to_clause, clause, kind="joins")
    done("kazakhstan", acts.consent_to_clause, clause, kind="cannot", why="the year")
    done("tajikistan", acts.consent_to_clause, clause, kind="awaits")
    done("host", acts.accept_position, tabled("japan", clause, "replace", "2029", on="2030"))

    seen = view(clause, who)
    assert said(seen.spoken) == {
        "uzbekistan": ("joins", False),
        "kazakhstan": ("cannot", False),
        "tajikistan": ("awaits", False),
    }
    assert (seen.status, seen.awaiting) == (ClauseStatus.CONTESTED, ("tajikistan",))
    assert [each.party for each in seen.spoken if each.has_spoken] == ["kazakhstan", "tajikistan"]


def test_whoever_asks_for_other_words_does_not_join_on_these(
    done: Done, refused: Refused, tabled: Done, clause: Clause, clean_text: Text
) -> None:
    row = tabled("japan", clause, "replace", "2029", on="2030")
    for act, subject in ((acts.consent_to_clause, clause), (acts.consent_to_text, clean_text)):
        assert refused("japan", act, subject, kind="joins") is Refusal.OWN_WISH_STANDS
    done("japan", acts.withdraw_position, row)

    done("japan", acts.consent_to_clause, clause, kind="joins")


def test_nobody_joins_on_words_that_it_did_not_see(
    done: Done, refused: Refused, clause: Clause, who: Any, tabled: Done
) -> None:
    mark = queries.words_mark([view(clause, who)])
    done("host", acts.accept_position, tabled("kazakhstan", clause, "replace", "2029", on="2030"))

    assert refused("japan", acts.consent_to_clause, clause, kind="joins", mark=mark) is Refusal.WORDS_CHANGED_SINCE
    done("japan", acts.consent_to_clause, clause, kind="joins", mark=queries.words_mark([view(clause, who)]))


def test_the_chair_gavels_what_nobody_objects_to(
    done: Done, refused: Refused, clause: Clause, clean_text: Text, who: Any
) -> None:
    done("kazakhstan", acts.consent_to_clause, clause, kind="cannot", why="the year")
    assert refused("host", acts.agree_ad_referendum, clause) is Refusal.CONSENSUS_STANDS_OUT
    assert refused("host", acts.agree_clean_clauses, clean_text, clauses=[clause]) is Refusal.CONSENSUS_STANDS_OUT
    done("kazakhstan", acts.consent_to_clause, clause, kind="joins")

    done("host", acts.agree_ad_referendum, clause)

    assert view(clause, who).status == ClauseStatus.AGREED


def test_ad_referendum_becomes_agreed_when_the_last_instruction_is_in(
    done: Done, clause: Clause, who: Any, now: dt.datetime
) -> None:
    hours = iter(range(1, 9))

    def later(name: str, act: Any, *about: Any, **words: Any) -> None:
        done(name, act, *about, at=now + dt.timedelta(hours=next(hours)), **words)

    for name in ("kazakhstan", "japan"):
        later(name, acts.consent_to_clause, clause, kind="awaits")
    later("host", acts.agree_ad_referendum, clause)
    assert view(clause, who).awaiting == ("japan", "kazakhstan")
    later("kazakhstan", acts.consent_to_clause, clause, kind="joins")
    assert (view(clause, who).status, view(clause, who).awaiting) == (ClauseStatus.AD_REFERENDUM, ("japan",))

    later("japan", acts.consent_to_clause, clause, kind="joins")

    assert (view(clause, who).status, view(clause, who).awaiting) == (ClauseStatus.AGREED, ())
    later("uzbekistan", acts.consent_to_clause, clause, kind="awaits")
    assert (view(clause, who).status, view(clause, who).awaiting) == (ClauseStatus.AD_REFERENDUM, ("uzbekistan",))


def test_a_party_that_cannot_join_undoes_the_agreement(done: Done, clause: Clause, who: Any) -> None:
    done("host", acts.agree_ad_referendum, clause)

    done("tajikistan", acts.consent_to_clause, clause, kind="cannot", why="the capital wants 2031")

    assert (view(clause, who).status, view(clause, who).is_agreed) == (ClauseStatus.CONTESTED, False)


def test_joining_on_all_that_is_clean_is_one_act_and_leaves_out_what_is_not(
    logged: Done, refused: Refused, tabled: Done, clause: Clause, clean_text: Text, who: Any
) -> None:
    title = next(each.clause for each in whole(clean_text, who).standing if each.clause.pk != clause.pk)
    tabled("kazakhstan", clause, "replace", "2029", on="2030")
    assert refused("japan", acts.join_on_clean_clauses, clean_text, clauses=[title, clause]) is Refusal.NOT_CLEAN
    assert refused("japan", acts.join_on_clean_clauses, clean_text, clauses=[]) is Refusal.NONE_CHOSEN

    rows, entries = logged("japan", acts.join_on_clean_clauses, clean_text, clauses=[title])

    assert len(rows) == len(entries) == 1
    assert said(view(title, who).spoken) == {"japan": ("joins", True)}
    assert refused("japan", acts.join_on_clean_clauses, clean_text, clauses=[title]) is Refusal.HOLDS_ALREADY


def test_all_clean_clauses_are_agreed_at_once_or_none(
    done: Done, refused: Refused, tabled: Done, clause: Clause, clean_text: Text, who: Any
) -> None:
    clauses = [each.clause for each in whole(clean_text, who).standing]
    row = tabled("kazakhstan", clause, "replace", "2029", on="2030")
    assert refused("host", acts.agree_clean_clauses, clean_text, clauses=clauses) is Refusal.NOT_CLEAN
    assert not any(each.is_agreed for each in whole(clean_text, who).standing)
    done("kazakhstan", acts.withdraw_position, row)
    done("japan", acts.consent_to_clause, clause, kind="awaits")

    done("host", acts.agree_clean_clauses, clean_text, clauses=clauses)

    states = {each.clause.pk: each.status for each in whole(clean_text, who).standing}
    assert states.pop(clause.pk) == ClauseStatus.AD_REFERENDUM
    assert set(states.values()) == {ClauseStatus.AGREED}
    assert refused("host", acts.agree_clean_clauses, clean_text, clauses=clauses) is Refusal.HOLDS_ALREADY


@pytest.fixture
def package(done: Done, clean_text: Text, clause: Clause) -> Any:
    clauses = list(Clause.objects.filter(text=clean_text))
    return done("host", acts.make_package, clean_text, title="Dates", trade="2030 for the title", clauses=clauses)


def test_a_package_waits_for_whoever_agrees_but_for_something(
    done: Done, refused: Refused, package: Any, clause: Clause, clean_text: Text, who: Any
) -> None:
    assert refused("japan", acts.consent_to_clause, clause, kind="but_for", why="x") is Refusal.ONLY_A_PACKAGE
    assert refused("japan", acts.consent_to_package, package, kind="but_for") is Refusal.NO_REASON
    done("japan", acts.consent_to_package, package, kind="but_for", why="the year")
    assert refused("host", acts.agree_package, package) is Refusal.CONSENSUS_STANDS_OUT
    done("japan", acts.consent_to_package, package, kind="awaits")
    done("kazakhstan", acts.consent_to_package, package, kind="joins")

    done("host", acts.agree_package, package)

    assert {each.status for each in whole(clean_text, who).standing} == {ClauseStatus.AD_REFERENDUM}
    assert refused("kazakhstan", acts.consent_to_package, package, kind="cannot", why="x") is Refusal.PACKAGE_ENDED
    assert said(view(clause, who).spoken) == {"japan": ("awaits", True), "kazakhstan": ("joins", True)}
    done("japan", acts.consent_to_package, package, kind="joins")
    assert {each.status for each in whole(clean_text, who).standing} == {ClauseStatus.AGREED}


def test_a_package_is_not_agreed_over_a_party_that_stands_out_on_one_of_its_clauses(
    done: Done, refused: Refused, package: Any, clause: Clause, now: dt.datetime
) -> None:
    done("japan", acts.consent_to_clause, clause, kind="cannot", why="the year", at=now)
    assert refused("host", acts.agree_package, package) is Refusal.CONSENSUS_STANDS_OUT

    done("japan", acts.consent_to_package, package, kind="joins", at=now + dt.timedelta(hours=1))

    done("host", acts.agree_package, package, at=now + dt.timedelta(hours=2))


def test_silence_goes_over_an_open_word_only_when_it_is_named(
    client_of: Callable[[str], Any],
    done: Done,
    refused: Refused,
    clause: Clause,
    clean_text: Text,
    who: Any,
    now: dt.datetime,
) -> None:
    done("host", acts.issue_revision, clean_text)
    done("japan", acts.consent_to_text, clean_text, kind="cannot", why="the year")
    done("kazakhstan", acts.consent_to_clause, clause, kind="awaits")
    words = {"ends_at": now + dt.timedelta(days=3), "zone": "UTC"}
    keys = [each.key for each in whole(clean_text, who).open_consents()]
    assert keys == [f"{clean_text.ref}:japan", f"{clause.ref}:kazakhstan"]
    for over in ([], keys[:1], keys[1:], ["text/other:japan"]):
        assert refused("host", acts.open_silence, clean_text, over=over, **words) is Refusal.CONSENT_NOT_NAMED
    assert refused("host", acts.open_silence, clean_text, clauses=[clause], over=keys[:1], **words) is (
        Refusal.CONSENT_NOT_NAMED
    )

    silence = done("host", acts.open_silence, clean_text, over=keys, **words)

    assert silence.over == sorted(keys)
    page = f"/desk/texts/{clean_text.slug}/silence/"
    assert "and were named: JPN, KAZ." in client_of("uzbekistan").get(page).content.decode()
    assert client_of("expert").get(page).status_code == 404


def test_silence_that_was_kept_answers_for_the_parties_that_awaited_instructions(
    done: Done, clause: Clause, clean_text: Text, who: Any, now: dt.datetime
) -> None:
    done("host", acts.issue_revision, clean_text)
    done("kazakhstan", acts.consent_to_clause, clause, kind="awaits")
    keys = [each.key for each in whole(clean_text, who).open_consents()]
    ends_at = now + dt.timedelta(days=3)
    silence = done("host", acts.open_silence, clean_text, clauses=[clause], over=keys, ends_at=ends_at, zone="UTC")

    done("host", acts.conclude_silence, silence, at=ends_at + dt.timedelta(minutes=1))

    assert (view(clause, who).status, view(clause, who).awaiting) == (ClauseStatus.AGREED, ())
    assert whole(clean_text, who).open_consents() == []


def test_adoption_goes_over_an_open_word_only_when_it_is_named(
    done: Done, refused: Refused, clean_text: Text, who: Any, client_of: Callable[[str], Any]
) -> None:
    assert clean_text.meeting is not None
    in_session(clean_text.meeting, present=ALL)
    done("host", acts.issue_revision, clean_text)
    done("japan", acts.consent_to_text, clean_text, kind="awaits")
    keys = [each.key for each in whole(clean_text, who).open_consents()]
    assert refused("host", acts.adopt_in_meeting, clean_text) is Refusal.CONSENT_NOT_NAMED

    adoption = done("host", acts.adopt_in_meeting, clean_text, over=keys)

    assert adoption.over == keys
    page = f"/desk/texts/{clean_text.slug}/"
    assert "and were named: JPN." in client_of("uzbekistan").get(page).content.decode()
    for name in ("guest", "expert"):
        who(name)
        assert "and were named" not in client_of(name).get(page).content.decode()
    assert {each.status for each in whole(clean_text, who).standing} == {ClauseStatus.ADOPTED}
    assert all(each.awaiting == () for each in whole(clean_text, who).standing)


def test_until_when_is_a_day_of_the_capital(done: Done, refused: Refused, clause: Clause, who: Any) -> None:
    at = dt.datetime(2026, 12, 3, 20, 30, tzinfo=dt.UTC)  # in Tokyo the fourth
    asked = {"kind": "awaits", "at": at}
    assert refused("japan", acts.consent_to_clause, clause, until=dt.date(2026, 12, 3), **asked) is Refusal.DAY_PASSED
    done("japan", acts.consent_to_clause, clause, until=dt.date(2026, 12, 4), **asked)

    def own(moment: dt.datetime) -> list[tuple[str, object, bool]]:
        rows = queries.own_awaiting(viewer=who("japan"), at=moment)
        return [(row.act, row.key, row.is_late) for row in rows]

    assert own(dt.datetime(2026, 12, 4, 14, 59, tzinfo=dt.UTC)) == [("consent_to_clause", clause.pk, False)]
    assert own(dt.datetime(2026, 12, 4, 15, 0, tzinfo=dt.UTC)) == [("consent_to_clause", clause.pk, True)]
    assert queries.own_awaiting(viewer=who("kazakhstan"), at=at) == []


def test_what_a_party_said_on_a_clause_after_the_package_is_not_ended_by_the_package(
    done: Done, package: Any, clause: Clause, clean_text: Text, who: Any, now: dt.datetime
) -> None:
    done("japan", acts.consent_to_package, package, kind="joins", at=now)
    done("kazakhstan", acts.consent_to_clause, clause, kind="awaits", at=now)
    done("japan", acts.consent_to_clause, clause, kind="awaits", why="the year", at=now + dt.timedelta(hours=1))
    done("kazakhstan", acts.consent_to_package, package, kind="joins", at=now + dt.timedelta(hours=1))

    done("host", acts.agree_package, package, at=now + dt.timedelta(hours=2))

    assert said(view(clause, who).spoken) == {"japan": ("awaits", True), "kazakhstan": ("joins", True)}
    assert (view(clause, who).status, view(clause, who).awaiting) == (ClauseStatus.AD_REFERENDUM, ("japan",))


def test_the_form_does_not_tick_what_the_own_party_holds_back(
    done: Done, clause: Clause, clean_text: Text, who: Any
) -> None:
    done("japan", acts.consent_to_clause, clause, kind="cannot", why="the year")
    clean_text.refresh_from_db()

    def ticked(name: str) -> tuple[bool, bool]:
        with acting_as(who(name)) as viewer:
            field: Any = JoinClean(subject=clean_text, viewer=viewer).fields["clauses"]
        return str(clause.pk) in dict(field.choices), str(clause.pk) in field.initial

    assert (ticked("japan"), ticked("uzbekistan")) == ((True, False), (True, True))
