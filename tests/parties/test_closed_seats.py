"""A party that leaves closes its seat: everybody goes at once, all are told, and the host fills it never."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from tests.conftest import NOW

from nemawashi.access import api_tokens, roll, telling
from nemawashi.access.acts import RefusedError
from nemawashi.access.models import Entry, User
from nemawashi.access.terms import Refusal as AccessRefusal
from nemawashi.access.terms import TokenScope
from nemawashi.parties import acts, possible
from nemawashi.parties.models import Dialogue, Membership, Party, PersonInvitation
from nemawashi.parties.queries import viewer_of
from nemawashi.parties.terms import Refusal
from nemawashi.project.round import cast
from nemawashi.texts.models import Position

pytestmark = pytest.mark.usefixtures("played")
Browser = Callable[[str], Any]


@pytest.fixture
def focal(db: None, settings: Any) -> User:
    """The person of Japan, as its only focal point; its watcher has a token, and somebody is invited."""
    settings.MAIL_IS_SET_UP = True
    row = Membership.objects.get(user__username="japan")
    row.role = "focal_point"
    row.save()
    return row.user


def _closed(browser: Any) -> HttpResponse:
    answer: HttpResponse = browser.post("/desk/acts/close_seat/japan/", {"once": str(uuid.uuid4())})
    return answer


def test_close_seat_ends_every_office_and_tells_all(
    focal: User, client_of: Browser, acting: Callable[..., Any], viewer: Callable[[str], Any]
) -> None:
    watcher, tabled = User.objects.get(username="japan-watcher"), Position.objects.count()
    token = api_tokens.make(watcher, name="mine", scope=TokenScope.DIALOGUE, days=9, at=NOW)[1]
    words = {"called": "Emi Sato", "address": "e.sato@example.org", "role": "member"}
    invited = acting(viewer_of(focal), acts.invite_person, Dialogue.objects.get(slug="caj"), **words)
    first, other = client_of("japan"), client_of("japan-watcher")
    page = first.get("/desk/people/").content.decode()
    assert "/desk/acts/close_seat/japan/" in page
    assert "close_seat" not in other.get("/desk/people/").content.decode()

    answer = _closed(first)

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert "Japan: Closed its seat" in first.get("/sign-in/").content.decode()
    assert [each.get("/desk/").status_code for each in (first, other)] == [302, 302]
    assert not Membership.objects.filter(party__slug="japan").exists()
    assert PersonInvitation.objects.get(pk=invited.pk).state == "withdrawn"
    assert (api_tokens.behind(token, at=NOW), Position.objects.count(), roll.faults()[1]) == (None, tabled, [])
    entry = Entry.objects.latest("seq")
    assert (entry.event, entry.visibility, entry.facts, entry.party) == (
        "seat.closed", "parties", {"party": "japan"}, "japan",
    )  # fmt: skip
    own = Entry.objects.filter(seq__lt=entry.seq).order_by("-seq")[:3]
    assert {(each.event, each.visibility) for each in own} == {
        ("membership.removed", "own"),
        ("invitation.withdrawn", "own"),
    }
    for name in ("host", "kazakhstan"):
        assert telling.notices(viewer=viewer(name)).filter(entry=entry).exists()
        assert "Closed its seat" in client_of(name).get("/desk/").content.decode()


def test_a_closed_seat_is_told_as_such_and_opened_by_the_operator_alone(
    focal: User, client_of: Browser, refused: Callable[..., str]
) -> None:
    _closed(client_of("japan"))
    party = Party.objects.get(slug="japan")

    seats = client_of("host").get("/desk/people/").content.decode().split('id="seats"')[1]
    assert seats.count("closed by its focal points") == 1
    call_command("invite", "Ken Sato", "k.sato@example.org", "--party", "jpn", stdout=StringIO())
    Membership.objects.create(user=User.objects.create(username="jpn.k.sato"), party=party, role="focal_point")
    assert "closed by its focal points" not in client_of("host").get("/desk/people/").content.decode()


def test_the_host_fills_no_closed_seat(focal: User, client_of: Browser, viewer: Callable[[str], Any]) -> None:
    """Also where its people were there before anybody was invited."""
    party = Party.objects.get(slug="japan")
    assert not party.person_invitations.exists()
    _closed(client_of("japan"))

    assert possible.opening_seat(party, by=viewer("host")).refusal == Refusal.SEAT_IS_OPEN


def test_nobody_else_closes_a_seat(focal: User, refused: Callable[..., str]) -> None:
    for name, party in (("host", "japan"), ("kazakhstan", "japan"), ("japan-watcher", "japan"), ("japan", "kazakhstan")):
        assert refused(name, acts.close_seat, Party.objects.get(slug=party)) == Refusal.NOT_A_FOCAL_POINT


def test_an_act_that_waited_behind_the_closing_is_refused(focal: User, acting: Callable[..., Any]) -> None:
    """Who was let in before and comes to the turn after it acts for nobody any more."""
    by, japan = viewer_of(focal), Party.objects.get(slug="japan")
    words = {"called": "Emi Sato", "address": "e.sato@example.org", "role": "member"}
    acting(by, acts.close_seat, japan)
    last = Entry.objects.latest("seq").seq

    refusals = []
    for act, subject, more in ((acts.close_seat, japan, {}), (acts.invite_person, Dialogue.objects.get(slug="caj"), words)):
        with pytest.raises(RefusedError) as refusal:
            acting(by, act, subject, **more)
        refusals.append(refusal.value.verdict.refusal)

    assert (refusals, Entry.objects.latest("seq").seq) == ([AccessRefusal.NOT_IN_OFFICE] * 2, last)


def test_who_has_another_role_by_the_turn_is_refused(focal: User, acting: Callable[..., Any]) -> None:
    by, japan = viewer_of(focal), Party.objects.get(slug="japan")
    Membership.objects.filter(user=focal).update(role="member")

    with pytest.raises(RefusedError) as refusal:
        acting(by, acts.close_seat, japan)

    assert refusal.value.verdict.refusal == AccessRefusal.NOT_IN_OFFICE


def test_a_demonstration_that_is_started_again_appoints_nobody_again(focal: User, acting: Callable[..., Any]) -> None:
    acting(viewer_of(focal), acts.close_seat, Party.objects.get(slug="japan"))
    accounts, offices = User.objects.count(), Membership.objects.count()

    cast.enlist(at=NOW)

    assert (User.objects.count(), Membership.objects.count()) == (accounts, offices)
    assert not Membership.objects.filter(party__slug="japan").exists()
