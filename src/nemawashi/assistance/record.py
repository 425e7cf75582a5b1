"""Packages, pledges, projects and totals from the record's file and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from nemawashi.assistance.models import Recipient, Undertaking
from nemawashi.commitments.models import Commitment
from nemawashi.parties.models import Party
from nemawashi.sources.record import FileRow, Footing, Load, filled_row, keys, write
from nemawashi.sources.terms import TieKind

SAME = (
    "kind", "title", "amount", "currency", "amount_usd_stated", "amount_note", "dialogue_link", "duration_months", "agency",
    "planned", "components", "note",
)  # fmt: skip


def load_undertakings(rows: Sequence[FileRow], load: Load) -> None:
    """Undertakings with their recipients; those tied to another one or to a commitment stand under it."""
    parties, commitments = keys(Party), keys(Commitment)
    for row in rows:
        ref = f"assistance/{row.key}"
        load.cite(ref, row.data["sources"])
        load.tie(ref, TieKind.TIED_TO, row.data.get("tied_to") or [])
        for number, result in enumerate(row.data.get("results") or []):
            load.cite(ref, result["sources"], part=f"result/{number}")
    undertakings = write(Undertaking, (_undertaking(row, parties, commitments) for row in rows))
    _put_under(rows, undertakings)
    Recipient.objects.filter(undertaking__slug__in=[row.key for row in rows]).delete()
    Recipient.objects.bulk_create(
        Recipient(undertaking_id=undertakings[row.key], party_id=parties[party], order=order)
        for row in rows
        for order, party in enumerate(row.data.get("recipients") or [])
    )


def _put_under(rows: Sequence[FileRow], undertakings: Mapping[str, int]) -> None:
    for row in rows:
        whole = _first(row.data.get("tied_to") or [], undertakings)
        if whole and whole != undertakings[row.key]:
            Undertaking.objects.filter(slug=row.key).update(part_of=whole)


def _first(ids: Sequence[str], among: Mapping[str, int]) -> int | None:
    return next((among[key] for key in ids if key in among), None)


def _undertaking(row: FileRow, parties: Mapping[str, int], commitments: Mapping[str, int]) -> Undertaking:
    data = row.data
    results = data.get("results")
    return Undertaking(
        slug=row.key,
        on=data.get("date"),
        donor_id=parties[data["donor"]] if data.get("donor") else None,
        spheres=data.get("spheres") or [],
        start_on=data.get("start"),
        end_on=data.get("end"),
        results=[{"text": result["text"]} for result in results] if results else None,
        commitment_id=_first(data.get("tied_to") or [], commitments),
        extra={"not_added": data["not_added"]} if data.get("not_added") else {},
        order=row.order,
        **{key: data.get(key) for key in SAME},
    )


def undertaking_row(undertaking: Undertaking, footing: Footing) -> dict[str, Any]:
    """Needs ``donor`` and ``recipient_rows`` with their party fetched with it."""
    usd, results = undertaking.amount_usd_stated, undertaking.results or []
    return filled_row(
        id=undertaking.slug,
        date=undertaking.on,
        donor=undertaking.donor.slug if undertaking.donor else None,
        recipients=[part.party.slug for part in sorted(undertaking.recipient_rows.all(), key=lambda part: part.order)],
        spheres=undertaking.spheres,
        tied_to=footing.ids(undertaking.ref, TieKind.TIED_TO),
        start=undertaking.start_on,
        end=undertaking.end_on,
        results=[
            {"text": result["text"], "sources": footing.sources(undertaking.ref, f"result/{number}")}
            for number, result in enumerate(results)
        ]
        or None,
        sources=footing.sources(undertaking.ref),
        **{key: getattr(undertaking, key) for key in SAME if not key.startswith("amount")},
        amount=int(undertaking.amount) if undertaking.amount is not None else None,
        amount_usd_stated=int(usd) if usd is not None else None,
        amount_note=undertaking.amount_note,
        not_added=undertaking.extra.get("not_added"),
    )
