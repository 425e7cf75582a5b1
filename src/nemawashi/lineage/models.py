"""Reference corpora: what other forums adopted, split into clauses. They were public before they came here.

The dialogue's own texts are not copied: ``shelf`` reads them where they are.
"""

from typing import ClassVar

from django.db import models

from nemawashi.access.fields import ImpreciseDateField
from nemawashi.access.models import User
from nemawashi.lineage import terms
from nemawashi.sources.models import Copy
from nemawashi.texts.models import Text


class SharedCorpora(models.Manager["Corpus"]):
    """Rows of corpora that everybody may read: whoever forgets to ask whose a corpus is gets nobody's own material."""

    def get_queryset(self) -> models.QuerySet["Corpus"]:
        return super().get_queryset().filter(is_shared=True)


class SharedDocuments(models.Manager["ReferenceDocument"]):
    """As ``SharedCorpora``."""

    def get_queryset(self) -> models.QuerySet["ReferenceDocument"]:
        return super().get_queryset().filter(corpus__is_shared=True)


class SharedClauses(models.Manager["ReferenceClause"]):
    """As ``SharedCorpora``."""

    def get_queryset(self) -> models.QuerySet["ReferenceClause"]:
        return super().get_queryset().filter(document__corpus__is_shared=True)


class Corpus(models.Model):
    """Documents that belong together, with the right by which they are held here.

    One that is not shared is its owner's material: ``objects`` leaves it out, with its documents and their clauses.
    """

    slug = models.SlugField(max_length=80, unique=True)
    title = models.TextField()
    rights = models.TextField(blank=True, default="", help_text="licence, and who is to be named")
    added_at = models.DateTimeField()
    is_shared = models.BooleanField(default=True, help_text="everybody may read and count it")
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = SharedCorpora()
    everybodys_and_own: ClassVar[models.Manager["Corpus"]] = models.Manager()

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "corpora"

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"corpus/{self.slug}"


class ReferenceDocument(models.Model):
    """A resolution, statement or report of another forum. ``series`` names what it continues, ``status`` what it is.

    With ``text`` it is the full text of one of the dialogue's own, in one language, as ``copy`` has it.
    """

    corpus = models.ForeignKey(Corpus, on_delete=models.CASCADE, related_name="documents")
    symbol = models.CharField(max_length=200)
    title = models.TextField(blank=True, default="")
    body = models.TextField(blank=True, default="", help_text="the organ that adopted it")
    date = ImpreciseDateField(null=True, blank=True)
    language = models.CharField(max_length=16, default="en")
    series = models.TextField(blank=True, default="")
    status = models.CharField(
        max_length=40, blank=True, default="", help_text="as the source says: adopted, draft, statement"
    )
    url = models.TextField(blank=True, default="")
    file_name = models.TextField(blank=True, default="")
    file_digest = models.CharField(max_length=64, blank=True, default="", help_text="SHA-256 of the file it was read from")
    words_digest = models.CharField(max_length=64, blank=True, default="", help_text="SHA-256 of its clauses as split")
    text = models.ForeignKey(Text, null=True, blank=True, on_delete=models.SET_NULL, related_name="full_texts")
    copy = models.ForeignKey(Copy, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True, help_text="when its words were read")
    unread = models.JSONField(default=list, blank=True, help_text="sentences: what was left out or not read, and where")
    material = models.CharField(max_length=12, choices=terms.materials, blank=True, default="")
    party = models.CharField(max_length=120, blank=True, default="", help_text="for whom it speaks")
    speaker = models.CharField(max_length=200, blank=True, default="")
    office = models.CharField(max_length=200, blank=True, default="")

    objects = SharedDocuments()
    everybodys_and_own: ClassVar[models.Manager["ReferenceDocument"]] = models.Manager()

    class Meta:
        ordering = ["corpus", "date", "symbol"]
        constraints = [models.UniqueConstraint(fields=["corpus", "symbol"], name="one_document_per_symbol")]

    def __str__(self) -> str:
        return self.title or self.symbol

    @property
    def ref(self) -> str:
        return f"reference/{self.pk}"


class ReferenceClause(models.Model):
    """A clause of a reference document. ``number`` is as printed; it is not part of ``words``."""

    document = models.ForeignKey(ReferenceDocument, on_delete=models.CASCADE, related_name="clauses")
    rank = models.PositiveIntegerField()
    number = models.CharField(max_length=40, blank=True, default="")
    kind = models.CharField(max_length=12, choices=terms.reference_kinds)
    words = models.TextField()

    objects = SharedClauses()
    everybodys_and_own: ClassVar[models.Manager["ReferenceClause"]] = models.Manager()

    class Meta:
        ordering = ["document", "rank"]
        constraints = [models.UniqueConstraint(fields=["document", "rank"], name="one_clause_per_rank")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def ref(self) -> str:
        return f"ref/{self.pk}"
