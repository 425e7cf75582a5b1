"""One mail handed to the server of mail, and what that answered: taken, not now, never, or nobody knows."""

import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import formatdate, parseaddr
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.validators import validate_email

LONGEST_ANSWER = 300
AN_ADDRESS = re.compile(r"\S+@\S+")
_HOST = re.compile(r"[a-z0-9.-]{1,200}", re.I)


class PostOutcome(StrEnum):
    """What came of a try. ``UNSURE``: the words were handed over, and the answer to them never came."""

    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"
    UNSURE = "unsure"


@dataclass(frozen=True)
class PostAnswer:
    outcome: PostOutcome
    words: str


def _plain(code: int, words: bytes | str) -> str:
    """What a server said, as one line of plain signs: it comes from outside, and is shown on a page."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return f"{code} {line}"[:LONGEST_ANSWER].strip() if code else line[:LONGEST_ANSWER]


def _judged(code: int, words: bytes | str) -> PostAnswer:
    outcome = PostOutcome.TAKEN if 200 <= code < 300 else PostOutcome.REFUSED if 500 <= code < 600 else PostOutcome.LATER
    return PostAnswer(outcome, _plain(code, words))


def message_id(name: str) -> str:
    """The same for each try of one mail, so that a server which got it twice shows it once."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{name}@{host if _HOST.fullmatch(host) else 'localhost'}>"


class CalendarMail(EmailMultiAlternatives):
    """A mail with an entry for a calendar. Its boundary follows from what it says: equal mails are equal to a byte."""

    def message(self, **words: Any) -> Any:
        made = super().message(**words)
        said = repr((self.body, self.alternatives))
        made.set_boundary(f"==={sha256(said.encode()).hexdigest()[:32]}==")
        return made


def message(
    subject: str, body: str, address: str, *, name: str, at: float, attached: tuple[str, bytes] | None = None
) -> EmailMessage:
    """A mail to one person. Raises ``ValueError`` where the address is none that mail can be sent to.

    ``attached``: an entry for a calendar and its method; it stands beside the words as another form of them, which is how
    programs of mail know that it is to be answered (RFC 6047).
    """
    try:
        validate_email(address)
    except ValidationError as fault:
        raise ValueError(address) from fault
    if not (address.isascii() and address.isprintable()):
        raise ValueError(address)
    headers = {"Message-ID": message_id(name), "Date": formatdate(at), "Auto-Submitted": "auto-generated"}
    if attached is None:
        return EmailMessage(subject, body, None, [address], headers=headers)
    mail = CalendarMail(subject, body, None, [address], headers=headers)
    method, content = attached
    mail.attach_alternative(content.decode().replace("\r\n", "\n"), f"text/calendar; method={method}")
    return mail


class Post:
    """A connection to the server of mail; where mail goes into files, what writes them."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def hand_over(self, mail: EmailMessage) -> PostAnswer:
        server = getattr(self.connection, "connection", None)
        if not isinstance(server, smtplib.SMTP):
            sent = self.connection.send_messages([mail])
            return PostAnswer(
                PostOutcome.TAKEN if sent else PostOutcome.LATER, "written to a file" if sent else "not written"
            )
        return self._smtp(server, mail)

    def _smtp(self, server: smtplib.SMTP, mail: EmailMessage) -> PostAnswer:
        sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        data = mail.message().as_bytes(linesep="\r\n")
        server.ehlo_or_helo_if_needed()
        code, words = server.mail(sender)
        if not 200 <= code < 300:  # of this server's own sender: nothing that the reader's address could mend
            server.rset()
            return PostAnswer(PostOutcome.LATER, _plain(code, words))
        code, words = server.rcpt(mail.to[0])
        if not 200 <= code < 300:
            server.rset()
            return _judged(code, words)
        try:
            return _judged(*server.data(data))
        except smtplib.SMTPDataError as fault:  # refused before a word of it was handed over
            server.rset()
            return _judged(fault.smtp_code, fault.smtp_error)
        except (smtplib.SMTPException, OSError) as fault:
            return PostAnswer(
                PostOutcome.UNSURE, _plain(0, f"the connection ended before the answer ({type(fault).__name__})")
            )


@contextmanager
def post() -> Iterator[Post]:
    """Raises ``OSError`` or ``SMTPException`` where the server of mail cannot be reached."""
    connection = get_connection()
    connection.open()
    try:
        yield Post(connection)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            connection.close()


def reason(fault: Exception) -> str:
    """Why no connection came about, in words, which name nobody."""
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        return f"the server of mail refuses user and password: {_said(fault)}"
    if isinstance(fault, smtplib.SMTPResponseException):
        return _said(fault)
    return _plain(0, f"the server of mail cannot be reached ({type(fault).__name__})")


def _said(fault: smtplib.SMTPResponseException) -> str:
    return AN_ADDRESS.sub("…", _plain(fault.smtp_code, fault.smtp_error))
