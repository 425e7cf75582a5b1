"""Commitments, reports, evidence, guidelines, opened assessments, settled scores. Waiting scores: ``scores``."""

from django.db import models

from nemawashi.access.fields import ImpreciseDateField
from nemawashi.access.models import User
from nemawashi.access.origins import OriginField
from nemawashi.access.terms import RowOrigin
from nemawashi.commitments import terms
from nemawashi.meetings.models import AgendaItem
from nemawashi.parties.models import Party, Pillar
from nemawashi.parties.terms import in_language
from nemawashi.sources.models import Source
from nemawashi.texts.models import Clause, Text


class Commitment(models.Model):
    """A discrete, publicly expressed, collectively agreed intent to act. Status is derived, see ``rules.status``.

    ``by`` keeps the record's own words for who promised ("all", groups of the forum, party slugs); ``owner`` is the
    party that a person confirmed as responsible.
    """

    slug = models.SlugField(max_length=120, unique=True)
    state = models.CharField(max_length=12, choices=terms.commitment_states, default=terms.CommitmentState.CONFIRMED)
    text = models.ForeignKey(Text, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments")
    clause = models.ForeignKey(Clause, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments")
    place = models.PositiveSmallIntegerField(default=0, help_text="which of several promises of the clause")
    made_in_ref = models.CharField(max_length=160, db_index=True)
    made_on = ImpreciseDateField(null=True, blank=True)
    by = models.JSONField(default=list)
    owner = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments")
    area = models.CharField(max_length=120, null=True, blank=True)
    pillar = models.ForeignKey(Pillar, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments")
    words = models.TextField()
    target = models.TextField(blank=True, default="", help_text="the measurable target, where one is stated")
    strength = models.CharField(max_length=10, choices=terms.strengths, default=terms.Strength.NONE)
    amount = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=40, null=True, blank=True)
    due_on = ImpreciseDateField(null=True, blank=True)
    kind = models.CharField(max_length=12, choices=terms.commitment_kinds)
    record_status = models.CharField(max_length=12, choices=terms.record_statuses, null=True, blank=True)
    evidence_note = models.TextField(null=True, blank=True)
    declined_why = models.TextField(blank=True, default="")
    superseded_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    divided_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    reminded_for = ImpreciseDateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    order = models.PositiveIntegerField(default=0)
    extra = models.JSONField(default=dict, blank=True)
    origin = OriginField("commitment")

    class Meta:
        ordering = ["order", "pk"]
        indexes = [  # a matrix of fifty thousand is counted and put in order from these alone
            models.Index(fields=["state", "-made_on", "order", "id", "origin"], name="commitments_by_date"),
            models.Index(fields=["state", "area", "origin"], name="commitments_by_area"),
            models.Index(fields=["state", "origin", "owner", "id"], name="commitments_by_owner"),
            models.Index(fields=["made_in_ref", "state", "origin", "owner"], name="commitments_by_text"),
            models.Index(fields=["pillar", "state", "origin", "owner"], name="commitments_by_pillar"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "place"], condition=models.Q(clause__isnull=False), name="one_commitment_per_place"
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def ref(self) -> str:
        return f"commitment/{self.slug}"

    @property
    def is_from_record(self) -> bool:
        return self.origin == RowOrigin.RECORD


class Remit(models.Model):
    """A task that the parties gave themselves, followed from the first idea to what came of it, over many meetings.

    Unlike a commitment it stands in no one text: its ``steps`` lead to the rows in which it comes up.
    """

    slug = models.SlugField(max_length=80, unique=True)
    names = models.JSONField(default=dict)
    note = models.TextField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    origin = OriginField("remit")

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def ref(self) -> str:
        return f"remit/{self.slug}"


class RemitStep(models.Model):
    """One thing that happened to a remit; ``row_ref`` is the row of the record that it can be read up in."""

    remit = models.ForeignKey(Remit, on_delete=models.CASCADE, related_name="steps")
    on = ImpreciseDateField(null=True, blank=True)
    kind = models.CharField(max_length=12, choices=terms.step_kinds)
    words = models.TextField()
    row_ref = models.CharField(max_length=160, blank=True, default="")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["remit", "order"]

    def __str__(self) -> str:
        return self.words


class ProgressReport(models.Model):
    """What the owner says has been done."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="reports")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    delivery = models.CharField(
        max_length=12, blank=True, default="", choices=terms.deliveries, help_text="how far the party says that it has come"
    )
    is_complete = models.BooleanField(default=False, help_text="the party says that it has delivered")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    origin = OriginField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.words

    @property
    def delivery_said(self) -> str:
        """One of the five words, or none; reports of before there were five knew the last of them alone."""
        return self.delivery or (terms.Delivery.COMPLETE if self.is_complete else "")


class Evidence(models.Model):
    """A source with a locator that shows what was or was not done."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="evidence")
    report = models.ForeignKey(ProgressReport, null=True, on_delete=models.PROTECT, related_name="evidence")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    locator = models.TextField()
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    origin = OriginField()

    class Meta:
        ordering = ["at"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return f"{self.source_id}, {self.locator}"


class Guideline(models.Model):
    """What full, partial and no delivery mean for one commitment; frozen before anybody scores."""

    commitment = models.OneToOneField(Commitment, on_delete=models.PROTECT, related_name="guideline")
    words = models.TextField()
    frozen_at = models.DateTimeField()

    class Meta:
        ordering = ["frozen_at"]

    def __str__(self) -> str:
        return self.words


class Assessment(models.Model):
    """A score that was opened because all were in: -1, 0 or +1, with the assessor's reasons."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="assessments")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    score = models.SmallIntegerField()
    why = models.TextField()
    at = models.DateTimeField()
    origin = OriginField()

    class Meta:
        ordering = ["commitment", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "assessor"], name="one_assessment_per_assessor"),
            models.CheckConstraint(condition=models.Q(score__in=[-1, 0, 1]), name="score_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.score:+d}"


class Settlement(models.Model):
    """The settled score; the opinions behind it stay. ``raw_agreement`` is the share of equal pairs, ``alpha``
    Krippendorff's for ordinal data over all commitments settled so far (None while it cannot be computed)."""

    commitment = models.OneToOneField(Commitment, on_delete=models.PROTECT, related_name="settlement")
    score = models.SmallIntegerField()
    why = models.TextField()
    raw_agreement = models.FloatField()
    alpha = models.FloatField(null=True)
    at = models.DateTimeField()
    origin = OriginField()

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["commitment", "score"], name="settlements_by_score")]
        constraints = [models.CheckConstraint(condition=models.Q(score__in=[-1, 0, 1]), name="settled_in_range")]

    def __str__(self) -> str:
        return f"{self.score:+d}"


class SheetColumns(models.Model):
    """What the columns of a party's own sheet are, as a person said it; ``party`` is empty for those of the office.

    ``columns``: pairs of a head as it is printed and its field, empty for a column that is not taken in, in their order:
    the next sheet is read by them, and goes out under them.
    """

    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12)
    columns = models.JSONField(default=list)

    class Meta:
        ordering = ["party", "purpose"]
        constraints = [
            models.UniqueConstraint(fields=["party", "purpose"], name="one_sheet_of_a_party"),
            models.UniqueConstraint(
                fields=["purpose"], condition=models.Q(party__isnull=True), name="one_sheet_of_the_office"
            ),
        ]

    def __str__(self) -> str:
        return self.purpose


class CarryOver(models.Model):
    """That an overdue commitment returned on a provisional agenda."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="carried")
    agenda_item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="carried_commitment")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.commitment_id} carried over"
