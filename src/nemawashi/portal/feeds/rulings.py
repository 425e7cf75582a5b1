"""The one place in which feeds and the take-away read who ruled what on which claim, and why."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from nemawashi.access.viewers import PUBLIC
from nemawashi.portal import names
from nemawashi.sources import queries
from nemawashi.sources.models import Claim, Ruling
from nemawashi.sources.terms import RulingVerdict


@dataclass(frozen=True, slots=True)
class RulingRow:
    """One ruling for a reader. ``key`` is its identity in feeds; ``ref`` the row whose page shows it."""

    key: str
    ref: str
    claim: str
    subject: str
    name: str
    at: dt.datetime
    by: str
    why: str
    title: str
    words: str
    word: str
    label: str
    origin: str

    @property
    def state(self) -> tuple[str, str, str]:
        """What a change of the row would change."""
        return self.key, self.title, self.words


def rulings_feed_rows() -> list[RulingRow]:
    """Every ruling on what is public, the latest first, in a fixed number of statements."""
    claims = {claim.pk: claim for claim in queries.claim_list(viewer=PUBLIC).filter(rulings__isnull=False).distinct()}
    rulings = list(queries.ruling_list(viewer=PUBLIC))
    public = public_refs(ruling.subject_ref for ruling in rulings)
    return [_row(ruling, claims.get(ruling.claim_id or 0)) for ruling in rulings if ruling.subject_ref in public]


# Nouns of which every row is public, and those of which some rows are not.
OPEN = ("party", "person", "track", "dialogue", "event", "concept", "source", "assistance", "recommendation", "pillar")
GUARDED = ("meeting", "text", "commitment")


def public_refs(refs: Iterable[str]) -> set[str]:
    """The references of which the public may know: a claim on a hidden row would tell that the row is there."""
    wanted = set(refs)
    guarded = [ref for ref in wanted if ref.startswith(tuple(f"{noun}/" for noun in GUARDED))]
    open_refs = {ref for ref in wanted if ref.startswith(tuple(f"{noun}/" for noun in OPEN))}
    return open_refs | names.named(guarded, viewer=PUBLIC).keys()


def _row(ruling: Ruling, claim: Claim | None) -> RulingRow:
    verdict = RulingVerdict(ruling.verdict)
    question = claim.conflict.title if claim and claim.conflict else f"{ruling.subject_ref}, {ruling.property_name}"
    cited = [f"{each.source.title}, {each.locator}" for each in claim.citations.all()] if claim else []
    return RulingRow(
        key=f"ruling/{ruling.subject_ref}/{ruling.property_name}/{ruling.at.isoformat()}/{claim.slug if claim else ''}",
        ref=claim.conflict.ref if claim and claim.conflict else ruling.subject_ref,
        claim=claim.slug if claim else "",
        subject=ruling.subject_ref,
        name=ruling.property_name,
        at=ruling.at,
        by=ruling.by_name,
        why=ruling.reason,
        title=f"{question}: {claim.value if claim else verdict.label}",
        words=" — ".join(filter(None, [ruling.reason, *cited, ruling.by_name])),
        word=str(verdict),
        label=str(verdict.label),
        origin=ruling.origin,
    )
