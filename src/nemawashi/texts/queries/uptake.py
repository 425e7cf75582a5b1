"""Which items of agendas and paragraphs may take up a recommendation that nobody has, and which do, as somebody said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from nemawashi.access.terms import RowOrigin
from nemawashi.access.viewers import Viewer
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.lineage.echoes import echoes
from nemawashi.meetings import queries as meetings
from nemawashi.meetings.models import AgendaItem, Recommendation
from nemawashi.meetings.terms import ItemState
from nemawashi.texts.models import Clause, UptakeRuling
from nemawashi.texts.queries.asking import visible_clauses
from nemawashi.texts.queries.versions import current_versions
from nemawashi.texts.terms import ClauseKind

__all__ = [
    "ENDED_ITEMS",
    "ProposedUptake",
    "clauses_taking_up",
    "declined_uptakes",
    "is_standing",
    "may_follow",
    "proposed_uptake",
    "proposed_uptakes",
    "taker_of",
]

NO_PROMISE = (ClauseKind.TITLE, ClauseKind.HEADING)
ENDED_ITEMS = (ItemState.DEFERRED, ItemState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class ProposedUptake:
    """That an item or a paragraph resembles a recommendation; ``shared``: the words that both have."""

    recommendation: Recommendation
    taker: AgendaItem | Clause
    words: str
    shared: tuple[str, ...]

    @property
    def item(self) -> AgendaItem | None:
        return self.taker if isinstance(self.taker, AgendaItem) else None

    @property
    def clause(self) -> Clause | None:
        return self.taker if isinstance(self.taker, Clause) else None


def proposed_uptakes(*, viewer: Viewer) -> list[ProposedUptake]:
    """Of open recommendations, what later words that this viewer may read resemble them; no pair of which somebody said.

    Words in force and titles alone are read: drafts and positions propose nothing, to nobody. A fixed number of statements.
    """
    open_ones = {row.ref: row for row in meetings.recommendations_open(viewer=viewer)}
    if not open_ones:
        return []
    takers, words = _takers(viewer)
    ruled: set[tuple[object, ...]] = set(
        UptakeRuling.objects.values_list("recommendation_id", "agenda_item_id", "clause_id")
    )
    said = [(ref, words[ref]) for ref in takers]
    made = []
    for echo in echoes([(ref, row.words) for ref, row in open_ones.items()], said):
        row, taker = open_ones[echo.earlier], takers[echo.later]
        pair = (row.pk, taker.pk, None) if isinstance(taker, AgendaItem) else (row.pk, None, taker.pk)
        if pair not in ruled and may_follow(row, taker):
            made.append(ProposedUptake(row, taker, words[echo.later], echo.words))
    return made


def _takers(viewer: Viewer) -> tuple[dict[str, AgendaItem | Clause], Mapping[str, str]]:
    takers: dict[str, AgendaItem | Clause] = {}
    words: dict[str, str] = {}
    for item in meetings.visible_agenda_items(viewer=viewer).exclude(state__in=ENDED_ITEMS):
        takers[item.ref], words[item.ref] = item, item.title
    clauses = visible_clauses(viewer=viewer).exclude(kind__in=NO_PROMISE).select_related("text__meeting")
    for clause in clauses:
        takers[clause.ref], words[clause.ref] = clause, _words(clause)
    return takers, words


def _words(taker: AgendaItem | Clause) -> str:
    """What is read of it: a title, or words in force."""
    if isinstance(taker, AgendaItem):
        return taker.title
    versions = current_versions(taker.wordings.all(), taker.text.language)
    return versions.get(taker.text.language, "") or next(iter(versions.values()), "")


def proposed_uptake(row: Recommendation, taker: AgendaItem | Clause) -> ProposedUptake | None:
    """One pair, with the words that both have as far as those two tell it; none of a pair that is not proposed."""
    words = _words(taker)
    echo = next(iter(echoes([("", row.words)], [("", words)])), None)
    if echo is None or not (may_follow(row, taker) and is_standing(taker)):
        return None
    return ProposedUptake(row, taker, words, echo.words)


def is_standing(taker: AgendaItem | Clause) -> bool:
    """Whether it may take something up at all: no item that was deferred or withdrawn, no title, nothing deleted."""
    if isinstance(taker, AgendaItem):
        return taker.state not in ENDED_ITEMS
    return taker.kind not in NO_PROMISE and not taker.is_deleted


def may_follow(row: Recommendation, taker: AgendaItem | Clause) -> bool:
    """Nothing takes up what was said after it, and fiction hangs on no row of the record."""
    thing = taker if isinstance(taker, AgendaItem) else taker.text
    is_alike = (thing.origin == RowOrigin.FICTION) == (row.origin == RowOrigin.FICTION)
    return is_alike and _is_not_before(thing.meeting.on if thing.meeting else None, row.made_on)


def _is_not_before(later: ImpreciseDate | None, made_on: ImpreciseDate | None) -> bool:
    return later is None or made_on is None or later.latest >= made_on.earliest


def taker_of(ref: str, *, viewer: Viewer) -> AgendaItem | Clause | None:
    """The item or paragraph of a reference, as far as it exists for this viewer."""
    noun, _sep, key = ref.partition("/")
    if noun == "agenda-item":
        return meetings.visible_agenda_items(viewer=viewer).filter(slug=key).first()
    if noun != "clause":
        return None
    rows = visible_clauses(viewer=viewer).select_related("text__meeting")
    return next((row for row in rows.filter(pk=key)), None) if _is_key(key) else None


def declined_uptakes(*, viewer: Viewer) -> QuerySet[UptakeRuling]:
    """What somebody said is no uptake, of pairs that this viewer may read both of; newest first."""
    recommendations = meetings.visible_recommendations(viewer=viewer)
    rows = UptakeRuling.objects.filter(is_taken_up=False, recommendation__in=recommendations)
    items, clauses = meetings.visible_agenda_items(viewer=viewer), visible_clauses(viewer=viewer)
    rows = rows.filter(Q(agenda_item__in=items) | Q(clause__in=clauses)).order_by("-at", "-pk")
    return rows.select_related("recommendation", "agenda_item__meeting__track", "clause__text")


def _is_key(key: str) -> bool:
    plain = key.replace("-", "")
    return len(plain) == 32 and plain.isascii() and plain.isalnum() and all(sign in "0123456789abcdef" for sign in plain)


def clauses_taking_up(recommendation: Recommendation, *, viewer: Viewer) -> QuerySet[Clause]:
    """The paragraphs of texts that this viewer may read of which somebody said that they take it up."""
    kept = UptakeRuling.objects.filter(recommendation=recommendation, is_taken_up=True, clause__isnull=False)
    rows: Sequence[object] = kept.values("clause")  # type: ignore[assignment]
    return visible_clauses(viewer=viewer).filter(pk__in=rows)
