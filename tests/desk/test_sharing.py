"""What is rendered once for several screens is one party's own: nothing of another one, and nothing of one person."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import override_settings
from django.utils import translation
from tests.texts.unchanged import *  # noqa: F403

from nemawashi.access.models import User
from nemawashi.access.terms import Circle, Role, Standing
from nemawashi.access.viewers import Viewer, acting_as
from nemawashi.desk.negotiating import live, sharing
from nemawashi.desk.negotiating.gaps import COUNT, GappedPage, Gaps, ReadersOwn
from nemawashi.parties.models import Membership, Party
from nemawashi.parties.models import Standing as StandingRow
from nemawashi.texts import acts
from nemawashi.texts.models import Clause, Look

MEMBER = Viewer(1, "one", Circle.DELEGATION, Role.MEMBER, "japan", 1, Standing.PARTICIPANT, "Asia/Tokyo")
OTHERS: dict[str, object] = {
    "user_id": 2,
    "name": "two",
    "circle": Circle.SECRETARIAT,
    "role": Role.WATCHER,
    "party": "kazakhstan",
    "party_id": 2,
    "standing": Standing.OBSERVER,
    "zone": "Asia/Almaty",
    "beside": 2,
    "at_rest": "kazakhstan",
}
STATE = (7, 3, "open", "-abc", None)
Browser = Callable[[str], Any]


def name(viewer: Viewer = MEMBER, address: str = "/desk/", state: tuple[object, ...] = STATE) -> bytes:
    return sharing.name_of(viewer, address, *state)


@pytest.mark.parametrize("field", [each.name for each in dataclasses.fields(Viewer)])
def test_each_thing_known_of_a_viewer_is_in_the_name_or_unknown_while_it_is_rendered(field: str) -> None:
    other = dataclasses.replace(MEMBER, **{field: OTHERS[field]})

    if field in sharing.NOT_SHARED:
        assert sharing.nobody_in_particular(other) == sharing.nobody_in_particular(MEMBER)
        assert getattr(sharing.nobody_in_particular(other), field) in (0, "")
    else:
        assert name(other) != name()


@pytest.mark.parametrize("at", range(len(STATE)))
def test_all_of_the_state_the_address_and_the_language_are_in_the_name(at: int) -> None:
    state = (*STATE[:at], "another", *STATE[at + 1 :])
    with translation.override("ja"):
        in_japanese = name()

    assert len({name(), name(state=state), name(address="/desk/?show=drafts"), in_japanese}) == 4


SINCE = dt.datetime(2026, 11, 24, 6, 0, tzinfo=dt.UTC)
AFTER, BEFORE = SINCE + dt.timedelta(microseconds=1), SINCE


@pytest.mark.parametrize(
    ("since", "shown"),
    [(None, "ab"), (SINCE, "a<b>new</b>b(1)"), (AFTER, "ab(0)"), (BEFORE - dt.timedelta(1), "a<b>new</b>b(2)")],
)
def test_what_moved_is_shown_to_those_who_looked_before(since: dt.datetime | None, shown: str) -> None:
    gaps = Gaps()
    page = f"a{gaps.moved(AFTER, '<b>new</b>')}{gaps.moved(None, '<b>never</b>')}b{gaps.looked(f'({COUNT})')}"
    split = gaps.split(page, [AFTER, None, BEFORE])

    filled = GappedPage.load(split.dump()).filled(ReadersOwn(token="mine", since=since))

    assert b"".join(words for words, _piece in filled).decode() == shown


def test_what_somebody_wrote_is_no_gap() -> None:
    gaps, written = Gaps(), f"<!--{Gaps().word} token -->x<!--{Gaps().word}-->"
    split = gaps.split(f"{written}{gaps.token}{gaps.once}", [])

    filled = split.filled(ReadersOwn(token="mine", once="one"))

    assert b"".join(words for words, _piece in filled).decode() == f"{written}mineone"


def part(client: Any, clause: Clause, query: str = "", **headers: str) -> str:
    address = f"/desk/texts/{clause.text.slug}/{query}"
    answer = client.get(address, headers={"X-Live": "1", "Accept-Encoding": "gzip"} | headers)
    assert answer.status_code == 200
    is_packed = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(answer.content) if is_packed else answer.content).decode()


def own_of(page: str) -> dict[str, set[str]]:
    fields = re.findall(r'name="(csrfmiddlewaretoken|once)" value="([^"]*)"', page)
    return {kind: {value for at, value in fields if at == kind} for kind in ("csrfmiddlewaretoken", "once")}


def without_own(page: str) -> str:
    return re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"', "", page)


def colleague(client_of: Browser, username: str, party: str, role: str = "member") -> Any:
    user = User.objects.create(username=username, circle="delegation")
    Membership.objects.create(user=user, party=Party.objects.get(slug=party), role=role)
    return client_of(username)


@override_settings(DEMO=True)
@pytest.mark.one_database
def test_colleagues_are_given_one_page_with_tokens_of_their_own(
    client_of: Browser, done: Any, clause: Clause, django_assert_max_num_queries: Any
) -> None:
    done("japan", acts.draft_position, clause, operation="comment", words="zqred of japan")
    one, two, watcher = (
        colleague(client_of, f"zq{role}", "japan", role[:-1]) for role in ("member1", "member2", "watcher3")
    )

    first = part(one, clause)
    with django_assert_max_num_queries(6):  # session, account, party, text, look, drafts: nothing is rendered
        second = part(two, clause)
    plain = part(two, clause, **{"Accept-Encoding": "identity"})

    assert "zqred of japan" in first
    assert without_own(first) == without_own(second) == without_own(plain)
    whole = two.get(f"/desk/texts/{clause.text.slug}/").content.decode()
    assert without_own(first) in without_own(whole)
    assert "?fiction=1" in first
    owns = [own_of(page) for page in (first, second, plain)]
    assert all(len(own["once"]) == 1 and len(own["csrfmiddlewaretoken"]) == 1 for own in owns)
    assert len({value for own in owns for values in own.values() for value in values}) == 6
    assert "zqmember" not in first + second
    assert ["/table_position/" in page for page in (first, part(watcher, clause))] == [True, False]


def test_a_draft_is_in_no_page_but_those_of_its_own_delegation(client_of: Browser, done: Any, clause: Clause) -> None:
    names = ("japan", "japan-watcher", "kazakhstan", "host", "uzbekistan")
    before = {each: without_own(part(client_of(each), clause)) for each in names}

    draft = done("japan", acts.draft_position, clause, operation="comment", words="zqred of japan")
    after = {each: without_own(part(client_of(each), clause)) for each in names}
    again = {each: without_own(part(client_of(each), clause)) for each in reversed(names)}
    done("japan", acts.withdraw_position, draft)
    done("japan", acts.draft_position, clause, operation="comment", words="zqblu of japan")  # as many, in as many versions

    own = {"japan", "japan-watcher"}
    assert {each for each in names if "zqred" in after[each]} == own
    assert {each for each in names if after[each] != before[each]} == own
    assert after == again
    assert {each for each in names if "zqblu" in part(client_of(each), clause)} == own
    assert not [each for each in names if "zqred" in part(client_of(each), clause)]


def test_who_sees_the_negotiation_no_more_is_given_nothing_that_was_kept(client_of: Browser, clause: Clause) -> None:
    japan, expert = client_of("japan"), client_of("expert")
    address = f"/desk/texts/{clause.text.slug}/"
    assert f'id="c-{clause.pk}"' in part(japan, clause)
    StandingRow.objects.filter(party__slug="japan").update(status="guest")

    answers = [client.get(address, headers={"X-Live": "1"}).status_code for client in (japan, expert)]

    assert answers == [404, 404]


@pytest.mark.one_database
def test_each_is_shown_what_moved_since_their_own_look(
    client_of: Browser, done: Any, tabled: Any, clause: Clause, now: dt.datetime
) -> None:
    one, two = (colleague(client_of, f"zqlook{at}", "japan") for at in (1, 2))
    Look.objects.create(text=clause.text, user=User.objects.get(username="zqlook2"), at=now - dt.timedelta(hours=1))
    tabled("kazakhstan", clause, "replace", "2031", on="2030")

    pages = [part(one, clause), part(two, clause)]

    assert ["tag--new" in page for page in pages] == [False, True]
    assert ["Changed since I looked" in page for page in pages] == [False, True]
    changed = [part(client, clause, "?show=changed") for client in (one, two)]
    assert [(f'id="c-{clause.pk}"' in page, "tag--new" in page) for page in changed] == [(False, False), (True, False)]


def test_a_stream_hears_of_a_colleagues_draft_within_the_own_beat(
    who: Any, done: Any, clause: Clause, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [1000.0]
    monkeypatch.setattr(live.time, "monotonic", lambda: moment[0])
    watch = live.watch
    drafts = {each: watch.drafts_of(clause.text, who(each)) for each in ("japan", "kazakhstan")}

    done("japan", acts.draft_position, clause, operation="comment", words="x")
    moment[0] += live.OWN_BEAT - 0.01
    early = {each: watch.drafts_of(clause.text, who(each)) for each in drafts}
    anew = watch.drafts_of(clause.text, who("japan"), anew=True)
    moment[0] += live.OWN_BEAT
    late = {each: watch.drafts_of(clause.text, who(each)) for each in drafts}

    assert early == drafts
    assert late["japan"] == anew != drafts["japan"]
    assert late["kazakhstan"] == drafts["kazakhstan"]
    with acting_as(who("kazakhstan")):
        assert late["kazakhstan"] == watch.drafts_of(clause.text, who("kazakhstan"), anew=True)
