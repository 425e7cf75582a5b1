"""What two forums share: two dialogues or corpora, chosen by the reader, compared while the page says how far it is."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from nemawashi.access.viewers import Viewer
from nemawashi.kit.lineage.convergence import Share, SharedClause, Side
from nemawashi.lineage import converging
from nemawashi.lineage.models import Corpus
from nemawashi.parties import queries as parties
from nemawashi.portal import asking, filters
from nemawashi.portal.lineage import kind_words

_PAIRS = 25


@filters.page
def convergence(request: HttpRequest) -> HttpResponse:
    """The form, and where both sides are chosen what they share. An empty side is refused with a reason.

    Until all clauses were looked for, the page comes again by itself, without scripts, and is kept by nobody.
    """
    names = _names(asking.viewer(request))
    one, other = (request.GET.get(side, "") for side in ("one", "other"))
    if any(side and side not in names for side in (one, other)):
        raise Http404
    context: dict[str, Any] = {
        "title": gettext("What two forums share"),
        "lede": gettext("Paragraph by paragraph: word for word, nearly, or edited; standing formulas do not count."),
        "crumbs": asking.crumb(gettext("Reference corpora"), "portal:corpora"),
        "names": names.items(),
        "one": one,
        "other": other,
    }
    if one and other:
        context |= _compared(one, other, names)
    answer = render(request, "portal/convergence.html", context)
    if "progress" in context:
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _names(viewer: Viewer) -> dict[str, str]:
    rows = parties.visible_dialogues(viewer=viewer).order_by("slug")
    dialogues = {str(row.slug): str(row.name) for row in rows}
    return dialogues | {str(row.slug): str(row.title) for row in Corpus.objects.order_by("title")}


def _compared(one: str, other: str, names: dict[str, str]) -> dict[str, Any]:
    if one == other:
        return {"refusal": gettext("Choose two different sides.")}
    try:
        progress = converging.advance(converging.sides(one, other))
    except converging.EmptySideError as empty:
        return {"refusal": gettext("There are no paragraphs to compare: %(name)s") % {"name": names[empty.name]}}
    except converging.TooLargeError:
        most = {"most": f"{converging.MOST:,}"}
        return {"refusal": gettext("The two have more than %(most)s paragraphs: compare them by the command.") % most}
    except ValueError:
        return {"refusal": gettext("A text stands on both sides, and would be compared with itself.")}
    if progress.convergence is None:
        return {"progress": progress, "part": progress.done * 100 // progress.clauses}
    both = progress.convergence
    return {
        "sides": [_side(both.one, names[one], names[other]), _side(both.other, names[other], names[one])],
        "pairs": [_pair(pair) for pair in both.pairs[:_PAIRS]],
    }


def _side(side: Side, name: str, other: str) -> dict[str, Any]:
    first = side.first
    return {
        "name": name,
        "other": other,
        "documents": side.documents,
        "shared": side.whole.shared,
        "clauses": side.whole.clauses,
        "share": _percent(side.whole.share),
        "interval": _interval(side.whole),
        "chance": f"{_percent(side.chance)} ({_percent(side.chance_low)}–{_percent(side.chance_high)})",
        "first": [
            (gettext("stood here first"), first.get("here", 0)),
            (gettext("stood there first"), first.get("there", 0)),
            (gettext("at one date"), first.get("both", 0)),
            (gettext("undated"), first.get("unknown", 0)),
        ],
        "years": [(year, share.shared, share.clauses, _percent(share.share)) for year, share in side.by_year.items()],
    }


def _pair(pair: SharedClause) -> dict[str, Any]:
    clauses = [
        {"words": each.text, "language": each.language, "date": each.date, "href": _href(each.id)}
        for each in (pair.one, pair.other)
    ]
    return {"clauses": clauses, "kind": kind_words(str(pair.kind)), "kept": _percent(pair.kept)}


def _href(ref: str) -> str:
    noun, _slash, key = ref.partition("/")
    return reverse("portal:lineage", args=[noun, key])


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def _interval(share: Share) -> str:
    return f"{_percent(share.low)}–{_percent(share.high)}" if share.low is not None and share.high is not None else ""
