"""Acts in the same instant: eight clients press at once, each gets a good answer, and the log stays in order.

Every client is a thread with a connection of its own, on a copy of the played round that is thrown away afterwards. On
PostgreSQL every act of the register is pressed; on SQLite, where writers queue by themselves, one of each kind.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from django.test import Client
from tests.conftest import act_as, circulated
from tests.desk.stage import Scene, Stage
from tests.grounds import Ground

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, turn
from nemawashi.access.models import Entry, User
from nemawashi.access.terms import Refusal, Visibility
from nemawashi.assistance.models import Undertaking
from nemawashi.desk.register import DEEDS
from nemawashi.meetings.models import Meeting
from nemawashi.project.round import cast
from nemawashi.sources.models import Claim, Source

pytestmark = pytest.mark.database

CLIENTS, WAVES = 8, 3
ENDS_A_ROW = {
    "remove_delegate",
    "remove_session",
    "end_membership",
    "end_office",
}  # whoever comes after it finds nothing there; after the host's role was passed on, the page that says so (303)
GOOD = {302, 409, 422}  # done, also before; changed by somebody else meanwhile; refused with a sentence
ASKED_TO_SIGN_IN = 401  # in place of the redirect there, which looks as one after an act
ENDS_SESSIONS = {"close_seat"}
IS_QUEUE = connection.vendor == "sqlite"  # where writers wait before any act is asked
OF_EACH_KIND = (
    "add_source",
    "draft_position",
    "table_position",
    "record_pledge",
    "issue_revision",
    "assess",
    "pass_host_role",
)


@pytest.fixture
def stage(_grounds: Any, django_db_blocker: Any, tmp_path: Path, settings: Any) -> Iterator[Stage]:
    """Subjects and forms of acts on a database that threads write to."""
    settings.ARCHIVE, settings.MAIL_IS_SET_UP = tmp_path / "archive", True
    with django_db_blocker.unblock(), _grounds.shared(Ground.PLAYED, tmp_path):

        def done(name: str, act: Callable[..., Any], subject: Any, **words: Any) -> Any:
            return act_as(cast.viewer(name), act, subject, **words)

        yield Stage(done, circulated())


@dataclass(frozen=True)
class Press:
    """One press of the button below a form. Those with the same ``token`` come from one page."""

    deed: str
    key: object
    told: dict[str, Any]
    token: str

    @property
    def once(self) -> uuid.UUID:
        return uuid.uuid5(uuid.UUID(self.token), f"{self.deed}/{self.key}")

    def sent_by(self, client: Client) -> int:
        told = {name: _own_copy(value) for name, value in self.told.items()}
        answer = client.post(f"/desk/acts/{self.deed}/{self.key}/", told | {"once": self.token})
        is_asked_in = answer.status_code == 302 and answer["Location"].startswith("/sign-in/?")
        return ASKED_TO_SIGN_IN if is_asked_in else answer.status_code


def _own_copy(value: Any) -> Any:
    """A file is read by who sends it."""
    if not isinstance(value, SimpleUploadedFile):
        return value
    value.seek(0)
    return SimpleUploadedFile(str(value.name), value.read())


def _together(name: str, presses: list[list[Press]]) -> list[tuple[Press, int]]:
    """What each press was answered; each client presses what is in its list, all of them at the same instants."""
    first = Client(raise_request_exception=False)
    first.force_login(User.objects.get(username=name))
    barrier, answers = threading.Barrier(len(presses)), []

    def press(mine: list[Press]) -> None:
        client = Client(raise_request_exception=False)
        client.cookies = SimpleCookie({key: morsel.value for key, morsel in first.cookies.items()})
        try:
            for each in mine:
                barrier.wait(60)
                answers.append((each, each.sent_by(client)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=[mine]) for mine in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _in_pairs(deed: str, scene: Scene) -> list[list[Press]]:
    """In each wave two clients press the button of one page, as somebody who clicks twice."""
    told = scene.told | {"seen": scene.version}
    pages = [[str(uuid.uuid4()) for _ in range(CLIENTS // 2)] for _ in range(WAVES)]
    return [[Press(deed, scene.key, told, wave[client // 2]) for wave in pages] for client in range(CLIENTS)]


def _hold(name: str, presses: list[list[Press]]) -> tuple[set[int], int]:
    """The kinds of answers, and how many acts were done: of those whose page was answered so, and of no other."""
    last = Entry.objects.order_by("-seq").values_list("seq", flat=True).first()

    answers = _together(name, presses)

    # What an act enters beside itself, a report of each line of a sheet, is of no press of its own.
    entered = list(Entry.objects.filter(seq__gt=last).exclude(once=None).values_list("once", flat=True))
    assert len(answers) == sum(len(mine) for mine in presses)
    assert {press.once for press, status in answers if status == 302} == set(entered)
    assert len(entered) == len(set(entered))
    assert (log.first_fault(), list(log.backward_steps())) == (None, [])
    return {status for _, status in answers}, len(entered)


@pytest.mark.parametrize("deed", OF_EACH_KIND if IS_QUEUE else DEEDS)
def test_eight_clients_get_good_answers_at_once(stage: Stage, deed: str) -> None:
    scene = stage.scene(deed)

    statuses, done = _hold(scene.name, _in_pairs(deed, scene))

    good = GOOD | {404} if deed in ENDS_A_ROW else GOOD | {303} if deed == "pass_host_role" else GOOD
    good = good | {ASKED_TO_SIGN_IN} if deed in ENDS_SESSIONS else good
    assert (statuses - good, 302 in statuses, done >= 1) == (set(), True, True)


def _sources() -> list[str]:
    return list(Source.objects.order_by("slug").values_list("slug", flat=True)[: CLIENTS * WAVES])


def _each(deed: str, keys: list[Any], told: list[dict[str, Any]]) -> list[list[Press]]:
    """A page of its own for each press."""
    row = [Press(deed, key, words, str(uuid.uuid4())) for key, words in zip(keys, told, strict=True)]
    return [row[n::CLIENTS] for n in range(CLIENTS)]


def test_sources_of_one_title_all_come_in(stage: Stage) -> None:
    scene = stage.add_source()
    told = [scene.told | {"url": f"https://example.org/{n}"} for n in range(CLIENTS * WAVES)]

    statuses, done = _hold(scene.name, _each("add_source", [scene.key] * len(told), told))

    assert (statuses, done, Source.objects.filter(title="A note").count()) == ({302}, len(told), len(told))


def test_a_source_of_one_address_comes_in_once(stage: Stage) -> None:
    scene = stage.add_source()
    told = [scene.told | {"title": f"A note {n}"} for n in range(CLIENTS * WAVES)]

    statuses, done = _hold(scene.name, _each("add_source", [scene.key] * len(told), told))

    assert (statuses, done) == ({302, 422}, 1)


@pytest.mark.parametrize("is_same", [True, False], ids=["one claim", "one property"])
def test_claims_of_many_sources_all_come_in(stage: Stage, is_same: bool) -> None:
    scene, keys = stage.record_claim(), _sources()
    told = [scene.told | {"value": "17" if is_same else str(100 + n)} for n in range(len(keys))]
    before = Claim.objects.count()

    statuses, done = _hold(scene.name, _each("record_claim", keys, told))

    assert (statuses, done) == ({302}, len(keys))
    assert Claim.objects.count() - before == (1 if is_same else len(keys))


def test_pledges_of_one_title_all_come_in(stage: Stage) -> None:
    scene = stage.record_pledge()

    statuses, done = _hold(scene.name, _each("record_pledge", [scene.key] * 24, [scene.told] * 24))

    assert (statuses, done, Undertaking.objects.filter(title="Stations").count()) == ({302}, 24, 24)


def test_meetings_of_one_track_are_numbered_one_after_the_other(stage: Stage) -> None:
    scene = stage.plan_meeting()
    before = Meeting.objects.filter(track__slug="som").count()

    statuses, done = _hold(scene.name, _each("plan_meeting", [scene.key] * 24, [scene.told] * 24))

    ordinals = sorted(Meeting.objects.filter(track__slug="som", city="Almaty").values_list("ordinal", flat=True))[-24:]
    assert (statuses, done, Meeting.objects.filter(track__slug="som").count() - before) == ({302}, 24, 24)
    assert ordinals == list(range(ordinals[0], ordinals[0] + 24))


@pytest.mark.skipif(IS_QUEUE, reason="on SQLite nobody writes who does not queue")
def test_who_did_not_queue_is_found_by_the_token(stage: Stage) -> None:
    """A row with the token that stands in a transaction which is not over is waited for."""
    once, refused = uuid.uuid4(), []

    def press() -> None:
        try:
            with turn(once=once):
                log.enter(
                    "source.added",
                    Source.objects.all()[0],
                    by=cast.viewer("host"),
                    at=stage.now,
                    visibility=Visibility.PUBLIC,
                    once=once,
                )
        except RefusedError as error:
            refused.append(error.verdict.refusal)
        finally:
            connections.close_all()

    thread = threading.Thread(target=press)
    with transaction.atomic():
        Entry.objects.create(event="sealed", visibility=Visibility.SEALED, once=once, previous="x", digest="x")
        thread.start()
        while not _somebody_waits():
            time.sleep(0.01)
    thread.join()

    assert refused == [Refusal.DONE_BEFORE]


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_locks where not granted")
        return bool(cursor.fetchone()[0])
