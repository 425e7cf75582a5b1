"""The feeds that a page offers: for the reader in its body, for programs in its head."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from nemawashi.meetings.models import Track
from nemawashi.parties.models import Party
from nemawashi.portal import words


@dataclass(frozen=True, slots=True)
class Offer:
    """Addresses of a calendar, where there is one, and of the news beside it."""

    label: str
    calendar: str
    news: str


def of_all() -> Offer:
    return Offer(gettext("All meetings"), reverse("portal:calendar"), reverse("portal:news"))


def of_rulings() -> Offer:
    return Offer(gettext("Rulings on conflicting claims"), "", reverse("portal:rulings"))


def of_track(track: Track) -> Offer:
    slug = [track.slug]
    return Offer(
        words.track_name(track),
        reverse("portal:calendar_of_track", args=slug),
        reverse("portal:news_of_track", args=slug),
    )


def of_party(party: Party) -> Offer:
    slug = [party.slug]
    return Offer(str(party), reverse("portal:calendar_of_party", args=slug), reverse("portal:news_of_party", args=slug))
