"""Rows against the log: whatever is done to the one without the other is named by ``verify-log``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from nemawashi.access import log
from nemawashi.access.models import Entry
from nemawashi.parties.models import Party
from nemawashi.texts import acts, queries
from nemawashi.texts.models import (
    Adoption,
    Clause,
    Consent,
    Position,
    PositionStance,
    Revision,
    Silence,
    SilenceBreak,
    Text,
    Wording,
)

Done = Callable[..., Any]


@pytest.fixture
def broken(done: Done, clean_text: Text, now: dt.datetime) -> SilenceBreak:
    silence = done("host", acts.open_silence, clean_text, ends_at=now + dt.timedelta(days=3), zone="Asia/Almaty")
    row: SilenceBreak = done("japan", acts.break_silence, silence, words="Not the year.")
    return row


@pytest.fixture
def supported(done: Done, played: None) -> PositionStance:
    live = Position.objects.filter(outcome="live", proposers__slug="japan", clause__text__state="under_negotiation").first()
    row: PositionStance = done("kazakhstan", acts.support_position, live)
    return row


def _first_fault() -> str:
    with pytest.raises(CommandError) as caught:
        call_command("verify_log", stderr=StringIO())
    assert caught.value.returncode == 1
    return str(caught.value)


def test_the_played_round_is_what_its_log_says(broken: SilenceBreak, supported: PositionStance) -> None:
    found, out = queries.attested(), StringIO()
    call_command("verify_log", stdout=out)

    assert (found.faults, found.unknown.total()) == ([], 0)
    assert found.checked["positions"] == Position.objects.count() > 3
    assert found.checked["adoptions"] == Adoption.objects.count() > 0
    assert found.checked["breaks of silence"] == SilenceBreak.objects.count() > 0
    assert f"Checked against it: {Position.objects.count()} positions" in out.getvalue()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"words": "forged"}, "its words are not what entry"),
        ({"start": F("start") + 1, "end": F("end") + 1}, "its place in the clause is not what entry"),
        ({"operation": "comment"}, "its operation is not what entry"),
        ({"tabled_at": F("tabled_at") + dt.timedelta(hours=1)}, "its moment is not what entry"),
    ],
)
def test_a_tabled_position_that_was_altered_is_named(played: None, change: dict[str, Any], named: str) -> None:
    row = Position.objects.filter(is_chair=False, operation="replace").first()
    assert row is not None
    Position.objects.filter(pk=row.pk).update(**change)

    assert _first_fault().startswith(f"{row.ref}: {named}")


def test_a_position_given_to_another_party_is_named(played: None) -> None:
    row = Position.objects.filter(is_chair=False, operation="replace", proposers__slug="japan").first()
    assert row is not None
    row.proposers.set(Party.objects.filter(slug="kazakhstan"))
    assert _first_fault().startswith(f"{row.ref}: the parties behind it are not those of the log: japan")


def test_a_stance_that_was_deleted_or_invented_is_named(supported: PositionStance) -> None:
    told = f"position/{supported.position_id}, kazakhstan, "
    supported.delete()
    assert _first_fault().startswith(f"a stance that the log holds is gone from the table, or altered: {told}")

    supported.pk, supported.stance = None, "oppose"
    supported.save(force_insert=True)
    assert f"a stance stands in the table and not so in the log: {told}" in _first_fault()


@pytest.mark.parametrize(
    "change", [{"kind": "joins", "why": ""}, {"why": "forged"}, {"at": F("at") + dt.timedelta(hours=1)}, {"party": 0}]
)
def test_a_word_on_consensus_that_was_altered_is_named(done: Done, clean_text: Text, change: dict[str, Any]) -> None:
    row = done("japan", acts.consent_to_text, clean_text, kind="cannot", why="The year.")
    if "party" in change:
        change = {"party": Party.objects.get(slug="kazakhstan")}
    Consent.objects.filter(pk=row.pk).update(**change)

    assert _first_fault().startswith(f"a word on consensus stands in the table and not so in the log: {clean_text.ref}, ")
    row.delete()
    assert _first_fault().startswith(
        f"a word on consensus that the log holds is gone from the table, or altered: {clean_text.ref}, japan, cannot"
    )


def test_what_a_gavelled_package_left_on_its_clauses_is_told_as_not_checkable(done: Done, clean_text: Text) -> None:
    clauses = list(clean_text.clauses.all()[:2])
    package = done("host", acts.make_package, clean_text, title="Both", trade="", clauses=clauses)
    done("japan", acts.consent_to_package, package, kind="awaits")
    done("host", acts.agree_package, package)
    done("japan", acts.consent_to_package, package, kind="joins")

    held = queries.attested()

    assert held.faults == []
    assert held.unknown["words on consensus that a package left on its clauses"] == len(clauses) > 0


def test_a_break_of_silence_that_was_deleted_or_moved_is_named(broken: SilenceBreak) -> None:
    SilenceBreak.objects.filter(pk=broken.pk).update(at=broken.at + dt.timedelta(days=1))
    assert _first_fault().startswith("the moment of a break of silence is not that of the log")

    broken.delete()
    assert _first_fault().startswith("a break of silence that the log holds is gone from the table, or altered")


def test_an_end_of_silence_that_was_moved_is_named(done: Done, clean_text: Text, now: dt.datetime) -> None:
    until = now + dt.timedelta(days=3)
    silence = done("host", acts.open_silence, clean_text, ends_at=until, zone="Asia/Almaty")
    done("host", acts.extend_silence, silence, ends_at=until + dt.timedelta(days=1), zone="Asia/Almaty")
    assert queries.attested().faults == []

    Silence.objects.filter(pk=silence.pk).update(ends_at=until)

    assert f"{silence.ref} of {clean_text.ref} ends at another moment than entry" in _first_fault()


def test_words_of_an_adopted_text_that_were_forged_are_named(played: None) -> None:
    text = Text.objects.get(adoption__isnull=False, type="road_map")
    clause = Clause.objects.filter(text=text, kind="operative").first()
    assert clause is not None
    Wording.objects.filter(clause=clause, language="en").update(words="FORGED")

    assert _first_fault() == f"{clause.ref} of {text.ref}: its en words in the table are not the sealed ones"


def test_a_forged_snapshot_and_forged_digests_are_named(played: None) -> None:
    adoption = Adoption.objects.select_related("revision").get(text__type="road_map")
    revision: Revision = adoption.revision
    revision.snapshot[1]["words"]["en"] = "FORGED"
    revision.save()
    assert _first_fault() == f"revision {revision.symbol}: the en words of its snapshot are not those of its digest"

    adoption.digests = {"en": "0" * 64}
    adoption.save()
    assert any(
        f"the adoption of {adoption.text.ref}: its digests are not those of entry" in each
        for each in queries.attested().faults
    )


@pytest.mark.parametrize("model", [Revision, Adoption])
def test_a_row_keeps_the_head_with_its_own_entry(
    done: Done, clean_text: Text, model: type[Revision] | type[Adoption]
) -> None:
    revision = done("host", acts.issue_revision, clean_text)
    row = model.objects.exclude(log_head="").order_by("pk").first() if model is Adoption else revision
    assert row is not None

    head = row.log_head
    entry = Entry.objects.get(digest=head.partition("-")[2])

    assert entry.object_ref == row.text.ref
    assert entry.event in ("revision.issued", "silence.concluded", "text.adopted")
    assert log.missing_head(head) == ""
    model.objects.filter(pk=row.pk).update(log_head=f"3-{'a' * 64}")
    assert _first_fault().endswith(
        "the head of the log that it names stands nowhere in the log: it was cut before this head, or rewritten"
    )
