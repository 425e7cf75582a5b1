"""A negotiation as one viewer sees it: clauses, positions and drafts as values."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from nemawashi.kit.clauses.bracketing import Node, PositionMark, bracketed
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.sealing import digest
from nemawashi.kit.clauses.spans import Span
from nemawashi.texts import rules
from nemawashi.texts.models import Clause, Package, Position, Text
from nemawashi.texts.positions import DraftPosition
from nemawashi.texts.queries.asking import drafts_mark_of
from nemawashi.texts.queries.sayings import mark_of
from nemawashi.texts.terms import ClauseStatus, ConsentKind, Outcome, Stance

__all__ = ["ClauseView", "DraftView", "Negotiation", "OpenConsent", "PositionView", "words_mark"]


_EVER = dt.datetime.min.replace(tzinfo=dt.UTC)  # when a party that was named as awaiting said so: nobody knows


@dataclass(frozen=True)
class DraftView:
    """A draft of the viewer's own delegation. ``before``: the words it touches, as they stand now.

    ``where`` is told as with a tabled position.
    """

    draft: DraftPosition
    span: Span | None
    before: str
    where: str = ""

    @property
    def needs_care(self) -> bool:
        """Whether the words beneath were changed since it was drafted."""
        return self.span is None


class Worded(NamedTuple):
    """The last words of a clause in one language, also where they do not follow the words negotiated, and their number."""

    number: int
    words: str


class PositionView(NamedTuple):
    """A tabled position with the codes of the parties around it; ``before`` are the words it touches.

    ``where`` are the clause behind which one moves, or the words around the place of a cut or of a note.
    """

    position: Position
    held: rules.Held
    codes: tuple[str, ...]
    before: str
    is_own: bool
    own_stance: str
    stance_at: dt.datetime | None = None
    where: str = ""
    let_go: frozenset[str] = frozenset()  # codes of those behind it that let it go since the chair asked

    @property
    def is_live(self) -> bool:
        return self.position.outcome == Outcome.LIVE

    def mark(self, words: str) -> PositionMark | None:
        """Its bracket in ``words``, those of its clause in its language; None where it has none."""
        held, operation = self.held, self.held.operation
        is_bracketed = operation.is_spanned or operation.is_whole or operation == Operation.PLACEHOLDER
        if held.span is None or not is_bracketed:
            return None
        span = Span(0, len(words)) if operation.is_whole else held.span
        put = held.words if operation.takes_words else ""
        return PositionMark(
            held.key, self.codes, span.start, span.end, put, operation.takes_out, self.supporters, self.opponents
        )

    @property
    def moved_at(self) -> dt.datetime:
        """When it last moved: it was tabled, somebody took a stance on it, or it ended."""
        position = self.position
        return max(at for at in (position.tabled_at, position.outcome_at, self.stance_at) if at is not None)

    @property
    def behind(self) -> frozenset[str]:
        """Codes of the parties that stand behind it: its proposers and supporters; nobody behind the chair's words."""
        return frozenset() if self.held.is_chair else frozenset((*self.codes, *self.held.supporters))

    @property
    def is_behind(self) -> bool:
        """Whether the viewer's party stands behind it."""
        return self.is_own or self.own_stance == Stance.SUPPORT

    @property
    def supporters(self) -> tuple[str, ...]:
        return self.held.supporters

    @property
    def opponents(self) -> tuple[str, ...]:
        return self.held.opponents

    @property
    def acceptors(self) -> tuple[str, ...]:
        return self.held.acceptors


@dataclass(frozen=True)
class ClauseView:
    """A clause with everything around it that the viewer may see. ``marks``: what of it stands in brackets.

    ``others``: its words in languages that are not the one of the negotiation; positions may be about them, too.
    """

    clause: Clause
    number: str
    words: str
    wording: int
    versions: dict[str, str]
    status: ClauseStatus
    marks: tuple[PositionMark, ...]
    live: tuple[PositionView, ...]
    ended: tuple[PositionView, ...]
    drafts: tuple[DraftView, ...] = ()
    awaiting: tuple[str, ...] = ()
    is_agreed: bool = False
    package: Package | None = None
    notes: tuple[tuple[int, str], ...] = ()
    others: Mapping[str, Worded] = field(default_factory=dict)
    stale: tuple[str, ...] = ()
    versions_worth: dict[str, str] = field(default_factory=dict)
    changed_at: dt.datetime | None = None
    agreed_at: dt.datetime | None = None
    spoken: tuple[rules.Heard, ...] = ()  # the newest word of each party that said whether it can join consensus here

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The tree of brackets, computed when somebody asks for it."""
        return bracketed(self.words, self.marks)

    @property
    def asked_in(self) -> frozenset[str]:
        """Languages besides the one of the negotiation in which other words are asked for."""
        return frozenset(row.held.language for row in self.live if row.held.language)

    def words_in(self, language: str) -> str:
        """Its words in a language; empty is that of the negotiation."""
        return self.others[language].words if language else self.words

    def in_language(self, language: str) -> "ClauseView":
        """The clause as if ``language`` were negotiated, with what is asked of these words and of the clause as a whole.

        Empty is the language that is; then what is asked of words in others is left out.
        """
        live = tuple(row for row in self.live if _concerns(row.held.operation, row.held.language, language))
        ended = tuple(row for row in self.ended if _concerns(row.held.operation, row.held.language, language))
        drafts = tuple(
            row for row in self.drafts if _concerns(Operation(row.draft.operation), row.draft.language, language)
        )
        rest: dict[str, Any] = {"live": live, "ended": ended, "drafts": drafts}
        if not language:
            return replace(self, **rest)
        number, words = self.others[language]
        marks = tuple(mark for row in live if (mark := row.mark(words)))
        return replace(self, words=words, wording=number, marks=marks, notes=(), **rest)

    def is_changed_since(self, moment: dt.datetime) -> bool:
        """Whether its words, a position on it or its agreement moved after ``moment``; own drafts do not count."""
        return self.moved_at is not None and self.moved_at > moment

    @property
    def moved_at(self) -> dt.datetime | None:
        """When last its words, a position on it or its agreement moved."""
        moments = (self.changed_at, self.agreed_at, *(row.moved_at for row in (*self.live, *self.ended)))
        return max((at for at in moments if at is not None), default=None)

    @cached_property
    def reconciled(self) -> frozenset[str]:
        """Keys of the live positions in whose place the chair proposes words, as long as nobody opposes these."""
        return frozenset(key for row in self.live if row.held.beside and not row.opponents for key in row.held.beside)

    @cached_property
    def held(self) -> tuple[rules.Held, ...]:
        """What rules need of its live positions, gathered once: the chair's rules ask for it at each of them."""
        return tuple(view.held for view in self.live)

    def alike(self) -> frozenset[object]:
        """Keys of the live positions that ask for nearly what another one asks for; the chair may streamline them."""
        held = self.held
        pairs = [(one, other) for at, one in enumerate(held) for other in held[at + 1 :]]
        like = [pair for pair in pairs if rules.alike(*pair, clause=self.words_in(pair[0].language)) >= rules.LEAST_ALIKE]
        return frozenset(each.key for pair in like for each in pair)

    @property
    def parties(self) -> set[str]:
        """Codes of the parties that ask for something on this clause, or take a stance on it."""
        return {code for row in self.live for code in (*row.codes, *row.supporters, *row.opponents, *row.acceptors)}


def _concerns(operation: Operation, own: str, language: str) -> bool:
    """Whether what is asked is asked of words in ``language``, or of the clause whatever its words are."""
    is_of_the_clause = not own and not (operation.takes_words and operation.can_be_accepted) and not operation.has_place
    return own == language or (is_of_the_clause and operation != Operation.COMMENT)


def words_mark(views: Iterable[ClauseView]) -> str:
    """A mark that changes with the words of these clauses, with their order and with what was deleted; see ``Consent``."""
    return mark_of((view.clause.pk, view.wording) for view in views if not view.clause.is_deleted)


class OpenConsent(NamedTuple):
    """A word of a party that stands in the way of consensus. ``where``: the number of the clause, empty for the text."""

    subject: str
    where: str
    spoken: rules.Heard

    @property
    def key(self) -> str:
        """How a form, and the log, name it."""
        return f"{self.subject}:{self.spoken.party}"


@dataclass(frozen=True)
class Negotiation:
    """A text clause by clause, as one viewer sees it. ``on_text`` and ``on_packages``: as ``spoken`` of a clause.

    ``language``: of the words that stand in it as those of the clauses. ``own``: keys and versions of the drafts of the
    viewer's delegation that were read; of ``closed_drafts`` no key of this server tells on which text they are.
    """

    text: Text
    clauses: list[ClauseView] = field(default_factory=list)
    on_text: tuple[rules.Heard, ...] = ()
    on_packages: Mapping[int, tuple[rules.Heard, ...]] = field(default_factory=dict)
    language: str = ""
    own: tuple[tuple[object, int], ...] = ()
    closed_drafts: int = 0

    def in_language(self, language: str) -> "Negotiation":
        """As one who negotiates ``language`` would see it: the clauses that are worded in it; see ``ClauseView``."""
        code = "" if language == self.text.language else language
        views = [view.in_language(code) for view in self.clauses if not code or code in view.others]
        return replace(self, clauses=views, language=language)

    def of_package(self, package: int) -> list[ClauseView]:
        """The clauses that are held for a package."""
        return [view for view in self.standing if view.package is not None and view.package.pk == package]

    def open_consents(self, views: Iterable[ClauseView] = ()) -> list[OpenConsent]:
        """Every word that stands in the way of consensus on these clauses; with none of them, on the whole text."""
        views = list(views)
        rows = [] if views else [OpenConsent(self.text.ref, "", each) for each in self.on_text if each.is_open]
        for view in views or self.standing:
            said = {each.party: each for each in view.spoken}
            waiting = [said.get(slug) or rules.Heard(slug, ConsentKind.AWAITS, _EVER) for slug in view.awaiting]
            against = [said[slug] for slug in rules.out_of_consensus(view.spoken)] if not view.is_agreed else []
            rows += [OpenConsent(view.clause.ref, view.number, each) for each in (*against, *waiting)]
        return rows

    @property
    def standing(self) -> list[ClauseView]:
        return [view for view in self.clauses if not view.clause.is_deleted]

    @property
    def open_clauses(self) -> int:
        """Clauses on which something that a party asks for stands open, held ones included, and general reserves."""
        clauses = sum(not rules.is_clean(view.held) or view.status == ClauseStatus.HELD for view in self.standing)
        return clauses + len(self.general_reserves)

    @property
    def general_reserves(self) -> list[PositionView]:
        """Live reserves on the text as a whole; they stand on whichever clause they were drafted at."""
        return [row for view in self.clauses for row in view.live if row.held.operation.is_on_text]

    @cached_property
    def aiming(self) -> dict[object, list[rules.Held]]:
        """Live positions that mean a second clause, by its key: that to merge with, or that behind which one moves."""
        rows: dict[object, list[rules.Held]] = {}
        for view in self.standing:
            for held in view.held:
                if held.target is not None:
                    rows.setdefault(held.target, []).append(held)
        return rows

    @property
    def brackets(self) -> int:
        """How many live positions stand in the way of a clean text: the measure of progress."""
        return sum(row.held.operation.blocks for view in self.clauses for row in view.live)

    @property
    def drafts_mark(self) -> str:
        """As ``own_drafts_mark``, from what was read already."""
        return drafts_mark_of(self.own)

    def find(self, position: object) -> tuple[ClauseView, PositionView] | None:
        """A position and the clause on which it stands today, by its key; None where there is no such position."""
        for view in self.clauses:
            for row in (*view.live, *view.ended):
                if row.position.pk == position:
                    return view, row
        return None

    def of(self, clause: object) -> ClauseView:
        """The view of a clause by its key. Raises StopIteration where the text has no such clause."""
        return next(view for view in self.clauses if view.clause.pk == clause)

    def after(self, view: ClauseView) -> ClauseView | None:
        """The next standing clause."""
        standing = self.standing
        at = next((n for n, each in enumerate(standing) if each is view), None)
        return standing[at + 1] if at is not None and at + 1 < len(standing) else None

    def snapshot(self) -> list[dict[str, object]]:
        """The clauses in order, as a revision keeps them."""
        return [
            {
                "clause": str(view.clause.pk),
                "number": view.number,
                "kind": str(view.clause.kind),
                "words": dict(sorted(view.versions.items())),
                **({"notes": [list(note) for note in view.notes]} if view.notes else {}),
            }
            for view in self.standing
        ]

    @property
    def wanting(self) -> dict[str, list[ClauseView]]:
        """Languages into which a part of the text is translated, each with the clauses without words that still hold.

        Such a version is not sealed at adoption.
        """
        begun = sorted({code for view in self.standing for code in (*view.versions, *view.stale)})
        lacking = {code: [view for view in self.standing if code not in view.versions] for code in begun}
        return {code: views for code, views in lacking.items() if views}

    def digests(self) -> dict[str, str]:
        """SHA-256 of the canonical bytes of every language in which every clause has words."""
        languages = {language for view in self.standing for language in view.versions}
        whole = [lang for lang in sorted(languages) if all(lang in view.versions for view in self.standing)]
        return {lang: digest(self._lines(lang)) for lang in whole}

    def _lines(self, language: str) -> Iterator[tuple[str, str, str]]:
        """What is sealed: each clause, and the notes to it as lines of their own."""
        for view in self.standing:
            yield view.number, str(view.clause.kind), view.versions[language]
            for place, words in view.notes:
                yield f"{view.number}@{place}", "footnote", words
