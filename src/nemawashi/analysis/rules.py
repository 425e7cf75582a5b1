"""Decisions about results that are kept and published, and about rounds of coding. Pure functions."""

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.analysis.terms import Refusal, RunState
from nemawashi.kit.coding.marking import MOST_MARKS
from nemawashi.kit.dates import ImpreciseDate

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


def may_publish_run(by: Viewer, *, maker: int, state: str, is_of_own: bool) -> Verdict:
    """The maker, once; one that was withdrawn may be published again, under the same address.

    ``is_of_own``: it was counted of material that not everybody may read, so that its lines are nobody else's, either.
    """
    return first(
        _is_maker(by, maker),
        may_analyse(by),
        refuse(Refusal.PUBLISHED_ALREADY) if state == RunState.PUBLISHED else GRANTED,
        refuse(Refusal.OWN_MATERIAL) if is_of_own else GRANTED,
    )


def may_withdraw_run(by: Viewer, *, maker: int, state: str, why: str) -> Verdict:
    """The maker, with a reason: somebody may have cited it."""
    return first(
        _is_maker(by, maker),
        GRANTED if state == RunState.PUBLISHED else refuse(Refusal.NOT_PUBLISHED),
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
    )


# ── Rounds of coding ──────────────────────────────────────────────────────────────────────────────────────────────

MOST_PASSAGES = 2000
_FEWEST_CODERS = 2


def may_open_round(by: Viewer, *, title: str, passages: int, coders: int, strangers: int = 0) -> Verdict:
    """Material that people can get through, and somebody who codes it; a machine may be the second.

    ``strangers``: coders who may not read the collection, as it is somebody else's own material.
    """
    return first(
        may_analyse(by),
        GRANTED if title.strip() else refuse(Refusal.NO_TITLE),
        GRANTED if passages else refuse(Refusal.NO_PASSAGES),
        GRANTED if passages <= MOST_PASSAGES else refuse(Refusal.TOO_MANY_PASSAGES),
        GRANTED if coders else refuse(Refusal.NO_CODERS),
        refuse(Refusal.OWN_MATERIAL_OF_ONE) if strangers else GRANTED,
    )


def _codes(*, is_coder: bool, is_closed: bool, has_handed_in: bool) -> Verdict:
    return first(
        GRANTED if is_coder else refuse(Refusal.NOT_A_CODER),
        refuse(Refusal.ROUND_CLOSED) if is_closed else GRANTED,
        refuse(Refusal.HANDED_IN_ALREADY) if has_handed_in else GRANTED,
    )


def may_code(
    by: Viewer, *, is_coder: bool, is_closed: bool, has_handed_in: bool, unknown: str, marks: int, is_outside: bool
) -> Verdict:
    """A coder of the round, until the own codings are handed in; ``unknown``: a code that the codebook does not have.

    ``marks``: how many words are marked; ``is_outside``: some of them are no part of the passage.
    """
    return first(
        may_analyse(by),
        _codes(is_coder=is_coder, is_closed=is_closed, has_handed_in=has_handed_in),
        refuse(Refusal.UNKNOWN_CODE, unknown) if unknown else GRANTED,
        GRANTED if marks <= MOST_MARKS else refuse(Refusal.TOO_MANY_MARKS),
        refuse(Refusal.NOT_IN_THE_PASSAGE) if is_outside else GRANTED,
    )


def may_hand_in(by: Viewer, *, is_coder: bool, is_closed: bool, has_handed_in: bool, left: int) -> Verdict:
    """A coder who has looked at every passage."""
    return first(
        may_analyse(by),
        _codes(is_coder=is_coder, is_closed=is_closed, has_handed_in=has_handed_in),
        refuse(Refusal.PASSAGES_LEFT) if left else GRANTED,
    )


def _is_owner(by: Viewer, owner: int) -> Verdict:
    return GRANTED if by.is_signed_in and by.user_id == owner else refuse(Refusal.NOT_THE_OWNER)


def may_hand_in_file(
    by: Viewer,
    *,
    owner: int,
    is_closed: bool,
    name: str,
    is_known: bool,
    strange: str,
    unknown: str,
    marks: int,
    is_outside: bool,
    count: int,
) -> Verdict:
    """Whoever opened the round hands in for a machine; ``strange``: a passage that the round does not have.

    ``marks``: how many words are marked in the passage that has most.
    """
    return first(
        _is_owner(by, owner),
        refuse(Refusal.ROUND_CLOSED) if is_closed else GRANTED,
        GRANTED if name.strip() else refuse(Refusal.NO_NAME),
        refuse(Refusal.CODER_EXISTS) if is_known else GRANTED,
        GRANTED if count else refuse(Refusal.NO_CODINGS),
        refuse(Refusal.UNKNOWN_PASSAGE, strange) if strange else GRANTED,
        refuse(Refusal.UNKNOWN_CODE, unknown) if unknown else GRANTED,
        GRANTED if marks <= MOST_MARKS else refuse(Refusal.TOO_MANY_MARKS),
        refuse(Refusal.NOT_IN_THE_PASSAGE) if is_outside else GRANTED,
    )


def are_enough(ready: int) -> bool:
    """Agreement is between two at least."""
    return ready >= _FEWEST_CODERS


def may_close_round(by: Viewer, *, owner: int, is_closed: bool, ready: int) -> Verdict:
    """Whoever opened it, when two have handed in."""
    return first(
        _is_owner(by, owner),
        refuse(Refusal.ROUND_CLOSED) if is_closed else GRANTED,
        GRANTED if are_enough(ready) else refuse(Refusal.TOO_FEW_CODERS),
    )


def may_adjudicate(by: Viewer, *, owner: int, is_closed: bool, differs: bool, unknown: str, why: str) -> Verdict:
    """Whoever opened the round, on a passage on which its coders differ, with a reason."""
    return first(
        _is_owner(by, owner),
        GRANTED if is_closed else refuse(Refusal.ROUND_OPEN),
        GRANTED if differs else refuse(Refusal.NO_DISAGREEMENT),
        refuse(Refusal.UNKNOWN_CODE, unknown) if unknown else GRANTED,
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
    )


# ── Formats beside the forum, and their events ────────────────────────────────────────────────────────────────────


def may_add_format(by: Viewer, *, name: str, is_known: bool, sources: int) -> Verdict:
    """Whoever works on the record, with a name that no other format has, and a source."""
    return first(
        may_analyse(by),
        GRANTED if name.strip() else refuse(Refusal.NO_TITLE),
        refuse(Refusal.FORMAT_EXISTS, name) if is_known else GRANTED,
        GRANTED if sources else refuse(Refusal.NO_FOOTING),
    )


def may_add_event(
    by: Viewer,
    *,
    is_forum: bool,
    begins: ImpreciseDate | None,
    ends: ImpreciseDate | None,
    is_known: bool,
    sources: int,
) -> Verdict:
    """Whoever works on the record, with a source; the forum's own meetings are convened and are not written down here."""
    return first(
        may_analyse(by),
        refuse(Refusal.OWN_MEETING) if is_forum else GRANTED,
        refuse(Refusal.ENDS_BEFORE_IT_BEGINS) if begins and ends and ends.latest < begins.earliest else GRANTED,
        refuse(Refusal.EVENT_EXISTS) if is_known else GRANTED,
        GRANTED if sources else refuse(Refusal.NO_FOOTING),
    )


# ── Material that somebody brought ────────────────────────────────────────────────────────────────────────────────

MOST_DOCUMENTS = 500  # of one person, in all collections that are not shared


def _owns(by: Viewer, owner: int | None) -> Verdict:
    return GRANTED if by.is_signed_in and by.user_id == owner else refuse(Refusal.NOT_OWN_MATERIAL)


def may_bring_material(by: Viewer, *, called: str, is_known: bool, documents: int) -> Verdict:
    """Whoever analyses, a document at a time. ``is_known``: the collection has one of this name that is to stay.

    ``documents``: how many they brought and did not share.
    """
    return first(
        may_analyse(by),
        GRANTED if called.strip() else refuse(Refusal.NO_TITLE),
        refuse(Refusal.DOCUMENT_EXISTS) if is_known else GRANTED,
        GRANTED if documents < MOST_DOCUMENTS else refuse(Refusal.TOO_MANY_DOCUMENTS),
    )


def may_share_corpus(by: Viewer, *, owner: int | None, is_shared: bool, documents: int, rights: str) -> Verdict:
    """Its owner, who says by which right everybody may read it."""
    return first(
        _owns(by, owner),
        may_analyse(by),
        refuse(Refusal.SHARED_ALREADY) if is_shared else GRANTED,
        GRANTED if documents else refuse(Refusal.NO_DOCUMENTS),
        GRANTED if rights.strip() else refuse(Refusal.NO_RIGHTS),
    )
