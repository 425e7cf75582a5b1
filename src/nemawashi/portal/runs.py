"""Runs: results of counting under permanent addresses, with their tables, pictures, files and the passages behind them."""

import datetime as dt
import json
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.analysis import answering, counted, possible, queries
from nemawashi.analysis.answering import CountingQuestion
from nemawashi.analysis.models import ResultRun
from nemawashi.analysis.terms import ResultKind, RunState
from nemawashi.kit.drawing import rasters
from nemawashi.kit.faults import Fault
from nemawashi.kit.formats import parquet
from nemawashi.kit.formats.tables import Column, RecordTable, as_json
from nemawashi.kit.languages import name_of
from nemawashi.portal import asking, corpora, counting, filters, keeping, keyness, names, run_pictures, sequences, tables

ON_A_PAGE = 50
_ROWS = 50  # of a table on the page of a run; the files have all
PAGES = {
    ResultKind.WORDS: "portal:words",
    ResultKind.KEYNESS: "portal:keyness",
    ResultKind.LIFE_SPANS: "portal:life_spans",
    ResultKind.NGRAMS: "portal:ngrams",
    ResultKind.LIKENESS: "portal:likeness",
}
# The tables of a result, by the names that stand in addresses; the first is the one of a file without a name.
TABLES: dict[ResultKind, dict[str, Promise]] = {
    ResultKind.WORDS: {"years": _("Frequency by year"), "collocates": _("Collocates"), "lines": _("Lines (KWIC)")},
    ResultKind.KEYNESS: {"words": _("Keyness")},
    ResultKind.LIFE_SPANS: {"lifespans": _("Life spans"), "passages": _("Passages")},
    ResultKind.NGRAMS: {"ngrams": _("Sequences of words (n-grams)")},
    ResultKind.LIKENESS: {"pairs": _("Most alike"), "grouped": _("Groups"), "documents": _("Documents")},
}
NUMBERS: dict[str, Promise] = {
    "window": _("Words on either side of a collocate’s window"),
    "size": _("Words in a sequence"),
    "least": _("At least so often"),
    "groups": _("Groups"),
}
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
}
CHOICES: dict[str, tuple[Promise | str, Mapping[Any, Promise | str]]] = {
    "sort": (_("Sorted by"), counting.SORTS | keyness.SORTS),
    "case": (_("Capital letters"), counting.CASES),
    "hyphens": (_("Parts of a word with a hyphen or an apostrophe"), counting.HYPHENS),
    "cross": (_("A phrase may reach across"), counting.CROSS),
    "forms": (_("Forms of a word"), counting.FORMS),
    "overlap": (_("Where two matches share a word"), counting.OVERLAPS),
    "by": (_("Collocates sorted by"), counting.MEASURES),
}


@dataclass(frozen=True, slots=True)
class RunPassage:
    """A place behind a figure, as the run has it; ``href`` leads to its clause."""

    date: str
    title: str
    language: str
    left: str
    match: str
    right: str
    href: str


@filters.page
def runs(request: HttpRequest) -> HttpResponse:
    """What was published; above it what the reader kept and nobody else sees, below it what the reader withdrew."""
    viewer = asking.viewer(request)
    context = {
        "title": pgettext("of counting", "Results"),
        "lede": gettext("Figures that were counted once and stay as they were, each with its address and its passages."),
        "own": queries.own_runs(viewer=viewer)[:ON_A_PAGE],
        "withdrawn": queries.own_withdrawn_runs(viewer=viewer)[:ON_A_PAGE],
        "page": filters.paged(request, queries.published_runs(viewer=viewer), ON_A_PAGE),
    }
    return render(request, "portal/runs.html", context)


def _row(request: HttpRequest, slug: str) -> ResultRun:
    row = queries.visible_runs(viewer=asking.viewer(request)).filter(slug=slug).first()
    if row is None:
        raise Http404
    return row


@filters.page
def run(request: HttpRequest, slug: str) -> HttpResponse:
    """``again=1`` asks once more and says which part changed."""
    row, viewer = _row(request, slug), asking.viewer(request)
    again = filters.choice(request, "again", ("1",))
    query = dict(row.query)
    shown = row.state != RunState.WITHDRAWN or row.maker_id == viewer.user_id
    context: dict[str, Any] = {
        "title": row.title,
        "kicker": str(row.get_kind_display()),
        "crumbs": asking.crumb(pgettext("of counting", "Results"), "portal:runs"),
        "run": row,
        "acts": keeping.buttons(possible.on_run(row, viewer=viewer)),
        "is_shown": shown,
        "asked": _asked(row, viewer),
        "is_of_own": not queries.are_everybodys(row.collections),
        "now": f"{reverse(PAGES[ResultKind(row.kind)])}?{urlencode(query)}",
    }
    if shown:
        context |= _shown(request, row) | ({"again": _again(row, viewer)} if again else {})
    return render(request, "portal/run.html", context)


def _asked(row: ResultRun, viewer: Viewer) -> list[tuple[str, str, str]]:
    """The question in words: what, which, and the language of a phrase that was typed."""
    query = row.query
    titles = counted.names(viewer) | {counted.ADOPTED: gettext("Adopted texts of the Dialogue")}
    asked = []
    if "q" in query:
        asked.append((gettext("Word or phrase"), query["q"], "" if query["language"] == "all" else query["language"]))
    asked.append((gettext("Collection"), titles.get(query["in"], query["in"]), ""))
    if "against" in query:
        asked.append((gettext("held against"), titles.get(query["against"], query["against"]), ""))
    if "language" in query:
        every = gettext("all languages together")
        spoken = every if query["language"] == "all" else name_of(query["language"], get_language() or "en")
        asked.append((gettext("Language of the texts"), spoken, ""))
    for name, (label, known) in CHOICES.items():
        if name in query:
            asked.append((str(label), str(known.get(query[name], query[name])), ""))
    return asked + [(str(label), query[name], "") for name, label in NUMBERS.items() if name in query]


def _shown(request: HttpRequest, row: ResultRun) -> dict[str, Any]:
    content = row.content
    kind = ResultKind(row.kind)
    address = reverse("portal:run_passages", args=[row.slug])
    sides = [content[name] for name in ("collection", "target", "reference") if name in content]
    language = row.query.get("language", "")
    picture = run_pictures.picture(row)
    context: dict[str, Any] = {
        "content": content,
        "sides": sides,
        "spoken": "" if language == "all" else language,
        "analysers": ", ".join(sorted({each for side in sides for each in side["analysers"]})),
        "files": _files(row, has_picture=bool(picture)),
        "picture": picture,
        "passages": address,
        "rows": _ROWS,
    }
    if kind == ResultKind.WORDS:
        context |= {
            "years": [(each, f"{address}?{urlencode({'year': each['group']})}") for each in content["by"]],
            "collocates": [
                (each, f"{address}?{urlencode({'word': each['word']})}") for each in content["collocates"][:_ROWS]
            ],
        }
    elif kind == ResultKind.KEYNESS:
        context["words"] = [
            (each, *run_pictures.both_sides(row, content, each["word"])) for each in content["words"][:_ROWS]
        ]
    elif kind == ResultKind.NGRAMS:
        context["sequences"] = [
            each | {"lines": run_pictures.lines_of(row, each["words"])} for each in content["ngrams"][:_ROWS]
        ]
    elif kind == ResultKind.LIKENESS:
        context |= _alike(row, content)
    else:
        context["lives"] = [
            (each, f"{address}?{urlencode({'concept': each['concept']})}", [_span(gap) for gap in each["gaps"]])
            for each in content["lifespans"]
        ]
    return context


def _alike(row: ResultRun, content: Mapping[str, Any]) -> dict[str, Any]:
    """Groups and pairs with the documents of the run, by their titles of today."""
    documents = {each.id: each for each in sequences.alike_documents(row.query["in"], content["documents"])}
    groups: dict[int, list[sequences.AlikeDocument]] = {}
    for each in content["grouped"]:
        groups.setdefault(each["group"], []).append(documents[each["document"]])
    pairs = [(documents[each["one"]], documents[each["other"]], each["cosine"]) for each in content["pairs"][:_ROWS]]
    return {"groups": list(groups.values()), "pairs": pairs}


def _span(gap: Sequence[str]) -> str:
    return gap[0] if gap[0] == gap[1] else f"{gap[0]}–{gap[1]}"


def _files(row: ResultRun, *, has_picture: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be taken away: for each table its forms, and the whole."""
    address: Callable[[str], str] = lambda form: reverse("portal:run_file", args=[row.slug, form])  # noqa: E731
    forms = [("CSV", "csv"), *([("Parquet", "parquet")] if parquet.can_be_written() else [])]
    by_table = [
        (str(label), [(form, f"{address(ending)}?of={name}") for form, ending in forms])
        for name, label in TABLES[ResultKind(row.kind)].items()
    ]
    whole = [("JSON", address("json"))]
    picture = [(gettext("Picture"), [("SVG", address("svg")), ("PNG", address("png"))])] if has_picture else []
    return [(gettext("All of it"), whole), *by_table, *picture]


def _again(row: ResultRun, viewer: Viewer) -> dict[str, Any]:
    """Ask the same question now."""
    try:
        now = answering.answer(CountingQuestion(ResultKind(row.kind), row.query), viewer)
    except Fault:
        return {"is_gone": True}
    if answering.written(now) == row.answer:
        return {"is_same": True}
    return {"changed": [(str(PARTS.get(part, part)), how) for part, how in answering.changes(row.content, now)]}


PARTS: dict[str, Promise] = {
    "collection": _("Words of the collection (documents)"),
    "target": _("Words of the one side (documents)"),
    "reference": _("Words of the other side (documents)"),
    "analysers": _("Cutting of words"),
    "codebook": _("Codebook"),
    "figures": _("Figures"),
}


# ── Passages ──────────────────────────────────────────────────────────────────────────────────────────────────────


@filters.page
def passages(request: HttpRequest, slug: str) -> HttpResponse:
    """The passages behind a figure of a run: those of a year, beside a word, of a concept; without a choice all."""
    row = _row(request, slug)
    if row.state == RunState.WITHDRAWN and row.maker_id != asking.viewer(request).user_id:
        raise Http404
    year, word = filters.only_value(request, "year"), filters.only_value(request, "word")
    concept = filters.only_value(request, "concept")
    content = row.content
    if row.kind == ResultKind.WORDS:
        of = word or year
        lines = [each for each in content["lines"] if _is_of(each, year) and _is_beside(each, word, content["window"])]
    elif row.kind == ResultKind.LIFE_SPANS:
        known = {each["concept"]: each for each in content["lifespans"]}
        if concept not in known:
            raise Http404
        of, lines = known[concept]["name"], known[concept]["passages"]
    else:
        raise Http404
    page = filters.paged(request, lines, ON_A_PAGE)
    context = {
        "title": gettext("Passages"),
        "kicker": row.title,
        "crumbs": [
            *asking.crumb(pgettext("of counting", "Results"), "portal:runs"),
            {"label": row.title, "href": reverse("portal:run", args=[row.slug])},
        ],
        "run": row,
        "of": of,
        "page": page,
        "lines": _passages(list(page.object_list), asking.viewer(request)),
    }
    return render(request, "portal/run_passages.html", context)


def _is_of(line: Mapping[str, Any], year: str) -> bool:
    return not year or str(line["date"] or "").startswith(year)


def _is_beside(line: Mapping[str, Any], word: str, window: int) -> bool:
    if not word:
        return True
    left, right = line["left"].casefold(), line["right"].casefold()
    if line["language"] == "ja":
        return word.casefold() in f"{left} {right}"
    near = [*re.findall(r"[\w'’-]+", left)[-window:], *re.findall(r"[\w'’-]+", right)[:window]]
    return word.casefold().replace("ё", "е") in {each.replace("ё", "е") for each in near}


def _passages(lines: Sequence[Mapping[str, Any]], viewer: Viewer) -> list[RunPassage]:
    refs = {_text_of(each["document"]) for each in lines}
    titles = names.named([ref for ref in refs if ref.startswith("text/")], viewer=PUBLIC)
    places = []
    own = corpora.own_addresses([each["passage"] for each in lines], viewer=viewer)
    for each in lines:
        ref = _text_of(each["document"])
        title = titles[ref].label if ref in titles else each.get("title") or each["document"]
        noun, _slash, key = each["passage"].partition("/")
        href = own.get(each["passage"]) or reverse("portal:lineage", args=[noun, key])
        match = each.get("match", each.get("words", ""))
        language = each.get("language", "")
        places.append(
            RunPassage(each.get("date") or "", title, language, each.get("left", ""), match, each.get("right", ""), href)
        )
    return places


def _text_of(document: str) -> str:
    """A text in one of its languages has that behind its ref."""
    return re.sub(r"\.[a-z]{2,3}$", "", document)


# ── Files ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@filters.page
def file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The whole answer as it was kept, byte for byte; a table of it; or its picture."""
    row = _row(request, slug)
    if form not in MEDIA or (form == "parquet" and not parquet.can_be_written()):
        raise Http404
    if row.state == RunState.WITHDRAWN and row.maker_id != asking.viewer(request).user_id:
        return HttpResponse(gettext("This result was withdrawn."), status=410, content_type="text/plain; charset=utf-8")
    known = TABLES[ResultKind(row.kind)]
    of = filters.choice(request, "of", known) or next(iter(known))
    name = f"{row.slug}.{form}" if form in ("json", "svg", "png") else f"{row.slug}-{of}.{form}"
    if form == "csv":
        table = _rows(row, of)
        return tables.as_file(name, list(table[0]) if table else ["empty"], [list(each.values()) for each in table])
    content: str | bytes
    if form == "json":
        content = _json(request, row)
    elif form == "parquet":
        content = _parquet(of, _rows(row, of))
    else:
        svg = str(run_pictures.picture(row))
        if not svg:
            raise Http404
        content = svg if form == "svg" else rasters.png(svg)
    response = HttpResponse(content, content_type=MEDIA[form])
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _json(request: HttpRequest, row: ResultRun) -> str:
    """What a run is, and under ``answer`` the very bytes that were kept."""
    head = {
        "id": row.slug,
        "address": request.build_absolute_uri(reverse("permanent:row", args=["run", row.slug])),
        "title": row.title,
        "made": row.made_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "by": row.maker_name,
        "software": row.software,
        "kind": row.kind,
        "query": row.query,
        "sha256": row.digest,
    }
    opened = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{opened},\n "answer": {row.answer.rstrip()}\n}}\n'


def _rows(row: ResultRun, of: str) -> list[dict[str, Any]]:
    content = row.content
    if of == "passages":
        return [{"concept": each["concept"]} | passage for each in content["lifespans"] for passage in each["passages"]]
    if of == "lifespans":
        left_out = ("periods", "passages")
        return [
            {name: value for name, value in each.items() if name not in left_out}
            | {"gaps": "; ".join(_span(gap) for gap in each["gaps"])}
            for each in content["lifespans"]
        ]
    rows: list[dict[str, Any]] = content["by" if of == "years" else of]
    return rows


def _parquet(name: str, rows: Sequence[Mapping[str, Any]]) -> bytes:
    columns = tuple(Column(key, _type([row[key] for row in rows]), key) for key in (rows[0] if rows else {"empty": ""}))
    table = RecordTable(name, name, (), columns, [tuple(row.values()) for row in rows])
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"{name}.json").write_bytes(as_json(table))
        parquet.write_all(Path(folder), [table])
        return (Path(folder) / f"{name}.parquet").read_bytes()


def _type(values: Sequence[Any]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds and kinds <= {int}:
        return "whole"
    return "real" if kinds and kinds <= {int, float} else "text"
