"""Words of meetings: states of a meeting and of an agenda item, why an act is refused, and the acts themselves."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nemawashi.access.choices import worded
from nemawashi.access.states import States, Tone

LONGEST_PAPER = 200_000  # signs of a paper that is written here, and of what is shown of a file


class MeetingState(States):
    PLANNED = "planned", Tone.OPEN, _("Planned")
    ANNOUNCED = "announced", Tone.RUNNING, _("Announced")
    OPEN = "open", Tone.RUNNING, _("In session")
    HELD = "held", Tone.SETTLED, _("Held")
    POSTPONED = "postponed", Tone.WAITING, _("Postponed")
    CANCELLED = "cancelled", Tone.FAILING, _("Cancelled")
    LAPSED = "lapsed", Tone.QUIET, _("Lapsed")


def meeting_states() -> list[tuple[str, str]]:
    return worded(MeetingState)


class Phase(States):
    """How a meeting stands in the calendar: its state, or tentative; what lapsed is read from the cadence, too."""

    TENTATIVE = "tentative", Tone.QUIET, _("Tentative")
    PLANNED = "planned", Tone.OPEN, _("Planned")
    ANNOUNCED = "announced", Tone.RUNNING, _("Announced")
    OPEN = "open", Tone.RUNNING, _("In session")
    HELD = "held", Tone.SETTLED, _("Held")
    POSTPONED = "postponed", Tone.WAITING, _("Postponed")
    CANCELLED = "cancelled", Tone.FAILING, _("Cancelled")
    LAPSED = "lapsed", Tone.QUIET, _("Lapsed")


class OfferState(States):
    """How an offer to host stands; one that a meeting was planned on has been taken up."""

    OFFERED = "offered", Tone.WAITING, _("Offered")
    CONFIRMED = "confirmed", Tone.SETTLED, _("Confirmed")
    TAKEN_UP = "taken_up", Tone.SETTLED, _("Meeting planned")
    WITHDRAWN = "withdrawn", Tone.QUIET, _("Withdrawn")


def offer_states() -> list[tuple[str, str]]:
    return worded(OfferState)


class DelegateRole(TextChoices):
    """As what somebody is on a delegation list."""

    HEAD = "head", _("Head of delegation")
    MEMBER = "member", _("Member of delegation")
    INTERPRETER = "interpreter", _("Interpreter")


def delegate_roles() -> list[tuple[str, str]]:
    return worded(DelegateRole)


class DelegateState(States):
    NOMINATED = "nominated", Tone.WAITING, _("Nominated")
    ACCREDITED = "accredited", Tone.SETTLED, _("Accredited")
    ASKED = "asked", Tone.OPEN, _("The host asks")
    REFUSED = "refused", Tone.FAILING, _("Not accredited")


def delegate_states() -> list[tuple[str, str]]:
    return worded(DelegateState)


class InvitationAnswer(States):
    """What an invited party says to its invitation; none was given yet where there is none."""

    ATTENDS = "attends", Tone.SETTLED, _("attends")
    TENTATIVE = "tentative", Tone.WAITING, _("attends perhaps")
    DECLINES = "declines", Tone.QUIET, _("does not attend")


def invitation_answers() -> list[tuple[str, str]]:
    return worded(InvitationAnswer)


class FloorKind(TextChoices):
    """For what the floor is asked: an intervention, a point of order, or the rest of what one interrupted."""

    FLOOR = "floor", _("Intervention")
    POINT = "point", _("Point of order")
    RESUMES = "resumes", _("Continues")


def floor_kinds() -> list[tuple[str, str]]:
    return worded(FloorKind)


class Against(StrEnum):
    """What speaks against a day for a meeting."""

    HOLIDAY = "holiday"
    REST = "rest"
    MEETING = "meeting"


# What was only planned, and then postponed or cancelled, was never public unless a public source tells of it.
PUBLIC_STATES = (MeetingState.HELD, MeetingState.LAPSED)


class Mode(TextChoices):
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("Hybrid")


def modes() -> list[tuple[str, str]]:
    return worded(Mode)


class ItemState(States):
    PROPOSED = "proposed", Tone.WAITING, _("Provisional")
    ADOPTED = "adopted", Tone.SETTLED, _("Adopted")
    LATE = "late", Tone.WAITING, _("Awaits leave")
    DEFERRED = "deferred", Tone.WAITING, _("Deferred")
    WITHDRAWN = "withdrawn", Tone.QUIET, _("Withdrawn")


def item_states() -> list[tuple[str, str]]:
    return worded(ItemState)


class AgendaStage(States):
    """How far an agenda has come; annotated is one of which every item that stands is explained."""

    PROVISIONAL = "provisional", Tone.WAITING, _("Provisional agenda")
    ANNOTATED = "annotated", Tone.RUNNING, _("Annotated provisional agenda")
    ADOPTED = "adopted", Tone.SETTLED, _("Adopted agenda")


class Link(States):
    """How a recommendation is tied to what came after it."""

    STATED = "stated", Tone.SETTLED, _("Stated by a source")
    INFERRED = "inferred", Tone.WAITING, _("This record's reading")
    NONE = "none", Tone.QUIET, _("Nothing found")
    OPEN = "open", Tone.OPEN, _("Not taken up yet")
    TAKEN_UP = "taken_up", Tone.SETTLED, _("Taken up on an agenda")


def links() -> list[tuple[str, str]]:
    return worded(Link)


class Distribution(TextChoices):
    GENERAL = "general", _("General")
    LIMITED = "limited", _("Limited")
    RESTRICTED = "restricted", _("Restricted")


def distributions() -> list[tuple[str, str]]:
    return worded(Distribution)


class PaperKind(TextChoices):
    """What a paper of a meeting is, beside the texts that are negotiated."""

    CONCEPT_NOTE = "concept_note", _("Concept note")
    PROGRAMME = "programme", _("Programme")
    PARTICIPANTS = "participants", _("List of participants")
    STATEMENT = "statement", _("Statement")
    NATIONAL_PAPER = "national_paper", _("National paper")
    NOTE_VERBALE = "note_verbale", _("Note verbale")
    CIRCULAR = "circular", _("Circular")


def paper_kinds() -> list[tuple[str, str]]:
    return worded(PaperKind)


class Sequel(TextChoices):
    """What a paper is to the one that it follows."""

    REVISION = "rev", _("Revision")
    ADDENDUM = "add", _("Addendum")
    CORRIGENDUM = "corr", _("Corrigendum")


def sequels() -> list[tuple[str, str]]:
    return worded(Sequel)


class MinutesState(States):
    """How far the minutes of a meeting have come."""

    DRAFT = "draft", Tone.OPEN, _("Draft of the secretariat")
    CIRCULATED = "circulated", Tone.WAITING, _("Circulated for corrections")
    ADOPTED = "adopted", Tone.SETTLED, _("Adopted")


def minutes_states() -> list[tuple[str, str]]:
    return worded(MinutesState)


class MinutesAnswer(States):
    """What became of a correction that a delegation sent."""

    WAITING = "waiting", Tone.WAITING, pgettext_lazy("correction of minutes", "Not answered yet")
    TAKEN_IN = "taken_in", Tone.SETTLED, pgettext_lazy("correction of minutes", "Taken into the minutes")
    LEFT_OUT = "left_out", Tone.QUIET, pgettext_lazy("correction of minutes", "Not taken into the minutes")


def minutes_answers() -> list[tuple[str, str]]:
    return worded(MinutesAnswer)


class Refusal(StrEnum):
    """Why an act on a meeting, its agenda or a recommendation was refused."""

    NOT_THE_SECRETARIAT = "not_the_secretariat"
    NOT_AN_EXPERT = "not_an_expert"
    NOT_A_PARTICIPANT = "not_a_participant"
    HELD_ALREADY = "held_already"
    CANCELLED = "cancelled"
    NOT_ANNOUNCED = "not_announced"
    NO_DATE = "no_date"
    ENDS_BEFORE_IT_STARTS = "ends_before_it_starts"
    NOT_ITS_DAY = "not_its_day"
    NOT_OVER = "not_over"
    IN_SESSION = "in_session"
    NOT_IN_SESSION = "not_in_session"
    NOT_INVITED = "not_invited"
    NO_NAMES = "no_names"
    AGENDA_ADOPTED = "agenda_adopted"
    AGENDA_NOT_ADOPTED = "agenda_not_adopted"
    AGENDA_EMPTY = "agenda_empty"
    ITEM_NOT_OPEN = "item_not_open"
    NO_REASON = "no_reason"
    TAKEN_UP_ALREADY = "taken_up_already"
    ON_THE_AGENDA_ALREADY = "on_the_agenda_already"
    ZONE_UNKNOWN = "zone_unknown"
    BEGUN = "begun"
    DAYS_ANNOUNCED = "days_announced"
    NOT_ITS_PROPOSER = "not_its_proposer"
    AGENDA_STANDS = "agenda_stands"
    ITEM_ENDED = "item_ended"
    ITEM_BUILT_ON = "item_built_on"
    ITEM_IS_A_PROMISE = "item_is_a_promise"
    FROM_A_SOURCE = "from_a_source"
    WORDS_TAKEN_UP = "words_taken_up"
    NOT_THE_FOCAL_POINT = "not_the_focal_point"
    NAMED_TWICE = "named_twice"
    TWO_HEADS = "two_heads"
    TOO_MANY_DELEGATES = "too_many_delegates"
    DECLINED_ALREADY = "declined_already"
    NOBODY_CHOSEN = "nobody_chosen"
    ACCREDITED_ALREADY = "accredited_already"
    NAMES_ARE_KEPT = "names_are_kept"
    LATE_WITHOUT_REASON = "late_without_reason"
    NOT_LATE = "not_late"
    HOST_IS_FIXED = "host_is_fixed"
    OFFERED_ALREADY = "offered_already"
    OFFER_ENDED = "offer_ended"
    HOST_CONFIRMED_ALREADY = "host_confirmed_already"
    NOT_ITS_OFFER = "not_its_offer"
    NO_SUCH_PAPER = "no_such_paper"
    NOT_ITS_PAPER = "not_its_paper"
    NOT_OF_THIS_KIND = "not_of_this_kind"
    NOT_OF_THIS_MEETING = "not_of_this_meeting"
    NAMES_ARE_NEVER_PUBLIC = "names_are_never_public"
    PAPER_EMPTY = "paper_empty"
    PAPER_TOO_LARGE = "paper_too_large"
    PAPER_OF_WRONG_TYPE = "paper_of_wrong_type"
    MOMENT_PASSED = "moment_passed"
    NO_ANSWER_DATE = "no_answer_date"
    PAPER_WITHDRAWN = "paper_withdrawn"
    PAPER_NOT_ISSUED = "paper_not_issued"
    PAPER_ISSUED = "paper_issued"
    UNDER_EMBARGO = "under_embargo"
    LANGUAGE_THERE = "language_there"
    NOT_A_CIRCULAR = "not_a_circular"
    PAPER_GENERAL = "paper_general"
    RELEASE_RUNS = "release_runs"
    NO_RELEASE = "no_release"
    RELEASE_NOT_OVER = "release_not_over"
    OBJECTION_TOO_LATE = "objection_too_late"
    GOES_WITH_ITS_BASE = "goes_with_its_base"
    ANSWERED_SO_ALREADY = "answered_so_already"
    REPLY_OF_ANOTHER = "reply_of_another"
    REPLY_IS_OLD = "reply_is_old"
    SESSION_OUTSIDE = "session_outside"
    SESSION_ENDS_FIRST = "session_ends_first"
    SESSIONS_COLLIDE = "sessions_collide"
    CLOCK_SKIPPED = "clock_skipped"
    NOT_ACCREDITED = "not_accredited"
    CHECKED_IN_ALREADY = "checked_in_already"
    LIST_CLOSED = "list_closed"
    LIST_OPEN = "list_open"
    ON_THE_LIST_ALREADY = "on_the_list_already"
    HAS_THE_FLOOR = "has_the_floor"
    FLOOR_TAKEN = "floor_taken"
    NOT_NEXT = "not_next"
    NOT_WAITING = "not_waiting"
    FLOOR_NOT_HELD = "floor_not_held"
    NOT_ITS_REQUEST = "not_its_request"
    CALLED_ALREADY = "called_already"
    LETTER_DRAWN = "letter_drawn"
    NO_SUCH_LETTER = "no_such_letter"
    SPEAKING_BEGUN = "speaking_begun"
    NOTHING_TO_TAKE_DOWN = "nothing_to_take_down"
    MINUTES_EMPTY = "minutes_empty"
    MINUTES_TOO_LONG = "minutes_too_long"
    MINUTES_ADOPTED = "minutes_adopted"
    NOT_A_NOTE_TAKER = "not_a_note_taker"
    BOTH_CHANGED = "both_changed"
    NO_MINUTES = "no_minutes"
    MINUTES_OUT_ALREADY = "minutes_out_already"
    CORRECTIONS_CLOSED = "corrections_closed"
    CORRECTIONS_OPEN = "corrections_open"
    HOST_STATED = "host_stated"
    BRINGS_NO_HOST = "brings_no_host"
    HOST_NOT_STATED = "host_not_stated"
    NO_HOST_NAMED = "no_host_named"
    HOSTS_ALREADY = "hosts_already"
    NOT_AHEAD = "not_ahead"
    NEXT_HOST_HAS_PEOPLE = "next_host_has_people"
    NEXT_HOST_INVITED = "next_host_invited"
    NEXT_HOST_NOT_HERE = "next_host_not_here"
    EARLIER_MEETING_AHEAD = "earlier_meeting_ahead"
    A_MEETING_SITS = "a_meeting_sits"


class Act(StrEnum):
    """The acts of this noun. The name is the function in ``acts``, the value the event in the log."""

    RECORD_RECOMMENDATION = "recommendation.recorded"
    EDIT_RECOMMENDATION = "recommendation.edited"
    TAKE_UP_RECOMMENDATION = "recommendation.taken_up"
    OFFER_TO_HOST = "hosting.offered"
    CONFIRM_HOST = "hosting.confirmed"
    WITHDRAW_OFFER = "hosting.withdrawn"
    STATE_HOST = "host.stated"
    INVITE_NEXT_HOST = "host.next_invited"
    PASS_HOST_ROLE = "host.passed_on"  # noqa: S105  an act
    PLAN_MEETING = "meeting.planned"
    EDIT_MEETING = "meeting.edited"
    ANNOUNCE_MEETING = "meeting.announced"
    POSTPONE_MEETING = "meeting.postponed"
    CANCEL_MEETING = "meeting.cancelled"
    OPEN_MEETING = "meeting.opened"
    CONFIRM_PRESENCE = "attendance.confirmed"
    TAKE_ATTENDANCE = "attendance.taken"
    CLOSE_MEETING = "meeting.closed"
    HOLD_MEETING = "meeting.held"
    ANSWER_INVITATION = "invitation.answered"
    NOMINATE_DELEGATES = "delegation.nominated"
    REMOVE_DELEGATE = "delegation.name_removed"
    DECLINE_MEETING = "delegation.declined"
    ACCREDIT_DELEGATES = "delegation.accredited"
    RETURN_DELEGATE = "delegation.returned"
    CHECK_IN_DELEGATE = "delegation.checked_in"
    FORGET_DELEGATES = "delegation.names_deleted"
    SUBMIT_PAPER = "paper.submitted"
    ADD_PAPER_LANGUAGE = "paper.language_added"
    ISSUE_PAPER = "paper.issued"
    WITHDRAW_PAPER = "paper.withdrawn"
    ANSWER_CIRCULAR = "circular.answered"
    PROPOSE_RELEASE = "paper.release_proposed"
    OBJECT_TO_RELEASE = "paper.release_objected"
    RELEASE_PAPER = "paper.released"
    PROPOSE_AGENDA_ITEM = "agenda.item_proposed"
    ADMIT_LATE_ITEM = "agenda.late_item_admitted"
    EDIT_AGENDA_ITEM = "agenda.item_edited"
    WITHDRAW_AGENDA_ITEM = "agenda.item_withdrawn"
    REORDER_AGENDA = "agenda.reordered"
    DEFER_AGENDA_ITEM = "agenda.item_deferred"
    ADOPT_AGENDA = "agenda.adopted"
    REOPEN_AGENDA = "agenda.reopened"
    PLAN_SESSION = "agenda.session_planned"
    EDIT_SESSION = "agenda.session_edited"
    REMOVE_SESSION = "agenda.session_removed"
    ANNOTATE_AGENDA_ITEM = "agenda.item_annotated"
    CALL_ITEM = "room.item_called"
    DRAW_LETTER = "room.letter_drawn"
    ORDER_SPEAKERS = "speakers.ordered"
    CLOSE_SPEAKERS = "speakers.closed"
    REOPEN_SPEAKERS = "speakers.reopened"
    ASK_FOR_FLOOR = "floor.asked"
    RAISE_POINT_OF_ORDER = "floor.point_of_order"
    WITHDRAW_FROM_SPEAKERS = "floor.withdrawn"
    GIVE_FLOOR = "floor.given"
    END_FLOOR = "floor.ended"
    WRITE_MINUTES = "minutes.written"
    CIRCULATE_MINUTES = "minutes.circulated"
    CORRECT_MINUTES = "minutes.correction_sent"
    ANSWER_CORRECTION = "minutes.correction_answered"
    ADOPT_MINUTES = "minutes.adopted"
    ATTACH_CREDENTIALS = "credentials.attached"


class Rank(TextChoices):
    """At which rank a party was represented, read from the office that the source states; highest first."""

    LEADER = "leader", _("Head of state or government")
    MINISTER = "minister", _("Minister")
    DEPUTY = "deputy", _("Deputy minister")
    ENVOY = "envoy", _("Ambassador or special representative")
    OFFICIAL = "official", _("Officials' level")
    UNKNOWN = "unknown", _("Rank not stated")
