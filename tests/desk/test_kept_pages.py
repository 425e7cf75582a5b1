"""What only the parties read changes no public page that is kept: else such a page would tell of the past."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from tests.desk.stage import Scene, Stage

from nemawashi.access.models import Entry
from nemawashi.access.terms import Visibility
from nemawashi.commitments.models import Commitment
from nemawashi.desk.register import DEEDS
from nemawashi.portal import record_state

PROMISED = ("commitments/{0}/", "commitments/{1}/")
# The public pages that acts of a noun are about, besides the first one and those of a meeting and of a party.
ABOUT = {
    "texts": ("meetings/", "commitments/", *PROMISED, "recommendations/"),
    "meetings": ("meetings/", "recommendations/", "commitments/"),
    "commitments": ("commitments/", *PROMISED, "recommendations/", "assistance/"),
    "assistance": ("commitments/", *PROMISED, "assistance/", "sources/"),
    "business": ("meetings/", "sources/"),  # its own page is kept nowhere: counts on it change by acts of two sides
    "sources": ("sources/", "conflicts/", "assistance/"),
    "analysis": ("sources/", "commitments/"),
    "parties": ("meetings/", "recommendations/", "sources/"),
}


def shown(client: Any, stage: Stage, noun: str) -> dict[str, str]:
    """The public pages that acts of a noun are about, without what is each reader's own."""
    promised = Commitment.objects.filter(state="confirmed").order_by("pk").values_list("slug", flat=True)[:2]
    parts = ("", f"meetings/{stage.fmm.slug}/", "parties/kazakhstan/", *ABOUT[noun])
    addresses = [f"/en/{part.format(*promised)}" for part in parts]
    return {address: client.get(address).content.decode() for address in addresses}


@pytest.mark.one_database
@pytest.mark.parametrize("deed", DEEDS)
def test_a_page_is_kept_no_longer_than_what_it_tells_of(
    stage: Stage, client_of: Callable[[str], Any], deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.middleware.csrf.get_random_string", lambda length, allowed_chars: "x" * length)
    scene, reader = stage.scene(deed), client_of("")
    mark = record_state.mark()
    point = transaction.savepoint()
    _does(client_of(scene.name), deed, scene)
    if Entry.objects.latest("seq").visibility == Visibility.PUBLIC:
        assert record_state.mark() != mark
        return
    transaction.savepoint_rollback(point)
    cache.clear()
    noun = DEEDS[deed].act.__module__.split(".")[1].replace("desk", "texts")  # a few are done by several
    pages = shown(reader, stage, noun)

    _does(client_of(scene.name), deed, scene)

    assert (record_state.mark(), shown(reader, stage, noun)) == (mark, pages)


def _does(client: Any, deed: str, scene: Scene) -> None:
    words = scene.told | {"seen": scene.version, "once": str(uuid.uuid4())}
    assert client.post(f"/desk/acts/{deed}/{scene.key}/", words).status_code == 302
