"""Any list of the record as filtered, for spreadsheets and reference managers: ``?as=csv``, ``ris``, ``bib``, ``json``.

CSV has the columns of the data package, and beside them what a spreadsheet needs: the title in the reader's language, the
permanent address, the first and last day that a date can mean, and a mark by which Excel knows that it is UTF-8.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from nemawashi.access.viewers import PUBLIC
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.formats import tables
from nemawashi.kit.formats.bibliographies import FORMS
from nemawashi.kit.formats.tables import RecordTable
from nemawashi.portal import filters, names, references
from nemawashi.portal.take_away import gathering, promising, sourcing

MARK = "\ufeff"
CSV = "csv"
AS = (CSV, *FORMS)


@dataclass(frozen=True, slots=True)
class ListOfRows:
    """Which table of the data package has the rows of a list, and under which noun they stand."""

    noun: str
    table: str
    gathered: Callable[[], list[RecordTable]]


LISTS = {
    "portal:meetings": ListOfRows("meeting", "meetings", gathering.meeting_tables),
    "portal:texts": ListOfRows("text", "texts", promising.text_tables),
    "portal:parties": ListOfRows("party", "parties", gathering.party_tables),
    "portal:people": ListOfRows("person", "people", gathering.party_tables),
    "portal:organisations": ListOfRows("organisation", "organisations", gathering.party_tables),
    "portal:pillars": ListOfRows("pillar", "pillars", gathering.party_tables),
    "portal:tracks": ListOfRows("track", "tracks", gathering.meeting_tables),
    "portal:commitments": ListOfRows("commitment", "commitments", promising.commitment_tables),
    "portal:remits": ListOfRows("remit", "remits", promising.remit_tables),
    "portal:recommendations": ListOfRows("recommendation", "recommendations", gathering.meeting_tables),
    "portal:assistance": ListOfRows("assistance", "undertakings", promising.assistance_tables),
    "portal:concepts": ListOfRows("concept", "concepts", promising.assistance_tables),
    "portal:dialogues": ListOfRows("dialogue", "dialogues", gathering.dialogue_tables),
    "portal:sources": ListOfRows("source", "sources", sourcing.source_tables),
    "portal:conflicts": ListOfRows("conflict", "conflicts", sourcing.source_tables),
}


def asked(request: HttpRequest, rows: Iterable[Any]) -> HttpResponse | None:
    """The rows of a list page in the form that its address asks for, all in their order; None where that is the page."""
    form = filters.choice(request, "as", AS)
    shown = LISTS.get(request.resolver_match.view_name) if request.resolver_match else None
    if not form or shown is None:
        return None
    slugs = [row.slug for row in rows]
    if form == CSV:
        return as_file(f"{shown.table}.csv", *_table(request, shown, slugs))
    return references.of_rows(request, [f"{shown.noun}/{slug}" for slug in slugs], form, shown.table)


def links(request: HttpRequest) -> list[references.File]:
    """The addresses of these forms for a list page, under its filters."""
    match = request.resolver_match
    if match is None or match.view_name not in LISTS:
        return []
    chosen = [(key, value) for key, value in request.GET.items() if value and key not in ("page", "as")]
    labels = references.LABELS | {CSV: "CSV"}
    return [references.File(labels[form], f"?{urlencode([*chosen, ('as', form)])}") for form in (*FORMS, CSV)]


def _table(request: HttpRequest, shown: ListOfRows, slugs: Sequence[str]) -> tuple[list[str], list[list[Any]]]:
    table = next(each for each in shown.gathered() if each.name == shown.table)
    by_key = {row[0]: row for row in table.rows}
    named = names.named([f"{shown.noun}/{slug}" for slug in slugs], viewer=PUBLIC)
    dated = [place for place, column in enumerate(table.columns) if column.type == "dated"]
    head = [*table.names, *(["earliest", "latest"] if dated else []), "label", "address"]
    lines = []
    for slug in slugs:
        row = by_key.get(slug)
        if row is None:
            continue
        ref = f"{shown.noun}/{slug}"
        label = named[ref].label if ref in named else ""
        address = request.build_absolute_uri(reverse("permanent:row", args=[shown.noun, slug]))
        within = span({table.names[place]: row[place] for place in dated}) if dated else ()
        lines.append([*row, *within, label, address])
    return head, lines


FIRST, LAST = ("start", "date", "adopted", "founded", "first_seen", "about"), ("end", "last_seen")


def span(dates: dict[str, str | None]) -> tuple[str, str]:
    """The first and the last day that the dates of a row can mean; both empty where none is known."""
    first = next((dates[name] for name in FIRST if dates.get(name)), None)
    last = next((dates[name] for name in LAST if dates.get(name)), None) or first
    begins, ends = ImpreciseDate.parse(first or last or None), ImpreciseDate.parse(last or None)
    return (begins.earliest.isoformat() if begins else "", ends.latest.isoformat() if ends else "")


def as_file(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """CSV as a download; a list stands in one cell, its parts with semicolons between."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([tables.cell(_plain(value)) for value in row])
    response = HttpResponse((MARK + out.getvalue()).encode(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(str(part.get("text") or part) if isinstance(part, dict) else str(part) for part in value)
    return value
