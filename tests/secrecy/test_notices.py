"""Notices tell nobody of what is sealed: not by a word, a count, an order, or the place of what comes after."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.secrecy.conftest import Nest
from tests.secrecy.reading import found

from nemawashi.access.models import Entry, Notice
from nemawashi.access.terms import Visibility

pytestmark = pytest.mark.usefixtures("played")
OTHERS = ("host", "kazakhstan", "expert", "researcher-two", "interpreter", "note-taker")
PAGES = ("/desk/", "/desk/notices/")
_MOVING = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|name="once" value="[\w-]+"')


def _pages(client_of: Callable[[str], Any]) -> dict[tuple[str, str], str]:
    return {(name, page): _MOVING.sub("", client_of(name).get(page).content.decode()) for name in OTHERS for page in PAGES}


def test_pages_of_notices_are_the_same_whatever_a_delegation_drafts_and_withdraws(
    client_of: Callable[[str], Any],
    viewer: Callable[[str], Any],
    acting: Callable[..., Any],
    clause_of: Callable[[str], Any],
) -> None:
    from nemawashi.texts import acts

    before, rows = _pages(client_of), list(Notice.objects.values_list("pk", flat=True))
    clause = clause_of("The ministers welcome progress")

    draft = acting(viewer("japan"), acts.draft_position, clause, operation="comment", words="zqcanary0001")
    acting(viewer("japan"), acts.withdraw_position, draft)
    acting(viewer("japan"), acts.draft_position, clause, operation="comment", words="zqcanary0002")

    assert list(Notice.objects.values_list("pk", flat=True)) == rows
    assert _pages(client_of) == before


def test_no_notice_belongs_to_a_sealed_entry_and_none_holds_a_canary(nest: Nest) -> None:
    """Each delegation has drafted, withdrawn, tabled with an instruction and sent a file; a researcher has scored."""
    held = repr(list(Notice.objects.values())).encode()

    assert Notice.objects.filter(entry__event="position.tabled").count() >= 6
    assert not Notice.objects.filter(entry__visibility=Visibility.SEALED).exists()
    assert Entry.objects.filter(visibility=Visibility.SEALED).exists()
    assert found(held, nest.canaries) == set()


def test_who_may_not_read_the_negotiation_is_told_nothing_of_it(client_of: Callable[[str], Any], nest: Nest) -> None:
    from tests.texts.unchanged import enlisted

    from nemawashi.access import telling
    from nemawashi.parties.queries import viewer_of

    guest, observer = (viewer_of(enlisted(name)) for name in ("guest", "observer"))

    reached = [
        telling.notices(viewer=viewer).filter(entry__event="position.tabled").exists() for viewer in (guest, observer)
    ]

    assert reached == [False, True]
    for name in ("expert", "researcher", "interpreter", "note-taker"):
        assert "tabled a position" not in client_of(name).get("/desk/notices/").content.decode()
