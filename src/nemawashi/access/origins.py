"""Where a row comes from, and whether those who ask are shown what is fiction.

Each row that people are shown keeps its origin (``terms.RowOrigin``), which it is given when it is made: within a load of
the record's files it is of the record, and everything else is made by people, which in a demonstration is play. So no act
names an origin, and none can forget it.

Fiction is left out of what the public is told, whoever asks, unless the address asks for it. What stands in the address
is named here for the whole of a request, beside the viewer; acts, the desk and commands work with every row that there is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import QuerySet

from nemawashi.access.terms import RowOrigin, origins
from nemawashi.access.viewers import Viewer

Row = TypeVar("Row", bound=models.Model)
PARAMETER = "fiction"  # of an address
ASKED = "1"

_makes: ContextVar[RowOrigin | None] = ContextVar("nemawashi_origin", default=None)
_shows: ContextVar[bool | None] = ContextVar("nemawashi_fiction", default=None)
_models: dict[str, type[models.Model]] = {}

if TYPE_CHECKING:
    _Base = models.CharField[str, str]
else:
    _Base = models.CharField


def made_here() -> str:
    """The origin of a row that is made now."""
    return str(_makes.get() or (RowOrigin.FICTION if settings.DEMO else RowOrigin.DESK))


@contextmanager
def making(origin: RowOrigin) -> Iterator[None]:
    """Say of every row that is made inside where it comes from."""
    token = _makes.set(origin)
    try:
        yield
    finally:
        _makes.reset(token)


class OriginField(_Base):
    """The origin of a row. ``noun`` is what its references begin with; empty where nothing refers to it."""

    def __init__(self, noun: str = "", **kwargs: Any) -> None:
        self.noun = noun
        kwargs |= {"max_length": 8, "choices": origins, "default": made_here, "editable": False}
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "choices", "editable", "default"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if self.noun and cls.__module__ != "__fake__":
            _models[self.noun] = cls


@contextmanager
def showing(fiction: bool) -> Iterator[None]:
    """Say for everything that is asked inside whether fiction is part of the answer."""
    token = _shows.set(fiction)
    try:
        yield
    finally:
        _shows.reset(token)


def are_asked_for() -> bool:
    """Whether the address of the running request asks for fiction, too."""
    return bool(_shows.get())


def shows_fiction(viewer: Viewer) -> bool:
    """Where no address says it, people who work here see every row, and the public none of fiction."""
    asked = _shows.get()
    return viewer.circle is not None if asked is None else asked


def shown(rows: QuerySet[Row], *, viewer: Viewer, path: str = "origin") -> QuerySet[Row]:
    """The rows without those that are fiction, unless it is asked for. ``path`` leads to the column that decides."""
    return rows if shows_fiction(viewer) else rows.exclude(**{path: RowOrigin.FICTION})


def acts_are_shown() -> bool:
    """Whether acts of people are news of the public record: in a demonstration all of them are play."""
    return not settings.DEMO or are_asked_for()


def sourced(ref: str) -> None:
    """Keep that a source tells of a row now which people had made here, and of which none told."""
    noun, _, slug = ref.partition("/")
    if model := _models.get(noun):
        model._default_manager.filter(slug=slug, origin=RowOrigin.DESK).update(origin=RowOrigin.SOURCED)
