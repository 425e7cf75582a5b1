"""Every way to a sealed row that was ever tried: as another party, without a viewer, as a viewer without a party."""

from __future__ import annotations

import pickle
import uuid
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.apps import apps
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Count, Exists, F, OuterRef, Subquery

from nemawashi.access import viewers
from nemawashi.access.models import SealedEntry
from nemawashi.access.seal import SealedError
from nemawashi.texts.models import Clause

pytestmark = pytest.mark.usefixtures("played")
CANARY = "zqguardcanary"


def drafts() -> Any:
    return apps.get_model("texts", "DraftPosition")


@pytest.fixture
def hidden(viewer: Callable[[str], Any], acting: Callable[..., Any], clause_of: Callable[[str], Any]) -> Any:
    """A draft of Japan's; the tests look for it as everybody else."""
    from nemawashi.texts import acts

    return acting(viewer("japan"), acts.draft_position, clause_of("Recalling"), operation="comment", words=CANARY)


def _cursor(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


async def _async_rows() -> list[Any]:
    return [row async for row in drafts().objects.all()]


def _copied(hidden: Any) -> Any:
    row = drafts()()
    row.__dict__.update(pk=hidden.pk, id=hidden.pk)
    row.refresh_from_db()
    return row


PATHS: dict[str, Callable[[Any], Any]] = {
    "all": lambda h: list(drafts().objects.all()),
    "get": lambda h: drafts().objects.get(pk=h.pk),
    "filter": lambda h: list(drafts().objects.filter(pk=h.pk)),
    "exists": lambda h: drafts().objects.filter(pk=h.pk).exists(),
    "exclude exists": lambda h: drafts().objects.exclude(pk=None).filter(party_id=h.party_id).exists(),
    "count": lambda h: drafts().objects.filter(party_id=h.party_id).count(),
    "values list": lambda h: list(drafts().objects.filter(party_id=h.party_id).values_list("about")),
    "aggregate": lambda h: drafts().objects.filter(party_id=h.party_id).aggregate(n=Count("pk"))["n"],
    "in bulk": lambda h: drafts().objects.in_bulk([h.pk]),
    "iterator": lambda h: list(drafts().objects.filter(pk=h.pk).iterator()),
    "async for": lambda h: async_to_sync(_async_rows)(),
    "base manager": lambda h: list(drafts()._base_manager.filter(pk=h.pk)),
    "default manager": lambda h: list(drafts()._default_manager.filter(pk=h.pk)),
    "plain queryset": lambda h: list(models.QuerySet(drafts()).filter(pk=h.pk)),
    "plain queryset count": lambda h: models.QuerySet(drafts()).count(),
    "raw": lambda h: list(drafts().objects.raw("select * from texts_draftposition")),
    "cursor": lambda h: _cursor("select * from texts_draftposition"),
    "cursor in capitals": lambda h: _cursor("SELECT * FROM TEXTS_DRAFTPOSITION"),
    "cursor with comment": lambda h: _cursor("select * from texts_draftposition/**/ as d"),
    "cursor quoted": lambda h: _cursor('select * from "texts_draftposition"'),
    "cursor count": lambda h: _cursor("select count(*) from texts_draftposition"),
    "cursor forged mark": lambda h: _cursor(
        "select * from texts_draftposition where /*sealed:texts_draftposition:000000000000000000000000*/ 1=1"
    ),
    "cursor copy": lambda h: _cursor("create temporary table loot as select * from texts_draftposition"),
    "cursor subquery": lambda h: _cursor("select (select count(*) from texts_draftposition)"),
    "union": lambda h: list(
        drafts().objects.order_by().filter(pk=h.pk).union(drafts().objects.order_by().filter(party_id=h.party_id))
    ),
    "or": lambda h: list(drafts().objects.filter(pk=h.pk) | drafts().objects.filter(party_id=h.party_id)),
    "exists subquery": lambda h: list(
        Clause.objects.filter(Exists(models.QuerySet(drafts()).filter(tabled_as__clause=OuterRef("pk"))))
    ),
    "subquery": lambda h: list(
        Clause.objects.annotate(
            w=Subquery(models.QuerySet(drafts()).filter(tabled_as__clause=OuterRef("pk")).values("about")[:1])
        )
    ),
    "join forward": lambda h: list(drafts().objects.filter(party_id=h.party_id).values("tabled_as__clause__text__title")),
    "select related": lambda h: list(drafts().objects.select_related("party").filter(pk=h.pk)),
    "refresh": _copied,
    "serializer": lambda h: serializers.serialize("json", models.QuerySet(drafts()).all()),
    "dumpdata": lambda h: call_command("dumpdata", "texts.draftposition", stdout=StringIO()),
    "dumpdata all": lambda h: call_command("dumpdata", "texts.draftposition", use_base_manager=True, stdout=StringIO()),
    "update": lambda h: drafts().objects.filter(pk=h.pk).update(version=F("version")),
    "plain update": lambda h: models.QuerySet(drafts()).filter(pk=h.pk).update(state="withdrawn"),
    "delete": lambda h: drafts().objects.filter(pk=h.pk).delete(),
    "plain delete": lambda h: models.QuerySet(drafts()).filter(pk=h.pk).delete(),
    "insert select": lambda h: _cursor("insert into texts_draftposition select * from texts_draftposition"),
    "explain": lambda h: models.QuerySet(drafts()).explain(),
}

STRANGERS = {
    "another party": viewers.Viewer(user_id=10**6, name="b", circle=viewers.Circle.DELEGATION, party="x", party_id=10**6),
    "the secretariat": viewers.Viewer(user_id=10**6, name="host", circle=viewers.Circle.SECRETARIAT),
    "the public": viewers.PUBLIC,
    "nobody": None,
}


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("path", PATHS)
def test_no_path_reveals_a_hidden_row(path: str, stranger: str, hidden: Any) -> None:
    """A path either raises or comes back empty-handed; an empty answer is only for those who could own rows."""
    viewer = STRANGERS[stranger]

    def take() -> Any:
        with transaction.atomic():
            if viewer is None:
                return PATHS[path](hidden)
            with viewers.acting_as(viewer):
                return PATHS[path](hidden)

    try:
        told = take()
    except (SealedError, drafts().DoesNotExist):
        told = None
    except (CommandError, serializers.base.SerializationError) as error:
        # dumpdata wraps it; what counts is that the guard stood behind it
        told = None if isinstance(error.__cause__ or error.__context__, SealedError) else error

    assert not told
    if stranger != "another party":
        assert told is None


def test_the_owner_reads_its_own_row(hidden: Any, viewer: Callable[[str], Any]) -> None:
    with viewers.acting_as(viewer("japan")):
        row = drafts().objects.get(pk=hidden.pk)

    assert row.words == CANARY


def test_the_owner_changes_of_its_own_row_what_it_says_and_nothing_else(hidden: Any, viewer: Callable[[str], Any]) -> None:
    with viewers.acting_as(viewer("japan")):
        own = drafts().objects.filter(pk=hidden.pk)
        hidden.words, hidden.state = "changed", "withdrawn"
        hidden.save(update_fields=["about"])

        assert (own.get().words, own.get().operation, own.get().state) == ("changed", "comment", "draft")
        assert own.update(state="withdrawn") == 1
        assert own.get().state == "withdrawn"
        with pytest.raises(IntegrityError), transaction.atomic():
            hidden.save(force_insert=True)


def test_the_owner_writes_many_rows_at_once(viewer: Callable[[str], Any]) -> None:
    by = viewer("japan")
    rows = [SealedEntry(party_id=by.party_id, entry_ref=uuid.uuid4(), content=words) for words in ("one", "two")]
    refs = [row.entry_ref for row in rows]

    with viewers.acting_as(by):
        SealedEntry.objects.bulk_create(rows, batch_size=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            SealedEntry.objects.bulk_create(rows)

        stored = [row.content for row in SealedEntry.objects.all() if row.entry_ref in refs]
        assert sorted(stored) == ["one", "two"]


def test_a_query_built_for_one_viewer_does_not_run_for_another(hidden: Any, viewer: Callable[[str], Any]) -> None:
    with viewers.acting_as(viewer("japan")):
        rows = drafts().objects.all()

    with viewers.acting_as(viewer("kazakhstan")), pytest.raises(SealedError, match="another viewer"):
        list(rows)


def test_a_row_cannot_be_pickled_or_deleted(hidden: Any, viewer: Callable[[str], Any]) -> None:
    with viewers.acting_as(viewer("japan")):
        row = drafts().objects.get(pk=hidden.pk)
        with pytest.raises(SealedError):
            pickle.dumps(row)
        with pytest.raises(SealedError):
            row.delete()


def test_nobody_writes_in_the_name_of_another(hidden: Any, viewer: Callable[[str], Any]) -> None:
    with viewers.acting_as(viewer("kazakhstan")):
        hidden.words = "changed"
        with pytest.raises(SealedError), transaction.atomic():
            hidden.save()
        forged = drafts()(
            party_id=hidden.party_id,
            clause_id=hidden.clause_id,
            operation="comment",
            wording_number=1,
            drafted_at=hidden.drafted_at,
            changed_at=hidden.changed_at,
        )
        with pytest.raises(SealedError), transaction.atomic():
            forged.save()
        with pytest.raises(SealedError), transaction.atomic():
            drafts().objects.bulk_create([forged])


def test_no_row_changes_hands(hidden: Any, viewer: Callable[[str], Any]) -> None:
    """By the relation as by its column, and not by reading it as one party and saving it as another."""
    other = viewer("kazakhstan")
    with viewers.acting_as(viewer("japan")):
        with pytest.raises(SealedError, match="change hands"):
            drafts().objects.update(party_id=other.party_id)
        with pytest.raises(SealedError, match="change hands"):
            drafts().objects.update(party=apps.get_model("parties", "Party").objects.get(pk=other.party_id))
        row = drafts().objects.get(pk=hidden.pk)
    with viewers.acting_as(other):
        row.party_id = other.party_id
        with pytest.raises(SealedError, match="another owner"), transaction.atomic():
            row.save()
    with viewers.acting_as(viewer("japan")):
        assert drafts().objects.get(pk=hidden.pk).party_id == viewer("japan").party_id


def test_no_row_of_another_owner_is_made_from_values_that_were_read(hidden: Any, viewer: Callable[[str], Any]) -> None:
    names = [field.attname for field in drafts()._meta.concrete_fields]
    values = [getattr(hidden, name) for name in names]
    with viewers.acting_as(viewer("japan")):
        assert drafts().from_db("default", names, values).words == CANARY

    with viewers.acting_as(viewer("kazakhstan")), pytest.raises(SealedError, match="another owner was read"):
        drafts().from_db("default", names, values)


def test_words_are_encrypted_at_rest_with_the_owners_key(hidden: Any, viewer: Callable[[str], Any]) -> None:
    from nemawashi.access import codec

    by = viewer("japan")
    with viewers.acting_as(by):
        stored = (
            drafts().objects.filter(pk=hidden.pk).annotate(as_text=models.functions.Cast("about", models.BinaryField()))
        )
        assert stored.count() == 1
    sealed = codec.seal(CANARY, owner=f"party-{by.party_id}")

    assert CANARY not in sealed
    assert sealed.startswith(f"v2.party-{by.party_id}.")
    assert codec.unseal(sealed) == CANARY
    with pytest.raises(codec.NoKeyError):
        codec.unseal(sealed.replace(f"party-{by.party_id}", "party-999"))


@pytest.mark.skipif("not __import__('os').environ.get('NEMAWASHI_DATABASE_URL')", reason="the second wall is PostgreSQL's")
def test_the_second_wall_hides_rows_from_a_connection_without_guard(hidden: Any, viewer: Callable[[str], Any]) -> None:
    from nemawashi.access import seal, walls

    def rows() -> int:
        with connection.connection.cursor() as cursor:
            cursor.execute("select count(*) from texts_draftposition where party_id = %s", [hidden.party_id])
            return int(cursor.fetchone()[0])

    def look_as(party: object) -> None:
        with connection.connection.cursor() as cursor:
            cursor.execute("select set_config('nemawashi.party', %s, false)", [str(party)])

    look_as(hidden.party_id)
    assert rows() > 0
    look_as("")
    assert rows() == 0
    look_as(viewer("kazakhstan").party_id)
    assert rows() == 0
    assert walls.wall_faults(connection, [model._meta.db_table for model in seal.sealed_models()]) == []
