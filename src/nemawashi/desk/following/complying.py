"""The report for the next meeting of what became of the commitments made here, as Word and PDF, with one press."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nemawashi.access import clock
from nemawashi.access.requests import Request
from nemawashi.access.terms import RowOrigin
from nemawashi.access.viewers import Viewer
from nemawashi.commitments import queries
from nemawashi.commitments.models import Assessment, Commitment, ProgressReport
from nemawashi.commitments.terms import Status
from nemawashi.desk.following.delivering import reported
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.papers import complying, pdf
from nemawashi.kit.papers.complying import ComplianceReport, ReportedPromise
from nemawashi.meetings import queries as meetings
from nemawashi.parties import queries as parties
from nemawashi.sources.models import Source

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST = 1_000  # commitments of one report; two thousand pages are read by nobody


@login_required
@require_safe
def as_word(request: Request) -> HttpResponse:
    content = complying.as_word(report(viewer=request.viewer))
    return _file(content, WORD, "docx")


@login_required
@require_safe
def as_pdf(request: Request) -> HttpResponse:
    made = report(viewer=request.viewer)
    try:
        content = pdf.laid_out(
            partial(complying.as_html, made),
            top=made.title,
            moment=int(clock.database_moment().timestamp()),
            languages=(made.language,),
        )
    except pdf.PdfMissingError as fault:
        return HttpResponse(str(fault), status=503, content_type="text/plain; charset=utf-8")
    return _file(content, "application/pdf", "pdf")


def _file(content: bytes, kind: str, ending: str) -> HttpResponse:
    name = f'attachment; filename="compliance-{clock.today().isoformat()}.{ending}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": name, "Cache-Control": "no-store"})


def report(*, viewer: Viewer) -> ComplianceReport:
    """Confirmed commitments made on this desk, the nearest due first, as far as the viewer may know."""
    rows = list(queries.to_report(viewer=viewer)[:MOST])
    pairs = [(row, queries.status_of(row, today=clock.today())) for row in rows]
    ahead = list(meetings.meetings_ahead(viewer=viewer)[:1])
    heads = [parties.forum().name, *(_("For the %(meeting)s") % {"meeting": str(row)} for row in ahead)]
    if any(row.origin == RowOrigin.FICTION for row in rows):
        heads.append(str(RowOrigin.FICTION.label))
    return ComplianceReport(
        title=_("Report on commitments, %(day)s") % {"day": _day(ImpreciseDate.parse(clock.today()))},
        heads=tuple(heads),
        language=get_language() or "en",
        summary=_summary(pairs),
        notes=(scope(viewer=viewer), *_notes(rows)),
        rows=tuple(_promise(row, status) for row, status in pairs),
        labels={"evidence": _("Evidence")},
    )


def scope(*, viewer: Viewer) -> str:
    """Which commitments the report holds, and how many of the record it does not."""
    count = queries.unreported_count(viewer=viewer)
    if not count:
        return _("It holds the commitments made on this desk.")
    return ngettext(
        "It holds only the commitments made on this desk; %(count)d commitment of the record is not in it.",
        "It holds only the commitments made on this desk; %(count)d commitments of the record are not in it.",
        count,
    ) % {"count": count}


def _summary(pairs: Sequence[tuple[Commitment, Status]]) -> tuple[tuple[str, ...], ...]:
    counts = Counter(status for _row, status in pairs)
    rows = [(str(status.label), str(counts[status])) for status in Status if counts[status]]
    return ((_("State"), _("Commitments")), *rows, (_("All in this report"), str(len(pairs))))


def _notes(rows: Sequence[Commitment]) -> tuple[str, ...]:
    scores = [row.settlement.score for row in rows if hasattr(row, "settlement")]
    if not scores:
        return (_("None of the commitments in this report (%(all)d) was scored.") % {"all": len(rows)},)
    spread = Counter(scores)
    average = (spread[1] - spread[-1]) / len(scores)
    names = {"scored": len(scores), "all": len(rows), "average": floatformat(average, 2)}
    names |= {"full": spread[1], "part": spread[0], "none": spread[-1]}
    return (
        _("Scored: %(scored)d of %(all)d. +1: %(full)d; 0: %(part)d; −1: %(none)d. Average: %(average)s.") % names,
        _("Average: the number of +1 less the number of −1, divided by all that were scored."),
    )


def _promise(row: Commitment, status: Status) -> ReportedPromise:
    reports: list[ProgressReport] = list(row.reports.all())
    said = tuple(reported(each) for each in reports)
    parts = [(_("What the parties report"), said or (_("Nobody has reported yet."),))]
    if row.evidence_note:
        parts.append((_("What the host notes"), (row.evidence_note,)))
    parts.append((_("How it was scored"), _scored(row)))
    facts = [
        (_("Responsible"), str(row.owner) if row.owner else _promisers(row.by)),
        (_("Due"), _day(row.due_on) or "—"),
        (_("State"), str(status.label)),
    ]
    if row.origin == RowOrigin.FICTION:
        facts.append((pgettext("of a row", "Origin"), str(RowOrigin.FICTION.label)))
    if row.text:
        facts.insert(0, (_("Made in"), row.text.title))
    evidence = tuple((f"{each.source}, {each.locator}", _address(each.source)) for each in row.evidence.all())
    language = row.text.language if row.text else "en"
    return ReportedPromise(row.words, language, tuple(facts), tuple(parts), evidence)


def _scored(row: Commitment) -> tuple[str, ...]:
    settlement: Any = getattr(row, "settlement", None)
    opened: list[Assessment] = list(row.assessments.all())
    if settlement is None and not opened:
        return (_("It was not scored."),)
    lines = [f"{each.score:+d}: {each.why}".replace("-1:", "−1:") for each in opened]
    if settlement is not None:
        words = {"score": f"{settlement.score:+d}".replace("-", "−"), "why": settlement.why}
        lines.insert(0, _("Settled: %(score)s. %(why)s") % words)
        lines.append(_("Raw agreement of the assessors: %(share).0f %%.") % {"share": settlement.raw_agreement * 100})
    return tuple(lines)


def _address(source: Source) -> str:
    return source.url or f"{settings.SITE}{reverse('portal:source', args=[source.slug])}"


def _day(on: ImpreciseDate | None) -> str:
    return on.in_words((get_language() or "en")[:2]) if on else ""


def _promisers(by: Sequence[str]) -> str:
    """All, groups of the forum and parties by their names."""
    groups = {"all": _("all parties"), **{each.key: str(each) for each in parties.forum().groups}}
    codes = parties.forum().codes
    return ", ".join(groups.get(name) or codes.get(name) or name for name in by)
