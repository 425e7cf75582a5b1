"""What a sealed row says beside its words: who wrote it, on what and when, all in one sealed column.

A column of its own would stand in plain, or at least say whether it is empty. So ``about`` holds them together as JSON,
opened once for each row, and they are read and set as attributes. What has to be found by a statement has a ``place``.
"""

import datetime as dt
import json
import uuid
from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, cast, overload

from django.db import models

from nemawashi.access import codec
from nemawashi.access.seal import SealedError, SealedModel, SealedWords, name_of_owner

T = TypeVar("T")
CLOSED = "closed"  # the name of parts that had no key when they were put together, and so keep their older form


class SealedParts(SealedWords):
    """A dictionary that passes through the codec as one. ``codec.Unopened`` in its place where no key opens it."""

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            open_parts = {name: each for name, each in value.items() if not isinstance(each, codec.Unopened)}
            closed = {name: each.stored for name, each in value.items() if isinstance(each, codec.Unopened)}
            value = joined(open_parts, closed) if value else ""
        return super().get_prep_value(value)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        words = super().from_db_value(value, expression, connection)
        if isinstance(words, codec.Unopened):
            return words
        parts = json.loads(words) if words else {}
        for name, stored in parts.pop(CLOSED, {}).items():
            parts[name] = super().from_db_value(stored, expression, connection)
        return parts

    def is_open(self, value: Any) -> bool:
        return isinstance(value, dict) and not any(isinstance(each, codec.Unopened) for each in value.values())


def joined(parts: dict[str, Any], closed: dict[str, str]) -> str:
    """Parts in the form that is sealed. ``closed``: sealed words, by the names of the parts that they will be."""
    return json.dumps(parts | ({CLOSED: closed} if closed else {}), ensure_ascii=False, separators=(",", ":"))


_READ: dict[type, Callable[[Any], Any]] = {dt.datetime: dt.datetime.fromisoformat, uuid.UUID: uuid.UUID, str: str, int: int}
_WRITTEN: dict[type, Callable[[Any], Any]] = {dt.datetime: dt.datetime.isoformat, uuid.UUID: str, str: str, int: int}


class SealedPart(property, Generic[T]):
    """An attribute that stands in ``about``. Where that is closed it is ``otherwise``, or ``says`` so."""

    def __init__(self, kind: type[Any], otherwise: T, *, says: bool = False) -> None:
        self.read, self.written, self.otherwise, self.says = _READ[kind], _WRITTEN[kind], otherwise, says

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, row: None, owner: type | None = None) -> Self: ...
    @overload
    def __get__(self, row: object, owner: type | None = None) -> T: ...
    def __get__(self, row: Any, owner: type | None = None) -> Self | T:
        if row is None:
            return self
        about = row.about
        if isinstance(about, codec.Unopened):
            return cast("T", about) if self.says else self.otherwise
        value = about.get(self.name)
        if value is None:
            return self.otherwise
        return cast("T", value if isinstance(value, codec.Unopened) else self.read(value))

    def __set__(self, row: Any, value: T) -> None:
        if isinstance(row.about, codec.Unopened):
            raise SealedError("a part of what could not be opened was about to be written")
        kept = value is None or isinstance(value, codec.Unopened)
        row.about[self.name] = value if kept else self.written(value)


class Linked(property):
    """A row of another table by the key in a part of this name with ``_id``; None where it is not there any more."""

    def __init__(self, model: type[models.Model], *related: str) -> None:
        self.model, self.related = model, related

    def __set_name__(self, owner: type, name: str) -> None:
        self.key, self.kept = f"{name}_id", f"_{name}_row"

    def __get__(self, row: Any, owner: type | None = None) -> Any:
        if row is None:
            return self
        key = getattr(row, self.key)
        kept = row.__dict__.get(self.kept)
        if key is None or (kept is not None and kept.pk == key):
            return kept if key is not None else None
        kept = row.__dict__[self.kept] = self.rows([key]).get(key)
        return kept

    def __set__(self, row: Any, value: Any) -> None:
        setattr(row, self.key, value.pk if value is not None else None)
        row.__dict__[self.kept] = value

    def rows(self, keys: list[Any]) -> dict[Any, Any]:
        """The rows of these keys, in one statement."""
        found_rows = self.model._default_manager.filter(pk__in=keys)
        return {each.pk: each for each in (found_rows.select_related(*self.related) if self.related else found_rows)}

    def fetch(self, rows: list[Any]) -> None:
        """Read the linked rows of many at once."""
        keys = {key for row in rows if (key := getattr(row, self.key)) is not None}
        by_key = self.rows(sorted(keys)) if keys else {}
        for row in rows:
            row.__dict__[self.kept] = by_key.get(getattr(row, self.key))


class PlaceField(models.BigIntegerField):  # type: ignore[type-arg]
    """By which a row is found that does not say in plain what it is of: a number made under its owner's key.

    The row names it as ``of_what``, while it is open; of a closed row it stays as it is.
    """

    def pre_save(self, row: Any, add: bool) -> Any:
        if isinstance(row, SealedModel) and not isinstance(row.about, codec.Unopened):  # type: ignore[attr-defined]
            row.place = codec.places(name_of_owner(type(row))).of(row.of_what)  # type: ignore[attr-defined]
        return super().pre_save(row, add)


def at_place(place: int, first: int, last: int) -> models.Q:
    """Rows at a place, and those whose place was made under a key that is not this server's, whatever they are of."""
    return models.Q(place=place) | models.Q(place__lt=first) | models.Q(place__gt=last)


def place_of(model: Any, what: str) -> tuple[int, int, int]:
    """What ``at_place`` asks for, in the viewer's name."""
    places = codec.places(name_of_owner(model))
    return places.of(what), places.first, places.last
