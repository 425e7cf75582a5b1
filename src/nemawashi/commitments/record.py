"""Commitments from the record's file and back. Pillar and status are the record's own reading."""

from collections.abc import Mapping, Sequence
from typing import Any

from nemawashi.commitments.models import Commitment, Remit, RemitStep
from nemawashi.parties.models import Party, Pillar
from nemawashi.sources.record import FileRow, Footing, Load, filled_row, id_of, keys, write
from nemawashi.sources.terms import TieKind
from nemawashi.texts.models import Text


def load_commitments(rows: Sequence[FileRow], load: Load) -> None:
    """Commitments as confirmed. Where exactly one party promised, it is the owner."""
    texts, pillars, parties = keys(Text), dict(Pillar.objects.values_list("key", "pk")), keys(Party)
    for row in rows:
        ref = f"commitment/{row.key}"
        load.cite(ref, row.data["sources"], locator=row.data.get("locator"))
        load.tie(ref, TieKind.EVIDENCE, row.data.get("evidence") or [])
    commitments = [_commitment(row, load, texts, pillars) for row in rows]
    for commitment in commitments:
        commitment.owner_id = parties.get(commitment.by[0]) if len(commitment.by) == 1 else None
    write(Commitment, commitments)


def _commitment(row: FileRow, load: Load, texts: Mapping[str, int], pillars: Mapping[str, int]) -> Commitment:
    data = row.data
    pillar = data.get("pillar")
    return Commitment(
        slug=row.key,
        text_id=texts.get(data["made_in"]),
        made_in_ref=load.refs[data["made_in"]],
        made_on=data.get("date"),
        by=data["by"],
        area=data.get("area"),
        pillar_id=pillars[pillar] if pillar else None,
        words=data["text"],
        amount=data.get("amount"),
        currency=data.get("currency"),
        due_on=data.get("deadline"),
        kind=data["kind"],
        record_status=data.get("status"),
        evidence_note=data.get("evidence_note"),
        order=row.order,
    )


def commitment_row(commitment: Commitment, footing: Footing) -> dict[str, Any]:
    """Needs ``pillar`` fetched with it."""
    return filled_row(
        id=commitment.slug,
        made_in=id_of(commitment.made_in_ref),
        date=commitment.made_on,
        by=commitment.by,
        area=commitment.area,
        pillar=commitment.pillar.key if commitment.pillar else None,
        text=commitment.words,
        amount=int(commitment.amount) if commitment.amount is not None else None,
        currency=commitment.currency,
        deadline=commitment.due_on,
        kind=commitment.kind,
        status=commitment.record_status,
        evidence=footing.ids(commitment.ref, TieKind.EVIDENCE),
        evidence_note=commitment.evidence_note,
        sources=footing.sources(commitment.ref),
        locator=footing.locator(commitment.ref),
    )


def load_remits(rows: Sequence[FileRow], load: Load) -> None:
    """Remits with their steps; each step is cited as a part of its remit."""
    for row in rows:
        load.cite(f"remit/{row.key}", row.data["sources"])
        for number, step in enumerate(row.data["steps"]):
            load.cite(f"remit/{row.key}", step["sources"], part=f"step/{number}")
    remits = write(
        Remit,
        (Remit(slug=row.key, names=row.data["names"], note=row.data.get("note"), order=row.order) for row in rows),
    )
    RemitStep.objects.filter(remit__slug__in=[row.key for row in rows]).delete()
    RemitStep.objects.bulk_create(
        RemitStep(
            remit_id=remits[row.key],
            on=step.get("date"),
            kind=step["kind"],
            words=step["text"],
            row_ref=load.refs[step["row"]] if step.get("row") else "",
            order=number,
        )
        for row in rows
        for number, step in enumerate(row.data["steps"])
    )


def remit_row(remit: Remit, footing: Footing) -> dict[str, Any]:
    """Needs ``steps`` fetched with the remit."""
    return filled_row(
        id=remit.slug,
        names=remit.names,
        note=remit.note,
        steps=[
            filled_row(
                date=step.on,
                kind=step.kind,
                text=step.words,
                row=id_of(step.row_ref) or None,
                sources=footing.sources(remit.ref, f"step/{step.order}"),
            )
            for step in sorted(remit.steps.all(), key=lambda step: step.order)
        ],
        sources=footing.sources(remit.ref),
    )
