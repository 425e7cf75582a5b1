"""Questions of every request, put into SQL once in a process and asked with other values each time.

Django puts a question together anew whenever it is asked, which costs ten times what the database takes for the answer.
The statement that comes of it is the same but for its values; so it is kept with the places of these. It goes through
the guard of sealed tables as any other one does.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import get_related_populators  # type: ignore[attr-defined]  # the stubs leave it out

Value = int | str | dt.datetime
_NUMBER, _WORDS = 2_147_400_000, "\x01prepared-"  # what stands for a value while the statement is made
_MOMENT = dt.datetime(8999, 12, 31, 23, 59, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class _Statement:
    """``places``: for each parameter the value that it takes, or the one that it always has."""

    sql: str
    places: tuple[tuple[int, Any], ...]
    converters: tuple[tuple[int, tuple[Any, ...], Any], ...]
    model: Any
    own: slice  # the columns of the model itself; behind them stand those of rows that come along
    names: tuple[str, ...]
    related: tuple[Any, ...]
    beside: tuple[tuple[str, int], ...]  # what ``annotate`` adds to a row, and its column


class Prepared:
    """A question whose rows are asked for with so many values. ``ask`` is called once for each kind of database.

    ``kinds``: of the values, in order. ``ask`` must hand them on to the database as they are, and leave out no part of the
    question for what they are.
    """

    def __init__(self, ask: Callable[..., QuerySet[Any, Any]], *kinds: type[Value]) -> None:
        self._ask, self._kinds = ask, kinds
        self._statements: dict[str, _Statement] = {}

    def rows(self, *values: Value) -> list[tuple[Any, ...]]:
        """The rows as the database gives them, each value as its field reads it."""
        statement = self._statement()
        given = [_as_parameter(each) for each in values]
        asked = [always if at < 0 else given[at] for at, always in statement.places]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, asked)
            rows = cursor.fetchall()
        return [_converted(row, statement) for row in rows] if statement.converters else rows

    def instances(self, *values: Value) -> list[Any]:
        """The rows as rows of their model, with those that ``select_related`` brings along and what ``annotate`` adds."""
        statement, alias, made = self._statement(), connection.alias, []
        for row in self.rows(*values):
            one = statement.model.from_db(alias, statement.names, row[statement.own])
            for each in statement.related:
                each.populate(row, one)
            for name, at in statement.beside:
                setattr(one, name, row[at])
            made.append(one)
        return made

    def _statement(self) -> _Statement:
        made = self._statements.get(connection.vendor)
        if made is None:
            made = self._statements[connection.vendor] = self._made()
        return made

    def _made(self) -> _Statement:
        values = [_stand_in(kind, at) for at, kind in enumerate(self._kinds)]
        rows, stand_ins = self._ask(*values), [_as_parameter(each) for each in values]
        compiler = rows.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        selected = [expression for expression, _sql, _alias in compiler.select or ()]
        converters = compiler.get_converters(selected)
        places = tuple((stand_ins.index(each), None) if each in stand_ins else (-1, each) for each in params)
        if {at for at, _always in places if at >= 0} != set(range(len(stand_ins))):
            raise ValueError("a value does not stand in the statement as it was given")
        kind = compiler.klass_info or {}
        own = kind.get("select_fields", [])
        own_columns = slice(own[0], own[-1] + 1) if own else slice(0)
        return _Statement(
            sql=sql,
            places=places,
            converters=tuple((at, tuple(each), expression) for at, (each, expression) in converters.items()),
            model=rows.model,
            own=own_columns,
            names=tuple(each.target.attname for each in selected[own_columns]),
            related=tuple(get_related_populators(kind, compiler.select, connection.alias)) if kind else (),
            beside=tuple(compiler.annotation_col_map.items()),
        )


def _stand_in(kind: type[Value], at: int) -> Value:
    if kind is dt.datetime:
        return _MOMENT + dt.timedelta(microseconds=at)
    return _NUMBER + at if kind is int else f"{_WORDS}{at}"


def _as_parameter(value: Value) -> Any:
    """A value as a statement carries it: a database without moments has them in words."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, dt.datetime) else value


def _converted(row: tuple[Any, ...], statement: _Statement) -> tuple[Any, ...]:
    values = list(row)
    for at, converters, expression in statement.converters:
        for each in converters:
            values[at] = each(values[at], expression, connection)
    return tuple(values)
