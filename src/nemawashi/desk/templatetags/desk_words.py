"""What desk templates say and draw: brackets, moments with their zone, buttons of acts."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_timedelta
from django import template
from django.middleware.csrf import get_token
from django.template import Context
from django.template.base import Parser, Token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from nemawashi.access import clock as machine
from nemawashi.access import telling
from nemawashi.access.rules import Possible
from nemawashi.access.viewers import Viewer
from nemawashi.business import possible as business
from nemawashi.desk.acting import buttons, typed
from nemawashi.desk.acting.notices import SaidNotice
from nemawashi.desk.filing import labels
from nemawashi.desk.following import papers
from nemawashi.desk.negotiating import brackets as ink
from nemawashi.desk.negotiating import cards, clauses, workspace
from nemawashi.desk.negotiating.gaps import COUNT, Gaps
from nemawashi.kit.dates import ImpreciseDate, clock_name, moment_in_words, on_the_clocks
from nemawashi.meetings import rules as meeting_rules
from nemawashi.meetings.exports import linking
from nemawashi.meetings.exports.linking import Linking
from nemawashi.meetings.models import Meeting
from nemawashi.parties import queries as parties
from nemawashi.texts import terms
from nemawashi.texts.queries import ClauseView, Negotiation, PositionView
from nemawashi.texts.terms import ClauseKind, Version

register = template.Library()


@register.tag
def desk_links(parser: Parser, token: Token) -> Linking:
    """``{% desk_links %} … {% end_desk_links %}``: a link over each symbol in it whose paper this reader may open."""
    del token
    return linking.until(
        "end_desk_links",
        parser,
        lambda named, context: papers.pages_of(named, context["viewer"], context.get("known_pages")),
    )


@register.filter
def shows_minutes(meeting: Meeting, viewer: Viewer) -> bool:
    """Whether this reader finds the minutes; needs them beside the meeting, as ``queries.visible_meetings`` has them."""
    if not viewer.sees_dialogue:
        return False
    row = getattr(meeting, "minutes", None)
    return meeting_rules.shows_minutes(viewer, meeting=meeting.state, minutes=row.state if row else "")


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
def clause_words(view: ClauseView, own: str = "", code: str = "") -> SafeString:
    """A clause with all that is asked of it where it stands: brackets, moves, cuts, footnotes.

    ``code``: in another language than is negotiated, with what is asked of these words.
    """
    if code:
        return SafeString(ink.in_language(view, code, ink.Ink(_language(), own)))
    return SafeString(ink.clause(view, language=_language(), own=own))


@register.simple_tag
def clause_state(view: ClauseView) -> SafeString:
    """How a clause stands: how many brackets, whose capital is awaited."""
    return SafeString(clauses.state(view, _language()))


@register.inclusion_tag("desk/parts/wall.html")
def on_the_wall(view: ClauseView, whole: Negotiation) -> dict[str, object]:
    """The words of a clause for the room, as large as they can be."""
    shown = clauses.on_the_wall(view, whole.standing, _language())
    lines = [SafeString(words) for words in (shown.words, *shown.beside)]
    return {"lines": lines, "size": shown.size, "language": whole.text.language}


@register.inclusion_tag("desk/parts/strip.html")
def strip(whole: Negotiation) -> dict[str, object]:
    """All clauses in a row with their states."""
    return {"cells": SafeString(clauses.strip(whole.standing, _language()))}


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
def text_address(ref: str) -> str:
    """The page of the text that a document names; empty where it names none."""
    noun, _sep, slug = ref.partition("/")
    return reverse("desk:text", args=[slug]) if noun == "text" and slug else ""


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


def _now() -> dt.datetime:
    """By the clock of this machine, which gives nobody a right: enough to say what is over, and spares a statement."""
    return dt.datetime.fromtimestamp(machine.seconds(), dt.UTC)


def _own_zone(context: Context) -> str:
    request = context.get("request")
    viewer: Viewer | None = context.get("viewer") if request is None else request.viewer
    return viewer.zone if viewer is not None else ""


@register.simple_tag(takes_context=True)
def clock(context: Context, at: dt.datetime | None, zone: str = "") -> str:
    """A moment on the clocks of a place and of the reader's capital, each by its city: 20:31 (Vienna, UTC+1)."""
    if at is None:
        return ""
    return on_the_clocks(at, [zone, _own_zone(context)], _language())


@register.simple_tag(takes_context=True)
def clock_time(context: Context, at: dt.datetime) -> str:
    """The hour of a moment on the reader's own clock; its day stands above it."""
    local = at.astimezone(ZoneInfo(_own_zone(context) or "UTC"))
    return f"{local:%H:%M}"


@register.simple_tag(takes_context=True)
def own_day(context: Context, at: dt.datetime) -> str:
    """The day of a moment on the reader's own clock."""
    day = ImpreciseDate.parse(at.astimezone(ZoneInfo(_own_zone(context) or "UTC")).date())
    return day.in_words(_language()) if day else ""


@register.simple_tag(takes_context=True)
def own_clock(context: Context) -> str:
    """By which clock the reader is told the hours of a page: Vienna, UTC+1."""
    zone = _own_zone(context) or "UTC"
    return clock_name(_now().astimezone(ZoneInfo(zone)), zone, _language())


@register.simple_tag(takes_context=True)
def waiting(context: Context) -> int:
    """How many notices still ask something of the reader; on pages of the desk alone."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if request is None or match is None or match.namespace != "desk":
        return 0
    return telling.waiting_count(viewer=request.viewer, at=_now())


@register.filter
def has_unread(rows: Iterable[SaidNotice]) -> bool:
    """Whether any of these notices was not marked as read."""
    return not all(said.is_read for said in rows)


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


@register.filter
def has_tables(meeting: Meeting, viewer: Viewer) -> bool:
    """Whether there are tables for companies at a meeting, or the reader may set some."""
    return business.has_tables(meeting, viewer=viewer)


@register.simple_tag(takes_context=True)
def act_fields(context: template.Context, back: str = "") -> SafeString:
    """What the one form of a page whose buttons do acts begins with: it is guarded against forgery and double clicks.

    The form is of the class ``keep``: what it holds is printed with the page, as the clauses of a text stand inside it.
    """
    gaps: Gaps | None = context.get("gaps")
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="once" value="{}"><input type="hidden" name="next" value="{}">',
        SafeString(gaps.token) if gaps else context.get("csrf_token", ""),
        SafeString(gaps.once) if gaps else uuid.uuid4(),
        back,
    )


@register.simple_tag(takes_context=True)
def changed_since(context: Context) -> SafeString:
    """The way to what changed since the reader looked, with how many clauses that are; nothing for who never looked."""
    choice, gaps = context["choice"], context.get("gaps")
    if not (gaps or choice.since):
        return SafeString("")
    way = format_html(
        '<li><a href="?show=changed"{}>{} ({})</a></li>',
        SafeString(' aria-current="page"') if choice.show == "changed" else "",
        gettext("Changed since I looked"),
        COUNT if gaps else context["changed"],
    )
    return SafeString(gaps.looked(way)) if gaps else way


def _page(context: template.Context, back: str) -> cards.Page:
    viewer = context["viewer"]
    return cards.Page(
        whole=context["whole"],
        viewer=viewer,
        language=get_language() or "en",
        own=code(viewer.party),
        back=back,
        known=context.get("known") or {},
        alike=context.get("alike") or frozenset(),
        instructions=context.get("instructions") or {},
        gaps=context.get("gaps"),
    )


@register.simple_tag(takes_context=True)
def clause_rows(context: template.Context, views: Iterable[ClauseView], back: str) -> SafeString:
    """Clauses one below the other with their positions, as the reader chose to see them."""
    choice = context["choice"]
    since = choice.since if choice.show != "changed" else None
    page, beside = _page(context, back), choice.beside or context["beside"]
    if choice.show == "changed":
        page = replace(page, gaps=None)
    rows = clauses.rows(views, page, since=since, is_drafting=context["is_drafting"], beside=beside)
    return SafeString(rows)


@register.simple_tag(takes_context=True)
def position_cards(context: template.Context, view: ClauseView, rows: Sequence[PositionView], back: str) -> SafeString:
    """Our drafts on a clause, when ``rows`` are its live positions, and tabled positions after them."""
    return SafeString(cards.listed(view, rows, _page(context, back)))


@register.simple_tag
def clock_at(at: dt.datetime, zone: str) -> str:
    """The hour that the clocks of a zone show."""
    return f"{at.astimezone(ZoneInfo(zone or 'UTC')):%H:%M}"


@register.filter
def spoken_time(seconds: int) -> str:
    """How long somebody spoke, in minutes and seconds: 3:07."""
    return f"{seconds // 60}:{seconds % 60:02d}"
