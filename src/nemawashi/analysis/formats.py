"""All formats of the record on the same measures. What nobody found stays None; none is more exact than its rows."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nemawashi.access.viewers import PUBLIC
from nemawashi.analysis import events, queries
from nemawashi.analysis.models import DialogueFact
from nemawashi.analysis.terms import Coverage, EventLevel, FactKind
from nemawashi.commitments import queries as commitments
from nemawashi.commitments import statuses
from nemawashi.commitments.terms import Status
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.events import DatedEvent, MeetingSeries, by_year, hosts, places, series_of
from nemawashi.parties.models import Dialogue
from nemawashi.parties.queries import forum
from nemawashi.parties.terms import in_language


@dataclass(frozen=True, slots=True)
class PillarShare:
    """How many of the commitments stand under a pillar, of all that stand under one."""

    slug: str
    name: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class FormatMeasures:
    """A format on the measures. ``pillars`` and ``kept`` are known of the forum alone: no other's promises are recorded.

    ``kept``: commitments that were kept, and all; ``age``: whole years, from the founding to its end or to today.
    """

    dialogue: Dialogue
    age: int | None
    held: Sequence[DatedEvent]
    planned: int
    levels: Mapping[str, int]
    years: Mapping[int, Mapping[str, int]]
    series: Sequence[MeetingSeries]
    hosts: Sequence[tuple[str, Sequence[DatedEvent]]]
    places: Sequence[tuple[str, Sequence[DatedEvent]]]
    outcomes: int
    facts: Mapping[str, Sequence[DialogueFact]]
    pillars: Sequence[PillarShare] | None = None
    kept: tuple[int, int] | None = None

    @property
    def main(self) -> MeetingSeries | None:
        """The series with most meetings, of several the higher one: its rhythm stands for the format."""
        ranked = [series for series in self.series if series.held]
        return max(ranked, key=lambda each: (len(each.held), -_height(each.level)), default=None)

    @property
    def coverage(self) -> str:
        """How much of its meetings was found; empty where nobody said it."""
        facts = self.facts.get(FactKind.COVERAGE, ())
        return str(facts[0].state or "") if facts else ""

    @property
    def is_complete(self) -> bool:
        return self.coverage == Coverage.COMPLETE


def _height(level: str) -> int:
    values = list(EventLevel.values)
    return values.index(level) if level in values else len(values)


_SHOWN = (str(FactKind.COVERAGE), str(FactKind.SECRETARIAT), str(FactKind.SUMMIT))


def measured(*, today: dt.date) -> list[FormatMeasures]:
    """Every format that the record has, the forum first, in a number of statements that does not grow with them."""
    facts: dict[int, dict[str, list[DialogueFact]]] = {}
    for fact in queries.facts(viewer=PUBLIC).filter(kind__in=_SHOWN):
        facts.setdefault(fact.dialogue_id, {}).setdefault(fact.kind, []).append(fact)
    met: dict[str, list[DatedEvent]] = {}
    for event in (*events.own_meetings(), *events.meetings_of_formats()):
        met.setdefault(event.forum, []).append(event)
    rows = list(queries.dialogue_list(viewer=PUBLIC))
    complete = frozenset(row.slug for row in rows if _is_complete(facts.get(row.pk, {})))
    pillars, kept = _promises(today)
    return [
        _measured(
            row,
            met.get(row.slug, []),
            facts.get(row.pk, {}),
            complete,
            today,
            (pillars, kept) if row.slug == forum().slug else (None, None),
        )
        for row in rows
    ]


def _is_complete(facts: Mapping[str, Sequence[DialogueFact]]) -> bool:
    return any(fact.state == Coverage.COMPLETE for fact in facts.get(FactKind.COVERAGE, ()))


def _measured(
    row: Dialogue,
    rows: Sequence[DatedEvent],
    facts: Mapping[str, Sequence[DialogueFact]],
    complete: frozenset[str],
    today: dt.date,
    promises: tuple[Sequence[PillarShare] | None, tuple[int, int] | None],
) -> FormatMeasures:
    held = [each for each in rows if each.is_held]
    return FormatMeasures(
        row,
        _age(row, today),
        held,
        sum(not each.is_held for each in rows),
        Counter(each.level for each in held),
        by_year(rows),
        series_of(rows, today=today, complete=complete),
        hosts(rows),
        places(rows),
        sum(each.outcomes for each in held),
        facts,
        *promises,
    )


def _age(row: Dialogue, today: dt.date) -> int | None:
    founded = row.founded_on
    if founded is None:
        return None
    try:
        ended = ImpreciseDate.parse(row.dissolved_on)
    except ValueError:  # the record may say it in words
        return None
    end = ended.earliest if ended else today
    return max(0, end.year - founded.year - ((end.month, end.day) < (founded.month or 1, founded.day or 1)))


def _promises(today: dt.date) -> tuple[list[PillarShare], tuple[int, int] | None]:
    """Commitments of the forum by pillar, and how many were kept; the database says how each stands."""
    shown = commitments.visible_commitments(viewer=PUBLIC).prefetch_related(None).select_related(None)
    rows = statuses.with_status(shown, today=today, viewer=PUBLIC)
    under: Counter[str] = Counter()
    named: dict[str, str] = {}
    kept = total = 0
    for slug, names, status in rows.values_list("pillar__slug", "pillar__names", "status_now"):
        total += 1
        kept += status == Status.DELIVERED
        if slug:
            under[slug] += 1
            named.setdefault(slug, in_language(names))
    whole = sum(under.values())
    shares = [PillarShare(slug, named[slug], count, count / whole) for slug, count in under.most_common()]
    return shares, (kept, total) if total else None
