"""Acts on assistance: record a pledge, tie a project to it and to the commitment that it serves."""

import datetime as dt
import uuid
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Max
from django.utils.text import slugify

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, in_turn, moved_on, require
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.assistance import rules
from nemawashi.assistance.models import Recipient, Undertaking
from nemawashi.assistance.terms import Act, Refusal, UndertakingKind
from nemawashi.commitments.models import Commitment
from nemawashi.commitments.terms import CommitmentState
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.parties.models import Party


@in_turn
def record_pledge(
    donor: Party,
    *,
    title: str,
    recipients: Sequence[Party],
    amount: Decimal | None = None,
    currency: str = "",
    on: ImpreciseDate | None = None,
    spheres: Sequence[str] = (),
    commitment: Commitment | None = None,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Undertaking:
    """Record what a donor pledges, in the currency in which it was said, and the commitment that it serves."""
    title = normal(title)
    require(
        rules.may_record_pledge(
            by, donor=donor.slug, title=title, amount=amount, currency=currency, recipients=len(recipients)
        )
    )
    if commitment is not None:
        commitment = hold(commitment)
    if commitment is not None and commitment.state != CommitmentState.CONFIRMED:
        raise RefusedError(refuse(Refusal.COMMITMENT_NOT_CONFIRMED))
    order = (Undertaking.objects.aggregate(top=Max("order"))["top"] or 0) + 1
    row = Undertaking.objects.create(
        slug=f"pledge-{slugify(title)[:60] or 'untitled'}-{order}",
        kind=UndertakingKind.PLEDGE,
        title=title,
        on=on,
        amount=amount,
        currency=currency.strip() or None,
        donor=donor,
        spheres=[sphere.strip() for sphere in spheres if sphere.strip()],
        pillar=commitment.pillar if commitment else None,
        commitment=commitment,
        order=order,
    )
    Recipient.objects.bulk_create(
        Recipient(undertaking=row, party=party, order=number) for number, party in enumerate(recipients)
    )
    facts = {
        "title": title,
        "amount": amount,
        "currency": currency,
        "recipients": [party.slug for party in recipients],
        "commitment": commitment.ref if commitment else "",
    }
    log.enter(Act.RECORD_PLEDGE, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


@in_turn
def link_project(
    project: Undertaking,
    *,
    pledge: Undertaking,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Undertaking:
    """Tie a project to the pledge that pays for it; it then serves the pledge's commitment, too."""
    row = hold(project, seen=seen)
    require(
        rules.may_link_project(
            by,
            donor=row.donor.slug if row.donor else None,
            kind=row.kind,
            pledge_kind=pledge.kind,
            is_linked=row.part_of_id is not None,
        )
    )
    row.part_of = pledge
    row.commitment = row.commitment or pledge.commitment
    moved_on(row, "part_of", "commitment")
    facts = {"pledge": pledge.ref}
    log.enter(Act.LINK_PROJECT, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row
