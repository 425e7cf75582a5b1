"""Questions about texts, clauses and positions, each answered as far as the viewer may know.

A delegation sees its own drafts and what every party tabled. Everybody else, the host's secretariat included, gets the
same answer whether or not anybody drafts.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, QuerySet

from nemawashi.access.viewers import Viewer
from nemawashi.kit.texts.brackets import Mark, Node, bracketed
from nemawashi.kit.texts.sealing import digest
from nemawashi.kit.texts.spans import Change, Span, follow
from nemawashi.texts import rules
from nemawashi.texts.models import Agreement, Clause, Position, PositionStance, Silence, Text, Wording
from nemawashi.texts.positions import DraftPosition
from nemawashi.texts.terms import (
    PUBLIC_STATES,
    ClauseStatus,
    DraftState,
    Operation,
    Outcome,
    SilenceState,
    Stance,
)

Follow = Callable[[int, int, int, str], Span | None]


@dataclass(frozen=True)
class DraftView:
    """A draft of the viewer's own delegation. ``before`` and ``after`` are the words it touches, as they stand now."""

    draft: DraftPosition
    span: Span | None
    before: str

    @property
    def needs_care(self) -> bool:
        """Whether the words beneath were changed since it was drafted."""
        return self.span is None


@dataclass(frozen=True)
class PositionView:
    """A tabled position with the codes of the parties around it; ``before`` are the words it touches."""

    position: Position
    held: rules.Held
    codes: tuple[str, ...]
    supporters: tuple[str, ...]
    opponents: tuple[str, ...]
    before: str
    is_own: bool
    own_stance: str

    @property
    def is_live(self) -> bool:
        return self.position.outcome == Outcome.LIVE


@dataclass(frozen=True)
class ClauseView:
    """A clause with everything around it that the viewer may see. ``nodes`` is the tree of brackets."""

    clause: Clause
    number: str
    words: str
    wording: int
    changes: tuple[tuple[int, Change], ...]
    versions: dict[str, str]
    status: ClauseStatus
    nodes: tuple[Node, ...]
    live: tuple[PositionView, ...]
    ended: tuple[PositionView, ...]
    drafts: tuple[DraftView, ...] = ()
    awaiting: tuple[str, ...] = ()

    @property
    def held(self) -> list[rules.Held]:
        return [view.held for view in self.live]

    def now(self, start: int, end: int, wording: int, operation: str) -> Span | None:
        """Where a span of an earlier wording stands today, or None when its words are gone."""
        later = [change for number, change in self.changes if number > wording]
        return follow(Span(start, end), later, deletes=operation == Operation.DELETE)


@dataclass(frozen=True)
class Negotiation:
    """A text clause by clause, as one viewer sees it."""

    text: Text
    clauses: list[ClauseView] = field(default_factory=list)

    @property
    def standing(self) -> list[ClauseView]:
        return [view for view in self.clauses if not view.clause.is_deleted]

    @property
    def open_clauses(self) -> int:
        """Clauses on which something that a party asks for stands open."""
        return sum(not rules.is_clean(view.held) for view in self.standing)

    @property
    def brackets(self) -> int:
        return sum(len(view.live) for view in self.standing)

    def snapshot(self) -> list[dict[str, object]]:
        """The clauses in order, as a revision keeps them."""
        return [
            {
                "clause": str(view.clause.pk),
                "number": view.number,
                "kind": str(view.clause.kind),
                "words": dict(sorted(view.versions.items())),
            }
            for view in self.standing
        ]

    def digests(self) -> dict[str, str]:
        """SHA-256 of the canonical bytes of every language in which every clause has words."""
        languages = {language for view in self.standing for language in view.versions}
        whole = [lang for lang in sorted(languages) if all(lang in view.versions for view in self.standing)]
        return {
            lang: digest((view.number, str(view.clause.kind), view.versions[lang]) for view in self.standing)
            for lang in whole
        }


def visible_texts(*, viewer: Viewer) -> QuerySet[Text]:
    """Adopted and issued texts for everybody; texts under negotiation for participants, observers, secretariat."""
    rows = Text.objects.select_related("meeting__track", "dialogue")
    return rows if viewer.sees_negotiation else rows.filter(Q(state__in=PUBLIC_STATES) | Q(is_published=True))


def visible_clauses(*, viewer: Viewer) -> QuerySet[Clause]:
    """Clauses of visible texts with their wordings in force, deleted ones left out, in the order of the text."""
    rows = Clause.objects.filter(text__in=visible_texts(viewer=viewer), is_deleted=False)
    return (
        rows.select_related("text")
        .prefetch_related(Prefetch("wordings", queryset=Wording.objects.order_by("language", "-number")))
        .order_by("text__order", "rank")
    )


def visible_positions(*, viewer: Viewer) -> QuerySet[Position]:
    """Positions that were tabled, ended ones included, for those of the negotiation; none for anybody else."""
    rows = Position.objects.filter(clause__text__in=visible_texts(viewer=viewer)).select_related("clause__text")
    return rows.prefetch_related("proposers").order_by("tabled_at", "pk") if viewer.sees_negotiation else rows.none()


def texts_in_negotiation(*, viewer: Viewer) -> QuerySet[Text]:
    """Texts that are not adopted yet, newest first; none for those who may not read them."""
    if not viewer.sees_negotiation:
        return Text.objects.none()
    rows = visible_texts(viewer=viewer).exclude(state__in=[*PUBLIC_STATES, "withdrawn"])
    return rows.order_by("-order")


def negotiation(text: Text, *, viewer: Viewer) -> Negotiation:
    """The text clause by clause with brackets, positions and, for a delegation, its own drafts.

    A fixed number of statements, whatever the number of clauses. Raises PermissionError for those who may not read
    the text at all.
    """
    if not (viewer.sees_negotiation or text.is_public):
        raise PermissionError("this text is under negotiation")
    clauses = list(Clause.objects.filter(text=text).order_by("rank", "pk"))
    wordings: dict[object, list[Wording]] = defaultdict(list)
    for wording in Wording.objects.filter(clause__text=text).order_by("number"):
        wordings[wording.clause_id].append(wording)
    positions = _positions(text) if viewer.sees_negotiation else {}
    agreements = {row.clause_id: row for row in Agreement.objects.filter(clause__text=text, reopened_at=None)}
    drafts = _own_drafts(clauses, viewer=viewer)
    kinds = [str(clause.kind) if not clause.is_deleted else "" for clause in clauses]
    numbers = iter(rules.numbers(kind for kind in kinds if kind))
    views = []
    for clause, kind in zip(clauses, kinds, strict=True):
        views.append(
            _clause_view(
                clause,
                number=next(numbers) if kind else "",
                text=text,
                wordings=wordings[clause.pk],
                positions=positions.get(clause.pk, []),
                drafts=drafts.get(clause.pk, []),
                agreement=agreements.get(clause.pk),
                viewer=viewer,
            )
        )
    return Negotiation(text, views)


@dataclass(frozen=True)
class _Around:
    """A position with who stands behind it and what others hold on it, as plain values."""

    position: Position
    proposers: tuple[tuple[str, str, int], ...]  # (code, slug, key)
    stances: dict[str, tuple[str, int]]  # code -> (stance, key), the newest of each party


def _positions(text: Text) -> dict[object, list[_Around]]:
    """Three statements for all positions of a text; parties come as values, because there are hundreds."""
    proposers: dict[object, list[tuple[str, str, int]]] = defaultdict(list)
    through = Position.proposers.through._default_manager.filter(position__clause__text=text)
    for pk, code, slug, party in through.values_list("position_id", "party__code", "party__slug", "party_id"):
        proposers[pk].append((code, slug, party))
    stances: dict[object, dict[str, tuple[str, int]]] = defaultdict(dict)
    rows = PositionStance.objects.filter(position__clause__text=text).order_by("at", "pk")
    for pk, code, stance, party in rows.values_list("position_id", "party__code", "stance", "party_id"):
        stances[pk][code] = (stance, party)
    by_clause: dict[object, list[_Around]] = defaultdict(list)
    for row in Position.objects.filter(clause__text=text).order_by("tabled_at", "pk"):
        by_clause[row.clause_id].append(_Around(row, tuple(sorted(proposers[row.pk])), stances[row.pk]))
    return by_clause


def _own_drafts(clauses: list[Clause], *, viewer: Viewer) -> dict[object, list[DraftPosition]]:
    by_clause: dict[object, list[DraftPosition]] = defaultdict(list)
    if viewer.is_delegate and viewer.sees_negotiation:
        keys = [clause.pk for clause in clauses]
        for row in DraftPosition.objects.filter(clause_id__in=keys, state=DraftState.DRAFT):
            by_clause[row.clause_id].append(row)
    return by_clause


def _clause_view(
    clause: Clause,
    *,
    number: str,
    text: Text,
    wordings: list[Wording],
    positions: list[_Around],
    drafts: list[DraftPosition],
    agreement: Agreement | None,
    viewer: Viewer,
) -> ClauseView:
    own = [wording for wording in wordings if wording.language == text.language]
    current = own[-1] if own else Wording(words="", number=0)
    changes = tuple((w.number, Change(w.start, w.end, w.put)) for w in own[1:])
    versions = current_versions(wordings, text.language)

    def now(start: int, end: int, since: int, operation: str) -> Span | None:
        later = [change for n, change in changes if n > since]
        return follow(Span(start, end), later, deletes=operation == Operation.DELETE)

    views = [_position_view(row, current.words, now, viewer) for row in positions]
    live = tuple(view for view in views if view.is_live)
    marks = [mark for view in live if (mark := _mark(view, current.words))]
    return ClauseView(
        clause=clause,
        number=number,
        words=current.words,
        wording=current.number,
        changes=changes,
        versions=versions,
        status=rules.clause_status(
            text_state=text.state,
            is_deleted=clause.is_deleted,
            live=[view.held for view in live],
            agreed_at_wording=agreement.wording_number if agreement else None,
            wording=current.number,
            is_opened=bool(views),
        ),
        nodes=bracketed(current.words, marks),
        live=live,
        ended=tuple(view for view in views if not view.is_live),
        drafts=tuple(_draft_view(draft, current.words, now) for draft in drafts),
        awaiting=tuple(agreement.awaiting) if agreement else (),
    )


def _position_view(around: _Around, words: str, now: Follow, viewer: Viewer) -> PositionView:
    position, stances = around.position, around.stances
    span = now(position.start, position.end, position.wording_number, position.operation)
    supporters = tuple(sorted(code for code, (what, _) in stances.items() if what == Stance.SUPPORT))
    opponents = tuple(sorted(code for code, (what, _) in stances.items() if what == Stance.OPPOSE))
    held = rules.Held(
        key=str(position.pk),
        operation=str(position.operation),
        span=span,
        proposers=tuple(slug for _, slug, _ in around.proposers),
        is_chair=position.is_chair,
        supporters=supporters,
        opponents=opponents,
        words=position.words,
    )
    return PositionView(
        position=position,
        held=held,
        codes=tuple(code for code, _, _ in around.proposers) or ("Chair",),
        supporters=supporters,
        opponents=opponents,
        before=words[span.start : span.end] if span else "",
        is_own=any(key == viewer.party_id for _, _, key in around.proposers),
        own_stance=next((str(what) for what, key in stances.values() if key == viewer.party_id), ""),
    )


def _draft_view(draft: DraftPosition, words: str, now: Follow) -> DraftView:
    span = now(draft.start, draft.end, draft.wording_number, draft.operation)
    return DraftView(draft, span, words[span.start : span.end] if span else "")


def _mark(view: PositionView, words: str) -> Mark | None:
    held, operation = view.held, view.held.operation
    if held.span is None or operation in (Operation.COMMENT, Operation.RESERVE, Operation.NEW_CLAUSE):
        return None
    whole = operation in (Operation.ALTERNATIVE, Operation.DELETE_CLAUSE)
    span = Span(0, len(words)) if whole else held.span
    put = held.words if operation not in (Operation.DELETE, Operation.DELETE_CLAUSE) else ""
    takes = operation != Operation.INSERT
    return Mark(held.key, view.codes, span.start, span.end, put, takes, view.supporters, view.opponents)


def current_versions(wordings: Iterable[Wording], language: str) -> dict[str, str]:
    """The words in force by language, in whatever order the rows come.

    A translation older than the last change in the language of negotiation is left out: it says what was, and
    neither a reader nor the seal may take it for what is.
    """
    latest: dict[str, Wording] = {}
    for row in wordings:
        if row.language not in latest or row.number > latest[row.language].number:
            latest[row.language] = row
    own = latest.get(language)
    changed_at = own.made_at if own and own.number > 1 else None
    return {
        row.language: row.words
        for row in latest.values()
        if changed_at is None or row.language == language or (row.made_at is not None and row.made_at >= changed_at)
    }


def live_positions(text: Text) -> QuerySet[Position]:
    """Tabled positions on a text that have not ended. For acts; pages ask ``negotiation``."""
    return Position.objects.filter(clause__text=text, outcome=Outcome.LIVE)


def own_draft_count(*, viewer: Viewer) -> int:
    """How many drafts the viewer's own delegation has; 0 for everybody else, without looking."""
    if not (viewer.is_delegate and viewer.sees_negotiation):
        return 0
    return int(DraftPosition.objects.filter(state=DraftState.DRAFT).count())


def own_draft(pk: object, *, viewer: Viewer) -> DraftPosition | None:
    """A draft of the viewer's own delegation; None for any other, existing or not."""
    if not viewer.is_delegate:
        return None
    row: DraftPosition | None = DraftPosition.objects.filter(pk=pk).select_related("clause__text").first()
    return row


def own_drafts(*, viewer: Viewer) -> list[DraftPosition]:
    """All drafts of the viewer's own delegation that are not tabled or withdrawn, oldest first."""
    if not (viewer.is_delegate and viewer.sees_negotiation):
        return []
    return list(DraftPosition.objects.filter(state=DraftState.DRAFT).select_related("clause__text"))


@dataclass(frozen=True)
class SilenceView:
    """A silence with its derived state; ``left`` is None once the moment has passed."""

    silence: Silence
    state: SilenceState
    breaks: tuple[tuple[str, str, str, dt.datetime], ...]
    left: dt.timedelta | None
    own_break: bool


def silence_view(silence: Silence, *, viewer: Viewer, at: dt.datetime) -> SilenceView:
    """What a silence came to at ``at``, with breaks as (party code, kind, words, moment)."""
    rows = list(silence.breaks.select_related("party").order_by("at", "pk"))
    state = rules.silence_state(silence.ends_at, breaks=[row.at for row in rows], concluded_at=silence.concluded_at, at=at)
    left = silence.ends_at - at if state == SilenceState.RUNNING else None
    told = tuple((row.party.code, str(row.get_kind_display()), row.words, row.at) for row in rows)
    return SilenceView(silence, state, told, left, any(row.party_id == viewer.party_id for row in rows))


def latest_silence(text: Text) -> Silence | None:
    return Silence.objects.filter(text=text).select_related("revision").order_by("-opened_at").first()


def running_silences(*, viewer: Viewer) -> list[Silence]:
    """Silences that are not concluded or broken, nearest end first; for those of the negotiation."""
    if not viewer.sees_negotiation:
        return []
    rows = Silence.objects.filter(concluded_at=None, breaks__isnull=True, text__state="under_silence")
    return list(rows.select_related("text").order_by("ends_at"))


def reservations(text: Text) -> list[tuple[str, str]]:
    """Who joined with which stated exception, in order."""
    return [(row.party.code, row.words) for row in text.reservations.select_related("party")]
