"""Sources and their archived files, claims, citations, rulings; and the ties between rows of all nouns."""

from django.db import models

from nemawashi.access.fields import ImpreciseDateField
from nemawashi.access.origins import OriginField
from nemawashi.sources import terms


class Source(models.Model):
    """A document that the record relies on. ``seen`` says whether it was read in full, in part or not at all."""

    slug = models.SlugField(max_length=120, unique=True)
    title = models.TextField()
    work = models.CharField(max_length=20, choices=terms.works, null=True, blank=True)
    authors = models.JSONField(default=list, blank=True, help_text="as printed: “Family, Given”")
    editors = models.JSONField(default=list, blank=True, help_text="as for authors")
    container = models.TextField(null=True, blank=True, help_text="the journal, book or site that it stands in")
    volume = models.CharField(max_length=40, null=True, blank=True)
    issue = models.CharField(max_length=40, null=True, blank=True)
    pages = models.CharField(max_length=80, null=True, blank=True, help_text="of the work, unless it says otherwise")
    place = models.CharField(max_length=120, null=True, blank=True)
    doi = models.CharField(max_length=120, null=True, blank=True)
    isbn = models.CharField(max_length=40, null=True, blank=True)
    issn = models.CharField(max_length=40, null=True, blank=True)
    licence = models.TextField(null=True, blank=True)
    publisher = models.TextField(blank=True, default="")
    published_on = ImpreciseDateField(null=True, blank=True)
    url = models.TextField(null=True, blank=True)
    file = models.CharField(max_length=200, null=True, blank=True)
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=20, choices=terms.source_kinds, db_index=True)
    is_archived = models.BooleanField(default=False)
    seen = models.CharField(max_length=20, null=True, blank=True)
    note = models.TextField(null=True, blank=True)
    no_address = models.BooleanField(null=True)
    is_gone = models.BooleanField(default=False, help_text="the address no longer answers with this document")
    order = models.PositiveIntegerField(default=0)
    origin = OriginField("source")

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"source/{self.slug}"


class Copy(models.Model):
    """A file of a source as it was archived: never shown, only handed out; its text is for search.

    The bytes lie in the home folder under their SHA-256. Nothing is replaced: a later copy stands beside the earlier.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="copies")
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField(help_text="bytes")
    text = models.TextField(blank=True, default="")
    added_at = models.DateTimeField()
    by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["source", "sha256"], name="one_copy_of_each_file")]

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:12]})"


class Conflict(models.Model):
    """A question on which claims are kept together, with what this record reads out of them.

    ``reading`` is the class that a careful reader gave before the rules did; pages show what is found from the claims
    (``sources.queries.groups``), never this.
    """

    slug = models.SlugField(max_length=120, unique=True)
    title = models.TextField()
    reading = models.CharField(max_length=20, choices=terms.conflict_classes, null=True, blank=True)
    resolution = models.TextField(null=True, blank=True)
    resolution_type = models.CharField(max_length=10, default="str", help_text="as for a claim's value")
    basis = models.TextField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    origin = OriginField("conflict")

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"conflict/{self.slug}"


class Claim(models.Model):
    """What is said of one property of one subject, once for all sources that say it; ``value`` keeps their form.

    Who says it stands in its citations. ``identity`` digests question, subject, property, kind, value and date, so
    that the same claim cannot stand twice; ``slug`` is the key of the citation that brought it.
    """

    slug = models.SlugField(max_length=140, unique=True)
    conflict = models.ForeignKey(Conflict, on_delete=models.PROTECT, related_name="claims", null=True, blank=True)
    identity = models.CharField(max_length=64, unique=True)
    subject_ref = models.CharField(max_length=160)
    property_name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=terms.claim_kinds)
    as_of = ImpreciseDateField(null=True, blank=True)
    value = models.TextField()
    value_type = models.CharField(max_length=10, default="str", help_text="how the record's file types the value")
    added_at = models.DateTimeField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    origin = OriginField("claim")

    class Meta:
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["subject_ref", "property_name"], name="claims_of_a_property")]

    def __str__(self) -> str:
        return f"{self.subject_ref} {self.property_name}: {self.value}"

    @property
    def ref(self) -> str:
        return f"claim/{self.slug}"


class Ruling(models.Model):
    """Who prefers which claim on a property, on which basis and why; or that the question is open again.

    Only ever added to. What stands follows from all rulings on a property in their order (``rules.standing``).
    """

    subject_ref = models.CharField(max_length=160)
    property_name = models.CharField(max_length=80)
    verdict = models.CharField(max_length=10, choices=terms.verdicts)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="rulings", null=True, blank=True)
    basis = models.CharField(max_length=20, choices=terms.bases, blank=True, default="")
    reason = models.TextField()
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    origin = OriginField()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["subject_ref", "property_name"], name="rulings_on_a_property")]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.verdict} {self.claim_id or ''}"


class Citation(models.Model):
    """A source that something rests on: a row of the record (``part`` names a part of it, such as ``standing/0``), or a
    claim, which the source asserts or denies."""

    subject_ref = models.CharField(max_length=160)
    part = models.CharField(max_length=80, blank=True, default="")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    locator = models.TextField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="citations", null=True, blank=True)
    slug = models.SlugField(max_length=140, unique=True, null=True, blank=True)
    stance = models.CharField(max_length=10, choices=terms.stances, default=terms.CitationStance.ASSERTS)
    note = models.TextField(null=True, blank=True)
    added_at = models.DateTimeField(null=True, blank=True)
    by_name = models.CharField(max_length=150, blank=True, default="")
    origin = OriginField()

    class Meta:
        ordering = ["subject_ref", "part", "order"]
        indexes = [models.Index(fields=["subject_ref", "part", "order"])]

    def __str__(self) -> str:
        return f"{self.subject_ref} rests on {self.source_id}"


class Tie(models.Model):
    """A link between rows of two nouns that may point either way along the chain, so it is held by reference."""

    subject_ref = models.CharField(max_length=160, db_index=True)
    relation = models.CharField(max_length=20, choices=terms.relations)
    object_ref = models.CharField(max_length=160, db_index=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["subject_ref", "relation", "order"]

    def __str__(self) -> str:
        return f"{self.subject_ref} {self.relation} {self.object_ref}"


class ReaderRemark(models.Model):
    """What a reader says is wrong on a page of the public record, and the answer that it got.

    ``address`` is where the reader wants to be answered: no page, file or log ever has it, and it is struck out once the
    last answer went there.
    """

    subject_ref = models.CharField(max_length=160, db_index=True)
    words = models.TextField()
    instead = models.TextField(blank=True, default="")
    proof = models.TextField(blank=True, default="", help_text="an address that shows it")
    language = models.CharField(max_length=10)
    address = models.EmailField(blank=True, default="")
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=terms.remark_states, default=terms.RemarkState.WAITING)
    answer = models.TextField(blank=True, default="")
    by_name = models.CharField(max_length=150, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text="when the answer went to the reader's address")
    version = models.PositiveIntegerField(default=1)
    origin = OriginField()

    class Meta:
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.subject_ref}: {self.state}"

    @property
    def ref(self) -> str:
        return f"remark/{self.pk}"


class RecordRow(models.Model):
    """A row of a record file as it was last loaded: tells what changed since, and who must not be overwritten.

    ``log_seq`` is where the log of acts ended then: any later entry on the object is an act made since.
    """

    file = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    line = models.PositiveIntegerField()
    object_ref = models.CharField(max_length=160, db_index=True)
    digest = models.CharField(max_length=64)
    data = models.JSONField()
    loaded_at = models.DateTimeField()
    log_seq = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "key"], name="one_row_per_key")]

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.key}"
