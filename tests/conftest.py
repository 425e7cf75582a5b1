"""What every test may ask for: the record with the fictional round half-way, and people by their names."""

from __future__ import annotations

import datetime as dt
import functools
import gc
import hashlib
import pickle
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

NOW = dt.datetime(2026, 11, 24, 6, 0, tzinfo=dt.UTC)
LOADED_AT = dt.datetime(2026, 1, 15, 9, 0, tzinfo=dt.UTC)  # of the shipped record
CLEAN_TITLE = "A short declaration"


@pytest.fixture(scope="session")
def _grounds(
    pytestconfig: pytest.Config,
    django_test_environment: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Any]:
    from tests.grounds import Grounds

    grounds = Grounds(tmp_path_factory.getbasetemp() / "lineage", is_anew=pytestconfig.getoption("create_db"))
    yield grounds
    with django_db_blocker.unblock():
        grounds.leave()


@pytest.fixture
def django_db_setup(request: pytest.FixtureRequest, _grounds: Any, django_db_blocker: Any) -> None:
    """In place of pytest-django's: before each test, the database that it asks for; see ``tests/grounds.py``."""
    from tests.grounds import wanted

    with django_db_blocker.unblock():
        _grounds.stand_on(wanted(request.fixturenames))


@pytest.fixture
def shipped(db: None) -> None:
    """The record of the wheel stands in the database, with its index."""


@pytest.fixture
def record(shipped: None) -> None:
    """The shipped record; packages with a smaller one of their own name theirs so, too."""


@pytest.fixture
def played(db: None) -> None:
    """The whole record and the fictional round, played to tabled positions at ``NOW``."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Pages have the words of the catalogues as they stand, also where pytest is called without make.

    Tests of any input try fewer of them where somebody waits: ``--hypothesis-profile fast``. ``mutants`` tries the same
    ones each time and does not mind a slow machine, so that what fails was found out.
    """
    from hypothesis import HealthCheck, settings
    from tools import catalogues

    if not hasattr(config, "workerinput"):  # the first of several processes compiles for all
        try:
            catalogues.compile_all()
        except catalogues.CatalogueError as error:
            raise pytest.UsageError(str(error)) from error
    settings.register_profile("fast", max_examples=20)
    settings.register_profile(
        "mutants", max_examples=20, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
    )


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Every test, and what it has set up, begins at ``NOW`` and in English, whatever the day is outside.

    A request in another language leaves it to the thread. What pages keep for a minute is of another test's rows.
    """
    from django.core.cache import cache
    from django.utils import translation

    from nemawashi.access import clock

    clock.set_to(NOW)
    translation.activate("en")
    cache.clear()
    _forget_forum()
    if (sharing := sys.modules.get("nemawashi.desk.negotiating.sharing")) is not None:
        sharing.shelf.forget()  # texts of two tests may have the same keys and versions


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: Any) -> None:
    """What pages keep for a minute is read before a test that may ask the database: no test counts its statements."""
    if _asks_for_a_database(item):
        from nemawashi.meetings import queries
        from nemawashi.portal import record_state

        queries.track_names()
        _read_translations()
        record_state.shown_changed_at()


@functools.cache
def _read_at(rows: int, last: int, text: int) -> Any:
    from nemawashi.parties import queries

    return queries.translations_as_recorded()


def _read_translations() -> None:
    """A thousand rows, which are the same ones on the same ground: a fifth of a short test's time to read anew."""
    from django.db.models import Count, Max, Sum, TextField
    from django.db.models.functions import Cast, Length

    from nemawashi.parties import queries
    from nemawashi.parties.models import Translation

    long = Sum(Length(Cast("names", TextField())))
    rows = Translation.objects.aggregate(rows=Count("pk"), last=Max("pk"), text=long)
    queries._translated[:] = [(time.monotonic(), _read_at(*(value or 0 for value in rows.values())))]


def _asks_for_a_database(item: Any) -> bool:
    asked = {"db", "transactional_db", "_django_db_helper", "django_db_setup"}
    return bool(asked & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db"))


def _forget_forum() -> None:
    from nemawashi.parties import queries

    queries.forget_forum()
    queries.KEPT_FOR = float("inf")  # not read anew within a test that takes minutes


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Tests that stand on the same ground run together, so that a process changes it twice at most.

    Those that ask for a database are marked, so that the others need not run on each.
    """
    for item in items:
        if _asks_for_a_database(item):
            item.add_marker("database")
    items.sort(key=lambda item: [name in getattr(item, "fixturenames", ()) for name in ("clean_text", "played", "shipped")])


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector of garbage need not walk it again, a tenth of a page's time."""
    _read_the_record_once()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def _read_the_record_once() -> None:
    """A file of the record with the same bytes says the same rows; a hundred tests read the whole record."""
    if (files := sys.modules.get("nemawashi.record.files")) is None:
        return
    read, kept = files._read_file, {}

    def read_once(path: Any, name: str, problems: list[Any]) -> Any:
        try:
            key = (path.name, name, hashlib.sha256(path.read_bytes()).digest())
        except OSError:
            return read(path, name, problems)
        if key not in kept:
            noticed: list[Any] = []
            kept[key] = pickle.dumps((read(path, name, noticed), noticed))
        rows, noticed = pickle.loads(kept[key])  # noqa: S301  our own
        problems.extend(noticed)
        return rows

    files._read_file = read_once


@pytest.fixture(autouse=True)
def _own_take_away(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Data packages and indexes of tests are built in a folder of the test run's own."""
    settings.LINEAGE = tmp_path_factory.getbasetemp() / "lineage"
    settings.PAPERS = tmp_path_factory.getbasetemp() / "papers"
    settings.TAKE_AWAY = tmp_path_factory.getbasetemp() / "take-away"


def in_session(meeting: Any, *, present: Any = None) -> Any:
    """The meeting, opened today, with the participants (or the slugs in ``present``) there."""
    from nemawashi.access import clock
    from nemawashi.kit.dates import ImpreciseDate
    from nemawashi.meetings import acts
    from nemawashi.project.round import cast

    today = ImpreciseDate.parse(clock.today())
    type(meeting).objects.filter(pk=meeting.pk).update(start_on=today, end_on=today)
    meeting = act_as(cast.viewer("host"), acts.open_meeting, meeting)
    rows = meeting.invitations.filter(standing="participant").values_list("party__slug", flat=True)
    names = dict.fromkeys(rows if present is None else present, "Its minister")
    if names:
        act_as(cast.viewer("host"), acts.take_attendance, meeting, present=names)
    meeting.refresh_from_db()
    return meeting


@pytest.fixture
def shelved(played: None, db: None, settings: Any, tmp_path: Any) -> Any:
    """The adopted texts of the round and a statement of another forum on a shelf of this test's own; its clause."""
    from nemawashi.lineage import shelf
    from nemawashi.lineage.models import Corpus, ReferenceClause, ReferenceDocument

    settings.LINEAGE = tmp_path / "lineage"
    corpus = Corpus.objects.create(slug="other-forum", title="Another forum", rights="Cite the forum.", added_at=NOW)
    document = ReferenceDocument.objects.create(
        corpus=corpus, symbol="FR/ST/2021/1", title="Statement of 2021", body="Other Forum", date="2021", status="adopted"
    )
    words = "The parties should publish their customs forms in electronic form by 2020."
    clause = ReferenceClause.objects.create(document=document, rank=0, number="1", kind="operative", words=words)
    shelf.rebuild()
    return clause


@pytest.fixture(autouse=True)
def nothing_found_yet() -> None:
    """What was found from the claims is kept by process; rows of another test may bear the same keys."""
    from nemawashi.sources import queries

    queries._kept.clear()
    if (counted := sys.modules.get("nemawashi.analysis.counted")) is not None:
        counted.forget()


@pytest.fixture
def now() -> dt.datetime:
    return NOW


@pytest.fixture
def viewer(played: None, db: None) -> Callable[[str], Any]:
    """The viewer behind a demo account, by its name."""
    from nemawashi.project.round import cast

    return cast.viewer


def act_as(by: Any, act: Callable[..., Any], subject: Any, **words: Any) -> Any:
    """Do an act in the name of a viewer, at ``NOW``, or at the moment of the last act where somebody has acted later.

    One that is done at a moment to come takes the test there.
    """
    from nemawashi.access import clock, log
    from nemawashi.access.viewers import acting_as

    at = words.pop("at", None) or max(NOW, log.last_moment() or NOW)
    if at > clock.database_moment():
        clock.set_to(at)
    with acting_as(by):
        return act(subject, by=by, at=at, **words)


@pytest.fixture
def acting() -> Callable[..., Any]:
    """Do an act in the name of a viewer: ``acting(by, act, subject, **words)``."""
    return act_as


@pytest.fixture
def client_of(played: None, db: None) -> Callable[[str], Any]:
    """A browser signed in as a demo account; '' for the public."""
    from django.test import Client

    from nemawashi.access.models import User

    def browser(name: str) -> Client:
        client = Client(raise_request_exception=False)
        if name:
            client.force_login(User.objects.get(username=name), backend="nemawashi.access.accounts.Accounts")
        return client

    return browser


@pytest.fixture
def statement(played: None, db: None) -> Any:
    """The joint statement under negotiation, with tabled positions and sealed drafts on it."""
    from nemawashi.project.round import words
    from nemawashi.texts.models import Text

    return Text.objects.get(title=words.demo().statement.title)


@pytest.fixture
def clause_of(statement: Any) -> Callable[[str], Any]:
    """A clause of the statement by the beginning of its words."""
    from nemawashi.texts.models import Clause

    def find(start: str) -> Clause:
        return Clause.objects.filter(text=statement, wordings__words__startswith=start).distinct().get()

    return find


@pytest.fixture
def clean_text(played: None, db: None) -> Any:
    """A text of two clauses without any position, as the host circulated it.

    It stands on the ground already, but where a test asks for it by name only once it runs.
    """
    from nemawashi.texts.models import Text

    return Text.objects.filter(title=CLEAN_TITLE).first() or circulated()


def circulated() -> Any:
    """What ``clean_text`` gives, made now: for the ground, or a test whose database is not one that it rolls back."""
    from nemawashi.meetings.models import Meeting
    from nemawashi.project.round import cast
    from nemawashi.texts import acts
    from nemawashi.texts.acts.drafting import ZeroClause
    from nemawashi.texts.terms import ClauseKind

    meeting = Meeting.objects.get(track__slug="fmm", state="announced")
    clauses = [
        ZeroClause(ClauseKind.TITLE, {"en": CLEAN_TITLE}),
        ZeroClause(ClauseKind.OPERATIVE, {"en": "The parties will meet every year by 2030."}),
    ]
    words = {"title": CLEAN_TITLE, "type": "declaration", "clauses": clauses}
    return act_as(cast.viewer("host"), acts.circulate_zero_draft, meeting, **words)
