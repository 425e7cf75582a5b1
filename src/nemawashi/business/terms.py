"""Words of the business track: firms, offers and needs, talks and what came of them, refusals and acts."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nemawashi.access.states import States, Tone


class FirmKind(TextChoices):
    """What takes part in the business track; the code calls both a firm."""

    COMPANY = "company", _("Company")
    INSTITUTION = "institution", _("Institution")


def firm_kinds() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in FirmKind.choices]


class InterestKind(TextChoices):
    OFFER = "offer", _("Offer of a company")
    NEED = "need", _("Need of a company")


def interest_kinds() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in InterestKind.choices]


class InterestState(States):
    """Of an offer or a need; past its day one that is open is over, and no act says so."""

    OPEN = "open", Tone.RUNNING, _("Open to talks")
    OVER = "over", Tone.QUIET, _("Its day is over")
    ENDED = "ended", Tone.SETTLED, _("No longer open")
    WITHDRAWN = "withdrawn", Tone.QUIET, _("Taken back")


def interest_states() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in InterestState.choices]


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
    NO_PERSON = "no_person"
    NO_CONTACT_KEPT = "no_contact_kept"
    NO_WORDS = "no_words"
    DAY_IS_OVER = "day_is_over"
    TOO_MANY_INTERESTS = "too_many_interests"
    NOT_OPEN = "not_open"
    NO_REASON = "no_reason"


class Act(StrEnum):
    """The acts of this noun. The name is the function in ``acts``, the value the event in the log."""

    STATE_FIRM = "firm.stated"
    EDIT_FIRM = "firm.edited"
    KEEP_CONTACT = "contact.kept"
    WITHDRAW_CONTACT = "contact.withdrawn"
    STATE_INTEREST = "interest.stated"
    END_INTEREST = "interest.ended"
