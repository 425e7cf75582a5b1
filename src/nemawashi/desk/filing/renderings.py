"""A negotiation, as its reader sees it, as the values that files are made of and read against."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language, ngettext

from nemawashi.access.viewers import Viewer
from nemawashi.kit.brackets import writing
from nemawashi.kit.clauses.bracketing import notation
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import CHAIR, BaseClause, Proposed, Tabled
from nemawashi.kit.languages import name_of
from nemawashi.kit.papers import amending
from nemawashi.kit.sent import ASIDE
from nemawashi.kit.word.negotiated import asked_for
from nemawashi.parties import queries as parties
from nemawashi.texts.models import Text
from nemawashi.texts.queries import ClauseView, DraftView, Negotiation, PositionView, base_clauses, negotiation
from nemawashi.texts.terms import ClauseKind

Notes = dict[str, tuple[tuple[int, str], ...]]


def clauses(whole: Negotiation) -> list[BaseClause]:
    """The clauses that stand, at the words of today."""
    return [_base(view) for view in whole.standing]


def _base(view: ClauseView) -> BaseClause:
    return BaseClause(str(view.clause.pk), view.number, str(view.clause.kind), ((view.wording, view.words),))


def notes(whole: Negotiation) -> Notes:
    """The footnotes agreed on each clause."""
    return {str(view.clause.pk): view.notes for view in whole.standing if view.notes}


def tabled(whole: Negotiation) -> list[Tabled]:
    """All live positions on the words that stand in ``whole``, each on the clause on which it stands today.

    What stands on a clause that is gone, such as a reserve on the whole text, stands on the first clause.
    """
    standing = whole.standing
    positions = []
    for view in whole.clauses:
        place = standing[0] if view.clause.is_deleted and standing else view
        for row in view.live:
            if view.clause.is_deleted and not row.held.operation.is_on_text:
                continue
            positions.append(_tabled(row, place, standing))
    return positions


def _tabled(row: PositionView, view: ClauseView, standing: list[ClauseView]) -> Tabled:
    held = row.held
    span = held.span if held.operation.has_place or held.operation == Operation.COMMENT else None
    target = str(held.target or "")
    is_target_gone = bool(target) and all(str(each.clause.pk) != target for each in standing)
    proposal = Proposed(
        str(view.clause.pk),
        held.operation,
        wording=_wording(view, held.language),
        start=span.start if span else 0,
        end=span.end if span else 0,
        words=held.words,
        target="" if is_target_gone else target,
        parties=row.codes if not held.is_chair else (CHAIR,),
        supporters=row.supporters,
        opponents=row.opponents,
        why=str(row.position.why),
        language=held.language,
    )
    return Tabled(proposal, row.position.tabled_at, row.acceptors, is_stale=held.span is None or is_target_gone)


def _wording(view: ClauseView, language: str) -> int:
    """The number of the words in force, in ``language`` or, where it is empty, in that of the negotiation."""
    return view.others[language].number if language else view.wording


def drafts(whole: Negotiation, *, code: str) -> list[Tabled]:
    """The drafts of the viewer's own delegation, under the name of the party and the word ``draft``."""
    return [_drafted(row, view, f"{code}, draft") for view in whole.standing for row in view.drafts]


def _drafted(row: DraftView, view: ClauseView, author: str) -> Tabled:
    draft, span = row.draft, row.span
    operation = Operation(draft.operation)
    spanned = span if operation.has_place else None
    proposal = Proposed(
        str(view.clause.pk),
        operation,
        wording=_wording(view, draft.language),
        start=spanned.start if spanned else 0,
        end=spanned.end if spanned else 0,
        words=str(draft.words),
        target=str(draft.target_id or ""),
        parties=(author,),
        why=str(draft.why),
        language=draft.language,
    )
    return Tabled(proposal, draft.changed_at, is_stale=span is None)


def compilation(whole: Negotiation, *, is_streamlined: bool = False, note: str = "") -> str:
    """The text in brackets with everything that is tabled on it, as ``kit.brackets`` writes and reads it.

    ``note`` stands above it and is no part of it.
    """
    make = writing.streamlined if is_streamlined else writing.compilation
    made = make(clauses(whole), [row.asked for row in tabled(whole) if not row.is_stale])
    return f"{note}\n\n{made}" if note else made


def left_out(whole: Negotiation, language: str, *, code: str = "") -> str:
    """What a file on the words in ``language`` does not hold: how many positions on words in others, and on which clauses.

    With ``code`` of the positions and drafts of that party alone. Empty where nothing is left out.
    """
    held = {str(view.clause.pk): view for view in whole.in_language(language).standing}
    places, languages, number = [], set(), 0
    for view in whole.standing:
        own = held.get(str(view.clause.pk))
        kept = {row.position.pk for row in own.live} | {row.draft.pk for row in own.drafts} if own else set()
        rows = [row.held.language for row in view.live if row.position.pk not in kept and (not code or code in row.codes)]
        rows += [row.draft.language for row in view.drafts if code and row.draft.pk not in kept]
        if rows:
            number += len(rows)
            places.append(view.number or str(ClauseKind(view.clause.kind).label))
            languages |= {each or whole.text.language for each in rows}
    if not number:
        return ""
    reader = get_language() or "en"
    spoken = ", ".join(name_of(each, reader) for each in sorted(languages))
    said = ngettext(
        "Not in this file: %(n)s position on words in another language (%(languages)s). It stands on: %(places)s.",
        "Not in this file: %(n)s positions on words in another language (%(languages)s). They stand on: %(places)s.",
        number,
    )
    return f"{ASIDE} {said % {'n': number, 'languages': spoken, 'places': '; '.join(places)}}"


def amended(text: Text, whole: Negotiation, *, at: dt.datetime, address: str, note: str = "") -> amending.Draft:
    """The text with every position ever tabled on its clauses, for Akoma Ntoso; ``note``: of what is left out."""
    standing = whole.standing
    rows = [
        (row, view)
        for view in standing
        for row in sorted((*view.live, *view.ended), key=lambda row: row.position.tabled_at)
    ]
    return amending.Draft(
        slug=str(text.slug),
        title=str(text.title),
        type=str(text.type),
        language=whole.language or str(text.language),
        at=at,
        clauses=tuple(
            amending.clause(
                str(view.clause.pk),
                view.number,
                str(view.clause.kind),
                view.words,
                whole.language or str(text.language),
                view.notes,
            )
            for view in standing
        ),
        nodes={str(view.clause.pk): view.nodes for view in standing},
        amendments=tuple(_amendment(row, view) for row, view in rows),
        address=address,
        symbol=str(text.symbol),
        left_out=note.removeprefix(ASIDE).strip(),
        dialogue=str(text.dialogue.name),
        dialogue_slug=str(text.dialogue.slug),
        names={party.code: str(party.names.get("en", party.code)) for party in parties.participants()},
    )


def _amendment(row: PositionView, view: ClauseView) -> Tabled:
    asked = Proposed(
        str(view.clause.pk),
        row.held.operation,
        wording=view.wording,
        words=row.held.words,
        parties=row.codes,
        supporters=row.supporters,
        opponents=row.opponents,
        why=str(row.position.why),
    )
    return Tabled(
        asked,
        row.position.tabled_at,
        row.acceptors,
        key=str(row.position.pk),
        before=row.before if row.is_live else "",
        outcome=str(row.position.outcome),
    )


def own_code(viewer: Viewer) -> str:
    """The code of the viewer's party; empty for those who speak for none."""
    return next((party.code for party in parties.participants() if party.slug == viewer.party), "")


@dataclass(frozen=True)
class Ground:
    """What a file is read against. ``known``: renderings of a clause other than its words, which a file may begin from.

    ``authors``: names under which our own files carry the changes of parties. ``signatures``: what is tabled, or drafted
    by the own delegation, already. ``whose``: the delegation that asks. ``others``: the clauses in other languages, and
    ``known_in`` what else these may begin from.
    """

    whose: str
    clauses: tuple[BaseClause, ...]
    known: Mapping[str, tuple[str, ...]]
    authors: frozenset[str]
    signatures: frozenset[tuple[object, ...]]
    language: str = ""
    others: Mapping[str, tuple[BaseClause, ...]] = field(default_factory=dict)
    known_in: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def stands_already(self, proposed: Proposed) -> bool:
        return _signature(proposed) in self.signatures


def ground(text: Text, *, viewer: Viewer) -> Ground:
    """What the files of a delegation are read against: the text as it stands and as it stood, with its own drafts."""
    whole = negotiation(text, viewer=viewer)
    codes = [party.code for party in parties.participants()]
    signatures = {_signature(row) for row in _standing_proposals(whole)}
    others = {
        code: tuple(base_clauses(text, viewer=viewer, language=code))
        for code in sorted(text.languages)
        if code != text.language
    }
    return Ground(
        whose=viewer.whose,
        clauses=tuple(base_clauses(text, viewer=viewer)),
        known=_known(whole),
        authors=frozenset([*codes, *(f"{code}, draft" for code in codes), CHAIR]),
        signatures=frozenset(signatures),
        language=str(text.language),
        others=others,
        known_in={code: _known(whole.in_language(code)) for code in others},
    )


def _known(whole: Negotiation) -> dict[str, tuple[str, ...]]:
    """Clauses with their brackets, as our own files write them."""
    return {str(view.clause.pk): (notation(view.nodes),) for view in whole.standing if view.live}


def _standing_proposals(whole: Negotiation) -> Iterable[Proposed]:
    """Positions and own drafts as they stand today and as they were first put; ended positions, too."""
    standing = whole.standing
    for view in whole.standing:
        for row in (*view.live, *view.ended):
            yield _tabled(row, view, standing).asked
            yield _as_put(row.position, str(view.clause.pk), row.position.words)
        for draft in view.drafts:
            yield _drafted(draft, view, "").asked
            yield _as_put(draft.draft, str(view.clause.pk), str(draft.draft.words))


def _as_put(row: Any, key: str, words: str) -> Proposed:
    """A position, or a draft, on the wording on which it was first put."""
    target = str(row.target_id or "")
    return Proposed(
        key, Operation(row.operation), row.wording_number, row.start, row.end, words, target, language=str(row.language)
    )


def _signature(proposed: Proposed) -> tuple[object, ...]:
    return (proposed.wording if proposed.operation.has_place else 0, proposed.language, *asked_for(proposed))
