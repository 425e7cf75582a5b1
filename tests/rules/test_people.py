"""Who says who acts for whom: the host opens seats, focal points decide, a link gives nothing by itself."""

import datetime as dt

import pytest
from tests.rules import people

from nemawashi.access.rules import GRANTED, Verdict, refuse
from nemawashi.access.terms import Circle, Role
from nemawashi.access.viewers import Viewer
from nemawashi.parties import rules
from nemawashi.parties.terms import InvitationState, Refusal, SecondFactorOf

EVERYBODY = [*people.PARTICIPANTS, *people.NOT_PARTICIPANTS]
FOCAL = people.uzbekistan
SENT, TAKEN_UP, WITHDRAWN = InvitationState.SENT, InvitationState.TAKEN_UP, InvitationState.WITHDRAWN
EXPIRES = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
INSTANT = dt.timedelta(microseconds=1)


@pytest.mark.parametrize("by", EVERYBODY, ids=people.called)
def test_the_host_alone_opens_a_seat(by: Viewer) -> None:
    may = rules.may_open_seat(by, is_open=False, is_offered=False)

    assert may == (GRANTED if by is people.host else refuse(Refusal.NOT_THE_SECRETARIAT))


@pytest.mark.parametrize(
    ("is_open", "is_offered", "why"),
    [(True, False, Refusal.SEAT_IS_OPEN), (True, True, Refusal.SEAT_IS_OPEN), (False, True, Refusal.SEAT_IS_OFFERED)],
)
def test_a_seat_is_opened_once(is_open: bool, is_offered: bool, why: Refusal) -> None:
    assert rules.may_open_seat(people.host, is_open=is_open, is_offered=is_offered) == refuse(why)


@pytest.mark.parametrize("by", EVERYBODY, ids=people.called)
def test_focal_points_and_the_host_invite_and_nobody_else(by: Viewer) -> None:
    assert rules.may_invite(by) == (GRANTED if by in (people.host, FOCAL) else refuse(Refusal.NOT_A_FOCAL_POINT))


@pytest.mark.parametrize("role", Role)
def test_a_focal_point_gives_each_role_and_the_host_none(role: Role) -> None:
    assert rules.may_invite_as(FOCAL, role=role, circle="") == GRANTED
    assert rules.may_invite_as(people.host, role=role, circle="") == refuse(Refusal.NO_SUCH_OFFICE)


@pytest.mark.parametrize("circle", Circle)
def test_the_host_gives_each_circle_but_a_delegation_and_a_focal_point_none(circle: Circle) -> None:
    is_theirs = circle != Circle.DELEGATION
    assert rules.may_invite_as(people.host, role="", circle=circle) == (
        GRANTED if is_theirs else refuse(Refusal.NO_SUCH_OFFICE)
    )
    assert rules.may_invite_as(FOCAL, role="", circle=circle) == refuse(Refusal.NO_SUCH_OFFICE)


def test_a_role_that_there_is_not_is_given_by_nobody() -> None:
    assert rules.may_invite_as(FOCAL, role="minister", circle="") == refuse(Refusal.NO_SUCH_OFFICE)
    assert rules.may_invite_as(people.japan, role="member", circle="") == refuse(Refusal.NOT_A_FOCAL_POINT)


def test_an_address_is_new_to_those_who_invite_it() -> None:
    assert rules.is_new_here(acts_here=True, is_invited=False) == refuse(Refusal.ACTS_HERE)
    assert rules.is_new_here(acts_here=False, is_invited=True) == refuse(Refusal.INVITED_ALREADY)
    assert rules.is_new_here(acts_here=False, is_invited=False) == GRANTED


def test_without_mail_nobody_is_invited() -> None:
    assert (rules.mail_leaves(True), rules.mail_leaves(False)) == (GRANTED, refuse(Refusal.NO_MAIL))


@pytest.mark.parametrize(
    ("by", "party", "is_first", "may"),
    [
        (FOCAL, "uzbekistan", False, GRANTED),
        (FOCAL, "japan", False, refuse(Refusal.NOT_ITS_INVITER)),
        (FOCAL, None, False, refuse(Refusal.NOT_ITS_INVITER)),
        (people.host, None, False, GRANTED),
        (people.host, "japan", True, GRANTED),
        (people.host, "japan", False, refuse(Refusal.NOT_ITS_INVITER)),
        (people.japan, "japan", False, refuse(Refusal.NOT_ITS_INVITER)),
        (people.public, None, False, refuse(Refusal.NOT_ITS_INVITER)),
    ],
)
def test_an_invitation_is_minded_by_those_who_could_make_it(
    by: Viewer, party: str | None, is_first: bool, may: Verdict
) -> None:
    assert rules.may_mind_invitation(by, party=party, is_first=is_first, state=SENT) == may


@pytest.mark.parametrize("state", [TAKEN_UP, WITHDRAWN])
def test_an_invitation_that_has_ended_is_not_minded(state: str) -> None:
    assert rules.may_mind_invitation(people.host, party=None, is_first=False, state=state) == refuse(
        Refusal.INVITATION_ENDED
    )


@pytest.mark.parametrize("by", EVERYBODY, ids=people.called)
@pytest.mark.parametrize("party", ["uzbekistan", "japan"])
def test_a_focal_point_changes_and_ends_in_the_own_delegation_alone(by: Viewer, party: str) -> None:
    wanted = GRANTED if by is FOCAL and party == "uzbekistan" else refuse(Refusal.NOT_A_FOCAL_POINT)

    assert rules.may_end_membership(by, party=party, role=Role.MEMBER, focal_points=1) == wanted
    assert rules.may_change_role(by, party=party, role=Role.MEMBER, focal_points=1, becomes=Role.HEAD) == wanted


@pytest.mark.parametrize(("focal_points", "may"), [(1, refuse(Refusal.LAST_FOCAL_POINT)), (2, GRANTED)])
def test_the_last_focal_point_stays_until_there_is_another(focal_points: int, may: Verdict) -> None:
    words = {"party": "uzbekistan", "role": Role.FOCAL_POINT, "focal_points": focal_points}

    assert rules.may_end_membership(FOCAL, **words) == may  # type: ignore[arg-type]
    assert rules.may_change_role(FOCAL, becomes=Role.HEAD, **words) == may  # type: ignore[arg-type]
    assert rules.may_change_role(FOCAL, becomes=Role.FOCAL_POINT, **words) == GRANTED  # type: ignore[arg-type]
    assert rules.may_change_role(FOCAL, becomes="minister", **words) == refuse(Refusal.NO_SUCH_OFFICE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("circle", "in_circle", "may"),
    [
        (Circle.EXPERTS, 1, GRANTED),
        (Circle.SECRETARIAT, 2, GRANTED),
        (Circle.SECRETARIAT, 1, refuse(Refusal.LAST_OF_THE_HOST)),
        (Circle.DELEGATION, 9, refuse(Refusal.NOT_THE_SECRETARIAT)),
    ],
)
def test_the_host_ends_offices_in_its_circles_but_its_last(circle: str, in_circle: int, may: Verdict) -> None:
    assert rules.may_end_office(people.host, circle=circle, in_circle=in_circle) == may
    assert rules.may_end_office(FOCAL, circle=circle, in_circle=in_circle) == refuse(Refusal.NOT_THE_SECRETARIAT)


def _joins(**words: object) -> Verdict:
    plain = {"state": SENT, "expires_at": EXPIRES, "at": EXPIRES - INSTANT, "is_first": False, "is_open": True}
    return rules.may_join(**{**plain, "acts_elsewhere": False, **words})  # type: ignore[arg-type]


def test_an_invitation_gives_something_until_the_moment_at_which_it_expires() -> None:
    moments = (EXPIRES - INSTANT, EXPIRES, EXPIRES + INSTANT)

    assert [_joins(at=at) for at in moments] == [GRANTED, refuse(Refusal.EXPIRED), refuse(Refusal.EXPIRED)]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"state": WITHDRAWN}, Refusal.INVITATION_ENDED),
        ({"state": TAKEN_UP, "at": EXPIRES}, Refusal.INVITATION_ENDED),
        ({"is_first": True}, Refusal.SEAT_IS_OPEN),
        ({"acts_elsewhere": True}, Refusal.ACTS_ELSEWHERE),
    ],
)
def test_a_link_is_no_office(words: dict[str, object], why: Refusal) -> None:
    assert _joins(**words) == refuse(why)


def test_the_first_focal_point_sits_down_on_an_empty_seat() -> None:
    assert _joins(is_first=True, is_open=False) == GRANTED


TODAY, DAY = dt.date(2026, 12, 1), dt.timedelta(days=1)


@pytest.mark.parametrize(("until", "may"), [(TODAY - DAY, refuse(Refusal.DAY_IS_OVER)), (TODAY, GRANTED), (None, GRANTED)])
def test_the_last_day_of_an_office_is_today_or_later(until: dt.date | None, may: Verdict) -> None:
    words = {"until": until, "today": TODAY}

    assert rules.may_invite_as(FOCAL, role=Role.ACCOMPANYING, circle="", **words) == may  # type: ignore[arg-type]
    changed = {"party": "uzbekistan", "role": Role.MEMBER, "focal_points": 1, "becomes": Role.WATCHER, **words}
    assert rules.may_change_role(FOCAL, **changed) == may  # type: ignore[arg-type]


def test_a_focal_point_s_office_has_no_last_day_nor_has_one_in_a_circle() -> None:
    words = {"until": TODAY + DAY, "today": TODAY}

    for role in Role:
        may = refuse(Refusal.ENDS_BY_HAND) if role == Role.FOCAL_POINT else GRANTED
        assert rules.may_invite_as(FOCAL, role=role, circle="", **words) == may  # type: ignore[arg-type]
    assert rules.may_invite_as(people.host, role="", circle="experts", **words) == refuse(  # type: ignore[arg-type]
        Refusal.NO_SUCH_OFFICE
    )


@pytest.mark.parametrize(
    ("zone", "ends"),
    [
        ("Asia/Tokyo", dt.datetime(2026, 12, 1, 15, tzinfo=dt.UTC)),
        ("Asia/Almaty", dt.datetime(2026, 12, 1, 19, tzinfo=dt.UTC)),
        ("", dt.datetime(2026, 12, 2, tzinfo=dt.UTC)),
    ],
)
def test_an_office_lasts_to_the_end_of_its_last_day_in_the_capital(zone: str, ends: dt.datetime) -> None:
    assert not rules.office_is_over(TODAY, at=ends - INSTANT, zone=zone)
    assert rules.office_is_over(TODAY, at=ends, zone=zone)
    assert not rules.office_is_over(None, at=ends, zone=zone)


def test_an_invitation_to_an_office_that_is_over_gives_nothing() -> None:
    assert (_joins(is_over=True), _joins(is_over=False)) == (refuse(Refusal.EXPIRED), GRANTED)


def test_whoever_accompanies_a_delegation_is_asked_for_a_second_factor() -> None:
    """The screens of a negotiation are open to them, if only those."""
    assert rules.asks_second_factor(people.accompanying, of=SecondFactorOf.NEGOTIATION)
