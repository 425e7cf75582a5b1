"""Every act of every noun has a row in the register, a form that opens, and a post that does it."""

import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.desk.stage import Stage

import nemawashi.desk
from nemawashi.access.models import Entry
from nemawashi.analysis.terms import Act as Analysis
from nemawashi.assistance.terms import Act as Assistance
from nemawashi.business.terms import Act as Business
from nemawashi.commitments.terms import Act as Commitments
from nemawashi.desk.acting import finding
from nemawashi.desk.negotiating import sharing
from nemawashi.desk.register import DEEDS, ROOMS
from nemawashi.meetings.terms import Act as Meetings
from nemawashi.parties.terms import Act as People
from nemawashi.search import around, index
from nemawashi.sources.terms import Act as Sources
from nemawashi.texts.models import Text
from nemawashi.texts.terms import Act as Texts

pytestmark = pytest.mark.one_database

ACTS = [act for noun in (Meetings, Texts, Commitments, Assistance, Sources, Analysis, People, Business) for act in noun]
ON_TEXTS = {act.name.lower() for act in Texts}
ClientOf = Callable[[str], Any]


def test_every_act_is_offered() -> None:
    assert {act.name.lower() for act in ACTS} - {deed.act.__name__ for deed in DEEDS.values()} == set()
    assert set(DEEDS) - {act.name.lower() for act in ACTS} == {
        "lift_reserve",
        "redraft_position",
        "withdraw_draft",
        "note_request",
        "note_point_of_order",
        "call_out_of_turn",
    }


def test_every_room_that_offers_acts_is_gathered() -> None:
    desk = Path(nemawashi.desk.__file__).parent
    rooms = {Path(str(room.__file__)) for room in ROOMS}

    assert {path for path in desk.rglob("*.py") if "\noffer(" in path.read_text()} == rooms


@pytest.mark.parametrize("deed", DEEDS)
def test_its_form_opens_and_complete_does_the_act_once_and_leads_to_a_page(
    stage: Stage, client_of: ClientOf, deed: str
) -> None:
    scene = stage.scene(deed)
    client, address = client_of(scene.name), f"/desk/acts/{deed}/{scene.key}/"

    answer = client.get(address)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert set(scene.told) - set(answer.context["form"].fields) == set()
    assert (f'action="{address}"' in page, 'name="once"' in page) == (True, True)
    if deed == "offer_bridging_words":  # a second form of the chair's names positions that have ended by then
        return
    readers = {name: client_of(name) for name in ("host", "japan", "kazakhstan") if deed in ON_TEXTS}
    _workspaces(readers, stage.clean)
    _is_done_once(client, deed, address, scene.told | {"seen": scene.version, "once": str(uuid.uuid4())})
    shown = _workspaces(readers, stage.clean)
    sharing.shelf.forget()
    assert shown == _workspaces(readers, stage.clean)


def _workspaces(readers: dict[str, Any], text: Text) -> dict[str, str]:
    """The text as each of these sees it on its page, which may stand ready since before the act; without their tokens."""
    pages = {name: client.get(f"/desk/texts/{text.slug}/") for name, client in readers.items()}
    assert {answer.status_code for answer in pages.values()} <= {200}
    without_own = re.compile(r'(csrfmiddlewaretoken|once)" value="[^"]*"')
    parts = {name: answer.content.decode().partition('id="workspace"')[2] for name, answer in pages.items()}
    return {name: without_own.sub("", part) for name, part in parts.items()}


def _is_done_once(client: Any, deed: str, address: str, told: dict[str, Any]) -> None:
    before = Entry.objects.count()

    answer, again = client.post(address, told), client.post(address, told)

    entered = 2 if deed in ("take_in_reports", "state_host", "close_seat") else 1  # what it does besides is entered, too
    comes_back = 303 if deed == "pass_host_role" else 302  # to the page that says that the office rests
    assert (answer.status_code, again.status_code, Entry.objects.count()) == (302, comes_back, before + entered)
    assert (client.get(answer["Location"]).status_code, client.get(again["Location"]).status_code) == (200, 200)


@pytest.mark.parametrize("deed", [name for name, deed in DEEDS.items() if deed.find in (finding.position, finding.draft)])
def test_search_knows_all_that_an_act_on_a_position_changed(
    stage: Stage, client_of: ClientOf, django_capture_on_commit_callbacks: Any, deed: str
) -> None:
    scene = stage.scene(deed)
    whole = around.rows_around(stage.clean)
    assert whole
    index.refresh(whole())
    told = scene.told | {"seen": scene.version, "once": str(uuid.uuid4())}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(scene.name).post(f"/desk/acts/{deed}/{scene.key}/", told)

    assert answer.status_code == 302
    left = index.refresh(whole())
    assert (left.written, left.gone, left.unchanged >= 3) == (0, 0, True)


@pytest.mark.parametrize("deed", ["add_source", "draft_position"])
def test_its_form_is_asked_after_without_a_body(stage: Stage, client_of: ClientOf, deed: str) -> None:
    scene = stage.scene(deed)
    client, where = client_of(scene.name), f"/desk/acts/{deed}/{scene.key}/"

    whole, head = client.get(where), client.head(where)

    moving = {"Content-Length", "Expires", "Set-Cookie"}
    assert (head.status_code, head.content) == (200, b"")
    assert [pair for pair in head.items() if pair[0] not in moving] == [p for p in whole.items() if p[0] not in moving]


def test_settling_starts_from_the_median_of_the_scores(stage: Stage, client_of: ClientOf) -> None:
    scene = stage.scene("settle_score")

    answer = client_of(scene.name).get(f"/desk/acts/settle_score/{scene.key}/")

    assert re.findall(r'name="score" value="(-?\d)"[^>]* checked', answer.content.decode()) == ["0"]
    assert "the median of the opened scores" in answer.content.decode()


@pytest.mark.parametrize("deed", DEEDS)
def test_who_is_not_signed_in_is_asked_to(client_of: ClientOf, nothing_changes: Any, deed: str) -> None:
    address = f"/desk/acts/{deed}/some-key/"

    with nothing_changes():
        answers = [client_of("").get(address), client_of("").post(address, {"words": "x"})]

    assert [(a.status_code, a["Location"]) for a in answers] == [(302, f"/sign-in/?next={address}")] * 2
