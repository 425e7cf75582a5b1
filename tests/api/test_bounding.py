"""How often the API answers without an account: by the line that an address stands for, whichever worker is asked."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from nemawashi.access.allowances import Allowance
from nemawashi.api import bounding
from nemawashi.api.bounding import OverAllWorkers


def asked(address: str, *, is_known: bool = False) -> float | None:
    """The seconds to wait; None where it is answered."""
    request = Request(APIRequestFactory().get("/api/v1/", REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR="6.6.6.6"))
    request.user = SimpleNamespace(is_authenticated=is_known)
    throttle = OverAllWorkers()  # a new one for each request, as the framework makes them
    return None if throttle.allow_request(request, None) else throttle.wait()


@pytest.fixture(autouse=True)
def three_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounding, "ALLOWANCE", Allowance(bounding.HOUR))
    monkeypatch.setattr(OverAllWorkers, "get_rate", lambda _self: "3/hour")


def test_the_fourth_of_an_hour_waits_for_its_end() -> None:
    assert [asked("203.0.113.9") for _ in range(3)] == [None] * 3
    assert asked("203.0.113.9") == pytest.approx(3600, abs=5)
    assert asked("203.0.113.10") is None
    assert asked("203.0.113.9", is_known=True) is None


def test_the_addresses_of_one_line_are_one() -> None:
    assert [asked(f"2001:db8:0:1::{number}") for number in range(3)] == [None] * 3
    assert asked("2001:db8:0:1::ffff") is not None
    assert asked("2001:db8:0:2::1") is None


def test_the_settings_name_it_with_a_rate_of_an_hour() -> None:
    rest: Any = settings.REST_FRAMEWORK
    assert rest["DEFAULT_THROTTLE_RATES"]["anon"].endswith("/hour")  # as long as the allowance
    assert rest["NUM_PROXIES"] == 0
