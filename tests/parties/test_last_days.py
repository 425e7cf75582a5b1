"""Accompanying persons and offices with a last day: how they come in, what they may not, and how it ends by itself."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.http import Http404
from django.test import Client
from tests.conftest import NOW

from nemawashi.access import api_tokens, clock, log, roll, telling
from nemawashi.access.models import AccountEvent, Entry, Notice, User
from nemawashi.access.terms import TokenScope
from nemawashi.access.viewers import PUBLIC
from nemawashi.desk.acting import finding
from nemawashi.desk.acting.notices import say
from nemawashi.parties import acts, joining, lapsing, possible
from nemawashi.parties.models import Dialogue, Membership, PersonInvitation
from nemawashi.parties.queries import acts_for_somebody, is_asked_for_second_factor, viewer_of
from nemawashi.parties.terms import Refusal
from nemawashi.project import tending

pytestmark = pytest.mark.usefixtures("played")
Browser = Callable[[str], Any]
PASSWORD = "seven lanterns over the bay"
DAY, INSTANT = dt.timedelta(days=1), dt.timedelta(milliseconds=1)
LAST = NOW.date() + DAY
MIDNIGHT = dt.datetime.combine(LAST + DAY, dt.time(), tzinfo=dt.timezone(dt.timedelta(hours=9)))  # in Tokyo


@pytest.fixture(autouse=True)
def _mail_leaves(settings: Any) -> None:
    settings.MAIL_IS_SET_UP = True


@pytest.fixture
def focal(db: None) -> User:
    """The person of Japan, as its focal point."""
    row = Membership.objects.get(user__username="japan")
    row.role = "focal_point"
    row.save()
    return row.user


@pytest.fixture
def invited(focal: User, acting: Callable[..., Any]) -> PersonInvitation:
    words = {"called": "Emi Sato", "address": "e.sato@example.org", "role": "accompanying", "until": LAST}
    row: PersonInvitation = acting(viewer_of(focal), acts.invite_person, Dialogue.objects.get(slug="caj"), **words)
    return row


@pytest.fixture
def adviser(invited: PersonInvitation) -> User:
    return joining.join(invited, password=PASSWORD, at=clock.database_moment())


def _notice(event: str, name: str) -> str:
    """The sentence of the newest notice of an event, as the person of this name reads it."""
    account = User.objects.get(username=name)
    row = telling.notices(viewer=viewer_of(account), with_own=True).filter(entry__event=event).first()
    said = say(row, viewer=viewer_of(account)) if row else None
    return f"{said.where}: {said.sentence}" if said else ""


def test_a_focal_point_s_accompanying_person_comes_in_with_a_last_day(
    invited: PersonInvitation, adviser: User, settings: Any, client_of: Browser
) -> None:
    settings.SECOND_FACTOR = True
    who = viewer_of(adviser)
    member = Membership.objects.get(user=adviser)

    assert (who.is_accompanying, who.is_delegate, who.party, who.beside) == (True, False, None, member.party_id)
    assert (member.until_on, adviser.username) == (LAST, "jpn.e.sato")
    assert (acts_for_somebody(adviser), is_asked_for_second_factor(adviser)) == (True, True)
    entries = Entry.objects.filter(event__in=["person.invited", "membership.made"]).order_by("-seq")[:2]
    assert [(entry.visibility, entry.facts["party"]) for entry in entries] == [("own", "japan")] * 2
    assert entries[0].facts["until"] == LAST.isoformat()
    assert roll.faults()[1] == []
    assert _notice("membership.made", "japan-watcher") == (
        "Emi Sato: Accompanies the delegation from now on, and acts for nobody."
    )
    page = " ".join(client_of("japan").get("/desk/people/").content.decode().split())
    assert ("Emi Sato" in page, "Accompanying person" in page, f"until {LAST.day} " in page) == (True, True, True)


def test_an_office_ends_by_itself_at_midnight_in_the_capital(adviser: User) -> None:
    """From that moment nothing is open; the clock clears up behind it, and tells the delegation."""
    browser = Client()
    clock.set_to(MIDNIGHT - dt.timedelta(seconds=20))
    browser.post("/sign-in/", {"username": adviser.username, "password": PASSWORD})
    assert (browser.get("/desk/").status_code, lapsing.end_offices(MIDNIGHT - INSTANT)) == (200, 0)
    clock.set_to(MIDNIGHT)
    sessions = Session.objects.count()

    assert not viewer_of(adviser).is_accompanying
    assert not acts_for_somebody(adviser)
    answer = browser.get("/desk/meetings/fmm-2027-astana/")
    assert "accompany" not in answer.content.decode()
    assert Client().post("/sign-in/", {"username": adviser.username, "password": PASSWORD}).status_code == 200
    tending.tend(at=MIDNIGHT)

    assert not Membership.objects.filter(user=adviser).exists()
    assert Session.objects.count() < sessions
    entry = Entry.objects.filter(event="membership.removed").latest("seq")
    assert (entry.user_name, entry.visibility, entry.party) == ("clock", "own", "")
    assert _notice("membership.removed", "japan") == "Emi Sato: Accompanies the delegation no longer."
    assert (lapsing.end_offices(MIDNIGHT + DAY), roll.faults()[1]) == (0, [])


def test_an_office_that_was_prolonged_goes_on(focal: User, adviser: User, acting: Callable[..., Any]) -> None:
    row = Membership.objects.get(user=adviser)
    acting(viewer_of(focal), acts.change_role, row, role="accompanying", until=LAST + DAY)
    assert Entry.objects.latest("seq").facts["until"] == (LAST + DAY).isoformat()
    assert lapsing.end_offices(MIDNIGHT) == 0
    row.refresh_from_db()
    acting(viewer_of(focal), acts.change_role, row, role="watcher")

    row.refresh_from_db()
    assert (row.until_on, "until" in Entry.objects.latest("seq").facts) == (None, False)
    assert (lapsing.end_offices(MIDNIGHT + 9 * DAY), roll.faults()[1]) == (0, [])
    assert viewer_of(adviser).is_delegate


def test_an_invitation_whose_last_day_has_passed_is_neither_taken_up_nor_sent_again(
    focal: User, invited: PersonInvitation
) -> None:
    from nemawashi.access.acts import RefusedError

    assert invited.expires_at > MIDNIGHT

    with pytest.raises(RefusedError) as refused:
        joining.join(invited, password=PASSWORD, at=MIDNIGHT)

    assert refused.value.verdict.refusal == Refusal.EXPIRED
    by = viewer_of(focal)
    assert possible.sending_again(invited, at=MIDNIGHT - INSTANT, by=by)
    assert possible.sending_again(invited, at=MIDNIGHT, by=by).refusal == Refusal.OFFICE_IS_OVER
    assert not User.objects.filter(email="e.sato@example.org").exists()


def test_a_member_who_becomes_an_accompanying_person_keeps_no_program(focal: User, acting: Callable[..., Any]) -> None:
    account = User.objects.get(username="japan-watcher")
    token = api_tokens.make(account, name="mine", scope=TokenScope.DIALOGUE, days=9, at=NOW)[1]
    row = Membership.objects.get(user=account)

    acting(viewer_of(focal), acts.change_role, row, role="accompanying")

    assert api_tokens.behind(token, at=NOW) is None
    assert AccountEvent.objects.filter(user=account, kind="tokens_ended").exists()
    assert viewer_of(account).is_accompanying


@pytest.mark.parametrize(
    ("role", "until", "why"),
    [
        ("focal_point", LAST, Refusal.ENDS_BY_HAND),
        ("accompanying", NOW.date() - DAY, Refusal.DAY_IS_OVER),
        ("member", NOW.date() - DAY, Refusal.DAY_IS_OVER),
    ],
)
def test_a_last_day_that_cannot_be_is_refused(
    role: str, until: dt.date, why: Refusal, focal: User, refused: Callable[..., str]
) -> None:
    words = {"called": "Emi Sato", "address": "e.sato@example.org", "role": role, "until": until}

    assert refused("japan", acts.invite_person, Dialogue.objects.get(slug="caj"), **words) == why
    member = Membership.objects.get(user__username="japan-watcher")
    assert refused("japan", acts.change_role, member, role=role, until=until) == why


@pytest.mark.parametrize("circle", ["experts", "interpreters", "note-takers"])
def test_delegations_are_told_whom_the_host_brings_among_them(
    circle: str, done: Callable[..., Any], client_of: Browser, viewer: Callable[[str], Any]
) -> None:
    """When it invites, takes the invitation back, and ends the office; name and circle, no address and no account."""
    dialogue, words = Dialogue.objects.get(slug="caj"), {"called": "Ivo Lang", "address": "q.canary@example.org"}
    kind = circle[:-1]
    article = "a" if kind.startswith("n") else "an"
    row = done("host", acts.invite_person, dialogue, circle=circle, **words)
    assert _notice("person.invited", "kazakhstan").startswith(f"Ivo Lang: Was invited by the host as {article} {kind}")
    done("host", acts.withdraw_invitation, row)
    assert _notice("invitation.withdrawn", "kazakhstan") == (
        f"Ivo Lang: The host withdrew the invitation as {article} {kind}."
    )
    again = done("host", acts.invite_person, dialogue, circle=circle, **words)
    account = joining.join(again, password=PASSWORD, at=clock.database_moment())
    done("host", acts.end_office, account)

    assert _notice("circle.left", "kazakhstan") == f"Ivo Lang: Is {article} {kind} here no longer."
    ended, left = Entry.objects.order_by("-seq")[1], Entry.objects.order_by("-seq")[0]
    assert (ended.event, ended.visibility, left.event, left.visibility) == (
        "account.ended", "secretariat", "circle.left", "parties",
    )  # fmt: skip
    assert (left.facts, roll.faults()[1]) == ({"circle": circle, "name": "Ivo Lang"}, [])
    for page in ("/desk/log/", "/desk/notices/"):
        shown = client_of("kazakhstan").get(page).content.decode()
        assert ("Ivo Lang" in shown, "canary" in shown) == (True, False)
    readers = {name: viewer(name) for name in ("host", "japan", "expert", "researcher", "interpreter")} | {"": PUBLIC}
    assert [name for name, by in readers.items() if log.visible_entries(viewer=by).filter(pk=left.pk)] == ["host", "japan"]


@pytest.mark.parametrize("circle", ["researchers", "secretariat"])
def test_of_its_own_people_and_of_researchers_the_host_tells_nobody(circle: str, done: Callable[..., Any]) -> None:
    words = {"called": "Ivo Lang", "address": "i.lang@example.org", "circle": circle}
    row = done("host", acts.invite_person, Dialogue.objects.get(slug="caj"), **words)
    count = Notice.objects.count()
    done("host", acts.end_office, joining.join(row, password=PASSWORD, at=clock.database_moment()))

    assert Notice.objects.count() == count
    assert Entry.objects.order_by("-seq")[0].event == "account.ended"


def test_whoever_came_in_by_a_link_is_changed_and_ended_on_the_page(
    focal: User, adviser: User, client_of: Browser, done: Callable[..., Any]
) -> None:
    """Their keys are drawn by chance and longer than those of rows that are counted."""
    member = Membership.objects.get(user=adviser)
    assert len(str(member.pk)) > 9
    client = client_of("japan")
    pages = [f"/desk/acts/{act}/{member.pk}/" for act in ("change_role", "end_membership")]
    assert [client.get(page).status_code for page in pages] == [200, 200]

    changed = client.post(pages[0], {"role": "watcher", "once": str(uuid.uuid4())})
    assert (changed.status_code, Membership.objects.get(pk=member.pk).role) == (302, "watcher")
    ended = client.post(pages[1], {"once": str(uuid.uuid4())})
    assert (ended.status_code, Membership.objects.filter(pk=member.pk).exists()) == (302, False)

    words = {"called": "Ivo Lang", "address": "i.lang@example.org", "circle": "interpreters"}
    row = done("host", acts.invite_person, Dialogue.objects.get(slug="caj"), **words)
    account = joining.join(row, password=PASSWORD, at=clock.database_moment())
    page = f"/desk/acts/end_office/{account.pk}/"
    assert client_of("host").get(page).status_code == 200
    assert client_of("host").post(page, {"once": str(uuid.uuid4())}).status_code == 302
    assert not User.objects.get(pk=account.pk).is_active


@pytest.mark.parametrize(("digits", "status"), [(18, True), (19, False)])
def test_a_key_is_as_long_as_a_database_counts(digits: int, status: bool) -> None:
    if status:
        assert finding.number("9" * digits) == int("9" * digits)
        return
    with pytest.raises(Http404):
        finding.number("9" * digits)


def test_a_link_that_is_opened_by_somebody_signed_in_as_another_says_so_and_signs_them_out(
    invited: PersonInvitation, client_of: Browser
) -> None:
    """Else whoever has just set a password would stand on the other one's desk."""
    path = f"/join/{joining.new_link(invited, at=clock.database_moment())}/"
    browser = client_of("kazakhstan")
    page = browser.get(path).content.decode()
    assert "kazakhstan is signed in on this device." in page
    assert "Last day: " in page
    assert "is signed in on this device" not in Client().get(path).content.decode()

    browser.post(path, {"new_password1": "short", "new_password2": "short"})
    assert "_auth_user_id" in browser.session
    answer = browser.post(path, {"new_password1": PASSWORD, "new_password2": PASSWORD})

    assert (answer.status_code, answer["Location"], "_auth_user_id" in browser.session) == (302, "/sign-in/", False)
    page = browser.get("/sign-in/").content.decode()
    assert ("Sign in as jpn.e.sato" in page, 'value="jpn.e.sato"' in page) == (True, True)
