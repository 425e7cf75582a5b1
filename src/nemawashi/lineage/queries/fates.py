"""What a text keeps, changes and brings new, against all that was adopted before; what was dropped of the last one."""

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from django.db.models import Q

from nemawashi.access import origins
from nemawashi.access.fields import undated_last
from nemawashi.access.viewers import Viewer
from nemawashi.kit import lineage
from nemawashi.kit.lineage.aligning import pieces
from nemawashi.kit.lineage.reading import bare
from nemawashi.lineage import shelf
from nemawashi.lineage.models import ReferenceDocument
from nemawashi.lineage.queries.adopted import Precedent, clauses_of, of_corpus, of_index, precedents
from nemawashi.lineage.queries.ancestors import clause_of, descent_of, nearest
from nemawashi.lineage.terms import AGREED_MATERIAL, Fate
from nemawashi.texts import queries as texts
from nemawashi.texts.models import Clause, Text
from nemawashi.texts.terms import PUBLIC_STATES, ClauseKind

__all__ = ["HELD", "Document", "Dropped", "Shared", "Shares", "earlier_texts", "previous", "rows_of", "shares"]

NOT_COUNTED = (ClauseKind.TITLE, ClauseKind.HEADING)
DROPPED_BELOW = 0.5
_LONG = 400  # signs of a dropped clause, above which it is folded
_MANY = 60  # sources looked at where those of one text are wanted
_KEPT = (lineage.Kind.EXACT, lineage.Kind.NEAR)


@dataclass(frozen=True)
class Shared:
    """A clause of the text, what became of earlier words in it, and the clause that it comes from."""

    row: Precedent
    fate: Fate
    section: str
    source: lineage.SourceClause | None = None
    earlier: Precedent | None = None


@dataclass(frozen=True)
class Dropped:
    """A clause of the last text of the series; ``share`` of its pairs of words stand somewhere in the new one."""

    row: Precedent
    share: float

    @property
    def is_long(self) -> bool:
        """Whether it stands in the way of what is left, so that it is folded."""
        return len(self.row.words) > _LONG


@dataclass(frozen=True)
class Shares:
    """The clauses of a text in order, and those of the text before it that did not live on."""

    clauses: tuple[Shared, ...]
    before: Precedent | None = None
    dropped: tuple[Dropped, ...] = ()

    def count(self, fate: Fate, section: str | None = None) -> int:
        return sum(row.fate == fate and section in (None, row.section) for row in self.clauses)

    @property
    def sections(self) -> list[str]:
        """In the order of the text; empty text for what stands under no heading."""
        return list(dict.fromkeys(row.section for row in self.clauses))

    @property
    def counts(self) -> Counter[Fate]:
        return Counter(row.fate for row in self.clauses)


Document = Text | ReferenceDocument


# Texts of which the words are held: as clauses of their own, or as a full text that was taken from elsewhere.
HELD = Q(clauses__isnull=False) | Q(full_texts__material__in=AGREED_MATERIAL)


def rows_of(document: Document, *, viewer: Viewer, language: str = "") -> list[Precedent]:
    """The clauses of a text that the viewer may read, or of a reference document, in order.

    A text without clauses of its own has those of its full text: in ``language``, else in that of negotiation.
    """
    if isinstance(document, Text):
        readable = texts.visible_texts(viewer=viewer)
        rows = Clause.objects.filter(text=document, is_deleted=False, text__in=readable)
        own = clauses_of(rows.select_related("text__dialogue").order_by("rank", "pk"))
        in_full = [] if own else list(shelf.full_texts([document.slug]).filter(text__in=readable).order_by("pk"))
        if not in_full:
            return own
        wanted = [language, document.language]
        document = min(in_full, key=lambda row: wanted.index(row.language) if row.language in wanted else len(wanted))
    return [
        of_corpus(row)
        for row in document.clauses.select_related("document__corpus", "document__text__dialogue").order_by("rank")
    ]


def previous(document: Document, *, viewer: Viewer) -> Document | None:
    """The last one before it in the same series: of the same dialogue and type, or as the corpus says."""
    if isinstance(document, Text):
        series = Text.objects.filter(dialogue=document.dialogue_id, type=document.type, state__in=PUBLIC_STATES)
        series = origins.shown(series, viewer=viewer)
        earlier = series.filter(HELD).exclude(pk=document.pk).select_related("dialogue")
        if document.adopted_on:
            earlier = earlier.filter(adopted_on__lt=document.adopted_on)
        return earlier.order_by(undated_last("adopted_on", newest_first=True), "-order").first()
    if not document.series or document.date is None:
        return None
    documents = ReferenceDocument.objects.filter(corpus=document.corpus_id, series=document.series)
    return documents.filter(date__lt=document.date).order_by("-date", "-pk").first()


def earlier_texts(document: Document, *, viewer: Viewer) -> list[Text]:
    """Adopted texts of the same dialogue of which the words are held, newest first, up to the day of this one."""
    if not isinstance(document, Text):
        return []
    rows = Text.objects.filter(HELD, dialogue=document.dialogue_id, state__in=PUBLIC_STATES)
    rows = origins.shown(rows, viewer=viewer).exclude(pk=document.pk).distinct()
    if document.adopted_on:
        rows = rows.filter(adopted_on__lt=document.adopted_on)
    return list(rows.order_by(undated_last("adopted_on", newest_first=True), "-order"))


def shares(
    document: Document, *, pillars: Mapping[str, str] | None = None, against: Text | None = None, viewer: Viewer
) -> Shares:
    """New, kept and changed clauses, also of a text under negotiation for those who may read it.

    ``against``: what comes from this one text alone, and what of it was dropped; else from any, and from the one before.
    ``pillars``: those of clauses by reference, where known; else the headings of the text group its clauses.
    """
    index = shelf.open_index()
    rows = rows_of(document, viewer=viewer)
    last = against or previous(document, viewer=viewer)
    before = rows_of(last, viewer=viewer, language=rows[0].language if rows else "") if last else []
    refs = {row.ref for row in before} if against else set()
    traced, section = [], ""
    for row in rows:
        if row.kind == ClauseKind.HEADING:
            section = row.words
        if row.kind in NOT_COUNTED:
            continue
        source = next(iter(nearest(_held_against(index, clause_of(index, row), refs))), None)
        traced.append((row, _fate(source), pillars.get(row.ref, "") if pillars else section, source))
    known = precedents([source.clause.id for *_, source in traced if source], viewer=viewer)
    clauses = tuple(
        Shared(row, fate, under, source, of_index(source.clause, known) if source else None)
        for row, fate, under, source in traced
    )
    return Shares(clauses, before[0] if before else None, tuple(_dropped(before, clauses)))


def _held_against(index: lineage.Index, clause: lineage.IndexedClause, refs: Set[str]) -> lineage.Descent:
    """Where a clause comes from; of the clauses ``refs`` alone, where there are any."""
    if not refs:
        return descent_of(index, clause)
    descent = index.find_for(clause, limit=_MANY)
    return replace(descent, sources=tuple(row for row in descent.sources if row.clause.id in refs))


def _fate(source: lineage.SourceClause | None) -> Fate:
    """A clause of which only a number or the verb was changed is changed, however near it is to the earlier one."""
    if source is None:
        return Fate.NEW
    return Fate.KEPT if source.kind in _KEPT and not source.flags else Fate.CHANGED


def _pairs(words: str) -> set[tuple[str, str]]:
    tokens = [word for piece in pieces(words) if (word := bare(piece))]
    return set(zip(tokens, tokens[1:] or tokens, strict=False))


def _dropped(before: list[Precedent], clauses: tuple[Shared, ...]) -> list[Dropped]:
    """A clause lives on when one of the new text comes from it, or when half of its pairs of words stand in it."""
    parents = {row.source.clause.id for row in clauses if row.source}
    standing: set[tuple[str, str]] = set()
    for row in clauses:
        for words in row.row.versions.values():
            standing |= _pairs(words)
    dropped = []
    for earlier in before:
        pairs = _pairs(earlier.words)
        share = len(pairs & standing) / len(pairs) if pairs else 1.0
        if earlier.kind not in NOT_COUNTED and earlier.ref not in parents and share < DROPPED_BELOW:
            dropped.append(Dropped(earlier, share))
    return dropped
