"""Pictures of runs, from the answers that were kept, and where a mark or a cell of one leads."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from nemawashi.analysis.models import ResultRun
from nemawashi.analysis.terms import ResultKind
from nemawashi.kit.drawing import charts
from nemawashi.portal import figures, sequences
from nemawashi.portal import words as said

_IN_PICTURE = 25


def picture(row: ResultRun) -> SafeString:
    draw: dict[str, Callable[[ResultRun], str]] = {
        ResultKind.WORDS: _years,
        ResultKind.KEYNESS: _ranks,
        ResultKind.LIFE_SPANS: _spans,
        ResultKind.NGRAMS: _frequent,
    }
    return figures.safe(draw[row.kind](row) if row.kind in draw else "")


def _years(row: ResultRun) -> str:
    address = reverse("portal:run_passages", args=[row.slug])
    dated = [each for each in row.content["by"] if each["group"].isdigit()]
    columns = [
        charts.YearColumn(
            int(each["group"]),
            each["per_million"],
            f"{each['group']}: {each['count']}, {each['per_million']:.1f} / {each['words']:,}",
            f"{address}?year={each['group']}" if each["count"] else None,
        )
        for each in dated
    ]
    if not columns:
        return ""
    return charts.columns(
        columns,
        title=gettext("“%(phrase)s” by year, per million words") % {"phrase": row.query["q"]},
        description=gettext("A column for each year with documents; a hollow mark where it was not found."),
    )


def _ranks(row: ResultRun) -> str:
    language = "" if row.query["language"] == "all" else row.query["language"]
    bars = [
        charts.RankedBar(
            each["word"],
            each["log_ratio"],
            f"{each['word']}: {each['target']} / {each['reference']}",
            both_sides(row, row.content, each["word"])[0],
            language,
        )
        for each in row.content["words"][:_IN_PICTURE]
        if each["log_ratio"] is not None
    ]
    if not bars:
        return ""
    return charts.ranked(
        bars,
        title=gettext("Keyness: log ratio of the first words"),
        description=gettext("A bar a word: how many times its frequency doubles from there to here."),
    )


def _frequent(row: ResultRun) -> str:
    language = "" if row.query["language"] == "all" else row.query["language"]
    bars = [
        charts.RankedBar(
            each["words"],
            each["per_million"],
            f"{each['words']}: {each['count']}",
            lines_of(row, each["words"]),
            language,
        )
        for each in row.content["ngrams"][:_IN_PICTURE]
    ]
    if not bars:
        return ""
    return charts.ranked(
        bars,
        title=gettext("The most frequent sequences, per million words"),
        description=gettext("A bar a sequence; each leads to its lines."),
    )


def _spans(row: ResultRun) -> str:
    address = reverse("portal:run_passages", args=[row.slug])
    spans = []
    for each in row.content["lifespans"]:
        years = [int(period["group"]) for period in each["periods"] if period["count"] and period["group"].isdigit()]
        if not years:
            continue
        marks = [dt.date(year, 7, 1) for year in years]
        href = f"{address}?{urlencode({'concept': each['concept']})}"
        note = ", ".join(map(str, years))
        language = "" if said.language() == "en" else "en"
        spans.append(charts.LifeSpan(each["name"], marks[0], marks[-1], href, note, language, marks))
    if not spans:
        return ""
    return charts.life_spans(
        spans,
        first=min(span.first for span in spans).replace(month=1, day=1),
        last=dt.date(max(span.last for span in spans).year + 1, 1, 1),
        title=gettext("Life spans of concepts"),
        description=gettext("A bar: first to last year with mentions. A stroke: a year with mentions."),
        name="run-spans",
    )


def both_sides(row: ResultRun, content: Mapping[str, Any], word: str) -> tuple[str, str]:
    """Where the lines of a word stand, on the one side and on the other, as a page tells them today."""
    places = []
    for side, name in (("target", "in"), ("reference", "against")):
        query = {"in": row.query[name], "language": row.query["language"], "q": word, "hyphens": "join"}
        query["hash"] = content[side]["hash"][:16]
        places.append(f"{reverse('portal:words')}?{urlencode(query)}")
    return places[0], places[1]


def lines_of(row: ResultRun, words: str) -> str:
    """Where the lines of a sequence stand, as a page tells them today."""
    language = "" if row.query["language"] == "all" else row.query["language"]
    return sequences.lines_of(row.query["in"], language, words, hash=row.content["collection"]["hash"][:16])
