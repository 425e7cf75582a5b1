"""Packages, pledges, projects and their transactions. Money keeps its currency and the form the source gave it."""

from django.db import models

from nemawashi.access.fields import ImpreciseDateField
from nemawashi.access.origins import OriginField
from nemawashi.access.terms import RowOrigin
from nemawashi.assistance import terms
from nemawashi.commitments.models import Commitment
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.parties.models import Party, Pillar
from nemawashi.parties.terms import in_language
from nemawashi.sources.models import Source


class Undertaking(models.Model):
    """A package, pledge, project or stated total. Amounts of different currencies are never added up."""

    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=terms.undertaking_kinds, db_index=True)
    title = models.TextField()
    on = ImpreciseDateField(null=True, blank=True)
    amount = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=40, null=True, blank=True)
    amount_usd_stated = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    amount_note = models.TextField(null=True, blank=True)
    donor = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="given")
    recipients: "models.ManyToManyField[Party, Recipient]" = models.ManyToManyField(
        Party, through="Recipient", related_name="received"
    )
    spheres = models.JSONField(default=list, blank=True)
    pillar = models.ForeignKey(Pillar, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dialogue_link = models.CharField(max_length=12, choices=terms.dialogue_links, null=True, blank=True)
    start_on = ImpreciseDateField(null=True, blank=True)
    end_on = ImpreciseDateField(null=True, blank=True)
    duration_months = models.PositiveIntegerField(null=True, blank=True)
    agency = models.TextField(null=True, blank=True)
    planned = models.TextField(null=True, blank=True)
    components = models.JSONField(null=True, blank=True)
    results = models.JSONField(null=True, blank=True)
    note = models.TextField(null=True, blank=True)
    commitment = models.ForeignKey(Commitment, null=True, blank=True, on_delete=models.PROTECT, related_name="undertakings")
    part_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    reminded_for = ImpreciseDateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    order = models.PositiveIntegerField(default=0)
    extra = models.JSONField(default=dict, blank=True)
    origin = OriginField("assistance")

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"assistance/{self.slug}"

    @property
    def is_from_record(self) -> bool:
        return self.origin == RowOrigin.RECORD


class OwnNumber(models.Model):
    """The number under which a donor's own sheet has an undertaking, so that its next sheet finds it again."""

    donor = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=120)
    undertaking = models.ForeignKey(Undertaking, on_delete=models.CASCADE, related_name="own_numbers")

    class Meta:
        ordering = ["donor", "number"]
        constraints = [models.UniqueConstraint(fields=["donor", "number"], name="one_undertaking_of_a_number")]

    def __str__(self) -> str:
        return self.number


class Recipient(models.Model):
    """A party that receives, in the order in which the source names them."""

    undertaking = models.ForeignKey(Undertaking, on_delete=models.CASCADE, related_name="recipient_rows")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["undertaking", "order"]

    def __str__(self) -> str:
        return f"{self.party_id} of {self.undertaking_id}"


class Activity(models.Model):
    """What a publisher reports in IATI, whole and as it was reported. It stands beside the record and is counted in no sum
    until somebody has said to which pledge or project it belongs.

    ``content`` is the activity itself, compressed; the other columns are read from it, for lists and for matching.
    """

    key = models.CharField(max_length=32, unique=True)
    identifier = models.TextField()
    digest = models.CharField(max_length=32)
    release = models.CharField(max_length=8, help_text="of IATI")
    content = models.BinaryField()
    titles = models.JSONField(default=dict, blank=True)
    names = models.JSONField(default=list, blank=True)
    reporter = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=4, blank=True)
    start_on = models.CharField(max_length=10, blank=True)
    end_on = models.CharField(max_length=10, blank=True)
    countries = models.JSONField(default=list, blank=True)
    sums = models.JSONField(default=dict, blank=True)
    transaction_count = models.PositiveIntegerField(default=0)
    file_name = models.CharField(max_length=255, blank=True)
    taken_in_at = models.DateTimeField()
    undertaking = models.ForeignKey(
        Undertaking, null=True, blank=True, on_delete=models.PROTECT, related_name="reported_activities"
    )
    is_aside = models.BooleanField(default=False)
    aside_why = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    origin = OriginField("activity")

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return in_language(self.titles) or self.identifier

    @property
    def ref(self) -> str:
        return f"activity/{self.key}"


class Transaction(models.Model):
    """Money that was committed, disbursed or spent under an undertaking."""

    undertaking = models.ForeignKey(Undertaking, on_delete=models.PROTECT, related_name="transactions")
    kind = models.CharField(max_length=12, choices=terms.transaction_kinds)
    amount = models.DecimalField(max_digits=24, decimal_places=4)
    currency = models.CharField(max_length=40)
    on = ImpreciseDateField()
    qualifier = models.CharField(max_length=12, choices=terms.qualifiers, blank=True, default="")
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    origin = OriginField()

    class Meta:
        ordering = ["undertaking", "on"]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class Partner(models.Model):
    """Somebody beside the donor who pays for, answers for or carries out an undertaking. One that turned out to be none is
    struck out and stays in the log alone."""

    undertaking = models.ForeignKey(Undertaking, on_delete=models.PROTECT, related_name="partners")
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=14, choices=terms.partner_kinds)
    role = models.CharField(max_length=14, choices=terms.partner_roles)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_struck = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    origin = OriginField()

    class Meta:
        ordering = ["undertaking", "pk"]

    def __str__(self) -> str:
        return self.name


class ProjectEnd(models.Model):
    """When and how a project ended, and what stands of it. One that was taken back stays, so that it can be read."""

    undertaking = models.ForeignKey(Undertaking, on_delete=models.PROTECT, related_name="ends")
    on = ImpreciseDateField()
    kind = models.CharField(max_length=14, choices=terms.end_kinds)
    words = models.TextField()
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_taken_back = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    origin = OriginField()

    class Meta:
        ordering = ["undertaking", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["undertaking"], condition=models.Q(is_taken_back=False), name="one_end_of_a_project"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class ExchangeRate(models.Model):
    """What one of a currency was worth in another on a day, by a source; taken in by a person out of a table.

    A conversion is computed when somebody looks and stored nowhere, least of all over the amount as printed.
    """

    on = models.DateField(db_index=True)
    base = models.CharField(max_length=3)
    quote = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=24, decimal_places=12)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    origin = OriginField()

    class Meta:
        ordering = ["on", "base", "quote", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["on", "base", "quote", "source"], name="one_rate_of_a_source_a_day"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="rate_above_nothing"),
        ]

    def __str__(self) -> str:
        return f"1 {self.base} = {self.rate.normalize():f} {self.quote}"

    @property
    def day(self) -> ImpreciseDate:
        """As pages write days."""
        return ImpreciseDate(self.on.year, self.on.month, self.on.day)


class ResultIndicator(models.Model):
    """What is to come of an undertaking, counted in a unit that is no money."""

    undertaking = models.ForeignKey(Undertaking, on_delete=models.PROTECT, related_name="indicators")
    words = models.TextField()
    unit = models.CharField(max_length=80)
    baseline = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    target = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    due_on = ImpreciseDateField(null=True, blank=True)
    origin = OriginField()

    class Meta:
        ordering = ["undertaking", "pk"]

    def __str__(self) -> str:
        return f"{self.words} ({self.unit})"


class IndicatorValue(models.Model):
    """How far an indicator had come on a day, by a source."""

    indicator = models.ForeignKey(ResultIndicator, on_delete=models.PROTECT, related_name="values")
    value = models.DecimalField(max_digits=24, decimal_places=4)
    on = ImpreciseDateField()
    qualifier = models.CharField(max_length=12, choices=terms.qualifiers, blank=True, default="")
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    origin = OriginField()

    class Meta:
        ordering = ["indicator", "on"]

    def __str__(self) -> str:
        return f"{self.value} on {self.on}"
