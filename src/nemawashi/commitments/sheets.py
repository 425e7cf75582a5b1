"""Reports on commitments out of a ministry's sheet: what each line would add, and the act that takes them in."""

import datetime as dt
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from nemawashi.access import log
from nemawashi.access.acts import in_turn, moved_on, require
from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.commitments import columns as known
from nemawashi.commitments import possible, queries, rules
from nemawashi.commitments.models import Commitment, Evidence, ProgressReport
from nemawashi.commitments.terms import Act, CommitmentState, Delivery, Refusal
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.sheets.lines import SheetLine
from nemawashi.parties.models import Party
from nemawashi.sources import queries as sources
from nemawashi.sources.models import Source

_NAME = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class WeighedReport:
    """A line that is taken; ``is_new`` is false where the party's last report says the same and has this evidence."""

    line: int
    commitment: Commitment
    words: str
    delivery: str
    source: Source | None
    locator: str
    is_new: bool


@dataclass(slots=True)
class WeighedReports:
    rows: list[WeighedReport] = field(default_factory=list)
    refused: list[tuple[int, Verdict]] = field(default_factory=list)

    @property
    def fresh(self) -> int:
        return sum(row.is_new for row in self.rows)


def name_of(address: str) -> str:
    """The name of a row in the record, out of the address of its page or by itself."""
    parts = _NAME.findall(address.split("?")[0].split("#")[0].rpartition("://")[2])
    return parts[-1] if parts else ""


def weighed_reports(party: Party, lines: Sequence[SheetLine], *, by: Viewer) -> WeighedReports:
    """Which lines of a sheet say something of a commitment that the party has not reported yet."""
    named = {line.said.get("commitment", "") for line in lines} - {""}
    rows = queries.visible_commitments(viewer=by).filter(state=CommitmentState.CONFIRMED)
    rows = rows.prefetch_related("reports__evidence")
    by_name = {row.slug: row for row in rows.filter(slug__in={name_of(each) for each in named})}
    by_words: dict[str, list[Commitment]] = {}
    for row in rows.filter(words__in={normal(each) for each in named}):
        by_words.setdefault(row.words, []).append(row)
    found_sources = {each: sources.source_named(each) for each in {line.said.get("source", "") for line in lines} if each}
    weighed = WeighedReports()
    seen: set[int] = set()
    for line in lines:
        said, words = line.said.get("commitment", ""), normal(line.said.get("words", ""))
        worded = by_words.get(normal(said), [])
        commitment = by_name.get(name_of(said)) or (worded[0] if len(worded) == 1 else None)
        source, locator = found_sources.get(line.said.get("source", "")), normal(line.said.get("locator", ""))
        verdict = _verdict(commitment, words, line, source, locator, by)
        if commitment is not None and commitment.pk in seen and verdict:
            verdict = refuse(Refusal.REPORTED_ABOVE)
        if commitment is None or not verdict:
            weighed.refused.append((line.line, verdict))
            continue
        seen.add(commitment.pk)
        delivery = line.choices.get("delivery", "")
        is_new = _is_new(last_report(commitment, party), words, delivery, source)
        weighed.rows.append(WeighedReport(line.line, commitment, words, delivery, source, locator, is_new))
    return weighed


def _verdict(
    commitment: Commitment | None, words: str, line: SheetLine, source: Source | None, locator: str, by: Viewer
) -> Verdict:
    if commitment is None:
        return refuse(Refusal.UNKNOWN_COMMITMENT, line.said.get("commitment", "")[:80])
    names_source = line.said.get("source", "")
    return first(
        possible.reporting(commitment, words=words, by=by),
        refuse(Refusal.UNKNOWN_SOURCE, names_source[:120]) if names_source and source is None else GRANTED,
        rules.may_attach_evidence(by, state=commitment.state, locator=locator) if source else GRANTED,
    )


def last_report(commitment: Commitment, party: Party) -> ProgressReport | None:
    own = [row for row in commitment.reports.all() if row.party_id == party.pk]
    return max(own, key=lambda row: (row.at, row.pk), default=None)


def _is_new(last: ProgressReport | None, words: str, delivery: str, source: Source | None) -> bool:
    if last is None or _differs(last, words, delivery):
        return True
    return source is not None and all(each.source_id != source.pk for each in last.evidence.all())


def _differs(last: ProgressReport, words: str, delivery: str) -> bool:
    """Whether a line says something else. Without one of the five words it takes back that all was delivered, no more."""
    if last.words != words:
        return True
    return last.delivery_said != delivery if delivery else last.delivery_said == Delivery.COMPLETE


@in_turn
def take_in_reports(
    party: Party,
    *,
    lines: Sequence[SheetLine],
    columns: Sequence[tuple[str, str]] = (),
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> int:
    """Report on several commitments out of a sheet; each report is entered as if it was typed. All or nothing."""
    weighed = weighed_reports(party, lines, by=by)
    require(rules.may_take_in_reports(by, party=party.slug, fresh=weighed.fresh))
    new = [row for row in weighed.rows if row.is_new]
    for row in new:
        _report(row, party, by=by, at=at)
    known.keep(columns, purpose=known.REPORTS, by=by)
    facts = {"lines": len(lines), "reports": len(new), "refused": len(weighed.refused)}
    log.enter(Act.TAKE_IN_REPORTS, party, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return len(new)


def _report(row: WeighedReport, party: Party, *, by: Viewer, at: dt.datetime) -> None:
    report = last_report(row.commitment, party)
    if report is None or _differs(report, row.words, row.delivery):
        done = row.delivery == Delivery.COMPLETE
        report = ProgressReport.objects.create(
            commitment=row.commitment, party=party, words=row.words, delivery=row.delivery, is_complete=done, at=at
        )
        facts = {"words": row.words, "delivery": row.delivery, "is_complete": done}
        log.enter(Act.REPORT_PROGRESS, row.commitment, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts)
    if row.source is not None:
        Evidence.objects.create(
            commitment=row.commitment, report=report, source=row.source, locator=row.locator, by_name=by.name, at=at
        )
        shown = {"source": row.source.ref, "locator": row.locator}
        log.enter(Act.ATTACH_EVIDENCE, row.commitment, by=by, at=at, visibility=Visibility.PUBLIC, facts=shown)
    moved_on(row.commitment)
