"""The curator's pages: what needs a ruling, sources to quote, claims out of and into files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nemawashi.access import log
from nemawashi.access.requests import Request
from nemawashi.access.viewers import Viewer
from nemawashi.analysis import possible as analysis
from nemawashi.desk.acting.finding import home_dialogue
from nemawashi.desk.acting.titles import titles
from nemawashi.desk.curating import forms, subjects
from nemawashi.kit.claims import disagreements, findings
from nemawashi.kit.claims.values import Said, Voice
from nemawashi.parties import queries as parties
from nemawashi.sources import claim_files, possible, queries, reasons, record, rules
from nemawashi.sources.claim_files import ClaimRow
from nemawashi.sources.models import Citation, Source
from nemawashi.sources.terms import Act, Disagreement, FactState

_KINDS = disagreements.Disagreement
GRAVE = (_KINDS.CONTRADICTION, _KINDS.SLIP, _KINDS.SCOPE, _KINDS.OPEN)
MOST_SOURCES = 60
MOST_REMARKS = 50


@dataclass(frozen=True, slots=True)
class Question:
    """A property that may need a ruling."""

    ref: str
    name: str
    finding: Disagreement
    sentence: str
    state: FactState
    claims: int

    @property
    def noun(self) -> str:
        return self.ref.partition("/")[0]

    @property
    def slug(self) -> str:
        return self.ref.partition("/")[2]

    @property
    def label(self) -> str:
        return parties.property_label(self.name)


@login_required
@require_safe
def overview(request: Request) -> HttpResponse:
    """Challenged and reopened questions first, then grave ones without a ruling; and who did what of late."""
    viewer = request.viewer
    wanted = request.GET.get("state", "")
    rows = [row for row in questions(viewer) if not wanted or row.state == wanted]
    acts = log.visible_entries(viewer=viewer).filter(event__in=[str(act) for act in Act])
    written = list(queries.remarks_open(viewer=viewer)[:MOST_REMARKS])
    called = titles([row.subject_ref for row in written], viewer=viewer)
    remarks = [(row, called[row.subject_ref], possible.on_remark(row, viewer=viewer)) for row in written]
    home = home_dialogue(parties.forum().slug, viewer)
    context = {
        "title": _("The record"),
        "remarks": remarks,
        "page": Paginator(rows, 40).get_page(request.GET.get("page", "1")[:6]),
        "states": list(FactState),
        "wanted": wanted,
        "acts": acts[:20],
        "offered": [*possible.on_record(home, viewer=viewer), *analysis.on_formats(home, viewer=viewer)],
    }
    return render(request, "desk/record.html", context)


def questions(viewer: Viewer) -> list[Question]:
    """Properties with more than one value, those that wait for somebody first."""
    by_property: dict[tuple[str, str], list[Any]] = {}
    for claim in queries.claim_list(viewer=viewer):
        by_property.setdefault((claim.subject_ref, claim.property_name), []).append(claim)
    rulings = queries.rulings_of({ref for ref, _name in by_property}, viewer=viewer)
    known = queries.record_findings(viewer=viewer).by_citation
    rows = []
    for (ref, name), claims in by_property.items():
        finding = next((known[c.slug] for claim in claims for c in claim.citations.all() if c.slug in known), None)
        state = queries.standing_of(claims, rulings.get((ref, name), [])).state
        if finding and (finding.kind in GRAVE or state in (FactState.CHALLENGED, FactState.REOPENED)):
            rows.append(
                Question(ref, name, Disagreement(finding.kind.value), reasons.sentence(finding), state, len(claims))
            )
    waiting = {FactState.CHALLENGED: 0, FactState.REOPENED: 1, FactState.UNRULED: 2, FactState.RULED: 3}
    return sorted(rows, key=lambda row: (waiting[row.state], disagreements.ORDER[_KINDS(row.finding.value)]))


@login_required
@require_safe
def choose_source(request: Request) -> HttpResponse:
    """Which source says it? The first step of recording a claim."""
    viewer = request.viewer
    words = request.GET.get("q", "").replace("\0", "")[:100].strip()
    rows = queries.source_list(viewer=viewer, words=words)[:MOST_SOURCES]
    context = {
        "title": _("Which source says it?"),
        "rows": rows,
        "q": words,
        "subject_ref": request.GET.get("subject_ref", "")[:160],
        "property_name": request.GET.get("property_name", "")[:80],
        "offered": possible.on_record(home_dialogue(parties.forum().slug, viewer), viewer=viewer),
    }
    return render(request, "desk/choose_source.html", context)


@login_required
@require_safe
def export(request: Request, form: str) -> HttpResponse:
    """All claims as the record's file has them: YAML, or CSV for a spreadsheet."""
    footing = record.footing()
    cited = Citation.objects.filter(claim__isnull=False).select_related("claim__conflict", "source")
    rows = [
        record.claim_row(row, footing) | {"stance": row.stance if row.stance != "asserts" else None}
        for row in cited.order_by("order", "pk")
    ]
    is_csv = form == "csv"
    text = claim_files.to_csv(rows) if is_csv else claim_files.to_yaml(rows)
    kind = "text/csv; charset=utf-8" if is_csv else "application/yaml; charset=utf-8"
    return HttpResponse(text, content_type=kind, headers={"Content-Disposition": f'attachment; filename="claims.{form}"'})


@dataclass(frozen=True, slots=True)
class Previewed:
    """What one row of a file would do."""

    row: ClaimRow
    what: str
    is_refused: bool = False


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def importing(request: Request) -> HttpResponse:
    """Show what a file of claims would change. Nothing is written here: the act has a button of its own."""
    viewer = request.viewer
    dialogue = home_dialogue(parties.forum().slug, viewer)
    context: dict[str, Any] = {"title": _("Import claims"), "dialogue": dialogue, "once": uuid4()}
    if request.method in ("GET", "HEAD"):
        form = forms.ImportClaims(subject=dialogue, viewer=viewer)
        return render(request, "desk/import.html", context | {"form": form})
    form = forms.ImportClaims(request.POST, request.FILES, subject=dialogue, viewer=viewer)
    if not form.is_valid():
        return render(request, "desk/import.html", context | {"form": form}, status=422)
    rows = _previewed(form.read.rows)
    context |= {
        "form": form,
        "rows": rows,
        "faults": form.read.faults,
        "changes": _changes(form.read.rows, viewer),
        "is_whole": not form.read.faults and not any(row.is_refused for row in rows),
    }
    return render(request, "desk/import.html", context)


def _previewed(rows: Sequence[ClaimRow]) -> list[Previewed]:
    refs = subjects.refs_of({row.subject for row in rows})
    known = set(Source.objects.filter(slug__in={row.source for row in rows}).values_list("slug", flat=True))
    there = _there()
    out = []
    for row in rows:
        ref = refs.get(row.subject)
        if ref is None:
            out.append(Previewed(row, _("The public record has no such row."), True))
        elif row.source not in known:
            out.append(Previewed(row, _("The record has no such source; add it first."), True))
        elif (ref, row.property, str(row.value).lower(), str(row.as_of or ""), row.source) in there:
            out.append(Previewed(row, _("known already")))
        else:
            out.append(Previewed(row, _("new")))
    return out


def _there() -> set[tuple[str, str, str, str, str]]:
    citations = Citation.objects.filter(claim__isnull=False).values_list(
        "claim__subject_ref", "claim__property_name", "claim__value", "claim__as_of", "source__slug"
    )
    return {(ref, name, value.lower(), str(on or ""), source) for ref, name, value, on, source in citations}


def _changes(rows: Sequence[ClaimRow], viewer: Viewer) -> list[dict[str, Any]]:
    """For each property that the file speaks of: what is found in the whole record now, and what would be found then."""
    refs = subjects.refs_of({row.subject for row in rows})
    asked = dict.fromkeys((refs[row.subject], row.property) for row in rows if row.subject in refs)
    voices = queries.voices({row.source for row in rows})
    standing = {(ref, name): queries.claims_on(ref, name, viewer=viewer) for ref, name in asked}
    recorded = queries.said(queries.claim_list(viewer=viewer))
    there = {(said.subject, said.property, said.text, said.voice.source, said.as_of) for said in recorded}
    fresh = [_as_said(row, refs[row.subject], voices, standing) for row in rows if row.subject in refs]
    fresh = [said for said in fresh if (said.subject, said.property, said.text, said.voice.source, said.as_of) not in there]
    before = queries.record_findings(viewer=viewer).by_citation
    people = queries.people_in_scripts()
    by_rows = queries.said_by_rows({(refs[row.subject], row.property): row.kind for row in rows if row.subject in refs})
    after = {
        said.key: finding for finding in findings.findings([*by_rows, *recorded, *fresh], people) for said in finding.claims
    }
    out = []
    for (ref, name), claims in standing.items():
        now, new = queries.said(claims), [said for said in fresh if _is_on(said, ref, name)]
        stands = queries.standing_of(claims, queries.rulings_on(ref, name, viewer=viewer))
        preferred = queries.said(claim for claim in claims if claim.slug in stands.preferred)
        then_and_now = [each[said.key] for each, those in ((before, now), (after, [*now, *new])) for said in those[:1]]
        out.append(
            {
                "ref": ref,
                "name": name,
                "before": Disagreement(then_and_now[0].kind.value) if now else None,
                "after": Disagreement(then_and_now[-1].kind.value),
                "challenges": bool(rules.challengers(preferred, new)),
            }
        )
    return out


def _is_on(said: Said, ref: str, name: str) -> bool:
    return (said.subject, said.property) == (ref.partition("/")[2], name)


def _as_said(row: ClaimRow, ref: str, voices: Mapping[str, Voice], standing: Mapping[tuple[str, str], Any]) -> Said:
    """A row of a file as it would be compared, under the question of the claims that are there."""
    kept = {claim.conflict.slug for claim in standing[ref, row.property] if claim.conflict}
    voice = voices.get(row.source) or Voice(row.source)
    group = row.conflict or (kept.pop() if len(kept) == 1 else "")
    return Said(
        f"line-{row.line}", ref.partition("/")[2], row.property, row.kind, row.value, voice, row.as_of, row.locator, group
    )
