"""The index of the API, its OpenAPI document, and the answer where there is nothing."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings

from nemawashi.api.answering import tagged

Respond = Callable[..., HttpResponse]
READING = ["GET", "HEAD", "OPTIONS"]


def reading(respond: Respond) -> Respond:
    """Only reading; what is read carries an ETag."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(headers={"Allow": ", ".join(READING)})
        if request.method not in READING:
            return HttpResponseNotAllowed(READING)
        response = respond(request, *args, **kwargs)
        answered: HttpResponse = tagged(request, response) or response
        return answered

    return answer


def index(names: Sequence[str]) -> Respond:
    @reading
    def answer(request: HttpRequest) -> HttpResponse:
        lists = {name: request.build_absolute_uri(reverse(f"api:{name}")) for name in names}
        return JsonResponse({"openapi": request.build_absolute_uri(reverse("api:openapi"))} | lists)

    return answer


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document; written once a process, as it depends on the code alone."""
    with patched_settings({"OAS_VERSION": "3.1.0"}):
        generator: Any = SchemaGenerator
        written: dict[str, Any] = generator().get_schema(request=None, public=True)
    return written


@reading
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(document())


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    return JsonResponse({"detail": f"There is nothing at {rest[:120]}."}, status=404)
