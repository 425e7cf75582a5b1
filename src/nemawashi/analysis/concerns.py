"""Who is told of results of counting."""

from django.utils.translation import gettext_lazy as _

from nemawashi.access.concerns import EXPERTS, RESEARCHERS, NoticeFacts, tells, tells_nobody
from nemawashi.access.models import Entry
from nemawashi.analysis.models import DialogueEvent, ResultRun
from nemawashi.analysis.terms import Act
from nemawashi.lineage.models import Corpus
from nemawashi.parties.models import Dialogue


def of_run(row: ResultRun, entry: Entry) -> NoticeFacts:
    del entry
    return NoticeFacts({"words": str(row)}, ("run", row.slug))


tells_nobody(Act.KEEP_RESULT, _("it is its maker's own until it is published"))
tells(Act.PUBLISH_RUN, _("A result of counting was published."), of_run, {RESEARCHERS: "", EXPERTS: ""})
tells(Act.WITHDRAW_RUN, _("A published result was withdrawn."), of_run, {RESEARCHERS: "", EXPERTS: ""})

BLIND = _("Sealed: a round of coding is its owner's and its coders' own.")
tells_nobody(Act.OPEN_ROUND, _("sealed; whoever is to code finds it among the tasks of the day"))
tells_nobody(Act.CODE_PASSAGE, BLIND)
tells_nobody(Act.HAND_IN_CODINGS, BLIND)
tells_nobody(Act.HAND_IN_FILE, BLIND)
tells_nobody(Act.CLOSE_ROUND, BLIND)
tells_nobody(Act.ADJUDICATE, BLIND)


def of_format(row: Dialogue, entry: Entry) -> NoticeFacts:
    del entry
    return NoticeFacts({"words": str(row)}, ("dialogue", row.slug))


def of_event(row: DialogueEvent, entry: Entry) -> NoticeFacts:
    del entry
    return NoticeFacts({"words": str(row.dialogue)}, ("dialogue", row.dialogue.slug))


tells(Act.ADD_FORMAT, _("Another format was put on record."), of_format, {RESEARCHERS: "", EXPERTS: ""})
tells(Act.ADD_EVENT, _("A meeting of another format was put on record."), of_event, {RESEARCHERS: "", EXPERTS: ""})


def of_corpus(row: Corpus, entry: Entry) -> NoticeFacts:
    del entry
    return NoticeFacts({"words": str(row)}, ("corpus", row.slug))


tells_nobody(Act.BRING_MATERIAL, _("it is its owner's own until it is shared"))
tells(Act.SHARE_CORPUS, _("Material of a study was shared with everybody."), of_corpus, {RESEARCHERS: "", EXPERTS: ""})
