"""A seat from its first focal point on: who invites whom, what each link gives, who sees which list."""

from __future__ import annotations

import datetime as dt
import logging
import re
import uuid
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.conftest import NOW
from tests.texts.unchanged import seated, vacated

from nemawashi.access import api_tokens, clock, log, roll, telling
from nemawashi.access.models import Entry, ResetRequest, User
from nemawashi.access.terms import TokenScope
from nemawashi.access.viewers import PUBLIC
from nemawashi.parties import acts, joining
from nemawashi.parties.models import Dialogue, Membership, Party, PersonInvitation
from nemawashi.parties.queries import viewer_of
from nemawashi.parties.terms import Refusal
from nemawashi.project import faults
from nemawashi.project.outbox import posting, sending

pytestmark = pytest.mark.usefixtures("played")
Browser = Callable[[str], Any]
PASSWORD = "seven lanterns over the bay"
ADDRESS, NAME = "b.toktosunov@example.org", "Bolot Toktosunov"
LINK = re.compile(r"https?://[^/\s]*(/(?:join|sign-in/reset)/\S+)")


@pytest.fixture(autouse=True)
def _mail_leaves(settings: Any) -> None:
    settings.MAIL_IS_SET_UP = True


@pytest.fixture
def dialogue(db: None) -> Dialogue:
    return Dialogue.objects.get(slug="caj")


@pytest.fixture
def seat(done: Callable[..., Any]) -> PersonInvitation:
    """The invitation by which the host opens the seat of Kyrgyzstan, for which nobody acts."""
    party = vacated("kyrgyzstan")
    row: PersonInvitation = done("host", acts.open_seat, party, called=NAME, address=ADDRESS, language="ru")
    return row


def _mailed(minutes: int = 0) -> str:
    """The path of the link in the newest mail that has one, after what waits has left so many minutes from now."""
    sending.send(clock.database_moment() + dt.timedelta(minutes=minutes))
    links = [link for message in mail.outbox if (link := LINK.search(str(message.body)))]
    return links[-1][1]


def _taken_up(path: str, password: str = PASSWORD) -> Any:
    return Client().post(path, {"new_password1": password, "new_password2": password})


@pytest.fixture
def focal(seat: PersonInvitation) -> User:
    """The focal point, after the invitation was taken up."""
    assert _taken_up(_mailed()).status_code == 302
    return User.objects.get(email=ADDRESS)


def _invite(acting: Callable[..., Any], by: User, dialogue: Dialogue, role: str = "member", who: str = "a.bek") -> Any:
    words = {"called": who, "address": f"{who}@example.org", "role": role}
    return acting(viewer_of(by), acts.invite_person, dialogue, **words)


def test_open_seat_mails_a_link_in_its_language_and_keeps_a_digest_alone(seat: PersonInvitation) -> None:
    path = _mailed()
    seat.refresh_from_db()
    message = mail.outbox[-1]

    token = path.split("/")[2]
    assert message.to == [ADDRESS]
    assert re.search("[а-я]", f"{message.subject}{message.body}") is not None
    assert (seat.digest, len(token)) == (joining.digest_of(token), 43)
    assert token not in repr(list(PersonInvitation.objects.values())) + repr(list(Entry.objects.values("facts")))
    assert seat.expires_at - seat.asked_at == dt.timedelta(days=7)
    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_link_gives_nothing_before_a_password_is_set_and_its_owner_signs_in(seat: PersonInvitation) -> None:
    path, browser = _mailed(), Client()
    page = browser.get(path)
    assert (page.status_code, "_auth_user_id" in browser.session) == (200, False)

    answer = browser.post(path, {"new_password1": PASSWORD, "new_password2": PASSWORD})

    assert (answer["Location"], "_auth_user_id" in browser.session) == ("/sign-in/", False)
    account = User.objects.get(email=ADDRESS)
    assert browser.post("/sign-in/", {"username": account.username, "password": PASSWORD})["Location"] == "/desk/"
    assert browser.get("/desk/people/").status_code == 200
    assert (account.username, account.membership.role, account.language) == (
        "kgz.b.toktosunov",
        "focal_point",
        "ru",
    )
    assert roll.faults()[1] == []
    assert _taken_up(path, "another lantern over the bay").status_code == 410
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


@pytest.mark.one_database
def test_a_name_stays_on_its_line_whoever_sends_it(done: Callable[..., Any]) -> None:
    row = done("host", acts.open_seat, vacated("kyrgyzstan"), called="Cus Two\r\nX:\u200b y\u202e", address=ADDRESS)
    assert row.name == "Cus Two X: y"
    PersonInvitation.objects.filter(pk=row.pk).update(name="Cus Two\n\nX: y")  # as names were kept before

    _mailed()

    assert "Cus Two X: y" in str(mail.outbox[-1].body)


@pytest.mark.parametrize("password", ["short", "12345678901234567890", "password1234", "x y" * 60])
def test_a_weak_or_endless_password_opens_nothing(seat: PersonInvitation, password: str) -> None:
    answer = _taken_up(_mailed(), password)

    assert (answer.status_code, User.objects.filter(email=ADDRESS).exists()) == (422, False)


def test_an_invitation_ends_at_its_moment(seat: PersonInvitation) -> None:
    path = _mailed()

    clock.set_to(seat.expires_at - dt.timedelta(seconds=30))
    before = Client().get(path).status_code
    clock.set_to(seat.expires_at)
    after = [Client().get(path).status_code, _taken_up(path).status_code]

    assert (before, after, User.objects.filter(email=ADDRESS).exists()) == (200, [410, 410], False)


def test_send_invitation_again_kills_the_old_link_and_withdraw_invitation_the_new_one(
    seat: PersonInvitation, done: Callable[..., Any]
) -> None:
    first = _mailed()
    done("host", acts.send_invitation_again, seat, seen=seat.version)
    dead = Client().get(first).status_code
    second = _mailed()
    lives = Client().get(second).status_code
    done("host", acts.withdraw_invitation, seat)

    assert (dead, lives, _taken_up(second).status_code) == (410, 200, 410)
    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_mail_that_does_not_leave_is_tried_again_with_another_link(
    seat: PersonInvitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **words: Any) -> Any:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(posting, "get_connection", fail)
        assert sending.send(clock.database_moment()).keys == []
    seat.refresh_from_db()
    assert (seat.digest, seat.mailed_at) == (None, None)

    assert Client().get(_mailed(minutes=1)).status_code == 200


def test_a_seat_that_somebody_took_meanwhile_is_given_to_nobody_else(
    seat: PersonInvitation, done: Callable[..., Any], refused: Callable[..., str]
) -> None:
    path = _mailed()
    seated("kyrgyzstan")

    again = {"called": "Another", "address": "another@example.org"}
    assert refused("host", acts.open_seat, seat.party, **again) == Refusal.SEAT_IS_OPEN
    assert _taken_up(path).status_code == 410


def test_open_seat_waits_for_the_answer_to_the_first(seat: PersonInvitation, refused: Callable[..., str]) -> None:
    again = {"called": "Another", "address": "another@example.org"}
    assert refused("host", acts.open_seat, seat.party, **again) == Refusal.SEAT_IS_OFFERED
    assert refused("japan", acts.open_seat, seat.party, **again) == Refusal.NOT_THE_SECRETARIAT


def test_without_mail_nobody_is_invited(refused: Callable[..., str], dialogue: Dialogue, settings: Any) -> None:
    settings.MAIL_IS_SET_UP = False
    words = {"called": "An expert", "address": "expert@example.org", "circle": "experts"}

    assert refused("host", acts.invite_person, dialogue, **words) == Refusal.NO_MAIL


def test_the_host_adds_nobody_to_a_delegation_and_a_focal_point_nobody_to_a_circle(
    refused: Callable[..., str], dialogue: Dialogue, focal: User, acting: Callable[..., Any]
) -> None:
    words = {"called": "Somebody", "address": "somebody@example.org"}
    assert refused("host", acts.invite_person, dialogue, role="member", **words) == Refusal.NO_SUCH_OFFICE
    assert refused("japan", acts.invite_person, dialogue, role="member", **words) == Refusal.NOT_A_FOCAL_POINT
    party = focal.membership.party
    assert refused("host", acts.open_seat, party, **words) == Refusal.SEAT_IS_OPEN


def test_invite_person_tells_the_own_delegation_and_nobody_else(
    focal: User, dialogue: Dialogue, acting: Callable[..., Any], viewer: Callable[[str], Any]
) -> None:
    _invite(acting, focal, dialogue)

    entry = Entry.objects.order_by("-seq")[0]
    assert (entry.event, entry.visibility, entry.facts) == (
        "person.invited",
        "own",
        {"party": "kyrgyzstan", "name": "a.bek", "role": "member"},
    )
    seated("kyrgyzstan")
    readers = {name: viewer(name) for name in ("host", "kyrgyzstan", "japan", "expert", "researcher")} | {"": PUBLIC}
    assert [name for name, by in readers.items() if log.visible_entries(viewer=by).filter(pk=entry.pk)] == ["kyrgyzstan"]
    assert [name for name, by in readers.items() if telling.notices(viewer=by).filter(entry=entry)] == ["kyrgyzstan"]


def test_nobody_outside_a_delegation_finds_its_people_or_invitations(
    focal: User, dialogue: Dialogue, acting: Callable[..., Any], client_of: Browser
) -> None:
    row = _invite(acting, focal, dialogue, who="q.canary")
    _taken_up(_mailed())
    other = _invite(acting, focal, dialogue, who="q.second")
    member = Membership.objects.get(user__email="q.canary@example.org")
    acting(viewer_of(focal), acts.change_role, member, role="watcher")

    pages = ("/desk/people/", "/desk/log/", "/desk/notices/", "/desk/", "/desk/search/?q=canary")
    keys = [f"/desk/acts/{act}/{row.pk}/" for act in ("send_invitation_again", "withdraw_invitation")]
    keys += [f"/desk/acts/{act}/{other.pk}/" for act in ("send_invitation_again", "withdraw_invitation")]
    keys += [f"/desk/acts/{act}/{member.pk}/" for act in ("change_role", "end_membership")]
    keys += [f"/desk/acts/end_office/{member.user_id}/"]
    for name in ("host", "japan", "expert", "researcher"):
        client = client_of(name)
        assert [page for page in pages if b"q.canary" in client.get(page).content] == []
        assert [page for page in pages if b"q.second" in client.get(page).content] == []
        assert [client.get(key).status_code for key in keys] == [404] * len(keys)
    seated("kyrgyzstan")
    page = client_of("kyrgyzstan").get("/desk/people/").content.decode()
    assert ("q.canary" in page, "q.second" in page, "/desk/acts/" in page) == (True, True, False)


def test_the_host_sees_that_a_seat_is_open_and_whom_it_invited_first(
    focal: User, client_of: Browser, dialogue: Dialogue, acting: Callable[..., Any]
) -> None:
    vacated("tajikistan")
    page = client_of("host").get("/desk/people/").content.decode()
    seats = page.split('id="seats"')[1]

    assert NAME in seats
    assert "/desk/acts/open_seat/kyrgyzstan/" not in seats
    assert "/desk/acts/open_seat/japan/" not in seats  # no focal point sits there, but people act for it
    assert "/desk/acts/open_seat/tajikistan/" in seats


def test_keys_of_those_who_come_in_count_nobody(
    focal: User, dialogue: Dialogue, acting: Callable[..., Any], client_of: Browser
) -> None:
    for who in ("a.bek", "b.bek"):
        _invite(acting, focal, dialogue, who=who)
        _taken_up(_mailed())

    accounts = sorted(User.objects.filter(email__endswith="bek@example.org").values_list("pk", flat=True))
    members = sorted(Membership.objects.filter(user__email__endswith="bek@example.org").values_list("pk", flat=True))
    assert accounts[1] - accounts[0] > 1000
    assert members[1] - members[0] > 1000
    assert min(accounts + members) > 1 << 32


def test_whoever_comes_in_goes_on_in_the_language_of_the_invitation(seat: PersonInvitation) -> None:
    browser, path = Client(), _mailed()
    browser.post(path, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert '<html lang="ru"' in browser.get("/sign-in/").content.decode()

    chosen = Client()
    chosen.cookies["django_language"] = "ja"
    assert '<html lang="ja"' in chosen.get("/sign-in/").content.decode()


@pytest.mark.parametrize("path", ["/join/a-token/", "/sign-in/reset/MQ/a-token/"])
def test_no_way_in_stands_in_a_line_of_the_log(path: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, f"Gone: {path}", (), None)
    assert "token" not in faults.WordlessLine("%(message)s").format(record)


def test_a_seat_that_was_open_once_is_never_the_hosts_to_fill(
    focal: User, refused: Callable[..., str], client_of: Browser
) -> None:
    """Nor where its last person left by the operator's hand, nor where those who act for the party are no focal points."""
    again = {"called": "A guest of the host", "address": "guest@example.org"}
    assert refused("host", acts.open_seat, Party.objects.get(slug="japan"), **again) == Refusal.SEAT_IS_OPEN
    party = vacated("kyrgyzstan")

    assert refused("host", acts.open_seat, party, **again) == Refusal.SEAT_IS_OPEN
    assert "/desk/acts/open_seat/kyrgyzstan/" not in client_of("host").get("/desk/people/").content.decode()


def test_change_role_and_end_membership_enter_one_entry_that_the_roll_reads(
    focal: User, dialogue: Dialogue, acting: Callable[..., Any]
) -> None:
    _invite(acting, focal, dialogue)
    _taken_up(_mailed())
    member = Membership.objects.get(user__email="a.bek@example.org")
    once, count = uuid.uuid4(), Entry.objects.count()

    acting(viewer_of(focal), acts.change_role, member, role="head", once=once)
    member.refresh_from_db()
    changed = Entry.objects.get(once=once)
    acting(viewer_of(focal), acts.end_membership, member)

    assert (changed.event, changed.user_name, changed.visibility) == ("membership.changed", focal.username, "own")
    assert (Entry.objects.count(), roll.faults()[1]) == (count + 2, [])


def test_end_membership_ends_sessions_at_once_and_who_comes_back_has_the_same_account(
    focal: User, dialogue: Dialogue, acting: Callable[..., Any]
) -> None:
    _invite(acting, focal, dialogue)
    _taken_up(_mailed())
    member, browser = Membership.objects.get(user__email="a.bek@example.org"), Client()
    browser.post("/sign-in/", {"username": member.user.username, "password": PASSWORD})
    assert browser.get("/desk/").status_code == 200
    sessions = Session.objects.count()
    token = api_tokens.make(member.user, name="a", scope=TokenScope.RECORD, days=9, at=NOW)[1]

    acting(viewer_of(focal), acts.end_membership, member)

    assert (browser.get("/desk/").status_code, Session.objects.count()) == (302, sessions - 1)
    assert browser.post("/sign-in/", {"username": "kgz.a.bek", "password": PASSWORD}).status_code == 200
    _invite(acting, focal, dialogue, role="watcher")
    _taken_up(_mailed(), "nine lanterns over the bay")
    back = Membership.objects.get(user__email="a.bek@example.org")
    assert (back.user_id, back.role) == (member.user_id, "watcher")
    assert api_tokens.behind(token, at=NOW) is None  # no token of before comes back with its owner


def test_the_last_focal_point_ends_once_there_is_another(
    focal: User, dialogue: Dialogue, acting: Callable[..., Any], client_of: Browser
) -> None:
    own = focal.membership
    greyed = _people_page(focal)
    _invite(acting, focal, dialogue, role="focal_point")
    _taken_up(_mailed())

    assert greyed.count('data-act="end_membership"') == 1
    assert f"/desk/acts/end_membership/{own.pk}/" in _people_page(focal)
    acting(viewer_of(focal), acts.end_membership, own)
    assert not Membership.objects.filter(user=focal).exists()


def _people_page(account: User) -> str:
    browser = Client()
    browser.force_login(account, backend="nemawashi.access.accounts.Accounts")
    return str(browser.get("/desk/people/").content.decode())


def test_an_address_that_acts_elsewhere_is_told_so_and_its_inviter_learns_nothing(
    focal: User, dialogue: Dialogue, acting: Callable[..., Any]
) -> None:
    japan = User.objects.get(username="japan")
    japan.email = "h.mori@example.org"
    japan.save()
    row = _invite(acting, focal, dialogue, who="h.mori")
    answer = Client().get(_mailed())

    row.refresh_from_db()
    assert (answer.status_code, row.state) == (410, "sent")
    assert "acts for somebody already" in answer.content.decode()


def test_end_office_closes_an_account_of_a_circle_and_never_the_last_of_the_host(
    done: Callable[..., Any], refused: Callable[..., str]
) -> None:
    researcher, host = User.objects.get(username="researcher-two"), User.objects.get(username="host")
    done("host", acts.end_office, researcher)

    entry = Entry.objects.order_by("-seq")[0]
    assert (entry.event, entry.visibility, User.objects.get(pk=researcher.pk).is_active) == (
        "account.ended", "secretariat", False,
    )  # fmt: skip
    assert roll.faults()[1] == []
    assert refused("host", acts.end_office, host) == Refusal.LAST_OF_THE_HOST


@pytest.mark.one_database
def test_the_host_invites_an_interpreter_who_comes_to_the_screens_and_leaves_them(
    done: Callable[..., Any], dialogue: Dialogue
) -> None:
    """By the same link, with the same entries, as an expert; the end of the office closes the screens at once."""
    words = {"called": "Ivo Lang", "address": "i.lang@example.org", "circle": "interpreters", "language": "ja"}
    done("host", acts.invite_person, dialogue, **words)
    invited = Entry.objects.order_by("-seq")[0]
    assert _taken_up(_mailed()).status_code == 302
    account, browser = User.objects.get(email="i.lang@example.org"), Client()

    signed_in = browser.post("/sign-in/", {"username": account.username, "password": PASSWORD})
    page = browser.get("/desk/")
    done("host", acts.end_office, account)

    assert (invited.event, invited.visibility, invited.facts["circle"]) == ("person.invited", "parties", "interpreters")
    assert (account.username, account.circle, signed_in["Location"]) == ("interpreters.i.lang", "interpreters", "/desk/")
    assert "/screen/" in page.content.decode()
    assert browser.get("/desk/").status_code == 302
    assert _signed_in_again(account) == 200
    assert roll.faults()[1] == []


def _signed_in_again(account: User) -> int:
    """The status of the page of signing in, which takes nobody whose office has ended."""
    return int(Client().post("/sign-in/", {"username": account.username, "password": PASSWORD}).status_code)


def test_pages_ask_the_same_statements_for_one_and_for_three(
    focal: User, dialogue: Dialogue, acting: Callable[..., Any]
) -> None:
    counts = []
    for who in ("one", "two", "three"):
        _invite(acting, focal, dialogue, who=who)
        _taken_up(_mailed())
        _invite(acting, focal, dialogue, who=f"{who}.waits")
        with CaptureQueriesContext(connection) as asked:
            _people_page(focal)
        counts.append(len(asked))

    assert counts[0] == counts[2]


# ── A forgotten password ──────────────────────────────────────────────────────────────────────────────────────


def _asked(address: str) -> Any:
    return Client().post("/sign-in/forgotten/", {"address": address})


def test_the_answer_and_its_statements_tell_not_whether_an_address_is_known(focal: User) -> None:
    _asked("who.comes.first@example.org")  # what a process keeps, and the row that counts for where these come from
    answers, counts = [], []
    for address in (ADDRESS, "nobody@example.org"):
        with CaptureQueriesContext(connection) as asked:
            answer = _asked(address)
        counts.append(len(asked))
        answers.append((answer.status_code, re.sub(r'value="\w{64}"', "", answer.content.decode())))
    mail.outbox.clear()

    sending.send(clock.database_moment())

    assert (answers[0], counts[0]) == (answers[1], counts[1])
    links = [message for message in mail.outbox if "text/calendar" not in message.message().as_string()]
    assert [message.to for message in links] == [[ADDRESS]]
    assert ResetRequest.objects.count() == 0


def test_a_new_password_is_set_once_ends_sessions_and_is_entered(focal: User) -> None:
    browser = Client()
    browser.force_login(focal, backend="nemawashi.access.accounts.Accounts")
    _asked(ADDRESS.upper())
    path = _mailed()

    tokens = [api_tokens.make(focal, name="a", scope=TokenScope.RECORD, days=9, at=NOW)[1] for _token in range(2)]
    assert "2 tokens are in force" in Client().get(path).content.decode()
    answer = _taken_up(path, "eight lanterns over the bay")

    focal.refresh_from_db()
    assert [api_tokens.behind(token, at=NOW) for token in tokens] == [None, None]
    assert (answer.status_code, focal.check_password("eight lanterns over the bay")) == (302, True)
    assert (browser.get("/desk/").status_code, _taken_up(path).status_code) == (302, 410)
    entry = Entry.objects.order_by("-seq")[0]
    assert (entry.event, entry.user_name, entry.visibility) == ("account.changed", focal.username, "own")


def test_a_link_for_a_new_password_expires_and_gives_nothing_to_whoever_acts_no_longer(focal: User) -> None:
    _asked(ADDRESS)
    path = _mailed()
    lives = Client().get(path).status_code
    Membership.objects.get(user=focal).delete()

    assert (lives, Client().get(path).status_code) == (200, 410)


def test_asking_again_and_again_is_paused_for_known_and_unknown_addresses_alike(focal: User) -> None:
    for address in (ADDRESS, "nobody@example.org"):
        assert [_asked(address).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_the_own_password_is_changed_with_the_old_one(focal: User) -> None:
    browser = Client()
    browser.force_login(focal, backend="nemawashi.access.accounts.Accounts")
    words = {"new_password1": "six lanterns over the bay", "new_password2": "six lanterns over the bay"}

    wrong = browser.post("/desk/people/password/", {"old_password": "no", **words}).status_code
    endless = {"old_password": PASSWORD, "new_password1": "x y" * 60, "new_password2": "x y" * 60}
    assert browser.post("/desk/people/password/", endless).status_code == 422
    right = browser.post("/desk/people/password/", {"old_password": PASSWORD, **words}).status_code

    focal.refresh_from_db()
    assert (wrong, right, focal.check_password(words["new_password1"])) == (422, 302, True)
    assert browser.get("/desk/people/").status_code == 200


def test_the_operator_alone_gives_a_delegation_a_focal_point_back_and_it_is_told(
    client_of: Browser, viewer: Callable[[str], Any]
) -> None:
    said = StringIO()
    call_command("invite", "Ken Sato", "k.sato@example.org", "--party", "jpn", stdout=said)

    entry = Entry.objects.order_by("-seq")[0]
    assert (entry.event, entry.user_name, entry.visibility) == ("person.invited", roll.OPERATOR.name, "own")
    assert "Ken Sato" in client_of("japan").get("/desk/people/").content.decode()
    assert "Ken Sato" not in client_of("host").get("/desk/people/").content.decode()
    link = LINK.search(said.getvalue())
    assert link is not None
    assert _taken_up(link[1]).status_code == 302
    assert viewer_of(User.objects.get(email="k.sato@example.org")).is_focal_point

    for name in ("", "\u200b\n", "x" * 151):
        with pytest.raises(CommandError, match="1 to 150 signs"):
            call_command("invite", name, "e.one@example.org")
    said = StringIO()
    call_command("invite", "Eve\nBcc: x\u202e", "e.one@example.org", stdout=said)
    assert "Eve Bcc: x is invited into" in said.getvalue()
    with pytest.raises(CommandError, match="XYZ is no party"):
        call_command("invite", "Ken Sato", "k.sato@example.org", "--party", "XYZ")
