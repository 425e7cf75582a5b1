"""The papers of meetings that everybody may read, each with its languages and files."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from nemawashi.access.viewers import PUBLIC
from nemawashi.meetings import queries, rules
from nemawashi.meetings.exports import handing
from nemawashi.meetings.models import Meeting, MeetingPaper
from nemawashi.meetings.terms import PaperKind
from nemawashi.portal import asking, filters, words
from nemawashi.portal.once import rendered_once
from nemawashi.texts import queries as texts


@dataclass(frozen=True)
class PublicPaper:
    """A paper in a list, called as its version in the reader's language is, else as its first."""

    paper: MeetingPaper
    title: str
    language: str


def _called(paper: MeetingPaper) -> PublicPaper:
    versions, own = list(paper.versions.all()), get_language() or "en"
    shown = next((row for row in versions if row.language == own), versions[0])
    return PublicPaper(paper, shown.title, shown.language)


def listed(meeting: Meeting) -> Sequence[PublicPaper]:
    """The public papers of a meeting by item and kind."""
    order = list(PaperKind)
    rows = queries.papers_of(meeting, viewer=PUBLIC)
    items = {row.agenda_item_id: row.agenda_item.number if row.agenda_item else 0 for row in rows}
    rows.sort(key=lambda row: (items[row.agenda_item_id], order.index(PaperKind(row.kind))))
    return [_called(row) for row in rows]


def addresses(given: Iterable[str]) -> dict[str, str]:
    """The public pages of the papers and texts whose symbols stand in words."""
    return pages_of({each[start:end] for each in given for start, end in rules.symbols_in(each)})


def pages_of(symbols: Collection[str], known: Mapping[str, str] | None = None) -> dict[str, str]:
    """The public pages of the papers and texts that have these symbols: two statements, however many there are.

    ``known``: what the page knows already, empty where a symbol has no page; that is not asked for.
    """
    where = dict(known or {})
    if not (asked := set(symbols) - where.keys()):
        return where
    where |= {symbol: _page(row) for symbol, row in queries.papers_by_symbol(asked, viewer=PUBLIC).items()}
    rows = texts.visible_texts(viewer=PUBLIC).filter(symbol__in=asked - where.keys())
    return where | {row.symbol: reverse("portal:text", args=[row.slug]) for row in rows}


def _page(row: MeetingPaper) -> str:
    return reverse("portal:paper_of_meeting", args=[row.meeting.slug, row.pk])


def _paper(slug: str, pk: UUID) -> MeetingPaper:
    """A public paper of this meeting and of no other."""
    row = queries.visible_papers(viewer=PUBLIC).filter(meeting__slug=slug, pk=pk).first()
    if row is None:
        raise Http404
    return row


@rendered_once
@filters.page
def paper(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    row = _paper(slug, pk)
    versions = list(row.versions.all())
    shown = _called(row)
    visible = queries.visible_papers(viewer=PUBLIC)
    context = {
        "title": shown.title,
        "title_language": shown.language,
        "kicker": row.symbol,
        "crumbs": [
            *asking.crumb(gettext("Meetings"), "portal:meetings"),
            {"label": words.meeting_title(row.meeting), "href": reverse("portal:meeting", args=[row.meeting.slug])},
        ],
        "paper": row,
        "page_row": row,
        "versions": versions,
        "sequels": visible.filter(base=row).order_by("sequel", "issued_at"),
        "base": visible.filter(pk=row.base_id).first() if row.base_id else None,
        "addresses": addresses(each.words for each in versions),
    }
    return render(request, "portal/paper_of_meeting.html", context)


@filters.page
def file(request: HttpRequest, slug: str, pk: UUID, language: str) -> HttpResponse:
    """The file of one language of a public paper."""
    del request
    version = _paper(slug, pk).versions.filter(language=language).exclude(sha256="").first()
    if version is None:
        raise Http404
    return handing.handed_out(version)
