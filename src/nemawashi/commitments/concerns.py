"""Who is told of each act on commitments and their scores. No notice tells of a score that waits sealed."""

from django.utils.translation import gettext_lazy as _

from nemawashi.access.concerns import HOST, PARTIES, RESEARCHERS, Hearer, NoticeFacts, tells, tells_nobody
from nemawashi.access.models import Entry
from nemawashi.access.terms import NoticeCircle
from nemawashi.commitments.models import Commitment
from nemawashi.commitments.terms import Act
from nemawashi.parties import queries as parties

OWNER = Hearer("owner", NoticeCircle.PARTICIPANTS, _("The party responsible, or each of them"), is_chosen=True)
FOLLOWERS = {PARTIES: "", HOST: "", RESEARCHERS: ""}


def of_commitment(row: Commitment, entry: Entry) -> NoticeFacts:
    """A commitment by its words, which are public with the text, and whoever owes it: a party, a group, or all."""
    del entry
    forum = parties.forum()
    groups = {"all": tuple(forum.codes), **{group.key: group.parties for group in forum.groups}}
    owners = {slug for name in row.by for slug in groups.get(name, (name,))}
    names = {"words": row.words, "due": str(row.due_on or "")}
    return NoticeFacts(names, ("commitment", row.slug), parties={"owner": owners & set(forum.codes)})


tells(
    Act.CONFIRM_COMMITMENT,
    _("The commitment was confirmed."),
    of_commitment,
    {OWNER: _("Report what was done, before it is due: %(due)s."), **FOLLOWERS},
)
tells(Act.DECLINE_COMMITMENT, _("The paragraph promises nothing, it was decided."), of_commitment, {PARTIES: "", HOST: ""})
tells(Act.SPLIT_COMMITMENT, _("It was divided into several commitments."), of_commitment, {PARTIES: "", HOST: ""})
tells(Act.MERGE_COMMITMENTS, _("It was merged with what stands beside it."), of_commitment, {PARTIES: "", HOST: ""})
tells(
    Act.REMIND_OF_COMMITMENT,
    _("It is due soon: %(due)s."),
    of_commitment,
    {OWNER: _("Report what was done, before it is due: %(due)s."), HOST: ""},
)
tells(Act.REPORT_PROGRESS, _("%(who)s reported progress."), of_commitment, FOLLOWERS)
tells_nobody(Act.TAKE_IN_REPORTS, _("each report that it holds is told of by itself"))
tells(Act.EDIT_REPORT, _("%(who)s corrected its report."), of_commitment, FOLLOWERS)
tells(Act.ATTACH_EVIDENCE, _("Evidence was attached."), of_commitment, {OWNER: "", **FOLLOWERS})
tells(
    Act.FREEZE_GUIDELINE,
    _("It was fixed what counts as delivery."),
    of_commitment,
    {
        RESEARCHERS: _("Score it, without asking the other assessor."),
        OWNER: _("Report, and attach evidence, before it is scored."),
        HOST: "",
    },
)
tells(
    Act.ASSESS,
    _("All scores are in and were opened."),
    of_commitment,
    {RESEARCHERS: _("Settle the score, with the reason."), OWNER: "", HOST: ""},
)
tells(Act.SETTLE_SCORE, _("The score was settled."), of_commitment, {OWNER: "", **FOLLOWERS})
tells(
    Act.CARRY_OVER,
    _("The commitment returns on a provisional agenda."),
    of_commitment,
    {OWNER: _("Prepare to say what became of it."), PARTIES: "", HOST: ""},
)
