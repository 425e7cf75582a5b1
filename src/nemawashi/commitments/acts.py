"""Acts on commitments: confirm, decline, split or merge, report, attach evidence, freeze, assess, settle, carry over."""

import datetime as dt
import json
import uuid
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max

from nemawashi.access import log, seal
from nemawashi.access.acts import RefusedError, hold, in_turn, mended, moved_on, require
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Circle, Visibility
from nemawashi.access.terms import Refusal as AccessRefusal
from nemawashi.access.viewers import Viewer, acting_as
from nemawashi.commitments import possible, queries, rules
from nemawashi.commitments.models import (
    Assessment,
    CarryOver,
    Commitment,
    Evidence,
    Guideline,
    ProgressReport,
    Settlement,
)
from nemawashi.commitments.scores import Receipt, WaitingScore
from nemawashi.commitments.sheets import take_in_reports as take_in_reports
from nemawashi.commitments.terms import Act, CommitmentKind, CommitmentState, Delivery
from nemawashi.kit.agreement import krippendorff_alpha, raw_agreement
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import acts as meetings
from nemawashi.meetings.models import Meeting
from nemawashi.meetings.terms import ItemState
from nemawashi.parties.models import Party, Pillar
from nemawashi.parties.queries import forum
from nemawashi.sources.models import Source
from nemawashi.texts.models import Revision, Text


def find_commitments(text: Text, revision: Revision) -> list[Commitment]:
    """What the rule finds in an adopted revision, as rows that await a person. Part of the act of adoption.

    A text in no language that the rule can read yields nothing; ``queries.unread_texts`` names it.
    """
    order = Commitment.objects.aggregate(top=Max("order"))["top"] or 0
    slugs_of = _slugs_by_name()
    promised: list[Commitment] = []
    for clause, place, promise in _promises(text, revision):
        order += 1
        by = rules.promisers(promise.owner, slugs_of)
        promised.append(
            Commitment(
                slug=f"{text.slug}-{clause['number'] or order}".replace("(", "").replace(")", "").lower(),
                state=CommitmentState.FOUND,
                text=text,
                clause_id=clause["clause"],
                place=place,
                made_in_ref=text.ref,
                made_on=text.adopted_on,
                by=by,
                words=promise.words,
                target=promise.target,
                strength=promise.strength,
                due_on=promise.due_on,
                kind=CommitmentKind.UNILATERAL if len(by) == 1 and by != ["all"] else CommitmentKind.JOINT,
                pillar_id=text.agenda_item.pillar_id if text.agenda_item else None,
                order=order,
            )
        )
    slugs: dict[str, int] = {}
    for row in promised:
        slugs[row.slug] = slugs.get(row.slug, 0) + 1
        if slugs[row.slug] > 1:
            row.slug += f"-{slugs[row.slug]}"
    return Commitment.objects.bulk_create(promised)


def _promises(text: Text, revision: Revision) -> Iterator[tuple[dict[str, Any], int, rules.Promise]]:
    """Each promise with its clause and its place among those of the clause. A clause is read in the language of
    negotiation, or in another that has words for it; a list is one where its opening and items have words in the same.
    """
    snapshot = list(revision.snapshot)
    languages = [rules.language_to_read(text.language, sorted(clause["words"])) for clause in snapshot]
    names = list(Party.objects.values_list("names", flat=True))
    rows: list[rules.Promise] = []
    for language in sorted({code for code in languages if code}):
        clauses = [
            (clause["kind"], clause["words"][language]) if code == language else ("", "")
            for clause, code in zip(snapshot, languages, strict=True)
        ]
        rows += rules.promises_in(clauses, language=language, parties=names)
    rows.sort(key=lambda promise: promise.clause)
    for number, of_clause in groupby(rows, key=lambda promise: promise.clause):
        for place, promise in enumerate(of_clause):
            yield snapshot[number], place, promise


def _slugs_by_name() -> dict[str, str]:
    """Parties and groups of the forum by all that they are called."""
    rows = {
        name.casefold(): party.slug
        for party in Party.objects.all()
        for name in (party.slug.replace("-", " "), *party.names.values())
    }
    return rows | {each.key.casefold(): each.key for each in forum().groups}


@in_turn
def confirm_commitment(
    commitment: Commitment,
    *,
    owner: Party | None,
    is_joint: bool = False,
    due_on: ImpreciseDate | None,
    pillar: Pillar | None = None,
    target: str = "",
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Commitment:
    """Confirm that a clause promises something, with its owner (one party, or all jointly) and its date."""
    row = hold(commitment, seen=seen)
    name = owner.slug if owner else "all" if is_joint else ""
    require(rules.may_confirm(by, state=row.state, owner=name, has_due_date=due_on is not None))
    row.state, row.owner, row.due_on = CommitmentState.CONFIRMED, owner, due_on
    row.by, row.kind = [name], CommitmentKind.UNILATERAL if owner else CommitmentKind.JOINT
    row.pillar, row.target = pillar or row.pillar, normal(target) or row.target
    moved_on(row, "state", "owner", "due_on", "by", "kind", "pillar", "target")
    facts = {"owner": name, "due_on": due_on, "words": row.words}
    log.enter(Act.CONFIRM_COMMITMENT, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


@in_turn
def decline_commitment(
    commitment: Commitment,
    *,
    why: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Commitment:
    """Say, with a reason, that a clause promises nothing although the rule found a verb."""
    row = hold(commitment, seen=seen)
    require(rules.may_decline(by, state=row.state, why=why))
    row.state, row.declined_why = CommitmentState.DECLINED, normal(why)
    moved_on(row, "state", "declined_why")
    log.enter(Act.DECLINE_COMMITMENT, row, by=by, at=at, visibility=Visibility.PARTIES, facts={"why": why}, once=once)
    return row


@in_turn
def split_commitment(
    commitment: Commitment,
    *,
    parts: Sequence[str],
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> list[Commitment]:
    """Divide what the rule found into several promises, each in words of the clause; each of them awaits confirmation.

    Each part is read again: owner, date and target are its own where its words name them. The target of the whole is
    nobody's, as it is of one part only.
    """
    row = hold(commitment, seen=seen)
    parts = [normal(part) for part in parts if part.strip()]
    sources = queries.words_of_clauses([row])
    require(rules.may_split(by, state=row.state, parts=parts, sources=sources))
    rows = [_made_of([row], words, number) for number, words in enumerate(parts, start=1)]
    row.state = CommitmentState.REPLACED
    moved_on(row, "state")
    Commitment.objects.bulk_create(rows)
    facts = {"words": row.words, "parts": parts, "into": [each.ref for each in rows]}
    log.enter(Act.SPLIT_COMMITMENT, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return rows


@in_turn
def merge_commitments(
    commitment: Commitment,
    *,
    others: Sequence[Commitment],
    words: str = "",
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Commitment:
    """Make one promise of neighbours that the rule took apart; without ``words``, in the words of all of them."""
    row = hold(commitment, seen=seen)
    waiting = queries.waiting_in(row)
    wanted = {row.pk, *(other.pk for other in others)}
    places = [place for place, each in enumerate(waiting) if each.pk in wanted]
    is_unbroken = len(places) == len(wanted) == places[-1] - places[0] + 1 if places else False
    rows = [hold(waiting[place]) for place in places] or [row]
    words = normal(words) or " ".join(each.words for each in rows)
    states = [each.state for each in rows]
    sources = queries.words_of_clauses(rows)
    require(rules.may_merge(by, states=states, is_unbroken=is_unbroken, words=words, sources=sources))
    whole = _made_of(rows, words, 1)
    whole.save()
    for each in rows:
        each.state, each.superseded_by = CommitmentState.REPLACED, whole
        moved_on(each, "state", "superseded_by")
    facts = {"words": words, "of": [each.ref for each in rows], "into": whole.ref}
    log.enter(Act.MERGE_COMMITMENTS, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return whole


def _made_of(rows: Sequence[Commitment], words: str, number: int) -> Commitment:
    """A promise in other words in the place of one or several, at the place of the first; not saved yet."""
    head = rows[0]
    taken = Commitment.objects.filter(clause=head.clause_id).aggregate(top=Max("place"))["top"] or 0
    top = Commitment.objects.filter(slug__startswith=f"{head.slug[:100]}-p").count()
    is_part = len(rows) == 1
    again = rules.read_again(words, owner=head.by, due_on=head.due_on, called=_slugs_by_name())
    return Commitment(
        slug=f"{head.slug[:100]}-p{top + number}",
        state=CommitmentState.FOUND,
        text=head.text,
        clause=head.clause,
        place=taken + number,
        made_in_ref=head.made_in_ref,
        made_on=head.made_on,
        by=again.by,
        area=head.area,
        pillar=head.pillar,
        words=words,
        target=again.target,
        strength=head.strength,
        due_on=again.due_on,
        kind=CommitmentKind.UNILATERAL if len(again.by) == 1 and again.by != ["all"] else CommitmentKind.JOINT,
        divided_from=head if is_part else None,
        order=head.order,
    )


@in_turn
def remind_of_commitment(
    commitment: Commitment,
    *,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Commitment:
    """Remind whoever owes it, before it is due; once for each due date. The clock does so where nobody has."""
    row = hold(commitment, seen=seen)
    require(possible.reminding(row, today=at.date(), by=by))
    row.reminded_for = row.due_on
    moved_on(row, "reminded_for")
    facts = {"due_on": row.due_on}
    log.enter(Act.REMIND_OF_COMMITMENT, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


@in_turn
def report_progress(
    commitment: Commitment,
    *,
    words: str,
    delivery: str = "",
    source: Source | None = None,
    locator: str = "",
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> ProgressReport:
    """Report what was done, and how far that is. A claim of full delivery is the party's own and settles nothing.

    ``source`` and ``locator``: what shows it, attached to the report as evidence is to its commitment.
    """
    row = hold(commitment, seen=seen)
    words = normal(words)
    require(possible.reporting(row, words=words, by=by))
    if source is not None:
        require(rules.may_attach_evidence(by, state=row.state, locator=locator))
    done = delivery == Delivery.COMPLETE
    report = ProgressReport.objects.create(
        commitment=row, party_id=by.own_party, words=words, delivery=delivery, is_complete=done, at=at
    )
    facts = {"words": words, "delivery": delivery, "is_complete": done}
    if source is not None:
        shown = Evidence.objects.create(
            commitment=row, report=report, source=source, locator=normal(locator), by_name=by.name, at=at
        )
        facts |= {"source": source.ref, "locator": shown.locator}
    moved_on(row)
    log.enter(Act.REPORT_PROGRESS, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return report


@in_turn
def edit_report(
    report: ProgressReport,
    *,
    words: str,
    delivery: str = "",
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> ProgressReport:
    """Set the words of an own report right; the log keeps those that it had. Scoring it, or evidence for it, ends that."""
    row = hold(report, seen=seen)
    commitment = hold(row.commitment)
    is_built_on = possible.rests_on(row, is_frozen=Guideline.objects.filter(commitment=commitment).exists())
    require(rules.may_edit_report(by, party=row.party.slug, is_built_on=is_built_on, words=words))
    said = {"words": normal(words), "delivery": delivery, "is_complete": delivery == Delivery.COMPLETE}
    facts = mended(row, said)
    moved_on(commitment)
    log.enter(Act.EDIT_REPORT, commitment, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


@in_turn
def attach_evidence(
    commitment: Commitment,
    *,
    source: Source,
    locator: str,
    report: ProgressReport | None = None,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Evidence:
    """Attach a source of the record, with the place in it that shows what was or was not done."""
    row = hold(commitment, seen=seen)
    require(rules.may_attach_evidence(by, state=row.state, locator=locator))
    evidence = Evidence.objects.create(
        commitment=row, report=report, source=source, locator=normal(locator), by_name=by.name, at=at
    )
    moved_on(row)
    facts = {"source": source.ref, "locator": evidence.locator}
    log.enter(Act.ATTACH_EVIDENCE, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return evidence


@in_turn
def freeze_guideline(
    commitment: Commitment,
    *,
    words: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Guideline:
    """Fix what counts as full, partial and no delivery, before anybody scores."""
    row = hold(commitment, seen=seen)
    has = Guideline.objects.filter(commitment=row).exists()
    require(rules.may_freeze_guideline(by, state=row.state, has_guideline=has, words=words))
    guideline = Guideline.objects.create(commitment=row, words=normal(words), frozen_at=at)
    moved_on(row)
    facts = {"words": guideline.words}
    log.enter(Act.FREEZE_GUIDELINE, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return guideline


@in_turn
def assess(
    commitment: Commitment,
    *,
    score: int,
    why: str,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> bool:
    """Score a commitment without seeing anybody else's score. True when all are in and were opened.

    Until then the score waits sealed for its assessor alone. When the last one needed comes in, each waiting row is
    opened in the name of its own assessor, in this transaction; nobody reads another's sealed row.
    """
    row = hold(commitment)
    if by.user_id is None:
        raise PermissionError("an assessor signs in")
    has_scored = Receipt.objects.filter(commitment=row, assessor_id=by.user_id).exists()
    require(
        rules.may_assess(
            by,
            state=row.state,
            score=score,
            has_guideline=Guideline.objects.filter(commitment=row).exists(),
            has_scored=has_scored,
            is_settled=Settlement.objects.filter(commitment=row).exists(),
            why=why,
        )
    )
    content = json.dumps({"score": score, "why": normal(why)}, ensure_ascii=False)
    WaitingScore.objects.create(assessor_id=by.user_id, commitment=row, content=content, at=at)
    Receipt.objects.create(commitment=row, assessor_id=by.user_id)
    waiting = list(Receipt.objects.filter(commitment=row).values_list("assessor_id", flat=True))
    if not rules.all_are_in(len(waiting)):
        log.enter_sealed_for_user(Act.ASSESS, row.ref, by=by, at=at, once=once)
        return False
    for assessor in waiting:
        _open_score(row, assessor)
    moved_on(row)
    facts = {"opened": len(waiting)}
    log.enter(Act.ASSESS, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return True


def _open_score(commitment: Commitment, assessor: int) -> None:
    with acting_as(Viewer(user_id=assessor, circle=Circle.RESEARCHERS)):
        waiting = WaitingScore.objects.get(commitment=commitment)
        if not seal.is_opened(waiting):
            raise RefusedError(refuse(AccessRefusal.NOT_OPENED))
        score = json.loads(waiting.content)
    Assessment.objects.get_or_create(
        commitment=commitment,
        assessor_id=assessor,
        defaults={"score": score["score"], "why": score["why"], "at": waiting.at},
    )


@in_turn
def settle_score(
    commitment: Commitment,
    *,
    score: int,
    why: str,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Settlement:
    """Settle the score with a reason. All opinions stay, with raw agreement and Krippendorff's alpha beside them."""
    row = hold(commitment, seen=seen)
    scores = list(row.assessments.values_list("score", flat=True))
    is_settled = Settlement.objects.filter(commitment=row).exists()
    require(rules.may_settle(by, scores=len(scores), is_settled=is_settled, score=score, why=why))
    settlement = Settlement.objects.create(
        commitment=row,
        score=score,
        why=normal(why),
        raw_agreement=raw_agreement(scores),
        alpha=krippendorff_alpha([*queries.opened_scores(), scores]),
        at=at,
    )
    moved_on(row)
    facts = {"score": score, "why": settlement.why, "opinions": scores}
    log.enter(Act.SETTLE_SCORE, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return settlement


@in_turn
def carry_over(
    commitment: Commitment,
    *,
    meeting: Meeting,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> CarryOver:
    """Put what is overdue or not delivered on a provisional agenda: the chain closes here."""
    row = hold(commitment, seen=seen)
    today = at.astimezone(ZoneInfo(meeting.zone or "UTC")).date()
    is_carried = row.carried.filter(agenda_item__meeting=meeting).exclude(agenda_item__state=ItemState.WITHDRAWN).exists()
    require(rules.may_carry_over(by, status=queries.status_of(row, today=today), is_carried=is_carried))
    item = meetings.return_overdue(hold(meeting), title=row.words, pillar=row.pillar, overdue_ref=row.ref, by=by, at=at)
    carried = CarryOver.objects.create(commitment=row, agenda_item=item, at=at)
    moved_on(row)
    facts = {"agenda_item": item.ref, "meeting": meeting.ref}
    log.enter(Act.CARRY_OVER, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return carried
