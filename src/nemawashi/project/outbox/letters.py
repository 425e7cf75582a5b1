"""Mails put into the outbox, each once, by a key that says what it was written for."""

import datetime as dt
from collections.abc import Iterable

from nemawashi.access.models import User
from nemawashi.access.terms import Circle
from nemawashi.access.viewers import Viewer
from nemawashi.parties.models import Letter
from nemawashi.parties.terms import LetterKind
from nemawashi.project.outbox.wording import MailTemplate


def put(rows: Iterable[Letter]) -> None:
    """In the caller's transaction. What was written before, by this job or by another, stands."""
    Letter.objects.bulk_create(rows, ignore_conflicts=True)


def to_reader(
    template: MailTemplate,
    account: User,
    viewer: Viewer,
    *,
    kind: LetterKind,
    key: str,
    at: dt.datetime,
    until: dt.datetime,
) -> Letter:
    """A mail to somebody who acts here, worded now in the language that is active: for a delegation its own business."""
    return Letter(
        key=key,
        kind=kind,
        user=account,
        party_id=viewer.party_id,
        is_hosts=viewer.circle != Circle.DELEGATION,
        address=account.email,
        language=account.language or "en",
        subject=template.subject,
        body=template.body,
        written_at=at,
        try_at=at,
        until=until,
    )
