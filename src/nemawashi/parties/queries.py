"""Questions about parties, and the one that makes a viewer of a signed-in account."""

from typing import Any

from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery

from nemawashi.access.fields import undated_last
from nemawashi.access.terms import Circle, Role
from nemawashi.access.terms import Standing as StandingTerm
from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.parties.models import Dialogue, Membership, Office, Party, Person, Pillar, Standing

HOME_DIALOGUE = "caj"


def viewer_of(account: Any) -> Viewer:
    """The viewer behind an account, with the party's standing today; the public for anybody else."""
    if not getattr(account, "is_authenticated", False):
        return PUBLIC
    circle = Circle(account.circle)
    if circle != Circle.DELEGATION:
        return Viewer(user_id=account.pk, name=account.username, circle=circle)
    standing = (
        _standings()
        .filter(party=OuterRef("party"))
        .order_by(undated_last("from_on", newest_first=True), "-order")
        .values("status")[:1]
    )
    members = Membership.objects.filter(user_id=account.pk).annotate(standing=Subquery(standing))
    member = members.select_related("party").first()
    if member is None:
        return Viewer(user_id=account.pk, name=account.username, circle=circle)
    return Viewer(
        user_id=account.pk,
        name=account.username,
        circle=circle,
        role=Role(member.role),
        party=member.party.slug,
        party_id=member.party_id,
        standing=StandingTerm(member.standing) if member.standing else None,
    )


def _standings() -> QuerySet[Standing]:
    return Standing.objects.filter(dialogue__slug=HOME_DIALOGUE, until_on__isnull=True)


def standing_now(party: Party) -> StandingTerm | None:
    """The latest standing in the Dialogue that has not ended."""
    row = _standings().filter(party=party).order_by(undated_last("from_on", newest_first=True), "-order").first()
    return StandingTerm(row.status) if row else None


def participants() -> list[Party]:
    """The parties whose consensus counts today, in the order of the record."""
    latest: dict[int, str] = {}
    for row in _standings().order_by(F("from_on").asc(nulls_first=True), "order"):
        latest[row.party_id] = row.status
    wanted = [pk for pk, status in latest.items() if status == StandingTerm.PARTICIPANT]
    return list(Party.objects.filter(pk__in=wanted))


def visible_parties(*, viewer: Viewer) -> QuerySet[Party]:
    """All parties with their standings in the Dialogue over time; they are public."""
    standings = Standing.objects.filter(dialogue__slug=HOME_DIALOGUE).order_by("order")
    return Party.objects.prefetch_related(Prefetch("standings", queryset=standings, to_attr="shown_standings"))


def visible_people(*, viewer: Viewer) -> QuerySet[Person]:
    """People with the offices in which a source shows them, the earliest first."""
    offices = Office.objects.order_by(undated_last("attested_on"), "order")
    return Person.objects.select_related("party").prefetch_related(Prefetch("offices", queryset=offices))


def visible_dialogues(*, viewer: Viewer) -> QuerySet[Dialogue]:
    return Dialogue.objects.all()


def visible_pillars(*, viewer: Viewer) -> QuerySet[Pillar]:
    del viewer  # pillars are public
    return Pillar.objects.select_related("dialogue")


def pillars(*, viewer: Viewer) -> list[Pillar]:
    """The pillars of the Dialogue in their order."""
    return list(Pillar.objects.filter(dialogue__slug=HOME_DIALOGUE))
