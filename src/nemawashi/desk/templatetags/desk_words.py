"""What desk templates say and draw: brackets, moments with their zone, buttons of acts."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_timedelta
from django import template
from django.db.models import Model
from django.middleware.csrf import get_token
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from nemawashi.access.rules import Possible
from nemawashi.desk.acting import buttons, typed
from nemawashi.desk.filing import labels
from nemawashi.desk.negotiating import cards, workspace
from nemawashi.kit.clauses.bracketing import Bracket, Node, Plain
from nemawashi.kit.dates import moment_in_words
from nemawashi.parties import queries as parties
from nemawashi.texts import terms
from nemawashi.texts.queries import ClauseView, PositionView, possible
from nemawashi.texts.terms import ClauseKind, Version

register = template.Library()


def _language() -> str:
    return (get_language() or "en")[:2]


@register.inclusion_tag("parts/typed.html", takes_context=True)
def typed_again(context: Context) -> dict[str, object]:
    """What was typed into the form whose answer is this page; nothing where there was none."""
    request = context.get("request")
    if request is None:
        return {}
    sent = typed.sent_with(request)
    return {"typed": sent, "token": get_token(request) if sent else "", "language": _language()}


@register.simple_tag
def brackets(nodes: Sequence[Node], own: str = "") -> SafeString:
    """A clause with its brackets, nested, each with the parties that ask for it. ``own``: the viewer's code."""
    return SafeString(_nodes(nodes, own, _language()))


def _nodes(nodes: Iterable[Node], own: str, language: str) -> str:
    """HTML of nodes; what parties wrote is escaped here, as there may be thousands of them on a page."""
    return "".join(escape(node.words) if isinstance(node, Plain) else _bracket(node, own, language) for node in nodes)


@lru_cache(maxsize=16)
def _oppose(language: str) -> str:
    """Looked up once for each language and not for each bracket."""
    return gettext("%(parties)s oppose")


def _bracket(node: Bracket, own: str, language: str) -> str:
    mark = node.mark
    who = ", ".join(workspace.named(code) for code in [*mark.parties, *mark.supporters])
    mine = " bracket__who--mine" if own and own in mark.parties else ""
    wish = gettext("delete") if node.kind == "delete" and not mark.words else ""
    against = _oppose(language) % {"parties": ", ".join(mark.opponents)} if mark.opponents else ""
    label = "; ".join(part for part in (f"{who} {wish}".strip(), against) if part)
    inside = _nodes(node.inside, own, language)
    element = "del" if node.kind == "delete" else "ins"
    return (
        f'<span class="bracket" data-parties="{escape(" ".join(mark.parties))}"><span class="bracket__who{mine}">'
        f"{escape(label)}:</span><{element}>{inside}</{element}></span>"
    )


def _within(element: str, words: str) -> str:
    return f"<{element}>{escape(words)}</{element}>" if element else escape(words)


@register.simple_tag
def difference(pieces: Iterable[tuple[str, str]]) -> SafeString:
    """Two wordings as one: what was taken out is struck, what was put in is underlined, the rest stands."""
    elements = {"put": "ins", "taken": "del"}
    return SafeString("".join(_within(elements.get(what, ""), words) for what, words in pieces))


@register.simple_tag
def marked(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """Words of which some are marked: those in which two languages do not agree."""
    return SafeString("".join(_within("mark" if is_marked else "", words) for words, is_marked in pieces))


@register.filter
def worth(version: str) -> str:
    """What a language version is worth, as its label says it."""
    return str(Version(version).label) if version in Version.values else version


@register.filter
def code(slug: str | None) -> str:
    return parties.forum().codes.get(slug or "", "")


@register.filter
def named(codes: Sequence[str]) -> str:
    """Who stands behind a position: codes of parties, or the chair."""
    return ", ".join(workspace.named(each) for each in codes)


@register.filter
def codes(slugs: Sequence[str]) -> str:
    """The codes of several parties."""
    known = parties.forum().codes
    return ", ".join(known.get(slug, slug) for slug in slugs)


@register.simple_tag
def moment(at: dt.datetime | None, zone: str = "UTC") -> str:
    """A moment on the clocks of ``zone``, with the name of the zone."""
    if at is None:
        return ""
    return f"{moment_in_words(at.astimezone(ZoneInfo(zone or 'UTC')), _language())} {zone or 'UTC'}"


@register.filter
def operation_label(operation: str) -> str:
    """The name of an operation that a file asks for."""
    return terms.operation_label(operation)


@register.filter
def kind_label(kind: str) -> str:
    """What a clause without a number is: title, heading."""
    return str(ClauseKind(kind).label) if kind in ClauseKind.values else kind


@register.filter
def place_label(place: str) -> str:
    """Where in a file a proposal stands."""
    return labels.place(place)


@register.filter
def changed_since(view: ClauseView, moment: dt.datetime) -> bool:
    return view.is_changed_since(moment)


@register.filter
def left(span: dt.timedelta) -> str:
    """What is left, in the two largest units: 2 days 4 hours."""
    total = int(span.total_seconds())
    units: list[tuple[int, Literal["day", "hour", "minute", "second"]]] = [
        (86400, "day"),
        (3600, "hour"),
        (60, "minute"),
        (1, "second"),
    ]
    parts: list[str] = []
    for size, unit in units:
        count, total = divmod(total, size)
        if count or (unit == "second" and not parts):
            parts.append(
                format_timedelta(dt.timedelta(seconds=count * size), granularity=unit, threshold=10**9, locale=_language())
            )
        if len(parts) == 2:
            break
    return " ".join(parts)


@register.simple_tag
def offered(acts: Iterable[Possible], back: str = "") -> SafeString:
    """The acts that a page offers, as buttons; those that are done at once need a form with ``act_fields`` around them."""
    return buttons.offered(acts, back)


@register.simple_tag
def act_address(act: str, on: Model) -> SafeString:
    """The address of an act on a row, as that of a button: written once for each clause of a text."""
    return SafeString(buttons.address(act, on))


@register.simple_tag(takes_context=True)
def act_fields(context: template.Context, back: str = "") -> SafeString:
    """What the one form of a page whose buttons do acts begins with: it is guarded against forgery and double clicks.

    The form is of the class ``keep``: what it holds is printed with the page, as the clauses of a text stand inside it.
    """
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="once" value="{}"><input type="hidden" name="next" value="{}">',
        context.get("csrf_token", ""),
        uuid.uuid4(),
        back,
    )


@register.simple_tag(takes_context=True)
def position_cards(context: template.Context, view: ClauseView, rows: Sequence[PositionView], back: str) -> SafeString:
    """Our drafts on a clause, when ``rows`` are its live positions, and tabled positions after them."""
    viewer, whole = context["viewer"], context["whole"]
    own, known = code(viewer.party), context.get("known") or {}
    shown = []
    if rows is view.live:
        for draft in view.drafts:
            acts = possible.on_draft(whole.text, view, draft, viewer=viewer)
            shown.append(cards.draft_card(draft, acts=acts, code=own, back=back, known=known))
    alike, instructions = context.get("alike") or frozenset(), context.get("instructions") or {}
    for row in rows:
        acts = possible.on_position(whole, view, row, viewer=viewer, is_like_another=row.held.key in alike)
        instruction = instructions.get(row.position.pk, "")
        shown.append(cards.position_card(row, acts=acts, back=back, known=known, instruction=instruction))
    return SafeString(f'<ul class="positions">{"".join(shown)}</ul>')
