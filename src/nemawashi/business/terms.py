"""Words of the business track: firms, offers and needs, talks and what came of them, refusals and acts."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nemawashi.access.choices import worded
from nemawashi.access.states import States, Tone


class FirmKind(TextChoices):
    """What takes part in the business track; the code calls both a firm."""

    COMPANY = "company", _("Company")
    INSTITUTION = "institution", _("Institution")


def firm_kinds() -> list[tuple[str, str]]:
    return worded(FirmKind)


class InterestKind(TextChoices):
    OFFER = "offer", _("Offer of a company")
    NEED = "need", _("Need of a company")


def interest_kinds() -> list[tuple[str, str]]:
    return worded(InterestKind)


class InterestState(States):
    """Of an offer or a need; past its day one that is open is over, and no act says so."""

    OPEN = "open", Tone.RUNNING, _("Open to talks")
    OVER = "over", Tone.QUIET, _("Its day is over")
    ENDED = "ended", Tone.SETTLED, _("No longer open")
    WITHDRAWN = "withdrawn", Tone.QUIET, _("Taken back")


def interest_states() -> list[tuple[str, str]]:
    return worded(InterestState)


class ReasonKind(TextChoices):
    """Why an offer and a need should meet."""

    AREA = "area", _("The same area")
    TERM = "term", _("The same term, in two languages or in one")
    WORDS = "words", _("Words that both say")
    ASKED = "asked", _("Asked for by name")


class TalkState(States):
    """Of a talk between two firms, from the proposal to the table."""

    PROPOSED = "proposed", Tone.OPEN, _("Proposed to both sides")
    ACCEPTED = "accepted", Tone.WAITING, _("Accepted by one side")
    AGREED = "agreed", Tone.RUNNING, _("Agreed by both sides")
    DECLINED = "declined", Tone.QUIET, _("Declined by a side")
    HELD = "held", Tone.SETTLED, _("The talk was held")


def talk_states() -> list[tuple[str, str]]:
    return worded(TalkState)


class WhyUnplaced(TextChoices):
    """Why a talk has no table."""

    NO_COMMON_TIME = "no_common_time", _("The two are there at no time together")
    NO_TIME_LEFT = "no_time_left", _("At every time at which both are there, one of them has another talk")
    NO_TABLE = "no_table", _("All tables are taken when both are free")


def reasons_unplaced() -> list[tuple[str, str]]:
    return worded(WhyUnplaced)


class TalkResult(States):
    """What came of a talk, as one side says; the last word counts."""

    MEMORANDUM = "memorandum", Tone.SETTLED, _("Memorandum signed")
    CONTRACT = "contract", Tone.SETTLED, _("Contract signed")
    GOES_ON = "goes_on", Tone.RUNNING, _("Talks go on")
    NOTHING = "nothing", Tone.QUIET, _("Nothing came of it")


def talk_results() -> list[tuple[str, str]]:
    return worded(TalkResult)


class Refusal(StrEnum):
    """Why an act on the business track was refused."""

    NOT_ITS_PARTY = "not_its_party"
    NO_NAME = "no_name"
    NAMED_ALREADY = "named_already"
    TIED_ALREADY = "tied_already"
    ANOTHER_PARTY = "another_party"
    NO_AREA = "no_area"
    BAD_LANGUAGE = "bad_language"
    TOO_LONG = "too_long"
    NO_CONSENT = "no_consent"
    CONSENT_AHEAD = "consent_ahead"
    KEPT_TOO_LONG = "kept_too_long"
    NO_PERSON = "no_person"
    NO_CONTACT_KEPT = "no_contact_kept"
    NO_WORDS = "no_words"
    DAY_IS_OVER = "day_is_over"
    TOO_MANY_INTERESTS = "too_many_interests"
    NOT_OPEN = "not_open"
    NO_REASON = "no_reason"
    NOT_A_SIDE = "not_a_side"
    NO_NEW_TALK = "no_new_talk"
    OF_ONE_PARTY = "of_one_party"
    OF_ONE_KIND = "of_one_kind"
    TALK_IS_THERE = "talk_is_there"
    ACCEPTED_ALREADY = "accepted_already"
    TALK_IS_OVER = "talk_is_over"
    NOT_THE_HOST = "not_the_host"
    MEETING_IS_OVER = "meeting_is_over"
    OF_ANOTHER_FORUM = "of_another_forum"
    NOT_ON_ITS_DAYS = "not_on_its_days"
    BAD_PLAN = "bad_plan"
    BEYOND_THE_DAY = "beyond_the_day"
    SEATS_ARE_USED = "seats_are_used"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    NOTHING_TO_PLACE = "nothing_to_place"
    NOT_AGREED = "not_agreed"
    NO_SUCH_SEAT = "no_such_seat"
    NOT_THERE_THEN = "not_there_then"
    AT_ANOTHER_TABLE = "at_another_table"
    TABLE_IS_TAKEN = "table_is_taken"
    NOT_YET = "not_yet"
    NOT_HELD = "not_held"
    DAY_TO_COME = "day_to_come"
    NO_CURRENCY = "no_currency"
    NOT_POSITIVE = "not_positive"
    AGREED_TO_PUBLISH = "agreed_to_publish"
    NOT_PUBLISHED = "not_published"


class Act(StrEnum):
    """The acts of this noun. The name is the function in ``acts``, the value the event in the log."""

    STATE_FIRM = "firm.stated"
    EDIT_FIRM = "firm.edited"
    KEEP_CONTACT = "contact.kept"
    WITHDRAW_CONTACT = "contact.withdrawn"
    STATE_INTEREST = "interest.stated"
    END_INTEREST = "interest.ended"
    PROPOSE_TALKS = "talks.proposed"
    ASK_FOR_TALK = "talk.asked_for"
    ACCEPT_TALK = "talk.accepted"
    DECLINE_TALK = "talk.declined"
    SET_TABLE_PLAN = "table_plan.set"
    STATE_HOURS = "hours.stated"
    PLACE_TALKS = "talks.placed"
    MOVE_TALK = "talk.moved"
    HOLD_TALK = "talk.held"
    RECORD_OUTCOME = "outcome.recorded"
    PUBLISH_OUTCOME = "outcome.published"
    UNPUBLISH_OUTCOME = "outcome.unpublished"
