"""Whoever accompanies a delegation reads what delegations are sent, and the screen of the room; every other address."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import resolve
from tests.conftest import NOW
from tests.secrecy.conftest import Nest
from tests.secrecy.test_crawl import _bare, _of_each_kind, _sweep
from tests.secrecy.test_screens import _main, _meeting

from nemawashi.access import api_tokens, telling
from nemawashi.access.models import User
from nemawashi.access.terms import Role, Standing, TokenScope
from nemawashi.desk.acting import screens
from nemawashi.meetings import acts as meetings
from nemawashi.meetings.models import AgendaItem, Invitation, Meeting, MeetingPaper, MeetingRoom, MeetingSession
from nemawashi.parties.models import Membership, Party
from nemawashi.parties.models import Standing as StandingRow
from nemawashi.parties.queries import viewer_of
from nemawashi.texts import acts

pytestmark = pytest.mark.usefixtures("played")
Browser = Callable[[str], Any]


@pytest.fixture
def adviser(db: None) -> User:
    """Accompanies the delegation of Japan."""
    account = User.objects.create(username="jpn.adviser", first_name="Emi Sato", email="e.sato@example.org")
    Membership.objects.create(user=account, party=Party.objects.get(slug="japan"), role=Role.ACCOMPANYING)
    return account


def _status(client: Any, address: str) -> int:
    return _bare(client, address)[0]


@pytest.mark.one_database
def test_nothing_of_the_own_delegation_nor_of_another_is_there(
    adviser: User,
    nest: Nest,
    addresses: list[str],
    client_of: Browser,
    viewer: Any,
    acting: Any,
    clause_of: Any,
) -> None:
    """Of all that is hidden and tabled, what the chair puts on the screen of the room alone; else 404, and outside the
    desk what the public is answered.
    """
    clause = clause_of("The ministers welcome progress")
    meeting = _meeting(clause)
    canary = nest.lay("", "tabled")
    drafted = acting(viewer("japan"), acts.draft_position, clause, operation="alternative", words=f"They {canary}.")
    acting(viewer("japan"), acts.table_position, drafted)
    MeetingRoom.objects.filter(meeting=meeting).update(shown_ref=str(clause.pk))
    client, public = client_of("jpn.adviser"), client_of("")
    desk = [address for address in addresses if address.startswith("/desk/")]
    names = {address: resolve(address.partition("?")[0]).url_name for address in desk}
    behind = [address for address in desk if names[address] not in screens.OPEN_BESIDE]

    assert len(behind) > 200
    assert {_status(client, address) for address in behind} == {404}
    assert {client.post(address).status_code for address in behind if names[address] == "act"} == {404}
    seen = _sweep(client, desk, {*nest.canaries})
    assert set(seen) == {canary}
    assert {names[each] for each in seen[canary]} == {"room_screen"}
    outside = _of_each_kind(address for address in addresses if address.startswith(("/en/", "/ru/", "/ja/")))
    assert {address for address in outside if _main(client, address) != _main(public, address)} == set()


@pytest.mark.one_database
def test_the_screen_shows_what_the_chair_puts_there_and_nobody_leafs_in_the_text(
    adviser: User, client_of: Browser, clause_of: Any
) -> None:
    clause = clause_of("The ministers welcome progress")
    meeting, client = _meeting(clause), client_of("jpn.adviser")
    page = f"/desk/meetings/{meeting.slug}/screen/"
    other = clause.text.clauses.exclude(pk=clause.pk).filter(kind="operative")[0]
    MeetingRoom.objects.filter(meeting=meeting).update(shown_ref=str(clause.pk))

    assert client.get(page).content == client.get(f"{page}?clause={other.pk}").content
    assert "?clause=" not in client.get(page).content.decode()
    assert client_of("interpreter").get(page).content != client_of("interpreter").get(f"{page}?clause={other.pk}").content
    for each in ("screen", "live", "poll"):
        assert _status(client, f"/desk/texts/{clause.text.slug}/{each}/") == 404


@pytest.mark.one_database
def test_a_closed_session_is_for_the_delegations_alone(adviser: User, client_of: Browser, clause_of: Any) -> None:
    """Its screen, and what the agenda says of its items; that there is one stands in the time plan."""
    meeting, client = _meeting(clause_of("The ministers welcome progress")), client_of("jpn.adviser")
    room, page = f"/desk/meetings/{meeting.slug}/screen/", f"/desk/meetings/{meeting.slug}/"
    item = MeetingRoom.objects.get(meeting=meeting).current_item
    session = MeetingSession.objects.create(meeting=meeting, day=1, starts="09:00", ends="10:00", title="Heads")
    AgendaItem.objects.filter(pk=item.pk).update(session=session, annotation="Words for the delegations.")
    addresses = [room, f"/desk/meetings/{meeting.slug}/room/live/", f"/desk/meetings/{meeting.slug}/room/poll/"]

    assert [_status(client, each) for each in addresses] == [200] * 3
    assert "Words for the delegations." in client.get(page).content.decode()
    session.is_closed = True
    session.save()
    assert [_status(client, each) for each in addresses] == [404] * 3
    shown = client.get(page).content.decode()
    assert ("Words for the delegations." in shown, "closed session" in shown, room in shown) == (False, True, False)
    assert _status(client_of("interpreter"), room) == 200


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("state", "page", "screen"),
    [
        ("planned", 404, 404), ("announced", 200, 200), ("open", 200, 200), ("held", 200, 404), ("postponed", 200, 404),
        ("cancelled", 200, 404), ("lapsed", 404, 404),
    ],
)  # fmt: skip
def test_meetings_are_those_to_which_the_own_delegation_was_invited(
    state: str, page: int, screen: int, adviser: User, client_of: Browser, clause_of: Any
) -> None:
    meeting, client = _meeting(clause_of("The ministers welcome progress"), state), client_of("jpn.adviser")
    own, wall = f"/desk/meetings/{meeting.slug}/", f"/desk/meetings/{meeting.slug}/screen/"

    assert (_status(client, own), _status(client, wall)) == (page, screen)
    assert (f'href="{own}"' in client.get("/desk/").content.decode()) is (page == 200)
    Invitation.objects.filter(meeting=meeting, party__slug="japan").delete()
    assert (_status(client, own), _status(client, wall)) == (404, 404)
    assert f'href="{own}"' not in client.get("/desk/").content.decode()


@pytest.mark.one_database
def test_who_accompanies_sees_no_more_of_the_text_than_the_delegation_does(
    adviser: User, client_of: Browser, clause_of: Any
) -> None:
    clause = clause_of("The ministers welcome progress")
    meeting = _meeting(clause)
    words = "hall__text"
    page = f"/desk/meetings/{meeting.slug}/screen/"
    assert words in client_of("jpn.adviser").get(page).content.decode()

    StandingRow.objects.filter(party__slug="japan").update(status=Standing.GUEST)

    assert viewer_of(adviser).standing == Standing.GUEST
    shown = client_of("jpn.adviser").get(page)
    assert (shown.status_code, words in shown.content.decode()) == (200, False)


@pytest.mark.one_database
def test_papers_are_those_that_every_delegation_is_sent(
    adviser: User, client_of: Browser, viewer: Any, acting: Any, clause_of: Any
) -> None:
    """No restricted one, none under embargo, not even the own delegation's, and no list of participants; of a circular the
    words, and not who answered.
    """
    meeting = Meeting.objects.get(track__slug="fmm", state="announced")
    made: dict[str, MeetingPaper] = {}
    for name, by, more in (
        ("general", "kazakhstan", {"distribution": "general", "kind": "note_verbale"}),
        ("limited", "kazakhstan", {"distribution": "limited", "kind": "note_verbale"}),
        ("restricted", "kazakhstan", {"distribution": "restricted", "kind": "note_verbale"}),
        ("embargoed", "japan", {"kind": "statement", "embargo_until": NOW.replace(year=NOW.year + 9)}),
        ("own restricted", "japan", {"distribution": "restricted", "kind": "statement"}),
        ("circular", "host", {"kind": "circular", "answer_by": NOW.replace(year=NOW.year + 9)}),
        ("withdrawn", "japan", {"kind": "statement"}),
    ):
        sent = meetings.SentPaper("en", f"Paper {name}", f"Words of the {name}.")
        words = {"distribution": "limited", **more}
        made[name] = acting(viewer(by), meetings.submit_paper, meeting, sent=sent, **words)
    people = MeetingPaper.objects.create(
        meeting=meeting, kind="participants", distribution="limited", issued_at=NOW, submitted_at=NOW, symbol="X/L.99"
    )
    people.versions.create(language="en", title="Paper of names", words="Names.", added_at=NOW)
    acting(viewer("kazakhstan"), meetings.answer_circular, made["circular"], words="We come.")
    acting(viewer("japan"), meetings.withdraw_paper, made["withdrawn"], why="An error.")
    client, page = client_of("jpn.adviser"), f"/desk/meetings/{meeting.slug}/"
    listed = client.get(page).content.decode()

    opened = {name: client.get(f"{page}papers/{row.pk}/") for name, row in {**made, "names": people}.items()}
    there = {name for name, answer in opened.items() if answer.status_code == 200}
    assert there == {"general", "limited", "circular"}
    assert {answer.status_code for answer in opened.values()} == {200, 404}
    assert {name for name in made if f"Paper {name}" in listed} == there
    assert "Paper of names" not in listed
    circular = opened["circular"].content.decode()
    assert ("Words of the circular." in circular, "We come." in circular, "Not answered" in circular) == (
        True,
        False,
        False,
    )
    other = Meeting.objects.exclude(pk=meeting.pk).filter(invitations__party__slug="japan").first()
    if other is not None:
        assert _status(client, f"/desk/meetings/{other.slug}/papers/{made['general'].pk}/") == 404


def test_every_page_leads_to_what_is_there_and_no_program_nor_notice_is(
    adviser: User, client_of: Browser, clause_of: Any
) -> None:
    meeting, client = _meeting(clause_of("The ministers welcome progress")), client_of("jpn.adviser")
    pages = ["/desk/", "/desk/people/", "/desk/account/", "/desk/people/password/", f"/desk/meetings/{meeting.slug}/"]

    for page in [*pages, f"/desk/meetings/{meeting.slug}/screen/"]:
        answer = client.get(page)
        led = set(re.findall(r'(?:href|action|formaction)="(/desk/[^"#?]*)', answer.content.decode()))
        assert (answer.status_code, bool(led)) == (200, True)
        assert {each for each in led if resolve(each).url_name not in screens.OPEN_BESIDE} == set()
    shown = client.get("/desk/people/").content.decode()
    assert ("Accompanying person" in shown, "Haruka" in shown) == (True, False)
    assert client.post("/desk/account/tokens/", {"name": "mine", "scope": "dialogue", "days": "30"}).status_code == 404
    assert list(telling.notices(viewer=viewer_of(adviser))) == []
    _row, words = api_tokens.make(adviser, name="mine", scope=TokenScope.DIALOGUE, days=30, at=NOW)
    asked = {"HTTP_AUTHORIZATION": f"Bearer {words}"}
    for noun in ("meetings", "texts", "clauses"):
        own, public = (client_of("").get(f"/api/v1/{noun}/", **more) for more in (asked, {}))
        assert (own.status_code, own.content) == (200, public.content)
