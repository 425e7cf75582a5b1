"""At the door: who is let in, once, by whom, and what a badge gives away."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from nemawashi.access.models import Entry
from nemawashi.desk.following import badges
from nemawashi.kit.papers import badges as papers
from nemawashi.meetings import acts
from nemawashi.meetings.models import Delegate, Meeting
from nemawashi.meetings.rules import Nominee
from nemawashi.meetings.terms import DelegateRole, Refusal


@pytest.fixture
def named(played: None, db: None, done: Callable[..., Any]) -> list[Delegate]:
    meeting = Meeting.objects.get(track__slug="fmm", state="announced")
    people = [Nominee("Yuki Abe", "Minister", "阿部 雪"), Nominee("Ken Sato", "Director")]
    rows: list[Delegate] = done("japan", acts.nominate_delegates, meeting, people=people)
    return rows


def test_check_in_delegate_once_and_without_a_name_in_the_log(
    named: list[Delegate], logged: Any, refused: Any, done: Any
) -> None:
    assert refused("host", acts.check_in_delegate, named[0]) is Refusal.NOT_ACCREDITED
    done("host", acts.accredit_delegates, named[0].meeting, delegates=[named[0]])
    assert refused("japan", acts.check_in_delegate, named[0]) is Refusal.NOT_THE_SECRETARIAT

    row, entries = logged("host", acts.check_in_delegate, named[0], seen=2)

    assert (row.checked_in_at is not None, row.version) == (True, 3)
    assert entries == [("delegation.checked_in", "", "parties", row.meeting.ref)]
    assert refused("host", acts.check_in_delegate, named[0]) is Refusal.CHECKED_IN_ALREADY
    facts = json.dumps(list(Entry.objects.values_list("facts", flat=True)), ensure_ascii=False)
    assert [word in facts for word in ("Abe", "阿部")] == [False] * 2


def test_a_badge_that_is_read_says_whose_it_is_to_the_hosts_people_alone(
    named: list[Delegate], done: Any, client_of: Callable[[str], Client]
) -> None:
    row = done("host", acts.accredit_delegates, named[0].meeting, delegates=[named[0]])[0]
    key, base = badges.key_of(row), f"/desk/meetings/{row.meeting.slug}"
    host = client_of("host")

    page = host.get(f"{base}/check-in/{key}/").content.decode()

    assert ("Yuki Abe" in page, f"/desk/acts/check_in_delegate/{row.pk}/" in page, "Abe" in key) == (True, True, False)
    other = Meeting.objects.exclude(pk=row.meeting_id).first()
    wrong = [f"{row.pk}.{'x' * 20}", f"{named[1].pk}.{key.partition('.')[2]}", str(row.pk), "x", "9" * 40]
    assert [host.get(f"{base}/check-in/{each}/").status_code for each in wrong] == [404] * 5
    assert host.get(f"/desk/meetings/{other.slug}/check-in/{key}/").status_code == 404
    lists = re.search(r'<form class="keep".*?</form>', host.get(f"{base}/delegations/").content.decode(), re.S)
    assert lists is not None
    assert f"/desk/acts/check_in_delegate/{row.pk}/" in lists[0]  # a button outside a form does nothing
    assert [client_of(name).get(f"{base}/check-in/{key}/").status_code for name in ("japan", "expert")] == [404, 404]
    assert Client().get(f"{base}/check-in/{key}/").status_code == 302
    done("host", acts.check_in_delegate, row)
    again = host.get(f"{base}/check-in/{key}/").content.decode()
    assert "This badge was shown already." in again
    assert "Came in" in host.get(f"{base}/delegations/").content.decode()


def test_badges_are_printed_by_the_host_for_those_who_are_accredited(
    named: list[Delegate], done: Any, client_of: Callable[[str], Client]
) -> None:
    address = f"/desk/meetings/{named[0].meeting.slug}/delegations/badges.pdf"
    assert client_of("host").get(address).status_code == 404  # nobody is accredited
    done("host", acts.accredit_delegates, named[0].meeting, delegates=named)

    answer = client_of("host").get(address)

    assert (answer.status_code, answer.content[:5]) in [(200, b"%PDF-"), (503, answer.content[:5])]
    assert client_of("japan").get(address).status_code == 404


@pytest.mark.one_database
def test_words_of_a_delegation_are_escaped_on_a_badge() -> None:
    row = papers.Badge("Japan", "Head", "<script>Abe", "<svg></svg>", "阿部", "ja")

    page = papers.as_html([row], title="A & B", language="en", looks="")

    assert ("<script>" in page, "&lt;script&gt;Abe" in page, "A &amp; B" in page, '<p class="own" lang="ja">' in page) == (
        False,
        True,
        True,
        True,
    )


def test_attendance_begins_with_those_who_were_let_in_and_stays_what_somebody_wrote(
    named: list[Delegate], done: Any, client_of: Callable[[str], Client], now: Any
) -> None:
    meeting = named[0].meeting
    done("japan", acts.nominate_delegates, meeting, people=[Nominee("Mio Ota", "", "", DelegateRole.INTERPRETER)])
    done("host", acts.accredit_delegates, meeting, delegates=list(meeting.delegates.all()))
    done("host", acts.check_in_delegate, named[0])
    done("host", acts.check_in_delegate, meeting.delegates.get(name="Mio Ota"))
    Meeting.objects.filter(pk=meeting.pk).update(state="open", opened_at=now)
    forms = [("host", "take_attendance"), ("japan", "confirm_presence"), ("kazakhstan", "confirm_presence")]

    pages = [client_of(name).get(f"/desk/acts/{act}/{meeting.slug}/").content.decode() for name, act in forms]

    assert [("Yuki Abe, Minister" in page, "Ken Sato" in page, "Mio Ota" in page) for page in pages] == [
        (True, False, False),
        (True, False, False),
        (False, False, False),
    ]
    done("japan", acts.confirm_presence, meeting, names="The minister")
    page = client_of("japan").get(f"/desk/acts/confirm_presence/{meeting.slug}/").content.decode()
    assert ("The minister" in page, "Yuki Abe" in page) == (True, False)
    assert "fiction" in client_of("host").get(f"/desk/meetings/{meeting.slug}/").content.decode().lower()
