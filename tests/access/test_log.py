"""The log: chained, append-only, found out when altered, silent about sealed acts."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from nemawashi.access import log
from nemawashi.access.models import Entry
from nemawashi.access.viewers import acting_as

pytestmark = pytest.mark.usefixtures("played")


def test_verify_log_says_intact(db: None) -> None:
    out = StringIO()

    call_command("verify_log", stdout=out)

    assert out.getvalue() == f"The log is intact: {Entry.objects.count()} entries.\n"


def test_the_database_refuses_to_change_or_delete_an_entry(db: None) -> None:
    for change in (lambda: Entry.objects.update(user_name="x"), lambda: Entry.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_an_altered_entry_is_named(db: None) -> None:
    entries = list(Entry.objects.order_by("seq"))
    entries[4].facts = {"words": "something else"}

    fault = log.first_fault(iter(entries))

    assert fault == log.BrokenLink(entries[4].seq, str(entries[4].ref), "was altered: its digest does not match")


def test_a_removed_entry_is_missed(db: None) -> None:
    entries = list(Entry.objects.order_by("seq"))
    del entries[7]

    fault = log.first_fault(iter(entries))

    assert fault == log.BrokenLink(entries[7].seq, str(entries[7].ref), "does not follow the entry before it")


def test_verify_log_names_the_first_bad_entry_in_the_database(db: None) -> None:
    row = Entry.objects.order_by("seq")[3]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("drop trigger access_entry_no_update")
        else:
            cursor.execute("alter table access_entry disable trigger access_entry_append_only")
        cursor.execute("update access_entry set user_name = 'somebody else' where seq = %s", [row.seq])

    with pytest.raises(CommandError, match=rf"entry {row.seq} \({row.ref}\) was altered"):
        call_command("verify_log")


def test_an_entry_has_who_for_which_party_what_and_when(db: None) -> None:
    entry = Entry.objects.filter(event="position.tabled").order_by("seq").first()

    assert entry is not None
    assert (entry.user_name, entry.party, entry.visibility) == ("japan", "japan", "parties")
    assert entry.object_ref.startswith("position/")
    assert entry.at is not None
    assert entry.facts["words"] == "2027"


def test_the_public_sees_public_entries_only(viewer: Callable[[str], Any]) -> None:
    from nemawashi.access.viewers import PUBLIC

    seen = set(log.visible_entries(viewer=PUBLIC).values_list("visibility", flat=True))
    of_parties = set(log.visible_entries(viewer=viewer("japan")).values_list("visibility", flat=True))

    assert seen == {"public"}
    assert of_parties == {"public", "parties"}


def test_a_delegation_checks_its_own_sealed_acts_against_the_log(viewer: Callable[[str], Any]) -> None:
    by = viewer("uzbekistan")
    with acting_as(by):
        own = log.own_sealed_entries(viewer=by)

    assert [(act["event"], act["is_intact"]) for act in own] == [("position.drafted", True)] * 2
    assert log.own_sealed_entries(viewer=viewer("host")) == []


def test_the_same_form_twice_is_done_once(
    viewer: Callable[[str], Any], acting: Callable[..., Any], clean_text: Any
) -> None:
    import uuid

    from nemawashi.access.acts import RefusedError
    from nemawashi.texts import acts

    once = uuid.uuid4()
    acting(viewer("host"), acts.issue_revision, clean_text, once=once)
    before = Entry.objects.count()

    with pytest.raises(RefusedError, match="done_before"):
        acting(viewer("host"), acts.issue_revision, clean_text, once=once)

    assert Entry.objects.count() == before
