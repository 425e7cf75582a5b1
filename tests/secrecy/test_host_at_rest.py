"""Who served for the host before meets the page that says so, and for the rest what the public meets: every address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import resolve
from tests.conftest import NOW
from tests.secrecy.conftest import Nest
from tests.secrecy.test_crawl import _of_each_kind, _sweep
from tests.secrecy.test_screens import _main, _status

from nemawashi.access.models import User
from nemawashi.desk.following import host_role
from nemawashi.parties.models import HostTerm, Party

pytestmark = pytest.mark.usefixtures("played")
Browser = Callable[[str], Any]


@pytest.mark.one_database
def test_an_office_at_rest_meets_no_address_of_the_desk(nest: Nest, addresses: list[str], client_of: Browser) -> None:
    """With the session that was open as the host's, which reached all of them before."""
    client, public = client_of("host"), client_of("")
    User.objects.filter(username="host").update(serves_for="japan")
    desk = [address for address in addresses if address.startswith("/desk/")]
    names = {address: resolve(address.partition("?")[0]).url_name for address in desk}
    behind = [address for address in desk if names[address] not in host_role.OPEN_NAMES]
    before = {_status(client, address) for address in behind[::40]}
    HostTerm.objects.create(party=Party.objects.get(slug="kazakhstan"), meeting_ref="meeting/a", since_at=NOW)

    assert (200 in before, len(behind) > 200) == (True, True)
    assert {_status(client, address) for address in behind} == {303, 404}  # 404: what a page that lies open asks for itself
    assert {client.get(address).get("Location", "/desk/") for address in behind[::20]} == {"/desk/"}
    assert {client.post(address).get("Location") for address in behind if names[address] == "act"} == {"/desk/"}
    assert dict(_sweep(client, addresses, {*nest.canaries})) == {}
    outside = _of_each_kind(address for address in addresses if address.startswith(("/en/", "/ru/", "/ja/")))
    assert {address for address in outside if _main(client, address) != _main(public, address)} == set()
