"""The roll: who gets in and as what. Each row of it is entered in the log, whichever way it is made, changed or removed.

Models that are on the roll save and delete with their entries in one transaction (``models.Enrolled``), so that a command,
a shell and a page are alike. What reaches the tables otherwise, such as SQL, is named by ``faults``.
"""

import datetime as dt
import hashlib
import hmac
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from nemawashi.access import clock, log, viewers
from nemawashi.access.models import Entry, User, random_salt
from nemawashi.access.terms import Circle, RollEvent, Visibility
from nemawashi.access.viewers import Viewer

OPERATOR = Viewer(name="operator")  # whoever works at the machine itself: no page, no account
KEYS = "keys/seal"

Facts = dict[str, Any]
_moment: ContextVar[dt.datetime | None] = ContextVar("nemawashi_roll_moment", default=None)
_act: ContextVar["_Deed | None"] = ContextVar("nemawashi_roll_act", default=None)


@dataclass(frozen=True)
class _Deed:
    """An act of the desk whose entry is that of the row which it changes."""

    by: Viewer
    at: dt.datetime
    once: uuid.UUID | None
    event: str


@dataclass(frozen=True)
class OnRoll:
    """A model on the roll. ``facts``: what its entries say of a row; ``fields``: the columns which these are made of.

    ``by_acts``: acts of higher nouns make its rows under their own names, so that any entry on one accounts for it.
    """

    name: str
    model: type[models.Model]
    visibility: Callable[[Facts], Visibility]
    facts: Callable[[Any], Facts]
    fields: frozenset[str]
    by_acts: bool = False

    def now(self, pk: Any) -> Facts | None:
        row = self.model._default_manager.filter(pk=pk).first()
        return None if row is None else self.facts(row)

    def event(self, before: Facts | None, after: Facts | None) -> str:
        done = RollEvent.MADE if before is None else RollEvent.REMOVED if after is None else RollEvent.CHANGED
        return f"{self.name}.{done}"


_kept: dict[type[models.Model], OnRoll] = {}


def account_facts(user: Any) -> Facts:
    """What the log says of an account: no password, only a digest by which a hash put in its place is found out."""
    serves = {"serves": user.serves_for} if user.serves_for else {}  # earlier entries have no word of it
    return {
        "name": user.username,
        "circle": str(user.circle),
        "active": user.is_active,
        "superuser": user.is_superuser,
        "staff": user.is_staff,
        "demo": user.is_demo,
        "credential": hashlib.sha256(user.password.encode()).hexdigest(),
        **serves,
    }


def _who_reads_of_accounts(facts: Facts) -> Visibility:
    """Whom a delegation sends is that delegation's business: the host reads of the accounts of its own circles alone."""
    return Visibility.OWN if facts["circle"] == Circle.DELEGATION else Visibility.SECRETARIAT


ACCOUNTS = OnRoll(
    "account",
    User,
    _who_reads_of_accounts,
    account_facts,
    frozenset({"username", "circle", "is_active", "is_superuser", "is_staff", "is_demo", "password", "serves_for"}),
)


def keep(kept: OnRoll) -> None:
    """Enter every change of a model's rows from now on."""
    _kept[kept.model] = kept
    for signal, receive in ((pre_save, _before), (post_save, _saved), (pre_delete, _before), (post_delete, _deleted)):
        signal.connect(receive, sender=kept.model, dispatch_uid=f"nemawashi.roll.{kept.name}")


@contextmanager
def dated(at: dt.datetime) -> Iterator[None]:
    """Enter what is done inside as of ``at``, or of the last entry: for a round that is laid into the past."""
    token = _moment.set(at)
    try:
        yield
    finally:
        _moment.reset(token)


@contextmanager
def entering(*, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None, event: str = "") -> Iterator[None]:
    """Let the entry of the one row that is changed inside be that of an act: one change, one entry, and its notices.

    ``event``: what the act calls it, where that is not what happens to the row.
    """
    token = _act.set(_Deed(by, at, once, event))
    try:
        yield
    finally:
        _act.reset(token)


def _leaves_it_alone(kept: OnRoll, update_fields: Any) -> bool:
    """Whether a save touches nothing that the roll tells: signing in keeps the moment of it, and need not queue."""
    return update_fields is not None and not kept.fields & set(update_fields)


def _before(sender: type[models.Model], instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    kept = _kept[sender]
    if not _leaves_it_alone(kept, update_fields):
        log.queue()
        instance._on_the_roll = kept.now(instance.pk)


def _saved(sender: type[models.Model], instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    kept = _kept[sender]
    if not _leaves_it_alone(kept, update_fields):
        _enter(kept, instance, kept.now(instance.pk))


def _deleted(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    _enter(_kept[sender], instance, None)


def _enter(kept: OnRoll, row: Any, after: Facts | None) -> None:
    before = row.__dict__.pop("_on_the_roll")
    if before != after:
        facts = after or before or {}
        deed = _act.get()
        event = (deed.event if deed else "") or kept.event(before, after)
        _log(event, row, by=deed.by if deed else _who(row), visibility=kept.visibility(facts), facts=facts)


def _who(row: models.Model) -> Viewer:
    """Who is signed in; nobody but the account itself on the way in, where its hash is made anew; else the operator."""
    viewer = viewers.current()
    if viewer is None:
        return OPERATOR
    return Viewer(user_id=row.pk, name=row.username) if isinstance(row, User) and not viewer.is_signed_in else viewer


def _log(event: str, subject: Any, *, by: Viewer, visibility: Visibility, facts: Mapping[str, Any]) -> None:
    """At a moment behind no entry. A clock that stands back refuses acts, but shuts nobody out of closing an account."""
    deed = _act.get()
    at = (deed.at if deed else None) or _moment.get() or clock.database_moment()
    once = deed.once if deed else None
    log.enter(event, subject, by=by, at=max(at, log.last_moment() or at), visibility=visibility, facts=facts, once=once)


def stock_entry(entry: Any, rows: Mapping[str, Facts], *, last: Any, at: dt.datetime) -> Any:
    """Make of an entry, of whichever state of its model, the one that takes stock of rows which stood before the roll."""
    entry.event, entry.user_name, entry.at = str(RollEvent.STOCK), OPERATOR.name, at
    entry.object_ref, entry.visibility, entry.facts = "roll", str(Visibility.SECRETARIAT), {"rows": dict(rows)}
    entry.salt = random_salt()
    entry.previous = last.digest if last else log.GENESIS
    entry.digest = log.entry_digest(entry)
    return entry


def faults() -> tuple[dict[str, int], list[str]]:
    """How many rows of each kind were held against the log, and which of them no entry accounts for as they stand."""
    counts, wrong = {}, []
    for kept in _kept.values():
        entered = _entered(kept)
        rows = {row.ref: kept.facts(row) for row in kept.model._default_manager.order_by("pk")}  # type: ignore[attr-defined]
        counts[f"{kept.name}s"] = len(rows)
        for ref, facts in rows.items():
            known = entered.pop(ref, None)
            if known is None:
                wrong.append(f"{_named(ref, facts)} stands in the table, and no entry of the log made it")
            elif known != facts:
                what = ", ".join(sorted(name for name in facts if facts[name] != known.get(name)))
                wrong.append(f"{_named(ref, facts)} is not as the log has it: {what}")
        wrong += [f"{_named(ref, facts)}, which the log has, is gone" for ref, facts in entered.items()]
    return counts, wrong


def _named(ref: str, facts: Facts) -> str:
    return f"{ref} ({facts['name']})"


def _entered(kept: OnRoll) -> dict[str, Facts]:
    """What the log says last of each row of a kind that was not removed."""
    happens = (RollEvent.MADE, RollEvent.CHANGED, RollEvent.REMOVED, RollEvent.ENDED)
    events = [f"{kept.name}.{done}" for done in happens]
    standing: dict[str, Facts] = {}
    named = models.Q(event__in=[*events, str(RollEvent.STOCK)])
    if kept.by_acts:
        named |= models.Q(object_ref__startswith=f"{kept.name}/")
    for entry in Entry.objects.filter(named).order_by("seq"):
        if entry.event == RollEvent.STOCK:
            own = {ref: facts for ref, facts in entry.facts["rows"].items() if ref.startswith(f"{kept.name}/")}
            standing.update(own)
        elif entry.event.endswith(RollEvent.REMOVED):
            standing.pop(entry.object_ref, None)
        else:
            standing[entry.object_ref] = entry.facts
    return standing


@dataclass(frozen=True)
class _Keys:
    ref: str = KEYS


def _fingerprints() -> list[str]:
    """A name for each key in use, newest first, from which nobody gets to the key."""
    said = b"nemawashi name of a seal key"
    return [hmac.new(key.encode(), said, hashlib.sha256).hexdigest()[: log.SHORT] for key in settings.SEAL_KEYS]


def note_keys() -> bool:
    """Enter which seal keys are in use where they are not those that the log names; whether it was done."""
    with transaction.atomic():
        log.queue()
        if _noted_keys() == _fingerprints():
            return False
        facts = {"keys": _fingerprints()}
        _log(str(RollEvent.KEYS), _Keys(), by=OPERATOR, visibility=Visibility.PARTIES, facts=facts)
    return True


def _noted_keys() -> list[str] | None:
    facts = Entry.objects.filter(event=RollEvent.KEYS).order_by("-seq").values_list("facts", flat=True).first()
    return facts["keys"] if facts else None


def keys_are_noted() -> bool:
    """Whether this server's keys are those that the log names last; true where it names none."""
    noted = _noted_keys()
    return noted is None or noted == _fingerprints()
