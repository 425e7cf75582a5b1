"""Words of commitments: states, derived status, scores, refusals and acts."""

import datetime as dt
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nemawashi.access.choices import worded
from nemawashi.access.states import States, Tone


class CommitmentKind(TextChoices):
    JOINT = "joint", _("Joint")
    UNILATERAL = "unilateral", _("By one party")
    TARGET = "target", _("Target")
    OBJECTIVE = "objective", _("Objective")
    PROPOSAL = "proposal", _("Proposal of one party")


def commitment_kinds() -> list[tuple[str, str]]:
    return worded(CommitmentKind)


class Delivery(TextChoices):
    """How far a party says that it has come: its own word, which settles nothing."""

    NO_EVIDENCE = "no_evidence", _("No evidence of it")
    NOT_STARTED = "not_started", _("Not started")
    LIMITED = "limited", _("In limited part")
    SUBSTANTIAL = "substantial", _("For the most part")
    COMPLETE = "complete", _("In full")


def deliveries() -> list[tuple[str, str]]:
    return worded(Delivery)


class CommitmentState(TextChoices):
    """Whether a person has confirmed that these words promise something."""

    FOUND = "found", _("Found by rule")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Holds no commitment")
    REPLACED = "replaced", _("Divided or merged")


def commitment_states() -> list[tuple[str, str]]:
    return worded(CommitmentState)


class StepKind(States):
    """What happened to a remit at one step of its life."""

    MANDATED = "mandated", Tone.OPEN, _("Mandated")
    PROPOSED = "proposed", Tone.OPEN, _("Put forward")
    PREPARED = "prepared", Tone.RUNNING, _("Prepared")
    PLANNED = "planned", Tone.RUNNING, _("Planned")
    AGREED = "agreed", Tone.RUNNING, _("Agreed on")
    POSTPONED = "postponed", Tone.WAITING, _("Postponed")
    STALLED = "stalled", Tone.QUIET, _("Nothing came of it")
    DONE = "done", Tone.SETTLED, _("Carried out")
    FOLLOWED = "followed", Tone.RUNNING, _("Followed up")
    DROPPED = "dropped", Tone.FAILING, _("Given up")


def step_kinds() -> list[tuple[str, str]]:
    return worded(StepKind)


class RecordStatus(TextChoices):
    """The record's own reading of what came of a historical commitment; no sourced fact."""

    DONE = "done", _("Done")
    DONE_LATE = "done_late", _("Done late")
    PARTLY = "partly", _("Partly done")
    CONTINUING = "continuing", _("Continuing")
    NOT_SEEN = "not_seen", _("Not seen")
    MISSED = "missed", _("Missed")
    OPEN = "open", _("Open")


def record_statuses() -> list[tuple[str, str]]:
    return worded(RecordStatus)


class Status(States):
    """Derived from due date, reports and settled score; never stored."""

    FOUND = "found", Tone.WAITING, _("Awaits confirmation")
    NOT_DUE = "not_due", Tone.OPEN, _("Not due")
    UNDER_WAY = "under_way", Tone.RUNNING, _("Under way")
    OVERDUE = "overdue", Tone.FAILING, _("Overdue")
    DELIVERED = "delivered", Tone.SETTLED, _("Delivered")
    PARTLY = "partly", Tone.WAITING, _("Partly delivered")
    NOT_DELIVERED = "not_delivered", Tone.FAILING, _("Not delivered")
    SUPERSEDED = "superseded", Tone.QUIET, _("Superseded")
    NOT_ASSESSED = "not_assessed", Tone.OPEN, _("Not assessed")
    DECLINED = "declined", Tone.QUIET, _("Holds no commitment")
    REPLACED = "replaced", Tone.QUIET, _("Divided or merged")


class Strength(TextChoices):
    """How strongly the verb binds, strongest first."""

    SHALL = "shall", _("shall, undertake, commit")
    WILL = "will", _("will, agree to, decide to")
    INTEND = "intend", _("intend, plan, aim")
    ENDEAVOUR = "endeavour", _("endeavour, seek, strive")
    WELCOME = "welcome", _("continue, promote, support")
    NONE = "none", _("no promise")


def strengths() -> list[tuple[str, str]]:
    return worded(Strength)


class Refusal(StrEnum):
    """Why an act on a commitment was refused."""

    NOT_THE_SECRETARIAT = "not_the_secretariat"
    NOT_THE_OWNER = "not_the_owner"
    NOT_AN_ASSESSOR = "not_an_assessor"
    NOT_FOUND_STATE = "not_found_state"
    NOT_CONFIRMED = "not_confirmed"
    NO_OWNER = "no_owner"
    NO_DUE_DATE = "no_due_date"
    NO_REASON = "no_reason"
    NO_WORDS = "no_words"
    NO_LOCATOR = "no_locator"
    NO_GUIDELINE = "no_guideline"
    GUIDELINE_FROZEN = "guideline_frozen"
    SCORE_OUT_OF_RANGE = "score_out_of_range"
    SCORED_ALREADY = "scored_already"
    TOO_FEW_SCORES = "too_few_scores"
    SETTLED_ALREADY = "settled_already"
    NOT_OVERDUE = "not_overdue"
    CARRIED_ALREADY = "carried_already"
    NOT_THE_REPORTER = "not_the_reporter"
    REPORT_BUILT_ON = "report_built_on"
    TOO_FEW_PARTS = "too_few_parts"
    TOO_MANY_PARTS = "too_many_parts"
    NOT_ITS_WORDS = "not_its_words"
    NOT_NEIGHBOURS = "not_neighbours"
    NOT_DUE_SOON = "not_due_soon"
    REMINDED_ALREADY = "reminded_already"
    NOTHING_AWAITED = "nothing_awaited"
    UNKNOWN_COMMITMENT = "unknown_commitment"
    UNKNOWN_SOURCE = "unknown_source"
    REPORTED_ABOVE = "reported_above"
    NO_NEW_REPORT = "no_new_report"


class Act(StrEnum):
    """The acts of this noun. The name is the function in ``acts``, the value the event in the log."""

    CONFIRM_COMMITMENT = "commitment.confirmed"
    DECLINE_COMMITMENT = "commitment.declined"
    SPLIT_COMMITMENT = "commitment.split"
    MERGE_COMMITMENTS = "commitment.merged"
    REMIND_OF_COMMITMENT = "commitment.reminded"
    REPORT_PROGRESS = "progress.reported"
    TAKE_IN_REPORTS = "reports.taken_in"
    EDIT_REPORT = "report.edited"
    ATTACH_EVIDENCE = "evidence.attached"
    FREEZE_GUIDELINE = "guideline.frozen"
    ASSESS = "commitment.assessed"
    SETTLE_SCORE = "score.settled"
    CARRY_OVER = "commitment.carried_over"


ASSESSORS_NEEDED = 2
REMIND_AHEAD = dt.timedelta(days=30)  # of the last day on which it is due
MOST_PARTS = 30  # into which one promise is divided
