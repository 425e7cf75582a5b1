"""Codes of an authenticator and on paper: the vectors of RFC 6238, both sides of each step, spelling."""

import pytest

from nemawashi.kit import one_time

KEY = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert one_time.code_of(KEY, one_time.step_at(seconds)) == code
    assert one_time.step_of(KEY, code, seconds=seconds, after=0) == seconds // 30


@pytest.mark.parametrize(("away", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_away(away: int, is_taken: bool) -> None:
    code = one_time.code_of(KEY, 1000 + away)

    assert (one_time.step_of(KEY, code, seconds=30_000, after=0) is not None) is is_taken


def test_no_step_is_taken_that_does_not_lie_behind_the_last() -> None:
    code = one_time.code_of(KEY, 1000)

    assert one_time.step_of(KEY, code, seconds=30_000, after=999) == 1000
    assert one_time.step_of(KEY, code, seconds=30_000, after=1000) is None
    assert one_time.step_of(KEY, "", seconds=30_000, after=0) is None


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("123456", "123456"), (" 123 456 ", "123456"), ("12345", ""), ("1234567", ""), ("12345x", ""), ("１２３４５６", "")],
)
def test_a_code_is_six_digits_with_any_blanks(typed: str, digits: str) -> None:
    assert one_time.digits(typed) == digits


def test_recovery_codes_are_read_as_people_write_them() -> None:
    code = one_time.new_paper_code()

    assert len(code) == 19
    assert one_time.paper_code(code.lower().replace("-", " ")) == code.replace("-", "")
    assert one_time.paper_code("oil0-0000-0000-0000") == "0110000000000000"
    assert {one_time.paper_code(bad) for bad in ("", "0" * 15, "0" * 17, "U" * 16, "0" * 16 + " " * 60)} == {""}


def test_what_the_camera_reads_names_forum_and_account_and_escapes_them() -> None:
    assert one_time.address(KEY, account="jp a&b", issuer="A: B") == (
        "otpauth://totp/A%3A%20B:jp%20a%26b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=6&period=30&issuer=A%3A%20B"
    )
    assert one_time.key_words(KEY).startswith("GEZD GNBV ")
    assert len(one_time.new_key()) == 20
