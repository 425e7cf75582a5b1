"""The clauses of a text as its workspace shows them, written without a template: a text may have hundreds of them.

Every function gives HTML as a plain string, in which ``escape`` was put around whatever somebody wrote.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext_noop

from nemawashi.desk.acting import buttons
from nemawashi.desk.negotiating import cards, workspace
from nemawashi.kit.clauses.bracketing import Bracket, Node, Plain
from nemawashi.parties import queries as parties
from nemawashi.texts.queries import ClauseView

OPPOSE, DELETE = gettext_noop("%(parties)s oppose"), gettext_noop("delete")
OPEN, DRAFT = gettext_noop("Open the clause"), gettext_noop("Draft")
AWAITING, CLOSED, CHANGED = gettext_noop("awaiting"), gettext_noop("closed"), gettext_noop("changed")


def brackets(nodes: Iterable[Node], own: str, language: str) -> str:
    """A clause with its brackets, nested, each with the parties that ask for it. ``own``: the viewer's code."""
    return "".join(escape(node.words) if isinstance(node, Plain) else _bracket(node, own, language) for node in nodes)


def _bracket(node: Bracket, own: str, language: str) -> str:
    mark = node.mark
    who = ", ".join(map(workspace.named, (*mark.parties, *mark.supporters)))
    mine = " bracket__who--mine" if own and own in mark.parties else ""
    wish = f"{who} {cards.said(DELETE, language)}" if node.kind == "delete" and not mark.words else who
    label = escape(wish.strip())
    if mark.opponents:
        against = cards.said(OPPOSE, language) % {"parties": escape(", ".join(mark.opponents))}
        label = f"{label}; {against}" if label else against
    element = "del" if node.kind == "delete" else "ins"
    return (
        f'<span class="bracket" data-parties="{escape(" ".join(mark.parties))}"><span class="bracket__who{mine}">'
        f"{label}:</span><{element}>{brackets(node.inside, own, language)}</{element}></span>"
    )


def rows(views: Iterable[ClauseView], page: cards.Page, *, since: dt.datetime | None, is_drafting: bool) -> str:
    """Clauses one below the other with their positions. ``since``: what moved after it is marked as changed."""
    shared = _Shared(page, since, is_drafting)
    return "".join(_row(view, shared) for view in views)


@dataclass(frozen=True)
class _Shared:
    """What all clauses of one page share; their addresses but for the key of the clause."""

    page: cards.Page
    since: dt.datetime | None
    is_drafting: bool

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


_ANY = uuid.UUID(int=0)


def _row(view: ClauseView, shared: _Shared) -> str:
    page, clause = shared.page, view.clause
    key, text = str(clause.pk), page.whole.text
    number = f'<a class="clause__no" href="{shared.address}{key}/">{escape(view.number)}</a>' if view.number else ""
    held = cards.listed(view, view.live, page) if view.live or view.drafts else ""
    return (
        f'<article class="clause clause--{clause.kind}{" clause--numbered" if number else ""}" id="c-{key}" '
        f'lang="{escape(text.language)}" tabindex="-1" data-status="{view.status}">{number}'
        f'<div class="clause__grid"><div><p class="clause__words">{brackets(view.nodes, page.own, page.language)}</p>'
        f'{_notes(view)}<p class="clause__meta">{_meta(view, key, shared)}</p></div>{held}</div></article>\n'
    )


def _notes(view: ClauseView) -> str:
    notes = enumerate(view.notes, start=1)
    return "".join(f'<p class="clause__note">{number}. {escape(words)}</p>' for number, (_, words) in notes)


def _meta(view: ClauseView, key: str, shared: _Shared) -> str:
    """The state of a clause in words, and the ways from it."""
    parts = [cards.state(view.status, shared.page.language)]
    if view.awaiting:
        codes = parties.forum().codes
        parts.append(f"{shared.says(AWAITING)} {escape(', '.join(codes.get(slug, slug) for slug in view.awaiting))}")
    if view.package:
        parts.append(f'<span class="tag">{escape(view.package.title)}</span>')
    if view.clause.is_closed:
        parts.append(f'<span class="tag">{shared.says(CLOSED)}</span>')
    if shared.since and view.is_changed_since(shared.since):
        parts.append(f'<span class="tag tag--new">{shared.says(CHANGED)}</span>')
    parts.append(f'<a href="{shared.address}{key}/">{shared.says(OPEN)}</a>')
    if shared.is_drafting and not view.clause.is_deleted:
        parts.append(f'<a class="clause__draft" href="{shared.drafting}{key}/{shared.back}">{shared.says(DRAFT)}</a>')
    return " ".join(parts)
