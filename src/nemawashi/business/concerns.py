"""Who is told of each act on the business track. No notice names a person: it could not be withdrawn there."""

from django.utils.translation import gettext_lazy as _

from nemawashi.access.concerns import HOST, PARTIES, Hearer, NoticeFacts, tells, tells_nobody
from nemawashi.access.models import Entry
from nemawashi.access.terms import NoticeCircle
from nemawashi.business.models import BusinessTalk, FirmContact, Interest, TablePlan, TalkOutcome
from nemawashi.business.terms import Act
from nemawashi.parties.models import Dialogue

FIRMS_OWN = Hearer(
    "firms_own", NoticeCircle.PARTIES, _("The delegation of the company's party"), is_chosen=True, with_own=True
)

SIDES = Hearer("sides", NoticeCircle.PARTIES, _("The parties whose companies are to meet"), is_chosen=True)
OTHER_SIDE = Hearer("other_side", NoticeCircle.PARTIES, _("The other side of the talk"), is_chosen=True)


def of_contact(row: FirmContact, entry: Entry) -> NoticeFacts:
    """By the firm alone."""
    del entry
    return NoticeFacts({"words": row.firm.name}, ("firm", str(row.firm_id)), parties={"firms_own": [row.firm.party.slug]})


def of_interest(row: Interest, entry: Entry) -> NoticeFacts:
    del entry
    return NoticeFacts({"words": row.firm.name}, ("firm", str(row.firm_id)))


def of_proposals(dialogue: Dialogue, entry: Entry) -> NoticeFacts:
    """How many; between whom, the page says to each side."""
    del dialogue
    names = {"words": str(_("Business track")), "count": entry.facts["count"]}
    return NoticeFacts(names, ("talks",), parties={"sides": entry.facts["parties"]})


def _whole(pk: object) -> BusinessTalk:
    """A talk with both firms and their parties. One statement."""
    return BusinessTalk.objects.select_related("offer__firm__party", "need__firm__party").get(pk=pk)


def of_talk(row: BusinessTalk, entry: Entry) -> NoticeFacts:
    """By the two firms; the other side is told."""
    return NoticeFacts(
        {"words": str(_whole(row.pk))}, ("talk", str(row.pk)), parties={"other_side": [str(entry.facts["party"])]}
    )


def of_plan(row: TablePlan, entry: Entry) -> NoticeFacts:
    """By the meeting; its page shows each side its own tables."""
    sides = entry.facts.get("parties", [])
    names = {"words": str(row.meeting), "count": entry.facts.get("count", 0)}
    return NoticeFacts(names, ("tables", row.meeting.slug), row.meeting.zone, parties={"sides": sides})


def of_seat(row: BusinessTalk, entry: Entry) -> NoticeFacts:
    del entry
    talk = _whole(row.pk)
    return NoticeFacts({"words": str(talk)}, ("talk", str(talk.pk)), parties={"sides": talk.sides})


def of_outcome(row: TalkOutcome, entry: Entry) -> NoticeFacts:
    """By the two firms; what came of it stands on the page."""
    talk = _whole(row.talk_id)
    return NoticeFacts({"words": str(talk)}, ("talk", str(talk.pk)), parties={"other_side": [str(entry.facts["party"])]})


tells_nobody(Act.STATE_FIRM, _("the page of the business track shows it; what it offers or needs is told of"))
tells_nobody(Act.EDIT_FIRM, _("the page of the business track shows it"))
tells_nobody(Act.KEEP_CONTACT, _("a contact person is nobody's business outside the delegation"))
tells(
    Act.WITHDRAW_CONTACT,
    _("The consent of the contact person was withdrawn, and what was kept of the person is deleted."),
    of_contact,
    {FIRMS_OWN: _("Name somebody else, by consent, so that the company can be reached.")},
)
tells(
    Act.STATE_INTEREST,
    _("%(who)s put an offer or a need of a company on the business track."),
    of_interest,
    {PARTIES: "", HOST: ""},
)
tells_nobody(Act.END_INTEREST, _("the page of the business track shows it"))
tells(
    Act.PROPOSE_TALKS,
    _("Talks between companies were proposed: %(count)s."),
    of_proposals,
    {SIDES: _("Look at each with its reasons; accept it, or decline it with a reason."), HOST: ""},
)
tells(
    Act.ASK_FOR_TALK,
    _("%(who)s asks for a talk between two companies."),
    of_talk,
    {OTHER_SIDE: _("Accept it, or decline it with a reason.")},
)
tells(Act.ACCEPT_TALK, _("%(who)s accepted a talk between two companies."), of_talk, {OTHER_SIDE: ""})
tells(Act.DECLINE_TALK, _("%(who)s declined a talk between two companies."), of_talk, {OTHER_SIDE: ""})
tells(
    Act.SET_TABLE_PLAN, _("The tables and times of the talks between companies were set."), of_plan, {PARTIES: "", HOST: ""}
)
tells_nobody(Act.STATE_HOURS, _("the host sees it when it has the talks placed"))
tells(
    Act.PLACE_TALKS,
    _("Talks between companies have their tables: %(count)s."),
    of_plan,
    {SIDES: _("Tell your companies when and where they meet."), HOST: ""},
)
tells(
    Act.MOVE_TALK,
    _("A talk between two companies has another table or time."),
    of_seat,
    {SIDES: _("Tell your company."), HOST: ""},
)
tells(Act.HOLD_TALK, _("A talk between two companies was held."), of_talk, {OTHER_SIDE: _("Record what came of it.")})
tells(
    Act.RECORD_OUTCOME,
    _("%(who)s recorded what came of a talk."),
    of_outcome,
    {OTHER_SIDE: _("Read it, and say whether it may be published.")},
)
tells(Act.PUBLISH_OUTCOME, _("%(who)s agrees that an outcome is published."), of_outcome, {OTHER_SIDE: ""})
tells(Act.UNPUBLISH_OUTCOME, _("%(who)s took back that an outcome is published."), of_outcome, {OTHER_SIDE: ""})
