"""Questions about assistance: what was promised and paid, by whom, to whom, for which sphere."""

from django.db.models import Prefetch, Q, QuerySet

from nemawashi.access import origins
from nemawashi.access.viewers import Viewer
from nemawashi.assistance.models import Transaction, Undertaking
from nemawashi.commitments.models import Commitment
from nemawashi.parties.models import Party


def undertaking_list(
    *, viewer: Viewer, kind: str | None = None, sphere: str | None = None, recipient: str | None = None
) -> QuerySet[Undertaking]:
    """Undertakings with their recipients in the order in which the source names them."""
    rows = Undertaking.objects.select_related("donor", "pillar").prefetch_related(
        Prefetch("recipients", queryset=Party.objects.order_by("order"))
    )
    rows = origins.shown(rows, viewer=viewer)
    if kind:
        rows = rows.filter(kind=kind)
    if recipient:
        rows = rows.filter(recipients__slug=recipient)
    if sphere:
        rows = rows.filter(pk__in=[pk for pk, named in _spheres(viewer) if sphere in named])
    return rows


def _spheres(viewer: Viewer) -> list[tuple[int, list[str]]]:
    return list(origins.shown(Undertaking.objects.all(), viewer=viewer).values_list("pk", "spheres"))


def spheres(*, viewer: Viewer) -> list[str]:
    """Every sphere that a source names, once, in alphabetical order."""
    return sorted({sphere for _, named in _spheres(viewer) for sphere in named})


def undertaking(slug: str, *, viewer: Viewer) -> Undertaking | None:
    return undertaking_list(viewer=viewer).select_related("commitment", "part_of").filter(slug=slug).first()


def undertakings_of(party: Party, *, viewer: Viewer) -> list[Undertaking]:
    """What a party gave or received."""
    rows = Undertaking.objects.filter(Q(donor=party) | Q(recipients=party)).distinct()
    return list(origins.shown(rows, viewer=viewer))


def undertakings_for(commitment: Commitment, *, viewer: Viewer) -> list[Undertaking]:
    return list(origins.shown(Undertaking.objects.filter(commitment=commitment), viewer=viewer))


def parts_of(row: Undertaking, *, viewer: Viewer) -> list[Undertaking]:
    return list(origins.shown(row.parts.all(), viewer=viewer))


def visible_transactions(*, viewer: Viewer) -> QuerySet[Transaction]:
    return origins.shown(Transaction.objects.order_by("undertaking__order", "on", "pk"), viewer=viewer)


def transactions_of(row: Undertaking, *, viewer: Viewer) -> list[Transaction]:
    return list(visible_transactions(viewer=viewer).filter(undertaking=row))
