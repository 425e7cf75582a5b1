"""Who is told of acts of curation: whoever keeps the record with those who act."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from nemawashi.access.concerns import EXPERTS, HOST, RESEARCHERS, NoticeFacts, tells, tells_nobody
from nemawashi.access.models import Entry
from nemawashi.sources.models import Claim, ReaderRemark, Ruling, Source
from nemawashi.sources.terms import Act

CURATORS = {HOST: "", EXPERTS: "", RESEARCHERS: ""}
PUBLIC_PAGE = _("The page of the record shows it to everybody; nobody in particular has to act.")


def of_source(row: Source, entry: Entry) -> NoticeFacts:
    del entry
    return NoticeFacts({"words": row.title}, ("source", row.slug))


def of_claim(row: Claim | Ruling, entry: Entry) -> NoticeFacts:
    """The property that a claim or a ruling is about, on the page of its facts."""
    del entry
    names: dict[str, Any] = {"property": row.property_name, "subject": row.subject_ref}
    return NoticeFacts(names, ("facts", *row.subject_ref.partition("/")[::2], row.property_name))


def of_remark(row: ReaderRemark, entry: Entry) -> NoticeFacts:
    """The row that a reader wrote about; of what was written nothing."""
    del entry
    return NoticeFacts({"words": row.subject_ref}, ("remark", str(row.pk)))


tells_nobody(Act.ADD_SOURCE, PUBLIC_PAGE)
tells_nobody(Act.ARCHIVE_SOURCE, PUBLIC_PAGE)
tells(Act.MARK_GONE, _("The address of the source no longer answers with it."), of_source, CURATORS)
tells_nobody(Act.RECORD_CLAIM, PUBLIC_PAGE)
tells_nobody(Act.CITE_CLAIM, PUBLIC_PAGE)
tells(Act.RULE_ON_CLAIM, _("It was ruled which claim the record prefers, or why claims differ."), of_claim, CURATORS)
tells(Act.REOPEN_RULING, _("The question which claim holds was opened again."), of_claim, CURATORS)
tells_nobody(Act.IMPORT_CLAIMS, PUBLIC_PAGE)
tells(
    Act.RECEIVE_REMARK,
    _("A reader says that something in the record is wrong."),
    of_remark,
    dict.fromkeys(CURATORS, _("Answer the reader: correct it, say why not, or ask back.")),
)
tells(Act.ANSWER_REMARK, _("A remark of a reader was answered."), of_remark, CURATORS)
