"""Which acts a page offers on pledges and projects, each with what its rule says; see ``texts.queries.possible``."""

from decimal import Decimal

from nemawashi.access.rules import SAID, Possible
from nemawashi.access.viewers import Viewer
from nemawashi.assistance import rules
from nemawashi.assistance.models import Undertaking
from nemawashi.assistance.terms import Refusal, UndertakingKind
from nemawashi.parties.models import Party


def on_party(donor: Party, *, viewer: Viewer) -> list[Possible]:
    """A donor's own pledge, which the secretariat may record for it."""
    verdict = rules.may_record_pledge(viewer, donor=donor.slug, title=SAID, amount=Decimal(1), currency=SAID, recipients=1)
    return [] if verdict.refusal is Refusal.NOT_THE_DONOR else [Possible("record_pledge", donor, verdict)]


def on_undertaking(row: Undertaking, *, viewer: Viewer) -> list[Possible]:
    """A project that nothing pays for yet may be tied to a pledge, which is chosen on the form."""
    if row.kind != UndertakingKind.PROJECT or row.part_of_id is not None:
        return []
    donor = row.donor.slug if row.donor else None
    verdict = rules.may_link_project(
        viewer, donor=donor, kind=row.kind, pledge_kind=UndertakingKind.PLEDGE, is_linked=False
    )
    return [] if verdict.refusal is Refusal.NOT_THE_DONOR else [Possible("link_project", row, verdict)]
