"""Who may draft, table, support, oppose, withdraw and translate, and what a position must be to stand."""

import re

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.spans import Span
from nemawashi.texts.rules.standing import LONGEST_POSITION, is_open
from nemawashi.texts.terms import Outcome, Refusal, Stance

__all__ = [
    "MOST_REFERENCES",
    "may_answer_asking",
    "may_draft",
    "may_join",
    "may_lift_stance",
    "may_revive",
    "may_table",
    "may_take_position",
    "may_take_stance",
    "may_translate",
    "may_withdraw",
    "may_withdraw_draft",
    "references",
]

MOST_REFERENCES = 8
_REFERENCE = re.compile(r"clause/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|ref/[0-9]{1,18}")


def references(taken_from: str, *, operation: Operation = Operation.INSERT) -> str:
    """The references of agreed clauses in ``taken_from``, each once and in order; what is no reference is left out.

    A position that puts no words into the text has taken none from anywhere.
    """
    named = [each for each in taken_from.split() if _REFERENCE.fullmatch(each)] if operation.takes_words else []
    return " ".join(list(dict.fromkeys(named))[:MOST_REFERENCES])


def may_draft(by: Viewer, *, state: str) -> Verdict:
    """Participants draft while the text is open: whoever may act for them, and those who only draft."""
    return is_open(state) if by.may_draft and by.is_participant else refuse(Refusal.NOT_A_PARTICIPANT)


def may_take_position(by: Viewer, *, state: str) -> Verdict:
    """Participants take positions while the text is open; observers read, guests and watchers do not write.

    A drafter writes what others of the delegation decide on.
    """
    if by.is_participant and by.may_draft and not by.may_act:
        return refuse(Refusal.ONLY_DRAFTS)
    if not (by.may_act and by.is_participant):
        return refuse(Refusal.NOT_A_PARTICIPANT)
    return is_open(state)


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


def may_withdraw(by: Viewer, *, state: str, outcome: str, proposers: tuple[str, ...], is_chair: bool = False) -> Verdict:
    """Only a party behind a position withdraws it, for itself; the others stay behind it. The chair withdraws its words."""
    if is_chair and by.is_secretariat:
        return first(is_open(state), GRANTED if outcome == Outcome.LIVE else refuse(Refusal.NOT_LIVE))
    if by.party not in proposers:
        return first(may_take_position(by, state=state), refuse(Refusal.NOT_YOUR_POSITION))
    return first(may_take_position(by, state=state), GRANTED if outcome == Outcome.LIVE else refuse(Refusal.NOT_LIVE))


def may_withdraw_draft(by: Viewer, *, is_draft: bool) -> Verdict:
    """Whoever may draft for the delegation withdraws its draft, whatever became of the text; a watcher does not."""
    if not by.may_draft:
        return refuse(Refusal.NOT_A_PARTICIPANT)
    return GRANTED if is_draft else refuse(Refusal.NOT_A_DRAFT)


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


def may_answer_asking(by: Viewer, *, state: str, outcome: str, is_asked: bool, is_behind: bool) -> Verdict:
    """Who stands behind a position answers when the chair asks that it be let go: yes, or that it stays."""
    return first(
        may_take_position(by, state=state),
        GRANTED if outcome == Outcome.LIVE else refuse(Refusal.NOT_LIVE),
        GRANTED if is_asked else refuse(Refusal.NOT_ASKED),
        GRANTED if is_behind else refuse(Refusal.NOT_BEHIND_IT),
    )


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
