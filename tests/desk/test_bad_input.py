"""Bad input of every kind, on every act: a clear answer, what was typed is kept, nothing changes."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.test import Client
from django.utils.html import escape
from tests.desk.stage import Scene, Stage

from nemawashi.access.models import User
from nemawashi.desk.register import DEEDS

# PostgreSQL refuses more than SQLite does (signs, numbers out of range), and nothing here knows the day.
pytestmark = pytest.mark.any_day_alike
ClientOf = Callable[[str], Any]
VERSIONED = [name for name, deed in DEEDS.items() if deed.sees_version]
WORDED = [name for name, deed in DEEDS.items() if any(field.required for field in deed.form.base_fields.values())]
TYPED = [
    name
    for name, deed in DEEDS.items()
    if any(not isinstance(field, forms.BooleanField) for field in deed.form.base_fields.values())
]
CHOSEN = ("carry_over", "link_project", "agree_ad_referendum", "announce_meeting")  # nothing in them is typed
SCRIPT = "<script>alert('x')</script>"
FORM = "application/x-www-form-urlencoded"


def address(deed: str, scene: Scene) -> str:
    return f"/desk/acts/{deed}/{scene.key}/"


def complete(scene: Scene) -> dict[str, Any]:
    return scene.told | {"seen": scene.version, "once": str(uuid.uuid4())}


def is_told(answer: Any) -> bool:
    """Whether the answer says what is wrong, and where."""
    page = answer.content.decode()
    return "field__error" in page or "notice--refused" in page


def text_fields(deed: str, scene: Scene) -> list[str]:
    """The boxes for words; what a form makes for the languages of the forum is one, too."""
    fields = DEEDS[deed].form.base_fields
    return [n for n in scene.told if n not in fields or type(fields[n]).__mro__[1] is forms.CharField]


SPELLINGS = ["", "0", "-1", "x", "１", "9" * 40]
HOSTILE = {
    "over-long": "x" * 201_000,
    "NUL": "a\x00b",
    "turned around": "a\u202eb",
    "escape": "a\x1bb",
}


def nothing_in_it(deed: str, scene: Scene, client: Any) -> None:
    answer = client.post(address(deed, scene), {})

    assert (answer.status_code, is_told(answer)) == (422, True)


def a_stale_form(deed: str, scene: Scene, client: Any, seen: str = "999") -> None:
    answer = client.post(address(deed, scene), complete(scene) | {"seen": seen})

    assert (answer.status_code, is_told(answer)) == (409, True)


def hostile_words(deed: str, scene: Scene, client: Any) -> None:
    for kind, words in HOSTILE.items():
        told = complete(scene) | dict.fromkeys(scene.told, words)
        answer = client.post(address(deed, scene), told)

        is_too_large = sum(len(str(words)) for words in told.values()) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        assert (kind, answer.status_code, is_told(answer)) == (kind, 400 if is_too_large else 422, True)


def wrong_method_type_token_and_size(deed: str, scene: Scene, client: Any) -> None:
    where = address(deed, scene)
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(User.objects.get(username=scene.name), backend="nemawashi.access.accounts.Accounts")
    told = {
        "put": client.put(where, "words=x", FORM).status_code,
        "delete": client.delete(where).status_code,
        "json": client.post(where, '{"words": "x"}', "application/json").status_code,
        "text": client.post(where, "words=x", "text/plain").status_code,
        "no boundary": client.post(where, "words=x", "multipart/form-data").status_code,
        "no token": strict.post(where, complete(scene)).status_code,
        "large": client.post(where, "words=" + "x" * 10_000_000, FORM).status_code,
        "many": client.post(where, "&".join(f"a{n}=1" for n in range(400)), FORM).status_code,
    }

    sizes = {"no boundary": 400, "large": 400, "many": 400, "no token": 403}
    assert told == {"put": 405, "delete": 405, "json": 415, "text": 415} | sizes


def _asked_of(deed: str) -> Iterator[Callable[[str, Scene, Any], None]]:
    if deed in WORDED:
        yield nothing_in_it
    if deed in VERSIONED:
        yield a_stale_form
    if deed in TYPED:
        yield hostile_words
    yield wrong_method_type_token_and_size


@pytest.mark.parametrize("deed", DEEDS)
def test_what_is_wrong_is_refused_and_nothing_changes(
    stage: Stage, client_of: ClientOf, nothing_changes: Any, subtests: pytest.Subtests, deed: str
) -> None:
    """One scene for all of it: to prepare it takes longer than the answers."""
    scene = stage.scene(deed)
    client = client_of(scene.name)

    with nothing_changes():
        for ask in _asked_of(deed):
            with subtests.test(ask.__name__):
                ask(deed, scene, client)

    if deed in TYPED and deed not in CHOSEN:
        with subtests.test("typed"):
            _what_was_typed_is_kept_and_escaped(deed, scene, client, nothing_changes)


@pytest.mark.parametrize("seen", SPELLINGS)
def test_a_version_is_spelt_in_one_way(stage: Stage, client_of: ClientOf, nothing_changes: Any, seen: str) -> None:
    with nothing_changes():
        a_stale_form("postpone_meeting", stage.scene("postpone_meeting"), client_of("host"), seen)


def _what_was_typed_is_kept_and_escaped(deed: str, scene: Scene, client: Any, nothing_changes: Any) -> None:
    names = text_fields(deed, scene)
    told = complete(scene) | dict.fromkeys(names, SCRIPT) | {"seen": "999", "once": "no-token"}
    for name, field in DEEDS[deed].form.base_fields.items():
        if field.required and name not in names:
            told[name] = "no such choice"

    if DEEDS[deed].sees_version or "no such choice" in told.values():
        with nothing_changes():
            answer = client.post(address(deed, scene), told)
        assert (answer.status_code in (409, 422), is_told(answer)) == (True, True)
        page = answer.content.decode()
        assert (escape(SCRIPT) in page) == bool(names)
    else:
        page = client.post(address(deed, scene), told, follow=True).content.decode()
    assert SCRIPT not in page


FOREIGN = ["999999999", "-7", "x", "00000000-0000-0000-0000-000000000000", "1 or 1=1"]


@pytest.mark.parametrize("foreign", FOREIGN)
@pytest.mark.parametrize(
    ("deed", "name"),
    [
        ("take_up_recommendation", "meeting"),
        ("plan_meeting", "host"),
        ("propose_agenda_item", "pillar"),
        ("circulate_zero_draft", "agenda_item"),
        ("offer_bridging_words", "instead_of"),
        ("agree_clean_clauses", "clauses"),
        ("join_on_clean_clauses", "clauses"),
        ("open_silence", "zone"),
        ("enter_reservation", "clause"),
        ("confirm_commitment", "owner"),
        ("attach_evidence", "source"),
        ("assess", "score"),
        ("carry_over", "meeting"),
        ("record_pledge", "recipients"),
        ("record_pledge", "commitment"),
        ("link_project", "pledge"),
    ],
)
def test_a_key_of_something_else_is_refused(
    stage: Stage, client_of: ClientOf, nothing_changes: Any, deed: str, name: str, foreign: str
) -> None:
    scene = stage.scene(deed)
    client = client_of(scene.name)

    with nothing_changes():
        answer = client.post(address(deed, scene), complete(scene) | {name: foreign})

    assert (answer.status_code, is_told(answer)) == (422, True)


@pytest.mark.parametrize(
    "until", ["0001-01-01T00:00", "9999-12-31T23:59", "2026-13-01T00:00", "yesterday", "1999-12-31T23:59"]
)
def test_moments_off_the_calendar_are_refused(stage: Stage, client_of: ClientOf, nothing_changes: Any, until: str) -> None:
    scene = stage.scene("open_silence")
    client = client_of("host")

    with nothing_changes():
        answer = client.post(address("open_silence", scene), complete(scene) | {"until": until, "zone": "Asia/Tokyo"})

    assert (answer.status_code, is_told(answer)) == (422, True)


def test_bytes_that_are_no_text_do_not_break_it(stage: Stage, client_of: ClientOf, nothing_changes: Any) -> None:
    scene = stage.scene("postpone_meeting")
    client = client_of("host")

    with nothing_changes():
        answers = [
            client.post(address("postpone_meeting", scene), body, FORM)
            for body in ("why=%ED%B0%80&seen=999", "why=%FF%FE&seen=999", "why=%C3%28&seen=999")
        ]

    assert [(answer.status_code, is_told(answer)) for answer in answers] == [(409, True)] * 3


@pytest.mark.parametrize("deed", DEEDS)
def test_unknown_keys_and_acts_are_not_found(client_of: ClientOf, nothing_changes: Any, deed: str) -> None:
    client = client_of("japan")
    keys = ["no-such-key", "00000000-0000-0000-0000-000000000000", "999999999", "9" * 60]

    with nothing_changes():
        told = {client.get(f"/desk/acts/{deed}/{key}/").status_code for key in keys}
        told |= {client.post(f"/desk/acts/{act}/som/", {}).status_code for act in ("no_such_act", "__class__")}

    assert told == {404}


ELSEWHERE = ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\thttps://evil.example"]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_next_leads_to_no_other_site(stage: Stage, client_of: ClientOf, wanted: str) -> None:
    scene = stage.scene("propose_agenda_item")
    client = client_of("japan")

    form = client.get(address("propose_agenda_item", scene), {"next": wanted})
    answer = client.post(address("propose_agenda_item", scene), complete(scene) | {"next": wanted})

    assert (form.context["next"], "evil.example" in form.content.decode().split("<main")[1].split("</main")[0]) == (
        "",
        False,
    )
    assert answer["Location"] == f"/desk/meetings/{scene.key}/agenda/"


def test_next_leads_back_to_a_page_of_ours(stage: Stage, client_of: ClientOf) -> None:
    scene = stage.scene("propose_agenda_item")

    answer = client_of("japan").post(address("propose_agenda_item", scene), complete(scene) | {"next": "/desk/?x=1"})

    assert answer["Location"] == "/desk/?x=1"
