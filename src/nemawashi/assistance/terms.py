"""Words of assistance: kinds of undertaking, how each is tied to the Dialogue, refusals and acts."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nemawashi.access.choices import worded


class UndertakingKind(TextChoices):
    PACKAGE = "package", _("Package")
    PLEDGE = "pledge", _("Pledge")
    PROJECT = "project", _("Project")
    TOTAL = "total", _("Stated total")
    BUSINESS_RESULT = "business_result", _("Business result")
    EVENT = "event", _("Event")


def undertaking_kinds() -> list[tuple[str, str]]:
    return worded(UndertakingKind)


class DialogueLink(TextChoices):
    """How a source ties the undertaking to the Dialogue."""

    EXPLICIT = "explicit", _("Tied to the Dialogue by a source")
    CONTEXT = "context", _("Context")
    SEED = "seed", _("Named in a founding document")


def dialogue_links() -> list[tuple[str, str]]:
    return worded(DialogueLink)


class NotAdded(TextChoices):
    """Why an amount is in no sum."""

    PART = "part", _("Part of an amount that is added as a whole")
    MAY_BE_DOUBLE = "may_be_double", _("May be paid out of an amount that is added")
    STATED_TOTAL = "stated_total", _("A total that a source states; its parts may stand here themselves")
    SEVERAL = "several", _("Under several heads, and no source divides it")
    NOTED = "noted", _("Not all of it is assistance to the parties, by the note on it")
    BUSINESS = "business", _("Business, not assistance")
    NO_MONEY = "no_money", _("Persons or documents, not money")
    NO_HEAD = "no_head", _("Under no head: the record does not say")
    NO_AMOUNT = "no_amount", _("No amount seen")


class NotConverted(TextChoices):
    """Why an amount is not said in another currency."""

    NO_DAY = "no_day", _("Its day is not known")
    NO_RATE = "no_rate", _("No rate of its day, or of the ten days before it, was taken in")


class TransactionKind(TextChoices):
    """IATI transaction types 2, 3 and 4."""

    COMMITTED = "committed", _("Outgoing commitment")
    DISBURSED = "disbursed", _("Disbursement")
    SPENT = "spent", _("Expenditure")


def transaction_kinds() -> list[tuple[str, str]]:
    return worded(TransactionKind)


class Qualifier(TextChoices):
    """How exact an amount is meant to be, as its source prints it."""

    EXACT = "", _("exactly as printed")
    ABOUT = "about", _("about")
    MORE_THAN = "more_than", _("more than")
    LESS_THAN = "less_than", _("nearly, less than")
    UP_TO = "up_to", _("up to")


def qualifiers() -> list[tuple[str, str]]:
    return worded(Qualifier)


class PartnerKind(TextChoices):
    """What a partner of a pledge or project is."""

    PUBLIC = "public", _("Public body")
    PRIVATE = "private", _("Private company or association")
    INTERNATIONAL = "international", _("International organisation")


def partner_kinds() -> list[tuple[str, str]]:
    return worded(PartnerKind)


class PartnerRole(TextChoices):
    """What a partner does: the roles of organisations in IATI."""

    FUNDING = "funding", _("Pays for it")
    ACCOUNTABLE = "accountable", _("Answers for it")
    EXTENDING = "extending", _("Passes the money on")
    IMPLEMENTING = "implementing", _("Carries it out")


def partner_roles() -> list[tuple[str, str]]:
    return worded(PartnerRole)


class EndKind(TextChoices):
    """How a project ended."""

    COMPLETED = "completed", _("Completed")
    STOPPED = "stopped", _("Stopped before its end")


def end_kinds() -> list[tuple[str, str]]:
    return worded(EndKind)


# Types of transactions of IATI that say what a giver promised or paid, in that order.
REPORTED_KINDS = {
    "12": _("Pledge"),
    "2": _("Outgoing commitment"),
    "3": _("Disbursement"),
    "4": _("Expenditure"),
    "1": _("Incoming funds"),
    "11": _("Incoming commitment"),
}


class Refusal(StrEnum):
    """Why an act on assistance was refused."""

    NOT_THE_DONOR = "not_the_donor"
    NO_TITLE = "no_title"
    NO_RECIPIENT = "no_recipient"
    NOT_POSITIVE = "not_positive"
    NO_CURRENCY = "no_currency"
    NOT_A_PROJECT = "not_a_project"
    NOT_A_PLEDGE = "not_a_pledge"
    LINKED_ALREADY = "linked_already"
    COMMITMENT_NOT_CONFIRMED = "commitment_not_confirmed"
    FROM_A_SOURCE = "from_a_source"
    PLEDGE_BUILT_ON = "pledge_built_on"
    PROJECT_BUILT_ON = "project_built_on"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    NOT_AN_IMPORTER = "not_an_importer"
    NO_NEW_ACTIVITY = "no_new_activity"
    ACTIVITY_TIED = "activity_tied"
    ACTIVITY_NOT_TIED = "activity_not_tied"
    NO_REASON = "no_reason"
    NOTHING_IS_PAID_UNDER_IT = "nothing_is_paid_under_it"
    UNIT_IS_NO_CURRENCY = "unit_is_no_currency"
    NO_UNIT = "no_unit"
    UNIT_IS_MONEY = "unit_is_money"
    NO_SOURCE = "no_source"
    NOT_A_PACKAGE = "not_a_package"
    PACKAGE_BUILT_ON = "package_built_on"
    NO_PARTNER = "no_partner"
    PARTNER_NAMED = "partner_named"
    ENDED_ALREADY = "ended_already"
    NOT_ENDED_YET = "not_ended_yet"
    NO_OUTCOME = "no_outcome"
    NO_NEW_RATE = "no_new_rate"
    NOT_THE_SECRETARIAT = "not_the_secretariat"
    NOT_ENDING_SOON = "not_ending_soon"
    REMINDED_ALREADY = "reminded_already"
    NO_NEW_LINE = "no_new_line"
    UNKNOWN_RECIPIENT = "unknown_recipient"
    UNKNOWN_COMMITMENT = "unknown_commitment"
    UNKNOWN_WHOLE = "unknown_whole"
    UNKNOWN_SOURCE = "unknown_source"
    ANOTHER_KIND = "another_kind"
    LINE_CONTRADICTS = "line_contradicts"
    TITLE_TWICE = "title_twice"
    REFUSED_ABOVE = "refused_above"
    NO_PAYMENT_DATE = "no_payment_date"
    NO_VALUE_DATE = "no_value_date"


class Act(StrEnum):
    """The acts of this noun. The name is the function in ``acts``, the value the event in the log."""

    RECORD_PACKAGE = "package.recorded"
    EDIT_PACKAGE = "package.edited"
    RECORD_PLEDGE = "pledge.recorded"
    EDIT_PLEDGE = "pledge.edited"
    RECORD_PROJECT = "project.recorded"
    EDIT_PROJECT = "project.edited"
    LINK_PROJECT = "project.linked"
    NAME_PARTNER = "partner.named"
    CORRECT_PARTNER = "partner.corrected"
    REMIND_OF_PROJECT = "project.reminded"
    END_PROJECT = "project.ended"
    CORRECT_END = "end.corrected"
    RECORD_PAYMENT = "payment.recorded"
    CORRECT_PAYMENT = "payment.corrected"
    RECORD_INDICATOR = "indicator.recorded"
    RECORD_VALUE = "value.recorded"
    TAKE_IN_SHEET = "sheet.taken_in"
    IMPORT_RATES = "rates.imported"
    IMPORT_ACTIVITIES = "activities.imported"
    TIE_ACTIVITY = "activity.tied"
    UNTIE_ACTIVITY = "activity.untied"
    SET_ACTIVITY_ASIDE = "activity.set_aside"
