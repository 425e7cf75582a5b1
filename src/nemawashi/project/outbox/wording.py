"""The mails of this server as typed templates: what each is filled with, its subject, its body, and nothing else.

A value is put in once and never read as a template again, so that what stands in a name stays a name. A subject is one line
without signs that steer; headers are made of nothing else that a person typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import ClassVar

from django.template.loader import render_to_string
from django.utils.translation import gettext, ngettext

from nemawashi.access.models import AccountEvent
from nemawashi.desk.acting.notices import SaidNotice
from nemawashi.kit.clauses import spans
from nemawashi.portal.words import meeting_title
from nemawashi.sources.models import ReaderRemark
from nemawashi.sources.terms import RemarkState

LONGEST_SUBJECT = 180
NAMELESS = "Nemawashi"  # where no forum was loaded


def one_line(words: str) -> str:
    """Words as a subject takes them: no line breaks, no signs that steer a terminal or turn the direction of writing; what
    is too long ends behind a word, and shows that it goes on."""
    line = spans.one_line(words)
    if len(line) <= LONGEST_SUBJECT:
        return line
    cut = line[: LONGEST_SUBJECT - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"


@dataclass(frozen=True)
class MailTemplate:
    """A mail in the language that is active. Each field is one value that its file may use, under the field's name."""

    file: ClassVar[str]

    @property
    def title(self) -> str:
        raise NotImplementedError

    @property
    def attached(self) -> tuple[str, bytes] | None:
        """The entry for a calendar that goes along, with its method; most mails have none."""
        return None

    @property
    def subject(self) -> str:
        return one_line(self.title)

    @property
    def body(self) -> str:
        """Whatever is one word or name of it stays on its line, also where it was stored before names were folded."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        lines = {name: spans.one_line(value) if isinstance(value, str) else value for name, value in values.items()}
        return render_to_string(f"desk/mail/{self.file}", lines)


@dataclass(frozen=True)
class NoticeMail(MailTemplate):
    """One act, for one person: what happened, to what, what is asked, by when; nobody's words."""

    file: ClassVar[str] = "notice.txt"
    said: SaidNotice
    site: str
    log_line: str

    @property
    def title(self) -> str:
        where = meeting_title(self.said.meeting) if self.said.meeting else self.said.where
        return f"[{where}] {self.said.sentence}" if where else self.said.sentence


@dataclass(frozen=True)
class DigestMail(MailTemplate):
    """What a day, or a week, told one person, and is not read yet."""

    file: ClassVar[str] = "digest.txt"
    notices: Sequence[SaidNotice]
    site: str

    @property
    def title(self) -> str:
        needed = sum(bool(said.asked) for said in self.notices)
        count = ngettext("%(count)d notice", "%(count)d notices", len(self.notices)) % {"count": len(self.notices)}
        if not needed:
            return count
        asked = ngettext("%(count)s asks something of you", "%(count)s ask something of you", needed) % {"count": needed}
        return f"{count}; {asked}"


@dataclass(frozen=True)
class InvitationMail(MailTemplate):
    """The link by which somebody comes in; ``party`` is empty for a circle of the host."""

    file: ClassVar[str] = "invitation.txt"
    name: str
    party: str
    office: str
    forum: str
    until: str
    page: str

    @property
    def title(self) -> str:
        return gettext("You are invited: %(forum)s") % {"forum": self.forum or NAMELESS}


@dataclass(frozen=True)
class ResetMail(MailTemplate):
    """The link by which another password is set."""

    file: ClassVar[str] = "reset.txt"
    name: str
    forum: str
    page: str

    @property
    def title(self) -> str:
        return gettext("A new password: %(forum)s") % {"forum": self.forum or NAMELESS}


@dataclass(frozen=True)
class AccountMail(MailTemplate):
    """What happened to an account, for its owner."""

    file: ClassVar[str] = "account.txt"
    name: str
    events: Sequence[AccountEvent]
    page: str
    forum: str

    @property
    def title(self) -> str:
        return gettext("Your account: %(forum)s") % {"forum": self.forum or NAMELESS}


@dataclass(frozen=True)
class RemarkMail(MailTemplate):
    """The answer to a reader who left an address."""

    file: ClassVar[str] = "remark.txt"
    remark: ReaderRemark
    page: str

    @property
    def title(self) -> str:
        return gettext("Your remark on the record: %(answer)s") % {"answer": RemarkState(self.remark.state).label}


@dataclass(frozen=True)
class MeetingMail(MailTemplate):
    """The invitation to a meeting, what changed of it, or that it is called off. Its words name no party."""

    file: ClassVar[str] = "meeting.txt"
    forum: str
    meeting: str
    days: str
    opens: str
    place: str
    page: str
    is_off: bool
    is_first: bool
    method: str
    calendar: bytes

    @property
    def title(self) -> str:
        if self.is_off:
            return gettext("Called off: %(meeting)s") % {"meeting": self.meeting}
        if self.is_first:
            return gettext("Invitation: %(meeting)s") % {"meeting": self.meeting}
        return gettext("Changed: %(meeting)s") % {"meeting": self.meeting}

    @property
    def attached(self) -> tuple[str, bytes] | None:
        return self.method, self.calendar


@dataclass(frozen=True)
class ConsentMail(MailTemplate):
    """To a contact person of the business track: who named them, what for, until when, and the link that ends it."""

    file: ClassVar[str] = "consent.txt"
    firm: str
    purpose: str
    until: str
    forum: str
    page: str

    @property
    def title(self) -> str:
        return gettext("You are a contact person: %(firm)s") % {"firm": self.firm}


TEMPLATES: tuple[type[MailTemplate], ...] = (
    NoticeMail,
    DigestMail,
    InvitationMail,
    ResetMail,
    AccountMail,
    RemarkMail,
    MeetingMail,
    ConsentMail,
)
