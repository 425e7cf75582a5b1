"""The guard of sealed tables: fail closed, on any database, whatever path a statement takes.

1. Without a viewer who can own sealed rows, every query on a sealed table raises ``SealedError``.
2. The only manager of a sealed model (default and base) filters to the viewer's own rows and marks the statement with
   a comment that only this process can make, for this table and this owner.
3. A wrapper around every statement counts how often a sealed table is named and how often its mark stands there:
   joins from other models, raw SQL, cursors, deletes by the collector and querysets built for another viewer raise.
4. On PostgreSQL row-level security is the second wall (``access.walls``); the wrapper tells the database who looks.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.backends.signals import connection_created
from django.db.models import BooleanField, Func

from nemawashi.access import codec, viewers
from nemawashi.kit.faults import NotAllowedError


class SealedError(NotAllowedError):
    """A statement reached for sealed rows in a way that could show them to somebody else."""


_SECRET = secrets.token_bytes(16)
_schema_work: ContextVar[bool] = ContextVar("nemawashi_schema_work", default=False)


@contextmanager
def schema_work() -> Iterator[None]:
    """Let migrations create, alter and empty sealed tables; row-level security still holds inside."""
    token = _schema_work.set(True)
    try:
        yield
    finally:
        _schema_work.reset(token)


def owner_of(model: "type[SealedModel]") -> int:
    """The current viewer's key for ``model``; raises ``SealedError`` when the viewer can own no such row."""
    viewer = viewers.current()
    if viewer is None:
        raise SealedError(f"{model.__name__}: nobody is named as viewer")
    owner = getattr(viewer, model.VIEWER_KEY)
    if owner is None:
        raise SealedError(f"{model.__name__}: this viewer can own no sealed row")
    return int(owner)


def name_of_owner(model: Any) -> str:
    """The current viewer as the codec knows an owner of rows of ``model``; raises ``SealedError`` as ``owner_of`` does."""
    return f"{model.VIEWER_KEY.removesuffix('_id')}-{owner_of(model)}"


def _mark(table: str, owner: int) -> str:
    tag = hashlib.blake2b(f"{table}:{owner}".encode(), key=_SECRET, digest_size=12).hexdigest()
    return f"/*sealed:{table}:{tag}*/"


class _Mark(Func):
    """Puts the mark of (table, owner) into a statement; true for every row."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, table: str, owner: int) -> None:
        super().__init__()
        self.table, self.owner = table, owner

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, list[Any]]:
        return f"{_mark(self.table, self.owner)} 1=1", []

    def get_source_expressions(self) -> list[Any]:
        return []


class SealedQuerySet(models.QuerySet[Any]):
    """Rows of one owner; writing in another owner's name raises."""

    def _insert(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        self._require_own(objs)
        return super()._insert(objs, *args, **kwargs)  # type: ignore[misc]

    def _batched_insert(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        self._require_own(objs)
        return super()._batched_insert(objs, *args, **kwargs)  # type: ignore[misc]

    def update(self, **kwargs: Any) -> int:
        if {self.model.OWNER, self.model.OWNER.removesuffix("_id")} & set(kwargs):
            raise SealedError("a sealed row cannot change hands")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise SealedError("a sealed row is withdrawn, never deleted")

    def _require_own(self, objs: Iterable[Any]) -> None:
        owner = owner_of(self.model)
        if any(getattr(obj, self.model.OWNER) != owner for obj in objs):
            raise SealedError("a row was written in the name of another owner")


class SealedManager(models.Manager[Any]):
    """The only way to sealed rows: filtered to the viewer's own, marked for the guard."""

    def get_queryset(self) -> SealedQuerySet:
        model: Any = self.model
        owner = owner_of(model)
        rows = SealedQuerySet(model, using=self._db)
        return rows.filter(_Mark(model._meta.db_table, owner), **{model.OWNER: owner})


class SealedModel(models.Model):
    """A table whose rows only their owner ever sees. Keys are random, ``str()`` says nothing."""

    OWNER: ClassVar[str] = "party_id"  # the column that owns the row
    VIEWER_KEY: ClassVar[str] = "party_id"  # the attribute of Viewer that must equal it

    objects = SealedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"

    def __repr__(self) -> str:
        return f"<{self}>"

    def __reduce__(self) -> Any:
        raise SealedError("a sealed row cannot be pickled")

    def save(self, *args: Any, **kwargs: Any) -> None:
        owner = owner_of(type(self))
        if {getattr(self, self.OWNER), self.__dict__.get("_owner_read", owner)} != {owner}:
            raise SealedError("a row was written in the name of another owner")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise SealedError("a sealed row is withdrawn, never deleted")

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> Self:
        row = super().from_db(db, field_names, values)
        if cls.OWNER in field_names and row.__dict__.get(cls.OWNER) != owner_of(cls):
            raise SealedError("a row of another owner was read")
        row.__dict__["_owner_read"] = row.__dict__.get(cls.OWNER)
        return row


class SealedWords(models.TextField):  # type: ignore[type-arg]
    """Words that pass through ``access.codec``: written under the viewer's own key, empty stays empty.

    Words that no key opens are read as ``codec.Unopened``: a lost key closes words, and no page. So are words of one owner
    that somebody wrote into the row of another; migrations, which read for nobody, are not asked whose they are.
    """

    def get_prep_value(self, value: Any) -> Any:
        if not value:
            return ""
        if isinstance(value, codec.Unopened):
            return value.stored
        return codec.seal(str(value), owner=name_of_owner(self.model))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str:
        try:
            return codec.unseal(value, owner=self._owner()) if value else ""
        except codec.NoKeyError:
            return codec.Unopened.of(value or "")

    def _owner(self) -> str:
        model = getattr(self, "model", None)
        is_own = viewers.current() is not None and model is not None and issubclass(model, SealedModel)
        return name_of_owner(model) if is_own else ""

    def is_open(self, value: Any) -> bool:
        """Whether what was read is what was written."""
        return not isinstance(value, codec.Unopened)


def is_opened(row: models.Model) -> bool:
    """Whether all sealed words of a row could be read; true of rows that hold none."""
    fields = [field for field in row._meta.concrete_fields if isinstance(field, SealedWords)]
    return all(field.is_open(getattr(row, field.attname)) for field in fields)


_tables: dict[str, re.Pattern[str]] = {}


def sealed_models() -> list[type[SealedModel]]:
    return [m for m in apps.get_models() if issubclass(m, SealedModel)]


def _patterns() -> dict[str, re.Pattern[str]]:
    if not _tables and apps.models_ready:
        for model in sealed_models():
            table = model._meta.db_table
            # A name followed by a dot is a column; anything else counts as the table itself, comments included.
            _tables[table] = re.compile(rf"(?<!\w){re.escape(table)}(?!\w)(?![\"`\]]?\s*\.)", re.IGNORECASE)
    return _tables


_MARKS = re.compile(r"/\*sealed:(\w+):(\w+)\*/")
_INSERT = re.compile(r"^\s*INSERT\s+INTO\s+\"?(\w+)\"?", re.IGNORECASE)


def guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Run a statement, or raise ``SealedError`` when it names a sealed table more often than it carries its marks."""
    if params and not many and any(type(each) is codec.Unopened for each in params):
        raise SealedError("a sentence was about to be kept in the place of words that could not be opened")
    lower = sql.lower() if isinstance(sql, str) else str(sql).lower()
    for table, pattern in _patterns().items():
        if table in lower and not _schema_work.get():
            _inspect(sql, table, pattern)
            _tell_the_database(context["connection"])
    return execute(sql, params, many, context)


def _inspect(sql: str, table: str, pattern: re.Pattern[str]) -> None:
    model = next(m for m in sealed_models() if m._meta.db_table == table)
    own = _mark(table, owner_of(model))
    bare = _MARKS.sub(" ", sql)
    named = len(pattern.findall(bare))
    into = _INSERT.match(bare)
    if into and into[1].lower() == table:
        named -= 1
    marks = ["/*sealed:{}:{}*/".format(*parts) for parts in _MARKS.findall(sql) if parts[0] == table]
    if any(mark != own for mark in marks):
        raise SealedError(f"a query on {table} was built for another viewer")
    if named > len(marks):
        raise SealedError(f"a statement reaches the sealed table {table} without its guard")


def _tell_the_database(connection: Any) -> None:
    """Say who looks, before each sealed statement: a rollback or a pooled connection may have forgotten it."""
    if connection.vendor != "postgresql":
        return
    viewer = viewers.current()
    keys = [str(getattr(viewer, key, None) or "") for key in ("party_id", "user_id")]
    with connection.connection.cursor() as cursor:
        cursor.execute("select set_config('nemawashi.party', %s, false), set_config('nemawashi.user', %s, false)", keys)


def _wrap(connection: Any, **kwargs: Any) -> None:
    if guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)


def install() -> None:
    """Guard every database connection of this process from its first statement on."""
    connection_created.connect(_wrap, dispatch_uid="nemawashi.seal")
