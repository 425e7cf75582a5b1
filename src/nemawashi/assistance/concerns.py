"""Who is told of pledges and projects."""

from django.utils.translation import gettext_lazy as _

from nemawashi.access.concerns import HOST, PARTIES, RESEARCHERS, Hearer, NoticeFacts, tells, tells_nobody
from nemawashi.access.models import Entry
from nemawashi.access.terms import NoticeCircle
from nemawashi.assistance.models import Undertaking
from nemawashi.assistance.terms import Act
from nemawashi.parties.models import Party


def of_undertaking(row: Undertaking, entry: Entry) -> NoticeFacts:
    del entry
    return NoticeFacts({"words": str(row)}, ("undertaking", row.slug))


DONOR = Hearer("donor", NoticeCircle.PARTIES, _("The donor"), is_chosen=True)


def of_ending(row: Undertaking, entry: Entry) -> NoticeFacts:
    """A project with its planned end, and whose it is."""
    del entry
    donors = {row.donor.slug} if row.donor else set()
    return NoticeFacts(
        {"words": str(row), "due": str(row.end_on or "")}, ("undertaking", row.slug), parties={"donor": donors}
    )


def of_donor(row: Party, entry: Entry) -> NoticeFacts:
    """Whose sheet it was; what it changed stands on the pages of each."""
    del entry
    return NoticeFacts({"words": str(row)}, ("party", row.slug))


tells(Act.RECORD_PACKAGE, _("A package was recorded."), of_undertaking, {PARTIES: "", HOST: "", RESEARCHERS: ""})
tells(Act.EDIT_PACKAGE, _("A package was corrected."), of_undertaking, {PARTIES: "", HOST: "", RESEARCHERS: ""})
tells(Act.RECORD_PLEDGE, _("A pledge was recorded."), of_undertaking, {PARTIES: "", HOST: "", RESEARCHERS: ""})
tells(Act.EDIT_PLEDGE, _("A pledge was corrected."), of_undertaking, {PARTIES: "", HOST: "", RESEARCHERS: ""})
tells(Act.RECORD_PROJECT, _("A project was recorded."), of_undertaking, {PARTIES: "", HOST: "", RESEARCHERS: ""})
tells(Act.EDIT_PROJECT, _("A project was corrected."), of_undertaking, {PARTIES: "", HOST: "", RESEARCHERS: ""})
tells(
    Act.LINK_PROJECT, _("A project was tied to what pays for it."), of_undertaking, {PARTIES: "", HOST: "", RESEARCHERS: ""}
)
tells(Act.NAME_PARTNER, _("A partner was named."), of_undertaking, {PARTIES: "", HOST: "", RESEARCHERS: ""})
tells(Act.CORRECT_PARTNER, _("A partner was corrected."), of_undertaking, {PARTIES: "", HOST: "", RESEARCHERS: ""})
tells(
    Act.REMIND_OF_PROJECT,
    _("Its planned end comes: %(due)s."),
    of_ending,
    {DONOR: _("Record that it ended, or when it will, and what came of it."), HOST: ""},
)
tells(Act.END_PROJECT, _("A project ended."), of_undertaking, {PARTIES: "", HOST: "", RESEARCHERS: ""})
tells(Act.CORRECT_END, _("The end of a project was corrected."), of_undertaking, {PARTIES: "", HOST: "", RESEARCHERS: ""})
tells(Act.RECORD_PAYMENT, _("A payment was recorded."), of_undertaking, {PARTIES: "", HOST: "", RESEARCHERS: ""})
tells(Act.CORRECT_PAYMENT, _("A payment was corrected."), of_undertaking, {PARTIES: "", HOST: "", RESEARCHERS: ""})
tells(Act.RECORD_INDICATOR, _("An indicator was recorded."), of_undertaking, {PARTIES: "", HOST: "", RESEARCHERS: ""})
tells(
    Act.RECORD_VALUE, _("A value of an indicator was recorded."), of_undertaking, {PARTIES: "", HOST: "", RESEARCHERS: ""}
)
tells(
    Act.TAKE_IN_SHEET,
    _("%(who)s took in a sheet of assistance."),
    of_donor,
    {PARTIES: "", HOST: "", RESEARCHERS: ""},
)
tells_nobody(Act.IMPORT_RATES, _("rates change no amount of the record"))
tells_nobody(
    Act.IMPORT_ACTIVITIES, _("activities add nothing to the record until somebody ties them to a pledge or project")
)
tells(
    Act.TIE_ACTIVITY,
    _("A reported activity was tied to it."),
    of_undertaking,
    {PARTIES: "", HOST: "", RESEARCHERS: ""},
)
tells(
    Act.UNTIE_ACTIVITY,
    _("A reported activity was no longer tied to it."),
    of_undertaking,
    {PARTIES: "", HOST: "", RESEARCHERS: ""},
)
tells_nobody(Act.SET_ACTIVITY_ASIDE, _("it changes nothing of the record"))
