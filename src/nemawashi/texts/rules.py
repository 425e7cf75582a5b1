"""Decisions about negotiated texts: who may do what to a clause, when words are clean, when silence ends.

Pure functions from values to verdicts: no database, no clock. Silence follows OSCE MC.DOC/1/06, Annex 1(A); what the
chair may and may not do follows the practice collected in docs/acts/.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.kit.texts.spans import Span, collide
from nemawashi.texts.terms import (
    ACCEPTABLE,
    BLOCKING,
    OPEN_STATES,
    SPANNED,
    WORDLESS,
    ClauseKind,
    ClauseStatus,
    Operation,
    Outcome,
    Refusal,
    SilenceState,
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


def is_open(state: str) -> Verdict:
    """Whether words can still be negotiated."""
    return GRANTED if state in OPEN_STATES else refuse(Refusal.NOT_UNDER_NEGOTIATION)


def position_stands(operation: str, *, clause: str, span: Span, words: str) -> Verdict:
    """Whether the operation, the span and the words make sense together on a clause with these words."""
    if len(words) > LONGEST_POSITION:
        return refuse(Refusal.TOO_MANY_WORDS)
    if operation in SPANNED and not 0 <= span.start <= span.end <= len(clause):
        return refuse(Refusal.OUT_OF_THE_CLAUSE)
    if operation in (Operation.DELETE, Operation.REPLACE) and span.is_place:
        return refuse(Refusal.OUT_OF_THE_CLAUSE)
    if operation not in WORDLESS and operation != Operation.RESERVE and not words.strip():
        return refuse(Refusal.NO_WORDS)
    if operation == Operation.REPLACE and clause[span.start : span.end] == words:
        return refuse(Refusal.NO_CHANGE)
    if operation == Operation.ALTERNATIVE and clause == words:
        return refuse(Refusal.NO_CHANGE)
    return GRANTED


def may_table(by: Viewer, *, state: str, is_draft: bool, span: Span | None, is_clause_deleted: bool) -> Verdict:
    """A draft is tabled while its words still stand; tabling goes one way."""
    if not is_draft:
        return first(may_take_position(by, state=state), refuse(Refusal.NOT_A_DRAFT))
    if is_clause_deleted:
        return first(may_take_position(by, state=state), refuse(Refusal.CLAUSE_DELETED))
    return first(
        may_take_position(by, state=state),
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


def may_accept(by: Viewer, *, state: str, chosen: Held, others: Iterable[Held]) -> Verdict:
    """The chair accepts only what nobody opposes and what collides with no other live position.

    Consensus is not a majority: one standing objection is enough, and colliding positions are bridged or withdrawn
    first, so that no words vanish without their party.
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
        if other.key != chosen.key and _at_odds(chosen, other):
            return refuse(Refusal.COLLIDES, ", ".join(other.proposers) or "chair")
    return GRANTED


def _at_odds(one: Held, other: Held) -> bool:
    whole = (Operation.ALTERNATIVE, Operation.DELETE_CLAUSE)
    if other.operation not in ACCEPTABLE or other.span is None:
        return False
    if Operation.NEW_CLAUSE in (one.operation, other.operation):
        return one.operation == other.operation
    if one.operation in whole or other.operation in whole:
        return True
    both_delete = one.operation == other.operation == Operation.DELETE
    return one.span is not None and collide(one.span, other.span, both_delete=both_delete)


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
) -> ClauseStatus:
    """What a clause is, from acts alone: nobody types a status.

    An agreement holds for the wording at which it was made; a later change or a new position reopens the clause.
    """
    if is_deleted:
        return ClauseStatus.DELETED
    if text_state in (TextState.ADOPTED, TextState.ISSUED):
        return ClauseStatus.ADOPTED
    if text_state == TextState.UNDER_SILENCE:
        return ClauseStatus.UNDER_SILENCE
    operations = {held.operation for held in live}
    if operations & set(ACCEPTABLE):
        return ClauseStatus.CONTESTED
    if Operation.RESERVE in operations:
        return ClauseStatus.RESERVED
    if agreed_at_wording == wording:
        return ClauseStatus.AD_REFERENDUM
    return ClauseStatus.CLEAN if is_opened else ClauseStatus.OPEN


def is_clean(live: Iterable[Held]) -> bool:
    """Whether nothing that a party asks for stands open; comments do not count."""
    return not any(held.operation in BLOCKING for held in live)


def may_agree_ad_referendum(by: Viewer, *, state: str, live: Iterable[Held], is_deleted: bool) -> Verdict:
    """A clause without brackets or reserves is agreed, subject to the capitals that are named."""
    return first(
        is_secretariat(by),
        is_open(state),
        refuse(Refusal.CLAUSE_DELETED) if is_deleted else GRANTED,
        GRANTED if is_clean(live) else refuse(Refusal.NOT_CLEAN),
    )


def may_open_silence(
    by: Viewer, *, state: str, open_clauses: int, ends_at: dt.datetime, at: dt.datetime, is_revision_current: bool
) -> Verdict:
    """Only a clean revision, issued since the last change, goes under silence, and until a moment to come."""
    return first(
        is_secretariat(by),
        is_open(state),
        refuse(Refusal.NOT_CLEAN, str(open_clauses)) if open_clauses else GRANTED,
        GRANTED if is_revision_current else refuse(Refusal.NOT_A_CLEAN_REVISION),
        GRANTED if ends_at > at else refuse(Refusal.MOMENT_PASSED),
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
