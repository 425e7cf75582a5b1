"""Grave acts ask again for the password where it was typed half an hour ago; nothing that was filled in is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.forms import FileField
from django.http import HttpRequest, QueryDict
from tests.conftest import NOW

from nemawashi.access import clock
from nemawashi.access.models import Entry
from nemawashi.desk.acting import proving
from nemawashi.desk.register import DEEDS
from nemawashi.meetings.models import Meeting

pytestmark = pytest.mark.usefixtures("played")
LATER = NOW + dt.timedelta(minutes=30)


@pytest.fixture
def meeting() -> Meeting:
    return Meeting.objects.get(track__slug="fmm", state="announced")


def cancel(client: Any, meeting: Meeting, **more: str) -> Any:
    page = client.get(f"/desk/acts/cancel_meeting/{meeting.slug}/")
    form = {"why": "The hall burnt “down” <today>", "seen": page.context["seen"], "once": str(page.context["once"])}
    return client.post(f"/desk/acts/cancel_meeting/{meeting.slug}/", form | more)


def test_within_half_an_hour_nothing_is_asked(client_of: Callable[[str], Any], meeting: Meeting) -> None:
    client = client_of("host")
    clock.set_to(LATER - dt.timedelta(minutes=5))

    assert cancel(client, meeting).status_code == 302


@pytest.mark.parametrize(("ago", "is_fresh"), [(1799, True), (1800, False), (None, False)])
def test_a_proof_is_fresh_for_half_an_hour(ago: int | None, is_fresh: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "seconds", lambda: 1_000_000.0)
    request = HttpRequest()
    request.session = {} if ago is None else {"proved_at": 1_000_000 - ago}  # type: ignore[assignment]

    assert proving.is_fresh(request) is is_fresh


def test_after_half_an_hour_the_password_is_asked_and_what_was_typed_is_carried_on(
    client_of: Callable[[str], Any], meeting: Meeting
) -> None:
    client, entries = client_of("host"), Entry.objects.count()
    clock.set_to(LATER)

    asked = cancel(client, meeting)

    assert asked.status_code == 403
    assert "The hall burnt “down” &lt;today&gt;" in asked.content.decode()
    assert str(meeting) in unescape(asked.content.decode())
    assert Entry.objects.count() == entries
    again = client.post(
        f"/desk/acts/cancel_meeting/{meeting.slug}/", dict(asked.context["carried"]) | {"proof": "host-demo"}
    )
    assert again.status_code == 302
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"


def test_a_wrong_password_does_nothing_and_guessing_is_paused(client_of: Callable[[str], Any], meeting: Meeting) -> None:
    client, entries = client_of("host"), Entry.objects.count()
    clock.set_to(LATER)

    answers = [cancel(client, meeting, proof=f"guess {number}") for number in range(5)]

    assert [answer.status_code for answer in answers] == [403] * 4 + [429]
    assert "That is not your password" in answers[0].content.decode()
    assert Entry.objects.count() == entries
    assert client.get("/desk/").status_code == 200  # whoever is signed in stays so


def test_these_acts_ask_again_and_breaking_silence_never_does() -> None:
    assert {name for name, deed in DEEDS.items() if deed.asks_again} == {
        "adopt_in_meeting", "announce_adoption", "cancel_meeting", "correct_text", "enter_reservation", "issue_text",
        "open_silence", "open_seat", "close_seat", "invite_person", "change_role", "end_membership", "end_office",
        "hand_over", "reset_factors", "state_host", "invite_next_host", "pass_host_role",
    }  # fmt: skip


def test_whatever_was_filled_in_is_carried_whole() -> None:
    request = HttpRequest()
    request.POST = QueryDict(mutable=True)
    request.POST.setlist("clauses", [str(number) for number in range(250)])
    request.POST.update({"why": "a", "csrfmiddlewaretoken": "t", "proof": "a password"})

    assert proving.carried(request) == [*(("clauses", str(number)) for number in range(250)), ("why", "a")]


def test_no_act_that_asks_again_sends_a_file_which_no_page_can_carry() -> None:
    asking = [deed for deed in DEEDS.values() if deed.asks_again]

    assert [deed.name for deed in asking if any(isinstance(f, FileField) for f in deed.form.base_fields.values())] == []
