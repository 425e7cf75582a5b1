"""Published texts, for everybody alike (the desk has the rest): with clauses where the words are held."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from nemawashi.access.viewers import PUBLIC
from nemawashi.commitments import queries as commitments
from nemawashi.lineage import official
from nemawashi.portal import asking, fiction, filters, permanent, references, schema_org, tables, words
from nemawashi.sources import queries as sources
from nemawashi.texts import queries, rules
from nemawashi.texts.models import Clause, Text
from nemawashi.texts.terms import PUBLIC_STATES, ClauseKind, TextType


@dataclass(frozen=True, slots=True)
class ShownClause:
    id: str
    kind: str
    number: str
    language: str
    words: str
    notes: tuple[str, ...] = ()
    is_altered: bool = False  # the table says other words than were sealed

    @property
    def has_origin(self) -> bool:
        return self.kind not in (ClauseKind.TITLE, ClauseKind.HEADING)


@filters.page
def texts(request: HttpRequest) -> HttpResponse:
    in_words = Clause.objects.filter(text=OuterRef("pk"), is_deleted=False, text__state__in=PUBLIC_STATES)
    visible = queries.visible_texts(viewer=PUBLIC).annotate(has_words=Exists(in_words))
    rows = sorted(visible, key=lambda row: (str(row.adopted_on or ""), row.order), reverse=True)
    kind = filters.choice(request, "type", TextType.values)
    year = filters.year(request)
    years = sorted({row.adopted_on.year for row in rows if row.adopted_on}, reverse=True)
    present = {row.type for row in rows}
    shown = [
        row
        for row in rows
        if (not kind or row.type == kind) and (not year or (row.adopted_on is not None and row.adopted_on.year == year))
    ]
    if (answer := tables.asked(request, shown)) is not None:
        return answer
    in_full = official.languages_held()
    return render(
        request,
        "portal/texts.html",
        {
            "title": gettext("Texts"),
            "lede": gettext("Statements, plans, summaries and speeches of the Dialogue, newest first."),
            "texts": [(row, in_full.get(row.pk, [])) for row in shown],
            "type_options": filters.options([(str(t), str(t.label)) for t in TextType if t in present], kind),
            "year_options": filters.options([(str(y), str(y)) for y in years], year),
            "is_filtered": bool(kind or year),
            "left_out": fiction.left_out(lambda: queries.visible_texts(viewer=PUBLIC)),
        },
    )


@filters.page
def text(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = asking.viewer(request)
    row = (
        queries.visible_texts(viewer=PUBLIC)
        .select_related("adoption__revision", "adoption__announced_in__track")
        .filter(slug=slug)
        .first()
    )
    if row is None:
        raise Http404
    adoption = getattr(row, "adoption", None)
    clauses = _clauses(row, adoption.revision.snapshot if adoption else [])
    promised = commitments.visible_commitments(viewer=PUBLIC).filter(made_in_ref=row.ref)
    corrigenda = queries.corrigenda(row, {clause.id: clause.number for clause in clauses})
    work = references.text_entry(row, request.build_absolute_uri(permanent.path_of(request)))
    return render(
        request,
        "portal/text.html",
        {
            "title": row.title,
            "kicker": str(row.get_type_display()),
            "crumbs": asking.crumb(gettext("Texts"), "portal:texts"),
            "text": row,
            "page_row": row,
            "cited_work": work,
            "structured_data": schema_org.text(request, row, work),
            "languages": queries.sealed_languages(row) or row.languages,
            "clauses": clauses,
            "full_texts": official.held_of(row),
            "is_altered": any(clause.is_altered for clause in clauses),
            "has_lineage": row.state in PUBLIC_STATES,
            "sealed": queries.sealed_languages(row),
            "digests": adoption.digests if adoption else {},
            "announced": adoption.announced_in if adoption else None,
            "corrigenda": corrigenda,
            "known_pages": {each.symbol: "" for each, _clause in corrigenda}
            | {row.symbol: reverse("portal:text", args=[row.slug])},
            "reservations": list(row.reservations.select_related("party")),
            "commitments": list(promised),
            "citations": sources.citations(row.ref, viewer=viewer),
        },
    )


def _clauses(row: Text, sealed: list[dict[str, Any]]) -> list[ShownClause]:
    """The clauses in the reader's language where it has one, else in that of negotiation.

    An adopted text is shown in the words that were sealed, whatever the table says, and in a language in which the whole
    of it was sealed, never clause by clause in another one.
    """
    whole = queries.sealed_languages(row)
    clauses = list(queries.visible_clauses(viewer=PUBLIC).filter(text=row))
    in_table = {str(clause.pk): queries.current_versions(clause.wordings.all(), row.language) for clause in clauses}
    if whole:
        return [_sealed_clause(each, (words.language(), *whole), whole, in_table) for each in sealed]
    shown = []
    for clause, number in zip(clauses, rules.numbers(str(c.kind) for c in clauses), strict=True):
        versions = in_table[str(clause.pk)]
        language = next((code for code in (words.language(), row.language, *versions) if code in versions), "")
        if language:
            shown.append(ShownClause(str(clause.pk), str(clause.kind), number, language, versions[language]))
    return shown


def _sealed_clause(
    sealed: dict[str, Any], wanted: tuple[str, ...], whole: tuple[str, ...], in_table: dict[str, dict[str, str]]
) -> ShownClause:
    language = next(code for code in wanted if code in whole)
    notes = tuple(note for _place, note in sealed.get("notes", ()))
    now, said = in_table.get(sealed["clause"], {}).get(language), sealed["words"][language]
    return ShownClause(sealed["clause"], sealed["kind"], sealed["number"], language, said, notes, is_altered=now != said)
