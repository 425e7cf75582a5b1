"""Rows of sealed tables on their way from one form to another: for migrations, which act for no viewer.

They run inside ``seal.schema_work`` and, on PostgreSQL, ``walls.lowered``. What no key of the server opens is moved as it
is: a migration must not wait for a key, and must not lose what it cannot read.
"""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import TextField, Value

from nemawashi.access import codec, parts, walls


def rows_of(schema_editor: Any, model: Any, *related: str) -> Iterator[Any]:
    """Each row of a sealed table, of all owners, one at a time."""
    rows = model.objects.using(schema_editor.connection.alias)
    each = rows.select_related(*related) if related else rows
    with walls.lowered(schema_editor.connection, model._meta.db_table):
        for pk in list(rows.order_by().values_list("pk", flat=True)):
            yield each.get(pk=pk)


def change(row: Any, **values: Any) -> None:
    """Write values into a row as they are, sealed ones by ``as_it_is``."""
    type(row).objects.using(row._state.db).filter(pk=row.pk).update(**values)


def as_it_is(stored: str) -> Value:
    """A sealed form that passes through no codec on its way."""
    return Value(stored, output_field=TextField())


def together(row: Any, names: Sequence[str], *, owner: str) -> Value:
    """What stands in these columns of a row, as the parts of its ``about``."""
    values = {name: getattr(row, name) for name in names}
    closed = {name: value.stored for name, value in values.items() if isinstance(value, codec.Unopened)}
    opened = {name: _written(value) for name, value in values.items() if name not in closed and value is not None}
    return as_it_is(codec.seal(parts.joined(opened, closed), owner=owner))


def _written(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def opened(row: Any) -> Mapping[str, Any]:
    """The parts of a row that goes back to columns. Raises ``NoKeyError`` where nobody can tell what to write in them."""
    if isinstance(row.about, codec.Unopened):
        raise codec.NoKeyError(f"{row._meta.db_table} {row.pk} can go back only where its key is among NEMAWASHI_SEAL_KEYS")
    about: Mapping[str, Any] = row.about
    return about


def resealed(value: Any, *, owner: str, is_back: bool = False) -> Value:
    """Words in the newest form, or in the one before; those that were not opened as they are."""
    if isinstance(value, codec.Unopened):
        return as_it_is(value.stored)
    seal = codec.seal_as_before if is_back else codec.seal
    return as_it_is(seal(str(value), owner=owner) if value else "")
