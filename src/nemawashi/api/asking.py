"""What a list may be asked: filters, pages. A parameter or value that is not known is refused by name, never ignored.

400 is for what nobody could answer; 404 for a row or a page that is named rightly and is not there. A filter left empty, as
forms send it, chooses nothing.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q, QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from nemawashi.access import origins
from nemawashi.access.viewers import Viewer
from nemawashi.kit.faults import NotThereError

LONGEST_WORDS = 100
READABLE = "^[^\\x00]*$"  # what no address can hold anywhere
Rows = QuerySet[Any]


def refused(name: str, why: str) -> ValidationError:
    """400 with a sentence and the name of the parameter that it is about."""
    return ValidationError({"detail": why, "parameter": name})


def missing(name: str, why: str) -> NotFound:
    return NotFound({"detail": why, "parameter": name})


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter of a list. ``read`` turns its text into a value or raises ValueError with a sentence; NotThereError where
    it names a row that is not there."""

    name: str
    description: str
    read: Callable[[str], Any]
    apply: Callable[[Rows, Any, Viewer], Rows]
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string", "pattern": READABLE})


def _year(text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) == 4 and text > "0000"):
        raise ValueError("is not a year of four digits")
    return text


def year(*columns: str, apply: Callable[[Rows, str, Viewer], Rows] | None = None, description: str = "Year.") -> Filter:
    """The year of the first of the columns that holds a date."""

    def chosen(rows: Rows, value: str, viewer: Viewer) -> Rows:
        asked, dateless = Q(), Q()
        for column in columns:
            asked |= dateless & Q(**{f"{column}__startswith": value})
            dateless &= Q(**{f"{column}__isnull": True})
        return rows.filter(asked)

    return Filter("year", description, _year, apply or chosen, {"type": "string", "pattern": "^(?!0000)([0-9]{4})?$"})


def words(*columns: str) -> Filter:
    """Rows in one of whose columns the words stand, capitals or not."""

    def read(text: str) -> str:
        if len(text) > LONGEST_WORDS:
            raise ValueError(f"has more than {LONGEST_WORDS} characters")
        return text

    def apply(rows: Rows, value: str, viewer: Viewer) -> Rows:
        condition = Q()
        for column in columns:
            condition |= Q(**{f"{column}__icontains": value})
        return rows.filter(condition)

    description = f"Words that occur in: {', '.join(columns)}."
    return Filter("q", description, read, apply, {"type": "string", "maxLength": LONGEST_WORDS, "pattern": READABLE})


def one_of(
    name: str,
    known: Iterable[str],
    column: str = "",
    *,
    description: str = "",
    apply: Callable[[Rows, str, Viewer], Rows] | None = None,
) -> Filter:
    choices = tuple(str(word) for word in known)

    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"is none of: {', '.join(choices)}")
        return text

    def chosen(rows: Rows, value: str, viewer: Viewer) -> Rows:
        return rows.filter(**{column or name: value})

    schema = {"type": "string", "enum": [*choices, ""]}
    return Filter(name, description or f"One {name}.", read, apply or chosen, schema)


def row_of(
    name: str, model: type[Model], *columns: str, apply: Callable[[Rows, str, Viewer], Rows] | None = None
) -> Filter:
    """The id of another row, which must be there. Only for rows that everybody may know of."""

    def read(text: str) -> str:
        if len(text) > 120 or not model._default_manager.filter(slug=text).exists():
            raise NotThereError(f"is the id of no {model._meta.verbose_name}")
        return text

    def chosen(rows: Rows, value: str, viewer: Viewer) -> Rows:
        asked = Q()
        for column in columns:
            asked |= Q(**{f"{column}__slug": value})
        return rows.filter(asked).distinct() if len(columns) > 1 else rows.filter(asked)

    return Filter(name, f"Id of a {model._meta.verbose_name}.", read, apply or chosen)


def text_of(name: str, column: str, description: str) -> Filter:
    """A text that must be met exactly; rows that the viewer may not know of are thereby never told apart."""

    def read(text: str) -> str:
        if len(text) > 160:
            raise ValueError("has more than 160 characters")
        return text

    schema = {"type": "string", "maxLength": 160, "pattern": READABLE}
    return Filter(name, description, read, lambda rows, value, _: rows.filter(**{column: value}), schema)


def flag(name: str, column: str) -> Filter:
    def read(text: str) -> bool:
        if text not in ("true", "false"):
            raise ValueError("is neither true nor false")
        return text == "true"

    return Filter(
        name,
        f"Whether it is {name}.",
        read,
        lambda rows, value, _: rows.filter(**{column: value}),
        {"type": "string", "enum": ["true", "false", ""]},
    )


def only(request: Request, known: Collection[str]) -> dict[str, str]:
    """The parameters of a request; one that is unknown or doubled is refused. Any request may ask for fiction."""
    parameters = {}
    for name, values in request.query_params.lists():
        if name not in known and name != origins.PARAMETER:
            allowed = f"; known are: {', '.join(sorted(known))}" if known else ""
            raise refused(name[:60], f"{name[:60]!r} is no parameter here{allowed}")
        if len(values) > 1:
            raise refused(name, f"{name!r} occurs more than once")
        if "\0" in values[0]:
            raise refused(name, f"{name!r} has no readable value")
        parameters[name] = values[0]
    if parameters.pop(origins.PARAMETER, origins.ASKED) != origins.ASKED:
        raise refused(origins.PARAMETER, f"{origins.PARAMETER}: the only value is {origins.ASKED}")
    return parameters


FICTION = OpenApiParameter(
    origins.PARAMETER,
    description="With 1, rows that are fiction of a demonstration are part of the answer.",
    enum=[origins.ASKED],
)


class ByParameters(BaseFilterBackend):
    """Applies the filters that a view names in ``filters``."""

    def filter_queryset(self, request: Request, queryset: Rows, view: Any) -> Rows:
        filters = {each.name: each for each in view.filters}
        parameters = only(request, {*filters, "page", "page_size"})
        for name, each in filters.items():
            if not parameters.get(name):
                continue
            try:
                value = each.read(parameters[name])
            except NotThereError as error:
                raise missing(name, f"{name}: {parameters[name][:60]!r} {error}") from error
            except ValueError as error:
                raise refused(name, f"{name}: {parameters[name][:60]!r} {error}") from error
            queryset = each.apply(queryset, value, view.viewer)
        return queryset

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            {"name": f.name, "in": "query", "required": False, "description": f.description, "schema": f.schema}
            for f in view.filters
        ]


class Pages(BasePagination):
    """``page`` and ``page_size``; the answer is ``{"count", "next", "previous", "results"}``."""

    size, most = 50, 200

    def paginate_queryset(self, queryset: Rows, request: Request, view: Any = None) -> list[Any]:
        self.request = request
        self.page = self._number("page", 1, 10**6)
        size = self._number("page_size", self.size, self.most)
        self.count = queryset.count()
        self.pages = max(1, -(-self.count // size))
        if self.page > self.pages:
            raise missing("page", f"page: there is no page {self.page}; the last one is {self.pages}")
        return list(queryset[(self.page - 1) * size : self.page * size])

    def _number(self, name: str, default: int, most: int) -> int:
        text = self.request.query_params.get(name, str(default))
        if not (text.isascii() and text.isdigit() and len(text) < 8 and 1 <= int(text) <= most):
            raise refused(name, f"{name}: {text[:60]!r} is not a number from 1 to {most}")
        return int(text)

    def _address(self, page: int) -> str | None:
        if not 1 <= page <= self.pages:
            return None
        asked = self.request.query_params.copy()
        asked["page"] = str(page)
        return self.request.build_absolute_uri(f"{self.request.path}?{asked.urlencode()}")

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "count": self.count,
                "next": self._address(self.page + 1),
                "previous": self._address(self.page - 1),
                "results": data,
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer"},
                "next": link,
                "previous": link,
                "results": schema,
            },
            "additionalProperties": False,
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": description,
                "schema": {"type": "integer", "minimum": 1, "maximum": most, "default": default},
            }
            for name, description, most, default in (
                ("page", "Number of the page.", 10**6, 1),
                ("page_size", "Rows on a page.", self.most, self.size),
            )
        ]
