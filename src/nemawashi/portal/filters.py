"""What a reader may choose on a list. Anything else is answered with a sentence and status 400, never ignored."""

from collections.abc import Callable, Collection, Sequence
from functools import wraps
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nemawashi.access import origins
from nemawashi.kit.faults import UnreadableError
from nemawashi.portal import fiction

LONGEST_WORDS = 100


class UnknownChoiceError(UnreadableError):
    """A choice that the page does not know; the message is for the reader."""


def page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A public page: only GET and HEAD; bad choices become a page of their own with status 400. Any may be asked for with
    fiction."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        try:
            choice(request, origins.PARAMETER, [origins.ASKED])
            return fiction.answered(view, request, *args, **kwargs)
        except UnknownChoiceError as refusal:
            return render(request, "400.html", {"message": str(refusal)}, status=400)

    return answer


def only_value(request: HttpRequest, name: str) -> str:
    """The value of ``name``, empty when absent; twice the same name is refused."""
    values = request.GET.getlist(name)
    if len(values) > 1:
        raise UnknownChoiceError(gettext("The address names “%(name)s” more than once.") % {"name": name})
    value = values[0].strip() if values else ""
    if "\0" in value:
        raise UnknownChoiceError(gettext("The address holds a character that no name in the record has."))
    return value


def choice(request: HttpRequest, name: str, known: Collection[str] | Callable[[], Collection[str]]) -> str | None:
    """One of the known values; a callable is asked only when the reader chose something."""
    value = only_value(request, name)
    if not value:
        return None
    if value not in (known() if callable(known) else known):
        raise UnknownChoiceError(
            gettext("“%(value)s” is not a choice for “%(name)s”.") % {"value": value[:60], "name": name}
        )
    return value


def year(request: HttpRequest, name: str = "year") -> int | None:
    value = only_value(request, name)
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) == 4 and 1900 <= int(value) <= 2200):
        raise UnknownChoiceError(gettext("“%(value)s” is not a year. Write four digits.") % {"value": value[:60]})
    return int(value)


def words(request: HttpRequest, name: str = "q") -> str:
    value = only_value(request, name)
    if len(value) > LONGEST_WORDS:
        raise UnknownChoiceError(gettext("Search for at most %(most)s characters.") % {"most": LONGEST_WORDS})
    return value


def paged(request: HttpRequest, rows: Any, size: int) -> Page[Any]:
    """The page that the address asks for; a number beyond the last one is refused like a word."""
    value = only_value(request, "page") or "1"
    paginator: Paginator[Any] = Paginator(rows, size)
    if not (value.isascii() and value.isdigit() and len(value) < 8):
        raise UnknownChoiceError(gettext("“%(value)s” is not a page number.") % {"value": value[:60]})
    if not 1 <= int(value) <= paginator.num_pages:
        raise UnknownChoiceError(
            gettext("There is no page %(page)s; the last one is %(last)s.") % {"page": value, "last": paginator.num_pages}
        )
    return paginator.page(int(value))


def options(pairs: Sequence[tuple[str, str]], chosen: object) -> list[dict[str, object]]:
    """Options of a select, with the chosen one marked."""
    return [{"value": value, "label": label, "is_chosen": value == str(chosen or "")} for value, label in pairs]
