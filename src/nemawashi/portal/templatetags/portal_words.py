"""Words and addresses that templates of the portal and the desk share."""

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import template
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext

from nemawashi.access.states import States
from nemawashi.access.terms import Circle, Standing
from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.analysis.terms import RunState
from nemawashi.business.terms import TalkResult
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.languages import LANGUAGES, PAGES, name_of
from nemawashi.kit.words.marking import MarkedWords
from nemawashi.meetings.terms import (
    DelegateState,
    InvitationAnswer,
    ItemState,
    Link,
    MeetingState,
    MinutesAnswer,
    MinutesState,
    OfferState,
)
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Person
from nemawashi.parties.terms import InvitationState, LetterState, ReadingState
from nemawashi.portal import addresses, answers, pictures, sections, words
from nemawashi.search.hits import Hit
from nemawashi.search.page import Choice
from nemawashi.search.queries import Answer
from nemawashi.sources.models import Source
from nemawashi.sources.terms import RemarkState
from nemawashi.texts.terms import CorrectionState, Outcome, TextState

register = template.Library()

OTHER_SCRIPTS = ("ru", "ja", "kk", "ky", "tg", "zh", "ko")  # a title in plain Latin letters is in English there
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    href: str
    is_here: bool


def _request(context: template.Context) -> HttpRequest | None:
    request = context.get("request")
    return request if isinstance(request, HttpRequest) else None


def _theme(context: template.Context) -> str:
    request = _request(context)
    chosen = request.COOKIES.get("theme", "auto") if request else "auto"
    return chosen if chosen in THEMES else "auto"


def _items(context: template.Context, names: list[tuple[str, str]]) -> list[Item]:
    request = _request(context)
    path = request.path if request else ""
    items = []
    for name, label in names:
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        is_here = path == href if name in ("desk:day", "portal:home") else path.startswith(href)
        items.append(Item(label, href, is_here))
    return items


@register.simple_tag(takes_context=True)
def portal_nav(context: template.Context) -> list[Item]:
    here = sections.of(_page(context))
    return [
        Item(str(label), reverse(f"portal:{name}"), section is here)
        for section in sections.SECTIONS
        for name, label in list(section.lists.items())[:1]
    ]


@register.simple_tag(takes_context=True)
def section_here(context: template.Context) -> str:
    """The name of the first list of the section that is shown; empty outside all of them. A menu is kept under it."""
    section = sections.of(_page(context))
    return next(iter(section.lists), "") if section else ""


@register.simple_tag(takes_context=True)
def section_lists(context: template.Context) -> list[Item]:
    """The lists beside the one that is shown; none on the page of a row, and none where a list stands alone."""
    name = _page(context)
    section = sections.of(name)
    if section is None or name not in section.lists or len(section.lists) < 2:
        return []
    return [Item(str(label), reverse(f"portal:{each}"), each == name) for each, label in section.lists.items()]


def _page(context: template.Context) -> str:
    """The name of the public page that is shown; empty elsewhere."""
    request = _request(context)
    match = request.resolver_match if request else None
    return (match.url_name or "") if match and match.app_name == "portal" else ""


@register.simple_tag(takes_context=True)
def desk_nav(context: template.Context) -> list[Item]:
    viewer = getattr(_request(context), "viewer", PUBLIC)
    if viewer.is_accompanying:
        return _items(context, [("desk:day", gettext("Meetings")), ("portal:home", gettext("Public record"))])
    if viewer.rests:
        return _items(context, [("desk:day", pgettext("desk", "Day")), ("portal:home", gettext("Public record"))])
    if viewer.sees_screens_alone:
        return _items(context, [("desk:day", gettext("Screens")), ("portal:home", gettext("Public record"))])
    return _items(
        context,
        [
            ("desk:day", pgettext("desk", "Day")),
            ("desk:meetings", gettext("Meetings")),
            ("desk:texts", gettext("Texts")),
            ("desk:follow_up", gettext("Follow-up")),
            ("desk:record", gettext("The record")),
            ("desk:log", gettext("Log of acts")),
            ("portal:home", gettext("Public record")),
        ],
    )


@dataclass(frozen=True, slots=True)
class Spoken:
    code: str
    short: str
    name: str


@register.simple_tag
def spoken() -> list[Spoken]:
    """The languages in which the forum's record is read, each named in itself."""
    wanted = parties.forum().pages or PAGES
    return [Spoken(each.code, each.short, each.own) for each in LANGUAGES if each.code in wanted and each.is_page]


@register.simple_tag(takes_context=True)
def chosen_theme(context: template.Context) -> SafeString:
    theme = _theme(context)
    return SafeString("") if theme == "auto" else format_html(' data-theme="{}"', theme)


@register.simple_tag(takes_context=True)
def next_theme(context: template.Context) -> str:
    return THEMES[(THEMES.index(_theme(context)) + 1) % len(THEMES)]


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: Any) -> str:
    """The query of this page with some values changed; None takes one away."""
    request = _request(context)
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = str(value)
    return query.urlencode()


@register.filter
def party_code(slug: str) -> str:
    return parties.forum().code_of(slug)


@register.filter
def capacity(viewer: Viewer) -> str:
    """In which capacity a signed-in person acts: the role in a delegation, else the circle."""
    word = viewer.role or (Circle.SECRETARIAT if viewer.rests else viewer.circle)
    return str(word.label) if word else ""


@register.filter
def first_language(codes: str | None) -> str:
    return (codes or "en").split(",")[0].split("/")[0].strip()[:10] or "en"


@register.filter
def written_in(source: Source) -> str:
    """The language that a source's title stands in: some titles of Russian or Japanese pages are given in English."""
    spoken = first_language(source.language)
    return "en" if spoken in OTHER_SCRIPTS and source.title.isascii() else spoken


@register.filter
def language_name(codes: str | None) -> str:
    """Names of one or several languages in the reader's own."""
    parts = [part.strip() for part in (codes or "").replace("/", ",").split(",") if part.strip()]
    return ", ".join(name_of(part, get_language() or "en") for part in parts)


register.filter("row_page", addresses.href)
register.filter("day", words.day)
register.filter("hit_address", answers.address)
register.filter("hit_kind", answers.kind)
register.filter("hit_language", answers.title_language)
register.filter("hit_track", answers.track)
register.filter("days", words.days)
register.filter("moment_day", words.moment_day)
register.filter("city", words.city)
register.filter("land", words.land)
register.filter("record", words.record)
register.filter("bare_record", words.bare_record)
register.filter("sphere", parties.sphere_label)
register.filter("property", parties.property_label)
register.filter("stretch", words.stretch)
register.filter("money", words.money)
register.filter("concept", pictures.concept_name)
register.filter("meeting_title", words.meeting_title)
register.filter("track_name", words.track_name)


# Whose state a bare value is, as a table keeps it. Each member of these says in which tone it is shown.
STATES: dict[str, type[States]] = {
    "agenda_item": ItemState,
    "answer_to_invitation": InvitationAnswer,
    "correction": CorrectionState,
    "delegate": DelegateState,
    "invitation": InvitationState,
    "letter": LetterState,
    "meeting": MeetingState,
    "minutes": MinutesState,
    "answer": MinutesAnswer,
    "offer": OfferState,
    "outcome_of_talk": TalkResult,
    "position": Outcome,
    "reading": ReadingState,
    "recommendation": Link,
    "remark": RemarkState,
    "run": RunState,
    "standing": Standing,
    "text": TextState,
}


@register.simple_tag
def state(value: States | str | None, noun: str = "") -> SafeString:
    """A state as its word, in its tone; ``noun`` says whose state a bare value is. Nothing where none is known."""
    if not value:
        return SafeString("")
    shown = value if isinstance(value, States) else STATES[noun](value)
    return _state(type(shown), shown, get_language())


@lru_cache(maxsize=1024)
def _state(of: type[States], shown: States, language: str | None) -> SafeString:
    """Kept for each language, because lists show the same few states in row after row; two nouns may share a value."""
    del of, language
    return format_html('<span class="state" data-tone="{}">{}</span>', shown.tone, shown.label)


def _marked(parts: list[MarkedWords]) -> SafeString:
    """Escaped words, those that were asked for between marks. In one piece, because a page has forty of these."""
    pieces = [f"<mark>{escape(part.words)}</mark>" if part.is_marked else escape(part.words) for part in parts]
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped above


@register.simple_tag
def hit_title(hit: Hit, answer: Answer) -> SafeString:
    """The title of a hit in the reader's language, marked where the words stand that were asked for, and whose it is."""
    return _marked(answer.marked(answers.title(hit))) + answers.mark(hit)


@register.simple_tag
def hit_words(hit: Hit, answer: Answer) -> SafeString:
    return _marked(answer.snippet(hit.words))


@register.filter
def choice_label(choice: Choice, name: str) -> str:
    """What a value of a filter is called in the reader's language."""
    if name == "noun":
        return answers.kind(choice.value)
    if name == "track":
        return answers.track(choice.value, choice.label)
    return language_name(choice.value) if name == "language" else choice.label


@register.filter
def imprecise(date: str) -> str:
    return words.day(ImpreciseDate.parse(date or None))


@register.simple_tag
def spell(first: ImpreciseDate | None, last: ImpreciseDate | None) -> str:
    return words.span(first, last)


@register.filter
def person(row: Person | None) -> str:
    """A person's name in the letters of the reader's language, as far as the record has them."""
    return words.person(row) if row else ""


@register.simple_tag
def own_name(row: Person) -> SafeString:
    """The name in the person's own language and script, where that differs from what the reader sees already."""
    own, language = (row.name_own, row.own_language) if row.name_own else (row.name_ja, "ja")
    if not own or own == words.person(row):
        return SafeString("")
    return format_html('<span class="quiet" lang="{}">{}</span>', language or "", own)


@register.filter
def promisers(by: list[str]) -> str:
    """Who promised: everybody, groups of parties by their names, or parties by their codes."""
    forum = parties.forum()
    groups = {"all": gettext("all parties"), **{each.key: str(each) for each in forum.groups}}
    return ", ".join(groups.get(name) or forum.codes.get(name) or name.replace("-", " ") for name in by)


@register.filter
def score(value: int) -> str:
    return f"{value:+d}".replace("-", "−") if value else "0"


@register.filter
def plain(value: object) -> str:
    """A line of the record's file: words alone, or the words of a row with more to it."""
    if isinstance(value, dict):
        return str(value.get("text") or value.get("title") or next(iter(value.values()), ""))
    return str(value)


@register.filter
def is_web(address: str) -> bool:
    """Whether an address may be a link: only http and https, never a script."""
    return address.lower().startswith(("http://", "https://"))


@register.simple_tag
def choices(options: Iterable[Mapping[str, Any]]) -> SafeString:
    """The options of a select, without a template: a list of a year's meetings has a hundred of them."""
    marked = (
        f'<option value="{html.escape(str(each["value"]))}"{" selected" if each["is_chosen"] else ""}>'
        f"{html.escape(str(each['label']))}</option>\n"
        for each in options
    )
    return SafeString("".join(marked))


@register.simple_tag
def said_of(ref: str, name: str = "") -> SafeString:
    """A mark beside a property, or beside a row with all of its properties, that leads to who says something of it."""
    return _said_of(words.language(), ref, name)


@lru_cache(maxsize=4096)
def _said_of(_language: str, ref: str, name: str) -> SafeString:
    """Kept for each language, because lists write one mark a row."""
    noun, _, slug = ref.partition("/")
    address = reverse("portal:facts", args=[noun, slug]) + (f"#p-{name}" if name else "")
    label = gettext("Who says this")
    return format_html('<a class="said" href="{}" title="{}" aria-label="{}">§</a>', address, label, label)
