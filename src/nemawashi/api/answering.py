"""How every noun is answered: its shape with citations, ETag, JSON whatever is asked for, and its OpenAPI entry."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.cache import get_conditional_response
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from nemawashi.access.terms import origins
from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.api import asking
from nemawashi.api.tokens import token_of, viewer_by
from nemawashi.commitments import queries as commitments
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import queries as meetings
from nemawashi.sources import queries as sources
from nemawashi.texts import queries as texts

Respond = Callable[..., HttpResponseBase]


@extend_schema_field({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$", "examples": ["2012-11"]})
class Dated(serializers.Field[Any, Any, Any, Any]):
    """A date as precise as its source: 2012, 2012-11 or 2012-11-10."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, allow_null=True, **kwargs)

    def to_representation(self, value: ImpreciseDate) -> str:
        return str(value)


def word(source: str | None = None) -> "serializers.CharField":
    return serializers.CharField(read_only=True, source=source)


def maybe(source: str | None = None) -> "serializers.CharField":
    return serializers.CharField(read_only=True, allow_null=True, source=source)


def slug(of: str) -> "serializers.CharField":
    """The id of the row that ``of`` points at, or null."""
    return serializers.CharField(read_only=True, allow_null=True, source=f"{of}.slug", default=None)


def whole(source: str | None = None) -> "serializers.IntegerField":
    return serializers.IntegerField(read_only=True, allow_null=True, source=source)


@extend_schema_field({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$", "examples": ["10:00"]})
class Clock(serializers.TimeField):
    """Hours and minutes on the clock of the meeting's zone, which stands beside it."""

    def __init__(self) -> None:
        super().__init__(read_only=True, allow_null=True, format="%H:%M")


def flag(source: str | None = None) -> "serializers.BooleanField":
    return serializers.BooleanField(read_only=True, allow_null=True, source=source)


def money(source: str | None = None) -> "serializers.DecimalField":
    """As text, so that no reader rounds it."""
    return serializers.DecimalField(24, 4, read_only=True, allow_null=True, source=source, normalize_output=True)


def origin(source: str | None = None) -> "serializers.ChoiceField":
    """Where the row comes from."""
    return serializers.ChoiceField(choices=origins(), read_only=True, source=source)


def texts_of(source: str | None = None) -> "serializers.ListField":
    return serializers.ListField(child=serializers.CharField(), read_only=True, source=source)


class Cited(serializers.Serializer[Any]):
    """A source that the row rests on. ``part`` names the part of the row, such as office/0; empty: all of it."""

    source = word()  # type: ignore[assignment]  # fields leave the class, so this hides nothing
    title = word()
    publisher = word()
    date = Dated()
    url = maybe()
    part = word()
    locator = maybe()


def cited(row: sources.CitedSource) -> dict[str, Any]:
    return {
        "source": row.source,
        "title": row.title,
        "publisher": row.publisher,
        "date": str(row.on) if row.on else None,
        "url": row.url,
        "part": row.part,
        "locator": row.locator,
    }


class Shape(serializers.Serializer[Any]):
    """What every row shows: its id, its reference within the record, and its own address."""

    id = word("slug")
    ref = word()
    url = serializers.SerializerMethodField()
    origin = origin()

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, row: Any) -> str:
        return f"{self.context['base']}{row.slug}/"


class SourcedShape(Shape):
    sources = serializers.SerializerMethodField()

    @extend_schema_field(Cited(many=True))
    def get_sources(self, row: Any) -> list[dict[str, Any]]:
        return [cited(each) for each in self.context["cited"].get(row.ref, ())]

    def tied(self, row: Any, relation: str) -> list[str]:
        """References that the row is tied to, those left out of which the viewer may not know."""
        around = self.context
        return [ref for ref in around["tied"].get((row.ref, relation), ()) if ref not in around["hidden"]]


class Problem(serializers.Serializer[Any]):
    """Why there is no answer. ``parameter`` is the one that was refused."""

    detail = word()
    parameter = serializers.CharField(required=False)


def hidden(refs: Iterable[str], *, viewer: Viewer) -> set[str]:
    """Those of the references that this viewer may not know of."""
    keys_of: dict[str, set[str]] = {}
    for ref in refs:
        noun, _, key = ref.partition("/")
        keys_of.setdefault(noun, set()).add(key)
    visible: dict[str, Callable[[], QuerySet[Any]]] = {
        "meeting": lambda: meetings.visible_meetings(viewer=viewer),
        "text": lambda: texts.visible_texts(viewer=viewer),
        "commitment": lambda: commitments.visible_commitments(viewer=viewer),
    }
    refs_hidden = set()
    for noun, rows in visible.items():
        if keys := keys_of.get(noun):
            shown = set(rows().filter(slug__in=keys).values_list("slug", flat=True))
            refs_hidden |= {f"{noun}/{key}" for key in keys - shown}
    return refs_hidden


class AlwaysJson(BaseContentNegotiation):
    """There is one form of answer, whatever the reader says that it accepts."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class Documented(AutoSchema):
    """Adds to every operation what any may be asked for, and what it answers when it does not answer."""

    def get_override_parameters(self) -> Any:
        return [asking.FICTION]

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        why = self.resolve_serializer(Problem, direction).ref
        problem = {"content": {"application/json": {"schema": why}}}
        bodies["304"] = {"description": "Nothing changed since the answer with the ETag of If-None-Match."}
        bodies["400"] = problem | {"description": "A parameter is unknown or has a value that cannot be."}
        bodies["404"] = problem | {"description": "There is no such row or page, or not for this reader."}
        bodies["429"] = problem | {"description": "Too many requests; see Retry-After."}
        return bodies


class Endpoint(GenericViewSet[Any]):
    """One public noun: its list and its rows, read only."""

    renderer_classes = [JSONRenderer]
    content_negotiation_class = AlwaysJson
    pagination_class = asking.Pages
    filter_backends = [asking.ByParameters]
    lookup_field = "slug"
    http_method_names = ["get", "head", "options"]
    schema = Documented()
    filters: ClassVar[Sequence[asking.Filter]] = ()
    noun: ClassVar[str] = ""

    @property
    def viewer(self) -> Viewer:
        """Who asks; the public while the OpenAPI document is written. A token goes before a session of the same browser."""
        if token := token_of(getattr(self, "request", None) or self):
            return viewer_by(token)
        viewer: Viewer = getattr(self.request, "viewer", PUBLIC) if getattr(self, "request", None) else PUBLIC
        return viewer

    def rows(self, viewer: Viewer) -> QuerySet[Any]:
        raise NotImplementedError

    def around(self, rows: Sequence[Any], viewer: Viewer) -> Mapping[str, Any]:
        """What the shape needs besides the rows, in a fixed number of statements."""
        refs = [row.ref for row in rows]
        tied = sources.ties_from(refs, viewer=viewer)
        cited = sources.cited_by(refs, viewer=viewer)
        return {"cited": cited, "tied": tied, "hidden": hidden({r for of in tied.values() for r in of}, viewer=viewer)}

    def get_queryset(self) -> QuerySet[Any]:
        return self.rows(self.viewer)

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(self._shaped(page, many=True))

    def retrieve(self, request: Request, **named: Any) -> Response:
        asking.only(request, ())
        row = self.get_queryset().filter(**named).first()
        if row is None:
            raise NotFound(f"There is no {self.noun} {next(iter(named.values()))!s:.120}.")
        return Response(self._shaped([row], many=True)[0])

    def _shaped(self, rows: Sequence[Any], *, many: bool) -> Any:
        base = self.request.build_absolute_uri(self.request.path)
        if self.action == "retrieve":
            base = base.rstrip("/").rpartition("/")[0] + "/"
        shape = self.get_serializer_class()
        return shape(rows, many=many, context={"base": base, **self.around(rows, self.viewer)}).data

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if token_of(request):
            response.headers["Cache-Control"] = "private, no-store"
        if response.status_code == 200 and request.method in ("GET", "HEAD"):
            response.add_post_render_callback(lambda rendered: tagged(request, rendered))
        return response


def tagged(request: Any, response: Any) -> Any:
    """The answer with a strong ETag made of its bytes (weak once gzipped), or 304 when the reader has them already."""
    etag = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    response.headers["ETag"] = etag
    if not getattr(request, "viewer", PUBLIC).is_signed_in and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache"
    return get_conditional_response(getattr(request, "_request", request), etag=etag, response=response)


def addresses(name: str, endpoint: type[Endpoint], *, key: str = "slug:slug") -> list[URLPattern]:
    """The address of a noun's list and that of each row."""
    return [
        path(f"{name}/", endpoint.as_view({"get": "list"}), name=name),
        path(f"{name}/<{key}>/", endpoint.as_view({"get": "retrieve"}), name=f"{name}-row"),
    ]
