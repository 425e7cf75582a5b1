"""Words in context: lines, frequency by year and collocates of a word in a published collection, chosen by the reader."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from nemawashi import __version__
from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.analysis import answering, counted
from nemawashi.analysis.answering import MOST_LINES, CountingQuestion, WordsAsked
from nemawashi.analysis.counted import PublishedCollection
from nemawashi.analysis.terms import ResultKind
from nemawashi.kit.corpora import reading as corpora
from nemawashi.kit.counting import Collection, CountedDocument, Cross, Forms, Overlap, Semantics
from nemawashi.kit.counting.concordances import Concordance, ContextLine
from nemawashi.kit.counting.neighbours import COLLOCATE_SORTS, Collocates
from nemawashi.kit.counting.tallies import GroupTally
from nemawashi.kit.drawing import charts
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.languages import PAGES, name_of
from nemawashi.lineage.terms import OFFICIAL_TEXTS
from nemawashi.portal import asking, figures, filters, keeping, names, tables
from nemawashi.portal.corpora import own_addresses
from nemawashi.portal.ways import panels

LINES_ON_A_PAGE = 50
LONGEST_TITLE = 90
_COLLOCATES = 30
SORTS: dict[str, Promise] = {
    "R1": _("word to the right"),
    "L1": _("word to the left"),
    "R2": _("second word to the right"),
    "L2": _("second word to the left"),
    "match": _("the word itself"),
    "text": _("order of the texts"),
}
CASES: dict[str, Promise] = {"fold": _("are not told apart"), "keep": _("as typed")}
HYPHENS: dict[str, Promise] = {"split": _("two words"), "join": _("one word")}
CROSS: dict[Cross, Promise] = {
    Cross.STOP: _("no punctuation"),
    Cross.SENTENCE: _("commas and dashes"),
    Cross.CLAUSE: _("ends of sentences"),
    Cross.DOCUMENT: _("everything within a document"),
}
FORMS: dict[Forms, Promise] = {Forms.EXACT: _("as typed"), Forms.STEM: _("with all endings (stems)")}
OVERLAPS: dict[Overlap, Promise] = {
    Overlap.ALL: _("each is counted"),
    Overlap.NONE: _("the longest is counted"),
}
MEASURES: dict[str, Promise | str] = {
    "g2": _("G2 (log-likelihood)"),
    "mi": _("MI (mutual information)"),
    "t": _("t-score"),
    "log_dice": "logDice",
    "count": _("count"),
}
_IN_FULL = f"corpus/{OFFICIAL_TEXTS}"
PARTS = ("lines", "years", "collocates")


@filters.page
def words(request: HttpRequest) -> HttpResponse:
    """The form, and under it what was found; ``as=csv`` or ``as=json`` gives the same to programs."""
    context: dict[str, Any] = {
        "title": gettext("Words in context"),
        "lede": gettext("Where a word or phrase stands in published texts, how often by year, and what stands beside it."),
    }
    choices = counted.names(asking.viewer(request))
    name = filters.choice(request, "in", choices) or counted.first_choice(asking.viewer(request))
    try:
        held = counted.collection(name, asking.viewer(request))
    except UnreadableError as fault:
        return _page(request, context | _form(request, choices, name, None, None) | {"refusal": too_large(fault)})
    asked = _asked(request, held)
    context |= _form(request, choices, name, held, asked)
    context |= {"panels": panels(name, asked.language, "words"), "is_own": held.is_own}
    if not held.documents:
        empty = {"refusal": gettext("Nothing is published in this collection yet."), "is_empty": True}
        return _page(request, context | empty)
    if not asked.phrase:
        return _page(request, context)
    collection = held.of(asked.language)
    if not len(collection):
        return _page(request, context | {"refusal": gettext("Nothing is published in this collection in that language.")})
    try:
        table, collocates = answering.concordance_of(held, asked)
    except UnreadableError:
        return _page(request, context | {"refusal": gettext("Write at least one word; * ? | ~ alone find nothing.")})
    if len(table) > MOST_LINES:
        most = {"most": f"{MOST_LINES:,}"}
        return _page(request, context | {"refusal": gettext("That occurs more than %(most)s times: ask for more.") % most})
    years = answering.by_year(collection, table)
    form = filters.choice(request, "as", ("csv", "json"))
    if form == "json":
        return _json(held, asked, table, years, collocates)
    if form == "csv":
        return _csv(filters.choice(request, "of", PARTS) or PARTS[0], held, asked, table, years, collocates)
    return _page(request, context | _shown(request, held, asked, table, years, collocates))


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "portal/words.html", context)


def too_large(fault: UnreadableError) -> str:
    if isinstance(fault, counted.BeyondPagesError):
        most = {"most": f"{counted.MOST_CLAUSES:,}"}
        return gettext("This collection has more than %(most)s paragraphs: count it by the command.") % most
    return gettext("Nothing is published in this collection yet.")


def _asked(request: HttpRequest, held: PublishedCollection) -> WordsAsked:
    phrase = " ".join(filters.words(request).split())
    return WordsAsked(
        held.name,
        language_of(request, held, phrase),
        phrase,
        filters.choice(request, "sort", SORTS) or "R1",
        filters.choice(request, "by", MEASURES) or COLLOCATE_SORTS[0],
        filters.choice(request, "window", answering.WINDOWS) or "5",
        Overlap(filters.choice(request, "overlap", [str(each) for each in OVERLAPS]) or Overlap.ALL),
        Semantics(
            hyphens=(hyphens := filters.choice(request, "hyphens", HYPHENS) or "split"),
            apostrophes=hyphens,
            case=filters.choice(request, "case", CASES) or "fold",
            cross=Cross(filters.choice(request, "cross", [str(each) for each in CROSS]) or Cross.STOP),
            forms=Forms(filters.choice(request, "forms", [str(each) for each in FORMS]) or Forms.EXACT),
        ),
    )


def language_of(request: HttpRequest, held: PublishedCollection, phrase: str = "") -> str:
    """The language that was chosen; without a choice that of the phrase by its letters, or of the reader; empty for all."""
    chosen = filters.choice(request, "language", ("all", *{*PAGES, *held.languages}))
    if chosen:
        return "" if chosen == "all" else chosen
    likely = _by_letters(phrase) if phrase else get_language() or ""
    return next((each for each in (likely, *held.languages[:1]) if each in held.languages), "")


def _by_letters(phrase: str) -> str:
    if any("\u4e00" <= sign <= "\u9fff" for sign in phrase):
        return "ja"
    spoken = corpora.language_of(phrase)
    return spoken if spoken in PAGES else ""


def option_list(known: Any, chosen: object) -> list[dict[str, object]]:
    return filters.options([(str(value), str(label)) for value, label in known.items()], chosen)


def collection_options(choices: dict[str, str], chosen: str) -> list[dict[str, object]]:
    named = {counted.ADOPTED: gettext("Adopted texts of the Dialogue"), _IN_FULL: gettext("Official texts taken in full")}
    return filters.options([(name, named.get(name, title)) for name, title in choices.items()], chosen)


def language_options(held: PublishedCollection, chosen: str) -> list[dict[str, object]]:
    pairs = [(each, name_of(each, get_language() or "en")) for each in held.languages]
    return filters.options([*pairs, ("all", gettext("all languages together"))], chosen or "all")


def _form(
    request: HttpRequest, choices: dict[str, str], name: str, held: PublishedCollection | None, asked: WordsAsked | None
) -> dict[str, Any]:
    if held is None or asked is None:
        return {"collections": collection_options(choices, name), "phrase": ""}
    said = asked.semantics
    return {
        "collections": collection_options(choices, name),
        "languages": language_options(held, asked.language),
        "phrase": asked.phrase,
        "sorts": option_list(SORTS, asked.sort),
        "choices": [
            ("case", gettext("Capital letters"), option_list(CASES, said.case)),
            ("hyphens", gettext("Parts of a word with a hyphen or an apostrophe"), option_list(HYPHENS, said.hyphens)),
            ("cross", gettext("A phrase may reach across"), option_list(CROSS, said.cross)),
            ("forms", gettext("Forms of a word"), option_list(FORMS, said.forms)),
            ("overlap", gettext("Where two matches share a word"), option_list(OVERLAPS, asked.overlap)),
            ("window", gettext("Words on either side of a collocate’s window"), _numbers(asked.window)),
            ("by", gettext("Collocates sorted by"), option_list(MEASURES, asked.measure)),
        ],
    }


def _numbers(chosen: str) -> list[dict[str, object]]:
    return filters.options([(str(n), str(n)) for n in range(1, 11)], chosen)


def _shown(
    request: HttpRequest,
    held: PublishedCollection,
    asked: WordsAsked,
    table: Concordance,
    years: Sequence[GroupTally],
    collocates: Collocates,
) -> dict[str, Any]:
    page = filters.paged(request, range(len(table)), LINES_ON_A_PAGE)
    skip = page.start_index() - 1 if len(table) else 0
    lines = table.lines([asked.sort], limit=LINES_ON_A_PAGE, skip=skip)
    collection = held.of(asked.language)
    address = f"{request.path}?{urlencode(asked.query())}"
    cited = f"{request.path}?{urlencode(asked.query() | {'hash': collection.hash[:16]})}"
    given = filters.only_value(request, "hash")
    return {
        "page": page,
        "spoken": asked.language,
        "total": len(table),
        "with_it": len(set(table.documents.tolist())),
        "documents": len(collection),
        "all_words": f"{counted.size(collection):,}",
        "lines": shown_lines(held, collection, lines, asking.viewer(request)),
        "years": years,
        "picture": picture(years, asked.phrase),
        "collocates": collocates.rows[:_COLLOCATES],
        "files": [
            (gettext("Lines (CSV)"), f"{address}&as=csv&of=lines"),
            (gettext("Years (CSV)"), f"{address}&as=csv&of=years"),
            (gettext("Collocates (CSV)"), f"{address}&as=csv&of=collocates"),
            ("JSON", f"{address}&as=json"),
        ],
        "cited": request.build_absolute_uri(cited),
        "made_of": made_of(collection),
        "keeps": keeping.of_result(request, CountingQuestion(ResultKind.WORDS, asked.query())),
        "was": given if given and not collection.hash.startswith(given) else "",
        "others": [
            (name_of(each, get_language() or "en"), f"?{urlencode(asked.query() | {'language': each})}")
            for each in held.languages
            if not len(table) and each != asked.language
        ],
    }


def made_of(collection: Collection) -> dict[str, str]:
    """What a figure must name so that it can be had again."""
    return {"hash": collection.hash, "analysers": ", ".join(collection.analysers), "version": __version__}


def shown_lines(
    held: PublishedCollection, collection: Collection, lines: Sequence[ContextLine], viewer: Viewer
) -> list[dict[str, Any]]:
    known = [collection.documents[line.document] for line in lines]
    refs = {document.attributes.get("document", "") for document in known}
    titles = names.named([ref for ref in refs if ref.startswith("text/")], viewer=PUBLIC)
    refs_of_own = [held.passage(line.id, line.start) for line in lines] if held.is_own else []
    own = own_addresses(refs_of_own, viewer=viewer)
    rows = []
    for line, document in zip(lines, known, strict=True):
        ref = document.attributes.get("document", "")
        title = titles[ref].label if ref in titles else _title(document)
        rows.append(
            {
                "left": line.left,
                "match": line.match,
                "right": line.right,
                "language": document.language,
                "date": document.date,
                "title": title,
                "href": own.get(held.passage(line.id, line.start)) or href(held, line),
            }
        )
    return rows


def _title(document: CountedDocument) -> str:
    named = document.attributes.get("title") or document.attributes.get("symbol") or document.id
    return named if len(named) <= LONGEST_TITLE else f"{named[:LONGEST_TITLE].rstrip()}…"


def href(held: PublishedCollection, line: ContextLine) -> str:
    """The page of the paragraph in which a line stands."""
    noun, _slash, key = held.passage(line.id, line.start).partition("/")
    return reverse("portal:lineage", args=[noun, key])


def picture(years: Sequence[GroupTally], phrase: str) -> str:
    dated = [each for each in years if each.group.isdigit()]
    if not dated:
        return ""
    columns = [
        charts.YearColumn(
            int(each.group), each.per_million, f"{each.group}: {each.count}, {each.per_million:.1f} / {each.words:,}"
        )
        for each in dated
    ]
    return figures.safe(
        charts.columns(
            columns,
            title=gettext("“%(phrase)s” by year, per million words") % {"phrase": phrase},
            description=gettext("A column for each year with documents; a hollow mark where it was not found."),
        )
    )


def _json(
    held: PublishedCollection,
    asked: WordsAsked,
    table: Concordance,
    years: Sequence[GroupTally],
    collocates: Collocates,
) -> HttpResponse:
    content = answering.words_answer(held, asked, table, years, collocates)
    content["collection"] |= {"software": __version__}
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _csv(
    part: str,
    held: PublishedCollection,
    asked: WordsAsked,
    table: Concordance,
    years: Sequence[GroupTally],
    collocates: Collocates,
) -> HttpResponse:
    if part == "years":
        rows = [answering.year_row(each) for each in years]
    elif part == "collocates":
        rows = [answering.collocate_row(each) for each in collocates.rows]
    else:
        rows = answering.lines_of(held, asked, table)
    head = list(rows[0]) if rows else ["empty"]
    return tables.as_file(f"{part}.csv", head, [list(row.values()) for row in rows])
