"""The clauses of a text as its workspace shows them, written without a template: a text may have hundreds of them.

Every function gives HTML as a plain string, in which ``escape`` was put around whatever somebody wrote.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext_noop

from nemawashi.access.states import Tone
from nemawashi.desk.acting import buttons
from nemawashi.desk.negotiating import brackets, cards
from nemawashi.kit.clauses.operations import Operation
from nemawashi.parties import queries as parties
from nemawashi.texts import rules
from nemawashi.texts.queries import ClauseView, PositionView, possible
from nemawashi.texts.terms import OPEN_STATES, ClauseKind, ClauseStatus

OPEN, DRAFT, EDIT = gettext_noop("Open the paragraph"), gettext_noop("Other proposal"), gettext_noop("Edit the words")
IN_BRACKETS, NO_BRACKETS = gettext_noop("In brackets (%(n)s)"), gettext_noop("No brackets")
AWAITED, CLOSED, CHANGED = gettext_noop("%(parties)s awaited"), gettext_noop("closed"), gettext_noop("changed")
NEW = gettext_noop("new paragraph")
_PLAIN = (ClauseKind.TITLE, ClauseKind.HEADING)
_OF_THE_CHAIR = ("agree_ad_referendum", "offer_bridging_words")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def state(view: ClauseView, language: str) -> str:
    """How a clause stands, in words that cannot be misread: how many brackets, whose capital is awaited."""
    status = view.status
    count = _brackets_on(view)
    if status in (ClauseStatus.OPEN, ClauseStatus.CLEAN) or (status == ClauseStatus.CONTESTED and not count):
        return _told(Tone.OPEN, brackets.said(NO_BRACKETS, language), " state--none")
    if status == ClauseStatus.CONTESTED:
        return _told(Tone.WAITING, brackets.said(IN_BRACKETS, language) % {"n": count}, " state--brackets")
    if status == ClauseStatus.AD_REFERENDUM and view.awaiting:
        codes = parties.forum().codes
        awaited = escape(", ".join(codes.get(slug, slug) for slug in view.awaiting))
        waits = brackets.said(AWAITED, language) % {"parties": awaited}
        return _told(Tone.WAITING, f"{escape(str(status.label))}: {waits}")
    return cards.state(status, language)


def _brackets_on(view: ClauseView) -> int:
    """How many positions stand in the way of its own words; clauses proposed beside it stand for themselves."""
    return sum(row.held.operation.blocks for row in view.live if not _stands_beside(row))


def _told(tone: Tone, words: str, more: str = "") -> str:
    return f'<span class="state{more}" data-tone="{tone}">{words}</span>'


def rows(
    views: Iterable[ClauseView], page: cards.Page, *, since: dt.datetime | None, is_drafting: bool, beside: str = ""
) -> str:
    """Clauses one below the other with what is asked of them. ``since``: what moved after it is marked as changed.

    ``beside``: the language whose words stand beside those that are negotiated.
    """
    shared = _Shared(page, since, is_drafting, beside)
    return "".join(_row(view, shared) for view in views)


@dataclass(frozen=True)
class _Shared:
    """What all clauses of one page share; their addresses but for the key of the clause."""

    page: cards.Page
    since: dt.datetime | None
    is_drafting: bool
    beside: str

    @cached_property
    def address(self) -> str:
        return reverse("desk:clause", args=[self.page.whole.text.slug, _ANY]).removesuffix(f"{_ANY}/")

    @cached_property
    def drafting(self) -> str:
        return buttons.address("draft_position")

    @cached_property
    def back(self) -> str:
        return escape(f"?next={quote(self.page.back)}")

    def says(self, words: str) -> str:
        return cards.said(words, self.page.language)

    @cached_property
    def coming(self) -> dict[object, list[tuple[ClauseView, PositionView]]]:
        """Clauses that would move, by the key of the one behind which they would stand."""
        by_target: dict[object, list[tuple[ClauseView, PositionView]]] = defaultdict(list)
        for view in self.page.whole.standing:
            for row in view.live:
                if row.held.operation == Operation.MOVE:
                    by_target[row.held.target].append((view, row))
        return by_target

    @cached_property
    def numbers(self) -> dict[str, str]:
        return _proposed_numbers(self.page.whole.standing)


_ANY = uuid.UUID(int=0)


def _stands_beside(row: PositionView) -> bool:
    """Whether it stands in a row of its own: a clause that is proposed beside this one."""
    return row.held.operation.is_new_clause


def _row(view: ClauseView, shared: _Shared) -> str:
    page, clause = shared.page, view.clause
    key, text = str(clause.pk), page.whole.text
    before = [row for row in view.live if row.held.operation == Operation.NEW_CLAUSE_BEFORE]
    after = [row for row in view.live if row.held.operation == Operation.NEW_CLAUSE]
    here = [row for row in view.live if not _stands_beside(row)] if before or after else view.live
    letters = lettered(here)
    number = f'<a class="clause__no" href="{shared.address}{key}/">{escape(view.number)}</a>' if view.number else ""
    words = brackets.clause(view, language=page.language, own=page.own, letters=letters)
    held = cards.folded(view, here, page, letters=letters) if here or view.drafts else ""
    article = (
        f'<article class="clause clause--{clause.kind}{" clause--numbered" if number else ""}" id="c-{key}" '
        f'lang="{escape(text.language)}" tabindex="-1" data-status="{view.status}">{number}'
        f'<div class="clause__say"><p class="clause__words">{words}</p>{_notes(view)}</div>{_beside(view, shared, letters)}'
        f'<div class="clause__margin"><p class="clause__line">{_line(view, key, shared)}</p>{held}</div></article>\n'
    )
    whole = "".join(_proposed(view, row, shared) for row in before) + article
    whole += "".join(_proposed(view, row, shared) for row in after)
    return whole + "".join(_moved(other, row, shared) for other, row in shared.coming.get(clause.pk, ()))


def lettered(rows: Sequence[PositionView]) -> dict[str, str]:
    """A letter for each position of a clause, which leads from its bracket to its card: a, b, … z, aa."""
    return {row.held.key: (_LETTERS[at // 26 - 1] if at > 25 else "") + _LETTERS[at % 26] for at, row in enumerate(rows)}


def _proposed(view: ClauseView, row: PositionView, shared: _Shared) -> str:
    """A clause that somebody proposes, where it would stand."""
    page, key = shared.page, row.held.key
    number = shared.numbers[key]
    ink = brackets.Ink(page.language, page.own)
    words = brackets.put_in(row, row.held.words, said_first=_first(number), letter="", ink=ink)
    held = cards.folded(view, [row], page, letters={}, with_drafts=False)
    kind = view.clause.kind if view.clause.kind not in _PLAIN else ClauseKind.OPERATIVE
    line = _told(Tone.WAITING, shared.says(NEW), " state--brackets")
    return _ghost(f"clause--{kind}", number, words, f'<p class="clause__line">{line}</p>{held}', shared)


def _moved(view: ClauseView, row: PositionView, shared: _Shared) -> str:
    """A clause where a party wants it to move; its card stands where it stands."""
    page = shared.page
    moved = shared.says(brackets.MOVED) % {"clause": escape(view.number or view.words[:30])}
    ink = brackets.Ink(page.language, page.own)
    words = brackets.put_in(row, view.words, said_first="", letter="↗", ink=ink)
    words = words.replace(":</span>", f": {moved}:</span>", 1)
    return _ghost(f"clause--{view.clause.kind}", "", words, "", shared)


def _ghost(css: str, number: str, words: str, margin: str, shared: _Shared) -> str:
    numbered = f'<span class="clause__no">{escape(number)}</span>' if number else ""
    return (
        f'<article class="clause {css} clause--proposed{" clause--numbered" if number else ""}" '
        f'lang="{escape(shared.page.whole.text.language)}" tabindex="-1" data-status="contested">{numbered}'
        f'<div class="clause__say"><p class="clause__words">{words}</p></div>'
        f'<div class="clause__margin">{margin}</div></article>\n'
    )


def _notes(view: ClauseView) -> str:
    notes = enumerate(view.notes, start=1)
    return "".join(f'<p class="clause__note">{number}. {escape(words)}</p>' for number, (_, words) in notes)


def _beside(view: ClauseView, shared: _Shared, letters: Mapping[str, str]) -> str:
    """The words in the language that stands beside, with what is asked of them."""
    code = shared.beside
    if code in view.others and (code in view.versions or any(row.held.language == code for row in view.live)):
        ink = brackets.Ink(shared.page.language, shared.page.own, letters)
        words = brackets.in_language(view, code, ink)
        return f'<p class="clause__beside" lang="{escape(code)}">{words}</p>'
    return ""


def _line(view: ClauseView, key: str, shared: _Shared) -> str:
    """The state of a clause in words, and what can be done on it: shown when it is pointed at, or reached by a key."""
    language = shared.page.language
    is_bare = view.clause.kind in _PLAIN and view.status in (ClauseStatus.OPEN, ClauseStatus.CLEAN)
    is_bare |= shared.page.whole.text.state not in OPEN_STATES  # the text as a whole says how it stands
    parts = [] if is_bare else [state(view, language)]
    if view.package:
        parts.append(f'<span class="tag">{escape(view.package.title)}</span>')
    if view.clause.is_closed:
        parts.append(f'<span class="tag">{shared.says(CLOSED)}</span>')
    return f'{" ".join(parts)}{_changed(view, shared)}<span class="acts">{_acts(view, key, shared)}</span>'


def _changed(view: ClauseView, shared: _Shared) -> str:
    """That a clause moved since the reader looked; on a page of several readers, for those for whom it has."""
    tag = f' <span class="tag tag--new">{shared.says(CHANGED)}</span>'
    if shared.page.gaps:
        return shared.page.gaps.moved(view.moved_at, tag)
    return tag if shared.since and view.is_changed_since(shared.since) else ""


def _acts(view: ClauseView, key: str, shared: _Shared) -> str:
    parts = []
    page = shared.page
    if shared.is_drafting and not (view.clause.is_deleted or view.clause.is_closed):
        form = f"{shared.drafting}{key}/{shared.back}"
        parts.append(f'<a class="clause__edit" href="{shared.address}{key}/edit/">{shared.says(EDIT)}</a>')
        parts.append(f'<a class="clause__draft" href="{form}">{shared.says(DRAFT)}</a>')
    if page.viewer.is_secretariat and (view.live or view.clause.kind not in _PLAIN):
        for each in possible.on_clause(page.whole.text, view, viewer=page.viewer):
            if each.act in _OF_THE_CHAIR and each.verdict:
                parts.append(f'<a href="{buttons.address(each.act)}{key}/{shared.back}">{buttons.label(each.act)}</a>')
    parts.append(f'<a class="clause__open" href="{shared.address}{key}/">{shared.says(OPEN)}</a>')
    return " ".join(parts)


@dataclass(frozen=True)
class OnTheWall:
    """A clause for the room: its words, clauses that are proposed beside it, and how large all of it can be written.

    ``size`` is from 1, for a few words, to 6.
    """

    words: str
    beside: tuple[str, ...]
    size: int


MOST_SIGNS = (110, 200, 360, 640, 1100)  # of each size, so that the whole stands on one wall


def on_the_wall(view: ClauseView, views: Iterable[ClauseView], language: str) -> OnTheWall:
    """What the room reads of a clause; nobody's own party is marked."""
    numbers = _proposed_numbers(views)
    beside = [
        brackets.put_in(
            row, row.held.words, said_first=_first(numbers[row.held.key]), letter="", ink=brackets.Ink(language)
        )
        for row in view.live
        if _stands_beside(row)
    ]
    signs = len(view.words) + sum(len(row.held.words) + 12 for row in view.live)
    size = next((at for at, most in enumerate(MOST_SIGNS, start=1) if signs <= most), len(MOST_SIGNS) + 1)
    return OnTheWall(brackets.clause(view, language=language), tuple(beside), size)


def _first(number: str) -> str:
    return f"{escape(number)}." if number else ""


def _proposed_numbers(views: Iterable[ClauseView]) -> dict[str, str]:
    """The number under which each proposed clause would stand, by the key of its position."""
    return rules.proposed_numbers(
        rules.ProposedBeside(
            str(view.clause.kind),
            view.number,
            [row.held.key for row in view.live if row.held.operation == Operation.NEW_CLAUSE_BEFORE],
            [row.held.key for row in view.live if row.held.operation == Operation.NEW_CLAUSE],
        )
        for view in views
    )


def strip(views: Sequence[ClauseView], language: str) -> str:
    """All clauses in a row with their states: map, progress and way in one; beside the text where the page is wide."""
    numbers = _proposed_numbers(views)
    return "".join(_cells(view, numbers, language) for view in views)


_TONES = {ClauseStatus.CONTESTED: "brackets", ClauseStatus.OPEN: "open", ClauseStatus.CLEAN: "open"}


def _cells(view: ClauseView, numbers: dict[str, str], language: str) -> str:
    """A clause, and those that are proposed beside it."""
    proposed = [(row, _proposed_cell(row, numbers, language)) for row in view.live if _stands_beside(row)]
    before = [cell for row, cell in proposed if row.held.operation == Operation.NEW_CLAUSE_BEFORE]
    after = [cell for row, cell in proposed if row.held.operation == Operation.NEW_CLAUSE]
    return "".join((*before, _cell(view, language), *after))


def _proposed_cell(row: PositionView, numbers: dict[str, str], language: str) -> str:
    number, words = escape(numbers[row.held.key]), escape(row.held.words[:_SHOWN])
    return _linked(f"p-{row.held.key}", "brackets", number, words, brackets.said(NEW, language))


def _cell(view: ClauseView, language: str) -> str:
    kind = view.clause.kind
    if kind == ClauseKind.TITLE:
        return ""
    is_bare = view.status == ClauseStatus.CONTESTED and not _brackets_on(view)
    status = ClauseStatus.OPEN if is_bare else view.status
    tone = _TONES.get(status) or status.tone
    head = ' class="strip__head"' if kind == ClauseKind.HEADING else ""
    words = escape(view.words[:_SHOWN])
    return _linked(f"c-{view.clause.pk}", tone, escape(view.number or "§"), words, escape(str(status.label)), head)


_SHOWN = 34  # signs of a clause in the outline


def _linked(place: str, tone: str, name: str, words: str, says: str, head: str = "") -> str:
    return (
        f'<li{head}><a class="strip__{tone}" href="#{place}"><b>{name}</b>'
        f'<span class="strip__words">{words}</span><span class="unseen">, {says}</span></a></li>'
    )
