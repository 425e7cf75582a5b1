"""Acts by which a forum finds its next host: a party offers, the secretariat confirms, a party withdraws."""

import datetime as dt
import uuid

from nemawashi.access import log
from nemawashi.access.acts import hold, in_turn, moved_on, require
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import possible, rules
from nemawashi.meetings.models import HostingOffer, Track
from nemawashi.meetings.terms import Act, OfferState

__all__ = ["confirm_host", "offer_to_host", "withdraw_offer"]


@in_turn
def offer_to_host(
    track: Track,
    *,
    city: str = "",
    about: ImpreciseDate | None = None,
    note: str = "",
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> HostingOffer:
    """Offer, for the own party, to host the next meeting of a track."""
    track = hold(track)
    require(possible.offering_to_host(track, by=by))
    offer = HostingOffer.objects.create(
        track=track, party_id=by.own_party, city=normal(city), about_on=about, note=normal(note), offered_at=at
    )
    _enter(Act.OFFER_TO_HOST, offer, by, at, once, {"city": offer.city, "about": about})
    return offer


@in_turn
def confirm_host(
    offer: HostingOffer, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> HostingOffer:
    """Confirm which party hosts the next meeting of a track; the other offers stay as they are."""
    hold(offer.track)
    offer = hold(offer, seen=seen)
    require(possible.confirming_host(offer, by=by))
    offer.state, offer.confirmed_at = OfferState.CONFIRMED, at
    moved_on(offer, "state", "confirmed_at")
    _enter(Act.CONFIRM_HOST, offer, by, at, once, {})
    return offer


@in_turn
def withdraw_offer(
    offer: HostingOffer,
    *,
    why: str = "",
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> HostingOffer:
    """Withdraw the own offer; one that was confirmed is withdrawn with a reason."""
    offer = hold(offer, seen=seen)
    require(rules.may_withdraw_offer(by, owner=offer.party.slug, state=offer.state, why=why))
    offer.state, offer.why = OfferState.WITHDRAWN, normal(why)
    moved_on(offer, "state", "why")
    _enter(Act.WITHDRAW_OFFER, offer, by, at, once, {"why": offer.why})
    return offer


def _enter(
    act: Act, offer: HostingOffer, by: Viewer, at: dt.datetime, once: uuid.UUID | None, facts: dict[str, object]
) -> None:
    """All parties read who offers to host: they are to agree to it."""
    facts = {"party": offer.party.slug, "track": offer.track.slug, **facts}
    log.enter(act, offer, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
