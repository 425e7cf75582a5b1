"""Words of access: who can ask, in which capacity, and who may see an entry of the log."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nemawashi.access.choices import worded
from nemawashi.access.states import States, Tone


class Circle(TextChoices):
    """The circle that a signed-in person belongs to; nobody belongs to two."""

    DELEGATION = "delegation", _("Delegation")
    SECRETARIAT = "secretariat", _("Host's secretariat")
    EXPERTS = "experts", _("Experts")
    RESEARCHERS = "researchers", _("Researchers")
    INTERPRETERS = "interpreters", _("Interpreters")
    NOTE_TAKERS = "note-takers", _("Note-takers")


def circles() -> list[tuple[str, str]]:
    return worded(Circle)


class Role(TextChoices):
    """What a person may do for the own delegation; a drafter drafts for the head's decision, a watcher reads.

    An accompanying person comes with the delegation and is none of it: an adviser, an academic, somebody of a company.
    """

    HEAD = "head", _("Head of delegation")
    MEMBER = "member", _("Member of delegation")
    FOCAL_POINT = "focal_point", _("Focal point")
    DRAFTER = "drafter", _("Drafter")
    WATCHER = "watcher", _("Watcher")
    ACCOMPANYING = "accompanying", _("Accompanying person")


def roles() -> list[tuple[str, str]]:
    return worded(Role)


class Standing(States):
    """What a party is in a dialogue at a moment; only participants make or break consensus."""

    PARTICIPANT = "participant", Tone.SETTLED, _("Participant")
    OBSERVER = "observer", Tone.OPEN, _("Observer")
    GUEST = "guest", Tone.OPEN, _("Guest")
    INVITED = "invited", Tone.OPEN, _("Invited organisation")


def standings() -> list[tuple[str, str]]:
    return worded(Standing)


class RowOrigin(TextChoices):
    """Where a row comes from: the record's files, the people of this installation, or a demonstration.

    ``SOURCED``: people made it here, and name a source that tells of it.
    """

    RECORD = "record", _("From the record")
    DESK = "desk", _("Entered here, no source yet")
    SOURCED = "sourced", _("Entered here, with a source")
    FICTION = "fiction", _("Demonstration")


def origins() -> list[tuple[str, str]]:
    return worded(RowOrigin)


class Visibility(TextChoices):
    """Who may read an entry of the act log."""

    PUBLIC = "public", _("Public")
    PARTIES = "parties", _("Parties of the Dialogue")
    PARTICIPANTS = "participants", _("Delegations of the participants, and the host's secretariat")
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
    return worded(NoticeCircle)


class MailLevel(TextChoices):
    """When a person's notices leave by mail, too."""

    NEEDED = "needed", _("At once, only what asks something of me")
    AT_ONCE = "at_once", _("At once, each notice")
    DAILY = "daily", _("Once a day, all together")
    WEEKLY = "weekly", _("Once a week, all together")


def mail_levels() -> list[tuple[str, str]]:
    return worded(MailLevel)


def visibilities() -> list[tuple[str, str]]:
    return worded(Visibility)


class SignInWay(StrEnum):
    """By what somebody came in."""

    PASSWORD = "password"  # noqa: S105  a name
    CODE = "code"  # of the authenticator, behind the password
    PAPER = "paper"  # a recovery code, behind the password
    PASSKEY = "passkey"
    BOTH = "both"  # a passkey behind the password
    OUTSIDE = "outside"  # by the ministry's own sign-in


WAY_WORDS = {
    SignInWay.PASSWORD: _("by password"),
    SignInWay.CODE: _("by password and code of the authenticator"),
    SignInWay.PAPER: _("by password and recovery code"),
    SignInWay.PASSKEY: _("by passkey"),
    SignInWay.BOTH: _("by password and passkey"),
    SignInWay.OUTSIDE: _("by the sign-in of the ministry"),
}


class AccountEventKind(StrEnum):
    """What happens to an account, of which its owner reads on the page of the account."""

    SIGNED_IN = "signed_in"
    NEW_DEVICE = "new_device"
    STOPPED = "stopped"
    CODE_TWICE = "code_twice"
    PAPER_USED = "paper_used"
    AUTHENTICATOR_ADDED = "authenticator_added"
    AUTHENTICATOR_REMOVED = "authenticator_removed"
    CODES_RENEWED = "codes_renewed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PASSKEY_COPIED = "passkey_copied"
    FACTORS_RESET = "factors_reset"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  a name
    SESSION_ENDED = "session_ended"
    TOKEN_MADE = "token_made"  # noqa: S105  a name
    TOKEN_ENDED = "token_ended"  # noqa: S105  a name
    OUTSIDE_TIED = "outside_tied"
    TOKENS_ENDED = "tokens_ended"
    TOKENS_KEPT = "tokens_kept"


ACCOUNT_EVENT_WORDS = {
    AccountEventKind.SIGNED_IN: _("You signed in"),
    AccountEventKind.NEW_DEVICE: _("You signed in on a device that is not known"),
    AccountEventKind.STOPPED: _("Somebody with your password was stopped at the second factor"),
    AccountEventKind.CODE_TWICE: _("A code was sent a second time and refused"),
    AccountEventKind.PAPER_USED: _("A recovery code was used"),
    AccountEventKind.AUTHENTICATOR_ADDED: _("An authenticator was added"),
    AccountEventKind.AUTHENTICATOR_REMOVED: _("The authenticator was removed"),
    AccountEventKind.CODES_RENEWED: _("New recovery codes were made"),
    AccountEventKind.PASSKEY_ADDED: _("A passkey was added"),
    AccountEventKind.PASSKEY_REMOVED: _("A passkey was removed"),
    AccountEventKind.PASSKEY_COPIED: _("A passkey was refused, since a copy of it seems to be in use"),
    AccountEventKind.FACTORS_RESET: _("All second factors were taken off your account"),
    AccountEventKind.PASSWORD_CHANGED: _("Your password was changed"),
    AccountEventKind.SESSION_ENDED: _("A session was ended from another one"),
    AccountEventKind.TOKEN_MADE: _("A token for a program was made"),
    AccountEventKind.TOKEN_ENDED: _("A token for a program was revoked"),
    AccountEventKind.OUTSIDE_TIED: _("The sign-in of your ministry opens this account from now on"),
    AccountEventKind.TOKENS_ENDED: _("All tokens for programs were revoked"),
    AccountEventKind.TOKENS_KEPT: _("The tokens for programs were kept and serve on under the new password"),
}
# Of what nobody is told by mail: what the owner does every day, or does by ending something.
UNTOLD = (AccountEventKind.SIGNED_IN, AccountEventKind.SESSION_ENDED, AccountEventKind.TOKEN_ENDED)


class TokenScope(TextChoices):
    """What a token for programs opens; no token opens a draft."""

    RECORD = "record", _("The public record")
    DIALOGUE = "dialogue", _("What I may read of the Dialogue, without drafts")


def token_scopes() -> list[tuple[str, str]]:
    return worded(TokenScope)


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
    NOT_IN_OFFICE = "not_in_office"
