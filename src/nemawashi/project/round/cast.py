"""Who plays: one person per role, with accounts that exist in demo mode only."""

from dataclasses import dataclass

from nemawashi.access.models import User
from nemawashi.access.terms import Circle, Role
from nemawashi.access.viewers import Viewer
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Membership, Party


@dataclass(frozen=True)
class Player:
    """A demo account. ``party`` is a slug for delegates and empty for the others."""

    name: str
    circle: Circle
    party: str = ""
    role: Role | None = None
    first_name: str = ""
    last_name: str = ""

    @property
    def password(self) -> str:
        return f"{self.name}-demo"


CAST = (
    Player("host", Circle.SECRETARIAT, first_name="Aigerim", last_name="Sadykova"),
    Player("japan", Circle.DELEGATION, "japan", Role.HEAD, "Haruka", "Mori"),
    Player("kazakhstan", Circle.DELEGATION, "kazakhstan", Role.HEAD, "Daniyar", "Akhmetov"),
    Player("kyrgyzstan", Circle.DELEGATION, "kyrgyzstan", Role.MEMBER, "Aizada", "Toktogulova"),
    Player("tajikistan", Circle.DELEGATION, "tajikistan", Role.HEAD, "Firuz", "Rahimov"),
    Player("turkmenistan", Circle.DELEGATION, "turkmenistan", Role.FOCAL_POINT, "Maya", "Ataeva"),
    Player("uzbekistan", Circle.DELEGATION, "uzbekistan", Role.HEAD, "Nodira", "Yusupova"),
    Player("japan-watcher", Circle.DELEGATION, "japan", Role.WATCHER, "Ken", "Ono"),
    Player("expert", Circle.EXPERTS, first_name="Lola", last_name="Karimova"),
    Player("researcher", Circle.RESEARCHERS, first_name="Timur", last_name="Ospanov"),
    Player("researcher-two", Circle.RESEARCHERS, first_name="Yuki", last_name="Tanabe"),
)


def enlist() -> None:
    """Create the demo accounts that are missing; touches nobody else's account."""
    for player in CAST:
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
