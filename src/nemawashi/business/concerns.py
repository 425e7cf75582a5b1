"""Who is told of each act on the business track. No notice names a person: it could not be withdrawn there."""

from django.utils.translation import gettext_lazy as _

from nemawashi.access.concerns import HOST, PARTIES, Hearer, NoticeFacts, tells, tells_nobody
from nemawashi.access.models import Entry
from nemawashi.access.terms import NoticeCircle
from nemawashi.business.models import FirmContact, Interest
from nemawashi.business.terms import Act

FIRMS_OWN = Hearer(
    "firms_own", NoticeCircle.PARTIES, _("The delegation of the company's party"), is_chosen=True, with_own=True
)


def of_contact(row: FirmContact, entry: Entry) -> NoticeFacts:
    """By the firm alone."""
    del entry
    return NoticeFacts({"words": row.firm.name}, ("firm", str(row.firm_id)), parties={"firms_own": [row.firm.party.slug]})


def of_interest(row: Interest, entry: Entry) -> NoticeFacts:
    del entry
    return NoticeFacts({"words": row.firm.name}, ("firm", str(row.firm_id)))


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
