"""A text clause by clause, with its brackets, positions and, for a delegation, its own drafts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Subquery

from nemawashi.access.prepared import Prepared
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import CHAIR
from nemawashi.kit.clauses.spans import Span
from nemawashi.parties import queries as parties
from nemawashi.texts import rules
from nemawashi.texts.models import (
    Agreement,
    Clause,
    EditorialCorrection,
    Package,
    Position,
    PositionStance,
    Silence,
    Text,
    Wording,
)
from nemawashi.texts.positions import DraftPosition
from nemawashi.texts.queries.asking import own_drafts_on
from nemawashi.texts.queries.numbering import Issued, clause_numbers
from nemawashi.texts.queries.sayings import Saying, Sayings, mark_of, spoken_on, words_of
from nemawashi.texts.queries.trails import Trail, Trails, stands
from nemawashi.texts.queries.values import ClauseView, DraftView, Negotiation, PositionView, Worded, words_mark
from nemawashi.texts.queries.versions import current_versions, stale_versions, worth
from nemawashi.texts.terms import (
    OPEN_STATES,
    PUBLIC_STATES,
    ConsentKind,
    CorrectionState,
    Outcome,
    Stance,
)

__all__ = ["negotiation", "silent_clauses", "standing_at", "words_in_force"]

_NAME = 80  # characters of a clause where another one is told by it
_AROUND = 30  # characters on each side of a place in a clause


def negotiation(
    text: Text,
    *,
    viewer: Viewer,
    with_drafts: bool = True,
    has_silence: bool = True,
    issued: Issued | None = None,
) -> Negotiation:
    """The text clause by clause with brackets, positions and, for a delegation, its own drafts.

    ``with_drafts=False`` leaves the own drafts out: for a screen that others look at, too. ``has_silence=False`` spares the
    statement that would find no silence, for a caller that knows of none. Numbers stay as in the last revision until the
    next one: ``issued`` are its clauses, for a caller that has read them, or none of them to count all anew. A fixed number
    of statements, whatever the number of clauses. Raises PermissionError for those who may not read the text at all.
    """
    if not (viewer.sees_negotiation or text.is_public):
        raise PermissionError("this text is under negotiation")
    clauses = _CLAUSES.instances(text.pk)
    wordings: dict[object, list[Wording]] = defaultdict(list)
    for wording in _WORDINGS.instances(text.pk):
        wordings[wording.clause_id].append(wording)
    trails = Trails(wordings, text.language)
    positions = _placed(_positions(text), trails) if viewer.sees_negotiation else {}
    own = own_drafts_on(text, viewer=viewer) if with_drafts else []
    here = {clause.pk for clause in clauses}
    drafts = _placed_drafts([row for row in own if row.clause_id in here], trails)
    spoken = spoken_on(text) if viewer.sees_negotiation and text.state not in PUBLIC_STATES else Sayings()
    is_moving = viewer.sees_negotiation and text.state in OPEN_STATES
    silent = silent_clauses(text) if is_moving and has_silence else set()
    came = {pk: rows[0].made_at for pk, rows in wordings.items()}
    numbers = clause_numbers(text, clauses, came, issued)
    names: dict[object, str] = {
        clause.pk: f"{number} {_last_words(wordings[clause.pk], text.language)}".strip()[:_NAME]
        for clause, number in zip(clauses, numbers, strict=True)
    }
    views = []
    for clause, number in zip(clauses, numbers, strict=True):
        views.append(
            _clause_view(
                clause,
                number=number,
                names=names,
                text=text,
                wordings=wordings[clause.pk],
                positions=positions.get(clause.pk, []),
                drafts=drafts.get(clause.pk, []),
                agreement=_agreement(clause),
                spoken=spoken.clauses.get(clause.pk, {}),
                package=_package(clause) if is_moving else None,
                is_silent=str(clause.pk) in silent,
                viewer=viewer,
            )
        )
    whole = Negotiation(
        text,
        views,
        own=tuple((row.pk, row.version) for row in own),
        closed_drafts=sum(row.clause_id is None for row in own),
    )
    if not (spoken.text or spoken.packages):
        return whole
    whole = replace(whole, on_text=words_of(spoken.text, words_mark(views)))
    on_packages = {pk: words_of(rows, words_mark(whole.of_package(pk))) for pk, rows in spoken.packages.items()}
    return replace(whole, on_packages=on_packages)


class _Around(NamedTuple):
    """A position with who stands behind it and what others hold on it, as plain values."""

    position: Position
    proposers: tuple[tuple[str, str, int], ...]  # (code, slug, key)
    stances: Mapping[str, tuple[str, int]]  # code -> (stance, key), the newest of each party
    stance_at: dt.datetime | None


_NO_STANCES: Mapping[str, tuple[str, int]] = {}


def _positions(text: Text) -> list[_Around]:
    """Two statements for all positions of a text; parties come as values, because there are hundreds.

    What is looked up by the key of a row is looked up by its number, here and where positions are placed: a UUID is hashed
    and compared in Python, a number is not, and there are thousands.
    """
    stances: dict[int, dict[str, tuple[str, int]]] = defaultdict(dict)
    stance_at: dict[int, dt.datetime] = {}
    for pk, code, stance, party, at in _STANCES.rows(text.pk):  # newest last
        stances[pk.int][code] = (stance, party)
        stance_at[pk.int] = at
    proposers: dict[int, list[tuple[str, str, int]]] = {}
    positions: list[Position] = []
    for row in _POSITIONS.instances(text.pk):  # one row for each party behind a position
        held = proposers.get(row.id.int)
        if held is None:
            held = proposers[row.id.int] = []
            positions.append(row)
        if row.party is not None:
            held.append((row.code, row.slug, row.party))
    return [
        _Around(row, tuple(sorted(proposers[number])), stances.get(number, _NO_STANCES), stance_at.get(number))
        for row in positions
        for number in (row.id.int,)
    ]


def _placed(rows: list[_Around], trails: Trails) -> dict[object, list[tuple[_Around, Span | None]]]:
    by_clause: dict[object, list[tuple[_Around, Span | None]]] = defaultdict(list)
    for around in rows:
        row = around.position
        clause, span = stands(
            trails[row.language],
            row.clause_id,
            Span(row.start, row.end),
            since=row.wording_number,
            operation=row.operation,
        )
        by_clause[clause].append((around, span))
    return by_clause


def _placed_drafts(rows: list[DraftPosition], trails: Trails) -> dict[object, list[tuple[DraftPosition, Span | None]]]:
    by_clause: dict[object, list[tuple[DraftPosition, Span | None]]] = defaultdict(list)
    for row in rows:
        clause, span = stands(
            trails[row.language],
            row.clause_id,
            Span(row.start, row.end),
            since=row.wording_number,
            operation=row.operation,
        )
        by_clause[clause].append((row, span))
    return by_clause


_HELD = Package.clauses.through._default_manager.filter(clause=OuterRef("pk"), package__ended_at=None)
_AGREED = Agreement.objects.filter(clause=OuterRef("pk"), reopened_at=None).order_by("-at")
# The standing package of a clause and the agreement on it come with the clause: there is one of each at most.
_WITH_IT = {
    "package_key": Subquery(_HELD.values("package_id")[:1]),
    "package_title": Subquery(_HELD.values("package__title")[:1]),
    "has_pending_correction": Exists(
        EditorialCorrection.objects.filter(clause=OuterRef("pk"), state=CorrectionState.PENDING)
    ),
    "agreed_at": Subquery(_AGREED.values("at")[:1]),
    "agreed_wording": Subquery(_AGREED.values("wording_number")[:1]),
    "agreed_awaiting": Subquery(_AGREED.values("awaiting")[:1]),
}


def _agreement(clause: Any) -> Agreement | None:
    """The standing agreement on a clause, with its wording, its moment and the capitals awaited alone."""
    if clause.agreed_at is None:
        return None
    awaiting = clause.agreed_awaiting or []
    return Agreement(clause_id=clause.pk, wording_number=clause.agreed_wording, awaiting=awaiting, at=clause.agreed_at)


def _package(clause: Any) -> Package | None:
    """The standing package for which a clause is held, with its key and its title alone."""
    return Package(pk=clause.package_key, title=clause.package_title) if clause.package_key else None


_BEHIND = {"code": F("proposers__code"), "slug": F("proposers__slug"), "party": F("proposers__pk")}
# The questions of every page of a text, by its key.
_CLAUSES = Prepared(lambda text: Clause.objects.filter(text=text).annotate(**_WITH_IT).order_by("rank", "pk"), int)
_WORDINGS = Prepared(lambda text: Wording.objects.filter(clause__text=text).order_by("number"), int)
_STANCES = Prepared(
    lambda text: (
        PositionStance.objects.filter(position__clause__text=text)
        .order_by("at", "pk")
        .values_list("position_id", "party__code", "stance", "party_id", "at")
    ),
    int,
)
_POSITIONS = Prepared(
    lambda text: Position.objects.filter(clause__text=text).annotate(**_BEHIND).order_by("tabled_at", "pk"), int
)
_SILENT = Prepared(
    lambda text: Silence.objects.filter(text=text, concluded_at=None, breaks__isnull=True).values_list("clauses"), int
)


def silent_clauses(text: Text) -> set[str]:
    """Ids of the clauses that a silence on some clauses is about, from its opening until it is broken or concluded."""
    return {key for (keys,) in _SILENT.rows(text.pk) for key in keys}


def _clause_view(
    clause: Clause,
    *,
    number: str,
    names: Mapping[object, str],
    text: Text,
    wordings: list[Wording],
    positions: list[tuple[_Around, Span | None]],
    drafts: list[tuple[DraftPosition, Span | None]],
    agreement: Agreement | None,
    spoken: Mapping[str, Saying],
    package: Package | None,
    is_silent: bool,
    viewer: Viewer,
) -> ClauseView:
    own = [wording for wording in wordings if wording.language == text.language]
    current = own[-1] if own else Wording(words="", number=0)
    versions = current_versions(wordings, text.language)
    others = {row.language: Worded(row.number, row.words) for row in wordings if row.language != text.language}
    in_language = {"": current.words, **{code: each.words for code, each in others.items()}}
    views = [
        _position_view(row, span, in_language.get(row.position.language, ""), viewer, names) for row, span in positions
    ]
    live = tuple(view for view in views if view.is_live)
    marks = tuple(mark for view in live if not view.held.language and (mark := view.mark(current.words)))
    is_agreed = agreement is not None and agreement.wording_number == current.number
    said = words_of(spoken, mark_of([(clause.pk, current.number)])) if spoken else ()
    awaiting: tuple[str, ...] = ()
    if text.state not in PUBLIC_STATES and (said or agreement is not None):
        made = agreement if is_agreed else None
        awaiting = rules.awaited(said, agreed_at=made.at if made else None, named=made.awaiting if made else ())
    return ClauseView(
        clause=clause,
        number=number,
        words=current.words,
        wording=current.number,
        versions=versions,
        status=rules.clause_status(
            text_state=text.state,
            is_deleted=clause.is_deleted,
            live=[view.held for view in live],
            agreed_at_wording=agreement.wording_number if agreement else None,
            wording=current.number,
            is_opened=bool(views),
            is_awaited=bool(awaiting),
            is_refused=not is_agreed and any(each.kind == ConsentKind.CANNOT for each in said),
            is_held=package is not None,
            is_closed=clause.is_closed,
            is_under_silence=is_silent,
        ),
        marks=marks,
        live=live,
        ended=tuple(view for view in views if not view.is_live),
        drafts=tuple(_draft_view(draft, span, in_language.get(draft.language, ""), names) for draft, span in drafts),
        awaiting=awaiting,
        is_agreed=is_agreed,
        package=package,
        notes=tuple(
            sorted(
                (view.held.span.start, view.held.words)
                for view in views
                if view.held.operation == Operation.FOOTNOTE
                and view.position.outcome == Outcome.ACCEPTED
                and view.held.span is not None
            )
        ),
        others=others,
        stale=stale_versions(wordings, text.language),
        versions_worth=worth(wordings),
        changed_at=current.made_at if current.number > 1 else None,
        agreed_at=agreement.at if agreement else None,
        spoken=said,
    )


def _position_view(
    around: _Around, span: Span | None, words: str, viewer: Viewer, names: Mapping[object, str]
) -> PositionView:
    position, proposers, stances = around.position, around.proposers, around.stances
    by_stance: dict[str, list[str]] = {}
    own_stance = ""
    for code, (what, key) in sorted(stances.items()):
        by_stance.setdefault(what, []).append(code)
        if key == viewer.party_id:
            own_stance = what
    held = rules.Held(
        key=str(position.id),
        operation=Operation(position.operation),
        span=span,
        proposers=tuple([slug for _, slug, _ in proposers]),
        is_chair=position.is_chair,
        supporters=tuple(by_stance.get(Stance.SUPPORT, ())),
        opponents=tuple(by_stance.get(Stance.OPPOSE, ())),
        words=position.words,
        target=position.target_id,
        acceptors=tuple(by_stance.get(Stance.COULD_ACCEPT, ())),
        beside=tuple(position.instead_of) if position.is_chair else (),
        language=position.language,
    )
    return PositionView(
        position=position,
        held=held,
        codes=tuple([code for code, _, _ in proposers]) or (CHAIR,),
        before=words[span.start : span.end] if span else "",
        is_own=viewer.party_id in [key for _, _, key in proposers],
        own_stance=own_stance,
        stance_at=around.stance_at,
        where=_where(position, span, words, names),
        let_go=_codes(position.let_go_by) if position.let_go_by else frozenset(),
    )


def _codes(slugs: Iterable[str]) -> frozenset[str]:
    codes = parties.forum().codes
    return frozenset(codes.get(slug, slug) for slug in slugs)


def _draft_view(draft: DraftPosition, span: Span | None, words: str, names: Mapping[object, str]) -> DraftView:
    return DraftView(draft, span, words[span.start : span.end] if span else "", _where(draft, span, words, names))


def _where(row: Position | DraftPosition, span: Span | None, words: str, names: Mapping[object, str]) -> str:
    """The clause behind which one moves; the words around the place where one is cut, or where a note stands."""
    if row.operation == Operation.MOVE:
        return names.get(row.target_id, "")
    if row.operation not in (Operation.SPLIT, Operation.FOOTNOTE) or span is None:
        return ""
    before, after = words[: span.start], words[span.start :]
    left = f"…{before[-_AROUND:]}" if len(before) > _AROUND else before
    right = f"{after[:_AROUND]}…" if len(after) > _AROUND else after
    return f"{left}[^]{right}"


def _last_words(wordings: list[Wording], language: str) -> str:
    return next((row.words for row in reversed(wordings) if row.language == language), "")


def words_in_force(clause: Clause) -> str:
    """The negotiated words of a clause, as ``negotiation`` gives them; empty where it has none. For who was shown it."""
    rows = Wording.objects.filter(clause=clause, language=clause.text.language).order_by("-number")
    return rows.values_list("words", flat=True).first() or ""


def standing_at(row: Position | DraftPosition) -> tuple[Clause, Span | None]:
    """The clause on which a position or an own draft stands today, and where; see ``stands``. For acts."""
    text = row.clause.text
    rows: dict[object, list[Wording]] = defaultdict(list)
    for wording in Wording.objects.filter(clause__text=text, language=row.language or text.language).order_by("number"):
        rows[wording.clause_id].append(wording)
    trails = {pk: Trail(each) for pk, each in rows.items()}
    clause, span = stands(
        trails, row.clause_id, Span(row.start, row.end), since=row.wording_number, operation=row.operation
    )
    return Clause.objects.select_related("text").get(pk=str(clause)), span
