"""Pauses between tries to sign in: at both sides of each number, and whom a stranger's tries reach."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.conftest import NOW

from nemawashi.access import clock, pausing
from nemawashi.access.models import Tries
from nemawashi.access.pausing import Counted, CountedFor

SECOND, MINUTE, HOUR = dt.timedelta(seconds=1), dt.timedelta(minutes=1), dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (3, 0), (4, 4), (5, 8), (6, 16), (11, 512), (12, 900), (13, 900), (10**9, 900)]
)
def test_the_pause_doubles_with_each_wrong_password_from_the_fourth_on(failures: int, seconds: int) -> None:
    assert pausing.pause_after(failures) == seconds


def counted(failures: int, since: dt.timedelta = HOUR, last: dt.timedelta = SECOND) -> Counted:
    return Counted(failures, NOW - since, NOW - last)


@pytest.mark.parametrize(
    ("kind", "so_far", "wait"),
    [
        (CountedFor.PAIR, counted(4, last=dt.timedelta()), 4 * SECOND),
        (CountedFor.DEVICE, counted(5, last=dt.timedelta()), 8 * SECOND),
        (CountedFor.ADDRESS, counted(39, since=9 * MINUTE), -9 * MINUTE),
        (CountedFor.ADDRESS, counted(40, since=9 * MINUTE), MINUTE),
        (CountedFor.NAME, counted(99, since=59 * MINUTE), -59 * MINUTE),
        (CountedFor.NAME, counted(100, since=59 * MINUTE), MINUTE),
    ],
)
def test_windows_wait_for_their_end_and_rows_of_mistakes_for_their_pause(
    kind: CountedFor, so_far: Counted, wait: dt.timedelta
) -> None:
    assert pausing.ends_at(kind, so_far) - NOW == wait


@pytest.mark.parametrize(
    ("kind", "so_far", "is_over"),
    [
        (CountedFor.PAIR, counted(9, last=24 * HOUR - SECOND), False),
        (CountedFor.PAIR, counted(9, last=24 * HOUR), True),
        (CountedFor.ADDRESS, counted(9, since=10 * MINUTE - SECOND), False),
        (CountedFor.ADDRESS, counted(9, since=10 * MINUTE), True),
        (CountedFor.NAME, counted(9, since=HOUR - SECOND), False),
        (CountedFor.NAME, counted(9, since=HOUR), True),
    ],
)
def test_what_was_counted_is_forgotten_at_its_moment(kind: CountedFor, so_far: Counted, is_over: bool) -> None:
    assert pausing.is_over(kind, so_far, NOW) is is_over


def wrong(name: str = "h.mori", address: str = "203.0.113.9", device: str = "") -> int:
    return pausing.enter(pausing.keys(name, address, device))


@pytest.mark.django_db
def test_a_try_during_the_pause_neither_counts_nor_renews_it() -> None:
    clock.set_to(NOW)
    assert [wrong() for _ in range(4)] == [0, 0, 0, 0]
    before = list(Tries.objects.order_by("key").values_list("key", "failures", "last_at"))

    assert all(0 < wrong() <= 4 for _ in range(9))

    assert list(Tries.objects.order_by("key").values_list("key", "failures", "last_at")) == before
    clock.set_to(NOW + MINUTE)
    assert wrong() == 0
    assert 7 <= wrong() <= 9


@pytest.mark.django_db
def test_a_stranger_keeps_out_neither_other_addresses_nor_known_devices() -> None:
    for _ in range(4):
        wrong(address="198.51.100.1")

    assert wrong(address="198.51.100.1") > 0
    assert wrong(address="203.0.113.9") == 0
    assert wrong(address="198.51.100.1", device="a device of the owner") == 0
    assert wrong(name="a.colleague", address="198.51.100.1") == 0


@pytest.mark.django_db
def test_names_are_spelled_as_people_type_them() -> None:
    for name in ("h.mori", " H.Mori ", "H.MORI", "h.mori"):
        wrong(name=name)

    assert wrong(name="h.Mori") > 0


@pytest.mark.django_db
def test_an_address_that_tries_many_names_is_paused_and_known_devices_behind_it_are_not() -> None:
    assert {wrong(name=f"invented-{number}") for number in range(40)} == {0}

    assert wrong(name="another") > 500
    assert wrong(name="h.mori", device="known") == 0


@pytest.mark.django_db
def test_a_name_that_many_addresses_try_waits_from_strange_devices_alone() -> None:
    assert {wrong(address=f"198.51.100.{number}") for number in range(100)} == {0}

    assert wrong(address="203.0.113.77") > 3000
    assert wrong(address="203.0.113.77", device="known") == 0


@pytest.mark.django_db
def test_a_right_password_ends_the_row_of_mistakes_and_costs_the_address_nothing() -> None:
    for _ in range(60):
        counting = pausing.keys("h.mori", "203.0.113.9", "")
        assert pausing.enter(counting) == 0
        pausing.succeeded(counting)

    assert wrong() == 0


@pytest.mark.django_db
def test_a_password_that_was_not_looked_at_counts_for_nothing() -> None:
    for _ in range(9):
        counting = pausing.keys("h.mori", "203.0.113.9", "")
        assert pausing.enter(counting) == 0
        pausing.not_looked_at(counting)

    assert set(Tries.objects.values_list("failures", flat=True)) == {0}


@pytest.mark.django_db
def test_no_name_and_no_address_stands_in_the_table_and_old_tries_go() -> None:
    wrong(name="h.mori", address="203.0.113.9")
    assert not any(word in str(list(Tries.objects.values())) for word in ("mori", "203.0"))

    clock.set_to(NOW + dt.timedelta(days=1, seconds=1))
    wrong(name="another", address="203.0.113.10")

    assert Tries.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", ["ｈ.mori", "h.ｍori", "H.ＭＯＲＩ", "\u3000h.mori"])
def test_a_name_in_other_letters_that_sign_in_reads_alike_is_the_same_name(spelling: str) -> None:
    for _ in range(4):
        wrong()

    assert wrong(name=spelling) > 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2a00:1450:1:1::1", "2a00:1450:1:1:ffff:ffff:ffff:ffff", True),
        ("2a00:1450:1:1::1", "2a00:1450:1:2::1", False),
        ("::ffff:203.0.113.9", "203.0.113.9", True),
        ("203.0.113.9", "203.0.113.8", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("", "", True),
    ],
)
def test_one_line_is_one_address_however_many_it_was_given(one: str, other: str, is_same: bool) -> None:
    assert (pausing.keys("h.mori", one, "") == pausing.keys("h.mori", other, "")) is is_same


@pytest.mark.django_db
def test_tries_that_are_refused_leave_no_row() -> None:
    for number in range(40):
        wrong(name=f"invented-{number}")
    rows = Tries.objects.count()

    assert all(wrong(name=f"refused-{number}") > 0 for number in range(20))

    assert Tries.objects.count() == rows


@pytest.mark.django_db
def test_a_try_costs_a_crowd_little(django_assert_max_num_queries: Any) -> None:
    wrong()
    with django_assert_max_num_queries(7):  # with the savepoint of the test, and on PostgreSQL the lock
        assert wrong() == 0
    for _ in range(2):
        wrong()
    with django_assert_max_num_queries(6):
        assert wrong() > 0
