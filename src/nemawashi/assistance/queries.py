"""Questions about assistance: what was promised and paid, by whom, to whom, for which sphere."""

from collections.abc import Callable, Sequence

from django.db.models import Prefetch, Q, QuerySet

from nemawashi.access.viewers import Viewer
from nemawashi.assistance.models import Undertaking
from nemawashi.assistance.rules import Summand
from nemawashi.commitments.models import Commitment
from nemawashi.parties.models import Party


def undertaking_list(
    *, viewer: Viewer, kind: str | None = None, sphere: str | None = None, recipient: str | None = None
) -> QuerySet[Undertaking]:
    """Undertakings with their recipients in the order in which the source names them."""
    del viewer  # assistance is public
    rows = Undertaking.objects.select_related("donor", "pillar").prefetch_related(
        Prefetch("recipients", queryset=Party.objects.order_by("order"))
    )
    if kind:
        rows = rows.filter(kind=kind)
    if recipient:
        rows = rows.filter(recipients__slug=recipient)
    if sphere:
        rows = rows.filter(pk__in=[pk for pk, named in _spheres() if sphere in named])
    return rows


def _spheres() -> list[tuple[int, list[str]]]:
    return list(Undertaking.objects.values_list("pk", "spheres"))


def spheres(*, viewer: Viewer) -> list[str]:
    """Every sphere that a source names, once, in alphabetical order."""
    del viewer
    return sorted({sphere for _, named in _spheres() for sphere in named})


def undertaking(slug: str, *, viewer: Viewer) -> Undertaking | None:
    return undertaking_list(viewer=viewer).select_related("commitment", "part_of").filter(slug=slug).first()


def undertakings_of(party: Party, *, viewer: Viewer) -> list[Undertaking]:
    """What a party gave or received."""
    del viewer
    return list(Undertaking.objects.filter(Q(donor=party) | Q(recipients=party)).distinct())


def amounts(heads: Callable[[Undertaking], Sequence[str]], *, viewer: Viewer) -> list[Summand]:
    """Every undertaking as sums see it, under the heads that ``heads`` names for it."""
    return [
        Summand(
            row.ref,
            row.kind,
            row.amount,
            row.currency or "",
            on.year if (on := row.on or row.start_on) else None,
            tuple(heads(row)),
            frozenset(party.slug for party in row.recipients.all()),
            frozenset(row.spheres or []),
            row.agency or "",
            row.part_of.ref if row.part_of else "",
            str(row.extra.get("not_added") or ""),
            bool(row.amount_note),
        )
        for row in undertaking_list(viewer=viewer).select_related("part_of").order_by("order", "pk")
    ]


def undertakings_for(commitment: Commitment, *, viewer: Viewer) -> list[Undertaking]:
    del viewer
    return list(Undertaking.objects.filter(commitment=commitment))
