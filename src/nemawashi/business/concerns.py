"""Who is told of each act on the business track. No notice names a person: it could not be withdrawn there."""

import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nemawashi.access.concerns import HOST, PARTIES, Hearer, NoticeFacts, tells, tells_nobody
from nemawashi.access.models import Entry
from nemawashi.access.terms import NoticeCircle
from nemawashi.business.models import BusinessTalk, FirmContact, Interest, TablePlan, TalkOutcome
from nemawashi.business.terms import Act, TalkState
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
    """Neither how many nor between whom: all delegations read the sentence, and the page says the rest to each side."""
    del dialogue
    assert entry.at is not None  # noqa: S101
    rows = BusinessTalk.objects.filter(proposed_at=entry.at, asked_by=None)
    return NoticeFacts({"words": str(_("Business track"))}, ("talks",), parties={"sides": _parties_of(rows)})


def _parties_of(rows: QuerySet[BusinessTalk]) -> list[str]:
    """Both sides of talks, each once. Nothing of it is kept: who has talks is known to the sides alone."""
    pairs = rows.order_by().values_list("offer__firm__party__slug", "need__firm__party__slug").distinct()
    return sorted({slug for pair in pairs for slug in pair})


def _whole(pk: uuid.UUID) -> BusinessTalk:
    """A talk with both firms and their parties. One statement."""
    return BusinessTalk.objects.select_related("offer__firm__party", "need__firm__party").get(pk=pk)


def of_talk(row: BusinessTalk, entry: Entry) -> NoticeFacts:
    """By the two firms; the other side is told."""
    return NoticeFacts(
        {"words": str(_whole(row.pk))}, ("talk", str(row.pk)), parties={"other_side": [str(entry.facts["party"])]}
    )


def of_plan(row: TablePlan, entry: Entry) -> NoticeFacts:
    """By the meeting; its page shows each side its own tables. All delegations read the sentence."""
    del entry
    rows = BusinessTalk.objects.filter(Q(plan=row) | Q(plan=None), state=TalkState.AGREED)
    return _by_meeting(row, _parties_of(rows))


def _by_meeting(plan: TablePlan, sides: Iterable[str]) -> NoticeFacts:
    meeting = plan.meeting
    return NoticeFacts({"words": str(meeting)}, ("tables", meeting.slug), meeting.zone, parties={"sides": sides})


def of_seat(row: BusinessTalk, entry: Entry) -> NoticeFacts:
    """By the meeting alone: the log says an act to all delegations as to its sides, and who meets whom is for these."""
    del entry
    assert row.plan is not None  # noqa: S101
    return _by_meeting(row.plan, _whole(row.pk).sides)


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
    _("Talks between companies were proposed."),
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
    _("Talks between companies have their tables."),
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
