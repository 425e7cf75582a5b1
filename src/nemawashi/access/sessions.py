"""How long a session lasts, and that its key stands hashed in the table: a copy of the database opens nobody's session."""

import hashlib
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from nemawashi.access.models import OpenSession
from nemawashi.access.prepared import Prepared


def kept_as(session_key: str) -> str:
    """What stands in the table for the key that a browser holds. A key has 160 bits of chance, so it needs no salt."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


def end_all(account_pk: int, *, but: str | None = None) -> int:
    """End every session of an account, on whichever device; how many there were. Each row has to be opened for it.

    ``but``: the key of the session in which it is asked for, which goes on.
    """
    store, ended = SessionStore(), 0
    kept = kept_as(but) if but else ""
    for row in Session.objects.exclude(session_key=kept).iterator():
        if str(store.decode(row.session_data).get(SESSION_KEY)) == str(account_pk):
            row.delete()
            ended += 1
    OpenSession.objects.filter(user_id=account_pk).exclude(key=kept).delete()
    return ended


BEGAN = "began_at"  # in the session, of one that began with a sign-in
AT_MOST = 12 * 3600  # seconds, however much it is used: after OWASP ASVS 4.0.3, 3.3.2


def is_over(session: Any, seconds: float) -> bool:
    """Whether a session has lasted as long as one may, at this moment in seconds since 1970."""
    began = session.get(BEGAN)
    return began is not None and not 0 <= seconds - began < AT_MOST


_KEPT = Prepared(lambda key: Session.objects.filter(session_key=key), str)
LASTS = 8 * 3600  # seconds without a request (``project.middleware`` moves the end on); the browser may end it before


def _has_ended(row: Session) -> bool:
    """By the clock by which Django wrote down when it will."""
    return bool(row.expire_date <= timezone.now())


class SessionStore(db.SessionStore):
    """Django's sessions in the database; only what asks the table for a key is another."""

    def get_session_cookie_age(self) -> int:
        return LASTS

    def _get_session_from_db(self) -> Any:
        key = self._session_key
        if key is None:
            return None
        rows = _KEPT.instances(kept_as(key))
        if not rows or _has_ended(rows[0]):
            self._session_key = None
            return None
        return rows[0]

    def exists(self, session_key: str) -> bool:
        return bool(super().exists(kept_as(session_key)))

    def create_model_instance(self, data: Any) -> Any:
        row = super().create_model_instance(data)
        row.session_key = kept_as(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            super().delete(kept_as(key))
