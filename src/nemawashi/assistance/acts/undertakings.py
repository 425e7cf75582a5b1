"""Acts on assistance: record packages, pledges and projects, set them right, tie projects to pledges and commitments."""

import datetime as dt
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils.text import slugify

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, in_turn, mended, moved_on, require
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.assistance import possible, rules
from nemawashi.assistance.models import Recipient, Undertaking
from nemawashi.assistance.terms import Act, Refusal, UndertakingKind
from nemawashi.commitments.models import Commitment
from nemawashi.commitments.terms import CommitmentState
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.parties.models import Party

__all__ = [
    "edit_package",
    "edit_pledge",
    "edit_project",
    "link_project",
    "record_package",
    "record_pledge",
    "record_project",
]


@in_turn
def record_package(
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
    """Record what a donor announces as one whole, out of which pledges are made and projects paid."""
    values = {"title": normal(title), "amount": amount, "currency": currency, "on": on, "spheres": spheres}
    row = _promised(UndertakingKind.PACKAGE, donor, recipients, values, commitment=commitment, package=None, by=by)
    facts = _facts_of(row, recipients)
    log.enter(Act.RECORD_PACKAGE, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


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
    package: Undertaking | None = None,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Undertaking:
    """Record what a donor pledges, in the currency in which it was said, the package that it is part of and the commitment
    that it serves; without one of its own it serves that of the package.
    """
    values = {"title": normal(title), "amount": amount, "currency": currency, "on": on, "spheres": spheres}
    row = _promised(UndertakingKind.PLEDGE, donor, recipients, values, commitment=commitment, package=package, by=by)
    facts = _facts_of(row, recipients)
    log.enter(Act.RECORD_PLEDGE, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


def _promised(
    kind: UndertakingKind, donor: Party, recipients: Sequence[Party], values: dict[str, Any],
    *, commitment: Commitment | None, package: Undertaking | None, by: Viewer,
) -> Undertaking:  # fmt: skip
    title, amount, currency = values["title"], values["amount"], values["currency"]
    require(
        rules.may_record_pledge(
            by, donor=donor.slug, title=title, amount=amount, currency=currency, recipients=len(recipients)
        )
    )
    require(rules.may_be_out_of(package.kind if package else None))
    if commitment is not None and hold(commitment).state != CommitmentState.CONFIRMED:
        raise RefusedError(refuse(Refusal.COMMITMENT_NOT_CONFIRMED))
    commitment = commitment or (package.commitment if package else None)
    return _recorded(
        kind,
        donor,
        recipients,
        title=title,
        on=values["on"],
        amount=amount,
        currency=currency.strip() or None,
        spheres=_spheres(values["spheres"]),
        pillar=commitment.pillar if commitment else None,
        commitment=commitment,
        part_of=package,
    )


def _facts_of(row: Undertaking, recipients: Sequence[Party]) -> dict[str, Any]:
    return {
        "title": row.title,
        "amount": row.amount,
        "currency": row.currency or "",
        "recipients": [party.slug for party in recipients],
        "package": row.part_of.ref if row.part_of else "",
        "commitment": row.commitment.ref if row.commitment else "",
    }


def _spheres(spheres: Sequence[str]) -> list[str]:
    return [sphere.strip() for sphere in spheres if sphere.strip()]


def _recorded(kind: UndertakingKind, donor: Party, recipients: Sequence[Party], **values: Any) -> Undertaking:
    order = (Undertaking.objects.aggregate(top=Max("order"))["top"] or 0) + 1
    slug = f"{kind}-{slugify(values['title'])[:60] or 'untitled'}-{order}"
    row = Undertaking.objects.create(slug=slug, kind=kind, donor=donor, order=order, **values)
    _received_by(row, recipients)
    return row


def _received_by(row: Undertaking, recipients: Sequence[Party]) -> None:
    Recipient.objects.bulk_create(
        Recipient(undertaking=row, party=party, order=number) for number, party in enumerate(recipients)
    )


@in_turn
def record_project(
    donor: Party,
    *,
    title: str,
    recipients: Sequence[Party],
    amount: Decimal | None = None,
    currency: str = "",
    start_on: ImpreciseDate | None = None,
    end_on: ImpreciseDate | None = None,
    agency: str = "",
    spheres: Sequence[str] = (),
    pledge: Undertaking | None = None,
    commitment: Commitment | None = None,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Undertaking:
    """Record what is built or done with assistance, tied to the pledge that pays for it and to the commitment it serves.

    Without a commitment of its own it serves that of the pledge.
    """
    title = normal(title)
    require(
        rules.may_record_pledge(
            by, donor=donor.slug, title=title, amount=amount, currency=currency, recipients=len(recipients)
        )
    )
    require(rules.lasts(start_on, end_on))
    if pledge is not None and pledge.kind not in (UndertakingKind.PLEDGE, UndertakingKind.PACKAGE):
        raise RefusedError(refuse(Refusal.NOT_A_PLEDGE))
    if commitment is not None and hold(commitment).state != CommitmentState.CONFIRMED:
        raise RefusedError(refuse(Refusal.COMMITMENT_NOT_CONFIRMED))
    commitment = commitment or (pledge.commitment if pledge else None)
    row = _recorded(
        UndertakingKind.PROJECT,
        donor,
        recipients,
        title=title,
        amount=amount,
        currency=currency.strip() or None,
        start_on=start_on,
        end_on=end_on,
        agency=normal(agency) or None,
        spheres=_spheres(spheres),
        pillar=commitment.pillar if commitment else None,
        commitment=commitment,
        part_of=pledge,
    )
    facts = {
        "title": title,
        "amount": amount,
        "currency": currency,
        "recipients": [party.slug for party in recipients],
        "pledge": pledge.ref if pledge else "",
        "commitment": commitment.ref if commitment else "",
    }
    log.enter(Act.RECORD_PROJECT, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


@in_turn
def edit_package(
    package: Undertaking,
    *,
    title: str,
    recipients: Sequence[Party],
    amount: Decimal | None = None,
    currency: str = "",
    on: ImpreciseDate | None = None,
    spheres: Sequence[str] = (),
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Undertaking:
    """Set a package right while no pledge, project or payment rests on it; the log keeps what it said before."""
    row = hold(package, seen=seen)
    require(possible.mending(row, wanted=UndertakingKind.PACKAGE, by=by))
    facts = _promise_mended(row, recipients, title, amount, currency, on, spheres, by=by)
    log.enter(Act.EDIT_PACKAGE, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


@in_turn
def edit_pledge(
    pledge: Undertaking,
    *,
    title: str,
    recipients: Sequence[Party],
    amount: Decimal | None = None,
    currency: str = "",
    on: ImpreciseDate | None = None,
    spheres: Sequence[str] = (),
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Undertaking:
    """Set a pledge right while no project and no payment rests on it; the log keeps what it said before."""
    row = hold(pledge, seen=seen)
    require(possible.mending(row, wanted=UndertakingKind.PLEDGE, by=by))
    facts = _promise_mended(row, recipients, title, amount, currency, on, spheres, by=by)
    log.enter(Act.EDIT_PLEDGE, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


def _promise_mended(
    row: Undertaking,
    recipients: Sequence[Party],
    title: str,
    amount: Decimal | None,
    currency: str,
    on: ImpreciseDate | None,
    spheres: Sequence[str],
    *,
    by: Viewer,
) -> dict[str, Any]:
    """What a package and a pledge have in common, set right; what the log says of it."""
    values: dict[str, Any] = {"title": normal(title), "amount": amount, "currency": currency.strip() or None, "on": on}
    return _mended(row, recipients, values | {"spheres": _spheres(spheres)}, by=by)


@in_turn
def edit_project(
    project: Undertaking,
    *,
    title: str,
    recipients: Sequence[Party],
    amount: Decimal | None = None,
    currency: str = "",
    start_on: ImpreciseDate | None = None,
    end_on: ImpreciseDate | None = None,
    agency: str = "",
    spheres: Sequence[str] = (),
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Undertaking:
    """Set a project right while nothing rests on it; the pledge to which it is tied stays."""
    row = hold(project, seen=seen)
    require(possible.mending(row, wanted=UndertakingKind.PROJECT, by=by))
    require(rules.lasts(start_on, end_on))
    values: dict[str, Any] = {"title": normal(title), "amount": amount, "currency": currency.strip() or None}
    values |= {"agency": normal(agency), "start_on": start_on, "end_on": end_on, "spheres": _spheres(spheres)}
    facts = _mended(row, recipients, values, by=by)
    log.enter(Act.EDIT_PROJECT, row, by=by, at=at, visibility=Visibility.PUBLIC, facts=facts, once=once)
    return row


def _mended(row: Undertaking, recipients: Sequence[Party], values: dict[str, Any], *, by: Viewer) -> dict[str, Any]:
    """Write what changes, recipients included, and give it back as it was and as it is."""
    donor = row.donor.slug if row.donor else ""
    require(
        rules.may_record_pledge(
            by,
            donor=donor,
            title=values["title"],
            amount=values["amount"],
            currency=values["currency"] or "",
            recipients=len(recipients),
        )
    )
    was = list(row.recipient_rows.order_by("order").values_list("party__slug", flat=True))
    now = [party.slug for party in recipients]
    facts = mended(row, values, is_more=sorted(was) != sorted(now))
    if sorted(was) != sorted(now):
        row.recipient_rows.all().delete()
        _received_by(row, recipients)
        facts["before"]["recipients"], facts["after"]["recipients"] = was, now
    return facts


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
