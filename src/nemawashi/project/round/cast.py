"""Who plays: one person per role, with accounts that exist in demo mode only."""

from nemawashi.access.models import User
from nemawashi.access.viewers import Viewer
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Membership, Party
from nemawashi.project.round import words


def enlist(script: words.RoundScript | None = None) -> None:
    """Create the demo accounts that are missing; touches nobody else's account."""
    for player in (script or words.demo()).accounts:
        user, is_new = User.objects.get_or_create(
            username=player.name,
            defaults={
                "circle": player.circle,
                "is_demo": True,
                "first_name": player.first_name,
                "last_name": player.last_name,
            },
        )
        if is_new:
            user.set_password(player.password)
            user.save()
        if player.party and player.role:
            party = Party.objects.get(slug=player.party)
            Membership.objects.get_or_create(user=user, defaults={"party": party, "role": player.role})


def viewer(name: str) -> Viewer:
    """The viewer behind a demo account."""
    return parties.viewer_of(User.objects.get(username=name))
