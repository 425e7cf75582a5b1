"""Words of access: who can ask, in which capacity, and who may see an entry of the log."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nemawashi.access.states import States, Tone


class Circle(TextChoices):
    """The circle that a signed-in person belongs to; nobody belongs to two."""

    DELEGATION = "delegation", _("Delegation")
    SECRETARIAT = "secretariat", _("Host's secretariat")
    EXPERTS = "experts", _("Experts")
    RESEARCHERS = "researchers", _("Researchers")


def circles() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in Circle.choices]


class Role(TextChoices):
    """What a person may do for the own delegation; a drafter drafts for the head's decision, a watcher reads."""

    HEAD = "head", _("Head of delegation")
    MEMBER = "member", _("Member of delegation")
    FOCAL_POINT = "focal_point", _("Focal point")
    DRAFTER = "drafter", _("Drafter")
    WATCHER = "watcher", _("Watcher")


def roles() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in Role.choices]


class Standing(States):
    """What a party is in a dialogue at a moment; only participants make or break consensus."""

    PARTICIPANT = "participant", Tone.SETTLED, _("Participant")
    OBSERVER = "observer", Tone.OPEN, _("Observer")
    GUEST = "guest", Tone.OPEN, _("Guest")
    INVITED = "invited", Tone.OPEN, _("Invited organisation")


def standings() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in Standing.choices]


class RowOrigin(TextChoices):
    """Where a row comes from: the record's files, the people of this installation, or a demonstration.

    ``SOURCED``: people made it here, and name a source that tells of it.
    """

    RECORD = "record", _("From the record")
    DESK = "desk", _("Entered here, no source yet")
    SOURCED = "sourced", _("Entered here, with a source")
    FICTION = "fiction", _("Demonstration")


def origins() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in RowOrigin.choices]


class Visibility(TextChoices):
    """Who may read an entry of the act log."""

    PUBLIC = "public", _("Public")
    PARTIES = "parties", _("Parties of the Dialogue")
    DELEGATION = "delegation", _("The delegation that it is about, and the host's secretariat")
    OWN = "own", _("The delegation that it is about, alone")
    SECRETARIAT = "secretariat", _("Host's secretariat")
    SEALED = "sealed", _("Sealed")


class NoticeCircle(TextChoices):
    """Those who are told of an act by a notice; each delegation hears what its standing lets it read."""

    HOST = "host", _("Host's secretariat")
    PARTIES = "parties", _("All delegations")
    NEGOTIATION = "negotiation", _("Delegations that read the negotiation")
    PARTICIPANTS = "participants", _("Delegations of the participants")
    EXPERTS = "experts", _("Experts")
    RESEARCHERS = "researchers", _("Researchers")


def notice_circles() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in NoticeCircle.choices]


class MailLevel(TextChoices):
    """When a person's notices leave by mail, too."""

    NEEDED = "needed", _("At once, only what asks something of me")
    AT_ONCE = "at_once", _("At once, each notice")
    DAILY = "daily", _("Once a day, all together")
    WEEKLY = "weekly", _("Once a week, all together")


def mail_levels() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in MailLevel.choices]


def visibilities() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in Visibility.choices]


class RollEvent(StrEnum):
    """What happens to accounts, memberships and keys; the first four behind the name of what they happen to."""

    MADE = "made"
    CHANGED = "changed"
    REMOVED = "removed"
    ENDED = "ended"
    STOCK = "roll.stock_taken"
    KEYS = "keys.changed"


class Refusal(StrEnum):
    """Why an act was refused before any rule of its own noun was asked."""

    STALE = "stale"
    DONE_BEFORE = "done_before"
    OUT_OF_ORDER = "out_of_order"
    NOT_OPENED = "not_opened"
    NOTHING_CHANGES = "nothing_changes"
    MOVED = "moved"
