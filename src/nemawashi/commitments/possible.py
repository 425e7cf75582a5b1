"""Which acts a page offers on a commitment, each with what its rule says; see ``texts.queries.possible``.

Listed is what belongs to the viewer's own role and to the state of the commitment: nothing is confirmed twice, nor
scored once the score is settled, and only what returns to an agenda can be brought there.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from nemawashi.access.rules import SAID, Possible, Verdict
from nemawashi.access.viewers import Viewer
from nemawashi.commitments import queries, rules
from nemawashi.commitments.models import Commitment, ProgressReport
from nemawashi.commitments.terms import CommitmentState, Refusal, Status
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Party

BY_ROLE = (Refusal.NOT_THE_SECRETARIAT, Refusal.NOT_THE_OWNER, Refusal.NOT_AN_ASSESSOR)


@dataclass(frozen=True, slots=True)
class Scoring:
    """How far the scoring of a commitment has come; ``has_scored`` is about the viewer alone."""

    has_guideline: bool
    is_settled: bool
    opened: int
    has_scored: bool


def reporting(row: Commitment, *, words: str, by: Viewer) -> Verdict:
    """Whether a party may report on a commitment of its own, or of all."""
    owner = row.owner.slug if row.owner else None
    return rules.may_report(by, state=row.state, owner=owner, names=parties.forum().members(row.by), words=words)


def on_sheets(party: Party, *, viewer: Viewer) -> list[Possible]:
    """A party's own sheet of reports."""
    verdict = rules.may_take_in_reports(viewer, party=party.slug, fresh=1)
    return [Possible("take_in_reports", party, verdict)] if verdict.refusal is not Refusal.NOT_THE_OWNER else []


def rests_on(report: ProgressReport, *, is_frozen: bool) -> bool:
    """Whether others have built on a report: its words are scored by a guideline, or evidence was attached to it."""
    return is_frozen or report.evidence.exists()


def on_report(report: ProgressReport, *, is_built_on: bool, viewer: Viewer) -> list[Possible]:
    """The party that reported may set its words right."""
    verdict = rules.may_edit_report(viewer, party=report.party.slug, is_built_on=is_built_on, words=SAID)
    return [] if verdict.refusal is Refusal.NOT_THE_REPORTER else [Possible("edit_report", report, verdict)]


def on_commitment(row: Commitment, *, status: Status, scoring: Scoring, viewer: Viewer) -> list[Possible]:
    """Acts on a commitment that was found or confirmed; one that was declined has none."""
    acts: Sequence[tuple[str, Verdict]] = ()
    if row.state == CommitmentState.FOUND:
        acts = (
            ("confirm_commitment", rules.may_confirm(viewer, state=row.state, owner=SAID, has_due_date=True)),
            ("decline_commitment", rules.may_decline(viewer, state=row.state, why=SAID)),
            ("split_commitment", rules.may_split(viewer, state=row.state, parts=("a", "b"), sources=("a b",))),
            *_merging(row, viewer),
        )
    elif row.state == CommitmentState.CONFIRMED:
        acts = (
            ("report_progress", reporting(row, words=SAID, by=viewer)),
            ("attach_evidence", rules.may_attach_evidence(viewer, state=row.state, locator=SAID)),
            *_scores(row, scoring, viewer),
        )
    own = [Possible(act, row, verdict) for act, verdict in acts if verdict.refusal not in BY_ROLE]
    return [*own, *on_returning(row, status=status, viewer=viewer)] if row.state == CommitmentState.CONFIRMED else own


def reminding(row: Commitment, *, today: dt.date, by: Viewer) -> Verdict:
    """Whether its owner may be reminded; asks what is in only where nothing else forbids it."""

    def verdict(is_awaited: bool) -> Verdict:
        return rules.may_remind(
            by,
            state=row.state,
            is_awaited=is_awaited,
            due_on=row.due_on,
            reminded_for=row.reminded_for,
            today=today,
        )

    return verdict(queries.is_awaited(row)) if verdict(True) else verdict(True)


def on_reminding(row: Commitment, *, today: dt.date, viewer: Viewer) -> list[Possible]:
    """A reminder before the due date, which the clock sends if nobody does."""
    verdict = reminding(row, today=today, by=viewer)
    return [Possible("remind_of_commitment", row, verdict)] if verdict else []


def _merging(row: Commitment, viewer: Viewer) -> list[tuple[str, Verdict]]:
    """Merging, where another promise that waits stands beside it."""
    if not viewer.is_secretariat or len(queries.waiting_in(row)) < 2:
        return []
    states = (row.state, row.state)
    return [("merge_commitments", rules.may_merge(viewer, states=states, is_unbroken=True, words="a", sources=("a",)))]


def _scores(row: Commitment, scoring: Scoring, viewer: Viewer) -> list[tuple[str, Verdict]]:
    acts = []
    if not scoring.has_guideline:
        freezing = rules.may_freeze_guideline(viewer, state=row.state, has_guideline=False, words=SAID)
        acts.append(("freeze_guideline", freezing))
    if scoring.is_settled:
        return acts
    assessing = rules.may_assess(
        viewer,
        state=row.state,
        score=0,
        has_guideline=scoring.has_guideline,
        has_scored=scoring.has_scored,
        is_settled=False,
        why=SAID,
    )
    acts.append(("assess", assessing))
    if scoring.has_guideline:
        settling = rules.may_settle(viewer, scores=scoring.opened, is_settled=False, score=0, why=SAID)
        acts.append(("settle_score", settling))
    return acts


def on_returning(row: Commitment, *, status: Status, viewer: Viewer) -> list[Possible]:
    """What is overdue, or was not wholly delivered, may be brought back on an agenda, which is chosen on the form."""
    verdict = rules.may_carry_over(viewer, status=status, is_carried=False)
    return [Possible("carry_over", row, verdict)] if verdict else []
