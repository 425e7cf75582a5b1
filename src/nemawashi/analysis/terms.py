"""Words of analysis: how the formats work that the Dialogue is compared with, and results that are kept."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nemawashi.access.choices import worded
from nemawashi.access.states import States, Tone


class FactKind(TextChoices):
    """What a fact on a format tells; each is one key of the record's file."""

    FOUNDED = "founded", _("Founding")
    MEMBER = "members", _("Members")
    OBSERVER = "observers", _("Observers and guests")
    SECRETARIAT = "secretariat", _("Secretariat")
    HOSTING = "hosting", _("Who hosts")
    DECISIONS = "decisions", _("How it decides")
    SUMMIT = "summit", _("Summits")
    TRACK = "tracks", _("Tracks")
    COVERAGE = "coverage", _("What was found of its meetings")
    UN_SUPPORT = "un_support", _("Support in the United Nations")


class EventLevel(TextChoices):
    """Who meets. The words of the record's files, because a row of a file is read back as it was."""

    LEADERS = "leaders", pgettext_lazy("level", "Leaders")
    MINISTERS = "ministers", pgettext_lazy("level", "Ministers")
    DEPUTIES = "vice ministers", pgettext_lazy("level", "Deputy ministers")
    OFFICIALS = "officials", pgettext_lazy("level", "Officials")
    EXPERTS = "experts", pgettext_lazy("level", "Experts and civil society")
    BUSINESS = "business", pgettext_lazy("level", "Business")


class Secretariat(TextChoices):
    PERMANENT = "permanent", pgettext_lazy("secretariat", "permanent")
    PARTLY = "partly", pgettext_lazy("secretariat", "without a seat of its own")
    AGREED = "agreed", pgettext_lazy("secretariat", "agreed, not opened as far as seen")
    NONE = "none", pgettext_lazy("secretariat", "none")


class Coverage(TextChoices):
    """Whether the meetings of a format are all in the record: without this, a missing row would look like a gap."""

    COMPLETE = "yes", _("Complete")
    PARTLY = "in part", _("Complete in part")
    GAPS = "no", _("Not complete")


class Support(TextChoices):
    """How far the words of a source go. What nobody found is told, too, so that silence is not read as refusal."""

    STATED = "stated", pgettext_lazy("support", "in its own words")
    REPORTED = "reported", pgettext_lazy("support", "as reported by others")
    FACT = "fact", pgettext_lazy("support", "what happened")
    NOT_STATED = "not stated", pgettext_lazy("support", "spoke, and did not say so")
    NOT_FOUND = "not found", pgettext_lazy("support", "nothing found")


def fact_kinds() -> list[tuple[str, str]]:
    return worded(FactKind)


class ResultKind(TextChoices):
    """What was asked of a collection: the page that answers it."""

    WORDS = "words", _("Words in context")
    KEYNESS = "keyness", _("Keyness")
    LIFE_SPANS = "life-spans", _("Life spans")
    NGRAMS = "ngrams", _("Sequences of words (n-grams)")
    LIKENESS = "likeness", _("Likeness of documents")


def result_kinds() -> list[tuple[str, str]]:
    return worded(ResultKind)


class CodingUnit(TextChoices):
    """What a round has coded: clauses, the sentences of them, or each place where words stand."""

    CLAUSES = "clauses", _("Whole paragraphs")
    SENTENCES = "sentences", _("Each sentence of them")
    MENTIONS = "mentions", _("Each mention of the words")


class RunState(States):
    """Who sees a run: one that was only kept is its maker's own; one that was withdrawn says so under its address."""

    KEPT = "kept", Tone.OPEN, _("Seen by you alone")
    PUBLISHED = "published", Tone.SETTLED, pgettext_lazy("run", "Published")
    WITHDRAWN = "withdrawn", Tone.QUIET, _("Withdrawn")


def run_states() -> list[tuple[str, str]]:
    return worded(RunState)


class Refusal(StrEnum):
    """Why an act on an analysis was refused."""

    NOT_AN_ANALYST = "not_an_analyst"
    NO_TITLE = "no_title"
    TOO_LARGE = "too_large"
    NOT_THE_MAKER = "not_the_maker"
    PUBLISHED_ALREADY = "published_already"
    NOT_PUBLISHED = "not_published"
    NO_REASON = "no_reason"
    NO_PASSAGES = "no_passages"
    TOO_MANY_PASSAGES = "too_many_passages"
    NO_CODERS = "no_coders"
    VERSION_WAS_USED = "version_was_used"
    NOT_A_CODER = "not_a_coder"
    ROUND_CLOSED = "round_closed"
    ROUND_OPEN = "round_open"
    HANDED_IN_ALREADY = "handed_in_already"
    PASSAGES_LEFT = "passages_left"
    UNKNOWN_CODE = "unknown_code"
    UNKNOWN_PASSAGE = "unknown_passage"
    NOT_IN_THE_PASSAGE = "not_in_the_passage"
    TOO_MANY_MARKS = "too_many_marks"
    NOT_THE_OWNER = "not_the_owner"
    NO_NAME = "no_name"
    NO_CODINGS = "no_codings"
    CODER_EXISTS = "coder_exists"
    TOO_FEW_CODERS = "too_few_coders"
    NO_DISAGREEMENT = "no_disagreement"
    FORMAT_EXISTS = "format_exists"
    NO_FOOTING = "no_footing"
    OWN_MEETING = "own_meeting"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    EVENT_EXISTS = "event_exists"
    OWN_MATERIAL = "own_material"
    OWN_MATERIAL_OF_ONE = "own_material_of_one"
    NOT_OWN_MATERIAL = "not_own_material"
    SHARED_ALREADY = "shared_already"
    NO_DOCUMENTS = "no_documents"
    NO_RIGHTS = "no_rights"
    DOCUMENT_EXISTS = "document_exists"
    TOO_MANY_DOCUMENTS = "too_many_documents"


class Act(StrEnum):
    """The acts of this noun. The name is the function in ``acts``, the value the event in the log."""

    KEEP_RESULT = "run.kept"
    PUBLISH_RUN = "run.published"
    WITHDRAW_RUN = "run.withdrawn"
    OPEN_ROUND = "round.opened"
    CODE_PASSAGE = "passage.coded"
    HAND_IN_CODINGS = "codings.handed_in"
    HAND_IN_FILE = "file.handed_in"
    CLOSE_ROUND = "round.closed"
    ADJUDICATE = "passage.adjudicated"
    ADD_FORMAT = "format.added"
    ADD_EVENT = "event.added"
    BRING_MATERIAL = "material.brought"
    SHARE_CORPUS = "corpus.shared"
