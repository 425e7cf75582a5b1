"""Words of assistance: kinds of undertaking, how each is tied to the Dialogue, refusals and acts."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UndertakingKind(TextChoices):
    PACKAGE = "package", _("Package")
    PLEDGE = "pledge", _("Pledge")
    PROJECT = "project", _("Project")
    TOTAL = "total", _("Stated total")
    BUSINESS_RESULT = "business_result", _("Business result")
    EVENT = "event", _("Event")


def undertaking_kinds() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in UndertakingKind.choices]


class DialogueLink(TextChoices):
    """How a source ties the undertaking to the Dialogue."""

    EXPLICIT = "explicit", _("Tied to the Dialogue by a source")
    CONTEXT = "context", _("Context")
    SEED = "seed", _("Named in a founding document")


def dialogue_links() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in DialogueLink.choices]


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


class TransactionKind(TextChoices):
    """IATI transaction types 2, 3 and 4."""

    COMMITTED = "committed", _("Outgoing commitment")
    DISBURSED = "disbursed", _("Disbursement")
    SPENT = "spent", _("Expenditure")


def transaction_kinds() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in TransactionKind.choices]


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


class Act(StrEnum):
    """The acts of this noun. The name is the function in ``acts``, the value the event in the log."""

    RECORD_PLEDGE = "pledge.recorded"
    EDIT_PLEDGE = "pledge.edited"
    RECORD_PROJECT = "project.recorded"
    EDIT_PROJECT = "project.edited"
    LINK_PROJECT = "project.linked"
