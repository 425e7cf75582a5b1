"""Life spans of the record's concepts twice: by the dates of its sources, and by mentions counted in a collection."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from nemawashi import __version__
from nemawashi.analysis import answering, counted, queries
from nemawashi.analysis.answering import CountingQuestion
from nemawashi.analysis.counted import PublishedCollection
from nemawashi.analysis.models import Concept
from nemawashi.analysis.terms import ResultKind
from nemawashi.kit.counting import PatternLife
from nemawashi.kit.drawing import charts
from nemawashi.kit.faults import UnreadableError
from nemawashi.portal import asking, figures, filters, keeping, pictures, tables, words
from nemawashi.portal.counting import collection_options, made_of, too_large
from nemawashi.portal.ways import panels


@dataclass(frozen=True, slots=True)
class TwoReadings:
    """A concept of the record with its counted life; None where it has no patterns."""

    concept: Concept
    life: PatternLife | None

    @property
    def gaps(self) -> list[str]:
        return [first if first == last else f"{first}–{last}" for first, last in self.life.gaps] if self.life else []


@filters.page
def life_spans(request: HttpRequest) -> HttpResponse:
    choices = counted.names(asking.viewer(request))
    name = filters.choice(request, "in", choices) or counted.first_choice(asking.viewer(request))
    context: dict[str, Any] = {
        "title": gettext("Life spans"),
        "lede": gettext("When concepts were first and last met: in the record’s sources, and counted in a collection."),
        "collections": collection_options(choices, name),
    }
    rows = list(queries.concept_list(viewer=asking.viewer(request)))
    try:
        held = counted.collection(name, asking.viewer(request))
    except UnreadableError as fault:
        return render(request, "portal/life_spans.html", context | {"refusal": too_large(fault)})
    lives = counted.lives(held) if held.documents else {}
    both = [TwoReadings(row, lives.get(row.slug)) for row in rows]
    form = filters.choice(request, "as", ("csv", "json"))
    if form:
        return _file(form, held, both)
    address = f"{request.path}?{urlencode({'in': name})}"
    whole = held.of("")
    given = filters.only_value(request, "hash")
    context |= {
        "both": both,
        "is_counted": bool(lives),
        "is_empty": not held.documents,
        "is_own": held.is_own,
        "panels": panels(name, "", "life_spans"),
        "picture": _picture(both),
        "documents": len(held.documents),
        "files": [("CSV", f"{address}&as=csv"), ("JSON", f"{address}&as=json")],
        "cited": request.build_absolute_uri(f"{address}&hash={whole.hash[:16]}"),
        "made_of": made_of(whole),
        "keeps": keeping.of_result(request, CountingQuestion(ResultKind.LIFE_SPANS, {"in": name})) if lives else [],
        "was": given if given and not whole.hash.startswith(given) else "",
        "codebook": counted.concepts(),
    }
    return render(request, "portal/life_spans.html", context)


def of_concept(concept: Concept) -> dict[str, Any]:
    """What the page of a concept says of its mentions in the adopted texts, with the way to the lines."""
    try:
        held = counted.collection(counted.ADOPTED)
        life = counted.lives(held).get(concept.slug) if held.documents else None
    except UnreadableError:
        life = None
    if life is None:
        return {}
    patterns = counted.concepts().by_id[concept.slug].patterns
    asked = [
        (
            pattern,
            f"{reverse('portal:words')}?{urlencode({'in': counted.ADOPTED, 'language': language, 'q': pattern})}",
            language,
        )
        for language, each in patterns.items()
        if language in held.languages
        for pattern in each
    ]
    return {"counted": TwoReadings(concept, life), "counted_in": len(held.documents), "patterns": asked}


def _picture(both: list[TwoReadings]) -> SafeString:
    """A line a concept by the record's dates; strokes where a collection has mentions."""
    spans = []
    for each in both:
        first, last = each.concept.first_seen_on, each.concept.last_seen_on or each.concept.first_seen_on
        years = [int(p.group) for p in each.life.periods if p.count and p.group.isdigit()] if each.life else []
        marks = [dt.date(year, 7, 1) for year in years]
        if first is None or last is None:
            if not marks:
                continue
            begins, ends, note = marks[0], marks[-1], ""
        else:
            begins, ends, note = first.earliest, last.earliest if last == first else last.latest, words.span(first, last)
        name = pictures.concept_name(each.concept)
        counted_note = f"{note} · {', '.join(map(str, years))}" if years else note
        lang = "en" if name == each.concept.name else ""
        href = reverse("portal:concept", args=[each.concept.slug])
        spans.append(charts.LifeSpan(name, begins, ends, href, counted_note, lang, marks))
    if not spans:
        return SafeString("")
    days = [day for span in spans for day in (span.first, span.last, *span.marks)]
    return figures.drawn(
        "mentions",
        spans,
        lambda: charts.life_spans(
            spans,
            first=min(days).replace(month=1, day=1),
            last=dt.date(max(days).year + 1, 1, 1),
            title=gettext("Life spans of concepts"),
            description=gettext("A bar: first to last use in the record’s sources. A stroke: a year with mentions."),
            name="mentions",
        ),
    )


def _file(form: str, held: PublishedCollection, both: list[TwoReadings]) -> HttpResponse:
    content = answering.lives_answer(held, [(each.concept, each.life) for each in both])
    if form == "csv":
        rows = content["lifespans"]
        flat = [row | {"gaps": "; ".join("–".join(gap) for gap in row["gaps"])} for row in rows]
        return tables.as_file("life-spans.csv", list(flat[0]) if flat else ["empty"], [list(row.values()) for row in flat])
    content |= {"software": __version__}
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
