"""Lost second factors: who takes them off whose account, what ends with them, who is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from tests.access.test_second_factors import code, first_step, is_in, with_authenticator
from tests.access.test_second_factors import mori as mori  # a fixture
from tests.conftest import NOW

from nemawashi.access import api_tokens, second_factors
from nemawashi.access.models import Entry, User
from nemawashi.access.terms import TokenScope
from nemawashi.parties.models import Membership
from nemawashi.project.outbox import owners, sending

pytestmark = pytest.mark.usefixtures("played")


def test_a_focal_point_takes_lost_factors_off_and_the_person_is_told(
    mori: User, client_of: Callable[[str], Any], settings: Any
) -> None:
    settings.MAIL_IS_SET_UP = True
    with_authenticator(mori)
    User.objects.filter(pk=mori.pk).update(email="h.mori@example.org", language="ja")
    api_tokens.make(mori, name="cron", scope=TokenScope.RECORD, days=30, at=NOW)
    here, path = Client(), f"/desk/acts/reset_factors/{mori.pk}/"
    first_step(here)
    here.post("/sign-in/second/", {"code": code()})
    assert [client_of(name).get(path).status_code for name in ("host", "kazakhstan")] == [404, 404]
    assert client_of("japan").post(path, {}).status_code == 422  # its head, who is no focal point
    Membership.objects.filter(user__username="japan").update(role="focal_point")
    focal = client_of("japan")
    assert path in focal.get("/desk/people/").content.decode()

    assert focal.post(path, {"once": "8" * 32}).status_code == 302

    assert (is_in(here), second_factors.are_there(mori), api_tokens.in_force(mori, at=NOW)) == (False, False, 0)
    assert path not in focal.get("/desk/people/").content.decode()
    assert focal.post(path, {"once": "9" * 32}).status_code == 422
    entry = Entry.objects.get(event="factors.reset")
    assert (entry.visibility, entry.facts) == ("own", {"name": "h.mori", "party": "japan"})
    later = NOW + dt.timedelta(minutes=1)
    assert owners.write(later) == 1
    sending.deliver(later)
    assert "あなたのアカウントのすべての第二要素が外されました: japan" in str(mail.outbox[-1].body)
    assert owners.write(later) == 0


def test_nobody_takes_off_its_own_factors_by_the_act_and_the_operator_does_at_the_machine(
    client_of: Callable[[str], Any],
) -> None:
    host = User.objects.get(username="host")
    with_authenticator(host)
    client = client_of("host")

    assert "reset_factors" not in client.get("/desk/people/").content.decode()
    assert client.post(f"/desk/acts/reset_factors/{host.pk}/", {}).status_code == 422
    call_command("reset_factors", "host", stdout=StringIO())
    assert not second_factors.are_there(host)
    assert Entry.objects.get(event="factors.reset").user_name == "operator"
    for name in ("host", "nobody"):
        with pytest.raises(CommandError):
            call_command("reset_factors", name, stdout=StringIO())
