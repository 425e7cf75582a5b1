"""Reference corpora: what other forums adopted, split into clauses. They were public before they came here.

The dialogue's own texts are not copied: ``shelf`` reads them where they are.
"""

from django.db import models

from nemawashi.access.fields import ImpreciseDateField
from nemawashi.lineage import terms


class Corpus(models.Model):
    """Documents that belong together, with the right by which they are held here."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.TextField()
    rights = models.TextField(blank=True, default="", help_text="licence, and who is to be named")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "corpora"

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"corpus/{self.slug}"


class ReferenceDocument(models.Model):
    """A resolution, statement or report of another forum. ``series`` names what it continues, ``status`` what it is."""

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

    class Meta:
        ordering = ["document", "rank"]
        constraints = [models.UniqueConstraint(fields=["document", "rank"], name="one_clause_per_rank")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def ref(self) -> str:
        return f"ref/{self.pk}"
