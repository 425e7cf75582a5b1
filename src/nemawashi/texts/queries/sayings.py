"""What parties said of consensus, as it is kept: their newest words, and whether these are of the words as they are now."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, prefetch_related_objects

from nemawashi.access.prepared import Prepared
from nemawashi.access.viewers import Viewer
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.texts import rules
from nemawashi.texts.models import Consent, Position, Text
from nemawashi.texts.terms import OPEN_STATES, ConsentKind, Outcome, Stance

__all__ = ["Awaited", "own_asked_about", "own_awaiting"]


def mark_of(clauses: Iterable[tuple[object, int]]) -> str:
    """A mark that changes with the words of clauses, given by their keys with the numbers of their wordings in force."""
    words = ";".join(f"{key}:{wording}" for key, wording in clauses)
    return sha256(words.encode()).hexdigest()[:32]


class Saying(NamedTuple):
    """A word of a party as it is kept, with the mark of what it was said of."""

    kind: str
    at: dt.datetime
    until: dt.date | None
    why: str
    stands_on: str


@dataclass(frozen=True)
class Sayings:
    """The newest word of each party, by its slug: on clauses and packages by their keys, and on the text."""

    clauses: dict[object, dict[str, Saying]] = field(default_factory=lambda: defaultdict(dict))
    packages: dict[int, dict[str, Saying]] = field(default_factory=lambda: defaultdict(dict))
    text: dict[str, Saying] = field(default_factory=dict)


def spoken_on(text: Text) -> Sayings:
    """What the parties said of consensus on a text and on what belongs to it. One statement."""
    said = Sayings()
    for clause, package, party, kind, at, until, why, stands_on in _SPOKEN.rows(text.pk):
        own = said.clauses[clause] if clause else said.packages[package] if package else said.text
        own[party] = Saying(kind, at, until, why, stands_on)
    return said


_SPOKEN = Prepared(
    lambda text: (
        Consent.objects.filter(text=text)
        .order_by("at", "pk")
        .values_list("clause_id", "package_id", "party__slug", "kind", "at", "until", "why", "stands_on")
    ),
    int,
)


def words_of(rows: Mapping[str, Saying], mark: str) -> tuple[rules.Heard, ...]:
    """As rules see them; ``mark`` is of the words as they are now."""
    return tuple(
        rules.Heard(party, row.kind, row.at, row.until, row.why, holds=row.stands_on == mark)
        for party, row in sorted(rows.items())
    )


class Awaited(NamedTuple):
    """Instructions that the viewer's party said it awaits: with which act on which key it answers, of what, until when."""

    act: str
    key: object
    what: str
    until: dt.date | None
    is_late: bool

    def until_in_words(self, language: str) -> str:
        """The day in words of a language; empty where none was named."""
        date = ImpreciseDate.parse(self.until)
        return date.in_words(language) if date else ""


def own_awaiting(*, viewer: Viewer, at: dt.datetime) -> list[Awaited]:
    """What the own party said it awaits instructions on, in texts under negotiation, nearest day first.

    Late is what was to come in before the day that the capital has at ``at``. Two statements at most.
    """
    if not (viewer.is_participant and viewer.may_act):
        return []
    rows: list[Consent] = _SAID_BY.instances(viewer.own_party)
    newest = {(row.text_id, row.clause_id, row.package_id): row for row in rows}
    waiting = [row for row in newest.values() if row.kind == ConsentKind.AWAITS]
    prefetch_related_objects(waiting, "package__clauses")
    with_package = {clause.pk for row in waiting if row.package for clause in row.package.clauses.all()}
    made = []
    for row in sorted(waiting, key=lambda row: (row.until or dt.date.max, row.pk)):
        if row.clause_id in with_package:
            continue  # answered with the package
        today = at.astimezone(ZoneInfo(row.party.zone or "UTC")).date()
        what = f"{row.text}: {row.package}" if row.package else str(row.text)
        act, key = _answer(row)
        made.append(Awaited(act, key, what, row.until, row.until is not None and row.until < today))
    return made


def _said_by(party: int) -> QuerySet[Consent]:
    rows = Consent.objects.filter(party=party, text__state__in=OPEN_STATES)
    rows = rows.exclude(clause__is_deleted=True).exclude(package__is_agreed=False)
    return rows.select_related("text", "party", "package", "clause").order_by("at", "pk")


_SAID_BY = Prepared(_said_by, int)


def _answer(row: Consent) -> tuple[str, object]:
    if row.package_id:
        return "consent_to_package", row.package_id
    return ("consent_to_clause", row.clause_id) if row.clause_id else ("consent_to_text", row.text.slug)


def own_asked_about(*, viewer: Viewer) -> list[Position]:
    """Live positions behind which the own party stands and that the chair asked to let go, where it has not answered."""
    if not (viewer.is_participant and viewer.may_act):
        return []
    own = viewer.own_party
    rows: list[Position] = _ASKED_ABOUT.instances()
    prefetch_related_objects(rows, "proposers", "stances")
    return [row for row in rows if _is_behind(row, own) and viewer.party not in row.let_go_by]


_ASKED_ABOUT = Prepared(
    lambda: (
        Position.objects.filter(outcome=Outcome.LIVE, asked_at__isnull=False, clause__text__state__in=OPEN_STATES)
        .select_related("clause__text")
        .order_by("asked_at", "pk")
    )
)


def _is_behind(row: Position, party: int) -> bool:
    stances = [each for each in row.stances.all() if each.party_id == party]
    supports = bool(stances) and max(stances, key=lambda each: (each.at, each.pk)).stance == Stance.SUPPORT
    return supports or party in [each.pk for each in row.proposers.all()]
