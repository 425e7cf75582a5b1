"""Words of reference corpora: what a clause in them is, and what became of their documents."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nemawashi.access.choices import worded


class ReferenceKind(TextChoices):
    """The kinds of a text's clauses, and two that only foreign documents have."""

    TITLE = "title", _("Title")
    HEADING = "heading", _("Heading")
    FORMULA = "formula", _("Enacting formula")
    PREAMBULAR = "preambular", _("Preambular paragraph")
    CHAPEAU = "chapeau", _("Chapeau")
    OPERATIVE = "operative", _("Operative paragraph")
    SUB = "sub", _("Sub-paragraph")
    ANNEX = "annex", _("Annex item")
    OTHER = "other", _("Other words")


def reference_kinds() -> list[tuple[str, str]]:
    return worded(ReferenceKind)


class SourceMaterial(TextChoices):
    """What kind of source a document is. What is not told came as a reference corpus: adopted, unless it says draft."""

    ADOPTED = "adopted", _("Adopted text")
    SPEECH = "speech", _("Speech")
    INTERVIEW = "interview", _("Interview")
    STATEMENT = "statement", _("Statement of one party")
    REPORT = "report", _("Report or bluebook")
    NEWS = "news", _("News")
    STUDY = "study", _("Study")
    OTHER = "other", _("Other document")


OFFICIAL_TEXTS = "official-texts"  # the corpus of full texts; no file of another kind comes into it
AGREED_MATERIAL = ("", SourceMaterial.ADOPTED)  # in which words may be agreed language; nobody agreed to a speech


def materials() -> list[tuple[str, str]]:
    return worded(SourceMaterial)


class Fate(TextChoices):
    """What became of earlier words in a clause of a later text."""

    KEPT = "kept", _("Kept")
    CHANGED = "changed", _("Changed")
    NEW = "new", _("New")
