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
from nemawashi.access.seal import schema_work
from nemawashi.access.viewers import acting_as

pytestmark = pytest.mark.usefixtures("played")


def test_verify_log_says_intact(db: None) -> None:
    out = StringIO()

    call_command("verify_log", stdout=out)

    lines = out.getvalue().splitlines()
    last = Entry.objects.order_by("seq").last()
    assert last is not None
    count = Entry.objects.count()
    assert lines[:3] == [
        f"The log is intact: {count} entries.",
        f"Head: {count}-{last.digest}",
        f"Short: {count}-{last.digest[:16]}",
    ]
    assert "Not checked: whether entries were cut off at the end, or all rewritten (--expect HEAD)." in lines


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


def _let_go() -> None:
    """Take the trigger away, as whoever owns the database can."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("drop trigger access_entry_no_delete")
        else:
            cursor.execute("alter table access_entry disable trigger access_entry_append_only")


def _cut(count: int) -> None:
    _let_go()
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from access_entry where seq in (select seq from access_entry order by seq desc limit %s)", [count]
        )


@pytest.mark.parametrize("form", ["{0}", "{0.short}", "{0.digest}"])
def test_a_noted_head_stands_when_more_was_entered_since(
    form: str, viewer: Callable[[str], Any], acting: Callable[..., Any], clean_text: Any
) -> None:
    from nemawashi.texts import acts

    noted, out = form.format(log.head()), StringIO()
    acting(viewer("host"), acts.issue_revision, clean_text)

    call_command("verify_log", "--expect", noted, stdout=out)

    assert "The head that was noted stands at its place: nothing up to it was cut or rewritten.\n" in out.getvalue()


def test_a_noted_head_tells_that_the_end_was_cut_off(db: None) -> None:
    noted = log.head()
    _cut(10)

    with pytest.raises(CommandError, match=rf"the log was cut, {noted.count - 10} entries are left of {noted.count}"):
        call_command("verify_log", "--expect", str(noted))
    with pytest.raises(CommandError, match="stands nowhere in the log"):
        call_command("verify_log", "--expect", noted.digest)


def test_a_noted_head_tells_that_all_was_cut(db: None) -> None:
    noted = log.head()
    _cut(noted.count)

    with pytest.raises(CommandError, match=f"0 entries are left of {noted.count}"):
        call_command("verify_log", "--expect", noted.short)


def test_a_noted_head_tells_that_the_chain_was_rewritten(db: None) -> None:
    noted = log.head()
    rows = list(Entry.objects.order_by("seq"))
    _cut(noted.count)
    previous = log.GENESIS
    for row in rows:
        row.party = "kazakhstan" if row.party == "japan" else row.party
        row.previous = previous
        previous = row.digest = log.entry_digest(row)
        row.save(force_insert=True)

    assert log.first_fault() is None
    with pytest.raises(
        CommandError, match=f"is not that of entry {noted.count} by count: what stands up to it was rewritten"
    ):
        call_command("verify_log", "--expect", str(noted))


def test_what_is_no_head_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="is no head") as caught:
        call_command("verify_log", "--expect", "12-abc")
    assert caught.value.returncode == 2


def test_a_trigger_that_is_gone_is_named(db: None) -> None:
    _let_go()

    with pytest.raises(CommandError, match=r"the trigger access_entry_(no_delete|append_only) is gone"):
        call_command("verify_log")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no row-level security")
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            "alter table access_sealedentry no force row level security",
            "row-level security is not forced on access_sealedentry",
        ),
        ("create policy more on access_sealedentry using (true)", "the policy more opens access_sealedentry"),
        ("alter policy own_rows on access_sealedentry using (true)", "the policy own_rows opens access_sealedentry"),
        ("drop policy own_rows on access_sealedentry", "the policy of own rows is gone from access_sealedentry"),
    ],
)
def test_a_wall_that_was_opened_is_named(db: None, change: str, fault: str) -> None:
    with schema_work(), connection.cursor() as cursor:
        cursor.execute(change)

    with pytest.raises(CommandError, match=fault):
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
