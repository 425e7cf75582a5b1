"""Words of texts: states, kinds of clause, labels of operations, stances, outcomes, refusals and acts."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nemawashi.access.choices import worded
from nemawashi.access.states import States, Tone
from nemawashi.kit.clauses.operations import Operation


class TextType(TextChoices):
    JOINT_STATEMENT = "joint_statement", _("Joint statement")
    PRESS_RELEASE = "press_release", _("Press release")
    ACTION_PLAN = "action_plan", _("Action plan")
    ROAD_MAP = "road_map", _("Road map")
    DECLARATION = "declaration", _("Declaration")
    DRAFT_DECLARATION = "draft_declaration", _("Draft declaration")
    CHAIR_SUMMARY = "chair_summary", _("Chair's summary")
    CHAIR_STATEMENT = "chair_statement", _("Chair's statement")
    ISSUE_PAPER = "issue_paper", _("Issue paper")
    INITIATIVE = "initiative", _("Initiative")
    SPEECH = "speech", _("Speech")


def text_types() -> list[tuple[str, str]]:
    return worded(TextType)


class TextState(States):
    ZERO_DRAFT = "zero_draft", Tone.OPEN, _("Zero draft")
    UNDER_NEGOTIATION = "under_negotiation", Tone.RUNNING, _("Under negotiation")
    UNDER_SILENCE = "under_silence", Tone.WAITING, _("Under silence")
    ADOPTED = "adopted", Tone.SETTLED, _("Adopted")
    ISSUED = "issued", Tone.SETTLED, _("Issued")
    WITHDRAWN = "withdrawn", Tone.FAILING, _("Withdrawn")
    TAKEN_BACK = "taken_back", Tone.QUIET, _("Taken back")


def text_states() -> list[tuple[str, str]]:
    return worded(TextState)


PUBLIC_STATES = (TextState.ADOPTED, TextState.ISSUED)
OPEN_STATES = (TextState.ZERO_DRAFT, TextState.UNDER_NEGOTIATION)


class ClauseKind(TextChoices):
    TITLE = "title", _("Title")
    HEADING = "heading", _("Heading")
    PREAMBULAR = "preambular", _("Preambular paragraph")
    CHAPEAU = "chapeau", _("Chapeau")
    OPERATIVE = "operative", _("Operative paragraph")
    SUB = "sub", _("Sub-paragraph")
    ANNEX = "annex", _("Annex item")


def clause_kinds() -> list[tuple[str, str]]:
    return worded(ClauseKind)


class Version(TextChoices):
    """What a language version is worth."""

    AUTHENTIC = "authentic", _("Authentic")
    COURTESY = "courtesy", _("Courtesy translation")
    MACHINE = "machine", _("Machine translation")


def versions() -> list[tuple[str, str]]:
    return worded(Version)


OPERATION_LABELS: dict[Operation, Promise] = {
    Operation.INSERT: _("Insert words"),
    Operation.DELETE: _("Delete words"),
    Operation.REPLACE: _("Replace words"),
    Operation.ALTERNATIVE: _("Alternative to the paragraph"),
    Operation.NEW_CLAUSE: _("New paragraph after this one"),
    Operation.NEW_CLAUSE_BEFORE: _("New paragraph before this one"),
    Operation.DELETE_CLAUSE: _("Delete the paragraph"),
    Operation.MOVE: _("Move the paragraph"),
    Operation.SPLIT: _("Split the paragraph"),
    Operation.MERGE: _("Merge with the next paragraph"),
    Operation.RESERVE: _("Reserve"),
    Operation.SCRUTINY_RESERVE: _("Scrutiny reserve"),
    Operation.GENERAL_RESERVE: _("General reserve on the text"),
    Operation.PLACEHOLDER: _("Placeholder"),
    Operation.FOOTNOTE: _("Footnote"),
    Operation.COMMENT: _("Comment"),
}


def operation_label(operation: str) -> str:
    """What a position does, in the reader's language."""
    return str(OPERATION_LABELS[Operation(operation)])


def operations() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in OPERATION_LABELS.items()]


class DraftState(TextChoices):
    DRAFT = "draft", _("Draft")
    TABLED = "tabled", _("Tabled")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def draft_states() -> list[tuple[str, str]]:
    return worded(DraftState)


class Outcome(States):
    """How a tabled position ended; ``live`` while it has not."""

    LIVE = "live", Tone.RUNNING, _("Tabled")
    ACCEPTED = "accepted", Tone.SETTLED, _("Accepted")
    WITHDRAWN = "withdrawn", Tone.FAILING, _("Withdrawn")
    NOT_RETAINED = "not_retained", Tone.FAILING, _("Not retained")
    SUPERSEDED = "superseded", Tone.QUIET, _("Superseded")


def outcomes() -> list[tuple[str, str]]:
    return worded(Outcome)


class Stance(TextChoices):
    SUPPORT = "support", _("supports")
    OPPOSE = "oppose", _("opposes")
    COULD_ACCEPT = "could_accept", _("can go along with")
    NONE = "none", _("takes no stance")


def stances() -> list[tuple[str, str]]:
    return worded(Stance)


class ClauseStatus(States):
    """Derived from acts, never stored."""

    OPEN = "open", Tone.OPEN, _("No brackets")
    CONTESTED = "contested", Tone.WAITING, _("In brackets")
    RESERVED = "reserved", Tone.WAITING, _("Reserved")
    CLEAN = "clean", Tone.OPEN, _("No brackets")
    HELD = "held", Tone.WAITING, _("Held for a package")
    AD_REFERENDUM = "ad_referendum", Tone.SETTLED, _("Agreed ad referendum")
    AGREED = "agreed", Tone.SETTLED, _("Agreed by all")
    CLOSED = "closed", Tone.QUIET, _("Closed by the chair")
    DELETED = "deleted", Tone.QUIET, _("Agreed to delete")
    UNDER_SILENCE = "under_silence", Tone.WAITING, _("Under silence")
    ADOPTED = "adopted", Tone.SETTLED, _("Adopted")


class CorrectionState(States):
    """What became of an editorial correction of words under negotiation."""

    PENDING = "pending", Tone.WAITING, _("Open to objection")
    TAKEN_IN = "taken_in", Tone.SETTLED, _("Taken in")
    OBJECTED = "objected", Tone.FAILING, _("Objected to")
    OVERTAKEN = "overtaken", Tone.QUIET, _("Overtaken")


def correction_states() -> list[tuple[str, str]]:
    return worded(CorrectionState)


class ConsentKind(States):
    """What a party says of consensus on a clause, a package or a text; its newest word counts."""

    JOINS = "joins", Tone.SETTLED, _("can join consensus")
    BUT_FOR = "but_for", Tone.WAITING, _("can join, but for …")
    AWAITS = "awaits", Tone.WAITING, _("awaiting instructions")
    CANNOT = "cannot", Tone.FAILING, _("cannot join")


def consent_kinds() -> list[tuple[str, str]]:
    return worded(ConsentKind)


class RevisionKind(TextChoices):
    ZERO = "zero", _("Zero draft")
    COMPILATION = "compilation", _("Compilation")
    CLEAN = "clean", _("Clean text")
    ADOPTED = "adopted", _("Adopted text")


def revision_kinds() -> list[tuple[str, str]]:
    return worded(RevisionKind)


class SilenceState(States):
    """Derived from recorded moments, never stored."""

    RUNNING = "running", Tone.RUNNING, _("Silence runs")
    BROKEN = "broken", Tone.FAILING, _("Silence broken")
    EXPIRED = "expired", Tone.WAITING, _("Silence kept, not yet concluded")
    CONCLUDED = "concluded", Tone.SETTLED, _("Adopted by silence")


class StatementKind(TextChoices):
    """What a participant attaches to an adopted text."""

    RESERVATION = "reservation", _("Reservation")
    INTERPRETATIVE = "interpretative", _("Interpretative statement")
    EXPLANATION = "explanation", _("Explanation of position")


def statement_kinds() -> list[tuple[str, str]]:
    return worded(StatementKind)


class BreakKind(TextChoices):
    OBJECTION = "objection", _("Objection")
    AMENDMENT = "amendment", _("Amendment")


def break_kinds() -> list[tuple[str, str]]:
    return worded(BreakKind)


class Refusal(StrEnum):
    """Why an act on a text was refused."""

    NOT_THE_SECRETARIAT = "not_the_secretariat"
    NOT_A_PARTICIPANT = "not_a_participant"
    UPTAKE_RULED = "uptake_ruled"
    UPTAKE_CANNOT_FOLLOW = "uptake_cannot_follow"
    UPTAKE_NOT_STANDING = "uptake_not_standing"
    ONLY_DRAFTS = "only_drafts"
    NOT_YOUR_POSITION = "not_your_position"
    NOT_UNDER_NEGOTIATION = "not_under_negotiation"
    NOT_UNDER_SILENCE = "not_under_silence"
    CLAUSE_DELETED = "clause_deleted"
    NO_WORDS = "no_words"
    TOO_MANY_WORDS = "too_many_words"
    NO_CHANGE = "no_change"
    OUT_OF_THE_CLAUSE = "out_of_the_clause"
    WORDS_CHANGED_BENEATH = "words_changed_beneath"
    NOT_A_DRAFT = "not_a_draft"
    NOT_LIVE = "not_live"
    OWN_POSITION = "own_position"
    COLLIDES = "collides"
    STANDING_OBJECTION = "standing_objection"
    AWAITS_ANSWER = "awaits_answer"
    ASKED_ALREADY = "asked_already"
    NOT_ASKED = "not_asked"
    NOT_BEHIND_IT = "not_behind_it"
    NOTHING_TO_ACCEPT = "nothing_to_accept"
    NOTHING_TO_BRIDGE = "nothing_to_bridge"
    NOT_CLEAN = "not_clean"
    NOT_A_CLEAN_REVISION = "not_a_clean_revision"
    MOMENT_PASSED = "moment_passed"
    TOO_LATE = "too_late"
    BROKEN_ALREADY = "broken_already"
    SILENCE_TOO_SHORT = "silence_too_short"
    TOO_FEW_WORKING_DAYS = "too_few_working_days"
    SILENCE_RUNS = "silence_runs"
    SILENCE_BROKEN = "silence_broken"
    CONCLUDED_ALREADY = "concluded_already"
    NOT_LATER = "not_later"
    NO_MEETING = "no_meeting"
    MEETING_NOT_OPEN = "meeting_not_open"
    PARTICIPANT_ABSENT = "participant_absent"
    NOT_ADOPTED = "not_adopted"
    NOT_OF_THIS_TEXT = "not_of_this_text"
    NO_CLAUSES = "no_clauses"
    TYPE_NOT_USED = "type_not_used"
    CLAUSE_CLOSED = "clause_closed"
    NOT_CLOSED = "not_closed"
    NO_TARGET = "no_target"
    NOTHING_TO_MERGE = "nothing_to_merge"
    NOTHING_TO_SPLIT = "nothing_to_split"
    BEHIND_IT_ALREADY = "behind_it_already"
    NO_STANCE = "no_stance"
    NOT_NOT_RETAINED = "not_not_retained"
    NO_REASON = "no_reason"
    NOT_ALIKE = "not_alike"
    NOT_AGREED = "not_agreed"
    IN_PACKAGE = "in_package"
    TOO_FEW_CLAUSES = "too_few_clauses"
    PACKAGE_ENDED = "package_ended"
    NOT_A_TRANSLATION = "not_a_translation"
    NO_SUCH_LANGUAGE = "no_such_language"
    NOT_WORDED_IN_IT = "not_worded_in_it"
    OF_NO_LANGUAGE = "of_no_language"
    TRANSLATION_IS_OLDER = "translation_is_older"
    NOT_THE_NEXT_MEETING = "not_the_next_meeting"
    ANNOUNCED_ALREADY = "announced_already"
    NOTHING_TAKEN = "nothing_taken"
    TAKEN_ALREADY = "taken_already"
    NOT_A_LETTERHEAD = "not_a_letterhead"
    NOT_A_ZERO_DRAFT = "not_a_zero_draft"
    ACTED_ON = "acted_on"
    SEALED_WORDS = "sealed_words"
    CORRECTION_PENDING = "correction_pending"
    CORRECTION_ENDED = "correction_ended"
    STILL_OPEN_TO_OBJECTION = "still_open_to_objection"
    OBJECTION_TOO_LATE = "objection_too_late"
    HOLDS_ALREADY = "holds_already"
    WORDS_CHANGED_SINCE = "words_changed_since"
    DAY_PASSED = "day_passed"
    OWN_WISH_STANDS = "own_wish_stands"
    CONSENSUS_STANDS_OUT = "consensus_stands_out"
    CONSENT_NOT_NAMED = "consent_not_named"
    NONE_CHOSEN = "none_chosen"
    ONLY_A_PACKAGE = "only_a_package"
    SHOWN_ALREADY = "shown_already"
    NO_ROOM = "no_room"


class Act(StrEnum):
    """The acts of this noun, by stage. The name is the function in ``acts``, the value the event in the log."""

    CIRCULATE_ZERO_DRAFT = "text.circulated"
    TAKE_BACK_ZERO_DRAFT = "text.taken_back"
    DRAFT_POSITION = "position.drafted"
    TAKE_IN_FILE = "file.taken_in"
    TABLE_POSITION = "position.tabled"
    WITHDRAW_POSITION = "position.withdrawn"
    JOIN_POSITION = "position.joined"
    SUPPORT_POSITION = "position.supported"
    COULD_ACCEPT_POSITION = "position.could_accept"
    OPPOSE_POSITION = "position.opposed"
    LIFT_STANCE = "position.stance_lifted"
    REVIVE_POSITION = "position.revived"
    ACCEPT_POSITION = "position.accepted"
    OFFER_BRIDGING_WORDS = "position.bridged"
    STREAMLINE_POSITIONS = "position.streamlined"
    ASK_TO_LET_GO = "position.asked_about"
    LET_POSITION_GO = "position.let_go"
    KEEP_POSITION = "position.kept"
    MARK_NOT_RETAINED = "position.not_retained"
    CONSENT_TO_CLAUSE = "consent.said_on_clause"
    JOIN_ON_CLEAN_CLAUSES = "consent.joined_on_clean_clauses"
    CONSENT_TO_PACKAGE = "consent.said_on_package"
    CONSENT_TO_TEXT = "consent.said_on_text"
    CLOSE_CLAUSE = "clause.closed"
    OPEN_CLAUSE = "clause.opened"
    CORRECT_EDITORIALLY = "correction.proposed"
    OBJECT_TO_CORRECTION = "correction.objected"
    TAKE_IN_CORRECTION = "correction.taken_in"
    AGREE_AD_REFERENDUM = "clause.agreed_ad_referendum"
    AGREE_CLEAN_CLAUSES = "clauses.agreed"
    REOPEN_CLAUSE = "clause.reopened"
    MAKE_PACKAGE = "package.made"
    AGREE_PACKAGE = "package.agreed"
    DISSOLVE_PACKAGE = "package.dissolved"
    ASSIGN_PILLAR = "clause.assigned"
    PUT_ON_SCREEN = "clause.shown"
    TRANSLATE_CLAUSE = "wording.translated"
    ISSUE_REVISION = "revision.issued"
    OPEN_SILENCE = "silence.opened"
    BREAK_SILENCE = "silence.broken"
    EXTEND_SILENCE = "silence.extended"
    CONCLUDE_SILENCE = "silence.concluded"
    ADOPT_IN_MEETING = "text.adopted"
    ANNOUNCE_ADOPTION = "adoption.announced"
    ENTER_RESERVATION = "reservation.entered"
    ISSUE_TEXT = "text.issued"
    CORRECT_TEXT = "text.corrected"
    SET_LETTERHEAD = "letterhead.set"
    CONFIRM_UPTAKE = "uptake.confirmed"
    DECLINE_UPTAKE = "uptake.declined"
