"""Who used these words first, last, and in which wordings. The words travel by POST and are kept nowhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from nemawashi.kit.drawing import charts
from nemawashi.lineage import page, queries
from nemawashi.portal import asking, fiction, figures, lineage

MOST_ROWS = 14


@sensitive_post_parameters("words")
@require_http_methods(["GET", "HEAD", "POST"])
@fiction.may_be_asked_for
def agreed_language(request: HttpRequest) -> HttpResponse:
    """The phrase page. Without words it is the form alone, whatever the address says."""
    context = page.context(request, viewer=asking.viewer(request))
    context["title"] = gettext("Agreed language")
    context["lede"] = gettext("Who used these words first, who last, and how they were worded in between.")
    answer = render(request, "portal/agreed_language.html", context)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def timeline(phrase: queries.Phrase) -> SafeString:
    """First to last use of every wording; a stroke for each use. Not kept: it holds words that somebody looked up."""
    dated = [wording for wording in phrase.wordings if wording.first][:MOST_ROWS]
    if not dated:
        return SafeString("")
    spans = []
    for wording in dated:
        days = [use.row.on for use in (*wording.uses, wording.tally.oldest) if use and use.row.on]
        marks = sorted({day.earliest for day in days})
        row, first, last = wording.uses[0].row, marks[0], marks[-1]
        note = f"{first.year} – {last.year}, {wording.tally.uses}"
        spans.append(charts.LifeSpan(wording.words, first, last, lineage.href(row), note, row.language, marks))
    start, end = min(span.first for span in spans), max(span.last for span in spans)
    return figures.safe(
        charts.life_spans(
            spans,
            first=start.replace(month=1, day=1),
            last=end.replace(year=end.year + 1, month=1, day=1),
            title=gettext("When each wording was used"),
            description=gettext("One line a wording, from its first use to its last; a stroke marks each use."),
            name="wordings",
        )
    )
