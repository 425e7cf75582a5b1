"""Delegation lists: what each act writes, that no entry of the log holds a name, and who reads which page."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from nemawashi.access.models import Entry
from nemawashi.access.viewers import PUBLIC
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import acts, possible, queries
from nemawashi.meetings.models import Delegate, Meeting
from nemawashi.meetings.rules import Nominee
from nemawashi.meetings.terms import DelegateRole, Refusal
from nemawashi.parties.models import ForumRow
from nemawashi.project import tending

ABE = Nominee("Yuki Abe", "Minister", "阿部 雪", DelegateRole.HEAD)
SATO = Nominee("Ken Sato", "Director")


@pytest.fixture
def meeting(played: None, db: None) -> Meeting:
    return Meeting.objects.get(track__slug="fmm", state="announced")


@pytest.fixture
def named(done: Callable[..., Any], meeting: Meeting) -> list[Delegate]:
    rows: list[Delegate] = done("japan", acts.nominate_delegates, meeting, people=[ABE, SATO])
    return rows


def offered(meeting: Meeting, viewer: Any) -> list[str]:
    at = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    return [row.act for row in possible.on_delegations(meeting, at=at, viewer=viewer) if row.verdict]


def test_nominate_delegates_and_accredit_delegates_without_a_name_in_the_log(
    meeting: Meeting, logged: Any, refused: Any, done: Any, who: Any
) -> None:
    rows, entries = logged("japan", acts.nominate_delegates, meeting, people=[ABE, SATO])

    assert [(row.party.slug, row.name, row.name_own, row.role, row.state) for row in rows] == [
        ("japan", "Yuki Abe", "阿部 雪", "head", "nominated"),
        ("japan", "Ken Sato", "", "member", "nominated"),
    ]
    assert entries == [("delegation.nominated", "japan", "parties", meeting.ref)]
    assert refused("japan", acts.nominate_delegates, meeting, people=[SATO]) is Refusal.NAMED_TWICE
    assert refused("japan-watcher", acts.nominate_delegates, meeting, people=[SATO]) is Refusal.NOT_THE_FOCAL_POINT

    done("host", acts.return_delegate, rows[1], is_refused=False, why="Which Sato?")
    both, entries = logged("host", acts.accredit_delegates, meeting, delegates=rows)
    assert [(row.state, row.reason) for row in both] == [("accredited", "")] * 2
    assert entries == [("delegation.accredited", "", "parties", meeting.ref)]
    assert refused("host", acts.accredit_delegates, meeting, delegates=rows) is Refusal.ACCREDITED_ALREADY
    assert refused("host", acts.return_delegate, rows[0], is_refused=True, why="x") is Refusal.ACCREDITED_ALREADY
    facts = json.dumps(list(Entry.objects.values_list("facts", flat=True)), ensure_ascii=False)
    assert [word in facts for word in ("Abe", "Sato", "阿部")] == [False] * 3
    assert [queries.visible_delegates(viewer=viewer).count() for viewer in (PUBLIC, who("expert"), who("kazakhstan"))] == [
        0,
        0,
        2,
    ]
    other = Meeting.objects.exclude(pk=meeting.pk).first()
    with pytest.raises(ValueError, match="another meeting"):
        done("host", acts.accredit_delegates, other, delegates=rows)


def test_decline_meeting_empties_the_list_and_naming_takes_it_back(
    meeting: Meeting, named: list[Delegate], logged: Any, refused: Any, done: Any
) -> None:
    row, entries = logged("japan", acts.decline_meeting, meeting, why=" An election. ")

    assert (row.why, meeting.delegates.count()) == ("An election.", 0)
    assert entries == [("delegation.declined", "japan", "parties", meeting.ref)]
    assert refused("japan", acts.decline_meeting, meeting) is Refusal.DECLINED_ALREADY
    done("japan", acts.nominate_delegates, meeting, people=[SATO])
    assert meeting.declined.count() == 0


def test_remove_delegate_is_the_partys_own_and_return_delegate_the_hosts(
    meeting: Meeting, named: list[Delegate], logged: Any, refused: Any
) -> None:
    assert [refused(name, acts.remove_delegate, named[1]) for name in ("kazakhstan", "host")] == [
        Refusal.NOT_THE_FOCAL_POINT
    ] * 2
    row, entries = logged("host", acts.return_delegate, named[0], is_refused=True, why="Unknown there.", seen=1)
    assert (row.state, row.reason, row.version) == ("refused", "Unknown there.", 2)
    assert entries == [("delegation.returned", "", "parties", meeting.ref)]

    left, entries = logged("japan", acts.remove_delegate, named[1], seen=1)

    assert left == meeting
    assert [each.name for each in meeting.delegates.all()] == ["Yuki Abe"]
    assert entries == [("delegation.name_removed", "japan", "parties", meeting.ref)]


def test_forget_delegates_deletes_names_after_their_time_and_keeps_offices(
    meeting: Meeting, named: list[Delegate], logged: Any, refused: Any
) -> None:
    assert refused("host", acts.forget_delegates, meeting) is Refusal.NAMES_ARE_KEPT
    long_ago = ImpreciseDate(2020, 1, 1)
    Meeting.objects.filter(pk=meeting.pk).update(start_on=long_ago, end_on=long_ago)
    ForumRow.objects.update(meeting_rules={"personal_days": 30})

    count, entries = logged("host", acts.forget_delegates, meeting)

    rows = list(meeting.delegates.order_by("pk").values_list("name", "name_own", "office", "role"))
    assert (count, rows) == (2, [("", "", "Minister", "head"), ("", "", "Director", "member")])
    assert entries == [("delegation.names_deleted", "", "parties", meeting.ref)]
    assert refused("host", acts.forget_delegates, meeting) is Refusal.NO_NAMES


def test_pages_of_delegations_say_what_each_may_know(
    meeting: Meeting, named: list[Delegate], done: Any, client_of: Callable[[str], Client], who: Any
) -> None:
    base = f"/desk/meetings/{meeting.slug}/delegations/"
    assert offered(meeting, who("japan")) == [
        "answer_invitation",
        "nominate_delegates",
        "attach_credentials",
        "decline_meeting",
    ]
    assert offered(meeting, who("host")) == ["accredit_delegates"]
    assert offered(meeting, who("japan-watcher")) == []
    assert [row.act for row in possible.on_delegate(named[0], viewer=who("japan"))] == ["remove_delegate"]
    assert [row.act for row in possible.on_delegate(named[0], viewer=who("host"))] == ["return_delegate"]
    host = client_of("host")
    assert host.get(base + "plates.pdf").status_code == 404  # nobody is accredited
    done("host", acts.accredit_delegates, meeting, delegates=[named[0]])

    page = host.get(base + "?order=ru&host=last&shape=round").content.decode()

    assert "Yuki Abe" in page
    assert '<circle class="c-seat"' in page
    assert "Япония</text>" in page
    assert [client_of(name).get(base).status_code for name in ("kazakhstan", "expert", "researcher")] == [200, 404, 404]
    assert "Yuki Abe" not in Client().get(f"/en/meetings/{meeting.slug}/?fiction=1").content.decode()
    for name in ("plates", "seats"):
        answer = host.get(f"{base}{name}.pdf")
        assert (answer.status_code, answer.content[:5]) in [(200, b"%PDF-"), (503, answer.content[:5])]


def test_the_form_starts_from_the_list_before_and_names_lines_that_it_cannot_read(
    meeting: Meeting, named: list[Delegate], done: Any, client_of: Callable[[str], Client]
) -> None:
    words = {"city": "Osh", "host": meeting.host, "start": ImpreciseDate(2029, 3, 14)}
    later = done("host", acts.plan_meeting, meeting.track, **words)
    later = done("host", acts.announce_meeting, later)
    client = client_of("japan")
    address = f"/desk/acts/nominate_delegates/{later.slug}/"

    assert "Yuki Abe; Minister; 阿部 雪; Head of delegation" in client.get(address).content.decode()
    answer = client.post(address, {"people": "Yuki Abe\n;;;\nA;b;c;king", "seen": ""})

    assert answer.status_code == 422
    assert "These lines cannot be read: 2, 3. Nothing was put on the list." in answer.content.decode()
    assert later.delegates.count() == 0


@pytest.mark.one_database
def test_the_clock_deletes_names_when_their_time_is_over_and_not_before(meeting: Meeting, named: list[Delegate]) -> None:
    tending.tend()
    assert meeting.delegates.exclude(name="").count() == 2
    long_ago = ImpreciseDate(2020, 1, 1)
    Meeting.objects.filter(pk=meeting.pk).update(start_on=long_ago, end_on=long_ago)
    ForumRow.objects.update(meeting_rules={"personal_days": 30})

    tending.tend()

    assert (meeting.delegates.exclude(name="").count(), meeting.delegates.count()) == (0, 2)
