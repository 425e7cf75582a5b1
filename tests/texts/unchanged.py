"""What the tests of acts share: who acts, what an act entered in the log, and that a refused act changed nothing.

The packages that want these fixtures import them in their ``conftest.py``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import IntegerField

from nemawashi.access import roll
from nemawashi.access.acts import RefusedError
from nemawashi.access.models import Entry, SealedEntry, User
from nemawashi.access.seal import sealed_models
from nemawashi.access.terms import Circle, Role, Standing
from nemawashi.access.viewers import Viewer, acting_as
from nemawashi.commitments.models import Commitment
from nemawashi.parties import models as parties
from nemawashi.parties.queries import viewer_of
from nemawashi.texts.models import Clause

OUTSIDERS = {"observer": ("mongolia", "MNG"), "guest": ("azerbaijan", "AZE")}
WAITING = ("japan", "kazakhstan", "uzbekistan")


def enlisted(name: str) -> User:
    """The account of an observer's or a guest's head of delegation, entered with the last entry: tests set the clock on."""
    with roll.dated(dt.datetime.min.replace(tzinfo=dt.UTC)):
        return _enlisted(name)


def _enlisted(name: str) -> User:
    slug, code = OUTSIDERS[name]
    account, is_new = User.objects.get_or_create(username=name, defaults={"circle": Circle.DELEGATION})
    if is_new:
        party = parties.Party.objects.create(slug=slug, code=code, names={"en": slug.title()}, order=900)
        dialogue = parties.Dialogue.objects.get(slug="caj")
        parties.Standing.objects.create(dialogue=dialogue, party=party, status=Standing(name))
        parties.Membership.objects.create(user=account, party=party, role=Role.HEAD)
    return account


def vacated(slug: str) -> parties.Party:
    """The party, without those who act for it in the demonstration."""
    party = parties.Party.objects.get(slug=slug)
    with roll.dated(dt.datetime.min.replace(tzinfo=dt.UTC)):
        for row in parties.Membership.objects.filter(party=party):
            row.delete()
    return party


def seated(slug: str) -> None:
    """The account of this name acts for the party of this name again."""
    with roll.dated(dt.datetime.min.replace(tzinfo=dt.UTC)):
        account, party = User.objects.get(username=slug), parties.Party.objects.get(slug=slug)
        parties.Membership.objects.create(user=account, party=party, role=Role.MEMBER)


@pytest.fixture
def who(viewer: Callable[[str], Any]) -> Callable[[str], Viewer]:
    """A viewer by name: a demo account, ``observer`` or ``guest``."""
    return lambda name: viewer_of(enlisted(name)) if name in OUTSIDERS else viewer(name)


def open_tables() -> dict[str, tuple[int, int]]:
    """Rows and sum of versions of every table that everybody's acts write, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_counting())
        return {name: (rows, int(versions)) for name, rows, versions in cursor.fetchall()}


@cache
def _counting() -> str:
    sealed = {model._meta.db_table for model in sealed_models()}
    parts = []
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if not model.__module__.startswith("nemawashi.") or table in sealed:
            continue
        fields = {field.name for field in model._meta.fields if isinstance(field, IntegerField)}  # others name theirs
        versions = "coalesce(sum(version), 0)" if "version" in fields and not table.endswith("wording") else "0"
        parts.append(f"select '{table}', count(*), {versions} from {table}")  # noqa: S608  names of our own tables
    return " union all ".join(parts)


def sealed_rows(delegations: Iterable[Viewer]) -> dict[str, tuple[int, list[tuple[Any, int, str]]]]:
    """The sealed rows of some delegations, each read as that delegation."""
    drafts, rows = apps.get_model("texts", "DraftPosition"), {}
    for delegation in delegations:
        with acting_as(delegation):
            own = list(drafts.objects.order_by("pk").values_list("pk", "version", "state"))
            rows[delegation.party] = (SealedEntry.objects.count(), own)
    return rows


@pytest.fixture
def nothing_changes(who: Callable[[str], Viewer]) -> Callable[[], AbstractContextManager[None]]:
    """A context in which no table gets or loses a row or a version, and the log no entry.

    Whoever acts in it is enlisted before.
    """

    @contextmanager
    def watch() -> Iterator[None]:
        delegations = [who(name) for name in WAITING]
        before = open_tables(), sealed_rows(delegations)
        yield
        assert (open_tables(), sealed_rows(delegations)) == before

    return watch


@pytest.fixture
def done(who: Callable[[str], Viewer], acting: Callable[..., Any]) -> Callable[..., Any]:
    """Do an act by name of the person: ``done("host", act, subject, **words)``."""
    return lambda name, act, subject, **words: acting(who(name), act, subject, **words)


@pytest.fixture
def logged(done: Callable[..., Any], who: Callable[[str], Viewer]) -> Callable[..., Any]:
    """Do an act; its result, and what it entered: ``(result, [(event, party, visibility, object_ref)])``."""

    def run(name: str, act: Callable[..., Any], subject: Any, **words: Any) -> Any:
        who(name)  # is enlisted by now
        last = Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
        result = done(name, act, subject, **words)
        rows = Entry.objects.filter(seq__gt=last).order_by("seq")
        return result, list(rows.values_list("event", "party", "visibility", "object_ref"))

    return run


@pytest.fixture
def refused(
    done: Callable[..., Any], who: Callable[[str], Viewer], nothing_changes: Callable[[], Any]
) -> Callable[..., str]:
    """Do an act that is refused and changes nothing; the word of the refusal."""

    def run(name: str, act: Callable[..., Any], subject: Any, **words: Any) -> str:
        who(name)  # is enlisted by now
        with nothing_changes(), pytest.raises(RefusedError) as error, transaction.atomic():
            done(name, act, subject, **words)
        return error.value.verdict.refusal  # type: ignore[return-value]

    return run


def span(clause: Clause, part: str) -> dict[str, int]:
    """Where ``part`` stands in the English wording in force."""
    start = words_of(clause).index(part)
    return {"start": start, "end": start + len(part)}


def words_of(clause: Clause) -> str:
    return clause.wordings.filter(language="en").order_by("-number")[0].words


@pytest.fixture
def tabled(done: Callable[..., Any]) -> Callable[..., Any]:
    """Draft and table: ``tabled("japan", clause, "replace", "states", at="parties")``."""
    from nemawashi.texts import acts

    def table(name: str, clause: Clause, operation: str, words: str = "", on: str = "") -> Any:
        where = span(clause, on) if on else {}
        draft = done(name, acts.draft_position, clause, operation=operation, words=words, **where)
        return done(name, acts.table_position, draft)

    return table


@pytest.fixture
def clause(clean_text: Any) -> Clause:
    """The operative clause of the clean text: "The parties will meet every year by 2030."."""
    return Clause.objects.get(text=clean_text, kind="operative")


@pytest.fixture
def silence(done: Callable[..., Any], clean_text: Any, now: dt.datetime) -> Any:
    """The clean text under silence until three days from now."""
    from nemawashi.texts import acts

    return done("host", acts.open_silence, clean_text, ends_at=now + dt.timedelta(days=3), zone="Asia/Almaty")


@pytest.fixture
def adopted(done: Callable[..., Any], silence: Any, now: dt.datetime) -> Any:
    """The clean text, adopted because nobody broke silence."""
    from nemawashi.texts import acts

    done("host", acts.conclude_silence, silence, at=now + dt.timedelta(days=4))
    silence.text.refresh_from_db()
    return silence.text


@pytest.fixture
def found(adopted: Any) -> Commitment:
    """What the rule found in the adopted text."""
    return Commitment.objects.get(text=adopted)


@pytest.fixture
def owed(played: None, db: None) -> Commitment:
    """A confirmed commitment of all parties that is overdue: customs forms by 2025."""
    return Commitment.objects.exclude(origin="record").get(words__contains="customs forms", state="confirmed")


@pytest.fixture
def training(played: None, db: None) -> Commitment:
    """A confirmed commitment of Japan that is not due: 120 officers by 2027."""
    return Commitment.objects.exclude(origin="record").get(words__contains="train 120", state="confirmed")


__all__ = [
    "adopted",
    "clause",
    "done",
    "found",
    "logged",
    "nothing_changes",
    "owed",
    "refused",
    "silence",
    "tabled",
    "training",
    "who",
]
