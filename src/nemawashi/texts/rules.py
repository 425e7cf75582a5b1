"""Decisions about negotiated texts: who may do what to a clause, when words are clean, when silence ends.

Pure functions from values to verdicts: no database, no clock. Silence follows OSCE MC.DOC/1/06, Annex 1(A); what the
chair may and may not do follows the practice collected in docs/acts/.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from rapidfuzz.distance import Indel

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.kit.texts.spans import Span, collide, pieces
from nemawashi.texts.terms import (
    ACCEPTABLE,
    BLOCKING,
    NEW_CLAUSES,
    OPEN_STATES,
    PLACED,
    RESERVES,
    SPANNED,
    WHOLE,
    WORDLESS,
    ClauseKind,
    ClauseStatus,
    Operation,
    Outcome,
    Refusal,
    SilenceState,
    Stance,
    TextState,
)

# A break that came in during the last second may still be on its way through the server when silence ends.
POST_ROOM = dt.timedelta(seconds=2)

LONGEST_POSITION = 10_000  # code points; a position is about a clause, not a text
MOST_REFERENCES = 8
_REFERENCE = re.compile(r"clause/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|ref/[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Held:
    """What a rule needs to know of a tabled position. ``span`` is None where its words changed beneath it."""

    key: str
    operation: str
    span: Span | None
    proposers: tuple[str, ...]
    is_chair: bool = False
    supporters: tuple[str, ...] = ()
    opponents: tuple[str, ...] = ()
    words: str = ""
    target: object = None
    acceptors: tuple[str, ...] = ()


def references(told: str, *, operation: str = Operation.INSERT) -> str:
    """The references of agreed clauses in ``told``, each once and in order; what is no reference is left out.

    A position that puts no words into the text has taken none from anywhere.
    """
    found = [] if operation in WORDLESS else [each for each in told.split() if _REFERENCE.fullmatch(each)]
    return " ".join(list(dict.fromkeys(found))[:MOST_REFERENCES])


def is_secretariat(by: Viewer) -> Verdict:
    """The host's secretariat acts for the chair."""
    return GRANTED if by.is_secretariat else refuse(Refusal.NOT_THE_SECRETARIAT)


def may_take_position(by: Viewer, *, state: str) -> Verdict:
    """Participants take positions while the text is open; observers read, guests and watchers do not write."""
    if not (by.may_act and by.is_participant):
        return refuse(Refusal.NOT_A_PARTICIPANT)
    return is_open(state)


def is_not_silent(*statuses: str) -> Verdict:
    """Words under silence rest until it is broken or concluded: the chair changes nothing beneath it."""
    return refuse(Refusal.SILENCE_RUNS) if ClauseStatus.UNDER_SILENCE in statuses else GRANTED


def is_open(state: str) -> Verdict:
    """Whether words can still be negotiated."""
    return GRANTED if state in OPEN_STATES else refuse(Refusal.NOT_UNDER_NEGOTIATION)


def position_stands(operation: str, *, clause: str, span: Span, words: str, target: object = None) -> Verdict:
    """Whether the operation, the span and the words make sense together on a clause with these words."""
    if len(words) > LONGEST_POSITION:
        return refuse(Refusal.TOO_MANY_WORDS)
    if operation in (*SPANNED, *PLACED) and not 0 <= span.start <= span.end <= len(clause):
        return refuse(Refusal.OUT_OF_THE_CLAUSE)
    if operation in (Operation.DELETE, Operation.REPLACE) and span.is_place:
        return refuse(Refusal.OUT_OF_THE_CLAUSE)
    if operation in PLACED and not span.is_place:
        return refuse(Refusal.OUT_OF_THE_CLAUSE)
    if operation not in (*WORDLESS, *RESERVES) and not words.strip():
        return refuse(Refusal.NO_WORDS)
    if operation == Operation.REPLACE and clause[span.start : span.end] == words:
        return refuse(Refusal.NO_CHANGE)
    if operation == Operation.ALTERNATIVE and clause == words:
        return refuse(Refusal.NO_CHANGE)
    if operation == Operation.SPLIT and not (clause[: span.start].strip() and clause[span.start :].strip()):
        return refuse(Refusal.NOTHING_TO_SPLIT)
    if operation == Operation.MERGE and target is None:
        return refuse(Refusal.NOTHING_TO_MERGE)
    if operation == Operation.MOVE and target is None:
        return refuse(Refusal.NO_TARGET)
    return GRANTED


def may_table(
    by: Viewer,
    *,
    state: str,
    is_draft: bool,
    span: Span | None,
    is_clause_deleted: bool,
    is_clause_closed: bool = False,
    is_clause_silent: bool = False,
) -> Verdict:
    """A draft is tabled while its words still stand and the chair has not closed the clause; tabling goes one way.

    Who wants other words on a clause under silence breaks it.
    """
    if not is_draft:
        return first(may_take_position(by, state=state), refuse(Refusal.NOT_A_DRAFT))
    if is_clause_deleted:
        return first(may_take_position(by, state=state), refuse(Refusal.CLAUSE_DELETED))
    return first(
        may_take_position(by, state=state),
        refuse(Refusal.CLAUSE_CLOSED) if is_clause_closed else GRANTED,
        refuse(Refusal.SILENCE_RUNS) if is_clause_silent else GRANTED,
        GRANTED if span is not None else refuse(Refusal.WORDS_CHANGED_BENEATH),
    )


def may_take_stance(by: Viewer, *, state: str, outcome: str, proposers: tuple[str, ...]) -> Verdict:
    """A participant supports or opposes what another party, or the chair, tabled and what still lives."""
    if outcome != Outcome.LIVE:
        return first(may_take_position(by, state=state), refuse(Refusal.NOT_LIVE))
    return first(
        may_take_position(by, state=state),
        refuse(Refusal.OWN_POSITION) if by.party in proposers else GRANTED,
    )


def may_withdraw(by: Viewer, *, state: str, outcome: str, proposers: tuple[str, ...]) -> Verdict:
    """Only a party behind a position withdraws it, for itself; the others stay behind it."""
    if by.party not in proposers:
        return first(may_take_position(by, state=state), refuse(Refusal.NOT_YOUR_POSITION))
    return first(may_take_position(by, state=state), GRANTED if outcome == Outcome.LIVE else refuse(Refusal.NOT_LIVE))


def may_withdraw_draft(by: Viewer, *, is_draft: bool) -> Verdict:
    """Whoever may act for the delegation withdraws its draft, whatever became of the text; a watcher does not."""
    if not by.may_act:
        return refuse(Refusal.NOT_A_PARTICIPANT)
    return GRANTED if is_draft else refuse(Refusal.NOT_A_DRAFT)


def may_accept(by: Viewer, *, state: str, chosen: Held, others: Iterable[Held], stands_last: bool = False) -> Verdict:
    """The chair accepts only what nobody opposes and what collides with no other live position.

    Consensus is not a majority: one standing objection is enough, and colliding positions are bridged or withdrawn
    first, so that no words vanish without their party. ``stands_last``: the chair orders words for one place, and these
    are to stand behind all the others, which stay where they are.
    """
    base = first(is_secretariat(by), is_open(state))
    if not base:
        return base
    if chosen.operation not in ACCEPTABLE:
        return refuse(Refusal.NOTHING_TO_ACCEPT)
    if chosen.span is None:
        return refuse(Refusal.WORDS_CHANGED_BENEATH)
    if chosen.opponents:
        return refuse(Refusal.STANDING_OBJECTION, ", ".join(chosen.opponents))
    for other in others:
        if stands_last and _wants_order(chosen, other):
            continue
        if other.key != chosen.key and _at_odds(chosen, other):
            return refuse(Refusal.COLLIDES, ", ".join(other.proposers) or "chair")
    return GRANTED


def _at_odds(one: Held, other: Held) -> bool:
    """Whether two live positions on one clause cannot be decided apart from each other.

    Clauses that move, split or merge take the positions on their words along, so that these do not collide with them.
    """
    if other.operation not in ACCEPTABLE or other.span is None:
        return False
    either = {one.operation, other.operation}
    if either & {*NEW_CLAUSES, Operation.MOVE, Operation.MERGE}:
        return one.operation == other.operation or bool(
            Operation.MERGE in either and either & {*WHOLE, Operation.NEW_CLAUSE, Operation.MOVE, Operation.SPLIT}
        )
    if either & set(WHOLE):
        return True
    both_delete = one.operation == other.operation == Operation.DELETE
    if either & set(PLACED) and one.span is not None and one.span.is_place and other.span.is_place:
        return False  # notes need no order, and new words at the place of a cut stay before it
    return one.span is not None and collide(one.span, other.span, both_delete=both_delete)


def _wants_order(one: Held, other: Held) -> bool:
    """Whether two live positions stand in each other's way only because somebody has to say which comes first."""
    if one.operation != other.operation or one.operation not in (Operation.INSERT, Operation.NEW_CLAUSE):
        return False
    return one.operation == Operation.NEW_CLAUSE or (one.span is not None and one.span == other.span)


def may_join(by: Viewer, *, state: str, outcome: str, proposers: tuple[str, ...], is_chair: bool) -> Verdict:
    """A participant goes behind a live position of another party; the chair's words are supported, not joined."""
    return first(
        may_take_position(by, state=state),
        GRANTED if outcome == Outcome.LIVE else refuse(Refusal.NOT_LIVE),
        refuse(Refusal.NOT_YOUR_POSITION) if is_chair else GRANTED,
        refuse(Refusal.BEHIND_IT_ALREADY) if by.party in proposers else GRANTED,
    )


def may_lift_stance(by: Viewer, *, state: str, outcome: str, stance: str) -> Verdict:
    """A party that supports, opposes or could accept takes that back; it stays on record that it did."""
    return first(
        may_take_position(by, state=state),
        GRANTED if outcome == Outcome.LIVE else refuse(Refusal.NOT_LIVE),
        GRANTED if stance not in ("", Stance.NONE) else refuse(Refusal.NO_STANCE),
    )


def may_mark_not_retained(by: Viewer, *, state: str, outcome: str, why: str) -> Verdict:
    """The chair lets a position go in the open and with a reason; its party can bring it back."""
    return first(
        is_secretariat(by),
        is_open(state),
        GRANTED if outcome == Outcome.LIVE else refuse(Refusal.NOT_LIVE),
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
    )


def may_revive(
    by: Viewer, *, state: str, outcome: str, proposers: tuple[str, ...], span: Span | None, is_clause_deleted: bool
) -> Verdict:
    """A party behind a position that was not retained brings it back, if its words still stand."""
    return first(
        may_take_position(by, state=state),
        GRANTED if by.party in proposers else refuse(Refusal.NOT_YOUR_POSITION),
        GRANTED if outcome == Outcome.NOT_RETAINED else refuse(Refusal.NOT_NOT_RETAINED),
        refuse(Refusal.CLAUSE_DELETED) if is_clause_deleted else GRANTED,
        GRANTED if span is not None else refuse(Refusal.WORDS_CHANGED_BENEATH),
    )


LEAST_ALIKE = 0.8  # share of what two positions ask for that must be the same words before they may be streamlined


def alike(one: Held, other: Held, *, clause: str) -> float:
    """How much two live positions on one clause ask for the same, 0 to 1, by the words as they would stand then.

    Stances are not merged away: positions that some party opposes are alike only to themselves.
    """
    if one.operation in (*RESERVES, Operation.COMMENT) or other.operation in (*RESERVES, Operation.COMMENT):
        return 0.0
    if one.span is None or other.span is None or one.is_chair or other.is_chair:
        return 0.0
    kinds = {one.operation, other.operation}
    if len(kinds) > 1 and not kinds <= {*SPANNED, Operation.ALTERNATIVE}:
        return 0.0
    if kinds & {Operation.MOVE, Operation.SPLIT, Operation.MERGE, Operation.DELETE_CLAUSE}:
        return float(one.span == other.span and one.words == other.words and one.target == other.target)
    if kinds & {*NEW_CLAUSES, Operation.FOOTNOTE, Operation.PLACEHOLDER}:
        return float(Indel.normalized_similarity(pieces(one.words), pieces(other.words)))
    touched_one, touched_other = _asked_for(one, clause), _asked_for(other, clause)
    start = min(touched_one[0], touched_other[0])
    end = max(touched_one[1], touched_other[1])
    if not one.operation == other.operation == Operation.ALTERNATIVE and not (
        touched_one[0] <= touched_other[1] and touched_other[0] <= touched_one[1]
    ):
        return 0.0
    would_be = [clause[start:first_] + words + clause[last:end] for first_, last, words in (touched_one, touched_other)]
    return float(Indel.normalized_similarity(pieces(would_be[0]), pieces(would_be[1])))


def _asked_for(held: Held, clause: str) -> tuple[int, int, str]:
    if held.operation == Operation.ALTERNATIVE:
        return 0, len(clause), held.words
    assert held.span is not None  # noqa: S101  asked before
    return held.span.start, held.span.end, "" if held.operation == Operation.DELETE else held.words


def may_streamline(by: Viewer, *, state: str, kept: Held, others: Iterable[Held], clause: str, why: str) -> Verdict:
    """The chair puts near-identical positions together under the words of one, with a reason; no party is lost."""
    rows = list(others)
    return first(
        is_secretariat(by),
        is_open(state),
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
        GRANTED if rows else refuse(Refusal.NOTHING_TO_BRIDGE),
        GRANTED if all(alike(kept, row, clause=clause) >= LEAST_ALIKE for row in rows) else refuse(Refusal.NOT_ALIKE),
    )


def may_close(by: Viewer, *, state: str, is_deleted: bool, is_closed: bool) -> Verdict:
    """The chair closes a clause: what is tabled stands, nothing more is tabled until it is opened again."""
    return first(
        is_secretariat(by),
        is_open(state),
        refuse(Refusal.CLAUSE_DELETED) if is_deleted else GRANTED,
        refuse(Refusal.CLAUSE_CLOSED) if is_closed else GRANTED,
    )


def may_open_again(by: Viewer, *, state: str, is_closed: bool) -> Verdict:
    return first(is_secretariat(by), is_open(state), GRANTED if is_closed else refuse(Refusal.NOT_CLOSED))


def may_reopen(by: Viewer, *, state: str, is_agreed: bool, why: str) -> Verdict:
    """A participant, or the chair, undoes an agreement on a clause; it is recorded who and why."""
    who = GRANTED if by.is_secretariat or (by.may_act and by.is_participant) else refuse(Refusal.NOT_A_PARTICIPANT)
    return first(
        who,
        is_open(state),
        GRANTED if is_agreed else refuse(Refusal.NOT_AGREED),
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
    )


def may_make_package(by: Viewer, *, state: str, clauses: int, is_any_held: bool) -> Verdict:
    """Two clauses or more, none of them in another package, are held to be agreed only together."""
    return first(
        is_secretariat(by),
        is_open(state),
        GRANTED if clauses > 1 else refuse(Refusal.TOO_FEW_CLAUSES),
        refuse(Refusal.IN_PACKAGE) if is_any_held else GRANTED,
    )


def may_end_package(by: Viewer, *, state: str, is_ended: bool) -> Verdict:
    return first(is_secretariat(by), is_open(state), refuse(Refusal.PACKAGE_ENDED) if is_ended else GRANTED)


def may_translate(by: Viewer, *, state: str, language: str, own: str, words: str, is_deleted: bool) -> Verdict:
    """The secretariat, or a participant, words a clause in another language while the text can still change."""
    who = GRANTED if by.is_secretariat or (by.may_act and by.is_participant) else refuse(Refusal.NOT_A_PARTICIPANT)
    return first(
        who,
        is_open(state),
        refuse(Refusal.NOT_A_TRANSLATION) if language == own else GRANTED,
        refuse(Refusal.CLAUSE_DELETED) if is_deleted else GRANTED,
        GRANTED if words.strip() else refuse(Refusal.NO_WORDS),
        refuse(Refusal.TOO_MANY_WORDS) if len(words) > LONGEST_POSITION else GRANTED,
    )


def may_correct(by: Viewer, *, state: str, before: str, after: str, why: str) -> Verdict:
    """A fault in an adopted text is corrected beside it, in a corrigendum; sealed words are never edited."""
    return first(
        is_secretariat(by),
        GRANTED if state in (TextState.ADOPTED, TextState.ISSUED) else refuse(Refusal.NOT_ADOPTED),
        GRANTED if before.strip() and after.strip() else refuse(Refusal.NO_WORDS),
        refuse(Refusal.NO_CHANGE) if before == after else GRANTED,
        GRANTED if why.strip() else refuse(Refusal.NO_REASON),
    )


def may_announce_adoption(
    by: Viewer, *, state: str, is_by_silence: bool, is_announced: bool, is_meeting_next: bool
) -> Verdict:
    """What silence adopted is announced at the next meeting, once."""
    return first(
        is_secretariat(by),
        GRANTED if state in (TextState.ADOPTED, TextState.ISSUED) and is_by_silence else refuse(Refusal.NOT_ADOPTED),
        refuse(Refusal.ANNOUNCED_ALREADY) if is_announced else GRANTED,
        GRANTED if is_meeting_next else refuse(Refusal.NOT_THE_NEXT_MEETING),
    )


def may_bridge(by: Viewer, *, state: str, words: str, clause: str, superseded: int) -> Verdict:
    """The chair offers words of its own in the place of named positions; they stand as superseded, not as gone."""
    return first(
        is_secretariat(by),
        is_open(state),
        GRANTED if superseded else refuse(Refusal.NOTHING_TO_BRIDGE),
        GRANTED if words.strip() else refuse(Refusal.NO_WORDS),
        refuse(Refusal.NO_CHANGE) if words.strip() == clause else GRANTED,
        refuse(Refusal.TOO_MANY_WORDS) if len(words) > LONGEST_POSITION else GRANTED,
    )


def clause_status(
    *,
    text_state: str,
    is_deleted: bool,
    live: Iterable[Held],
    agreed_at_wording: int | None,
    wording: int,
    is_opened: bool,
    is_awaited: bool = False,
    is_held: bool = False,
    is_closed: bool = False,
    is_under_silence: bool = False,
) -> ClauseStatus:
    """What a clause is, from acts alone: nobody types a status.

    An agreement holds for the wording at which it was made; a later change or a new position reopens the clause. It is
    ad referendum while a capital is awaited. A clause of a package is agreed with the package or not at all.
    """
    if is_deleted:
        return ClauseStatus.DELETED
    if text_state in (TextState.ADOPTED, TextState.ISSUED):
        return ClauseStatus.ADOPTED
    if text_state == TextState.UNDER_SILENCE or is_under_silence:
        return ClauseStatus.UNDER_SILENCE
    operations = {held.operation for held in live}
    if operations & {*ACCEPTABLE, Operation.PLACEHOLDER}:
        return ClauseStatus.CONTESTED
    if operations & {Operation.RESERVE, Operation.SCRUTINY_RESERVE}:
        return ClauseStatus.RESERVED
    if is_held:
        return ClauseStatus.HELD
    if agreed_at_wording == wording:
        return ClauseStatus.AD_REFERENDUM if is_awaited else ClauseStatus.AGREED
    if is_closed:
        return ClauseStatus.CLOSED
    return ClauseStatus.CLEAN if is_opened else ClauseStatus.OPEN


def is_clean(live: Iterable[Held]) -> bool:
    """Whether nothing that a party asks for on this clause stands open; comments, and reserves on the whole text, do
    not count."""
    return not any(held.operation in BLOCKING and held.operation != Operation.GENERAL_RESERVE for held in live)


def may_agree_ad_referendum(
    by: Viewer, *, state: str, live: Iterable[Held], is_deleted: bool, is_held: bool = False
) -> Verdict:
    """A clause without brackets or reserves is agreed, subject to the capitals that are named."""
    return first(
        is_secretariat(by),
        is_open(state),
        refuse(Refusal.CLAUSE_DELETED) if is_deleted else GRANTED,
        GRANTED if is_clean(live) else refuse(Refusal.NOT_CLEAN),
        refuse(Refusal.IN_PACKAGE) if is_held else GRANTED,
    )


def may_open_silence(
    by: Viewer,
    *,
    state: str,
    open_clauses: int,
    ends_at: dt.datetime,
    at: dt.datetime,
    is_revision_current: bool,
    is_running: bool = False,
) -> Verdict:
    """Only a clean revision, issued since the last change, goes under silence, and until a moment to come."""
    return first(
        is_secretariat(by),
        is_open(state),
        refuse(Refusal.NOT_CLEAN, str(open_clauses)) if open_clauses else GRANTED,
        GRANTED if is_revision_current else refuse(Refusal.NOT_A_CLEAN_REVISION),
        GRANTED if ends_at > at else refuse(Refusal.MOMENT_PASSED),
        refuse(Refusal.SILENCE_RUNS) if is_running else GRANTED,
    )


def silence_moment(local: dt.datetime, zone: str) -> dt.datetime:
    """The moment, in UTC, that a wall clock in ``zone`` shows as ``local``; the earlier one where it shows it twice.

    Raises KeyError for an unknown zone and ValueError for a time that the clocks of the zone skip.
    """
    moment = local.replace(tzinfo=ZoneInfo(zone), fold=0)
    if moment.astimezone(dt.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError(f"the clocks of {zone} skip {local:%H:%M} on that day")
    return moment.astimezone(dt.UTC)


def is_in_time(ends_at: dt.datetime, at: dt.datetime) -> bool:
    """Whether a break at ``at`` counts: up to and including the moment itself, whatever zone it was set in."""
    return at <= ends_at


def silence_state(
    ends_at: dt.datetime, *, breaks: Iterable[dt.datetime], concluded_at: dt.datetime | None, at: dt.datetime
) -> SilenceState:
    """What silence came to, from recorded moments alone: a late or doubled job changes nothing."""
    if any(is_in_time(ends_at, moment) for moment in breaks):
        return SilenceState.BROKEN
    if concluded_at is not None:
        return SilenceState.CONCLUDED
    return SilenceState.RUNNING if is_in_time(ends_at, at) else SilenceState.EXPIRED


def may_break_silence(
    by: Viewer,
    *,
    ends_at: dt.datetime,
    is_concluded: bool,
    has_broken: bool,
    words: str,
    at: dt.datetime,
    is_over: bool = False,
) -> Verdict:
    """A participant breaks silence in writing and in time. Observers and guests cannot; a second party still can.

    ``is_over``: the text went under another silence, or was adopted, after this one was broken.
    """
    if not (by.may_act and by.is_participant):
        return refuse(Refusal.NOT_A_PARTICIPANT)
    if is_over:
        return refuse(Refusal.NOT_UNDER_SILENCE)
    if is_concluded or not is_in_time(ends_at, at):
        return refuse(Refusal.TOO_LATE)
    if has_broken:
        return refuse(Refusal.BROKEN_ALREADY)
    return GRANTED if words.strip() else refuse(Refusal.NO_WORDS)


def may_extend_silence(
    by: Viewer, *, state: SilenceState, ends_at: dt.datetime, until: dt.datetime, at: dt.datetime
) -> Verdict:
    """The chair extends silence while it runs, to a later moment; it is never shortened."""
    standing = {
        SilenceState.RUNNING: GRANTED,
        SilenceState.BROKEN: refuse(Refusal.SILENCE_BROKEN),
        SilenceState.EXPIRED: refuse(Refusal.TOO_LATE),
        SilenceState.CONCLUDED: refuse(Refusal.CONCLUDED_ALREADY),
    }[state]
    return first(is_secretariat(by), standing, GRANTED if until > ends_at else refuse(Refusal.NOT_LATER))


def may_conclude_silence(by: Viewer, *, state: SilenceState) -> Verdict:
    """Silence is concluded after its moment, when nobody broke it."""
    standing = {
        SilenceState.EXPIRED: GRANTED,
        SilenceState.RUNNING: refuse(Refusal.SILENCE_RUNS),
        SilenceState.BROKEN: refuse(Refusal.SILENCE_BROKEN),
        SilenceState.CONCLUDED: refuse(Refusal.CONCLUDED_ALREADY),
    }[state]
    return first(is_secretariat(by), standing)


def consensus_stands(participants: Iterable[str], present: Iterable[str]) -> Verdict:
    """Consensus is that of all participants; observers and guests are not counted, absence is named."""
    absent = [party for party in participants if party not in set(present)]
    return refuse(Refusal.PARTICIPANT_ABSENT, ", ".join(absent)) if absent else GRANTED


def may_adopt_in_meeting(
    by: Viewer,
    *,
    state: str,
    open_clauses: int,
    is_revision_current: bool,
    is_meeting_open: bool,
    participants: Iterable[str],
    present: Iterable[str],
) -> Verdict:
    """A clean revision is adopted in a meeting that is being held, with every participant present."""
    return first(
        is_secretariat(by),
        is_open(state),
        GRANTED if is_meeting_open else refuse(Refusal.MEETING_NOT_OPEN),
        refuse(Refusal.NOT_CLEAN, str(open_clauses)) if open_clauses else GRANTED,
        GRANTED if is_revision_current else refuse(Refusal.NOT_A_CLEAN_REVISION),
        consensus_stands(participants, present),
    )


def may_enter_reservation(by: Viewer, *, state: str, words: str) -> Verdict:
    """A participant attaches a reservation to the text from its silence on, also after adoption."""
    if not (by.may_act and by.is_participant):
        return refuse(Refusal.NOT_A_PARTICIPANT)
    if state not in (TextState.UNDER_SILENCE, TextState.ADOPTED, TextState.ISSUED):
        return refuse(Refusal.NOT_ADOPTED)
    return GRANTED if words.strip() else refuse(Refusal.NO_WORDS)


def may_issue(by: Viewer, *, state: str) -> Verdict:
    """An adopted text is issued under its symbol, once."""
    return first(is_secretariat(by), GRANTED if state == TextState.ADOPTED else refuse(Refusal.NOT_ADOPTED))


def numbers(kinds: Iterable[str]) -> list[str]:
    """The number of each clause from the order of kinds: PP1, 1, (a), A1; titles and headings have none."""
    out, counts, letters = [], {ClauseKind.PREAMBULAR: 0, ClauseKind.OPERATIVE: 0, ClauseKind.ANNEX: 0}, 0
    for kind in kinds:
        if kind == ClauseKind.SUB:
            letters += 1
            out.append(f"({_letter(letters)})")
            continue
        letters = 0
        counted = ClauseKind.OPERATIVE if kind == ClauseKind.CHAPEAU else kind
        if counted in counts:
            counts[ClauseKind(counted)] += 1
            prefix = {ClauseKind.PREAMBULAR: "PP", ClauseKind.ANNEX: "A"}.get(ClauseKind(counted), "")
            out.append(f"{prefix}{counts[ClauseKind(counted)]}")
        else:
            out.append("")
    return out


def _letter(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    word = ""
    while number:
        number, rest = divmod(number - 1, 26)
        word = chr(ord("a") + rest) + word
    return word
