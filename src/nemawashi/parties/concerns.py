"""Who is told of each act on people: a delegation of all that is done to its list, and nobody outside it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from nemawashi.access.concerns import EXPERTS, HOST, PARTIES, RESEARCHERS, Hearer, NoticeFacts, Words, tells, tells_nobody
from nemawashi.access.models import Entry, User
from nemawashi.access.terms import Circle, NoticeCircle, Role, RollEvent
from nemawashi.parties.models import Dialogue, ForumRow, Membership, Party, PersonInvitation
from nemawashi.parties.terms import LEFT_CIRCLE, Act

COLLEAGUES = Hearer("colleagues", NoticeCircle.PARTIES, _("The people of the delegation"), is_chosen=True, with_own=True)
EVERYBODY_THERE = Hearer("delegations", NoticeCircle.PARTIES, _("All delegations, of whom the host brings among them"))
FORUM_CHANGED = "forum.changed"  # by whoever runs the machine, from the forum's file
PAGE = ("people",)
JOINED = f"membership.{RollEvent.MADE}"  # by whoever took an invitation up; at the machine, by its operator


def of_invitation(row: PersonInvitation, entry: Entry) -> NoticeFacts:
    """By the name alone; addresses stand on the page."""
    del entry
    if row.party is None:
        return NoticeFacts({"words": row.name, "circle": row.circle}, ("log",))
    return NoticeFacts({"words": row.name}, PAGE, parties=_their(row))


def of_membership(row: Membership, entry: Entry) -> NoticeFacts:
    names = {"words": row.user.shown_name, "role": str(entry.facts["role"])}
    return NoticeFacts(names, PAGE, parties=_their(row))


def of_seat(row: Party, entry: Entry) -> NoticeFacts:
    del entry
    return NoticeFacts({"words": str(row)}, ("party", row.slug))


def of_leaver(row: User, entry: Entry) -> NoticeFacts:
    """Somebody whom the host had brought among the delegations; by name and circle alone."""
    del entry
    return NoticeFacts({"words": row.shown_name, "circle": row.circle}, ("log",))


# Of whom delegations are told: when the host invites, takes an invitation back, and ends the office.
IN_CIRCLES: Mapping[str, tuple[Words, Words, Words]] = {
    Circle.EXPERTS: (
        _("Was invited by the host as an expert."),
        _("The host withdrew the invitation as an expert."),
        _("Is an expert here no longer."),
    ),
    Circle.INTERPRETERS: (
        _("Was invited by the host as an interpreter, who sees the screens of the room."),
        _("The host withdrew the invitation as an interpreter."),
        _("Is an interpreter here no longer."),
    ),
    Circle.NOTE_TAKERS: (
        _("Was invited by the host as a note-taker, who sees the screens of the room and writes minutes."),
        _("The host withdrew the invitation as a note-taker."),
        _("Is a note-taker here no longer."),
    ),
}


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


tells(
    Act.CLOSE_SEAT,
    _("Closed its seat: nobody acts for it here until it comes back."),
    of_seat,
    {HOST: "", PARTIES: ""},
)


def _invited(names: Mapping[str, Any]) -> Words:
    return IN_CIRCLES[names["circle"]][0] if names.get("circle") in IN_CIRCLES else _("Was invited.")


def _taken_back(names: Mapping[str, Any]) -> Words:
    return IN_CIRCLES[names["circle"]][1] if names.get("circle") in IN_CIRCLES else _("The invitation was withdrawn.")


def _left(names: Mapping[str, Any]) -> Words:
    return IN_CIRCLES[names["circle"]][2]


def _joined(names: Mapping[str, Any]) -> Words:
    if names.get("role") == Role.ACCOMPANYING:
        return _("Accompanies the delegation from now on, and acts for nobody.")
    return _("Acts for the delegation from now on.")


def _gone(names: Mapping[str, Any]) -> Words:
    if names.get("role") == Role.ACCOMPANYING:
        return _("Accompanies the delegation no longer.")
    return _("Acts for the delegation no longer.")


tells(Act.INVITE_PERSON, _invited, of_invitation, {COLLEAGUES: "", EVERYBODY_THERE: ""})
tells(Act.SEND_INVITATION_AGAIN, _("Was invited again, with another link."), of_invitation, {COLLEAGUES: ""})
tells(Act.WITHDRAW_INVITATION, _taken_back, of_invitation, {COLLEAGUES: "", EVERYBODY_THERE: ""})
tells(JOINED, _joined, of_membership, {COLLEAGUES: ""})  # type: ignore[arg-type]
tells(Act.CHANGE_ROLE, _("Has another role in the delegation now."), of_membership, {COLLEAGUES: ""})
tells(Act.END_MEMBERSHIP, _gone, of_membership, {COLLEAGUES: ""})
tells_nobody(
    Act.END_OFFICE,
    _(
        "The host's secretariat reads it on its page of people; of experts, interpreters and note-takers the delegations "
        "are told."
    ),
)
tells(LEFT_CIRCLE, _left, of_leaver, {EVERYBODY_THERE: ""})  # type: ignore[arg-type]
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
