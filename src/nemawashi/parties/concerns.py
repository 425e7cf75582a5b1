"""Who is told of each act on people: a delegation of all that is done to its list, and nobody outside it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from nemawashi.access.concerns import EXPERTS, HOST, PARTIES, RESEARCHERS, Hearer, NoticeFacts, tells, tells_nobody
from nemawashi.access.models import Entry, User
from nemawashi.access.terms import NoticeCircle, RollEvent
from nemawashi.parties.models import Dialogue, ForumRow, Membership, Party, PersonInvitation
from nemawashi.parties.terms import Act

COLLEAGUES = Hearer("colleagues", NoticeCircle.PARTIES, _("The people of the delegation"), is_chosen=True, with_own=True)
FORUM_CHANGED = "forum.changed"  # by whoever runs the machine, from the forum's file
PAGE = ("people",)
JOINED = f"membership.{RollEvent.MADE}"  # by whoever took an invitation up; at the machine, by its operator


def of_invitation(row: PersonInvitation, entry: Entry) -> NoticeFacts:
    """By the name alone; addresses stand on the page."""
    del entry
    return NoticeFacts({"words": row.name}, PAGE, parties=_their(row))


def of_membership(row: Membership, entry: Entry) -> NoticeFacts:
    del entry
    return NoticeFacts({"words": row.user.shown_name}, PAGE, parties=_their(row))


def of_mail(row: Dialogue, entry: Entry) -> NoticeFacts:
    del row, entry
    return NoticeFacts({}, ("outbox",))


def of_account(row: User, entry: Entry) -> NoticeFacts:
    """The person itself is told on the page of the account and by mail."""
    del entry
    parties = Party.objects.filter(memberships__user=row).values_list("slug", flat=True)
    return NoticeFacts({"words": row.shown_name}, PAGE, parties={"colleagues": list(parties)})


def of_handover(row: Dialogue, entry: Entry) -> NoticeFacts:
    del row
    return NoticeFacts({"words": str(entry.facts["address"])}, ("log",))


def of_forum(row: ForumRow, entry: Entry) -> NoticeFacts:
    """Which keys of its file; what they say now stands on the pages."""
    del row
    return NoticeFacts({"words": ", ".join(map(str, entry.facts["keys"]))}, ("log",))


def _their(row: Any) -> dict[str, list[str]]:
    return {"colleagues": [row.party.slug]} if row.party else {}


tells(
    Act.OPEN_SEAT,
    _("The first focal point was invited by the host's secretariat."),
    of_invitation,
    {COLLEAGUES: "", HOST: ""},
)
tells(Act.INVITE_PERSON, _("Was invited."), of_invitation, {COLLEAGUES: ""})
tells(Act.SEND_INVITATION_AGAIN, _("Was invited again, with another link."), of_invitation, {COLLEAGUES: ""})
tells(Act.WITHDRAW_INVITATION, _("The invitation was withdrawn."), of_invitation, {COLLEAGUES: ""})
tells(JOINED, _("Acts for the delegation from now on."), of_membership, {COLLEAGUES: ""})  # type: ignore[arg-type]
tells(Act.CHANGE_ROLE, _("Has another role in the delegation now."), of_membership, {COLLEAGUES: ""})
tells(Act.END_MEMBERSHIP, _("Acts for the delegation no longer."), of_membership, {COLLEAGUES: ""})
tells_nobody(Act.END_OFFICE, _("The host's secretariat reads it on its page of people."))
tells(
    Act.SET_MAIL_READING,
    _("The host changed whether it reads the mail of acts before it goes."),
    of_mail,
    {HOST: "", PARTIES: ""},
)
tells_nobody(Act.RELEASE_MAIL, _("The mail itself is what follows from it."))
tells_nobody(Act.STRIKE_MAIL, _("The notice of the act stands on every desk that it concerns."))
tells_nobody(Act.SEND_LETTER_AGAIN, _("Its reader gets it."))
tells(Act.RESET_FACTORS, _("All second factors were taken off the account."), of_account, {COLLEAGUES: ""})
tells(
    Act.HAND_OVER,
    _("The forum was handed over to the next host. Everything stays readable here; work goes on at that address."),
    of_handover,
    {HOST: "", PARTIES: "", EXPERTS: "", RESEARCHERS: ""},
)
tells(
    FORUM_CHANGED,  # type: ignore[arg-type]
    _("What the forum says of itself, or its rules, was changed at the machine."),
    of_forum,
    {HOST: "", PARTIES: ""},
)
