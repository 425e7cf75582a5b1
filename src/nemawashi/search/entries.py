"""The shape in which every noun tells the index of its rows."""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast

from nemawashi.access.viewers import Viewer
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.search.terms import Audience, Noun


@dataclass(frozen=True)
class IndexRow:
    """What one row tells the index. ``called`` weighs as the title does (a theme);
    ``around`` are words by which it is found and that are not shown; ``host`` is the party that hosted it. ``closed_to``:
    the audience of a row that the public may not see, where that is not the one of its noun."""

    ref: str
    title: str
    words: str = ""
    called: str = ""
    around: str = ""
    language: str = "en"
    on: ImpreciseDate | None = None
    track: str = ""
    parties: Collection[str] = ()
    pillar: str = ""
    host: str = ""
    shown: dict[str, Any] = field(default_factory=dict)
    page_ref: str = ""
    origin: str = ""
    closed_to: str = ""


def sentence(*parts: object) -> str:
    """What there is of the parts, in one line."""
    return " · ".join(str(part).strip() for part in parts if part not in (None, "", [], {}))


def listed(value: Any) -> str:
    """The words in a list of the record's file, however deep."""
    if isinstance(value, dict):
        return listed(list(value.values()))
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, map(listed, value)))
    return "" if value is None else str(value)


def day(moment: dt.datetime | None) -> ImpreciseDate | None:
    return ImpreciseDate.parse(moment.date()) if moment else None


@dataclass(frozen=True)
class Teller:
    """How one noun is indexed. ``visible`` decides what a viewer may see, ``tell`` says a row in words.

    ``key`` is the column that stands in the reference after the noun; ``closed_to`` is the audience of rows that the
    public may not see. ``tell`` gets rows of ``visible`` and must ask for nothing that stands behind them. ``origin`` leads
    to the column that says where a row comes from.
    """

    noun: Noun
    visible: Callable[[Viewer], QuerySet[Any]]
    tell: Callable[[QuerySet[Any]], Iterator[IndexRow]]
    key: str = "slug"
    closed_to: Audience = Audience.DIALOGUE
    origin: str = "origin"

    def rows(self, viewer: Viewer, keys: Collection[str] | None = None) -> QuerySet[Any]:
        visible = self.visible(viewer)
        return visible if keys is None else visible.filter(**{f"{self.key}__in": keys})

    def origins(self, viewer: Viewer, keys: Collection[str] | None = None) -> dict[str, str]:
        """Where the rows come from, by their references."""
        rows = self.rows(viewer, keys).order_by().values_list(self.key, self.origin)
        return {f"{self.noun}/{key}": origin for key, origin in rows}

    def key_of(self, written: str) -> str:
        """A key as references have it: SQLite writes a UUID without its hyphens."""
        return str(uuid.UUID(written)) if self.key == "pk" else written

    def refs(self, viewer: Viewer, keys: Collection[str] | None = None) -> set[str]:
        """References of what the viewer may see, of all rows or of those with the keys."""
        # Aggregates, orders and whatever a list of the noun brings along say nothing about who may see a row.
        rows = self.rows(viewer, keys).order_by().values_list(self.key, flat=True)
        return {f"{self.noun}/{key}" for key in rows}


def refs_of(keys: Mapping[Teller, Collection[str]], viewer: Viewer) -> set[str]:
    """References of those rows with these keys that the viewer may see, of every noun in one statement."""
    each = [
        teller.rows(viewer, wanted).order_by().values_list(Value(teller.noun), Cast(teller.key, TextField()))
        for teller, wanted in keys.items()
    ]
    if not each:
        return set()
    key_of = {teller.noun: teller.key_of for teller in keys}
    return {f"{noun}/{key_of[Noun(noun)](key)}" for noun, key in each[0].union(*each[1:], all=True)}
