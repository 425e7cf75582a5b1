"""What the columns of a party's own sheets are: said once by a person, kept for the next one of it or of the office."""

from collections.abc import Sequence

from nemawashi.access.viewers import Viewer
from nemawashi.commitments.models import SheetColumns

ASSISTANCE, REPORTS = "assistance", "reports"
_FORMERLY = {"is_complete": "delivery"}  # fields by the names under which sheets were kept before


def kept(*, purpose: str, viewer: Viewer) -> list[tuple[str, str]]:
    """Heads as the last sheet had them, each with its field, in their order; a party's own are read by nobody else."""
    row = SheetColumns.objects.filter(party=viewer.party_id, purpose=purpose).first()
    return [(str(head), _FORMERLY.get(str(name), str(name))) for head, name in row.columns] if row else []


def keep(columns: Sequence[tuple[str, str]], *, purpose: str, by: Viewer) -> None:
    """Keep them in the place of those that were kept before."""
    if columns:
        SheetColumns.objects.update_or_create(
            party_id=by.party_id, purpose=purpose, defaults={"columns": [list(each) for each in columns]}
        )
