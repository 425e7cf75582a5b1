"""Words of sources: kinds of document, of claim and of value, ways to disagree, rulings."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nemawashi.access.choices import worded
from nemawashi.access.states import States, Tone


class SourceKind(TextChoices):
    SEED = "seed", _("Founding document")
    OFFICIAL = "official", _("Official")
    INTL_ORG = "intl_org", _("International organisation")
    NEWS = "news", _("News")
    ACADEMIC = "academic", _("Academic")
    REFERENCE = "reference", _("Reference")
    BLOG = "blog", _("Blog")
    THINKTANK = "thinktank", _("Think tank")
    DATABASE = "database", _("Database")


class WorkKind(TextChoices):
    """What a reference manager takes a work for; a source whose page does not say stays without."""

    ENCYCLOPEDIA = "encyclopedia", _("Encyclopedia article")
    WEB_ARTICLE = "web_article", _("Web article")
    JOURNAL_ARTICLE = "journal_article", _("Journal article")
    BOOK = "book", _("Book")
    CHAPTER = "chapter", _("Chapter of a book")
    REPORT = "report", _("Report")
    NEWSPAPER_ARTICLE = "newspaper_article", _("Newspaper article")


def works() -> list[tuple[str, str]]:
    return worded(WorkKind)


def source_kinds() -> list[tuple[str, str]]:
    return worded(SourceKind)


class ClaimKind(TextChoices):
    FACT = "fact", _("Fact")
    COUNT = "count", _("Count")
    DATE = "date", _("Date")
    NAME = "name", _("Name")
    STATUS = "status", _("Status")
    PLAN = "plan", _("Plan")
    TRANSLATION = "translation", _("Translation")
    ARITHMETIC = "arithmetic", _("Arithmetic")


def claim_kinds() -> list[tuple[str, str]]:
    return worded(ClaimKind)


class ValueForm(TextChoices):
    """What kind of thing a value is, as read from its words."""

    COUNT = "count", _("Count")
    DATE = "date", _("Date")
    NAME = "name", _("Name")
    MONEY = "money", _("Money")
    STATUS = "status", _("Status")
    TRUTH = "truth", _("Yes or no")
    TEXT = "text", _("Text")


class ConflictClass(TextChoices):
    """The class that a careful reader gave to a disagreement; empty where nobody did."""

    CONTRADICTION = "contradiction", _("Contradiction")
    ERROR = "error", _("One source's slip")
    PLAN_VS_FACT = "plan_vs_fact", _("Plan against fact")
    TIME_SERIES = "time_series", _("Values at different dates")
    WORDING = "wording", _("Wording or translation")
    PRECISION = "precision", _("Precision")
    SCOPE = "scope", _("Different things counted")
    OPEN = "open", _("Open")
    SINGLE = "single", _("Single source")


def conflict_classes() -> list[tuple[str, str]]:
    return worded(ConflictClass)


class Disagreement(TextChoices):
    """What claims on one property are to each other, found from the claims alone; gravest first."""

    CONTRADICTION = "contradiction", _("Contradiction")
    SLIP = "slip", _("One source's slip")
    SCOPE = "scope", _("Different things counted")
    PLAN = "plan against fact", _("Plan against fact")
    OPEN = "open", _("Open")
    SERIES = "time series", _("Values at different dates")
    PRECISION = "precision", _("Precision")
    WORDING = "wording", _("Wording or translation")
    AGREED = "agreed", _("Agreed")
    SINGLE = "single source", _("Single source")


class CitationStance(TextChoices):
    """What a source does with a claim."""

    ASSERTS = "asserts", _("asserts")
    DENIES = "denies", _("denies")


def stances() -> list[tuple[str, str]]:
    return worded(CitationStance)


class RulingVerdict(TextChoices):
    """What a ruling does: prefer a claim, explain why several hold together, or open the question again."""

    PREFERS = "prefers", _("prefers a claim")
    EXPLAINS = "explains", _("explains the difference")
    REOPENS = "reopens", _("opens the question again")


def verdicts() -> list[tuple[str, str]]:
    return worded(RulingVerdict)


class Basis(TextChoices):
    """On what a ruling rests."""

    PRIMARY = "primary", _("primary document")
    STANDING = "standing", _("source of higher standing")
    MAJORITY = "majority", _("several independent sources")
    LATER = "later", _("later event")
    ARITHMETIC = "arithmetic", _("arithmetic or calendar")
    READING = "reading", _("reading of the words")
    OTHER = "other", _("other")


def bases() -> list[tuple[str, str]]:
    return worded(Basis)


class FactState(TextChoices):
    """Where a property stands between its claims and the rulings on it."""

    CHALLENGED = "challenged", _("challenged by a later claim")
    REOPENED = "reopened", _("reopened")
    RULED = "ruled", _("ruled")
    UNRULED = "unruled", _("no ruling")


class RemarkState(States):
    """Where a remark of a reader stands. Readers see it with its answer; one that is set aside is shown nowhere."""

    WAITING = "waiting", Tone.WAITING, pgettext_lazy("remark of a reader", "Received")
    ASKED = "asked", Tone.RUNNING, pgettext_lazy("remark of a reader", "Asked back")
    ACCEPTED = "accepted", Tone.SETTLED, pgettext_lazy("remark of a reader", "Corrected")
    DECLINED = "declined", Tone.QUIET, pgettext_lazy("remark of a reader", "Not corrected")
    SET_ASIDE = "set_aside", Tone.QUIET, pgettext_lazy("remark of a reader", "Set aside")


ANSWERS = (RemarkState.ACCEPTED, RemarkState.DECLINED, RemarkState.ASKED, RemarkState.SET_ASIDE)


def remark_states() -> list[tuple[str, str]]:
    return worded(RemarkState)


class Act(StrEnum):
    """Acts of curation, as they stand in the log."""

    ADD_SOURCE = "source.added"
    ARCHIVE_SOURCE = "source.archived"
    MARK_GONE = "source.gone"
    RECORD_CLAIM = "claim.recorded"
    CITE_CLAIM = "claim.cited"
    RULE_ON_CLAIM = "claim.ruled"
    REOPEN_RULING = "ruling.reopened"
    IMPORT_CLAIMS = "claims.imported"
    RECEIVE_REMARK = "remark.received"
    ANSWER_REMARK = "remark.answered"


class Refusal(StrEnum):
    """Why an act of curation is refused."""

    NOT_A_CURATOR = "not_a_curator"
    NO_WORDS = "no_words"
    NO_SUCH_SUBJECT = "no_such_subject"
    BAD_PROPERTY = "bad_property"
    SAID_ALREADY = "said_already"
    SOURCE_EXISTS = "source_exists"
    BAD_ADDRESS = "bad_address"
    ADDRESS_OF_SOMEBODY = "address_of_somebody"
    NO_RULING = "no_ruling"
    RULED_ALREADY = "ruled_already"
    NO_FILE = "no_file"
    NO_SUCH_SOURCE = "no_such_source"
    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    ARCHIVED_ALREADY = "archived_already"
    NO_ADDRESS = "no_address"
    GONE_ALREADY = "gone_already"
    NOTHING_NEW = "nothing_new"
    UNREADABLE_CLAIMS = "unreadable_claims"
    ANSWERED_ALREADY = "answered_already"


class TieKind(TextChoices):
    """How two rows of the record are tied across nouns."""

    SURFACED_IN = "surfaced_in", _("surfaced in")
    EVIDENCE = "evidence", _("evidence")
    MADE_IN = "made_in", _("made in")
    TIED_TO = "tied_to", _("tied to")
    OUTCOME = "outcome", _("outcome")
    ORGANISED = "organised", _("organised")
    TOOK_PART = "took_part", _("took part in")
    CARRIED_OUT = "carried_out", _("carried out")
    SPOKEN_FOR_BY = "spoken_for_by", _("spoken for by")
    NAMED_IN = "named_in", _("named in")


def relations() -> list[tuple[str, str]]:
    return worded(TieKind)
