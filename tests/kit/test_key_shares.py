"""K of N shares open a box, K-1 do not, and whatever else is given is refused in a sentence."""

from __future__ import annotations

import itertools

import pytest

from nemawashi.kit import key_shares
from nemawashi.kit.faults import DamagedError, NotAllowedError, UnreadableError
from nemawashi.kit.key_shares import FEWEST, MOST, NotEnoughSharesError, SharedSecret

SECRET = b"zqcanary of one key,and of a former one"


@pytest.fixture(scope="module")
def three_of_five() -> SharedSecret:
    return key_shares.shared(SECRET, needed=3, of=5)


def test_any_three_of_five_open_it_and_no_two_do(three_of_five: SharedSecret) -> None:
    box, shares = three_of_five.box, three_of_five.shares

    assert all(key_shares.opened(box, three) == SECRET for three in itertools.permutations(shares, 3))
    for few in (*itertools.combinations(shares, 2), (shares[0],) * 3, (shares[0], shares[1], shares[1])):
        with pytest.raises(NotEnoughSharesError, match="3 different shares are needed"):
            key_shares.opened(box, few)
    with pytest.raises(NotEnoughSharesError):
        key_shares.opened(box, [])
    assert key_shares.opened(box, shares) == SECRET
    assert not [each for each in (box, *shares) if "zqcanary" in each]


@pytest.mark.parametrize("numbers", [(FEWEST, FEWEST), (FEWEST, MOST), (MOST, MOST)])
def test_the_fewest_and_the_most(numbers: tuple[int, int]) -> None:
    needed, of = numbers
    made = key_shares.shared(SECRET, needed=needed, of=of)

    assert len(set(made.shares)) == of
    assert key_shares.opened(made.box, made.shares[-needed:]) == SECRET
    with pytest.raises(NotEnoughSharesError):
        key_shares.opened(made.box, made.shares[: needed - 1])


@pytest.mark.parametrize("numbers", [(FEWEST - 1, 5), (4, 3), (3, MOST + 1), (0, 0), (-1, 3)])
def test_other_numbers_are_refused(numbers: tuple[int, int]) -> None:
    with pytest.raises(NotAllowedError):
        key_shares.shared(SECRET, needed=numbers[0], of=numbers[1])


def test_two_sharings_have_nothing_in_common(three_of_five: SharedSecret) -> None:
    other = key_shares.shared(SECRET, needed=3, of=5)

    with pytest.raises(UnreadableError, match="of several boxes"):
        key_shares.opened(other.box, [*three_of_five.shares[:2], other.shares[2]])
    with pytest.raises(DamagedError, match="not the one of these shares"):
        key_shares.opened(other.box, three_of_five.shares[:3])
    assert not set(other.shares) & set(three_of_five.shares)


def test_a_share_as_it_comes_from_paper(three_of_five: SharedSecret) -> None:
    one, two, three = three_of_five.shares[:3]
    written = one.upper().replace(" ", "\n  ")
    wrong = two.split()
    wrong[7] = "academic" if wrong[7] != "academic" else "acid"

    assert key_shares.opened(three_of_five.box, [written, two, three]) == SECRET
    for slip in (" ".join(wrong), two.rsplit(" ", 1)[0], "nonsense", "", "x" * (key_shares.LONGEST + 1), "academic " * 33):
        with pytest.raises(UnreadableError, match="share 2 is none"):
            key_shares.opened(three_of_five.box, [one, slip, three])


def test_a_box_that_was_altered(three_of_five: SharedSecret) -> None:
    head, token = three_of_five.box.split("\n", 1)
    turned = token[:40] + ("A" if token[40] != "A" else "B") + token[41:]

    for box, fault in ((f"{head}\n{turned}", DamagedError), (f"{head}\n", DamagedError), (token, UnreadableError)):
        with pytest.raises(fault):
            key_shares.opened(box, three_of_five.shares[:3])
