"""Words of sources: kinds of document, kinds of claim, ways in which claims can disagree."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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


def source_kinds() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in SourceKind.choices]


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
    return [(str(value), str(label)) for value, label in ClaimKind.choices]


class ConflictClass(TextChoices):
    """How the record reads a disagreement; empty where nobody has classified it yet."""

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
    return [(str(value), str(label)) for value, label in ConflictClass.choices]


class Relation(TextChoices):
    """How two rows of the record are tied across nouns."""

    SURFACED_IN = "surfaced_in", _("surfaced in")
    EVIDENCE = "evidence", _("evidence")
    MADE_IN = "made_in", _("made in")
    TIED_TO = "tied_to", _("tied to")
    OUTCOME = "outcome", _("outcome")


def relations() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in Relation.choices]
