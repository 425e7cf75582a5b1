"""The log: chained, append-only, found out when altered, silent about sealed acts."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from nemawashi.access import log
from nemawashi.access.models import Entry, SealedEntry
from nemawashi.access.seal import schema_work
from nemawashi.access.terms import Standing, Visibility
from nemawashi.access.viewers import Viewer, acting_as

pytestmark = pytest.mark.usefixtures("played")


def test_verify_log_says_intact(db: None) -> None:
    out = StringIO()

    call_command("verify_log", stdout=out)

    lines = out.getvalue().splitlines()
    shared = Entry.objects.filter(visibility__in=["public", "parties"]).order_by("seq")
    last, end = shared.last(), Entry.objects.order_by("seq").last()
    assert last is not None
    assert end is not None
    assert lines[:4] == [
        f"The log is intact: {Entry.objects.count()} entries.",
        f"Head: {shared.count()}-{last.digest}",
        f"Short: {shared.count()}-{last.digest[:16]}",
        f"With sealed acts, for the operator alone, as it moves when somebody drafts: {Entry.objects.count()}-{end.digest}",
    ]
    assert (
        "Not checked: whether entries were cut off at the end, or all rewritten (--expect HEAD, --against FILE)." in lines
    )


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
@pytest.mark.parametrize("head", [log.head, log.whole_head])
def test_a_noted_head_stands_when_more_was_entered_since(
    head: Callable[[], log.LogHead], form: str, viewer: Callable[[str], Any], acting: Callable[..., Any], clean_text: Any
) -> None:
    from nemawashi.texts import acts

    noted, out = form.format(head()), StringIO()
    acting(viewer("host"), acts.issue_revision, clean_text)

    call_command("verify_log", "--expect", noted, stdout=out)

    assert "The head that was noted stands at its place: nothing up to it was cut or rewritten.\n" in out.getvalue()


def test_a_noted_head_tells_that_the_end_was_cut_off(db: None) -> None:
    noted, whole = log.head(), log.whole_head()
    _cut(10)

    for digest in (noted.digest, whole.digest):
        with pytest.raises(CommandError, match="stands nowhere in the log: it was cut before this head, or rewritten"):
            call_command("verify_log", "--expect", digest)
    with pytest.raises(CommandError, match=rf"the log was cut, {whole.count - 10} entries are left of {whole.count}"):
        call_command("verify_log", "--expect", whole.short)


def test_a_noted_head_tells_that_all_was_cut(db: None) -> None:
    noted = log.head()
    _cut(log.whole_head().count)

    with pytest.raises(CommandError, match=f"0 entries are left of {noted.count}"):
        call_command("verify_log", "--expect", noted.short)


def test_a_noted_head_tells_that_the_chain_was_rewritten(db: None) -> None:
    noted = log.head()
    rows = list(Entry.objects.order_by("seq"))
    _cut(len(rows))
    previous = log.GENESIS
    for row in rows:
        row.party = "kazakhstan" if row.party == "japan" else row.party
        row.previous = previous
        previous = row.digest = log.entry_digest(row)
        row.save(force_insert=True)

    assert log.first_fault() is None
    with pytest.raises(CommandError, match="stands nowhere in the log: it was cut before this head, or rewritten"):
        call_command("verify_log", "--expect", str(noted))


def test_a_noted_head_with_another_count_is_not_that_of_its_entry(db: None) -> None:
    noted = log.head()

    with pytest.raises(CommandError, match="stands in the log, and not as that of entry 3"):
        call_command("verify_log", "--expect", f"3-{noted.digest}")


def test_the_head_of_an_empty_log_stands_before_all(db: None) -> None:
    assert log.missing_head(f"0-{log.GENESIS}") == ""
    assert log.missing_head(f"1-{log.GENESIS}") == "is that of an empty log"


def test_what_nobody_else_reads_moves_no_head_that_others_see(viewer: Callable[[str], Any]) -> None:
    """Nor do two heads tell that it was done: without the salt of an entry, nobody can compute one from the other."""
    before, whole = log.head(), log.whole_head()
    by = viewer("japan")
    with acting_as(by):
        log.enter_sealed("position.drafted", "position/1", by=by, at=AT)
    log.enter("text.shelved", Subject(), by=viewer("host"), at=AT, visibility=Visibility.SECRETARIAT)

    assert log.head() == before
    assert log.whole_head().count == whole.count + 2
    rows = [log.enter("text.shelved", Subject(), by=by, at=AT, visibility=Visibility.PARTIES) for _each in range(2)]
    assert log.head() == log.LogHead(before.count + 2, rows[1].digest)
    body = log.canonical(log._body(rows[1]) | {"salt": ""})
    assert hash_of(rows[0].digest, body.decode()) != rows[1].digest


@pytest.mark.parametrize(("column", "to"), [("user_id", None), ("once", None), ("salt", "0" * 32), ("salt", None)])
def test_the_digest_covers_all_of_an_entry(
    viewer: Callable[[str], Any], acting: Callable[..., Any], clean_text: Any, column: str, to: Any
) -> None:
    from nemawashi.texts import acts

    acting(viewer("host"), acts.issue_revision, clean_text, once=uuid.uuid4())
    entries = list(Entry.objects.order_by("seq"))
    setattr(entries[-1], column, to)

    last = entries[-1]
    assert log.first_fault(iter(entries)) == log.BrokenLink(
        last.seq, str(last.ref), "was altered: its digest does not match"
    )


def _in_the_older_form(entry: Entry) -> None:
    """As entries were made before they had a salt."""
    entry.salt = None
    entry.digest = log.entry_digest(entry)


def test_entries_of_the_older_form_are_checked_as_they_were_made(db: None) -> None:
    entries = list(Entry.objects.order_by("seq"))
    previous = log.GENESIS
    for number, entry in enumerate(entries):
        entry.previous = previous
        if number < 5:
            _in_the_older_form(entry)
        previous = entry.digest = log.entry_digest(entry)

    assert log.first_fault(iter(entries)) is None
    entries[2].user_id = None  # what they did not cover
    assert log.first_fault(iter(entries)) is None
    entries[2].party = "nobody"
    assert log.first_fault(iter(entries)) == log.BrokenLink(
        entries[2].seq, str(entries[2].ref), "was altered: its digest does not match"
    )


def test_an_entry_of_the_older_form_stands_behind_none_of_the_newer(db: None) -> None:
    entries = list(Entry.objects.order_by("seq"))
    _in_the_older_form(entries[-1])

    last = entries[-1]
    assert log.first_fault(iter(entries)) == log.BrokenLink(
        last.seq, str(last.ref), "is of the older form and stands behind one of the newer"
    )


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


def own_row(entry: Entry) -> SealedEntry:
    """What the viewer's party keeps of a sealed act."""
    [row] = [row for row in SealedEntry.objects.all() if row.entry_ref == entry.ref]
    return row


def _delete_sealed(where: str, *args: Any) -> None:
    """As whoever owns the database can: past the guard, with the wall taken down."""
    with schema_work(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("alter table access_sealedentry no force row level security")
        cursor.execute(f"delete from access_sealedentry where {where}", args)  # noqa: S608  a column of ours
        if connection.vendor == "postgresql":
            cursor.execute("alter table access_sealedentry force row level security")


def test_a_sealed_act_whose_row_was_deleted_is_named(viewer: Callable[[str], Any]) -> None:
    by = viewer("japan")
    with acting_as(by):
        own = SealedEntry.objects.order_by("pk")[0]
    key = own.pk.hex if connection.vendor == "sqlite" else own.pk
    entry = Entry.objects.get(ref=own.entry_ref)
    _delete_sealed("id = %s", key)

    with pytest.raises(CommandError, match=rf"the sealed act of entry {entry.seq} \({entry.ref}\) was is gone") as caught:
        call_command("verify_log")
    assert caught.value.returncode == 1


def test_a_sealed_act_without_its_entry_is_named(viewer: Callable[[str], Any]) -> None:
    by, never = viewer("japan"), uuid.uuid4()
    with acting_as(by):
        SealedEntry.objects.create(party_id=by.party_id, entry_ref=never, content="{}")

    with pytest.raises(CommandError, match=f"a sealed act is kept to which no entry belongs \\({never}\\)"):
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
    assert of_parties == {"public", "parties", "own"}


def test_a_delegation_checks_its_own_sealed_acts_against_the_log(viewer: Callable[[str], Any]) -> None:
    by = viewer("uzbekistan")
    with acting_as(by):
        own = log.own_sealed_entries(viewer=by)

    assert [(act["event"], act["is_intact"]) for act in own] == [("position.drafted", True)] * 2
    assert log.own_sealed_entries(viewer=viewer("host")) == []


AT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
IN_UTC = "2026-11-24T00:00:00+00:00"


class Subject:
    """What an act is on: any row with a reference."""

    ref = "text/som-15"


def hash_of(*parts: str) -> str:
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def test_an_entry_is_chained_by_the_hash_of_its_canonical_body() -> None:
    """Written out, so that somebody with the export alone can compute it: sorted keys, no blanks, UTF-8, UTC."""
    last, once = Entry.objects.order_by("seq").last(), uuid.uuid4()
    by = Viewer(name="Айгүл", party="kazakhstan")

    entry = log.enter(
        "text.tabled", Subject(), by=by, at=AT, visibility=Visibility.PARTIES, facts={"б": 1, "a": AT}, once=once
    )

    body = (
        '{"account":null,"at":"' + IN_UTC + '","event":"text.tabled",'
        '"facts":{"a":"2026-11-24 09:00:00+09:00","б":1},"form":2,"object":"text/som-15","once":"' + str(once) + '",'
        '"party":"kazakhstan","ref":"' + str(entry.ref) + '","salt":"' + str(entry.salt) + '","user":"Айгүл",'
        '"visibility":"parties"}'
    )
    assert last is not None
    entry.refresh_from_db()
    assert (entry.previous, entry.digest) == (last.digest, hash_of(last.digest, body))
    assert (entry.once, entry.user_id, entry.at) == (once, None, AT)
    assert log.done_before(once)
    assert not log.done_before(uuid.uuid4())
    assert not log.done_before(None)
    assert log.first_fault() is None


def test_those_who_listen_hear_of_an_act_in_its_transaction(viewer: Callable[[str], Any]) -> None:
    heard: list[dict[str, Any]] = []

    def hear(**told: Any) -> None:
        heard.append(told | {"inside": connection.in_atomic_block})

    by, subject = viewer("host"), Subject()
    log.entered.connect(hear)
    entry = log.enter("text.shelved", subject, by=by, at=AT, visibility=Visibility.PUBLIC)
    log.entered.disconnect(hear)

    assert heard == [
        {
            "signal": log.entered, "sender": Entry, "entry": entry, "viewer": by, "subject": subject, "inside": True,
        }
    ]  # fmt: skip
    assert (entry.party, entry.user_id, entry.user_name, entry.facts) == ("", by.user_id, "host", {})


def test_a_sealed_act_leaves_its_digest_in_the_log_and_what_it_was_with_its_party(viewer: Callable[[str], Any]) -> None:
    by, once = viewer("japan"), uuid.uuid4()

    with acting_as(by):
        entry = log.enter_sealed("position.drafted", "position/1", by=by, at=AT, facts={"words": "тихо"}, once=once)
        own = own_row(entry)

    entry.refresh_from_db()
    content = (
        '{"at":"' + IN_UTC + '","event":"position.drafted","facts":{"words":"тихо"},"object":"position/1",'
        '"party":"japan","user":"japan"}'
    )
    assert (own.content, own.party_id) == (content, by.party_id)
    assert (entry.event, entry.visibility, entry.at, entry.once) == ("sealed", "sealed", None, once)
    assert (entry.user_id, entry.user_name, entry.party, entry.object_ref) == (None, "", "", "")
    assert entry.facts == {"digest": hash_of(own.salt, content), "kept": True}


def test_an_act_that_is_sealed_for_a_person_leaves_a_salted_digest_and_nothing_else(viewer: Callable[[str], Any]) -> None:
    by, once = viewer("researcher"), uuid.uuid4()

    first = log.enter_sealed_for_user("commitment.assessed", "commitment/1", by=by, at=AT, once=once)
    second = log.enter_sealed_for_user("commitment.assessed", "commitment/1", by=by, at=AT)

    for entry in (first, second):
        entry.refresh_from_db()
        assert (entry.event, entry.visibility, entry.at, entry.user_id) == ("sealed", "sealed", None, None)
        assert (entry.user_name, entry.party, entry.object_ref) == ("", "", "")
        assert set(entry.facts) == {"digest"}
        assert len(entry.facts["digest"]) == 64
    assert (first.once, second.once) == (once, None)
    assert first.facts != second.facts


def test_the_digest_of_an_act_sealed_for_a_person_is_of_all_that_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "random_salt", lambda: "salt")
    by = Viewer(name="researcher")

    entry = log.enter_sealed_for_user("commitment.assessed", "commitment/1", by=by, at=AT)

    content = '{"at":"2026-11-24 09:00:00+09:00","event":"commitment.assessed","object":"commitment/1","user":"researcher"}'
    assert entry.facts == {"digest": hash_of("salt", content)}


def test_the_first_entry_follows_nothing() -> None:
    entries = list(Entry.objects.order_by("seq"))
    assert log.first_fault(iter(entries[:-1])) is None  # a part of the chain, as somebody took it out

    with connection.cursor() as cursor:
        cursor.execute("drop trigger access_entry_no_update") if connection.vendor == "sqlite" else cursor.execute(
            "alter table access_entry disable trigger access_entry_append_only"
        )
    Entry.objects.filter(seq=entries[0].seq).update(previous="1" * 64)

    assert log.first_fault() == log.BrokenLink(entries[0].seq, str(entries[0].ref), "does not follow the entry before it")
    assert log.first_fault(iter(entries[1:])) == log.BrokenLink(
        entries[1].seq, str(entries[1].ref), "does not follow the entry before it"
    )


def test_each_reads_the_entries_that_are_open_to_them_newest_first(viewer: Callable[[str], Any]) -> None:
    for visibility in Visibility:
        log.enter("text.tabled", Subject(), by=Viewer(), at=AT, visibility=visibility)

    def seen(by: Viewer) -> list[str]:
        entries = log.visible_entries(viewer=by)
        assert [entry.seq for entry in entries] == sorted((entry.seq for entry in entries), reverse=True)
        return [entry.visibility for entry in entries][:4]

    assert seen(viewer("host")) == ["secretariat", "delegation", "participants", "parties"]
    assert seen(viewer("japan"))[:3] == ["participants", "parties", "public"]
    assert seen(replace(viewer("japan"), standing=Standing.OBSERVER))[:2] == ["parties", "public"]
    assert "secretariat" not in set(log.visible_entries(viewer=viewer("japan")).values_list("visibility", flat=True))
    for by in (Viewer(), viewer("expert"), viewer("researcher")):
        assert set(log.visible_entries(viewer=by).values_list("visibility", flat=True)) == {"public"}


def test_a_delegation_finds_out_that_its_sealed_act_was_altered(viewer: Callable[[str], Any]) -> None:
    by = viewer("japan")
    later = AT + dt.timedelta(days=400)
    with acting_as(by):
        changed = log.enter_sealed("position.drafted", "position/1", by=by, at=later)
        log.enter_sealed("position.withdrawn", "position/1", by=by, at=later + dt.timedelta(days=1))
        lost = own_row(changed)
        lost.content = lost.content.replace("position/1", "position/2")
        lost.save()
        SealedEntry.objects.create(party_id=by.party_id, entry_ref=uuid.uuid4(), content='{"at":"1999","event":"never"}')
        own = log.own_sealed_entries(viewer=by)

    told = [(act["event"], act["is_intact"]) for act in own]
    assert told[:2] == [("position.withdrawn", True), ("position.drafted", False)]
    assert told[-1] == ("never", False)


def test_the_same_form_twice_is_done_once(
    viewer: Callable[[str], Any], acting: Callable[..., Any], clean_text: Any
) -> None:
    from nemawashi.access.acts import RefusedError
    from nemawashi.texts import acts

    once = uuid.uuid4()
    acting(viewer("host"), acts.issue_revision, clean_text, once=once)
    before = Entry.objects.count()

    with pytest.raises(RefusedError, match="done_before"):
        acting(viewer("host"), acts.issue_revision, clean_text, once=once)

    assert Entry.objects.count() == before
