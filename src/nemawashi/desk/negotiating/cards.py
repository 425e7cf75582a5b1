"""Cards of positions, written without a template: a text may have thousands of them on one page.

Every function gives HTML as a plain string, in which ``escape`` was put around whatever somebody wrote.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from nemawashi.access import clock
from nemawashi.access.rules import Possible
from nemawashi.access.states import States
from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting.buttons import offered_in
from nemawashi.desk.negotiating.gaps import Gaps
from nemawashi.desk.negotiating.workspace import named
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.dates import moment_in_words
from nemawashi.kit.languages import name_of
from nemawashi.lineage.queries import Precedent
from nemawashi.texts.queries import ClauseView, DraftView, Negotiation, PositionView, possible
from nemawashi.texts.terms import OPERATION_LABELS, Outcome

Known = Mapping[str, Precedent]


@dataclass(frozen=True)
class Page:
    """What all cards of one page share, looked up once: there may be thousands of them.

    ``own``: the code of the viewer's party; ``back``: where the acts lead afterwards; ``known``: agreed clauses by the
    references in positions; ``alike``: keys of the positions that the chair may streamline; ``instructions``: those of the
    viewer's own capital by position, which stay sealed; ``gaps``: of a page that is rendered for several people.
    """

    whole: Negotiation
    viewer: Viewer
    language: str
    own: str = ""
    back: str = ""
    known: Known = field(default_factory=dict)
    alike: frozenset[object] = frozenset()
    instructions: Mapping[object, str] = field(default_factory=dict)
    gaps: Gaps | None = None

    @cached_property
    def reconciled(self) -> frozenset[str]:
        """Keys of all live positions in whose place the chair proposes words that nobody opposes."""
        return frozenset(key for view in self.whole.clauses for key in view.reconciled)

    @cached_property
    def on_positions(self) -> possible.OnPositions:
        asked = any(row.position.answer_by for view in self.whole.clauses for row in view.live)
        return possible.OnPositions(self.whole, viewer=self.viewer, at=clock.database_moment() if asked else None)


FROM = gettext_noop("These words: from")
SUPPORTED, OPPOSED = gettext_noop("supported by"), gettext_noop("opposed by")
BEHIND = gettext_noop("behind")
INSTRUCTION = gettext_noop("Instruction")
INSTEAD = gettext_noop("The chair proposes other words instead")
ASKED, LET_GO = gettext_noop("The chair asks to let it go"), gettext_noop("let go by")
SILENT = gettext_noop("Who does not answer until %(moment)s has let it go.")
ACCEPTED, SEALED = gettext_noop("could be accepted by"), gettext_noop("sealed: only your delegation")


# Words are looked up once for each language and not for each card. Lazy words are no keys: hashing one translates it.


@lru_cache(maxsize=256, typed=True)  # typed, because words of two nouns may be spelled alike
def _label(word: Operation | States, language: str) -> str:
    """The label of a word of the terms, escaped."""
    return escape(str(OPERATION_LABELS[word] if isinstance(word, Operation) else word.label))


@lru_cache(maxsize=64)
def said(words: str, language: str) -> str:
    """Words of ours in the language of the page, escaped."""
    return escape(gettext(words))


def _line(css: str, words: str) -> str:
    return f'<p class="{css}">{escape(words)}</p>' if words else ""


def _held(words: str, codes: Sequence[str], language: str) -> str:
    if not codes:
        return ""
    return f'<p class="position__with">{said(words, language)} {escape(", ".join(codes))}</p>'


def _words(before: str, words: str, *, is_added: bool, tongue: str = "") -> str:
    """What goes and what comes. ``tongue``: their language, where that is not the one of the negotiation."""
    lang = f' lang="{escape(tongue)}"' if tongue else ""
    gone = f"<del>{escape(before)}</del> " if before else ""
    new = (f"<ins>{escape(words)}</ins>" if is_added else escape(words)) if words else ""
    return f'<p class="position__words"{lang}>{gone}{new}</p>'


def _tongue(code: str, language: str) -> str:
    """In which language the words are that it is about, where that is not the one of the negotiation."""
    return f' <span class="tag">{escape(name_of(code, language))}</span>' if code else ""


def _where(operation: str, where: str, language: str) -> str:
    """The clause behind which one moves, or where in the clause a cut or a note is meant."""
    if not where:
        return ""
    place = f"{said(BEHIND, language)} {escape(where)}" if operation == Operation.MOVE else escape(where)
    return f'<p class="position__with">{place}</p>'


@lru_cache(maxsize=64, typed=True)
def state(value: States, language: str) -> str:
    """A state as its word, in its tone."""
    return f'<span class="state" data-tone="{value.tone}">{_label(value, language)}</span>'


def _codes(codes: tuple[str, ...], *, own: bool) -> str:
    mine = " party--mine" if own else ""
    return "".join(f'<span class="party{mine}">{escape(named(code))}</span>' for code in codes)


def _origin(taken_from: str, known: Known, language: str) -> str:
    """Which agreed clauses the words were taken from, each with a link to its lineage."""
    if not taken_from:
        return ""
    links = [
        f'<a href="{escape(reverse("portal:lineage", args=ref.split("/")))}">{escape(_cited(known.get(ref)))}</a>'
        for ref in taken_from.split()
    ]
    return f'<p class="position__with">{said(FROM, language)} {"; ".join(links)}</p>' if links else ""


def _cited(row: Precedent | None) -> str:
    if row is None:
        return gettext("an agreed paragraph")
    return row.cited


def position_card(row: PositionView, page: Page, *, acts: Iterable[Possible]) -> str:
    """A tabled position as everybody of the negotiation sees it, with the ``acts`` that are possible on it."""
    position, held, language, known = row.position, row.held, page.language, page.known
    kind = "chair" if position.is_chair else position.outcome
    instruction = page.instructions.get(position.pk, "") if page.instructions else ""
    return (
        f'<li class="position position--{kind}" id="p-{held.key}"><p class="position__head">'
        f"{_codes(row.codes, own=row.is_own)} {_label(held.operation, language)}{_tongue(held.language, language)} "
        f"{state(Outcome(position.outcome), language)}</p>"
        f"{_words(row.before, position.words, is_added=held.operation.can_be_accepted, tongue=held.language)}"
        f"{_where(position.operation, row.where, language)}"
        f"{_origin(position.taken_from, known, language)}{_line('position__note', position.why)}"
        f"{_held(SUPPORTED, held.supporters, language)}{_held(OPPOSED, held.opponents, language)}"
        f"{_held(ACCEPTED, held.acceptors, language)}"
        f"{_instead(row, page)}{_asked(row, page)}"
        f"{_line('position__note', position.outcome_why)}{_instruction(instruction, language)}"
        f"{offered_in(language, acts, page.back)}</li>"
    )


def _instead(row: PositionView, page: Page) -> str:
    """That the chair proposes other words in the place of a live position."""
    if row.held.key not in page.reconciled:
        return ""
    return f'<p class="position__note position__instead">{said(INSTEAD, page.language)}</p>'


def _asked(row: PositionView, page: Page) -> str:
    """That the chair asked to let the position go, why, until when silence is a yes, and who of those behind it has."""
    position, language = row.position, page.language
    if position.asked_at is None or not row.is_live:
        return ""
    let_go = _held(LET_GO, sorted(row.let_go), language)
    until = ""
    if position.answer_by:
        meeting = page.whole.text.meeting
        zone = (meeting.zone if meeting else "") or "UTC"
        moment = f"{moment_in_words(position.answer_by.astimezone(ZoneInfo(zone)), language[:2])} {zone}"
        until = f'<p class="position__with">{said(SILENT, language) % {"moment": escape(moment)}}</p>'
    return f'<p class="position__note"><b>{said(ASKED, language)}:</b> {escape(position.asked_why)}</p>{until}{let_go}'


def _instruction(words: str, language: str) -> str:
    """What the capital instructed, marked as sealed; it is not printed."""
    if not words:
        return ""
    sealed = f'<span class="sealed">{said(SEALED, language)}</span>'
    return f'<p class="position__note position__sealed"><b>{said(INSTRUCTION, language)}:</b> {escape(words)} {sealed}</p>'


def draft_card(row: DraftView, page: Page, *, acts: Iterable[Possible]) -> str:
    """A draft of the viewer's own delegation, marked as sealed."""
    draft: Any = row.draft
    operation = Operation(draft.operation)
    language = page.language
    note = escape(draft.instruction)
    instruction = f'<p class="position__note"><b>{said(INSTRUCTION, language)}:</b> {note}</p>' if note else ""
    care = gettext("The words beneath were changed; draft it again.") if row.needs_care else ""
    return (
        f'<li class="position position--draft"><p class="position__head">{_codes((page.own,), own=True)} '
        f"{_label(operation, language)}{_tongue(draft.language, language)} "
        f'<span class="sealed">{said(SEALED, language)}</span></p>'
        f"{_words(row.before, draft.words, is_added=operation.can_be_accepted, tongue=draft.language)}"
        f"{_where(draft.operation, row.where, language)}"
        f"{_origin(draft.taken_from, page.known, language)}{_line('field__error', care)}"
        f"{_line('position__note', draft.why)}{instruction}{offered_in(language, acts, page.back)}</li>"
    )


def folded(
    view: ClauseView,
    rows: Sequence[PositionView],
    page: Page,
    *,
    letters: Mapping[str, str],
    with_drafts: bool = True,
) -> str:
    """As ``listed``, each position in one line that opens: beside the words, which stand in the text.

    What asks something of the reader is open: an own draft, a position that the chair asks the own party to let go.
    """
    text, asked, alike = page.whole.text, page.on_positions, page.alike
    drafts = [
        draft_card(row, page, acts=possible.on_draft(text, view, row, viewer=page.viewer))
        for row in (view.drafts if with_drafts else ())
    ]
    tabled = [
        _folded(
            row,
            page,
            acts=asked.acts(view, row, is_like_another=row.held.key in alike),
            letter=letters.get(row.held.key, ""),
        )
        for row in rows
    ]
    return f'<ul class="positions">{"".join((*drafts, *tabled))}</ul>'


def _folded(row: PositionView, page: Page, *, acts: Iterable[Possible], letter: str) -> str:
    position, held, language, known = row.position, row.held, page.language, page.known
    kind = "chair" if position.is_chair else position.outcome
    mine = " position--mine" if row.is_own else ""
    is_asked = position.asked_at is not None and row.is_behind
    mark = f'<span class="mk">{letter}</span> ' if letter else ""
    said_why = position.why or ("" if held.operation.contests else position.words)
    why = f'<span class="position__why">{escape(said_why)}</span>' if said_why else ""
    return (
        f'<li class="position position--{kind}{mine}" id="p-{held.key}"><details{" open" if is_asked else ""}><summary>'
        f"{mark}{_codes(row.codes, own=row.is_own)} {_label(held.operation, language)}{_tongue(held.language, language)}"
        f"{_stances(row, language)}{why}"
        f"</summary>{_words(row.before, position.words, is_added=held.operation.can_be_accepted, tongue=held.language)}"
        f"{_where(position.operation, row.where, language)}"
        f"{_origin(position.taken_from, known, language)}"
        f"{_held(SUPPORTED, held.supporters, language)}{_held(OPPOSED, held.opponents, language)}"
        f"{_held(ACCEPTED, held.acceptors, language)}{_instead(row, page)}{_asked(row, page)}"
        f"{offered_in(language, acts, page.back)}</details></li>"
    )


def _stances(row: PositionView, language: str) -> str:
    """Who has spoken on a position, by signs; the words stand in the card when it is open."""
    held = row.held
    signs = [f"+ {code}" for code in held.supporters]
    signs += [f"○ {code}" for code in held.acceptors]
    signs += [f"− {code}" for code in held.opponents]
    return f' <span class="position__say" aria-hidden="true">{escape(" ".join(signs))}</span>' if signs else ""


def listed(view: ClauseView, rows: Sequence[PositionView], page: Page) -> str:
    """Our drafts on a clause, when ``rows`` are its live positions, and tabled positions after them."""
    text, asked, alike = page.whole.text, page.on_positions, page.alike
    drafts = [
        draft_card(row, page, acts=possible.on_draft(text, view, row, viewer=page.viewer))
        for row in (view.drafts if rows is view.live else ())
    ]
    tabled = [position_card(row, page, acts=asked.acts(view, row, is_like_another=row.held.key in alike)) for row in rows]
    return f'<ul class="positions">{"".join((*drafts, *tabled))}</ul>'
