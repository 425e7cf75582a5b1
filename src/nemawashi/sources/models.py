"""Sources, claims, conflicts; and the two tables by which every other noun names its sources and ties."""

from django.db import models

from nemawashi.access.fields import ImpreciseDateField
from nemawashi.sources import terms


class Source(models.Model):
    """A document that the record relies on. ``seen`` says whether it was read in full, in part or not at all."""

    slug = models.SlugField(max_length=120, unique=True)
    title = models.TextField()
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
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"source/{self.slug}"


class Conflict(models.Model):
    """Claims on one subject that disagree, and how this record reads the disagreement."""

    slug = models.SlugField(max_length=120, unique=True)
    title = models.TextField()
    reading = models.CharField(max_length=20, choices=terms.conflict_classes, null=True, blank=True)
    resolution = models.TextField(null=True, blank=True)
    resolution_type = models.CharField(max_length=10, default="str", help_text="as for a claim's value")
    basis = models.TextField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"conflict/{self.slug}"


class Claim(models.Model):
    """What one source says about one property of one subject; ``value`` keeps the form that the source gave it.

    ``slug`` is the conflict's slug and the claim's number within it, in the order of the record.
    """

    slug = models.SlugField(max_length=130, unique=True)
    conflict = models.ForeignKey(Conflict, on_delete=models.PROTECT, related_name="claims")
    subject_ref = models.CharField(max_length=160, db_index=True)
    property_name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=terms.claim_kinds)
    as_of = ImpreciseDateField(null=True, blank=True)
    value = models.TextField()
    value_type = models.CharField(max_length=10, default="str", help_text="how the record's file types the value")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="claims")
    locator = models.TextField(blank=True, default="")
    note = models.TextField(null=True, blank=True)
    is_preferred = models.BooleanField(null=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.subject_ref} {self.property_name}: {self.value}"

    @property
    def ref(self) -> str:
        return f"claim/{self.slug}"


class Preference(models.Model):
    """Who preferred which claim, when and why. History is kept: a later row stands beside the earlier one."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="preferences")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    why = models.TextField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.claim_id}"


class Citation(models.Model):
    """A source that some row of the record rests on. ``part`` names a part of the row, such as ``standing/0``."""

    subject_ref = models.CharField(max_length=160)
    part = models.CharField(max_length=80, blank=True, default="")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    locator = models.TextField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

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
