"""Questions about commitments, reports and scores, each answered as far as the viewer may know."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from functools import partial

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from nemawashi.access import origins, seal
from nemawashi.access.fields import undated_last
from nemawashi.access.prepared import Prepared
from nemawashi.access.terms import RowOrigin
from nemawashi.access.viewers import Viewer
from nemawashi.commitments import rules
from nemawashi.commitments.models import Assessment, CarryOver, Commitment, ProgressReport, Remit, RemitStep, Settlement
from nemawashi.commitments.scores import WaitingScore
from nemawashi.commitments.terms import REMIND_AHEAD, CommitmentState, Status
from nemawashi.kit.speech import strength
from nemawashi.meetings.terms import ItemState
from nemawashi.texts import queries as texts
from nemawashi.texts.models import Text
from nemawashi.texts.terms import ClauseKind


def _whole() -> QuerySet[Commitment]:
    return Commitment.objects.select_related("pillar", "owner", "text", "guideline", "settlement", "superseded_by")


def visible_commitments(*, viewer: Viewer) -> QuerySet[Commitment]:
    """Confirmed commitments for everybody; what a rule found and nobody confirmed yet, for those at the table."""
    rows = _whole()
    reports = origins.shown(ProgressReport.objects.all(), viewer=viewer)
    rows = origins.shown(rows, viewer=viewer).prefetch_related(Prefetch("reports", queryset=reports))
    if viewer.sees_dialogue or viewer.is_researcher:
        return rows
    return rows.filter(state=CommitmentState.CONFIRMED)


def settlement_of(commitment: Commitment) -> Settlement | None:
    """The settled score, unless it is a play of the demonstration on a promise that is none."""
    settlement: Settlement | None = getattr(commitment, "settlement", None)
    is_play = settlement is not None and settlement.origin == RowOrigin.FICTION != commitment.origin
    return None if is_play and not origins.are_asked_for() else settlement


def visible_remits(*, viewer: Viewer) -> QuerySet[Remit]:
    """Remits with their steps in order; they are public. Who shows the rows of steps asks who may see those."""
    rows = Remit.objects.prefetch_related(Prefetch("steps", queryset=RemitStep.objects.order_by("order")))
    return origins.shown(rows, viewer=viewer)


def remits_with(ref: str, *, viewer: Viewer) -> list[Remit]:
    """Remits of which a row of the record is a step: the whole chain that it is part of."""
    return list(origins.shown(Remit.objects.filter(steps__row_ref=ref).distinct(), viewer=viewer))


def status_of(commitment: Commitment, *, today: dt.date) -> Status:
    """The derived status of a row of ``visible_commitments`` (which brings along what it needs)."""
    settlement = settlement_of(commitment)
    return rules.status(
        state=commitment.state,
        record_status=commitment.record_status,
        due_on=commitment.due_on,
        has_reports=bool(commitment.reports.all()),
        score=settlement.score if settlement else None,
        is_superseded=commitment.superseded_by_id is not None,
        is_from_record=commitment.is_from_record,
        today=today,
    )


def visible_reports(*, viewer: Viewer) -> QuerySet[ProgressReport]:
    """Reports on visible commitments."""
    rows = ProgressReport.objects.filter(commitment__in=visible_commitments(viewer=viewer))
    return origins.shown(rows, viewer=viewer).select_related("commitment", "party")


def reports_on(commitment: Commitment, *, viewer: Viewer) -> list[ProgressReport]:
    """The reports on a commitment, each with its party and the evidence for it."""
    rows = commitment.reports.select_related("party").prefetch_related("evidence__source")
    return list(origins.shown(rows, viewer=viewer))


def to_return(*, viewer: Viewer, today: dt.date) -> list[tuple[Commitment, Status]]:
    """What ought to be on the next agenda: overdue, not or only partly delivered, and not carried over yet."""
    rows = visible_commitments(viewer=viewer).filter(state=CommitmentState.CONFIRMED).exclude(origin=RowOrigin.RECORD)
    carried = CarryOver.objects.filter(commitment=OuterRef("pk")).exclude(agenda_item__state=ItemState.WITHDRAWN)
    rows = rows.exclude(Exists(carried))
    wanted = (Status.OVERDUE, Status.NOT_DELIVERED, Status.PARTLY)
    pairs = [(row, status_of(row, today=today)) for row in rows]
    return [pair for pair in pairs if pair[1] in wanted]


def to_settle(*, viewer: Viewer) -> QuerySet[Commitment]:
    """Commitments whose scores were opened and are not settled; what waits for its counterpart counts nowhere."""
    rows = visible_commitments(viewer=viewer).filter(settlement=None, assessments__isnull=False)
    return rows.distinct()


def awaiting_confirmation(*, viewer: Viewer) -> QuerySet[Commitment]:
    """What the rule found in adopted texts and nobody has confirmed or declined."""
    return visible_commitments(viewer=viewer).filter(state=CommitmentState.FOUND)


def is_awaited(row: Commitment) -> bool:
    """Whether somebody still has to say what became of a promise."""
    is_settled = Settlement.objects.filter(commitment=row).exists()
    return row.superseded_by_id is None and not is_settled and not row.reports.filter(is_complete=True).exists()


def to_remind(*, today: dt.date) -> list[Commitment]:
    """Whose owner is to be reminded now, for the clock; promises of the historical record are nobody's task."""
    years = {str(today.year), str((today + REMIND_AHEAD).year)}
    soon = Q(*[("due_on__startswith", year) for year in sorted(years)], _connector=Q.OR)
    fresh = Q(reminded_for=None) | ~Q(reminded_for=F("due_on"))
    rows = Commitment.objects.filter(soon, fresh, state=CommitmentState.CONFIRMED).exclude(origin=RowOrigin.RECORD)
    return [row for row in rows if rules.is_due_soon(row.due_on, today=today)]


def waiting_in(row: Commitment) -> list[Commitment]:
    """What waits for a person in the text of a promise, itself included, in the order of the text."""
    if not row.text_id:
        return [row]
    rows = list(Commitment.objects.filter(text=row.text_id, state=CommitmentState.FOUND))
    if len({each.order for each in rows}) == len(rows):
        return rows
    sources = {each.clause_id: words_of_clauses([each]) for each in rows}
    return sorted(rows, key=lambda each: (each.order, _stands_until(each.words, sources[each.clause_id]), each.pk))


def _stands_until(words: str, sources: Sequence[str]) -> int:
    return max(rules.stand_until(words, source) or 0 for source in sources)


def beside(row: Commitment, *, viewer: Viewer) -> list[tuple[str, list[Commitment]]]:
    """What a promise came from and what came of it when it was divided or merged, under a word for each."""
    if not (viewer.sees_dialogue or viewer.is_researcher):
        return []
    kin = [
        ("divided_from", [row.divided_from] if row.divided_from else []),
        ("parts", list(row.parts.all())),
        ("merged_from", list(row.merged.filter(state=CommitmentState.REPLACED))),
        ("merged_into", [row.superseded_by] if row.superseded_by and row.state == CommitmentState.REPLACED else []),
    ]
    return [(name, rows) for name, rows in kin if rows]


def words_of_clauses(rows: Sequence[Commitment]) -> list[str]:
    """The words in which promises of one text stand, once for each language; an item with the opening of its list."""
    adoption = getattr(rows[0].text, "adoption", None)
    if adoption is None:
        return [row.words for row in rows[:1]]
    wanted = {str(row.clause_id) for row in rows}
    taken: list[Mapping[str, str]] = []
    opening: Mapping[str, str] | None = None
    for clause in adoption.revision.snapshot:
        is_item = clause["kind"] == ClauseKind.SUB
        if str(clause["clause"]) in wanted:
            taken += [opening, clause["words"]] if is_item and opening else [clause["words"]]
            opening = None if is_item else clause["words"]
        elif not is_item:
            opening = clause["words"]
    languages = dict.fromkeys(code for words in taken for code in words)
    return ["\n".join(words.get(code, "") for words in taken) for code in languages]


def to_report(*, viewer: Viewer) -> QuerySet[Commitment]:
    """Confirmed commitments made on this desk, nearest date first, with all that was said of them."""
    rows = visible_commitments(viewer=viewer).filter(state=CommitmentState.CONFIRMED).exclude(origin=RowOrigin.RECORD)
    reports = origins.shown(ProgressReport.objects.select_related("party"), viewer=viewer)
    opened = origins.shown(Assessment.objects.all(), viewer=viewer)
    rows = rows.prefetch_related(None).prefetch_related(
        Prefetch("reports", queryset=reports),
        Prefetch("assessments", queryset=opened),
        "evidence__source",
    )
    return rows.order_by(undated_last("due_on"), "order")


def unreported_count(*, viewer: Viewer) -> int:
    """How many confirmed commitments ``to_report`` leaves out: those of the record, which were made elsewhere."""
    rows = visible_commitments(viewer=viewer).filter(state=CommitmentState.CONFIRMED, origin=RowOrigin.RECORD)
    return rows.order_by().count()


def unread_texts(*, viewer: Viewer) -> list[Text]:
    """Texts adopted here in no language of which verbs of promise are known: nobody has looked for promises in them."""
    rows = texts.visible_texts(viewer=viewer).filter(adoption__isnull=False).exclude(language__in=strength.LANGUAGES)
    return [text for text in rows if rules.language_to_read(text.language, text.languages) is None]


def own_commitments(*, viewer: Viewer, today: dt.date) -> list[tuple[Commitment, Status]]:
    """What the viewer's party owns, or promised together with all, made on this desk; nearest date first."""
    if not viewer.is_delegate:
        return []
    shows_fiction = origins.shows_fiction(viewer)
    rows: list[Commitment] = _OWN[shows_fiction].instances(viewer.own_party)
    prefetch_related_objects(rows, Prefetch("reports", origins.shown(ProgressReport.objects.all(), viewer=viewer)))
    return [(row, status_of(row, today=today)) for row in rows]


def _own(party: int, *, shows_fiction: bool) -> QuerySet[Commitment]:
    own = Q(owner_id=party) | Q(owner__isnull=True)
    rows = _whole().filter(own, state=CommitmentState.CONFIRMED).exclude(origin=RowOrigin.RECORD)
    rows = rows if shows_fiction else rows.exclude(origin=RowOrigin.FICTION)
    return rows.order_by(undated_last("due_on"), "order")


_OWN = {shows: Prepared(partial(_own, shows_fiction=shows), int) for shows in (False, True)}


def assessments(commitment: Commitment, *, viewer: Viewer) -> list[Assessment]:
    """Scores that were opened because all were in. Waiting ones are in no answer, not even as a count."""
    return list(origins.shown(commitment.assessments.select_related("assessor"), viewer=viewer))


def proposed_score(commitment: Commitment, *, viewer: Viewer) -> int | None:
    """What a settlement may start from: the lower median of the opened scores; nothing while none are open."""
    scores = [row.score for row in assessments(commitment, viewer=viewer)]
    return rules.settled_score(scores) if scores else None


def own_waiting_score(commitment: Commitment, *, viewer: Viewer) -> dict[str, object] | None:
    """The viewer's own score {score, why} that waits for the other assessors; never anybody else's."""
    if not viewer.is_researcher:
        return None
    row = WaitingScore.objects.filter(commitment=commitment).first()
    if row is not None and not seal.is_opened(row):
        return {"score": None, "why": str(row.content)}
    return dict(json.loads(row.content)) if row else None


def to_assess(*, viewer: Viewer) -> list[Commitment]:
    """Commitments with a frozen guideline that this assessor has not scored and nobody has settled."""
    if not viewer.is_researcher:
        return []
    own = set(WaitingScore.objects.values_list("commitment_id", flat=True))
    rows = visible_commitments(viewer=viewer).filter(guideline__isnull=False, settlement__isnull=True)
    opened = set(Assessment.objects.filter(assessor_id=viewer.user_id).values_list("commitment_id", flat=True))
    return [row for row in rows if row.pk not in own | opened]


def opened_scores() -> list[list[int]]:
    """All opened scores by settled commitment: what agreement is measured over."""
    by_commitment: dict[int, list[int]] = {}
    settled = Settlement.objects.values_list("commitment_id", flat=True)
    for pk, score in Assessment.objects.filter(commitment__in=settled).values_list("commitment_id", "score"):
        by_commitment.setdefault(pk, []).append(score)
    return list(by_commitment.values())
