"""The host's role goes with the meeting: who has the desk of the host before, while it passes, after, and again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from tests.access.test_second_factors import with_authenticator
from tests.conftest import NOW
from tests.texts.unchanged import *  # noqa: F403

from nemawashi.access import api_tokens, clock, log, roll, telling
from nemawashi.access.acts import RefusedError
from nemawashi.access.models import Entry, User
from nemawashi.access.terms import Circle, NoticeCircle, TokenScope
from nemawashi.access.terms import Refusal as AccessRefusal
from nemawashi.desk.following import host_role, room_live
from nemawashi.desk.negotiating import live
from nemawashi.meetings import acts
from nemawashi.meetings.models import Meeting
from nemawashi.meetings.terms import Refusal
from nemawashi.parties import acts as people
from nemawashi.parties import queries
from nemawashi.parties.models import Dialogue, HostTerm, Letter
from nemawashi.parties.queries import viewer_of
from nemawashi.parties.terms import Refusal as PeopleRefusal
from nemawashi.project.outbox import sending
from nemawashi.texts import acts as texts
from nemawashi.texts.models import Clause, Text

pytestmark = pytest.mark.usefixtures("played")
Browser = Callable[[str], Any]
Done = Callable[..., Any]
PASSWORD = "seven lanterns over the bay"
LINK = re.compile(r"https?://[^/\s]*(/join/\S+)")
CLOSED = ("notices/", "mail/", "handover/", "host/", "meetings/", "texts/", "follow-up/", "record/", "log/", "search/")


@pytest.fixture(autouse=True)
def watched(settings: Any, monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[None]:
    settings.MAIL_IS_SET_UP = True
    monkeypatch.setattr(live, "BEAT", 0.01)
    monkeypatch.setattr(live.watch, "term", 0)  # that of this test's own database
    yield
    live.watch.term = 0


@pytest.fixture
def dialogue(db: None) -> Dialogue:
    return Dialogue.objects.get(slug="caj")


@pytest.fixture
def ahead(db: None) -> Meeting:
    """The meeting that Kazakhstan hosts next."""
    return Meeting.objects.get(slug="fmm-2027-astana")


@pytest.fixture
def stated(done: Done, dialogue: Dialogue) -> HostTerm:
    """Japan is host, since the summit in Tokyo."""
    term: HostTerm = done("host", acts.state_host, dialogue, meeting=Meeting.objects.get(slug="summit-2025-tokyo"))
    return term


@pytest.fixture
def incoming(done: Done, stated: HostTerm, ahead: Meeting) -> User:
    """The first person of Kazakhstan's secretariat, who took the invitation up and has not signed in yet."""
    done("host", acts.invite_next_host, ahead, called="Dana Serik", address="d.serik@example.org", language="ru")
    sending.send(clock.database_moment())
    path = LINK.search(str(mail.outbox[-1].body))
    assert path is not None
    assert Client().post(path[1], {"new_password1": PASSWORD, "new_password2": PASSWORD}).status_code == 302
    return User.objects.get(email="d.serik@example.org")


@pytest.fixture
def arrived(incoming: User) -> Client:
    """The same in a browser, signed in."""
    browser = Client()
    entered = browser.post("/sign-in/", {"username": incoming.username, "password": PASSWORD})
    assert entered["Location"] == "/desk/"
    return browser


def _statuses(client: Client) -> set[int]:
    return {client.get(f"/desk/{each}").status_code for each in CLOSED}


def test_without_a_term_everybody_serves_and_the_record_says_so(client_of: Browser, viewer: Any) -> None:
    assert (queries.host_in_office(), viewer("host").is_secretariat, viewer("host").rests) == ("", True, False)
    page = client_of("host").get("/desk/host/").content.decode()
    assert "everybody of the secretariat serves" in page
    assert "/desk/acts/state_host/caj/" in page
    assert "/desk/acts/pass_host_role/" not in page


def test_stating_the_host_says_for_whom_each_serves_but_the_standing_secretariat(
    done: Done, dialogue: Dialogue, refused: Callable[..., str]
) -> None:
    stays = User.objects.create(username="standing", circle=Circle.SECRETARIAT)
    summit = Meeting.objects.get(slug="summit-2025-tokyo")

    term = done("host", acts.state_host, dialogue, meeting=summit, standing=[stays])

    served = dict(User.objects.filter(circle=Circle.SECRETARIAT).values_list("username", "serves_for"))
    assert (served["host"], served["standing"]) == ("japan", "")
    assert (term.party.slug, term.meeting_ref, queries.host_in_office()) == ("japan", summit.ref, "japan")
    entry = Entry.objects.get(event="host.stated")
    assert (entry.visibility, entry.facts["party"], "meeting" in entry.facts) == ("public", "japan", False)
    assert (entry.object_ref, entry.at) == (term.ref, term.since_at)
    assert roll.faults()[1] == []
    assert refused("host", acts.state_host, dialogue, meeting=summit) is Refusal.HOST_STATED


def test_whoever_comes_next_waits_and_sees_what_everybody_sees(
    incoming: User, arrived: Client, client_of: Browser, viewer: Any
) -> None:
    waits = viewer_of(incoming)

    assert (waits.rests, waits.is_secretariat, waits.sees_dialogue, waits.hears) == (True, False, False, ())
    assert (incoming.serves_for, viewer("host").is_secretariat) == ("kazakhstan", True)
    page = arrived.get("/desk/").content.decode()
    assert "Your office rests" in page
    assert "Dana Serik" in page
    assert _statuses(arrived) == {303}
    assert [arrived.get(f"/desk/{each}").status_code for each in ("people/", "people/password/", "account/")] == [200] * 3
    assert arrived.post("/desk/acts/pass_host_role/fmm-2027-astana/")["Location"] == "/desk/"
    led = set(
        re.findall(r'(?:href|action|formaction)="(/desk/[^"#?]*)', page + arrived.get("/desk/people/").content.decode())
    )
    assert {arrived.get(each).status_code for each in led} == {200}
    assert "Dana Serik" in client_of("host").get("/desk/host/").content.decode()
    assert "Dana Serik" not in client_of("kazakhstan").get("/desk/host/").content.decode()


def test_the_role_is_refused_while_nobody_of_the_next_host_has_signed_in(
    refused: Callable[..., str], incoming: User, ahead: Meeting, client_of: Browser
) -> None:
    assert refused("host", acts.pass_host_role, ahead) is Refusal.NEXT_HOST_NOT_HERE
    page = client_of("host").get("/desk/host/").content.decode()
    assert 'data-act="pass_host_role"' in page
    assert refused("host", acts.invite_next_host, ahead, called="B", address="b@x.org") is Refusal.NEXT_HOST_HAS_PEOPLE


def test_the_role_waits_for_an_earlier_meeting_and_for_one_in_session(
    refused: Callable[..., str], arrived: Client, ahead: Meeting
) -> None:
    before = Meeting.objects.create(slug="fmm-early", track=ahead.track, state="planned", start_on="2027-01")

    assert refused("host", acts.pass_host_role, ahead) is Refusal.EARLIER_MEETING_AHEAD
    for state in ("held", "postponed", "cancelled", "lapsed"):
        Meeting.objects.filter(pk=before.pk).update(state=state)
        assert refused("japan", acts.pass_host_role, ahead) is Refusal.NOT_THE_SECRETARIAT
    Meeting.objects.filter(slug="justice-2026-planned").update(state="open")
    assert refused("host", acts.pass_host_role, ahead) is Refusal.A_MEETING_SITS


@pytest.fixture
def passed(done: Done, arrived: Client, ahead: Meeting) -> HostTerm:
    term: HostTerm = done("host", acts.pass_host_role, ahead)
    return term


def test_passing_the_role_on_closes_one_desk_and_opens_the_other(
    done: Done, arrived: Client, incoming: User, ahead: Meeting, client_of: Browser, viewer: Any
) -> None:
    """In the sessions that were open before, with the delegations of both beside it, before, during and after."""
    outgoing, delegation = client_of("host"), client_of("japan")
    assert (_statuses(outgoing), _statuses(arrived)) == ({200}, {303})
    seen = delegation.get("/desk/texts/").content.decode().count("/desk/texts/")

    done("host", acts.pass_host_role, ahead)

    assert (_statuses(outgoing), _statuses(arrived)) == ({303}, {200})
    assert "Your office rests" in outgoing.get("/desk/").content.decode()
    assert "Your office rests" not in arrived.get("/desk/").content.decode()
    assert (queries.host_in_office(), viewer("host").rests, viewer_of(incoming).is_secretariat) == (
        "kazakhstan",
        True,
        True,
    )
    assert (viewer("japan").is_participant, viewer("kazakhstan").is_participant) == (True, True)
    assert delegation.get("/desk/texts/").content.decode().count("/desk/texts/") == seen
    entry = Entry.objects.get(event="host.passed_on")
    assert (entry.visibility, entry.facts["party"], "meeting" in entry.facts) == ("public", "kazakhstan", False)
    told = set(entry.notices.values_list("circle", flat=True))
    assert told == {NoticeCircle.HOST, NoticeCircle.PARTIES, NoticeCircle.EXPERTS, NoticeCircle.RESEARCHERS}
    assert User.objects.get(username="host").is_active
    assert roll.faults()[1] == []


def test_who_left_office_has_no_notice_no_mail_and_no_program(
    done: Done, incoming: User, arrived: Client, ahead: Meeting, clean_text: Text
) -> None:
    """A mail that was written before and has not left lapses; a token reads what the public reads."""
    host = User.objects.get(username="host")
    User.objects.filter(pk=host.pk).update(email="host@example.org")
    _row, words = api_tokens.make(host, name="mine", scope=TokenScope.DIALOGUE, days=30, at=NOW)
    asked = {"HTTP_AUTHORIZATION": f"Bearer {words}"}
    before = Client().get("/api/v1/texts/", **asked).content
    now = clock.database_moment()
    waiting = Letter.objects.create(
        key="notice/a/1", kind="notice", user=host, is_hosts=True, address=host.email, subject="s", body="zqwords",
        written_at=now, try_at=now, until=now + dt.timedelta(days=1),
    )  # fmt: skip

    done("host", acts.pass_host_role, ahead)
    mail.outbox.clear()
    sending.send(clock.database_moment())

    waiting.refresh_from_db()
    assert waiting.state == "lapsed"
    assert [message.to for message in mail.outbox if "host@example.org" in message.to] == []
    assert list(telling.notices(viewer=viewer_of(host))) == []
    assert {entry.visibility for entry in log.visible_entries(viewer=viewer_of(host))} == {"public"}
    assert Client().get("/api/v1/texts/", **asked).content == Client().get("/api/v1/texts/").content != before
    assert ["d.serik@example.org"] in [message.to for message in mail.outbox]


def test_two_who_pass_it_on_pass_it_once_and_an_act_that_waited_is_refused(
    acting: Callable[..., Any], viewer: Any, arrived: Client, ahead: Meeting, clean_text: Text
) -> None:
    """Each was let in as the host before the other's act; what each may do is judged in its turn."""
    one, other = viewer("host"), viewer("host")
    acting(one, acts.pass_host_role, ahead)

    refusals = []
    for act, subject in ((acts.pass_host_role, ahead), (texts.issue_revision, clean_text)):
        with pytest.raises(RefusedError) as refusal:
            acting(other, act, subject)
        refusals.append(refusal.value.verdict.refusal)

    assert refusals == [AccessRefusal.NOT_IN_OFFICE] * 2
    assert HostTerm.objects.count() == 2


def test_a_standing_secretariat_never_rests(
    done: Done, dialogue: Dialogue, ahead: Meeting, refused: Callable[..., str], viewer: Any
) -> None:
    clerk = User.objects.create(username="clerk", circle=Circle.SECRETARIAT)
    User.objects.create(
        username="astana", circle=Circle.SECRETARIAT, serves_for="kazakhstan", last_login=clock.database_moment()
    )
    summit = Meeting.objects.get(slug="summit-2025-tokyo")
    done("host", acts.state_host, dialogue, meeting=summit, standing=[clerk])
    done("host", acts.pass_host_role, ahead)

    assert viewer_of(User.objects.get(pk=clerk.pk)).is_secretariat
    assert [row.username for row in queries.serving().order_by("pk")] == ["clerk", "astana"]
    assert refused("clerk", acts.pass_host_role, ahead) is Refusal.HOSTS_ALREADY


def test_whoever_was_invited_before_a_host_was_stated_rests_with_that_host(
    done: Done, dialogue: Dialogue, ahead: Meeting, client_of: Browser
) -> None:
    """Nothing is said of what goes along with the role before there is one that could go."""
    done("host", people.invite_person, dialogue, called="Rin Abe", address="r.abe@example.org", circle="secretariat")
    done("host", people.invite_person, dialogue, called="Ana Weber", address="a.weber@example.org", circle="experts")
    sending.send(clock.database_moment())
    paths = [path[1] for letter in mail.outbox if (path := LINK.search(str(letter.body)))]
    assert 'id="along"' not in client_of("host").get("/desk/host/").content.decode()
    User.objects.create(
        username="astana", circle=Circle.SECRETARIAT, serves_for="kazakhstan", last_login=clock.database_moment()
    )
    done("host", acts.state_host, dialogue, meeting=Meeting.objects.get(slug="summit-2025-tokyo"))
    for path in paths:
        assert Client().post(path, {"new_password1": PASSWORD, "new_password2": PASSWORD}).status_code == 302
    assert 'id="along"' in client_of("host").get("/desk/host/").content.decode()
    done("host", acts.pass_host_role, ahead)

    late, expert = (User.objects.get(email=address) for address in ("r.abe@example.org", "a.weber@example.org"))
    assert (late.serves_for, viewer_of(late).rests) == ("japan", True)
    assert (expert.serves_for, viewer_of(expert).is_expert) == ("", True)


@pytest.mark.parametrize(("state", "is_told"), [("planned", False), ("announced", True)])
def test_no_meeting_that_was_not_announced_is_named_beyond_the_parties(
    done: Done, stated: HostTerm, ahead: Meeting, client_of: Browser, state: str, is_told: bool
) -> None:
    """Everybody is told that the role went on; with which meeting, whoever may read of it finds on the page of the role."""
    Meeting.objects.filter(pk=ahead.pk).update(state=state, is_published=False, city="Zqredville")
    ahead.refresh_from_db()
    User.objects.create(
        username="astana", circle=Circle.SECRETARIAT, serves_for="kazakhstan", last_login=clock.database_moment()
    )
    done("host", acts.pass_host_role, ahead)

    for name in ("expert", "researcher"):
        pages = [client_of(name).get(f"/desk/{page}").content.decode() for page in ("", "notices/", "log/")]
        assert all("The host&#x27;s role was passed on" in page for page in pages[1:])
        assert ["Zqredville" in page for page in pages[1:]] == [is_told] * 2
        assert is_told or ("Zqredville" not in pages[0] and re.search(r'host/">\s*Kazakhstan\s*</a>', pages[1]))
    assert "Zqredville" in client_of("japan").get("/desk/host/").content.decode()
    changed = Client().get("/en/changes/").content.decode()
    assert re.search(r"role was passed on.*?parties/kazakhstan/|parties/kazakhstan/.*?role was passed on", changed, re.S)
    assert (ahead.slug in str(Entry.objects.get(event="host.passed_on").facts), "Zqredville" in changed) == (False, False)


@pytest.mark.parametrize("kind", ["text", "room"])
def test_the_stream_of_who_left_office_ends(
    client_of: Browser, done: Done, viewer: Any, arrived: Client, ahead: Meeting, clause: Clause, kind: str
) -> None:
    """While that of a delegation goes on; the next one of theirs is not opened."""
    text = clause.text

    def followed(name: str) -> Iterator[bytes]:
        by = viewer(name)
        return live._events(text, by, False) if kind == "text" else room_live._events(ahead, by)

    lines = [followed(name) for name in ("host", "kazakhstan")]
    assert [next(each).startswith(b"event: version") for each in lines] == [True, True]

    done("host", acts.pass_host_role, ahead)
    live.watch._has_moved([text.pk])  # as its thread does every beat

    ends = [next(each) for each in lines], [next(each, b"end") for each in lines]
    assert b"event: bye\ndata: \n\n" in (ends[0][0], ends[1][0])
    assert b"event: bye\ndata: \n\n" not in (ends[0][1], ends[1][1])
    assert client_of("host").get(f"/desk/texts/{text.slug}/live/").status_code == 404


def test_the_people_of_a_host_come_back_with_its_turn(
    done: Done, acting: Callable[..., Any], passed: HostTerm, incoming: User, viewer: Any, client_of: Browser
) -> None:
    """Nobody is invited anew, and whom the host in office invites serves for the same party."""
    by, dialogue = viewer_of(incoming), Dialogue.objects.get(slug="caj")
    row = acting(by, people.invite_person, dialogue, called="C", address="c@example.org", circle="secretariat")
    assert row.serves_for == "kazakhstan"
    User.objects.filter(username="host").update(last_login=clock.database_moment())
    back = Meeting.objects.get(slug="justice-2026-planned")

    acting(by, acts.pass_host_role, back)

    assert (queries.host_in_office(), viewer("host").is_secretariat, viewer_of(incoming).rests) == ("japan", True, True)
    assert [each.party.slug for each in queries.terms_of_host(viewer=by)] == ["japan", "kazakhstan", "japan"]
    assert client_of("host").get("/desk/host/").status_code == 200


def test_who_serves_alone_is_the_last_of_the_host_whoever_rests(
    passed: HostTerm, incoming: User, acting: Callable[..., Any]
) -> None:
    """Nor does the new host end offices of the one before; of a next host that was never in office it may."""
    by, refusals = viewer_of(incoming), []
    wrong = User.objects.create(username="tashkent", circle=Circle.SECRETARIAT, serves_for="uzbekistan")

    for account in (User.objects.get(pk=incoming.pk), User.objects.get(username="host")):
        with pytest.raises(RefusedError) as refusal:
            acting(by, people.end_office, account)
        refusals.append(refusal.value.verdict.refusal)
    acting(by, people.end_office, wrong)

    assert refusals == [PeopleRefusal.LAST_OF_THE_HOST, PeopleRefusal.OFFICE_RESTS]
    assert not User.objects.get(pk=wrong.pk).is_active


def test_second_factors_of_an_earlier_host_are_no_business_of_the_next_one(
    passed: HostTerm, incoming: User, acting: Callable[..., Any], client_of: Browser
) -> None:
    """Without them its people would be let in by their password alone; whoever runs the server can still help."""
    before, colleague = (
        User.objects.get(username="host"),
        User.objects.create(username="astana2", circle=Circle.SECRETARIAT, serves_for="kazakhstan"),
    )
    for each in (before, colleague):
        with_authenticator(each)
    client = Client()
    client.force_login(incoming)

    page = client.get("/desk/people/").content.decode()
    assert [f"/desk/acts/reset_factors/{each.pk}/" in page for each in (before, colleague)] == [False, True]
    with pytest.raises(RefusedError) as refusal:
        acting(viewer_of(incoming), people.reset_factors, before)
    assert refusal.value.verdict.refusal is PeopleRefusal.OFFICE_RESTS
    acting(viewer_of(incoming), people.reset_factors, colleague)


def test_a_second_factor_is_asked_of_whoever_waits(incoming: User, settings: Any) -> None:
    settings.SECOND_FACTOR = True

    assert viewer_of(incoming).rests
    assert queries.is_asked_for_second_factor(incoming)


@pytest.mark.one_database
def test_the_page_of_the_role_says_who_serves_for_whom_and_what_is_open(passed: HostTerm, arrived: Client) -> None:
    page, list_of_people = arrived.get("/desk/host/").content.decode(), arrived.get("/desk/people/").content.decode()

    assert "Silence that has not ended" in page
    assert "for Japan: rests" in list_of_people
    assert "for Kazakhstan" in list_of_people
    assert host_role.OPEN_NAMES.isdisjoint({"log", "texts", "act"})
