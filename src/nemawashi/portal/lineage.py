"""Where a clause comes from and what became of it: ancestry with word diffs, the family in one picture, shares of a text.

Everything here rests on adopted and issued texts and on reference documents. A signed-in reader of the negotiation also
sees who asked for the words, and may ask about clauses of texts that are not adopted yet.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, pgettext

from nemawashi.access import clock
from nemawashi.access.requests import Request
from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.commitments import queries as commitments
from nemawashi.kit.drawing import charts, trees
from nemawashi.kit.lineage import Flag, FlagKind, Step, align
from nemawashi.lineage import page, queries, shelf
from nemawashi.lineage.terms import Fate
from nemawashi.portal import asking, figures, filters
from nemawashi.texts import queries as texts
from nemawashi.texts.models import Text
from nemawashi.texts.terms import PUBLIC_STATES

CLAUSES_ON_A_PAGE = 200
TONES = {Fate.KEPT: 2, Fate.CHANGED: 7, Fate.NEW: 6}


def kind_words(kind: str) -> str:
    """What an earlier clause is to a later one, in the reader's language."""
    labels = {
        "exact": pgettext("lineage", "word for word"),
        "near": pgettext("lineage", "nearly word for word"),
        "edited": pgettext("lineage", "edited"),
        "paraphrase": pgettext("lineage", "in other words"),
        "partial": pgettext("lineage", "in part"),
        "formula": pgettext("lineage", "standing formula"),
    }
    return labels.get(str(kind), pgettext("lineage", "new"))


def flag_words(flag: Flag) -> str:
    """A change that a negotiator must see at once, in a sentence: "shall → should: weaker"."""
    change = f"{flag.before} → {flag.after}" if flag.before and flag.after else f"+ {flag.after}"
    if not flag.after:
        change = f"− {flag.before}"
    if flag.kind == FlagKind.POLARITY:
        return gettext("%(change)s: polarity turned") % {"change": change}
    if flag.kind == FlagKind.NUMBER:
        return gettext("%(change)s: another number") % {"change": change}
    if flag.kind == FlagKind.DATE:
        return gettext("%(change)s: another date") % {"change": change}
    if flag.weight > 0:
        return gettext("%(change)s: stronger") % {"change": change}
    if flag.weight < 0:
        return gettext("%(change)s: weaker") % {"change": change}
    return gettext("%(change)s: another strength of the verb") % {"change": change}


def href(row: queries.Precedent) -> str:
    """Where a clause stands: in its text, or in its document of a corpus."""
    if not row.is_reference:
        return f"{reverse('portal:text' if row.is_public else 'desk:text', args=row.key)}#c-{row.ref.partition('/')[2]}"
    return address_of(row.key[0], row.key[1], row.ref, row.rank)


def address_of(corpus: str, symbol: str, ref: str, rank: int) -> str:
    """Where a clause stands in its document of a corpus."""
    number = rank // CLAUSES_ON_A_PAGE + 1
    asked = f"?page={number}" if number > 1 else ""
    return f"{reverse('portal:reference', args=[corpus, symbol])}{asked}#{ref.replace('/', '-')}"


def reference_status(row: queries.Precedent) -> str:
    """The status of a reference document as its corpus says it, marked as another forum's."""
    said = gettext("reference")
    return f"{said}: {row.status}" if row.status else said


def _asked(request: Request, noun: str, key: str) -> tuple[queries.Precedent, Viewer]:
    viewer = asking.viewer(request)
    row = queries.subject(f"{noun}/{key}", viewer=viewer)
    if row is None:
        raise Http404
    return row, viewer


@filters.page
def lineage(request: Request, noun: str, key: str) -> HttpResponse:
    """One clause: ancestry, newest first; the family as a picture with its table; who brought the words in.

    To htmx it gives the ancestry alone, which a page of a text opens beside its clause. ``?with=`` names a relative with
    which it is compared word by word; ``?only=changed`` leaves out what was kept, but for what stands around changes.
    """
    row, viewer = _asked(request, noun, key)
    context: dict[str, object] = {
        "row": row,
        "only": filters.choice(request, "only", ["changed"]) or "",
        "ancestry": page.answered(lambda: queries.ancestry(row, viewer=viewer))[0],
        "is_open": True,
    }
    if request.headers.get("HX-Request") == "true":
        answer = render(request, "lineage/ancestry.html", context)
        patch_vary_headers(answer, ["HX-Request"])
        return answer
    family = page.answered(lambda: queries.family(row, viewer=viewer))[0]
    svg, table = _drawn_family(family) if family else (SafeString(""), None)
    relatives = {each.ref: each for each in family.members if each.ref != row.ref} if family else {}
    other = relatives.get(filters.choice(request, "with", relatives) or "")
    context |= {
        "relatives": list(reversed(relatives.values())),
        "other": other,
        "steps": _between(row, other) if other else (),
        "title": row.cited,
        "title_language": "en",
        "kicker": gettext("Where a paragraph comes from"),
        "crumbs": [{"label": row.title, "href": href(row)}],
        "svg": svg,
        "table": table,
        "csv": reverse("portal:lineage_csv", args=[noun, key]),
        "picture": reverse("portal:lineage_svg", args=[noun, key]),
    }
    answer = render(request, "portal/lineage.html", context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


@filters.page
def lineage_csv(request: Request, noun: str, key: str) -> HttpResponse:
    return figures.csv_file(_family_or_404(request, noun, key)[1], f"family-{noun}-{key}")


@filters.page
def lineage_svg(request: Request, noun: str, key: str) -> HttpResponse:
    return figures.svg_file(_family_or_404(request, noun, key)[0], f"family-{noun}-{key}")


def _family_or_404(request: Request, noun: str, key: str) -> tuple[SafeString, figures.PictureTable]:
    row, viewer = _asked(request, noun, key)
    family = page.answered(lambda: queries.family(row, viewer=viewer))[0]
    if family is None or len(family.members) < 2:
        raise Http404
    return _drawn_family(family)


def _between(row: queries.Precedent, other: queries.Precedent) -> tuple[Step, ...]:
    """From the earlier one to the later, whichever of the two the page is about; in its language where both have it."""
    words = other.versions.get(row.language, other.words)
    is_later = bool(other.date) and (not row.date or row.date < other.date)
    return align(row.words, words) if is_later and row.date else align(words, row.words)


def _drawn_family(family: queries.Family) -> tuple[SafeString, figures.PictureTable]:
    """The family of a clause as a picture, and as a table of its edges."""
    row = family.subject
    by_ref = {member.ref: member for member in family.members}
    nodes = [_node(member, is_subject=member.ref == row.ref) for member in family.members]
    edges = [_edge(kin, by_ref) for kin in family.edges]
    legend = {style: kind_words(style) for style in trees.STYLES}
    title = gettext("The family of a paragraph through all texts")
    note = gettext(
        "Time runs to the right. Each line leads from an earlier paragraph to a later one and says what was kept."
    )
    svg = (
        figures.safe(trees.family(nodes, edges, legend, title=title, description=note))
        if len(nodes) > 1
        else SafeString("")
    )
    table = figures.PictureTable(
        [gettext("Later paragraph"), gettext("Comes from"), gettext("How"), gettext("Share kept"), gettext("Words")],
        [
            [
                by_ref[kin.later].cited,
                by_ref[kin.earlier].cited,
                kind_words(kin.source.kind),
                share(kin.source.kept),
                by_ref[kin.later].words,
            ]
            for kin in family.edges
        ],
    )
    return svg, table


def share(part: float) -> str:
    """A share in per cent, never rounded up to all or down to nothing."""
    whole = round(part * 100)
    if whole == 100 and part < 1:
        whole = 99
    if whole == 0 and part > 0:
        whole = 1
    return f"{whole} %"


def _node(row: queries.Precedent, *, is_subject: bool) -> trees.Node:
    on = row.on.earliest if row.on else clock.today()  # a clause that is still negotiated stands today
    return trees.Node(row.ref, on, row.cited, f"{row.cited}: {row.words[:300]}", href(row), is_subject, row.title_language)


def _edge(kin: queries.Kinship, by_ref: dict[str, queries.Precedent]) -> trees.Edge:
    kept = share(kin.source.kept)
    title = f"{by_ref[kin.earlier].date} → {by_ref[kin.later].date}: {kind_words(kin.source.kind)}, {kept}"
    return trees.Edge(kin.earlier, kin.later, str(kin.source.kind), kept, title)


# Shares of a text


def pillars_of(document: queries.Document) -> dict[str, str]:
    """The pillars of clauses by reference, from the commitments that were found in them."""
    if not isinstance(document, Text):
        return {}
    rows = commitments.visible_commitments(viewer=PUBLIC).filter(text=document, clause__isnull=False, pillar__isnull=False)
    return {f"clause/{row.clause_id}": str(row.pillar) for row in rows.select_related("pillar")}


def bars_of(shares: queries.Shares, *, is_by_pillar: bool) -> list[charts.Bar]:
    """One bar a pillar or section, and one for the whole where there are several."""
    unnamed = gettext("no pillar") if is_by_pillar else gettext("no heading")
    sections = shares.sections
    bars = [_bar(shares, section or unnamed, section) for section in sections] if len(sections) > 1 else []
    return [_bar(shares, gettext("The whole text"), None), *bars] if shares.clauses else []


def _bar(shares: queries.Shares, label: str, section: str | None) -> charts.Bar:
    segments = [charts.LabelledShare(str(fate.label), shares.count(fate, section), tone) for fate, tone in TONES.items()]
    return charts.Bar(label, segments)


def _drawn(bars: Sequence[charts.Bar], text: Text, *, against: str = "") -> SafeString:
    """The picture of a text's shares. That of a text under negotiation is drawn anew each time and kept nowhere."""
    title = gettext("Compared with earlier texts")
    description = gettext("One bar a part of the text; its parts are paragraphs kept, changed and new.")
    if text.is_public:
        return figures.drawn(
            f"shares-{text.slug}{f'-{against}' if against else ''}", bars, lambda: _stacked(bars, title, description)
        )
    return figures.safe(_stacked(bars, title, description))


def _stacked(bars: Sequence[charts.Bar], title: str, description: str) -> str:
    return charts.stacked_bars(bars, title=title, description=description, name="shares")


class AskedText(NamedTuple):
    """A text with its shares, and the earlier ones of its dialogue, against one of which it may be held."""

    row: Text
    shares: queries.Shares
    bars: list[charts.Bar]
    why_not: str
    earlier: list[Text]
    against: str


def _asked_text(request: Request, slug: str) -> AskedText:
    """A text that the reader may read, with its shares; a text under negotiation for its parties alone.

    ``?against=`` names one earlier text, against which it is held instead of against all that was adopted before.
    """
    viewer = asking.viewer(request)
    row = texts.visible_texts(viewer=viewer).filter(slug=slug).first()
    if row is None:
        raise Http404
    pillars = pillars_of(row)
    earlier = {each.slug: each for each in queries.earlier_texts(row, viewer=viewer)}
    against = filters.choice(request, "against", earlier) or ""
    answer, why_not = page.answered(
        lambda: queries.shares(row, pillars=pillars, against=earlier.get(against), viewer=viewer)
    )
    shares = answer or queries.Shares(())
    bars = bars_of(shares, is_by_pillar=bool(pillars))
    return AskedText(row, shares, bars, why_not, list(earlier.values()), against)


@filters.page
def text_lineage(request: Request, slug: str) -> HttpResponse:
    """A text against all that was adopted before: kept, changed, new, by pillar; and what the last one lost.

    ``?against=`` names one earlier text instead, ``?only=changed`` leaves out the paragraphs that were kept.
    """
    asked = _asked_text(request, slug)
    row, shares, bars = asked.row, asked.shares, asked.bars
    only = filters.choice(request, "only", ["changed"]) or ""
    context = {
        "title": row.title,
        "title_language": "en",
        "kicker": gettext("Compared with earlier texts"),
        "crumbs": [
            *asking.crumb(gettext("Texts"), "portal:texts"),
            {"label": row.title, "href": reverse("portal:text" if row.is_public else "desk:text", args=[slug])},
        ],
        "text": row,
        "shares": shares,
        "shown": [each for each in shares.clauses if not (only and each.fate == Fate.KEPT)],
        "why_not": asked.why_not,
        "only": only,
        "dropped_head": gettext("Dropped from it") if asked.against else gettext("Dropped from the text before it"),
        "earlier": asked.earlier,
        "against": asked.against,
        "svg": _drawn(bars, row, against=asked.against) if bars else "",
        "table": figures.table_of_bars(bars, gettext("Part of the text")),
        "fates": [(fate, shares.counts[fate]) for fate in TONES],
    }
    return render(request, "portal/text_lineage.html", context)


@filters.page
def text_lineage_csv(request: Request, slug: str) -> HttpResponse:
    """Clause by clause: what became of earlier words in it, and where it comes from."""
    shares = _asked_text(request, slug).shares
    head = [
        gettext("Paragraph"),
        gettext("Part of the text"),
        gettext("Fate"),
        gettext("Comes from"),
        gettext("Share kept"),
        gettext("Words"),
    ]
    rows = [
        [
            each.row.number, each.section, str(each.fate.label), each.earlier.cited if each.earlier else "",
            share(each.source.kept) if each.source else "", each.row.words,
        ]
        for each in shares.clauses
    ]  # fmt: skip
    rows += [["", "", gettext("Dropped"), row.row.cited, share(row.share), row.row.words] for row in shares.dropped]
    return figures.csv_file(figures.PictureTable(head, rows), f"lineage-{slug}")


@filters.page
def text_lineage_svg(request: Request, slug: str) -> HttpResponse:
    asked = _asked_text(request, slug)
    return figures.svg_file(_drawn(asked.bars, asked.row, against=asked.against), f"lineage-{slug}")


def all_texts() -> tuple[SafeString, figures.PictureTable]:
    """One bar for each adopted text of which the words are held, oldest first: kept, changed and new clauses."""
    rows = texts.visible_texts(viewer=PUBLIC).filter(queries.HELD, state__in=PUBLIC_STATES).distinct()
    dated = sorted(rows, key=lambda row: (str(row.adopted_on or "9999"), row.order))
    bars = [_bar_of_text(row) for row in dated]
    title = gettext("What adopted texts kept, changed and brought new")
    note = gettext("One bar a text, oldest first; its parts are paragraphs kept, changed and new against all before it.")
    svg = figures.drawn("lineage", bars, lambda: charts.stacked_bars(bars, title=title, description=note, name="lineage"))
    return svg, figures.table_of_bars(bars, gettext("Text"))


def _bar_of_text(text: Text) -> charts.Bar:
    """Counted once for a state of the text and of the shelf; both are public."""
    index = page.answered(shelf.open_index)[0]
    key = f"shares-{text.pk}-{text.version}-{len(index) if index else 0}"
    counts: dict[str, int] | None = cache.get(key)
    if counts is None:
        answer = page.answered(lambda: queries.shares(text, viewer=PUBLIC))[0]
        shares = answer or queries.Shares(())
        counts = {str(fate): shares.count(fate) for fate in TONES}
        if answer:
            cache.set(key, counts, 24 * 3600)
    label = f"{text.title} ({text.adopted_on.year})" if text.adopted_on else text.title
    segments = [charts.LabelledShare(str(fate.label), counts[str(fate)], tone) for fate, tone in TONES.items()]
    return charts.Bar(label, segments, reverse("portal:text_lineage", args=[text.slug]), lang="en")


figures.register(
    figures.Picture(
        "lineage",
        gettext_lazy("What adopted texts kept, changed and brought new"),
        gettext_lazy("Against every paragraph that was adopted before, here and in the reference corpora."),
        all_texts,
    )
)
