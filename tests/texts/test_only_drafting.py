"""A drafter writes for the delegation, and somebody else of it decides what leaves it."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import pytest
from tests.rules import people
from tests.texts.unchanged import span

from nemawashi.access.rules import GRANTED, refuse
from nemawashi.parties.models import Membership
from nemawashi.texts import acts, rules
from nemawashi.texts.models import Text
from nemawashi.texts.terms import Outcome, Refusal, TextState

OPEN = TextState.UNDER_NEGOTIATION


def test_a_drafter_drafts_and_does_nothing_that_others_see() -> None:
    by, alive = people.drafter, {"state": OPEN, "outcome": Outcome.LIVE, "proposers": ("japan",)}

    assert (rules.may_draft(by, state=OPEN), rules.may_withdraw_draft(by, is_draft=True)) == (GRANTED, GRANTED)
    only = refuse(Refusal.ONLY_DRAFTS)
    assert rules.may_take_position(by, state=OPEN) == only
    assert rules.may_table(by, state=OPEN, is_draft=True, span=None, is_clause_deleted=False) == only
    assert rules.may_withdraw(by, **alive) == only  # type: ignore[arg-type]
    assert rules.may_take_stance(by, **{**alive, "proposers": ("kazakhstan",)}) == only  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "by", [people.watcher, people.observer, people.guest, people.host, people.public], ids=people.called
)
def test_who_does_not_draft_is_refused(by: Any) -> None:
    assert rules.may_draft(by, state=OPEN) == refuse(Refusal.NOT_A_PARTICIPANT)


def test_what_a_drafter_wrote_is_tabled_by_somebody_else(
    done: Callable[..., Any],
    refused: Callable[..., str],
    clean_text: Text,
    client_of: Callable[[str], Any],
) -> None:
    member = Membership.objects.get(user__username="japan-watcher")
    member.role = "drafter"
    member.save()
    clause = clean_text.clauses.get(kind="operative")
    words = {"operation": "replace", "words": "2029", **span(clause, "2030")}

    draft = done("japan-watcher", acts.draft_position, clause, **words)
    page = client_of("japan-watcher").get(f"/desk/texts/{clean_text.slug}/clauses/{clause.pk}/").content.decode()

    assert refused("japan-watcher", acts.table_position, draft) == Refusal.ONLY_DRAFTS
    assert f"/desk/acts/draft_position/{clause.pk}/" in page
    assert f"/desk/acts/redraft_position/{draft.pk}/" in page
    assert f"/desk/acts/table_position/{draft.pk}/" not in page
    assert "Its head, a member or a focal point does this." in html.unescape(page)
    assert f"/desk/acts/consent_to_clause/{clause.pk}/" not in page
    assert client_of("japan-watcher").get(f"/desk/texts/{clean_text.slug}/files/").status_code == 200
    assert done("japan", acts.table_position, draft).outcome == Outcome.LIVE
