"""Rounds of coding: the list, a round, the page on which a coder goes from passage to passage, and its files."""

import csv
import io
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nemawashi.access.requests import Request
from nemawashi.analysis import codebooks, possible, rounds
from nemawashi.analysis.models import CodingRound, RoundPassage
from nemawashi.analysis.rounds import CodedReading, GivenCodes, RoundResult
from nemawashi.desk.analysing.coding import label, marked_as
from nemawashi.kit.coding import marking, projects, retrieving
from nemawashi.kit.coding.agreeing import Measure
from nemawashi.kit.coding.retrieving import RetrievedPassage
from nemawashi.kit.coding.values import Codebook, CodebookCode
from nemawashi.kit.formats import tables
from nemawashi.parties.models import Dialogue
from nemawashi.parties.queries import forum

ON_A_PAGE = 20
FILES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "qdpx": "application/zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A code as the page of a coder offers it."""

    code: CodebookCode
    label: str
    depth: int
    is_given: bool
    marked_as: str


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """How far coders agreed on a code, and on how many passages it stands in the end."""

    label: str
    given: int
    raw: str
    alpha: str
    ac1: str
    common: str
    settled: int | None
    href: str


@login_required
def rounds_list(request: Request) -> HttpResponse:
    viewer = request.viewer
    home = Dialogue(slug=forum().slug)
    context = {
        "title": _("Rounds of coding"),
        "offered": possible.on_rounds(home, viewer=viewer),
        "rows": rounds.visible_rounds(viewer=viewer)[:200],
    }
    return render(request, "desk/rounds.html", context)


def _row(request: Request, slug: str) -> CodingRound:
    row: CodingRound | None = rounds.visible_rounds(viewer=request.viewer).filter(slug=slug).first()
    if row is None:
        raise Http404
    return row


@login_required
def coding_round(request: Request, slug: str) -> HttpResponse:
    """A round as its owner or a coder may know it: while it is open the own codings alone."""
    row, viewer = _row(request, slug), request.viewer
    coders = list(row.coders.all())
    seat = next((each for each in coders if each.account_id == viewer.user_id), None)
    total = row.passages.count()
    done = len(rounds.coded_passages(seat)) if seat is not None else 0
    book = codebooks.of_row(row.codebook)
    context: dict[str, Any] = {
        "title": row.title,
        "kicker": _("Round of coding"),
        "crumbs": [{"label": _("Rounds of coding"), "href": reverse("desk:rounds")}],
        "row": row,
        "coders": coders,
        "seat": seat,
        "total": total,
        "done": done,
        "book": book,
        "is_owner": row.owner_id == viewer.user_id,
        "offered": possible.on_round(row, coders=coders, seat=seat, left=total - done, viewer=viewer),
    }
    if row.is_closed:
        context |= _closed(request, row)
    return render(request, "desk/round.html", context)


def _closed(request: Request, row: CodingRound) -> dict[str, Any]:
    whole = rounds.result(row)
    page = Paginator(whole.disagreements, ON_A_PAGE).get_page(request.GET.get("page", "1")[:6])
    wanted = request.GET.get("code", "")
    under = f"?{urlencode({'code': wanted})}" if wanted in whole.book.by_id else ""
    return {
        "lines": _lines(whole, row),
        "are_words_marked": bool(whole.words_in_common),
        "page": page,
        "readings": [
            (each, _given(each, whole.book), _ruled(each, whole.book), possible.on_reading(each, viewer=request.viewer))
            for each in page.object_list
        ],
        "differing": len(whole.disagreements),
        "left_open": whole.left_open,
        "wanted": label(whole.book.by_id[wanted]) if wanted in whole.book.by_id else "",
        "retrieved": [each for each in whole.readings if wanted in (each.settled or ())] if wanted else [],
        "files": [
            (name.upper() if name == "csv" else f".{name}", reverse("desk:round_file", args=[row.slug, name]))
            for name in ("csv", "qdpx", "docx")
        ],
        "as_word": reverse("desk:round_file", args=[row.slug, "docx"]) + under if under else "",
    }


def _lines(whole: RoundResult, row: CodingRound) -> list[AgreementLine]:
    table = whole.agreement
    if table is None:
        return []
    address = reverse("desk:round", args=[row.slug])
    lines = [
        AgreementLine(
            label(whole.book.by_id[each.code]) if each.code in whole.book.by_id else each.code,
            each.given,
            _figure(each.raw),
            _figure(each.alpha),
            _figure(each.ac1),
            floatformat(whole.words_in_common[each.code], 2) if each.code in whole.words_in_common else "",
            whole.counts.get(each.code, 0),
            f"{address}?code={each.code}#retrieved",
        )
        for each in table.codes
    ]
    one = table.whole
    raw, alpha, ac1 = (_figure(each) for each in (one.raw, one.alpha, one.ac1))
    return [
        AgreementLine(_("All codes of a passage together"), one.given, raw, alpha, ac1, "", None, ""),
        AgreementLine(_("The same, sets that meet in part (MASI)"), one.given, "", _figure(table.sets), "", "", None, ""),
        *lines,
    ]


def _figure(measure: Measure) -> str:
    """As pages of results write numbers: with the comma or the point of the reader's language."""
    if measure.value is None:
        return "—"
    value = floatformat(measure.value, 2)
    if measure.low is None or measure.high is None:
        return value
    return f"{value} ({floatformat(measure.low, 2)} … {floatformat(measure.high, 2)})"


def _given(reading: CodedReading, book: Codebook) -> list[tuple[str, str, str, str]]:
    """Coder, codes, note, and the words that the codes are about where these are not all."""
    names, words = marked_as(book), reading.passage.coded
    return [
        (coder, _labels(given.codes, book), given.note, marking.typed(given.marks, passage=words, names=names))
        for coder, given in reading.given.items()
    ]


def _ruled(reading: CodedReading, book: Codebook) -> str:
    return _labels(reading.ruling.codes, book) if reading.ruling is not None else ""


def _labels(codes: Sequence[str], book: Codebook) -> str:
    return ", ".join(label(book.by_id[code]) for code in codes if code in book.by_id) or "—"


@login_required
def code(request: Request, slug: str, number: int) -> HttpResponse:
    """One passage with all codes. ``number`` 0 is the first that the coder has not looked at."""
    row = _row(request, slug)
    seat = rounds.coder_of(row, viewer=request.viewer)
    if seat is None:
        raise Http404
    here = reverse("desk:round", args=[row.slug])
    if row.is_closed or seat.handed_in_at is not None:
        return HttpResponseRedirect(here)
    numbers = dict(row.passages.values_list("number", "pk"))
    coded = rounds.coded_passages(seat)
    if number == 0:
        first = next((each for each, pk in numbers.items() if pk not in coded), None)
        return HttpResponseRedirect(here if first is None else reverse("desk:code", args=[row.slug, first]))
    if number not in numbers:
        raise Http404
    around = {each.number: each for each in row.passages.filter(number__in=(number - 1, number, number + 1))}
    passage = around[number]
    given = rounds.own_coding(seat, passage) or GivenCodes(())
    book = codebooks.of_row(row.codebook)
    names = marked_as(book)
    after = number + 1 if number + 1 in numbers else 0
    context = {
        "title": row.title,
        "kicker": _("Passage %(number)s of %(total)s") % {"number": number, "total": len(numbers)},
        "crumbs": [
            {"label": _("Rounds of coding"), "href": reverse("desk:rounds")},
            {"label": row.title, "href": here},
        ],
        "row": row,
        "passage": passage,
        "before": _neighbour(around.get(number - 1), passage),
        "behind": _neighbour(around.get(number + 1), passage),
        "codes": [
            CodeLine(each, label(each), depth, each.id in given.codes, names.get(each.id, ""))
            for depth, each in book.walked()
        ],
        "marked": marking.typed(given.marks, passage=passage.coded, names=names),
        "words": _marked(passage, given, book),
        "note": given.note,
        "is_coded": passage.pk in coded,
        "done": len(coded),
        "total": len(numbers),
        "previous": number - 1,
        "after": after,
        "next": reverse("desk:code", args=[row.slug, after]),
        "once": uuid.uuid4(),
    }
    return render(request, "desk/code.html", context)


def _marked(passage: RoundPassage, given: GivenCodes, book: Codebook) -> SafeString:
    """The words to be coded, those that were marked told apart."""
    parts = (
        format_html('<b class="marked" title="{}">{}</b>', _labels(codes, book), words) if codes else words
        for words, codes in marking.runs(passage.coded, given.marks)
    )
    return format_html_join("", "{}", ((part,) for part in parts))


def _neighbour(other: Any, passage: Any) -> Any:
    """The clause beside it where it is of the same document: what coders read to understand, and do not code."""
    return other if other is not None and other.document == passage.document and other.ref != passage.ref else None


@login_required
def file(request: Request, slug: str, form: str) -> HttpResponse:
    """The passages as JSON lines for a coder elsewhere; of a closed round everything as a table or as a project."""
    row = _row(request, slug)
    if form not in FILES or (form != "jsonl" and not row.is_closed):
        raise Http404
    content = _docx(row, request.GET.get("code", "")) if form == "docx" else _PLAIN[form](row)
    answer = HttpResponse(content, content_type=FILES[form])
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{row.slug}.{form}") or "attachment"
    return answer


def _jsonl(row: CodingRound) -> bytes:
    """What is to be coded, with no codes in it."""
    lines: list[dict[str, Any]] = [
        {
            "passage": each.number,
            "document": each.document,
            "title": each.title,
            "date": each.date,
            "language": each.language,
            "words": each.coded,
            **({} if each.end is None else {"paragraph": each.words, "start": each.start, "end": each.end}),
            "codes": [],
            "marks": [],
        }
        for each in row.passages.all()
    ]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


HEAD = (
    *("passage", "document", "title", "date", "language", "ref", "words", "coder", "codes", "note", "settled", "why"),
    *("start", "end", "marks"),
)


def _csv(row: CodingRound) -> bytes:
    """A line for each passage and coder, with what was settled in the end: several codes apart by semicolons."""
    lines: list[list[str]] = [list(HEAD)]
    for each in rounds.result(row).readings:
        passage, ruling = each.passage, each.ruling
        settled = ";".join(each.settled) if each.settled is not None else "?"
        about = [str(passage.number), passage.document, passage.title, passage.date, passage.language, passage.ref]
        for coder, given in each.given.items():
            codes = [coder, ";".join(given.codes) or "-", given.note, settled or "-", ruling.why if ruling else ""]
            places = ["" if place is None else str(place) for place in (passage.start, passage.end)]
            marks = ";".join(f"{mark.code} {mark.start}-{mark.end}" for mark in given.marks)
            lines.append([*about, passage.coded, *codes, *places, marks])
    out = io.StringIO("\ufeff", newline="")
    out.seek(0, io.SEEK_END)
    csv.writer(out, lineterminator="\r\n").writerows([tables.cell(value) for value in line] for line in lines)
    return out.getvalue().encode()


def _qdpx(row: CodingRound) -> bytes:
    return projects.written(rounds.project(row), at=row.closed_at or row.opened_at)


_PLAIN: dict[str, Callable[[CodingRound], bytes]] = {"jsonl": _jsonl, "csv": _csv, "qdpx": _qdpx}


def _docx(row: CodingRound, wanted: str) -> bytes:
    """The passages under each code that they have in the end, or under the one that was chosen, to be read and cited."""
    whole = rounds.result(row)
    if wanted and wanted not in whole.book.by_id:
        raise Http404
    passages = [
        _retrieved(code, each.passage)
        for _depth, code in whole.book.walked()
        if wanted in ("", code.id)
        for each in whole.readings
        if code.id in (each.settled or ())
    ]
    note = _("Coded by %(coders)s.") % {"coders": ", ".join(whole.coders)}
    if whole.left_open:
        left = ngettext(
            "%(n)s passage on which they differ, and nobody has ruled, is left out.",
            "%(n)s passages on which they differ, and nobody has ruled, are left out.",
            whole.left_open,
        ) % {"n": whole.left_open}
        note = f"{note} {left}"
    return retrieving.to_word(passages, title=row.title, note=note, place=lambda each: each.document)


def _retrieved(code: CodebookCode, passage: RoundPassage) -> RetrievedPassage:
    """``document``: the clause that the passage was, by its permanent reference."""
    about = (passage.ref, passage.title or passage.document, passage.date, passage.language)
    start = len(passage.before)
    parts = (passage.before, passage.coded, passage.after)
    return RetrievedPassage(code.id, label(code), *about, start, start + len(passage.coded), *parts)
