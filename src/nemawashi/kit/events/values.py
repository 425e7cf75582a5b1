"""An event as a value: a list of actors, a date with its precision, a place, a level, a state.

The shape is that of PLOVER (event, mode, context), with lists of actors instead of pairs: a meeting of six is one event
here, and fifteen pairs only when somebody asks for pairs. Whether it was held, planned, postponed or cancelled is kept
beside it, for PLOVER knows of such things only from its words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from nemawashi.kit.dates import ImpreciseDate


class EventKind(StrEnum):
    MEETING = "meeting"
    STATEMENT = "statement"
    PLEDGE = "pledge"
    PROJECT = "project"


ONLINE = "online"
_YEARS = range(1800, 2201)


def taken_day(on: ImpreciseDate | None) -> ImpreciseDate | None:
    """A date as that of an event: none where its year says that it was left blank or written wrongly (1, 9999)."""
    return on if on is not None and on.year in _YEARS else None


class EventState(StrEnum):
    HELD = "held"
    PLANNED = "planned"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """What happened or was to happen. ``levels``: the level of each delegation, where a source states it.

    ``is_away``: held outside of its host's country, or where nobody says whose country it was; it is no visit to the host.
    ``series`` and ``level`` name the row of meetings in which ``ordinal`` counts; ``row`` leads to the row of the record
    that tells of it. ``place`` is a city, ``country`` the land in which it lies.
    """

    row: str
    kind: str
    first: ImpreciseDate | None = None
    last: ImpreciseDate | None = None
    state: str = EventState.HELD
    title: str = ""
    forum: str = ""
    series: str = ""
    level: str = ""
    ordinal: int | None = None
    host: str = ""
    place: str = ""
    mode: str = ""
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)
    outcomes: int = 0
    is_away: bool = False
    country: str = ""

    @property
    def where(self) -> str:
        """The land where it was, or the city where nobody names a land; online is a place of its own."""
        return ONLINE if self.mode == ONLINE else self.country or self.place

    @property
    def end(self) -> ImpreciseDate | None:
        return self.last or self.first

    @property
    def is_held(self) -> bool:
        return self.state == EventState.HELD

    @property
    def is_to_the_day(self) -> bool:
        """Whether both its first and its last day are known."""
        return self.first is not None and self.first.day is not None and (self.last is None or self.last.day is not None)


@dataclass(frozen=True, slots=True)
class Plover:
    """An event as PLOVER codes it, for programs that read such data."""

    type: str
    mode: str
    contexts: tuple[str, ...]
    actors: tuple[str, ...]
    recipients: tuple[str, ...]


def plover(event: DatedEvent) -> Plover | None:
    """The code of an event; None for what was postponed or cancelled, of which PLOVER has no type.

    As its manual says: only a meeting that was held is CONSULT, one that is planned is AGREE; with a host its guests are
    the actors and the host is the recipient, and without one all are actors. A pledge is AGREE, what was begun is AID.
    """
    if event.state in (EventState.POSTPONED, EventState.CANCELLED):
        return None
    if event.kind == EventKind.MEETING:
        guests = tuple(each for each in event.actors if each != event.host)
        is_visit = bool(event.host) and event.mode != ONLINE and not event.is_away
        actors, recipients = (guests, (event.host,)) if is_visit else (event.actors, ())
        if not event.is_held:
            return Plover("AGREE", "", ("diplomatic",), actors, recipients)
        return Plover("CONSULT", _way(event, guests), ("diplomatic",), actors, recipients)
    if event.kind == EventKind.PROJECT and event.is_held:
        return Plover("AID", "", ("economic",), event.actors, event.recipients)
    contexts = ("diplomatic",) if event.kind == EventKind.STATEMENT else ("economic",)
    return Plover("AGREE", "", contexts, event.actors, event.recipients)


def _way(event: DatedEvent, guests: tuple[str, ...]) -> str:
    if event.mode == ONLINE and len(event.actors) == 2:
        return "phone"
    return "visit" if len(guests) == 1 else "multilateral"
