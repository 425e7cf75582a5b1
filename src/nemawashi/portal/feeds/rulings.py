"""The one place in which feeds and the take-away read who preferred which claim, and why."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext

from nemawashi.access.viewers import PUBLIC
from nemawashi.sources import queries


@dataclass(frozen=True, slots=True)
class RulingRow:
    """One ruling for a reader. ``key`` is its identity in feeds; ``ref`` the row whose page shows it."""

    key: str
    ref: str
    claim: str
    at: dt.datetime
    by: str
    why: str
    title: str
    words: str
    word: str
    label: str

    @property
    def state(self) -> tuple[str, str, str]:
        """What a change of the row would change."""
        return self.key, self.title, self.words


def rulings_feed_rows() -> list[RulingRow]:
    """Every ruling, the latest first, in two statements."""
    claims = queries.claim_list(viewer=PUBLIC).filter(preferences__isnull=False).distinct().prefetch_related("preferences")
    rows = [
        RulingRow(
            key=f"ruling/{claim.slug}/{preference.at.isoformat()}/{preference.by_name}",
            ref=claim.conflict.ref,
            claim=claim.ref,
            at=preference.at,
            by=preference.by_name,
            why=preference.why,
            title=f"{claim.conflict.title}: {claim.value}",
            words=" — ".join(filter(None, [preference.why, f"{claim.source.title}, {claim.locator}", preference.by_name])),
            word="preferred",
            label=gettext("preferred"),
        )
        for claim in claims
        for preference in claim.preferences.all()
    ]
    return sorted(rows, key=lambda row: (row.at, row.key), reverse=True)
