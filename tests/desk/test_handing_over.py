"""The host's checklist before the forum goes, the act by which it goes, and a server that is read only behind it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from tests.desk.stage import Stage
from tests.texts.unchanged import *  # noqa: F403

from nemawashi.access.models import Notice
from nemawashi.desk.following import handing_over
from nemawashi.parties import acts, queries
from nemawashi.parties.models import Dialogue, Letter
from nemawashi.project.outbox import sending
from nemawashi.texts import acts as texts
from nemawashi.texts.models import Text

Browser = Callable[[str], Any]
Done = Callable[..., Any]
THERE = "https://next.example.org/"


@pytest.fixture(autouse=True)
def _forum_is_forgotten(db: None) -> Any:
    yield
    queries.forget_forum()


def _open(viewer: Any, now: dt.datetime) -> dict[str, int]:
    return {kind.name: len(kind.rows) for kind in handing_over.checklist(viewer=viewer, at=now)}


def test_the_checklist_is_derived_and_the_hosts_alone(
    client_of: Browser, viewer: Callable[[str], Any], done: Done, clean_text: Text, now: dt.datetime
) -> None:
    before = _open(viewer("host"), now)
    done("host", texts.open_silence, clean_text, ends_at=now + dt.timedelta(days=3), zone="Asia/Almaty")
    Letter.objects.create(key="a", kind="notice", address="a@example.org", written_at=now, try_at=now, until=now)

    after, page = _open(viewer("host"), now), client_of("host").get("/desk/handover/").content.decode()

    assert {name for name in before if after[name] != before[name]} == {"silences", "mail"}
    assert (after["silences"], after["mail"]) == (before["silences"] + 1, 1)
    assert (clean_text.symbol in page, "Mails wait to leave" in page) == (True, True)
    assert before["reports"] > 0  # of the earlier meeting of the round
    assert [client_of(name).get("/desk/handover/").status_code for name in ("japan", "expert", "researcher")] == [404] * 3
    assert _open(viewer("japan"), now) == {}


def test_an_act_is_answered_with_the_sentence_and_the_address(client_of: Browser, done: Done, stage: Stage) -> None:
    scene = stage.scene("draft_position")
    done("host", acts.hand_over, Dialogue.objects.get(slug="caj"), to="The next host", address=THERE)
    words = scene.told | {"once": str(uuid.uuid4()), "seen": scene.version}

    answer = client_of(scene.name).post(f"/desk/acts/draft_position/{scene.key}/", words)

    page = answer.content.decode()
    assert ("The forum was handed over and lives elsewhere now." in page, THERE in page) == (True, True)
    assert (answer.status_code, scene.told["words"] in page) == (422, True)


def test_all_are_told_and_mail_of_it_leaves_and_invitations_do_not(
    client_of: Browser, done: Done, played: None, now: dt.datetime, settings: Any
) -> None:
    from tests.texts.unchanged import vacated

    settings.MAIL_IS_SET_UP = True
    Notice.objects.update(mailed_at=now)
    done("host", acts.open_seat, vacated("kyrgyzstan"), called="A", address="a@example.org")
    Notice.objects.update(mailed_at=now)
    done("host", acts.hand_over, Dialogue.objects.get(slug="caj"), to="The next host", address=THERE)

    sending.send(now + dt.timedelta(minutes=1))

    assert not Letter.objects.filter(kind="invitation").exists()
    assert set(Notice.objects.filter(entry__event="forum.handed_over").values_list("circle", flat=True)) == {
        "host", "parties", "experts", "researchers",
    }  # fmt: skip
    assert "The forum was handed over to the next host." in client_of("expert").get("/desk/notices/").content.decode()
