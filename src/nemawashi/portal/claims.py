"""Claims as pages show them: side by side, with what was found, what is ruled, and who says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext

from nemawashi.access.viewers import Viewer
from nemawashi.kit.claims import findings
from nemawashi.kit.claims.values import Said
from nemawashi.parties import queries as parties
from nemawashi.portal import addresses, asking, fiction, filters, names, row_facts, tables
from nemawashi.portal.feeds import links
from nemawashi.portal.names import NamedRow
from nemawashi.portal.once import rendered_once
from nemawashi.sources import queries, reasons, rules
from nemawashi.sources.models import Citation, Claim, Ruling
from nemawashi.sources.terms import Disagreement, FactState, ValueForm

TONES = {
    Disagreement.CONTRADICTION: "stop",
    Disagreement.SLIP: "stop",
    Disagreement.SCOPE: "warn",
    Disagreement.PLAN: "warn",
    Disagreement.OPEN: "warn",
}


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim with everybody who makes it."""

    claim: Claim
    citations: Sequence[Citation]
    form: str
    is_preferred: bool
    is_slip: bool


@dataclass(frozen=True, slots=True)
class FactView:
    """One property of one row: what was found on its claims, and where it stands after all rulings."""

    ref: str
    name: str
    label: str
    subject: NamedRow
    finding: Disagreement
    sentence: SafeString
    state: FactState
    claims: Sequence[ClaimView]
    rulings: Sequence[Ruling]
    row: str = ""  # what the record's own row says, where a claim was recorded beside it

    @property
    def anchor(self) -> str:
        return f"p-{self.name}"

    @property
    def tone(self) -> str:
        return TONES.get(self.finding, "")

    @property
    def href(self) -> str:
        noun, slug = addresses.split(self.ref)
        return f"{reverse('portal:facts', args=[noun, slug])}#{self.anchor}"


def facts_on(claims: Sequence[Claim], whole: queries.RecordFindings, *, viewer: Viewer) -> list[FactView]:
    """One view for each property of each row, in the order of the claims."""
    keyed = {claim.key: claim for claim in queries.said(claims)}
    by_property: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        by_property.setdefault((claim.subject_ref, claim.property_name), []).append(claim)
    rulings = queries.rulings_of({ref for ref, _ in by_property}, viewer=viewer)
    subjects = names.named({ref for ref, _ in by_property}, viewer=viewer)
    return [
        _fact(ref, name, rows, subjects[ref], rulings.get((ref, name), []), whole.by_citation, keyed)
        for (ref, name), rows in by_property.items()
        if ref in subjects  # a row that the viewer may not see has no claims either
    ]


def _fact(
    ref: str,
    name: str,
    claims: Sequence[Claim],
    subject: NamedRow,
    rulings: Sequence[Ruling],
    finding_of: Mapping[str, findings.Finding],
    keyed: Mapping[str, Any],
) -> FactView:
    stands = queries.standing_of(claims, rulings)
    keys = {key(c): claim for claim in claims for c in claim.citations.all()}
    finding = next((finding_of[each] for each in keys if each in finding_of), None)
    slipped = {keys[each].pk for each in keys if finding and each in finding.slipped}
    return FactView(
        ref,
        name,
        parties.property_label(name),
        subject,
        Disagreement(finding.kind.value) if finding else Disagreement.SINGLE,
        sentence(finding) if finding else SafeString(""),
        stands.state,
        [
            ClaimView(
                claim,
                list(claim.citations.all()),
                _form(claim, keyed),
                claim.slug in stands.preferred,
                claim.pk in slipped,
            )
            for claim in claims
        ],
        rulings,
        next((said.text for said in finding.claims if said.voice == queries.ROW), "") if finding else "",
    )


def sentence(finding: findings.Finding) -> SafeString:
    """Why the claims are read as they are: the sentence in the reader's language, what it quotes in the record's."""
    one, other = reasons.shown(finding)
    pattern = escape(str(reasons.REASONS[finding.rule]))
    return mark_safe(pattern % {"one": _quoted(one), "other": _quoted(other)})  # noqa: S308  all three parts are escaped


def _quoted(claim: Said) -> SafeString:
    """A reader knows the publisher, a script the id."""
    publisher = Truncator(claim.voice.publisher or claim.voice.source).chars(40)
    when = f", {claim.when}" if claim.when else ""
    value = reasons.value_in_short(claim)
    return format_html('<q lang="en">{}</q> (<span lang="en">{}</span>{})', value, publisher, when)


def key(citation: Citation) -> str:
    return citation.slug or f"citation-{citation.pk}"


def _form(claim: Claim, keyed: Mapping[str, Any]) -> str:
    claim_as_made = next((keyed[key(c)] for c in claim.citations.all() if key(c) in keyed), None)
    return str(ValueForm(claim_as_made.form).label) if claim_as_made else ""


@rendered_once
@filters.page
def facts(request: HttpRequest, noun: str, slug: str) -> HttpResponse:
    """Everything that the record says of one row: each property with its sources, claims and rulings."""
    viewer = asking.viewer(request)
    ref = f"{noun}/{slug}"
    subject = names.named([ref], viewer=viewer).get(ref)
    if subject is None:
        raise Http404
    shown = facts_on(queries.claims_on(ref, viewer=viewer), queries.record_findings(viewer=viewer), viewer=viewer)
    return render(
        request,
        "portal/facts.html",
        {
            "title": subject.label,
            "kicker": gettext("Who says it"),
            "lede": gettext("Each property of this row with the sources that it rests on and the claims that differ."),
            "crumbs": [{"label": subject.label, "href": subject.href}] if subject.href else [],
            "subject": subject,
            "page_row": subject,
            "left_out": fiction.left_out(lambda: queries.claim_list(viewer=viewer).filter(subject_ref=ref)),
            "facts": shown,
            "plain": row_facts.plain_facts(ref, without={fact.name for fact in shown}, viewer=viewer),
            "citations": [c for c in queries.citations(ref, viewer=viewer) if not c.part],
            "is_curated": bool(rules.may_curate(viewer)),
        },
    )


@rendered_once
@filters.page
def conflicts(request: HttpRequest) -> HttpResponse:
    """Every question on which claims are kept, by what was found."""
    viewer = asking.viewer(request)
    groups = queries.groups(viewer=viewer)
    findings_named = [(str(v), str(v.label)) for v in Disagreement]
    wanted = filters.choice(request, "found", [value for value, _ in findings_named])
    founding = filters.choice(request, "between", ["founding"])
    q = filters.words(request)
    rows = []
    for row in queries.conflict_list(viewer=viewer, words=q):
        group = groups.get(row.slug)
        if group is None or (wanted and group.kind.value != wanted):
            continue
        if founding and not _between_founding(group):
            continue
        rows.append(
            {
                "row": row,
                "finding": Disagreement(group.kind.value),
                "sentence": sentence(group.leading),
            }
        )
    if (answer := tables.asked(request, (each["row"] for each in rows))) is not None:
        return answer
    return render(
        request,
        "portal/conflicts.html",
        {
            "title": gettext("Where sources disagree"),
            "lede": gettext(
                "Claims on one subject side by side. Few contradict each other outright: most count different things, "
                "or count at different dates."
            ),
            "page": filters.paged(request, rows, 60),
            "found_options": filters.options(findings_named, wanted),
            "between_options": filters.options([("founding", gettext("with a founding document"))], founding),
            "q": q,
            "is_filtered": bool(wanted or q or founding),
            "left_out": fiction.left_out(lambda: queries.claim_list(viewer=viewer).exclude(conflict=None)),
            "feeds": [links.of_rulings()],
        },
    )


def _between_founding(group: findings.Group) -> bool:
    """Whether a founding document of this project is among the sources that differ."""
    seeds = {claim.text for finding in group.findings for claim in finding.claims if claim.voice.kind == "seed"}
    return bool(seeds) and any(len({claim.text for claim in finding.claims}) > 1 for finding in group.findings)


@rendered_once
@filters.page
def conflict(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = asking.viewer(request)
    row = queries.conflict_list(viewer=viewer).filter(slug=slug).first()
    if row is None:
        raise Http404
    claims = queries.claims_of(row, viewer=viewer)
    whole = queries.record_findings(viewer=viewer)
    group = whole.groups.get(slug)
    return render(
        request,
        "portal/conflict.html",
        {
            "title": row.title,
            "kicker": gettext("Where sources disagree"),
            "crumbs": asking.crumb(gettext("Conflicts"), "portal:conflicts"),
            "conflict": row,
            "finding": Disagreement(group.kind.value) if group else None,
            "sentence": sentence(group.leading) if group else "",
            "facts": facts_on(claims, whole, viewer=viewer),
            "left_out": fiction.left_out(lambda: queries.claim_list(viewer=viewer).filter(conflict=row)),
            "is_curated": bool(rules.may_curate(viewer)),
        },
    )
