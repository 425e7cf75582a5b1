"""Decisions about results that are kept and published. Pure functions."""

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.analysis.terms import Refusal, RunState

LARGEST_ANSWER = 8_000_000  # characters of a result that is kept


def may_analyse(by: Viewer) -> Verdict:
    """Whoever works on the record analyses, too: delegates who act, the host's secretariat, experts and researchers."""
    if by.may_act or by.is_secretariat or by.is_expert or by.is_researcher:
        return GRANTED
    return refuse(Refusal.NOT_AN_ANALYST)


def may_keep_result(by: Viewer, *, title: str, size: int) -> Verdict:
    """A result has a title by which its maker finds it again, and is no larger than a page can hand out."""
    return first(
        may_analyse(by),
        GRANTED if title.strip() else refuse(Refusal.NO_TITLE),
        GRANTED if size <= LARGEST_ANSWER else refuse(Refusal.TOO_LARGE),
    )


def _is_maker(by: Viewer, maker: int) -> Verdict:
    return GRANTED if by.is_signed_in and by.user_id == maker else refuse(Refusal.NOT_THE_MAKER)


def may_publish_run(by: Viewer, *, maker: int, state: str) -> Verdict:
    """The maker, once; one that was withdrawn may be published again, under the same address."""
    return first(
        _is_maker(by, maker),
        may_analyse(by),
        refuse(Refusal.PUBLISHED_ALREADY) if state == RunState.PUBLISHED else GRANTED,
    )


def may_withdraw_run(by: Viewer, *, maker: int, state: str, why: str) -> Verdict:
    """The maker, with a reason: somebody may have cited it."""
    return first(
        _is_maker(by, maker),
        GRANTED if state == RunState.PUBLISHED else refuse(Refusal.NOT_PUBLISHED),
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
    )
