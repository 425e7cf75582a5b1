"""A second factor from its key to its loss: set at the door, asked for, used once, replaced by those in charge."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from tests.conftest import NOW

from nemawashi.access import account_log, api_tokens, clock, pausing, second_factors
from nemawashi.access.models import AccountEvent, AuthenticatorKey, OpenSession, RecoveryCode, User
from nemawashi.access.terms import AccountEventKind, SignInWay, TokenScope
from nemawashi.kit import one_time
from nemawashi.parties.models import ForumRow, Membership, Party
from nemawashi.parties.queries import forget_forum
from nemawashi.project.outbox.wording import AccountMail

pytestmark = [pytest.mark.usefixtures("played"), pytest.mark.one_database]
PASSWORD = "a long one for tests"
KEY = b"12345678901234567890"


@pytest.fixture
def mori() -> User:
    user = User.objects.create_user("h.mori", password=PASSWORD, circle="delegation")
    Membership.objects.create(user=user, party=Party.objects.get(slug="japan"), role="head")
    return user


@pytest.fixture
def asked(settings: Any) -> None:
    settings.SECOND_FACTOR = True


def code(ahead: int = 0) -> str:
    return one_time.code_of(KEY, one_time.step_at(clock.seconds()) + ahead)


def first_step(client: Client, name: str = "h.mori", password: str = PASSWORD) -> Any:
    return client.post("/sign-in/", {"username": name, "password": password})


def with_authenticator(account: User) -> list[str]:
    """Its recovery codes; the code of the step before was the first that it showed."""
    assert second_factors.add_authenticator(account, KEY, code(-1), at=NOW)
    return second_factors.new_paper_codes(account)


def is_in(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


def kinds(account: User) -> list[str]:
    return list(AccountEvent.objects.filter(user=account).order_by("pk").values_list("kind", flat=True))


def test_whoever_sees_a_negotiation_sets_a_second_factor_before_anything_opens(mori: User, asked: None) -> None:
    client = Client()

    assert first_step(client).url == "/sign-in/first-factor/"
    assert not is_in(client)
    page = unescape(client.get("/sign-in/first-factor/").content.decode())
    key_words = re.search(r'class="square__key">([A-Z2-7 ]{39})<', page)
    assert key_words is not None
    assert "<svg" in page
    assert client.post("/sign-in/first-factor/", {"code": "000000"}).status_code == 422
    assert key_words[1] in client.get("/sign-in/first-factor/").content.decode()  # the same key is offered again
    key = second_factors.opened(mori, client.session["factor_key"])
    shown = one_time.code_of(key, one_time.step_at(clock.seconds()))
    arrived = client.post("/sign-in/first-factor/", {"code": shown})

    codes = re.findall(r"<code>([0-9A-Z-]{19})</code>", arrived.content.decode())
    assert (arrived.status_code, len(set(codes)), is_in(client)) == (200, 10, True)
    kept = repr(list(RecoveryCode.objects.values())) + repr(list(AuthenticatorKey.objects.values()))
    assert not any(each.replace("-", "") in kept or each in kept for each in codes)
    assert key.hex() not in kept
    assert "half_way" not in client.session
    assert "factor_key" not in client.session
    assert kinds(mori) == [AccountEventKind.AUTHENTICATOR_ADDED, AccountEventKind.SIGNED_IN]
    assert client.get("/sign-in/first-factor/").url == "/sign-in/"


@pytest.mark.parametrize(
    ("rule", "name", "is_asked"),
    [
        ("", "japan", True), ("", "host", True), ("", "expert", False), ("negotiation", "researcher", False),
        ("", "interpreter", True), ("", "note-taker", True), ("negotiation", "interpreter", True),
        ("nobody", "interpreter", False),
        ("everybody", "expert", True), ("nobody", "japan", False),
    ],
)  # fmt: skip
def test_the_forum_says_of_whom_one_is_asked(rule: str, name: str, is_asked: bool, asked: None) -> None:
    ForumRow.objects.update(second_factor=rule)
    forget_forum()

    client = Client()

    assert first_step(client, name, f"{name}-demo").url == ("/sign-in/first-factor/" if is_asked else "/desk/")
    assert is_in(client) is not is_asked


def test_a_code_is_asked_for_and_serves_once(mori: User) -> None:
    with_authenticator(mori)
    client, other = Client(), Client()

    assert first_step(client).url == "/sign-in/second/"
    assert not is_in(client)
    assert client.get("/sign-in/first-factor/").url == "/sign-in/second/"
    assert client.post("/sign-in/second/", {"code": code()}).url == "/desk/"
    assert is_in(client)
    first_step(other)
    again = other.post("/sign-in/second/", {"code": code()})
    assert (again.status_code, "was used already" in again.content.decode(), is_in(other)) == (422, True, False)
    assert AccountEventKind.CODE_TWICE in kinds(mori)
    assert other.post("/sign-in/second/", {"code": code(1)}).url == "/desk/"


def test_a_recovery_code_serves_once_however_it_is_written(mori: User) -> None:
    paper = with_authenticator(mori)[0].lower().replace("-", " ")
    client, other = Client(), Client()
    first_step(client)
    first_step(other)

    assert client.post("/sign-in/second/", {"code": paper}).url == "/desk/"
    again = other.post("/sign-in/second/", {"code": paper})
    assert (again.status_code, "Take another one from your paper" in again.content.decode()) == (422, True)
    assert "Wait for the next one" not in again.content.decode()
    assert second_factors.paper_left(mori) == 9
    assert AccountEventKind.PAPER_USED in kinds(mori)


def test_guessing_is_paused_and_told_and_does_not_begin_anew_with_the_password(mori: User) -> None:
    with_authenticator(mori)
    client = Client()
    first_step(client)

    answers = [client.post("/sign-in/second/", {"code": f"00000{number}"}) for number in range(4)]
    first_step(client)
    waits = client.post("/sign-in/second/", {"code": code()})

    assert [answer.status_code for answer in answers] == [422] * 4
    assert (waits.status_code, waits.headers["Retry-After"].isdecimal(), is_in(client)) == (429, True, False)
    assert kinds(mori).count(AccountEventKind.STOPPED) == 4
    other = Client()
    first_step(other)
    assert other.post("/sign-in/second/", {"code": code()}).status_code == 429  # wherever it is tried
    clock.set_to(NOW + dt.timedelta(minutes=1))  # the clock went on meanwhile, by however long the requests took
    assert other.post("/sign-in/second/", {"code": code()}).url == "/desk/"


def test_a_device_of_the_owner_comes_in_while_others_guess_with_the_stolen_password(
    mori: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pausing, "FIRST_PAUSE", pausing.LONGEST_PAUSE)  # however long the test takes
    paper = with_authenticator(mori)[0]
    own, thief, strange = Client(), Client(), Client()
    first_step(own)
    assert own.post("/sign-in/second/", {"code": code()}).url == "/desk/"
    own.post("/sign-out/")
    first_step(thief)
    for number in range(4):
        assert thief.post("/sign-in/second/", {"code": f"00000{number}"}).status_code == 422

    first_step(strange)
    assert [strange.post("/sign-in/second/", {"code": each}).status_code for each in (code(1), paper)] == [429, 429]
    first_step(own)
    assert own.post("/sign-in/second/", {"code": "000009"}).status_code == 422  # it counts for itself
    assert own.post("/sign-in/second/", {"code": code(1)}).url == "/desk/"
    assert thief.post("/sign-in/second/", {"code": "000005"}).status_code == 429  # the owner's success frees no thief


def test_the_first_step_counts_for_ten_minutes_and_for_its_password(mori: User) -> None:
    with_authenticator(mori)
    late, changed = Client(), Client()
    first_step(late)
    clock.set_to(NOW + dt.timedelta(seconds=590))
    assert late.get("/sign-in/second/").status_code == 200
    first_step(changed)
    clock.set_to(NOW + dt.timedelta(seconds=601))

    assert late.post("/sign-in/second/", {"code": code()}).url == "/sign-in/"
    mori.set_password("another long one for tests")
    mori.save()
    assert changed.post("/sign-in/second/", {"code": code()}).url == "/sign-in/"


def test_a_lost_seal_key_leaves_the_recovery_codes(mori: User, settings: Any) -> None:
    papers = with_authenticator(mori)
    settings.SEAL_KEYS = ["another key another key another key another"]
    client = Client()
    first_step(client)

    assert client.post("/sign-in/second/", {"code": code()}).status_code == 422
    assert client.post("/sign-in/second/", {"code": papers[1]}).url == "/desk/"


def test_a_sealed_key_opens_for_its_account_alone(mori: User) -> None:
    sealed = second_factors.sealed(mori, KEY)

    assert second_factors.opened(mori, sealed) == KEY
    with pytest.raises(second_factors.codec.NoKeyError):
        second_factors.opened(User.objects.get(username="host"), sealed)


def test_the_page_of_the_account_adds_renews_and_removes_after_it_has_asked(mori: User) -> None:
    client = Client()
    first_step(client)
    page = client.get("/desk/account/authenticator/")
    key = second_factors.opened(mori, client.session["factor_key"])
    assert page.status_code == 200

    shown = one_time.code_of(key, one_time.step_at(clock.seconds()))
    added = client.post("/desk/account/authenticator/", {"code": shown})
    assert "Recovery codes: shown this once" in added.content.decode()
    clock.set_to(NOW + dt.timedelta(minutes=31))
    for path, words in (("codes", {}), ("remove", {"which": "authenticator"}), ("authenticator", {}), ("tokens", {})):
        assert client.post(f"/desk/account/{path}/", words).status_code == 403
    asked = client.post("/desk/account/codes/", {})
    assert "Password, or a code of the authenticator" in asked.content.decode()
    code_now = one_time.code_of(key, one_time.step_at(clock.seconds()))
    renewed = client.post("/desk/account/codes/", {"proof": code_now})
    assert "Recovery codes: shown this once" in renewed.content.decode()
    assert client.post("/desk/account/remove/", {"which": "authenticator"}).url == "/desk/account/"
    assert (second_factors.are_there(mori), RecoveryCode.objects.filter(user=mori).exists()) == (False, False)
    assert client.post("/desk/account/codes/", {}).url == "/desk/account/"


def test_the_last_factor_stays_where_the_forum_asks_for_one(mori: User, asked: None) -> None:
    with_authenticator(mori)
    client = Client()
    first_step(client)
    client.post("/sign-in/second/", {"code": code()})

    client.post("/desk/account/remove/", {"which": "authenticator"})

    assert second_factors.has_authenticator(mori)
    assert "Add another one before you remove this one" in client.get("/desk/account/").content.decode()


def test_a_grave_act_takes_a_code_in_place_of_the_password(client_of: Callable[[str], Any], settings: Any) -> None:
    host = User.objects.get(username="host")
    with_authenticator(host)
    client = client_of("host")
    clock.set_to(NOW + dt.timedelta(minutes=31))
    words = {"called": "Sora Abe", "address": "s.abe@example.org", "office": "experts", "language": "en"}
    settings.MAIL_IS_SET_UP = True
    path = "/desk/acts/invite_person/caj/"

    assert client.post(path, words).status_code == 403
    wrong = client.post(path, words | {"proof": "000000"})
    assert (wrong.status_code, "neither your password nor a code" in wrong.content.decode()) == (403, True)
    assert client.post(path, words | {"proof": code()}).status_code == 302


def test_sessions_are_listed_with_where_they_came_from_and_ended_from_afar(mori: User) -> None:
    here, there = Client(), Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0")
    first_step(here)
    there.post("/sign-in/", {"username": "h.mori", "password": PASSWORD}, REMOTE_ADDR="203.0.113.9")

    page = here.get("/desk/account/").content.decode()
    assert ("Firefox, Linux" in page, "203.0.0.0/16" in page, "203.0.113" in page) == (True, True, False)
    assert kinds(mori) == [AccountEventKind.SIGNED_IN, AccountEventKind.NEW_DEVICE]
    strange = OpenSession.objects.get(user=mori, device="Firefox, Linux")
    host = Client()
    host.force_login(User.objects.get(username="host"))
    host.post("/desk/account/sessions/end/", {"which": strange.key})
    assert is_in(there)
    here.post("/desk/account/sessions/end/", {"which": strange.key})
    assert (is_in(here), is_in(there)) == (True, False)
    first_step(there)
    here.post("/desk/account/sessions/end/", {"which": "others"})
    assert (is_in(here), is_in(there), OpenSession.objects.filter(user=mori).count()) == (True, False, 1)
    here.post("/sign-out/")
    assert not OpenSession.objects.filter(user=mori).exists()


def test_a_session_ends_twelve_hours_after_its_sign_in_however_much_it_is_used(mori: User) -> None:
    client = Client()
    first_step(client)

    clock.set_to(NOW + dt.timedelta(hours=11, minutes=59))
    assert is_in(client)
    clock.set_to(NOW + dt.timedelta(hours=12, seconds=1))
    assert not is_in(client)
    assert client.get("/en/").status_code == 200


def test_a_changed_password_ends_other_sessions_and_keeps_this_one_listed(mori: User) -> None:
    here, there = Client(), Client()
    first_step(here)
    first_step(there)
    new = "seven lanterns over the bay"
    words = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}

    assert here.post("/desk/people/password/", words).status_code == 302

    assert (is_in(here), is_in(there)) == (True, False)
    rows = account_log.open_sessions(mori)
    assert len(rows) == 1
    assert Session.objects.filter(session_key=rows[0].key).exists()
    assert AccountEventKind.PASSWORD_CHANGED in kinds(mori)


def with_token(account: User) -> str:
    return api_tokens.make(account, name="cron", scope=TokenScope.RECORD, days=30, at=clock.database_moment())[1]


@pytest.mark.parametrize("keeps", [False, True])
def test_a_changed_password_ends_tokens_unless_their_owner_keeps_them(mori: User, keeps: bool) -> None:
    client, new = Client(), "seven lanterns over the bay"
    words = {"old_password": PASSWORD, "new_password1": new, "new_password2": new} | (
        {"keep_tokens": "on"} if keeps else {}
    )
    first_step(client)
    assert "Keep my tokens" not in client.get("/desk/people/password/").content.decode()
    token = with_token(mori)
    assert "1 token is in force" in client.get("/desk/people/password/").content.decode()
    assert client.post("/desk/people/password/", words | {"old_password": "no"}).status_code == 422
    assert api_tokens.behind(token, at=NOW) is not None  # a wrong one ends nothing

    assert client.post("/desk/people/password/", words).status_code == 302

    assert (api_tokens.behind(token, at=NOW) is not None) is keeps
    assert kinds(mori)[-2:] == ["password_changed", "tokens_kept" if keeps else "tokens_ended"]
    said = "were kept and serve on" if keeps else "All tokens for programs were revoked"
    assert said in client.get("/desk/account/").content.decode()
    row = AccountEvent.objects.get(user=mori, kind__startswith="tokens_")
    body = AccountMail("h.mori", [row], "https://a/b", "").body
    assert (said in body, "revoke the tokens for programs" in body, row.mailed_at) == (True, True, None)


def test_ending_all_other_sessions_ends_tokens_unless_they_are_kept(mori: User) -> None:
    client = Client()
    first_step(client)
    first_step(Client())
    token = with_token(mori)
    with_token(User.objects.get(username="host"))
    assert 'name="keep_tokens"' in client.get("/desk/account/").content.decode()

    client.post("/desk/account/sessions/end/", {"which": "no such one"})
    client.post("/desk/account/sessions/end/", {"which": "others", "keep_tokens": "on"})
    assert api_tokens.behind(token, at=NOW) is not None
    client.post("/desk/account/sessions/end/", {"which": "others"})
    assert api_tokens.behind(token, at=NOW) is None
    assert kinds(mori)[-2:] == ["session_ended", "tokens_ended"]
    client.post("/desk/account/sessions/end/", {"which": "others"})
    assert kinds(mori)[-2:] == ["tokens_ended", "session_ended"]  # none was left to end
    assert api_tokens.in_force(User.objects.get(username="host"), at=NOW) == 1


def test_news_of_an_account_stand_at_the_door_until_they_are_read(mori: User) -> None:
    first_step(Client())
    first_step(Client())  # on a device that is not known
    client = Client()
    first_step(client)

    assert "Something happened to your account" in client.get("/desk/").content.decode()
    assert "on a device that is not known" in client.get("/desk/account/").content.decode()
    assert not account_log.unseen(mori).exists()


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.9", "203.0.0.0/16"), ("2001:db8:12:1::9", "2001:db8::/32"), ("::ffff:203.0.113.9", "203.0.0.0/16"),
        ("no address", ""), ("", ""),
    ],
)  # fmt: skip
def test_networks_are_kept_in_coarse_form(address: str, kept: str) -> None:
    assert account_log.coarse(address) == kept


def test_the_log_of_an_account_keeps_its_latest_events(mori: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_log, "MOST_KEPT", 3)
    for number in range(5):
        account_log.note(mori, AccountEventKind.TOKEN_MADE, at=NOW + dt.timedelta(minutes=number), words=str(number))

    assert [event.words for event in account_log.events(mori, 10)] == ["4", "3", "2"]


def test_a_recovery_code_outlives_the_secret_key_as_long_as_the_old_one_is_named(mori: User, settings: Any) -> None:
    first, second, *_rest = second_factors.new_paper_codes(mori)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key " * 5
    assert second_factors.pass_by(mori, first, at=NOW) is None
    settings.SECRET_KEY_FALLBACKS = [old]
    assert second_factors.pass_by(mori, first, at=NOW) == SignInWay.PAPER
    with pytest.raises(second_factors.UsedTwiceError):
        second_factors.pass_by(mori, first, at=NOW)
    settings.SECRET_KEY_FALLBACKS = []
    assert second_factors.pass_by(mori, second, at=NOW) is None
